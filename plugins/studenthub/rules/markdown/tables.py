"""Checks of tables with plus signs, or with tabs and wide gaps."""

from __future__ import annotations

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
_WIDE = re.compile(r"\S(?:\t| {3})")
_TABBED = re.compile(
    rf"(?:^[^\s|#>`-](?>[^\t\n ]|(?!{_GAP.pattern})[ ])*(?:{_GAP.pattern})[^\n]*\n?){{2,}}", re.MULTILINE
)
_ESCAPED_BAR = r"\\|"
_BAR = re.compile(r"(?<!\\)\|")


def grid_table(checked: Checked) -> Iterator[Finding]:
    """A table has bars between its cells, and one line of hyphens.

    Other programs draw tables with plus signs. Here readers would see the signs.

    Wrong: +------+------+
    Right: | Author | Year |, then | --- | --- |, then | Writer | 2020 |
    """
    for document in checked.documents:
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
    """A table has bars between its cells. Tabs and wide gaps, as Word, Excel and PDFs paste them, do not make a table.

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
            table = [_row(rows[0]), _row(["---"] * len(rows[0])), *map(_row, rows[1:])]
            before = "" if document.content[: match.start()].endswith("\n\n") else "\n"
            fix = Fix(match.start(), end, before + "\n".join(table))
            yield document.found(match.start(), _NO_TABLE, f"write {shortened(table[0])}, then {table[1]}", fix)
