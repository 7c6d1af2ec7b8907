"""The shared bibliography: BibTeX entries that know their place, and their CSL-JSON.

The reader is ours because students must be told the line, because one bad entry must not take down the rest, and
because Pandoc's own conversion loses particles ("van der Berg"), capitals and "in press". The fields are those of
BibTeX and biblatex; how they are written is known to ``parse.bibtex``. No pattern takes more than linear time.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from studenthub.parse import latex
from studenthub.parse.bibtex import BRACED, MONTHS, BadEntry, Field, Stray, entries
from studenthub.source.problems import Problem, shortened
from studenthub.source.text import Place, Text


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


#: What "and others" stands for; CSL processors print et al. for it.
OTHERS = Name(literal="others")


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

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that its formatting depends on: two entries with one fingerprint print the same."""
        fields = "\0".join(f"{name}={value.raw}" for name, value in self.fields.items())
        return hashlib.sha256(f"{self.key}\0{self.type}\0{fields}".encode()).hexdigest()

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
        """Who wrote it, or else who edited it; "and others" is nobody."""
        return tuple(name for name in self._people if name != OTHERS)

    @cached_property
    def _people(self) -> tuple[Name, ...]:
        return names(self.raw("author")) or names(self.raw("editor"))

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
            return "–".join(dict.fromkeys(str(part[0]) for part in parts))
        return str(self._date.get("literal", "n.d."))

    @cached_property
    def _date(self) -> Mapping[str, object]:
        return _date(self.raw("date", "year"), self.raw("month"), self.raw("day"), self.raw("pubstate"))

    @cached_property
    def doi(self) -> str:
        """The bare DOI, such as 10.2196/jmir.2912, or an empty string (https://www.doi.org/the-identifier/).

        The angle brackets of some old DOIs are written as in an address. A preprint of arXiv has a DOI as well.
        """
        if match := _DOI.search(latex.to_address(self.raw("doi"))):
            return re.sub(r"[<>\"]", lambda sign: f"%{ord(sign[0]):02X}", match[0].rstrip(".,;"))
        if self.plain("archiveprefix", "eprinttype").lower() == "arxiv":
            number = _ARXIV.fullmatch(latex.to_address(self.raw("eprint")))
            return f"10.48550/arXiv.{number[1]}" if number else ""
        return ""

    @cached_property
    def url(self) -> str:
        """An address that is safe to link to, or an empty string."""
        raw = self.raw("url")
        url = latex.to_address(raw) if raw else _first_url(self.raw("howpublished"))
        if not url and not self.container:
            url = _first_url(self.raw("note"))
        return url if is_web_address(url) else ""

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
        people = [name.sort_name for name in self.authors]
        if not people:
            return f"“{self.title}”"
        return f"{people[0]} et al." if len(people) > 2 or OTHERS in self._people else " & ".join(people)

    @cached_property
    def sort_key(self) -> tuple[str, str, str]:
        """Alphabetical by author, then year, then title, accents folded."""
        who = " ".join(f"{name.sort_name} {name.given}" for name in self.authors) or self.title
        return fold(who), self.year, fold(self.title)

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


#: A line that is no comment and not part of an entry, in a file without entries.
_AS_ENTRY = "an entry begins with @article{, @book{ or @misc{; a list of references must be written so"
_NO_COMMENT = re.compile(r"^[ \t]*[^\s%@]", re.MULTILINE)


@dataclass(frozen=True)
class Parsed:
    """One file: its entries, and the keys of those that cannot be read, with the reasons."""

    sources: tuple[Source, ...]
    broken: frozenset[str]
    problems: tuple[Problem, ...]


def read(texts: Iterable[Text]) -> tuple[Bibliography, list[Problem]]:
    """Read the files in order. A key that is there twice keeps its first entry."""
    return merge(map(parse, texts))


def parse(text: Text) -> Parsed:
    """Read one file."""
    sources: list[Source] = []
    broken: set[str] = set()
    problems: list[Problem] = []
    strays: list[Stray] = []
    for found in entries(text.content):
        if isinstance(found, BadEntry):
            problems.append(Problem(text.place(found.offset), "HUB401", found.message, found.hint, fix=found.fix))
            broken.add(found.key)
        elif isinstance(found, Stray):
            strays.append(found)
        else:
            sources.append(Source(found.key, found.type, found.fields, text, found.offset))
    if not sources and not problems and (comment := _NO_COMMENT.search(text.content)):
        problems.append(Problem(text.place(comment.start()), "HUB404", "there is text here, but no entry", _AS_ENTRY))
    elif sources:
        message = "this reference is part of no entry, so nobody reads it"
        problems += (Problem(text.place(stray.offset), "HUB404", message, _AS_ENTRY) for stray in strays)
    return Parsed(tuple(sources), frozenset(broken), tuple(problems))


