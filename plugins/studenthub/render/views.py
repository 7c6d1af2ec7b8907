"""What a template may read of a page: frozen values, every choice already made.

Addresses are relative to the root of the site ("articles/a-title/") and quoted, those that leave it are whole; dates
are shown twice: ``iso`` for machines and ``text`` for people.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from markupsafe import Markup

from studenthub.model.notices import Notice
from studenthub.parse.abbreviations import MONTHS


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    iso: str
    text: str

    @classmethod
    def of(cls, date: datetime.date) -> Day:
        """11 July 2024; a date that is missing is shown as nothing."""
        if date == datetime.date.min:
            return cls("", "")
        return cls(date.isoformat(), f"{date.day} {MONTHS[date.month - 1].capitalize()} {date.year}")


@dataclass(frozen=True, slots=True)
class Link:
    """A text, where it leads, and how many articles are there (0: not said)."""

    text: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class FilterView:
    """A field of the filters: its ``name`` in addresses, its label, the choice of ``all``, and whether it is typed."""

    name: str
    label: str
    all: str
    is_large: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """What every page leads to at its head and its foot, and the filters of /articles/ and of the search.

    ``guide`` is the address of the guide for writers, or "".
    """

    header: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    filters: tuple[FilterView, ...] = ()
    guide: str = ""


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A <link> of the head: ``href`` is relative to the root of the site, or a whole address."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What machines read: <meta name>, <meta property>, <link>, and JSON-LD that is safe within a <script>.

    ``canonical`` is the page's own absolute address, or "".
    """

    canonical: str = ""
    names: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    links: tuple[HeadLink, ...] = ()
    json_ld: Markup | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """An author of one article: ``details`` is what they were at the time, such as "MBChB, fifth year".

    ``about`` is what the author's own file says in a sentence; ``count`` the number of their articles.
    """

    name: str
    href: str
    details: str = ""
    affiliation: Link | None = None
    orcid: str = ""
    organisation: bool = False
    about: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """What a reader must know of an article before reading it: the ``kind`` of change as in Change, and its word."""

    kind: str
    word: str

    @classmethod
    def of(cls, kind: str) -> Status | None:
        """The status after a change of this kind, or None where there was none."""
        return cls(kind, _STATUS_WORDS[kind]) if kind else None


_STATUS_WORDS = {
    "correction": "Corrected",
    "retraction": "Retracted",
    "expression-of-concern": "Expression of concern",
}


