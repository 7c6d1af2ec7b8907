"""Ranges of pages, whose last number people shorten: 2271–81."""

from __future__ import annotations

import re

#: Two numbers, each with the letters that it may have before and behind it.
RANGE = re.compile(r"([A-Za-z]*)(\d+)([A-Za-z]?) ?[-–—]{1,2} ?([A-Za-z]*)(\d+)([A-Za-z]?)")


def page_range(text: str) -> str:
    """Pages as BibTeX writes them, with both ends in full: 2271–81 is 2271--2281, S1-9 is S1--S9."""
    text = re.sub(r"^ ?(?:pp?|pages?|bll?|pg)\b\.? ?", "", text.strip(), flags=re.IGNORECASE)
    if not (match := RANGE.fullmatch(text)):
        return re.sub(r" ?[-–—]{1,2} ?", "--", text)
    prefix, first, letter, other, last, end = match.groups()
    return f"{prefix}{first}{letter}--{other or prefix}{in_full(first, last)}{end}"


def in_full(first: str, last: str) -> str:
    """The last number of a range as it is meant: 2281 of 2271–81. As it is, where that would be before the first."""
    full = first[: max(0, len(first) - len(last))] + last
    return full if full >= first else last
