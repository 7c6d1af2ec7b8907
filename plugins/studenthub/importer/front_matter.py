"""The front matter of an article that was made of a draft."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from studenthub.importer.bylines import DraftAuthor
from studenthub.parse.frontmatter import yaml_writer

TODO = "TODO"


@dataclass(frozen=True)
class FrontMatter:
    """The fields of an article, as far as its draft or a form says them; the file has TODO for the rest.

    ``topics`` are ids. ``others`` are further fields by name, of text, numbers, days, lists and mappings; they replace
    those of the same name.
    """

    title: str
    description: str
    date: datetime.date | None
    authors: tuple[DraftAuthor, ...]
    topics: tuple[str, ...]
    others: Mapping[str, object] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, object]:
        """All fields by name, in the order of the file."""
        required: dict[str, object] = {
            "title": self.title or f"{TODO}: the title",
            "description": self.description or f"{TODO}: one or two sentences about it",
            "date": self.date or TODO,
            "authors": [_author(author) for author in self.authors or (DraftAuthor(f"{TODO}: your name"),)],
            "topics": list(self.topics) or [TODO],
        }
        return {**required, **self.others}

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the fields that somebody still has to write: those with TODO, which a draft may have as well."""
        return tuple(name for name, value in self.fields.items() if TODO in str(value))

    @property
    def yaml(self) -> str:
        """The lines between those of hyphens."""
        return yaml_writer.dump(self.fields)


def _author(author: DraftAuthor) -> dict[str, object]:
    fields = {
        "name": author.name,
        "position": author.position,
        "programme": author.programme,
        "year_of_study": author.year_of_study,
        "affiliation": author.affiliation,
        "orcid": author.orcid,
    }
    return {name: value for name, value in fields.items() if value}
