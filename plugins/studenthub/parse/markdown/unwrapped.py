"""A text with each paragraph on one line, so that checks find the same wherever lines are broken."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from studenthub.parse.markdown.running_text import APART, BEGIN, BOX

#: White space between two words, which may be on two lines of a quotation.
GAP = re.compile(r"[ \t]*\n[ \t>]*|[ \t]+")
#: A line break with text on both sides, and what moves the next line in. Two spaces or a backslash mean a new line.
_BREAK = re.compile(r"\n(?:(?<=[^\s\\]\n)|(?<=\S \n))[ \t>]*+(?=\S)")
#: A line to which the next one does not belong: a row of a table, the head of a box.
_NOT_CONTINUED = re.compile(rf"\||{BOX}")
_CLOSING = re.compile(r"[ \t>]*+\d{1,3}\)")


def breaks(text: str, start: int) -> tuple[tuple[int, int], ...]:
    """The line breaks within a paragraph, from ``start`` on: the ranges that become one space."""
    return tuple(_breaks(text, start))


def _breaks(text: str, start: int) -> Iterator[tuple[int, int]]:
    for match in _BREAK.finditer(text, start):
        at, end = match.span()
        line = text.rfind("\n", start, at) + 1 or start
        words = text[line:at].lstrip(" \t>")
        is_quote = ">" in match[0] and not text[line:at].lstrip().startswith(">")
        is_apart = APART.match(text, at + 1) or APART.match(text, line) or _NOT_CONTINUED.match(words)
        if words and not is_quote and not is_apart and not _begins(text, at + 1, words):
            yield at - (text[at - 1] == " "), end


def _begins(text: str, start: int, above: str) -> bool:
    """Whether the line that begins at ``start`` begins a block of its own. In "(see p.⏎3) …" it closes a bracket."""
    is_closing = above.count("(") > above.count(")") and _CLOSING.match(text, start)
    return not is_closing and BEGIN.match(text, start) is not None


@dataclass(frozen=True, slots=True)
class Match:
    """A match in a text without its line breaks. Its offsets are those of the text as it is written."""

    match: re.Match[str]
    unwrapped: Unwrapped

    def __getitem__(self, group: int | str) -> str | Any:
        return self.match[group]

    @property
    def lastgroup(self) -> str | None:
        """The name of the last group that matched."""
        return self.match.lastgroup

    def start(self, group: int | str = 0) -> int:
        """Where a group begins; -1 where it did not match."""
        return self.unwrapped.offset(self.match.start(group))

    def end(self, group: int | str = 0) -> int:
        """Where a group ends; -1 where it did not match."""
        return self.unwrapped.offset(self.match.end(group))

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """Where a group begins and ends."""
        return self.start(group), self.end(group)

    def before(self, length: int) -> str:
        """Up to ``length`` characters before it."""
        start = self.match.start()
        return self.match.string[max(0, start - length) : start]

    def behind(self, length: int) -> str:
        """Up to ``length`` characters behind it."""
        return self.match.string[self.match.end() : self.match.end() + length]

    def around(self, length: int, end: re.Pattern[str]) -> str:
        """The match between ``end`` before it and ``end`` behind it, at most ``length`` characters away."""
        return f"{end.split(self.before(length))[-1]}{self.match[0]}{end.split(self.behind(length), 1)[0]}"


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """``text`` has a space for each line break within a paragraph.

    ``ends`` are the offsets in it behind the spaces that stand for more than one character, and ``missing`` says how
    many characters it lacks from there on.
    """

    text: str
    ends: Sequence[int]
    missing: Sequence[int]

    @classmethod
    def of(cls, text: str, ranges: Sequence[tuple[int, int]]) -> Unwrapped:
        """``text`` with a space for each of ``ranges``."""
        pieces, ends, missing, at, lack = [], [], [], 0, 0
        for start, end in ranges:
            pieces.append(text[at:start])
            at = end
            if end - start > 1:
                lack += end - start - 1
                ends.append(end - lack)
                missing.append(lack)
        return cls(" ".join([*pieces, text[at:]]), ends, missing)

    def offset(self, at: int) -> int:
        """Where in the text as it is written a character of ``text`` is."""
        passed = bisect_right(self.ends, at)
        return at + self.missing[passed - 1] if passed else at

    def find(self, pattern: re.Pattern[str], start: int = 0) -> Iterator[Match]:
        """The matches of a pattern, from ``start`` on, before which no line break is left out."""
        return (Match(match, self) for match in pattern.finditer(self.text, start))
