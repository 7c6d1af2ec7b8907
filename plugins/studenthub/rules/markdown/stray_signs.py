"""A check of signs that are nearly those of Markdown: 1.. for 1., *word_ for *word*, and signs of other keyboards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studenthub.parse.look_alikes import WIDE
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source.problems import Fix, shortened

#: The beginning of an item with another sign in it, or one too many.
_ITEM = re.compile(r"(?:(?P<number>\d{1,2})(?:\.\.|\.\)|[ ]\.)|(?P<bullet>[-*+]\.|--))[ \t]+(?=\S)")
_PERHAPS_ITEM = re.compile(r"^[ \t>]*+(?:\d{1,2}(?:\.[.)]|[ ]\.)|[-*+]\.|--)[ \t]", re.MULTILINE)
_RIGHT_ITEM = re.compile(r"(?:[-*+]|\d{1,2}\.)[ \t]+\S")
#: The meaning of a term with another sign before it.
_MEANING = re.compile(r"(?:::|;)[ \t]+(?=\S)")
_PERHAPS_MEANING = re.compile(r"\n[ \t>]*+(?:::|;)")
_LONGEST_TERM = 60
#: Words that begin with a star and end with a low line, or the other way round; within one paragraph.
_MIXED = re.compile(
    r"(?<![\w*_\\])(?P<open>[*_])(?=[^\W_])(?P<words>(?:[^*_\n]|\n(?![ \t]*(?:[-+|#\d]|$))){0,80}[^\W_])(?!(?P=open))"
    r"(?P<close>[*_])(?![\w*_])",
    re.MULTILINE,
)
#: Signs that are as wide as a Chinese one; and letters beside which they are right.
_WIDE = re.compile("[\uff01-\uff0f\uff1a-\uff1f\uff3b-\uff40\uff5b-\uff5e【】〔〕]")
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
#: Two such brackets and what is between them, or any such sign; and what other checks report: citations, and marks of
#: assistants.
_WIDE_OR_PAIR = re.compile(
    r"（[^（）]{0,300}）|【[^【】]{0,300}】|＜[^＜＞]{0,300}＞|［[^［］]{0,300}］|｛[^｛｝]{0,300}｝"
    rf"|(?P<sign>{_WIDE.pattern})"
)
_REPORTED = re.compile(
    r"[\[(（［【〔][^\[\]()（）［］【】〔〕]{0,300}[@＠][^\[\]()（）［］【】〔〕]{0,300}[\])）］】〕]|＠"
    r"|【[^【】]{0,100}†[^【】]{0,100}】"
)
#: Lines without an empty one among them.
_LINES = re.compile(r"(?:[^\n]+\n?)+")


def nearly_markdown(checked: Checked) -> Iterator[Finding]:
    """The signs of a list, of a meaning and of slanted words are those of Markdown, and of a Latin keyboard.

    With others, readers see the signs.

    Wrong: 1.. The first step. Or: *word_. Or: a wide ｜ between two cells
    Right: 1. The first step. Or: *word*. Or: |
    """
    for document in checked.documents:
        if _PERHAPS_ITEM.search(document.running, document.body_start):
            for lines in document.paragraphs:
                yield from _items(document, lines)
        if _PERHAPS_MEANING.search(document.running, document.body_start):
            for lines in document.paragraphs:
                yield from _meanings(document, lines)
        if "_" in document.running and "*" in document.running:
            yield from _mixed(document)
        if not document.content.isascii():
            yield from _wide(document)


def _items(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    found = [(line, match) for line in lines if (match := _ITEM.match(line.text))]
    beside_right = any(_RIGHT_ITEM.match(line.text) for line in lines)
    are_several = len(found) > 1 or beside_right
    for line, match in found:
        if beside_right and match[0].rstrip().endswith((" .", "--")):
            # HUB217 says what to write beside the items of a list.
            continue
        # A single dash may be the name below a quotation, and a number the end of a sentence.
        is_sure = match["number"] == "1" or (match["bullet"] or "").endswith(".")
        if are_several or (is_sure and line is lines[0]):
            right = f"{match['number']}. " if match["number"] else "- "
            message = f"{match[0].strip()} does not begin an item of a list"
            fix = Fix(line.start, line.start + match.end(), right)
            yield document.found(line.start, message, f"write {right.strip()} and a space", fix)


def _meanings(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    term = lines[0].text
    is_term = term[:1].isalnum() and term[-1].isalnum() and len(term) <= _LONGEST_TERM and not _RIGHT_ITEM.match(term)
    for line in lines[1:2] if is_term else ():
        if match := _MEANING.match(line.text):
            message = f"this is not read as the meaning of {shortened(term)}"
            fix = Fix(line.start, line.start + match.end(), ":   ")
            yield document.found(line.start, message, "begin it with a colon and three spaces", fix)


def _mixed(document: Document) -> Iterator[Finding]:
    for match in _MIXED.finditer(document.running, document.body_start):
        written = document.content[match.start() : match.end()]
        right = f"{match['open']}{document.content[slice(*match.span('words'))]}{match['open']}"
        message = f"{shortened(written)} begins with {match['open']} and ends with {match['close']}"
        yield document.found(match.start(), message, f"write {shortened(right)}", Fix(*match.span(), right))


def _wide(document: Document) -> Iterator[Finding]:
    for lines in _LINES.finditer(document.content, document.body_start):
        if not _WIDE.search(lines[0]) or _EASTERN.search(lines[0]):
            continue
        outside = _REPORTED.sub(lambda cited: " " * len(cited[0]), document.running[slice(*lines.span())])
        for match in _WIDE_OR_PAIR.finditer(outside):
            start, end = lines.start() + match.start(), lines.start() + match.end()
            written = document.content[start:end]
            if match["sign"]:
                right, are = written.translate(WIDE), "is a sign"
            else:
                # One half of a pair that is written anew would leave the other one alone.
                right, are = f"{written[0].translate(WIDE)}{written[1:-1]}{written[-1].translate(WIDE)}", "has signs"
            message = f"{shortened(written)} {are} of another keyboard"
            # Within a sentence it looks odd; in the place of a sign of Markdown, nothing is read as it is meant.
            is_odd = written[0] in "（），：；！？．％＆／" and not document.content.endswith("]", 0, start)
            yield document.found(start, message, f"write {shortened(right)}", Fix(start, end, right), harmless=is_odd)
