"""A check for lists whose items GitHub and other programs read in another way than this hub."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.parse.markdown import running_text
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.source.problems import Fix

_ITEM = re.compile(r"[ \t]*+(?P<sign>[-*+]|(?P<number>\d{1,3})\.)(?P<gap>[ \t]+)(?=\S)")
_RULE = re.compile(r"[ \t]*+(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:\+[ \t]*+){3,})")
_QUOTE = re.compile(r" {0,3}(?:>[ ]?)+")
_HOLDER = re.compile(rf"[ \t]*+{running_text.HOLDER}")
_BOX = re.compile(rf"[ \t]*+{running_text.BOX}")
#: Lines that end a paragraph, though no empty line is above them.
_APART = re.compile(r"[ \t]*+(?:#{1,6}[ \t]|>|```|~~~|///)")
#: Most texts hold no item with an indented line below it.
_NESTED = re.compile(r"\n[ \t>]*+(?:[-*+]|\d{1,3}\.)[ \t]")
_STEP = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: where its text begins, in which ``column``, and the column ``wanted``; ``gap`` asks for a line above."""

    start: int
    column: int
    wanted: int
    gap: bool = False

    @property
    def is_wrong(self) -> bool:
        return self.gap or self.wanted != self.column


@dataclass(frozen=True, slots=True)
class _Open:
    """An item or a box that is open: where its sign and its text begin, and its number if it has one.

    ``shown`` is the number that readers see, ``first`` that of the first item of the list.
    """

    sign: int
    text: int
    number: int | None = None
    shown: int = 0
    first: int = 0
    is_box: bool = False


def nested_list(checked: Checked) -> Iterator[Finding]:
    """What belongs to an item of a list is indented by four spaces, and the numbers of a list have no gaps.

    Two or three spaces, as other programs write them, are too few here: items of a list within a list become items of
    the outer one, or words of the line above, and a second paragraph ends the list. Below such a paragraph, an empty
    line comes before the next item. Readers see numbers that go on from the first one: for a second list, write a line
    of text above it.

    Wrong: 1. Sleep, and below it - naps, with three spaces before the hyphen
    Right: the same with four spaces before the hyphen
    """
    for document in checked.documents:
        if _NESTED.search(document.running, document.body_start - 1):
            yield from _Reader(document).findings()


