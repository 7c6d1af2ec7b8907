"""A text with its slips corrected, so that it can be read; each place is still that in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from studenthub.source import fixes
from studenthub.source.problems import Fix
from studenthub.source.text import Place, Text


@dataclass(frozen=True)
class CorrectedText:
    """``content`` is ``text`` with ``edits``, which have offsets of ``text``, are in its order and do not touch."""

    text: Text
    content: str
    edits: tuple[Fix, ...] = ()

    @classmethod
    def of(cls, text: Text) -> CorrectedText:
        """A text without edits."""
        return cls(text, text.content)

    def after(self, fix: Fix) -> CorrectedText:
        """The text with one more edit, whose offsets are those of ``content``."""
        fix = _trimmed(self.content, fix)
        start, end = self.origin(fix.start), self.origin(fix.end)
        before = [edit for edit in self.edits if edit.end < start]
        behind = [edit for edit in self.edits if edit.start > end]
        touching = [edit for edit in self.edits if edit.end >= start and edit.start <= end]
        start, end = min([start, *(edit.start for edit in touching)]), max([end, *(edit.end for edit in touching)])
        begin = start + _moved(before)
        stop = end + _moved([*before, *touching])
        joined = Fix(start, end, self.content[begin : fix.start] + fix.text + self.content[fix.end : stop])
        content = self.content[: fix.start] + fix.text + self.content[fix.end :]
        return CorrectedText(self.text, content, (*before, joined, *behind))

    def hiding(self, content: str) -> CorrectedText:
        """The text with other ``content`` of the same length: what cannot be read is blank."""
        return replace(self, content=content)

    def place(self, at: int) -> Place:
        """Where a character of ``content`` was written."""
        return self.text.place(self.origin(at))

    def origin(self, at: int) -> int:
        """The offset in ``text`` of a character of ``content``; the beginning of the edit that it is within."""
        if not self.edits:
            return at
        moved = 0
        for edit, begin, stop in self._edited:
            if at <= begin:
                break
            if at < stop:
                return edit.start
            moved = stop - edit.end
        return at - moved

    def is_written(self, start: int, end: int) -> bool:
        """Whether nothing between two offsets of ``content`` was edited."""
        return not self.edits or all(stop < start or begin > end for _, begin, stop in self._edited)

    def edit_at(self, start: int, end: int) -> Fix | None:
        """All edits from ``start`` to ``end`` of ``text``, as one."""
        inside = [edit for edit in self.edits if start <= edit.end and edit.start <= end]
        if not inside:
            return None
        first, last = inside[0].start, inside[-1].end
        return Fix(first, last, fixes.fixed(self.text.content[:last], inside)[first:])

    @cached_property
    def _edited(self) -> tuple[tuple[Fix, int, int], ...]:
        """The edits, each with its beginning and its end in ``content``."""
        begins = [edit.start + _moved(self.edits[:number]) for number, edit in enumerate(self.edits)]
        return tuple((edit, begin, begin + len(edit.text)) for edit, begin in zip(self.edits, begins, strict=True))


def _moved(edits: Iterable[Fix]) -> int:
    return sum(len(edit.text) - (edit.end - edit.start) for edit in edits)


def _trimmed(content: str, fix: Fix) -> Fix:
    """``fix`` without what it leaves as it is at its beginning and at its end."""
    old, new = content[fix.start : fix.end], fix.text
    shorter = min(len(old), len(new))
    begin = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = next((n for n in range(shorter - begin) if old[-1 - n] != new[-1 - n]), shorter - begin)
    return Fix(fix.start + begin, fix.end - end, new[begin : len(new) - end])
