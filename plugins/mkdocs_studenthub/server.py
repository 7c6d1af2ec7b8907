"""The server of ``mkdocs serve``: MkDocs' own, over a preview."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from mkdocs_studenthub.private import Server
from studenthub.site.serving.watch import Watcher

if TYPE_CHECKING:
    from studenthub.site.serving.preview import Preview

#: Seconds in which an editor writes what belongs together.
_DELAY = 0.03


class PreviewServer(Server):
    """Serves a preview. ``build`` makes everything anew, by MkDocs."""

    def __init__(self, preview: Preview, config: MkDocsConfig, build: Callable[[], None]) -> None:
        host, port = config.dev_addr
        mount_path = urlsplit(config.site_url or "/").path
        super().__init__(partial(preview.rebuild, build), host, port, "", mount_path)
        self._preview = preview
        self.build_delay = _DELAY
        self.observer = Watcher()  # type: ignore[assignment] # has what the server calls
        self.error_handler = self._error_page

    def follow(self) -> PreviewServer:
        """Watch what the preview shows, and let browsers know when it changes."""
        self._preview.reload = self.reload
        self._preview.warm_up()
        for path in self._preview.watched():
            self.watch(str(path))
        return self

    def server_bind(self) -> None:
        """Take the port. Raises Abort where another program has taken it since the first build began."""
        try:
            super().server_bind()
        except OSError as error:
            host, port = self.server_address[:2]
            raise _unbound(str(host), port, error) from None

    def made(self, name: str) -> Callable[[], bool]:
        """As Server."""
        made_from = self._preview.bring(name)
        self.root = str(self._preview.root)
        return partial(self._preview.is_shown, made_from)

    def _error_page(self, code: int) -> bytes | None:
        page = self._preview.root / f"{code}.html"
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
    """The error that says what to do if the server cannot listen at an address."""
    if error.errno == errno.EADDRINUSE:
        other = f"mkdocs serve -a {host}:{port + 1}"
        return Abort(f"Port {port} is taken. Stop the other server, or use another port: {other}")
    return Abort(f"Nothing can be served at {host}:{port}: {error.strerror or error}")
