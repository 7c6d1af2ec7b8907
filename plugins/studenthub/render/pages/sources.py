"""The pages of the sources, each with who cites it and what for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from heapq import nlargest

from markupsafe import Markup, escape

from studenthub.html import ids
from studenthub.i18n import N_
from studenthub.model import collections
from studenthub.model.articles import Article
from studenthub.model.collections import SOURCES
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.model.sources.notices import Notice
from studenthub.model.sources.source import Source
from studenthub.parse import languages
from studenthub.parse.folding import fold
from studenthub.parse.markdown import citations, running_text
from studenthub.render import notices
from studenthub.render.citing import link_to
from studenthub.render.data import exports, metadata
from studenthub.render.page import Fingerprinted, OutputFile, Page, address_of
from studenthub.render.pages.articles import Entries
from studenthub.render.paging import letters, paths, sheet
from studenthub.render.parts import Link, Mention, Pager, Status
from studenthub.render.views import SourcesView, SourceView
from studenthub.runtime.fingerprints import fingerprint
from studenthub.styles.languages import locale

#: What a search for a source reads, when a reader begins to type.
NAMES_PATH = f"{SOURCES}/names.json"
_MOST_CITED = 10
_HEADING, _DESCRIPTION = N_("Sources"), N_("Every source that the articles cite, who cites it, and what for.")


@dataclass(frozen=True, slots=True)
class Row:
    """A source: its key, its entry as the hub's style prints it, its notice, and the articles that cite it."""

    key: str
    entry: Markup
    notice: Notice | None
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SourcesInputs:
    """The inputs of a page of sources: ``total`` counts those of all pages, sentences name ``known`` ones."""

    settings: Settings
    title: str
    description: str
    address: str
    rows: tuple[Row, ...]
    total: int
    pager: Pager
    letters: tuple[Link, ...]
    most_cited: tuple[Link, ...]
    known: Fingerprinted[Mapping[str, Source]]

    def view(self) -> SourcesView:
        """The value that the template reads. Finding the sentences that cite sources takes longest."""
        return SourcesView(
            heading=self.settings.interface.gettext(_HEADING),
            description=self.description,
            sources=tuple(map(self._source, self.rows)),
            total=self.total,
            pager=self.pager,
            letters=self.letters,
            most_cited=self.most_cited,
            names=NAMES_PATH if self.letters else "",
            exports=tuple(Link(one.label, f"{SOURCES}/{one.name}") for one in exports.BIBLIOGRAPHY)
            if self.total
            else (),
            head=metadata.page(self.title, self.description, self.address, self.settings),
        )

    def _source(self, row: Row) -> SourceView:
        mentions = tuple(self._mention(row.key, article) for article in row.articles)
        return SourceView(ids.source(row.key), row.entry, mentions, notices.label(row.notice, self.settings.interface))

    def _mention(self, key: str, article: Article) -> Mention:
        sentences = tuple(map(self._plain, article.sentences(key)))
        return Mention(link_to(article, self.settings), sentences, Status.of(article.status, self.settings.interface))

    def _plain(self, sentence: str) -> str:
        """A sentence as a reader sees it: narrative citations as names, the others left out."""
        return citations.GROUP.sub(self._label, running_text.plain(sentence))

    def _label(self, match: re.Match[str]) -> str:
        source = self.known.value.get(match["braced"] or match["plain"] or "")
        return source.named(self.settings.interface.gettext(" and ")) if source else match[0]


def pages(hub: Hub, entries: Entries) -> Iterator[Page]:
    """The pages of all sources that are cited. ``entries`` gives them as the hub's style prints them, by key."""
    catalogue = hub.catalogue
    known, first, most = cache(partial(_known, hub)), cache(partial(_letters, hub)), cache(partial(_most_cited, hub))
    # Which source is on which page is worked out when somebody looks at them.
    for number, path in paths(SOURCES, len(catalogue.by_source), hub.settings):
        read = partial(_read, number, hub, entries, known, first, most)
        yield Page(path, "sources.html", read, changed=lambda: catalogue.last_changed)


