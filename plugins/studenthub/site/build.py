"""One build of the hub: the pages to make, and how the text of each is converted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from urllib.parse import quote

from studenthub import render, styles
from studenthub.markup.document import Document, Link
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.parse import languages
from studenthub.render import Page
from studenthub.runtime.cache import Cache
from studenthub.site.failure import SiteFailed
from studenthub.site.settings import SiteSettings
from studenthub.styles.formatter import Formatter


@dataclass(frozen=True)
class Build:
    """A hub on its way to become a site. ``pages`` are by their path relative to docs/."""

    settings: SiteSettings
    hub: Hub
    pages: Mapping[str, Page]
    cache: Cache
    document: Document

    @classmethod
    def begin(cls, hub: Hub, settings: SiteSettings, formatter: Formatter, cache: Cache) -> Build:
        """The pages of a hub, which ``formatter`` will be asked for.

        Raises SiteFailed where mkdocs.yml leaves out an article, which lists would lead to.
        """
        hub = _included(hub, settings)
        document = Document(
            formatter,
            settings.style,
            hub.settings.references_heading,
            lists=settings.hub.reference_lists,
            has_title=True,
            language=hub.settings.language,
        )
        entries = partial(formatter.entries, settings.style, hub.settings.interface.language)
        pages = render.everything(hub, entries, settings.style.key)
        return cls(settings, hub, {page.path: page for page in pages}, cache, document)

    def document_of(self, page: Page) -> Document:
        """How the text of a page is to be converted."""
        if not page.article:
            return self.document
        article = self.hub.catalogue.by_slug[page.article]
        style = styles.of_article(article, self.document.style)
        document = replace(self.document, style=style, language=article.language or self.document.language)
        return replace(document, also=dict(self._also(article, document.language_of_lists)))

    def _also(self, article: Article, around: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
        """For each source of an article, the other articles that cite it: the newest three, in a list in ``around``."""
        for key in article.keys:
            others = [other for other in self.hub.catalogue.by_source.get(key, ())[:4] if other is not article][:3]
            if others:
                yield key, tuple(self._link(other, around) for other in others)

    def _link(self, article: Article, around: str) -> Link:
        """A link to an article, made once for all lists in ``around``."""
        if (article.slug, around) not in self._links:
            language = languages.differing(article.language or self.hub.settings.language, around)
            self._links[article.slug, around] = Link(article.title, f"../{quote(article.slug)}/", language=language)
        return self._links[article.slug, around]

    @cached_property
    def _links(self) -> dict[tuple[str, str], Link]:
        return {}


def format_all(hub: Hub, settings: SiteSettings, formatter: Formatter) -> None:
    """Begin to format whatever pages will ask for, in their order: that of an article prints it as an entry."""
    format_articles(hub.catalogue.articles, settings, formatter)
    formatter.submit_entries(settings.style, hub.settings.interface.language, hub.catalogue.cited)


def format_articles(articles: Sequence[Article], settings: SiteSettings, formatter: Formatter) -> None:
    """Begin to format what the pages of some articles will ask for."""
    formatter.submit_entries(
        settings.style, settings.hub.interface.language, render.printed_articles(articles, settings.hub)
    )
    for article in articles:
        formatter.submit(styles.of_article(article, settings.style), article.groups)


def _included(hub: Hub, settings: SiteSettings) -> Hub:
    """The hub without the guides that are left out."""
    for article in hub.catalogue.articles:
        if settings.excludes(hub.settings.in_docs(article.path)):
            message = f"{article.path} is left out by exclude_docs or draft_docs in mkdocs.yml, and lists lead to it"
            raise SiteFailed(f"{message} (write draft: true in its front matter instead)")
    kept = {path: guide for path, guide in hub.guides.items() if not settings.excludes(hub.settings.in_docs(path))}
    return replace(hub, guides=kept)
