"""Reads a text as paragraphs of lines, each without the signs of a quotation before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studenthub.parse.markdown.running_text import BOX
from studenthub.source.problems import Fix

_PREFIX = re.compile(r"[ \t]*+(?:>[ \t]*+)*")
#: Blocks that what is below needs no empty line for.
_OPENS = re.compile(rf"#{{1,6}}[ \t]|{BOX}|///")
_HOLDS = re.compile(r"\||:[ \t]|\[\^")


@dataclass(frozen=True, slots=True)
class Line:
    """A line from ``start`` to ``end`` of the file; ``prefix`` is the space and the signs of a quotation before it.

    In its ``text``, code, formulas and links are blanked; ``written`` is what the file says. It ``breaks`` where two
    spaces or a backslash at its end begin a new line on the page.
    """

    start: int
    end: int
    prefix: str
    text: str
    written: str
    breaks: bool

    @property
    def opens(self) -> bool:
        """Whether a block begins with it that holds what is below: a box, for instance, or the text under a heading."""
        return _OPENS.match(self.text) is not None

    @property
    def holds(self) -> bool:
        """Whether a list may begin directly below it: also a row, the name of a note, or a definition."""
        return self.opens or _HOLDS.match(self.text) is not None

    @property
    def gap_above(self) -> Fix:
        """An empty line above it."""
        start = self.start - len(self.prefix)
        return Fix(start, start, f"{self.prefix.rstrip()}\n")


def find(content: str, running: str, start: int) -> Iterator[list[Line]]:
    """The lines of each paragraph, from ``start`` on. Blocks of code, and lines that are nothing but a link, are in
    none. ``running`` is the running text, with the offsets of ``content``."""
    lines: list[Line] = []
    for written in (*content[start:].split("\n"), ""):
        prefix = _PREFIX.match(written)[0]  # type: ignore[index] # it matches anything
        begin, end = start + len(prefix), start + len(written.rstrip())
        text = running[begin:end].rstrip()
        if lines and (not text or prefix.count(">") != lines[0].prefix.count(">")):
            yield lines
            lines = []
        if text:
            bare = content[begin:end]
            lines.append(Line(begin, end, prefix, text, bare, written.endswith("  ") or bare.endswith("\\")))
        start += len(written) + 1
