"""Imports the draft of an issue into the files of an article."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator, Mapping, Sequence

from studenthub.i18n import N_, Interface
from studenthub.importer import article as importer
from studenthub.importer import parts
from studenthub.importer.article import Given, Imported
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.front_matter import TODO
from studenthub.model.articles import ARTICLES
from studenthub.model.settings import Settings
from studenthub.model.sources.source import Source
from studenthub.submission.draft import Draft

#: The fields that an article may lack after an import, and what is asked of its author.
_ASKED = {
    "title": N_("The title."),
    "description": N_("A standfirst: one or two sentences that say what the article finds."),
    "topics": N_("The topics, one to three: tick them in the form."),
    "authors": N_("The names of the authors."),
}


def article(draft: Draft, sources: Mapping[str, Source], today: datetime.date, interface: Interface) -> Imported:
    """The article of a draft. ``sources`` are those of bib/ by key; a draft without a date gets ``today``.

    What the form says counts more than the draft; but the draft may name authors whom the form does not. The editors
    set the day of publication. The report is in the language of ``interface``.
    Raises Refused where the file cannot be read.
    """
    read = parts.read(draft.data, draft.name, sources, draft.named.get, draft.loose)
    known = draft.known
    given = Given(
        title=known.title,
        description=known.description,
        date=read.front.day or today,
        authors=tuple(_authors(known.authors, read.front.authors)),
        topics=known.topics,
        type=known.type,
        declarations=known.declarations,
    )
    return importer.assembled(read, given, interface)


def missing(made: Imported) -> tuple[str, ...]:
    """The fields of the front matter that its author can still add, as words to translate."""
    return tuple(words for name, words in _ASKED.items() if name in made.front.missing)


def _authors(form: Sequence[DraftAuthor], draft: Sequence[DraftAuthor]) -> Iterator[DraftAuthor]:
    """The authors that the form names, or all of the draft's where these are among them; with what either says."""
    written = {author.name.casefold(): author for author in draft if TODO not in author.name}
    typed = {author.name.casefold(): author for author in form}
    for key in written if typed.keys() <= written.keys() else typed:
        first, *others = (names[key] for names in (typed, written) if key in names)
        yield first.filled(others[0]) if others else first


def files(made: Imported, settings: Settings) -> dict[str, bytes]:
    """The article first, then its pictures and its sources, by their paths relative to the hub."""
    path = f"{settings.docs_dir}/{ARTICLES}/{made.path}"
    found = {path: made.article.encode()}
    found |= {f"{posixpath.dirname(path)}/{picture.name}": picture.data for picture in made.pictures}
    if made.bibliography:
        found[settings.new_bib_file(made.slug)] = made.bibliography.encode()
    return found
