"""Checks of tables with bars: those that Markdown does not read, and rows that are not shown as they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studenthub.parse.markdown import captions, running_text
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source import fixes
from studenthub.source.problems import Fix, shortened

_BAR = re.compile(r"(?<!\\)\|")
_SPACED_BAR = re.compile(r"\| | \|")
#: A line between the names of the columns and the rows, and what Word and other programs make of its hyphens.
_HYPHENS = re.compile(r"\|?(?>(?:[ \t]*+:?-++:?[ \t]*+\|?)+)")
_DASHES = re.compile(r"(?=[|:+ \t]*+[-–—=])[-–—:=+| \t]++")
_CELL_OF_DASHES = re.compile(r"[^|+]*[-–—=][^|+]*")
#: What a table may begin behind: the sign of an item, of a definition or of a note.
_SIGN = re.compile(r"(?:[-*+]|\d{1,3}[.)]|:|\[\^[^\[\]\n]++\]:)[ \t]++(?=\|)")
#: A bar that belongs to a formula: {x | x > 0}, P(a | b).
_IN_BRACKETS = re.compile(r"[({\[][^(){}\[\]|]*+\|")
#: A caption directly below a table, which is no row of it; an attribute list.
_CAPTION = re.compile(rf"{captions.OF_TABLE}|\{{|/{{3,}}")
#: A cell over more lines than these is none.
_TALLEST = 6


@dataclass(frozen=True, slots=True)
class _Row(Line):
    """A line that may be a row, over ``height`` lines of the file; ``after_gap`` if an empty line is above it.

    ``begins_item`` if the sign of an item or of a note is before it.
    """

    begins_item: bool = False
    height: int = 1
    after_gap: bool = False

    @property
    def cells(self) -> int:
        return len(_BAR.findall(self.text)) + 1 - self.text.startswith("|") - self.ends_in_bar

    @property
    def ends_in_bar(self) -> bool:
        return len(self.text) > 1 and self.text.endswith("|") and self.text[-2] != "\\"

    @property
    def is_closed(self) -> bool:
        """Whether it has a bar at both ends, and is none of |x| < |y|, with spaces beside other bars alone."""
        is_even = self.text.startswith("| ") or " |" in self.text[-2:] or not _SPACED_BAR.search(self.text)
        return self.text.startswith("|") and self.ends_in_bar and is_even

    @property
    def is_dashes(self) -> bool:
        return _DASHES.fullmatch(self.text) is not None

    def are_hyphens(self, cells: int) -> bool:
        """Whether it is what Markdown reads below a row with this number of cells."""
        return self.cells == cells and "|" in self.text and _HYPHENS.fullmatch(self.text) is not None

    def hyphens(self, cells: int) -> str:
        """The line as it should be below a row with this number of cells; colons say on which side the words are."""
        written = [cell.strip() for cell in _CELL_OF_DASHES.findall(self.text)] if self.is_dashes else []
        marks = [f"{':' * cell.startswith(':')}---{':' * cell.endswith(':')}" for cell in written[:cells]]
        return f"| {' | '.join([*marks, *['---'] * (cells - len(marks))])} |"


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table from the names of its columns on, and the lines of their paragraph that are ``above`` it."""

    above: Sequence[_Row]
    rows: Sequence[_Row]

    @property
    def needs_gap(self) -> bool:
        return len(self.above) > 0 and not self.above[-1].opens and not self.rows[0].begins_item

    @property
    def is_read(self) -> bool:
        """Whether Markdown reads it, up to the first empty line in it."""
        return len(self.rows) > 1 and self.rows[1].are_hyphens(self.rows[0].cells) and not self.needs_gap


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A fault of a line: its message, its hint, and the fix if there is a safe one."""

    line: _Row
    message: str
    hint: str
    fix: Fix | None


def table_of_word(checked: Checked) -> Iterator[Finding]:
    """A table has an empty line above it and none within; its second line has hyphens, for as many cells as the first.

    Otherwise readers see a paragraph full of bars.

    Wrong: | Author | Year |, and directly below it | Writer | 2020 |
    Right: | Author | Year |, then | --- | --- |, then | Writer | 2020 |
    """
    for document in checked.documents:
        for table in _tables(document):
            if wrong := [*_wrong_line(table), *_wrong_gaps(table)]:
                first = wrong[0]
                yield document.found(first.line.start, first.message, first.hint, _together(document, wrong))


def long_row(checked: Checked) -> Iterator[Finding]:
    r"""Each row of a table is one line, and has no more cells than the first row.

    The extra cells would not be shown. Text directly below a table would be a row of it. Within a cell, a bar is
    written \|, and a new line <br>.

    Wrong: | Author | Year |, and below it | Writer | 2020 | 12 |
    Right: | Author | Year | Pages |, and below it | Writer | 2020 | 12 |
    """
    for document in checked.documents:
        for table in _tables(document):
            yield from _wrong_rows(document, table)


def _wrong_rows(document: Document, table: _Table) -> Iterator[Finding]:
    columns = table.rows[0].cells
    for number, row in enumerate(table.rows if len(table.rows) > 1 else ()):
        if row.after_gap or (number > 1 and _CAPTION.match(row.text)):
            return
        if row.height > 1:
            message = f"this row of the table is broken over {row.height} lines"
            yield document.found(row.start, message, "write it on one line", Fix(row.start, row.end, row.written))
        elif number < 2 or not table.is_read:
            continue
        elif columns > 1 and "|" not in row.text:
            message = "this line becomes a row of the table above it"
            yield document.found(row.start, message, "leave an empty line above it", row.gap_above)
            return
        elif row.cells > columns and "|" in row.text:
            extra = row.cells - columns
            cells = "the last cell" if extra == 1 else f"the last {extra} cells"
            message = f"this row has {row.cells} cells, and the table has {columns} columns: readers do not see {cells}"
            hint = "give the first two rows as many, or write \\| for a bar within a cell"
            yield document.found(row.start, message, hint)
        elif 1 < row.cells < columns - (not row.text.startswith("|")):
            # A row with one cell may be a heading of those below it.
            message = f"this row has {row.cells} cells, and the table has {columns} columns"
            hint = "is a | missing? For an empty cell, write two bars with a space between them"
            yield document.found(row.start, message, hint, harmless=True)


def _wrong_line(table: _Table) -> Iterator[_Wrong]:
    """The faults of the first two lines of a table."""
    first, *rows = table.rows
    if first.is_dashes and rows[1:] and rows[1].is_dashes:
        message = "a table has no line of hyphens above the names of its columns"
        yield _Wrong(first, message, "delete it", Fix(first.start, rows[0].start, ""))
        first, *rows = rows
    elif first.is_dashes and rows:
        cells = rows[0].cells
        names = f"|{'  |' * cells}"
        fix = Fix(first.start, first.end, f"{names}\n{first.prefix}{first.hyphens(cells)}")
        yield _Wrong(
            first,
            "above its line of hyphens, a table has a line with the names of its columns",
            "write them there, between bars",
            fix,
        )
        return
    if not rows or rows[0].are_hyphens(first.cells):
        return
    line, cells = rows[0], first.cells
    if line.is_dashes and line.are_hyphens(line.cells):
        message = f"the row above has {cells} cells, and the line of hyphens {line.cells}"
        if line.cells > cells and any(row.cells == line.cells for row in rows[1:]):
            bars = " |" * (line.cells - cells + (not first.ends_in_bar))
            yield _Wrong(first, message, "write the names of all columns", Fix(first.end, first.end, bars))
            return
    else:
        message = "a table needs a second line of hyphens"
    right = line.hyphens(cells)
    fix = Fix(line.start, line.end, right) if line.is_dashes else Fix(line.start, line.start, f"{right}\n{line.prefix}")
    yield _Wrong(line, message, f"write {shortened(right)}", fix)


def _wrong_gaps(table: _Table) -> Iterator[_Wrong]:
    """Empty lines in a table, and that there is none above it."""
    first = table.rows[0]
    if table.needs_gap:
        yield _Wrong(
            first, "without an empty line above it, this does not become a table", "leave one", first.gap_above
        )
    for number, row in enumerate(table.rows):
        if not row.after_gap:
            continue
        above, below = table.rows[number - 1], table.rows[number + 1 :]
        # Rows below a whole table may be another one, whose line of hyphens is missing.
        is_another = number > 2 and below and not below[0].after_gap and not above.after_gap
        message = "because of the empty line above it, this is no row of the table"
        hint = "delete the empty line; or, if this is another table, write a line of hyphens below its first row"
        fix = Fix(above.end, row.start, f"\n{row.prefix}")
        yield _Wrong(row, message, hint if is_another else "delete the empty line", None if is_another else fix)


def _together(document: Document, wrong: Sequence[_Wrong]) -> Fix | None:
    """The fixes of a table as one, if each of them is safe."""
    found = fixes.kept(one.fix for one in wrong if one.fix)
    if not found or not all(one.fix for one in wrong):
        return None
    start, end = found[0].start, max(fix.end for fix in found)
    moved = [Fix(fix.start - start, fix.end - start, fix.text) for fix in found]
    return Fix(start, end, fixes.fixed(document.content[start:end], moved))


def _tables(document: Document) -> Iterator[_Table]:
    """The tables of a text, read or not. Rows with an empty line above them are part of the table that they follow."""
    lines: list[_Row] = []
    for written in document.paragraphs if "|" in document.running else ():
        paragraph = list(_joined(written)) if any("|" in line.text for line in written) else []
        if lines and paragraph and _goes_on(document, lines[-1], paragraph):
            lines += [replace(paragraph[0], after_gap=True), *paragraph[1:]]
        else:
            yield from _table(lines)
            lines = paragraph
    yield from _table(lines)


def _goes_on(document: Document, above: _Row, paragraph: Sequence[_Row]) -> bool:
    """Whether a paragraph is more rows of the table that ends in the line ``above``, and no table of its own."""
    first = paragraph[0]
    begins = len(paragraph) > 1 and paragraph[1].is_dashes
    is_alike = above.cells == first.cells or above.is_dashes or first.is_dashes
    is_row = is_alike and above.is_closed and not begins and all(line.is_closed for line in paragraph)
    return is_row and above.prefix == first.prefix and not document.content[above.end : first.start].strip(" \t\n>")


def _table(lines: Sequence[_Row]) -> Iterator[_Table]:
    """The table among the lines of a paragraph, if there is one."""
    if any(line.text.startswith(("+--", "+==")) for line in lines):
        return
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else None
        has_line = below is not None and below.is_dashes and "|" in line.text and (line.is_closed or "|" in below.text)
        if has_line or (line.is_closed and below is not None and below.is_closed):
            yield _Table(lines[:number], lines[number:])
            return
    first = next((number for number, line in enumerate(lines) if " | " in line.text), len(lines))
    if _are_open_rows(lines[first:]):
        yield _Table(lines[:first], lines[first:])


def _are_open_rows(lines: Sequence[_Row]) -> bool:
    """Whether lines are rows without bars at both ends: no items, no lines that are ended on purpose, no sentence."""
    return (
        len(lines) > 1
        and len({line.cells for line in lines}) == 1
        and all(" | " in line.text and not running_text.BEGIN.match(line.text.lstrip("| ")) for line in lines)
        and not any(line.breaks for line in lines[:-1])
        and not any(_IN_BRACKETS.search(line.text) for line in lines)
        and (lines[0].cells > 2 or not any(line.text[0].islower() for line in lines))
    )


def _joined(lines: Sequence[Line]) -> Iterator[_Row]:
    """Lines as rows; one that begins with a bar and goes on in the lines below it, up to a bar, is one row."""
    number, columns = 0, 0
    while number < len(lines):
        row = _whole(lines[number : number + _TALLEST], columns)
        yield row
        number += row.height
        columns = columns or (row.cells if row.is_dashes or row.is_closed else 0)


def _whole(lines: Sequence[Line], columns: int) -> _Row:
    """The row that begins with the first of ``lines``, in a table of ``columns``; 0 means that it is not known."""
    line = lines[0]
    sign = _SIGN.match(line.text)
    at = sign.end() if sign and not any(_SIGN.match(below.text) for below in lines[1:2]) else 0
    first = row = _Row(line.start + at, line.end, line.prefix, line.text[at:], line.written[at:], line.breaks, at > 0)
    if not first.text.startswith("|") or (first.ends_in_bar and (not columns or first.cells >= columns)):
        return first
    for line in lines[1:]:
        if (line.text.startswith("|") and line.text != "|") or _CAPTION.match(line.text):
            break
        written = f"{row.written} {line.written}"
        row = replace(row, end=line.end, text=f"{row.text} {line.text}", written=written, height=row.height + 1)
        if row.ends_in_bar:
            return row if not columns or row.cells == columns else first
    return first
