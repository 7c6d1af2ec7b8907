"""``mkdocs serve``: a page is made when a browser asks for it, from the hub as it is at that moment.

So an edit takes as long as reading one file, and no page is made that nobody looks at. What cannot be made, because
of a broken setting or template, leaves what was there before, with a word on what is wrong.
"""

from __future__ import annotations

import errno
import logging
import posixpath
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.livereload import LiveReloadServer

from mkdocs_studenthub import surroundings
from mkdocs_studenthub.build import Build, Options
from mkdocs_studenthub.site import Site
from studenthub.hub import Hub, Read, Reader
from studenthub.model.settings import Settings
from studenthub.rules import Clean
from studenthub.runtime import gc_pause, templating
from studenthub.runtime.cache import Cache
from studenthub.site import pagefind
from studenthub.site.failure import SiteFailed
from studenthub.site.watch import Watcher
from studenthub.source import problems
from studenthub.source.problems import Problem
from studenthub.styles import Formatter, WorkerFailed

_LOG = logging.getLogger("mkdocs.plugins.studenthub")
#: Seconds in which an editor writes what belongs together.
_DELAY = 0.03
#: Seconds without an edit after which the checks run: they look at the whole hub.
_PAUSE = 0.3
#: What a broken setting or template raises.
_FAULTS = (
    SiteFailed,
    MkDocsException,
    TemplateError,
    WorkerFailed,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)


class _Outdated(Exception):
    """What is being checked has changed since."""


@dataclass(frozen=True)
class _Shown:
    """What there is to make pages from, and the folder in which they are put."""

    read: Read
    options: Options
    site: Site
    folder: Path


class Preview:
    """A preview, from its first build to its end."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._home: Path | None = None
        self._folders = 0
        self._reader: tuple[Settings, Reader] | None = None
        self._cache: Cache | None = None
        self._formatter: Formatter | None = None
        self._begun: tuple[Read, Options] | None = None
        self._shown: _Shown | None = None
        self._frame = ""
        self._failure = ""
        self._good: dict[str, bytes] = {}
        self._indexed: Site | None = None
        self._timer: threading.Timer | None = None
        self._server: _Server | None = None
        self._build: Callable[[], None] | None = None

    # --- a whole build, by MkDocs ----------------------------------------------------------------------------------

    def begin(self, config: MkDocsConfig, options: Options) -> Build:
        """Read the hub. Each build has a folder of its own, as MkDocs empties it before it knows that all is well."""
        self._home = self._home or Path(config.site_dir)
        self._folders += 1
        config.site_dir = str(self._home / str(self._folders))
        if self._reader is None or self._reader[0] != options.settings:
            self._reader = options.settings, Reader(options.settings, unpublished=True)
        read = self._reader[1].read(options.bibs)
        gc_pause.settle()
        self._cache = self._cache or Cache(options.settings.cache_file)
        self._formatter = self._formatter or Formatter({}, self._cache)
        self._begun = read, options
        return self._pages(read.hub, options)

    def finish(self, site: Site, config: MkDocsConfig, turned_away: Iterable[Problem]) -> None:
        """Show the new site."""
        assert self._begun
        sys.stderr.write(problems.as_text(turned_away))
        read, options = self._begun
        with self._lock:
            before = self._shown
            self._shown = _Shown(read, options, site, Path(config.site_dir))
            self._frame = surroundings.of_frame(config, options.files)
            if self._server:
                self._server.root = config.site_dir
        gc_pause.settle()
        if before:
            shutil.rmtree(before.folder, ignore_errors=True)
        self._check_later()

    def fail(self) -> None:
        """What was shown before is shown on."""

    def end(self) -> None:
        """Stop the workers and keep what was made."""
        if self._timer:
            self._timer.cancel()
        if self._formatter:
            self._formatter.close()
        if self._cache:
            self._cache.close()

    def _pages(self, hub: Hub, options: Options) -> Build:
        assert self._formatter
        assert self._cache
        self._formatter.sources = hub.catalogue.bibliography.sources
        return Build.begin(hub, options, self._formatter, self._cache)

    # --- an edit ---------------------------------------------------------------------------------------------------

    def server(self, server: LiveReloadServer, config: MkDocsConfig, build: Callable[[], None]) -> LiveReloadServer:
        """The server of this preview, in the place of MkDocs' own."""
        assert self._shown
        assert self._formatter
        self._formatter.warm_up()
        self._build = build
        self._server = _Server(self, config, str(self._shown.folder))
        folders = {Path(name).parent for name in self._shown.options.files if Path(name).suffix == ".bib"}
        for path in (config.docs_dir, config.config_file_path, config.theme.custom_dir, *map(str, folders)):
            if path:
                self._server.watch(path)
        return self._server

    def rebuild(self) -> None:
        """What MkDocs' server calls after an edit. It never raises what a fault of a file can be the reason of."""
        assert self._build
        # The checks wait meanwhile: beside them, each look at the disk would take Python's five milliseconds.
        with self._lock:
            assert self._shown
            try:
                if surroundings.of_frame(self._shown.site.config, self._shown.options.files) == self._frame:
                    with gc_pause.uncollected():
                        self._refresh()
                        gc_pause.settle()
                else:
                    self._build()
                self._failure = ""
            except _FAULTS as error:
                self._failure = _words(error)
                _LOG.error("%s", self._failure)

    def _refresh(self) -> None:
        """Show the hub as it is now, where only texts have changed."""
        shown = self._shown
        assert shown
        assert self._reader
        read = self._reader[1].read(shown.options.bibs)
        if read is shown.read:
            return
        # What the rules found before stands until they have run again.
        found = tuple(sorted({*read.hub.problems, *self._of_rules(shown)}))
        self._show(shown, read, replace(read.hub, problems=found))
        self._check_later()

    def _of_rules(self, shown: _Shown) -> set[Problem]:
        return set(shown.site.problems) - set(shown.read.hub.problems)

    def _show(self, shown: _Shown, read: Read, hub: Hub) -> None:
        with self._lock:
            site = shown.site.of(self._pages(hub, shown.options))
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
            clean = Clean(self._cache, shown.site.texts)
            hub = shown.read.checked(pause=partial(self._give_way, shown), clean=clean)
        except _Outdated:
            return
        if self._cache:
            self._cache.commit()
        with self._lock:
            if self._shown is not shown or hub.problems == shown.site.problems:
                return
            self._show(shown, shown.read, hub)
        sys.stderr.write(problems.as_text(hub.problems) or "No problems are left.\n")
        if self._server:
            self._server.reload()

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
            return shown

    def is_shown(self, made_from: object) -> bool:
        """Whether this is what pages are made from now."""
        return self._shown is made_from

    def _made(self, site: Site, path: str) -> bytes | None:
        page = site.pages.get(path)
        try:
            if page is None:
                output = site.outputs.get(path)
                return output.content if output else None
            self._good[path] = html = site.html(page)
            sys.stderr.write(problems.as_text(site.failures()))
            return _with_word(html, self._failure)
        except _FAULTS as error:
            _LOG.error("%s: %s", path, _words(error))
            return _with_word(self._good.get(path, b"<main></main>"), _words(error)) if page else None

    def _index(self, shown: _Shown) -> None:
        """Make the search index when a reader turns to the search: it wants every article."""
        site = shown.site
        if self._indexed is site:
            return
        articles = [page for page in site.pages.values() if page.article]
        number = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
        _LOG.info("Making the search index of %s: after an edit, the next search has a new one", number)
        try:
            with pagefind.Extracts(site.settings.search_folder) as extracts:
                for page in articles:
                    extracts.put(page.article, site.extract_key(site.key(page)), partial(site.extract, page))
                    site.forget(page)
                slugs = [page.article for page in articles]
                if lost := extracts.index(shown.folder, site.settings.language, slugs):
                    _LOG.warning("%s", pagefind.lacking(lost))
        except _FAULTS as error:
            _LOG.error("%s", _words(error))
        self._indexed = site


