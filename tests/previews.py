"""``mkdocs serve`` in a test."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import hubs


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[str]:
    """``mkdocs serve`` on a free port. What it prints is in the file preview.log."""
    hubs.needs_a_program()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *arguments]
    process = hubs.start(folder, command, folder / "preview.log")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stop()


def get(address: str) -> str:
    """The page at ``address``, whatever its status; "" where there is nobody to ask."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(error.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(address: str, expected: str, seconds: float = 60) -> str:
    """The page at ``address`` once it holds ``expected``."""
    until, page = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        page = get(address)
        if expected in page:
            return page
        time.sleep(0.1)
    pytest.fail(f"{address} never showed {expected!r}; at last it was {page[-2000:]!r}")
