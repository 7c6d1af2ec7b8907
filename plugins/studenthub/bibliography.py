"""The shared bibliography: BibTeX entries that know their place, and their CSL-JSON.

The reader is ours because students must be told the line, because one bad entry must not take down the rest, and
because Pandoc's own conversion loses particles ("van der Berg"), capitals and "in press". The grammar is that of
http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf, with the fields of biblatex understood as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studenthub import latex
from studenthub.problems import Problem
from studenthub.source import Place, Text

#: Abbreviations that every BibTeX style defines.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_VALUE = 64 * 1024

_ENTRY = re.compile(r"@[ \t]*([A-Za-z]+)\s*([({])")
_BOUNDARY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[({]", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s,{}()\"#%=\\]*)\s*(,|(?=[})]))")
_FIELD = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=\s*")
_BRACED = re.compile(r"\{([^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\}")
_QUOTED = re.compile(r'"([^"{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^"{}]*+)*+)"')
_BARE = re.compile(r"[^\s,{}()\"#=]+")
_JOIN = re.compile(r"\s*#\s*")
_SEPARATOR = re.compile(r"\s*(,?)\s*")


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a field as it is written, without its delimiters, and where it begins in the file."""

    raw: str
    offset: int


@dataclass(frozen=True, slots=True)
class Name:
    """A person or, with ``literal``, an organisation. The parts are those of CSL-JSON names."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def sort_name(self) -> str:
        """The name under which a list files it: van der Berg stands under V."""
        return self.literal or f"{self.particle} {self.family}".strip()

    @property
    def full(self) -> str:
        """The name as it is said."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(part for part in parts if part)

    def to_csl(self) -> dict[str, str]:
        """The name as a CSL-JSON name variable."""
        parts = {
            "family": self.family,
            "given": self.given,
            "non-dropping-particle": self.particle,
            "suffix": self.suffix,
            "literal": self.literal,
        }
        return {key: latex.escape(value) for key, value in parts.items() if value}


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography. ``type`` and the names of ``fields`` are in lower case."""

    key: str
    type: str
    fields: Mapping[str, Field]
    text: Text = field(repr=False, compare=False)
    offset: int = 0

    @property
    def place(self) -> Place:
        """Where the entry begins."""
        return self.text.place(self.offset)

    def place_of(self, name: str) -> Place:
        """Where a field's value begins, or the entry."""
        return self.text.place(self.fields[name].offset) if name in self.fields else self.place

    @property
    def fingerprint(self) -> str:
        """All that its formatting depends on: two entries with one fingerprint print the same."""
        return f"{self.key}\0{self.type}\0" + "\0".join(f"{name}={value.raw}" for name, value in self.fields.items())

    def raw(self, *names: str) -> str:
        """The first of the fields ``names`` that has a value, as it is written."""
        return next(
            (self.fields[name].raw for name in names if name in self.fields and self.fields[name].raw.strip()), ""
        )

    def plain(self, *names: str) -> str:
        """The same as plain text."""
        return latex.to_text(self.raw(*names))

    @cached_property
    def authors(self) -> tuple[Name, ...]:
        """Who wrote it, or else who edited it."""
        return tuple(names(self.raw("author")) or names(self.raw("editor")))

    @cached_property
    def title(self) -> str:
        """The title with its subtitle, as plain text; the key where there is none."""
        return latex.plain(self.rich_title) or self.key

    @cached_property
    def rich_title(self) -> str:
        """The title with its subtitle, as CSL-JSON rich text."""
        title, subtitle = (latex.to_csl(self.raw(name), protect=True) for name in ("title", "subtitle"))
        return f"{title}: {subtitle}" if title and subtitle else title

    @property
    def container(self) -> str:
        """The journal, book or site that it is part of, as plain text."""
        return self.plain("journal", "journaltitle", "booktitle")

    @cached_property
    def year(self) -> str:
        """The year as it is printed: 2014, 2010–2011, in press or n.d."""
        parts = self._date.get("date-parts")
        if isinstance(parts, list):
            return "–".join(str(part[0]) for part in parts)
        return str(self._date.get("literal", "n.d."))

    @cached_property
    def doi(self) -> str:
        """The bare DOI, such as 10.2196/jmir.2912, or an empty string (https://www.doi.org/the-identifier/)."""
        doi = re.sub(r"^\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", "", self.plain("doi"), flags=re.IGNORECASE).strip()
        return doi if re.fullmatch(r"10\.\d{4,9}/[^\s<>\"]+", doi) else ""

    @cached_property
    def url(self) -> str:
        """An address that is safe to link to, or an empty string."""
        raw = self.raw("url").strip() or _first_url(self.raw("howpublished")) or _first_url(self.raw("note"))
        return url if is_web_address(url := re.sub(r"\\([_%&#~])", r"\1", raw)) else ""

    @property
    def link(self) -> str:
        """Where the source can be read: its DOI as an address, or its address."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def label(self) -> str:
        """Authors and year for running text: Moorhead et al. (2013)."""
        return f"{self.short_authors} ({self.year})"

    @property
    def short_authors(self) -> str:
        """One author, two with an ampersand, or the first and et al.; the title where nobody is named."""
        match [name.sort_name for name in self.authors]:
            case []:
                return f"“{self.title}”"
            case [one]:
                return one
            case [one, other]:
                return f"{one} & {other}" if other != "others" else f"{one} et al."
            case [first, *_]:
                return f"{first} et al."

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Alphabetical by author, then year, then title, accents folded."""
        who = " ".join(name.sort_name + " " + name.given for name in self.authors) or self.title
        return fold(who), self.year, fold(self.title)

    @cached_property
    def _date(self) -> dict[str, object]:
        return _date(self.raw("date") or self.raw("year"), self.raw("month"), self.raw("day"), self.raw("pubstate"))

    @property
    def is_own_publisher(self) -> bool:
        """Whether an organisation wrote and published it: APA then leaves the publisher out (7th ed., section 9.29)."""
        publisher = fold(self.plain(*_PUBLISHER))
        return any(fold(name.literal) == publisher for name in self.authors if name.literal)

    @cached_property
    def csl(self) -> Mapping[str, object]:
        """The source as an item of CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html)."""
        return dict(_csl(self))


