"""One run of MkDocs, from its command to its end: what was read and made so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from mkdocs_studenthub.log import MKDOCS
from mkdocs_studenthub.server import PreviewServer, require_port
from studenthub.runtime import gc_pause
from studenthub.site.failure import SiteFailed
from studenthub.site.folder.publish import Publication
from studenthub.site.settings import SiteSettings
from studenthub.source.stop import Stop

if TYPE_CHECKING:
    from mkdocs_studenthub.making import Making
    from studenthub.site.build import Build
    from studenthub.site.serving.preview import Preview


class Session:
    """A run of ``mkdocs build``, ``serve`` or ``gh-deploy``. A preview builds several times in one."""

    def __init__(self, command: str, *, dirty: bool) -> None:
        self._serves = command == "serve"
        # What cannot tell us of requests gets a whole site, with drafts and problems. --dirty builds on what is there.
        self._previews = self._serves and _reloads()
        self._preview: Preview | None = None
        self._stages = command == "build" and not dirty
        self.stops = command == "build"
        self._work: Publication | Preview | None = None
        self._making: Making | None = None
        self._themes: list[str] = []

    def begin(self, config: MkDocsConfig, read: Callable[[], SiteSettings]) -> None:
        """Read and check the hub, whose settings ``read`` gives. Raises Abort."""
        if self._serves and self._work is None:
            require_port(*config.dev_addr)
        self._making = None
        with aborting():
            settings = read()
            if self._previews:
                self._work = self._preview = self._preview or _preview(settings)
            else:
                self._work = Publication(MKDOCS, stages=self._stages, stops=self.stops)
            for note in settings.hub.appearance.notes:
                MKDOCS.info(note)
            build = self._work.begin(settings)
            self._making = _making(build) if build else None
            config.site_dir = str(self._work.folder(settings))
        # No file of a theme below ours is published, and Material has 14,000: MkDocs need not list them, and gets
        # them back for its templates.
        self._themes = config.theme.dirs
        config.theme.dirs = [folder for folder in self._themes if Path(folder) in settings.templates]

    def files(self, files: Files, config: MkDocsConfig) -> Files:
        """MkDocs' files with our pages, so that links can lead to them."""
        config.theme.dirs = self._themes
        if self._making is None:
            config.theme.static_templates.clear()
            config.nav = []
            return Files([])
        # Ours has the dates of the articles.
        config.theme.static_templates.discard("sitemap.xml")
        return self._making.files(files, config)

    def navigable(self, files: Files, config: MkDocsConfig) -> Files:
        """After all other plugins, which may add files, and want to see the pages."""
        return self._making.navigable(files, config) if self._making else files

    def nav(self, nav: Navigation, files: Files, config: MkDocsConfig) -> Navigation:
        """From here on pages and pictures are ours. MkDocs would make all pages, and keep them in memory; and it would
        copy pictures, those of drafts too, with all that is hidden in them."""
        pictures = self._making.pictures(nav, files, config) if self._making else []
        for file in (*files.documentation_pages(), *pictures):
            files.remove(file)
        return nav

    def env(self, env: Environment, config: MkDocsConfig) -> Environment:
        """The site can be made: all that MkDocs has for it is there. Raises Abort."""
        env.loader = FileSystemLoader(config.theme.dirs)
        if self._making:
            with aborting():
                self._making.prepare(env, config, preview=self._previews)
        return env

    def finish(self) -> None:
        """Make the pages. Raises Abort."""
        if self._work and self._making and self._making.site:
            with aborting():
                self._work.finish(self._making.site, self._making.wrong)

    def fail(self, error: Exception) -> None:
        """Leave the old site as it was. Raises Abort, with more words where MkDocs has few."""
        if self._work:
            self._work.fail()
        if isinstance(error, OSError):
            raise Abort(f"The site could not be written, and the old site is as it was: {error}") from None

    def server(self, server: LiveReloadServer, config: MkDocsConfig, build: Callable[[], None]) -> LiveReloadServer:
        """The server of a preview, in the place of MkDocs' own."""
        return PreviewServer(self._preview, config, _failing(build)).follow() if self._preview else server

    def end(self) -> None:
        """The last hook of a build, after --strict has counted the warnings. Raises Abort."""
        if self._work:
            with aborting():
                self._work.end()


@contextmanager
def aborting() -> Iterator[None]:
    """Turn what is wrong with the hub or its settings into MkDocs' own way to stop: a message, and no traceback."""
    try:
        yield
    except Stop as stop:
        raise Abort(stop.said) from None


def _failing(build: Callable[[], None]) -> Callable[[], None]:
    """``build``, which says what is wrong where MkDocs has printed it, and raises that there was something."""

    def run() -> None:
        try:
            build()
        except Abort as error:
            cause = error.__context__
            raise SiteFailed(str(cause if isinstance(cause, BuildError) else error)) from error

    return run


# A build in which nothing has changed is half as much work without the rules and all that makes pages.


def _making(build: Build) -> Making:
    from mkdocs_studenthub.making import Making

    return Making(build)


def _preview(settings: SiteSettings) -> Preview:
    with gc_pause.uncollected():
        from studenthub.site.serving.preview import Preview

        gc_pause.settle()
    return Preview(settings, (MkDocsException,))


def _reloads() -> bool:
    """Whether there will be a server that tells us of requests: not with --no-livereload, and not outside of MkDocs'
    own command."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.params.get("livereload", True))
