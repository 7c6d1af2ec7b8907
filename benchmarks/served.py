"""A small server of a built site that compresses, counts the bytes of every address, and can be as slow as a phone."""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/xml")


@dataclass
class Site:
    """A folder that is served at ``url``.

    ``wire`` counts the bytes of the bodies by address, relative to the site, as they were sent; ``requests`` the
    requests. ``delay`` is the seconds before each answer, ``bits_per_second`` what all answers share (0: no limit).
    ``missing`` are addresses that are not there, ``headers`` what every answer has.
    """

    folder: Path
    url: str
    prefix: str
    headers: Mapping[str, str]
    delay: float = 0.0
    bits_per_second: float = 0.0
    missing: tuple[str, ...] = ()
    wire: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Count from nothing."""
        with self.lock:
            self.wire.clear()
            self.requests.clear()

    def bytes_of(self, *starts: str) -> int:
        """The bytes sent of addresses that begin with one of ``starts``."""
        with self.lock:
            return sum(count for path, count in self.wire.items() if path.startswith(starts))


@contextmanager
def serve(folder: Path, *, prefix: str = "/repo/", headers: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Serve ``folder`` under ``prefix`` of 127.0.0.1, as a project page is served."""
    site = Site(folder, "", prefix, headers or {})

    class Handler(_Handler):
        served = site

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_port}{prefix}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.served
        path = unquote(urlsplit(self.path).path)
        name = path.removeprefix(site.prefix)
        file = site.folder / (name + "index.html" if not name or name.endswith("/") else name)
        found = path.startswith(site.prefix) and file.is_file() and not name.startswith(site.missing or ("\0",))
        lost = site.folder / "404.html"
        is_page = not found and file.suffix in ("", ".html") and lost.is_file()
        kind = mimetypes.guess_type(lost if is_page else file.name)[0] or "application/octet-stream"
        shown = file if found else lost
        body, encoding = _body(shown, kind.startswith(_COMPRESSED)) if found or is_page else (b"Not here.", "")
        time.sleep(site.delay)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind if found or is_page else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        for header, value in site.headers.items():
            self.send_header(header, value)
        self.end_headers()
        with suppress(ConnectionError):  # a page that was left does not wait for its files
            self._send(body)
        with site.lock:
            site.wire[name] += len(body)
            site.requests[name] += 1

    def _send(self, body: bytes) -> None:
        site = self.served
        if not site.bits_per_second:
            self.wfile.write(body)
            return
        for start in range(0, len(body), 16_384):
            part = body[start : start + 16_384]
            with site.lock:
                time.sleep(len(part) * 8 / site.bits_per_second)
            self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@cache
def _body(file: Path, compressed: bool) -> tuple[bytes, str]:
    body = file.read_bytes()
    return (gzip.compress(body, 9), "gzip") if compressed else (body, "")
