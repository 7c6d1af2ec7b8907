"""MkDocs as a generator: its settings, files, templates and plugins, as the hub asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from mkdocs_studenthub.private import get_context
from studenthub.model.settings import Settings
from studenthub.render import Page, is_picture
from studenthub.site.folder import assets, collisions
from studenthub.site.generator import PageText, Shown
from studenthub.site.settings import SiteSettings
from studenthub.source.problems import Problem


class MkDocs:
    """MkDocs as the generator of a hub. ``files`` are all files of docs/ and of the theme, and all pages."""

    def __init__(self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> None:
        self._config, self._files, self._nav, self._env = config, files, nav, env

    @property
    def templates(self) -> Environment:
        """See ``Generator``."""
        return self._env

    def address(self, path: str) -> str | None:
        """See ``Generator``."""
        file = self._files.get_file_from_path(path)
        if file is None:
            return None
        return "" if file.url == "./" else file.url

    def is_excluded(self, path: str) -> bool:
        """See ``Generator``."""
        file = self._files.src_uris.get(path)
        return file is not None and file.inclusion == InclusionLevel.EXCLUDED

    def showing(self, pages: Collection[Page]) -> MkDocs:
        """See ``Generator``."""
        return MkDocs(self._config, with_pages(self._files, pages, self._config), self._nav, self._env)

    def show(self, page: Page, text: PageText) -> Shown:
        """See ``Generator``."""
        shown = MkDocsPage(page.title, self._files.src_uris[page.path], self._config)
        shown.markdown = page.body
        shown.meta = {"title": page.title, "description": page.description, "template": page.template, "hub": page.view}
        shown.toc = get_toc(list(text.headings))
        shown.edit_url = text.edit_url or None
        plugins = self._config.plugins
        shown.content = plugins.on_page_content(text.html, page=shown, config=self._config, files=self._files)
        return shown

    def html(self, page: Page, shown: Shown) -> str:
        """See ``Generator``."""
        mkdocs_page, plugins, config = cast("MkDocsPage", shown), self._config.plugins, self._config
        context = get_context(self._nav, self._documents, config, mkdocs_page)
        context = plugins.on_page_context(context, page=mkdocs_page, config=config, nav=self._nav)
        html = self._env.get_template(page.template).render(context)
        return plugins.on_post_page(html, page=mkdocs_page, config=config) or ""

    @cached_property
    def _documents(self) -> Sequence[File]:
        """The pages that templates know as ``pages``: listed once, and not for each page, as MkDocs does."""
        return self._files.documentation_pages()


def files_of(files: Files, pages: Collection[Page], config: MkDocsConfig, settings: SiteSettings) -> Files:
    """MkDocs' files with the pages that follow from articles, and with the theme's as this hub needs them."""
    docs = Path(config.docs_dir)
    for file in list(files):
        if assets.is_made(file.src_uri) and not _is_in_docs(file, docs):
            files.remove(file)
            files.append(
                File.generated(
                    config, file.src_uri, content=assets.made(file.src_uri, file.content_string, settings.hub)
                )
            )
    return with_pages(files, pages, config)


def with_pages(files: Files, pages: Collection[Page], config: MkDocsConfig) -> Files:
    """``files`` with just these pages."""
    paths = {page.path for page in pages}
    kept = [file for file in files if not file.is_documentation_page() or file.src_uri in paths]
    known = {file.src_uri for file in kept}
    made = [File.generated(config, path, content="") for path in paths if path not in known]
    found = Files([*kept, *made])
    for page in pages:
        if page.template != "guide.html" and page.path != "index.md":
            # In the navigation, every page would print every other one: 5.7 times the work at 1,000 articles.
            found.src_uris[page.path].inclusion = InclusionLevel.NOT_IN_NAV
    return found


def pictures_of(files: Files, config: MkDocsConfig, settings: Settings) -> list[File]:
    """The pictures in docs/ that only some pages show."""
    docs = Path(config.docs_dir)
    pictures = [file for file in files if is_picture(file.src_uri) and _is_in_docs(file, docs)]
    return [file for file in pictures if not assets.is_shown(file.src_uri, settings)]


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


def turn_away(files: Files, config: MkDocsConfig) -> list[Problem]:
    """Take what would replace a file of the theme or the hub out of ``files``, and what is outside of docs/.

    What is wrong with each.
    """
    docs = Path(config.docs_dir)
    # Whatever they may link to: these are the folders in which MkDocs found files, and there are two or three.
    theirs = {
        folder for folder in {file.src_dir for file in files} if folder and Path(folder).resolve() == docs.resolve()
    }
    made = {file.dest_uri for file in files if file.src_dir not in theirs}
    found = [(file.src_uri, file.dest_uri) for file in files if file.src_dir in theirs]
    wrong = dict(collisions.find(docs, found, made, map(Path, config.theme.dirs)))
    for path in wrong:
        files.remove(files.src_uris[path])
    return list(wrong.values())


def _is_in_docs(file: File, docs: Path) -> bool:
    return Path(file.abs_src_path or docs).is_relative_to(docs)
