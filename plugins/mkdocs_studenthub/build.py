"""One build of the hub: what the core read and made, in the shapes that MkDocs asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from urllib.parse import quote

from jinja2 import Environment, TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from studenthub import render, styles
from studenthub.hub import Hub
from studenthub.markup.extension import Document, Link
from studenthub.model.catalogue import Catalogue
from studenthub.model.settings import Settings
from studenthub.render import Page
from studenthub.runtime.cache import Cache
from studenthub.site import stylesheet
from studenthub.source.text import Text
from studenthub.styles import Formatter, Style

_STYLESHEET = "assets/stylesheets/main."
#: What of the theme our own templates use: its stylesheets. Its scripts and search workers stay at home.
_KEPT_ASSETS = (_STYLESHEET, "assets/hub", "assets/search", "assets/browse", "assets/write", "assets/images/")


@dataclass(frozen=True)
class Options:
    """What mkdocs.yml says: the hub's settings, its style, and the words of mkdocs-bibtex for its lists.

    ``bibs`` are files of BibTeX that came from an address, ``files`` the places of those that did not. ``excludes``
    says of a path below docs/ whether MkDocs leaves it out.
    """

    settings: Settings
    style: Style
    lists_by_default: bool
    bib_command: str
    full_bib_command: str
    bibs: tuple[Text, ...] = ()
    files: tuple[str, ...] = ()
    excludes: Callable[[str], bool] = lambda _: False


@dataclass(frozen=True)
class Build:
    """A hub on its way to MkDocs. ``pages`` are by their path relative to docs/."""

    hub: Hub
    pages: Mapping[str, Page]
    cache: Cache
    document: Document

    @classmethod
    def begin(cls, hub: Hub, options: Options, formatter: Formatter, cache: Cache) -> Build:
        """The pages of a hub, which ``formatter`` will be asked for.

        Raises PluginError where mkdocs.yml leaves out an article, which lists would lead to.
        """
        hub = _included(hub, options.excludes)
        document = Document(
            formatter,
            options.style,
            hub.settings.references_heading,
            lists_by_default=options.lists_by_default,
            bib_command=options.bib_command,
            full_bib_command=options.full_bib_command,
        )
        pages = render.everything(hub, partial(formatter.entries, options.style), options.style.key)
        return cls(hub, {page.path: page for page in pages}, cache, document)

    def format_all(self) -> None:
        """Begin to format whatever will be asked for, while the rest goes on."""
        formatter, style = self.document.formatter, self.document.style
        for article in self.hub.catalogue.articles:
            formatter.submit(styles.of_article(article, style), article.groups)
        formatter.submit_entries(style, render.printed(self.hub))

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        """MkDocs' files with the pages that follow from articles, and without what is not published or not used."""
        for file in list(files):
            if _is_unused(file, Path(config.docs_dir)):
                files.remove(file)
            elif file.src_uri.startswith(_STYLESHEET):
                files.remove(file)
                files.append(File.generated(config, file.src_uri, content=_trimmed(file, files)))
            elif file.src_uri.endswith(".css") and not _is_in_docs(file, Path(config.docs_dir)):
                files.remove(file)
                files.append(File.generated(config, file.src_uri, content=stylesheet.compact(file.content_string)))
        return self.with_pages(files, config)

    def with_pages(self, files: Files, config: MkDocsConfig) -> Files:
        """``files`` with just these pages."""
        kept = [file for file in files if not file.is_documentation_page() or file.src_uri in self.pages]
        known = {file.src_uri for file in kept}
        made = [File.generated(config, path, content="") for path in self.pages if path not in known]
        found = Files([*kept, *made])
        for path, page in self.pages.items():
            if page.template != "guide.html" and path != "index.md":
                # In the navigation, every page would print every other one: 5.7 times the work at 1,000 articles.
                found.src_uris[path].inclusion = InclusionLevel.NOT_IN_NAV
        return found

    def document_of(self, page: Page) -> Document:
        """How the text of a page is to be converted."""
        if not page.article:
            return self.document
        article = self.hub.catalogue.by_slug[page.article]
        style = styles.of_article(article, self.document.style)
        return replace(self.document, style=style, also=dict(_also(self.hub.catalogue, article.slug)))


def navigable(files: Files, config: MkDocsConfig) -> Files:
    """``files`` without the pages that are not in the navigation: MkDocs prepares each page that it is shown."""
    named = set(_paths(config.nav))

    def is_shown(file: File) -> bool:
        return file.inclusion != InclusionLevel.NOT_IN_NAV or file.src_uri in named

    return Files([file for file in files if not file.is_documentation_page() or is_shown(file)])


def _paths(nav: object) -> Iterator[str]:
    """The paths in a navigation, as MkDocs looks them up."""
    if isinstance(nav, str):
        yield PurePath(nav.lstrip("/")).as_posix()
    elif isinstance(nav, Mapping):
        yield from (path for value in nav.values() for path in _paths(value))
    elif isinstance(nav, list):
        yield from (path for value in nav for path in _paths(value))


def excluded(config: MkDocsConfig, path: str, *, preview: bool) -> bool:
    """Whether exclude_docs or draft_docs in mkdocs.yml leaves out a file, whose path is relative to docs/."""
    file = File(path, config.docs_dir, config.site_dir, config.use_directory_urls)
    set_exclusions([file], config)
    return file.inclusion == InclusionLevel.EXCLUDED or (file.inclusion == InclusionLevel.DRAFT and not preview)


def _included(hub: Hub, excludes: Callable[[str], bool]) -> Hub:
    """The hub without the guides that are left out."""
    start = len(hub.settings.docs_dir) + 1
    for article in hub.catalogue.articles:
        if excludes(article.path[start:]):
            message = f"{article.path} is left out by exclude_docs or draft_docs in mkdocs.yml, and lists lead to it"
            raise PluginError(f"{message} (write draft: true in its front matter instead)")
    return replace(hub, guides={path: guide for path, guide in hub.guides.items() if not excludes(path[start:])})


def _trimmed(theirs: File, files: Files) -> str:
    """The theme's stylesheet without what our pages do not have."""
    ours = files.get_file_from_path("assets/hub.css")
    return stylesheet.trim(theirs.content_string, ours.content_string if ours else "")


def _also(catalogue: Catalogue, slug: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """For each source of an article, the other articles that cite it: the newest three."""
    for key in catalogue.by_slug[slug].keys:
        others = [other for other in catalogue.by_source.get(key, ())[:4] if other.slug != slug][:3]
        if others:
            yield key, tuple(Link(other.title, f"../{quote(other.slug)}/") for other in others)


def _is_in_docs(file: File, docs_dir: Path) -> bool:
    return Path(file.abs_src_path or docs_dir).is_relative_to(docs_dir)


def _is_unused(file: File, docs_dir: Path) -> bool:
    """Whether a file is one of the theme's that our templates do not ask for."""
    if not file.src_uri.startswith("assets/") or _is_in_docs(file, docs_dir):
        return False
    return not file.src_uri.startswith(_KEPT_ASSETS) or file.src_uri.endswith(".map")


#: What templates are told besides their page.
TOLD = ("theme_stylesheet", "hub_language", "hub_navigation", "content_security_policy")


def prepare(env: Environment, files: Files, language: str) -> None:
    """Make our templates escape, and tell them where the theme's stylesheet is, and the hub's language."""
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
