"""A whole site in a real browser: hostile values in every field, and what the Content-Security-Policy stops."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

import hubs
import vectors
from browsers import chromium
from vectors import Converter, Watch

_BREAKS_OUT = """'"></title></script></textarea>--><img src=x onerror=alert(1)><script>alert(1)</script>{{ 7*7 }}"""
_PREVIEW = """
import sys
from mkdocs.config import load_config
from mkdocs.commands.build import build
config = load_config("mkdocs.yml")
config.plugins.on_startup(command="serve", dirty=False)
build(config, serve_url="http://127.0.0.1/")
config.plugins.on_shutdown()
"""
#: What a hostile document would hold; `alert` called by anybody is noted as well.
_HOLDS = """
() => [...document.querySelectorAll("*")].flatMap(e => [
  ...[...e.attributes].filter(a => /^on/i.test(a.name)).map(a => e.localName + " " + a.name),
  ...(e.protocol && !["http:", "https:", "mailto:", "tel:"].includes(e.protocol) ? [e.href] : []),
  ...(e.localName === "img" && e.getAttribute("src") === "x" ? [e.outerHTML] : []),
  ...(e.localName === "script" && e.textContent.includes("alert(1)") && e.type !== "application/ld+json"
      ? [e.outerHTML] : []),
])
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def _quoted(words: str) -> str:
    return "'" + f"{words} {_BREAKS_OUT}".replace("'", "''") + "'"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of hostile values, built as a preview is, which shows what a build refuses."""
    hubs.needs_a_program()
    folder = tmp_path_factory.mktemp("hostile")
    q = _quoted
    fields = {
        "title": q("A title"),
        "description": q("What this article finds, in one sentence"),
        "authors": f"[{{name: {q('Name')}, programme: {q('MBChB')}, affiliation: {q('University')}}}, person]",
        "tags": f"[{q('tag')}]",
        "licence": q("CC")[:58] + "'",
        "image": f"{{src: articles/a.png, alt: {q('What it shows')}, caption: {q('Caption')}, credit: {q('Credit')}}}",
        "changes": f"[{{date: 2024-08-01, kind: correction, note: {q('A note of a change')}}}]",
        "declarations": f"{{conflicts: {q('None')}, funding: {q('None')}}}",
    }
    every = "".join(f"[@{key}]\n" for key in re.findall(r"@\w+\{(\w+),", vectors.BIB))
    term = f"---\nname: {q('Name')}\ndescription: {q('A description')}\naliases: [{q('Alias')}]\n---\n\n{_BREAKS_OUT}\n"
    hubs.write(
        folder,
        {
            "docs/index.md": f"---\ntitle: {q('Home')}\ndescription: {q('A description')}\n---\n\n{_BREAKS_OUT}\n",
            "docs/topics/testing.md": term,
            "docs/institutions/smu.md": term,
            "docs/authors/person.md": term,
            "docs/articles/a.md": hubs.article(f"{_BREAKS_OUT}\n\n{every}", **fields),
            "docs/articles/b.md": hubs.article("Text.", template="redirect.html", location='"javascript:alert(1)"'),
            "docs/articles/c.md": hubs.article("Text.", **fields, draft="true"),
            "bib/references.bib": vectors.BIB,
        },
    )
    done = subprocess.run(
        [sys.executable, "-c", _PREVIEW], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "unknown field template" in done.stderr
    return folder / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
        """Nothing: a test says what it found."""


@pytest.fixture(scope="module")
def address(hostile: Path) -> Iterator[str]:
    yield from _served(hostile)


def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _open(browser: Browser, address: str, paths: list[str]) -> tuple[list[str], list[str]]:
    """What all pages do that they should not, and what the console says."""
    context = browser.new_context()
    found: list[str] = []
    said: list[str] = []
    page: Page = context.new_page()
    page.on("dialog", lambda dialog: (found.append(f"{page.url} {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: said.append(f"{page.url} {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    page.on(
        "request", lambda request: None if request.url.startswith((address, "data:")) else found.append(request.url)
    )
    for path in paths:
        page.goto(f"{address}/{path}", wait_until="load")
        found += [f"{path} {what}" for what in page.evaluate(_HOLDS)]
        for link in page.locator("a[href^='javascript'], a[href^='data:']").all():
            link.click(timeout=1000)
    context.close()
    return found, said


def _pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html"))


def test_hostile_values_are_text_on_every_page(browser: Browser, hostile: Path, address: str) -> None:
    paths = _pages(hostile)
    assert len(paths) > 12
    assert "onerror=alert(1)" in (hostile / "articles/a/index.html").read_text(encoding="utf-8")
    found, _ = _open(browser, address, paths)
    assert found == []


def test_hostile_values_break_no_feed_and_no_data(hostile: Path) -> None:
    """What is not a page, browsers open as well: XML is well-formed, and nothing in it is a script."""
    from lxml import etree

    for path in [path for path in hostile.rglob("*") if path.suffix in {".xml", ".svg", ".atom", ".rss"}]:
        assert not etree.parse(path).xpath("//*[local-name()='script']"), path
    for path in hostile.rglob("*.html"):
        for block in html.fromstring(path.read_text(encoding="utf-8")).xpath("//script[@type='application/ld+json']"):
            assert "</" not in (block.text or ""), path


@pytest.fixture(scope="module")
def seed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed")
    shutil.copytree(shared / "seed-hub", folder, dirs_exist_ok=True)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    hubs.write(folder, {})
    built = hubs.build(folder)
    assert built.status == 0, built.output
    return folder / "site"


def _policy(site: Path) -> str:
    found = html.fromstring((site / "index.html").read_text(encoding="utf-8")).xpath("//head/*")
    policy = found[1]
    assert policy.get("http-equiv") == "Content-Security-Policy"
    return str(policy.get("content"))


def test_the_policy_stops_nothing_of_ours(browser: Browser, seed: Path) -> None:
    for address in _served(seed):
        found, said = _open(browser, address, _pages(seed))
        assert found == []
        assert said == []


def test_every_page_has_the_policy_first(seed: Path) -> None:
    for path in seed.rglob("*.html"):
        head = html.fromstring(path.read_text(encoding="utf-8")).xpath("//head/*")
        assert head[0].get("charset") == "utf-8", path
        assert head[1].get("http-equiv") == "Content-Security-Policy", path
    policy = _policy(seed)
    assert "'unsafe-inline'" not in re.search(r"script-src [^;]*", policy)[0]  # type: ignore[index]
    assert "'sha256-" in policy


def test_the_policy_alone_runs_no_vector(browser: Browser, seed: Path, tmp_path: Path) -> None:
    """With both filters down, no script of a vector runs."""
    converter = Converter(tmp_path)
    documents = {vector.id: converter.html(vector.text, first=False, second=False) for vector in vectors.own()}
    calls = {"alert", "confirm", "prompt", "print", "open"}
    some = {name: documents[name] for name in sorted(documents)[::3]}
    bare = {name for name, seen in Watch(browser).look(some).items() if calls & set(seen.ran)}
    assert len(bare) > 7
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_policy(seed)}">'
    kept = {name for name, seen in Watch(browser, meta).look(documents).items() if calls & set(seen.ran)}
    assert kept == set()