class _Reader:
    """Reads the lists of a text line by line, as CommonMark does (https://spec.commonmark.org/0.31.2/#list-items)."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._forget()

    def _forget(self) -> None:
        self._open: list[_Open] = []
        self._lines: list[_Line] = []
        self._is_wrong = False
        # The items around the first line of the lines that have no empty one among them; whether that is an item.
        self._first, self._is_item = 0, False
        self._moved = 0

    def findings(self) -> Iterator[Finding]:
        content, start = self._document.content, self._document.body_start
        texts = running_text.blank_fences(content[start:]).split("\n")
        above_empty, quoted, in_code = True, 0, False
        for line, text in zip(content[start:].split("\n"), texts, strict=True):
            inner = line[self._quotes(line) :]
            depth = line[: len(line) - len(inner)].count(">")
            if depth != quoted:
                yield from self._ended()
                quoted, above_empty = depth, True
            if inner.strip():
                at = start + len(line) - len(inner)
                is_code = not text.strip(" \t>")
                if is_code and in_code:
                    self._follow(at, inner)
                else:
                    yield from self._read(at, inner, above_empty=above_empty, is_code=is_code)
                # In a box, text begins directly below its name.
                above_empty, in_code = _BOX.match(inner) is not None, is_code
            else:
                above_empty, in_code = True, in_code and not text.strip(" \t>")
            start += len(line) + 1
        yield from self._ended()

    def _quotes(self, line: str) -> int:
        """How long the signs of a quotation are that begin a line; one in an item is text of it."""
        quote = _QUOTE.match(line)
        is_within = self._open and line.startswith(" ") and _column(line) >= self._open[0].text
        return quote.end() if quote and not is_within else 0

    def _read(self, start: int, line: str, *, above_empty: bool, is_code: bool) -> Iterator[Finding]:
        column = _column(line)
        inside = sum(1 for one in self._open if one.text <= column)
        extra = column - (self._open[inside - 1].text if inside else 0)
        if not is_code and extra < _STEP and (item := self._item(start, line, above_empty=above_empty)):
            yield from self._begun(start, item, inside, above_empty=above_empty)
        elif _HOLDER.match(line) and not is_code and extra < _STEP:
            wanted = max(column, _STEP * inside)
            self._open[inside:] = [_Open(column, column - column % _STEP + _STEP, is_box=True)]
            self._note(_Line(start, column, wanted), inside, is_item=False, above_empty=above_empty)
        elif above_empty or is_code or _APART.match(line):
            del self._open[inside:]
            if not inside:
                yield from self._ended()
                return
            usual = _STEP * inside
            is_right = column >= usual and (column < usual + _STEP or extra >= _STEP)
            # Directly below the words of an item, a block of code is a part of it wherever it begins.
            wanted = column if is_right or not above_empty else usual + (extra if extra >= _STEP else 0)
            self._note(_Line(start, column, wanted), inside, is_item=False, above_empty=above_empty or not is_code)
        elif self._open:
            self._follow(start, line)

    def _item(self, start: int, line: str, *, above_empty: bool) -> re.Match[str] | None:
        """The sign of an item; a formula is none, nor is 2. within a paragraph."""
        item = None if _RULE.fullmatch(line) else _ITEM.match(line)
        if item and not self._open:
            is_blank = self._document.running[start + item.start("sign")] != line[item.start("sign")]
            if is_blank or (not above_empty and item["number"] not in (None, "1")):
                return None
        return item

    def _begun(self, start: int, item: re.Match[str], inside: int, *, above_empty: bool) -> Iterator[Finding]:
        column = _column(item[0])
        number = int(item["number"]) if item["number"] else None
        other = self._open[inside] if inside < len(self._open) and not self._open[inside].is_box else None
        differs = other is not None and (other.number is None) != (number is None)
        if other and differs and not above_empty and column > other.sign:
            # On GitHub it begins a list beside the other, which nobody means who indents it.
            inside, differs = inside + 1, False
        shown, begun = number or 0, number or 0
        if other and other.number is not None and number is not None:
            shown, begun = other.shown + 1, other.first
            # Some write 1. before each item.
            if number != shown and not number == begun == other.number:
                message = f"here {number} would be shown as {shown}: the list goes on with the numbers above it"
                hint = "write a line of text between two lists, or go on with the numbers"
                yield self._document.found(start + item.start("sign"), message, hint)
                shown = number
        wanted = column if column // _STEP == inside else _STEP * inside
        gap = not above_empty and bool(self._lines) and (differs or inside < self._first or not self._is_item)
        width = len(item["gap"].expandtabs(_STEP))
        self._open[inside:] = [
            _Open(column, column + len(item["sign"]) + (width if width <= _STEP else 1), number, shown, begun)
        ]
        self._note(_Line(start, column, wanted, gap), inside, is_item=True, above_empty=above_empty or gap)

    def _note(self, line: _Line, inside: int, *, is_item: bool, above_empty: bool) -> None:
        if above_empty or not self._lines:
            self._first, self._is_item = inside, is_item
        self._moved = line.wanted - line.column
        self._lines.append(line)

    def _follow(self, start: int, line: str) -> None:
        """Move a line that goes on with the one above it as far as that one."""
        if self._open:
            column = _column(line)
            self._lines.append(_Line(start, column, column + self._moved if column else 0))

    def _ended(self) -> Iterator[Finding]:
        """The findings of the list that ends here."""
        wrong = [line for line in self._lines if line.is_wrong]
        self._forget()
        if wrong:
            yield self._wrong(wrong)

    def _wrong(self, lines: Sequence[_Line]) -> Finding:
        content, first = self._document.content, lines[0]
        written, at = [], first.start
        for line in lines:
            begin = content.rfind("\n", 0, line.start) + 1
            above = f"\n{content[begin : line.start]}" if line.gap else ""
            written += [content[at : line.start], above, " " * line.wanted]
            at = _words_of(content, line.start)
        place = _words_of(content, first.start)
        fix = Fix(first.start, at, "".join(written))
        if first.gap:
            message = "without an empty line above it, this item becomes words of the text above"
            return self._document.found(place, message, "leave one", fix)
        what = "item" if _ITEM.match(content, place) else "paragraph"
        message = f"this {what} does not become a part of the item above it"
        return self._document.found(place, message, f"indent it by {first.wanted} spaces", fix)


def _words_of(content: str, start: int) -> int:
    """Where the first word of the line is that goes on at ``start``."""
    line = content[start : content.find("\n", start) % (len(content) + 1)]
    return start + len(line) - len(line.lstrip(" \t"))


def _column(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(_STEP))