def merge(files: Iterable[Parsed]) -> tuple[Bibliography, list[Problem]]:
    """The bibliography of several files. A key that is there twice keeps its first entry."""
    sources: dict[str, Source] = {}
    broken: set[str] = set()
    problems: list[Problem] = []
    for parsed in files:
        broken |= parsed.broken
        problems += parsed.problems
        for source in parsed.sources:
            if source.key in sources:
                problems.append(_twice(source, sources[source.key]))
            else:
                sources[source.key] = source
    return Bibliography(_with_parents(sources), frozenset(broken - sources.keys() - {""})), problems


def _twice(source: Source, first: Source) -> Problem:
    place = first.place
    hint = f"the first is at {place.path}:{place.line}; delete this one, or give another work another key"
    return Problem(source.place, "HUB402", f"the key {shortened(source.key)} is there twice", hint)


#: What a chapter or paper takes from the book or proceedings that its field crossref names.
_INHERITED = (
    "booktitle", "journal", "journaltitle", "editor", "publisher", "organization", "institution", "address", "location",
    "year", "date", "month", "series", "volume", "edition", "isbn", "issn", "eventtitle",
)  # fmt: skip
_MOST_PARENTS = 3


def _with_parents(sources: Mapping[str, Source]) -> Mapping[str, Source]:
    if not any("crossref" in source.fields for source in sources.values()):
        return sources
    return {
        key: replace(source, fields=_inherited(source, sources)) if "crossref" in source.fields else source
        for key, source in sources.items()
    }


def _inherited(source: Source, sources: Mapping[str, Source]) -> Mapping[str, Field]:
    """The fields of an entry with those of its parents; what is inherited stands where the field crossref does."""
    fields, parent = dict(source.fields), source
    for _ in range(_MOST_PARENTS):
        if "crossref" not in parent.fields or parent.raw("crossref").strip() not in sources:
            break
        parent = sources[parent.raw("crossref").strip()]
        found = {name: parent.fields[name].raw for name in _INHERITED if name in parent.fields}
        if "title" in parent.fields:
            found.setdefault("booktitle", parent.raw("title"))
        for name, raw in found.items():
            fields.setdefault(name, Field(raw, fields["crossref"].offset))
    return fields


# A run of white space is entered at its beginning only, or a long one would be tried from each of its signs.
_AND = re.compile(r"(?<!\s)\s++and(?=\s)\s++", re.IGNORECASE)
_WORD_GAP = re.compile(r"[\s~]++")
_COMMA = re.compile(r"(?<!\\),")  # and no \, which is a thin space
_LETTER = re.compile(r"[^\W\d_]")
_AND_OTHERS = re.compile(r"(?<![\s,])[\s,]*+\b(?:et\.?\s+al\.?|and\s+others)$", re.IGNORECASE)
_JUNIOR = re.compile(r"(?:Jr|Sr)\.?")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
#: Family, Given in plain letters, as most names are written: read without a closer look.
_PLAIN_NAME = re.compile(r"([A-Z][A-Za-z]*+(?>(?:-[A-Za-z]++)*)), ([A-Z][A-Za-z]*+\.?(?>(?:[ -][A-Z][A-Za-z]*+\.?)*))")


@lru_cache(maxsize=1 << 16)
def names(raw: str) -> tuple[Name, ...]:
    """The people of an author or editor field: parted by "and", a comma within braces parting nothing.

    "and others" and "et al." are the name OTHERS. Remembered, because lists, records and checks all ask for them.
    """
    return tuple(_names(raw))


def _names(raw: str) -> Iterator[Name]:
    for one in _split(f" {raw} ", _AND):
        person, others = _AND_OTHERS.subn("", one.strip(" \t\n,~"))
        if person and (name := _name(person)):
            yield name
        if others:
            yield OTHERS


