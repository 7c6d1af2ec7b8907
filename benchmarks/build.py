"""Measures what the hub costs beside plain Material: python benchmarks/build.py [--large] > table.md.

All builds are made side by side in one run, round after round, each by ``mkdocs build`` in a process of its own over
the hubs that corpus.py writes, with four sources for each article. Without ``--large`` there are 1,000 articles: about
250 MB of disk and two minutes a round. With it 5,000 are built as well, which takes six times as much of both.

- CPU is user and system time in seconds, of mkdocs and of all the processes it starts; "others" is their part.
- Wall is seconds from start to exit.
- Peak is memory in MB (10^6 bytes), resident: of mkdocs alone, and of all the others together. It is looked at every
  0.05 s, so what is shorter than that may be missed.
- A cold build has no cache and no old site. The builds that follow it have both: one with nothing changed, and one
  after a sentence was added to one article, for which the search index is made anew as well.
- Figures are medians over the rounds. Ratios and differences are taken within each round, and then the median.
- Citations are the difference between the hub and the same hub without any: they are formatted, they make the pages
  longer, and every source that is cited is listed. "Everything else" is the hub without any, its .bib included; it is
  set beside Material with its search and without, because what our plugin does about searching is up to it.
- The cost per article includes the start of MkDocs, so it falls where everything is linear: see plain Material's.

Linux only: the parts are read from /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import platform
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from corpus import Corpus

_PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "mkdocs-bibtex", "pypandoc_binary")
_SOURCES_PER_ARTICLE = 4
_CITES = 8
_LARGE = 5
_INTERVAL = 0.05
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
MKDOCS = (sys.executable, "-m", "mkdocs", "build")


@dataclass(frozen=True, slots=True)
class Build:
    """A build to measure: the flavour and the citations per article of its hub.

    ``again`` keeps cache and site; ``edited`` is the article whose text has changed since (-1: none).
    """

    name: str
    flavour: str
    cites: int
    again: bool = False
    edited: int = -1

    @property
    def folder(self) -> str:
        """The folder of its hub."""
        return f"{self.flavour}-{self.cites}"


PLAIN = Build("plain Material", "plain", _CITES)
COLD = Build("hub, cold", "hub", _CITES)
AGAIN = Build("hub, nothing changed", "hub", _CITES, again=True)
EDITED = Build("hub, one article edited", "hub", _CITES, again=True, edited=7)
PLAIN_0 = Build("plain Material, no citations", "plain", 0)
SEARCHLESS_0 = Build("plain Material, no citations, no search", "plain-nosearch", 0)
COLD_0 = Build("hub, no citations, cold", "hub", 0)
AGAIN_0 = Build("hub, no citations, nothing changed", "hub", 0, again=True)
EDITED_0 = Build("hub, no citations, one article edited", "hub", 0, again=True, edited=7)
#: In the order of a round: what is built again follows its cold build.
BUILDS = (PLAIN, COLD, AGAIN, EDITED, PLAIN_0, SEARCHLESS_0, COLD_0, AGAIN_0, EDITED_0)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a build took: seconds, and MB (10^6 bytes). ``cpu`` is of all processes, ``others_cpu`` of the children."""

    cpu: float
    others_cpu: float
    wall: float
    peak: float
    others_peak: float


#: The usage of each build at each number of articles, by round.
Results = dict[tuple[int, Build], list[Usage]]


