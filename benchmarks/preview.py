"""Measures how long an edit takes to show: python benchmarks/preview.py [--articles 1000] [--edits 5] > table.md.

Each server runs over a hub of corpus.py, of its own flavour. A warm start is one after another, with all caches: the
seconds from starting the program to the whole page of one article. An edit is one from writing the file to the moment
at which a request for the page has the new text; the next request follows the last answer at once. Figures are medians,
in seconds; the servers take turns, edit by edit.

"everywhere" is an edit of a title, or of a source, until every page that shows it was asked for and shows it: article,
home, topic and author; for a source two articles that cite it, and the list of sources.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from build import machine
from corpus import Corpus

_PATIENCE = 300.0
_ARTICLE = "articles/article-00000/"


@dataclass
class Server:
    """A program that serves a hub while it is edited: its name, the flavour of its hub, and its command."""

    name: str
    flavour: str
    command: Sequence[str]
    url: str = ""
    root: Path = Path()
    times: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, seconds: float) -> None:
        """Keep a time."""
        self.times.setdefault(what, []).append(seconds)
        print(f"{self.name}: {what} {seconds:.3f} s", file=sys.stderr)

    def get(self, path: str) -> str:
        """A page, or "" where there is none."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=_PATIENCE) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, path: str, expected: str) -> None:
        """Ask for a page until it has ``expected``. Raises SystemExit when that takes minutes."""
        until = time.monotonic() + _PATIENCE
        while expected not in self.get(path):
            if time.monotonic() > until:
                raise SystemExit(f"{self.name} never showed {expected!r} in {path}")
            time.sleep(0.002)


def servers(python: str) -> list[Server]:
    """What is measured. %PORT% is the port."""
    mkdocs = [python, "-m", "mkdocs", "serve", "-a", "127.0.0.1:%PORT%"]
    zensical = [str(Path(python).with_name("zensical")), "serve", "-a", "127.0.0.1:%PORT%"]
    return [
        Server("hub", "hub", mkdocs),
        Server("plain Material", "plain", mkdocs),
        Server("Zensical, no citations", "plain", zensical),
    ]


@contextmanager
def running(server: Server) -> Iterator[float]:
    """The seconds until the article is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server.url = f"http://127.0.0.1:{port}/"
    command = [part.replace("%PORT%", str(port)) for part in server.command]
    with (server.root / "serve.log").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=server.root,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            start_new_session=True,
        )
        try:
            server.wait(_ARTICLE, "</html>")
            yield time.perf_counter() - start
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def edit(path: Path, change: Callable[[str], str]) -> float:
    """Write a file anew; the moment at which it was done."""
    text = change(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return time.perf_counter()


def edit_text(server: Server, number: int) -> None:
    """Add a word to the text of an article."""
    mark = f"Edited{number}x{time.time_ns()}"
    start = edit(server.root / "docs/articles/article-00000.md", lambda text: f"{text}\n\n{mark}\n")
    server.wait(_ARTICLE, mark)
    server.note("text", time.perf_counter() - start)


def edit_title(server: Server, number: int) -> None:
    """Change the title of the newest article, which most pages show."""
    mark = f"Titled {number} {time.time_ns()}"
    front = (server.root / "docs/articles/article-00000.md").read_text(encoding="utf-8").split("---")[1]
    topic = re.search(r"topics:\n- ([\w-]+)", front)
    author = re.search(r"authors:\n- name: (.+)", front)
    assert topic
    assert author
    slug = re.sub(r"[^a-z0-9]+", "-", author[1].lower()).strip("-")
    start = edit(
        server.root / "docs/articles/article-00000.md",
        lambda text: re.sub(r"title: .*", f"title: {mark}", text, count=1),
    )
    for page in (_ARTICLE, "", f"topics/{topic[1]}/", f"authors/{slug}/"):
        server.wait(page, mark)
    server.note("title everywhere", time.perf_counter() - start)


def edit_source(server: Server, number: int) -> None:
    """Change the title of a source that two articles cite."""
    mark = f"Sourced{number}x{time.time_ns()}"
    articles = sorted((server.root / "docs/articles").glob("*.md"))
    keys = re.findall(r"@([\w:]+)", articles[0].read_text(encoding="utf-8"))
    key = next(key for key in keys if any(f"@{key}" in path.read_text() for path in articles[1:]))
    other = next(path for path in articles[1:] if f"@{key}" in path.read_text())

    def change(text: str) -> str:
        at = text.index(f"{{{key},")
        return text[:at] + re.sub(r"title = \{", f"title = {{{mark} ", text[at:], count=1)

    start = edit(server.root / "bib/references.bib", change)
    for page in (_ARTICLE, f"articles/{other.stem}/"):
        server.wait(page, mark)
    server.note("source everywhere", time.perf_counter() - start)


def measure(articles: int, edits: int, chosen: Sequence[Server], folder: Path) -> None:
    """Start each server twice, and make all edits in turn."""
    for server in chosen:
        server.root = folder / server.name.replace(" ", "-").replace(",", "")
        Corpus(articles, 4 * articles, 8).write(server.root, server.flavour)
        # The newest article is the first on every page.
        edit(
            server.root / "docs/articles/article-00000.md",
            lambda text: re.sub(r"date: .*", "date: 2026-01-01", text, count=1),
        )
        if server.flavour == "hub":
            subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=server.root, check=True, capture_output=True)
        else:
            with running(server):
                pass
    with ExitStack() as stack:
        for server in chosen:
            server.note("warm start", stack.enter_context(running(server)))
        for number in range(edits):
            for server in chosen:
                time.sleep(2)
                edit_text(server, number)
                if server.flavour == "hub":
                    time.sleep(2)
                    edit_title(server, number)
                    time.sleep(2)
                    edit_source(server, number)


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description="Measure how long an edit takes to show in a preview.")
    parser.add_argument("--articles", type=int, default=1_000, help="number of articles (%(default)s)")
    parser.add_argument("--edits", type=int, default=5, help="edits of each kind (%(default)s)")
    parser.add_argument("--only", default="", help="the servers whose name begins so")
    given = parser.parse_args()
    chosen = [server for server in servers(sys.executable) if server.name.startswith(given.only)]
    where = machine()
    folder = Path(tempfile.mkdtemp(prefix="hub-preview-"))
    try:
        measure(given.articles, given.edits, chosen, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    kinds = list(dict.fromkeys(kind for server in chosen for kind in server.times))
    print(where, f"\n{given.articles:,} articles, seconds, medians of {given.edits} edits:\n", sep="\n")
    print(f"| | {' | '.join(kinds)} |", f"|---|{'--:|' * len(kinds)}", sep="\n")
    for server in chosen:
        cells = (f"{median(server.times[kind]):.2f}" if kind in server.times else "–" for kind in kinds)
        print(f"| {server.name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
