"""A check for boxes (!!! note, ??? note, === "Tab", > [!NOTE]) that would be empty, or lose their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.markup.titles import TITLES
from studenthub.parse.markdown.running_text import BOX
from studenthub.rules.checked import Checked, Document, Finding
from studenthub.source.problems import Fix, shortened

_QUOTE = re.compile(r"(?>(?: {0,3}>[ ]?)*)")
_BOX = re.compile(
    r"(?P<sign>!!!|\?\?\?\+?)[ \t]*+(?P<kind>(?:[^\W\d_][\w-]*+)?)(?P<colon>:?)[ \t]*+"
    r"(?P<side>(?:inline(?: end)?(?![\w-])[ \t]*+)?)"
    r"(?P<title>(?:[\"“”„«'‘][^\"“”«»\n]*[\"“”»'’](?!\w)[ \t]*+)?)(?P<words>.*)"
)
_TAB = re.compile(r"===[+!]*[ \t]+\"[^\"\n]+\"[ \t]*")
_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]++)\][+-]?(?P<title>(?![(\[:])[^\n]*)")
_KINDS = {title.lower() for title in TITLES}
#: What a box does not take from below it.
_APART = re.compile(rf"{BOX}|///|#{{1,6}}[ \t]|(?:[-*_][ \t]*){{3,}}\Z")
_STEP = 4
#: Words behind the name of a box that are longer are its text, and others its title.
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A line from ``start`` to ``end`` of the file: the signs of a quotation, spaces up to a ``column``, and a text."""

    start: int
    end: int
    quote: str
    column: int
    text: str

    @property
    def place(self) -> int:
        return self.end - len(self.text)


def box_without_text(checked: Checked) -> Iterator[Finding]:
    """The text of a box is below its name, indented by four spaces; a title is between straight quotation marks.

    Otherwise the box is empty and its text outside, or readers do not see the words behind its name.

    Wrong: !!! warning Do not drive
    Right: !!! warning "Do not drive". Or: !!! warning, and below it four spaces and the text
    """
    for document in checked.documents:
        if document.has_any("!!!", "???", '=== "', "[!"):
            lines = list(_lines(document))
            for number, line in enumerate(lines):
                if line.text.startswith(("!!!", "???")):
                    yield from _of_box(document, lines, number)
                elif _TAB.fullmatch(line.text):
                    yield from _of_text(document, lines, number)
                elif alert := _ALERT.fullmatch(line.text):
                    yield from _of_alert(document, lines, number, alert)


def _lines(document: Document) -> Iterator[_Line]:
    """The lines of a text; those of code are empty."""
    start = document.body_start
    for written in document.content[start:].split("\n"):
        quote = _QUOTE.match(written)
        assert quote
        inner = written[quote.end() :].rstrip()
        text = inner.lstrip()
        end = start + quote.end() + len(inner)
        is_code = not document.running[end - len(text) : end].strip() and text[:1] in ("!", "?", "=", "[")
        column = len(inner[: len(inner) - len(text)].expandtabs(_STEP))
        yield _Line(start, end, quote[0], column, "" if is_code else text)
        start += len(written) + 1


def _of_box(document: Document, lines: Sequence[_Line], number: int) -> Iterator[Finding]:
    line = lines[number]
    box = _BOX.fullmatch(line.text)
    if not box or not (box["kind"] or box["title"]):
        return
    title, words = box["title"].strip(), box["words"].strip()
    is_straight = not title or title[0] == title[-1] == '"'
    if box["kind"] and is_straight and not (box["colon"] or words):
        yield from _of_text(document, lines, number, has_title=bool(title))
        return
    has_text = _has_text(lines, number)
    if words and not title and (has_text or not _is_text(words)):
        title, words = words, ""
    named = title.strip("\"“”„«»'‘’").strip().replace('"', "”")
    first = " ".join(filter(None, (box["sign"], box["kind"] or "note", box["side"].strip(), named and f'"{named}"')))
    right = f"{first}\n{line.quote}{' ' * (line.column + _STEP)}{words}" if words else first
    if box["kind"] and box["kind"].lower() not in _KINDS and not box["colon"]:
        hint, fix = f"write \\{box['sign']}, or {box['sign']} note and below it the words, indented by 4 spaces", None
    else:
        hint, fix = f"write {shortened(first)}", Fix(line.place, line.end, right)
        hint += ", and below it the text, indented by 4 spaces" if words else ""
    message = f"{shortened(line.text)} does not begin a box with these words"
    yield document.found(line.place, message, hint, fix)


