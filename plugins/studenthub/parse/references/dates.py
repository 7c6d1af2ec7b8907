"""Dates as references print them, in English, Afrikaans, French, Dutch, German and Portuguese."""

from __future__ import annotations

import datetime
import re

from studenthub.parse import months

_MONTH = "(?:" + "|".join(sorted(months.NUMBERS, key=len, reverse=True)) + r")\b\.?"
_SEASON = r"(?:spring|summer|autumn|fall|winter|lente|somer|herfs|printemps|été|automne|hiver)\b"
_DAY = r"[0-3]?\d(?:st|nd|rd|th|er|ste|de)?\b"
_YEAR = r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)"

#: The name of a month or a season, with nothing around it.
MONTH = rf"(?:{_MONTH}|{_SEASON})"
#: A year as a work has one: of print, and not a number of pages.
YEAR = rf"\b{_YEAR}"
#: A whole date: day, month and year in any order, or numbers with hyphens, slashes or full stops.
DAY = (
    rf"(?:{_DAY}(?: of)? {_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}|{_YEAR},? {_MONTH} {_DAY}"
    rf"|{_YEAR}-\d\d-\d\d|{_YEAR}/\d\d/\d\d|\d\d?[/.]\d\d?[/.]{_YEAR})"
)
#: A date as exactly as it is known: a whole one, a month with its year, or a year.
DATE = rf"(?:{DAY}|{_MONTH},? {_YEAR}|{_YEAR},? {_MONTH}|{_YEAR})"

#: What is printed where a work has no date. In capitals S. J. are initials.
NO_DATE = (
    r"(?:(?-i:n\.\s?d\.|s\.\s?[adj]\.|g\.\s?d\.)"
    r"|(?i:no date|undated|geen datum|sonder (?:datum|jaar(?:tal)?)|sans date|(?:date|year) unknown))"
)
#: What is printed where a work is not out yet.
SOON = r"(?i:in press|in druk|sous presse|forthcoming|in preparation|submitted|accepted|to appear|à paraître)"

_WORDS = re.compile(r"\d+|[^\W\d_]+")
_NUMERIC = re.compile(rf"(\d\d?)[/.](\d\d?)[/.]({_YEAR})")


def month(text: str) -> int:
    """The number of the first month that ``text`` names, or 0."""
    return next((months.NUMBERS[word] for word in _WORDS.findall(text.lower()) if word in months.NUMBERS), 0)


def iso(text: str) -> str:
    """``text`` as ISO 8601 writes it, as exactly as it is printed; "" where it is no date or may be two.

    Of 5/3/2024 nobody knows whether it is in May or in March; 25/3/2024 is certain.
    """
    if numeric := _NUMERIC.search(text):
        first, second = int(numeric[1]), int(numeric[2])
        if first == second or second > 12:
            return _iso(numeric[3], first, second)
        return _iso(numeric[3], second, first) if first > 12 else ""
    words = _WORDS.findall(text.lower())
    years = [word for word in words if re.fullmatch(_YEAR, word)]
    if len(years) != 1:
        return ""
    rest = [word for word in words if word != years[0]]
    numbers = [int(word) for word in rest if word.isdecimal()]
    named = month(" ".join(rest))
    if not named and numbers and words[0] == years[0]:
        named = numbers.pop(0)
    return _iso(years[0], named, numbers[0] if named and numbers else 0)


def _iso(year: str, month: int, day: int) -> str:
    try:
        return datetime.date(int(year), month or 1, day or 1).isoformat()[: 10 if day else 7 if month else 4]
    except ValueError:
        return ""
