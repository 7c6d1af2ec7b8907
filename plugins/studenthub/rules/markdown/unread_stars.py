"""Finds the stars, and the pairs of lines, of bold and slanted words that readers would see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from studenthub.parse.markdown import emphasis, running_text
from studenthub.parse.markdown.emphasis import Stars
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source.problems import Fix, shortened

#: Signs of notes and of probabilities in a table or below it: *p < 0.05; ** is p < 0.01.
_OF_VALUES = re.compile(r"\*[ ]?(?:is |= ?)?[pP] ?[<=>≤]")
#: Words between two of these lines; a line to fill in has space behind its beginning.
_UNDERLINED = re.compile(r"(?<![\\*_])__(?![*_\s])(?P<inner>(?>(?:[^*_\n\\|]|_(?!_)|\n(?![ \t]*\n)|\\.)+))__(?![*_])")
#: The row of hyphens of a table.
_HYPHENS = re.compile(r"(?=[^|]*\|)[ \t|:-]+-[ \t|:-]*")
#: What stars are alone behind: 0.03**, (SD)*.
_VALUES = re.compile(r"[\d%)]")
#: A sign, or the beginning of a word of which some letters are left out: x**, f***.
_SHORT = re.compile(r"(?<!\w)\w{1,2}\Z")
_BETWEEN_NOTES = (". ", "; ", ", ")
_WITHIN_SENTENCE = re.compile(r"\w \*[^\W\d_]{3}")
#: What may be between two stars of which one is alone beside a space; other signs are between those of notes.
_SLANTED = re.compile(r"[^\W\d_][^,;:.()<>=≤≥*\n]{1,58}[^\W\d_]")
#: What divides paragraphs, what is before stars within a sentence, and the end of a paragraph behind others.
_GAP = re.compile(r"\n[ \t]*\n")
_BEFORE_WORD = re.compile(r"[\w,;:] ")
_END = re.compile(r"[ \t]*$", re.MULTILINE)
_OPENING = "“‘(\"'["


def find(document: Document) -> Iterator[Finding]:
    """The signs of emphasis that readers see in a text, and that are not meant as such."""
    alone: list[_Alone] = []
    for start, end in _blocks(document):
        running = document.running[start:end]
        if "__" in running:
            for match in _UNDERLINED.finditer(document.running, start, end):
                yield from _not_read(document, match.start(), match.end(), "__")
        if "*" in running and not _OF_VALUES.search(running):
            for found in _stars(document, start, end):
                if isinstance(found, Stars):
                    alone.append(_Alone(start, found, _is_meant(document.content, found, start)))
                else:
                    yield found
    yield from _all_alone(document, alone)


def read_within(document: Document, pattern: re.Pattern[str]) -> Iterator[Stars]:
    """The stars that ``pattern`` finds and that are read as the beginning or the end of bold or slanted words."""
    places = {match.start() for match in pattern.finditer(document.running, document.body_start)}
    for start, end in _blocks(document) if places else ():
        yield from (
            stars
            for stars in emphasis.find(document.running, document.content, start, end)
            if stars.start in places and stars.unread < stars.count
        )


class _Alone(NamedTuple):
    """Stars that are alone, in the block that begins at ``block``; or are meant as a sign of their own."""

    block: int
    stars: Stars
    is_meant: bool


def _all_alone(document: Document, alone: Sequence[_Alone]) -> Iterator[Finding]:
    """What is found of stars that are alone, without the marks of notes and the notes that begin with them."""
    closing = [one.stars for one in alone if one.stars.closes and not one.stars.opens]
    marks = {stars.count: stars.start for stars in reversed(closing)}
    notes = {one.block: one.stars.count for one in alone if _begins_note(document.content, one, marks)}
    of_notes = frozenset(notes.values())
    over = {one.stars: other.stars for one, other in pairwise(alone) if _go_on(document.content, one, other)}
    ends = frozenset(over.values())
    for block, stars, is_meant in alone:
        is_first = stars.start == block or document.content[stars.start - 2 : stars.start] in _BETWEEN_NOTES
        is_note = stars.opens and block in notes and is_first
        is_mark = not stars.opens and stars.count in of_notes
        if stars in over:
            yield _over_paragraphs(document, stars)
        elif stars not in ends and not (is_meant or ((is_note or is_mark) and stars.unread == stars.count)):
            yield from _alone(document, stars)


def _go_on(content: str, one: _Alone, other: _Alone) -> bool:
    """Whether words that begin with ``one`` end with ``other`` in the next paragraph: stars are read in one alone.

    A star at the beginning of a paragraph may be that of a note, and one behind a word the mark of a note.
    """
    first, last = one.stars, other.stars
    is_pair = first.opens and last.closes and not last.opens and first.unread == last.unread == first.count
    between = content[first.end : last.start]
    if not is_pair or first.count != last.count or len(_GAP.findall(between)) != 1 or "|" in between:
        return False
    if _BEFORE_WORD.match(content, first.start - 2, first.start):
        return True
    return content[last.start - 1] in ".!?…”" and _END.match(content, last.end) is not None


def _over_paragraphs(document: Document, stars: Stars) -> Finding:
    signs, kind = "*" * stars.count, "slanted" if stars.count == 1 else "bold"
    message = f"{kind} words end with their paragraph, and readers see this {signs}"
    hint = f"write another {signs} at the end of the paragraph, and one at the beginning of the next"
    return document.found(stars.start, message, hint)


def _begins_note(content: str, one: _Alone, marks: Mapping[int, int]) -> bool:
    """Whether stars are at the beginning of a paragraph, and a mark with as many is above, or they are one star.

    ``marks`` are the offsets of the first marks, by the number of their stars.
    """
    is_first = one.block == one.stars.start and content[one.block - 1 : one.block] == "\n"
    return is_first and one.stars.opens and (one.stars.count == 1 or marks.get(one.stars.count, one.block) < one.block)


def _blocks(document: Document) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph, item of a list, heading and cell of a table that has signs of emphasis."""
    for lines in document.paragraphs:
        if not any("*" in line.text or "__" in line.text for line in lines):
            continue
        is_table = any(_HYPHENS.fullmatch(line.text) for line in lines)
        start = end = 0
        for line in lines:
            begin = running_text.BEGIN.match(line.text)
            is_row = line.text.startswith("|") or (is_table and "|" in line.text)
            if start and (begin or is_row or running_text.APART.match(line.text)):
                yield start, end
                start = 0
            if is_row:
                yield from _cells(line)
                continue
            start, end = start or line.start + (begin.end() if begin else 0), line.end
        if start:
            yield start, end


