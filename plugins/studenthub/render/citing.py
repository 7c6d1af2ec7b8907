"""How an article of the hub is cited: the text for people, and its record for reference managers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from studenthub import i18n
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.collections import Collection, Terms
from studenthub.model.settings import Settings
from studenthub.parse import languages, latex
from studenthub.render.parts import Link

Record = Mapping[str, object]


def path_of(article: Article) -> str:
    """The address of an article, relative to the root of the site."""
    return f"{ARTICLES}/{article.slug}/"


def link_to(article: Article, settings: Settings) -> Link:
    """The title of an article, which leads to it."""
    language = languages.differing(article.language or settings.language, settings.interface.language)
    return Link(article.title, path_of(article), language=language)


def link_to_list(collection: Collection, ident: str, terms: Terms, settings: Settings, count: int = 0) -> Link:
    """The title of a list of articles, which leads to it."""
    title = collection.title(ident, terms, settings)
    return Link(title, collection.href(ident), count, collection.language(ident, settings))


def address_of(article: Article, settings: Settings) -> str:
    """Where an article is cited from: its DOI, or its page."""
    return article.doi_address or settings.address(path_of(article))


def title_of(item: Article, settings: Settings) -> str:
    """The title as lists of other programs should show it: a retraction is part of it, in the article's language."""
    if not item.is_retracted:
        return item.title
    return i18n.of_text(item.language or settings.language).gettext("Retracted: %(title)s", title=item.title)


def key_of(article: Article) -> str:
    """A citation key of letters and digits: family name, year and first word of the title."""
    name = article.authors[0].csl if article.authors else {}
    who = name.get("family") or name.get("literal", "")
    year = str(article.date.year) if article.is_dated else ""
    words = [word for word in re.findall(r"\w+", _ascii(article.title)) if len(word) > 3]
    return f"{''.join(re.findall(r'[a-z0-9]+', _ascii(who)))}{year}{words[0] if words else ''}" or article.slug


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()


def record(article: Article, settings: Settings) -> Record:
    """The article as an item of CSL-JSON, whose texts are rich: ``latex.plain`` makes them plain."""
    item: dict[str, object] = {
        "id": key_of(article),
        "type": "article-journal",
        "title": latex.escape(title_of(article, settings)),
        "author": [author.csl for author in article.authors],
        "container-title": latex.escape(settings.site_name),
        "volume": latex.escape(article.volume),
        "issue": latex.escape(article.issue),
        "ISSN": settings.issn,
        "publisher": latex.escape(settings.publisher),
        "abstract": latex.escape(article.description),
        "language": article.language or settings.language,
        "URL": settings.address(path_of(article)),
        "DOI": article.doi,
        "keyword": latex.escape(", ".join(article.keywords)),
        "license": latex.escape(article.licence or settings.licence),
    }
    if article.is_dated:
        item["issued"] = {"date-parts": [[article.date.year, article.date.month, article.date.day]]}
    return {name: value for name, value in item.items() if value}
