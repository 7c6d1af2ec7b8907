"""The pages of articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nlargest

from markupsafe import Markup

from studenthub.model.articles import Article
from studenthub.model.catalogue import Catalogue, last_changed
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.model.sources.notices import RETRACTION
from studenthub.model.sources.source import Source
from studenthub.model.vocabulary import GRAVE, Label
from studenthub.render import citing, faults, notices
from studenthub.render.cards import Cards
from studenthub.render.citing import link_to, path_of
from studenthub.render.data import exports, metadata
from studenthub.render.data.metadata import Cited
from studenthub.render.licences import licence
from studenthub.render.page import Fingerprinted, Page
from studenthub.render.parts import Card, ChangeView, Day, Fault, Link, SeriesView
from studenthub.render.views import ArticleView, NoticedSource

Entries = Callable[[Iterable[Source]], Mapping[str, Markup]]

_RELATED = 3


@dataclass(frozen=True, slots=True)
class ArticleInputs:
    """The inputs of the page of an article: the article, its sources, and other articles that refer to it.

    ``printed`` gives the article as the hub's style prints it, ``problems`` what is wrong in its file.
    """

    settings: Settings
    article: Article
    card: Fingerprinted[Card]
    sources: tuple[Cited, ...]
    related: tuple[Fingerprinted[Card], ...]
    retracted: tuple[Link, ...]
    series: SeriesView | None
    older: Link | None
    newer: Link | None
    printed: Fingerprinted[Callable[[], Markup]]
    problems: tuple[Fault, ...]

    @property
    def title(self) -> str:
        """As in Inputs."""
        return citing.title_of(self.article, self.settings)

    @property
    def description(self) -> str:
        """As in Inputs."""
        return self.article.description

    def view(self) -> ArticleView:
        """The value that the template reads. Its head takes four times as long as all the rest."""
        article, card, settings = self.article, self.card.value, self.settings
        interface = settings.interface
        changes = [
            ChangeView(Day.of(change.date, interface), change.kind, interface.gettext(change.name), change.note)
            for change in article.changes
        ]
        return ArticleView(
            slug=article.slug,
            card=card,
            updated=Day.of(article.last_changed, interface) if article.last_changed != article.date else None,
            image=card.image,
            licence=licence(article.licence or settings.licence),
            fields=article.record,
            notices=_notices(changes),
            retracted=self.retracted,
            noticed=tuple(
                NoticedSource(source.label, source.notice, notices.sentence(source.notice, interface))
                for source in self.sources
                if source.notice
            ),
            series=self.series,
            changes=tuple(changes),
            declarations=tuple(
                (settings.declared.get(name, Label(name)).translated(interface), text)
                for name, text in article.declarations.items()
            ),
            tags=article.tags,
            language=card.language,
            direction=card.direction,
            citation=self.printed.value(),
            exports=tuple(Link(export.label, path_of(article) + export.name) for export in exports.ARTICLE),
            older=self.older,
            newer=self.newer,
            related=tuple(other.value for other in self.related),
            places=tuple(dict.fromkeys(author.affiliation for author in card.authors if author.affiliation)),
            cited=tuple(source.search_name for source in self.sources if source.search_name),
            dois=tuple(filter(None, (article.doi, *(source.doi for source in self.sources)))),
            problems=self.problems,
            head=metadata.article(article, settings, card, self.sources),
        )


def pages(hub: Hub, cards: Cards, entries: Entries, style: str) -> Iterator[Page]:
    """The page of every article. ``entries`` gives sources as the hub's ``style`` prints them, by key."""
    reader = _Reader(hub, cards, entries, style)
    for article in hub.catalogue.articles:
        yield Page(
            hub.settings.in_docs(article.path),
            "article.html",
            partial(reader.read, article),
            article,
            article.slug,
            partial(last_changed, [article]),
        )


def printed_articles(articles: Iterable[Article], settings: Settings) -> list[Source]:
    """Articles as sources, which their pages print as entries."""
    return [exports.source(article, settings) for article in articles]


