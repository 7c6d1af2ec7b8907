"""The site of a hub without a site generator: the files of docs/, the hub's templates, and nothing else."""

from __future__ import annotations

import fnmatch
import logging
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader

from studenthub.render import Page, is_picture
from studenthub.render.page import address_of
from studenthub.site.build import Build
from studenthub.site.conversion import templates
from studenthub.site.conversion.links import relative
from studenthub.site.failure import SiteFailed
from studenthub.site.folder import assets, collisions
from studenthub.site.folder.publish import Publication
from studenthub.site.generator import PageText, Shown
from studenthub.site.settings import SiteSettings
from studenthub.site.site import Site
from studenthub.source.folders import walk
from studenthub.source.problems import Problem

_LOG = logging.getLogger("studenthub")
_NOT_FOUND = "404.html"
#: Pages by their names; other files of docs/ are copied.
_PAGES = ("*.md", "*.mkd", "*.mkdn", "*.mdown", "*.markdown")
#: What is in a folder of templates and is no file for readers.
_NO_ASSETS = (".*", "*/.*", "*.py", "*.pyc", "*.html", "*readme*", "mkdocs_theme.yml", "locales/*", *_PAGES)


class Heading(NamedTuple):
    """A heading of the highest level in a text: its words, and its place on the page."""

    title: str
    url: str


@dataclass
class ShownPage:
    """A page as templates know it; ``url`` is its address, quoted."""

    title: str
    url: str
    meta: Mapping[str, object] = field(repr=False)
    content: str | None = field(repr=False)
    toc: tuple[Heading, ...]
    edit_url: str | None

    @property
    def is_homepage(self) -> bool:
        """Whether it is the first page of the site."""
        return self.url == ""


class _Config(NamedTuple):
    """The values of mkdocs.yml that templates read."""

    site_name: str
    site_url: str
    site_description: str
    repo_url: str
    extra: Mapping[str, object]


class Standalone:
    """A Generator of its own. ``media`` are the files of docs/ that are copied, by their path."""

    def __init__(
        self, settings: SiteSettings, pages: Collection[Page], media: Collection[str], env: Environment
    ) -> None:
        self._settings, self._media, self._env = settings, media, env
        self._pages = frozenset(page.path for page in pages)
        hub = settings.hub
        self._config = _Config(hub.site_name, hub.site_url, hub.site_description, hub.repo_url, hub.extra)

    @property
    def templates(self) -> Environment:
        """See ``Generator``."""
        return self._env

    def address(self, path: str) -> str | None:
        """See ``Generator``."""
        if path in self._pages:
            return quote(address_of(path))
        return quote(path) if path in self._media else None

    def is_excluded(self, path: str) -> bool:
        """See ``Generator``."""
        return self._settings.excludes(path)

    def showing(self, pages: Collection[Page]) -> Standalone:
        """See ``Generator``."""
        return Standalone(self._settings, pages, self._media, self._env)

    def show(self, page: Page, text: PageText) -> ShownPage:
        """See ``Generator``."""
        meta = {"title": page.title, "description": page.description, "template": page.template, "hub": page.view}
        toc = tuple(map(_heading, text.headings))
        return ShownPage(page.title, quote(page.address), meta, text.html, toc, text.edit_url or None)

    def html(self, page: Page, shown: Shown) -> str:
        """See ``Generator``."""
        base = relative("", quote(page.address))
        return self._env.get_template(page.template).render(page=shown, config=self._config, base_url=base)

    def not_found(self) -> str:
        """The page for addresses that lead nowhere, from any of which it is shown."""
        base = urlsplit(self._settings.hub.site_url or "/").path
        return self._env.get_template(_NOT_FOUND).render(page=None, config=self._config, base_url=base)


def publish(settings: SiteSettings, *, strict: bool) -> None:
    """Build the site in its folder; with ``strict``, not where something was warned of.

    Raises SiteFailed, and what a worker for citations raises.
    """
    _run(Publication(_LOG), settings, strict=strict)


def preview(settings: SiteSettings, path: str) -> None:
    """Make the page of ``path``, relative to docs/, and what it loads, in the folder of the site.

    Drafts and articles of the future have a page as well, and what is wrong in a text stops nothing: it is on the page.
    Raises SiteFailed, and what a worker for citations raises.
    """
    _run(Publication(_LOG, stages=False, stops=False, only=(path,)), settings)


def _run(work: Publication, settings: SiteSettings, *, strict: bool = False) -> None:
    try:
        build = work.begin(settings)
        if build:
            folder = work.folder(settings)
            site, generator, wrong = prepare(build, folder)
            _write(folder / _NOT_FOUND, generator.not_found())
            work.finish(site, wrong)
        if strict and work.has_warned:
            raise SiteFailed("Something was warned of: nothing was built, and the old site is as it was.")
    except BaseException:
        work.fail()
        raise
    finally:
        work.end()


def prepare(build: Build, folder: Path) -> tuple[Site, Standalone, list[Problem]]:
    """The site of a build, and what is wrong with files of docs/. Puts the files that are no pages into ``folder``."""
    settings = build.settings
    env = Environment(loader=FileSystemLoader(settings.templates))  # noqa: S701 - prepared below
    templates.prepare(env, settings)
    pages = build.pages.values()
    theirs = {path: file for folder in reversed(settings.templates) for path, file in _assets(folder)}
    found = [path for path in media_of(settings) if not settings.excludes(path)]
    made = {*theirs, *(f"{page.address}index.html" for page in pages)}
    wrong = dict(collisions.find(settings.docs, [(path, path) for path in found], made, settings.templates))
    media = frozenset(found) - wrong.keys()
    for path in media:
        # Pictures are the site's own: it publishes those that a page shows, without what is hidden in them.
        if not is_picture(path) or assets.is_shown(path, settings.hub):
            _copy(settings.docs / path, folder / path)
    for path, file in theirs.items():
        if assets.is_made(path):
            _write(folder / path, assets.made(path, file.read_text(encoding="utf-8"), settings.hub))
        else:
            _copy(file, folder / path)
    generator = Standalone(settings, pages, media, env)
    return Site(build, generator), generator, list(wrong.values())


def media_of(settings: SiteSettings) -> Iterator[str]:
    """The files of docs/ that are no pages, left out or not."""
    for path, entry in walk(settings.docs):
        if not entry.is_dir() and not _is_one_of(path, _PAGES):
            yield path


def _assets(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files for readers that come with the templates."""
    for path, entry in walk(folder):
        if entry.is_file() and not _is_one_of(path, _NO_ASSETS):
            yield path, folder / path


def _is_one_of(path: str, patterns: Collection[str]) -> bool:
    return any(fnmatch.fnmatch(path.lower(), pattern) for pattern in patterns)


def _heading(token: Mapping[str, Any]) -> Heading:
    return Heading(token["name"], f"#{token['id']}")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
