"""The lines below the text of a draft: a by-line, a signature, a line about the website."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studenthub.i18n import N_
from studenthub.importer import bylines
from studenthub.importer.front import Front
from studenthub.importer.lines_around import FAREWELL, MORE, PHONE
from studenthub.importer.text.blocks import Block, Paragraph, Rule
from studenthub.importer.text.lines import flat


def take(front: Front, blocks: Sequence[Block]) -> tuple[Front, tuple[Block, ...]]:
    """The front matter with what the end of a draft says, and the blocks without it.

    A by-line, a signature or a line about the website may be at the end, before the list of references, and behind it.
    """
    rest = list(blocks)
    authors, lines, left = front.authors, list[str](), list[tuple[str, str]]()
    while rest:
        block = rest[-1]
        if isinstance(block, Rule):
            rest.pop()
            continue
        if not isinstance(block, Paragraph):
            break
        text = flat(block.line)
        found = bylines.read(text)
        if found and not authors and (found.authors[0].affiliation or found.authors[0].year_of_study):
            authors = found.authors
            lines.append(text)
        elif MORE.match(text):
            left.append((text, N_("a line about the website")))
        elif PHONE.search(text) and len(text.split()) <= 8:
            left.append((text, N_("a line with a telephone number")))
        elif FAREWELL.match(text) and len(text.split()) <= 6:
            left.append((text, N_("the letter around the article")))
        elif any(author.name == text for author in authors) or (
            found and {author.name for author in found.authors} == {author.name for author in authors}
        ):
            lines.append(text)
        else:
            break
        rest.pop()
    front = front.by(authors, *lines)
    return replace(front, left=(*front.left, *left)), tuple(rest)
