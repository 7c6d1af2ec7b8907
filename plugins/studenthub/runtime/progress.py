"""Shows progress on the terminal when something takes longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")

#: Seconds until the first word; a terminal's line is then renewed as often as somebody can read.
_PATIENCE, _REFRESH = 1.0, 0.1
#: A log gets lines of its own, so fewer of them.
LINES = 10.0


def shown(what: str, things: Collection[T], stream: TextIO | None = None) -> Iterator[T]:
    """``things`` one after another; ``what`` is done with them is said, with their number, where that takes long.

    A terminal has one line that changes and goes at the end, everything else whole lines: Making pages: 20 of 90.
    """
    out = stream or sys.stderr
    is_terminal = out.isatty()
    begin = time.monotonic()
    due = begin + (_PATIENCE if is_terminal else LINES)
    written = ""
    for number, thing in enumerate(things):
        if (now := time.monotonic()) >= due:
            line = f"{what}: {number:,} of {len(things):,}"
            out.write(f"\r{line}" if is_terminal else f"{line} ({now - begin:.0f} s)\n")
            out.flush()
            due, written = now + (_REFRESH if is_terminal else LINES), line
        yield thing
    if is_terminal and written:
        out.write(f"\r{' ' * len(written)}\r")
        out.flush()
