"""The collections by which articles are listed: the one list of lists.

The pages of a collection, their addresses and feeds, the filters, the links at the head and the foot of every page, and
what a link in a text may lead to all follow from its row in COLLECTIONS. A new kind of list is one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from studenthub.i18n import N_
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.authors import YEARS_OF_STUDY, Author
from studenthub.model.settings import Settings
from studenthub.model.terms import TERM_KINDS, Term
from studenthub.model.vocabulary import ARTICLE
from studenthub.parse import languages
from studenthub.parse.folding import fold
from studenthub.parse.slugs import slugify

#: The terms of the hub by kind and id.
Terms = Mapping[str, Mapping[str, Term]]
#: The folders of pages that are no collection: all articles, all sources, and the search.
SOURCES, SEARCH = "sources", "search"
#: The home page, and the text of the page for addresses that lead nowhere, as files in docs/.
HOME, NOT_FOUND = "index.md", "404.md"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of /articles/ and of the search.

    ``name`` is its parameter in addresses, ``label`` that of its field, ``all`` the choice of all articles, both in
    English. ``option`` names a value, where that is not the title of its list. Of an ``is_large`` one the values are a
    file of their own, which is loaded when a reader turns to it.
    """

    name: str
    label: str
    all: str
    option: Callable[[str, Settings], str] | None = None
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of list.

    ``name`` is the folder of its pages, in the site as in docs/. ``heading`` and ``description`` head the page that
    leads to all of its lists, in English; it has ``rows`` times as many as a page of articles. ``ids`` gives the ids of
    the lists on which an article is, ``title`` the heading of the list with an id, as the hub has it, and ``language``
    that of the title, or "" where it is the interface's; people and places have the same names in all of them. Lists
    are in the order of their titles, of what ``order`` says, or, where the ids are numbers, of these. A collection has
    a link at the head of every page, or else at the foot.
    """

    name: str
    heading: str
    description: str
    ids: Callable[[Article, Terms], Iterable[str]]
    title: Callable[[str, Terms, Settings], str]
    filter: Filter
    language: Callable[[str, Settings], str] = lambda *_: ""
    order: Callable[[str, Terms], str] | None = None
    rows: int = 1
    is_numbered: bool = False
    newest_first: bool = False
    has_feeds: bool = False
    in_header: bool = False

    def href(self, ident: str) -> str:
        """The address of the list with an id, quoted, relative to the root of the site."""
        return f"{self.name}/{quote(ident)}/"

    @property
    def is_described(self) -> bool:
        """Whether a file in docs/ may describe an id."""
        return self.name in TERM_KINDS

    def sorted(self, idents: Iterable[str], terms: Terms, settings: Settings) -> list[str]:
        """Ids in the order of their lists."""
        if self.is_numbered:
            return sorted(idents, key=int, reverse=self.newest_first)
        return sorted(idents, key=lambda ident: (self._place(ident, terms, settings), ident))

    def letter(self, ident: str, terms: Terms, settings: Settings) -> str:
        """The capital under which a list is found, a # for signs, or "" where the lists are numbered."""
        if self.is_numbered:
            return ""
        first = self._place(ident, terms, settings)[:1].upper()
        return first if first.isalpha() else "#"

    def _place(self, ident: str, terms: Terms, settings: Settings) -> str:
        return fold(self.order(ident, terms) if self.order else self.title(ident, terms, settings))

    def option(self, ident: str, terms: Terms, settings: Settings) -> str:
        """The name of an id in the filter."""
        return self.filter.option(ident, settings) if self.filter.option else self.title(ident, terms, settings)


def _name(kind: str, ident: str, terms: Terms, _: Settings) -> str:
    return terms[kind][ident].name


def _family_first(ident: str, terms: Terms) -> str:
    term = terms["authors"][ident]
    return Author(ident, term.name, organisation=term.organisation, family=term.family, given=term.given).inverted


def _countries(article: Article, terms: Terms) -> Iterator[str]:
    for author in article.authors:
        place = terms["institutions"].get(author.institution)
        if place and place.country:
            yield slugify(place.country)


def _country(ident: str, terms: Terms, _: Settings) -> str:
    """The last of its spellings; HUB603 says that there must be one."""
    names = {slugify(place.country): place.country for place in terms["institutions"].values() if place.country}
    return names[ident]