def measure(root: Path, command: Sequence[str] = MKDOCS) -> Usage:
    """Build the site in ``root`` by a command run there. Raises SystemExit with what it said when it fails."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    log = root / "build.log"
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=root,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        )
        peak, others_peak = _watch(process.pid)
        wall = time.perf_counter() - start
    # Not waited for yet: what it took itself can still be told from what its children took.
    others_cpu = _children_seconds(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    orphans_cpu = sum(_orphans())
    if process.returncode:
        said = log.read_text(encoding="utf-8")[-3_000:]
        raise SystemExit(f"{root}: {' '.join(command)} ended with {process.returncode}\n{said}")
    cpu = usage.ru_utime + usage.ru_stime + orphans_cpu
    return Usage(cpu, others_cpu + orphans_cpu, wall, peak, others_peak)


def _watch(pid: int) -> tuple[float, float]:
    """Wait for the end of a process. The peak memory of it, and of its descendants together, in MB."""
    peak = others = 0.0
    handle = os.pidfd_open(pid)
    try:
        while not select.select([handle], [], [], _INTERVAL)[0]:
            with contextlib.suppress(OSError):  # a process that has just ended
                peak = max(peak, _megabytes(pid, "VmHWM"))
                others = max(others, sum(_megabytes(child, "VmRSS") for child in _descendants(pid)))
    finally:
        os.close(handle)
    return peak, others


def _descendants(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (thread / "children").read_text().split()):
            yield child
            yield from _descendants(child)


def _megabytes(pid: int, field: str) -> float:
    """A field of /proc/PID/status, which is in KiB; a process that is ending has none."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1_024 / 1e6 for line in lines if line.startswith(f"{field}:")), 0.0)


def _children_seconds(pid: int) -> float:
    """The CPU seconds of the children that a process has waited for: cutime and cstime of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _orphans() -> Iterator[float]:
    """The CPU seconds of what a build has left running: as its subreaper we inherit it."""
    with contextlib.suppress(ChildProcessError):
        while True:
            usage = os.wait4(-1, 0)[2]
            yield usage.ru_utime + usage.ru_stime


def run(folder: Path, sizes: Sequence[int], builds: Sequence[Build], rounds: int) -> Results:
    """Write the hubs into ``folder`` and make every build once a round."""
    for articles in sizes:
        for build in {build.folder: build for build in builds}.values():
            corpus = Corpus(articles, _SOURCES_PER_ARTICLE * articles, build.cites)
            corpus.write(folder / str(articles) / build.folder, build.flavour)
    results: Results = {(articles, build): [] for articles in sizes for build in builds}
    for turn in range(rounds):
        for articles, build in results:
            root = folder / str(articles) / build.folder
            if not build.again:
                shutil.rmtree(root / ".cache", ignore_errors=True)
                shutil.rmtree(root / "site", ignore_errors=True)
            if build.edited >= 0:
                with (root / f"docs/articles/article-{build.edited:05}.md").open("a") as article:
                    article.write(f"\nOnce more, for the {turn + 1}th time.\n")
            usage = measure(root)
            _check(root, articles, build)
            results[articles, build].append(usage)
            print(f"{turn + 1}/{rounds} {articles} {build.name}: {usage.cpu:.2f} CPU s", file=sys.stderr)
    return results


def _check(root: Path, articles: int, build: Build) -> None:
    """A build that loses articles or leaves citations as they were must not be measured."""
    pages = sorted(root.glob("site/articles/article-*/index.html"))
    if len(pages) != articles:
        raise SystemExit(f"{root}: {articles} articles gave {len(pages)} pages")
    if build.flavour == "hub" and "[@" in pages[0].read_text(encoding="utf-8"):
        raise SystemExit(f"{pages[0]}: the citations are not formatted")


def machine() -> str:
    """Where it was measured, in one line."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{len(os.sched_getaffinity(0))} cores ({cpu.partition(': ')[2] or platform.machine()}), "
        f"load {os.getloadavg()[0]:.1f} at the start, Python {platform.python_version()}, {packages}."
    )


