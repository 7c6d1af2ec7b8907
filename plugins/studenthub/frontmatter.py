"""The YAML block at the head of a Markdown file, as values that know their place.

The subset of YAML is small on purpose, because strangers write it: no anchors, aliases, tags or merge keys (they
can blow up or reach Python), at most MAX_BYTES and MAX_DEPTH, and no key twice. Nothing is converted here: every
scalar is text as it is written, and its field says what it means. So YAML's own guesses (no is false, 12:30 is 750,
1.10 is 1.1) never come in.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

import yaml

from studenthub.problems import Problem, did_you_mean, listed, shortened
from studenthub.source import Place, Text

MAX_BYTES = 8 * 1024
MAX_DEPTH = 6
T = TypeVar("T")

# libyaml is eight times as fast; the pure Python loader reads the same language.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
#: What YAML refuses, and the line ends that only YAML takes for such.
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
#: YAML takes this for a comment, and a student for a hashtag.
_HASHTAG = re.compile(r"[ \t]+#\w")


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value and where it begins: text as it is written, a list, or fields by name.

    What is empty, or null, is "". ``name_place`` is where the name of the field begins that holds the value.
    """

    place: Place
    data: str | tuple[Value, ...] | Mapping[str, Value]
    name_place: Place | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a file by name, and ``body_start``, the offset where its Markdown begins."""

    fields: Mapping[str, Value]
    body_start: int
    place: Place


class _Broken(Exception):
    def __init__(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.problem = Problem(place, code, message, hint)


def parse(text: Text) -> tuple[FrontMatter, list[Problem]]:
    """Split ``text`` into its fields and its body. A file that cannot be read has no fields and one problem."""
    top = text.place(0)
    body_start = 0
    fields: Mapping[str, Value] = {}
    try:
        opening = _FENCE.match(text.content)
        if not opening:
            raise _Broken(top, "HUB101", "the file does not begin with a front matter", "its first line must be ---")
        closing = _END.search(text.content, opening.end())
        body_start = closing.end() if closing else len(text.content)
        if not closing:
            hint = "put a line with --- after the last field"
            raise _Broken(top, "HUB102", "the front matter is never closed", hint)
        fields = _Block(text, opening.end(), closing.start()).fields()
    except _Broken as broken:
        return FrontMatter({}, body_start, top), [broken.problem]
    return FrontMatter(fields, body_start, top), []


class _Block:
    """The lines between the fences, which begin at the offset ``start`` of ``text``."""

    def __init__(self, text: Text, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._block = text.content[start:end]

    def fields(self) -> Mapping[str, Value]:
        if len(self._block) > MAX_BYTES or len(self._block.encode("utf-8", "replace")) > MAX_BYTES:
            message = f"the front matter is longer than {MAX_BYTES // 1024} KB"
            raise _Broken(self._text.place(0), "HUB103", message, "move text into the article")
        if wrong := _FORBIDDEN.search(self._block):
            message = f"the front matter holds an invisible character, {_codepoint(wrong[0])}"
            raise _Broken(self._place(wrong.start()), "HUB102", message, "delete it and type the text again")
        try:
            return self._root(yaml.parse(self._block, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            raise self._explained(error) from None

    def _place(self, at: int) -> Place:
        return self._text.place(self._start + at)

    def _root(self, events: Iterator[yaml.Event]) -> Mapping[str, Value]:
        fields: Mapping[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._value(event, events, 0)
                if not isinstance(root.data, Mapping):
                    raise _Broken(root.place, "HUB102", _NO_FIELD, "write title: My article")
                fields = root.data
        return fields

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        """The value that ``event`` begins; what belongs to it is taken from ``events``."""
        assert event.start_mark
        place = self._place(event.start_mark.index)
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            raise self._unquoted(self._block[event.start_mark.index], place)
        if depth > MAX_DEPTH:
            hint = "no field has groups within groups within groups"
            raise _Broken(place, "HUB102", "the front matter is nested too deeply", hint)
        if isinstance(event, yaml.SequenceStartEvent):
            return Value(place, tuple(self._items(events, depth + 1)))
        if isinstance(event, yaml.MappingStartEvent):
            return Value(place, self._mapping(events, depth + 1))
        assert isinstance(event, yaml.ScalarEvent)
        return Value(place, self._scalar(event))

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Value]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._value(event, events, depth)

    def _mapping(self, events: Iterator[yaml.Event], depth: int) -> Mapping[str, Value]:
        fields: dict[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._value(event, events, depth)
            if not isinstance(name.data, str) or not name.data:
                raise _Broken(name.place, "HUB102", "the name of a field must be a word", "write name: value")
            if first := fields.get(name.data):
                hint = f"the first is in line {(first.name_place or first.place).line}; keep one of them"
                raise _Broken(name.place, "HUB105", f"the field {shortened(name.data)} is there twice", hint)
            value = self._value(next(events), events, depth)
            fields[name.data] = replace(value, name_place=name.place)
        return fields

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        if event.style:
            return event.value
        assert event.end_mark
        end = event.end_mark.index
        if _HASHTAG.match(self._block, end):
            message = "what follows # would be left out, as a comment"
            hint = "put the whole value in quotes; a true comment has a space after its #"
            raise _Broken(self._place(self._block.index("#", end)), "HUB102", message, hint)
        return "" if event.value in ("~", "null") else event.value

    def _unquoted(self, sign: str, place: Place, fixed: str = "") -> _Broken:
        hint = f"put the whole value in quotes{fixed and ': '}{fixed}"
        return _Broken(place, "HUB104", f"a value cannot begin with {sign}", hint)

    def _explained(self, error: yaml.MarkedYAMLError) -> _Broken:
        """YAML's complaint in terms of what was typed: the first slip that one of the suspected lines shows."""
        suspects = list(self._suspects(error))
        for line, place in suspects:
            for pattern, message, hint in _SLIPS:
                if match := pattern.fullmatch(line):
                    fixed = f"{match['name'].strip()} {_quoted(match['value'])}".strip()
                    if not message:
                        return self._unquoted(match["value"][0], place, fixed)
                    message = f"the front matter cannot be read: {message}"
                    return _Broken(place, "HUB102", message, hint.replace("{fixed}", fixed))
        message = f"the front matter cannot be read: {error.problem or error.context}"
        return _Broken(suspects[0][1], "HUB102", message, "look at this line and the one above it")

    def _suspects(self, error: yaml.MarkedYAMLError) -> Iterator[tuple[str, Place]]:
        """The lines where a value began, where YAML gave up, and the one above, each with the place to look at."""
        stopped = error.problem_mark or error.context_mark
        assert stopped
        begun = error.context_mark if error.context_mark and "block" not in (error.context or "") else stopped
        lines = [*self._block.split("\n"), ""]
        above = next((number for number in range(stopped.line - 1, -1, -1) if lines[number].strip()), 0)
        at = {begun.line: begun.index}
        at.setdefault(stopped.line, stopped.index)
        at.setdefault(above, sum(len(line) + 1 for line in lines[:above]))
        for number, offset in at.items():
            yield lines[number], self._place(offset)


