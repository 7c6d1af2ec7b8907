"""The pages of lists of articles, and those that lead to all lists of a collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from urllib.parse import quote

from studenthub.html import ids
from studenthub.i18n import Interface
from studenthub.model import translations
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.authors import Author
from studenthub.model.catalogue import Catalogue, last_changed
from studenthub.model.collections import COLLECTIONS, NAMED, Collection
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.model.terms import Term
from studenthub.render import metadata, schema_org
from studenthub.render.cards import Cards
from studenthub.render.citing import link_to_list
from studenthub.render.page import Fingerprinted, Page, Ready
from studenthub.render.paging import Sheet, letters, sheets
from studenthub.render.parts import Card, Group, Link
from studenthub.render.views import IndexView, ListView

_MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class ListInputs:
    """The inputs of a page of a list. ``shown`` is its view without what is made of the others: cards, feed and head.

    ``address`` is its own, not quoted; ``feed`` the folder of its feeds, or None. ``author`` is the author that it is
    the profile of. Facts, and topics near it, are on its first page.
    """

    settings: Fingerprinted[Settings]
    shown: ListView
    title: str
    summary: str
    address: str
    feed: str | None
    cards: tuple[Fingerprinted[Card], ...]
    author: Term | None

    def view(self) -> ListView:
        """The value that the template reads."""
        settings, cards = self.settings.value, tuple(card.value for card in self.cards)
        articles = [card.href for card in cards]
        nodes = (
            schema_org.profile(self.author, self.address, articles, settings)
            if self.author
            else schema_org.listing(self.title, self.summary, self.address, articles, settings)
        )
        return replace(
            self.shown,
            cards=cards,
            feed=metadata.feed_for_people(self.feed, settings) if self.feed is not None else "",
            head=metadata.page(self.title, self.summary, self.address, settings, feed=self.feed, nodes=nodes),
        )


@dataclass(frozen=True, slots=True)
class _List:
    """A list: ``folder`` is where its pages are, ``first`` another name of the file of the first one, ``search`` the
    address of the search within it, or "", ``language`` that of its heading as in Collection."""

    folder: str
    heading: str
    articles: Sequence[Article]
    language: str = ""
    kicker: Link | None = None
    description: str = ""
    term: Term | None = None
    first: str = ""
    has_feeds: bool = False
    search: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A list on the page of all lists: its letter, its link and its note."""

    letter: str
    link: Link
    said: str


def pages(hub: Hub, cards: Cards) -> Iterator[Page]:
    """The list of all articles, and those of every collection, each collection with the pages that lead to them."""
    everything = _List(ARTICLES, hub.settings.interface.gettext("All articles"), hub.catalogue.articles, has_feeds=True)
    yield from _list_pages(everything, hub, cards, feed="")
    for collection in COLLECTIONS:
        for one in _lists(collection, hub.catalogue, hub.settings):
            yield from _list_pages(one, hub, cards, feed=quote(f"{one.folder}/"))
        yield from _index_pages(collection, hub)


def links(collection: Collection, catalogue: Catalogue, settings: Settings) -> list[tuple[Link, str]]:
    """The lists of a collection that have articles, in their order, each with its note."""
    return [(row.link, row.said) for row in _rows(collection, catalogue, settings)]


def _rows(collection: Collection, catalogue: Catalogue, settings: Settings) -> list[_Row]:
    terms, groups, described = catalogue.terms, catalogue.lists[collection.name], _described(collection, catalogue)

    def count(articles: Sequence[Article]) -> int:
        return len(translations.shown(articles, catalogue.versions, settings.language))

    def said(term: Term, articles: Sequence[Article]) -> str:
        return term.description or (_known(term, articles).affiliation if term.kind == "authors" else "")

    return [
        _Row(
            collection.letter(ident, terms, settings),
            link_to_list(collection, ident, terms, settings, count(groups[ident])),
            said(described[ident], groups[ident]) if ident in described else "",
        )
        for ident in collection.sorted(groups, terms, settings)
    ]


def _described(collection: Collection, catalogue: Catalogue) -> Mapping[str, Term]:
    return catalogue.terms[collection.name] if collection.is_described else {}


def _lists(collection: Collection, catalogue: Catalogue, settings: Settings) -> Iterator[_List]:
    """The lists of a collection. A term has one before it has an article."""
    terms, groups, described = catalogue.terms, catalogue.lists[collection.name], _described(collection, catalogue)
    for ident in described or collection.sorted(groups, terms, settings):
        term = described.get(ident)
        yield _List(
            folder=f"{collection.name}/{ident}",
            heading=collection.title(ident, terms, settings),
            language=collection.language(ident, settings),
            articles=groups.get(ident, ()),
            kicker=Link(settings.interface.gettext(collection.heading), f"{collection.name}/"),
            description=term.description if term else "",
            term=term,
            first=f"{collection.name}/{ident}.md",
            has_feeds=collection.has_feeds,
            search=f"search/?{collection.filter.name}={quote(ident)}",
        )


