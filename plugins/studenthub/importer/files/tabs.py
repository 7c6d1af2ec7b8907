"""Finds tables, and lists of words with what they mean, that are typed with tabs in a word processor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from studenthub.importer.files.signs import SIGNS, TAB
from studenthub.importer.text.blocks import Block, Items, Paragraph, Table
from studenthub.importer.text.lines import Line, joined

_FEWEST_ROWS, _LONGEST_CELL = 3, 60
#: What begins an item, a reference or a field of a title page, and no row.
_NO_ROW = re.compile(r"(?:[^\w\s]|\d{1,3}[.)]|\[\d|[a-z]\)|[ivx]{1,4}[.)])|.*:$", re.DOTALL)


def tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the lines that have as many short cells between tabs as tables."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        rows: list[list[Line]] = []
        while at + len(rows) < len(blocks) and (row := _row(blocks[at + len(rows)])):
            if rows and len(row) != len(rows[0]):
                break
            rows.append(row)
        if len(rows) >= _FEWEST_ROWS and not _are_pages(rows):
            out.append(Table(tuple(map(tuple, rows))) if len(rows[0]) > 2 or _has_head(rows) else _list(rows))
        else:
            out += blocks[at : at + max(1, len(rows))]
        at += max(1, len(rows))
    return out


def _row(block: Block) -> list[Line]:
    """The cells of a paragraph; none where it is no row."""
    if not isinstance(block, Paragraph) or TAB not in block.line.text:
        return []
    line = block.line.strip(f"{TAB} ")
    cells, at = list[Line](), 0
    for text in line.text.split(TAB):
        cells.append(line.part(at, at + len(text)).strip())
        at += len(text) + 1
    texts = [SIGNS.sub("", cell.text) for cell in cells]
    is_row = len(cells) > 1 and all(0 < len(text) <= _LONGEST_CELL for text in texts) and not _NO_ROW.match(texts[0])
    return cells if is_row else []


def _has_head(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the first of the rows is the head of a table: alone in bold, or words above numbers."""
    head, *others = rows
    is_bold = all(cell.is_all("strong") for cell in head) and not all(row[0].is_all("strong") for row in others)
    numbers = [bool(re.search(r"\d", row[-1].text)) for row in rows]
    return is_bold or (not numbers[0] and all(numbers[1:]))


def _list(rows: Sequence[Sequence[Line]]) -> Items:
    """A list of words with what they mean: a table would take the first of them for its head."""
    return Items(0, tuple((Paragraph(joined(row, " – ")),) for row in rows))


def _are_pages(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the rows are lines of a table of contents: a name, and the number of a page, which only grows."""
    last = [row[-1].text for row in rows]
    numbers = [int(text) for text in last if text.isdecimal()]
    return len(rows[0]) == 2 and len(numbers) == len(last) and all(a <= b for a, b in pairwise(numbers))
