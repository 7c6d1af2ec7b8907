"""The dash for repeated authors in a list: "———." and not "———, et al.".

By CSL 1.0.2 ("Reference Grouping") it stands for all names that are printed, with the words after them. Pandoc leaves
these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from studenthub.styles.pandoc.tree import Part


def alone(parts: tuple[Part, ...], dash: str, others: str) -> tuple[Part, ...]:
    """An entry whose ``dash`` is not followed by ``others``, the words for more authors, in whatever type.

    Their full stop stays where it ends the names.
    """
    words = re.escape(others.rstrip("."))
    match = re.match(rf"{re.escape(dash)}(?P<words>,? {words}(?:\.(?=[,(]| \())?)", "".join(map(str, parts)))
    return tuple(_without(parts, *match.span("words"))) if match else parts


def _without(parts: tuple[Part, ...], start: int, end: int) -> Iterator[Part]:
    """Parts without the characters from ``start`` to ``end``."""
    at = 0
    for part in parts:
        length = len(str(part))
        first, last = max(start - at, 0), min(end - at, length)
        at += length
        if first >= last:
            yield part
        elif last - first < length:
            inside = tuple(_without(part.parts, first, last))
            yield replace(part, parts=inside, text=part.text[:first] + part.text[last:])
