"""Dates as BibTeX files write them, as dates of CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studenthub.parse import latex
from studenthub.parse.abbreviations import MONTHS

_RANGE = re.compile(r" ?(?:/|–|—) ?|(?<=\d{4})-(?=\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ][\d:.+Z-]+)?")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
#: Words around a date that say nothing of it: Accessed on the 11th of July 2024.
_FILLERS = {"st", "nd", "rd", "th", "of", "on", "the", "accessed", "retrieved"}
#: What is written where there is no date, without its signs; mere signs are none either.
_UNDATED = {"", "nd", "sa", "nodate", "undated", "unknown"}
#: biblatex's words for what is not out yet.
_STATES = {"inpress": "in press", "inpreparation": "in preparation", "prepublished": "advance online publication"}


def date(raw: str, month: str = "", day: str = "", state: str = "") -> Mapping[str, object]:
    """A CSL-JSON date: parts, a range, or the words that stand in a date's place."""
    text = _text(raw)
    if "".join(_WORDS.findall(text)).casefold() in _UNDATED:
        text = _STATES.get(_text(state), _text(state))
    if not text:
        return {}
    begin, *rest = [end for end in _RANGE.split(text) if end] or [""]
    # 2010--11 is short for 2010--2011.
    parts = [_day(end) for end in (begin, *(begin[:2] + end if re.fullmatch(r"\d\d", end) else end for end in rest))]
    if len(parts) > 2 or not all(parts):
        return {"literal": text}
    if len(parts) == len(parts[0]) == 1:
        parts[0] += _month_and_day(month, day)
    return {"date-parts": parts}


def _day(text: str) -> list[int]:
    """Year, month and day, as far as they are said: 2024, 2024-07, 2024-07-11, July 2024, 11 July 2024."""
    if match := _ISO.fullmatch(text):
        parts = [int(part) for part in match.groups() if part]
    else:
        words = [word for word in _WORDS.findall(text) if word.lower() not in _FILLERS]
        years = [int(word) for word in words if re.fullmatch(r"[0-9]{4}", word)]
        parts = years + _month_and_day(" ".join(word for word in words if word.isalpha() or len(word) < 3), "")
        # Of 5/3/2024 nobody knows whether it is in May or in March.
        if len(years) != 1 or len(parts) != len(words) or (len(parts) > 1 and not any(map(str.isalpha, words))):
            return []
    in_range = all(low <= part <= high for part, low, high in zip(parts, (0, 1, 1), (9999, 12, 31), strict=False))
    return parts if in_range else []


def _month_and_day(month: str, day: str) -> list[int]:
    """What the fields month and day say: jul, July or 7, and a day in either (jul # "~11" is a habit of JabRef)."""
    words = _WORDS.findall(latex.to_text(month).lower())
    named = [
        number for word in words for number, name in enumerate(MONTHS, 1) if name.startswith(word) and len(word) > 2
    ]
    numbers = [int(word) for word in (*words, *_WORDS.findall(latex.to_text(day))) if re.fullmatch(r"[0-9]{1,2}", word)]
    if not words or not (named or numbers):
        return []
    found = named[0] if named else numbers.pop(0)
    if not 1 <= found <= 12:
        return []
    return [found, *(number for number in numbers[:1] if 1 <= number <= 31)]


def _text(raw: str) -> str:
    return " ".join(latex.to_text(raw).split())
