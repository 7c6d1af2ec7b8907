"""Typed citations that neither the bibliography nor the text's own list explains."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studenthub.parse.markdown.unwrapped import Match
from studenthub.parse.references import dates
from studenthub.parse.typed_citations import numbered
from studenthub.rules.checked import Checked
from studenthub.rules.citing import own_references, typed_citations
from studenthub.rules.citing.own_references import RAISED
from studenthub.rules.document import Document

#: A cell between two commas, and what is in quotation marks.
_CELL = re.compile(r",(?=[A-Za-z])")
_IN_QUOTES = re.compile(r"\"[^\"\n]*\"")
#: Two numbers behind a word have lost their height, whatever else the text has: machine.1,2
_SEVERAL = re.compile(r"\d[,–-]\d")
#: Numbers in square brackets, and numbers that are raised. [0, 1] is an interval, para [12] a place in a judgment.
_NUMBERS = re.compile(
    r"(?<=[\w.,;”\"’)])[ ]?(?<!\bparas )(?<!\bpara )(?<!\b[Aa]t )(?<!\][–-])"
    r"(?:\\?\[(?!0\b)\d{1,2}(?:[ ]?[,–-][ ]?\d{1,2})*\\?\])+(?![(\[]|:(?!\d)|[–-]\[)"
    r"|(?:(?<=[a-z”\"’)][.,;])|(?<=[a-z]{4}))(?:[¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*)"
)
#: Numbers in round brackets at the end of a clause, and the word before them.
_ROUND_NUMBERS = re.compile(
    r"(?P<word>[^\W\d_]+)[”\"’]? (?P<number>\(\d{1,2}(?:[ ]?[,–-][ ]?\d{1,2})*\))(?=[.,;:]|[ \t]*(?:\n|\Z))"
)
#: Raised numbers as HTML, which is blanked in running text.
_TAGGED = re.compile(
    r"(?:(?<=[.,;:”\"’)])|(?<=[a-z]{4}))"
    r"<sup>\\?[\[(]?(?P<tag>\d{1,3}(?:[,–-] ?\d{1,3})*)\\?[\])]?</sup>"
)
#: A link in the words of a citation: [Author et al., 2019](https://example.org), [1](https://doi.org/10.1234/x).
_LINKED = re.compile(
    r"\[(?<!!\[)(?:\d{1,3}(?:[,–-] ?\d{1,3})*"
    r"|[^\W\d_a-z][\w’'-]+(?: et al\.?| (?:and|&) [^\W\d_a-z][\w’'-]+)?,? \(?(?:19|20)\d\d[a-z]?\)?)\]"
    r"\(<?https?://[^()\s]+\)"
)
#: What a text without such numbers does not have.
_IN_TEXT = re.compile(r"\d(?:(?<=[\[^.,;]\d)|(?<=[.,;][”\"’']\d))")
_RAISED = re.compile("[¹²³⁴-⁹]")
#: What a unit is divided by: it may be squared.
_PER = re.compile(r"(?:\bper |/ ?)[^\W\d_]+\Z")
_LONGEST_UNIT = 40
_SOON = re.compile(rf"\b{dates.SOON}\b")
#: Raised digits as digits.
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Whether a range of the text is not yet explained.
_IsOpen = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What is typed as a citation, and where. It is ``certain`` where several people are named, or several sources."""

    start: int
    text: str
    certain: bool


def find(document: Document, checked: Checked) -> tuple[Unresolved, ...]:
    """The typed citations of a text that nothing explains."""
    return checked.once(document, _find)


def _find(document: Document, checked: Checked) -> Iterator[Unresolved]:
    done = [(found.start, found.end) for found in own_references.citations(document, checked)]
    done += [(one.start, one.end) for one in document.lists]
    done += [(one.start, one.end) for one in own_references.notes(document, checked)]
    done += [(one.start, one.end) for one in document.formulas]

    def is_open(start: int, end: int) -> bool:
        return not any(begin < end and start < stop for begin, stop in done)

    yield from _names(document, checked, is_open)
    for linked in document.find(_LINKED, document.body_start) if "](" in document.content else ():
        yield Unresolved(linked.start(), linked[0], certain=False)
    yield from (one for one in _in_round_brackets(document) if is_open(one.start, one.start + 1))
    is_raised = "<sup>" in document.content or (not document.content.isascii() and _RAISED.search(document.running))
    if is_raised or _IN_TEXT.search(document.running):
        yield from _numbers(document, is_open)


def _names(document: Document, checked: Checked, is_open: _IsOpen) -> Iterator[Unresolved]:
    """Names with years."""
    named = [one for one in typed_citations.unknown(document, checked) if is_open(one.start, one.end)]
    months = {one.start for one in named if typed_citations.may_be_month(one.text)}
    several = sum(one.in_brackets and one.start not in months for one in named) > 1
    for one in named:
        # What is in press may have no entry yet, (May, 2018) may be a month, and London (2012) is no author.
        is_sure = not _SOON.search(one.text) and one.start not in months
        yield Unresolved(one.start, one.text, is_sure and (one.names_several or (several and one.in_brackets)))


def _in_round_brackets(document: Document) -> Iterator[Unresolved]:
    """Numbers in round brackets that count sources: several of them, from 1 on, none of which numbers what is named."""
    if "(1" not in document.running:
        return
    found = [m for m in document.find_running(_ROUND_NUMBERS) if m["word"].casefold() not in numbered.NO_CLAIM]
    values = {value for match in found for value in re.findall(r"\d+", match["number"])}
    if len(found) > 1 and len(values) > 1 and "1" in values:
        yield from (Unresolved(match.start("number"), match["number"], certain=False) for match in found)


def _numbers(document: Document, is_open: _IsOpen) -> Iterator[Unresolved]:
    """Numbers in square brackets, and those that are raised."""
    running = document.running
    tags = document.find(_TAGGED, document.body_start) if "<sup>" in document.content else ()
    tagged = (tag for tag in tags if running[tag.start("tag")].isdigit())
    found = [*document.find_running(_NUMBERS), *document.find_running(RAISED), *tagged]
    numbers = sorted(
        (m for m in found if is_open(*m.span()) and not _is_power(m) and not _is_in_row(document, m)),
        key=lambda match: match.start(),
    )
    values = {value for match in numbers for value in re.findall(r"\d+", match[0].translate(_RAISED_DIGITS))}
    certain = len(numbers) > 1 and len(values) > 1 and "1" in values
    for match in numbers:
        text = match[0].strip(" .,;")
        if certain or "[" in match[0] or match.lastgroup != "low" or _SEVERAL.search(text):
            yield Unresolved(match.end() - len(match[0].lstrip(" .,;")), text, certain)


def _is_in_row(document: Document, found: Match) -> bool:
    """Whether it is in a row of cells with commas between them and no space behind these: Examplol,5 mg,oral."""
    start = document.content.rfind("\n", 0, found.start()) + 1
    line = document.content[start:].partition("\n")[0]
    bare = _IN_QUOTES.sub("", line)
    return ", " not in bare and _CELL.search(bare) is not None


def _is_power(found: Match) -> bool:
    """Whether it is a number such as that of 3 cm^2^, and of 3 metres per second²."""
    groups = found.match.groupdict()
    high = groups.get("high") or groups.get("tag") or (found[0] if found[0] in ("²", "³") else "")
    text, (start, end) = found.unwrapped.text, found.match.span()
    number = high.translate(_RAISED_DIGITS)
    is_of_unit = number in ("2", "3") and bool(_PER.search(text, max(0, start - _LONGEST_UNIT), start))
    return bool(high) and (is_of_unit or numbered.is_power(text, start, end, number))