@dataclass(frozen=True)
class Bibliography:
    """All sources by key. The entries that could not be read are in ``broken``, so that nobody calls them unknown."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()


def read(texts: Iterable[Text]) -> tuple[Bibliography, list[Problem]]:
    """Read the files in order. A key that is there twice keeps its first entry."""
    sources: dict[str, Source] = {}
    broken: set[str] = set()
    problems: list[Problem] = []
    for text in texts:
        for found in _entries(text):
            if isinstance(found, _BadEntry):
                problems.append(Problem(text.place(found.offset), found.code, found.message, found.hint))
                if found.key:
                    broken.add(found.key)
            elif found.key in sources:
                first = sources[found.key].place
                problems.append(
                    Problem(
                        found.place,
                        "HUB402",
                        f"the key {found.key} is there twice",
                        f"the first is at {first.path}:{first.line}; rename or delete one",
                    )
                )
            else:
                sources[found.key] = found
    return Bibliography(sources, frozenset(broken - sources.keys())), problems


class _BadEntry(Exception):
    def __init__(self, offset: int, message: str, hint: str = "", key: str = "", code: str = "HUB401") -> None:
        super().__init__(message)
        self.offset, self.message, self.hint, self.key, self.code = offset, message, hint, key, code


def _entries(text: Text) -> Iterator[Source | _BadEntry]:
    """Every entry of a file.

    An entry never reaches beyond the next line that begins one: so an entry that is not closed spoils itself only,
    and reading takes linear time.
    """
    content = text.content
    starts = [match.start() for match in _BOUNDARY.finditer(content)]
    macros = {month: str(number) for number, month in enumerate(_MONTHS, 1)}
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        at = start
        while (match := _ENTRY.search(content, at, end)) is not None:
            kind = match[1].lower()
            if kind == "comment":
                break
            try:
                parser = _EntryParser(content, match, end, macros)
                if kind == "string":
                    parser.macro()
                elif kind == "preamble":
                    parser.preamble()
                else:
                    yield parser.source(kind, text)
                at = parser.at
            except _BadEntry as bad:
                yield bad
                break


class _EntryParser:
    """Reads the one entry that ``match`` opens, within ``content[:end]``."""

    def __init__(self, content: str, match: re.Match[str], end: int, macros: dict[str, str]) -> None:
        self.at = match.end()
        self._content, self._end, self._macros = content, end, macros
        self._start = match.start()
        self._kind = match[1]
        self._close = "}" if match[2] == "{" else ")"
        self._key = ""

    def source(self, kind: str, text: Text) -> Source:
        match = _KEY.match(self._content, self.at, self._end)
        if not match:
            raise self._bad(f"this @{self._kind} entry has no key", "write @article{surname2024, and then its fields")
        self._key, self.at = match[1], match.end()
        if not self._key:
            raise self._bad(f"this @{self._kind} entry has no key", "write @article{surname2024, and then its fields")
        fields: dict[str, Field] = {}
        while not self._closed():
            name, value = self._field()
            # BibTeX keeps the first of two fields with one name.
            fields.setdefault(name, value)
        return Source(self._key, kind, fields, text, self._start)

    def macro(self) -> None:
        while not self._closed():
            name, value = self._field()
            self._macros[name] = value.raw

    def preamble(self) -> None:
        self._value()
        self._closed()

    def _closed(self) -> bool:
        match = _SEPARATOR.match(self._content, self.at, self._end)
        assert match
        self.at = match.end()
        if self._content[self.at : self.at + 1] == self._close and self.at < self._end:
            self.at += 1
            return True
        if self.at >= self._end:
            raise self._bad(self._unclosed, "count its braces: each { needs a }")
        return False

    @property
    def _unclosed(self) -> str:
        return f"the entry {self._key} is not closed" if self._key else f"this @{self._kind} is not closed"

    def _field(self) -> tuple[str, Field]:
        match = _FIELD.match(self._content, self.at, self._end)
        if not match:
            word = _BARE.match(self._content, self.at, self._end)
            near = f" near {word[0][:30]}" if word else ""
            raise self._bad(
                f"the entry {self._key} cannot be read{near}",
                "a field is written name = {value}, with a comma after it",
                self.at,
            )
        self.at = match.end()
        offset = self.at
        value = self._value()
        if self._content[offset : offset + 1] in ("{", '"'):
            offset += 1
        after = _SEPARATOR.match(self._content, self.at, self._end)
        if after and not after[1] and after.end() < self._end and self._content[after.end()] != self._close:
            raise self._bad(
                f"the entry {self._key} cannot be read after the field {match[1]}",
                "is there a comma after it, and does each { have its }?",
                self.at,
            )
        return match[1].lower(), Field(value, offset)

    def _value(self) -> str:
        value = self._piece()
        while (join := _JOIN.match(self._content, self.at, self._end)) is not None:
            self.at = join.end()
            value += self._piece()
            if len(value) > _LONGEST_VALUE:
                raise self._bad(
                    f"a value of {self._key or 'this entry'} is longer than {_LONGEST_VALUE // 1024} KB",
                    "shorten it",
                    self.at,
                )
        return value

    def _piece(self) -> str:
        sign = self._content[self.at : self.at + 1] if self.at < self._end else ""
        if sign in ("{", '"') and sign:
            match = (_BRACED if sign == "{" else _QUOTED).match(self._content, self.at, self._end)
            if match:
                self.at = match.end()
                return match[1]
            return self._deep(sign)
        match = _BARE.match(self._content, self.at, self._end)
        if not match:
            raise self._bad(
                f"a field of {self._key or 'this entry'} has no value", "write it in braces: name = {value}", self.at
            )
        self.at = match.end()
        return self._macros.get(match[0].lower(), match[0])

    def _deep(self, sign: str) -> str:
        """A value whose braces are nested more deeply than the fast patterns go, or not closed."""
        start = at = self.at + 1
        depth = 0
        for brace in re.compile(r'[{}"]').finditer(self._content, at, self._end):
            if brace[0] == "{":
                depth += 1
            elif brace[0] == "}" and (depth or sign == '"'):
                depth -= 1
            elif depth == 0 and (brace[0] == "}") == (sign == "{"):
                self.at = brace.end()
                return self._content[start : brace.start()]
        raise self._bad(
            self._unclosed,
            "count its braces: each { needs a }" if sign == "{" else 'is there a " without its other half?',
        )

    def _bad(self, message: str, hint: str, offset: int | None = None) -> _BadEntry:
        return _BadEntry(self._start if offset is None else min(offset, self._end), message, hint, self._key)


_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_PARTICLE = re.compile(r"[^\W\d_]")


def names(raw: str) -> Iterator[Name]:
    """The people of an author or editor field: parted by "and", a comma within braces parting nothing."""
    if not raw.strip():
        return
    for one in _split(raw, _AND):
        if name := _name(one.strip()):
            yield name


def _name(raw: str) -> Name | None:
    """First von Last · von Last, First · von Last, Jr, First (btxdoc, section 4)."""
    if not raw:
        return None
    if raw.startswith("{") and _BRACED.fullmatch(raw):
        return Name(literal=latex.to_text(raw))
    parts = [part.strip() for part in _split(raw, re.compile(","))]
    words = [word for word in _split(parts[0], re.compile(r"[\s~]+")) if word]
    if len(parts) == 1:
        if len(words) <= 1:
            text = latex.to_text(raw)
            return Name(literal=text) if text else None
        first = next((i for i, word in enumerate(words[:-1]) if _is_particle(word)), len(words) - 1)
        given, words = words[:first], words[first:]
        particle, family = _particle(words)
        return Name(family=_text(family), given=_text(given), particle=_text(particle))
    particle, family = _particle(words)
    suffix, given_name = ("", parts[1]) if len(parts) == 2 else (parts[1], ", ".join(parts[2:]))
    return Name(_text(family), latex.to_text(given_name), _text(particle), latex.to_text(suffix))


def _text(words: list[str]) -> str:
    return latex.to_text(" ".join(words))


def _is_particle(word: str) -> bool:
    """Whether a word of a name begins in lower case; a word in braces is a name."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = _PARTICLE.search(latex.to_text(word))
    return bool(letter) and letter[0].islower()


