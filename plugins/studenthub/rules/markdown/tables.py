"""Checks of tables with plus signs or lines, or with tabs, wide gaps and commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.pasted_lists import is_list
from studenthub.source.problems import Fix, shortened

_GRID = re.compile(r"^(?P<indent>[ ]{0,3})\+(?:[-=:]{2,}\+)+[ ]*$", re.MULTILINE)
_RULE = re.compile(r"[ ]*\+[-=:+]+\+[ ]*")
#: Lines with a gap that is wider than one between words.
_GAP = re.compile(r"\t+|(?<! ) {3,}+(?=\S)")
_NARROW_GAP = re.compile(r"\t+|(?<! ) {2,}+(?=\S)")
_WIDE = re.compile(r"(?:\t|   )(?:(?<=\S\t)|(?<=\S   ))")
_TABBED = re.compile(
    rf"(?:^[^\s|#>`:-](?>[^\t\n ]|(?!{_GAP.pattern})[ ])*(?:{_GAP.pattern})[^\n]*\n?){{2,}}", re.MULTILINE
)
_ESCAPED_BAR = r"\\|"
_BAR = re.compile(r"(?<!\\)\|")


#: A line of a table that is drawn with lines, or that Pandoc writes below the first row.
_DRAWN = re.compile("[\u2502\u2551|]")
_FRAME = re.compile("[\u2500-\u257f+ ]+")
_FRAME_BEGINS = re.compile("^[\u250c\u2554\u2502\u2551]", re.MULTILINE)
_DASHES = re.compile(r"[ ]{0,3}-{3,}(?:[ ]+-{3,})+[ ]*")
#: Cells with a comma or a semicolon between them, and no space behind it as in a sentence.
_SEPARATED = {
    sign: re.compile(rf"(?:\"[^\"\n]*\"|[^{sign}\"\n]*)(?:{sign}(?! )(?:\"[^\"\n]*\"|[^{sign}\"\n]*))+")
    for sign in ",;"
}
#: Most texts have no such line.
_PERHAPS_CELLS = re.compile(r"\n[^\s,;][^\n,;]*[,;][^\s,;][^\n]*\n|\n[ ]{0,3}---+[ ]+---")
#: How many rows are a table, whatever is in them, and how many spaces the cells of two rows may have.
_FEWEST_ROWS, _MOST_SPACES = 3, 2


def grid_table(checked: Checked) -> Iterator[Finding]:
    """A table has bars between its cells, and one line of hyphens.

    Other programs draw tables with plus signs. Here readers would see the signs.

    Wrong: +------+------+
    Right: | Author | Year |, then | --- | --- |, then | Writer | 2020 |
    """
    for document in checked.documents:
        yield from _framed(document)
        if "+--" not in document.running and "+==" not in document.running:
            continue
        end = 0
        for match in _GRID.finditer(document.running, document.body_start):
            if match.start() < end:
                continue
            lines = list(_lines_from(document.content, match.start()))
            end = match.start() + sum(len(line) + 1 for line in lines) - 1
            if len(lines) > 2:
                yield _drawn(document, match.start(), end, _from_grid(lines))


def _framed(document: Document) -> Iterator[Finding]:
    """Tables that are drawn with lines of their own characters."""
    if document.running.isascii() or not _FRAME_BEGINS.search(document.running):
        return
    for lines in document.paragraphs:
        if _FRAME_BEGINS.match(lines[0].text):
            rows = [line.written for line in lines if not _FRAME.fullmatch(line.written)]
            cells = [[cell.strip() for cell in _DRAWN.split(row.strip("\u2502\u2551 "))] for row in rows]
            whole = len({len(row) for row in cells}) == 1 and not lines[0].prefix
            yield _drawn(document, lines[0].start, lines[-1].end, _in_bars(cells) if whole else "")


def _in_bars(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row is its head."""
    return "\n".join([_row(rows[0]), _row(["---"] * len(rows[0])), *map(_row, rows[1:])])


def _drawn(document: Document, start: int, end: int, table: str) -> Finding:
    """A grid, and the ``table`` that it is meant to be, or ""."""
    if not table:
        return document.found(start, _NO_TABLE, "write | between cells, and one line | --- | below the first row")
    first, second, *_ = table.strip().split("\n")
    hint = f"write {shortened(first)}, then {shortened(second)}, and so on"
    return document.found(start, _NO_TABLE, hint, Fix(start, end, table))


_NO_TABLE = "these lines do not become a table"


def _lines_from(content: str, start: int) -> Iterator[str]:
    """The lines of a grid, from where it begins."""
    while start < len(content):
        end = content.find("\n", start)
        line = content[start : end if end >= 0 else len(content)]
        if not line.strip().startswith(("+", "|")):
            return
        yield line
        start += len(line) + 1