COLLECTIONS: Sequence[Collection] = (
    Collection(
        name="topics",
        heading=N_("Topics"),
        description=N_("What the articles are about."),
        ids=lambda article, _: article.topics,
        title=partial(_name, "topics"),
        filter=Filter("topic", N_("Topic"), N_("All topics")),
        language=lambda _, settings: settings.own_language,
        rows=4,
        has_feeds=True,
        in_header=True,
    ),
    Collection(
        name="authors",
        heading=N_("Authors"),
        description=N_("Who wrote the articles, by their family names."),
        ids=lambda article, _: (author.id for author in article.authors),
        title=partial(_name, "authors"),
        filter=Filter("author", N_("Author"), N_("All authors"), is_large=True),
        order=_family_first,
        rows=4,
        has_feeds=True,
        in_header=True,
    ),
    Collection(
        name="institutions",
        heading=N_("Institutions"),
        description=N_("Where the authors study and work."),
        ids=lambda article, _: (author.institution for author in article.authors if author.institution),
        title=partial(_name, "institutions"),
        filter=Filter("institution", N_("Institution"), N_("All institutions")),
        rows=4,
        has_feeds=True,
    ),
    Collection(
        name="countries",
        heading=N_("Countries"),
        description=N_("The articles by the country of their authors’ institutions."),
        ids=_countries,
        title=_country,
        filter=Filter("country", N_("Country"), N_("All countries")),
    ),
    Collection(
        name="kinds",
        heading=N_("Kinds"),
        description=N_("The articles by their kind, such as opinion or research."),
        ids=lambda article, _: [article.type] if article.type != ARTICLE else [],
        title=lambda kind, _, settings: settings.kind(kind),
        filter=Filter("kind", N_("Kind"), N_("All kinds")),
        language=lambda kind, settings: settings.language_of_kind(kind),
    ),
    Collection(
        name="languages",
        heading=N_("Languages"),
        description=N_("The articles that are written in another language than the hub’s."),
        ids=lambda article, _: [languages.primary(article.language)] if article.language else [],
        title=lambda language, *_: languages.own_name(language),
        filter=Filter("language", N_("Language"), N_("All languages")),
        language=lambda language, settings: languages.differing(language, settings.interface.language),
    ),
    Collection(
        name="years",
        heading=N_("Years"),
        description=N_("The articles by the year of their publication."),
        ids=lambda article, _: [str(article.date.year)] if article.is_dated else [],
        title=lambda year, *_: year,
        filter=Filter("year", N_("Year"), N_("All years")),
        is_numbered=True,
        newest_first=True,
    ),
    Collection(
        name="study-years",
        heading=N_("Years of study"),
        description=N_("The articles by the year of study that their authors were in."),
        ids=lambda article, _: (str(author.year_of_study) for author in article.authors if author.year_of_study),
        title=lambda year, _, settings: settings.interface.gettext(
            "By students in their %(year)s", year=settings.interface.gettext(YEARS_OF_STUDY[int(year)])
        ),
        filter=Filter(
            "study",
            N_("Year of study"),
            N_("All years"),
            option=lambda year, settings: settings.interface.gettext("Year %(number)s", number=year),
        ),
        is_numbered=True,
    ),
)


def lists_of(article: Article, terms: Terms) -> tuple[tuple[str, str], ...]:
    """The lists on which an article is, each by its collection and its id. ``terms`` are those with a file."""
    found = ((collection.name, ident) for collection in COLLECTIONS for ident in collection.ids(article, terms))
    # Two authors may be of one institution.
    return tuple(dict.fromkeys(found))


NAMED: Mapping[str, Collection] = {collection.name: collection for collection in COLLECTIONS}
#: The folders of docs/ whose pages the hub makes itself.
FOLDERS = frozenset({ARTICLES, SOURCES, SEARCH, *(collection.name for collection in COLLECTIONS)})


def path(folder: str, number: int = 1, first: str = "") -> str:
    """A page of a list in ``folder``, as a file of docs/: ``number`` counts from 1, ``first`` renames page 1."""
    return (first or f"{folder}/index.md") if number == 1 else f"{folder}/page/{number}.md"


def pages(rows: int, per_page: int) -> int:
    """How many pages a list of ``rows`` has: at least one."""
    return max(1, -(-rows // per_page))
