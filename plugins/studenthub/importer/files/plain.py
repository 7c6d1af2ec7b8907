"""Reads plain text, such as copied from an e-mail: joins broken lines, finds lists and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studenthub.importer.citations import listing
from studenthub.importer.text.blocks import Block, Heading, Items, Paragraph, Quote, Rule, Table
from studenthub.importer.text.lines import Line
from studenthub.parse import headings

_BULLET = re.compile(r"\s*(?:[*•●▪◦‣–-]|o(?=\s))\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?P<number>\d{1,2})[.)]\s+(?=\S)")
_RULE = re.compile(r"\s*[_*—–\-=~·•]{3,}\s*")
_MARKDOWN = re.compile(r"(?P<signs>#{1,6})\s+(?P<words>\S.*?)[\s#]*")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
#: What quotes a line of an e-mail; >5 is a number.
_QUOTED = re.compile(r">(?!\s?[\d=])")
_LONGEST_ROW = 300
#: What begins a message that was copied out of WhatsApp.
_MESSAGE = re.compile(r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}")
_MOST_WORDS_OF_HEADING = 14


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: paragraphs are separated by empty lines."""
    found: list[Block] = []
    for group in _groups(text):
        listed = any(listing.is_heading(block) for block in found)
        found += _references(group) if listed else _group(group)
    return tuple(found)


def _is_list(line: str) -> bool:
    """Whether a line is the heading of a list of references, which may follow it without an empty line."""
    return listing.is_heading(Paragraph(Line(line.strip())))


def _hanging(lines: Sequence[str]) -> Iterator[Line]:
    """The references of lines that hang from their first: each begins where the margin is, if it is not an address."""
    group: list[str] = []
    for line in lines:
        if group and not line[:1].isspace() and not _goes_on(group[-1]):
            yield Line(_joined(group))
            group = []
        group.append(line)
    if group:
        yield Line(_joined(group))


def _goes_on(line: str) -> bool:
    """Whether an address was broken at the end of a line."""
    return bool(listing.BROKEN.search(line))


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that follow each other without an empty one."""
    group: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            group.append(line.rstrip())
        elif group:
            yield group
            group = []


def _references(lines: list[str]) -> Iterator[Block]:
    """Lines below the heading of a list of references, which keep their breaks: each may be a reference."""
    if _BULLET.match(lines[0]) or _is_numbered(lines) or len(lines) == 1 or _RULE.fullmatch(lines[0]):
        yield from _group(lines)
    elif any(line[:2].isspace() for line in lines[1:]) and not lines[0][:1].isspace():
        yield from map(Paragraph, _hanging(lines))
    else:
        yield Paragraph(Line("\n".join(line.strip() for line in lines)))


def _group(lines: list[str]) -> Iterator[Block]:
    while lines:
        first = lines[0]
        if marked := _MARKDOWN.fullmatch(first):
            yield Heading(len(marked["signs"]), Line(marked["words"]))
            lines = lines[1:]
        elif headings.is_of_part(first):
            yield _items([first])[0] if _NUMBER.match(first) else Paragraph(Line(first.strip()))
            lines = lines[1:]
        elif _RULE.fullmatch(first):
            yield Rule()
            lines = lines[1:]
        elif len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) and len(first.split()) <= _MOST_WORDS_OF_HEADING:
            yield Heading(1 if "=" in lines[1] else 2, Line(first.strip()))
            lines = lines[2:]
        elif len(lines) > 1 and _is_list(first):
            yield Paragraph(Line(first.strip()))
            yield from _references(lines[1:])
            return
        elif _BULLET.match(first) or _is_numbered(lines):
            items, lines = _items(lines)
            yield items
        elif count := _rows(lines):
            yield _table(lines[:count])
            lines = lines[count:]
        elif _QUOTED.match(first):
            count = next((at for at, line in enumerate(lines) if not _QUOTED.match(line)), len(lines))
            inner = "\n".join(line.lstrip("> ") for line in lines[:count])
            yield Quote(blocks(inner))
            lines = lines[count:]
        elif not first[:1].isspace() and any(line[:2].isspace() for line in lines[1:]):
            yield from map(Paragraph, _hanging(lines))
            return
        else:
            count = next((at for at, line in enumerate(lines[1:], 1) if _begins(lines, at)), len(lines))
            yield from map(Paragraph, _paragraphs(lines[:count]))
            lines = lines[count:]


def _rows(lines: Sequence[str]) -> int:
    """How many of the first lines are rows of a table, as one is pasted: a tab between the cells, as many in each."""
    tabs = lines[0].strip().count("\t")
    if not tabs or _BULLET.match(lines[0]) or _NUMBER.match(lines[0]):
        return 0
    count = next((at for at, line in enumerate(lines) if line.count("\t") != tabs), len(lines))
    return count if count > 1 and max(len(line) for line in lines[:count]) <= _LONGEST_ROW else 0


def _table(lines: Sequence[str]) -> Table:
    return Table(tuple(tuple(Line(cell.strip()) for cell in line.split("\t")) for line in lines))


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether something other than the paragraph begins at a line."""
    line = lines[at]
    if re.match(r"\s*1[.)]\s", line) and len(lines) > at + 1 and _is_numbered(lines[at:]):
        return True
    signs = (_RULE.fullmatch(line), _BULLET.match(line), _MARKDOWN.fullmatch(line), _MESSAGE.match(line))
    return any(signs) or bool(_QUOTED.match(line)) or _rows(lines[at:]) > 0


def _is_numbered(lines: Sequence[str]) -> bool:
    """Whether a list with numbers begins: 1., and 2. somewhere behind it, or the only line."""
    match = _NUMBER.match(lines[0])
    return bool(match) and (len(lines) == 1 or any(_NUMBER.match(line) for line in lines[1:]))


def _items(lines: list[str]) -> tuple[Items, list[str]]:
    sign = _NUMBER if _NUMBER.match(lines[0]) else _BULLET
    number = _NUMBER.match(lines[0])
    items: list[list[str]] = []
    at = 0
    while at < len(lines):
        match = sign.match(lines[at])
        if match:
            items.append([lines[at][match.end() :]])
        elif _RULE.fullmatch(lines[at]):
            break
        else:
            items[-1].append(lines[at])
        at += 1
    made = tuple((Paragraph(Line(_joined(item))),) for item in items)
    return Items(int(number["number"]) if number else 0, made), lines[at:]


def _paragraphs(lines: Sequence[str]) -> Iterator[Line]:
    """One line for all, unless they are lines of their own: short ones, or those that hang from the first."""
    if len(lines) > 1 and all(len(line) < 60 for line in lines[:-1]) and not _is_wrapped(lines):
        yield from _hanging([line.strip() for line in lines])
        return
    yield Line(_joined(lines))


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken because they were full: the first word of the next would not have had room."""
    width = max(len(line) for line in lines)
    full = [len(line) + 1 + len(following.split()[0]) > width for line, following in pairwise(lines)]
    return width >= 40 and sum(full) * 2 > len(full)


def _joined(lines: Sequence[str]) -> str:
    """Broken lines as one; an address that was broken goes on without a blank."""
    text = ""
    for line in lines:
        part = line.strip()
        text = f"{text}{part}" if not text or _goes_on(text) else f"{text} {part}"
    return text
