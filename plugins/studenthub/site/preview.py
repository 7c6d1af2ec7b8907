"""The preview: makes a page when a browser asks for it, from the hub as it is at that moment.

So an edit takes as long as reading one file, and no page is made that nobody looks at. What cannot be made, because
of a broken setting or template, leaves what was there before, with a word on what is wrong.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from studenthub.hub import Hub, Read, Reader
from studenthub.model.articles import Article
from studenthub.model.settings import Settings
from studenthub.runtime import gc_pause, templating
from studenthub.runtime.cache import Cache
from studenthub.site import fingerprint
from studenthub.site.build import Build, format_articles
from studenthub.site.folder import pagefind
from studenthub.site.settings import SiteSettings
from studenthub.site.site import Site
from studenthub.source import problems
from studenthub.source.problems import Problem
from studenthub.source.stop import Stop
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers

_LOG = logging.getLogger(__name__)
#: Seconds without an edit after which the checks run: they look at the whole hub.
_PAUSE = 0.3
#: What a broken setting, template or disk raises, in words for people.
_EXPECTED = (Stop, TemplateError, OSError)
#: What a fault in the hub's own code raises, or one in a template that goes beyond its language.
_UNEXPECTED = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class _Outdated(Exception):
    """The hub that is being checked has changed since."""


@dataclass(frozen=True)
class _Shown:
    """The build that pages are made from, and the folder in which they are put.

    ``frame`` is a fingerprint of what only a whole build can show after a change.
    """

    read: Read
    site: Site
    folder: Path
    frame: str


class Preview:
    """A preview, from its first build to its end. ``expected`` are the faults that the generator has words for."""

    def __init__(self, expected: tuple[type[Exception], ...] = ()) -> None:
        self._expected: tuple[type[Exception], ...] = (*_EXPECTED, *expected)
        self._lock = threading.RLock()
        self._home: Path | None = None
        self._folders = 0
        self._reader: tuple[Settings, Reader] | None = None
        self._cache: Cache | None = None
        self._workers = Workers()
        self._begun: tuple[Read, Path] | None = None
        self._shown: _Shown | None = None
        self._failure = ""
        self._good: dict[str, bytes] = {}
        self._brought: set[str] = set()
        self._indexed: Site | None = None
        self._timer: threading.Timer | None = None
        #: Called when what browsers show is old.
        self.reload: Callable[[], None] = lambda: None

    # --- a whole build, by the generator ---------------------------------------------------------------------------

    def begin(self, settings: SiteSettings) -> Build:
        """Read the hub."""
        self._home = self._home or settings.folder
        self._folders += 1
        if self._reader is None or self._reader[0] != settings.hub:
            self._reader = settings.hub, Reader(settings.hub, unpublished=True)
        with gc_pause.uncollected():
            read = self._reader[1].read(settings.bibs)
            gc_pause.settle()
        self._cache = self._cache or Cache(settings.hub.cache_file)
        self._begun = read, self._home / str(self._folders)
        return self._pages(read.hub, settings)

    def folder(self, settings: SiteSettings) -> Path:
        """Where this build is written: each has a folder of its own, as generators empty it before all is well."""
        assert self._begun
        return self._begun[1]

    def finish(self, site: Site, wrong: Iterable[Problem] = ()) -> None:
        """Show the new site; ``wrong`` is what the generator found."""
        assert self._begun
        sys.stderr.write(problems.as_text(wrong))
        read, folder = self._begun
        with self._lock:
            before = self._shown
            self._shown = _Shown(read, site, folder, fingerprint.of_frame(site.settings))
            self._brought = set()
        gc_pause.settle()
        if before:
            shutil.rmtree(before.folder, ignore_errors=True)
        self._check_later()

    def fail(self) -> None:
        """Go on with what was shown before."""

    def end(self) -> None:
        """Stop the workers and keep what was made."""
        if self._timer:
            self._timer.cancel()
        self._workers.close()
        if self._cache:
            self._cache.close()

    def _pages(self, hub: Hub, settings: SiteSettings, edited: Sequence[Article] = ()) -> Build:
        """The pages of a hub, of which these articles were ``edited``."""
        assert self._cache
        formatter = Formatter(hub.catalogue.bibliography.sources, self._cache, self._workers)
        # Somebody writes one text and looks at its page: Pandoc works while the pages are listed. After a change of
        # branches, hundreds of texts would be in its way.
        if len(edited) == 1:
            format_articles(edited, settings, formatter)
        return Build.begin(hub, settings, formatter, self._cache)

    # --- an edit ---------------------------------------------------------------------------------------------------

    @property
    def root(self) -> Path:
        """The folder with the files that are shown now."""
        assert self._shown
        return self._shown.folder

    def warm_up(self) -> None:
        """Get ready for the first citation."""
        self._workers.warm_up()

    def watched(self) -> Iterable[Path]:
        """The files and folders that show something else when they change."""
        assert self._shown
        settings = self._shown.site.settings
        yield from (settings.docs, *settings.config_files[:1], *settings.templates)
        yield from {path.parent for path in settings.files if path.suffix == ".bib"}

    def rebuild(self, build: Callable[[], None]) -> None:
        """The function that a server calls after an edit. ``build`` makes everything anew, by the generator.

        It never raises what a fault of a file can be the reason of.
        """
        # The checks wait meanwhile: beside them, each look at the disk would take Python's five milliseconds.
        with self._lock:
            assert self._shown
            try:
                if fingerprint.of_frame(self._shown.site.settings) == self._shown.frame:
                    with gc_pause.uncollected():
                        self._refresh()
                        gc_pause.settle()
                else:
                    build()
                self._failure = ""
            except self._expected as error:
                self._failure = _words(error)
                _LOG.error("%s", self._failure)
            except _UNEXPECTED as error:
                self._failure = _fault(error)

    def _refresh(self) -> None:
        """Show the hub as it is now, where only texts have changed."""
        shown = self._shown
        assert shown
        assert self._reader
        read = self._reader[1].read(shown.site.settings.bibs)
        if read is shown.read:
            return
        # What the rules found before stays until they have run again.
        found = tuple(sorted({*read.hub.problems, *self._of_rules(shown)}))
        before = shown.read.texts
        edited = [one for one in read.hub.catalogue.articles if read.texts[one.path] is not before.get(one.path)]
        self._show(shown, read, replace(read.hub, problems=found), edited)
        self._check_later()

    def _of_rules(self, shown: _Shown) -> set[Problem]:
        return set(shown.site.problems) - set(shown.read.hub.problems)

    def _show(self, shown: _Shown, read: Read, hub: Hub, edited: Sequence[Article] = ()) -> None:
        with self._lock:
            site = shown.site.of(self._pages(hub, shown.site.settings, edited))
            self._shown = replace(shown, read=read, site=site)

    def _check_later(self) -> None:
        """The rules take longer than making a page, so they wait for a pause."""
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(_PAUSE, self._check)
        self._timer.daemon = True
        self._timer.start()

    def _check(self) -> None:
        shown = self._shown
        assert shown
        try:
            self._show_checked(shown, self._checked(shown))
        except _Outdated:
            return
        except self._expected as error:
            failure = _words(error)
            _LOG.error("%s", failure)
        except _UNEXPECTED as error:
            failure = _fault(error)
        else:
            return
        with self._lock:
            if self._shown is shown:
                self._failure = failure
        self.reload()

    def _checked(self, shown: _Shown) -> Hub:
        """The hub with what the rules find. Raises _Outdated."""
        # Loading the rules takes long, and the first page is shown without them.
        from studenthub.rules.clean import Clean

        clean = Clean(self._cache, shown.site.texts)
        hub = shown.read.checked(pause=partial(self._give_way, shown), clean=clean)
        if self._cache:
            self._cache.commit()
        return hub

    def _show_checked(self, shown: _Shown, hub: Hub) -> None:
        with self._lock:
            if self._shown is not shown or hub.problems == shown.site.problems:
                return
            self._show(shown, shown.read, hub)
        sys.stderr.write(problems.as_text(hub.problems) or "No problems are left.\n")
        self.reload()

    def _give_way(self, shown: _Shown) -> None:
        """Let what somebody waits for be made first. Raises _Outdated."""
        with self._lock:
            if self._shown is not shown:
                raise _Outdated

    # --- a request -------------------------------------------------------------------------------------------------

    def bring(self, path: str) -> object:
        """Make the file ``path`` of the site, where it is one that is made; what it was made from.

        A page that cannot be made stays as it was.
        """
        with self._lock:
            shown = self._shown
            assert shown
            if path == f"{pagefind.FOLDER}/pagefind.js":
                self._index(shown)
                return shown
            content = self._made(shown.site, path)
            if content is not None:
                _put(shown.folder / path, content)
                self._brought.add(path)
            elif path in self._brought and not shown.site.has(path):
                # It was on a list that is gone, such as that of an author with another name now.
                (shown.folder / path).unlink(missing_ok=True)
            return shown

    def is_shown(self, made_from: object) -> bool:
        """Whether this is what pages are made from now."""
        return self._shown is made_from

    def _made(self, site: Site, path: str) -> bytes | None:
        page = site.pages.get(path)
        try:
            if page is None:
                output = site.picture(path) or site.outputs.get(path)
                return output.content if output else None
            self._good[path] = html = site.html(page)
            sys.stderr.write(problems.as_text(site.failures()))
            return _with_word(html, self._failure)
        except self._expected as error:
            failure = _words(error)
            _LOG.error("%s: %s", path, failure)
        except _UNEXPECTED as error:
            failure = _fault(error, path)
        return _with_word(self._good.get(path, b"<main></main>"), failure) if page else None

    def _index(self, shown: _Shown) -> None:
        """Make the search index when a reader turns to the search: it wants every article."""
        site = shown.site
        if self._indexed is site:
            return
        articles = [page for page in site.pages.values() if page.article]
        number = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
        _LOG.info("Making the search index of %s: after an edit, the next search has a new one", number)
        try:
            with pagefind.Extracts(site.settings.hub.search_folder) as extracts:
                for page in articles:
                    extracts.put(page.article, site.extract_key(site.key(page)), partial(site.extract, page))
                    site.forget(page)
                slugs = [page.article for page in articles]
                if lost := extracts.index(shown.folder, site.settings.hub.language, slugs):
                    _LOG.warning("%s", pagefind.lacking(lost))
        except self._expected as error:
            _LOG.error("%s", _words(error))
        self._indexed = site


def _put(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _with_word(html: bytes, failure: str) -> bytes:
    """A page with a word on what could not be made, if there is one."""
    if not failure:
        return html
    word = str(templating.render("failure.html", reason=failure)).encode()
    return html.replace(b"<main", word + b"<main", 1)


def _words(error: BaseException) -> str:
    """An error as one line, with its place if a template knows its line."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    said = error.said if isinstance(error, Stop) else str(error)
    return " ".join(said.split()) or type(error).__name__


def _fault(error: Exception, path: str = "") -> str:
    """The same for a fault of the hub or of a template, whose traceback is logged."""
    what = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
    _LOG.error("%s", f"{path}: {what}" if path else what, exc_info=error)
    return f"this is a fault of the hub or of a template, and not of a text: {what}; the terminal has the details"
