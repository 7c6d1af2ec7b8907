"""Publishes a site: makes what has changed, and takes all else from the old site."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from studenthub.runtime import gc_pause, progress
from studenthub.runtime.cache import Cache, digest
from studenthub.site import fingerprint
from studenthub.site.failure import SiteFailed
from studenthub.site.folder import pagefind
from studenthub.site.folder.manifest import Folder, Manifest
from studenthub.site.folder.staging import Staging
from studenthub.site.settings import SiteSettings
from studenthub.site.warnings import WarningWatch
from studenthub.source import problems
from studenthub.source.problems import Problem

if TYPE_CHECKING:
    from studenthub.render import OutputFile, Page
    from studenthub.site.build import Build
    from studenthub.site.site import Site

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Begun:
    """A build that has begun: ``before`` describes the old site, and ``inputs`` is a fingerprint of all that this one
    is made from. It ``is_idle`` if the old site is made from the same."""

    cache: Cache
    before: Manifest = field(default_factory=Manifest)
    inputs: str = ""
    staging: Staging | None = None
    is_idle: bool = False


@dataclass(frozen=True)
class _Filled:
    """A new site that is whole, and the fingerprint of what all of its pages depend on."""

    folder: Folder
    fingerprint: str


class Publication:
    """One build of everything, from its beginning to its end.

    ``log`` is where the generator says what it warns of. With ``stages`` False the site is written in place. With
    ``stops`` False it is one to look at: with drafts, and with what is wrong on its pages. ``only`` are the pages to
    make, by their path relative to docs/, where not all are wanted.
    """

    def __init__(
        self, log: logging.Logger, *, stages: bool = True, stops: bool = True, only: Collection[str] = ()
    ) -> None:
        self._stages, self._stops, self._only = stages, stops, only
        self._warnings = WarningWatch(log)
        self._open = ExitStack()
        self._begun: _Begun | None = None
        self._filled: _Filled | None = None

    def begin(self, settings: SiteSettings) -> Build | None:
        """Read and check the hub; None where nothing has changed since the last build, and nothing need be done.

        Raises SiteFailed where something is to be fixed first.
        """
        self._open.enter_context(self._warnings)
        cache = self._open.enter_context(closing(Cache(settings.hub.cache_file)))
        texts = fingerprint.of_texts(settings)
        self._begun = self._staged(settings, cache, texts) if self._stages else _Begun(cache)
        if self._begun.is_idle:
            _LOG.info("Nothing has changed since the last build: the site is as it was.")
            return None
        # A build in which nothing has changed loads neither rules nor what makes pages: they are half of its work.
        from studenthub import hub
        from studenthub.rules.clean import Clean
        from studenthub.site.build import Build, format_all
        from studenthub.styles.formatter import Formatter

        _LOG.info("Reading and checking the hub")
        read = hub.Reader(settings.hub, unpublished=not self._stops).read(settings.bibs)
        formatter = self._open.enter_context(Formatter(read.hub.catalogue.bibliography.sources, cache))
        if not self._only and not (self._stops and read.hub.problems):
            # Pandoc works in processes of its own: meanwhile the rules run.
            format_all(read.hub, settings, formatter)
        found = read.checked(clean=Clean(cache, texts))
        gc_pause.settle()
        self._report(found.problems)
        return Build.begin(found, settings, formatter, cache)

    @staticmethod
    def _staged(settings: SiteSettings, cache: Cache, texts: str) -> _Begun:
        """A build of a site beside the old one. Raises SiteFailed."""
        before, inputs = Manifest.load(cache, settings.folder), fingerprint.of_inputs(texts, settings)
        staging = Staging.begin(settings.folder)
        is_idle = inputs != "" and before.inputs == inputs and before.describes(settings.folder)
        return _Begun(cache, before, inputs, staging, is_idle)

    def folder(self, settings: SiteSettings) -> Path:
        """Where the new site is written, from ``begin`` to ``end``."""
        return self._begun.staging.folder if self._begun and self._begun.staging else settings.folder

    def finish(self, site: Site, wrong: Iterable[Problem] = ()) -> None:
        """Fill the folder; ``wrong`` is what the generator found. Raises SiteFailed where a page cannot be made."""
        assert self._begun
        old = self._begun.staging.site if self._begun.staging else site.settings.folder
        is_same = site.fingerprint != "" and site.fingerprint == self._begun.before.fingerprint
        folder = Folder(self.folder(site.settings), old, self._begun.before if is_same else Manifest())
        try:
            if self._only:
                show(site, folder, self._only)
            else:
                fill(site, folder)
        except SiteFailed as error:
            # The search comes last. Pages with faults may have nothing to be found by.
            if self._stops:
                raise
            sys.stderr.write(f"{error}\n")
        site.check_anchors()
        self._report([*wrong, *site.failures()])
        self._filled = _Filled(folder, site.fingerprint)

    def _report(self, found: Sequence[Problem]) -> None:
        sys.stderr.write(problems.as_text(found))
        if found and self._stops:
            raise SiteFailed(_summary(len(found)))

    @property
    def has_warned(self) -> bool:
        """Whether something was warned of."""
        return self._warnings.has_seen

    def fail(self) -> None:
        """The old site stays."""
        self._filled = None
        self._begun = replace(self._begun, is_idle=False) if self._begun else None

    def end(self) -> None:
        """Let the new site take its place. Raises SiteFailed."""
        with self._open:
            if not self._begun or not (staging := self._begun.staging):
                return
            manifest = self._begun.before if self._begun.is_idle else None
            if self._filled:
                # A warning is to be repeated by the next build.
                inputs = "" if self._warnings.has_seen else self._begun.inputs
                manifest = self._filled.folder.manifest(self._filled.fingerprint, inputs)
            staging.end(is_whole=self._filled is not None)
            if manifest and self._filled:
                manifest.save(self._begun.cache, staging.site)
            if manifest:
                _LOG.info("The site is in %s", _found(staging.site, manifest))


def fill(site: Site, folder: Folder) -> None:
    """Put all pages and files of ``site`` into ``folder``. Raises SiteFailed where the search cannot be made."""
    articles = [(path, page) for path, page in site.pages.items() if page.article]
    others = [(path, page) for path, page in site.pages.items() if not page.article]
    with pagefind.Extracts(site.settings.hub.search_folder) as extracts, ThreadPoolExecutor(2) as aside:
        keys = {
            path: _changed(site, folder, path, page, extracts)
            for path, page in progress.shown("Making articles", articles)
        }
        # This and Pagefind work in processes of their own: meanwhile the rest is made.
        drawing = aside.submit(site.social_cards.draw, folder.has)
        key = digest("search", site.settings.hub.language, *keys.values())
        indexing = None
        if not folder.take_all(f"{pagefind.FOLDER}/", key):
            for path, page in articles:
                if path not in folder:
                    _extract(site, page, keys[path], extracts)
                    site.forget(page)
            slugs = [page.article for _, page in articles]
            indexing = aside.submit(extracts.index, folder.path, site.settings.hub.language, slugs)
        for path, page in articles:
            _put(site, folder, path, page, keys[path])
        for path, page in progress.shown("Making lists", others):
            _put(site, folder, path, page, site.key(page))
        _files(site, folder, drawing)
        _pictures(folder, [*site.shown_pictures(site.pages.values()), *site.own_pictures()])
        if indexing:
            if lost := indexing.result():
                raise SiteFailed(pagefind.lacking(lost))
            folder.note(f"{pagefind.FOLDER}/", key)


def show(site: Site, folder: Folder, only: Collection[str]) -> None:
    """Put the pages with these paths into ``folder``, with the pictures that they show, and nothing else."""
    pages = [(path, page) for path, page in site.pages.items() if page.path in only]
    for path, page in pages:
        folder.write(path, "", site.html(page))
    _pictures(folder, list(site.shown_pictures(page for _, page in pages)))


def _changed(site: Site, folder: Folder, path: str, page: Page, extracts: pagefind.Extracts) -> str:
    """The key of an article; its page and its extract are made, if the old site does not have the page."""
    key = site.key(page)
    if not folder.has(path, key):
        folder.write(path, key, site.html(page))
        _extract(site, page, key, extracts)
    site.forget(page)
    return key


def _extract(site: Site, page: Page, key: str, extracts: pagefind.Extracts) -> None:
    extracts.put(page.article, site.extract_key(key), partial(site.extract, page))


def _put(site: Site, folder: Folder, path: str, page: Page, key: str) -> None:
    """Put a page there, unless it is there."""
    if path not in folder and not folder.take(path, key):
        folder.write(path, key, site.html(page))
    site.forget(page)


def _files(site: Site, folder: Folder, drawing: Future[None]) -> None:
    """Put the files there that are no pages; social cards are the last ones, and come when ``drawing`` has ended."""
    docs = site.settings.docs
    for path, file in progress.shown("Making feeds and records", site.outputs.items()):
        if path in site.social_cards:
            drawing.result()
        # A file of the same name in docs/ has been copied, and stays.
        if not (docs / path).exists() and not folder.take(path, file.key):
            folder.write(path, file.key, file.content)


def _pictures(folder: Folder, found: Sequence[OutputFile]) -> None:
    for picture in progress.shown("Making pictures", found):
        if picture.path not in folder and not folder.take(picture.path, picture.key):
            folder.write(picture.path, picture.key, picture.content)


def _summary(count: int) -> str:
    return f"{count} problem{'s' if count > 1 else ''}: nothing was built, and the old site is as it was."


def _found(site: Path, manifest: Manifest) -> str:
    """Where the site is, as one would type it, and how many pages it has."""
    number = sum(path.endswith(".html") for path in manifest.rows)
    where = os.path.relpath(site)
    return f"{site if where.startswith('..') else where}/: {number:,} page{'' if number == 1 else 's'}"