def _name(raw: str) -> Name | None:
    """First von Last · von Last, First · von Last, Jr, First (btxdoc, section 4)."""
    if (plain := _PLAIN_NAME.fullmatch(raw)) and not _JUNIOR.fullmatch(plain[2]):
        return Name(plain[1], plain[2])
    last, *others = (part.strip() for part in _split(raw, _COMMA))
    words = [word for word in _split(last, _WORD_GAP) if word]
    suffix = ""
    if BRACED.fullmatch(raw) or (not others and len(words) < 2):
        return Name(literal=_text(raw)) if _text(raw) else None
    if len(others) == 1 and _JUNIOR.fullmatch(others[0]):
        # Martin Luther King, Jr.: no BibTeX, and often written.
        suffix = others.pop()
    elif len(others) == 2 and _SUFFIX.fullmatch(others[1]):
        # King, M. L., Jr.: as APA prints it.
        suffix = others.pop()
    elif len(others) > 1:
        suffix, *others = others
    von, given = 0, ", ".join(others)
    if not others:
        von = next((n for n, word in enumerate(words[:-1]) if _is_particle(word)), len(words) - 1)
        given = " ".join(words[:von])
    family = max((n for n, word in enumerate(words[:-1], 1) if _is_particle(word)), default=von)
    name = Name(_text(*words[family:]), _text(given), _text(*words[von:family]), _text(suffix))
    return name if name.family else Name(literal=name.full) if name.full else None


def _text(*words: str) -> str:
    """Words of a name as plain text: initials are found only where their spaces are plain ones."""
    text = " ".join(words)
    return text if text.isalpha() and text.isascii() else " ".join(latex.to_text(text).split())


def _is_particle(word: str) -> bool:
    """Whether a word of a name begins in lower case; a word in braces is a name."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = _LETTER.search(latex.to_text(word))
    return letter is not None and letter[0].islower()


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


_DOI = re.compile(r"10\.\d{4,9}/[^\s\\]+")
_ARXIV = re.compile(r"(?:arxiv:)?([a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s{}<>\"]+")
_ADDRESS = re.compile(
    r"https?://(?:[\w-]++(?>(?:\.[\w-]++)*)\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s<>\\]*)?", re.IGNORECASE
)


def _first_url(raw: str) -> str:
    match = _URL.search(re.sub(r"\{\\([_&%#~])\}", r"\1", raw))
    return latex.to_address(match[0]).rstrip(".,;)") if match else ""


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an http or https address with a host, and nothing that a browser would read otherwise."""
    return url.isprintable() and bool(_ADDRESS.fullmatch(url))


#: Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)


def fold(text: str) -> str:
    """``text`` for sorting and comparing: lower case, without accents and punctuation."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^\w ]+", "", text)


_RANGE = re.compile(r" ?(?:/|–|—) ?|(?<=\d{4})-(?=\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ][\d:.+Z-]+)?")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
#: Words around a date that say nothing of it: Accessed on the 11th of July 2024.
_FILLERS = {"st", "nd", "rd", "th", "of", "on", "the", "accessed", "retrieved"}
#: What is written where there is no date, without its signs; mere signs are none either.
_UNDATED = {"", "nd", "sa", "nodate", "undated", "unknown"}
#: biblatex's words for what is not out yet.
_STATES = {"inpress": "in press", "inpreparation": "in preparation", "prepublished": "advance online publication"}


def _date(raw: str, month: str = "", day: str = "", state: str = "") -> Mapping[str, object]:
    """A CSL-JSON date: parts, a range, or the words that stand in a date's place."""
    text = _text(raw)
    if "".join(_WORDS.findall(text)).casefold() in _UNDATED:
        text = _STATES.get(_text(state), _text(state))
    if not text:
        return {}
    begin, *rest = [end for end in _RANGE.split(text) if end] or [""]
    # 2010--11 is short for 2010--2011.
    parts = [_day(end) for end in (begin, *(begin[:2] + end if re.fullmatch(r"\d\d", end) else end for end in rest))]
    if len(parts) > 2 or not all(parts):
        return {"literal": text}
    if len(parts) == len(parts[0]) == 1:
        parts[0] += _month_and_day(month, day)
    return {"date-parts": parts}


def _day(text: str) -> list[int]:
    """Year, month and day, as far as they are said: 2024, 2024-07, 2024-07-11, July 2024, 11 July 2024."""
    if match := _ISO.fullmatch(text):
        parts = [int(part) for part in match.groups() if part]
    else:
        words = [word for word in _WORDS.findall(text) if word.lower() not in _FILLERS]
        years = [int(word) for word in words if re.fullmatch(r"[0-9]{4}", word)]
        parts = years + _month_and_day(" ".join(word for word in words if word.isalpha() or len(word) < 3), "")
        # Of 5/3/2024 nobody knows whether it is in May or in March.
        if len(years) != 1 or len(parts) != len(words) or (len(parts) > 1 and not any(map(str.isalpha, words))):
            return []
    in_range = all(low <= part <= high for part, low, high in zip(parts, (0, 1, 1), (9999, 12, 31), strict=False))
    return parts if in_range else []


