"""Where the text of a draft begins below its title, by-line and standfirst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from studenthub.importer import bylines, lines_around
from studenthub.importer.citations import listing
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Figure, Items, Paragraph, Quote, Table
from studenthub.importer.text.lines import ATOM, Line
from studenthub.parse import capitals
from studenthub.parse.headings import is_of_part

#: The longest standfirst, in words.
LONGEST_STANDFIRST = 80


def unquoted(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with what is above the text and indented, which Pandoc takes for a quotation, as its paragraphs."""
    rest = iter(blocks)
    for block in rest:
        inner = block.blocks if isinstance(block, Quote) else (block,)
        above = list(takewhile(_may_be_above, inner))
        yield from above
        if len(above) < len(inner):
            yield replace(block, blocks=inner[len(above) :]) if isinstance(block, Quote) else block
            break
    yield from rest


def _may_be_above(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and not lines_around.SENTENCE.search(block.line.text)
        and not is_of_part(block.line.text)
    )


def is_picture(block: Block) -> bool:
    """Whether a block is a picture above a title, such as the logo of a university."""
    return isinstance(block, Figure) or (isinstance(block, Paragraph) and not block.line.text.strip(f"{ATOM} "))


def is_sentence(line: Line) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(lines_around.SENTENCE.search(line.text))


def text_of(block: Block) -> str:
    """The words of a block."""
    return blocks_.text([block])


def begins(block: Block) -> bool:
    """Whether a block is of the text of the article: a sentence that is not set off, a list, the list of references."""
    if isinstance(block, Items | Table | Figure) or listing.is_heading(block) or is_of_part(text_of(block)):
        return True
    if isinstance(block, Quote):
        return len(block.blocks) > 1
    if not isinstance(block, Paragraph):
        return False
    line = block.line
    if cites(line) or len(line.text.split()) > LONGEST_STANDFIRST:
        return True
    is_set_off = bool(block.role) or line.is_all("strong") or line.is_all("emph") or capitals.is_capitals(line.text)
    is_sentence = len(line.text.split()) >= 6 and bool(lines_around.SENTENCE.search(line.text.rstrip(ATOM)))
    return is_sentence and not is_set_off and not bylines.read(line.text)


def cites(line: Line) -> bool:
    """Whether a line cites for certain, so that it is text: no by-line does, and a @name alone may be in one."""
    return bool(line.ranges("field")) or any(line.text[start] == "[" for start, _ in line.ranges("key"))
