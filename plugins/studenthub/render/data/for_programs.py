"""Files for programs: records of articles, the bibliography, an index of the catalogue, robots.txt and llms.txt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from studenthub.model.articles import Article
from studenthub.model.catalogue import Catalogue
from studenthub.model.collections import SOURCES
from studenthub.model.hub import Hub
from studenthub.model.settings import Settings
from studenthub.model.sources.source import Source
from studenthub.model.terms import TERM_KINDS
from studenthub.render import citing
from studenthub.render.citing import path_of
from studenthub.render.data import exports
from studenthub.render.data.exports import Export
from studenthub.render.page import OutputFile, Page
from studenthub.render.pages import redirects
from studenthub.runtime import templating
from studenthub.runtime.cache import digest
from studenthub.runtime.fingerprints import fingerprint

#: How many articles llms.txt (https://llmstxt.org) lists; catalogue.json lists all.
_LISTED = 50


def files(hub: Hub, pages: Iterable[Page]) -> Iterator[OutputFile]:
    """All files for programs that follow from the catalogue alone."""
    for article in hub.catalogue.articles:
        identify = cache(partial(_record, article, hub.settings))
        for export in exports.ARTICLE:
            yield OutputFile(path_of(article) + export.name, partial(export.write, article, hub.settings), identify)
    for one in exports.BIBLIOGRAPHY:
        yield OutputFile(f"{SOURCES}/{one.name}", partial(_bibliography, one, hub), partial(_cited, hub.catalogue))
    yield OutputFile("catalogue.json", partial(catalogue, hub))
    yield OutputFile("llms.txt", partial(llms, hub))
    yield OutputFile("robots.txt", partial(robots, hub.settings))
    yield OutputFile("sitemap.xml", partial(sitemap, pages, hub))


def _bibliography(export: Export[Sequence[Source]], hub: Hub) -> str:
    return export.write(hub.catalogue.cited, hub.settings)


def _record(article: Article, settings: Settings) -> str:
    """A digest of all that the records of an article say."""
    return fingerprint(citing.record(article, settings), article.authors, article.keywords)


def _cited(catalogue: Catalogue) -> str:
    """A digest of all that the bibliography says. The order follows from the sources."""
    known = catalogue.bibliography.sources
    return digest(*sorted(known[key].fingerprint for key in catalogue.by_source))


def catalogue(hub: Hub) -> str:
    """Every article with what is known of it, one to a line, and the names of the terms."""
    terms = {
        kind: {ident: hub.catalogue.terms[kind][ident].name for ident in sorted(hub.catalogue.lists[kind])}
        for kind in TERM_KINDS
    }
    known = {"version": 1, "title": hub.settings.site_name, "url": hub.settings.address(""), "terms": terms}
    if hub.catalogue.withdrawn:
        known["withdrawn"] = redirects.records(hub.catalogue, hub.settings)
    head = json.dumps(known, ensure_ascii=False)
    rows = ",\n".join(
        json.dumps(_row(article, hub.settings), ensure_ascii=False, default=str) for article in hub.catalogue.articles
    )
    return f'{head[:-1]}, "articles": [\n{rows}\n]}}\n'


def _row(article: Article, settings: Settings) -> Mapping[str, object]:
    """An article: the fields of its front matter, with what the hub knows of them; terms are their ids."""
    row = {
        "id": article.slug,
        "url": settings.address(path_of(article)) or path_of(article),
        **article.record,
        "updated": article.last_changed if article.is_dated else "",
        "status": article.status,
        "authors": [author.id for author in article.authors],
        "institutions": [author.institution for author in article.authors if author.institution],
        "sources": article.keys,
        "licence": article.licence or settings.licence,
        "language": article.language or settings.language,
        "words": article.words,
    }
    return {name: value for name, value in row.items() if value}


def robots(settings: Settings) -> str:
    """Everybody may read everything; the map of the site is there."""
    sitemap = settings.address("sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")


def sitemap(pages: Iterable[Page], hub: Hub) -> str:
    """All pages for search engines, each with the day on which what it shows last changed, and in its languages.

    https://www.sitemaps.org/protocol.html
    """
    settings, several = hub.settings, hub.catalogue.versions
    listed = [page for page in pages if page.indexed] if settings.site_url else []
    rows = [(settings.address(page.address), page.changed(), _versions(page, hub)) for page in listed]
    return str(templating.render("sitemap.xml", rows=rows, several=bool(several)))


def _versions(page: Page, hub: Hub) -> Sequence[tuple[str, str]]:
    """The languages of an article of which there are several versions, with the whole address of each."""
    settings, group = hub.settings, hub.catalogue.versions.get(page.article, ())
    return [(one.language or settings.language, settings.address(path_of(one))) for one in group]


def llms(hub: Hub) -> str:
    """llms.txt: a description of the hub and its addresses, in Markdown (https://llmstxt.org)."""
    settings, _ = hub.settings, hub.settings.interface.gettext

    def link(text: str, path: str, note: str) -> str:
        words = " ".join(text.replace("[", "(").replace("]", ")").split())
        return f"- [{words}]({settings.address(path) or '/' + path}): {' '.join(note.split())}"

    data = [
        link(_("Catalogue"), "catalogue.json", _("every article with authors, topics, sources and dates, as JSON")),
        link(_("Bibliography"), "sources/sources.json", _("every source, as CSL-JSON")),
    ]
    if settings.site_url:
        data.append(link(_("Feed"), "feed.xml", _("the newest articles with their whole text, as Atom")))
    current = [article for article in hub.catalogue.articles if article.status != "retraction"]
    articles = (link(citing.title_of(one, settings), path_of(one), one.description) for one in current[:_LISTED])
    cite = _(
        "Every article names its authors and its sources. Cite an article by its own address, a source by its own."
    )
    about = [f"# {settings.site_name}", "", f"> {settings.site_description}" if settings.site_description else ""]
    lines = [*about, "", cite, "", "## " + _("Data"), "", *data, "", "## " + _("Articles"), "", *articles]
    return "\n".join(lines) + "\n"
