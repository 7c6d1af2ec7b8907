"""A line of text with marks on ranges, such as emphasis, links and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

#: Replaces in a text what is not text: a picture, a formula, the mark of a note, a finished citation.
ATOM = "\ufffc"
#: The kinds of an atom: each sign has its own.
OF_ATOMS = frozenset({"picture", "note", "formula", "display", "cite"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Mark:
    """The kind of a range of a line.

    ``kind`` is one of strong, emph, underline, struck, raised, lowered, code, highlight, link (``value`` is its
    address), key (a citation by key, as it is written) and field (``value`` is the number of the field of Word that
    printed the range). Of an atom it is picture, note (``value`` is a number), formula, display (TeX), or cite
    (Markdown).
    """

    start: int
    end: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A text and its marks, in any order."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def part(self, start: int, end: int) -> Line:
        """The range from ``start`` to ``end``, with what of the marks is in it."""
        cut = (
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return Line(self.text[start:end], tuple(cut))

    def strip(self, signs: str | None = None) -> Line:
        """The line without blanks, or ``signs``, at its ends."""
        begin = len(self.text) - len(self.text.lstrip(signs))
        return self.part(begin, max(begin, len(self.text.rstrip(signs))))

    def replaced(self, edits: Iterable[tuple[int, int, Line]]) -> Line:
        """The line with other lines in the place of ranges, which do not overlap."""
        parts, at = [], 0
        for start, end, line in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self.part(at, start), line]
            at = end
        return joined([*parts, self.part(at, len(self.text))])

    def ranges(self, *kinds: str) -> tuple[tuple[int, int], ...]:
        """The ranges that have a mark of one of these kinds."""
        return tuple((mark.start, mark.end) for mark in self.marks if mark.kind in kinds)

    def of(self, *kinds: str) -> Iterator[Mark]:
        """The marks of these kinds, in their order."""
        return iter(sorted((mark for mark in self.marks if mark.kind in kinds), key=lambda mark: mark.start))

    def is_all(self, *kinds: str) -> bool:
        """Whether every letter has a mark of one of these kinds."""
        covered = self.ranges(*kinds)
        signs = [at for at, sign in enumerate(self.text) if sign.isalnum()]
        return bool(signs) and all(any(start <= at < end for start, end in covered) for at in signs)

    def without(self, *kinds: str) -> Line:
        """The line without marks of these kinds."""
        return Line(self.text, tuple(mark for mark in self.marks if mark.kind not in kinds))


#: A line without a word.
NO_LINE = Line()


def atom(kind: str, value: str) -> Line:
    """A line of one sign that represents what is no text."""
    return Line(ATOM, (Mark(0, 1, kind, value),))


def joined(parts: Iterable[Line], between: str = "") -> Line:
    """Several lines as one; marks that touch become one."""
    text, marks = "", list[Mark]()
    #: Where in ``marks`` the last one is that such a mark would touch.
    ends: dict[tuple[str, str, int], int] = {}
    for index, part in enumerate(parts):
        text += between if index else ""
        for mark in part.marks:
            moved = replace(mark, start=mark.start + len(text), end=mark.end + len(text))
            at = ends.get((moved.kind, moved.value, moved.start), -1)
            if at >= 0 and marks[at].end == moved.start and moved.kind not in OF_ATOMS:
                marks[at] = replace(marks[at], end=moved.end)
            else:
                at = len(marks)
                marks.append(moved)
            ends[moved.kind, moved.value, moved.end] = at
        text += part.text
    return Line(text, tuple(marks))


def flat(line: Line) -> str:
    """The text of a line, with raised numbers as raised signs."""
    text = list(line.text)
    for start, end in line.ranges("raised"):
        text[start:end] = list(line.text[start:end].translate(_RAISED))
    return "".join(text).strip()
