"""``hub doctor``: check whether everything that the hub needs is installed and set up."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from studenthub import hub, styles
from studenthub.cli import checklist
from studenthub.cli.terminal import Commands, Usage, count, patience
from studenthub.github.api import Api
from studenthub.model import settings
from studenthub.model.options import BadSettings
from studenthub.model.settings import Settings
from studenthub.model.sources.bibliography import read as read_bibliography
from studenthub.runtime.cache import Cache
from studenthub.source.problems import listed, one_line
from studenthub.source.stop import Stop
from studenthub.source.text import Text
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers

#: The packages whose versions are worth telling.
_SHOWN = {"mkdocs", "mkdocs-material", "mkdocs-bibtex", "markdown", "pymdown-extensions", "pypandoc-binary"}
#: What may be installed in the place of another package, by the name of this.
_TWINS = {"mkdocs": "properdocs"}
_SAMPLE = "@book{sample, author = {Author, A.}, title = {A sample}, publisher = {Example Press}, year = {2020}}"

Probe = Callable[[Settings], Iterator[str]]


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "doctor",
        help="check the installation, and list what a new hub has to set up",
        description="Check the versions, mkdocs.yml, the folders, the citation style and Pandoc. Then list what a new "
        "hub has to set up in its files and on GitHub. Exits with 1 if anything is wrong.",
        epilog="Only --github sends anything: it asks GitHub, with the token in GITHUB_TOKEN.",
    )
    parser.add_argument("--github", action="store_true", help="ask GitHub how the repository is set up")
    parser.add_argument("--fix", action="store_true", help="with --github: add missing labels")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Try one thing after the other; each may fail by itself."""
    failed = not _say("Python and packages", lambda: list(_versions()))
    try:
        found = settings.read(options.root.resolve())
    except BadSettings as error:
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
    api = _api(options, found)
    if api and options.fix and (made := checklist.make_labels(api)):
        sys.stdout.write(f"made   the labels {listed(made, 'and')}\n")
    states = [*checklist.local(found), *checklist.on_github(api, found)]
    for state in states:
        sys.stdout.write(one_line(f"{state.kind:<6} {state.words}") + "\n")
    left = sum(state.kind == checklist.TO_DO for state in states)
    well = f"everything works; {count(left, 'thing is', 'things are')} left to do" if left else "all is well"
    sys.stdout.write(f"{'something is wrong' if failed else well}\n")
    return 1 if failed else 0


def _api(options: argparse.Namespace, found: Settings) -> Api | None:
    """GitHub, if it may be asked. Raises Usage where it cannot be."""
    if not options.github:
        if options.fix:
            raise Usage("--fix makes labels on GitHub", "write --github as well")
        return None
    name = os.environ.get("GITHUB_REPOSITORY") or urlsplit(found.github).path.strip("/")
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or ""
    if not name:
        raise Usage("mkdocs.yml names no repository on GitHub", "write repo_url: https://github.com/owner/name")
    if not token:
        raise Usage("GITHUB_TOKEN is not set", "make a token with read access to the repository and its administration")
    return Api(os.environ.get("GITHUB_API_URL", "https://api.github.com"), name, token)


def _say(name: str, probe: Callable[[], list[str]]) -> bool:
    try:
        words = probe()
    except (Stop, OSError) as error:
        sys.stdout.write(f"wrong  {name}: {error.said if isinstance(error, Stop) else error}\n")
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
            if twin := _twin(requirement.name):
                yield twin
                continue
            raise Usage(f"the package {requirement.name} is missing", "run: make build") from None
        if not requirement.specifier.contains(version, prereleases=True):
            message = f"{requirement.name} is {version}, and must be {requirement.specifier}"
            raise Usage(message, "run: make clean, then make build")
        if requirement.name in _SHOWN:
            yield f"{requirement.name} {version}"


def _twin(name: str) -> str:
    """The package that is installed in the place of one, with its version, or ""."""
    twin = _TWINS.get(name, "")
    try:
        return f"{twin} {metadata.version(twin)}" if twin else ""
    except metadata.PackageNotFoundError:
        return ""


def _settings(found: Settings) -> Iterator[str]:
    yield f"the plugin studenthub is listed for “{found.site_name}”"
    if not found.site_url.startswith("http"):
        raise Usage("site_url is missing", "feeds and search engines need the address of the site")


def _folders(found: Settings) -> Iterator[str]:
    if not (found.root / found.docs_dir).is_dir():
        raise Usage(f"there is no folder {found.docs_dir}", "articles are in its folder articles")
    cache = found.root / found.cache_dir
    cache.mkdir(parents=True, exist_ok=True)
    probe = cache / ".doctor"
    probe.touch()
    probe.unlink()
    yield f"{found.docs_dir}/ is there and {found.cache_dir} can be written"
    yield count(len(found.bib_files), "file of sources", "files of sources")


def _style(found: Settings) -> Iterator[str]:
    yield styles.of_hub(found).name


def _formatting(found: Settings) -> Iterator[str]:
    sources = read_bibliography([Text("sample.bib", _SAMPLE)])[0].sources
    with Formatter(sources, Cache(None), Workers(1)) as formatter:
        style = styles.of_hub(found)
        entry = formatter.entries(style, style.language, sources.values())["sample"]
    if "Author" not in entry:
        raise Usage("a sample could not be formatted", "run: make clean, then make build")
    yield "a sample came out right"


def _content(found: Settings) -> Iterator[str]:
    read = hub.read(found, unpublished=True)
    yield count(len(read.catalogue.articles), "article")
    yield count(len(read.catalogue.bibliography.sources), "source")
    yield count(len(read.problems), "problem") + (": hub check lists them" if read.problems else "")
