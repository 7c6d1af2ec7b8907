"""Where the parts of a reference end: sentences, quotations and brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studenthub.parse.references.line import TAKEN
from studenthub.parse.references.vocabulary import ABBREVIATIONS, ISO4

_STOP = re.compile(r"[.?!]+[”’\"'»)\]]*+(?= |$)|[“”«»\"(){}\[\];]")
_LAST_WORD = re.compile(r"([^\W\d_][^\s()\[\]“”\"«»,;:/]*)$")
_EDITIONS = frozenset({"ed", "edn", "uitg", "éd", "aufl"})
_ORDINAL = re.compile(
    r"(?:\d(?:st|nd|rd|th|de|ste|e)?|first|second|third|fourth|fifth|sixth|rev\.?|revised|new|int\.?) $", re.IGNORECASE
)
_DEGREE = re.compile(r"\b(?:thesis|dissertation)\b", re.IGNORECASE)
_OF_UNIVERSITIES = frozenset(
    {"chem", "civ", "civil", "comp", "comput", "coll", "dept", "elect", "elec", "eng", "fac", "inst", "mech", "phys"}
    | {"sch", "sci", "tech", "univ"}
)
#: Report No. 5 · Technical Report Series No. 916
_OF_REPORT = re.compile(r"\b(?:report|rep\.|paper|publication|bulletin|series) $", re.IGNORECASE)
_NUMBER_OF_REPORT = re.compile(r"\s?[A-Z/]{0,12}[-./ ]?\d")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_BEFORE_INITIALS = re.compile(r"(?:^|[,;:(&“]|\b(?:and|by|en|et|deur|in|In|[^\W\d_]\.)) ?$")
_IN = re.compile(r" (?:In|Dans)(?: ?:| )")
_QUOTES = {"“": "”", "‘": "’", "«": "»", "„": "“", '"': '"', "'": "'"}
#: No short form is longer, with the word before it.
_FAR = 60
_EDGES = " \t,;:.–—-" + TAKEN


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a text."""

    start: int
    end: int


def trim(text: str, start: int, end: int, edges: str = _EDGES) -> Span:
    """The range without punctuation and blanks at its edges."""
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return Span(start, end)


def split(
    text: str, start: int, end: int, *, semicolons: bool = False, whole: Sequence[tuple[int, int]] = ()
) -> list[Span]:
    """The sentences of a range, each without the full stop that ends it; a question keeps its mark.

    A full stop within brackets or quotation marks, behind an initial or an abbreviation ends nothing. ``semicolons``
    end one as well, as chemists use them. Nothing ends within the ranges of ``whole``, which are titles.
    """
    spans: list[Span] = []
    depth, quoted, begin = 0, False, start
    for stop in _STOP.finditer(text, start, end):
        sign = stop[0][0]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth = max(0, depth - 1)
        elif sign in "“«":
            quoted = True
        elif sign in "”»":
            quoted = False
        elif sign in ".?!;":
            closing = stop[0].lstrip(".?!;")
            depth = max(0, depth - closing.count(")") - closing.count("]"))
            quoted = quoted and not any(quote in closing for quote in "”»")
            ends = semicolons if sign == ";" else sign != "." or not _is_abbreviation(text, begin, stop.start(), end)
            inside = sign == "." and any(first < stop.start() and stop.end() < last for first, last in whole)
            if depth == 0 and not quoted and ends and not inside:
                kept = stop.end() if sign in "?!" or closing else stop.start()
                spans.append(Span(trim(text, begin, kept).start, trim(text, begin, kept, " " + TAKEN).end))
                begin = stop.end()
    spans.append(trim(text, begin, end))
    return [span for span in spans if span.end > span.start and re.search(r"\w", text[span.start : span.end])]


def _is_abbreviation(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether the full stop at ``stop`` ends a short form or an initial, and no sentence."""
    begin = max(begin, stop - _FAR)
    match = _LAST_WORD.search(text, begin, stop)
    if not match or _IN.match(text, stop + 1, end):
        return False
    word = match[1].rstrip(".").casefold()
    if word in _EDITIONS:
        return not _ORDINAL.search(text, begin, match.start())
    if _DOTTED.fullmatch(match[1]) and not _BEFORE_INITIALS.search(text, begin, match.start()):
        # in the U.S. Lancet: letters after a noun are no initials.
        return not text[stop + 1 : end].lstrip()[:1].isupper()
    if word in ("no", "nr") and _OF_REPORT.search(text, begin, match.start()):
        return bool(_NUMBER_OF_REPORT.match(text, stop + 1, end))
    if word == "proc" and text[stop + 1 : end].lstrip()[:1].isdecimal():
        return True
    if len(word) > 2 and _DEGREE.search(text, begin, match.start()):
        # Ph.D. dissertation, Dept. Elect. Eng., Univ. of Example.
        return word in _OF_UNIVERSITIES
    if len(word) > 1 or match[1].islower():
        return word in ABBREVIATIONS or "." in word
    before = text[begin : match.start()].split(" ")[-2:][0]
    # A letter behind a longer word in small letters ends a title (vitamin D), and so does the language R.
    ends = (len(before) > 3 and before.islower() and before.isalpha()) or (
        word == "r" and before.casefold() in ("in", "using", "with")
    )
    return match[1][0].isupper() and not ends


def is_short_form(word: str) -> bool:
    """Whether a word looks like one of an abbreviated title of a journal: Proc, Natl, Acad."""
    return word.rstrip(".").casefold() in ISO4


def quotation(text: str, start: int, end: int) -> Span | None:
    """A title in quotation marks at the beginning of a range, with its marks; None where there is none.

    A title that only begins with a word in quotation marks (“Intention” und “Intentionalität”) is none.
    """
    opening = text[start : start + 1]
    closing = _QUOTES.get(opening)
    if not closing:
        return None
    depth = 1
    weak: Span | None = None
    for at in range(start + 1, end):
        sign = text[at]
        if sign == closing:
            if sign in "’'" and text[at + 1 : at + 2].isalnum():
                continue
            depth -= opening != closing and sign in "”»"
            if depth > 0 and sign in "”»":
                continue
            following = text[at + 1 : end].lstrip(" " + TAKEN)
            if text[at - 1] in ",.?!" or not following or following[0] in ",.;:([<0123456789" or _starts_in(following):
                return Span(start, at + 1)
            if sign in '”»"' and weak is None:
                # “Title” Journal, without a sign between: a word in small letters goes on with the title.
                weak = Span(start, at + 1) if following[0].isupper() else Span(start, start)
                break
        elif sign == opening:
            depth += 1
    return weak if weak and weak.end > weak.start else None


def _starts_in(text: str) -> bool:
    return bool(re.match(r"(?:in|dans|en)\b", text, re.IGNORECASE))
