"""Metadata in the head of a page: Highwire, Dublin Core, OpenGraph and Twitter.

Google Scholar, Zotero and their like read the Highwire tags (https://scholar.google.com/intl/en/scholar/inclusion.html);
Dublin Core serves those that do not. There are no COinS: Zotero prefers them, and then takes the references for the
article. Addresses are absolute; a hub that does not know its own leaves out what needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from studenthub.model.articles import Article
from studenthub.model.collections import NAMED
from studenthub.model.settings import Settings
from studenthub.model.sources.notices import Notice
from studenthub.model.sources.source import Source
from studenthub.pictures import social_card
from studenthub.render.citing import path_of, title_of
from studenthub.render.data import exports, schema_org
from studenthub.render.licences import licence
from studenthub.render.parts import Card, Link
from studenthub.render.views import Head, HeadLink

Pairs = Iterator[tuple[str, str]]

_FEEDS = (("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json"))


def feed_for_people(folder: str, settings: Settings) -> str:
    """The address of the feed that a page shows. ``folder`` is the address of the first page of its list.

    A feed names itself by its whole address, so a hub that does not know its own has none: "".
    """
    return folder + _FEEDS[0][0] if settings.site_url else ""


#: The picture of the hub, for its own pages and for titles that cannot be drawn.
HUB_CARD = "assets/card.png"
#: Latin, Greek and Cyrillic with the signs between them: the scripts of the typeface in which cards are drawn.
_DRAWN = re.compile("[\u0000-\u052f\u1e00-\u2bff]*")


def card_of(article: Article) -> str:
    """Where the picture for those who share the article is: its own, or the hub's where its script cannot be drawn."""
    return f"{path_of(article)}card.png" if _DRAWN.fullmatch(article.title) else HUB_CARD


class Cited:
    """A source as the heads of the articles that cite it describe it: many articles share one.

    All of it follows from the source.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def fingerprint(self) -> str:
        """That of the source."""
        return self._source.fingerprint

    @cached_property
    def reference(self) -> str:
        """The source in the words of Highwire."""
        return _reference(self._source)

    @cached_property
    def node(self) -> schema_org.Json:
        """The source in the words of schema.org."""
        return schema_org.work(self._source)

    @property
    def label(self) -> str:
        """Authors and year for running text."""
        return self._source.label

    @property
    def notice(self) -> Notice | None:
        """That of its retraction or withdrawal."""
        return self._source.notice

    @property
    def doi(self) -> str:
        """Without the address of the resolver; "" where there is none."""
        return self._source.doi

    @property
    def search_name(self) -> str:
        """The words that readers search for: "Zeuthen 2011", the first author and the year; "" if nobody is named."""
        authors = self._source.authors
        return f"{authors[0].sort_name} {self._source.year}" if authors else ""


# --- articles -----------------------------------------------------------------------------------------------------


def article(item: Article, settings: Settings, card: Card, sources: Sequence[Cited]) -> Head:
    """The head of an article's page. ``card`` is what lists show of it, ``sources`` what it cites."""
    canonical = settings.address(path_of(item))
    terms = licence(item.licence or settings.licence)
    pictures = list(_pictures(item, card, settings))
    nodes = schema_org.article(
        item, settings, card.topics, [source.node for source in sources], [picture.address for picture in pictures]
    )
    links = [
        *([HeadLink("license", terms.href)] if terms and terms.href else []),
        *(HeadLink("author", NAMED["authors"].href(author.id)) for author in item.authors),
        *(
            HeadLink("alternate", path_of(item) + export.name, export.media_type, export.label)
            for export in exports.ARTICLE
            if export.is_alternate
        ),
        *_versions(card, settings),
        *_feed_links("", settings.site_name, settings),
    ]
    return Head(
        canonical=canonical,
        names=(*_highwire(item, settings, sources), *_dublin_core(item, settings), *_twitter(item, settings, pictures)),
        properties=tuple(_open_graph(item, settings, card.topics, pictures)),
        links=tuple(links),
        json_ld=schema_org.script(*nodes),
    )


