"""Measures the search in a real Chromium: python benchmarks/search.py [--articles 10000] [--quality-only].

It prints the figures that README quotes: what a page loads of the search, the bytes on the wire until the first
results, the time from the last key to painted results, what the index costs to make, and how well known items are
found. Every figure is the median of five runs with an empty profile; the runs of the hub and of Material with its own
search take turns. The server compresses as GitHub Pages does and counts the bytes of every address, because Pagefind
loads its index in a worker, where the page does not see it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import pagefind_bin
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page, sync_playwright

import search_corpus
from mkdocs_studenthub.search import index
from search_corpus import Item, Query
from served import Site, serve

PROJECT = Path(__file__).resolve().parent.parent
_CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_RUNS = 5
_TWO_WORDS = "tuberculosis corridor"
#: A phone on a mobile network: seconds there and back, bits in a second, and how much slower its processor is.
_PHONE = (0.17, 9e6, 4)

#: Asks the hub's own search, without its dialog, for the addresses of the first ten results of each query.
_ASK = """async ([client, queries, insists]) => {
  const { Client } = await import(client);
  const engine = new Client();
  const found = [];
  for (const query of queries) {
    const { rows } = await engine.search({ query, filters: {}, sort: "" }, { insists, rows: 10 });
    found.push(rows.map(({ url }) => url));
  }
  return found;
}"""
#: Until the first result has been the same for a second: an earlier search must not be taken for the last one.
_SETTLED = """(selector) => new Promise((resolve) => {
  let old;
  let since = performance.now();
  const look = () => {
    const now = document.querySelector(selector);
    if (now !== old) [old, since] = [now, performance.now()];
    if (performance.now() - since > 1000) resolve();
    else requestAnimationFrame(look);
  };
  look();
})"""
#: The time from now until the first result of another query is painted, in milliseconds.
_PAINTED = """(selector) => new Promise((resolve) => {
  const began = performance.now();
  const old = document.querySelector(selector);
  const look = () => {
    const now = document.querySelector(selector);
    if (now && now !== old) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    else requestAnimationFrame(look);
  };
  look();
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a profile."""
    program = shutil.which("chromium")
    if not program:
        sys.exit("this needs a program called chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_CHROMIUM)
        yield browser
        browser.close()


def ranks(page: Page, site: Site, queries: Sequence[Query], *, insists: bool = False) -> list[int | None]:
    """The place of the answer to each query in what the hub's search finds; a reader who insists is not corrected."""
    texts = [query.text for query in queries]
    found = page.evaluate(_ASK, [f"{site.url}assets/search-client.js", texts, insists])
    slugs = [[url.rstrip("/").rsplit("/", 1)[-1] for url in urls] for urls in found]
    return [search_corpus.rank(query, row) for query, row in zip(queries, slugs, strict=True)]


# --- sites ------------------------------------------------------------------------------------------------------------


def _build(root: Path) -> None:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, env=environment, check=True)


def _index_cost(site: Path, into: Path) -> tuple[float, float]:
    """CPU seconds and gigabytes that Pagefind takes to index a site."""
    command = [str(pagefind_bin.get_executable()), "--site", str(site), "--glob", "articles/*/index.html", "--silent"]
    process = subprocess.Popen([*command, "--force-language", "en", "--output-path", str(into)])
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "Pagefind failed"
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6


def _bare(items: Sequence[Item], site: Path) -> None:
    """A site of nothing but what the index reads of articles: 10,000 pages in seconds, with the same index."""
    loader = FileSystemLoader([PROJECT / "benchmarks", PROJECT / "overrides"])
    template = Environment(loader=loader, autoescape=True).get_template("search_page.html")
    for item in items:
        authors = [
            SimpleNamespace(name=author["name"], affiliation=SimpleNamespace(text=author["affiliation"]))
            for author in item.front["authors"]  # type: ignore[attr-defined]
        ]
        day = str(item.front["date"])
        card = SimpleNamespace(
            title=item.title,
            description=item.front["description"],
            authors=authors,
            topics=[SimpleNamespace(text=str(topic).capitalize()) for topic in item.front["topics"]],  # type: ignore[attr-defined]
            date=SimpleNamespace(iso=day, text=day),
            status="",
        )
        cited = [f"{family} {year}" for family, year in item.sources]
        record = SimpleNamespace(kind="article", card=card, tags=(), cited=cited)
        page = SimpleNamespace(meta={"hub": record, "template": ""})
        html = template.render(
            page=page,
            root="../..",
            card=card,
            sentences=search_corpus.sentences(item),
            references=search_corpus.references(item),
        )
        folder = site / "articles" / item.slug
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(html, encoding="utf-8")
    shutil.copytree(PROJECT / "overrides/assets", site / "assets")
    names = (word for item in items for word in f"{item.title} {' '.join(item.authors)}".lower().split())
    (site / "search").mkdir()
    words = (word.strip(":,") for word in (*names, *(family.lower() for item in items for family, _ in item.sources)))
    (site / "search/words.txt").write_text("\n".join(dict.fromkeys(words)), encoding="utf-8")
    index(site, "en", [item.slug for item in items], site.parent / "kept")


# --- what a reader waits for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """One reader with an empty profile: bytes of the search that a page loads and that a first search needs, and the
    milliseconds from the last key to painted results of a second search."""

    load: int
    wire: int
    latency: float


def _visit(browser: Browser, site: Site, query: str, *, phone: bool, stock: bool, pasted: bool) -> Visit:
    site.delay, site.bits_per_second, slower = _PHONE if phone else (0.0, 0.0, 1)
    site.forget()
    context = browser.new_context()
    context.set_default_timeout(180_000)
    page = context.new_page()
    if slower > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(f"{site.url}articles/article-00001/")
    page.wait_for_load_state("networkidle")
    parts = ("assets/javascripts/workers/", "search/") if stock else ("assets/search", "search/", "pagefind/")
    load = site.bytes_of(*parts)
    row = ".md-search-result__item" if stock else ".search-result"
    if stock:
        page.locator("[data-md-component=search-query]").click()
    else:
        page.get_by_role("button", name="Search", exact=True).click()
    if pasted:
        page.keyboard.insert_text(query)
    else:
        page.keyboard.type(query, delay=100)
    page.locator(row).first.wait_for()
    page.wait_for_load_state("networkidle")
    wire = site.bytes_of(*parts)
    # The last key of another word: what a reader waits for who goes on.
    page.keyboard.type(" rotatio", delay=100)
    page.evaluate(_SETTLED, row)
    painted = page.evaluate_handle(f"({{ wait: ({_PAINTED})({row!r}) }})")
    page.keyboard.type("n")
    latency = float(page.evaluate("({ wait }) => wait", painted))
    context.close()
    return Visit(load, wire, latency)


def _visits(
    browser: Browser, sites: Sequence[tuple[str, Site]], query: str, *, phone: bool, pasted: bool
) -> dict[str, Visit]:
    """The medians of five visits to each site, which take turns."""
    found: dict[str, list[Visit]] = {name: [] for name, _ in sites}
    for _ in range(_RUNS):
        for name, site in sites:
            found[name].append(_visit(browser, site, query, phone=phone, stock=name != "hub", pasted=pasted))
    return {
        name: Visit(
            round(median(visit.load for visit in visits)),
            round(median(visit.wire for visit in visits)),
            median(visit.latency for visit in visits),
        )
        for name, visits in found.items()
    }


# --- the table --------------------------------------------------------------------------------------------------------


def _quality(browser: Browser, site: Site, items: Sequence[Item], each: int) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}articles/{items[0].slug}/")
    for part in search_corpus.PARTS:
        queries = search_corpus.queries(items, part, each)
        found = ranks(page, site, queries)
        print(f"\nKnown items, {part} queries      n  hit@1  hit@5   MRR  empty")
        for kind, score in [*search_corpus.by_kind(queries, found), ("all", search_corpus.score(found))]:
            print(
                f"{kind:28} {score.queries:5} {score.first:6.2f} {score.first_five:6.2f} {score.mrr:5.2f} "
                f"{score.empty:6.2f}"
            )
        if part == "open":
            for query, place in zip(queries, found, strict=True):
                if place != 1:
                    print(f"  {query.kind}: {query.text} -> {place}")
    page.close()


def main() -> None:
    """Build the hubs, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the search.")
    parser.add_argument("--articles", type=int, default=1_000, help="number of articles (%(default)s)")
    parser.add_argument("--each", type=int, default=10, help="queries of each kind and part (%(default)s)")
    parser.add_argument("--quality-only", action="store_true", help="leave out bytes and times")
    parser.add_argument("--bare", action="store_true", help="index bare pages of the articles, not a built hub")
    parser.add_argument("--stock", action="store_true", help="take turns with Material and its own search")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="build there, or use what was built there before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = given.keep or Path(scratch) / "hub"
        fresh = not root.exists()
        items = search_corpus.write(root if fresh else Path(scratch) / "again", given.articles, PROJECT / "overrides")
        if fresh and given.bare:
            _bare(items, root / "site")
        elif fresh:
            _build(root)
        with chromium() as browser, serve(root / "site") as site:
            _quality(browser, site, items, given.each)
            if not given.quality_only:
                _figures(browser, site, root, items, Path(scratch), given.stock)


def _figures(browser: Browser, site: Site, root: Path, items: Sequence[Item], scratch: Path, stock: bool) -> None:
    seconds, gigabytes = _index_cost(root / "site", scratch / "index")
    print(f"\n{len(items)} articles: index {seconds:.1f} CPU-s, {gigabytes:.2f} GB")
    with serve(_stock(root, scratch)) if stock else serve(root / "site") as other:
        sites = [("hub", site), ("stock", other)] if stock else [("hub", site)]
        print(f"{'':44} {'load':>12} {'wire':>12} {'latency':>10}")
        for label, query, phone, pasted in (
            ("two words, key by key", _TWO_WORDS, False, False),
            ("a whole title, pasted", items[3].title, False, True),
            ("a whole title, key by key", items[3].title, False, False),
            ("two words, on a phone", _TWO_WORDS, True, False),
        ):
            for name, visit in _visits(browser, sites, query, phone=phone, pasted=pasted).items():
                print(f"{label + ', ' + name:44} {visit.load:10} B {visit.wire / 1000:9.1f} kB {visit.latency:7.0f} ms")


def _stock(root: Path, scratch: Path) -> Path:
    """The same articles built by Material with its own search."""
    folder = scratch / "stock"
    shutil.copytree(root / "docs", folder / "docs")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("- studenthub:\n    bib_dir: bib", "- search")
    config = "\n".join(line for line in config.splitlines() if "custom_dir" not in line)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    _build(folder)
    return folder / "site"


if __name__ == "__main__":
    main()
