"""Finds headings without a heading style (bold, underlined, larger or capital lines), and their levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from studenthub.importer import titles
from studenthub.importer.blocks import Block, Code, Heading, Items, Paragraph, Rule
from studenthub.importer.lines import Line

_LABEL = re.compile(
    r"(?:figure|fig\.|table|box|tabel|figuur|tableau|source|note|photo|picture|credit)\b", re.IGNORECASE
)
_MOST_WORDS = 15


def found(blocks: Sequence[Block], body: str) -> tuple[Block, ...]:
    """The blocks with their headings. The title of the page is the first level, and none is left out below it."""
    marked = [_heading(block, blocks[at + 1] if at + 1 < len(blocks) else None) for at, block in enumerate(blocks)]
    above: list[int] = []
    out: list[Block] = []
    for block in marked:
        if isinstance(block, Heading):
            above = [*(level for level in above if level < block.level), block.level]
            line = titles.sentence_case(_tidy(block), body)
            block = replace(block, level=min(6, len(above) + 1), line=line)
        out.append(block)
    return tuple(out)


def is_heading(block: Block, follows: Block | None) -> bool:
    """Whether a block is a heading, marked or not."""
    return isinstance(_heading(block, follows), Heading)


def _heading(block: Block, follows: Block | None) -> Block:
    """A paragraph that looks like a heading as one; made levels are above 10, apart from real ones."""
    if not isinstance(block, Paragraph) or block.role in ("caption", "term"):
        return block
    text = block.line.text.strip()
    words = len(text.split())
    if not 0 < words <= _MOST_WORDS or re.search(r"[.;,]$", text) or "\n" in text or _LABEL.match(text):
        return block
    if follows is None or isinstance(follows, Rule | Code) or block.line.ranges("field", "picture"):
        return block
    plain = block.line.without("strong", "underline", "emph")
    if block.role.startswith("heading"):
        return Heading(10 + int(block.role[-1]), plain)
    if titles.is_capitals(text) and words >= 1:
        return Heading(20, plain)
    if block.line.is_all("strong"):
        return Heading(21 if not block.line.is_all("emph") else 22, plain)
    if block.line.is_all("underline") and not isinstance(follows, Items):
        return Heading(23, plain)
    return block


def _tidy(block: Heading) -> Line:
    """The words of a heading without a colon behind them, or emphasis that every heading has."""
    line = block.line.without("strong", "underline")
    return line.part(0, len(line.text.rstrip(" :")))
