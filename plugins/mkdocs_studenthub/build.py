"""One build of the hub: what the core read and made, in the shapes that MkDocs asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from mkdocs_studenthub import search, stylesheet
from studenthub import render, styles
from studenthub.cache import Cache
from studenthub.catalogue import Catalogue
from studenthub.hub import Hub
from studenthub.markdown import CitationExtension, Document, Link
from studenthub.render import Page, views
from studenthub.render.views import ArticleView, Content
from studenthub.styles import Formatter, Style

_STYLESHEET = "assets/stylesheets/main."
#: What of the theme our own templates use: its stylesheets. Its scripts and search workers stay at home.
_KEPT_ASSETS = (_STYLESHEET, "assets/hub", "assets/search", "assets/browse", "assets/images/")
_CHECKBOX = re.compile(r'<input((?=[^>]* type="checkbox")(?![^>]*aria-label)[^>]*)>')


class BarePage(MkDocsPage):
    """A page that is all template. MkDocs would set up a Markdown converter for its empty text: a tenth of a build."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        if self.markdown:
            super().render(config, files)
        else:
            self.content = ""
            self.present_anchor_ids = set()


@dataclass(frozen=True)
class Build:
    """A hub on its way to MkDocs. ``pages`` are by their path relative to docs/."""

    hub: Hub
    pages: Mapping[str, Page]
    formatter: Formatter
    cache: Cache
    style: Style
    document: Document
    contents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, hub: Hub, style: Style, document_options: Mapping[str, object]) -> Build:
        """Start to format what articles cite, and make all pages meanwhile."""
        cache = Cache(hub.settings.cache_file)
        formatter = Formatter(hub.catalogue.bibliography.sources, cache)
        entries = formatter.entries(style, hub.catalogue.cited)
        for article in hub.catalogue.articles:
            formatter.submit(_style_of(article.csl, style), article.groups)
        pages = {page.path: page for page in render.everything(hub, lambda: entries)}
        document = replace(Document(formatter, style, hub.settings.references_heading), **document_options)  # type: ignore[arg-type]
        return cls(hub, pages, formatter, cache, style, document)

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        """MkDocs' files with the pages that follow from articles, and without what is not published."""
        for file in list(files):
            hidden = file.is_documentation_page() and file.src_uri not in self.pages
            if hidden or _is_unused(file, Path(config.docs_dir)):
                files.remove(file)
            elif file.src_uri.startswith(_STYLESHEET):
                files.remove(file)
                files.append(File.generated(config, file.src_uri, content=_trimmed(file, files)))
        for path, page in self.pages.items():
            known = files.get_file_from_path(path)
            file = known or File.generated(config, path, content=page.body)
            if known is None:
                files.append(file)
            if not page.body:
                file.page = BarePage(None, file, config)
            if page.view.kind != "guide" and page.path != "index.md":
                # In the navigation, every page would print every other one: 5.7 times the work at 1,000 articles.
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def finish(self, mkdocs_page: MkDocsPage, html: str) -> str:
        """The text of a page as it is shown. The feeds will want an article's, which MkDocs holds to the end anyway."""
        page = self.pages.get(mkdocs_page.file.src_uri)
        html = _with_names(html)
        if page and isinstance(page.view, ArticleView):
            self.contents[page.view.slug] = html
        return html

    def write(self, site: Path, docs: Path) -> None:
        """Write what is no page: feeds, records, cards. A file of the same name in docs/ has been copied, and stays."""
        for file in render.files(self.hub, self._content, self.cache):
            if not (docs / file.path).exists():
                path = site / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content)

    def _content(self, slug: str) -> Content:
        return Content("", lambda: self.contents.get(slug, ""))

    def index(self, site: Path) -> None:
        """Make the search index of the finished site."""
        settings = self.hub.settings
        slugs = [article.slug for article in self.hub.catalogue.articles]
        search.index(site, settings.language, slugs, settings.root / settings.cache_dir / "search")

    def body(self, mkdocs_page: MkDocsPage) -> str | None:
        """The Markdown of a page without its front matter, which MkDocs would read again and less strictly."""
        page = self.pages.get(mkdocs_page.file.src_uri)
        return page.body if page else None

    def enter(self, mkdocs_page: MkDocsPage, extension: CitationExtension) -> None:
        """Give a page its metadata, and tell the Markdown extension whose citations come next."""
        page = self.pages.get(mkdocs_page.file.src_uri)
        if page is None:
            return
        mkdocs_page.meta = {
            "title": page.title,
            "description": page.description,
            "template": page.template,
            "hub": page.view,
        }
        # MkDocs would write the day of the build into the map of the site. It needs one date at least.
        unknown = "" if self.hub.catalogue.articles else "1970-01-01"
        mkdocs_page.update_date = page.updated.isoformat() if page.updated else unknown
        also = dict(_also(self.hub.catalogue, mkdocs_page)) if isinstance(page.view, ArticleView) else {}
        extension.document = replace(self.document, style=_style_of(page.csl, self.style), also=also)

    def close(self) -> None:
        """Stop the workers and write the cache."""
        self.formatter.close()
        self.cache.close()


