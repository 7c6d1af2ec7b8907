"""From the catalogue to pages. Every function here is a pure one: catalogue in, pages out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from heapq import nlargest
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from studenthub.html import ids
from studenthub.hub import Hub
from studenthub.model import collections
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.authors import Author
from studenthub.model.catalogue import Catalogue
from studenthub.model.collections import COLLECTIONS, HOME, NAMED, SEARCH, SOURCES, Collection
from studenthub.model.guides import GUIDE, WRITING, Guide
from studenthub.model.notices import Notice
from studenthub.model.settings import DECLARATIONS
from studenthub.model.sources import Source
from studenthub.model.terms import Term
from studenthub.parse import citations, markdown_text
from studenthub.render import exports, former, metadata, pictures, search, writing
from studenthub.render.citing import path_of
from studenthub.render.views import (
    ArticleView,
    Byline,
    Card,
    ChangeView,
    Day,
    FilterView,
    GuideView,
    HomeView,
    ImageView,
    IndexView,
    Link,
    ListView,
    Mention,
    Navigation,
    Page,
    Pager,
    SearchView,
    SeriesView,
    SourcesView,
    SourceView,
    Status,
)
from studenthub.runtime.cache import digest

T = TypeVar("T")
Entries = Callable[[Iterable[Source]], Mapping[str, Markup]]

_LATEST = 6
#: Up to so many articles, the home page shows all of them, and nothing that only a crowd makes sense of.
_SMALL = 5
_MOST_CITED, _INSTITUTIONS, _RELATED = 5, 12, 3
#: A link from a guide to another one in its folder.
_GUIDE_LINK = re.compile(r"\]\(([\w.-]+\.md)[)#\s]")
_SOURCES = "Every source that the articles cite, who cites it, and what for."
_SEARCH = "Find an article by its words, its authors, or what it cites."
#: The changes that a reader must know of before reading.
_GRAVE = ("retraction", "expression-of-concern", "correction")
#: Languages that are written from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def everything(hub: Hub, entries: Entries, style: str = "") -> Iterator[Page]:
    """All pages of the hub. ``entries`` gives sources as the hub's ``style`` prints them, by key."""
    return _Pages(hub, entries, style).all()


def printed(hub: Hub) -> list[Source]:
    """The sources that pages print as entries: those that are cited, and the articles themselves, as they are cited."""
    sources = hub.catalogue.bibliography.sources
    own = (exports.source(article, hub.settings) for article in hub.catalogue.articles)
    return [*(sources[key] for key in hub.catalogue.by_source), *own]


@dataclass(frozen=True, slots=True)
class _List:
    """What the pages of a list have in common; ``feed`` is None where it has no feeds."""

    folder: str
    heading: str
    kicker: Link | None
    description: str
    summary: str
    articles: Sequence[Article]
    term: Term | None
    feed: str | None


def navigation(hub: Hub) -> Navigation:
    """The pages that every page leads to, and the filters."""
    has_guide = f"{hub.settings.docs_dir}/{GUIDE}index.md" in hub.guides
    first = [Link(collection.heading, f"{collection.name}/") for collection in COLLECTIONS if collection.in_header]
    others = [
        Link(collection.heading, f"{collection.name}/")
        for collection in COLLECTIONS
        if not collection.in_header and hub.catalogue.lists[collection.name]
    ]
    return Navigation(
        header=(
            Link("Articles", f"{ARTICLES}/"),
            *first,
            Link("Sources", f"{SOURCES}/"),
            *([Link("Write", GUIDE)] if has_guide else []),
        ),
        footer=(*others, *([Link("Write for the hub", GUIDE)] if has_guide else [])),
        filters=tuple(
            FilterView(one.filter.name, one.filter.label, one.filter.all, one.filter.is_large) for one in COLLECTIONS
        ),
        guide=GUIDE if has_guide else "",
    )


