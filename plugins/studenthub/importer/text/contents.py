"""Takes a table of contents that was typed by hand out of a draft: the hub makes its own, and no page has a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Heading, Items, Paragraph
from studenthub.parse.folding import fold

_NAMES = frozenset(
    map(
        fold,
        (
            "contents",
            "table of contents",
            "inhoud",
            "inhoudsopgawe",
            "okuqukethwe",
            "sommaire",
            "table des matières",
            "índice",
        ),
    )
)
#: The name of a part, and the number of its page behind blanks or dots.
_LINE = re.compile(r"[^\n]{1,150}?[\s.…_]+(?:\d{1,3}|[ivx]{1,5})", re.IGNORECASE)


def without(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks without such a table, and its lines."""
    begin = next((at for at, block in enumerate(blocks) if _is_name(block)), len(blocks))
    times = Counter(map(_folded, (line.text for line in blocks_.lines(blocks[begin + 1 :]))))
    end = begin + 1
    while end < len(blocks) and _is_of_contents(blocks[end], times):
        end += 1
    lines = tuple(line.text for line in blocks_.lines(blocks[begin:end]))
    # One line may be anything.
    return ((*blocks[:begin], *blocks[end:]), lines) if len(lines) > 2 else (tuple(blocks), ())


def _is_name(block: Block) -> bool:
    return isinstance(block, Paragraph | Heading) and fold(block.line.text.strip(" :")) in _NAMES


def _is_of_contents(block: Block, times: Mapping[str, int]) -> bool:
    """Whether a paragraph or a list names parts: with the number of a page, or as headings below do."""
    if not isinstance(block, Paragraph | Items):
        return False
    parts = [part.strip() for line in blocks_.lines([block]) for part in line.text.split("\n") if part.strip()]
    if parts and all(map(_LINE.fullmatch, parts)):
        return True
    named = sum(times[_folded(part)] > 1 for part in parts)
    return isinstance(block, Items) and named * 3 > len(parts) * 2


def _folded(text: str) -> str:
    """The words of a heading without its number."""
    return fold(re.sub(r"^[\d.\s]+|[\s:.]+$", "", text))
