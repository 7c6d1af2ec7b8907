"""From the catalogue to pages. Every function here is a pure one: catalogue in, pages out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from markupsafe import Markup, escape

from studenthub import citations, markdown_text
from studenthub.articles import ARTICLES, TERM_KINDS, Article, Author, Term
from studenthub.bibliography import Source
from studenthub.catalogue import Catalogue
from studenthub.hub import Hub
from studenthub.render.views import (
    ArticleView,
    Byline,
    Card,
    ChangeView,
    Day,
    GuideView,
    HomeView,
    ImageView,
    IndexView,
    Link,
    ListView,
    Mention,
    Page,
    Pager,
    SourcesView,
    SourceView,
)

T = TypeVar("T")

_LATEST = 6
_MOST_CITED = 5
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_KINDS = {
    "topics": ("Topics", "What the articles are about."),
    "authors": ("Authors", "Who wrote the articles."),
    "institutions": ("Institutions", "Where the authors study and work."),
}
_DECLARATIONS = {
    "ai_use": "Use of AI tools",
    "conflicts": "Conflicts of interest",
    "funding": "Funding",
    "ethics": "Ethics approval",
    "patient_information": "Patient information",
}


def everything(hub: Hub, entries: Mapping[str, Markup]) -> Iterator[Page]:
    """All pages of the hub. ``entries`` are the cited sources as the hub's style prints them, by key."""
    return _Pages(hub, entries).all()


