"""Finds the title among the first blocks of a draft, and corrects its capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from studenthub.importer import bylines, lines_around
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block, Heading, Paragraph
from studenthub.importer.text.lines import ATOM, Line
from studenthub.parse import capitals
from studenthub.parse.folding import fold
from studenthub.parse.headings import is_of_section

_LONGEST = 30
_LABELLED = re.compile(r"(?:title|titel|titre)\s*:\s*(?=\S)", re.IGNORECASE)
#: The name of a place of study, as a title page has it above the title.
_PLACE = re.compile(
    r"(?:the )?(?:university|faculty|department|school|college|institute|universiteit|fakulteit|departement|skool"
    r"|université|faculté|universidade|faculdade|inyuvesi)\b[^:?!]{0,80}"
    r"|[^:?!]{1,60} (?:university|college|universiteit)",
    re.IGNORECASE,
)
#: A line that says that the next one is the title.
_IS_TITLE = ("title", "title of article", "titel", "titre")
#: Lines that say what the next one is, and are no title.
_ARE_LABELS = (
    "author",
    "authors",
    "name",
    "names",
    "date",
    "by",
    "outeur",
    "outeurs",
    "naam",
    "datum",
    "auteur",
    "nom",
    "affiliation",
    "affiliations",
)
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def find(head: Sequence[Block], says: Callable[[Line], str]) -> int:
    """Which block is the title: a heading, or what is printed large, bold or in capitals, or the first line; or -1.

    ``head`` are the blocks above the text, and ``says`` is what a line of them is, such as date; "" for none of it.
    """
    for at, block in enumerate(head):
        if _LABELLED.match(_text(block)):
            return at
        if says_title(_text(block)) and _text(next(iter(head[at + 1 :]), block)):
            return at + 1
    lines = [
        (at, block)
        for at, block in enumerate(head)
        if isinstance(block, Paragraph | Heading)
        and _may_be(block)
        and says(block.line) != "date"
        and not is_of_section(block.line.text)
        and not is_label(block.line.text)
    ]
    lines = [(at, block) for at, block in lines if not _is_of_author(block.line.text.strip())] or lines
    for wanted in (_is_heading, _is_large, _is_bold, _is_capitals):
        found = next((at for at, block in lines if wanted(block)), -1)
        if found >= 0:
            return found
    return next((at for at, block in lines if not says(block.line) and _is_plain(block)), -1)


def _is_of_author(text: str) -> bool:
    """Whether a line is a place, or has the number of a student."""
    is_place = _PLACE.fullmatch(text) and not bylines.NO_PLACE.match(text)
    return bool(is_place) or bylines.has_student_number(text)


def is_label(text: str) -> bool:
    """Whether a line only says what the next one is, such as Authors."""
    is_known = text.rstrip().endswith(":") and lines_around.LABEL.fullmatch(f"{text.rstrip()} it")
    return bool(is_known) or text.strip(" :").casefold() in _ARE_LABELS


def says_title(text: str) -> bool:
    """Whether a line is the word Title, so that the next one is the title."""
    return text.strip(" :").casefold() in _IS_TITLE


def again(head: Sequence[Block], title: str) -> int:
    """Which heading says a title that is known already; -1 for none."""
    same = (at for at, one in enumerate(head) if isinstance(one, Heading) and fold(one.line.text) == fold(title))
    return next(same, -1)


def of(block: Block) -> Line:
    """The title that a block prints, without its emphasis and the word Title."""
    line = next(iter(blocks_.lines([block])), Line())
    text = line.text.replace(ATOM, "")
    if label := _LABELLED.match(text):
        text = text[label.end() :].partition("\n")[0]
    return Line(" ".join(text.split()))


def sentence_case(line: Line, body: str) -> Line:
    """A line in capitals as the words of ``body`` are written: names keep their capital, the rest has small letters."""
    if not capitals.is_capitals(line.text):
        return line
    text = capitals.calmed(line.text, capitals.spellings(body))
    return Line(text, line.marks) if len(text) == len(line.text) else line


def _text(block: Block) -> str:
    return block.line.text if isinstance(block, Paragraph | Heading) else ""


def _may_be(block: Paragraph | Heading) -> bool:
    text = block.line.text.rstrip(ATOM)
    ends = r"[,;]$" if isinstance(block, Heading) else r"[.,;]$"
    return bool(re.search(r"[^\W\d_]", text)) and len(text.split()) <= _LONGEST and not re.search(ends, text)


def _is_heading(block: Paragraph | Heading) -> bool:
    return isinstance(block, Heading) and not bylines.read(block.line.text)


def _is_large(block: Paragraph | Heading) -> bool:
    return isinstance(block, Paragraph) and block.role == "heading1"


def _is_bold(block: Paragraph | Heading) -> bool:
    return block.line.is_all("strong") and not bylines.read(block.line.text)


def _is_capitals(block: Paragraph | Heading) -> bool:
    return capitals.is_capitals(block.line.text)


def _is_plain(block: Paragraph | Heading) -> bool:
    """Whether a line without any emphasis is a title: it is no name and no sentence."""
    text = block.line.text
    return not bylines.is_person(text) and not re.search(r"\.[^\w\s]*\d*$", text.translate(_LOWERED))
