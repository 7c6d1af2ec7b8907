"""Functions that the checks of the bibliography share: entries, and the places of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studenthub.model.sources.source import Source
from studenthub.parse.bibtex.names import Span
from studenthub.rules.checked import Checked, Finding
from studenthub.source.problems import Fix
from studenthub.source.text import Place


def every(checked: Checked) -> Iterator[Source]:
    """All entries."""
    return checked.paused(checked.catalogue.bibliography.sources.values())


def having(checked: Checked, name: str) -> list[Source]:
    """The entries that have a field."""
    return [source for source in every(checked) if name in source.fields]


def written(source: Source, name: str) -> str:
    """A field as it is written; there are thousands of entries, and this is asked of each twenty times."""
    field = source.fields.get(name)
    return field.raw if field else ""


def found(
    source: Source,
    name: str,
    message: str,
    hint: str = "",
    fix: Fix | None = None,
    *,
    place: Place | None = None,
    others: Iterable[Source] = (),
    missing: Iterable[str] = (),
    harmless: bool = False,
) -> Finding:
    """A finding at a field of an entry, or with "" at the entry.

    ``others`` are the entries that take part in it, and ``missing`` the fields that the entry needs.
    """
    keys = (source.key, *(other.key for other in others))
    return Finding(
        place or source.place_of(name), message, hint, fix, keys=keys, missing=tuple(missing), harmless=harmless
    )


def place_in(source: Source, name: str, span: Span) -> Place:
    """Where a part of a field is, if the field is written out in one piece; else where the field is."""
    start = source.fields[name].offset
    within = source.text.content.startswith(span.text, start + span.start)
    return source.text.place(start + span.start) if within else source.place_of(name)


def whole(source: Source, name: str, text: str) -> Fix | None:
    """A fix of a whole field, where it is written out in one piece."""
    field = source.fields[name]
    end = field.offset + len(field.raw)
    return Fix(field.offset, end, text) if source.text.content[field.offset : end] == field.raw else None


def part(source: Source, name: str, span: Span, text: str) -> Fix | None:
    """A fix of a part of a field."""
    all_of_it = whole(source, name, "")
    return Fix(all_of_it.start + span.start, all_of_it.start + span.end, text) if all_of_it else None