def _is_text(words: str) -> bool:
    return len(words) > _LONGEST_TITLE or words.endswith((".", "!", "?"))


def _below(lines: Sequence[_Line], number: int) -> int:
    """The number of the next line with a text in the same quotation, or 0."""
    for below in range(number + 1, len(lines)):
        if lines[below].quote.count(">") != lines[number].quote.count(">"):
            return 0
        if lines[below].text:
            return below
    return 0


def _has_text(lines: Sequence[_Line], number: int) -> bool:
    below = _below(lines, number)
    return below > 0 and lines[below].column >= _wanted(lines[number])


def _wanted(line: _Line) -> int:
    """The column of the text of the box that a line begins."""
    return line.column - line.column % _STEP + _STEP


def _of_text(document: Document, lines: Sequence[_Line], number: int, *, has_title: bool = False) -> Iterator[Finding]:
    """That a box is empty. Text directly below it, or indented by less, is meant for it."""
    line, below = lines[number], _below(lines, number)
    if _has_text(lines, number):
        return
    meant = list(_meant(lines, number, below)) if below else []
    if has_title and not meant:
        # It may say all in its title.
        return
    fix = None
    if meant:
        added = _wanted(line) - meant[0].column
        moved = (f"{one.quote}{' ' * (one.column + added)}{one.text}" if one.text else one.quote for one in meant)
        fix = Fix(meant[0].start, meant[-1].end, "\n".join(moved))
    hint = f"indent its text by {_wanted(line)} spaces"
    yield document.found(line.place, "this box has no text: what is below it is outside", hint, fix)


def _meant(lines: Sequence[_Line], number: int, below: int) -> Iterator[_Line]:
    """The lines that are meant for a box: the paragraph directly below it, or all that are indented by less."""
    margin = lines[number].column
    is_near = below == number + 1
    while below and (is_near or margin < lines[below].column) and not _APART.match(lines[below].text):
        end = _end(lines, below)
        yield from lines[below:end]
        below, is_near = _below(lines, end - 1), False
        if below and margin < lines[below].column:
            yield from lines[end:below]


def _end(lines: Sequence[_Line], number: int) -> int:
    """The number behind the last line of a paragraph."""
    while number < len(lines) and lines[number].text and not _APART.match(lines[number].text):
        number += 1
    return number


def _of_alert(document: Document, lines: Sequence[_Line], number: int, alert: re.Match[str]) -> Iterator[Finding]:
    """A box of GitHub: empty, or without the > of its quotation."""
    line = lines[number]
    is_first = number == 0 or not lines[number - 1].text
    if not line.quote and is_first and alert["kind"].lower() in _KINDS:
        end = _end(lines, number)
        quoted = "\n".join(f"> {' ' * one.column}{one.text}" for one in lines[number:end])
        message = f"{shortened(line.text)} begins no box without > before it"
        yield document.found(
            line.place, message, "begin each of its lines with >", Fix(line.start, lines[end - 1].end, quoted)
        )
    elif line.quote and not alert["title"].strip() and not _below(lines, number) and _is_last(lines, number):
        yield document.found(line.place, "this box has no text", "begin each line of its text with >")


def _is_last(lines: Sequence[_Line], number: int) -> bool:
    """Whether a line ends its paragraph, which may go on without the signs of its quotation."""
    return number + 1 == len(lines) or not lines[number + 1].text
