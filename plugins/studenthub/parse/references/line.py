"""The text of a reference while it is read: what has been taken from it is blanked, what is left keeps its place."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable

from studenthub.parse.references.record import Part

#: Stands in the place of what has been taken: no pattern for words or punctuation matches it.
TAKEN = "\n"
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SAME = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2212": "–", "\u02bc": "’", "`": "‘"})
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


class Line:
    """``text`` on one line: odd spaces are plain ones, invisible characters are gone, letters have their accents.

    Offsets are those of ``plain``, which is as long as before when parts of it are taken; ``part`` gives the places in
    the text that came in.
    """

    def __init__(self, text: str) -> None:
        self._origin: list[int] = []
        self.whole = self.plain = self._flat(text)
        self._origin.append(len(text))

    def _flat(self, text: str) -> str:
        out: list[str] = []
        for offset, sign in enumerate(text):
            if sign in _INVISIBLE:
                continue
            sign = " " if sign.isspace() or not sign.isprintable() else sign.translate(_SAME)
            if sign == " " and (not out or out[-1] == " "):
                continue
            if out and unicodedata.combining(sign):
                composed = unicodedata.normalize("NFC", out[-1] + sign)
                if len(composed) == 1:
                    out[-1] = composed
                    continue
            for letter in _LIGATURES.get(sign, sign):
                out.append(letter)
                self._origin.append(offset)
        return "".join(out)

    def take(self, start: int, end: int) -> None:
        """Blank a range, which is explained."""
        self.plain = f"{self.plain[:start]}{TAKEN * (end - start)}{self.plain[end:]}"

    def part(self, start: int, end: int, value: str | None = None) -> Part:
        """A range of the text with its place in what came in; its value is the range itself unless another is given."""
        return Part(self.whole[start:end] if value is None else value, self._origin[start], self.place(end))

    def spans(self, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Ranges of the text that came in as ranges of the line."""
        return tuple((bisect_left(self._origin, start), bisect_left(self._origin, end)) for start, end in ranges)

    def place(self, end: int) -> int:
        """Where a range that ends before ``end`` ends in the text that came in."""
        return self._origin[end - 1] + 1 if end else 0

    def start(self, offset: int) -> int:
        """Where an offset is in the text that came in."""
        return self._origin[offset]