_NO_FIELD = "this line is not a field"
_Slip = tuple[re.Pattern[str], str, str]


def _slip(value: str, message: str, hint: str, name: str = r"(?:[^\s:\"'\[{#][^:]*:[ \t]+)?") -> _Slip:
    """The look of a line, in two groups: its name with hyphens, if it has one, and its value."""
    return re.compile(rf"(?P<name>[ -]*{name})(?P<value>{value})"), message, hint


#: The lines that YAML cannot read, what is wrong with them, and what to do. The first that fits is told.
_SLIPS = (
    _slip(r"\t.*", "a line is moved in with a tab", "use spaces, not tabs"),
    _slip(r"(?:[@`%&*!]|[|>](?=\s)|\?(?=\s|$)).*", "", ""),
    _slip(r"\"[^\"]*\\.*", "a backslash stands in double quotes", "use single quotes for this value"),
    _slip(r"[\"'].*", "a quotation mark too few, or too many", "inside double quotes write single ones: \"a 'b' c\""),
    _slip(r"[\[{].*", "a bracket too few, or text after it", "close it; if it belongs to the text, put all in quotes"),
    _slip(r"- .*", "a list begins on the line below its name", "put the - on a line of its own", r"[^\s:]+:[ \t]+"),
    _slip(r".*:(?: .*)?", "a value with a colon needs quotes", "write {fixed}", r"[^\s:][^:]*:[ \t]+"),
    _slip(r"(?:[^:]|:(?=\S))+", _NO_FIELD, "a field has a colon and a space; after the last one comes ---", ""),
    _slip(r":.*", "there is no name before this colon", "write name: value", ""),
    _slip(r"[^ -].*", "this line begins in the wrong column", "the fields of a group stand below each other", " +"),
)


def _quoted(value: str) -> str:
    """``value`` in the quotes that it needs, shortened for a message."""
    short = shortened(value.strip(), 60)
    return f'"{short}"' if '"' not in short and "\\" not in short else "'{}'".format(short.replace("'", "''"))


def _codepoint(character: str) -> str:
    return f"U+{ord(character):04X}"


