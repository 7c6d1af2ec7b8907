"""Replaces typed citations by citations with keys where they are certain; reports the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from studenthub.importer import bylines
from studenthub.importer.citations import by_key
from studenthub.importer.citations.sources import Sources
from studenthub.importer.files.fields import Field
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text import links, markdown
from studenthub.importer.text.blocks import Block
from studenthub.importer.text.lines import Line, atom, flat, joined
from studenthub.parse import typed_citations
from studenthub.parse.typed_citations import Citation, Habits, Item, Notes, Passage, Verdict, Works
from studenthub.parse.typed_citations.notes import points_back
from studenthub.parse.typed_citations.works import OK, compared

#: What a raised number, a bracket or a note is printed behind, and a citation before.
_PUNCTUATION = re.compile(r"(?P<signs>[.,;:?!])(?P<quote>[”\"’']?)$|(?P<quoted>[”\"’'])$")
#: The status of a citation whose words somebody edited by hand, beside those of ``works``.
EDITED = "edited"
#: L’OMS: no blank is behind the apostrophe.
_ELIDED = re.compile(r"\b[dlDL][’']$")
_ADDRESS = re.compile(r"https?://\S+|\[?\d+\]?")
_SENTENCE = re.compile(r"[.?!][”\"’)]?\s|\ufffc")


@dataclass(frozen=True, slots=True)
class Linked:
    """A citation that became one: what was printed, and the Markdown for it.

    It ``is_second_hand`` where it names a work that is quoted in the one that was read.
    """

    printed: str
    written: str
    how: str = "typed"
    is_second_hand: bool = False


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A citation that stays as typed: what was printed, and for each of its works the verdict and what it names."""

    printed: str
    items: tuple[tuple[str, Verdict], ...]


