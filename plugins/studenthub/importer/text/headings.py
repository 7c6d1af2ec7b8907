"""Finds headings without a heading style (bold, underlined, larger, capital or numbered lines), and their levels."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from studenthub.importer import titles
from studenthub.importer.text.blocks import Block, Code, Heading, Items, Paragraph, Quote, Rule, labelled, lines
from studenthub.importer.text.lines import Line, joined
from studenthub.parse import capitals
from studenthub.parse.headings import is_of_list, is_of_part

_LABEL = re.compile(
    r"(?:figure|fig\.|table|box|tabel|figuur|tableau|source|note|photo|picture|credit)\b", re.IGNORECASE
)
_TYPED = re.compile(r"(?P<number>\d{1,2})(?P<dot>[.)])?\s+(?=[^\W\d])")
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+(?=\S)")
#: The number of a heading within another: 2.1 or 2.1.3.
_PART = re.compile(r"(?P<above>\d{1,2})(?P<below>(?:\.\d{1,2}){1,3})\.?\s+(?=[^\W\d])")
_MOST_WORDS = 15
#: The level of a heading by its number or its capitals, which is above those in bold; and of one that is the name of a
#: part, which is as high as any.
_NUMBERED, _BY_NAME = 20, 90


def found(blocks: Sequence[Block], body: str) -> tuple[Block, ...]:
    """The blocks with their headings. The title of the page is the first level, and none is left out below it."""
    marked = [_heading(block, blocks[at + 1] if at + 1 < len(blocks) else None) for at, block in enumerate(blocks)]
    highest = min((block.level for block in marked if isinstance(block, Heading)), default=0)
    above: list[int] = []
    out: list[Block] = []
    for block in marked:
        if isinstance(block, Heading) and block.level == _BY_NAME:
            block = replace(block, level=highest)
        if isinstance(block, Heading):
            above = [*(level for level in above if level < block.level), block.level]
            line = _calmed(_tidy(block), body)
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
    if capitals.is_capitals(text):
        return Heading(_NUMBERED, plain)
    if block.line.is_all("strong"):
        return Heading(21 if not block.line.is_all("emph") else 22, plain)
    if block.line.is_all("underline") and not isinstance(follows, Items):
        return Heading(23, plain)
    return Heading(_BY_NAME, plain) if is_of_part(text) else block


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with numbered headings as such, typed or as lists of one item: 1. Introduction.

    They are known by their words, or as they go on: 1, 2, with paragraphs between them.
    """
    lone = {at: said for at, block in enumerate(blocks) if (said := _lone(block))}
    above = {
        at
        for at in lone
        if at + 1 < len(blocks) and isinstance(blocks[at + 1], Paragraph | Quote) and at + 1 not in lone
    }
    chain: list[int] = []
    for at in sorted(above):
        if lone[at][0] == len(chain) + 1:
            chain.append(at)
    named = {
        at for at, (_, line, _) in lone.items() if is_of_list(line.text) or (at in above and is_of_part(line.text))
    }
    # A number without a full stop may begin a sentence.
    is_sure = named.intersection(chain) or all(lone[at][2] for at in chain)
    found = named | set(chain) if len(chain) > 1 and is_sure else named
    if not found:
        return tuple(blocks)
    numbers = {str(lone[at][0]) for at in found}
    made = (Heading(_NUMBERED, lone[at][1]) if at in found else block for at, block in enumerate(blocks))
    return tuple(_within(block, numbers) for block in made)


def _within(block: Block, numbers: Collection[str]) -> Block:
    """A paragraph as a heading where it is short and its number is below one of ``numbers``: 2.1 Participants."""
    found = _PART.match(block.line.text) if isinstance(block, Paragraph) else None
    if not found or not isinstance(block, Paragraph) or found["above"] not in numbers or not _is_short(block.line):
        return block
    return Heading(_NUMBERED + found["below"].count("."), block.line)


def _lone(block: Block) -> tuple[int, Line, bool] | None:
    """The number and the words of a numbered line that is as short as a heading, or the only item of its list.

    Then whether the number has a full stop.
    """
    number, line, dotted = 0, Line(), True
    if isinstance(block, Paragraph) and not block.role and not block.line.is_all("strong"):
        typed = _TYPED.match(block.line.text)
        if typed:
            number, line, dotted = int(typed["number"]), block.line, bool(typed["dot"])
    elif isinstance(block, Items) and [[type(one) for one in item] for item in block.items] == [[Paragraph]]:
        number, labels = block.start, block.labels or (f"{block.start}.",)
        line = next(lines(list(labelled(block, labels))))
    return (number, line, dotted) if number and _is_short(line) else None


def _is_short(line: Line) -> bool:
    """Whether a line has the length of a heading, and nothing that none has."""
    is_sentence = len(line.text.split()) > _MOST_WORDS or re.search(r"[.;,:]$|\n", line.text)
    return not is_sentence and not line.ranges("field", "picture", "link")


def _calmed(line: Line, body: str) -> Line:
    """A heading in capitals with small letters, but for its Roman number."""
    number = _ROMAN.match(line.text)
    at = number.end() if number else 0
    return joined([line.part(0, at), titles.sentence_case(line.part(at, len(line.text)), body)])


def _tidy(block: Heading) -> Line:
    """The words of a heading without a colon behind them, or emphasis that every heading has."""
    line = block.line.without("strong", "underline")
    return line.part(0, len(line.text.rstrip(" :")))
