"""A source of the bibliography as typed citations can name it."""

from __future__ import annotations

from studenthub.model.sources.source import Source
from studenthub.parse.typed_citations.works import Work


def work(source: Source) -> Work:
    """The names, year and title by which running text names a source."""
    first = next(iter(source.authors), None)
    names = tuple(name.sort_name for name in source.authors)
    given, literal = (first.given, bool(first.literal)) if first else ("", False)
    return Work(source.key, names, source.year, source.title, source.has_others, given, organisation=literal)