def _particle(words: list[str]) -> tuple[list[str], list[str]]:
    """The words up to the last one in lower case that is not the last word, and the rest."""
    last = max((i for i, word in enumerate(words[:-1]) if _is_particle(word)), default=-1)
    return words[: last + 1], words[last + 1 :]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of ``text`` between the matches of ``separator`` that stand outside braces."""
    if "{" not in text:
        return separator.split(text)
    parts: list[str] = []
    start = depth = counted = 0
    for match in separator.finditer(text):
        between = text[counted : match.start()]
        depth += between.count("{") - between.count("}")
        counted = match.start()
        if depth <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


_URL = re.compile(r"https?://[^\s{}<>\"]+")


def _first_url(raw: str) -> str:
    match = _URL.search(raw)
    return match[0].rstrip(".,;)") if match else ""


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an http or https address with a host, and nothing that a browser would read otherwise."""
    return bool(re.fullmatch(r"https?://[^\s/<>\\?#@]+(?:[/?#][^\s<>\\]*)?", url, re.IGNORECASE))


def fold(text: str) -> str:
    """``text`` for sorting and comparing: lower case, without accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w ]+", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


_YEAR = re.compile(r"-?\d{1,4}")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def _date(raw: str, month: str = "", day: str = "", state: str = "") -> dict[str, object]:
    """A CSL-JSON date: parts, a range, or the words that stand in a date's place."""
    text = latex.to_text(raw).strip()
    if not text:
        return {"literal": state} if state else {}
    ends = [part.strip() for part in re.split(r"\s*(?:/|–|--)\s*|(?<=\d{4})-(?=\d{4})", text) if part.strip()]
    parts = [parsed for end in ends if (parsed := _date_parts(end))]
    if len(parts) == len(ends) == 1 and len(parts[0]) == 1:
        return {"date-parts": [[*parts[0], *_month_and_day(month, day)]]}
    if parts and len(parts) == len(ends) <= 2:
        return {"date-parts": parts}
    return {"literal": text}


