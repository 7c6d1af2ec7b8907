"""The data of the filters in /articles/: columns of values for all articles, and their rows in chunks.

A script loads the columns when a reader begins to filter, counts and filters with them, and then loads the chunks of
the rows that it shows. Rows are in the order of the catalogue, the newest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from studenthub.model.articles import Article
from studenthub.model.catalogue import Catalogue, Groups
from studenthub.parse.folding import fold
from studenthub.render.citing import path_of
from studenthub.render.views import Day, OutputFile

#: The rows of a chunk: 2 to 5 KB compressed, so that 25 scattered rows cost less than a picture.
CHUNK = 50


@dataclass(frozen=True, slots=True)
class Facet:
    """What articles can be filtered by: ``name`` is the parameter in the address, ``names`` what a value is called.

    A facet with very many values has a file of its own, which is loaded when a reader turns to it.
    """

    name: str
    groups: Groups
    names: Mapping[str, str]
    is_large: bool = False


def facets(catalogue: Catalogue) -> tuple[Facet, ...]:
    """What the articles can be filtered by, in the order of the form."""
    terms = {kind: {ident: term.name for ident, term in some.items()} for kind, some in catalogue.terms.items()}
    return (
        Facet("topic", catalogue.by_topic, terms["topics"]),
        Facet("institution", catalogue.by_institution, terms["institutions"]),
        Facet("country", catalogue.by_country, catalogue.countries),
        Facet("year", catalogue.by_year, {year: year for year in catalogue.by_year}),
        Facet("study", catalogue.by_year_of_study, {year: f"Year {year}" for year in catalogue.by_year_of_study}),
        Facet("author", catalogue.by_author, terms["authors"], is_large=True),
    )


def files(catalogue: Catalogue) -> Iterator[OutputFile]:
    """The columns, and the chunks of rows."""
    articles = catalogue.articles
    yield OutputFile("articles/data/facets.json", partial(_small, catalogue))
    for facet in facets(catalogue):
        if facet.is_large:
            yield OutputFile(f"articles/data/{facet.name}.json", partial(_large, facet, articles))
    for start in range(0, len(articles), CHUNK):
        rows = articles[start : start + CHUNK]
        yield OutputFile(f"articles/data/rows-{start // CHUNK}.json", partial(_rows, rows, catalogue))


def _small(catalogue: Catalogue) -> str:
    articles = catalogue.articles
    small = [_column(facet, articles) for facet in facets(catalogue) if not facet.is_large]
    return _json({"articles": len(articles), "chunk": CHUNK, "facets": small})


def _large(facet: Facet, articles: Sequence[Article]) -> str:
    return _json(_column(facet, articles))


def _rows(articles: Sequence[Article], catalogue: Catalogue) -> str:
    return _json([_row(article, catalogue) for article in articles])


def _column(facet: Facet, articles: Sequence[Article]) -> dict[str, object]:
    """The values as [id, name], and for each article the numbers of its values: "0,3;1;;2"."""
    idents = sorted(facet.groups, key=lambda ident: (fold(facet.names[ident]), ident))
    numbers: dict[str, list[str]] = {article.slug: [] for article in articles}
    for number, ident in enumerate(idents):
        for article in facet.groups[ident]:
            numbers[article.slug].append(str(number))
    rows = ";".join(",".join(numbers[article.slug]) for article in articles)
    return {"name": facet.name, "values": [[ident, facet.names[ident]] for ident in idents], "rows": rows}


def _row(article: Article, catalogue: Catalogue) -> dict[str, object]:
    """What a card shows. Addresses are relative to the root of the site."""
    day, topics = Day.of(article.date), catalogue.terms["topics"]
    return {
        "href": path_of(article),
        "title": article.title,
        "description": article.description,
        "authors": [[author.name, f"authors/{quote(author.id)}/"] for author in article.authors],
        "date": day.text,
        "day": day.iso,
        "topics": [[topics[topic].name, f"topics/{topic}/"] for topic in article.topics],
        "minutes": article.minutes,
        "references": sum(1 for key in article.keys if key in catalogue.bibliography.sources),
        "status": article.status,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
