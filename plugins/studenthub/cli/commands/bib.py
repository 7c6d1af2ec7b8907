"""``hub bib``: list, find, check, sort and tidy the entries of the bibliography."""

from __future__ import annotations

import argparse
import sys

from studenthub.cli.commands import collect
from studenthub.cli.commands.check import rewrite
from studenthub.cli.terminal import Commands, Usage, count, helped, read
from studenthub.cli.verdict_messages import in_short, is_good
from studenthub.model.sources import bibliography, verdict_files
from studenthub.model.sources.source import Source
from studenthub.parse.bibtex import BadEntry
from studenthub.parse.bibtex import layout as bibtex_layout
from studenthub.parse.folding import fold
from studenthub.source.problems import Problem, as_text, one_line
from studenthub.source.text import NotUtf8, Text

#: Which problems each command lists: a choice of the commands, which changes nothing for the checks.
_REPORTS = {
    "unused": (("HUB431",), "that no article cites"),
    "duplicates": (("HUB402", "HUB412", "HUB413", "HUB415"), "that are there twice"),
    "incomplete": (("HUB411", "HUB432", "HUB436"), "in which something is missing"),
}


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "bib",
        help="search and tidy the bibliography",
        description="List and find sources; show unused, duplicate and incomplete entries; sort and tidy the files.",
        epilog="Example: hub bib find moorhead internet",
    )
    parser.set_defaults(run=lambda _: helped(parser))
    kinds = parser.add_subparsers(dest="bib", metavar="WHAT")
    kinds.add_parser("list", help="list all sources with their keys").set_defaults(run=_list)
    find = kinds.add_parser("find", help="find the sources whose entries contain all of these words")
    find.add_argument("words", nargs="+", metavar="WORD")
    find.set_defaults(run=_list)
    for name, (_, words) in _REPORTS.items():
        kinds.add_parser(name, help=f"list entries {words}").set_defaults(run=_report)
    verified = kinds.add_parser("verified", help="show what hub verify found about each source, and when")
    verified.set_defaults(run=_verified)
    sort = kinds.add_parser("sort", help="sort the entries of each file by their keys")
    tidy = kinds.add_parser("tidy", help="sort, and write one field per line in braces; no value is changed")
    for command in (sort, tidy):
        command.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")
        command.set_defaults(run=_put_in_order)
    collects = kinds.add_parser("collect", help="move entries from the files of articles to files in bib/")
    collects.add_argument("articles", nargs="*", metavar="ARTICLE", help="only from these articles (default: all)")
    collects.set_defaults(run=collect.run)


def _list(options: argparse.Namespace) -> int:
    words = [fold(word) for word in getattr(options, "words", ())]
    found = read(options).catalogue.bibliography.sources.values()
    rows = [source for source in found if all(word in _searched(source) for word in words)]
    for source in sorted(rows, key=lambda source: source.sort_key):
        sys.stdout.write(f"{source.key}  {source.label}. {source.title}\n")
    if not rows:
        sys.stderr.write("hub: no source was found\n")
    return 0 if rows else 1


def _searched(source: Source) -> str:
    return fold(" ".join([source.key, *(source.plain(name) for name in source.fields)]))


def _report(options: argparse.Namespace) -> int:
    codes, words = _REPORTS[options.bib]
    found = read(options, advice=True)
    rows: list[Problem] = [p for p in sorted((*found.problems, *found.advice)) if p.code in codes]
    sys.stdout.write(as_text(rows))
    entries = {(row.place.path, row.place.line) for row in rows}
    sys.stdout.write(f"{count(len(entries), 'entry', 'entries')} {words}\n")
    return 1 if rows else 0


def _verified(options: argparse.Namespace) -> int:
    found = read(options)
    sources = sorted(found.catalogue.bibliography.sources.values(), key=lambda source: source.sort_key)
    kept = verdict_files.read(found.settings.verified_folder, sources)
    for source in sources:
        verdict = kept.get(source.key)
        day = f"  ({', '.join(verdict.asked)}, {verdict.date[:10]})" if verdict else ""
        said = in_short(verdict) if verdict else "not asked about yet; run hub verify"
        sys.stdout.write(one_line(f"{source.key}  {said}{day}") + "\n")
    return 0 if all(source.key in kept and is_good(source, kept[source.key]) for source in sources) else 1


def _put_in_order(options: argparse.Namespace) -> int:
    found = read(options)
    status = 0
    for path in found.settings.bib_files:
        try:
            text = Text.read(found.settings.root, path)
        except NotUtf8 as error:
            raise Usage(f"{path} is not plain text", "save it with the encoding UTF-8") from error
        content = _in_order(text, tidy=options.bib == "tidy")
        if content == text.content:
            continue
        if options.check:
            status = 1
            sys.stdout.write(f"{path} is not in order\n")
        else:
            rewrite(found.settings.root / path, content)
            sys.stdout.write(f"{path} is in order now\n")
    return status


def _in_order(text: Text, *, tidy: bool) -> str:
    """The text of a file in order. Raises Usage where something would be lost."""
    try:
        content = bibtex_layout.in_order(text.content, tidy=tidy)
    except BadEntry as bad:
        where = f"{text.place(bad.offset)}: {bad.message}"
        raise Usage(f"{text.path} has an entry that cannot be read", f"fix it first: {where}") from bad
    if _values(text.content) != _values(content):
        raise Usage(f"{text.path} cannot be put in order without changing what it says", "sort it by hand")
    return content


def _values(content: str) -> dict[str, list[tuple[str, str]]]:
    """The entries of a file by their keys, as values that can be compared."""
    sources = bibliography.read([Text("", content)])[0].sources
    return {key: [(name, field.raw) for name, field in source.fields.items()] for key, source in sources.items()}
