"""``hub list``: list drafts, scheduled and changed articles, retractions, and articles with dead links."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from studenthub.cli.commands.links import Record, addresses_of
from studenthub.cli.terminal import Commands, Usage, read
from studenthub.cli.verdict_messages import in_short, is_good
from studenthub.github.markdown import code, plain
from studenthub.i18n import ENGLISH
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.model.sources import verdict_files
from studenthub.model.sources.notices import RETRACTION
from studenthub.model.sources.verdicts import Verdict
from studenthub.render.parts import Day
from studenthub.source.problems import did_you_mean, listed, one_line, without

#: How many days "lately" is by default, and at most.
_LATELY, _MOST_DAYS = 30, 36_500


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list. ``day`` is what the list is about, where it is about a day; ``note`` says what for."""

    path: str
    title: str
    authors: tuple[str, ...]
    day: datetime.date | None = None
    note: str = ""

    @classmethod
    def of(cls, article: Article, day: datetime.date | None = None, note: str = "") -> Row:
        """A row for an article."""
        return cls(article.path, article.title, tuple(author.name for author in article.authors), day, note)


@dataclass(frozen=True)
class Desk:
    """The inputs of the lists. ``since`` is the first day that is "lately"; ``verdicts`` are by key."""

    found: Hub
    links: Record
    verdicts: Mapping[str, Verdict]
    today: datetime.date
    since: datetime.date

    @property
    def articles(self) -> Sequence[Article]:
        """All articles, drafts included, the newest first."""
        return self.found.catalogue.articles

    @cached_property
    def published(self) -> Sequence[Article]:
        """Those that readers see."""
        return [article for article in self.articles if article.is_published(self.today)]


@dataclass(frozen=True, slots=True)
class _List:
    """A list that an editor can ask for by its ``name``."""

    name: str
    heading: str
    rows: Callable[[Desk], Iterable[Row]]


def _drafts(desk: Desk) -> Iterator[Row]:
    return (Row.of(article) for article in desk.articles if article.draft)


def _scheduled(desk: Desk) -> Iterator[Row]:
    """The next one first."""
    later = [article for article in desk.articles if not article.draft and article.date > desk.today]
    return (Row.of(article, article.date) for article in reversed(later))


def _series(desk: Desk) -> Iterator[Row]:
    for title, newest_first in sorted(desk.found.catalogue.by_series.items()):
        for number, article in enumerate(reversed(newest_first), 1):
            note = f"part {number} of {len(newest_first)} of “{title}”"
            yield Row.of(article, article.date, note if article in desk.published else f"{note}, not published yet")


def _changed(desk: Desk) -> Iterator[Row]:
    rows = [article for article in desk.published if article.last_changed >= desk.since]
    for article in sorted(rows, key=lambda article: article.last_changed, reverse=True):
        kinds = [change.kind.replace("-", " ") for change in article.changes if change.date == article.last_changed]
        note = "published" if article.last_changed == article.date else ", ".join(kinds) or "updated"
        yield Row.of(article, article.last_changed, note)


def _retracted(desk: Desk) -> Iterator[Row]:
    for article in desk.articles:
        if article.is_retracted:
            change = next(change for change in article.changes if change.kind == RETRACTION)
            yield Row.of(article, change.date, change.note)


def _withdrawn(desk: Desk) -> Iterator[Row]:
    return (Row(one.path, one.title, (), one.date, one.reason) for one in desk.found.catalogue.withdrawn)


def _dead_links(desk: Desk) -> Iterator[Row]:
    if not desk.links.gone:
        return
    for article in desk.articles:
        dead = [address for address in addresses_of(desk.found, article) if address in desk.links.gone]
        for address in dict.fromkeys(dead):
            yield Row.of(article, None, f"{address} ({desk.links.gone[address]})")


def _sources_to_check(desk: Desk) -> Iterator[Row]:
    """Articles that cite a source whose record differs, that was not found, or that was retracted."""
    sources = desk.found.catalogue.bibliography.sources
    for article in desk.articles:
        for key in article.keys:
            if key in desk.verdicts and not is_good(sources[key], desk.verdicts[key]):
                yield Row.of(article, None, f"@{key}: {in_short(desk.verdicts[key])}")


