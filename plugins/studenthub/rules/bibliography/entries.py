"""What the checks of the bibliography look at: entries, their fields, and parts of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from studenthub.model.sources.source import Source
from studenthub.parse.bibtex.names import Span
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix
from studenthub.source.text import Place


@dataclass(frozen=True, slots=True)
class EntryPart:
    """What a finding is about: an entry, its field ``name``, or what is at ``span`` of that field."""

    source: Source
    name: str = ""
    span: Span | None = None

    def part(self, span: Span) -> EntryPart:
        """A part of the field."""
        return replace(self, span=span)

    @property
    def raw(self) -> str:
        """The field as it is written."""
        return written(self.source, self.name)

    @property
    def place(self) -> Place:
        """Where it is. A part is known to be there if its field is written out in one piece."""
        if self.span:
            start = self.source.fields[self.name].offset + self.span.start
            if self.source.text.content.startswith(self.span.text, start):
                return self.source.text.place(start)
        return self.source.place_of(self.name)

    def fix(self, text: str) -> Fix | None:
        """A fix that puts ``text`` in its place, if its field is written out in one piece."""
        field = self.source.fields[self.name]
        if not self.source.text.content.startswith(field.raw, field.offset):
            return None
        start, end = (self.span.start, self.span.end) if self.span else (0, len(field.raw))
        return Fix(field.offset + start, field.offset + end, text)

    def found(self, message: str, hint: str = "", fix: Fix | None = None, *, harmless: bool = False) -> Finding:
        """A finding about it."""
        return Finding(self.place, message, hint, fix, keys=(self.source.key,), harmless=harmless)


def every(checked: Checked) -> Iterator[Source]:
    """All entries."""
    return checked.paused(checked.catalogue.bibliography.sources.values())


def having(checked: Checked, name: str) -> list[EntryPart]:
    """The field ``name`` of the entries that have it."""
    return [EntryPart(source, name) for source in every(checked) if name in source.fields]


def written(source: Source, name: str) -> str:
    """A field as it is written; there are thousands of entries, and this is asked of each twenty times."""
    field = source.fields.get(name)
    return field.raw if field else ""
