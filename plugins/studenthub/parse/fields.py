"""Fields of a front matter: taken one by one, converted, and said to be missing, unknown or wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

from studenthub.parse.frontmatter import Value
from studenthub.source.problems import ERROR, Fix, Problem, codepoint, did_you_mean, listed, nearest, shortened
from studenthub.source.text import Place

T = TypeVar("T")


class Wrong(ValueError):
    """Raised by a converter: what is wrong with a value, and a hint; ``better`` is what to write where that is sure."""

    def __init__(self, message: str, hint: str = "", better: str = "") -> None:
        super().__init__(message)
        self.hint, self.better = hint, better


class Reader:
    """Takes fields out of a mapping one by one, and collects what is wrong with them.

    Each known field is asked for once; what nobody asked for is unknown, so the list of known fields is never
    written twice. ``within`` names the field that holds this mapping, for the messages; ``elsewhere`` says of fields
    that belong into another group where that is. The fields that are ``unread``, as their lines cannot be read, are not
    called missing, nor is any where nobody knows which there are.
    """

    def __init__(
        self,
        fields: Mapping[str, Value],
        place: Place,
        within: str = "",
        elsewhere: Mapping[str, str] | None = None,
        *,
        unread: frozenset[str] | None = frozenset(),
    ) -> None:
        self._fields = fields
        self._spelt = {spelling: fields[name] for name in fields for spelling in _spellings(name)}
        self._elsewhere = elsewhere or {}
        self._place = place
        self._within = f"{within}." if within else ""
        self._unread = unread
        self._asked: list[str] = []
        self._missing: dict[str, Problem] = {}
        self.problems: list[Problem] = []

    def place(self, name: str) -> Place:
        """Where the value of a field stands, or where the mapping begins."""
        value = self._value(name)
        return value.place if value else self._place

    def has(self, name: str) -> bool:
        """Whether a field is there with a value."""
        value = self._value(name)
        return value is not None and value.data not in ("", ())

    def _value(self, name: str) -> Value | None:
        """The field ``name``, or else a misspelt one that certainly means it, so that its value is checked as well."""
        return self._fields.get(name) or self._spelt.get(name)

    def take(self, name: str, convert: Callable[[Value], T], default: T, required: str = "") -> T:
        """The field ``name`` as ``convert`` sees it. ``required`` is the hint for when it is absent."""
        value = self._asks(name, required)
        return next(self._converted(name, value, convert), default) if value else default

    def each(self, name: str, convert: Callable[[Value], T], required: str = "") -> tuple[T, ...]:
        """The field ``name`` as a tuple; one value alone counts as a list of one."""
        value = self._asks(name, required)
        if not value:
            return ()
        items = value.data if isinstance(value.data, tuple) else (value,)
        return tuple(taken for item in items for taken in self._converted(name, item, convert))

    def _asks(self, name: str, required: str) -> Value | None:
        """The field ``name``, if it has a value."""
        self._asked.append(name)
        if self.has(name):
            return self._value(name)
        if required and not self._is_unread(name):
            what = f"the field {self._within}{name} is {'empty' if self._value(name) else 'missing'}"
            self._missing[name] = Problem(self.place(name), "HUB111", what, required)
        return None

    def _is_unread(self, name: str) -> bool:
        return self._unread is None or any(name in _spellings(other) for other in self._unread)

    def _converted(self, name: str, value: Value, convert: Callable[[Value], T]) -> Iterator[T]:
        """The value, if it can be converted."""
        try:
            yield convert(value)
        except Wrong as wrong:
            self._is_wrong(name, value, wrong)

    def _is_wrong(self, name: str, value: Value, wrong: Wrong, level: str = ERROR) -> None:
        fix = Fix(value.start, value.end, wrong.better) if wrong.better and value.end else None
        self._add(value.place, "HUB113", f"{self._within}{name} {wrong}", wrong.hint, fix, level)

    def wrong(self, name: str, wrong: Wrong, level: str = ERROR) -> None:
        """Say what is wrong with a field whose value is used all the same; or is untidy, where that is advice."""
        value = self._value(name)
        assert value
        self._is_wrong(name, value, wrong, level)

    @contextmanager
    def nested(self, value: Value, name: str, such_as: str = "name: and its value") -> Iterator[Reader]:
        """A reader of the mapping ``value``, whose problems become this reader's."""
        if not isinstance(value.data, Mapping):
            raise Wrong("is not a group of fields", f"write {such_as} below it, indented by two spaces")
        reader = Reader(value.data, value.place, f"{self._within}{name}", unread=self._unread)
        yield reader
        self.problems.extend(reader.finish())

    def finish(self) -> list[Problem]:
        """All problems, with one for every field that nobody asked for: it may be one that is missing, misspelt."""
        unknown = [name for name in self._fields if name not in self._asked]
        meant = {nearest(name, self._asked) for name in unknown}
        missing = [problem for name, problem in self._missing.items() if name not in meant]
        return [*self.problems, *missing, *map(self._unknown, unknown)]

    def _unknown(self, name: str) -> Problem:
        value = self._fields[name]
        written = value.name or value
        meant = next((known for known in self._asked if known in _spellings(name)), "")
        hint = (
            self._elsewhere.get(name, "")
            or (meant and self._spelt_so(name, meant))
            or did_you_mean(name, self._asked)
            or f"known fields: {', '.join(sorted(self._asked))}"
        )
        message = f"unknown field {self._within}{shortened(name)}"
        fix = Fix(written.start, written.end, meant) if meant and meant not in self._fields and written.end else None
        return Problem(written.place, "HUB112", message, hint, fix=fix)

    def _spelt_so(self, name: str, meant: str) -> str:
        """What to write for a field that is nearly spelt so."""
        if meant in self._fields:
            return f"{meant} is there as well: keep one of them"
        return f"field names are in small letters: write {meant}" if name.lower() == meant else f"write {meant}"

    def _add(
        self, place: Place, code: str, message: str, hint: str, fix: Fix | None = None, level: str = ERROR
    ) -> None:
        self.problems.append(Problem(place, code, message, hint, level, fix))