LISTS = (
    _List("drafts", "Drafts", _drafts),
    _List("scheduled", "Scheduled", _scheduled),
    _List("series", "In a series", _series),
    _List("changed", "Published or changed lately", _changed),
    _List("retracted", "Retracted", _retracted),
    _List("withdrawn", "Withdrawn", _withdrawn),
    _List("dead-links", "With a dead link", _dead_links),
    _List("sources-to-check", "With a source to check", _sources_to_check),
)

Lists = Mapping[_List, Sequence[Row]]


def _heading(one: _List, desk: Desk) -> str:
    """The heading, with the day on which the links were followed: what they say is no younger."""
    if one.name != "dead-links":
        return one.heading
    day = desk.links.day
    return (
        f"{one.heading}, as of {Day.of(day, ENGLISH).text}" if day else f"{one.heading}: not known yet; run hub links"
    )


def _after_title(row: Row) -> str:
    """The words after the title of an article: its authors, its day, and the reason."""
    authors = f" ({', '.join(row.authors)})" if row.authors else ""
    day = f", {Day.of(row.day, ENGLISH).text}" if row.day else ""
    return f"{authors}{day}{f': {row.note}' if row.note else ''}"


def _as_text(desk: Desk, lists: Lists) -> str:
    parts = []
    for one, rows in lists.items():
        parts.append(f"{_heading(one, desk)} ({len(rows) or 'none'})\n")
        parts += [one_line(f"  {row.path}: {row.title}{_after_title(row)}") + "\n" for row in rows]
    return "".join(parts)


def _as_markdown(desk: Desk, lists: Lists) -> str:
    """The text for the summary of a workflow; empty lists are named together."""
    parts = ["# What the editors have to keep in mind"]
    for one, rows in lists.items():
        if rows:
            lines = (f"- {code(row.path)}: {plain(row.title + _after_title(row))}" for row in rows)
            parts.append(f"## {_heading(one, desk)}: {len(rows)}\n\n" + "\n".join(lines))
    if empty := [_heading(one, desk) for one, rows in lists.items() if not rows]:
        parts.append("Nothing under: " + "; ".join(empty) + ".")
    return "\n\n".join(parts) + "\n"


def _as_json(desk: Desk, lists: Lists) -> str:
    """An object with a list for each name, and the day on which the links were followed, or null.

    The fields of a row are path, title, authors, day (or null) and note.
    """
    followed = desk.links.day.isoformat() if desk.links.day else None
    rows = {one.name: [_as_data(row) for row in rows] for one, rows in lists.items()}
    return json.dumps({"links_followed": followed, **rows}, indent=2) + "\n"


def _as_data(row: Row) -> Mapping[str, object]:
    return {
        "path": row.path,
        "title": row.title,
        "authors": row.authors,
        "day": row.day.isoformat() if row.day else None,
        "note": row.note,
    }


FORMATS: Mapping[str, Callable[[Desk, Lists], str]] = {"text": _as_text, "markdown": _as_markdown, "json": _as_json}


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "list",
        help="list drafts, scheduled and changed articles, and those with dead links or sources to check",
        description="List what editors keep in mind. Dead links are those that the last run of `hub links` found, and "
        "sources to check those that `hub verify` found.",
        epilog="Example: hub list drafts scheduled",
    )
    parser.add_argument(
        "lists", nargs="*", metavar="LIST", help=f"some of {', '.join(one.name for one in LISTS)} (default: all)"
    )
    parser.add_argument(
        "--days", type=_days, default=_LATELY, help=f"list changes of the last DAYS days (default: {_LATELY})"
    )
    parser.add_argument("--format", choices=sorted(FORMATS), default="text", help="output format (default: text)")
    parser.set_defaults(run=run)


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text} is no number of days")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Print the lists. Always returns 0."""
    names = [one.name for one in LISTS]
    if unknown := next((name for name in options.lists if name not in names), ""):
        raise Usage(f"there is no list {unknown}", did_you_mean(unknown, names) or f"choose from {listed(names)}")
    found = read(options)
    today = datetime.date.today()
    settings, sources = found.settings, found.catalogue.bibliography.sources.values()
    verdicts = verdict_files.read(settings.verified_folder, sources)
    desk = Desk(found, Record.read(settings), verdicts, today, today - datetime.timedelta(days=options.days))
    lists = {one: list(one.rows(desk)) for one in LISTS if not options.lists or one.name in options.lists}
    sys.stdout.write(without(found.secrets, FORMATS[options.format](desk, lists)))
    return 0