def _list_pages(one: _List, hub: Hub, cards: Cards, feed: str) -> Iterator[Page]:
    rows = translations.shown(one.articles, hub.catalogue.versions, hub.settings.language)
    summary = one.description or hub.settings.interface.ngettext(
        "%(n)s article: %(heading)s.", "%(n)s articles: %(heading)s.", len(rows), heading=one.heading
    )
    changed = partial(last_changed, one.articles)
    shown = feed if one.has_feeds and one.articles else None
    for sheet in sheets(rows, hub.settings, one.folder, one.heading, one.first):
        term = one.term if sheet.pager.number == 1 else None
        read = partial(_read, one, sheet, term, summary, shown, len(rows), hub, cards)
        yield Page(sheet.path, "list.html", sheet.title, summary, read, term, changed=changed)


def _read(
    one: _List,
    sheet: Sheet[Article],
    term: Term | None,
    summary: str,
    feed: str | None,
    total: int,
    hub: Hub,
    cards: Cards,
) -> ListInputs:
    interface = hub.settings.interface
    if term and term.kind == "authors":
        term = _known(term, one.articles)
    is_topic = term is not None and term.kind == "topics"
    shown = ListView(
        heading=one.heading,
        kicker=one.kicker,
        description=one.description,
        facts=_facts(term, one.articles, interface) if term else (),
        total=total,
        pager=sheet.pager,
        language=one.language,
        related_heading=interface.gettext("Other topics") if is_topic else interface.gettext("Topics"),
        related=_neighbours(term, one.articles, hub.catalogue, hub.settings) if term else (),
        search=one.search if len(one.articles) > 1 else "",
        has_filters=one.folder == ARTICLES and sheet.pager.number == 1 and total > 1,
    )
    return ListInputs(
        settings=Fingerprinted(hub.settings, hub.settings.fingerprint),
        shown=shown,
        title=sheet.title,
        summary=summary,
        address=sheet.address,
        feed=feed,
        cards=tuple(map(cards.of, sheet.rows)),
        author=term if term and term.kind == "authors" else None,
    )


def _index_pages(collection: Collection, hub: Hub) -> Iterator[Page]:
    interface, count = hub.settings.interface, len(hub.catalogue.lists[collection.name])
    heading, description = interface.gettext(collection.heading), interface.gettext(collection.description)
    pages = list(sheets(range(count), hub.settings, collection.name, heading, times=collection.rows))
    # Put in order when somebody asks, as a preview shows few of all pages.
    rows = cache(partial(_rows, collection, hub.catalogue, hub.settings))

    @cache
    def first() -> tuple[Link, ...]:
        if count <= hub.settings.per_page or collection.is_numbered:
            return ()
        places = ((rows()[row].letter, sheet.address) for sheet in pages for row in sheet.rows)
        return letters((letter, f"{quote(address)}{_place_of(letter)}") for letter, address in places)

    for sheet in pages:
        read = partial(_read_index, heading, description, sheet, rows, first, hub.settings)
        yield Page(sheet.path, "index.html", sheet.title, description, read)


def _place_of(letter: str) -> str:
    return ids.link(ids.letter(letter))


def _read_index(
    heading: str,
    description: str,
    sheet: Sheet[int],
    rows: Callable[[], list[_Row]],
    first: Callable[[], tuple[Link, ...]],
    settings: Settings,
) -> Ready:
    shown = (rows()[row] for row in sheet.rows)
    groups = (
        Group(ids.letter(letter), letter, tuple((row.link, row.said) for row in group))
        for letter, group in groupby(shown, lambda row: row.letter if first() else "")
    )
    head = metadata.page(sheet.title, description, sheet.address, settings)
    return Ready(IndexView(heading, description, tuple(groups), sheet.pager, first(), head))


def _neighbours(term: Term, articles: Sequence[Article], catalogue: Catalogue, settings: Settings) -> tuple[Link, ...]:
    """The topics that a term's articles are on as well, the commonest first."""
    counts: dict[str, int] = {}
    for article in articles:
        for topic in article.topics:
            if (term.kind, term.id) != ("topics", topic):
                counts[topic] = counts.get(topic, 0) + 1
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NEIGHBOURS]
    return tuple(link_to_list(NAMED["topics"], topic, catalogue.terms, settings) for topic, _ in most)


def _written_as(term: Term, articles: Sequence[Article]) -> Author | None:
    """An author as the newest of their articles has them."""
    return next((author for article in articles for author in article.authors if author.id == term.id), None)


def _known(term: Term, articles: Sequence[Article]) -> Term:
    """An author, with what the newest article says of them where a file of their own says nothing."""
    author = _written_as(term, articles)
    if not author:
        return term
    return replace(term, orcid=term.orcid or author.orcid, affiliation=term.affiliation or author.affiliation)


def _facts(term: Term, articles: Sequence[Article], interface: Interface) -> tuple[Link, ...]:
    """The facts of a term: its position when it last wrote, identifiers and places, with addresses."""
    author = _written_as(term, articles) if term.kind == "authors" else None
    place = Link(term.affiliation, "")
    if author and author.institution and author.affiliation == term.affiliation:
        place = replace(place, href=f"institutions/{quote(author.institution)}/")
    facts = [
        Link(f"{author.details_in(interface)} ({articles[0].date.year})", "") if author and author.details else None,
        place if place.text else None,
        Link(f"ORCID {term.orcid}", f"https://orcid.org/{term.orcid}") if term.orcid else None,
        Link(f"ROR {term.ror}", f"https://ror.org/{term.ror}") if term.ror else None,
        Link(term.country, "") if term.country else None,
        Link(term.url.split("//", 1)[-1].rstrip("/"), term.url) if term.url else None,
    ]
    return tuple(fact for fact in facts if fact)
