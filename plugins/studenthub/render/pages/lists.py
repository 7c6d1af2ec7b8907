"""The pages of lists of articles, and those that lead to all lists of a collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple
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
from studenthub.parse import identifiers
from studenthub.render.cards import Cards
from studenthub.render.citing import link_to_list
from studenthub.render.data import metadata, schema_org
from studenthub.render.page import Fingerprinted, Page, Ready
from studenthub.render.paging import addresses, letters, paths, sheet
from studenthub.render.parts import Card, Group, Link
from studenthub.render.views import IndexView, ListView

_MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class ListInputs:
    """The inputs of a page of a list. ``shown`` is its view without what is made of the others: cards, feed and head.

    ``address`` is its own, not quoted; ``feed`` the folder of its feeds, or None. ``author`` is the author that it is
    the profile of. Facts, and topics near it, are on its first page.
    """

    settings: Settings
    shown: ListView
    title: str
    description: str
    address: str
    feed: str | None
    cards: tuple[Fingerprinted[Card], ...]
    author: Term | None

    def view(self) -> ListView:
        """The value that the template reads."""
        settings, cards = self.settings, tuple(card.value for card in self.cards)
        articles = [card.href for card in cards]
        nodes = (
            schema_org.profile(self.author, self.address, articles, settings)
            if self.author
            else schema_org.listing(self.title, self.description, self.address, articles, settings)
        )
        return replace(
            self.shown,
            cards=cards,
            feed=metadata.feed_for_people(self.feed, settings) if self.feed is not None else "",
            head=metadata.page(self.title, self.description, self.address, settings, feed=self.feed, nodes=nodes),
        )


class _List(NamedTuple):
    """The list ``ident`` of a ``collection``, or that of all articles of a hub. ``folder`` is where its pages are.

    What is said of it is found when somebody asks, as a preview shows few of all lists.
    """

    hub: Hub
    folder: str
    articles: Sequence[Article]
    collection: Collection | None = None
    ident: str = ""
    term: Term | None = None

    @property
    def first(self) -> str:
        """The file of its first page, as in collections.path."""
        return f"{self.folder}.md" if self.collection else ""

    @property
    def heading(self) -> str:
        """Its name."""
        if self.collection:
            return self.collection.title(self.ident, self.hub.catalogue.terms, self.hub.settings)
        return self.hub.settings.interface.gettext("All articles")

    @property
    def language(self) -> str:
        """That of its heading, as in Collection."""
        return self.collection.language(self.ident, self.hub.settings) if self.collection else ""

    @property
    def kicker(self) -> Link | None:
        """The line above its heading, which leads to all lists of the collection."""
        if not self.collection:
            return None
        return Link(self.hub.settings.interface.gettext(self.collection.heading), f"{self.collection.name}/")

    @property
    def feed(self) -> str | None:
        """The folder of its feeds, or None."""
        if not self.collection:
            return ""
        return quote(f"{self.folder}/") if self.collection.has_feeds and self.articles else None

    @property
    def search(self) -> str:
        """The address of the search within it, or ""."""
        return f"search/?{self.collection.filter.name}={quote(self.ident)}" if self.collection else ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A list on the page of all lists: its letter, its link and its note."""

    letter: str
    link: Link
    said: str


def pages(hub: Hub, cards: Cards) -> Iterator[Page]:
    """The list of all articles, and those of every collection, each collection with the pages that lead to them."""
    catalogue = hub.catalogue
    yield from _list_pages(_List(hub, ARTICLES, catalogue.articles), cards)
    for collection in COLLECTIONS:
        groups, described = catalogue.lists[collection.name], _described(collection, catalogue)
        # A term has a list before it has an article.
        for ident in described or collection.sorted(groups, catalogue.terms, hub.settings):
            one = _List(
                hub, f"{collection.name}/{ident}", groups.get(ident, ()), collection, ident, described.get(ident)
            )
            yield from _list_pages(one, cards)
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