@dataclass(frozen=True, slots=True)
class ImageView:
    """The lead picture; ``src`` is relative to the root of the site, sizes are in pixels (0: not known).

    ``sizes`` and ``webp`` are its files with their widths, in the format of ``src`` and in WebP.
    """

    src: str
    alt: str
    caption: str
    credit: str
    width: int = 0
    height: int = 0
    sizes: tuple[tuple[str, int], ...] = ()
    webp: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list. ``unpublished`` is "", draft or scheduled.

    ``kind`` is that of the article where it is a special one, such as Opinion. ``language`` and ``direction`` (ltr or
    rtl) are those of its words; ``tongue`` names the language where it is another than the hub's. ``tint`` is a number
    from 0 to 4, for what an article without a picture has in its place.
    """

    title: str
    href: str
    description: str
    authors: tuple[Byline, ...]
    date: Day
    minutes: int
    references: int
    topics: tuple[Link, ...]
    status: Status | None = None
    unpublished: str = ""
    kind: Link | None = None
    image: ImageView | None = None
    language: str = ""
    direction: str = "ltr"
    tongue: str = ""
    tint: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Some articles of a list, and the way to all of them."""

    link: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change after publication, in words."""

    date: Day
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series, the other parts of it in their order, and which of them this article is, counted from 1."""

    title: str
    number: int
    parts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page around its text.

    ``notices`` are the changes that a reader must know of before reading, ``retracted`` the retracted articles of the
    hub that this one cites, ``noticed`` other sources that were retracted or withdrawn ("Zeuthen (2011)"), with the
    notices. ``direction`` is that of its script: ltr or rtl. ``exports`` are its record in the formats of reference
    managers, ``places`` the institutions of its authors, ``cited`` its sources as the search knows them.
    """

    slug: str
    card: Card
    updated: Day | None
    image: ImageView | None
    licence: Link | None
    doi: str
    notices: tuple[ChangeView, ...]
    retracted: tuple[Link, ...]
    noticed: tuple[tuple[str, Notice], ...]
    series: SeriesView | None
    changes: tuple[ChangeView, ...]
    declarations: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    language: str
    direction: str
    citation: Markup
    exports: tuple[Link, ...]
    older: Link | None
    newer: Link | None
    related: tuple[Card, ...]
    places: tuple[Link, ...]
    cited: tuple[str, ...]
    problems: tuple[str, ...]
    head: Head = Head()
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
    """A page of articles: of a topic, an author, an institution, a year, or all. ``total`` counts all pages' rows.

    ``facts`` lead within the site, out of it, or nowhere.
    """

    heading: str
    kicker: Link | None
    description: str
    facts: tuple[Link, ...]
    cards: tuple[Card, ...]
    total: int
    pager: Pager
    related: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    head: Head = Head()
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class IndexView:
    """A page of links with counts: all topics, authors, institutions or years."""

    heading: str
    description: str
    links: tuple[tuple[Link, str], ...]
    pager: Pager
    head: Head = Head()
    kind: str = "index"


@dataclass(frozen=True, slots=True)
class Mention:
    """An article that cites a source, the sentences in which it does, and the article's status."""

    article: Link
    sentences: tuple[str, ...]
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as the hub's style prints it, who cites it, and the notice of its retraction."""

    id: str
    html: Markup
    mentions: tuple[Mention, ...]
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class SourcesView:
    """A page of the list of sources. ``total`` counts those of all pages, ``letters`` lead to the first of each."""

    heading: str
    description: str
    sources: tuple[SourceView, ...]
    total: int
    pager: Pager
    letters: tuple[Link, ...] = ()
    exports: tuple[Link, ...] = ()
    head: Head = Head()
    kind: str = "sources"


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page: the article that leads, ``seconds`` beside it, the newest others, then some of each large topic.

    ``more`` counts the articles that are not here. What would say little on a small hub is empty.
    """

    heading: str
    lead: Card | None
    seconds: tuple[Card, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    more: int
    topics: tuple[Link, ...]
    institutions: tuple[Link, ...]
    sources: tuple[tuple[Markup, int, Notice | None], ...]
    feeds: tuple[Link, ...] = ()
    problems: tuple[str, ...] = ()
    head: Head = Head()
    kind: str = "home"


@dataclass(frozen=True, slots=True)
class GuideView:
    """A page of running text that belongs to no list. ``siblings`` are the pages of its folder, itself included."""

    siblings: tuple[Link, ...] = ()
    problems: tuple[str, ...] = ()
    head: Head = Head()
    kind: str = "guide"


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of the search, which a script fills."""

    head: Head = Head()
    kind: str = "search"


@dataclass(frozen=True, slots=True)
class WriteView:
    """The page on which an article is begun.

    ``new_file`` is the address at which GitHub makes a new file, "" where the hub is not there; ``link`` is the whole
    one, with the file ``begun``. Of the topics, the ids are in ``href``. ``folder`` is that of articles, ``body`` what
    is below the front matter, ``declarations`` what every article must declare. ``forms`` are the ways without GitHub's
    editor: the forms of the repository, and the contact of the editors.
    """

    siblings: tuple[Link, ...]
    topics: tuple[Link, ...]
    declarations: tuple[tuple[str, str], ...]
    new_file: str
    folder: str
    link: str
    begun: str
    body: str
    forms: str
    contact: Link | None
    head: Head = Head()
    kind: str = "write"


@dataclass(frozen=True, slots=True)
class MovedView:
    """A page at an address that another one had before: it leads on to that."""

    to: Link
    head: Head = Head()
    kind: str = "moved"


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """What is left of an article that was withdrawn."""

    date: Day
    reason: str
    head: Head = Head()
    kind: str = "withdrawn"


View = (
    ArticleView
    | ListView
    | IndexView
    | SourcesView
    | SearchView
    | HomeView
    | GuideView
    | WriteView
    | MovedView
    | WithdrawnView
)
