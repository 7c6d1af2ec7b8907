"""Reads the YAML block at the head of a Markdown file into values with their places.

The subset of YAML is small on purpose, because strangers write it: no anchors, aliases, tags or merge keys (they
can blow up or reach Python), at most MAX_BYTES and MAX_DEPTH, and no key twice. Nothing is converted here: every
scalar is text as it is written, and its field says what it means. So YAML's own guesses (no is false, 12:30 is 750,
1.10 is 1.1) never come in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import yaml

from studenthub.parse.frontmatter import slips
from studenthub.parse.frontmatter.slips import Block, Broken
from studenthub.source.corrected import CorrectedText
from studenthub.source.problems import Fix, Problem, codepoint, shortened
from studenthub.source.text import Place, Text

MAX_BYTES = 8 * 1024
MAX_DEPTH = 6

# libyaml is eight times as fast; the pure Python loader reads the same language.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"---[ \t]*\n")
#: A second line of hyphens above the first field.
_AGAIN = re.compile(r"---[ \t]*\n(?=(?:[ \t]*\n)*[a-z_]+:[ \t])")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
#: What YAML refuses, and the line ends that only YAML takes for such.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
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
    """The fields of a file by name, ``end``, the offset of the line that closes them, and ``body_start``, that of its
    Markdown.

    ``unread`` are the names of fields whose lines cannot be read; None where nobody knows which fields there are.
    """

    fields: Mapping[str, Value]
    end: int
    body_start: int
    place: Place
    unread: frozenset[str] | None = frozenset()

    def spans(self, text: Text) -> Mapping[str, tuple[int, int]]:
        """The range in ``text``, the file, of all lines of each field, by its name as it is written.

        A field that does not begin a line has none. Comments and empty lines below a field are no part of it.
        """
        lines = text.content[: self.end].removesuffix("\n").split("\n")
        names = {value.name.place: name for name, value in self.fields.items() if value.name}
        words = ((number, _WORD.match(line)) for number, line in enumerate(lines, 1))
        unread = [number for number, word in words if word and word[0] in (self.unread or ())]
        starts = sorted({*(place.line for place in names), *unread, len(lines) + 1})
        offsets = list(accumulate((len(line) + 1 for line in lines), initial=0))
        spans: dict[str, tuple[int, int]] = {}
        for place, name in names.items():
            end = starts[bisect_right(starts, place.line)] - 1
            while end > place.line and (lines[end - 1].startswith("#") or not lines[end - 1].strip()):
                end -= 1
            if place.column == 1:
                spans[name] = (offsets[place.line - 1], offsets[end])
        return spans


def parse(text: Text) -> tuple[FrontMatter, list[Problem]]:
    """Split ``text`` into its fields and its body, and say what is wrong, all at once.

    What can be fixed is fixed in a copy, and the rest is read as it was meant. A line that cannot be read is left out,
    and those around it are read all the same. Where no field can be read, there is none.
    """
    draft = _Draft(CorrectedText.of(text))
    block = _read(draft.text, _Block())
    while block.broken:
        draft = draft.past(block.broken, is_closed=block.body_start > 0)
        if draft.is_given_up:
            break
        block = _read(draft.text, block)
    end, body_start = block.end, block.body_start
    if not body_start and _FENCE.match(draft.text.content):
        # Without an end, all of it is front matter.
        end = body_start = len(text.content)
    unread = None if draft.is_given_up else draft.unread
    front = FrontMatter(block.fields, end, body_start, text.place(0), unread)
    return front, [slip.problem(draft.text) for slip in _causes(draft.slips)]


def _causes(found: Iterable[_Slip]) -> Iterator[_Slip]:
    """The slips without those that follow from the one above: a line that is not in line moves those below it."""
    moved = -1
    for slip in sorted(found, key=lambda slip: slip.line):
        is_moved = slip.said.message == slips.NOT_IN_LINE
        if not (is_moved and slip.line == moved + 1):
            yield slip
        moved = slip.line if is_moved else -1


@dataclass(frozen=True, slots=True)
class _Block:
    """What was read of a draft: its fields, or why there are none.

    ``end`` and ``body_start`` are those of FrontMatter, or 0 where no line closes the fields.
    """

    end: int = 0
    body_start: int = 0
    fields: Mapping[str, Value] = field(default_factory=dict)
    broken: Broken | None = None


def _read(draft: CorrectedText, before: _Block) -> _Block:
    """The fields of a draft, or its first slip. Where it has no end any more, the end is where it was ``before``."""
    block = before
    try:
        start, end, body_start = _fences(draft)
        block = _Block(draft.origin(end), draft.origin(body_start))
        return replace(block, fields=_Reader(draft, start, draft.content[start:end]).fields())
    except Broken as broken:
        return replace(block, broken=broken)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file on its way to what can be read: ``text`` with what was fixed and hidden, and the slips up to now.

    ``unread`` are names of fields that were hidden. It is given up where nothing more can be fixed or hidden.
    """

    text: CorrectedText
    slips: tuple[_Slip, ...] = ()
    unread: frozenset[str] = frozenset()
    is_given_up: bool = False

    def past(self, broken: Broken, *, is_closed: bool) -> _Draft:
        """The draft without the slip ``broken``, of a front matter that ``is_closed`` by a line of its own."""
        slip = _Slip.of(broken, self.text)
        if broken.code == "HUB103":
            # Nothing of it is read, and no other slip of it is of interest.
            return replace(self, slips=(slip,), is_given_up=True)
        if any(slip.is_like(other) for other in self.slips):
            return self._hiding(slip.line, is_closed=is_closed, whole=True)
        draft = replace(self, slips=(*self.slips, slip))
        if broken.fixes and len(draft.slips) < _MOST_SLIPS:
            return draft._fixed(broken.fixes)
        return draft._hiding(slip.line, is_closed=is_closed, whole=False)

    def _fixed(self, fixes: Sequence[Fix]) -> _Draft:
        text = self.text
        for fix in sorted(fixes, key=lambda fix: -fix.start):
            text = text.after(fix)
        return replace(self, text=text)

    def _hiding(self, line: int, *, is_closed: bool, whole: bool) -> _Draft:
        """The draft without the value in a line, or without the ``whole`` line, whose field is then unread."""
        content = self.text.content
        hidden = _without(content, line, whole=whole) if is_closed else None
        if hidden is None or len(self.slips) == _MOST_SLIPS:
            return replace(self, is_given_up=True)
        names = _WORD.findall(content.split("\n")[line])[:1]
        return replace(self, text=self.text.hiding(hidden), unread=self.unread.union(names))


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip at a line of the draft that was read, and what was fixed, by its offsets in the text."""

    place: Place
    line: int
    said: Broken
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, broken: Broken, draft: CorrectedText) -> _Slip:
        line = draft.content.count("\n", 0, broken.at)
        spans = tuple((draft.origin(fix.start), draft.origin(fix.end)) for fix in broken.fixes)
        return cls(draft.place(broken.at), line, broken, spans)

    def is_like(self, other: _Slip) -> bool:
        """Whether a fix or a blank did not help: the same is still wrong in the same line."""
        return (self.line, self.said.message) == (other.line, other.said.message)

    def problem(self, draft: CorrectedText) -> Problem:
        """The slip as a problem. All edits of a line are one fix, as none of them is of use without the others."""
        said = self.said
        fix = draft.edit_at(min(s for s, _ in self.spans), max(e for _, e in self.spans)) if self.spans else None
        return Problem(self.place, said.code, said.message, said.hint, fix=fix)


def _fences(draft: CorrectedText) -> tuple[int, int, int]:
    """Where the fields of a front matter begin and end, and where the text below it begins. Raises Broken."""
    content = draft.content
    opening = _FENCE.match(content)
    if not opening:
        raise slips.unopened(content)
    start = opening.end()
    if again := _AGAIN.match(content, start):
        message = "this line of hyphens is here twice"
        raise Broken(start, "HUB101", message, "delete one of the two", Fix(start, again.end(), ""))
    closing = _END.search(content, start)
    if wrong := slips.unclosed(content, start, closing.start() if closing else len(content), closed=bool(closing)):
        raise wrong
    assert closing
    return start, closing.start(), closing.end()


def _without(content: str, number: int, *, whole: bool) -> str | None:
    """``content`` without the value in the line ``number``, or without the ``whole`` line; None where other lines
    depend on it. All offsets stay."""
    lines = content.split("\n")
    line, below = lines[number], "".join(lines[number + 1 : number + 2])
    match = _ONE_LINE.fullmatch(line) if len(line) <= slips.LONGEST_LINE else None
    if not line.strip() or whole:
        kept = 0
    elif not match or len(below) - len(below.lstrip(" ")) > match.end("begin"):
        return None
    else:
        kept = 0 if "\t" in match["begin"] else match.end("name")
    lines[number] = line[:kept].ljust(len(line))
    return "\n".join(lines) if lines[number] != line else None


#: Whoever makes more slips copied something that is no front matter.
_MOST_SLIPS = 20
#: A line that begins no group: a field or an item with its value, or text that is neither.
_ONE_LINE = re.compile(
    r"(?P<begin>[ \t]*+(?>(?:- )?))(?P<name>(?>(?:\w[\w -]*+:(?=[ \t]+[^\s#]))?))(?!\?|\w[\w -]*+:[ \t]*$).*\S.*"
)
_WORD = re.compile(r"\w+")


class _Reader(Block):
    """Reads the fields of a block. Raises Broken."""

    def fields(self) -> Mapping[str, Value]:
        if len(self.content) > MAX_BYTES or len(self.content.encode("utf-8", "replace")) > MAX_BYTES:
            message = f"the front matter is longer than {MAX_BYTES // 1024} KB"
            raise Broken(0, "HUB103", message, "move text into the article")
        if wrong := _FORBIDDEN.search(self.content):
            message = f"the front matter contains an invisible character, {codepoint(wrong[0])}"
            raise Broken(self.start + wrong.start(), "HUB102", message, "delete it and type the text again")
        if alike := self.look_alike():
            raise alike
        try:
            return self._root(yaml.parse(self.content, Loader=LOADER))
        except yaml.MarkedYAMLError as error:
            raise self.explained(error) from None

    def _root(self, events: Iterator[yaml.Event]) -> Mapping[str, Value]:
        fields: Mapping[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                assert event.start_mark
                root = self._value(event, events, 0)
                if not isinstance(root.data, Mapping):
                    raise self._not_fields(root, event.start_mark.index)
                fields = root.data
        return fields

    def _not_fields(self, root: Value, begin: int) -> Broken:
        if isinstance(root.data, str):
            return self.no_field(begin)
        return Broken(self.start + begin, "HUB102", slips.NO_FIELD, slips.WRITE_A_FIELD)

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, name: Value | None = None) -> Value:
        """The value that ``event`` begins, of the field ``name``; what belongs to it is taken from ``events``."""
        assert isinstance(event, yaml.NodeEvent)
        assert event.start_mark
        begin = event.start_mark.index
        place = self.place(begin)
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            raise self.unquoted(self.content[begin], begin, *self.in_quotes(begin))
        if depth > MAX_DEPTH:
            hint = "a field has at most two levels of groups below it"
            raise Broken(self.start + begin, "HUB102", "the front matter is nested too deeply", hint)
        if isinstance(event, yaml.SequenceStartEvent):
            return Value(place, tuple(self._items(events, depth + 1)), name)
        if isinstance(event, yaml.MappingStartEvent):
            return Value(place, self._mapping(events, depth + 1), name)
        assert isinstance(event, yaml.ScalarEvent)
        assert event.end_mark
        ends = (self.start + begin, self.start + event.end_mark.index)
        written = map(self.draft.origin, ends) if self.draft.is_written(*ends) else ()
        return Value(place, self._scalar(event), name, *written)

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
            assert event.start_mark
            at = self.start + event.start_mark.index
            name = self._value(event, events, depth)
            if not isinstance(name.data, str) or not name.data:
                raise Broken(at, "HUB102", "the name of a field must be a word", "write name: value")
            if first := fields.get(name.data):
                hint = f"the first is in line {(first.name or first).place.line}; keep one of them"
                raise Broken(at, "HUB105", f"the field {shortened(name.data)} is there twice", hint)
            fields[name.data] = self._value(next(events), events, depth, name)
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
            at = self.start + self.content.index("#", end)
            raise Broken(at, "HUB102", message, hint, *self.in_quotes(event.start_mark.index))
        return "" if event.value in ("~", "null") else event.value