def _month_and_day(month: str, day: str) -> list[int]:
    """What the fields month and day say: jul, July or 7, and a day in either (jul # "~11" is a habit of JabRef)."""
    words = _WORDS.findall(latex.to_text(month).lower())
    named = [
        number for word in words for number, name in enumerate(MONTHS, 1) if name.startswith(word) and len(word) > 2
    ]
    numbers = [int(word) for word in (*words, *_WORDS.findall(latex.to_text(day))) if re.fullmatch(r"[0-9]{1,2}", word)]
    if not words or not (named or numbers):
        return []
    found = named[0] if named else numbers.pop(0)
    if not 1 <= found <= 12:
        return []
    return [found, *(number for number in numbers[:1] if 1 <= number <= 31)]


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
#: What a thesis or report is called, by its entry type or by biblatex's word in the field type.
_GENRES = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis", "techreport": "Technical report", "resreport": "Research report",
}  # fmt: skip
#: The types of which a genre is printed; in an article it is what some database calls all articles.
_WITH_GENRE = {"thesis", "report", "manuscript", "document", "webpage", "dataset", "software", "motion_picture"}
_EDITIONS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
#: babel's names of the languages that BibTeX files name most, as BCP 47 tags.
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "afrikaans": "af", "german": "de", "ngerman": "de", "french": "fr", "dutch": "nl", "spanish": "es",
    "portuguese": "pt", "italian": "it",
}  # fmt: skip
#: CSL variables that take a field as it is, the first that is filled.
_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "container-title": ("journal", "journaltitle", "booktitle"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "publisher-place": ("address", "location"),
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
    kind = _kind(source)
    yield "id", source.key
    yield "type", kind
    if source.rich_title:
        yield "title", source.rich_title
    for bibtex, variable in _PEOPLE.items():
        if people := [name.to_csl() for name in names(source.raw(bibtex))]:
            yield variable, people
    dates = {"issued": source._date, "original-date": _date(source.raw("origdate"))}
    texts = {
        variable: latex.to_csl(raw, protect="title" in variable)
        for variable, of in _VARIABLES.items()
        if (raw := source.raw(*of))
    }
    number = latex.to_csl(source.raw("number", "issue"))
    texts |= {
        "edition": _edition(source),
        "issue" if kind.startswith("article") or kind == "paper-conference" else "number": number,
        "page": re.sub(r" ?[-–—]+ ?", "–", latex.to_csl(source.raw("pages", "eid", "articleno"))),
        "publisher": latex.to_csl(source.raw(*_PUBLISHER)),
        "genre": _genre(source) if kind in _WITH_GENRE else "",
        "DOI": source.doi,
        "URL": source.url,
        "language": _language(source),
    }
    if source.url:
        dates["accessed"] = _date(source.raw("urldate", "lastchecked"))
    yield from ((variable, value) for variable, value in (dates | texts).items() if value)


def _kind(source: Source) -> str:
    """The type of CSL."""
    if source.type == "article" and (subtype := source.raw("entrysubtype").strip()) in {"newspaper", "magazine"}:
        return f"article-{subtype}"
    return _TYPES.get(source.type, "webpage" if source.url and not source.container else "document")


def _genre(source: Source) -> str:
    return _GENRES.get(source.raw("type").strip()) or latex.to_csl(source.raw("type")) or _GENRES.get(source.type, "")


def _edition(source: Source) -> str:
    """A number where it is one: CSL styles make 2nd ed. of 2, and "Second ed." of Second."""
    edition = latex.to_csl(source.raw("edition"))
    words = [word for word in edition.lower().replace(".", " ").split() if word not in ("ed", "edn", "edition")]
    if len(words) != 1:
        return edition
    if words[0] in _EDITIONS:
        return str(_EDITIONS.index(words[0]) + 1)
    number = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", words[0])
    return number[1] if number else edition


def _language(source: Source) -> str:
    """A BCP 47 tag, or nothing where it is not known."""
    language = source.plain("langid", "language")
    is_tag = re.fullmatch(r"[a-z]{2}(?:-[A-Z]{2})?", language)
    return _LANGUAGES.get(language.lower()) or (language if is_tag else "")
