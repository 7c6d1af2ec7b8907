"""The YAML block at the head of a Markdown file, as values that know their place.

The subset of YAML is small on purpose, because strangers write it: no anchors, aliases, tags or merge keys (they
can blow up or reach Python), at most MAX_BYTES and MAX_DEPTH, and no key twice. Nothing is converted here: every
scalar is text as it is written, and its field says what it means. So YAML's own guesses (no is false, 12:30 is 750,
1.10 is 1.1) never come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import yaml

from studenthub.parse import frontmatter_slips as slips
from studenthub.parse.frontmatter_slips import Block, Broken
from studenthub.source.problems import Problem, codepoint, shortened
from studenthub.source.text import Place, Text

MAX_BYTES = 8 * 1024
MAX_DEPTH = 6

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


def parse(text: Text) -> tuple[FrontMatter, list[Problem]]:
    """Split ``text`` into its fields and its body. Where no field can be read, there is none, and a problem."""
    top = text.place(0)
    body_start = 0
    try:
        opening = _FENCE.match(text.content)
        if not opening:
            raise slips.unopened(text)
        closing = _END.search(text.content, opening.end())
        body_start = closing.end() if closing else len(text.content)
        if not closing:
            raise slips.unclosed(text)
        fields, wrong = _fields(text, opening.end(), closing.start())
    except Broken as broken:
        fields, wrong = {}, [broken.problem]
    return FrontMatter(fields, body_start, top, whole=not wrong), wrong


def _fields(text: Text, start: int, end: int) -> tuple[Mapping[str, Value], list[Problem]]:
    """The fields between two offsets. A line that cannot be read is told, and those around it are read all the same."""
    wrong: list[Problem] = []
    block: str | None = text.content[start:end]
    while block is not None and len(wrong) < _MOST_SLIPS:
        try:
            return _Reader(text, start, block).fields(), wrong
        except Broken as broken:
            slip = broken.problem
        number = slip.place.line - text.place(start).line
        if wrong and wrong[-1].place.line == slip.place.line:
            block = _blank(block, number, 0)
        else:
            wrong.append(slip)
            block = _without(block, number)
    return {}, wrong


def _without(block: str, number: int) -> str | None:
    """``block`` without the value in the line ``number``, where no other line depends on it. All offsets stay."""
    lines = block.split("\n")
    line, below = (*lines[number : number + 2], "", "")[:2] if number >= 0 else ("", "")
    if line.isspace():
        return _blank(block, number, 0)
    match = _ONE_LINE.fullmatch(line) if len(line) <= slips.LONGEST_LINE else None
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


class _Reader(Block):
    """Reads the fields of a block. Raises Broken."""

    def fields(self) -> Mapping[str, Value]:
        if len(self.content) > MAX_BYTES or len(self.content.encode("utf-8", "replace")) > MAX_BYTES:
            message = f"the front matter is longer than {MAX_BYTES // 1024} KB"
            raise Broken(self.text.place(0), "HUB103", message, "move text into the article")
        if wrong := _FORBIDDEN.search(self.content):
            message = f"the front matter holds an invisible character, {codepoint(wrong[0])}"
            raise Broken(self.place(wrong.start()), "HUB102", message, "delete it and type the text again")
        try:
            return self._root(yaml.parse(self.content, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            raise self.explained(error) from None

    def _root(self, events: Iterator[yaml.Event]) -> Mapping[str, Value]:
        fields: Mapping[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._value(event, events, 0)
                if not isinstance(root.data, Mapping):
                    raise self._not_fields(root)
                fields = root.data
        return fields

    def _not_fields(self, root: Value) -> Broken:
        if isinstance(root.data, str):
            return self.no_field(root.place, root.start)
        return Broken(root.place, "HUB102", slips.NO_FIELD, slips.WRITE_A_FIELD)

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        """The value that ``event`` begins; what belongs to it is taken from ``events``."""
        assert event.start_mark
        place = self.place(event.start_mark.index)
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            raise self.unquoted(self.content[event.start_mark.index], place, fix=self.in_quotes(event.start_mark.index))
        if depth > MAX_DEPTH:
            hint = "no field has groups within groups within groups"
            raise Broken(place, "HUB102", "the front matter is nested too deeply", hint)
        if isinstance(event, yaml.SequenceStartEvent):
            return Value(place, tuple(self._items(events, depth + 1)))
        if isinstance(event, yaml.MappingStartEvent):
            return Value(place, self._mapping(events, depth + 1))
        assert isinstance(event, yaml.ScalarEvent)
        assert event.end_mark
        ends = (self.start + event.start_mark.index, self.start + event.end_mark.index)
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
                raise Broken(name.place, "HUB102", "the name of a field must be a word", "write name: value")
            if first := fields.get(name.data):
                hint = f"the first is in line {(first.name or first).place.line}; keep one of them"
                raise Broken(name.place, "HUB105", f"the field {shortened(name.data)} is there twice", hint)
            value = self._value(next(events), events, depth)
            fields[name.data] = replace(value, name=name)
        return fields

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        if event.style:
            return event.value
        assert event.end_mark
        end = event.end_mark.index
        if _HASHTAG.match(self.content, end):
            assert event.start_mark
            message = "what follows # would be left out, as a comment"
            hint = "put the whole value in quotes; a true comment has a space after its #"
            at, fix = self.content.index("#", end), self.in_quotes(event.start_mark.index)
            raise Broken(self.place(at), "HUB102", message, hint, fix)
        return "" if event.value in ("~", "null") else event.value
