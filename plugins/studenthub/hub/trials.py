"""Tries fixes of a text, or of a part of it, on a copy: which of them lose nothing, and do what they are for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from studenthub.model.sources import bibliography
from studenthub.source import fixes
from studenthub.source.problems import Fix, Problem
from studenthub.source.text import Text

#: How often one text is checked again, and its words compared, at most. Where its fixes harm each other more than that,
#: some are not offered.
_MOST_TRIALS = 60


@dataclass(frozen=True)
class Part:
    """A text, or a part of one: character 0 of the part is number ``start`` of the text."""

    text: Text
    start: int = 0

    def fixed(self, some: Iterable[Fix]) -> Text:
        """The part with fixes, whose offsets are those of the whole text."""
        return Text(self.text.path, fixes.fixed(self.text.content, self.own(some)))

    def own(self, some: Iterable[Fix]) -> list[Fix]:
        """Fixes of the whole text, with their offsets in the part."""
        return [Fix(fix.start - self.start, fix.end - self.start, fix.text) for fix in some]


@dataclass
class Trial:
    """Tries fixes of a part of a text, which are given with their offsets in the whole.

    ``found`` checks such a part, ``keeps`` knows whether fixes lose words, ``codes`` what each fix is for. ``left`` is
    how often it may still be checked, ``compared`` how many characters were compared.
    """

    part: Part
    fixes: Sequence[Fix]
    codes: Mapping[Fix, Counter[str]]
    found: Callable[[Text], list[Problem]]
    keeps: Callable[[Part, Sequence[Fix]], bool]
    left: int = _MOST_TRIALS
    compared: int = 0

    @cached_property
    def _rows(self) -> list[Problem]:
        return self.found(self.part.text)

    @cached_property
    def _before(self) -> Counter[str]:
        return Counter(problem.code for problem in self._rows)

    @cached_property
    def _unread(self) -> tuple[int, int]:
        return min(_unread(self._rows), default=(0, 0))

    def passes(self, some: Sequence[Fix]) -> bool:
        """Whether fixes together lose nothing, and do what they are for."""
        if self.left <= 0 or self.compared > _MOST_TRIALS * len(self.part.text.content):
            return False
        # Whole lines are compared: where each has few fixes, to try these one by one is no more than to try all again.
        lines = fixes.blocks(self.part.text.content, self.part.own(some))
        self.compared += sum(block.end - block.start for block in lines)
        if not self.keeps(self.part, some):
            return False
        self.left -= 1
        rows = self.found(self.part.fixed(some))
        after = Counter(problem.code for problem in rows)
        meant = sum((self.codes[fix] for fix in some), Counter[str]())
        if meant[bibliography.UNREADABLE]:
            # The rest of the entry was hidden behind its first slip.
            return all(self._unread < place for place in _unread(rows))
        return all(after[code] <= self._before[code] - meant[code] for code in {*after, *meant})

    def sifted(self, some: Sequence[Fix]) -> list[Fix]:
        """Those of some fixes that pass together."""
        if not some or self.passes(some):
            return list(some)
        if len(some) == 1:
            return []
        middle = len(some) // 2
        first, second = self.sifted(some[:middle]), self.sifted(some[middle:])
        both = [*first, *second]
        return both if not first or not second or self.passes(both) else first


def _unread(rows: Iterable[Problem]) -> list[tuple[int, int]]:
    """The lines and columns from which on entries cannot be read."""
    return [(row.place.line, row.place.column) for row in rows if row.code == bibliography.UNREADABLE]