class _Pages:
    """The cards and lists that several pages show, made once."""

    def __init__(self, hub: Hub, entries: Entries, style: str) -> None:
        self._hub = hub
        self._catalogue: Catalogue = hub.catalogue
        self._make_entries = entries
        self._style = style
        self._today = datetime.date.today()
        self._cards: dict[str, Card] = {}
        self._card_keys: dict[str, str] = {}
        self._cited: dict[str, metadata.Cited] = {}
        self._wrong: dict[str, list[str]] = {}
        for problem in hub.problems:
            self._wrong.setdefault(problem.place.path, []).append(str(problem))

    def all(self) -> Iterator[Page]:
        for article in self._catalogue.articles:
            yield self._article(article)
        yield from self._list(ARTICLES, "All articles", None, "", self._catalogue.articles, feed="")
        for collection in COLLECTIONS:
            yield from self._collection(collection)
        yield from self._sources()
        yield Page(collections.path(SEARCH), "search.html", "Search", _SEARCH, None, self._search)
        settings = self._hub.settings
        if f"{settings.docs_dir}/{HOME}" not in self._hub.guides:
            home = partial(self._home, settings.site_description)
            named = settings.site_name, settings.site_description
            yield Page(HOME, "home.html", *named, None, home, updated=self._newest)
        for guide in self._hub.guides.values():
            yield self._running_text(guide)
        yield from writing.pages(self._hub, self._siblings.get(GUIDE.rstrip("/"), ()))
        yield from former.pages(self._catalogue, settings)

    @cached_property
    def _newest(self) -> datetime.date | None:
        """The last day on which an article changed, and with it the pages that show all of them."""
        return max((article.last_changed for article in self._catalogue.articles), default=None)

    def _in_docs(self, path: str) -> str:
        return path.removeprefix(f"{self._hub.settings.docs_dir}/")

    # --- articles -------------------------------------------------------------------------------------------------

    def _card(self, article: Article) -> Card:
        if article.slug not in self._cards:
            self._cards[article.slug] = self._new_card(article)
        return self._cards[article.slug]

    def _card_key(self, article: Article) -> str:
        """A digest of the card of an article, which stands in many lists."""
        if article.slug not in self._card_keys:
            self._card_keys[article.slug] = digest(repr(self._card(article)))
        return self._card_keys[article.slug]

    @cached_property
    def _settings_key(self) -> str:
        """A digest of what mkdocs.yml says of the hub, wherever that lies."""
        return digest(repr(replace(self._hub.settings, root=Path())))

    def _new_card(self, article: Article) -> Card:
        return Card(
            title=article.title,
            href=path_of(article),
            description=article.description,
            authors=tuple(self._byline(author) for author in article.authors),
            date=Day.of(article.date),
            minutes=article.minutes,
            references=sum(1 for key in article.keys if key in self._catalogue.bibliography.sources),
            topics=self._topics(article),
            status=Status.of(article.status),
            unpublished="draft" if article.draft else "scheduled" if article.date > self._today else "",
        )

    def _topics(self, article: Article) -> tuple[Link, ...]:
        topics = self._catalogue.terms["topics"]
        return tuple(Link(topics[topic].name, f"topics/{topic}/") for topic in article.topics)

    def _byline(self, author: Author) -> Byline:
        place = Link(author.affiliation, f"institutions/{quote(author.institution)}/") if author.institution else None
        return Byline(
            name=author.name,
            href=f"authors/{quote(author.id)}/",
            details=author.details,
            affiliation=place,
            orcid=author.orcid,
            organisation=author.organisation,
            about=self._catalogue.terms["authors"][author.id].description,
            count=len(self._catalogue.lists["authors"][author.id]),
        )

    def _article(self, article: Article) -> Page:
        return Page(
            self._in_docs(article.path),
            "article.html",
            metadata.title_of(article),
            article.description,
            article,
            partial(self._article_view, article),
            article.slug,
            article.csl,
            article.last_changed,
            partial(self._article_key, article),
        )

    def _article_key(self, article: Article) -> str:
        """A digest of what the view of an article follows from: its text, its sources, and what others say.

        Most of the view is the head, which is made of these, and takes four times as long.
        """
        known = self._catalogue.bibliography.sources
        return digest(
            self._settings_key,
            article.text.content,
            self._card_key(article),
            *(known[key].fingerprint for key in article.keys if key in known),
            *map(self._card_key, _related(self._catalogue, article)),
            repr((self._image(article), self._retracted(article), self._series(article), self._around(article))),
            repr(self._wrong.get(article.path)),
            self._style,
        )

    def _around(self, article: Article) -> tuple[Link | None, Link | None]:
        """The older and the newer article."""
        older, newer = self._catalogue.neighbours[article.slug]
        return self._link(older), self._link(newer)

    def _article_view(self, article: Article) -> ArticleView:
        older, newer = self._around(article)
        settings = self._hub.settings
        language = article.language or settings.language
        changes = [
            (change.kind, ChangeView(Day.of(change.date), _words(change.kind), change.note))
            for change in article.changes
        ]
        card = self._card(article)
        return ArticleView(
            slug=article.slug,
            card=card,
            updated=Day.of(article.last_changed) if article.last_changed != article.date else None,
            image=self._image(article),
            licence=metadata.licence(article.licence or settings.licence),
            doi=article.doi,
            notices=tuple(shown for kind, shown in changes if kind in _GRAVE),
            retracted=self._retracted(article),
            noticed=tuple((source.label, source.notice) for source in self._cited_by(article) if source.notice),
            series=self._series(article),
            changes=tuple(shown for _, shown in changes),
            declarations=tuple((DECLARATIONS[name], text) for name, text in article.declarations.items()),
            tags=article.tags,
            language=language,
            direction="rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
            citation=self._make_entries([exports.source(article, settings)]).get(path_of(article), Markup()),
            exports=tuple(Link(text, path_of(article) + name) for name, _, text in metadata.EXPORTS),
            older=older,
            newer=newer,
            related=tuple(map(self._card, _related(self._catalogue, article))),
            cited=search.cited(article, self._catalogue),
            problems=tuple(self._wrong.get(article.path, ())),
            head=metadata.article(article, settings, card.topics, self._sources_of(article)),
        )

    def _cited_by(self, article: Article) -> list[Source]:
        known = self._catalogue.bibliography.sources
        return [known[key] for key in article.keys if key in known]

    def _sources_of(self, article: Article) -> list[metadata.Cited]:
        """What the article cites, for its head; each is made once."""
        known = self._catalogue.bibliography.sources
        for key in article.keys:
            if key in known and key not in self._cited:
                self._cited[key] = metadata.cited(known[key])
        return [self._cited[key] for key in article.keys if key in known]

    def _image(self, article: Article) -> ImageView | None:
        if not article.image or not article.image.src:
            return None
        folder = PurePosixPath(self._in_docs(article.path)).parent
        src = (folder / article.image.src).as_posix()
        width, height = pictures.size(self._hub.settings.root / self._hub.settings.docs_dir / src)
        return ImageView(quote(src), article.image.alt, article.image.caption, article.image.credit, width, height)

    def _retracted(self, article: Article) -> tuple[Link, ...]:
        """The retracted articles of the hub that this one cites."""
        return tuple(Link(other.title, path_of(other)) for other in self._citing_retracted.get(article.slug, ()))

    @cached_property
    def _citing_retracted(self) -> Mapping[str, tuple[Article, ...]]:
        return self._catalogue.citing_retracted(self._hub.settings.site_url)

    def _series(self, article: Article) -> SeriesView | None:
        parts = self._catalogue.by_series.get(article.series, ())[::-1]
        if len(parts) < 2:
            return None
        return SeriesView(
            article.series, parts.index(article) + 1, tuple(Link(part.title, path_of(part)) for part in parts)
        )

    def _link(self, article: Article | None) -> Link | None:
        return Link(article.title, path_of(article)) if article else None

    # --- pages of running text ------------------------------------------------------------------------------------

    def _running_text(self, guide: Guide) -> Page:
        path = self._in_docs(guide.path)
        named = guide.title, guide.description, guide
        if path == HOME:
            return Page(path, "home.html", *named, partial(self._home, guide.description), updated=self._newest)
        return Page(path, "guide.html", *named, partial(self._guide, guide))

    def _search(self) -> SearchView:
        return SearchView(metadata.page("Search", _SEARCH, "search/", self._hub.settings))

    def _guide(self, guide: Guide) -> GuideView:
        path = self._in_docs(guide.path)
        siblings = self._siblings.get(PurePosixPath(path).parent.as_posix(), ())
        head = metadata.page(guide.title, guide.description, _address(path), self._hub.settings)
        return GuideView(siblings if len(siblings) > 1 else (), tuple(self._wrong.get(guide.path, ())), head)

    @cached_property
    def _siblings(self) -> Mapping[str, tuple[Link, ...]]:
        """The guides of each folder below docs/: its index, then in the order in which that leads to them."""
        folders: dict[str, dict[str, Guide]] = {}
        for guide in self._hub.guides.values():
            path = PurePosixPath(self._in_docs(guide.path))
            folders.setdefault(path.parent.as_posix(), {})[path.name] = guide
        links = {
            folder: [Link(guide.title, _address(self._in_docs(guide.path))) for guide in _ordered(guides)]
            for folder, guides in folders.items()
            if folder != "."
        }
        if writing.is_made(self._hub):
            links[GUIDE.rstrip("/")].insert(1, Link(writing.TITLE, _address(WRITING)))
        return {folder: tuple(rows) for folder, rows in links.items()}

    # --- lists of articles ----------------------------------------------------------------------------------------

    def _list(
        self,
        folder: str,
        heading: str,
        kicker: Link | None,
        description: str,
        articles: Sequence[Article],
        *,
        term: Term | None = None,
        first: str = "",
        feed: str | None = None,
    ) -> Iterator[Page]:
        """The pages of a list. Its ``term`` is described on the first; ``feed`` is the folder of its feeds."""
        summary = description or f"{_count(len(articles), 'article')}: {heading}."
        updated = max((article.last_changed for article in articles), default=None)
        some = _List(folder, heading, kicker, description, summary, articles, term, feed if articles else None)
        for pager, rows in _paged(articles, self._hub.settings.per_page, f"{quote(folder)}/"):
            is_first = pager.number == 1
            title = heading if is_first else f"{heading}, page {pager.number}"
            path = collections.path(folder, pager.number, first)
            written = term if is_first else None
            make = partial(self._list_view, some, title, pager, rows)
            identify = partial(self._list_key, some, title, pager, rows)
            yield Page(path, "list.html", title, summary, written, make, updated=updated, identify=identify)

    def _list_key(self, some: _List, title: str, pager: Pager, rows: Sequence[Article]) -> str:
        """A digest of what the view of a list follows from: its cards, and what is said of all of them."""
        said = replace(some, articles=()), len(some.articles), title, pager
        return digest(self._settings_key, repr((said, self._about(some, pager))), *map(self._card_key, rows))

    def _about(self, some: _List, pager: Pager) -> tuple[Term | None, tuple[Link, ...], tuple[Link, ...]]:
        """The term of a list, the facts about it, and the topics near it, which stand on the first page."""
        term = some.term
        if not term or pager.number > 1:
            return None, (), ()
        if term.kind == "authors":
            term = _known(term, some.articles)
        return term, _facts(term, some.articles), self._neighbours(term, some.articles)

    def _list_view(self, some: _List, title: str, pager: Pager, rows: Sequence[Article]) -> ListView:
        settings = self._hub.settings
        term, facts, related = self._about(some, pager)
        where = f"{some.folder}/" if pager.number == 1 else f"{some.folder}/page/{pager.number}/"
        feed = quote(some.feed) if some.feed is not None else None
        nodes = (
            metadata.profile(term, where, rows, settings)
            if term and term.kind == "authors"
            else metadata.listing(title, some.summary, where, rows, settings)
        )
        return ListView(
            heading=some.heading,
            kicker=some.kicker,
            description=some.description,
            facts=facts,
            cards=tuple(map(self._card, rows)),
            total=len(some.articles),
            pager=pager,
            related=related,
            feeds=metadata.feeds(feed, settings) if feed is not None else (),
            head=metadata.page(title, some.summary, where, settings, feed=feed, nodes=nodes),
        )

    def _collection(self, collection: Collection) -> Iterator[Page]:
        """The lists of a collection, and the page that leads to them."""
        terms, groups = self._catalogue.terms, self._catalogue.lists[collection.name]
        described = terms[collection.name] if collection.is_described else {}
        index = Link(collection.heading, f"{collection.name}/")
        for ident in described or collection.sorted(groups, terms):
            term, folder = described.get(ident), f"{collection.name}/{ident}"
            yield from self._list(
                folder,
                collection.title(ident, terms),
                index,
                term.description if term else "",
                groups.get(ident, ()),
                term=term,
                first=f"{folder}.md",
                feed=f"{folder}/" if collection.has_feeds else None,
            )
        per_page = collection.rows * self._hub.settings.per_page
        for pager, rows in _paged(self._links(collection), per_page, f"{collection.name}/"):
            path, where, title = _numbered(collection.name, collection.heading, pager)
            make = partial(self._index_view, collection, title, where, tuple(rows), pager)
            yield Page(path, "index.html", title, collection.description, None, make)

    def _neighbours(self, term: Term, articles: Sequence[Article]) -> tuple[Link, ...]:
        """The topics that a term's articles are on as well, the commonest first."""
        counts: dict[str, int] = {}
        for article in articles:
            for topic in article.topics:
                if (term.kind, term.id) != ("topics", topic):
                    counts[topic] = counts.get(topic, 0) + 1
        topics = self._catalogue.terms["topics"]
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]
        return tuple(Link(topics[topic].name, f"topics/{topic}/", count) for topic, count in most)

    # --- indexes --------------------------------------------------------------------------------------------------

    def _links(self, collection: Collection) -> list[tuple[Link, str]]:
        """The lists of a collection that have articles, in their order, with their descriptions."""
        terms, groups = self._catalogue.terms, self._catalogue.lists[collection.name]
        described = terms[collection.name] if collection.is_described else {}
        return [
            (
                Link(collection.title(ident, terms), f"{collection.name}/{quote(ident)}/", len(groups[ident])),
                described[ident].description if ident in described else "",
            )
            for ident in collection.sorted(groups, terms)
        ]

    def _index_view(
        self, collection: Collection, title: str, where: str, rows: tuple[tuple[Link, str], ...], pager: Pager
    ) -> IndexView:
        head = metadata.page(title, collection.description, where, self._hub.settings)
        return IndexView(collection.heading, collection.description, rows, pager, head)

    # --- sources --------------------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[Page]:
        # Which source stands where is worked out when somebody looks at them.
        for pager, rows in _paged(range(len(self._catalogue.by_source)), self._hub.settings.per_page, f"{SOURCES}/"):
            path, where, title = _numbered(SOURCES, "Sources", pager)
            make = partial(self._sources_view, title, where, pager, rows)
            identify = partial(self._sources_key, pager, rows)
            yield Page(path, "sources.html", title, _SOURCES, None, make, updated=self._newest, identify=identify)

    def _sources_key(self, pager: Pager, rows: Sequence[int]) -> str:
        """A digest of what a page of sources follows from. The sentences that cite them take long to find."""
        cited = self._catalogue.cited
        sources = [cited[row] for row in rows]
        entries = self._entries(sources)
        citing = [self._catalogue.by_source[source.key] for source in sources]
        said = [[self._text_keys[article.slug] for article in articles] for articles in citing]
        return digest(self._bibliography_key, str(len(cited)), repr(pager), repr([entries, said]))

    @cached_property
    def _text_keys(self) -> Mapping[str, str]:
        """For each article a digest of what a list of sources takes from it."""
        return {
            article.slug: digest(article.slug, article.title, article.status, article.text.content)
            for article in self._catalogue.articles
        }

    @cached_property
    def _bibliography_key(self) -> str:
        """A digest of all sources: sentences name some of them."""
        return digest(*(source.fingerprint for source in self._catalogue.bibliography.sources.values()))

    def _sources_view(self, title: str, where: str, pager: Pager, rows: Sequence[int]) -> SourcesView:
        cited = self._catalogue.cited
        sources = [cited[row] for row in rows]
        return SourcesView(
            "Sources",
            _SOURCES,
            tuple(map(self._source, sources, self._entries(sources))),
            len(cited),
            pager,
            tuple(Link(text, f"sources/{name}") for name, text in exports.BIBLIOGRAPHY) if cited else (),
            metadata.page(title, _SOURCES, where, self._hub.settings),
        )

    def _source(self, source: Source, entry: Markup) -> SourceView:
        mentions = tuple(
            Mention(
                Link(article.title, path_of(article)),
                tuple(self._said(sentence) for sentence in article.sentences(source.key)),
                Status.of(article.status),
            )
            for article in self._catalogue.by_source[source.key]
        )
        return SourceView(ids.source(source.key), entry, mentions, source.notice)

    def _entries(self, sources: Sequence[Source]) -> list[Markup]:
        """Sources as the hub's style prints them: those of a page, as a preview shows few of all that there are."""
        made = self._make_entries(sources)
        return [made.get(source.key, escape(source.title)) for source in sources]

    def _said(self, sentence: str) -> str:
        """A sentence as a reader sees it: narrative citations as names, the others left out."""
        return citations.GROUP.sub(self._label, markdown_text.plain(sentence))

    def _label(self, match: re.Match[str]) -> str:
        source = self._catalogue.bibliography.sources.get(match["braced"] or match["plain"] or "")
        return source.label if source else match[0]

    # --- home -----------------------------------------------------------------------------------------------------

    def _home(self, description: str) -> HomeView:
        settings = self._hub.settings
        current = [article for article in self._catalogue.articles if article.status != "retraction"]
        latest = [self._card(article) for article in current[:_LATEST]]
        is_small = len(current) <= _SMALL
        return HomeView(
            heading=settings.site_name,
            lead=latest[0] if latest else None,
            cards=tuple(latest[1:]),
            more=len(self._catalogue.articles) - len(latest),
            topics=tuple(link for link, _ in self._links(NAMED["topics"])),
            institutions=() if is_small else self._largest_institutions(),
            sources=() if is_small else self._most_cited(),
            feeds=metadata.feeds("", settings) if current else (),
            problems=tuple(str(problem) for problem in self._hub.problems),
            head=metadata.page(settings.site_name, description, "", settings, feed="", nodes=metadata.home(settings)),
        )

    def _largest_institutions(self) -> tuple[Link, ...]:
        """Those with the most articles, in alphabetical order."""
        links = [link for link, _ in self._links(NAMED["institutions"])]
        largest = set(nlargest(_INSTITUTIONS, links, key=lambda link: link.count))
        return tuple(link for link in links if link in largest)

    def _most_cited(self) -> tuple[tuple[Markup, int, Notice | None], ...]:
        """The sources that the most articles cite, with the number of these; one article alone says nothing."""
        sources = self._catalogue.bibliography.sources
        several = [
            (sources[key], len(articles)) for key, articles in self._catalogue.by_source.items() if len(articles) > 1
        ]
        several.sort(key=itemgetter(1), reverse=True)
        # To know the order of the few at the top, no key is needed of those that are cited less.
        least = several[:_MOST_CITED][-1][1] if several else 0
        shown = [row for row in several if row[1] >= least]
        shown = sorted(shown, key=lambda row: (-row[1], row[0].sort_key))[:_MOST_CITED]
        entries = self._entries([source for source, _ in shown])
        return tuple((entry, count, source.notice) for entry, (source, count) in zip(entries, shown, strict=True))