class Wrong(ValueError):
    """Raised by a converter: what is wrong with a value, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Reader:
    """Takes fields out of a mapping one by one, and collects what is wrong with them.

    Each known field is asked for once; what nobody asked for is unknown, so the list of known fields is never
    written twice. ``within`` names the field that holds this mapping, for the messages.
    """

    def __init__(self, fields: Mapping[str, Value], place: Place, within: str = "") -> None:
        self._fields = fields
        self._place = place
        self._within = f"{within}." if within else ""
        self._asked: list[str] = []
        self.problems: list[Problem] = []

    def place(self, name: str) -> Place:
        """Where the value of a field stands, or where the mapping begins."""
        return self._fields[name].place if name in self._fields else self._place

    def has(self, name: str) -> bool:
        """Whether a field is there with a value."""
        return name in self._fields and self._fields[name].data not in ("", ())

    def take(self, name: str, convert: Callable[[Value], T], default: T, required: str = "") -> T:
        """The field ``name`` as ``convert`` sees it. ``required`` is the hint for when it is absent."""
        if not self._asks(name, required):
            return default
        return next(self._converted(name, self._fields[name], convert), default)

    def each(self, name: str, convert: Callable[[Value], T], required: str = "") -> tuple[T, ...]:
        """The field ``name`` as a tuple; one value alone counts as a list of one."""
        if not self._asks(name, required):
            return ()
        value = self._fields[name]
        items = value.data if isinstance(value.data, tuple) else (value,)
        return tuple(taken for item in items for taken in self._converted(name, item, convert))

    def _asks(self, name: str, required: str) -> bool:
        self._asked.append(name)
        if required and not self.has(name):
            self._add(self.place(name), "HUB111", f"{self._within}{name} is missing", required)
        return self.has(name)

    def _converted(self, name: str, value: Value, convert: Callable[[Value], T]) -> Iterator[T]:
        """The value, if it can be converted."""
        try:
            yield convert(value)
        except Wrong as wrong:
            self._add(value.place, "HUB113", f"{self._within}{name} {wrong}", wrong.hint)

    @contextmanager
    def nested(self, value: Value, name: str) -> Iterator[Reader]:
        """A reader of the mapping ``value``, whose problems become this reader's."""
        if not isinstance(value.data, Mapping):
            raise Wrong("is not a group of fields", "write name: value lines under it, indented by two spaces")
        reader = Reader(value.data, value.place, f"{self._within}{name}")
        yield reader
        self.problems.extend(reader.finish())

    def finish(self) -> list[Problem]:
        """All problems, with one for every field that nobody asked for."""
        unknown = [name for name in self._fields if name not in self._asked]
        return [*self.problems, *map(self._unknown, unknown)]

    def _unknown(self, name: str) -> Problem:
        value = self._fields[name]
        hint = did_you_mean(name, self._asked) or f"known fields: {', '.join(sorted(self._asked))}"
        return Problem(
            value.name_place or value.place, "HUB112", f"unknown field {self._within}{shortened(name)}", hint
        )

    def _add(self, place: Place, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(place, code, message, hint))


#: Invisible, but part of how words and emoji are written: the joiner and non-joiner of Persian, Hindi and others.
_JOINERS = str.maketrans("", "", "\u200c\u200d")


def string(value: Value) -> str:
    """One line of text."""
    if not isinstance(value.data, str):
        raise Wrong("must be text", "put it in quotes")
    text = " ".join(value.data.split())
    if not (visible := text.translate(_JOINERS)).isprintable():
        first = next(c for c in visible if not c.isprintable())
        raise Wrong(f"holds an invisible character, {_codepoint(first)}", "delete it and type the text again")
    return text


def integer(low: int, high: int) -> Callable[[Value], int]:
    """A whole number from ``low`` to ``high``."""

    def convert(value: Value) -> int:
        text = string(value)
        # Python refuses to read thousands of digits, and takes 1_000 and ٣ for numbers.
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise Wrong(f"must be a whole number from {low} to {high}")
        return int(text)

    return convert


_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def boolean(value: Value) -> bool:
    """true or false."""
    word = string(value).lower()
    if word not in _WORDS:
        raise Wrong("must be true or false")
    return _WORDS[word]


def date(value: Value) -> datetime.date:
    """A day of the calendar, as 2024-07-11 (ISO 8601)."""
    text = string(value)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Wrong(f"is not a date: {shortened(text)}", "write it as year-month-day, such as 2024-07-11")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"is not a day of the calendar: {text}", "after the year come the month and the day") from None


def one_of(*words: str) -> Callable[[Value], str]:
    """One of a few words."""

    def convert(value: Value) -> str:
        word = string(value)
        if word not in words:
            hint = did_you_mean(word, words) or f"choose {listed(words)}"
            raise Wrong(f"is {shortened(word)}, which is not known", hint)
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
            raise Wrong(f"has {len(text)} characters; it must have {low} to {high}")
        return text

    return convert


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))