def table(results: Results, articles: int) -> Iterator[str]:
    """The usage of every build of one size, as Markdown."""
    yield "| build | CPU s (least–most) | of it others | CPU ms/article | wall s | peak MB | others MB | CPU ÷ plain |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for (size, build), usages in results.items():
        if size != articles:
            continue
        cpu = [usage.cpu for usage in usages]
        plain = results.get((articles, PLAIN if build.cites else PLAIN_0))
        ratio = f"{_paired(usages, plain, lambda one, other: one.cpu / other.cpu):.2f}" if plain else ""
        cells = (
            f"{median(cpu):.2f} ({min(cpu):.2f}–{max(cpu):.2f})",
            f"{median(usage.others_cpu for usage in usages):.2f}",
            f"{_per_article(results, articles, build):.2f}",
            f"{median(usage.wall for usage in usages):.2f}",
            f"{median(usage.peak for usage in usages):.0f}",
            f"{median(usage.others_peak for usage in usages):.0f}",
            ratio,
        )
        yield f"| {build.name} | {' | '.join(cells)} |"


def figures(results: Results, articles: int) -> Iterator[str]:
    """What follows from the table: the cost of citations, and of everything else."""
    for what, unit, one, other, compare in (
        ("Citations, cold", "CPU s", COLD, COLD_0, lambda a, b: a.cpu - b.cpu),
        ("Citations, nothing changed", "CPU s", AGAIN, AGAIN_0, lambda a, b: a.cpu - b.cpu),
        ("Citations, one article edited", "CPU s", EDITED, EDITED_0, lambda a, b: a.cpu - b.cpu),
        ("Nothing changed ÷ plain Material", "of wall", AGAIN, PLAIN, lambda a, b: a.wall / b.wall),
        ("One article edited ÷ plain Material", "of wall", EDITED, PLAIN, lambda a, b: a.wall / b.wall),
        ("Everything else ÷ plain Material", "of CPU", COLD_0, PLAIN_0, lambda a, b: a.cpu / b.cpu),
        ("Everything else ÷ the same without search", "of CPU", COLD_0, SEARCHLESS_0, lambda a, b: a.cpu / b.cpu),
    ):
        ones, others = results.get((articles, one)), results.get((articles, other))
        if ones and others:
            yield f"- {what}: {_paired(ones, others, compare):.2f} {unit}"


def growth(results: Results, small: int, large: int) -> Iterator[str]:
    """What an article costs in the larger hub, beside the smaller one, as Markdown."""
    yield f"| build | CPU ms/article at {small:,} | at {large:,} | ratio |"
    yield "|---|--:|--:|--:|"
    for build in [build for size, build in results if size == small]:
        before, after = (_per_article(results, size, build) for size in (small, large))
        yield f"| {build.name} | {before:.2f} | {after:.2f} | {after / before:.2f} |"


def _per_article(results: Results, articles: int, build: Build) -> float:
    return median(usage.cpu for usage in results[articles, build]) / articles * 1_000


def _paired(ones: Sequence[Usage], others: Sequence[Usage], compare: Callable[[Usage, Usage], float]) -> float:
    return median(compare(one, other) for one, other in zip(ones, others, strict=True))


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description="Measure builds of artificial hubs beside plain Material.")
    parser.add_argument("--articles", type=int, default=1_000, help="number of articles (%(default)s)")
    parser.add_argument("--large", action="store_true", help=f"measure {_LARGE} times as many as well")
    parser.add_argument("--rounds", type=int, default=3, help="how often each build is made (%(default)s)")
    parser.add_argument("--only", choices=("plain", "hub"), default="", help="leave the other builds out")
    given = parser.parse_args()
    sizes = [given.articles, given.articles * _LARGE] if given.large else [given.articles]
    builds = [build for build in BUILDS if build.name.startswith(given.only)]
    where = machine()
    with tempfile.TemporaryDirectory(prefix="hub-benchmark-") as folder:
        results = run(Path(folder), sizes, builds, given.rounds)
    print(where)
    for articles in sizes:
        sources = articles * _SOURCES_PER_ARTICLE
        print(f"\n{articles:,} articles, {sources:,} sources, medians of {given.rounds} rounds:\n")
        print(*table(results, articles), "", *figures(results, articles), sep="\n")
    if given.large:
        print("", *growth(results, *sizes), sep="\n")


if __name__ == "__main__":
    main()
