"""Citations by key that a draft in Markdown has already, and their BibTeX entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studenthub.importer.citations.sources import Sources
from studenthub.importer.files import file_kinds
from studenthub.importer.files.file_kinds import Beside
from studenthub.importer.refusals import Refused
from studenthub.importer.text import blocks as blocks_
from studenthub.importer.text.blocks import Block
from studenthub.importer.text.lines import Line, Mark
from studenthub.model.sources import bibliography
from studenthub.model.sources.source import Source
from studenthub.parse import bibtex
from studenthub.parse.headings import LINE_ABOVE_ENTRIES
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup, Malformed
from studenthub.source.text import Text

#: Names of entries that are part of another.
_PARENTS = ("crossref", "xdata", "xref")
_OPENED = re.compile(r"@[ \t]*[A-Za-z]+\s*[({]\s*")
#: A key as people make them, and not the name of somebody: it has a year, or a colon.
_LIKE_A_KEY = re.compile(r"(?:1[5-9]|20)\d\d|:")
#: In these nothing cites.
_OPAQUE = ("code", "formula", "display", "link", "field")


@dataclass(frozen=True)
class Own:
    """The entries that a draft has of its own.

    ``written`` is the BibTeX of those that bib/ does not have, and ``sources`` are they by their key. ``keys`` is the
    key to cite for each that has an entry. ``doubles`` are entries that bib/ has under another key, ``renamed`` those
    whose key is that of another work there. ``missing`` are files that are not beside the draft, and ``left`` counts
    the entries of each file that nothing cites.
    """

    written: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    doubles: tuple[Source, ...] = ()
    renamed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left: tuple[tuple[str, int], ...] = ()


def gathered(pasted: str, named: Sequence[str], beside: Beside, cited: Collection[str], known: Sources) -> Own:
    """The entries that are pasted into a draft, and of the files that it ``named`` those that it cites."""
    found = _Gathering(known)
    if pasted.strip():
        found.add(Text("the draft", pasted), None)
    missing, left = [], []
    for name in named:
        content = _text(beside(name))
        if content is None:
            missing.append(name)
        elif rest := found.add(Text(name, content), cited):
            left.append((name, rest))
    written = "\n\n".join(found.parts)
    doubles, renamed = tuple(found.doubles), tuple(found.renamed)
    return Own(
        f"{written}\n" if written else "", found.sources, found.keys, doubles, renamed, tuple(missing), tuple(left)
    )


def _text(data: bytes | None) -> str | None:
    """The text of a file; None where there is none, or it is no text."""
    try:
        return None if data is None else file_kinds.decoded(data)
    except Refused:
        return None


class _Gathering:
    def __init__(self, known: Sources) -> None:
        self._known = known
        self.parts: list[str] = []
        self.sources: dict[str, Source] = {}
        self.keys: dict[str, str] = {}
        self.doubles: list[Source] = []
        self.renamed: list[str] = []

    def add(self, text: Text, cited: Collection[str] | None) -> int:
        """Take the entries of a text: all, or those that are ``cited``; returns how many of them stay behind."""
        sources = {source.offset: source for source in bibliography.parse(text).sources}
        meant = None if cited is None else _with_parents(sources.values(), cited)
        at = left = 0
        # A @string of a file is wanted where an entry that is taken uses it.
        waiting: list[tuple[str, Collection[str]]] = []
        for found in bibtex.entries(text.content):
            if isinstance(found, bibtex.Entry):
                between, words = _between(text.content[at : found.offset]), text.content[found.offset : found.end]
                at = found.end
                if meant is not None and found.key not in meant:
                    left += 1
                    continue
                if meant is None and between:
                    self.parts.append(between)
                self.parts += [block for block, names in waiting if any(_has(words, name) for name in names)]
                waiting = [row for row in waiting if row[0] not in self.parts]
                self._take(sources[found.offset], words)
            elif isinstance(found, bibtex.Block) and meant is not None:
                waiting.append((text.content[found.offset : found.end], tuple(found.fields)))
        if meant is None and (rest := _between(text.content[at:])):
            self.parts.append(rest)
        return left

    def _take(self, source: Source, words: str) -> None:
        key = source.key
        existing = self._known.key_of(source)
        if existing:
            self.keys[key] = existing
            if existing != key:
                self.doubles.append(replace(source, key=existing))
            return
        # The checks say what to do about a key that is in the draft twice.
        new = self.keys.get(key) or self._known.free(key, self.sources)
        if new != key and (opened := _OPENED.match(words)):
            words = f"{words[: opened.end()]}{new}{words[opened.end() + len(key) :]}"
            self.renamed.append(key)
        self.keys[key] = new
        self.sources.setdefault(new, replace(source, key=new))
        self.parts.append(words)


def _between(text: str) -> str:
    """The text between two entries, such as a @string or a broken entry, without the heading of the list."""
    lines = (line for line in text.split("\n") if not LINE_ABOVE_ENTRIES.fullmatch(line.strip()))
    return "\n".join(lines).strip(" \t\n,")


def _has(words: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE))


def _with_parents(sources: Iterable[Source], keys: Collection[str]) -> set[str]:
    """The keys, and those of entries that these are part of."""
    parents = {
        source.key: {
            part.strip() for name in _PARENTS if name in source.fields for part in source.fields[name].raw.split(",")
        }
        for source in sources
    }
    found, new = set[str](), set(keys)
    while new:
        found |= new
        new = {parent for key in new for parent in parents.get(key, ())} - found
    return found


def marked(line: Line) -> Line:
    """A line of a draft that is no Markdown, with its citations by key marked as such."""
    if "@" not in line.text:
        return line
    text = line.text
    for start, end in line.ranges(*_OPAQUE):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    found = (Mark(match.start(), match.end(), "key") for match in citations.matches(text) if citations.read(match))
    return Line(line.text, (*line.marks, *found))


def cited(blocks: Sequence[Block]) -> frozenset[str]:
    """The keys that the blocks cite."""
    marks = (line.text[mark.start : mark.end] for line in blocks_.lines(blocks) for mark in line.of("key"))
    return frozenset(key for words in marks for key in keys_of(words))


def keys_of(written: str) -> Iterator[str]:
    """The keys of citations in Markdown."""
    for found in citations.find(written):
        if isinstance(found, CiteGroup):
            yield from found.keys
        else:
            yield from (match["braced"] or match["plain"] for match in citations.CITE.finditer(found.part))


def written(words: str, keys: Mapping[str, str], escaped: Callable[[str], str] = str) -> str | None:
    """A citation by key as the article has it, with the key of each entry in ``keys``; None for what cites nothing.

    ``escaped`` makes Markdown of the words around the keys. What is a name rather than a key, such as @student_voices,
    cites nothing where no entry has it.
    """
    found = list(citations.find(words))
    if not found or all(_is_handle(one, keys) for one in found):
        return None
    parts, at = [], 0
    for match in citations.CITE.finditer(words):
        name = "braced" if match["braced"] else "plain"
        parts += [escaped(words[at : match.start(name)]), _key(match[name], keys)]
        at = match.end(name)
    return "".join([*parts, escaped(words[at:])]).replace("\n", " ")


def _key(key: str, keys: Mapping[str, str]) -> str:
    return keys.get(unicodedata.normalize("NFC", key), key)


def _is_handle(found: CiteGroup | Malformed, keys: Mapping[str, str]) -> bool:
    return (
        isinstance(found, CiteGroup)
        and found.narrative
        and found.keys[0] not in keys
        and not _LIKE_A_KEY.search(found.keys[0])
    )
