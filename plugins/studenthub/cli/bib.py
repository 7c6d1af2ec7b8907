"""``hub bib``: what stands in the bibliography, what is wrong with it, and putting it in order."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator

from studenthub.cli.check import write
from studenthub.cli.terminal import Commands, Usage, count, helped, read
from studenthub.hub import Hub
from studenthub.model import bibliography
from studenthub.model.sources import Source
from studenthub.parse.folding import fold
from studenthub.source.problems import Problem, as_text
from studenthub.source.text import NotUtf8, Text

_REPORTS = {
    "unused": (("HUB431",), "that no article cites"),
    "duplicates": (("HUB402", "HUB412", "HUB413", "HUB415"), "that stand there twice"),
    "incomplete": (("HUB411", "HUB432", "HUB436"), "in which something is missing"),
}
_NAME = re.compile(r"[\s,]*(?P<name>[A-Za-z][\w-]*)\s*=\s*")
_QUOTED = re.compile(r"\"(?P<value>[^\"{}]*)\"(?=\s*(?:,|\Z))")
_WORD = re.compile(r"[\w-]+(?=\s*(?:,|\Z))")
_START = re.compile(r"^[ \t]*@[ \t]*(?P<kind>[A-Za-z]+)\s*[({]\s*(?P<key>[^\s,{}()\"#%=\\]*)", re.MULTILINE)


def add(commands: Commands) -> None:
    """Tell the command line about it."""
    parser = commands.add_parser(
        "bib",
        help="look through the bibliography, and put it in order",
        description="List and find sources; show those that are unused, double or incomplete; put the files in order.",
        epilog="Example: hub bib find moorhead internet",
    )
    parser.set_defaults(run=lambda _: helped(parser))
    kinds = parser.add_subparsers(dest="bib", metavar="WHAT")
    kinds.add_parser("list", help="all sources, with their keys").set_defaults(run=_list)
    find = kinds.add_parser("find", help="sources in whose entry all of some words stand")
    find.add_argument("words", nargs="+", metavar="WORD")
    find.set_defaults(run=_list)
    for name, (_, words) in _REPORTS.items():
        kinds.add_parser(name, help=f"entries {words}").set_defaults(run=_report)
    sort = kinds.add_parser("sort", help="put the entries of each file in the order of their keys")
    tidy = kinds.add_parser("tidy", help="the same, and one field a line, in braces; no value is changed")
    for command in (sort, tidy):
        command.add_argument("--check", action="store_true", help="only say whether there is anything to do")
        command.set_defaults(run=_put_in_order)


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


def _put_in_order(options: argparse.Namespace) -> int:
    found = read(options)
    status = 0
    for path in found.settings.bib_files:
        try:
            text = Text.read(found.settings.root, path)
        except NotUtf8 as error:
            raise Usage(f"{path} is not plain text", "save it with the encoding UTF-8") from error
        content = _in_order(found, text, _laid_out if options.bib == "tidy" else str)
        if content == text.content:
            continue
        if options.check:
            status = 1
            sys.stdout.write(f"{path} is not in order\n")
        else:
            data = (found.settings.root / path).read_bytes()
            out = content.replace("\n", "\r\n") if b"\r\n" in data else content
            write(found.settings.root / path, out.encode())
            sys.stdout.write(f"{path} is in order now\n")
    return status


def _in_order(found: Hub, text: Text, lay_out: Callable[[str], str]) -> str:
    """The entries by their keys, each with the lines above it. What cannot be read is left as it is."""
    if any(problem.code == "HUB401" and problem.place.path == text.path for problem in found.problems):
        raise Usage(f"{text.path} has an entry that cannot be read", "mend it first: hub check says where")
    head, entries, tail = _parts(text.content)
    ordered = [lay_out(entry) for _, entry in sorted(entries, key=lambda pair: pair[0].lower())]
    content = "\n\n".join(part.strip("\n") for part in [*head, *ordered, tail] if part.strip()) + "\n"
    before, after = (bibliography.read([Text(text.path, one)])[0].sources for one in (text.content, content))
    if {key: _values(source) for key, source in before.items()} != {
        key: _values(source) for key, source in after.items()
    }:
        raise Usage(f"{text.path} cannot be put in order without changing what it says", "sort it by hand")
    return content


def _laid_out(entry: str) -> str:
    """An entry with a field a line, and the lines above it as they are. One that is written strangely stays so."""
    match = _START.search(entry)
    if not match or "{" not in match[0] or not entry.rstrip().endswith("}"):
        return entry
    begin = match.end() + len(entry[match.end() :]) - len(entry[match.end() :].lstrip(" \t\n,"))
    fields = _fields(entry.rstrip()[begin:-1])
    if not fields:
        return entry
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"{entry[: match.start()]}@{match['kind'].lower()}{{{match['key']},\n{lines}\n}}"


def _fields(body: str) -> list[tuple[str, str]]:
    """The names of the fields, in small letters, and their values in braces; nothing where one is not plain."""
    found: list[tuple[str, str]] = []
    at = 0
    while match := _NAME.match(body, at):
        opening = body[match.end() : match.end() + 1]
        if opening == "{":
            at = _closing(body, match.end())
            value = body[match.end() : at]
        elif quoted := _QUOTED.match(body, match.end()):
            value, at = f"{{{quoted['value']}}}", quoted.end()
        elif word := _WORD.match(body, match.end()):
            # What is no number is an abbreviation, which braces would make a word of.
            value, at = f"{{{word[0]}}}" if word[0].isdigit() else word[0], word.end()
        else:
            return []
        found.append((match["name"].lower(), value))
    return found if not body[at:].strip(" \t\n,") else []


def _values(source: Source) -> list[tuple[str, str]]:
    return [(name, field.raw) for name, field in source.fields.items()]


def _parts(content: str) -> tuple[list[str], list[tuple[str, str]], str]:
    """What must stay on top (abbreviations and the like), the entries by key, and what follows the last one."""
    head: list[str] = []
    entries: list[tuple[str, str]] = []
    at = 0
    for start, end, kind, key in _extents(content):
        part = content[at:end]
        if kind in {"string", "preamble", "comment"}:
            head.append(part)
        else:
            entries.append((key, part))
        at = max(end, start)
    return head, entries, content[at:]


def _extents(content: str) -> Iterator[tuple[int, int, str, str]]:
    at = 0
    while match := _START.search(content, at):
        opening = content.index("{" if "{" in match[0] else "(", match.start())
        end = _closing(content, opening)
        yield match.start(), end, match["kind"].lower(), match["key"]
        at = end


def _closing(content: str, opening: int) -> int:
    """The offset after the bracket that closes the one at ``opening``."""
    depth = 0
    other = content[opening] == "("
    for match in re.compile(r"[{}()]").finditer(content, opening):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        if (match[0] == "}" and depth == 0 and not other) or (match[0] == ")" and depth == 0 and other):
            return match.end()
    return len(content)
