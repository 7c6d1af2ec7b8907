"""Looks at one page of every kind as others do: ``make audit``, or python tests/audit/audit.py --runs 5.

The Nu validator and html-validate read the whole site of the showcase (tests/showcase.py); Lighthouse opens each kind
of page as a phone does, through a server that compresses. What is printed is the median of the runs for performance,
and the worst of them for all else. The figure for performance swings by several points on a busy machine, a single run
of it says little: hence the median of five.

Each of the three also looks at a page that is wrong on purpose, and must say so. Exit status: 0, or 1 where a bound is
not kept or a control passes, or 2 where Java is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "browser")]

import reading  # noqa: E402

import browsers  # noqa: E402 - the folders of the tests come first
import showcase  # noqa: E402

_TOOLS = HERE / "node_modules"
#: Kinds of page that are no search engine's business, and say so.
_NOT_FOUND_BY_SEARCH = ("404.html",)
_CONTROL = "control/"


@dataclass(frozen=True)
class Bounds:
    """What Lighthouse must say at least (scores, of 100) or at most (largest paint in milliseconds, shift)."""

    score: int = 100
    performance: int = 99
    largest_paint: int = 1200
    shift: float = 0.0


@dataclass(frozen=True)
class Row:
    """What Lighthouse says of a page: the worst of its runs, and the median of those that swing."""

    path: str
    accessibility: int
    practices: int
    seo: int
    performance: float
    largest_paint: float
    shift: float
    failed: tuple[str, ...]

    def misses(self, bounds: Bounds) -> list[str]:
        """The bounds that the page does not keep."""
        seo = self.seo if self.path not in _NOT_FOUND_BY_SEARCH else 100
        kept = {
            "accessibility": self.accessibility >= bounds.score,
            "best practices": self.practices >= bounds.score,
            "SEO": seo >= bounds.score,
            "performance": self.performance >= bounds.performance,
            "largest paint": self.largest_paint <= bounds.largest_paint,
            "shift": self.shift <= bounds.shift,
        }
        return [name for name, is_kept in kept.items() if not is_kept]

    def line(self) -> str:
        """The row of the table."""
        scores = f"{self.accessibility:>5} {self.practices:>5} {self.seo:>5} {self.performance:>6.0f}"
        return f"{self.path or '(home)':<42} {scores} {self.largest_paint:>6.0f} {self.shift:>6.3f}"


def main() -> int:
    """Build the showcase, look at it, and say what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5, help="runs of Lighthouse for each page (5)")
    runs: int = options.parse_args().runs
    if not shutil.which("java"):
        sys.stderr.write("make audit needs Java 17 or later, for the Nu validator.\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        site = showcase.build(Path(folder))
        wrong = [*_validate("Nu", _nu, site), *_validate("html-validate", _html_validate, site)]
        wrong += _lighthouse(site, runs)
    print("\n".join(["", *(f"✗ {line}" for line in wrong)]) if wrong else "\nAll bounds are kept.")
    return 1 if wrong else 0


# --- HTML -------------------------------------------------------------------------------------------------------------


def _validate(name: str, find: Callable[[Path], list[str]], site: Path) -> Iterator[str]:
    """What is wrong with the pages of the site; and that a bad page would have been noticed."""
    with tempfile.TemporaryDirectory(prefix="control-") as folder:
        control = Path(folder)
        (control / "index.html").write_text((HERE / "wrong.html").read_text(encoding="utf-8"), encoding="utf-8")
        noticed = len(find(control))
    found = find(site)
    pages = sum(1 for _ in site.rglob("*.html"))
    print(f"{name}: {len(found)} errors in {pages} pages; {noticed} in the page that is wrong on purpose")
    yield from (f"{name}: {line}" for line in found)
    if not noticed:
        yield f"{name} did not notice the page that is wrong on purpose"


def _nu(site: Path) -> list[str]:
    jar = _TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--skip-non-html", "--errors-only", str(site)]
    messages = json.loads(_run(command, may_fail=True).stderr)["messages"]
    return [
        f"{message['url'].split(site.name, 1)[-1]}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]


def _html_validate(site: Path) -> list[str]:
    program = _TOOLS / ".bin" / "html-validate"
    pages = sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))
    with tempfile.TemporaryDirectory(prefix="html-validate-") as folder:
        # In a file: it ends before a long report has gone through a pipe.
        report = Path(folder) / "report.json"
        command = [str(program), "--preset", "standard", "--formatter", f"json={report}", *pages]
        _run(command, may_fail=True, folder=site)
        results = json.loads(report.read_text(encoding="utf-8"))
    return [
        f"{result['filePath']}:{message['line']}: {message['message']} ({message['ruleId']})"
        for result in results
        for message in result["messages"]
        if message["severity"] == 2
    ]


# --- Lighthouse -------------------------------------------------------------------------------------------------------


def _lighthouse(site: Path, runs: int) -> Iterator[str]:
    """The table, the bounds that are not kept, and that the bad page keeps none."""
    control = site / _CONTROL
    control.mkdir()
    (control / "index.html").write_bytes((HERE / "wrong.html").read_bytes())
    # Half a megabyte that is in the way of the first paint.
    (control / "heavy.js").write_text(f"window.heavy = '{os.urandom(256_000).hex()}';", encoding="utf-8")
    with reading.serve(site) as served:
        rows = _rows(served.url, showcase.PAGES, runs)
        (bad,) = _rows(served.url, [_CONTROL], 1)
    print(f"\n{'Lighthouse, as a phone':<42} {'a11y':>5} {'good':>5} {'SEO':>5} {'speed':>6} {'LCP ms':>6} {'CLS':>6}")
    for row in (*rows, bad):
        print(row.line())
    for row in rows:
        for missed in row.misses(Bounds()):
            yield f"{row.path or '(home)'}: {missed} ({', '.join(row.failed) or 'see the table'})"
    noticed = set(bad.misses(Bounds()))
    for name in {"accessibility", "best practices", "SEO", "performance", "largest paint", "shift"} - noticed:
        yield f"Lighthouse did not notice the {name} of the page that is wrong on purpose"


def _rows(url: str, paths: Iterable[str], runs: int) -> list[Row]:
    command = ["node", str(HERE / "lighthouse.mjs"), str(runs), *(url + path for path in paths)]
    environment = {"CHROME_PATH": browsers.program()}
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in _run(command, environment=environment).stdout.splitlines():
        result = json.loads(line)
        found[result["url"].removeprefix(url)].append(result)
    return [_row(path, results) for path, results in found.items()]


def _row(path: str, results: Sequence[dict[str, object]]) -> Row:
    def numbers(name: str) -> list[float]:
        return [float(str(result[name])) for result in results]

    failed = {name for result in results if isinstance(result["failed"], list) for name in result["failed"]}
    return Row(
        path,
        accessibility=int(min(numbers("accessibility"))),
        practices=int(min(numbers("practices"))),
        seo=int(min(numbers("seo"))),
        performance=median(numbers("performance")),
        largest_paint=median(numbers("lcp")),
        shift=max(numbers("cls")),
        failed=tuple(sorted(failed)),
    )


def _run(
    command: Sequence[str],
    *,
    may_fail: bool = False,
    folder: Path = HERE,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a tool. Those that report by their exit status ``may_fail``."""
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | (environment or {}),
        capture_output=True,
        encoding="utf-8",
        check=not may_fail,
    )


if __name__ == "__main__":
    sys.exit(main())
