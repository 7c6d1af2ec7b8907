"""Shared by the commands: usage errors, finding the hub, and progress on the terminal."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studenthub import hub, styles
from studenthub.model import settings
from studenthub.model.settings import Settings
from studenthub.model.vocabulary import ARTICLE
from studenthub.parse.slugs import SLUG, file_name
from studenthub.source.problems import did_you_mean, listed, shortened
from studenthub.source.stop import Stop

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object

#: Seconds after which somebody who waits wants to know for what.
PATIENCE = 1.0


class Usage(Stop):
    """The command cannot do what it was asked; the message says why."""


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings in the folder that ``--root`` names."""
    return settings.read(options.root.resolve())


def read(options: argparse.Namespace, *, unpublished: bool = True, advice: bool = False) -> hub.Hub:
    """The hub, with its drafts by default. Raises what ``reader`` raises."""
    opened = reader(options, unpublished=unpublished)
    with patience("reading the hub"):
        return opened.read().checked(advice=advice)


def reader(options: argparse.Namespace, *, unpublished: bool = True) -> hub.Reader:
    """The reader of the hub, with its drafts by default.

    Raises BadSettings and UnknownStyle where mkdocs.yml cannot be followed.
    """
    found = settings_of(options)
    settings.refuse_remote_sources(found)
    if "://" not in found.csl:
        styles.find(found.csl, found.root)
    return hub.Reader(found, unpublished=unpublished)


def within(options: argparse.Namespace, name: str) -> str:
    """A file or folder that was named on the command line, relative to the hub. Raises Usage where it is none of it."""
    root, path = options.root.resolve(), Path(name).absolute()
    if not path.exists():
        raise Usage(f"there is no {name}", "give the path of a file or folder of the hub")
    relative = os.path.relpath(path, root)
    if relative.startswith(".."):
        raise Usage(f"{name} does not belong to the hub in {root}")
    return Path(relative).as_posix()


def helped(parser: argparse.ArgumentParser) -> int:
    """Print the help of all subcommands, for a command line that names none."""
    parser.print_help(sys.stderr)
    return 2


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Say what is going on if it takes long and somebody waits at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    timer = threading.Timer(PATIENCE, lambda: sys.stderr.write(f"hub: {what} …\n"))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def count(number: int, noun: str, several: str = "") -> str:
    """``no problems``, ``1 problem``, ``1,000 problems``."""
    return (
        f"{number or 'no':,} {noun}"
        if number == 1
        else f"{format(number, ',') if number else 'no'} {several or noun + 's'}"
    )


def day(text: str | None) -> datetime.date:
    """The day that an option names, or today. Raises Usage."""
    try:
        return datetime.date.fromisoformat(text) if text else datetime.date.today()
    except ValueError:
        raise Usage(f"{text} is no date", "write year-month-day, such as 2026-09-30") from None


def check_slug(slug: str) -> None:
    """Raises Usage for what cannot be the name of an article."""
    if not SLUG.fullmatch(slug):
        raise Usage(f"{slug} cannot be part of an address", f"write {file_name(slug).removesuffix('.md')}")


def check_topics(topics: Iterable[str], known: Collection[str]) -> None:
    """Raises Usage for a topic that this hub does not have."""
    if unknown := next((topic for topic in topics if topic not in known), ""):
        choice = listed(sorted(known)) or "none yet: make a file in docs/topics"
        raise Usage(f"there is no topic {unknown}", did_you_mean(unknown, known) or f"choose from {choice}")


def check_kind(settings: Settings, kind: str | None) -> None:
    """Raises Usage for a kind of which this hub has no articles."""
    kinds = (ARTICLE, *settings.kinds_of_article)
    if kind and kind not in kinds:
        hint = did_you_mean(kind, kinds) or f"there are {', '.join(dict.fromkeys(kinds))}"
        raise Usage(f"this hub has no articles of the kind {shortened(kind)}", hint)
