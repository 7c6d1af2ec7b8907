"""The forms of values in a front matter: each reads a value, and describes it as JSON Schema."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from studenthub.parse import months
from studenthub.parse.frontmatter import Value
from studenthub.source.problems import codepoint, did_you_mean, listed, shortened

T = TypeVar("T")


class Wrong(ValueError):
    """Raised by a converter: what is wrong with a value, and a hint; ``better`` is what to write where that is sure."""

    def __init__(self, message: str, hint: str = "", better: str = "") -> None:
        super().__init__(message)
        self.hint, self.better = hint, better


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """``convert`` reads a value, and raises Wrong; ``schema`` describes it (JSON Schema, draft 2020-12)."""

    convert: Callable[[Value], T]
    schema: Mapping[str, object]

    def __call__(self, value: Value) -> T:
        """The value, converted. Raises Wrong."""
        return self.convert(value)


def form(**schema: object) -> Callable[[Callable[[Value], T]], Form[T]]:
    """A form whose values a function reads, and ``schema`` describes."""
    return lambda convert: Form(convert, schema)


#: Invisible, but part of how words and emoji are written: the joiner and non-joiner of Persian, Hindi and others.
_JOINERS = str.maketrans("", "", "\u200c\u200d")


@form(type="string")
def string(value: Value) -> str:
    """One line of text."""
    if not isinstance(value.data, str):
        raise Wrong("must be text", "put it in quotes")
    text = " ".join(value.data.split())
    if not (visible := text.translate(_JOINERS)).isprintable():
        first = next(c for c in visible if not c.isprintable())
        raise Wrong(f"contains an invisible character, {codepoint(first)}", "delete it and type the text again")
    return text


def integer(low: int, high: int) -> Form[int]:
    """A whole number from ``low`` to ``high``."""

    @form(type="integer", minimum=low, maximum=high)
    def convert(value: Value) -> int:
        text = string(value)
        # Python refuses to read thousands of digits, and takes 1_000 and ٣ for numbers.
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise Wrong(f"must be a whole number from {low} to {high}", "write the number alone")
        return int(text)

    return convert


_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@form(type="boolean")
def boolean(value: Value) -> bool:
    """true or false."""
    word = string(value).lower()
    if word not in _WORDS:
        raise Wrong("must be true or false")
    return _WORDS[word]


_SPELT_DATE = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"
    r"|(?P<month2>[A-Za-z]{3,9})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?,? (?P<year2>\d{4})"
    r"|(?P<year3>\d{4})[-/.](?P<number3>\d{1,2})[-/.](?P<day3>\d{1,2})"
    r"|(?P<day4>1[3-9]|2\d|3[01])[-/.](?P<number4>\d{1,2})[-/.](?P<year4>\d{4})"
    r"|(?P<number5>\d{1,2})[-/.](?P<day5>1[3-9]|2\d|3[01])[-/.](?P<year5>\d{4})"
)
#: 5/3/2024 is ambiguous: which number is the month?
_AMBIGUOUS_DATE = re.compile(r"(0?[1-9]|1[0-2])[-/.](0?[1-9]|1[0-2])[-/.](\d{4})")


#: What stands for a date that is missing or wrong: it is before all others, so nothing that has it is in the future.
UNDATED = datetime.date.min


@form(type="string", format="date")
def date(value: Value) -> datetime.date:
    """A day of the calendar, as 2024-07-11 (ISO 8601)."""
    text = string(value)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        if ambiguous := _AMBIGUOUS_DATE.fullmatch(text):
            raise _either(text, *map(int, ambiguous.groups()))
        better = _spelt_date(text)
        hint = f"write {better}" if better else "write it as year-month-day, such as 2024-07-11"
        raise Wrong(f"is not a date: {shortened(text)}", hint, better)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"is not a day of the calendar: {text}", "after the year come the month and the day") from None


def _either(text: str, first: int, second: int, year: int) -> Wrong:
    """A date whose month may be its first or its second number; where both are the same, it may not."""
    days = [f"{year}-{month:02}-{day:02}" for month, day in dict.fromkeys([(second, first), (first, second)])]
    if len(days) == 1:
        return Wrong(f"is not a date: {text}", f"write {days[0]}", days[0])
    names = [f"{day} {months.ENGLISH[month - 1].capitalize()}" for day, month in ((first, second), (second, first))]
    return Wrong(f"could be {' or '.join(names)}: {text}", f"write {' or '.join(days)}")


def _spelt_date(text: str) -> str:
    """A day that is written in another way, as 2024-07-11; "" where it may be more than one day."""
    if not (match := _SPELT_DATE.fullmatch(text)):
        return ""
    found = {name.rstrip("2345"): part for name, part in match.groupdict().items() if part}
    word = found.get("month", "").lower()
    named = [number for number, month in enumerate(months.ENGLISH, 1) if word and month.startswith(word)]
    month = named[0] if len(named) == 1 else int(found.get("number", "0"))
    try:
        return datetime.date(int(found["year"]), month, int(found["day"])).isoformat()
    except ValueError:
        return ""


def one_of(*words: str) -> Form[str]:
    """One of a few words."""

    @form(enum=words)
    def convert(value: Value) -> str:
        word = string(value)
        if word not in words:
            hint = did_you_mean(word, words) or f"choose {listed(words)}"
            plain = re.sub(r"[ _]+", "-", word.lower())
            raise Wrong(f"is {shortened(word)}, which is not known", hint, plain if plain in words else "")
        return word

    return convert


def matching(pattern: str, hint: str) -> Form[str]:
    """Text of one form."""
    compiled = re.compile(pattern)

    @form(type="string", pattern=f"^(?:{pattern})$")
    def convert(value: Value) -> str:
        word = string(value)
        if not compiled.fullmatch(word):
            raise Wrong(f"has the wrong form: {shortened(word)}", hint)
        return word

    return convert


def length(low: int, high: int, reason: str = "") -> Form[str]:
    """One line of ``low`` to ``high`` characters; ``reason`` says why, where somebody chose these."""
    because = f": {reason}" if reason else ""

    @form(type="string", minLength=low, maxLength=high)
    def convert(value: Value) -> str:
        text = string(value)
        if not low <= len(text) <= high:
            has = f"has {len(text)} character{'' if len(text) == 1 else 's'}"
            if len(text) < low:
                raise Wrong(f"{has}, and needs at least {low}", f"say more{because}")
            raise Wrong(f"{has}, and may have {high}", f"shorten it by {len(text) - high}{because}")
        return text

    return convert
