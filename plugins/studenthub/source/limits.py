"""Limits of the size of a page, so that no page takes the time of the others.

Python-Markdown looks for the end of a bracket from each beginning, so a paragraph takes its length times its brackets;
headings of one name take the square of their number. The limits are far above what people write: the longest article
of 200 KB comes to a tenth of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.source.problems import Problem
from studenthub.source.text import Text

#: Characters of a page: 200 KB of English.
LONGEST = 200 * 1024
#: Steps of the search for brackets in all paragraphs, about a second of work.
_MOST_STEPS = 5_000_000
#: A paragraph's steps per character, for each of these signs in it.
_STEPS = {"[": 1.0, "^": 1.5, "~": 1.5, "\\(": 0.06, "\\[": 0.06, "`": 0.05, "<!--": 0.05} | dict.fromkeys(
    "\\&*_+=", 0.005
)
_GAP = re.compile(r"\n[ \t]*\n|\Z")
_LINES = (
    (re.compile(r"^[ \t>]*(?:#|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE), 1000, "headings and rules"),
    (re.compile(r"^[ \t>]*(?:!!!|\?\?\?|===|///)", re.MULTILINE), 1000, "notes and tabs"),
    (re.compile(r"^[ \t>]*:[ \t]", re.MULTILINE), 500, "definitions"),
    (re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE), 1000, "blocks of code"),
)
_SIGNS = (
    ("[", 5000, "brackets"),
    ("[^", 1000, "footnotes"),
    ("[TOC]", 5, "lists of its headings"),
    ("`", 5000, "backticks"),
    ("@", 2000, "citations"),
)
#: An abbreviation whose meaning is long, which is printed again at each place of it.
_ABBREVIATION = re.compile(r"^[ >]*\*\[[^\]\n]*\] ?: *\n? *[^\n]{201}", re.MULTILINE)
#: Blanks, quotation marks and bullets at the start of a line: what lists and quotations are nested with.
_DEEP = re.compile(r"\n(?:[ \t>]{120,}[^\s>]|(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){30,})")
_BLANKS = re.compile(r"\s{1001}")
#: What is left of so many blanks in a row when only each hundredth character is looked at.
_BLANKS_FROM_AFAR = re.compile(r"\s{10}")
#: Addresses are as long as that. Where no spaces are written between words, other signs are.
_LONGEST_WORD = 2000
_WORD = re.compile(rf"(?<![!-~])[!-~]{{{_LONGEST_WORD + 1}}}|(?<!\w)\w{{{_LONGEST_WORD + 1}}}")
_HINT = "split it into two pages, or look for a sign that was typed far too often"


def truncated(text: Text) -> tuple[Text, list[Problem]]:
    """``text`` up to where it goes beyond a limit, and what to fix."""
    # The first in the text, as what is before it goes on.
    offset, message = min(_beyond(text.content), default=(0, ""))
    if not message:
        return text, []
    line = text.content.rfind("\n", 0, offset) + 1
    return Text(text.path, text.content[:line]), [Problem(text.place(offset), "HUB004", message, _HINT)]


def _beyond(content: str) -> Iterator[tuple[int, str]]:
    """Where a limit is first exceeded and what it is."""
    if len(content) > LONGEST:
        yield LONGEST, f"this page has {len(content) // 1024} KB; {LONGEST // 1024} KB are allowed"
    for sign, most, name in _SIGNS:
        if content.count(sign) > most:
            yield _nth(content, sign, most), f"this page has more than {most} {name}"
    lines = content.count("\n") + 1
    for pattern, most, name in _LINES:
        for number, match in enumerate(pattern.finditer(content) if lines > most else ()):
            if number == most:
                yield match.start(), f"this page has more than {most} {name}"
    # A pattern that begins with a literal sign is searched for three times as fast.
    if deep := _DEEP.search(f"\n{content}"):
        yield deep.start(), "lists or quotations are nested too deeply here"
    if "*[" in content and (long := _ABBREVIATION.search(content)):
        yield long.start(), "this abbreviation stands for more than 200 characters"
    if _BLANKS_FROM_AFAR.search(content[::100]) and (blanks := _BLANKS.search(content)):
        yield blanks.start(), "there are more than 1000 spaces in a row here"
    if max(map(len, content.split("\n"))) > _LONGEST_WORD and (word := _WORD.search(content)):
        yield word.start(), f"a word here has more than {_LONGEST_WORD} characters"
    yield from _steps(content)


def _nth(content: str, sign: str, number: int) -> int:
    at = -1
    for _ in range(number):
        at = content.find(sign, at + 1)
    return at


def _steps(content: str) -> Iterator[tuple[int, str]]:
    if _weight(content) <= _MOST_STEPS:
        return
    total, start = 0.0, 0
    for gap in _GAP.finditer(content):
        total += _weight(content[start : gap.start()])
        if total > _MOST_STEPS:
            yield start, "a paragraph here has too many brackets or other signs"
            return
        start = gap.end()


def _weight(paragraph: str) -> float:
    return len(paragraph) * sum(steps * paragraph.count(sign) for sign, steps in _STEPS.items() if sign in paragraph)
