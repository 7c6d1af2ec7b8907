"""What a template may read of a page: frozen values, every choice already made.

Addresses are relative to the root of the site ("articles/a-title/"), dates are shown twice: ``iso`` for machines and
``text`` for people.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    iso: str
    text: str

    @classmethod
    def of(cls, date: datetime.date) -> Day:
        """11 July 2024; a date that is missing is shown as nothing."""
        return cls("", "") if date == datetime.date.min else cls(date.isoformat(), f"{date.day} {date:%B} {date.year}")


@dataclass(frozen=True, slots=True)
class Link:
    """A text, where it leads, and how many articles are there (0: not said)."""

    text: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Byline:
    """An author of one article: ``details`` is what they were at the time, such as "MBChB, fifth year"."""

    name: str
    href: str
    details: str = ""
    affiliation: Link | None = None
    orcid: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list. ``status`` is "", correction, expression-of-concern or retraction."""

    title: str
    href: str
    description: str
    authors: tuple[Byline, ...]
    date: Day
    minutes: int
    references: int
    topics: tuple[Link, ...]
    status: str = ""
    unpublished: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change after publication, in words."""

    date: Day
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class ImageView:
    """The lead picture; ``src`` is relative to the root of the site."""

    src: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page around its text."""

    card: Card
    updated: Day | None
    image: ImageView | None
    licence: str
    doi: str
    changes: tuple[ChangeView, ...]
    declarations: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    language: str
    citation: Markup
    older: Link | None
    newer: Link | None
    related: tuple[Card, ...]
    problems: tuple[str, ...]
    kind: str = "article"


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a long list a page is: ``number`` of ``count`` pages, counted from 1."""

    number: int
    count: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of articles: of a topic, an author, an institution, a year, or all. ``total`` counts all pages' rows."""

    heading: str
    kicker: Link | None
    description: str
    facts: tuple[Link, ...]
    cards: tuple[Card, ...]
    total: int
    pager: Pager
    related: tuple[Link, ...] = ()
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class IndexView:
    """A page of links with counts: all topics, authors, institutions or years."""

    heading: str
    description: str
    links: tuple[tuple[Link, str], ...]
    pager: Pager
    kind: str = "index"


@dataclass(frozen=True, slots=True)
class Mention:
    """An article that cites a source, and the sentences in which it does."""

    article: Link
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as the hub's style prints it, and who cites it."""

    id: str
    html: Markup
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class SourcesView:
    """A page of the list of sources. ``total`` counts those of all pages."""

    heading: str
    description: str
    sources: tuple[SourceView, ...]
    total: int
    pager: Pager
    kind: str = "sources"


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page: the newest articles, the topics and the sources that most articles cite."""

    heading: str
    lead: Card | None
    cards: tuple[Card, ...]
    more: int
    topics: tuple[Link, ...]
    institutions: tuple[Link, ...]
    sources: tuple[tuple[SourceView, int], ...]
    problems: tuple[str, ...] = ()
    kind: str = "home"


@dataclass(frozen=True, slots=True)
class GuideView:
    """A page of running text that belongs to no list."""

    problems: tuple[str, ...] = ()
    kind: str = "guide"


View = ArticleView | ListView | IndexView | SourcesView | HomeView | GuideView


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the hub: ``path`` is its Markdown file relative to docs/, whether it lies there or not.

    ``body`` is Markdown, ``template`` the name of the template that shows ``view``, ``updated`` the last day on which
    what it shows changed (None: not known).
    """

    path: str
    template: str
    title: str
    description: str
    body: str
    view: View
    csl: str = ""
    updated: datetime.date | None = None
