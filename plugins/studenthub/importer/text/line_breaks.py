"""Parts paragraphs at the line breaks that stand for their ends: some people press Shift and Enter between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studenthub.importer.citations import listing
from studenthub.importer.text.blocks import Block, Paragraph
from studenthub.importer.text.lines import Line, joined

#: What begins an item of a list that is typed.
_ITEM = re.compile(r"(?:[●•▪◦‣○■–*-]|\d{1,2}[.)])\s+(?=\S)")
_SENTENCE = re.compile(r"[.?!…:][”\"’')\]\d]*\s*$")
#: A line as long as this is a paragraph of its own where all around it end as sentences do; those of verse are shorter.
_LONG = 90


def parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with what is between empty lines as paragraphs of their own, and so headings, items and references."""
    return [
        one
        for at, block in enumerate(blocks)
        for one in (_parted(block, is_first=not at) if isinstance(block, Paragraph) else (block,))
    ]


def _parted(paragraph: Paragraph, *, is_first: bool) -> Sequence[Paragraph]:
    if "\n" not in paragraph.line.text.strip() or paragraph.role in ("term", "caption", "generated"):
        return (paragraph,)
    found = [line for group in _groups(paragraph.line) for line in _paragraphs(group, is_first=is_first)]
    return [Paragraph(line, paragraph.role if not at else "") for at, line in enumerate(found)]


def _groups(line: Line) -> Iterator[list[Line]]:
    """The lines of each part that has no empty line in it."""
    group: list[Line] = []
    at = 0
    for text in line.text.split("\n"):
        if text.strip():
            group.append(line.part(at, at + len(text)))
        elif group:
            yield group
            group = []
        at += len(text) + 1
    if group:
        yield group


def _paragraphs(lines: Sequence[Line], *, is_first: bool) -> Iterator[Line]:
    """The paragraphs of a part; lines of verse or of an address stay in one. The first of a draft has its title."""
    is_text = len(lines) > 1 and (is_first or len(lines[1].text) > _LONG or bool(_SENTENCE.search(lines[1].text)))
    if len(lines) > 1 and (listing.is_heading(Paragraph(lines[0])) or (is_text and _is_set_off(lines))):
        yield lines[0]
        yield from _paragraphs(lines[1:], is_first=is_first)
    elif len(lines) > 1 and (_are_sentences(lines) or any(_ITEM.match(line.text) for line in lines[1:])):
        yield from lines
    else:
        yield joined(lines, "\n")


def _is_set_off(lines: Sequence[Line]) -> bool:
    """Whether the first line is in bold, and the next is not: a heading."""
    return lines[0].is_all("strong") and not lines[1].is_all("strong")


def _are_sentences(lines: Sequence[Line]) -> bool:
    length = sum(len(line.text) for line in lines) / len(lines)
    return length >= _LONG and all(_SENTENCE.search(line.text) for line in lines)
