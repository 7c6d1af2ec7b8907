"""The grammar of BibTeX: a file as entries that know their place, and the entries that cannot be read.

The grammar is that of http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf. No pattern takes more than linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studenthub.source.problems import Fix, shortened

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
#: How much text the abbreviations of one file may expand to: each line of them can double what the last one made.
_MOST_EXPANDED = 4_000_000

_NAME = r"[^\s\"#%'(),={}0-9][^\s\"#%'(),={}]*+"
#: A line that is commented out, or the beginning of an entry.
_ENTRY = re.compile(r"^[ \t]*+%[^\n]*+|@[ \t]*+(?P<kind>[A-Za-z]++)\s*+(?P<open>[({])", re.MULTILINE)
#: A line that begins an entry for certain: no @ in somebody's text is followed by a key and a field.
_BOUNDARY = re.compile(
    r"^[ \t]*+@[ \t]*+(?:(?:comment|preamble|string)\s*+[({]"
    rf"|[a-z]++\s*+[({{]\s*+(?:[^\s,{{}}()=\\]*+\s*+,?\s*+)?{_NAME}\s*+=)",
    re.MULTILINE | re.IGNORECASE,
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
_STRAY = re.compile(rf"\s*+,\s*+({_NAME})\s*+=")
BRACED = re.compile(r"\{([^{}]*+(?>(?:\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}[^{}]*+)*))\}")
_QUOTED = re.compile(r'"([^"{}]*+(?>(?:\{[^{}]*+(?>(?:\{[^{}]*+\}[^{}]*+)*)\}[^"{}]*+)*))"')
_BRACE = re.compile(r'[{}"]')
_BARE = re.compile(r"[^\s,{}()\"#=]++")
_JOIN = re.compile(r"\s*+#\s*+")
_COMMAS = re.compile(r"[\s,]*+")
_GAP = re.compile(r"\s*+")


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a field as it is written, without its delimiters, and where it begins in the file."""

    raw: str
    offset: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, which begins at ``offset``. ``type`` and the names of ``fields`` are in lower case."""

    key: str
    type: str
    fields: Mapping[str, Field]
    offset: int


class BadEntry(Exception):
    """An entry that cannot be read: where, why, what to do; ``key`` is its key as far as that is known.

    ``fix`` puts in the comma that is missing.
    """

    def __init__(self, offset: int, message: str, hint: str, key: str, fix: Fix | None = None) -> None:
        super().__init__(message)
        self.offset, self.message, self.hint, self.key, self.fix = offset, message, hint, key, fix


@dataclass(frozen=True, slots=True)
class Stray:
    """A reference that is part of no entry, and begins at ``offset``: for BibTeX a comment."""

    offset: int


def entries(content: str) -> Iterator[Entry | BadEntry | Stray]:
    """Every entry of a file, in its order, and references that stand between them.

    An entry never reaches beyond the next line that begins one: so an entry that is not closed spoils itself only,
    and reading takes linear time.
    """
    starts = [match.start() for match in _BOUNDARY.finditer(content)]
    macros = _Macros()
    at = 0
    while match := _ENTRY.search(content, at):
        yield from _strays(content, at, match.start())
        at = match.end()
        if match["kind"] is None:
            continue
        following = bisect_right(starts, match.start())
        end = starts[following] if following < len(starts) else len(content)
        parser = _Parser(content, match, end, macros)
        try:
            if found := parser.entry():
                yield found
            at = parser.at
        except BadEntry as bad:
            yield bad
            at = end
    yield from _strays(content, at, len(content))


def _strays(content: str, start: int, end: int) -> Iterator[Stray]:
    return (Stray(match.start()) for match in _REFERENCE.finditer(content, start, end))


class _Macros:
    """The abbreviations of a file, with those that every BibTeX style defines."""

    def __init__(self) -> None:
        self._values = {month[:3]: month[:3] for month in MONTHS}
        self._left = _MOST_EXPANDED

    def define(self, name: str, value: str) -> None:
        self._values[name] = value

    def expand(self, word: str) -> str | None:
        """What ``word`` stands for, itself where nobody defined it; None when the file has used up its share."""
        value = self._values.get(word.lower(), word)
        self._left -= len(value)
        return value if self._left >= 0 else None


class _Parser:
    """Reads the one entry that ``match`` opens, within ``content[:end]``; ``at`` is how far it has come."""

    def __init__(self, content: str, match: re.Match[str], end: int, macros: _Macros) -> None:
        self.at = match.end()
        self._content, self._start, self._end, self._macros = content, match.start(), end, macros
        self._kind, self._open = match["kind"], match["open"]
        self._close = "}" if self._open == "{" else ")"
        self._key = ""

    def entry(self) -> Entry | None:
        """The entry; None for a comment, a preamble and abbreviations. Raises BadEntry."""
        kind = self._kind.lower()
        if kind in ("comment", "preamble"):
            self._skip()
            return None
        if kind == "string":
            for name, value in self._fields():
                self._macros.define(name, value.raw)
            return None
        self._key = self._read_key()
        fields: dict[str, Field] = {}
        for name, value in self._fields():
            # BibTeX keeps the first of two fields with one name.
            fields.setdefault(name, value)
        if stray := _STRAY.match(self._content, self.at, self._end):
            message = f"{self._named} ends before its field {shortened(stray[1])}"
            raise self._bad(message, "there is a } too many above it", stray.start(1))
        return Entry(self._key, kind, fields, self._start)

    def _skip(self) -> None:
        """To the closing brace, or to the next line that begins an entry."""
        whole = BRACED.match(self._content, self.at - 1, self._end)
        self.at = whole.end() if whole else self._end

    def _read_key(self) -> str:
        if match := self._matches(_KEYS[self._open]):
            return match[1]
        if match := self._matches(_KEY_AND_FIELD):
            message, comma = (
                f"the key {shortened(match[1])} has no comma after it",
                Fix(match.end(1), match.end(1), ","),
            )
            raise self._bad(message, "put a comma between key and fields", fix=comma)
        if match := self._matches(_KEY_OF_WORDS):
            word = "".join(re.findall(r"[\w:.-]+", match[1])) or "surname2024"
            hint = f"write it without spaces, such as {shortened(word)}"
            raise self._bad(f"the key {shortened(match[1])} is not one word", hint)
        raise self._bad(f"this @{self._kind} has no key", f"write @{self._kind}{{surname2024, and then its fields")

    def _fields(self) -> Iterator[tuple[str, Field]]:
        name, value = "", Field("", 0)
        while True:
            if self._open == "{" and (plain := self._matches(_PLAIN_FIELD)):
                name, value = plain[1].lower(), Field(plain[2], plain.start(2))
                yield name, value
                continue
            self._matches(_COMMAS)
            if self.at >= self._end:
                # The } of the whole entry closed a value that has none of its own, and that now holds other fields.
                if _SWALLOWED.search(value.raw):
                    raise self._unclosed(name, value.offset)
                raise self._bad(f"{self._named} is not closed", "count its braces: each { needs a }")
            if self._content[self.at] == self._close:
                self.at += 1
                return
            name, value = self._field()
            yield name, value

    def _field(self) -> tuple[str, Field]:
        match = self._matches(_FIELD)
        if not match:
            word = _BARE.match(self._content, self.at, self._end)
            near = f" near {shortened(word[0])}" if word else ""
            hint = "a field is written name = {value}, with a comma after it"
            raise self._bad(f"{self._named} cannot be read{near}", hint, self.at)
        begin = self.at
        value = self._value(match)
        behind = self.at
        self._matches(_GAP)
        if self.at < self._end and self._content[self.at] not in (",", self._close):
            message = f"{self._named} cannot be read after its field {shortened(match[1])}"
            if _FIELD.match(self._content, self.at, self._end):
                raise self._bad(message, "put a comma after it", self.at, Fix(behind, behind, ","))
            hint = "put a comma after it; if there is one, count its braces: each { needs a }"
            raise self._bad(message, hint, self.at)
        return match[1].lower(), Field(value, begin + (self._content[begin] in '{"'))

    def _value(self, name: re.Match[str]) -> str:
        pieces = [self._piece(name)]
        while self._matches(_JOIN):
            pieces.append(self._piece(name))
        return "".join(pieces)

    def _piece(self, name: re.Match[str]) -> str:
        if match := self._matches(BRACED) or self._matches(_QUOTED):
            return match[1]
        if match := self._matches(_BARE):
            value = self._macros.expand(match[0])
            if value is None:
                raise self._bad(
                    "the abbreviations of this file expand to too much text", "write out what they stand for"
                )
            return value
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
        return BadEntry(self._start if offset is None else offset, message, hint, self._key, fix)