def _versions(card: Card, settings: Settings) -> Iterator[HeadLink]:
    """The article in each of its languages, its own included, as search engines want it.

    https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    if card.versions:
        for language, href in ((card.language, card.href), *((one.language, one.href) for one in card.versions)):
            yield HeadLink("alternate", settings.address(href) or href, hreflang=language)


def _highwire(item: Article, settings: Settings, sources: Iterable[Cited]) -> Pairs:
    yield "citation_title", title_of(item, settings)
    for author in item.authors:
        yield "citation_author", author.inverted
        if author.affiliation:
            yield "citation_author_institution", author.affiliation
        if author.orcid:
            yield "citation_author_orcid", author.orcid_address
    if item.is_dated:
        yield "citation_publication_date", f"{item.date:%Y/%m/%d}"
        yield "citation_online_date", f"{item.date:%Y/%m/%d}"
    yield "citation_journal_title", settings.site_name
    if item.volume:
        yield "citation_volume", item.volume
    if item.issue:
        yield "citation_issue", item.issue
    if settings.issn:
        yield "citation_issn", settings.issn
    yield "citation_publisher", settings.published_by
    if item.doi:
        yield "citation_doi", item.doi
    yield "citation_language", item.language or settings.language
    yield "citation_abstract", item.description
    if item.keywords:
        yield "citation_keywords", "; ".join(item.keywords)
    if address := settings.address(path_of(item)):
        yield "citation_fulltext_html_url", address
        yield "citation_abstract_html_url", address
        yield "citation_public_url", address
    yield "citation_fulltext_world_readable", ""
    for source in sources:
        yield "citation_reference", source.reference


def _reference(source: Source) -> str:
    """A source in the words of Highwire, ``name=value`` with semicolons between: so no value may hold one."""
    csl = source.csl
    pages = str(csl.get("page", "")).split("–")
    parts = [
        ("title", source.title),
        *(("author", ", ".join(part for part in (n.sort_name, n.given, n.suffix) if part)) for n in source.authors),
        ("journal_title", source.container),
        ("volume", source.plain("volume")),
        ("issue", source.plain("number", "issue")),
        ("firstpage", pages[0]),
        ("lastpage", pages[1] if len(pages) > 1 else ""),
        ("publication_date", source.year if source.year[:4].isdecimal() else ""),
        ("doi", source.doi),
    ]
    return "; ".join(f"citation_{name}={value.replace(';', ',')}" for name, value in parts if value)


def _dublin_core(item: Article, settings: Settings) -> Pairs:
    yield "DC.title", title_of(item, settings)
    for author in item.authors:
        yield "DC.creator", author.inverted
    if item.is_dated:
        yield "DC.date", item.date.isoformat()
    yield "DC.type", "Text"
    yield "DC.language", item.language or settings.language
    yield "DC.publisher", settings.published_by
    for editor in settings.editors:
        yield "DC.contributor", editor
    if identifier := item.doi or settings.address(path_of(item)):
        yield "DC.identifier", identifier
    if terms := licence(item.licence or settings.licence):
        yield "DC.rights", terms.href or terms.text


def _open_graph(item: Article, settings: Settings, topics: Sequence[Link], pictures: Sequence[_Picture]) -> Pairs:
    yield "og:type", "article"
    yield from _shared(title_of(item, settings), item.description, path_of(item), settings, item.language)
    if item.is_dated:
        yield "article:published_time", item.date.isoformat()
        yield "article:modified_time", item.last_changed.isoformat()
    for author in item.authors:
        yield "article:author", author.name
    for topic in topics[:1]:
        yield "article:section", topic.text
    for tag in item.keywords:
        yield "article:tag", tag
    for picture in pictures:
        yield from picture.properties


def _twitter(item: Article, settings: Settings, pictures: Sequence[_Picture]) -> Pairs:
    yield "twitter:card", "summary_large_image" if pictures else "summary"
    yield "twitter:title", title_of(item, settings)
    yield "twitter:description", item.description
    for picture in pictures[:1]:
        yield "twitter:image", picture.address
        yield "twitter:image:alt", picture.alt


def _shared(title: str, description: str, path: str, settings: Settings, language: str = "") -> Pairs:
    yield "og:title", title
    if description:
        yield "og:description", description
    if address := settings.address(path):
        yield "og:url", address
    yield "og:site_name", settings.site_name
    yield "og:locale", (language or settings.language).replace("-", "_")


@dataclass(frozen=True, slots=True)
class _Picture:
    """The picture of a page for social networks: its absolute address, size in pixels, and alternative text."""

    address: str
    width: int
    height: int
    alt: str

    @property
    def properties(self) -> Pairs:
        """In the words of Open Graph."""
        yield "og:image", self.address
        yield "og:image:type", "image/jpeg" if self.address.endswith(".jpg") else "image/png"
        yield "og:image:width", str(self.width)
        yield "og:image:height", str(self.height)
        yield "og:image:alt", self.alt


def _drawn(path: str, alt: str, settings: Settings) -> Iterator[_Picture]:
    """The card that is drawn of a page."""
    if settings.social_cards and settings.site_url:
        yield _Picture(settings.address(path), *social_card.SIZE, alt)


def _pictures(item: Article, card: Card, settings: Settings) -> Iterator[_Picture]:
    """The article's own picture, and the card that is drawn of it."""
    if card.image and card.image.sizes and settings.site_url:
        href, width = card.image.sizes[-1]
        height = round(width * card.image.height / card.image.width)
        yield _Picture(settings.address(href), width, height, card.image.alt)
    yield from _drawn(card_of(item), f"{item.title}. {settings.site_name}", settings)


# --- other pages --------------------------------------------------------------------------------------------------


def page(
    title: str,
    description: str,
    path: str,
    settings: Settings,
    *,
    feed: str | None = None,
    nodes: Sequence[schema_org.Json] = (),
) -> Head:
    """The head of a page that is no article. ``path`` is its address; ``feed`` is the folder of its feeds."""
    image = [pair for card in _drawn(HUB_CARD, settings.site_name, settings) for pair in card.properties]
    return Head(
        canonical=settings.address(path),
        names=(("twitter:card", "summary_large_image" if image else "summary"),),
        properties=(("og:type", "website"), *_shared(title, description, path, settings), *image),
        links=tuple(_feed_links(feed, title if feed else settings.site_name, settings) if feed is not None else ()),
        json_ld=schema_org.script(*nodes) if nodes and settings.site_url else None,
    )


def _feed_links(folder: str, title: str, settings: Settings) -> Iterator[HeadLink]:
    for name, kind in _FEEDS if settings.site_url else ():
        yield HeadLink("alternate", f"{folder}{name}", kind, title)
