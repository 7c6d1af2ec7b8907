"""Finds captions: in the brackets of a picture on a line of its own, and below a table after a colon.

Pandoc, and what is built on it, show the words of such a picture below it. Here they are what somebody hears who cannot
see it (WCAG 1.1.1); where they can only be meant for all readers, they are a caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = r"\n(?![ \t>]*+(?:\n|\Z))"
_WORDS = rf"(?>(?:[^\[\]\n]++|{_BREAK}|\[[^\[\]]*+\])*)"
_TARGET = r"(?>(?:[^()\n]++|\([^()\n]*+\))*)"
#: A picture on lines of its own, with an empty line above and below it, and no block that begins there.
_ALONE = re.compile(
    rf"(?:\A|(?<=\n))(?P<prefix>[ \t>]*+)!\[(?P<words>{_WORDS})\]\((?P<target>{_TARGET})\)"
    rf"(?P<list>(?:\{{(?>(?:[^{{}}\n]++|{_BREAK})*)\}})?)"
    r"[ \t]*+(?=\n[ \t>]*+(?:\n|\Z)|\n?\Z)(?!\n[ \t>]*+\n[ \t>]*+///)"
)
#: What only readers of the page can follow: a source, a note, a link, a formula, a word in italics; the number of a
#: figure; a sentence with its full stop.
_FOR_READERS = re.compile(
    r"(?<![\w\\./])-?@\{?\w|\[\^|\^\[|\]\(|\$[^\s$]|\x02|(?<!\w)[*_]{1,2}\w[^*_\n]*[*_]|`|\A\s*(?:Fig(?:ure|\.)|Chart|Map)\s*\d"
    r"|[.!?][”\"’)]*(?:\s+[“\"‘(]?[A-Z]|\s*\Z)"
)
#: LaTeX's label of a figure, which is not printed.
_LABEL = re.compile(r"\\label\{(?P<label>[^{}\n]*)\}\s*\Z")
#: What begins a caption below a table, where it is no row.
OF_TABLE = r"(?::|[Tt]able:)[ \t]+"
_LABEL_OF_TABLE = r"(?:\\label\{(?P<label>[^{}\n]*)\}[ \t]*)?(?P<list>\{[^{}\n]*\})?"
#: Below a table: ``: Doses of tea {#tbl:doses}``, or ``Table: Doses of tea``.
_OF_TABLE = re.compile(rf"{OF_TABLE}(?P<words>\S[^{{}}]*?)[ \t]*{_LABEL_OF_TABLE}\s*")
#: The same below a row, up to an empty line.
_BELOW_ROW = re.compile(
    rf"(?<=\|)[^|\n]*\n(?:[ \t]*\n)?[ ]{{0,3}}{OF_TABLE}"
    rf"(?P<words>[^\s{{}}](?:[^{{}}\n]|{_BREAK}){{0,1000}}?)[ \t]*{_LABEL_OF_TABLE}[ \t]*(?=\n[ \t]*\n|\s*\Z)"
)
_OPENS = re.compile(rf"[ ]{{0,3}}{OF_TABLE}[^\s|][^|]*")
_ID = re.compile(r"(?:(?<=\{)|(?<=\{:)|(?<=[ ]))#(?P<id>[\w:.-]+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that is alone, from ``start`` to ``end`` of a text, with its caption from ``words_start`` to
    ``words_end``. ``prefix`` is what is before it on its line: spaces, or the signs of a quotation. ``target`` and
    ``attributes`` are as they are written, the latter with their braces. ``labels`` are the one that LaTeX has for it,
    and its id; either may be ""."""

    start: int
    end: int
    words_start: int
    words_end: int
    prefix: str
    target: str
    attributes: str
    labels: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TableCaption:
    """A caption below a table, with its words from ``words_start`` to ``words_end`` of a text, and ``labels`` as those
    of a figure."""

    words_start: int
    words_end: int
    labels: tuple[str, str]


def figures(text: str) -> Iterator[Figure]:
    """The pictures in ``text`` whose words are a caption; blocks of code have been blanked in it."""
    for match in _ALONE.finditer(text) if "![" in text else ():
        label = _LABEL.search(match["words"])
        words = match["words"][: label.start()].rstrip() if label else match["words"]
        is_caption = words != "" and (label is not None or _FOR_READERS.search(words) is not None)
        if is_caption and _is_empty_above(text, match.start()):
            start = match.start("words")
            end = start + len(words)
            labels = label["label"] if label else "", _id(match["list"])
            yield Figure(
                match.start(),
                match.end(),
                start,
                end,
                match["prefix"],
                match["target"],
                " ".join(match["list"].split()),
                labels,
            )


def tables(text: str) -> Iterator[TableCaption]:
    """The captions below tables in ``text``; blocks of code have been blanked in it."""
    for match in _BELOW_ROW.finditer(text) if "|" in text else ():
        yield TableCaption(*match.span("words"), (match["label"] or "", _id(match["list"] or "")))


def _id(attributes: str) -> str:
    found = _ID.search(attributes)
    return found["id"] if found else ""


def of_table(block: str) -> tuple[str, str] | None:
    """The caption in a block below a table, and its attributes with their braces or ""; None where it is none."""
    match = _OF_TABLE.fullmatch(block)
    return (match["words"], match["list"] or "") if match else None


def without_caption(block: str) -> tuple[str, str]:
    """The rows of a table, and the caption directly below them or ""."""
    lines = block.split("\n")
    first = next((number for number in range(2, len(lines)) if _OPENS.fullmatch(lines[number])), len(lines))
    return "\n".join(lines[:first]), "\n".join(lines[first:])


def _is_empty_above(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, max(0, start - 1)) + 1
    return start == 0 or not text[line:start].strip(" \t>\n")
