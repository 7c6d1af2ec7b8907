"""Notes within a line, as Pandoc has them: ``Most sleep too little.^[So does the author.]``"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\[\s\S]|(?P<note>\^)?\[|\]|\n[ \t>]*\n")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each note, ``^[`` and ``]`` included; code, links and formulas have been blanked in ``text``.

    A note ends in its paragraph. One within another is a part of it.
    """
    if "^[" not in text:
        return
    open_brackets: list[int] = []
    notes = 0
    for token in _TOKEN.finditer(text):
        if token[0].startswith("\n"):
            open_brackets.clear()
            notes = 0
        elif token[0].endswith("[") and token[0][0] != "\\":
            open_brackets.append(token.start() if token["note"] else -1)
            notes += token["note"] is not None
        elif token[0] == "]" and open_brackets:
            start = open_brackets.pop()
            notes -= start >= 0
            if start >= 0 and not notes and text[start + 2 : token.start()].strip():
                yield start, token.end()