class _Server(LiveReloadServer):
    """MkDocs' server, which has each file made before it looks for it."""

    def __init__(self, preview: Preview, config: MkDocsConfig, root: str) -> None:
        host, port = config.dev_addr
        super().__init__(preview.rebuild, host, port, root, urlsplit(config.site_url or "/").path)
        self._preview = preview
        self.build_delay = _DELAY
        self.observer = Watcher()  # type: ignore[assignment] # has what the server calls
        self.error_handler = self._error_page

    def server_bind(self) -> None:
        """Take the port. Raises Abort where another program has taken it since the first build began."""
        try:
            super().server_bind()
        except OSError as error:
            host, port = self.server_address[:2]
            raise _unbound(str(host), port, error) from None

    def reload(self) -> None:
        """Have browsers load their page again."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes] | None:
        path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith(self.mount_path) or path.startswith("/livereload/"):
            return super()._serve_request(environ, start_response)
        name = path[len(self.mount_path) :] + ("index.html" if path.endswith("/") else "")
        name = posixpath.normpath(f"/{name}").lstrip("/")
        while True:
            made_from = self._preview.bring(name)
            begun: list[tuple[Any, ...]] = []
            answer = super()._serve_request(environ, lambda *given, begun=begun: begun.append(given))
            # An edit may have come in between; MkDocs' server waits for it, and then the file is an old one.
            if self._preview.is_shown(made_from):
                break
        for given in begun[-1:]:
            start_response(*given)
        return answer

    def _error_page(self, code: int) -> bytes | None:
        page = Path(self.root, f"{code}.html")
        return page.read_bytes() if page.is_file() else None


def require_port(host: str, port: int) -> None:
    """Say before the first build, which may take long, that its pages cannot be served. Raises Abort."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As the server asks for it: the connections of a server that has just ended do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise _unbound(host, port, error) from None


def _unbound(host: str, port: int, error: OSError) -> Abort:
    """What to do where nothing can be served at an address."""
    if error.errno == errno.EADDRINUSE:
        other = f"mkdocs serve -a {host}:{port + 1}"
        return Abort(f"Port {port} is taken. Stop the other server, or use another port: {other}")
    return Abort(f"Nothing can be served at {host}:{port}: {error.strerror or error}")


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
    """What went wrong, in a line; where, if a template knows its line."""
    if isinstance(error, Abort) and isinstance(error.__context__, BuildError):
        # MkDocs prints the words, and raises that there were some.
        error = error.__context__
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    return f"{said} ({type(error).__name__})" if isinstance(error, LookupError | AttributeError | TypeError) else said
