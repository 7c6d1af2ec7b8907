"""Reads the front matter of a draft in Markdown: fields of the hub, and of Pandoc."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from studenthub.importer import bylines
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.text.lines import Line
from studenthub.parse import frontmatter
from studenthub.parse.frontmatter import Value
from studenthub.source.text import Text

#: Fields of the hub that an article keeps as its draft has them.
_KEPT = (
    "topics", "tags", "type", "updated", "licence", "changes", "doi", "series", "declarations", "language", "draft",
    "redirect_from",
)  # fmt: skip
#: Fields that the head of any draft may say as well, by the name that they have there.
_NAMED = {
    "title": "title", "subtitle": "subtitle", "date": "date", "description": "description", "abstract": "abstract",
    "summary": "abstract",
}  # fmt: skip
_FIELD = re.compile(r"(?P<name>[\w-]+)[ \t]*:(?=\s|$)[ \t]*(?P<value>.*)")
_STYLE = re.compile(r"[a-z0-9-]+")
_COMMENT = re.compile(r"[ \t]*#")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter of a draft. ``kept`` are the fields of the hub that the article takes over as they are.

    ``named`` are those that are read like the lines at the head of a draft. ``bibliography`` are the names of files
    with its sources, and ``lines`` its lines, each with the part that is a value.
    """

    named: tuple[tuple[str, Line], ...] = ()
    authors: tuple[DraftAuthor, ...] = ()
    kept: Mapping[str, object] = field(default_factory=dict)
    bibliography: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()


def split(content: str) -> tuple[Metadata, str]:
    """A draft in Markdown as its front matter and its text; all of it is text where no front matter can be read."""
    front, _ = frontmatter.parse(Text("draft.md", content))
    # Students write Title: and Author: as well.
    fields = {name.casefold(): value for name, value in front.fields.items()}
    if not fields:
        return Metadata(), content
    named, names = [], list[DraftAuthor]()
    for name, value in fields.items():
        if name in ("author", "authors"):
            names += authors(value)
        elif name in _NAMED and isinstance(value.data, str) and value.data.strip():
            named.append((_NAMED[name], Line(" ".join(value.data.split()))))
    found = Metadata(
        tuple(named),
        tuple(names),
        dict(_kept(fields)),
        tuple(_texts(fields["bibliography"])) if "bibliography" in fields else (),
        tuple(_lines(content[: front.body_start], [author.name for author in names])),
    )
    return found, content[front.body_start :]


def _kept(fields: Mapping[str, Value]) -> Iterator[tuple[str, object]]:
    for name in _KEPT:
        if name in fields and fields[name].data:
            yield name, _data(fields[name])
    if "language" not in fields and "lang" in fields and fields["lang"].data:
        yield "language", _data(fields["lang"])
    # Pandoc's is the name of a file.
    style = fields["csl"].data if "csl" in fields else ""
    if isinstance(style, str) and _STYLE.fullmatch(style):
        yield "csl", style


def _data(value: Value) -> object:
    """A value without its place; days, numbers and yes or no as such, so that they are written without quotes."""
    if isinstance(value.data, Mapping):
        return {name: _data(item) for name, item in value.data.items()}
    if isinstance(value.data, tuple):
        return [_data(item) for item in value.data]
    text = value.data
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text) if re.fullmatch(r"[1-9]\d{0,8}", text) else datetime.date.fromisoformat(text)
    except ValueError:
        return text


def authors(value: Value) -> Iterator[DraftAuthor]:
    """Authors as the hub and Pandoc write them: names, by-lines, or groups of fields."""
    if isinstance(value.data, tuple):
        for item in value.data:
            yield from authors(item)
    elif isinstance(value.data, Mapping):
        said = defaultdict(str, ((name, " ".join(_texts(item))) for name, item in value.data.items()))
        if name := said["name"]:
            year = int(said["year_of_study"]) if said["year_of_study"].isdecimal() else 0
            name = bylines.turned(name, is_name=True)
            yield DraftAuthor(name, said["programme"], year, said["affiliation"] or said["institute"], said["orcid"])
    elif value.data.strip():
        found = bylines.read(value.data, surely=True, is_name=True)
        yield from found.authors if found else (DraftAuthor(value.data.strip()),)


def _texts(value: Value) -> Iterator[str]:
    """The texts of a value that may be one or several."""
    if isinstance(value.data, tuple):
        for item in value.data:
            yield from _texts(item)
    elif isinstance(value.data, str) and value.data.strip():
        yield value.data.strip()


def _lines(front: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The lines of a front matter that say something, each with its value; ``names`` are authors."""
    for line in front.split("\n"):
        text = line.strip(" \t-")
        if not text or _COMMENT.match(line):
            continue
        match = _FIELD.fullmatch(text)
        value = match["value"] if match else text
        byline = bylines.read(value.strip("\"'"), surely=True, is_name=True)
        # What a by-line says is written in other words, such as 4 for IV.
        is_author = byline and not byline.left and all(author.name in names for author in byline.authors)
        if not is_author and (not match or match["name"] not in ("bibliography", "csl")):
            yield text, value
