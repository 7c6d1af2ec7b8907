"""What the checks of the bibliography look at: entries, their fields, and parts of these."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from studenthub.model.sources.source import Source
from studenthub.parse.bibtex.names import Span
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix
from studenthub.source.text import Place, Text


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


#: Fields for words of the author's own, in which numbers of people may be.
_OF_WORDS = ("title", "subtitle", "note", "howpublished", "addendum", "annotation", "annote", "annot")
#: What numbers and addresses of people have.
_TELLING = re.compile(r"\d|@")
_APART = "\n\n"


@dataclass(frozen=True)
class _Words(Text):
    """Parts of a file, one below the other: those that begin at ``starts`` here, and at ``offsets`` in the file."""

    file: Text
    starts: Sequence[int]
    offsets: Sequence[int]

    def place(self, offset: int) -> Place:
        """Where it is in the file."""
        part = bisect_right(self.starts, offset) - 1
        return self.file.place(self.offsets[part] + offset - self.starts[part])


def words(sources: Iterable[Source]) -> Iterator[Document]:
    """The words of the entries in each file of bib/, at their places, as a text to which rules for texts apply."""
    files: dict[Text, list[tuple[int, str]]] = {}
    for source in sources:
        fields = (source.fields[name] for name in _OF_WORDS if name in source.fields)
        said = [(field.offset, field.raw) for field in fields if _TELLING.search(field.raw)]
        # Entries in the file of an article are in its text. A field may be put together of several pieces.
        if said and source.text.path.endswith(".bib"):
            whole = (part for part in said if source.text.content.startswith(part[1], part[0]))
            files.setdefault(source.text, []).extend(whole)
    for file, said in files.items():
        starts = list(accumulate((len(raw) + len(_APART) for _, raw in said), initial=0))
        content = _APART.join(raw for _, raw in said)
        yield Document(_Words(file.path, content, file, starts, [offset for offset, _ in said]), 0)


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
