"""Applies fixes to a text, and shows the lines that they change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studenthub.source.problems import ERROR, Fix, Problem, Suggestion
from studenthub.source.text import Text

#: What is shown to be copied: fixes of neighbouring lines, and characters of these.
_MOST_FIXES, _LONGEST_BLOCK = 20, 10_000


def kept(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes in their order; of two that overlap, the first counts."""
    apart: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda fix: (fix.start, fix.end, fix.text)):
        if not apart or _are_apart(apart[-1], fix):
            apart.append(fix)
    return apart


def _are_apart(first: Fix, second: Fix) -> bool:
    return first.end <= second.start and first.start < second.start


def fixed(content: str, fixes: Iterable[Fix]) -> str:
    """``content`` with its fixes. Blanks before a line that a fix begins are left out."""
    parts: list[str] = []
    at = 0
    for fix in kept(fixes):
        before = content[at : fix.start]
        parts += [before.rstrip(" \t") if fix.text.startswith("\n") else before, fix.text]
        at = fix.end
    return "".join([*parts, content[at:]])


def chosen(rows: Iterable[Problem]) -> list[Fix]:
    """The fixes of errors, and those of advice that leave them room; none overlap."""
    rows = list(rows)
    needed = kept(row.fix for row in rows if row.fix and row.level == ERROR)
    starts = [fix.start for fix in needed]

    def has_room(fix: Fix) -> bool:
        at = bisect_right(starts, fix.start)
        before, after = needed[max(at - 1, 0) : at], needed[at : at + 1]
        return all(_are_apart(one, fix) for one in before) and all(_are_apart(fix, one) for one in after)

    return kept([*needed, *(row.fix for row in rows if row.fix and row.level != ERROR and has_room(row.fix))])


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines, from ``start`` to ``end`` of a text, with all fixes of these lines."""

    start: int
    end: int
    fixes: tuple[Fix, ...]

    @property
    def is_short(self) -> bool:
        """Whether it can be shown to be copied: each of its fixes is shown with the whole block."""
        return len(self.fixes) <= _MOST_FIXES and self.end - self.start <= _LONGEST_BLOCK

    def suggestion(self, text: Text) -> Suggestion:
        """The lines as they are and as they should be."""
        moved = [Fix(fix.start - self.start, fix.end - self.start, fix.text) for fix in self.fixes]
        lines = text.content[self.start : self.end]
        return Suggestion(text.place(self.start).line, lines, fixed(lines, moved))


def blocks(content: str, fixes: Iterable[Fix]) -> Iterator[Block]:
    """The blocks of whole lines that fixes change, in their order."""
    together: list[Fix] = []
    begun = ended = 0
    for fix in kept(fixes):
        start, end = content.rfind("\n", 0, fix.start) + 1, content.find("\n", fix.end)
        end = len(content) if end < 0 else end
        if together and start > ended:
            yield Block(begun, ended, tuple(together))
            together = []
        if not together:
            begun = start
        together.append(fix)
        ended = end
    if together:
        yield Block(begun, ended, tuple(together))
