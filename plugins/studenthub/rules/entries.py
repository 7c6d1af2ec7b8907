"""How the checks of the bibliography look at entries and at their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.model.sources import Source
from studenthub.rules.checked import Checked
from studenthub.source.problems import Fix


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


def whole(source: Source, name: str, text: str) -> Fix | None:
    """A mend of a whole field, where it is written out in one piece."""
    field = source.fields[name]
    end = field.offset + len(field.raw)
    return Fix(field.offset, end, text) if source.text.content[field.offset : end] == field.raw else None


def part(source: Source, name: str, match: re.Match[str], text: str) -> Fix | None:
    """A mend of a part of a field."""
    all_of_it = whole(source, name, "")
    return Fix(all_of_it.start + match.start(), all_of_it.start + match.end(), text) if all_of_it else None
