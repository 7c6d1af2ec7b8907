"""Finds the items of a list, and the definitions, that are not read as such because of a slip of one sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.paragraphs import Line
from studenthub.source.problems import Fix

_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,3})\.)[ \t]+\S")
#: The sign of an item without the words that are on the next line.
_LONE = re.compile(r"[-*+]|\d{1,3}\.")
#: A number without its full stop, or with a space before it; a dash, or two hyphens.
_NEARLY = re.compile(r"(?P<number>\d{1,3})(?:[ ]+\.[ ]+(?=\S)|[,:;]?[ ]+(?=[A-Z“‘]))|(?P<dash>(?:[–—]|--)[ ]+(?=\S))")
#: The end of a line whose sentence goes on in the next one, in English and in Afrikaans.
_GOES_ON = re.compile(
    r"(?<![\w-])(?:and|or|of|with|from|to|by|for|in|on|at|than|between|about|the|an?|en|met|van|uit|die|vir|tussen)\Z",
    re.IGNORECASE,
)
#: The end of a line that is an insertion between two dashes.
_INSERTED = re.compile(r"[ \t](?:[–—]|--)[,;]?\Z")
_CAPITAL = re.compile(r"[*_“‘(\[]*[A-Z]")
#: A definition whose colon is not followed by a space; one whose colon is alone on its line.
_GLUED = re.compile(r":(?=[^\W\d_][\w’'-]*[ ,])(?![\w-]+:)")
_MEANING = re.compile(r":[ ]+\S")
_TERM = re.compile(r"[^\W\d_][^.!?:;,|]{0,59}")
_STEP = 4


def find(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    """What is wrong in the list, or the list of definitions, that a paragraph is."""
    yield from _definition(document, lines)
    items = {number for number, line in enumerate(lines) if _is_item(line)}
    last_other = max((number for number in range(len(lines)) if number not in items), default=-1)
    for number, line in enumerate(lines) if items else ():
        below = number + 1
        if number > 0 and number - 1 not in items:
            continue
        if number in items:
            yield from _too_far(document, lines, number)
        elif _LONE.fullmatch(line.written):
            if below < len(lines) and below not in items and not _LONE.fullmatch(lines[below].written):
                yield _lone(document, line, lines[below])
        elif (number > 0 or last_other == 0) and (
            found := _nearly(document, lines, number, is_last=last_other <= number)
        ):
            items.add(number)
            yield found


def _is_item(line: Line) -> bool:
    return line.text[:1].strip() != "" and _ITEM.match(line.written) is not None


def _lone(document: Document, line: Line, below: Line) -> Finding:
    message = "this sign of a list is alone: its words are on the next line"
    return document.found(line.start, message, "write them behind it", Fix(line.end, below.start, " "))


def _nearly(document: Document, lines: Sequence[Line], number: int, *, is_last: bool) -> Finding | None:
    """That a line does not become an item beside another one; if ``is_last``, none but items follow it."""
    line, beside = lines[number], lines[number - 1 if number else 1]
    nearly, item = _NEARLY.match(line.text), _ITEM.match(beside.written) or _NEARLY.match(beside.written)
    if not nearly or not item or _is_of_sentence(lines, number, nearly["number"]):
        return None
    step = 1 if number else -1
    is_next = item["number"] and nearly["number"] and int(item["number"]) + step == int(nearly["number"])
    is_alike = not item["number"] and nearly["dash"] and line.prefix == beside.prefix
    # A sentence goes on behind a dash in small letters.
    if not is_next and not (is_alike and (is_last or _CAPITAL.match(line.text, nearly.end()))):
        return None
    right = f"{nearly['number']}." if is_next else "-"
    fix = Fix(line.start, line.start + nearly.end(), f"{right} ")
    hint = f"begin it with {right} and a space"
    return document.found(line.start, "this line does not become an item of the list", hint, fix)


def _is_of_sentence(lines: Sequence[Line], number: int, sign: str | None) -> bool:
    """Whether a line that begins with a dash, or with a number as its ``sign``, is in the middle of a sentence."""
    if number and _GOES_ON.search(lines[number - 1].written):
        return True
    if sign is None:
        return _INSERTED.search(lines[number].written) is not None
    below = _ITEM.match(lines[number + 1].written) if number + 1 < len(lines) else None
    return below is not None and below["number"] == sign


def _too_far(document: Document, lines: Sequence[Line], number: int) -> Iterator[Finding]:
    """That an item directly below another one is indented by two steps more: it becomes words of that one."""
    line, above = lines[number], lines[number - 1]
    margin = len(above.prefix.expandtabs(_STEP))
    if number and ">" not in line.prefix and len(line.prefix.expandtabs(_STEP)) - margin >= 2 * _STEP:
        message = "this item is indented too far, and becomes words of the one above it"
        fix = Fix(line.start - len(line.prefix), line.start, " " * (margin + _STEP))
        yield document.found(line.start, message, f"indent it by {margin + _STEP} spaces", fix)


def _definition(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    """A line below a term that is meant for its definition."""
    if len(lines) < 2 or not _TERM.fullmatch(lines[0].written):
        return
    first, below = lines[1], lines[2] if len(lines) > 2 else None
    if first.text == ":" and below:
        message = "this colon is alone: what the term means is on the next line"
        fix = Fix(first.end, below.start, "   ")
        yield document.found(first.start, message, "write it behind the colon and a space", fix)
    elif len(first.prefix.expandtabs(_STEP)) >= _STEP > len(lines[0].prefix) and _MEANING.match(first.written):
        message = "this line does not become the meaning of the term above it, because it is indented"
        fix = Fix(first.start - len(first.prefix), first.start, "")
        yield document.found(first.start, message, "delete the space before it", fix)
    elif _GLUED.match(first.written):
        message = "this line does not become the meaning of the term above it"
        fix = Fix(first.start + 1, first.start + 1, "   ")
        yield document.found(first.start, message, "write a space behind its colon", fix)
