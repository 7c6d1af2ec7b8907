"""Finds out whether a bracket is one of a pair."""

from __future__ import annotations

import re

#: What a message says of a bracket that has no second one.
ONE_TOO_MANY = "this bracket is one too many"
#: Looking further from each bracket would take the square of a text's length.
_LONGEST = 2000
_CLOSED = re.compile(r"(?>(?:[^\[\]\n]++|\[[^\[\]\n]*+\]|\n(?![ \t]*+\n))*)\]")


def is_open(running: str, offset: int, pair: str = "[]") -> bool:
    """Whether a bracket is open at ``offset``: a square one of the same paragraph, or a round one of any."""
    start = max(offset - _LONGEST, 0)
    if pair == "[]":
        start = max(running.rfind("\n\n", start, offset), start)
    opening, closing = (running[start:offset].count(sign) for sign in pair)
    # In a list, a) and 1) are no pairs.
    return opening > closing or running.rfind(pair[0], start, offset) > running.rfind(pair[1], start, offset)


def is_closed(running: str, offset: int) -> bool:
    """Whether a square bracket that is open at ``offset`` is closed in the same paragraph."""
    return _CLOSED.match(running, offset, offset + _LONGEST) is not None
