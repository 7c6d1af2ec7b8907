"""What a page made to be slow takes: python benchmarks/hostile.py [--seed N] [--minutes N] [--size BYTES].

First the signs that tests/test_security_limits.py knows, each repeated to the size: the slowest of them, in CPU seconds
of reading and converting the page, and how much longer than half of it. Then, if minutes are given, a search for more:
pages, front matters and bibliographies of a few signs by chance, read and checked as ``hub check`` does it, and pages
converted as in a build. The same seed tries the same in the same order. What it found and was fixed is in that test
and in tests/test_security_pandoc.py.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from corpus import PROJECT
from studenthub import hub
from studenthub.model.settings import Settings
from studenthub.source import limits
from studenthub.source.text import Text

sys.path.insert(0, str(PROJECT / "tests"))
import hubs
import vectors
from test_security_limits import REPEATED

_SHOWN = 12
#: "·" is a space, "↵" a line break, "→" a tab.
_MARKDOWN = """
[ ] ( ) ![ ]( ][ [^ ]: [@ @a @one2001 -@ ; ,·p.·3 { } {: {#a .b = * ** *** _ __ ___ ~ ~~ ^ ^^ == ++ ` `` ``` ~~~ <
<!-- --> <a· > & &a; &#1; \\ \\* | - -- --- : :: !!! ??? === " ' $ $$ \\( \\) \\begin{a} \\end{a} # ## + 1. -· >· a b·
aa · ·· ···· → ↵ ↵↵ ↵···· ↵-· ↵>· ↵#· ↵| http:// www. a.b [x] [·] *[ ]:· [TOC] Patient John·Smith 2001-01-01 0800
10.1000/ e.g. é 字 et·al & “ ‘ [a]( \\bibliography↵↵ ↵$$↵ ```·mermaid↵ {.py·hl_lines="1"}
"""
_FRONT_MATTER = """
a title:· -· - · ·· ↵ ↵·· : :· [ ] { } , ' " \\ # & * ! | |↵ > % @ ` ? ?· ~ 1 0x 1e 2001-01-01 --- → é authors:↵ name:·a
\\x '' null <<:· _ 1:1:1 .
"""
_BIBTEX = """
@ @a{ @article{a, @string{ @comment @preamble{ { } ( ) " = , # a b· ↵ · title·=· title={ author={ a·and· and· \\ \\'
\\'{e} {\\ $ ^ _ ~ % -- // http://a.b 10.1/a 2001 year= < > & \\textit{ \\url{ month·=·jan crossref={a} é key, von·
Aa,·B . others }↵ {} url={ doi={ ' ` `` “ ‘
"""


@dataclass(frozen=True)
class Shape:
    """Signs before, the sign that is repeated, and signs after it."""

    before: str
    repeated: str
    after: str

    def text(self, size: int) -> str:
        """As many as make ``size`` characters."""
        return self.before + self.repeated * (size // len(self.repeated)) + self.after


def main() -> None:
    """Try for the time given, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--size", type=int, default=64_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hostile = _Hostile(Path(folder))
        _known(hostile.convert, given.size)
        for name, words, size, measure in (
            ("converting pages", _MARKDOWN, given.size, hostile.convert),
            ("reading pages", _MARKDOWN, given.size, hostile.read_page),
            ("reading front matters", _FRONT_MATTER, 8_000, hostile.read_front_matter),
            ("reading bibliographies", _BIBTEX, given.size, hostile.read_bibliography),
        ):
            if given.minutes:
                _try(name, words, size, measure, Random(given.seed), given.minutes * 15)


def _known(measure: Callable[[str], float], size: int) -> None:
    rows = []
    for repeated in REPEATED:
        shape = Shape("", repeated, "")
        whole, half = (min(measure(shape.text(length)) for _ in range(3)) for length in (size, size // 2))
        rows.append((whole, whole / half, repeated))
    slowest = max(rows)
    # Below a quarter of a second it is the clock that would be compared.
    steepest = max((row for row in rows if row[0] > 0.25), key=lambda row: row[1], default=slowest)
    print(f"| {len(rows)} pages of {size} characters | bound | slowest or steepest | signs |\n|---|--:|--:|---|")
    print(f"| CPU seconds of a page | 2 | {slowest[0]:.2f} | `{slowest[2]!r}` |")
    print(f"| against half of it | 2.5 × | {steepest[1]:.2f} × | `{steepest[2]!r}` |")


def _try(name: str, words: str, size: int, measure: Callable[[str], float], random: Random, seconds: float) -> None:
    signs = [word.replace("·", " ").replace("↵", "\n").replace("→", "\t") for word in words.split()]
    found: list[tuple[float, Shape]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before, repeated, after = (
            "".join(random.choices(signs, k=random.choice(count)))
            for count in ((0, 0, 1, 2), (1, 2, 2, 3, 4), (0, 0, 1))
        )
        shape = Shape(before, repeated, after)
        found.append((measure(shape.text(size)), shape))
    print(f"{name}: {len(found)} tried")
    for spent, shape in sorted(found, key=lambda row: -row[0])[:_SHOWN]:
        print(f"  {spent:.2f} s, half {measure(shape.text(size // 2)):.2f} s: {shape}")


class _Hostile:
    def __init__(self, folder: Path) -> None:
        self._converter = vectors.Converter(folder / "converter")
        self._folder = hubs.write(
            folder / "hub", {"bib/references.bib": vectors.BIB, "docs/topics/testing.md": hubs.TOPIC}
        )
        (self._folder / "docs/articles").mkdir()

    def convert(self, text: str) -> float:
        start = time.process_time()
        short, _ = limits.truncated(Text("docs/articles/a.md", f"---\ntitle: x\n---\n{text}"))
        self._converter.html(short.content.removeprefix("---\ntitle: x\n---\n"))
        return time.process_time() - start

    def read_page(self, text: str) -> float:
        return self._read(hubs.article(text), "")

    def read_front_matter(self, text: str) -> float:
        return self._read(f"---\n{text}\n---\n\nText.\n", "")

    def read_bibliography(self, text: str) -> float:
        return self._read(hubs.article("Text."), text)

    def _read(self, article: str, bib: str) -> float:
        (self._folder / "docs/articles/a.md").write_text(article, encoding="utf-8")
        (self._folder / "bib/hostile.bib").write_text(bib, encoding="utf-8")
        settings = Settings(self._folder, bib_files=("bib/references.bib", "bib/hostile.bib"))
        start = time.process_time()
        hub.read(settings, unpublished=True, advice=True)
        return time.process_time() - start


if __name__ == "__main__":
    main()