def _list_pages(one: _List, cards: Cards) -> Iterator[Page]:
    """The pages of a list."""
    settings = one.hub.settings
    rows = translations.shown(one.articles, one.hub.catalogue.versions, settings.language)
    changed = partial(last_changed, one.articles)
    for number, path in paths(one.folder, len(rows), settings, one.first):
        read = partial(_read, one, number, rows, cards)
        yield Page(path, "list.html", read, one.term if number == 1 else None, changed=changed)


def _read(one: _List, number: int, rows: Sequence[Article], cards: Cards) -> ListInputs:
    hub, interface, heading = one.hub, one.hub.settings.interface, one.heading
    page = sheet(number, rows, hub.settings, one.folder, heading)
    described = one.term.description if one.term else ""
    counted = interface.ngettext(
        "%(n)s article: %(heading)s.", "%(n)s articles: %(heading)s.", len(rows), heading=heading
    )
    term = one.term if number == 1 else None
    if term and term.kind == "authors":
        term = _known(term, one.articles)
    is_topic = term is not None and term.kind == "topics"
    shown = ListView(
        heading=heading,
        kicker=one.kicker,
        description=described,
        facts=_facts(term, one.articles, interface) if term else (),
        total=len(rows),
        pager=page.pager,
        language=one.language,
        related_heading=interface.gettext("Other topics") if is_topic else interface.gettext("Topics"),
        related=_neighbours(term, one.articles, hub.catalogue, hub.settings) if term else (),
        search=one.search if len(one.articles) > 1 else "",
        has_filters=one.folder == ARTICLES and number == 1 and len(rows) > 1,
    )
    return ListInputs(
        settings=hub.settings,
        shown=shown,
        title=page.title,
        description=described or counted,
        address=page.address,
        feed=one.feed,
        cards=tuple(map(cards.of, page.rows)),
        author=term if term and term.kind == "authors" else None,
    )


def _index_pages(collection: Collection, hub: Hub) -> Iterator[Page]:
    # Put in order when somebody asks, as a preview shows few of all pages.
    rows = cache(partial(_rows, collection, hub.catalogue, hub.settings))
    first = cache(partial(_letters, collection, rows, hub.settings))
    count = len(hub.catalogue.lists[collection.name])
    for number, path in paths(collection.name, count, hub.settings, times=collection.rows):
        yield Page(path, "index.html", partial(_read_index, collection, number, rows, first, hub.settings))


def _letters(collection: Collection, rows: Callable[[], list[_Row]], settings: Settings) -> tuple[Link, ...]:
    """The first list of each letter, wherever it is; none where all lists are on one page, or are numbered."""
    if len(rows()) <= settings.per_page or collection.is_numbered:
        return ()
    where = addresses(collection.name, len(rows()), settings, times=collection.rows)
    pairs = zip(rows(), where, strict=True)
    return letters((row.letter, f"{quote(address)}{_place_of(row.letter)}") for row, address in pairs)


def _place_of(letter: str) -> str:
    return ids.link(ids.letter(letter))


def _read_index(
    collection: Collection,
    number: int,
    rows: Callable[[], list[_Row]],
    first: Callable[[], tuple[Link, ...]],
    settings: Settings,
) -> Ready:
    heading, description = map(settings.interface.gettext, (collection.heading, collection.description))
    page = sheet(number, rows(), settings, collection.name, heading, times=collection.rows)
    groups = (
        Group(ids.letter(letter), letter, tuple((row.link, row.said) for row in group))
        for letter, group in groupby(page.rows, lambda row: row.letter if first() else "")
    )
    head = metadata.page(page.title, description, page.address, settings)
    return Ready(page.title, description, IndexView(heading, description, tuple(groups), page.pager, first(), head))


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
        place = replace(place, href=NAMED["institutions"].href(author.institution))
    facts = [
        Link(f"{author.details_in(interface)} ({articles[0].date.year})", "") if author and author.details else None,
        place if place.text else None,
        Link(f"ORCID {term.orcid}", identifiers.orcid_address(term.orcid)) if term.orcid else None,
        Link(f"ROR {term.ror}", f"https://ror.org/{term.ror}") if term.ror else None,
        Link(term.country, "") if term.country else None,
        Link(term.url.split("//", 1)[-1].rstrip("/"), term.url) if term.url else None,
    ]
    return tuple(fact for fact in facts if fact)