class _Pages:
    """The cards and lists that several pages show, made once."""

    def __init__(self, hub: Hub, entries: Mapping[str, Markup]) -> None:
        self._hub = hub
        self._catalogue: Catalogue = hub.catalogue
        self._entries = entries
        self._today = datetime.date.today()
        self._wrong: dict[str, list[str]] = {}
        for problem in hub.problems:
            self._wrong.setdefault(problem.place.path, []).append(str(problem))

    def all(self) -> Iterator[Page]:
        for article in self._catalogue.articles:
            yield self._article(article)
        yield from self._list(ARTICLES, "All articles", None, "", self._catalogue.articles)
        for kind in TERM_KINDS:
            for ident, term in self._catalogue.terms[kind].items():
                yield from self._term(term, self._catalogue.group(kind).get(ident, ()))
            yield from self._index(kind)
        yield from self._years()
        yield from self._sources()
        home = f"{self._hub.settings.docs_dir}/index.md"
        if home not in self._hub.guides:
            yield Page(
                "index.md",
                "home.html",
                self._hub.settings.site_name,
                self._hub.settings.site_description,
                "",
                self._home(),
            )
        for guide in self._hub.guides.values():
            path = self._in_docs(guide.path)
            view = self._home() if path == "index.md" else GuideView(tuple(self._wrong.get(guide.path, ())))
            yield Page(path, f"{view.kind}.html", guide.title, guide.description, guide.body, view)

    def _in_docs(self, path: str) -> str:
        return PurePosixPath(path).relative_to(self._hub.settings.docs_dir).as_posix()

    # --- articles -------------------------------------------------------------------------------------------------

    @cached_property
    def _cards(self) -> Mapping[str, Card]:
        return {article.slug: self._card(article) for article in self._catalogue.articles}

    def _card(self, article: Article) -> Card:
        topics = self._catalogue.terms["topics"]
        return Card(
            title=article.title,
            href=f"{ARTICLES}/{article.slug}/",
            description=article.description,
            authors=tuple(_byline(author) for author in article.authors),
            date=Day.of(article.date),
            minutes=article.minutes,
            references=sum(1 for key in article.keys if key in self._catalogue.bibliography.sources),
            topics=tuple(Link(topics[topic].name, f"topics/{topic}/") for topic in article.topics),
            status=article.status,
            unpublished="draft" if article.draft else "scheduled" if article.date > self._today else "",
        )

    def _article(self, article: Article) -> Page:
        older, newer = self._catalogue.neighbours[article.slug]
        settings = self._hub.settings
        view = ArticleView(
            card=self._cards[article.slug],
            updated=Day.of(article.last_changed) if article.last_changed != article.date else None,
            image=self._image(article),
            licence=article.licence or settings.licence,
            doi=article.doi,
            changes=tuple(ChangeView(Day.of(c.date), c.kind.replace("-", " "), c.note) for c in article.changes),
            declarations=tuple((_DECLARATIONS[name], text) for name, text in article.declarations.items()),
            tags=article.tags,
            language=article.language or settings.language,
            citation=_citation(article, settings.site_name, settings.site_url),
            older=self._link(older),
            newer=self._link(newer),
            related=tuple(self._cards[other.slug] for other in _related(self._catalogue, article)),
            problems=tuple(self._wrong.get(article.path, ())),
        )
        path = self._in_docs(article.path)
        return Page(
            path,
            "article.html",
            article.title,
            article.description,
            article.body,
            view,
            article.csl,
            article.last_changed,
        )

    def _image(self, article: Article) -> ImageView | None:
        if not article.image or not article.image.src:
            return None
        folder = PurePosixPath(self._in_docs(article.path)).parent
        return ImageView(
            (folder / article.image.src).as_posix(), article.image.alt, article.image.caption, article.image.credit
        )

    def _link(self, article: Article | None) -> Link | None:
        return Link(article.title, f"{ARTICLES}/{article.slug}/") if article else None

    # --- lists of articles ----------------------------------------------------------------------------------------

    def _list(
        self,
        folder: str,
        heading: str,
        kicker: Link | None,
        description: str,
        articles: Sequence[Article],
        *,
        body: str = "",
        facts: tuple[Link, ...] = (),
        related: tuple[Link, ...] = (),
        first: str = "",
    ) -> Iterator[Page]:
        """The pages of a list. The body and the facts stand on the first."""
        for pager, rows in _paged(articles, self._hub.settings.per_page, f"{folder}/"):
            is_first = pager.number == 1
            view = ListView(
                heading=heading,
                kicker=kicker,
                description=description,
                facts=facts if is_first else (),
                cards=tuple(self._cards[article.slug] for article in rows),
                total=len(articles),
                pager=pager,
                related=related if is_first else (),
            )
            path = (first or f"{folder}/index.md") if is_first else f"{folder}/page/{pager.number}.md"
            title = heading if is_first else f"{heading}, page {pager.number}"
            updated = max((article.last_changed for article in articles), default=None)
            summary = description or f"{_count(len(articles), 'article')}: {heading}."
            yield Page(path, "list.html", title, summary, body if is_first else "", view, updated=updated)

    def _term(self, term: Term, articles: Sequence[Article]) -> Iterator[Page]:
        label, _ = _KINDS[term.kind]
        return self._list(
            f"{term.kind}/{term.id}",
            term.name,
            Link(label, f"{term.kind}/"),
            term.description,
            articles,
            body=term.body,
            facts=_facts(term, self._catalogue),
            related=self._neighbours(term, articles),
            first=f"{term.kind}/{term.id}.md",
        )

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

    def _years(self) -> Iterator[Page]:
        groups = sorted(self._catalogue.by_year.items(), reverse=True)
        for year, articles in groups:
            yield from self._list(
                f"years/{year}", year, Link("Years", "years/"), "", articles, first=f"years/{year}.md"
            )
        links = [(Link(year, f"years/{year}/", len(articles)), "") for year, articles in groups]
        yield from _index_pages(
            "years", "Years", "The articles by the year of their publication.", links, self._hub.settings.per_page
        )

    # --- indexes --------------------------------------------------------------------------------------------------

    def _terms(self, kind: str) -> list[tuple[Link, str]]:
        """The terms of a kind that have articles, in alphabetical order, with their descriptions."""
        groups = self._catalogue.group(kind)
        terms = sorted(
            (term for term in self._catalogue.terms[kind].values() if term.id in groups),
            key=lambda term: term.name.casefold(),
        )
        return [(Link(term.name, f"{kind}/{term.id}/", len(groups[term.id])), term.description) for term in terms]

    def _index(self, kind: str) -> Iterator[Page]:
        heading, description = _KINDS[kind]
        return _index_pages(kind, heading, description, self._terms(kind), 4 * self._hub.settings.per_page)

    # --- sources --------------------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[Page]:
        cited = self._catalogue.cited
        for pager, rows in _paged(cited, self._hub.settings.per_page, "sources/"):
            heading = "Sources" if pager.number == 1 else f"Sources, page {pager.number}"
            description = "Every source that the articles cite, who cites it, and what for."
            view = SourcesView(
                "Sources", description, tuple(self._source(source) for source in rows), len(cited), pager
            )
            path = "sources/index.md" if pager.number == 1 else f"sources/page/{pager.number}.md"
            yield Page(path, "sources.html", heading, description, "", view)

    def _source(self, source: Source) -> SourceView:
        mentions = tuple(
            Mention(
                Link(article.title, f"{ARTICLES}/{article.slug}/"),
                tuple(self._said(sentence) for sentence in article.sentences(source.key)),
            )
            for article in self._catalogue.by_source[source.key]
        )
        return SourceView(f"source-{source.key}", self._entries.get(source.key, escape(source.title)), mentions)

    def _said(self, sentence: str) -> str:
        """A sentence as a reader sees it: narrative citations as names, the others left out."""
        return citations.GROUP.sub(self._label, markdown_text.plain(sentence))

    def _label(self, match: re.Match[str]) -> str:
        source = self._catalogue.bibliography.sources.get(match["braced"] or match["plain"] or "")
        return source.label if source else match[0]

    # --- home -----------------------------------------------------------------------------------------------------

    def _home(self) -> HomeView:
        latest = [self._cards[article.slug] for article in self._catalogue.articles[:_LATEST]]
        most = sorted(
            self._catalogue.by_source.items(),
            key=lambda item: (-len(item[1]), self._catalogue.bibliography.sources[item[0]].sort_key),
        )
        sources = self._catalogue.bibliography.sources
        return HomeView(
            heading=self._hub.settings.site_name,
            lead=latest[0] if latest else None,
            cards=tuple(latest[1:]),
            more=max(0, len(self._catalogue.articles) - len(latest)),
            topics=tuple(link for link, _ in self._terms("topics")),
            institutions=tuple(link for link, _ in self._terms("institutions")),
            sources=tuple((self._source(sources[key]), len(articles)) for key, articles in most[:_MOST_CITED]),
            problems=tuple(str(problem) for problem in self._hub.problems),
        )


