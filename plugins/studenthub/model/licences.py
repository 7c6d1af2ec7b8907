"""Licences as readers know them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CC = re.compile(r"CC[- ](BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?)[- ](\d\.\d)", re.IGNORECASE)
_CC0 = re.compile(r"CC0(?:[- ]1\.0)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licence:
    """The ``name`` of a licence, and the ``address`` of its text, "" where that is not known."""

    name: str
    address: str = ""


def named(said: str) -> Licence:
    """A licence as readers know it, with the address of its text where it is one of Creative Commons."""
    if match := _CC.fullmatch(said):
        kind, version = match.groups()
        address = f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
        return Licence(f"CC {kind.upper()} {version}", address)
    if _CC0.fullmatch(said):
        return Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    return Licence(said)
