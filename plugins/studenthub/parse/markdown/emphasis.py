"""Pairs the stars of slanted and bold words as the converter does, to know those that readers see.

The algorithm is CommonMark's (https://spec.commonmark.org/0.31.2/#phase-2-inline-structure), which
pymdownx.betterem follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_STARS = re.compile(r"\*+")
#: In the place of code, a link, a citation or an escaped sign, which the converter has read by then.
_REPLACED = "\x02"
#: A citation, or the mark of a note.
_CITATION = re.compile(r"\[(?:\^|[^\[\]\n]{0,200}@)")
_LONGEST_CITATION = 300


@dataclass(frozen=True, slots=True)
class Stars:
    """Stars in a row, from ``start`` to ``end`` of a text; ``unread`` of them are in no pair, so that readers see them.

    They ``open`` or ``close``, or may do both, or neither where space is on both sides.
    """

    start: int
    end: int
    opens: bool
    closes: bool
    unread: int

    @property
    def count(self) -> int:
        """How many stars they are."""
        return self.end - self.start

    def pairs_with(self, closing: Stars) -> bool:
        """Whether these may be the beginning of words of which ``closing`` are the end: rules 9 and 10."""
        either = self.closes or closing.opens
        return not (either and (self.count + closing.count) % 3 == 0 and (self.count % 3 or closing.count % 3))


def find(running: str, content: str, start: int, end: int) -> list[Stars]:
    """The stars in a paragraph, from ``start`` to ``end`` of ``content``, in their order.

    In ``running``, whose offsets are the same, code and links are blank.
    """
    return _paired(_stars(running, content, start, end))


def _stars(running: str, content: str, start: int, end: int) -> Iterator[Stars]:
    for match in _STARS.finditer(running, start, end):
        begin = match.start() + _is_escaped(content, match.start(), start)
        if begin == match.end():
            continue
        before = _before(running, content, begin) if begin > start else " "
        behind = _behind(running, content, match.end()) if match.end() < end else " "
        opens, closes = _is_beside(behind, before), _is_beside(before, behind)
        yield Stars(begin, match.end(), opens, closes, match.end() - begin)


def _is_escaped(content: str, at: int, start: int) -> bool:
    first = at
    while first > start and content[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _before(running: str, content: str, at: int) -> str:
    """The sign before stars, as the converter sees it: it has put something else in the place of code and the like."""
    sign = content[at - 1]
    is_replaced = running[at - 1] != sign or content[at - 2 : at - 1] == "\\"
    if sign == "]" and (opening := content.rfind("[", max(at - _LONGEST_CITATION, 0), at)) >= 0:
        is_replaced = is_replaced or _CITATION.match(content, opening) is not None
    return _REPLACED if is_replaced else sign


def _behind(running: str, content: str, at: int) -> str:
    """The same of the sign behind them."""
    sign = content[at]
    is_escape = sign == "\\" and _is_punctuation(content[at + 1 : at + 2] or " ")
    return _REPLACED if running[at] != sign or is_escape or _CITATION.match(content, at) else sign


def _is_beside(near: str, far: str) -> bool:
    """Whether stars belong to the words on the side of the sign ``near``: they are left- or right-flanking."""
    if near.isspace():
        return False
    return not _is_punctuation(near) or far.isspace() or far == _REPLACED or _is_punctuation(far)


def _is_punctuation(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def _paired(runs: Iterable[Stars]) -> list[Stars]:
    """The same stars, those that are in pairs read."""
    found = list(runs)
    opening: list[int] = []  # the numbers of those that wait for an end
    searched: dict[tuple[bool, int], int] = {}  # how many of these no end of a kind pairs with
    for number, closing in enumerate(found):
        kind = (closing.opens, closing.count % 3)
        while found[number].unread and closing.closes:
            at = len(opening) - 1
            while at >= searched.get(kind, 0) and not found[opening[at]].pairs_with(closing):
                at -= 1
            if at < searched.get(kind, 0):
                searched[kind] = len(opening)
                break
            first = opening[at]
            read = min(found[first].unread, found[number].unread, 2)
            found[first] = replace(found[first], unread=found[first].unread - read)
            found[number] = replace(found[number], unread=found[number].unread - read)
            del opening[at + (found[first].unread > 0) :]
            searched = {kind: min(depth, len(opening)) for kind, depth in searched.items()}
        if closing.opens and found[number].unread:
            opening.append(number)
    return found
