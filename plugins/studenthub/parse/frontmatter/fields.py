"""Reads the fields of a front matter one by one, and reports those that are missing, unknown or wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from studenthub.parse.frontmatter import Value
from studenthub.parse.frontmatter.forms import Form, Wrong
from studenthub.source.problems import ERROR, Fix, Problem, did_you_mean, nearest, shortened
from studenthub.source.text import Place

T = TypeVar("T")


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
        self._spelt = _spelt(tuple(fields))
        self._elsewhere = elsewhere or {}
        self._place = place
        self._within = f"{within}." if within else ""
        self._unread = unread
        self._asked: list[str] = []
        self._missing: dict[str, Problem] = {}
        self.problems: list[Problem] = []

    def place(self, name: str) -> Place:
        """The place of the value of a field, or of the mapping."""
        value = self._value(name)
        return value.place if value else self._place

    def has(self, name: str) -> bool:
        """Whether a field is there with a value."""
        return self._filled(name) is not None

    def _filled(self, name: str) -> Value | None:
        """The field ``name``, if it has a value."""
        value = self._value(name)
        return value if value and value.data not in ("", ()) else None

    def _value(self, name: str) -> Value | None:
        """The field ``name``, or else a misspelt one that certainly means it, so that its value is checked as well."""
        return self._fields.get(name) or self._fields.get(self._spelt.get(name, ""))

    def take(self, name: str, convert: Callable[[Value], T], default: T, required: str = "") -> T:
        """The field ``name`` as ``convert`` sees it. ``required`` is the hint for when it is absent."""
        self._asked.append(name)
        if value := self._filled(name):
            return next(self._converted(name, value, convert), default)
        if required:
            self.missing(name, required)
        return default

    def each(self, name: str, convert: Callable[[Value], T], required: str = "") -> tuple[T, ...]:
        """The field ``name`` as a tuple; one value alone counts as a list of one."""
        self._asked.append(name)
        values = self.values(name)
        if required and not values:
            self.missing(name, required)
        return tuple(taken for value in values for taken in self._converted(name, value, convert))

    def values(self, name: str) -> tuple[Value, ...]:
        """The values of the field ``name`` as its author wrote them; one alone counts as a list of one."""
        value = self._filled(name)
        if value is None:
            return ()
        return value.data if isinstance(value.data, tuple) else (value,)

    def missing(self, name: str, hint: str) -> None:
        """Say that a field has no value, and with ``hint`` what to write. A wrong one is reported as such."""
        if not self._is_unread(name) and not self._filled(name):
            what = f"the field {self._within}{name} is {'empty' if self._value(name) else 'missing'}"
            self._missing[name] = Problem(self.place(name), "HUB111", what, hint)

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
        """All problems, with one for every unknown field: it may be a missing one, misspelt."""
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
        """The hint for a field whose name is nearly this one."""
        if meant in self._fields:
            return f"{meant} is there as well: keep one of them"
        return f"field names are in small letters: write {meant}" if name.lower() == meant else f"write {meant}"

    def _add(
        self, place: Place, code: str, message: str, hint: str, fix: Fix | None = None, level: str = ERROR
    ) -> None:
        self.problems.append(Problem(place, code, message, hint, level, fix))


# Most articles have the same fields in the same order.
@lru_cache(maxsize=1024)
def _spelt(names: tuple[str, ...]) -> Mapping[str, str]:
    """Each field that is certainly meant by one of ``names``, with that name."""
    return {spelling: name for name in names for spelling in _spellings(name)}


@lru_cache(maxsize=1024)
def _spellings(name: str) -> frozenset[str]:
    """The fields that are certainly meant by a name that is none."""
    plain = re.sub(r"[ -]+", "_", name.strip().lower())
    return frozenset((plain, f"{plain}s", plain.removesuffix("s"), plain.replace("license", "licence")))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a front matter: its name, how its value is written, and one line that says what to write.

    Where it must be there, ``required`` is the hint for when it is not. ``collect`` puts the values of a list together;
    a field without it has one value, or else the ``default``. What is ``public`` is exported with the article.
    """

    name: str
    form: Form[Any] | Group[Any]
    help: str
    required: str = ""
    default: Any = ""
    collect: Callable[[Iterable[Any]], tuple[Any, ...]] | None = None
    public: bool = True

    def take(self, read: Reader) -> Any:
        """The value of the field, or the values."""
        convert = self.form.reading(read) if isinstance(self.form, Group) else self.form
        if self.collect:
            return self.collect(read.each(self.name, convert, self.required))
        return read.take(self.name, convert, self.default, self.required)

    @property
    def schema(self) -> Mapping[str, object]:
        """The JSON schema of the value; in the place of a list, one value alone is fine."""
        one = self.form.schema
        many = {"anyOf": [{"type": "array", "items": one}, one]} if self.collect else one
        return {"description": self.help, **many}


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """The form of a value that has fields of its own, from which ``build`` makes it.

    ``check`` says what is wrong in it as a whole. ``short`` is the form of one text that may be in its place, and
    ``such_as`` are some of the fields, in words.
    """

    name: str
    fields: tuple[Field, ...]
    build: Callable[..., T]
    such_as: str = "name: and its value"
    check: Callable[[Reader, T], None] = lambda read, built: None
    short: Form[T] | None = None

    def reading(self, read: Reader) -> Callable[[Value], T]:
        """The function that reads such a value; ``read`` collects what is wrong in it."""

        def convert(value: Value) -> T:
            if self.short and not isinstance(value.data, Mapping):
                return self.short(value)
            with read.nested(value, self.name, self.such_as) as own:
                built = self.build(**taken(self.fields, own))
                self.check(own, built)
                return built

        return convert

    @property
    def schema(self) -> Mapping[str, object]:
        """The JSON schema of the group."""
        whole = schema(self.fields)
        return {"anyOf": [whole, self.short.schema]} if self.short else whole


def taken(fields: Iterable[Field], read: Reader) -> dict[str, Any]:
    """The values of all ``fields`` by their names."""
    return {field.name: field.take(read) for field in fields}


def schema(fields: Iterable[Field]) -> Mapping[str, object]:
    """A group of ``fields`` as a JSON Schema (draft 2020-12), by which editors of text complete and check."""
    rows = tuple(fields)
    return {
        "type": "object",
        "properties": {field.name: field.schema for field in rows},
        "required": [field.name for field in rows if field.required],
        "additionalProperties": False,
    }


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))
