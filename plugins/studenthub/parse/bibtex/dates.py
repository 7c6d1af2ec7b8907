"""Dates as BibTeX files write them, as dates of CSL-JSON.

Read are those of biblatex (https://ctan.org/pkg/biblatex, section 2.3.8; they are a part of EDTF,
https://www.loc.gov/standards/datetime/), and what people write into the fields year and month.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping

from studenthub.parse import latex
from studenthub.parse.months import ENGLISH

_RANGE = re.compile(r" ?(?:/|–|—) ?|(?<=\d{4})-(?=\d{4})")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ][\d:.+Z-]+)?")
#: A day in numbers with other hyphens, or with space beside them.
_SPACED_ISO = re.compile(r"([0-9]{4}) ?[-–—] ?([0-9]{1,2}) ?[-–—] ?([0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
#: Words around a date that say nothing of it: Accessed on the 11th of July 2024.
_FILLERS = {"st", "nd", "rd", "th", "of", "on", "the", "accessed", "retrieved"}
#: What is written where there is no date, in any language, without signs and blanks.
UNDATED = frozenset(
    {"nd", "sa", "sd", "sj", "gd", "nodate", "undated", "unknown"}
    | {"geendatum", "sonderdatum", "sonderjaar", "sonderjaartal", "sansdate"}
)
#: biblatex's words for what is not out yet.
_STATES = {"inpress": "in press", "inpreparation": "in preparation", "prepublished": "advance online publication"}
#: The signs of EDTF for a date that is not certain, and the words of people.
_CIRCA = re.compile(r"^\[?(?:ca?\.|ca|circa)\s*(?=\d)|(?<=\d)[?~%]\]?$", re.IGNORECASE)
_APPROXIMATE = re.compile(r"(?<=\d)~\s*\Z")
_DECADE = re.compile(r"(\d{2})(?:(\d)(?:[XxUu?-]|0s)|(?:[XxUu?-]{2}|00s))")
_BEFORE_CHRIST = re.compile(r"(\d{1,4}) ?B\.? ?C\.?(?: ?E\.?)?", re.IGNORECASE)
_AFTER_CHRIST = re.compile(r"(?:A\.? ?D\.? ?)?(\d{1,4})(?: ?(?:A\.? ?D|C\.? ?E)\.?)?", re.IGNORECASE)
#: Years of the calendar of astronomers, which has a year 0: biblatex writes -0043 for 44 BC.
_ASTRONOMICAL = re.compile(r"-(\d{4})")
_OPEN_END = re.compile(r"(\d{4}.*?) ?(?:/|–|—|(?<=\d{4})-)(?: ?(?:\.\.|present|today|ongoing|now))?", re.IGNORECASE)
_OPEN_START = re.compile(r"(?:\.\.)? ?/ ?(\d{4}.*)")
_MONTHS_OF_YEAR = re.compile(r"([^\W\d_]{3,9})\.? ?[-–/] ?([^\W\d_]{3,9})\.?,? (\d{4})")
#: What is between two months in the field month, or between two days.
_BETWEEN_MONTHS = re.compile(r"\s*(?:[-–—/&]+|\\&|\band\b|\bto\b)\s*")
_LONGEST_INTO_A_CENTURY = 50
_SHORT_YEARS = re.compile(r"(\d{2})(\d{2}) ?([/–—]) ?(\d{2})")
#: EDTF counts the seasons from 21 on, CSL from 1.
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
#: In the place of the year in which something that goes on has ended.
_GOES_ON = 0


def date(raw: str, month: str = "", day: str = "", state: str = "") -> Mapping[str, object]:
    """A CSL-JSON date: parts, a range, a season, or the words that are in a date's place."""
    text = _text(raw)
    if (words := "".join(_WORDS.findall(text)).casefold()) in UNDATED or not words:
        text = _STATES.get(_text(state), _text(state))
    if not text:
        return {}
    if _YEAR.fullmatch(text):
        return _with_season(_in_months(int(text), month) or [_with_month([int(text)], month, day)])
    certain = _CIRCA.sub("", text)
    if (decade := _DECADE.fullmatch(certain)) and not certain.isdigit():
        return {"literal": f"{decade[1]}{decade[2] or '0'}0s"}
    if open_start := _OPEN_START.fullmatch(certain):
        return {"literal": f"–{open_start[1]}"}
    if not (parts := _span(certain)):
        return {"literal": text}
    if len(parts) == len(parts[0]) == 1:
        parts[0] = _with_month(parts[0], month, day)
    return {**_with_season(parts), **({"circa": True} if certain != text else {})}


def _with_month(parts: list[int], month: str, day: str) -> list[int]:
    """A year with what the fields month and day say, as far as there is such a day."""
    if not month:
        return parts
    found = [*parts, *_month_and_day(month, day)]
    return found if _exists(found) else found[:2]