def _date_parts(text: str) -> list[int]:
    match = _ISO.fullmatch(text)
    if not match:
        return []
    return [int(part) for part in match.groups() if part]


def _month_and_day(month: str, day: str) -> list[int]:
    word = latex.to_text(month).strip().lower()[:3]
    number = int(word) if word.isdecimal() else (_MONTHS.index(word) + 1 if word in _MONTHS else 0)
    if not 1 <= number <= 12:
        return []
    date = latex.to_text(day).strip()
    return [number, int(date)] if date.isdecimal() and 1 <= int(date) <= 31 else [number]


#: BibTeX and biblatex entry types in the types of CSL 1.0.2.
_TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "booklet": "pamphlet",
    "inbook": "chapter", "incollection": "chapter", "suppbook": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "proceedings": "book", "manual": "report", "techreport": "report",
    "report": "report", "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "newspaper": "article-newspaper", "magazine": "article-magazine", "dataset": "dataset", "software": "software",
    "video": "motion_picture", "legislation": "legislation", "jurisdiction": "legal_case", "patent": "patent",
    "reference": "book", "inreference": "entry-encyclopedia", "review": "review",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
#: CSL variables that take a field as it is, the first that is filled.
_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "container-title": ("journal", "journaltitle", "booktitle"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "publisher-place": ("address", "location"),
    "edition": ("edition",),
    "chapter-number": ("chapter",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "PMID": ("pmid",),
    "PMCID": ("pmcid",),
    "event-title": ("eventtitle",),
    "container-title-short": ("shortjournal",),
    "title-short": ("shorttitle",),
    "version": ("version",),
    "medium": ("medium",),
    "number-of-volumes": ("volumes",),
}
_PUBLISHER = ("publisher", "school", "institution", "organization")
_PEOPLE = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}


