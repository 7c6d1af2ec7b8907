"""The YAML block at the head of a Markdown file, as values that know their place.

The subset of YAML is small on purpose, because strangers write it: no anchors, aliases, tags or merge keys (they
can blow up or reach Python), at most MAX_BYTES, and no key twice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import yaml

from studenthub.problems import Problem, did_you_mean
from studenthub.source import Place, Text

MAX_BYTES = 8 * 1024
T = TypeVar("T")

# libyaml is eight times as fast; the pure Python loader reads the same language.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


Scalar = str | int | float | bool | datetime.date | None


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value and where it starts. ``raw`` is a scalar as it is written, even where YAML would convert it."""

    place: Place
    data: Scalar | tuple[Value, ...] | Mapping[str, Value]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a file by name, and ``body_start``, the offset where its Markdown begins."""

    fields: Mapping[str, Value]
    body_start: int
    place: Place


class _Broken(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse(text: Text) -> tuple[FrontMatter, list[Problem]]:
    """Split ``text`` into its fields and its body. A file that cannot be read has no fields and one problem."""
    opening = _FENCE.match(text.content)
    if not opening:
        return FrontMatter({}, 0, text.place(0)), [
            Problem(
                text.place(0), "HUB101", "the file does not begin with a front matter", "its first line must be ---"
            )
        ]
    closing = _END.search(text.content, opening.end())
    if not closing:
        return FrontMatter({}, len(text.content), text.place(0)), [
            Problem(
                text.place(0), "HUB102", "the front matter is never closed", "put a line with --- after the last field"
            )
        ]
    empty = FrontMatter({}, closing.end(), text.place(0))
    block = text.content[opening.end() : closing.start()]
    if len(block.encode()) > MAX_BYTES:
        return empty, [
            Problem(
                text.place(0),
                "HUB103",
                f"the front matter is longer than {MAX_BYTES // 1024} KB",
                "move text into the article",
            )
        ]
    try:
        return FrontMatter(dict(_fields(text, block, opening.end())), closing.end(), text.place(0)), []
    except _Broken as broken:
        return empty, [broken.problem]


def _fields(text: Text, block: str, start: int) -> Iterator[tuple[str, Value]]:
    def place(mark: yaml.Mark) -> Place:
        return text.place(start + mark.index)

    try:
        # Scanning takes as long as reading, so it is done only where such a sign stands at all.
        for token in yaml.scan(block, Loader=_Loader) if re.search("[&*!]", block) else ():
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                raise _Broken(
                    Problem(
                        place(token.start_mark),
                        "HUB104",
                        "anchors (&), aliases (*) and tags (!) are not allowed here",
                        "put the value in quotes",
                    )
                )
        root = yaml.compose(block, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Broken(_syntax_problem(text, place(mark) if mark else text.place(start), error)) from error
    except yaml.reader.ReaderError as error:
        raise _Broken(
            Problem(
                text.place(start + max(error.position, 0)),
                "HUB102",
                "the front matter holds a character that is not allowed",
                "delete it and type it again",
            )
        ) from error
    except RecursionError as error:
        raise _Broken(Problem(text.place(start), "HUB102", "the front matter is nested too deeply")) from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _Broken(
            Problem(
                place(root.start_mark),
                "HUB102",
                "the front matter is not a list of fields",
                "write one field a line, such as title: My article",
            )
        )
    data = _value(root, place).data
    assert isinstance(data, Mapping)
    yield from data.items()


def _syntax_problem(text: Text, place: Place, error: yaml.MarkedYAMLError) -> Problem:
    line = text.content.split("\n")[place.line - 1]
    name, colon, rest = line.partition(":")
    hint = "look at this line and the one above it"
    if "\t" in line:
        hint = "use spaces, not tabs"
    elif colon and ": " in rest and "'" not in rest and '"' not in rest:
        hint = f'a value with a colon needs quotes: {name.strip()}: "{rest.strip()}"'
    elif rest.strip().startswith(("'", '"')):
        hint = "is there a quotation mark too few or too many?"
    elif line.strip() and not colon:
        hint = "every field needs a colon and a space after its name"
    return Problem(place, "HUB102", f"the front matter cannot be read: {error.problem or error.context}", hint)


def _value(node: yaml.Node, place: Callable[[yaml.Mark], Place]) -> Value:
    here = place(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Value] = {}
        for key, value in node.value:
            at = place(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                raise _Broken(Problem(at, "HUB102", "the name of a field must be a word"))
            if key.value in fields:
                raise _Broken(Problem(at, "HUB105", f"the field {key.value} is there twice", "keep one of them"))
            fields[key.value] = _value(value, place)
        return Value(here, fields)
    if isinstance(node, yaml.SequenceNode):
        return Value(here, tuple(_value(item, place) for item in node.value))
    return Value(here, _scalar(node), node.value)


def _scalar(node: yaml.ScalarNode) -> Scalar:
    """The Python value of a scalar, by the implicit tag that YAML gave it (YAML 1.1, section 10)."""
    raw: str = node.value
    tag = node.tag.rsplit(":", 1)[-1]
    if tag == "null":
        return None
    if tag == "bool":
        return raw.lower() in {"true", "yes", "on"}
    if tag == "int" and raw.lstrip("+-").isdecimal():
        return int(raw)
    if tag == "timestamp" and (match := _DATE.fullmatch(raw)):
        try:
            return datetime.date(*map(int, match.groups()))
        except ValueError:
            return raw
    return raw


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
        return name in self._fields and self._fields[name].data is not None

    def take(self, name: str, convert: Callable[[Value], T], default: T, required: str = "") -> T:
        """The field ``name`` as ``convert`` sees it. ``required`` is the hint for when it is absent."""
        self._asked.append(name)
        value = self._fields.get(name)
        if value is None or value.data is None or value.data == "":
            if required:
                self._add(
                    self._place if value is None else value.place,
                    "HUB111",
                    f"{self._within}{name} is missing",
                    required,
                )
            return default
        try:
            return convert(value)
        except Wrong as wrong:
            self._add(value.place, "HUB113", f"{self._within}{name} {wrong}", wrong.hint)
            return default

    def each(self, name: str, convert: Callable[[Value], T], required: str = "") -> tuple[T, ...]:
        """The field ``name`` as a tuple; one value alone counts as a list of one."""
        self._asked.append(name)
        value = self._fields.get(name)
        if value is None or value.data is None or value.data == () or value.data == "":
            if required:
                self._add(
                    self._place if value is None else value.place,
                    "HUB111",
                    f"{self._within}{name} is missing",
                    required,
                )
            return ()
        items = value.data if isinstance(value.data, tuple) else (value,)
        found: list[T] = []
        for item in items:
            try:
                found.append(convert(item))
            except Wrong as wrong:
                self._add(item.place, "HUB113", f"{self._within}{name} {wrong}", wrong.hint)
        return tuple(found)

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
        for name, value in self._fields.items():
            if name not in self._asked:
                hint = did_you_mean(name, self._asked) or f"known fields: {', '.join(sorted(self._asked))}"
                self._add(value.place, "HUB112", f"unknown field {self._within}{name}", hint)
        return self.problems

    def _add(self, place: Place, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(place, code, message, hint))


def string(value: Value) -> str:
    """One line of text, even where YAML would read a number or a date."""
    if isinstance(value.data, tuple | Mapping):
        raise Wrong("must be text", "put it in quotes")
    text = " ".join(value.raw.split())
    if any(not (c.isprintable()) for c in text):
        raise Wrong("holds invisible characters", "delete them and type the text again")
    return text


def integer(low: int, high: int) -> Callable[[Value], int]:
    """A whole number from ``low`` to ``high``."""

    def convert(value: Value) -> int:
        if isinstance(value.data, bool) or not isinstance(value.data, int) or not low <= value.data <= high:
            raise Wrong(f"must be a whole number from {low} to {high}")
        return value.data

    return convert


def boolean(value: Value) -> bool:
    """true or false."""
    if not isinstance(value.data, bool):
        raise Wrong("must be true or false")
    return value.data


def date(value: Value) -> datetime.date:
    """A day of the calendar, as 2024-07-11 (ISO 8601)."""
    if not isinstance(value.data, datetime.date):
        raise Wrong(f"is not a date: {_short(value.raw)}", "write it as year-month-day, such as 2024-07-11")
    return value.data


def one_of(*words: str) -> Callable[[Value], str]:
    """One of a few words."""

    def convert(value: Value) -> str:
        word = string(value)
        if word not in words:
            raise Wrong(
                f"is {_short(word)}, which is not known",
                did_you_mean(word, words) or f"choose from: {', '.join(words)}",
            )
        return word

    return convert


def matching(pattern: str, hint: str) -> Callable[[Value], str]:
    """Text of one form."""
    compiled = re.compile(pattern)

    def convert(value: Value) -> str:
        word = string(value)
        if not compiled.fullmatch(word):
            raise Wrong(f"has the wrong form: {_short(word)}", hint)
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


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))