def _numbered(folder: str, heading: str, pager: Pager) -> tuple[str, str, str]:
    """The file, the address and the title of one page of a long list."""
    path = collections.path(folder, pager.number)
    where = f"{folder}/" if pager.number == 1 else f"{folder}/page/{pager.number}/"
    return path, where, heading if pager.number == 1 else f"{heading}, page {pager.number}"


def _ordered(guides: Mapping[str, Guide]) -> list[Guide]:
    """The guides of one folder, by the names of their files; what the index does not name comes last."""
    index = guides.get("index.md")
    named = _GUIDE_LINK.findall(index.body) if index else []
    place = {name: number for number, name in reversed(list(enumerate(["index.md", *named])))}
    return [guides[name] for name in sorted(guides, key=lambda name: (place.get(name, len(named) + 1), name))]


def _address(path: str) -> str:
    """The address of the page that a Markdown file becomes."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else f"{stem.removesuffix('/index')}/"


def _words(kind: str) -> str:
    """A kind of change, as it is read: Expression of concern."""
    return kind.replace("-", " ").capitalize()


def _paged(rows: Sequence[T], per_page: int, folder: str) -> Iterator[tuple[Pager, Sequence[T]]]:
    """The rows of each page; there is always a first page. ``folder`` is the address of the first."""
    count = collections.pages(len(rows), per_page)

    def address(number: int) -> str:
        return "" if not 1 <= number <= count else folder if number == 1 else f"{folder}page/{number}/"

    for number in range(1, count + 1):
        yield (
            Pager(number, count, address(number - 1), address(number + 1)),
            rows[(number - 1) * per_page : number * per_page],
        )


def _written_as(term: Term, articles: Sequence[Article]) -> Author | None:
    """An author as the newest of their articles has them."""
    return next((author for article in articles for author in article.authors if author.id == term.id), None)


def _known(term: Term, articles: Sequence[Article]) -> Term:
    """An author, with what the newest article says of them where a file of their own says nothing."""
    author = _written_as(term, articles)
    if not author:
        return term
    return replace(term, orcid=term.orcid or author.orcid, affiliation=term.affiliation or author.affiliation)


def _facts(term: Term, articles: Sequence[Article]) -> tuple[Link, ...]:
    """What a term was when it last wrote, its identifiers and places, with an address where there is one."""
    author = _written_as(term, articles) if term.kind == "authors" else None
    place = Link(term.affiliation, "")
    if author and author.institution and author.affiliation == term.affiliation:
        place = replace(place, href=f"institutions/{quote(author.institution)}/")
    facts = [
        Link(f"{author.details} ({articles[0].date.year})", "") if author and author.details else None,
        place if place.text else None,
        Link(f"ORCID {term.orcid}", f"https://orcid.org/{term.orcid}") if term.orcid else None,
        Link(f"ROR {term.ror}", f"https://ror.org/{term.ror}") if term.ror else None,
        Link(term.country, "") if term.country else None,
        Link(term.url.split("//", 1)[-1].rstrip("/"), term.url) if term.url else None,
    ]
    return tuple(fact for fact in facts if fact)


def _related(catalogue: Catalogue, article: Article) -> list[Article]:
    """At most three articles that share the most sources, and then topics; the newest where they share alike.

    A source or topic that many share says little, so each counts for the inverse of its articles, and only the
    newest hundred of each are looked at: the work for one article does not grow with the hub. What was retracted is
    recommended to nobody.
    """
    scores: dict[str, float] = {}
    for groups, idents, weight in (
        (catalogue.by_source, article.keys, 3.0),
        (catalogue.lists["topics"], article.topics, 1.0),
    ):
        for ident in idents:
            others = groups.get(ident, ())
            for other in others[:100]:
                scores[other.slug] = scores.get(other.slug, 0.0) + weight / len(others)
    for slug in (article.slug, *catalogue.retracted):
        scores.pop(slug, None)
    # Of hundreds, all but those at the top need no comparing of dates.
    least = min(nlargest(_RELATED, scores.values()), default=0.0)
    known = catalogue.by_slug
    rows = [(score, known[slug].date, slug) for slug, score in scores.items() if score >= least]
    return [known[slug] for *_, slug in nlargest(_RELATED, rows)]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
