"""``hub doctor``: whether everything that the hub needs is there."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from studenthub import hub, styles
from studenthub.cli.terminal import Commands, Usage, count, patience
from studenthub.model import settings
from studenthub.model.bibliography import read as read_bibliography
from studenthub.model.settings import Settings
from studenthub.runtime.cache import Cache
from studenthub.source.problems import listed
from studenthub.source.text import Text
from studenthub.styles import Formatter

#: The packages whose versions are worth telling.
_TOLD = {"mkdocs", "mkdocs-material", "mkdocs-bibtex", "markdown", "pymdown-extensions", "pypandoc-binary"}
_OWNER = re.compile(r"@your-organisation\b")
_SAMPLE = "@book{sample, author = {Author, A.}, title = {A sample}, publisher = {Example Press}, year = {2020}}"

Probe = Callable[[Settings], Iterator[str]]


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "doctor",
        help="say whether everything is set up as it must be",
        description="Look at the versions, mkdocs.yml, the folders, the citation style and what formats citations, and "
        "say what a new hub must still make its own. It ends with 1 where something is wrong.",
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
    left = list(_placeholders(found))
    for words in left:
        sys.stdout.write(f"to do  {words}\n")
    well = f"all works, and {count(len(left), 'thing is', 'things are')} still to do" if left else "all is well"
    sys.stdout.write(f"{'something is wrong' if failed else well}\n")
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
    for requirement in map(Requirement, metadata.requires("studenthub") or ()):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            raise Usage(f"the package {requirement.name} is missing", "run: make build") from None
        if not requirement.specifier.contains(version, prereleases=True):
            message = f"{requirement.name} is {version}, and must be {requirement.specifier}"
            raise Usage(message, "run: make clean, then make build")
        if requirement.name in _TOLD:
            yield f"{requirement.name} {version}"


def _placeholders(found: Settings) -> Iterator[str]:
    """What stands in a new hub for the owner to replace."""
    if urlsplit(found.site_url).hostname in {"example.org", "example.com"}:
        yield f"mkdocs.yml: site_url is {found.site_url}; write the address of your own site"
    owners = found.root / ".github/CODEOWNERS"
    text = owners.read_text(encoding="utf-8") if owners.is_file() else ""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _OWNER.search(line.partition("#")[0])]
    if lines:
        rows = f"lines {listed(map(str, lines), 'and')} name" if len(lines) > 1 else f"line {lines[0]} names"
        yield (
            f".github/CODEOWNERS: {rows} @your-organisation; write your own teams, or nobody is asked to "
            "look at a change"
        )


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