def _index_pages(
    folder: str, heading: str, description: str, links: Sequence[tuple[Link, str]], per_page: int
) -> Iterator[Page]:
    for pager, rows in _paged(links, per_page, f"{folder}/"):
        path = f"{folder}/index.md" if pager.number == 1 else f"{folder}/page/{pager.number}.md"
        title = heading if pager.number == 1 else f"{heading}, page {pager.number}"
        yield Page(path, "index.html", title, description, "", IndexView(heading, description, tuple(rows), pager))


def _paged(rows: Sequence[T], per_page: int, folder: str) -> Iterator[tuple[Pager, Sequence[T]]]:
    """The rows of each page; there is always a first page. ``folder`` is the address of the first."""
    count = max(1, -(-len(rows) // per_page))

    def address(number: int) -> str:
        return "" if not 1 <= number <= count else folder if number == 1 else f"{folder}page/{number}/"

    for number in range(1, count + 1):
        yield (
            Pager(number, count, address(number - 1), address(number + 1)),
            rows[(number - 1) * per_page : number * per_page],
        )


def _byline(author: Author) -> Byline:
    year = f"{_ORDINALS[author.year_of_study]} year" if author.year_of_study else ""
    return Byline(
        name=author.name,
        href=f"authors/{author.id}/",
        details=", ".join(part for part in (author.programme, year) if part),
        affiliation=Link(author.affiliation, f"institutions/{author.institution}/") if author.institution else None,
        orcid=author.orcid,
        organisation=author.organisation,
    )


def _facts(term: Term, catalogue: Catalogue) -> tuple[Link, ...]:
    """Identifiers and places of a term, with an address where there is one."""
    facts = [
        Link(term.affiliation, "") if term.affiliation else None,
        Link(f"ORCID {term.orcid}", f"https://orcid.org/{term.orcid}") if term.orcid else None,
        Link(f"ROR {term.ror}", f"https://ror.org/{term.ror}") if term.ror else None,
        Link(term.country, "") if term.country else None,
        Link(term.url.split("//", 1)[-1].rstrip("/"), term.url) if term.url else None,
    ]
    return tuple(fact for fact in facts if fact)


def _related(catalogue: Catalogue, article: Article) -> list[Article]:
    """At most three articles that share the most sources, and then topics; the newest where they share alike.

    A source or topic that many share says little, so each counts for the inverse of its articles, and only the
    newest hundred of each are looked at: the work for one article does not grow with the hub.
    """
    scores: dict[str, float] = {}
    for groups, ids, weight in ((catalogue.by_source, article.keys, 3.0), (catalogue.by_topic, article.topics, 1.0)):
        for ident in ids:
            others = groups.get(ident, ())
            for other in others[:100]:
                scores[other.slug] = scores.get(other.slug, 0.0) + weight / len(others)
    scores.pop(article.slug, None)
    best = sorted(scores, key=lambda slug: (scores[slug], catalogue.by_slug[slug].date, slug), reverse=True)[:3]
    return [catalogue.by_slug[slug] for slug in best]


def _citation(article: Article, site_name: str, site_url: str) -> Markup:
    """How to cite the article, in the manner of APA 7: authors, year, title, hub, address."""
    names = [_initials(author) for author in article.authors]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}" if names else ""
    year = "" if article.date == datetime.date.min else str(article.date.year)
    address = (
        f"https://doi.org/{article.doi}"
        if article.doi
        else f"{site_url.rstrip('/')}/{ARTICLES}/{article.slug}/"
        if site_url
        else ""
    )
    stop = "" if article.title.endswith(("?", "!", ".")) else "."
    dot = "" if who.endswith(".") else "."
    return (
        Markup("{} ({}). {}{} <em>{}</em>. {}")
        .format(f"{who}{dot}" if who else "", year, article.title, stop, site_name, address)
        .strip()
    )


def _initials(author: Author) -> str:
    name = author.csl
    if "literal" in name:
        return author.name
    initials = " ".join(f"{part[0]}." for part in name.get("given", "").replace("-", " ").split())
    family = f"{name.get('non-dropping-particle', '')} {name['family']}".strip()
    return f"{family}, {initials}" if initials else family


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
