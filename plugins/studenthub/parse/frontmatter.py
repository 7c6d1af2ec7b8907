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
from functools import lru_cache
from typing import TypeVar

import yaml

from studenthub.source.problems import Fix, Problem, did_you_mean, listed, nearest, shortened
from studenthub.source.text import Place, Text

MAX_BYTES = 8 * 1024
MAX_DEPTH = 6
T = TypeVar("T")

# libyaml is eight times as fast; the pure Python loader reads the same language.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"---[ \t]*\n")
#: What Word and others make of three hyphens.
_NEARLY_FENCE = re.compile(r"^(?P<signs>[-–—]{1,2}|-{4,}|[–—]{3,}|={3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
#: What YAML refuses, and the line ends that only YAML takes for such.
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
#: YAML takes this for a comment, and a student for a hashtag.
_HASHTAG = re.compile(r"[ \t]+#\w")


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value and where it begins: text as it is written, a list, or fields by name.

    What is empty, or null, is "". ``name`` is that of the field that holds the value. Text is written between the
    offsets ``start`` and ``end`` of the file.
    """

    place: Place
    data: str | tuple[Value, ...] | Mapping[str, Value]
    name: Value | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a file by name, and ``body_start``, the offset where its Markdown begins.

    Where it is not ``whole``, fields are absent or empty because their lines cannot be read.
    """

    fields: Mapping[str, Value]
    body_start: int
    place: Place
    whole: bool = True


class _Broken(Exception):
    def __init__(self, place: Place, code: str, message: str, hint: str = "", fix: Fix | None = None) -> None:
        self.problem = Problem(place, code, message, hint, fix=fix)


def parse(text: Text) -> tuple[FrontMatter, list[Problem]]:
    """Split ``text`` into its fields and its body. Where no field can be read, there is none, and a problem."""
    top = text.place(0)
    body_start = 0
    try:
        opening = _FENCE.match(text.content)
        if not opening:
            raise _unopened(text)
        closing = _END.search(text.content, opening.end())
        body_start = closing.end() if closing else len(text.content)
        if not closing:
            raise _unclosed(text)
        fields, slips = _fields(text, opening.end(), closing.start())
    except _Broken as broken:
        fields, slips = {}, [broken.problem]
    return FrontMatter(fields, body_start, top, whole=not slips), slips


def _fields(text: Text, start: int, end: int) -> tuple[Mapping[str, Value], list[Problem]]:
    """The fields between two offsets. A line that cannot be read is told, and those around it are read all the same."""
    slips: list[Problem] = []
    block: str | None = text.content[start:end]
    while block is not None and len(slips) < _MOST_SLIPS:
        try:
            return _Block(text, start, block).fields(), slips
        except _Broken as broken:
            slip = broken.problem
        number = slip.place.line - text.place(start).line
        if slips and slips[-1].place.line == slip.place.line:
            block = _blank(block, number, 0)
        else:
            slips.append(slip)
            block = _without(block, number)
    return {}, slips


def _without(block: str, number: int) -> str | None:
    """``block`` without the value in the line ``number``, where no other line depends on it. All offsets stay."""
    lines = block.split("\n")
    line, below = (*lines[number : number + 2], "", "")[:2] if number >= 0 else ("", "")
    if line.isspace():
        return _blank(block, number, 0)
    match = _ONE_LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if not match or len(below) - len(below.lstrip(" ")) > match.end("begin"):
        return None
    return _blank(block, number, 0 if "\t" in match["begin"] else match.end("name"))


def _blank(block: str, number: int, kept: int) -> str | None:
    """``block`` with spaces in the line ``number`` but for the first ``kept`` characters; None where they are there."""
    lines = block.split("\n")
    blank = lines[number][:kept].ljust(len(lines[number]))
    lines[number], line = blank, lines[number]
    return "\n".join(lines) if blank != line else None


#: Whoever makes more slips copied something that is no front matter.
_MOST_SLIPS = 8
#: A line that begins no group: a field or an item with its value, or text that is neither.
_ONE_LINE = re.compile(
    r"(?P<begin>[ \t]*+(?>(?:- )?))(?P<name>(?>(?:\w[\w -]*+:(?=[ \t]+[^\s#]))?))(?!\?|\w[\w -]*+:[ \t]*$).*\S.*"
)


def _unopened(text: Text) -> _Broken:
    """A file that does not begin with ---: what stands there instead."""
    top, content = text.place(0), text.content
    if late := re.match(r"\s+(?=[-–—])", content):
        fix = Fix(0, late.end(), "")
        return _Broken(top, "HUB101", "an empty line stands above the first ---", "delete it", fix)
    if dashes := _NEARLY_FENCE.match(content):
        message = f"the first line is {shortened(dashes['signs'])}, and must be three hyphens"
        return _Broken(top, "HUB101", message, "write ---", Fix(*dashes.span("signs"), "---"))
    if re.match(r"```[^\n]*\n---", content):
        message = "the front matter stands in a block of code"
        return _Broken(top, "HUB101", message, "delete the line above the first ---, and the ``` below the second")
    if re.match(r"[a-z_]+:[ \t]", content):
        message = "the line of three hyphens is missing above the first field"
        return _Broken(top, "HUB101", message, "begin the file with ---", Fix(0, 0, "---\n"))
    hint = "begin it with title, date and so on between two lines of ---: copy them from the guide"
    return _Broken(top, "HUB101", "this file has no front matter", hint)


def _unclosed(text: Text) -> _Broken:
    message = "the line of three hyphens is missing below the last field"
    for line in _NEARLY_FENCE.finditer(text.content, 4):
        place = text.place(line.start("signs"))
        return _Broken(place, "HUB102", message, "write ---", Fix(*line.span("signs"), "---"))
    return _Broken(text.place(0), "HUB102", message, "put a line with --- there")


class _Block:
    """The lines between the fences, which begin at the offset ``start`` of ``text``."""

    def __init__(self, text: Text, start: int, block: str) -> None:
        self._text = text
        self._start = start
        self._block = block

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
                    raise self._no_field(root)
                fields = root.data
        return fields

    def _no_field(self, root: Value) -> _Broken:
        """A block that begins with text in place of a field, often for want of a space."""
        begin = root.start - self._start
        line = self._block[begin:].partition("\n")[0]
        for pattern, message, hint, repair in (_STRANGE_SPACE, _NO_SPACE):
            if root.end and (match := pattern.fullmatch(line)):
                right = repair(match["value"])
                fix = Fix(root.start + match.start("value"), root.start + match.end("value"), right)
                fixed = f"{match['name']}{right}"
                return _Broken(root.place, "HUB102", message, hint.replace("{fixed}", shortened(fixed, 60)), fix)
        return _Broken(root.place, "HUB102", _NO_FIELD, "write title: My article")

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        """The value that ``event`` begins; what belongs to it is taken from ``events``."""
        assert event.start_mark
        place = self._place(event.start_mark.index)
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            raise self._unquoted(
                self._block[event.start_mark.index], place, fix=self._in_quotes(event.start_mark.index)
            )
        if depth > MAX_DEPTH:
            hint = "no field has groups within groups within groups"
            raise _Broken(place, "HUB102", "the front matter is nested too deeply", hint)
        if isinstance(event, yaml.SequenceStartEvent):
            return Value(place, tuple(self._items(events, depth + 1)))
        if isinstance(event, yaml.MappingStartEvent):
            return Value(place, self._mapping(events, depth + 1))
        assert isinstance(event, yaml.ScalarEvent)
        assert event.end_mark
        ends = (self._start + event.start_mark.index, self._start + event.end_mark.index)
        return Value(place, self._scalar(event), None, *ends)

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
                hint = f"the first is in line {(first.name or first).place.line}; keep one of them"
                raise _Broken(name.place, "HUB105", f"the field {shortened(name.data)} is there twice", hint)
            value = self._value(next(events), events, depth)
            fields[name.data] = replace(value, name=name)
        return fields

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        if event.style:
            return event.value
        assert event.end_mark
        end = event.end_mark.index
        if _HASHTAG.match(self._block, end):
            assert event.start_mark
            message = "what follows # would be left out, as a comment"
            hint = "put the whole value in quotes; a true comment has a space after its #"
            at, fix = self._block.index("#", end), self._in_quotes(event.start_mark.index)
            raise _Broken(self._place(at), "HUB102", message, hint, fix)
        return "" if event.value in ("~", "null") else event.value

    def _in_quotes(self, start: int) -> Fix | None:
        """A mend that puts all from ``start`` to the end of the line in quotes, where that is the value of a field."""
        end = self._block.find("\n", start)
        line = self._block[self._block.rfind("\n", 0, start) + 1 : end if end >= 0 else len(self._block)]
        value = line[len(line) - len(line.lstrip()) :].partition(": ")[2]
        if not value or self._block[start - 2 : start] not in (": ", "- ") or value[0] in "[{":
            return None
        whole = self._block[start:end] if end >= 0 else self._block[start:]
        return Fix(self._start + start, self._start + start + len(whole), _quoted(whole))

    def _unquoted(self, sign: str, place: Place, fixed: str = "", fix: Fix | None = None) -> _Broken:
        hint = f"put the whole value in quotes{fixed and ': '}{fixed}"
        return _Broken(place, "HUB104", f"a value cannot begin with {sign}", hint, fix)

    def _explained(self, error: yaml.MarkedYAMLError) -> _Broken:
        """YAML's complaint in terms of what was typed: the first slip that one of the suspected lines shows."""
        suspects = sorted(self._suspects(error), key=lambda suspect: not suspect[0].startswith("\t"))
        for line, begin, place in suspects:
            for pattern, message, hint, repair in _SLIPS:
                if match := pattern.fullmatch(line) if len(line) <= _LONGEST_LINE else None:
                    right = self._moved_in(begin, line) if line.startswith("\t") else repair(match["value"])
                    fixed = f"{match['name'].strip()} {shortened(right.strip(), 60)}".strip()
                    fix = Fix(begin + match.start("value"), begin + match.end("value"), right) if right else None
                    if not message:
                        return self._unquoted(match["value"][0], place, fixed, fix)
                    message = f"the front matter cannot be read: {message}"
                    return _Broken(place, "HUB102", message, hint.replace("{fixed}", fixed), fix)
        message = f"the front matter cannot be read: {error.problem or error.context}"
        return _Broken(suspects[0][2], "HUB102", message, "look at this line and the one above it")

    def _moved_in(self, begin: int, line: str) -> str:
        """The line at the offset ``begin``, moved in by spaces as those above it want it, and not by tabs."""
        if not line.strip():
            return " "
        above: list[tuple[int, int, str]] = []
        rows = [*self._text.content[self._start : begin].split("\n"), line]
        for row in filter(str.strip, rows):
            words = row.strip()
            indent = len(row) - len(row.lstrip())
            tabs = row[:indent].count("\t")
            while above and above[-1][0] > tabs:
                above.pop()
            if tabs and above:
                _, indent, upper = above[-1]
                if upper.endswith(":") or (upper.startswith("- ") and not words.startswith("- ")):
                    indent += 2
            above.append((tabs, indent, words))
        return " " * above[-1][1] + line.lstrip()

    def _suspects(self, error: yaml.MarkedYAMLError) -> Iterator[tuple[str, int, Place]]:
        """The lines where a value began, where YAML gave up, and the one above.

        Each is given with its offset in the file, and the place to look at.
        """
        stopped = error.problem_mark or error.context_mark
        assert stopped
        begun = error.context_mark if error.context_mark and "block" not in (error.context or "") else stopped
        lines = [*self._block.split("\n"), ""]
        above = next((number for number in range(stopped.line - 1, -1, -1) if lines[number].strip()), 0)
        at = {begun.line: begun.index}
        at.setdefault(stopped.line, stopped.index)
        at.setdefault(above, sum(len(line) + 1 for line in lines[:above]))
        for number, offset in at.items():
            begin = sum(len(line) + 1 for line in lines[:number])
            yield lines[number], self._start + begin, self._place(offset)


#: Longer lines are no slip of a finger, and the patterns below take the square of their length.
_LONGEST_LINE = 2000
_NO_FIELD = "this line is not a field"
_Slip = tuple[re.Pattern[str], str, str, Callable[[str], str]]


def _quoted(value: str) -> str:
    """``value`` in the quotes that it needs, and without those that Word made or nobody closed."""
    text = value.strip()
    if (text[:1] in "“”„" and text[-1:] in "“”") or (len(text) > 2 and text[0] in "'\"" and text[-1] == text[0]):
        text = text[1:-1]
    elif text.startswith('"') and text.count('"') == 1:
        text = text[1:]
    return f'"{text}"' if '"' not in text and "\\" not in text else "'{}'".format(text.replace("'", "''"))


def _nothing(value: str) -> str:
    """Where no machine can know what was meant."""
    return ""


def _slip(
    value: str,
    message: str,
    hint: str,
    name: str = r"(?:[^\s:\"'\[{#][^:]*:[ \t]+)?",
    repair: Callable[[str], str] = _nothing,
) -> _Slip:
    """The look of a line, in two groups: its name with hyphens, if it has one, and its value; and a better value."""
    return re.compile(rf"(?P<name>[ -]*{name})(?P<value>{value})"), message, hint, repair


def _after_space(value: str) -> str:
    return f" {value.strip()}"


_STRANGE_SPACE = _slip(r"\xa0.*", "a strange space stands after the colon", "write {fixed}", r"[a-z_]+:", _after_space)
_NO_SPACE = _slip(r"\S.*", "a space is missing after the colon", "write {fixed}", r"[a-z_]+:", _after_space)
_NEEDS_QUOTES = "a quotation mark too few, or too many"
#: The lines that YAML cannot read, what is wrong with them, and what to do. The first that fits is told.
_SLIPS = (
    _slip(r"\t.*", "a line is moved in with a tab", "use spaces, not tabs"),
    _slip(
        r"\xa0.*", "an unusual space stands after the colon", "write {fixed}", r"[a-z_]+:", lambda v: f" {v.strip()}"
    ),
    _slip(r"(?:[@`%&*!]|[|>](?=\s)|\?(?=\s|$)).*", "", "", repair=_quoted),
    _slip(r"\"[^\"]*\\.*", "a backslash stands in double quotes", "use single quotes for this value"),
    _slip(r"[\"'].*", _NEEDS_QUOTES, "write {fixed}", r"[^\s:\"'\[{#][^:]*:[ \t]+", _quoted),
    _slip(r"[\"'].*", _NEEDS_QUOTES, "inside double quotes write single ones: \"a 'b' c\""),
    _slip(r"[\[{].*", "a bracket too few, or text after it", "close it; if it belongs to the text, put all in quotes"),
    _slip(r"- .*", "a list begins on the line below its name", "put the - on a line of its own", r"[^\s:]+:[ \t]+"),
    _slip(r".*:(?: .*)?", "a value with a colon needs quotes", "write {fixed}", r"[^\s:][^:]*:[ \t]+", _quoted),
    _NO_SPACE,
    _slip(r"(?:[^:]|:(?=\S))+", _NO_FIELD, "a field has a colon and a space; after the last one comes ---", ""),
    _slip(r":.*", "there is no name before this colon", "write name: value", ""),
    _slip(r"[^ -].*", "this line begins in the wrong column", "the fields of a group stand below each other", " +"),
)


def _codepoint(character: str) -> str:
    return f"U+{ord(character):04X}"


class Wrong(ValueError):
    """Raised by a converter: what is wrong with a value, and a hint; ``better`` is what to write where that is sure."""

    def __init__(self, message: str, hint: str = "", better: str = "") -> None:
        super().__init__(message)
        self.hint, self.better = hint, better


class Reader:
    """Takes fields out of a mapping one by one, and collects what is wrong with them.

    Each known field is asked for once; what nobody asked for is unknown, so the list of known fields is never
    written twice. ``within`` names the field that holds this mapping, for the messages; ``elsewhere`` says of fields
    that belong into another group where that is. Where not the ``whole`` front matter could be read, no field is
    called missing.
    """

    def __init__(
        self,
        fields: Mapping[str, Value],
        place: Place,
        within: str = "",
        elsewhere: Mapping[str, str] | None = None,
        *,
        whole: bool = True,
    ) -> None:
        self._fields = fields
        self._spelt = {spelling: fields[name] for name in fields for spelling in _spellings(name)}
        self._elsewhere = elsewhere or {}
        self._place = place
        self._within = f"{within}." if within else ""
        self._whole = whole
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
        if required and self._whole:
            what = f"the field {self._within}{name} is {'empty' if self._value(name) else 'missing'}"
            self._missing[name] = Problem(self.place(name), "HUB111", what, required)
        return None

    def _converted(self, name: str, value: Value, convert: Callable[[Value], T]) -> Iterator[T]:
        """The value, if it can be converted."""
        try:
            yield convert(value)
        except Wrong as wrong:
            fix = Fix(value.start, value.end, wrong.better) if wrong.better and value.end else None
            self._add(value.place, "HUB113", f"{self._within}{name} {wrong}", wrong.hint, fix)

    @contextmanager
    def nested(self, value: Value, name: str, such_as: str = "name: and its value") -> Iterator[Reader]:
        """A reader of the mapping ``value``, whose problems become this reader's."""
        if not isinstance(value.data, Mapping):
            raise Wrong("is not a group of fields", f"write {such_as} below it, moved in by two spaces")
        reader = Reader(value.data, value.place, f"{self._within}{name}", whole=self._whole)
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
        hint = (
            self._elsewhere.get(name, "")
            or did_you_mean(name, self._asked)
            or f"known fields: {', '.join(sorted(self._asked))}"
        )
        message = f"unknown field {self._within}{shortened(name)}"
        meant = next((known for known in self._asked if known in _spellings(name)), "")
        fix = Fix(written.start, written.end, meant) if meant and meant not in self._fields else None
        return Problem(written.place, "HUB112", message, hint, fix=fix)

    def _add(self, place: Place, code: str, message: str, hint: str, fix: Fix | None = None) -> None:
        self.problems.append(Problem(place, code, message, hint, fix=fix))


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
        raise Wrong(f"holds an invisible character, {_codepoint(first)}", "delete it and type the text again")
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
    # Of 5/3/2024 nobody knows which is the month.
    r"|(?P<day4>1[3-9]|2\d|3[01])[-/.](?P<number4>\d{1,2})[-/.](?P<year4>\d{4})"
)


def date(value: Value) -> datetime.date:
    """A day of the calendar, as 2024-07-11 (ISO 8601)."""
    text = string(value)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        better = _spelt_date(text)
        hint = f"write {better}" if better else "write it as year-month-day, such as 2024-07-11"
        raise Wrong(f"is not a date: {shortened(text)}", hint, better)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"is not a day of the calendar: {text}", "after the year come the month and the day") from None


def _spelt_date(text: str) -> str:
    """A day that is written in another way, as 2024-07-11; "" where it may be more than one day."""
    if not (match := _SPELT_DATE.fullmatch(text)):
        return ""
    found = {name.rstrip("234"): part for name, part in match.groupdict().items() if part}
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
            has = f"{len(text)} character{'' if len(text) == 1 else 's'}"
            hint = "say more" if len(text) < low else f"shorten it by {len(text) - high}"
            raise Wrong(f"has {has}; it must have {low} to {high}", hint)
        return text

    return convert


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))
