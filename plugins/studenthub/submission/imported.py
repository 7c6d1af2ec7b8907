"""Imports the draft of an issue into the files of an article."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import yaml

from studenthub.i18n import N_, Interface
from studenthub.importer import article as importer
from studenthub.importer.article import TODO, Given, Imported
from studenthub.importer.bylines import Author
from studenthub.model.articles import ARTICLES
from studenthub.model.settings import Settings
from studenthub.model.sources import Source
from studenthub.submission.draft import Draft, Writer

#: The fields that an article may lack after an import, and what is asked of its author.
ASKED = {
    "title": N_("The title."),
    "description": N_("A standfirst: one or two sentences that say what the article finds."),
    "topics": N_("The topics, one to three: tick them in the form."),
    "authors": N_("The names of the authors."),
}


@dataclass(frozen=True)
class Article:
    """An article that was made of a draft. ``front`` are its fields, ``lacks`` those that are missing."""

    made: Imported
    front: Mapping[str, Any]
    lacks: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.front["title"])

    @property
    def names(self) -> tuple[str, ...]:
        """Its authors."""
        return tuple(str(author["name"]) for author in self.front["authors"])


def article(draft: Draft, sources: Mapping[str, Source], today: datetime.date, interface: Interface) -> Article:
    """The article of a draft. ``sources`` are those of bib/ by key; a draft without a date gets ``today``.

    What the form says counts more than the draft; but the draft may name authors whom the form does not. The editors
    set the day of publication. The report is in the language of ``interface``.
    Raises Refused where the file cannot be read.
    """
    known = draft.known
    given = Given(
        title=known.title,
        description=known.description,
        topics=known.topics,
        type=known.type,
        declarations=known.declarations,
    )
    make = partial(
        importer.make,
        draft.data,
        draft.name,
        sources,
        beside=draft.named.get,
        pictures=draft.loose,
        interface=interface,
    )
    front = _front(make(given=given))
    day = today.isoformat() if front["date"] == TODO else ""
    authors = tuple(_authors(known.authors, [author for author in front["authors"] if TODO not in author["name"]]))
    made = make(given=replace(given, date=day, authors=authors))
    front = _front(made)
    return Article(made, front, tuple(name for name in ASKED if TODO in str(front[name])))


def _front(made: Imported) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = yaml.safe_load(made.front)
    return fields


def _authors(form: Sequence[Writer], draft: Sequence[Mapping[str, Any]]) -> Iterator[Author]:
    """The authors that the form names, or all of the draft's where these are among them; with what either says."""
    written = {author["name"].casefold(): author for author in draft}
    typed = {writer.name.casefold(): writer for writer in form}
    for key in written if typed.keys() <= written.keys() else typed:
        one, other = typed.get(key), written.get(key, {})
        yield Author(
            one.name if one else other["name"],
            (one and one.programme) or other.get("programme", ""),
            (one and one.year_of_study) or other.get("year_of_study", 0),
            (one and one.affiliation) or other.get("affiliation", ""),
            other.get("orcid", ""),
            (one and one.position) or other.get("position", ""),
        )


def files(made: Imported, settings: Settings) -> dict[str, bytes]:
    """The article first, then its pictures and its sources, by their paths relative to the hub."""
    path = f"{settings.docs_dir}/{ARTICLES}/{made.path}"
    found = {path: made.article.encode()}
    found |= {f"{posixpath.dirname(path)}/{picture.name}": picture.data for picture in made.pictures}
    if made.bibliography:
        found[_bibliography(made.slug, settings)] = made.bibliography.encode()
    return found


def _bibliography(slug: str, settings: Settings) -> str:
    """A file of sources that is not there yet."""
    names = (f"{settings.bib_dir}/{slug}{end}.bib" for end in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(name for name in names if not (settings.root / name).exists())