def _csl(source: Source) -> Iterator[tuple[str, object]]:
    kind = _TYPES.get(source.type, "webpage" if source.url and not source.raw("journal", "booktitle") else "document")
    if kind == "article-journal" and source.raw("entrysubtype") in {"newspaper", "magazine"}:
        kind = f"article-{source.raw('entrysubtype')}"
    yield "id", source.key
    yield "type", kind
    if source.rich_title:
        yield "title", source.rich_title
    for bibtex, variable in _PEOPLE.items():
        if people := [name.to_csl() for name in names(source.raw(bibtex))]:
            yield variable, people
    if source._date:
        yield "issued", source._date
    for variable, fields in _VARIABLES.items():
        if text := latex.to_csl(source.raw(*fields), protect="title" in variable):
            yield variable, text
    if number := latex.to_csl(source.raw("number", "issue")):
        yield ("issue" if kind.startswith("article") or kind == "paper-conference" else "number"), number
    if pages := latex.to_csl(source.raw("pages", "eid", "articleno")):
        yield "page", re.sub(r"\s*[-–—]+\s*", "–", pages)
    if publisher := latex.to_csl(source.raw(*_PUBLISHER)):
        yield "publisher", publisher
    if genre := latex.to_csl(source.raw("type")) or _GENRES.get(source.type, ""):
        yield "genre", genre
    if source.doi:
        yield "DOI", source.doi
    elif source.raw("eprint") and source.plain("archiveprefix", "eprinttype").lower() == "arxiv":
        yield "DOI", f"10.48550/arXiv.{source.plain('eprint')}"
    if source.url:
        yield "URL", source.url
        if accessed := _date(source.raw("urldate")):
            yield "accessed", accessed
    if language := source.plain("langid", "language"):
        yield "language", language
