"""A source: an entry of the bibliography that knows its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studenthub.model.sources import csl_items
from studenthub.model.sources.entry_fields import EntryFields
from studenthub.model.sources.notices import Notice
from studenthub.parse import identifiers
from studenthub.parse.bibtex import Field
from studenthub.parse.folding import fold
from studenthub.runtime.fingerprints import fingerprint
from studenthub.source.text import Place, Text


@dataclass(frozen=True)
class Source(EntryFields):
    """One entry of the bibliography, which begins at ``offset`` of ``text``.

    ``notice`` is that of its retraction or withdrawal, where one is known: readers see it beside the reference.
    ``invented`` are the fields that a program made up, which are used nowhere.
    """

    text: Text = field(repr=False, compare=False)
    offset: int = 0
    notice: Notice | None = None
    invented: Mapping[str, Field] = field(default_factory=dict, repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Where the entry begins."""
        return self.text.place(self.offset)

    def place_of(self, name: str) -> Place:
        """Where a field's value begins, or the entry."""
        return self.text.place(self.fields[name].offset) if name in self.fields else self.place

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that its formatting depends on: two entries with one fingerprint print the same."""
        return fingerprint(self.key, self.type, {name: value.raw for name, value in self.fields.items()}, self.notice)

    def says_as(self, other: Source) -> bool:
        """Whether another entry says the same, however its lines are written."""
        return (self.type, self._said) == (other.type, other._said)

    @cached_property
    def _said(self) -> Mapping[str, str]:
        return {name: " ".join(field.raw.split()) for name, field in self.fields.items()}

    @property
    def link(self) -> str:
        """Where the source can be read: its DOI as an address, or its address."""
        return identifiers.doi_address(self.doi) or self.url

    @property
    def label(self) -> str:
        """Authors and year: Moorhead et al. (2013)."""
        return self.named(" & ")

    def named(self, joint: str) -> str:
        """The same with ``joint`` between two authors, such as “ and ” in running text."""
        return f"{self._short(joint)} ({self.year})"

    @property
    def short_authors(self) -> str:
        """One author, two with an ampersand, or the first and et al.; the title where nobody is named."""
        return self._short(" & ")

    def _short(self, joint: str) -> str:
        people = [name.sort_name for name in self.authors]
        if not people:
            return f"“{self.title}”"
        return f"{people[0]} et al." if len(people) > 2 or self.has_others else joint.join(people)

    @cached_property
    def sort_key(self) -> tuple[str, str, str]:
        """Alphabetical by author, then year, then title, accents folded."""
        who = " ".join(f"{name.sort_name} {name.given}" for name in self.authors) or self.title
        return fold(who), self.year, fold(self.title)

    @cached_property
    def csl(self) -> Mapping[str, object]:
        """The source as an item of CSL-JSON."""
        return csl_items.item(self)
