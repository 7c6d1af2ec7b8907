"""Placeholders in a page for the HTML that Pandoc and other programs make: it is put in after the filters."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

#: A random word that no author can write, not even as a character reference, which the sanitiser resolves.
_WORD = f"cite{secrets.token_hex(8)}"
#: A placeholder in a text; its number is the group.
PLACEHOLDER = re.compile(f"\x02{_WORD}:(\\d+)\x03")


class Placeholders:
    """The places of a page that is being converted, and the HTML of each by its number."""

    def __init__(self) -> None:
        self.html: dict[int, str] = {}

    def reset(self) -> None:
        """Forget those of the last page."""
        self.html = {}

    def new(self, html: str = "") -> str:
        """A new placeholder for the text, which will be replaced by ``html``."""
        number = len(self.html)
        self.html[number] = html
        return f"\x02{_WORD}:{number}\x03"

    @staticmethod
    def numbers(text: str) -> list[int]:
        """The places in a text, in their order."""
        return list(map(int, PLACEHOLDER.findall(text))) if "\x02" in text else []

    def filled(self, text: str, fill: Callable[[int], str] | None = None) -> str:
        """``text`` with the HTML of the places in it, or with what ``fill`` makes of their numbers."""
        fill = fill or (lambda number: self.html.get(number, ""))
        return PLACEHOLDER.sub(lambda place: fill(int(place[1])), text) if "\x02" in text else text
