"""The grammar of BibTeX: reads a file into entries with their places, and those that cannot be read.

The grammar is that of http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf. No pattern takes more than linear time.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studenthub.parse.bibtex.abbreviations import Abbreviations, TooMuchText, Word
from studenthub.source.problems import Fix, shortened

_NAME = r"[^\s\"#%'(),={}0-9][^\s\"#%'(),={}]*+"
#: A line that is commented out, or the beginning of an entry.
_ENTRY = re.compile(r"^[ \t]*+%[^\n]*+|@[ \t]*+(?P<kind>[A-Za-z]++)\s*+(?P<open>[({])", re.MULTILINE)
#: What begins an entry for certain, at the head of a line: no @ in somebody's text is followed by a key and a field.
_BOUNDARY = re.compile(
    r"@[ \t]*+(?:(?:comment|preamble|string)\s*+[({]"
    rf"|[a-z]++\s*+[({{]\s*+(?:[^\s,{{}}()=\\]*+\s*+,?\s*+)?{_NAME}\s*+=)",
    re.IGNORECASE,
)
#: The key of an entry, by the sign that opens it.
_KEYS = {
    "{": re.compile(r"\s*+([^\s,{}=\\]++)\s*+(?:,|(?=\}))"),
    "(": re.compile(r"\s*+([^\s,{}()=\\]++)\s*+(?:,|(?=\)))"),
}
_KEY_OF_WORDS = re.compile(r"\s*+([^,={}\n]{1,200}?)[ \t]*,")
_KEY_AND_FIELD = re.compile(rf"\s*+([^\s,{{}}=]++)\s++{_NAME}\s*+=")
_FIELD = re.compile(rf"({_NAME})\s*+=\s*+")
#: A field as most are written, in one go: braces of two levels, and a comma or the end of an entry in braces behind it.
_PLAIN_FIELD = re.compile(rf"[\s,]*+({_NAME})\s*+=\s*+\{{([^{{}}]*+(?>(?:\{{[^{{}}]*+\}}[^{{}}]*+)*))\}}\s*+(?=[,}}])")
_SWALLOWED = re.compile(rf"[,\n]\s*+{_NAME}\s*+=\s*+[{{\"0-9]")
#: A line that is a reference as one is printed: with its year in brackets, or its DOI as an address.
_REFERENCE = re.compile(
    r"^[ \t]*+[^\s%@}][^\n]*?(?:\((?:19|20)\d\d[a-z]?[,)]|doi\.org/10\.)", re.MULTILINE | re.IGNORECASE
)
#: A field behind the end of an entry. Without a comma before it, it has a value as no words between entries have.
_STRAY = re.compile(rf"\s*+(?:,\s*+({_NAME})\s*+=|({_NAME})\s*+=\s*+(?=[{{\"]|\d+\s*+[,}}]))")
BRACED = re.compile(r"\{([^{}]*+(?>(?:\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}[^{}]*+)*))\}")
_QUOTED = re.compile(r'"([^"{}]*+(?>(?:\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}[^"{}]*+)*))"')
_BRACE = re.compile(r'[{}"]')
_BARE = re.compile(r"[^\s,{}()\"#=]++")
_JOIN = re.compile(r"\s*+#\s*+")
#: What may be between two fields. Between them, and nowhere else in an entry, % begins a comment, as biber has it.
_COMMAS = re.compile(r"(?>(?:[\s,]++|%[^\n]*+)*)")
_GAP = re.compile(r"(?>(?:\s++|%[^\n]*+)*)")


class Field(NamedTuple):
    """The value of a field as it is written, without its delimiters, and where it is in the file.

    The value begins at ``offset``, within its delimiters; the field reaches from ``start``, where its name begins, to
    ``end``. Where the value has abbreviations that are not defined above it, ``pieces`` are its texts and these words,
    and in ``raw`` they are as they are written.
    """

    raw: str
    offset: int
    start: int = 0
    end: int = 0
    pieces: tuple[str | Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, from ``offset`` to ``end``; its fields begin at ``body``.

    ``type`` and the names of ``fields`` are in lower case.
    """

    key: str
    type: str
    fields: Mapping[str, Field]
    offset: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A @string, @preamble or @comment, from ``offset`` to ``end``; what a @string defines is in ``fields``."""

    type: str
    fields: Mapping[str, Field]
    offset: int
    end: int


class BadEntry(Exception):
    """An entry that cannot be read: where, why, what to do.

    ``kind`` is the word after its @ in small letters, ``key`` its key as far as that is known.
    ``fix`` puts in the comma that is missing.
    """

    def __init__(self, offset: int, message: str, hint: str, kind: str, key: str, fix: Fix | None = None) -> None:
        super().__init__(message)
        self.offset, self.message, self.hint, self.fix = offset, message, hint, fix
        self.kind, self.key = kind, key


@dataclass(frozen=True, slots=True)
class Stray:
    """A reference that is part of no entry, and begins at ``offset``: for BibTeX a comment."""

    offset: int


def entries(content: str) -> Iterator[Entry | Block | BadEntry | Stray]:
    """Every entry and block of a file, in its order, and references between them that are no entry.

    An entry never reaches beyond the next line that begins one: so an entry that is not closed spoils itself only,
    and reading takes linear time.
    """
    starts = list(_boundaries(content))
    abbreviations = Abbreviations()
    at = 0
    while match := _ENTRY.search(content, at):
        yield from _strays(content, at, match.start())
        at = match.end()
        if match["kind"] is None:
            continue
        following = bisect_right(starts, match.start())
        end = starts[following] if following < len(starts) else len(content)
        parser = _Parser(content, match, end, abbreviations)
        try:
            yield parser.block()
            at = parser.at
        except BadEntry as bad:
            yield bad
            at = end
    yield from _strays(content, at, len(content))


def _boundaries(content: str) -> Iterator[int]:
    """The offsets of the lines that begin an entry. A pattern that begins with a sign is found six times as fast."""
    behind = 0
    for match in _BOUNDARY.finditer(content):
        line = content.rfind("\n", behind, match.start()) + 1
        if (line or not behind) and not content[line : match.start()].strip(" \t"):
            yield line
        behind = match.end()


def _strays(content: str, start: int, end: int) -> Iterator[Stray]:
    return (Stray(match.start()) for match in _REFERENCE.finditer(content, start, end))


class _Parser:
    """Reads the one entry that ``match`` opens, within ``content[:end]``; ``at`` is how far it has come."""

    def __init__(self, content: str, match: re.Match[str], end: int, abbreviations: Abbreviations) -> None:
        self.at = match.end()
        self._content, self._start, self._end, self._abbreviations = content, match.start(), end, abbreviations
        self._kind, self._open = match["kind"], match["open"]
        self._close = "}" if self._open == "{" else ")"
        self._key = ""
        self._defined = 0

    def block(self) -> Entry | Block:
        """The entry or block. Raises BadEntry."""
        kind = self._kind.lower()
        fields: dict[str, Field] = {}
        if kind in ("comment", "preamble"):
            self._skip()
            return Block(kind, fields, self._start, self.at)
        if kind == "string":
            fields.update(self._fields())
            return Block(kind, fields, self._start, self.at)
        self._key = self._read_key()
        body = self.at
        for name, field in self._fields():
            # BibTeX keeps the first of two fields with one name.
            fields.setdefault(name, field)
        if stray := _STRAY.match(self._content, self.at, self._end):
            group = stray.lastindex or 1
            message = f"{self._named} ends before its field {shortened(stray[group])}"
            raise self._bad(message, "there is one } too many above it", stray.start(group))
        return Entry(self._key, kind, fields, self._start, body, self.at)

    def _define(self, found: Sequence[tuple[str, Field]]) -> None:
        """Make the abbreviations of a @string known, of which the next one may be made."""
        for name, field in found[self._defined :] if self._kind.lower() == "string" else ():
            self._abbreviations.define(name, None if field.pieces else field.raw)
        self._defined = len(found)

    def _skip(self) -> None:
        """To the closing brace, or to the next line that begins an entry."""
        whole = BRACED.match(self._content, self.at - 1, self._end)
        self.at = whole.end() if whole else self._end

    def _read_key(self) -> str:
        if match := self._matches(_KEYS[self._open]):
            # Citations name it with composed letters.
            return unicodedata.normalize("NFC", match[1])
        if match := self._matches(_KEY_AND_FIELD):
            comma = Fix(match.end(1), match.end(1), ",")
            message = f"the key {shortened(match[1])} has no comma after it"
            raise self._bad(message, "put a comma between key and fields", fix=comma)
        if match := self._matches(_KEY_OF_WORDS):
            word = "".join(re.findall(r"[\w:.-]+", match[1])) or "surname2024"
            hint = f"write it without spaces, such as {shortened(word)}"
            raise self._bad(f"the key {shortened(match[1])} is not one word", hint)
        raise self._bad(f"this @{self._kind} has no key", f"write @{self._kind}{{surname2024, and then its fields")

    def _fields(self) -> list[tuple[str, Field]]:
        found: list[tuple[str, Field]] = []
        while True:
            if self._open == "{":
                found += self._plain_fields()
            self._define(found)
            self._matches(_COMMAS)
            if self.at >= self._end:
                # The } of the whole entry closed a value that has none of its own, and that now holds other fields.
                if found and _SWALLOWED.search(found[-1][1].raw):
                    raise self._unclosed(found[-1][0], found[-1][1].offset)
                raise self._bad(f"{self._named} is not closed", "count its braces: each { needs a }")
            if self._content[self.at] == self._close:
                self.at += 1
                return found
            found.append(self._field())

    def _plain_fields(self) -> Iterator[tuple[str, Field]]:
        """The fields from here on, as far as they are written as most are. This is where the time goes."""
        while plain := _PLAIN_FIELD.match(self._content, self.at, self._end):
            begin, end = plain.span(2)
            self.at = plain.end()
            yield plain[1].lower(), Field(plain[2], begin, plain.start(1), end + 1)

    def _field(self) -> tuple[str, Field]:
        match = self._matches(_FIELD)
        if not match:
            word = _BARE.match(self._content, self.at, self._end)
            near = f" near {shortened(word[0])}" if word else ""
            hint = "a field is written name = {value}, with a comma after it"
            raise self._bad(f"{self._named} cannot be read{near}", hint, self.at)
        begin = self.at
        pieces = self._value(match)
        behind = self.at
        self._matches(_GAP)
        if self.at < self._end and self._content[self.at] not in (",", self._close):
            if _FIELD.match(self._content, self.at, self._end):
                message = f"a comma is missing after the field {shortened(match[1])} of {self._named}"
                raise self._bad(message, "add it", self.at, Fix(behind, behind, ","))
            message = f"{self._named} cannot be read after its field {shortened(match[1])}"
            hint = "put a comma after it; if there is one, count its braces: each { needs a }"
            raise self._bad(message, hint, self.at)
        raw = "".join(piece if isinstance(piece, str) else piece.word for piece in pieces)
        unknown = () if all(isinstance(piece, str) for piece in pieces) else tuple(pieces)
        offset = begin + (self._content[begin] in '{"')
        return match[1].lower(), Field(raw, offset, match.start(1), behind, unknown)

    def _value(self, name: re.Match[str]) -> list[str | Word]:
        pieces = [self._piece(name)]
        while self._matches(_JOIN):
            pieces.append(self._piece(name))
        return pieces

    def _piece(self, name: re.Match[str]) -> str | Word:
        if match := self._matches(BRACED) or self._matches(_QUOTED):
            return match[1]
        if match := self._matches(_BARE):
            if match[0][0].isdigit():
                return match[0]
            try:
                value = self._abbreviations.value(match[0])
            except TooMuchText:
                message = "the abbreviations of this file expand to too much text"
                raise self._bad(message, "write out what they stand for") from None
            return Word(match[0], match.start()) if value is None else value
        if self.at < self._end and self._content[self.at] in '{"':
            return self._deep(name[1])
        message = f"the field {shortened(name[1])} of {self._named} has no value"
        raise self._bad(message, "write it in braces: name = {value}", name.start())

    def _deep(self, name: str) -> str:
        """A value whose braces are nested more deeply than the fast patterns go, or not closed."""
        opening = self._content[self.at]
        depth = 0
        for sign in _BRACE.finditer(self._content, self.at + 1, self._end):
            if sign[0] == ("}" if opening == "{" else '"') and depth == 0:
                value = self._content[self.at + 1 : sign.start()]
                self.at = sign.end()
                return value
            depth += {"{": 1, "}": -1}.get(sign[0], 0)
            # The brace of the whole entry says that the quotation mark is missing.
            if depth < 0 and self._content.find('"', sign.end(), self._end) >= 0:
                message = f"there is one }} too many in the field {shortened(name)} of {self._named}"
                raise self._bad(message, "each } needs a { before it", sign.start())
        raise self._unclosed(name, self.at + 1)

    def _unclosed(self, name: str, offset: int) -> BadEntry:
        signs = "each { needs a }" if self._content[offset - 1] == "{" else 'each " needs another; within it write {"}'
        return self._bad(f"the field {shortened(name)} of {self._named} is not closed", signs, offset)

    def _matches(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match of ``pattern`` here, which is read."""
        match = pattern.match(self._content, self.at, self._end)
        if match:
            self.at = match.end()
        return match

    @property
    def _named(self) -> str:
        return f"the entry {shortened(self._key)}" if self._key else f"this @{self._kind}"

    def _bad(self, message: str, hint: str, offset: int | None = None, fix: Fix | None = None) -> BadEntry:
        at = self._start if offset is None else offset
        return BadEntry(at, message, hint, self._kind.lower(), self._key, fix)
