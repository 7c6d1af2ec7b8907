"""The fields that an entry inherits: from its parent, named in ``crossref``, and from entries ``@xdata``.

The rules are biblatex's (section 2.4.1 and appendix B of its manual; \\DeclareDataInheritance in biblatex.def), for the
fields that are printed. A DOI, an address and pages are those of one work, so they are never inherited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from studenthub.model.sources.source import Source
from studenthub.parse.bibtex import Field
from studenthub.parse.bibtex.keys import Keys
from studenthub.source.problems import Problem, listed, shortened

_PARTS_OF_BOOKS = {"inbook", "bookinbook", "suppbook"}
_PARTS = _PARTS_OF_BOOKS | {"incollection", "inreference", "suppcollection", "inproceedings", "conference"}
_OF_VOLUMES = {"mvbook", "mvcollection", "mvreference", "mvproceedings"}
#: What the title of a parent is in its child.
_TITLES = ("title", "subtitle", "titleaddon")
#: What a child takes as it is.
_INHERITED = (
    "editor", "editora", "editorb", "editorc", "editortype", "translator", "booktitle", "booksubtitle", "maintitle",
    "mainsubtitle", "journal", "journaltitle", "journalsubtitle", "shortjournal", "issue", "issuetitle", "publisher",
    "organization", "institution", "school", "address", "location", "year", "date", "month", "series", "number",
    "volume", "volumes", "edition", "isbn", "issn", "eventtitle", "eventdate", "venue", "language", "langid",
    "origdate", "origyear",
)  # fmt: skip
#: Names of one thing: who has one of them needs none of the others.
_SYNONYMS = (
    {"date", "year"}, {"journal", "journaltitle"}, {"address", "location"}, {"institution", "school"},
    {"language", "langid"}, {"origdate", "origyear"},
)  # fmt: skip
#: How many fields that lead nowhere get a suggestion: each search goes through all keys.
_MOST_GUESSES = 20
#: Fields of a date: an entry that has one of them inherits none of the others.
_DATE = ("date", "year", "month")


def resolved(sources: Mapping[str, Source], broken: frozenset[str]) -> tuple[Mapping[str, Source], list[Problem]]:
    """``sources`` with what they inherit, and what is wrong with it. What is inherited is placed where its field is.

    ``broken`` are the keys of entries that cannot be read.
    """
    heirs = [key for key, one in sources.items() if "crossref" in one.fields or "xdata" in one.fields]
    if not heirs:
        return sources, []
    family = _Family(sources, broken, heirs)
    return family.resolved(), family.problems


class _Family:
    """The entries on their way to what they inherit. ``_done`` are those that have it, or inherit nothing."""

    def __init__(self, sources: Mapping[str, Source], broken: frozenset[str], heirs: Sequence[str]) -> None:
        self._sources = sources
        self._broken = broken
        self._heirs = heirs
        self._done = dict(sources)
        for key in heirs:
            del self._done[key]
        self.problems: list[Problem] = []

    def resolved(self) -> Mapping[str, Source]:
        """All entries, in their order."""
        for key in self._heirs:
            if key not in self._done:
                self._resolve(key)
        return {key: self._done[key] for key in self._sources}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        """The keys by their small letters; of two that differ in capitals alone, the first."""
        folded: dict[str, str] = {}
        for key in self._sources:
            folded.setdefault(key.casefold(), key)
        return folded

    @cached_property
    def _keys(self) -> Keys:
        return Keys.of(self._sources)

    def _resolve(self, key: str) -> None:
        """Give an entry what it inherits, its parents first: a chain may be as long as a file."""
        waiting, seen = [(key, self._parents(self._sources[key]))], {key}
        while waiting:
            key, parents = waiting[-1]
            parent = next((one for _, one in parents if one not in self._done and one not in seen), None)
            if parent is None:
                self._done[key] = self._with_inheritance(self._sources[key])
                waiting.pop()
            else:
                seen.add(parent)
                waiting.append((parent, self._parents(self._sources[parent])))

    def _parents(self, source: Source) -> Iterator[tuple[str, str]]:
        """The entries that ``source`` names, each with the field that names it."""
        for name in ("xdata", "crossref"):
            for key in _keys(source.raw(name)) if name in source.fields else ():
                found = key if key in self._sources else self._folded.get(key.casefold())
                if found:
                    yield name, found

    def _with_inheritance(self, source: Source) -> Source:
        fields = dict(source.fields)
        for name, parent in self._parents(source):
            if parent not in self._done:
                self.problems.append(self._circle(source, name, parent))
                continue
            inherit = _data if name == "xdata" else _inherited
            for field, raw in list(inherit(source, fields, self._done[parent])):
                fields.setdefault(field, Field(raw, source.fields[name].offset))
        self.problems += self._dangling(source)
        return replace(source, fields=fields) if len(fields) > len(source.fields) else source

    def _circle(self, source: Source, name: str, parent: str) -> Problem:
        message = f"@{shortened(source.key)} and @{shortened(parent)} take their fields from each other"
        if parent == source.key:
            message = f"@{shortened(source.key)} takes its fields from itself"
        hint = f"delete the field {name} of one of them"
        return Problem(source.place_of(name), "HUB406", message, hint, keys=(source.key,))

    def _dangling(self, source: Source) -> Iterator[Problem]:
        for name in ("xdata", "crossref"):
            for key in _keys(source.raw(name)) if name in source.fields else ():
                if key in self._sources or key.casefold() in self._folded:
                    continue
                message = f"the field {name} names the entry {shortened(key)}, which is not there"
                hint = f"add that entry, or write its fields here and delete {name}"
                if len(self.problems) < _MOST_GUESSES and (meant := self._keys.meant(key)):
                    hint = f"did you mean {listed(meant)}?"
                if key in self._broken:
                    message = f"the field {name} names the entry {shortened(key)}, which cannot be read"
                    hint = "fix that entry first"
                yield Problem(source.place_of(name), "HUB406", message, hint, keys=(source.key,))


def _keys(raw: str) -> list[str]:
    return [key.strip() for key in raw.split(",") if key.strip()]


def _data(source: Source, fields: Mapping[str, Field], parent: Source) -> Iterator[tuple[str, str]]:
    """All fields of an entry @xdata."""
    for name, field in parent.fields.items():
        if name not in ("xdata", "crossref", "ignore", "ids") and not _is_said(fields, name):
            yield name, field.raw


def _inherited(source: Source, fields: Mapping[str, Field], parent: Source) -> Iterator[tuple[str, str]]:
    names = [name for name in _INHERITED if name in parent.fields]
    if parent.type in {"mvbook", "book"} and source.type in _PARTS_OF_BOOKS:
        yield from (
            (role, parent.fields["author"].raw) for role in ("author", "bookauthor") if "author" in parent.fields
        )
    for name in names:
        if not _is_said(fields, name):
            yield name, parent.fields[name].raw
    prefix = _prefix(source, parent)
    if prefix is None:
        return
    if source.type == "inbook" and "title" not in source.fields and not prefix.startswith("main"):
        # BibTeX's @inbook is a part of a book without a title of its own.
        prefix = ""
    for name in _TITLES:
        if name in parent.fields and not _is_said(fields, f"{prefix}{name}"):
            yield f"{prefix}{name}", parent.fields[name].raw


def _prefix(source: Source, parent: Source) -> str | None:
    """The field of the child that takes the parent's title: booktitle, maintitle, journaltitle, or ""."""
    if parent.type in _OF_VOLUMES and source.type not in {"article", "suppperiodical"}:
        return "main"
    if source.type in _PARTS and parent.type not in _PARTS:
        return "book"
    if source.type in {"article", "suppperiodical"} and parent.type in {"periodical", "journal"}:
        return "journal"
    return None


def _is_said(fields: Mapping[str, Field], name: str) -> bool:
    """Whether an entry says itself, under whatever name, what it might inherit."""
    if name in _DATE:
        return "date" in fields or "year" in fields
    return name in fields or any(name in group and not group.isdisjoint(fields) for group in _SYNONYMS)
