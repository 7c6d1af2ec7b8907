"""Converts Pandoc's document tree to blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from studenthub.importer.files.signs import SIGNS, TAB
from studenthub.importer.text import labels as labels_
from studenthub.importer.text import links
from studenthub.importer.text.blocks import (
    Block,
    Code,
    Figure,
    Heading,
    Items,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from studenthub.importer.text.lines import Line, Mark, atom, joined
from studenthub.parse.markdown import citations

#: A node of Pandoc's tree: {"t": its type, "c": its contents} (https://hackage.haskell.org/package/pandoc-types).
Node = Mapping[str, Any]

_MARKS = {
    "Emph": "emph",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "struck",
    "Superscript": "raised",
    "Subscript": "lowered",
}
#: What HTML within Markdown calls the same.
_TAGS = {
    "i": "emph", "em": "emph", "b": "strong", "strong": "strong", "u": "underline", "ins": "underline",
    "s": "struck", "del": "struck", "sup": "raised", "sub": "lowered", "mark": "highlight",
}  # fmt: skip
_TAG = re.compile(r"<(?P<name>/?[a-z]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SIDES = {"AlignRight": "right", "AlignCenter": "center"}
#: A cell that is aligned as its column is.
_AS_COLUMN = "AlignDefault"
_BLANKS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffc]")
_INVISIBLE_OR_SIGN = re.compile(f"{_INVISIBLE.pattern}|{SIGNS.pattern}")


class Reader:
    """Reads one tree. ``pictures`` are the addresses and alternative texts of its pictures, ``notes`` its notes.

    ``has_signs`` is whether its text has signs of ``ooxml``, which were put into it.
    """

    def __init__(self, *, has_signs: bool = False) -> None:
        self._has_signs = has_signs
        self._invisible = _INVISIBLE if has_signs else _INVISIBLE_OR_SIGN
        self.pictures: list[tuple[str, str]] = []
        self.notes: list[tuple[Block, ...]] = []
        #: What stays behind, such as raw HTML, with what it is.
        self.lost: list[tuple[str, str]] = []

    def blocks(self, nodes: Iterable[Node]) -> tuple[Block, ...]:
        """The blocks of these nodes."""
        return tuple(block for node in nodes for block in self._block(node))

    def line(self, nodes: Iterable[Node]) -> Line:
        """The inline nodes as one line."""
        parts: list[Line] = []
        opened: list[tuple[str, int]] = []
        for node in nodes:
            tag = _tag(node)
            if tag in _TAGS:
                opened.append((tag, len(parts)))
            elif opened and tag == f"/{opened[-1][0]}":
                name, begin = opened.pop()
                parts[begin:] = [_marked(joined(parts[begin:]), _TAGS[name])]
            else:
                parts.append(Line("\n") if tag == "br" else self._inline(node))
        return joined(parts)

    def _block(self, node: Node) -> Iterable[Block]:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in ("Para", "Plain"):
            return self._paragraph(self.line(content).strip())
        if kind == "Header":
            return [Heading(content[0], self.line(content[2]).strip())]
        if kind == "LineBlock":
            return [Paragraph(joined(map(self.line, content), "\n"))]
        if kind == "CodeBlock":
            return [Code(content[1].replace(TAB, "    "))]
        if kind == "HorizontalRule":
            return [Rule()]
        if kind == "RawBlock":
            self.lost.append((content[0], content[1]))
            return []
        return self._group(kind, content)

    def _group(self, kind: str, content: Any) -> Iterable[Block]:
        """A block that holds others."""
        if kind == "BulletList":
            return [Items(0, tuple(map(self.blocks, content)))]
        if kind == "OrderedList":
            (start, style, delimiter), items = content
            first = max(1, start)
            labels = labels_.of(style["t"], delimiter["t"], range(first, first + len(items)))
            return [Items(first, tuple(map(self.blocks, items)), labels)]
        if kind == "BlockQuote":
            return [Quote(self.blocks(content))]
        if kind == "Div":
            return self.blocks(content[1])
        if kind == "DefinitionList":
            return self._definitions(content)
        if kind == "Figure":
            return self._figure(content)
        return self._table_or_frame(content) if kind == "Table" else []

    def _definitions(self, content: Any) -> Iterable[Block]:
        for term, meanings in content:
            yield Paragraph(_marked(self.line(term), "strong"), "term")
            for meaning in meanings:
                yield from self.blocks(meaning)

    def _paragraph(self, line: Line) -> Iterable[Block]:
        if line.ranges("picture") and not re.sub("[\ufffc\\s]", "", line.text) and not line.ranges("note"):
            yield Figure(line)
        elif re.fullmatch(r"[_*—–\-=·•~ ]{3,}", line.text):
            yield Rule()
        elif line.text:
            yield Paragraph(line)

    def _figure(self, content: Sequence[Any]) -> Iterable[Block]:
        """A figure of Pandoc: its caption is no alternative text, and the picture may have one of its own."""
        caption = joined((line for block in self.blocks(content[1][1]) for line in _lines(block)), "\n")
        for block in self.blocks(content[2]):
            if isinstance(block, Figure | Table):
                yield replace(block, caption=caption)
                caption = Line()
            else:
                yield block
        if caption.text:
            yield Paragraph(caption)

    def _table_or_frame(self, content: Sequence[Any]) -> Iterable[Block]:
        """A table; what is in its cells where it has one column, since that only draws a frame around them."""
        cells = [cell for row in _rows(content) for cell in row[1]]
        if not self._has_signs or content[1][1] or len(content[2]) > 1 or not _are_frames([cell[4] for cell in cells]):
            return [self._table(content)]
        return [block for cell in cells for block in self.blocks(cell[4])]

    def _table(self, content: Sequence[Any]) -> Table:
        _, caption, columns, *_ = content
        rows: list[list[Line]] = []
        merged = False
        waiting: dict[tuple[int, int], bool] = {}
        below: dict[int, set[str]] = {}
        for number, row in enumerate(_rows(content)):
            cells: list[Line] = []
            for _, side, height, width, blocks in row[1]:
                while waiting.pop((number, len(cells)), False):
                    cells.append(Line())
                column = len(cells)
                cells += [self._cell(blocks), *[Line()] * (width - 1)]
                if number and cells[column].text.strip():
                    below.setdefault(column, set()).add(side["t"])
                merged = merged or height > 1 or width > 1
                waiting.update(
                    {(number + down, column + right): True for down in range(1, height) for right in range(width)}
                )
            while waiting.pop((number, len(cells)), False):
                cells.append(Line())
            rows.append(cells)
        width = max((len(row) for row in rows), default=len(columns))
        full = tuple((*row, *[Line()] * (width - len(row))) for row in rows)
        said = joined((line for block in self.blocks(caption[1]) for line in _lines(block)), " ")
        # Of a table in Word, Pandoc aligns each column as its head is, and says of the cells below how they are.
        own = [_AS_COLUMN if self._has_signs else column[0]["t"] for column in columns]
        sides = (_side(side, below.get(number, {_AS_COLUMN})) for number, side in enumerate(own))
        return Table(full, said, merged, tuple(sides))

    def _cell(self, nodes: Iterable[Node]) -> Line:
        """The content of a cell as one line: its paragraphs and items are separated by line breaks."""
        return joined((line for block in self.blocks(nodes) for line in _lines(block)), "\n")

    def _inline(self, node: Node) -> Line:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            return Line(self._invisible.sub("", content))
        if kind in _BLANKS:
            return Line(_BLANKS[kind])
        if kind in _MARKS:
            return _marked(self.line(content), _MARKS[kind])
        if kind == "SmallCaps":
            return self.line(content)
        if kind == "Cite":
            return _marked(_as_written(content[0], self.line(content[1])), "key")
        if kind == "Quoted":
            signs = _QUOTES[content[0]["t"]]
            return joined([Line(signs[0]), self.line(content[1]), Line(signs[1])])
        if kind == "Span":
            line = self.line(content[1])
            return _marked(line, "highlight") if "mark" in content[0][1] else line
        return self._object(kind, content)

    def _object(self, kind: str, content: Any) -> Line:
        """A line of an element that is more than text: code, a formula, a link, a picture, a note."""
        if kind == "Code":
            return _marked(Line(content[1]), "code")
        if kind == "Math":
            return atom("display" if content[0]["t"] == "DisplayMath" else "formula", content[1])
        if kind == "Link":
            line = self.line(content[1]).without("underline")
            address = links.meant(content[2][0])
            return line if address.startswith("#") or not line.text.strip() else _marked(line, "link", address)
        if kind == "Image":
            self.pictures.append((content[2][0], self.line(content[1]).text.replace("\ufffc", "").strip()))
            return atom("picture", str(len(self.pictures) - 1))
        if kind == "Note":
            self.notes.append(self.blocks(content))
            return atom("note", str(len(self.notes) - 1))
        if kind == "RawInline":
            self.lost.append((content[0], content[1]))
        return Line()


def _rows(content: Sequence[Any]) -> Sequence[Any]:
    """The rows of a table, with those of its head and its foot."""
    *_, head, bodies, foot = content
    return [*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part), *foot[1]]


def _are_frames(cells: Sequence[Sequence[Node]]) -> bool:
    """Whether the cells of a column are no rows of data: one alone, empty ones, or more than a line in one of them."""
    filled = [cell for cell in cells if cell]
    are_lines = all(len(cell) == 1 and cell[0]["t"] in ("Para", "Plain") for cell in filled)
    return bool(filled) and (len(filled) == 1 or len(filled) < len(cells) or not are_lines)


def _tag(node: Node) -> str:
    """The name of a tag of HTML, such as b, /b or br, or "" for what is none."""
    found = _TAG.fullmatch(node["c"][1]) if node["t"] == "RawInline" and node["c"][0] == "html" else None
    return found["name"].casefold() if found else ""


def _as_written(cites: Sequence[Node], line: Line) -> Line:
    """A citation by key with its hyphen and the braces of its key, which Pandoc leaves out of a sentence."""
    key = f"@{cites[0]['citationId']}"
    if not line.text.startswith(key):
        return line
    sign = "-" if cites[0]["citationMode"]["t"] == "SuppressAuthor" else ""
    whole = key if citations.CITE.fullmatch(key) else f"@{{{key[1:]}}}"
    return Line(f"{sign}{whole}{line.text[len(key) :]}")


def _marked(line: Line, kind: str, value: str = "") -> Line:
    """The line with one more mark, without the blanks at its ends. The mark of a note is raised by itself."""
    begin = len(line.text) - len(line.text.lstrip())
    end = len(line.text.rstrip())
    if kind == "raised" and line.ranges("note") == ((begin, end),):
        return line
    return Line(line.text, (*line.marks, Mark(begin, end, kind, value))) if begin < end else line


def _lines(block: Block) -> Iterable[Line]:
    if isinstance(block, Paragraph | Heading | Figure):
        yield block.line
    elif isinstance(block, Items):
        for at, item in enumerate(block.items):
            for index, line in enumerate(line for one in item for line in _lines(one)):
                sign = f"{block.labels[at] if block.labels else f'{block.start + at}.'} " if block.start else "• "
                yield joined([Line("" if index else sign), line])
    elif isinstance(block, Quote):
        for one in block.blocks:
            yield from _lines(one)
    elif isinstance(block, Table):
        for row in block.rows:
            yield joined(row, " ")
    elif isinstance(block, Code):
        yield Line(block.text)


def _side(column: str, cells: Collection[str]) -> str:
    """On which side a column is aligned, where all cells below its head are."""
    sides = {_SIDES.get(column if cell == _AS_COLUMN else cell, "") for cell in cells}
    return sides.pop() if len(sides) == 1 else ""
