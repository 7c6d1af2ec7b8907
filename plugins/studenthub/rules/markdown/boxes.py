"""A check for boxes (!!! note, ??? note, === "Tab", > [!NOTE]) that would be empty, or lose their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.markup.titles import TITLES
from studenthub.parse.markdown.running_text import BOX
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.finding import Finding
from studenthub.rules.markdown.dialects import BOXES
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
_KIND = rf"(?P<kind>(?i:{'|'.join(sorted({*_KINDS, *BOXES}))})(?![\w-]))"
#: How a box is begun with marks that are too few or too many, or with signs around its kind: !! note, !!! [note].
_NEARLY_BOX = re.compile(
    rf"(?:#{{1,6}}[ \t]+)?[*_]{{0,3}}(?P<marks>(?:\\?!(?:[ ](?=!))?){{1,5}}|(?:\\?\?){{1,5}})(?P<open>[+-]?)[ \t]*+"
    rf"(?:(?P<signs>[*_\[({{<]{{0,3}}){_KIND}[*_\])}}>]{{0,3}}(?P<rest>.*))?"
)
#: The same of a tab, whose title is between other quotation marks, or between none.
_NEARLY_TAB = re.compile(
    r"(?=[-–—]{0,2}=)[=–—-]{2,5}[ \t]*+"
    r"(?:[\"“”„«'‘](?P<quoted>[^\"“”„«»'‘’\n]+)[\"“”»'’]?|(?P<bare>[^\W_][^\"=\n]*))[ \t]*"
)
#: The kind of a box of GitHub among other signs, or without its mark: [! NOTE], **[!NOTE]**, [NOTE].
_NEARLY_ALERT = re.compile(
    rf"(?P<around>\*{{0,2}})\\?\[(?P<mark>[ ]?(?:\\?![ ]?)*){_KIND}[ !]{{0,3}}\\?\](?P=around)(?P<fold>[+-]?)"
    r"(?P<rest>:?(?![(\[])[^\n]*)"
)
#: The lines that may begin a box in one of these ways; most texts have none.
_SIGNS = re.compile(
    r"^[ \t>]*+(?:[#*_]{0,6}[ \t]*+\\?[!?]|[-–—]{0,2}={1,5}[-–—]{0,2}[ \t]*+[^\s=]|\*{0,2}\\?\[[ \\]*+!?)", re.MULTILINE
)
#: What a box does not take from below it.
_APART = re.compile(rf"{BOX}|[!?]{{1,5}}[ \t]*+{_KIND}|///|#{{1,6}}[ \t]|(?:[-*_][ \t]*){{3,}}\Z")
_NO_BOX = "{} does not begin a box with these words"
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
        if _SIGNS.search(document.running, document.body_start):
            lines = list(_lines(document))
            for number, line in enumerate(lines):
                if _TAB.fullmatch(line.text):
                    yield from _of_text(document, lines, number)
                elif alert := _ALERT.fullmatch(line.text):
                    yield from _of_alert(document, lines, number, alert)
                elif (alert := _NEARLY_ALERT.fullmatch(line.text)) and _is_alert(alert, lines, number):
                    yield _of_nearly_alert(document, lines, number, alert)
                elif (meant := _meant_as(lines, number))[0]:
                    yield _of_meant(document, lines, number, meant)
                elif line.text.startswith(("!!!", "???")):
                    yield from _of_box(document, lines, number)


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
    first, words = _written(box, has_text=_has_text(lines, number))
    right = _with_words(first, words, line)
    if box["kind"] and box["kind"].lower() not in _KINDS and not box["colon"]:
        hint, fix = f"write \\{box['sign']}, or {box['sign']} note and below it the words, indented by 4 spaces", None
    else:
        hint, fix = f"write {shortened(first)}", Fix(line.place, line.end, right)
        hint += ", and below it the text, indented by 4 spaces" if words else ""
    yield document.found(line.place, _NO_BOX.format(shortened(line.text)), hint, fix)


def _written(box: re.Match[str], *, has_text: bool) -> tuple[str, str]:
    """The first line of a box as it is meant, and the words in it that are text of the box."""
    title, words = box["title"].strip(), box["words"].strip()
    if words and not title and (has_text or not _is_text(words)):
        title, words = words, ""
    named = title.strip("\"“”„«»'‘’").strip().replace('"', "”")
    parts = (box["sign"], box["kind"] or "note", box["side"].strip(), named and f'"{named}"')
    return " ".join(filter(None, parts)), words


def _with_words(first: str, words: str, line: _Line) -> str:
    """The same with the words on a line below."""
    return f"{first}\n{line.quote}{' ' * (line.column + _STEP)}{words}" if words else first


def _meant_as(lines: Sequence[_Line], number: int) -> tuple[str, str]:
    """The first line of the box that a line must be meant for, and words that belong below it; "" where it is right,
    or may begin no box."""
    text = lines[number].text
    if (found := _NEARLY_TAB.fullmatch(text)) and _has_text(lines, number) and (found["quoted"] or text[:4] == "=== "):
        return f'=== "{(found["quoted"] or found["bare"]).strip()}"', ""
    found = _NEARLY_BOX.fullmatch(text)
    if not found:
        return "", ""
    kind, marks = found["kind"] or "", re.sub(r"[\\ ]", "", found["marks"])
    sign = marks[0] * 3 + ("+" if found["open"] == "+" and marks[0] == "?" else "")
    box = _BOX.fullmatch(f"{sign} {kind or 'note'}{found['rest'] or ''}")
    if not box or (kind and text.startswith(sign) and text[len(sign) :].lstrip(" \t").startswith(kind)):
        return "", ""
    below = _below(lines, number)
    has_text = below > 0 and lines[below].column > lines[number].column
    has_title = bool(box["title"])
    if not kind:
        is_meant = has_text and text == sign and below == number + 1
    else:
        # A page shows ???- note "A title" as it is meant.
        is_meant = not (has_title and found["open"] and not found["signs"]) and (
            has_text or (has_title and len(marks) > 1)
        )
    return _written(box, has_text=has_text) if is_meant else ("", "")


def _of_meant(document: Document, lines: Sequence[_Line], number: int, meant: tuple[str, str]) -> Finding:
    line, below = lines[number], _below(lines, number)
    first, words = meant
    fix = Fix(line.place, line.end, _with_words(first, words, line))
    if below and not _has_text(lines, number) and (moved := _moved(lines, number, below)):
        fix = Fix(line.place, moved.end, f"{fix.text}{document.content[line.end : moved.start]}{moved.text}")
    return document.found(line.place, _NO_BOX.format(shortened(line.text)), f"write {shortened(first)}", fix)


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
    fix = _moved(lines, number, below) if below else None
    if has_title and not fix:
        # It may say all in its title.
        return
    hint = f"indent its text by {_wanted(line)} spaces"
    yield document.found(line.place, "this box has no text: what is below it is outside", hint, fix)


def _moved(lines: Sequence[_Line], number: int, below: int) -> Fix | None:
    """The text that is meant for a box, moved into it."""
    meant = list(_meant(lines, number, below))
    if not meant:
        return None
    added = _wanted(lines[number]) - meant[0].column
    moved = (f"{one.quote}{' ' * (one.column + added)}{one.text}" if one.text else one.quote for one in meant)
    return Fix(meant[0].start, meant[-1].end, "\n".join(moved))


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


def _is_alert(alert: re.Match[str], lines: Sequence[_Line], number: int) -> bool:
    """Whether a line must be meant for the kind of a box: it begins a paragraph of a quotation, and has the mark or
    nothing but its kind in capitals."""
    line = lines[number]
    is_first = number == 0 or not lines[number - 1].text or lines[number - 1].quote != line.quote
    is_kind = alert["kind"].isupper() and not alert["rest"].strip() and _below(lines, number) == number + 1
    return bool(line.quote) and is_first and ("!" in alert["mark"] or is_kind)


def _of_nearly_alert(document: Document, lines: Sequence[_Line], number: int, alert: re.Match[str]) -> Finding:
    line = lines[number]
    first, rest = f"[!{alert['kind']}]{alert['fold']}", alert["rest"].strip()
    # What is behind a colon is text, and anything else a title.
    words = (
        f"\n{line.quote}{rest[1:].strip()}"
        if rest[1:].strip() and rest[0] == ":"
        else f" {rest}"
        if rest.strip(":")
        else ""
    )
    fix = Fix(line.place, line.end, f"{first}{words}")
    return document.found(line.place, _NO_BOX.format(shortened(line.text)), f"write {shortened(first)}", fix)


def _of_alert(document: Document, lines: Sequence[_Line], number: int, alert: re.Match[str]) -> Iterator[Finding]:
    """A box of GitHub: empty, or without the > of its quotation."""
    line = lines[number]
    above = lines[number - 1] if number else line
    is_first = number == 0 or not above.text
    if (
        line.quote
        and above.text
        and above.quote == line.quote
        and above is not line
        and alert["kind"].lower() in _KINDS
    ):
        message = f"{shortened(line.text)} begins no box within a paragraph"
        gap = Fix(line.start, line.start, f"{line.quote.rstrip()}\n")
        yield document.found(line.place, message, "leave an empty line above it", gap)
    elif not line.quote and is_first and alert["kind"].lower() in _KINDS:
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
