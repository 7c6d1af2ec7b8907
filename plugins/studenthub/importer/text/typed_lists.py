"""Finds lists that are typed as paragraphs: each begins with a bullet, or with the next number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from studenthub.importer.text.blocks import Block, Items, Paragraph

_BULLET = re.compile(r"[●•▪◦‣○■–]\s+|[*-]\s+(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?=\S)")


def with_bullets(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs that begin with a bullet as lists."""
    out: list[Block] = []
    for block in blocks:
        bullet = _BULLET.match(block.line.text) if isinstance(block, Paragraph) else None
        if not isinstance(block, Paragraph) or not bullet:
            out.append(block)
            continue
        item = (Paragraph(block.line.part(bullet.end(), len(block.line.text))),)
        last = out[-1] if out else None
        if isinstance(last, Items) and last.start == 0:
            out[-1] = replace(last, items=(*last.items, item))
        else:
            out.append(Items(0, (item,)))
    return out


def with_numbers(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs that begin with 1., 2. and so on as lists; a number alone begins none."""
    out: list[Block] = []
    items: list[Paragraph] = []
    first = 0
    for at, block in enumerate([*blocks, None]):
        item = _numbered(block, len(items) + 1) or _numbered(block, 1)
        if items and (item is None or _numbered(block, len(items) + 1) is None):
            out += [Items(1, tuple((one,) for one in items))] if len(items) > 1 else blocks[first:at]
            items = []
        if item:
            first = first if items else at
            items.append(item)
        elif block:
            out.append(block)
    return out


def _numbered(block: Block | None, number: int) -> Paragraph | None:
    """The paragraph without its number, if it begins with that one; one in bold is a heading."""
    if not isinstance(block, Paragraph) or block.role or block.line.is_all("strong"):
        return None
    found = _NUMBER.match(block.line.text)
    if not found or int(found["number"]) != number:
        return None
    return Paragraph(block.line.part(found.end(), len(block.line.text)))
