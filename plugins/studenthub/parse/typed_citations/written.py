"""A typed citation in Pandoc's syntax, as articles cite."""

from __future__ import annotations

import re
from collections.abc import Callable

from studenthub.parse.typed_citations.found import Citation, Item

#: Signs that mean something within the brackets of a citation, so that words with them cannot stay there.
_SIGNS = re.compile(r"[\[\]{}@;\\\n]")


def written(citation: Citation, escaped: Callable[[str], str] = str) -> str | None:
    """[see @key, p. 3; @other], or @key [p. 3] where the author is part of the sentence.

    ``escaped`` makes Markdown of plain words. None where a work is not certain, or where words within the brackets
    have signs that a citation cannot have.
    """
    words = [citation.before, citation.after, *(part for item in citation.items for part in (item.prefix, item.suffix))]
    if not citation.items or not citation.certain or any(_SIGNS.search(word) for word in words):
        return None
    if citation.narrative and len(citation.items) == 1 and not any(words):
        item = citation.items[0]
        locator = f" [{escaped(item.locator)}]" if item.locator else ""
        return f"@{item.verdict.keys[0]}{locator}"
    parts = [_part(item, escaped) for item in citation.items]
    if citation.before:
        parts[0] = f"{escaped(citation.before)}, {parts[0]}"
    if citation.after:
        parts[-1] = f"{parts[-1]}, {escaped(citation.after)}"
    return f"[{'; '.join(parts)}]"


def _part(item: Item, escaped: Callable[[str], str]) -> str:
    prefix = f"{escaped(' '.join(item.prefix.split()))} " if item.prefix else ""
    rest = "".join(f", {escaped(part)}" for part in (item.locator, item.suffix) if part)
    return f"{prefix}{'-' if item.suppress else ''}@{item.verdict.keys[0]}{rest}"
