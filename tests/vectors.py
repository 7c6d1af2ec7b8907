"""Hostile Markdown, the converter that a page goes through, and a browser that tells what it does.

A vector is tried in a frame of its own. It counts as running when script runs or would run (a report of the browser's
Content-Security-Policy, which forbids all script in reports only), when it loads something from another host, or when
the document holds something that could run: a script, a handler, an address with another scheme.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

import markdown
from mkdocs.utils import yaml_load
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

import hubs
from studenthub import styles
from studenthub.html import sanitize
from studenthub.markup import html_filter
from studenthub.markup.document import Document, Link
from studenthub.markup.extension import CitationExtension, makeExtension

HOSTILE = Path(__file__).parent / "hostile"
ORIGIN = "http://hub.test"
#: Pages loaded at once, as frames of one.
_FRAMES = 40

BIB = r"""
@article{one2001, author = {One, A.}, title = {First}, journal = {A Journal}, year = {2001}, doi = {10.1000/x}}
@article{two2002, author = {Two, B. and Three, C.}, title = {Second}, journal = {A Journal}, year = {2002}, url = {https://example.org/}}
@misc{evil2003, author = {<img src=x onerror=alert(1)>}, title = {<script>alert(1)</script> \href{javascript:alert(1)}{x}}, year = {2003}, url = {javascript:alert(1)}}
@article{hostile2004, author = {"onclick=alert(1)x="}, title = {{\textit{<svg onload=alert(1)>}}}, journal = {&lt;img src=x onerror=alert(1)&gt;}, year = {2004}, doi = {"><img src=x onerror=alert(1)>}, url = {java	script:alert(1)}, note = {[x](javascript:alert(1))}}
@misc{odd2005, author = {Odd, A.}, title = {`<img src=x onerror=alert(1)>`{=html} <!-- x --> $<b>$}, year = {2005}, url = {data:text/html,<script>alert(1)</script>}, howpublished = {\url{javascript:alert(1)}}}
@misc{elsewhere2006, author = {Else, W.}, title = {![x](https://evil.example/pixel.png)}, year = {2006}, url = {https://example.org/"onmouseover="alert(1)}}
"""  # noqa: E501 - one entry a line


@dataclass(frozen=True)
class Vector:
    """Hostile Markdown. ``runs`` says that it does so in a site that defends itself against nothing."""

    id: str
    text: str
    runs: bool = False


@dataclass
class Seen:
    """What a browser saw in one page."""

    ran: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    holds: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ran or self.loaded or self.holds)


def own() -> list[Vector]:
    """The vectors of this project."""
    _, *parts = re.split(r"^%% (\S+)\n", (HOSTILE / "vectors.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [Vector(name, text) for name, text in zip(parts[::2], parts[1::2], strict=True)]


def shared(folder: Path) -> list[Vector]:
    """The published vectors that lie beside the project."""
    lines = (folder / "data/xss_vectors.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return [Vector(row["id"], row["vector"], row["stock"] in ("auto", "interaction")) for row in rows]


class Converter:
    """Markdown to HTML with the extensions of mkdocs.yml, with both filters, one or none."""

    def __init__(self, folder: Path) -> None:
        # Citations are kept as they were formatted, with the sanitiser or without.
        self._documents = {second: self._document(folder / f"sanitiser-{second}") for second in (True, False)}
        rows = yaml_load((hubs.PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]
        self._configs = {name: options for row in rows if isinstance(row, dict) for name, options in row.items()}
        self._names = [row if isinstance(row, str) else next(iter(row)) for row in rows]

    def markdown(self, *, first: bool = True, second: bool = True, notes: bool = False) -> markdown.Markdown:
        """A converter as MkDocs makes one for each page; ``notes`` is for a citation style with notes."""
        document = self._documents[second]
        if notes:
            document = replace(document, style=styles.find("chicago-notes-bibliography"))
        with filters(first=first):
            md = markdown.Markdown(
                extensions=[*self._names, CitationExtension(document)], extension_configs=self._configs
            )
        md.convert = filters(second=second)(md.convert)  # type: ignore[method-assign]
        return md

    def _document(self, folder: Path) -> Document:
        hubs.write(folder, {"bib/references.bib": BIB})
        also = {"one2001": (Link("Another <b>article</b>", "../another/"),)}
        return replace(makeExtension(root=str(folder)).document, also=also)

    def html(self, text: str, *, first: bool = True, second: bool = True, notes: bool = False) -> str:
        return self.markdown(first=first, second=second, notes=notes).convert(text)


@contextmanager
def filters(*, first: bool = True, second: bool = True) -> Iterator[None]:
    """Take a filter down: the first for converters that are made within, the second for pages converted within."""
    with ExitStack() as down:
        if not first:
            down.enter_context(mock.patch.object(html_filter, "build"))
        if not second:
            down.enter_context(mock.patch.multiple(sanitize, clean=str, text=str))
        yield


#: Runs in every frame before anything of it does.
_SPY = """
(() => {
  const say = (kind, text) => window.reportToTest(location.pathname, kind, String(text).slice(0, 200));
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => say("ran", name);
  addEventListener("securitypolicyviolation", e => {
    if (e.effectiveDirective.startsWith("script-src") || e.effectiveDirective === "worker-src")
      say("ran", e.effectiveDirective + " " + e.blockedURI + " " + e.sample);
  });
})()
"""

#: What a reader may do: click everything, move over everything, type; and what the document holds.
_READ = """
() => {
  const all = [...document.querySelectorAll("*")];
  const holds = [];
  const ours = ["http:", "https:", "mailto:", "tel:"];
  for (const e of all) {
    const name = e.localName;
    if (/^(script|iframe|frame|object|embed|applet|base|link|style|form|svg|math|template|portal)$/.test(name)
        && !e.closest("head") && !(name === "math" && e.closest(".arithmatex"))) holds.push("<" + name + ">");
    if (name === "meta" && e.httpEquiv) holds.push("<meta " + e.httpEquiv + ">");
    for (const a of e.attributes) {
      if (/^(on|formaction|action|target|srcdoc|ping|srcset|background|xlink)/i.test(a.name))
        holds.push(name + " " + a.name);
      if (a.name === "style" && !/^text-align: ?(left|right|center);?$/.test(a.value)) holds.push("style " + a.value);
      if (a.name === "id" && /^__(?!tabbed_)/.test(a.value)) holds.push("id " + a.value);
      if (a.name === "class" && /(^| )(md-(?!button)|site-|banner|skip)/.test(a.value)) holds.push("class " + a.value);
    }
    if (e.protocol !== undefined && e.hasAttribute("href") && !ours.includes(e.protocol))
      holds.push("href " + e.protocol);
  }
  addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("a, area");
    if (link && ours.includes(link.protocol)) event.preventDefault();
  }, true);
  for (const e of all) {
    try {
      for (const kind of ["mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "keydown", "keyup", "input",
                          "change", "wheel", "drag", "pointerover", "contextmenu", "copy", "paste", "dblclick"])
        e.dispatchEvent(new Event(kind, {bubbles: true}));
      if (e.focus) e.focus();
      if (e.click) e.click();
      if (e.localName === "details") e.open = !e.open;
    } catch {}
  }
  return holds;
}
"""


class Watch:
    """A browser that shows documents and notes what they do."""

    def __init__(self, browser: Browser, policy: str = "") -> None:
        self._pages: dict[str, str] = {}
        self._seen: dict[str, Seen] = {}
        self._policy = policy
        self._context: BrowserContext = browser.new_context(base_url=ORIGIN)
        self._context.expose_binding("reportToTest", self._report)
        self._context.add_init_script(_SPY)
        self._context.route("**/*", self._route)

    def look(self, documents: Mapping[str, str]) -> dict[str, Seen]:
        """What each of ``documents``, HTML by name, does."""
        names = list(documents)
        self._seen = {name: Seen() for name in names}
        self._pages = {f"/{number}/": documents[name] for number, name in enumerate(names)}
        self._names = {f"/{number}/": name for number, name in enumerate(names)}
        for at in range(0, len(names), _FRAMES):
            self._look(list(self._names)[at : at + _FRAMES])
        return self._seen

    def _look(self, paths: Sequence[str]) -> None:
        page = self._context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        # Frames cannot take the whole page with them; that one tries shows as script that runs.
        sandbox = "allow-scripts allow-same-origin allow-forms allow-modals"
        self._pages["/all/"] = "".join(f'<iframe src="{path}" sandbox="{sandbox}"></iframe>' for path in paths)
        with suppress(Error):  # without filters, some never end to load
            page.goto("/all/", wait_until="load", timeout=8000)
        page.wait_for_timeout(200)
        for frame in page.frames[1:]:
            name = self._names.get(re.sub(r"^https?://[^/]*", "", frame.url))
            if name is None:
                continue
            try:
                self._seen[name].holds += frame.evaluate(_READ)
            except Error as error:  # it is gone: something in it made it go
                self._seen[name].ran.append(f"the frame went away: {str(error)[:80]}")
        page.wait_for_timeout(200)
        for path, frame in zip(paths, _frames(page), strict=False):
            if frame not in (path, f"{path}#") and not frame.startswith(f"{path}#"):
                self._seen[self._names[path]].ran.append(f"went to {frame}")
        page.close()

    def _report(self, source: Mapping[str, object], path: str, kind: str, text: str) -> None:
        frame = source["frame"]
        while path not in self._names and getattr(frame, "parent_frame", None):
            frame = frame.parent_frame  # type: ignore[attr-defined]
            path = re.sub(r"^https?://[^/]*", "", frame.url)
        if path in self._names:
            self._seen[self._names[path]].ran.append(text)

    def _route(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(ORIGIN).split("#")[0].split("?")[0]
        if request.url.startswith(ORIGIN) and path in self._pages:
            headers = {"Content-Security-Policy-Report-Only": "script-src 'report-sample'; worker-src 'none'"}
            if path == "/all/":
                headers = {}
            route.fulfill(body=self._document(path), content_type="text/html; charset=utf-8", headers=headers)
            return
        if request.url.startswith(("data:", "blob:", f"{ORIGIN}/")):
            route.fulfill(status=404, body="")
            return
        frame = re.sub(r"^https?://[^/]*", "", request.frame.url)
        if frame in self._names:
            self._seen[self._names[frame]].loaded.append(request.url)
        route.abort()

    def _document(self, path: str) -> str:
        if path == "/all/":
            return f"<!doctype html><title>x</title>{self._pages[path]}"
        return (
            f'<!doctype html><meta charset="utf-8">{self._policy}<title>x</title><body><main>{self._pages[path]}</main>'
        )


def _frames(page: Page) -> list[str]:
    return [re.sub(r"^https?://[^/]*", "", frame.url) for frame in page.main_frame.child_frames]