class _Reader:
    """Reads the inputs of articles; what several of them share is made once, and not before somebody asks."""

    def __init__(self, hub: Hub, cards: Cards, entries: Entries, style: str) -> None:
        self._hub, self._catalogue, self._settings = hub, hub.catalogue, hub.settings
        self._cards, self._entries, self._style = cards, entries, style
        self._cited: dict[str, Cited] = {}
        self._retracted: Mapping[str, tuple[Article, ...]] | None = None

    def read(self, article: Article) -> ArticleInputs:
        """The inputs of the page of an article."""
        older, newer = self._catalogue.neighbours[article.slug]
        return ArticleInputs(
            settings=self._settings,
            article=article,
            card=self._cards.of(article),
            sources=tuple(self._sources(article)),
            related=tuple(map(self._cards.of, related(self._catalogue, article))),
            retracted=self._citing_retracted(article),
            series=self._series(article),
            older=link_to(older, self._settings) if older else None,
            newer=link_to(newer, self._settings) if newer else None,
            printed=Fingerprinted(partial(self._print, article), lambda: self._style),
            problems=faults.on_page_of(article.path, self._hub),
        )

    def _sources(self, article: Article) -> Iterator[Cited]:
        known = self._catalogue.bibliography.sources
        for key in article.keys:
            if key in known:
                if key not in self._cited:
                    self._cited[key] = Cited(known[key])
                yield self._cited[key]

    def _citing_retracted(self, article: Article) -> tuple[Link, ...]:
        """The retracted articles of the hub that an article cites."""
        if self._retracted is None:
            self._retracted = self._catalogue.citing_retracted(self._settings.site_url)
        return tuple(link_to(other, self._settings) for other in self._retracted.get(article.slug, ()))

    def _series(self, article: Article) -> SeriesView | None:
        parts = self._catalogue.by_series.get(article.series, ())[::-1]
        if len(parts) < 2:
            return None
        links = tuple(link_to(part, self._settings) for part in parts)
        return SeriesView(article.series, parts.index(article) + 1, links)

    def _print(self, article: Article) -> Markup:
        """The article as the hub's style prints it."""
        return self._entries([exports.source(article, self._settings)]).get(path_of(article), Markup())


def _notices(changes: Sequence[ChangeView]) -> tuple[ChangeView, ...]:
    """Notices for the head of an article, the gravest first: a retraction is shown alone."""
    grave = sorted((change for change in changes if change.kind in GRAVE), key=lambda change: GRAVE.index(change.kind))
    return tuple(grave[:1] if grave and grave[0].kind == RETRACTION else grave)


def related(catalogue: Catalogue, article: Article) -> list[Article]:
    """At most three articles that share the most sources, and then topics; the newest where they share alike.

    A source or topic that many share says little, so each counts for the inverse of its articles, and only the
    newest hundred of each are looked at: the work for one article does not grow with the hub. What was retracted is
    recommended to nobody, and neither is the same in another language.
    """
    scores: dict[str, float] = {}
    topics = catalogue.lists["topics"]
    for groups, ids, weight in ((catalogue.by_source, article.keys, 3.0), (topics, article.topics, 1.0)):
        for ident in ids:
            others = groups.get(ident, ())
            for other in others[:100]:
                scores[other.slug] = scores.get(other.slug, 0.0) + weight / len(others)
    same = (other.slug for other in catalogue.versions.get(article.slug, ()))
    for slug in (article.slug, *same, *catalogue.retracted):
        scores.pop(slug, None)
    # Only those at the top need their dates compared; there can be hundreds of others.
    least = min(nlargest(_RELATED, scores.values()), default=0.0)
    known = catalogue.by_slug
    rows = [(score, known[slug].date, slug) for slug, score in scores.items() if score >= least]
    return [known[slug] for *_, slug in nlargest(_RELATED, rows)]
