"""Licences as readers know them."""

from __future__ import annotations

import re

from studenthub.render.parts import Link

_CC = re.compile(r"CC[- ](BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?)[- ](\d\.\d)", re.IGNORECASE)
_CC0 = re.compile(r"CC0(?:[- ]1\.0)?", re.IGNORECASE)


def licence(name: str) -> Link | None:
    """A licence with the address of its text, where it is one of Creative Commons."""
    if match := _CC.fullmatch(name):
        kind, version = match.groups()
        return Link(f"CC {kind.upper()} {version}", f"https://creativecommons.org/licenses/{kind.lower()}/{version}/")
    if _CC0.fullmatch(name):
        return Link("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    return Link(name, "") if name else None