def _cells(line: Line) -> Iterator[tuple[int, int]]:
    at = line.start
    for cell in line.text.split("|"):
        yield at, at + len(cell)
        at += len(cell) + 1


def _stars(document: Document, start: int, end: int) -> Iterator[Finding | Stars]:
    """What is found of two around words that are not read, with space or a letter on the wrong side; and stars that are
    alone."""
    stars = emphasis.find(document.running, document.content, start, end)
    within = _within_bold(stars)
    first: Stars | None = None
    for one in stars:
        if one in within:
            number = "two" if one.count == 2 else "three"
            hint = "write no space between the stars and the words that are bold"
            yield document.found(one.start, f"readers see these {number} stars", hint)
        elif one.unread and _is_meant(document.content, one, start):
            yield one
        elif one.unread:
            pair = list(_pair(document, first, one)) if first else []
            if first and not pair:
                yield first
            yield from pair
            first = None if pair else one
    if first:
        yield first


def _within_bold(stars: Iterable[Stars]) -> Set[Stars]:
    """The stars with space on both sides that are within bold words: these begin or end where nobody meant it."""
    found: set[Stars] = set()
    before: Stars | None = None
    spaced: list[Stars] = []
    for one in stars:
        if not (one.opens or one.closes):
            spaced.append(one)
            continue
        if before and before.opens and one.closes and before.count == one.count > 1 and not before.unread + one.unread:
            found.update(between for between in spaced if between.count == one.count)
        before, spaced = one, []
    return found


def _is_meant(content: str, stars: Stars, start: int) -> bool:
    """Whether stars are a sign of their own: x**3, 0.03**, a word with letters left out, a line of them."""
    before, behind = content[max(stars.start - 1, start) : stars.start], content[stars.end : stars.end + 1]
    is_power = behind.isdigit() and (before.isalnum() or before == ")")
    is_mark = not stars.opens and _VALUES.match(before) is not None and not behind.isalpha()
    return stars.count > 3 or (stars.opens and stars.closes) or is_power or is_mark


def _pair(document: Document, first: Stars, second: Stars) -> Iterator[Finding]:
    if first.unread != first.count or first.count != second.unread:
        return
    if any(stars.unread for stars in emphasis.find(document.running, document.content, first.end, second.start)):
        return
    inner = document.content[first.end : second.start]
    if first.count == 1 and inner.strip() != inner:
        before = document.running[document.running.rfind("\n", 0, first.start) + 1 : first.start]
        is_one = (inner[0].isspace()) != (inner[-1].isspace()) and _SLANTED.fullmatch(inner.strip()) is not None
        if not is_one or not before.strip():
            return
    yield from _not_read(document, first.start, second.end, "*" * first.count)


def _not_read(document: Document, start: int, end: int, signs: str) -> Iterator[Finding]:
    """Signs around words that are not read (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run)."""
    inner = document.content[start + len(signs) : end - len(signs)]
    words = inner.strip()
    before, is_behind = document.running[start - 1 : start], document.content[end : end + 1].isalnum()
    is_spaced = inner != words
    # What ends bold words is no beginning: **a** and **b**.
    is_end = before.strip() != "" and inner[:1].isspace()
    is_glued = (is_behind and not words[-1:].isalnum()) or (before.isalnum() and words[:1] in _OPENING)
    if is_end or not words or not (words[0].isalpha() or words[0] in _OPENING) or not (is_spaced or is_glued):
        return
    if before.isalnum() and words[0].isalpha():
        return
    right = f"{' ' * before.isalnum()}{signs}{words}{signs}{' ' * is_behind}"
    # Brackets around a part of a word may be meant.
    fix = None if words[-1] in ")]" and not is_spaced else Fix(start, end, right)
    message = f"readers see the signs of {shortened(signs + inner + signs)}"
    yield document.found(start, message, f"write {shortened(right.strip())}, with a space beside it", fix)


def _alone(document: Document, stars: Stars) -> Iterator[Finding]:
    for_itself = "or write \\* for the star itself"
    if stars.unread < stars.count:
        found = document.found(stars.start, "here is one star too many", f"delete it, {for_itself}")
        yield found if stars.opens else replace(found, harmless=True)
    elif stars.count == 1:
        # At the beginning of a paragraph, or behind a word, it is the sign of a note.
        if stars.opens and _WITHIN_SENTENCE.match(document.content, stars.start - 2):
            hint = f"write one behind the slanted words, {for_itself}"
            yield replace(document.found(stars.start, "this star is alone", hint), harmless=True)
    elif stars.opens or (stars.closes and not _SHORT.search(document.content, stars.start - 3, stars.start)):
        number = "two" if stars.count == 2 else "three"
        hint = f"write {number} stars before and behind the words that are bold, or delete these"
        # Behind a word, they may be the mark of a note.
        yield document.found(stars.start, f"these {number} stars are alone", hint, harmless=not stars.opens)
