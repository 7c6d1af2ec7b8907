"""The catalogue: which articles belong to each author, topic, institution, year and source."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from studenthub.model import collections
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.authors import Author
from studenthub.model.collections import COLLECTIONS, HOME, SEARCH, SOURCES
from studenthub.model.redirects import Redirects, redirects
from studenthub.model.sources.bibliography import Bibliography
from studenthub.model.sources.source import Source
from studenthub.model.terms import TERM_KINDS, Term
from studenthub.model.translations import Versions, versions
from studenthub.model.withdrawn import Withdrawn
from studenthub.parse.frontmatter.fields import unique
from studenthub.parse.slugs import slugify
from studenthub.source.problems import Fix, Problem, did_you_mean, nearest, shortened

Groups = Mapping[str, tuple[Article, ...]]


@dataclass(frozen=True)
class Catalogue:
    """The hub as frozen values. Lists of articles have the newest first; ``terms`` are by kind and id.

    ``redirects`` are addresses that pages had before, relative to the root of the site, each with the one it leads to.
    """

    articles: tuple[Article, ...] = ()
    bibliography: Bibliography = field(default_factory=Bibliography)
    terms: Mapping[str, Mapping[str, Term]] = field(default_factory=lambda: {kind: {} for kind in TERM_KINDS})
    withdrawn: tuple[Withdrawn, ...] = ()
    redirects: Redirects = field(default_factory=dict)

    @cached_property
    def by_slug(self) -> Mapping[str, Article]:
        """The articles by the last part of their address."""
        return {article.slug: article for article in self.articles}

    @cached_property
    def lists(self) -> Mapping[str, Groups]:
        """The articles of every list, by its id, for each collection by its name."""
        groups: Mapping[str, defaultdict[str, list[Article]]] = {one.name: defaultdict(list) for one in COLLECTIONS}
        for article in self.articles:
            for name, ident in article.lists:
                groups[name][ident].append(article)
        return {name: {ident: tuple(found) for ident, found in lists.items()} for name, lists in groups.items()}

    def pages(self, per_page: int) -> Iterator[str]:
        """The generated pages other than articles, as files of docs/."""
        rows = [(ARTICLES, "", len(self.articles), per_page), (SOURCES, "", len(self.by_source), per_page)]
        for collection in COLLECTIONS:
            groups = self.lists[collection.name]
            rows.append((collection.name, "", len(groups), collection.rows * per_page))
            for ident in self.terms[collection.name] if collection.is_described else groups:
                folder = f"{collection.name}/{ident}"
                rows.append((folder, f"{folder}.md", len(groups.get(ident, ())), per_page))
        yield from (HOME, collections.path(SEARCH))
        for folder, first, number, most in rows:
            yield from (collections.path(folder, page + 1, first) for page in range(collections.pages(number, most)))

    @cached_property
    def by_series(self) -> Groups:
        """The parts of every series, by its title."""
        return _grouped((article, [article.series]) for article in self.articles if article.series)

    @cached_property
    def versions(self) -> Versions:
        """The articles that say the same in several languages, by the slug of each."""
        return versions(self.articles)

    @cached_property
    def by_source(self) -> Groups:
        """The articles that cite a source, by its key; uncited sources are missing."""
        known = self.bibliography.sources
        groups = _grouped((article, article.keys) for article in self.articles)
        return {key: articles for key, articles in groups.items() if key in known}

    @cached_property
    def cited(self) -> tuple[Source, ...]:
        """The sources that articles cite, in alphabetical order."""
        return tuple(
            sorted((self.bibliography.sources[key] for key in self.by_source), key=lambda source: source.sort_key)
        )

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Article | None, Article | None]]:
        """The older and the newer article of each, by slug."""
        around = [None, *self.articles, None]
        return {article.slug: (around[i + 2], around[i]) for i, article in enumerate(self.articles)}

    @cached_property
    def last_changed(self) -> datetime.date | None:
        """The last day on which an article changed."""
        return last_changed(self.articles)

    @cached_property
    def retracted(self) -> tuple[str, ...]:
        """The slugs of the articles that have been retracted."""
        return tuple(article.slug for article in self.articles if article.is_retracted)

    def citing_retracted(self, site_url: str) -> Groups:
        """The retracted articles of the hub that an article cites or links to, by the slug of that article.

        A source is an article of the hub if it has its DOI or its address.
        """
        retracted = [self.by_slug[slug] for slug in self.retracted]
        found: list[tuple[Article, list[str]]] = []
        for bad in retracted:
            address = f"{site_url.rstrip('/')}/articles/{bad.slug}"
            keys = {
                source.key
                for source in self.bibliography.sources.values()
                if (bad.doi and source.doi.casefold() == bad.doi.casefold())
                or (site_url and source.url.rstrip("/") == address)
            }
            link = re.compile(rf"\]\([^()\s]*(?<![\w-]){bad.slug}(?:/index)?\.md[)#\s]")
            citing = [
                article.slug
                for article in self.articles
                if article is not bad and (not keys.isdisjoint(article.keys) or link.search(article.body))
            ]
            found.append((bad, citing))
        return _grouped(found)


def last_changed(articles: Iterable[Article]) -> datetime.date | None:
    """The last day on which one of them changed."""
    return max((article.last_changed for article in articles), default=None)


def _grouped(rows: Iterable[tuple[Article, Iterable[str]]]) -> Groups:
    """The articles of each key, in their order; ``rows`` have the keys of an article, each once."""
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    for article, keys in rows:
        for key in keys:
            groups[key].append(article)
    return {key: tuple(articles) for key, articles in groups.items()}


def build(
    articles: Iterable[Article],
    terms: Iterable[Term],
    bibliography: Bibliography,
    withdrawn: Iterable[Withdrawn] = (),
) -> tuple[Catalogue, list[Problem]]:
    """Put articles and terms together. Problems: two files for one address, unknown topics and author ids."""
    return Builder().build(articles, terms, bibliography, withdrawn)


class Builder:
    """Builds the catalogues of a hub that changes: what is as it was in an article need not be looked up again."""

    def __init__(self) -> None:
        self._terms: tuple[Term, ...] = ()
        self._resolved: dict[str, tuple[Article, Article, list[Problem]]] = {}

    def build(
        self,
        articles: Iterable[Article],
        terms: Iterable[Term],
        bibliography: Bibliography,
        withdrawn: Iterable[Withdrawn] = (),
    ) -> tuple[Catalogue, list[Problem]]:
        """See the function ``build``."""
        terms, gone = tuple(terms), tuple(withdrawn)
        described: dict[str, dict[str, Term]] = {kind: {} for kind in TERM_KINDS}
        problems: list[Problem] = []
        for term in terms:
            described[term.kind][term.id] = term
        by_slug: dict[str, Article] = {}
        paths = {one.slug: one.path for one in gone}
        for article, found, wrong in self._looked_up(articles, terms, described):
            if article.slug in paths:
                message = f"this file and {paths[article.slug]} would become one page"
                problems.append(Problem(article.text.place(0), "HUB602", message, "rename one of them"))
                continue
            by_slug[article.slug], paths[article.slug] = found, article.path
            problems += wrong
        newest = sorted(by_slug.values(), key=lambda article: (article.date, article.slug), reverse=True)
        named = {kind: _named(kind, newest, described[kind], problems) for kind in TERM_KINDS}
        problems += _countries(named["institutions"].values())
        return Catalogue(tuple(newest), bibliography, named, gone, redirects(newest, gone, named, problems)), problems

    def _looked_up(
        self, articles: Iterable[Article], terms: tuple[Term, ...], described: Mapping[str, Mapping[str, Term]]
    ) -> Iterator[tuple[Article, Article, list[Problem]]]:
        """Each article as it was parsed and with its ids looked up, and what is wrong with them."""
        if len(terms) != len(self._terms) or any(a is not b for a, b in zip(terms, self._terms, strict=True)):
            self._terms, self._resolved = terms, {}
        institutions = {
            name.casefold(): term
            for term in described["institutions"].values()
            for name in (term.id, term.name, *term.aliases)
        }
        people = {slugify(name): term for term in described["authors"].values() for name in term.aliases}
        people |= described["authors"]
        for article in articles:
            before = self._resolved.get(article.path)
            if before is None or before[0] is not article:
                problems: list[Problem] = []
                before = article, _resolved(article, described, people, institutions, problems), problems
                self._resolved[article.path] = before
            yield before


def _countries(institutions: Iterable[Term]) -> Iterable[Problem]:
    """Countries whose names differ and whose pages would be one."""
    spelt: dict[str, Term] = {}
    for term in institutions:
        first = spelt.setdefault(slugify(term.country), term)
        if term.country and term.place and first.place and first.country != term.country:
            yield Problem(
                term.place,
                "HUB603",
                f"{term.country} and {first.country} ({first.place.path}) would share the page "
                f"countries/{slugify(term.country)}",
                "write the name as it is there",
            )


def _resolved(
    article: Article,
    described: collections.Terms,
    people: Mapping[str, Term],
    institutions: Mapping[str, Term],
    problems: list[Problem],
) -> Article:
    """The article with the ids of its authors, topics and institutions looked up.

    An author keeps the name under which the article was published: only the page is shared.
    """
    topics = described["topics"]
    authors: list[Author] = []
    for author in article.authors:
        term = people.get(author.id)
        if not author.name and not author.id:
            continue  # what is wrong with the name is reported
        if not author.name and term is None:
            hint = did_you_mean(author.id, people) or "write “- name:” and the author's name instead"
            problems.append(
                Problem(article.places["authors"], "HUB115", f"there is no file docs/authors/{author.id}.md", hint)
            )
            continue
        author = _known(author, term) if term else author
        place = institutions.get(author.affiliation.casefold())
        authors.append(
            replace(
                author,
                affiliation=place.name if place else author.affiliation,
                institution=place.id if place else slugify(author.affiliation) if author.affiliation else "",
            )
        )
    problems += [_unknown(article, topic, topics) for topic in article.topics if topic not in topics]
    known = tuple(topic for topic in article.topics if topic in topics)
    keywords = (*(topics[topic].name for topic in known), *article.tags)
    resolved = replace(article, authors=tuple(authors), topics=known, keywords=keywords)
    return replace(resolved, lists=collections.lists_of(resolved, described))


def _known(author: Author, term: Term) -> Author:
    """The author with what its own file adds."""
    return replace(
        author,
        id=term.id,
        name=author.name or term.name,
        orcid=author.orcid or term.orcid,
        affiliation=author.affiliation or term.affiliation,
        organisation=author.organisation or term.organisation,
        family=author.family or term.family,
        given=author.given if author.family else term.given,
    )


def _unknown(article: Article, topic: str, topics: Mapping[str, Term]) -> Problem:
    """A topic that is none, and what was meant: the name of one, several in one, or one that is misspelt."""
    value, whole = article.written[topic], article.places["topics"]
    # Capitals and signs count for nothing.
    ids = {slugify(name): term.id for term in topics.values() for name in (*term.aliases, term.name, term.id)}
    parts = [part for part in re.split(r"[,;]", topic) if part.strip()]
    meant = [topic] if slugify(topic) in ids or len(parts) < 2 else parts
    found = unique(ids[slugify(part)] for part in meant if slugify(part) in ids)
    message = f"unknown topic {shortened(topic)}" if len(meant) < 2 else f"several topics in one: {shortened(topic)}"
    fix = None
    if len(found) == len(meant):
        right = found[0] if len(found) == 1 else f"[{', '.join(found)}]"
        hint = f"write {right}"
        # A list within a list would be wrong again.
        fix = Fix(value.start, value.end, right) if len(found) == 1 or value.place == whole else None
    elif len(meant) > 1:
        hint = f"write one or more of them as [one, another]: {', '.join(sorted(topics)[:12]) or 'none yet'}"
    elif near := nearest(slugify(topic), ids):
        hint = f"did you mean {ids[near]}?"
    else:
        hint = f"the topics are: {', '.join(sorted(topics)[:12]) or 'none yet'}"
    return Problem(value.place, "HUB116", message, hint, fix=fix)


def _named(
    kind: str, articles: Iterable[Article], described: Mapping[str, Term], problems: list[Problem]
) -> Mapping[str, Term]:
    """The terms of one kind: those with a file, and those that an article names."""
    terms = dict(described)
    spelt: dict[str, tuple[str, Article]] = {}
    for article in articles:
        for ident, name, organisation in _names(kind, article):
            if ident not in spelt:
                spelt[ident] = name, article
                if ident not in terms:
                    terms[ident] = _undescribed(kind, ident, name, organisation)
                continue
            first, where = spelt[ident]
            if first != name and first.casefold() != name.casefold() and ident not in described:
                problems.append(
                    Problem(
                        article.places["authors"],
                        "HUB603",
                        f"{name} and {first} ({where.path}) would share the page {kind}/{ident}",
                        "write the name as it is there, or give one an id:"
                        if kind == "authors"
                        else "write the name as it is there",
                    )
                )
    return terms


# Remembered, because a preview puts the catalogue together after each edit.
@lru_cache(maxsize=1 << 14)
def _undescribed(kind: str, ident: str, name: str, organisation: bool) -> Term:
    """A term without a file."""
    return Term(kind, ident, name, organisation=organisation)


def _names(kind: str, article: Article) -> Iterable[tuple[str, str, bool]]:
    if kind == "authors":
        return [(author.id, author.name, author.organisation) for author in article.authors]
    if kind == "institutions":
        return [(author.institution, author.affiliation, True) for author in article.authors if author.institution]
    return []
