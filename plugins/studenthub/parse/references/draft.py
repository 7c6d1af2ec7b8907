"""A reference while it is read: what has been found so far, and what of the line is still to be explained."""

from __future__ import annotations

from studenthub.parse.references.line import Line
from studenthub.parse.references.record import Part, Person
from studenthub.parse.references.sentences import Span, trim

#: The fields whose abbreviations end with a full stop.
_ABBREVIATED = ("journal", "booktitle")


class Draft:
    """The line, the fields and people found in it, and the range from ``at`` to ``end`` that is not read yet."""

    def __init__(self, line: Line, italics: tuple[tuple[int, int], ...] = ()) -> None:
        self.line = line
        #: The ranges of the line that are printed in italics.
        self.italics = italics
        self.fields: dict[str, Part] = {}
        self.people: dict[str, tuple[Person, ...]] = {}
        self.others: set[str] = set()
        self.label: Part | None = None
        self.kind = ""
        self.doubts: list[str] = []
        self.at, self.end = 0, len(line.plain)
        #: Whether semicolons separate the authors; whether volumes or issues of a journal were counted.
        self.semicolons = self.counted = False

    @property
    def text(self) -> str:
        """The line with blanks where something has been taken."""
        return self.line.plain

    @property
    def dated(self) -> bool:
        """Whether a year is known."""
        return bool(self.fields.keys() & {"year", "date"})

    def put(self, name: str, start: int, end: int, value: str | None = None) -> bool:
        """Note a field and take its range; False, and nothing taken, where the field is known already."""
        span = trim(self.line.plain, start, end)
        if self.line.plain[start:end].endswith(".") and "." in self.line.plain[span.start : span.end]:
            # An abbreviation keeps its last full stop, where who asks has it in the range.
            span = Span(span.start, span.end + 1) if name in _ABBREVIATED else span
        if name in self.fields or span.start == span.end:
            return False
        self.fields[name] = self.line.part(span.start, span.end, value)
        self.line.take(start, end)
        return True

    def put_people(self, role: str, people: tuple[Person, ...], others: bool, start: int, end: int) -> None:
        """Note the people of a role and take their range."""
        self.people[role] = (*self.people.get(role, ()), *people)
        if others:
            self.others.add(role)
        self.line.take(start, end)

    def slice(self, span: Span) -> str:
        """The text of a range."""
        return self.line.plain[span.start : span.end]
