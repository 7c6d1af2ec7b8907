"""What a draft is made of: headings, paragraphs, lists, tables, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from studenthub.importer.lines import NO_LINE, Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``role`` is what its file says it is: heading1 to heading9 by size, caption, generated, or ""."""

    line: Line
    role: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``level`` 1 to 6, or deeper."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list, whose numbers begin with ``start``, or with bullets where that is 0."""

    start: int
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Paragraphs that are quoted."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first of which is the head; every row has as many. ``merged`` is whether cells were joined."""

    rows: tuple[tuple[Line, ...], ...]
    caption: Line = NO_LINE
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures on a line of their own with their caption."""

    line: Line
    caption: Line = NO_LINE


@dataclass(frozen=True, slots=True)
class Code:
    """Text that is printed as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


Block = Paragraph | Heading | Items | Quote | Table | Figure | Code | Rule


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its bytes, what it was called, and the words for those who cannot see it."""

    data: bytes
    name: str
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was read: its blocks, notes and pictures, and what its file calls title, author and so on."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[Block, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()
    named: tuple[tuple[str, Line], ...] = ()


def lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Every line of the blocks, in its order."""
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block.line
        elif isinstance(block, Items):
            for item in block.items:
                yield from lines(item)
        elif isinstance(block, Quote):
            yield from lines(block.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                yield from row
            yield block.caption
        elif isinstance(block, Figure):
            yield from (block.line, block.caption)


def changed(block: Block, change: Callable[[Line], Line]) -> Block:
    """A block with every line of it changed."""
    if isinstance(block, Paragraph | Heading):
        return replace(block, line=change(block.line))
    if isinstance(block, Items):
        return replace(block, items=tuple(tuple(changed(one, change) for one in item) for item in block.items))
    if isinstance(block, Quote):
        return replace(block, blocks=tuple(changed(one, change) for one in block.blocks))
    if isinstance(block, Table):
        rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
        return replace(block, rows=rows, caption=change(block.caption))
    if isinstance(block, Figure):
        return replace(block, line=change(block.line), caption=change(block.caption))
    return block


def text(blocks: Sequence[Block]) -> str:
    """The words of the blocks, each line on one."""
    parts = [block.text if isinstance(block, Code) else "" for block in blocks]
    return "\n".join([*(line.text for line in lines(blocks) if line.text), *(part for part in parts if part)])
