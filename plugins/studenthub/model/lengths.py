"""The lengths that parts of an article and reasons may have; a hub sets those of articles within these bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Length:
    """From ``least`` to ``most`` of a ``unit``; ``reason`` is the hub's, in words, for its authors."""

    least: int
    most: int
    unit: str
    reason: str = ""


#: The widest bounds. A standfirst may be an abstract; a page holds 200 KB.
LENGTHS: Mapping[str, Length] = {
    "title": Length(3, 200, "characters"),
    "description": Length(20, 2000, "characters"),
    "text": Length(0, 30_000, "words"),
}
#: Those of a hub that says nothing.
USUAL: Mapping[str, Length] = {
    "title": LENGTHS["title"],
    "description": Length(20, 400, "characters"),
    "text": LENGTHS["text"],
}
#: Those of a page about the hub. On the home page they are the name of the hub and what it is.
PAGE_TITLE = Length(2, 200, "characters")
PAGE_DESCRIPTION = Length(10, 400, "characters")
#: The fewest characters of a reason in words: why a hub sets a bound or a level, and why a check may be broken.
SHORTEST_REASON = 10
