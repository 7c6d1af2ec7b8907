"""Withdrawn articles: at their address a note says who withdrew them, when and why."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from studenthub.model.article_fields import OLD_SLUG
from studenthub.parse import frontmatter, slugs
from studenthub.parse.frontmatter import Value, forms
from studenthub.parse.frontmatter.fields import Reader, unique
from studenthub.parse.frontmatter.forms import Wrong
from studenthub.source.problems import Problem
from studenthub.source.text import Place, Text

_FIELD = re.compile(r"---[ \t]*+\n(?>(?!---[ \t]*+\n)[^\n]*+\n)*?withdrawn[ \t]*:")


@dataclass(frozen=True)
class Withdrawn:
    """An article that the editors have taken away. ``reason`` is for readers; ``redirect_from`` are older slugs."""

    slug: str
    text: Text = field(repr=False, compare=False)
    title: str
    date: datetime.date
    reason: str
    redirect_from: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)

    @property
    def path(self) -> str:
        """The file, relative to the project."""
        return self.text.path


def is_withdrawn(text: Text) -> bool:
    """Whether the file of an article says that it was withdrawn."""
    return "withdrawn" in text.content and _FIELD.match(text.content) is not None


def parse(text: Text) -> tuple[Withdrawn, list[Problem]]:
    """The withdrawn article in ``text``. Missing and wrong fields are in the problems."""
    front, problems = frontmatter.parse(text)
    slug = slugs.slug_of(text.path)
    read = Reader(front.fields, front.place, unread=front.unread)
    date, reason = read.take("withdrawn", lambda value: _withdrawn(read, value), (forms.UNDATED, ""))
    found = Withdrawn(
        slug=slug,
        text=text,
        title=read.take("title", forms.length(3, 200), slug, required="write “title:” and the title that it had"),
        date=date,
        reason=reason,
        redirect_from=unique(read.each("redirect_from", OLD_SLUG)),
        places={"redirect_from": read.place("redirect_from")},
    )
    if body := text.content[front.body_start :].strip():
        offset = text.content.index(body, front.body_start)
        message = "a withdrawn article has no text any more"
        problems.append(Problem(text.place(offset), "HUB117", message, "delete what is below the front matter"))
    return found, [*problems, *read.finish()]


def _withdrawn(read: Reader, value: Value) -> tuple[datetime.date, str]:
    if not isinstance(value.data, Mapping):
        raise Wrong("is not a group of fields", "write “date:” and “reason:” below it, indented by two spaces")
    with read.nested(value, "withdrawn", "date: and reason:") as own:
        return (
            own.take("date", forms.date, forms.UNDATED, required="write “date:” and the day of the withdrawal"),
            own.take("reason", forms.length(10, 600), "", required="write “reason:” and why, in a sentence"),
        )
