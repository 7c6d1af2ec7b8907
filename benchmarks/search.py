"""Measures the search in a real Chromium: python benchmarks/search.py [--articles 1000 10000] [--keep DIR].

It prints the table in benchmarks/README.md: what a page loads of the search, the bytes on the wire until the first
results, the time from the last key to painted results, what the index costs to make, and how well known items are
found.
Two sites are built of the same articles, by the hub and by Material with its own search. Every figure is the median
of five visits with an empty profile, in which the two take turns; above 1,000 articles Material is visited once, as
its search takes minutes. The server compresses as GitHub Pages does and counts the bytes of every address, because a
search loads its index in a worker, where the page does not see it.

- Bytes on page load are those of the search: its style and scripts, and Material's index.
- Until the first results: all of them, from the page to the first results of a query that is typed key by key.
- From the last key: of a third word that is added to two, at ten keys a second; painted is a frame with results that
  are not those from before.
- Slowed: 170 ms there and back, 9 Mbit/s, and a processor of which Chromium takes three quarters away. It does so from
  the page alone and not from its workers, in which both searches run.
- An index costs CPU seconds and the most memory at once, of Pagefind and all around it.

10,000 articles take 20 minutes and 3 GB of disk. What was built in the folder ``--keep`` is used again.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

import search_corpus
from search_corpus import Item, Query
from served import Site, serve

PROJECT = Path(__file__).resolve().parent.parent
_CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_VISITS = 5
#: Up to so many articles Material's search is visited as often as the hub's.
_SMALL = 1_000
_PATIENCE_MS = 180_000
_TWO_WORDS = "tuberculosis corridor"
_THIRD_WORD = " rotation"
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
#: The time from now until the first result of another query is painted, in milliseconds; NaN where none ever is.
_PAINTED = """([selector, patience]) => new Promise((resolve) => {
  const began = performance.now();
  const old = document.querySelector(selector);
  const look = () => {
    const now = document.querySelector(selector);
    if (now && now !== old) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    else if (performance.now() - began > patience) resolve(NaN);
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


def _build(root: Path, articles: int) -> list[Item]:
    """Build the hub and the site of plain Material in the folder ``root``, unless they are there."""
    if not (root / "hub/site").exists():
        search_corpus.write(root / "hub", articles, "hub")
        _mkdocs(root / "hub")
    if not (root / "plain/site").exists():
        search_corpus.write(root / "plain", articles, "plain")
        _mkdocs(root / "plain")
    return search_corpus.items(articles)


def _mkdocs(root: Path) -> None:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, env=environment, check=True)


#: What a process of its own does: index the extracts in a folder, with nothing kept from before.
_INDEX = """
import sys
from pathlib import Path
from studenthub.site.folder.pagefind import Extracts
made, kept, *slugs = sys.argv[1:]
with Extracts(Path(kept)) as extracts:
    for slug in slugs:
        extracts.put(slug, "", Path(made, slug).read_text)
    extracts.index(Path(kept), "en", slugs)
"""


def _index_cost(root: Path, items: Sequence[Item]) -> str:
    """CPU seconds and gigabytes to index the hub in ``root`` as its build does, but with nothing kept from before."""
    made = root / "hub/.cache/studenthub/search/extracts/articles"
    with tempfile.TemporaryDirectory() as kept:
        process = subprocess.Popen([sys.executable, "-c", _INDEX, str(made), kept, *(item.slug for item in items)])
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the index was not made"
    return f"{usage.ru_utime + usage.ru_stime:.1f} CPU-s, {usage.ru_maxrss / 1e6:.2f} GB"


# --- what a reader waits for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """One reader with an empty profile: bytes of the search that a page loads and that a first search needs, and the
    milliseconds from the last key of another word to painted results."""

    load: float
    wire: float
    latency: float


#: A reader who was not shown any results in three minutes.
_NEVER = Visit(float("nan"), float("nan"), float("nan"))


def _visit(browser: Browser, site: Site, query: str, *, phone: bool, plain: bool) -> Visit:
    site.delay, site.bits_per_second, slower = _PHONE if phone else (0.0, 0.0, 1)
    site.forget()
    context = browser.new_context()
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    if slower > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    try:
        return _search(page, site, query, plain=plain)
    except TooLate:
        return _NEVER
    finally:
        context.close()


def _search(page: Page, site: Site, query: str, *, plain: bool) -> Visit:
    parts = (
        ("assets/javascripts/workers/", "search/")
        if plain
        else ("assets/search", "assets/browse", "search/", "pagefind/")
    )
    row = ".md-search-result__item" if plain else ".search-result"
    page.goto(f"{site.url}articles/article-00001/")
    page.wait_for_load_state("networkidle")
    load = site.bytes_of(*parts)
    if plain:
        page.locator("[data-md-component=search-query]").click()
    else:
        page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type(query, delay=100)
    page.locator(row).first.wait_for()
    page.evaluate(_SETTLED, row)
    page.wait_for_load_state("networkidle")
    wire = site.bytes_of(*parts)
    page.keyboard.type(_THIRD_WORD[:-1], delay=100)
    page.evaluate(_SETTLED, row)
    painted = page.evaluate_handle(f"({{ wait: ({_PAINTED})([{row!r}, {_PATIENCE_MS}]) }})")
    page.keyboard.type(_THIRD_WORD[-1])
    return Visit(load, wire, float(page.evaluate("({ wait }) => wait", painted)))


def _visits(browser: Browser, hub: Site, plain: Site, items: Sequence[Item]) -> Iterator[list[str]]:
    """The rows of the table that come from visits: the figures of the hub and of plain Material."""
    kinds = {"words": (_TWO_WORDS, False), "title": (items[3].title, False), "phone": (_TWO_WORDS, True)}
    found: dict[tuple[str, bool], list[Visit]] = {(kind, is_plain): [] for kind in kinds for is_plain in (False, True)}
    for turn in range(_VISITS):
        for kind, (query, phone) in kinds.items():
            found[kind, False].append(_visit(browser, hub, query, phone=phone, plain=False))
            if turn == 0 or len(items) <= _SMALL:
                found[kind, True].append(_visit(browser, plain, query, phone=phone, plain=True))
    for kind, figure, unit in (
        ("words", "load", "KB"),
        ("words", "wire", "KB"),
        ("title", "wire", "KB"),
        ("words", "latency", "ms"),
        ("phone", "latency", "ms"),
    ):
        medians = [median(getattr(visit, figure) for visit in found[kind, is_plain]) for is_plain in (False, True)]
        yield [_figure(value, unit) for value in medians]


def _figure(value: float, unit: str) -> str:
    if value != value:
        return f"not in {_PATIENCE_MS // 1000} s"
    if unit == "KB":
        return f"{value / 1e3:.1f} KB" if value < 1e6 else f"{value / 1e6:.1f} MB"
    return f"{value:.0f} ms"


# --- the tables -------------------------------------------------------------------------------------------------------

_ROWS = (
    "search bytes on page load",
    "wire to first results, two words",
    "wire, a whole title",
    "last key to painted result",
    "the same at 170 ms, 9 Mbit/s, CPU slowed 4×",
    "index build, memory",
)
#: What the hub must keep to, by the number of articles.
_BOUNDS = {
    1_000: ("5 KB", "300 KB", "300 KB", "150 ms", "500 ms", "6 CPU-s, 0.6 GB"),
    10_000: ("5 KB", "420 KB", "600 KB", "300 ms", "700 ms", "60 CPU-s, 5 GB"),
}


def _columns(browser: Browser, root: Path, items: Sequence[Item]) -> dict[str, Sequence[str]]:
    """The columns of the table for one number of articles, by their headings."""
    with serve(root / "hub/site") as hub, serve(root / "plain/site") as plain:
        visits = list(_visits(browser, hub, plain, items))
    number = f"{len(items):,}"
    columns = {f"hub, {number}": [*(ours for ours, _ in visits), _index_cost(root, items)]}
    if len(items) in _BOUNDS:
        columns["at most"] = _BOUNDS[len(items)]
    return columns | {f"Material, {number}": [*(theirs for _, theirs in visits), "–"]}


def _quality(browser: Browser, root: Path, items: Sequence[Item], each: int) -> None:
    with serve(root / "hub/site") as site:
        page = browser.new_page()
        page.goto(f"{site.url}articles/{items[0].slug}/")
        for part in search_corpus.PARTS:
            queries = search_corpus.queries(items, part, each)
            found = ranks(page, site, queries)
            print(f"\n{f'{len(items):,} articles, {part} queries':34} n  hit@1  hit@5   MRR  empty")
            for kind, score in [*search_corpus.by_kind(queries, found), ("all", search_corpus.score(found))]:
                said = f"{score.first:6.2f} {score.first_five:6.2f} {score.mrr:5.2f} {score.empty:6.2f}"
                print(f"{kind:30} {score.queries:5} {said}")
            # The other parts stay unknown to who sets the ranking.
            for query, place in zip(queries, found, strict=True):
                if part == "open" and place != 1:
                    print(f"  {query.kind}: {query.text} -> {place}")
        page.close()


def main() -> None:
    """Build the sites, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the search.")
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[1_000, 10_000], help="numbers of articles (%(default)s)"
    )
    parser.add_argument("--each", type=int, default=10, help="queries of each kind and part (%(default)s)")
    parser.add_argument("--quality-only", action="store_true", help="leave out bytes and times")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="build there, or use what was built there before")
    given = parser.parse_args()
    table: list[Sequence[str]] = [["", "---", *_ROWS]]
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        for articles in given.articles:
            root = (given.keep or Path(scratch)) / str(articles)
            items = _build(root, articles)
            _quality(browser, root, items, given.each)
            if not given.quality_only:
                columns = _columns(browser, root, items)
                table += [[heading, "--:", *column] for heading, column in columns.items()]
        version = browser.version
    if not given.quality_only:
        print(f"\n{os.cpu_count()} cores, Python {platform.python_version()}, Chromium {version}\n")
        for row in zip(*table, strict=True):
            print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
