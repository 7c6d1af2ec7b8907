"""The preview: shows the hub as it is at the moment when a browser asks for a page.

So an edit takes as long as reading one file, and no page is made that nobody looks at. What cannot be made, because
of a broken setting or template, leaves what was there before, with a word on what is wrong.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

from studenthub.hub import Hub, Read, Reader
from studenthub.model.articles import Article
from studenthub.runtime import gc_pause
from studenthub.runtime.cache import Cache
from studenthub.site import fingerprint
from studenthub.site.build import Build, format_articles
from studenthub.site.serving.debounced import Debounced
from studenthub.site.serving.faults import Faults
from studenthub.site.serving.files import Files
from studenthub.site.settings import SiteSettings
from studenthub.site.site import Site
from studenthub.source import problems
from studenthub.source.problems import Problem
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers

#: Seconds without an edit after which the checks run: they look at the whole hub.
_PAUSE = 0.3
#: How the names of files of the bibliography and of styles end.
_SOURCES = (".bib", ".csl")


class _Outdated(Exception):
    """The hub that is being checked has changed since."""


@dataclass(frozen=True)
class _Begun:
    """A whole build that has begun: the hub as ``reader`` has read it, and the ``files`` that it will have."""

    reader: Reader
    read: Read
    files: Files


@dataclass(frozen=True)
class _Shown:
    """What browsers see: the ``site`` of a hub as ``reader`` has read it, and its ``files``.

    ``frame`` is a fingerprint of what only a whole build can show after a change. ``failure`` says why what is shown
    is not the newest, or is not checked.
    """

    reader: Reader
    read: Read
    files: Files
    site: Site
    frame: str
    failure: str = ""

    @property
    def settings(self) -> SiteSettings:
        """Those of the last whole build."""
        return self.site.settings

    @property
    def of_rules(self) -> set[Problem]:
        """What the rules have found."""
        return set(self.site.problems) - set(self.read.hub.problems)


class Preview:
    """A preview, from its first build to its end.

    A whole build turns what has ``begun`` into what is ``shown``, and so an edit never meets half of either.
    ``settings`` are those of the first build. ``known`` are the exceptions that the generator has words for.
    """

    def __init__(self, settings: SiteSettings, known: tuple[type[Exception], ...] = ()) -> None:
        self._faults = Faults(known)
        self._cache = Cache(settings.hub.cache_file)
        self._workers = Workers()
        self._folders = (settings.folder / str(number) for number in count(1))
        self._checks = Debounced(self._check, _PAUSE)
        self._lock = threading.RLock()
        self._begun: _Begun | None = None
        self._last: _Shown | None = None
        #: Called when what browsers show is old.
        self.reload: Callable[[], None] = lambda: None

    # --- a whole build, by the generator ---------------------------------------------------------------------------

    def begin(self, settings: SiteSettings) -> Build:
        """Read the hub."""
        before, folder = self._last, next(self._folders)
        same = before and before.reader.settings == settings.hub
        reader = before.reader if before and same else Reader(settings.hub, unpublished=True)
        with gc_pause.uncollected():
            read = reader.read(settings.bibs)
            gc_pause.settle()
        files = before.files.begin_anew(folder) if before else Files(folder, self._faults)
        self._begun = _Begun(reader, read, files)
        return self._pages(read.hub, settings)

    def folder(self, settings: SiteSettings) -> Path:
        """Where this build is written: each has a folder of its own, as generators empty it before all is well."""
        assert self._begun
        return self._begun.files.folder

    def finish(self, site: Site, wrong: Iterable[Problem] = ()) -> None:
        """Show the new site; ``wrong`` is what the generator found."""
        assert self._begun
        sys.stderr.write(problems.as_text(wrong))
        begun, before = self._begun, self._last
        with self._lock:
            frame = fingerprint.of_frame(site.settings)
            self._last = _Shown(begun.reader, begun.read, begun.files, site, frame)
        self._begun = None
        gc_pause.settle()
        if before:
            before.files.delete()
        self._checks.ask()

    def fail(self) -> None:
        """Go on with what was shown before."""
        self._begun = None

    def end(self) -> None:
        """Stop the workers and keep what was made."""
        self._checks.cancel()
        self._workers.close()
        self._cache.close()

    def _pages(self, hub: Hub, settings: SiteSettings, edited: Sequence[Article] = ()) -> Build:
        """The pages of a hub, of which these articles were ``edited``."""
        formatter = Formatter(hub.catalogue.bibliography.sources, self._cache, self._workers)
        # Somebody writes one text and looks at its page: Pandoc works while the pages are listed. After a change of
        # branches, hundreds of texts would be in its way.
        if len(edited) == 1:
            format_articles(edited, settings, formatter)
        return Build.begin(hub, settings, formatter, self._cache)

    # --- an edit ---------------------------------------------------------------------------------------------------

    @property
    def _shown(self) -> _Shown:
        """What browsers see, from the end of the first build on."""
        assert self._last
        return self._last

    @property
    def root(self) -> Path:
        """The folder with the files that are shown now."""
        return self._shown.files.folder

    def warm_up(self) -> None:
        """Get ready for the first citation."""
        self._workers.warm_up()

    def watched(self) -> Iterable[Path]:
        """The files and folders that show something else when they change."""
        settings = self._shown.settings
        yield from (settings.docs, *settings.config_files[:1], *settings.templates)
        yield from {
            path.parent if path.suffix == ".bib" else path for path in settings.files if path.suffix in _SOURCES
        }

    def rebuild(self, build: Callable[[], None]) -> None:
        """The function that a server calls after an edit. ``build`` makes everything anew, by the generator.

        It never raises what a fault of a file can be the reason of.
        """
        # The checks wait meanwhile: beside them, each look at the disk would take Python's five milliseconds.
        with self._lock:
            try:
                if fingerprint.of_frame(self._shown.settings) == self._shown.frame:
                    with gc_pause.uncollected():
                        self._refresh()
                        gc_pause.settle()
                else:
                    build()
                failure = ""
            except self._faults.all as error:
                failure = self._faults.logged(error)
            self._last = replace(self._shown, failure=failure)

    def _refresh(self) -> None:
        """Show the hub as it is now, where only texts have changed."""
        shown = self._shown
        read = shown.reader.read(shown.settings.bibs)
        if read is shown.read:
            return
        # What the rules found before stays until they have run again.
        found = tuple(sorted({*read.hub.problems, *shown.of_rules}))
        before = shown.read.texts
        edited = [one for one in read.hub.catalogue.articles if read.texts[one.path] is not before.get(one.path)]
        self._show(read, replace(read.hub, problems=found), edited)
        # The rules take longer than making a page, so they wait for a pause.
        self._checks.ask()

    def _show(self, read: Read, hub: Hub, edited: Sequence[Article] = ()) -> None:
        """Show what was ``read``, as ``hub`` with what is known to be wrong with it. The lock is held."""
        shown = self._shown
        site = shown.site.of(self._pages(hub, shown.settings, edited))
        self._last = replace(shown, read=read, site=site)

    # --- the checks ------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        shown = self._shown
        try:
            self._show_checked(shown, self._checked(shown))
        except _Outdated:
            return
        except self._faults.all as error:
            failure = self._faults.logged(error)
            with self._lock:
                if self.is_shown(shown.site):
                    self._last = replace(self._shown, failure=failure)
            self.reload()

    def _checked(self, shown: _Shown) -> Hub:
        """The hub with what the rules find. Raises _Outdated."""
        # Loading the rules takes long, and the first page is shown without them.
        from studenthub.rules.clean import Clean

        clean = Clean(self._cache, shown.site.texts)
        hub = shown.read.checked(pause=partial(self._give_way, shown), clean=clean)
        self._cache.commit()
        return hub

    def _show_checked(self, shown: _Shown, hub: Hub) -> None:
        with self._lock:
            if not self.is_shown(shown.site) or hub.problems == shown.site.problems:
                return
            self._show(shown.read, hub)
        sys.stderr.write(problems.as_text(hub.problems) or "No problems are left.\n")
        self.reload()

    def _give_way(self, shown: _Shown) -> None:
        """Let what somebody waits for be made first. Raises _Outdated."""
        with self._lock:
            if not self.is_shown(shown.site):
                raise _Outdated

    # --- a request -------------------------------------------------------------------------------------------------

    def bring(self, path: str) -> Site:
        """Make the file ``path`` of the site, where it is one that is made; the site that it was made from."""
        with self._lock:
            shown = self._shown
            shown.files.bring(path, shown.site, shown.failure)
            return shown.site

    def is_shown(self, site: Site) -> bool:
        """Whether this is what pages are made from now."""
        return self._shown.site is site