def _known(hub: Hub) -> Fingerprinted[Mapping[str, Source]]:
    """All sources by their keys, with a digest."""
    sources = hub.catalogue.bibliography.sources
    return Fingerprinted(sources, cache(partial(fingerprint, *sources.values())))


def _letters(hub: Hub) -> tuple[Link, ...]:
    """The first source of each letter, wherever it is; none where all sources are on one page."""
    cited, per_page = hub.catalogue.cited, hub.settings.per_page
    if len(cited) <= per_page:
        return ()
    rows = ((fold(source.label)[:1].upper(), _address(source, row, per_page)) for row, source in enumerate(cited))
    return letters((letter, address) for letter, address in rows if letter.isalpha())


def _address(source: Source, row: int, per_page: int) -> str:
    """Where a source is that has this place, from 0, in the list of all."""
    return address_of(collections.path(SOURCES, row // per_page + 1)) + ids.link(ids.source(source.key))


def _most_cited(hub: Hub) -> tuple[Link, ...]:
    """The sources that the most articles cite, of those that several do; none where all sources are on one page."""
    cited, by_source = hub.catalogue.cited, hub.catalogue.by_source
    if len(cited) <= hub.settings.per_page:
        return ()
    rows = [(len(by_source[source.key]), -row) for row, source in enumerate(cited)]
    most = [(number, -row) for number, row in nlargest(_MOST_CITED, rows) if number > 1]
    return tuple(_link(hub, cited[row], row, number) for number, row in most)


def _link(hub: Hub, source: Source, row: int, count: int = 0) -> Link:
    """A source by its author, year and title, which leads to it; it has the place ``row`` in the list of all."""
    # As in the entry: one that says no language is printed in that of the style.
    said = source.language or locale(hub.settings.language) or "en"
    language = languages.differing(said, hub.settings.interface.language)
    address = _address(source, row, hub.settings.per_page)
    return Link(f"{source.label}. {source.title}", address, count, language)


def files(hub: Hub) -> Iterator[OutputFile]:
    """The data by which a reader finds a source, if the sources are on several pages."""
    if len(hub.catalogue.cited) > hub.settings.per_page:
        yield OutputFile(NAMES_PATH, partial(_names, hub))


def _names(hub: Hub) -> str:
    """All sources as [what is shown of it, what else finds it, address], as JSON, and the language as in Link."""
    rows = []
    for row, source in enumerate(hub.catalogue.cited):
        link, others = _link(hub, source, row), " ".join(filter(None, (f"@{source.key}", source.doi)))
        rows.append([link.text, others, link.href, *filter(None, [link.language])])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _read(
    number: int,
    hub: Hub,
    entries: Entries,
    known: Callable[[], Fingerprinted[Mapping[str, Source]]],
    first: Callable[[], tuple[Link, ...]],
    most_cited: Callable[[], tuple[Link, ...]],
) -> SourcesInputs:
    cited, by_source = hub.catalogue.cited, hub.catalogue.by_source
    heading, description = map(hub.settings.interface.gettext, (_HEADING, _DESCRIPTION))
    page = sheet(number, cited, hub.settings, SOURCES, heading)
    rows = [
        Row(
            source.key,
            entry,
            source.notice,
            tuple(by_source[source.key]),
        )
        for source, entry in zip(page.rows, printed(page.rows, entries), strict=True)
    ]
    return SourcesInputs(
        settings=hub.settings,
        title=page.title,
        description=description,
        address=page.address,
        rows=tuple(rows),
        total=len(cited),
        pager=page.pager,
        letters=first(),
        most_cited=most_cited() if number == 1 else (),
        known=known(),
    )


def printed(sources: Sequence[Source], entries: Entries) -> list[Markup]:
    """Sources as the hub's style prints them: those of a page, as a preview shows few of all that there are."""
    made = entries(sources)
    return [made.get(source.key, escape(source.title)) for source in sources]
