"""Lists of references that are typed in a text, and notes that are one: where they are, and what each line says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from studenthub.parse import references
from studenthub.parse.headings import NAME_OF_LIST
from studenthub.parse.identifiers import DOI
from studenthub.parse.markdown import inline_notes, running_text
from studenthub.parse.markdown.elements import Heading
from studenthub.parse.references import Reference, dates

_LINE_WITH_NAME = re.compile(rf"^[ \t]*{NAME_OF_LIST.pattern}[ \t]*$", re.IGNORECASE | re.MULTILINE)
_LABEL = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\\?\[\d{1,3}\\?\]|\(?\d{1,3}[.)]\)?[ \t])")
_BULLET = re.compile(r"[ \t]*[-*+•][ \t]+")
_YEAR = re.compile(rf"\b(?:(?:1[5-9]|20)\d\d[a-z]?\b|{dates.NO_DATE})")
_FOUND_AT = re.compile(r"https?://|www\.|\bdoi\b|\b10\.\d{4}", re.IGNORECASE)
#: Marks of Markdown: emphasis, the signs around an address, links, and signs with a backslash.
_MARK = re.compile(
    r"\[(?P<words>[^\[\]\n]*)\]\((?P<target>[^()\s]+)\)|<(?P<address>(?:https?|mailto):[^<>\s]+)>"
    r"|(?P<sign>\*{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w))|\\(?P<plain>[^\w\s])"
)
#: The text of a footnote, with the lines that go on with it.
_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\[\]\n]+\]:[ \t]*(?P<text>\S[^\n]*(?:\n[ \t]*[^\s\[][^\n]*)*)", re.MULTILINE)
#: Longer lists are bibliographies, and are not parsed.
_MOST_LINES = 300
_FEWEST_WITHOUT_NAME = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A reference of a list, from ``start`` to ``end`` of the file; ``number`` is its place in a numbered list."""

    start: int
    end: int
    reference: Reference
    number: int = 0


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list from ``start``, its heading or else its first line, to ``end``. ``name`` is "" where it has no heading.

    ``is_last`` is whether nothing follows it.
    """

    name: str
    start: int
    end: int
    lines: tuple[Line, ...] = ()
    is_last: bool = True


def find(
    content: str, running: str, headings: Sequence[Heading], start: int, command: str
) -> tuple[ReferenceList, ...]:
    """The lists of a text that begins at ``start`` of its file. Where ``command`` is, the hub prints its own."""
    begins = sorted(_names(content, running, headings, start))
    found = [
        _listed(content, name, at, line_end, headings) for (at, line_end, name) in begins if command not in content[at:]
    ]
    if not begins and (nameless := _nameless(content, running, start)):
        found.append(nameless)
    return tuple(found)


def _names(content: str, running: str, headings: Sequence[Heading], start: int) -> Iterator[tuple[int, int, str]]:
    """The headings of lists: where each begins and ends, and its words."""
    for heading in headings:
        if match := NAME_OF_LIST.fullmatch(heading.title.strip(" .")):
            end = content.find("\n", heading.offset)
            yield heading.offset, len(content) if end < 0 else end, match["name"]
    for match in _LINE_WITH_NAME.finditer(running, start):
        if not running[: match.start()].rpartition("\n")[0].rpartition("\n")[2].strip():
            yield match.end() - len(match[0].lstrip()), match.end(), match["name"]


def _listed(content: str, name: str, at: int, begin: int, headings: Sequence[Heading]) -> ReferenceList:
    stop = next((heading.offset for heading in headings if heading.offset > at), len(content))
    lines: list[Line] = []
    end = begin
    for first, last in _paragraphs(content, begin, stop):
        if len(lines) >= _MOST_LINES or not _may_be_reference(content[first:last]):
            break
        lines += _lines(content, first, last)
        end = last
    return ReferenceList(name, at, end, tuple(lines), not content[end:].strip())


def _nameless(content: str, running: str, start: int) -> ReferenceList | None:
    """The paragraphs at the end of a text, where all of them are references."""
    lines: list[Line] = []
    for first, last in reversed(list(_paragraphs(content, start, len(content)))):
        if "[@" in content[first:last] or not running[first:last].strip() or not _may_be_reference(content[first:last]):
            break
        rows = list(_rows(content, first, last))
        # Most texts end in a list of something else, and a reference takes long to read.
        if not all(references.may_be_dated(row.words) for row in rows):
            break
        found = list(map(_read, rows))
        if not all(_is_one(line.reference) for line in found):
            break
        lines = [*found, *lines]
    if len(lines) < _FEWEST_WITHOUT_NAME:
        return None
    return ReferenceList("", lines[0].start, lines[-1].end, tuple(lines))


def notes(content: str, running: str, start: int) -> Iterator[Line]:
    """The notes of a text that are a reference and nothing else."""
    found = [match.span("text") for match in _NOTE.finditer(running, start)]
    inline = running_text.below(start, running_text.blank_inline(content[start:])) if "^[" in content else ""
    found += [(begin + 2, end - 1) for begin, end in inline_notes.find(inline)]
    for begin, end in found:
        text = content[begin:end]
        if "@" in text or not references.may_be_dated(text):
            continue
        rows = list(_rows(content, begin, end))
        line = _read(rows[0]) if len(rows) == 1 else None
        if line and line.reference.whole and _is_one(line.reference):
            yield line


def _is_one(reference: Reference) -> bool:
    """Whether a line is a reference for certain: it names its authors, year and title, and says where it is."""
    said = reference.fields
    return bool(reference.authors and said.keys() & {"year", "date"} and "title" in said and len(said) > 3)


def _paragraphs(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in running_text.PARAGRAPH.finditer(content[start:end]):
        yield start + match.start(), start + match.start() + len(match[0].rstrip())


def _may_be_reference(text: str) -> bool:
    return bool(_YEAR.search(text) or _FOUND_AT.search(text) or _LABEL.match(text)) and "[@" not in text


class _Row(NamedTuple):
    """A possible reference, from ``start`` to ``end`` of the file: its words, and their ranges in italics."""

    start: int
    end: int
    words: str
    italics: list[tuple[int, int]]


def _lines(content: str, start: int, end: int) -> Iterator[Line]:
    """The references of a paragraph."""
    return map(_read, _rows(content, start, end))


def _read(row: _Row) -> Line:
    reference = references.read(row.words, row.italics)
    label = re.sub(r"\D", "", reference.label)
    return Line(row.start, row.end, reference, int(label or 0))


def _rows(content: str, start: int, end: int) -> Iterator[_Row]:
    """The rows of a paragraph: each begins with a mark of a list, or where the one above it is complete."""
    text = content[start:end]
    begins = [0]
    marked = bool(_LABEL.match(text))
    for match in re.finditer(r"\n", text):
        above, rest = text[begins[-1] : match.start()], text[match.end() :]
        line = rest.partition("\n")[0]
        is_new = _LABEL.match(rest) if marked else _is_complete(above) and (_YEAR.search(line) or _FOUND_AT.match(line))
        if is_new:
            begins.append(match.end())
    for first, last in pairwise([*begins, len(text)]):
        line = text[first:last].rstrip()
        words, italics = _plain(_BULLET.sub("", line, count=1) if _BULLET.match(line) else line.lstrip())
        yield _Row(start + first, start + first + len(line), words, italics)


def _is_complete(text: str) -> bool:
    return bool(_YEAR.search(text) or _FOUND_AT.match(text)) and bool(
        re.search(rf"[.)\]*_>/\d]$|(?:https?://|{DOI})\S+$", text.rstrip())
    )


def _plain(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A line of Markdown as text, and the ranges of it that are in italics."""
    parts: list[str] = []
    length = at = 0
    opened = -1
    italics: list[tuple[int, int]] = []
    line = re.sub(r"\s*\n\s*", " ", line)
    for match in _MARK.finditer(line):
        parts.append(line[at : match.start()])
        length += match.start() - at
        at = match.end()
        said = match["address"] or match["plain"] or ""
        if match["target"]:
            same = match["words"].strip() in match["target"]
            said = match["target"] if same else f"{match['words']} {match['target']}"
        elif match["sign"] in ("*", "_"):
            if opened >= 0:
                italics.append((opened, length))
            opened = length if opened < 0 else -1
        parts.append(said)
        length += len(said)
    return "".join([*parts, line[at:]]), italics