@lru_cache(maxsize=1024)
def _spellings(name: str) -> frozenset[str]:
    """The fields that are certainly meant by a name that is none."""
    plain = re.sub(r"[ -]+", "_", name.strip().lower())
    return frozenset((plain, f"{plain}s", plain.removesuffix("s"), plain.replace("license", "licence")))


#: Invisible, but part of how words and emoji are written: the joiner and non-joiner of Persian, Hindi and others.
_JOINERS = str.maketrans("", "", "\u200c\u200d")


def string(value: Value) -> str:
    """One line of text."""
    if not isinstance(value.data, str):
        raise Wrong("must be text", "put it in quotes")
    text = " ".join(value.data.split())
    if not (visible := text.translate(_JOINERS)).isprintable():
        first = next(c for c in visible if not c.isprintable())
        raise Wrong(f"holds an invisible character, {codepoint(first)}", "delete it and type the text again")
    return text


def integer(low: int, high: int) -> Callable[[Value], int]:
    """A whole number from ``low`` to ``high``."""

    def convert(value: Value) -> int:
        text = string(value)
        # Python refuses to read thousands of digits, and takes 1_000 and ٣ for numbers.
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise Wrong(f"must be a whole number from {low} to {high}", "write the number alone")
        return int(text)

    return convert


_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def boolean(value: Value) -> bool:
    """true or false."""
    word = string(value).lower()
    if word not in _WORDS:
        raise Wrong("must be true or false")
    return _WORDS[word]


_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SPELT_DATE = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"
    r"|(?P<month2>[A-Za-z]{3,9})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?,? (?P<year2>\d{4})"
    r"|(?P<year3>\d{4})[-/.](?P<number3>\d{1,2})[-/.](?P<day3>\d{1,2})"
    r"|(?P<day4>1[3-9]|2\d|3[01])[-/.](?P<number4>\d{1,2})[-/.](?P<year4>\d{4})"
    r"|(?P<number5>\d{1,2})[-/.](?P<day5>1[3-9]|2\d|3[01])[-/.](?P<year5>\d{4})"
)
#: Of 5/3/2024 nobody knows which is the month.
_AMBIGUOUS_DATE = re.compile(r"(0?[1-9]|1[0-2])[-/.](0?[1-9]|1[0-2])[-/.](\d{4})")


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
    names = [f"{day} {_MONTHS[month - 1].capitalize()}" for day, month in ((first, second), (second, first))]
    return Wrong(f"could be {' or '.join(names)}: {text}", f"write {' or '.join(days)}")


def _spelt_date(text: str) -> str:
    """A day that is written in another way, as 2024-07-11; "" where it may be more than one day."""
    if not (match := _SPELT_DATE.fullmatch(text)):
        return ""
    found = {name.rstrip("2345"): part for name, part in match.groupdict().items() if part}
    word = found.get("month", "").lower()
    named = [number for number, month in enumerate(_MONTHS, 1) if word and month.startswith(word)]
    month = named[0] if len(named) == 1 else int(found.get("number", "0"))
    try:
        return datetime.date(int(found["year"]), month, int(found["day"])).isoformat()
    except ValueError:
        return ""


def one_of(*words: str) -> Callable[[Value], str]:
    """One of a few words."""

    def convert(value: Value) -> str:
        word = string(value)
        if word not in words:
            hint = did_you_mean(word, words) or f"choose {listed(words)}"
            plain = re.sub(r"[ _]+", "-", word.lower())
            raise Wrong(f"is {shortened(word)}, which is not known", hint, plain if plain in words else "")
        return word

    return convert


def matching(pattern: str, hint: str) -> Callable[[Value], str]:
    """Text of one form."""
    compiled = re.compile(pattern)

    def convert(value: Value) -> str:
        word = string(value)
        if not compiled.fullmatch(word):
            raise Wrong(f"has the wrong form: {shortened(word)}", hint)
        return word

    return convert


def length(low: int, high: int) -> Callable[[Value], str]:
    """One line of ``low`` to ``high`` characters."""

    def convert(value: Value) -> str:
        text = string(value)
        if not low <= len(text) <= high:
            has = f"has {len(text)} character{'' if len(text) == 1 else 's'}"
            if len(text) < low:
                raise Wrong(f"{has}, and needs at least {low}", "say more")
            raise Wrong(f"{has}, and may have {high}", f"shorten it by {len(text) - high}")
        return text

    return convert


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))