def _trimmed(theirs: File, files: Files) -> str:
    """The theme's stylesheet without what our pages do not have."""
    ours = files.get_file_from_path("assets/hub.css")
    return stylesheet.trim(theirs.content_string, ours.content_string if ours else "")


def _with_names(html: str) -> str:
    """The boxes of task lists with names: their list makes them without (WCAG 4.1.2)."""
    return _CHECKBOX.sub(_name_checkbox, html) if 'type="checkbox"' in html else html


def _name_checkbox(match: re.Match[str]) -> str:
    return f'<input aria-label="{"Done" if "checked" in match[1].replace("checkbox", "") else "To do"}"{match[1]}>'


def _style_of(name: str, default: Style) -> Style:
    """An article's own style; an unknown one is a problem of the article, which a preview shows."""
    if not name:
        return default
    try:
        return styles.find(name)
    except styles.UnknownStyle:
        return default


def _also(catalogue: Catalogue, page: MkDocsPage) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """For each source of an article, the other articles that cite it: the newest three."""
    slug = page.file.url.rstrip("/").rsplit("/", 1)[-1]
    article = catalogue.by_slug.get(slug)
    for key in article.keys if article else ():
        others = [other for other in catalogue.by_source.get(key, ())[:4] if other.slug != slug][:3]
        if others:
            yield key, tuple(Link(other.title, f"../{quote(other.slug)}/") for other in others)


def _is_unused(file: File, docs_dir: Path) -> bool:
    """Whether a file is one of the theme's that our templates do not ask for."""
    if not file.src_uri.startswith("assets/") or Path(file.abs_src_path or docs_dir).is_relative_to(docs_dir):
        return False
    return not file.src_uri.startswith(_KEPT_ASSETS) or file.src_uri.endswith(".map")


def prepare(env: Environment, files: Files, language: str, lists: Sequence[views.Link]) -> None:
    """Make our templates escape, and tell them where the theme's stylesheet is, the hub's language and its lists."""
    env.trim_blocks = env.lstrip_blocks = True
    # Escaping is decided when a template is compiled, so before any is.
    env.autoescape = lambda name: bool(name) and not str(name).endswith(".xml")
    if env.cache is not None:
        env.cache.clear()
    try:
        env.get_template("article.html")
    except TemplateNotFound:
        raise PluginError(
            "the hub's templates are missing; write custom_dir: overrides under theme: in mkdocs.yml"
        ) from None
    main = next(
        (Path(file.src_uri).as_posix() for file in files if file.src_uri.startswith("assets/stylesheets/main.")), ""
    )
    env.globals["theme_stylesheet"] = main
    env.globals["hub_language"] = language
    env.globals["hub_lists"] = lists
