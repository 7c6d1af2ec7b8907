"""Views: the frozen values that templates read, one for each kind of page, made of ``parts``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from studenthub.model.lengths import Length
from studenthub.model.sources.notices import Notice
from studenthub.render.parts import (
    Card,
    ChangeView,
    Day,
    Fault,
    Group,
    ImageView,
    Link,
    Mention,
    Pager,
    Section,
    SeriesView,
)


@dataclass(frozen=True, slots=True)
class FilterView:
    """A field of the filters: its ``name`` in addresses, its label, the choice of ``all``, and whether it is typed."""

    name: str
    label: str
    all: str
    is_large: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The links at the head and the foot of every page, and the filters of /articles/ and of the search.

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
    hreflang: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Metadata of a page: <meta name>, <meta property>, <link>, and JSON-LD that is safe within a <script>.

    ``canonical`` is the page's own absolute address, or "".
    """

    canonical: str = ""
    names: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    links: tuple[HeadLink, ...] = ()
    json_ld: Markup | None = None


class NoticedSource(NamedTuple):
    """A source as "Zeuthen (2011)", its notice, and what that says in a sentence."""

    label: str
    notice: Notice
    sentence: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page around its text.

    ``notices`` are the changes that a reader must know of before reading, ``retracted`` the retracted articles of the
    hub that this one cites, ``noticed`` other sources that were retracted or withdrawn. ``fields`` are those of its
    front matter as plain data, for a template that shows one as it is written. ``direction`` is that of its script: ltr
    or rtl. ``exports`` are its record in the formats of reference managers, ``places`` the institutions of its authors,
    ``cited`` its sources as the search knows them, ``dois`` its own and those of its sources.
    """

    slug: str
    card: Card
    updated: Day | None
    image: ImageView | None
    licence: Link | None
    fields: Mapping[str, object]
    notices: tuple[ChangeView, ...]
    retracted: tuple[Link, ...]
    noticed: tuple[NoticedSource, ...]
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
    dois: tuple[str, ...]
    problems: tuple[Fault, ...]
    head: Head = Head()
    kind: str = "article"


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of articles: of a topic, an author, an institution, a year, or all. ``total`` counts all pages' rows.

    ``language`` is that of the heading where it is another than the interface's. ``facts`` lead within the site, out of
    it, or nowhere. ``related`` are topics, under a heading of their own. ``search`` is the address of the search within
    the list, ``feed`` that of its feed, or "". It ``has_filters`` where a reader can choose among all articles.
    """

    heading: str
    kicker: Link | None
    description: str
    facts: tuple[Link, ...]
    total: int
    pager: Pager
    cards: tuple[Card, ...] = ()
    language: str = ""
    related_heading: str = ""
    related: tuple[Link, ...] = ()
    search: str = ""
    has_filters: bool = False
    feed: str = ""
    head: Head = Head()
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class IndexView:
    """A page of links with counts: all topics, authors, institutions or years.

    Where there are many, they are grouped by ``letters``, which lead to the first of each.
    """

    heading: str
    description: str
    groups: tuple[Group, ...]
    pager: Pager
    letters: tuple[Link, ...] = ()
    head: Head = Head()
    kind: str = "index"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as the hub's style prints it, who cites it, and the notice of its retraction."""

    id: str
    html: Markup
    mentions: tuple[Mention, ...]
    notice: Markup


@dataclass(frozen=True, slots=True)
class SourcesView:
    """A page of the list of sources. ``total`` counts those of all pages, ``letters`` lead to the first of each.

    ``most_cited`` are on the first page, where there are more than one. ``names`` is the file that a search for a
    source reads, or "".
    """

    heading: str
    description: str
    sources: tuple[SourceView, ...]
    total: int
    pager: Pager
    letters: tuple[Link, ...] = ()
    most_cited: tuple[Link, ...] = ()
    names: str = ""
    exports: tuple[Link, ...] = ()
    head: Head = Head()
    kind: str = "sources"


class CitedSource(NamedTuple):
    """A source as the hub's style prints it, the number of articles that cite it, and its notice."""

    entry: Markup
    articles: int
    notice: Markup


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page: the article that leads, ``seconds`` beside it, the newest others, then some of each large topic.

    ``more`` counts the articles that are not here, ``feed`` is the address of the feed, or "". What would say little on
    a small hub is empty. ``language`` is that of the hub's own text where it is another than the interface's.
    """

    heading: str
    lead: Card | None
    seconds: tuple[Card, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    more: int
    topics: tuple[Link, ...]
    institutions: tuple[Link, ...]
    sources: tuple[CitedSource, ...]
    feed: str = ""
    problems: tuple[Fault, ...] = ()
    head: Head = Head()
    language: str = ""
    kind: str = "home"


@dataclass(frozen=True, slots=True)
class GuideView:
    """A page of running text that belongs to no list.

    ``siblings`` are the pages of its folder, itself included. ``language`` is that of its text where it is another than
    the interface's; where it ``is_titled``, its title is in the interface's all the same. ``imprint`` is what the
    settings say of the hub, on the page about it: what it is, and its values.
    """

    siblings: tuple[Link, ...] = ()
    problems: tuple[Fault, ...] = ()
    language: str = ""
    imprint: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    head: Head = Head()
    is_titled: bool = False
    kind: str = "guide"


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The text of the page for wrong addresses; ``language`` as in GuideView."""

    title: str
    description: str
    language: str
    text: Markup


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
    is below the front matter, ``declarations`` what every article must declare. ``form`` and ``contact`` are the ways
    without GitHub's editor: the address of the form *Send a draft*, "" where there is none, and that of the editors.
    ``programmes`` are examples of what an author studies, ``asked`` is what authors are asked beside their names,
    ``lengths`` has those of title and description, and ``citing`` is the page of the guide on citations.
    """

    siblings: tuple[Link, ...]
    topics: tuple[Link, ...]
    programmes: tuple[str, ...]
    asked: tuple[str, ...]
    lengths: Mapping[str, Length]
    citing: str
    declarations: tuple[tuple[str, str], ...]
    new_file: str
    folder: str
    link: str
    begun: str
    body: str
    form: str
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
    """The note in the place of a withdrawn article."""

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
