"""Writes docs/ with all generated pages as Markdown, for another site generator.

Articles keep their [@key], and have everything in their front matter that the hub knows of them. Lists are Markdown.
Feeds, records and pictures are files beside them, as in the site. The search is another generator's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment

from studenthub.model.articles import Article
from studenthub.model.collections import SEARCH
from studenthub.model.hub import Hub
from studenthub.render import OutputFile, Page, is_picture
from studenthub.runtime.cache import Cache
from studenthub.site.build import Build, format_all
from studenthub.site.conversion.markdown_pages import MarkdownPages
from studenthub.site.settings import SiteSettings
from studenthub.site.site import Site
from studenthub.site.standalone import Standalone, media_of
from studenthub.styles.formatter import Formatter

#: What only the scripts of the site read, and what every generator writes itself.
_NOT_WRITTEN = (f"{SEARCH}/", "articles/rows-", "articles/author.json", "articles/facets.json", "sitemap.xml")


@dataclass(frozen=True, slots=True)
class Written:
    """How many pages and other files were written."""

    pages: int
    files: int


def write(found: Hub, settings: SiteSettings, folder: Path) -> Written:
    """Put the pages and files of the hub into ``folder``."""
    cache = Cache(settings.hub.cache_file)
    formatter = Formatter(found.catalogue.bibliography.sources, cache)
    try:
        build = Build.begin(found, settings, formatter, cache)
        format_all(found, settings, formatter)
        media = [path for path in media_of(settings) if not settings.excludes(path)]
        pages = _write_pages(build, folder)
        site = Site(build, Standalone(settings, build.pages.values(), media, Environment()))  # noqa: S701 - no template
        files = 0
        for path in (path for path in media if not is_picture(path)):
            _put(folder / path, (settings.docs / path).read_bytes())
            files += 1
        for picture in _pictures(site):
            _put(folder / picture.path, picture.content)
            files += 1
        for path, file in site.outputs.items():
            if not path.startswith(_NOT_WRITTEN) and path not in media:
                _put(folder / path, file.content)
                files += 1
        return Written(pages, files)
    finally:
        formatter.close()
        cache.close()


def _pictures(site: Site) -> Iterable[OutputFile]:
    """The pictures as the site publishes them: those that pages show, which is known when these are converted."""
    for page in site.pages.values():
        site.key(page)
        site.forget(page)
    found = (*site.sent_pictures(site.pages.values()), *site.own_pictures())
    return {picture.path: picture for picture in found}.values()


def _write_pages(build: Build, folder: Path) -> int:
    texts = MarkdownPages(build.settings, {page.address: page.path for page in build.pages.values()})
    docs = build.settings.hub.docs_dir
    articles = {article.path: article for article in build.hub.catalogue.articles}
    pages = [page for page in build.pages.values() if page.template != "search.html"]
    for page in pages:
        article = articles.get(f"{docs}/{page.path}")
        _put(folder / page.path, (_front(page, article) + texts.body(page)).encode())
        page.forget()
    return len(pages)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _front(page: Page, article: Article | None) -> str:
    fields: dict[str, object] = {"title": page.title}
    if page.description:
        fields["description"] = page.description
    if article:
        fields |= _worked_out(article)
    return f"---\n{yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=1000)}---\n\n"


def _worked_out(article: Article) -> Mapping[str, object]:
    """The front matter with everything that the hub knows about its names."""
    fields = {
        **article.record,
        "updated": article.last_changed if article.last_changed != article.date else None,
        "words": article.words,
        "minutes": article.minutes,
        "references": list(article.keys),
    }
    return {name: value for name, value in fields.items() if value}
