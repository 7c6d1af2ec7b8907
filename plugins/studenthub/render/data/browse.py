"""The data of the filters in /articles/: columns of values for all articles, and their rows in chunks.

A script loads the columns when a reader begins to filter, counts and filters with them, and then loads the chunks of
the rows that it shows. Rows are in the order of the catalogue, the newest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from studenthub.model import translations
from studenthub.model.articles import Article
from studenthub.model.catalogue import Catalogue
from studenthub.model.collections import COLLECTIONS, Collection, Terms
from studenthub.model.settings import Settings
from studenthub.render.cards import Cards
from studenthub.render.page import OutputFile
from studenthub.render.parts import Card, Link

#: The rows of a chunk: 2 to 5 KB compressed, so that 25 scattered rows cost less than a picture.
CHUNK = 50


def files(catalogue: Catalogue, cards: Cards) -> Iterator[OutputFile]:
    """The columns, and the chunks of rows."""
    settings = cards.settings
    articles = catalogue.articles
    yield OutputFile("articles/data/facets.json", partial(_small, catalogue, settings))
    for collection in COLLECTIONS:
        if collection.filter.is_large:
            yield OutputFile(
                f"articles/data/{collection.filter.name}.json", partial(_large, collection, catalogue, settings)
            )
    for start in range(0, len(articles), CHUNK):
        rows = articles[start : start + CHUNK]
        yield OutputFile(f"articles/data/rows-{start // CHUNK}.json", partial(_rows, rows, cards))


def _small(catalogue: Catalogue, settings: Settings) -> str:
    # One for each field; navigation() gives only the lists that have articles.
    filled = [one for one in COLLECTIONS if catalogue.lists[one.name]]
    small = [_column(one, catalogue, settings) for one in filled if not one.filter.is_large]
    versions = list(_versions(catalogue, settings))
    return _json(
        {"articles": len(catalogue.articles), "chunk": CHUNK, "facets": small}
        | ({"versions": versions} if versions else {})
    )


def _versions(catalogue: Catalogue, settings: Settings) -> Iterator[list[int]]:
    """The numbers of the articles that say the same in several languages: first the one that lists show."""
    numbers = {article.slug: number for number, article in enumerate(catalogue.articles)}
    for slug, group in catalogue.versions.items():
        if slug == group[0].slug:
            yield [numbers[one.slug] for one in translations.by_preference(group, settings.language)]


def _large(collection: Collection, catalogue: Catalogue, settings: Settings) -> str:
    return _json(_column(collection, catalogue, settings))


def _rows(articles: Sequence[Article], cards: Cards) -> str:
    return _json([_row(cards.of(article).value) for article in articles])


def _column(collection: Collection, catalogue: Catalogue, settings: Settings) -> dict[str, object]:
    """The values, and for each article the numbers of its values: "0,3;1;;2"."""
    groups, terms = catalogue.lists[collection.name], catalogue.terms
    idents = collection.sorted(groups, terms, settings)
    numbers: dict[str, list[str]] = {article.slug: [] for article in catalogue.articles}
    for number, ident in enumerate(idents):
        for article in groups[ident]:
            numbers[article.slug].append(str(number))
    return {
        "name": collection.filter.name,
        "values": [_value(collection, ident, terms, settings) for ident in idents],
        "rows": ";".join(",".join(numbers[article.slug]) for article in catalogue.articles),
    }


def _value(collection: Collection, ident: str, terms: Terms, settings: Settings) -> list[str]:
    """[id, name], and the language of the name where it is not the interface's."""
    language = collection.language(ident, settings)
    return [ident, collection.option(ident, terms, settings), *filter(None, [language])]


def _row(card: Card) -> dict[str, object]:
    """The values of a card. Addresses are relative to the root of the site."""
    smallest = card.image.webp[0][0] if card.image and card.image.webp else card.image.src if card.image else ""
    return {
        "href": card.href,
        "title": card.title,
        "description": card.description,
        "authors": [[author.name, author.href] for author in card.authors],
        "date": card.date.text,
        "day": card.date.iso,
        "topics": [_named(topic) for topic in card.topics],
        "minutes": card.minutes,
        "references": card.references,
        **({"status": [card.status.kind, card.status.word]} if card.status else {}),
        **({"kind": _named(card.kind)} if card.kind else {}),
        **({"tongue": card.tongue} if card.tongue else {}),
        **({"language": card.language} if card.is_foreign else {}),
        **({"image": smallest} if smallest else {}),
        **({"versions": [[one.name, one.href, one.language] for one in card.versions]} if card.versions else {}),
    }


def _named(link: Link) -> list[str]:
    """[text, address], and the language of the text where it is not the interface's."""
    return [*filter(None, (link.text, link.href, link.language))]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
