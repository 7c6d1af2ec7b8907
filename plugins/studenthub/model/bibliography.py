"""The shared bibliography: all files of BibTeX, read into sources.

The reader is ours because students must be told the line, because one bad entry must not take down the rest, and
because Pandoc's own conversion loses particles ("van der Berg"), capitals and "in press". How entries are written is
known to ``parse.bibtex``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studenthub.model.sources import Source
from studenthub.parse.bibtex import BadEntry, Field, Stray, entries
from studenthub.source.problems import Problem, shortened
from studenthub.source.text import Text


@dataclass(frozen=True)
class Bibliography:
    """All sources by key. The entries that could not be read are in ``broken``, so that nobody calls them unknown."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()


#: A line that is no comment and not part of an entry, in a file without entries.
_AS_ENTRY = "an entry begins with @article{, @book{ or @misc{; a list of references must be written so"
_NO_COMMENT = re.compile(r"^[ \t]*[^\s%@]", re.MULTILINE)


@dataclass(frozen=True)
class Parsed:
    """One file: its entries, and the keys of those that cannot be read, with the reasons."""

    sources: tuple[Source, ...]
    broken: frozenset[str]
    problems: tuple[Problem, ...]


def read(texts: Iterable[Text]) -> tuple[Bibliography, list[Problem]]:
    """Read the files in order. A key that is there twice keeps its first entry."""
    return merge(map(parse, texts))


def parse(text: Text) -> Parsed:
    """Read one file."""
    sources: list[Source] = []
    broken: set[str] = set()
    problems: list[Problem] = []
    strays: list[Stray] = []
    for found in entries(text.content):
        if isinstance(found, BadEntry):
            problems.append(Problem(text.place(found.offset), "HUB401", found.message, found.hint, fix=found.fix))
            broken.add(found.key)
        elif isinstance(found, Stray):
            strays.append(found)
        else:
            sources.append(Source(found.key, found.type, found.fields, text, found.offset))
    if not sources and not problems and (comment := _NO_COMMENT.search(text.content)):
        problems.append(Problem(text.place(comment.start()), "HUB404", "there is text here, but no entry", _AS_ENTRY))
    elif sources:
        message = "this reference is part of no entry, so nobody reads it"
        problems += (Problem(text.place(stray.offset), "HUB404", message, _AS_ENTRY) for stray in strays)
    return Parsed(tuple(sources), frozenset(broken), tuple(problems))


def merge(files: Iterable[Parsed]) -> tuple[Bibliography, list[Problem]]:
    """The bibliography of several files. A key that is there twice keeps its first entry."""
    sources: dict[str, Source] = {}
    broken: set[str] = set()
    problems: list[Problem] = []
    for parsed in files:
        broken |= parsed.broken
        problems += parsed.problems
        for source in parsed.sources:
            if source.key in sources:
                problems.append(_twice(source, sources[source.key]))
            else:
                sources[source.key] = source
    return Bibliography(_with_parents(sources), frozenset(broken - sources.keys() - {""})), problems


def _twice(source: Source, first: Source) -> Problem:
    place = first.place
    hint = f"the first is at {place.path}:{place.line}; delete this one, or give another work another key"
    return Problem(source.place, "HUB402", f"the key {shortened(source.key)} is there twice", hint)


#: What a chapter or paper takes from the book or proceedings that its field crossref names.
_INHERITED = (
    "booktitle", "journal", "journaltitle", "editor", "publisher", "organization", "institution", "address", "location",
    "year", "date", "month", "series", "volume", "edition", "isbn", "issn", "eventtitle",
)  # fmt: skip
_MOST_PARENTS = 3


def _with_parents(sources: Mapping[str, Source]) -> Mapping[str, Source]:
    if not any("crossref" in source.fields for source in sources.values()):
        return sources
    return {
        key: replace(source, fields=_inherited(source, sources)) if "crossref" in source.fields else source
        for key, source in sources.items()
    }


def _inherited(source: Source, sources: Mapping[str, Source]) -> Mapping[str, Field]:
    """The fields of an entry with those of its parents; what is inherited stands where the field crossref does."""
    fields, parent = dict(source.fields), source
    for _ in range(_MOST_PARENTS):
        if "crossref" not in parent.fields or parent.raw("crossref").strip() not in sources:
            break
        parent = sources[parent.raw("crossref").strip()]
        found = {name: parent.fields[name].raw for name in _INHERITED if name in parent.fields}
        if "title" in parent.fields:
            found.setdefault("booktitle", parent.raw("title"))
        for name, raw in found.items():
            fields.setdefault(name, Field(raw, fields["crossref"].offset))
    return fields