def _in_months(number: int, month: str) -> list[list[int]]:
    """The two ends of what the field month says, such as March--April or July 1--5; nothing where it is one month."""
    halves = _BETWEEN_MONTHS.split(latex.to_text(month)) if _BETWEEN_MONTHS.search(month) else []
    both = [_month_and_day(half, "") for half in halves]
    if len(both) != 2:
        return []
    first, last = both
    if halves[0].strip().isdigit() and len(last) == 2:
        first = [last[0], int(halves[0])]
    elif halves[1].strip().isdigit() and len(first) == 2:
        last = [first[0], int(halves[1])]
    elif all(half.strip().isdigit() for half in halves) and last != [one + 1 for one in first]:
        return []
    ends = [[number, *first], [number, *last]]
    return ends if len(first) == len(last) > 0 and first < last and all(map(_exists, ends)) else []


def year(number: int) -> str:
    """A year of a date of CSL-JSON as it is printed: 2024, 44 BCE; "" for that in which something has not ended."""
    return f"{-number} BCE" if number < 0 else str(number or "")


def _span(text: str) -> list[list[int]]:
    """The one day, month or year of a date, or the two of a range; nothing where it cannot be read."""
    if goes_on := _OPEN_END.fullmatch(text):
        begun = _day(goes_on[1])
        return [begun, [_GOES_ON]] if begun else []
    if one := _day(text):
        return [one]
    if months := _MONTHS_OF_YEAR.fullmatch(text):
        both = [_day(f"{months[number]} {months[3]}") for number in (1, 2)]
        return both if all(both) else []
    if short := _SHORT_YEARS.fullmatch(text):
        return _short_range(short)
    both = [_day(end) for end in _RANGE.split(text)]
    return both if len(both) == 2 and all(both) and both[0] <= both[1] else []


def _short_range(short: re.Match[str]) -> list[list[int]]:
    """2010–11 and 1999/00 are two years. 2010/12 is ambiguous: December, or 2012; and so is 2024–03."""
    first, last = int(short[1] + short[2]), int(short[1] + short[4])
    if last < first:
        last += 100
        if last - first > _LONGEST_INTO_A_CENTURY:
            return []
    return [[first], [last]] if last == first + 1 or (short[3] != "/" and last - first < 100) else []


def _with_season(parts: list[list[int]]) -> Mapping[str, object]:
    """The parts as CSL-JSON; the season of the first one, where that is no month."""
    season = parts[0][1] - 20 if len(parts[0]) > 1 and parts[0][1] > 12 else 0
    found = [part[:1] if len(part) > 1 and part[1] > 12 else part for part in parts]
    return {"date-parts": found, "season": season} if season and len(found) == 1 else {"date-parts": found}


def _day(text: str) -> list[int]:
    """Year, month and day, as far as they are given: 2024, 2024-07, 2024-07-11, July 2024, 11 July 2024, 44 BC."""
    if match := _ISO.fullmatch(text):
        if "/" in text and not match[3]:
            return []
        parts = [int(part) for part in match.groups() if part]
    elif before := _BEFORE_CHRIST.fullmatch(text) or _ASTRONOMICAL.fullmatch(text):
        return [-int(before[1]) - text.startswith("-")]
    elif (after := _AFTER_CHRIST.fullmatch(text)) and not text.isdigit():
        parts = [int(after[1])]
    else:
        parts = _worded(text)
    return parts if parts and _exists(parts) else []


def _worded(text: str) -> list[int]:
    words = [word for word in _WORDS.findall(text) if word.lower() not in _FILLERS]
    years = [int(word) for word in words if re.fullmatch(r"[0-9]{4}", word)]
    parts = years + _month_and_day(" ".join(word for word in words if word.isalpha() or len(word) < 3), "")
    # 5/3/2024 is ambiguous: May or March.
    if len(years) != 1 or len(parts) != len(words) or (len(parts) > 1 and not any(map(str.isalpha, words))):
        return []
    return parts


def _exists(parts: list[int]) -> bool:
    """Whether there is such a day, such a month, or a season of such a year."""
    year, month, day = [*parts, 1, 1][:3] if len(parts) < 3 else parts
    if len(parts) == 2 and month in _SEASONS.values():
        return True
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1] and year <= 9999


def _month_and_day(month: str, day: str) -> list[int]:
    """Month and day from the two fields: jul, July or 7, and a day in either (jul # "~11" is a habit of JabRef)."""
    words = _WORDS.findall(latex.to_text(month).lower())
    named = [
        number for word in words for number, name in enumerate(ENGLISH, 1) if name.startswith(word) and len(word) > 2
    ] or [_SEASONS[word] for word in words if word in _SEASONS]
    numbers = [int(word) for word in (*words, *_WORDS.findall(latex.to_text(day))) if re.fullmatch(r"[0-9]{1,2}", word)]
    is_understood = bool(named) or all(word.isdecimal() or word in _FILLERS for word in words)
    if not words or not (named or numbers) or not is_understood:
        return []
    found = named[0] if named else numbers.pop(0)
    if not (1 <= found <= 12 or found in _SEASONS.values()):
        return []
    return [found, *(number for number in numbers[:1] if 1 <= number <= 31 and found <= 12)]


def _text(raw: str) -> str:
    # biblatex's sign for a date that is not certain is a tie of LaTeX.
    written = _APPROXIMATE.sub("?", raw) if "~" in raw else raw
    if written.isdigit():
        return written
    text = " ".join(latex.to_text(written).split())
    spaced = _SPACED_ISO.fullmatch(text)
    return "-".join(spaced.groups()) if spaced else text