def _from_grid(lines: Sequence[str]) -> str:
    """The table with bars; "" where a cell goes over several columns, or the lines are not where they should be."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    edges = [at for at, sign in enumerate(lines[0]) if sign == "+"]
    rows: list[list[list[str]]] = [[]]
    head = 0
    for line in lines[1:]:
        if _RULE.fullmatch(line):
            if [at for at, sign in enumerate(line) if sign == "+"] != edges:
                return ""
            if "=" in line and not head:
                head = len(rows)
            rows.append([])
        elif any(at >= len(line) or line[at] != "|" for at in edges):
            return ""
        else:
            cells = [line[left + 1 : right].strip() for left, right in pairwise(edges)]
            rows[-1].append(cells)
    tables = [_row([" ".join(filter(None, column)) for column in zip(*row, strict=True)]) for row in rows if row]
    if not tables or rows[-1]:
        return ""
    if not head:
        tables.insert(0, _row([""] * (len(edges) - 1)))
    tables.insert(max(head, 1), _row(["---"] * (len(edges) - 1)))
    return "\n".join(" " * indent + table for table in tables)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_BAR.sub(_ESCAPED_BAR, cell) for cell in cells)} |"


def _cells(lines: Sequence[str], gap: re.Pattern[str]) -> list[list[str]]:
    return [[cell.strip() for cell in gap.split(line.strip("\t "))] for line in lines]


def tabbed_table(checked: Checked) -> Iterator[Finding]:
    """A table has bars between its cells. Tabs, wide gaps and commas, as Word and Excel paste them, make no table.

    Wrong: Author, a tab, Year; and on the next line Writer, a tab, 2020
    Right: | Author | Year |, then | --- | --- |, then | Writer | 2020 |
    """
    for document in checked.documents:
        if not _WIDE.search(document.content, document.body_start):
            continue
        for match in _TABBED.finditer(document.running, document.body_start):
            end = match.end() - match[0].endswith("\n")
            lines = document.content[match.start() : end].split("\n")
            rows = _cells(lines, _GAP)
            if len({len(row) for row in rows}) > 1:
                # Columns that are narrow have a smaller gap beside them.
                rows = _cells(lines, _NARROW_GAP)
            if len({len(row) for row in rows}) > 1 or len(rows[0]) < 2 or is_list(lines) or lines[0].endswith("\\\\"):
                continue
            yield _rows_found(document, match.start(), end, rows)
    yield from _separated(checked)


def _rows_found(document: Document, start: int, end: int, rows: Sequence[Sequence[str]]) -> Finding:
    """Lines that are meant as a table with these ``rows``."""
    table = _in_bars(rows)
    first, second, *_ = table.split("\n")
    before = "" if document.content[:start].endswith("\n\n") else "\n"
    hint = f"write {shortened(first)}, then {second}"
    return document.found(start, _NO_TABLE, hint, Fix(start, end, before + table))


def _separated(checked: Checked) -> Iterator[Finding]:
    """Rows of a file of Excel, with commas or semicolons between the cells; and tables as Pandoc writes them."""
    for document in checked.documents:
        for lines in document.paragraphs if _PERHAPS_CELLS.search(document.running, document.body_start) else ():
            written = [line.written for line in lines]
            if lines[0].prefix.strip() or any(line.breaks for line in lines[:-1]):
                continue
            if len(lines) > 1 and any(map(_DASHES.fullmatch, written[:2])):
                yield document.found(
                    lines[0].start, _NO_TABLE, "write | between cells, and | --- | below the first row"
                )
            elif len(lines) > 1 and (rows := _cells_of(written)) and (len(lines) >= _FEWEST_ROWS or _are_short(rows)):
                yield _rows_found(document, lines[0].start, lines[-1].end, rows)


def _are_short(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two rows are no sentences: a cell has a word or two, and a number is below the first row."""
    cells = [cell for row in rows for cell in row]
    has_number = any(cell[:1].isdigit() for cell in rows[1])
    return has_number and len(rows[0]) > 2 and all(cell and cell.count(" ") <= _MOST_SPACES for cell in cells)


def _cells_of(lines: Sequence[str]) -> list[list[str]]:
    """The cells of rows, all of which have as many; none where the lines are sentences."""
    for sign, pattern in _SEPARATED.items():
        if all(sign in line and pattern.fullmatch(line) for line in lines):
            rows = list(csv.reader(lines, delimiter=sign))
            is_quoted = all(line.startswith('"') and line.endswith('"') for line in lines)
            if len({len(row) for row in rows}) == 1 and (len(rows[0]) > 2 or is_quoted):
                return rows
    return []