@dataclass
class Citing:
    """Puts citations into blocks. ``linked`` and ``unlinked`` are what came of them, in their order."""

    sources: Sources
    fields: Sequence[Field] = ()
    notes: Sequence[Sequence[Block]] = ()
    #: The key to cite for each key that has an entry; whether the draft is Markdown, and its words are so as well.
    keys: Mapping[str, str] = field(default_factory=dict)
    is_markdown: bool = False
    linked: list[Linked] = field(default_factory=list)
    unlinked: list[Unlinked] = field(default_factory=list)
    #: Notes that became citations, by number.
    dissolved: dict[str, str] = field(default_factory=dict)
    #: The numbers of the notes that name a work in whole, from 0.
    naming: set[int] = field(default_factory=set)
    #: Citations by key that stay as they are, with those of their keys that have no entry.
    unknown: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    #: What is written like a citation by key, and is no key.
    handles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._field_keys = {
            (number, index): self.sources.add(item.record, found.program).key
            for number, found in enumerate(self.fields)
            for index, item in enumerate(found.items)
        }
        self._works = Works(())
        self._habits = Habits()
        self._addresses: Mapping[str, str] = {}
        self._noted: dict[str, Citation] = {}

    def put(self, blocks: Sequence[Block], numbered_from: int = 0) -> tuple[Block, ...]:
        """The blocks with citations in them; numbers are those of the list from the block ``numbered_from`` on."""
        self._addresses = self.sources.by_address()
        self._look_up(blocks, numbered=True)
        reader = Notes(self._works)
        for number, note in enumerate(self.notes):
            text = _note_text(note)
            if text is not None and (found := reader.read(number + 1, text)):
                self._noted[str(number)] = found
        if not numbered_from:
            return tuple(blocks_.changed(block, self._line) for block in blocks)
        self._look_up(blocks[:numbered_from], numbered=False)
        before = [blocks_.changed(block, self._line) for block in blocks[:numbered_from]]
        self._look_up(blocks[numbered_from:], numbered=True)
        return (*before, *(blocks_.changed(block, self._line) for block in blocks[numbered_from:]))

    def _look_up(self, blocks: Sequence[Block], *, numbered: bool) -> None:
        """Know the works and the habits of a part of the text."""
        passages = [_passage(line) for line in blocks_.lines(blocks)]
        works = self.sources.works(numbered=numbered)
        self._works = typed_citations.with_short_names(works, (passage.text for passage in passages))
        self._habits = typed_citations.habits(passages, self._works)

    def cited(self) -> frozenset[str]:
        """The keys of all citations, also of those by a key that has no entry."""
        written = (*(one.written for one in self.linked), *(words for words, _ in self.unknown))
        return frozenset(key for words in written for key in by_key.keys_of(words))

    def kept(self) -> Iterable[str]:
        """The notes that stay notes although they name a source, as not all of theirs are certain."""
        for number, note in enumerate(self.notes):
            text = _note_text(note) or ""
            if str(number) not in self.dissolved and (number in self.naming or points_back(text)):
                yield text

    def put_in_notes(self, notes: Sequence[Sequence[Block]]) -> tuple[tuple[Block, ...], ...]:
        """The notes that stay notes, with citations in them."""
        return tuple(
            tuple(note)
            if str(number) in self.dissolved
            else tuple(blocks_.changed(block, self._line) for block in note)
            for number, note in enumerate(notes)
        )

    def _line(self, line: Line) -> Line:
        edits = [*self._of_fields(line), *self._of_keys(line)]
        done = [(start, end) for start, end, _ in edits]
        edits += self._of_notes(line)
        edits += self._typed(line, done)
        done = [(start, end) for start, end, _ in edits]
        edits += self._of_links(line, done)
        return line.replaced(_apart(edits)).without("field", "key")

    def _of_keys(self, line: Line) -> Iterable[tuple[int, int, Line]]:
        """Citations by key, which stay; a word without an entry, such as a handle, stays a word."""
        for mark in line.of("key"):
            words = line.text[mark.start : mark.end]
            written = by_key.written(words, self.keys, str if self.is_markdown else markdown.escaped)
            if written is None:
                self.handles.append(words)
                continue
            unknown = dict.fromkeys(key for key in by_key.keys_of(words) if key not in self.keys)
            if unknown:
                self.unknown.append((written, tuple(unknown)))
            else:
                self.linked.append(Linked(words, written, "key"))
            yield mark.start, mark.end, atom("cite", written)

    def _of_fields(self, line: Line) -> Iterable[tuple[int, int, Line]]:
        for mark in line.of("field"):
            number = int(mark.value)
            found = self.fields[number]
            items = tuple(
                Item(
                    Verdict(OK, (self._field_keys[number, index],)),
                    mark.start,
                    mark.end,
                    item.prefix,
                    item.locator,
                    item.suffix,
                    item.suppress,
                )
                for index, item in enumerate(found.items)
            )
            printed = line.text[mark.start : mark.end]
            citation = Citation(mark.start, mark.end, items, found.narrative and len(items) == 1)
            written = typed_citations.written(citation, markdown.escaped)
            if found.own_words(printed):
                keys = tuple(key for item in items for key in item.verdict.keys)
                self.unlinked.append(Unlinked(printed, ((printed, Verdict(EDITED, keys)),)))
            elif written:
                self.linked.append(Linked(printed, written, found.program, citation.is_second_hand))
                yield self._edit(line, mark.start, mark.end, written, raised=_is_raised(line, mark.start, mark.end))
            else:
                self.unlinked.append(Unlinked(printed, ()))

    def _of_notes(self, line: Line) -> Iterable[tuple[int, int, Line]]:
        for mark in line.of("note"):
            found = self._noted.get(mark.value)
            if not found:
                continue
            text = _note_text(self.notes[int(mark.value)]) or ""
            sentence = _sentence(line.text, mark.start)
            items = tuple(
                Item(
                    item.verdict,
                    item.start,
                    item.end,
                    item.prefix,
                    item.locator,
                    item.suffix,
                    len(found.items) == 1 and self._is_named(sentence, item.verdict.keys[0]),
                )
                for item in found.items
            )
            citation = Citation(0, len(text), items)
            written = typed_citations.written(citation, markdown.escaped)
            if written:
                self.dissolved[mark.value] = written
                self.linked.append(Linked(text, written, "note", citation.is_second_hand))
                yield self._edit(line, mark.start, mark.end, written, raised=True)

    def _is_named(self, sentence: str, key: str) -> bool:
        """Whether a sentence names the first author of a work, so that the citation need not."""
        work = self._works.by_key[key]
        name = compared(work.names[0]) if work.names and not work.organisation else ""
        words = [compared(word) for word in re.findall(r"[^\W\d_][\w’'-]*", sentence) if word[:1].isupper()]
        return bool(name) and name in words

    def _typed(self, line: Line, done: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, Line]]:
        if bylines.are_numbered(flat(line)):
            # The numbers lead to the places of the authors.
            return
        passage = _passage(line)
        for citation in typed_citations.find(passage, self._works, self._habits):
            if any(citation.start < end and start < citation.end for start, end in done):
                continue
            printed = line.text[citation.start : citation.end].strip()
            written = typed_citations.written(citation, markdown.escaped)
            if written is None:
                names = ((line.text[item.start : item.end].strip(" ()[]"), item.verdict) for item in citation.items)
                self.unlinked.append(Unlinked(printed, tuple(names)))
                continue
            self.linked.append(Linked(printed, written, is_second_hand=citation.is_second_hand))
            raised = any(start <= citation.start < end for start, end in passage.raised) or printed[:1] in "¹²³⁴⁵⁶⁷⁸⁹"
            yield self._edit(line, citation.start, citation.end, written, raised=raised)

    def _of_links(self, line: Line, done: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, Line]]:
        """A link to a work of the list is a citation of it; the words of the link stay, unless they are its address."""
        for mark in line.of("link"):
            key = self._addresses.get(links.compared(links.meant(mark.value)), "")
            if not key or any(mark.start < end and start < mark.end for start, end in done):
                continue
            words = line.part(mark.start, mark.end).without("link")
            written = f"[@{key}]"
            bare = links.compared(words.text) == links.compared(mark.value) or _ADDRESS.fullmatch(words.text)
            start, end = mark.start, mark.end
            if bare and line.text[start - 1 : start] == "(" and line.text[end : end + 1] == ")":
                start, end = start - 1, end + 1
            self.linked.append(Linked(line.text[start:end], written, "link"))
            yield start, end, atom("cite", written) if bare else joined([words, Line(" "), atom("cite", written)])

    def _edit(self, line: Line, start: int, end: int, written: str, *, raised: bool) -> tuple[int, int, Line]:
        """A citation in the place of a range, with a blank before it; a raised one goes before the sign before it."""
        before = line.text[:start]
        moved = ""
        if raised:
            stripped = before.rstrip(" ")
            match = _PUNCTUATION.search(stripped)
            if match and (match["signs"] or match["quoted"]):
                signs = match["signs"] or ""
                quote = match["quote"] or ""
                if signs and not quote:
                    moved = signs
                    start = len(stripped) - 1
                    before = stripped[:-1]
        blank = "" if not before or before[-1:].isspace() or before[-1:] in "([“‘—–" or _ELIDED.search(before) else " "
        after = "" if not line.text[end : end + 1].isalnum() else " "
        return start, end, joined([Line(blank), atom("cite", written), Line(f"{moved}{after}")])


def _passage(line: Line) -> Passage:
    opaque = line.ranges("code", "formula", "display", "field", "key")
    return Passage(line.text, line.ranges("raised"), opaque)


def _note_text(note: Sequence[Block]) -> str | None:
    """The words of a note of one paragraph; None where it has more."""
    lines = [line for line in blocks_.lines(note) if line.text.strip()]
    return lines[0].text.strip() if len(lines) == 1 and not lines[0].ranges("picture", "field", "note") else None


def _sentence(text: str, end: int) -> str:
    """The sentence that ends at ``end`` or goes on there, from its beginning or the citation before."""
    stop = len(text[:end].rstrip(' .,;:?!”"’'))
    starts = [match.end() for match in _SENTENCE.finditer(text, 0, stop)]
    return text[starts[-1] if starts else 0 : end]


def _is_raised(line: Line, start: int, end: int) -> bool:
    return any(begin <= start and end <= stop for begin, stop in line.ranges("raised"))


def _apart(edits: Iterable[tuple[int, int, Line]]) -> Iterable[tuple[int, int, Line]]:
    """The edits in their order, without those that overlap one before."""
    end = 0
    for edit in sorted(edits, key=lambda one: one[:2]):
        if edit[0] >= end:
            yield edit
            end = edit[1]
