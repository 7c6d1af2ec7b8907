"""Checks for what comes with a text from paper or a PDF: numbers of pages and lines, headers, divided words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source.problems import shortened

#: The number of a page in a line of its own, and what is before a number in a table of contents.
_PAGE = re.compile(
    r"(?P<number>^[ \t>*]*(?:(?:page|bladsy)(?: no\.?)? \d{1,3}(?: ?(?:of|van|/) ?\d{1,3})?"
    r"|(?:page|p a g e) ?\| ?\d{1,3}"
    r"|\d{1,3} ?\| ?(?:page|p a g e|bladsy))[ \t*]*$)"
    r"|^[ \t>*]*(?:from wikipedia, the free encyclopedia|jump to (?:navigation|search|content)\b[^\n]{0,40}"
    r"|retrieved from \"https?://[a-z]+\.wikipedia[^\n]{0,200}|downloaded from [^\s]+ by [^\n]{1,60} on [^\n]{4,40}"
    r"|see discussions, stats, and author profiles for this publication[^\n]{0,120}"
    r"|this content downloaded from [^\n]{4,120}"
    r"|sent from my (?:iphone|ipad|samsung|galaxy|android|huawei)[^\n]{0,16}"
    r"|(?:©|\(c\)) (?:the author(?:\(s\)|s)?|20\d\d)[^\n]{0,60} open access this (?:article|chapter) is [^\n]*"
    r"|[^\n]{10,120} \(pp?\. \d{1,4}(?:-\d{1,4})?\)\. [^\n]{2,60}\. kindle edition\.)$"
    r"|(?P<dots>(?<!\.)\.{5,}+|(?<!…)…{2,}+|(?<!\. )(?>(?:\. ){5,})|\t\.++\t?)[ \t]*+\d{1,3}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: A number alone on a line; the number of a line before its words.
_NUMBER_ALONE = re.compile(r"\n\d{1,4}(?=[ \t]*\n| \S)")
_NUMBERED = re.compile(r"(\d{1,4}) (\S)")
_LONGEST_NUMBER, _FEWEST_LINES, _FEWEST_SPACES = 3, 3, 3
#: The year and the volume of a journal in the line of a page: January 2020, Vol. 110; 2020;110(12):345; (2020) 20:345.
_HEADER = re.compile(
    r"\A(?!Source|Bron|Note|[#*+-])[^\n|]{5,110}"
    r"(?:\bVol(?:ume|\.)? ?\d|(?:\(\d{4}\)|\d{4};) ?\d{1,4}(?:\(\d{1,3}\))?:\w?\d)",
    re.IGNORECASE,
)
#: What only texts with such a line have: to look for digits, or for a word, first is fast.
_VOLUME, _YEAR_AND_VOLUME = re.compile(r"vol(?:ume|\.)? ?\d"), re.compile(r"\d{4}[);] ?\d{1,4}(?:\(\d{1,3}\))?:\w?\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIGITS = re.compile(r"\d+")
_OF_PAGES = (
    *("wikipedia", "jump to", "downloaded from", "see discussions", "sent from my", "open access this"),
    *("kindle edition.", "page |", "page|", "| page", "|page", "p a g e", "bladsy"),
)
#: A hyphen at the end of a line, with a word below it that is no second part: short- and / long-term.
_BROKEN_WORD = re.compile(
    r"(?<![\w-])(?P<first>[^\W\d_]{2,})-\n[ \t>]*+(?!(?:and|or|to|nor|en|of|ou?|et?|und|na|kanye)\b)"
    r"(?P<second>[^\W\d_]{2,})"
)


def left_from_paper(checked: Checked) -> Iterator[Finding]:
    """A page on the web has no number, and the hub makes the table of contents.

    Numbers of pages and of lines come with a text from Word or a PDF, and so does the line at the head of each page of
    a journal. Other pages have lines of their own: where something was downloaded, or what it is from.

    Wrong: Page 2 of 7. Or: Methods ........ 3. Or: From Wikipedia, the free encyclopedia
    Right: (leave it out)
    """
    for document in checked.documents:
        yield from _alone(document)
        if _NUMBER_ALONE.search(document.running, document.body_start):
            yield from _within_sentences(document)
            for lines in document.paragraphs:
                if _are_numbered(lines):
                    yield document.found(lines[0].start, "these are the numbers of lines on paper", "delete them")
        if document.article:
            yield from _headers(document)


def _alone(document: Document) -> Iterator[Finding]:
    """Lines that say what they are: the number of a page, a line of contents, where something was downloaded."""
    if not document.has_any(*_OF_PAGES, "page ", ".....", "……", ". . . . .", "\t."):
        return
    for match in _PAGE.finditer(document.running, document.body_start):
        start = document.content.rfind("\n", 0, match.start() + 1) + 1
        line = document.content[start : match.end()].strip(" \t>*")
        message, hint = "was copied from another page", "delete it"
        if match["number"]:
            message = "is the number of a page on paper"
        elif match["dots"]:
            message, hint = "is a line of a table of contents", "delete it: the hub makes its own"
        yield document.found(start, f"“{shortened(line)}” {message}", hint)


def _within_sentences(document: Document) -> Iterator[Finding]:
    """The numbers of pages, alone on a line within a sentence."""
    paragraphs = document.paragraphs
    for above, (line, *others), below in zip(paragraphs, paragraphs[1:], paragraphs[2:], strict=False):
        is_number = not others and line.written.isdecimal() and len(line.written) <= _LONGEST_NUMBER
        last = above[-1].text
        is_within = last[-1].isalpha() and last.count(" ") >= _FEWEST_SPACES and below[0].text[0].islower()
        if is_number and is_within and not (above[-1].prefix or line.prefix or below[0].prefix or above[-1].opens):
            yield document.found(line.start, f"“{line.written}” is the number of a page on paper", "delete it")


def _are_numbered(lines: Sequence[Line]) -> bool:
    """Whether each line of a paragraph has its number before it, and one begins within a sentence."""
    numbered = [match for line in lines if (match := _NUMBERED.match(line.text))]
    if not len(numbered) == len(lines) >= _FEWEST_LINES or any(line.breaks for line in lines):
        return False
    are_counted = all(int(below[1]) - int(above[1]) == 1 for above, below in pairwise(numbered))
    return are_counted and any(match[2].islower() for match in numbered)


def _headers(document: Document) -> Iterator[Finding]:
    """The line at the head or foot of each page of a journal: its year and volume, again and again."""
    if not _VOLUME.search(document.lowered) and not _YEAR_AND_VOLUME.search(document.content):
        return
    lines = [line for line, *others in document.paragraphs if not others and _HEADER.search(line.written)]
    again = Counter(_DIGITS.sub("0", line.written) for line in lines)
    for line in lines:
        if again[_DIGITS.sub("0", line.written)] > 1 and _YEAR.search(line.written):
            message = f"“{shortened(line.written)}” is at the head or foot of each page of a journal"
            yield document.found(line.start, message, "delete it")


def broken_word(checked: Checked) -> Iterator[Finding]:
    """No word is divided at the end of a line.

    Readers would see the hyphen, with a space behind it. Such words come from a PDF.

    Wrong: The treat-, and on the next line: ment of sleep
    Right: The treatment of sleep
    """
    for document in checked.documents:
        if "-\n" not in document.running:
            continue
        for match in _BROKEN_WORD.finditer(document.running, document.body_start):
            if match["second"].islower():
                whole = match["first"] + match["second"]
                message = f"readers see “{match['first']}- {match['second']}”"
                hint = f"write {whole}, or {match['first']}-{match['second']}, on one line"
                yield document.found(match.start(), message, hint)
