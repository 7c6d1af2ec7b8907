"""``hub build``: the site without MkDocs, or the expanded docs folder for another site generator."""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
from pathlib import Path

from studenthub.cli.terminal import Commands, Usage, count, patience
from studenthub.hub import Reader
from studenthub.site import configuration, expanded, standalone
from studenthub.site.failure import SiteFailed
from studenthub.site.settings import SiteSettings
from studenthub.source import problems
from studenthub.styles.pandoc.worker import WorkerFailed

#: The file that marks a folder of Markdown which this command may empty.
_MARK = ".made-by-hub-build"
#: Files that only a site of the hub has together.
_OF_A_SITE = ("catalogue.json", "assets/hub.css")


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "build",
        help="build the site without MkDocs, or all pages as Markdown",
        description="Build the same site as mkdocs build, without MkDocs and its theme. Hooks and plugins other than "
        "studenthub are not used.",
        epilog="With --markdown, articles keep their [@key]. Another generator on Python-Markdown prints them with the "
        "extension studenthub.markup, whose options are bib_dir and csl.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder, or one that this command made")
    parser.add_argument("--strict", action="store_true", help="stop if there is a warning")
    parser.add_argument(
        "--markdown",
        action="store_true",
        help="write Markdown for another site generator: articles with complete front matter, a page for every list, "
        "feeds and records",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, check and write."""
    settings = configuration.read(options.root.resolve(), options.folder.absolute())
    _require_room(settings, options.folder)
    return _markdown(settings, options.folder) if options.markdown else _site(settings, strict=options.strict)


def _site(settings: SiteSettings, *, strict: bool) -> int:
    logger, printer = logging.getLogger("studenthub"), _Printer()
    logger.setLevel(logging.INFO)
    logger.addHandler(printer)
    try:
        standalone.publish(settings, strict=strict)
    except (SiteFailed, WorkerFailed) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        logger.removeHandler(printer)
    return 0


def _markdown(settings: SiteSettings, named: Path) -> int:
    with patience("reading the hub"):
        found = Reader(settings.hub).read().checked()
    if found.problems:
        sys.stderr.write(problems.as_text(found.problems))
        sys.stderr.write(f"{count(len(found.problems), 'problem')}: nothing was written\n")
        return 1
    folder = settings.folder
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    with patience("writing pages"):
        written = expanded.write(found, settings, folder)
    pages, files = count(written.pages, "page"), count(written.files, "other file")
    sys.stdout.write(f"{pages} and {files} in {named}\n")
    return 0


def _require_room(settings: SiteSettings, named: Path) -> None:
    """Raise Usage where the folder holds something that this command has not made."""
    folder, root = settings.folder.resolve(), settings.hub.root
    if folder == root or folder in root.parents:
        raise Usage(f"{named} holds the hub itself", "name a new folder")
    is_new = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    is_site = all((folder / name).is_file() for name in _OF_A_SITE)
    if not is_new and not is_site and not (folder / _MARK).exists():
        raise Usage(f"{named} is there already, and was not made by this command", "name a new folder")


class _Printer(logging.Handler):
    """Says what a build logs, in the terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        level = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        sys.stderr.write(f"{level}{record.getMessage()}\n")
