"""Finds what is typed as signs of Markdown: in plain text, an e-mail or WhatsApp, or pasted into a word processor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Heading, Paragraph, Quote, Table
from studenthub.importer.text.lines import NO_LINE, Line, Mark

#: A sign opens before a letter or what opens a quotation, and closes behind a letter or a mark of punctuation; neither
#: touches another letter. So 2*3*4, p < 0.05*, snake_case and ____ are none.
_AROUND = (
    r"(?<![\w*~`\\/])(?P<sign>{sign})(?=[^\W_]|[\"'“‘(\[#@])"
    r"(?P<words>[^\n]{{0,600}}?(?:[^\W_]|[.,;:!?\"'”’)\]%…]))(?P=sign)(?![\w*~`])"
)
_CODE = re.compile(r"(?<![\w`\\])`(?P<words>[^`\n]{1,200})`(?![\w`])")
_LINK = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\n]{1,300})\]\((?P<address>https?://[^\s()]{1,500})\)")
_ADDRESS = re.compile(r"https?://\S+")
#: What is in no text of a word processor twice, unless it was pasted as Markdown; # alone begins a comment in code.
_PASTED = re.compile(r"^#{2,6} \S|\*\*[^\s*][^*\n]*\*\*", re.MULTILINE)
_HEADING = re.compile(r"(?P<signs>#{1,6})\s+(?=\S)")
_QUOTE = re.compile(r">\s+(?=\S)")
_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s|:-]+")
#: The side on which a column is aligned, by whether its hyphens have a colon before and behind them.
_SIDES = {(False, True): "right", (True, True): "center"}
#: The most signs of a kind in one paragraph that are read; no text has more.
_MOST = 200
_KINDS = (
    (re.compile(_AROUND.format(sign=r"\*\*\*")), ("strong", "emph")),
    (re.compile(_AROUND.format(sign=r"\*\*|__")), ("strong",)),
    (re.compile(_AROUND.format(sign=r"\*|_")), ("emph",)),
    (re.compile(_AROUND.format(sign="~~")), ("struck",)),
)


def read(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a word processor with the Markdown that was pasted into it as what it means; others as they are."""
    if len(_PASTED.findall(blocks_.text(blocks))) < 2:
        return tuple(blocks)
    out: list[Block] = []
    rows: list[Line] = []
    for block in blocks:
        is_row = isinstance(block, Paragraph) and _ROW.fullmatch(block.line.text)
        if not is_row and rows:
            out.append(_table(rows))
            rows = []
        if is_row and isinstance(block, Paragraph):
            rows.append(block.line)
        else:
            out.append(blocks_.changed(_block(block), marked))
    return (*out, _table(rows)) if rows else tuple(out)


def _block(block: Block) -> Block:
    """A paragraph that begins with the signs of a heading or a quotation as such."""
    if isinstance(block, Paragraph) and (match := _HEADING.match(block.line.text)):
        return Heading(len(match["signs"]), block.line.part(match.end(), len(block.line.text)))
    if isinstance(block, Paragraph) and (match := _QUOTE.match(block.line.text)):
        return Quote((Paragraph(block.line.part(match.end(), len(block.line.text))),))
    return block


def _table(lines: Sequence[Line]) -> Block:
    """A table of its rows, without the line of hyphens below its head."""
    rows = [list(_cells(line)) for line in lines if not _RULE.fullmatch(line.text)]
    width = max(map(len, rows), default=0)
    rules = (cell.text.strip() for line in lines if _RULE.fullmatch(line.text) for cell in _cells(line))
    sides = tuple(_SIDES.get((rule.startswith(":"), rule.endswith(":")), "") for rule in islice(rules, width))
    return Table(tuple((*row, *[NO_LINE] * (width - len(row))) for row in rows), sides=sides)


def _cells(line: Line) -> Iterator[Line]:
    """The cells of a row, which begins and ends with a line."""
    line = line.strip().part(1, len(line.text.strip()) - 1)
    at = 0
    for text in line.text.split("|"):
        yield marked(line.part(at, at + len(text)).strip())
        at += len(text) + 1


def marked(line: Line) -> Line:
    """The line with what its signs mean as marks, and without these signs; other signs stay."""
    if not any(sign in line.text for sign in ("*", "_", "`", "~~", "](")):
        return line
    for pattern, kinds in ((_LINK, ("link",)), (_CODE, ("code",)), *_KINDS):
        line = line.replaced(islice(_edits(line, pattern, kinds), _MOST))
    return line


def _edits(line: Line, pattern: re.Pattern[str], kinds: tuple[str, ...]) -> Iterator[tuple[int, int, Line]]:
    kept = [*line.ranges("code", "link", "key")]
    if kinds != ("link",):
        kept += [match.span() for match in _ADDRESS.finditer(line.text)]
    for match in pattern.finditer(line.text):
        edges = ((match.start(), match.start("words")), (match.end("words"), match.end()))
        if any(start < stop and begin < end for start, end in edges for begin, stop in kept):
            continue
        words = line.part(*match.span("words"))
        value = match["address"] if kinds == ("link",) else ""
        marks = (Mark(0, len(words.text), kind, value) for kind in kinds)
        yield match.start(), match.end(), Line(words.text, (*words.marks, *marks))
