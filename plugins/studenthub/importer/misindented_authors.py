"""Repairs a front matter whose fields of authors are not indented: puts them below each name."""

from __future__ import annotations

from collections.abc import Mapping

from studenthub.importer.files import metadata
from studenthub.parse import frontmatter
from studenthub.parse.frontmatter import Value, yaml_writer
from studenthub.source import fixes
from studenthub.source.problems import Fix
from studenthub.source.text import Text

#: The fields that students write below the names, in the order in which an author has them.
_OF_AUTHORS = ("programme", "year_of_study", "affiliation", "orcid")


def gathered(text: Text) -> Text:
    """The article with programme, year of study, affiliation and ORCID iD below each author.

    The same where no such field is at the margin, where nobody is named, or where an author has one of their own.
    """
    front = frontmatter.parse(text)[0]
    spans = {name.casefold(): span for name, span in front.spans(text).items()}
    fields = {name.casefold(): value for name, value in front.fields.items()}
    said = {
        name: _text(fields[name]) for name in _OF_AUTHORS if name in fields and name in spans and _text(fields[name])
    }
    authors = list(metadata.authors(fields["authors"])) if {"authors"} <= fields.keys() & spans.keys() else []
    if not said or not authors or any(author.has_details for author in authors):
        return text
    below: list[Mapping[str, object]] = [{"name": author.name} | said for author in authors]
    edits = [Fix(*spans["authors"], yaml_writer.dump({"authors": below})), *(Fix(*spans[name], "") for name in said)]
    return Text(text.path, fixes.fixed(text.content, edits))


def _text(value: Value) -> str:
    return value.data.strip() if isinstance(value.data, str) else ""
