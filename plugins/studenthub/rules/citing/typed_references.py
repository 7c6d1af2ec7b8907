"""The sources that typed references mean: the lines of a list, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studenthub.model.sources.source import Source
from studenthub.parse import references
from studenthub.parse.folding import fold
from studenthub.parse.markdown.reference_lists import Line
from studenthub.parse.references import Reference


@dataclass(frozen=True, slots=True)
class TypedReference:
    """A reference with the key of its source: that of an entry in bib/, or one that its entry may have."""

    line: Line
    key: str
    source: Source | None = None

    @property
    def entry(self) -> str:
        """The entry to write for it."""
        return references.entry(self.line.reference, self.key)


def matched(
    lines: Sequence[Line], sources: Mapping[str, Source], taken: Mapping[str, object]
) -> tuple[TypedReference, ...]:
    """The lines with their sources: ``sources`` are the entries by their identities, ``taken`` the keys in use."""
    keys: dict[str, Line] = {}
    found: list[TypedReference] = []
    for line in lines:
        source = next((sources[name] for name in identities(line.reference) if name in sources), None)
        key = source.key if source else _new(references.key_of(line.reference), {**taken, **keys})
        keys[key] = line
        found.append(TypedReference(line, key, source))
    return tuple(found)


def identities(reference: Reference) -> Iterator[str]:
    """The identities of a reference, by which it is found: its DOI, or its title with its year."""
    if doi := reference.value("doi"):
        yield f"doi:{doi.lower()}"
    if title := _letters(reference.value("title")):
        yield f"{title} {reference.value('year')[:4] or reference.value('date')[:4]}"


def identities_of(source: Source) -> Iterator[str]:
    """The same for an entry."""
    if doi := str(source.csl.get("DOI", "")):
        yield f"doi:{doi.lower()}"
    if title := _letters(str(source.csl.get("title", ""))):
        yield f"{title} {source.year[:4]}"


def _letters(title: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(re.sub(r"<[^<>]*>", "", title))))


def _new(key: str, taken: Mapping[str, object]) -> str:
    if key not in taken:
        return key
    return next(name for letter in "bcdefghijklmnopqrstuvwxyz" if (name := f"{key}{letter}") not in taken)
