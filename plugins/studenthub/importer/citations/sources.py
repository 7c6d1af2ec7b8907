"""The works that a draft cites, each under one key: from its list, from data in its file, and from its notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from studenthub.importer.citations.listing import Entry
from studenthub.importer.text import links
from studenthub.model.sources import works
from studenthub.model.sources.source import Source
from studenthub.parse import references, typed_citations
from studenthub.parse.folding import fold
from studenthub.parse.organisations import SMALL, acronyms
from studenthub.parse.references import Reference
from studenthub.parse.typed_citations import Works


@dataclass
class Cited:
    """A work of the draft: its record, its key, where it was found, and the place in a numbered list.

    ``existing`` is whether bib/ has it already. ``origin`` is list, note, or the program that keeps it as data.
    """

    key: str
    reference: Reference
    origin: str
    printed: str = ""
    numbers: tuple[int, ...] = ()
    existing: bool = False


@dataclass
class Sources:
    """Gathers works, each once. ``known`` are the sources of bib/ by key, and ``own`` those of the draft's entries."""

    known: Mapping[str, Source]
    own: Mapping[str, Source] = field(default_factory=dict)
    all: list[Cited] = field(default_factory=list)
    #: What was printed twice: the words, and the key of the first.
    doubles: list[tuple[str, str]] = field(default_factory=list)

    #: Whether the draft has a list of references, and the lines of one that a program has made of the data.
    has_list: bool = False
    generated: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._entries = {**self.known, **self.own}
        self._dois = {source.doi.casefold(): key for key, source in self._entries.items() if source.doi}
        self._titles = {
            _identity(source.title, source.year, _first(source)): key for key, source in self._entries.items()
        }
        self._keys = {key.casefold() for key in self._entries}

    def add(self, reference: Reference, origin: str, printed: str = "", number: int = 0) -> Cited:
        """The work of a record: one that is there already, in the draft or in bib/, or a new one."""
        same = next((one for one in self.all if _is_same(one.reference, reference)), None)
        if same:
            if printed and same.printed and origin == same.origin == "list":
                self.doubles.append((printed, same.key))
            same.printed = same.printed or printed
            same.numbers = (*same.numbers, *([number] if number else []))
            return same
        key = self._existing(reference)
        existing = bool(key)
        key = key or self._new(reference)
        self._keys.add(key.casefold())
        self.all.append(
            Cited(key, _without_own_name(reference), origin, printed, (number,) if number else (), existing)
        )
        return self.all[-1]

    def add_list(self, entries: Iterable[Entry]) -> None:
        """Add the references of a list, but not those that a program has printed from the data."""
        data = any(one.origin not in ("list", "note") for one in self.all)
        for entry in entries:
            self.has_list = True
            if entry.generated and data:
                self.generated.append(entry.printed)
                continue
            self.add(entry.reference, "list", entry.printed, entry.number)

    def keep_cited(self, cited: Collection[str]) -> None:
        """Leave out the works that only notes name which stay notes; ``cited`` are the keys of the citations."""
        self.all = [one for one in self.all if one.origin != "note" or one.key in cited]

    def works(self, *, numbered: bool = True) -> Works:
        """The works, to be looked up by what a text says of them: by number as well, if ``numbered``."""
        listed = {one.key for one in self.all}
        return Works(
            [
                *(
                    replace(work, number=number)
                    for one in self.all
                    for work in [typed_citations.work(one.reference, one.key)]
                    for number in ((one.numbers if numbered else ()) or (0,))
                ),
                *(works.work(source) for key, source in self.own.items() if key not in listed),
            ]
        )

    def key_of(self, source: Source) -> str:
        """The key of an entry in bib/ for the work of ``source``, or ""."""
        same = self.known.get(source.key)
        if same and same.fingerprint == source.fingerprint:
            return source.key
        return self._found(source.doi.casefold(), source.title, source.year, _first(source))

    def free(self, key: str, taken: Collection[str] = ()) -> str:
        """``key``, or with letters behind it where that of another work is the same."""
        keys = self._keys | {one.casefold() for one in taken}
        letters = ("", *"abcdefghijklmnopqrstuvwxyz", *(f"x{number}" for number in range(1000)))
        return next(one for end in letters if (one := f"{key}{end}").casefold() not in keys)

    def by_address(self) -> Mapping[str, str]:
        """The keys by DOI and address, as links are compared."""
        found: dict[str, str] = {}
        for one in self.all:
            for name in ("doi", "url"):
                if value := one.reference.value(name):
                    found.setdefault(links.compared(f"https://doi.org/{value}" if name == "doi" else value), one.key)
        return found

    def _existing(self, reference: Reference) -> str:
        first = reference.authors[0].name if reference.authors else ""
        year = (reference.value("year") or reference.value("date"))[:4]
        return self._found(reference.value("doi").casefold(), reference.value("title"), year, first)

    def _found(self, doi: str, title: str, year: str, first: str) -> str:
        if doi and doi in self._dois:
            return self._dois[doi]
        found = self._titles.get(_identity(title, year, first), "") if title and year else ""
        # One work has one DOI: the same title with another is another edition or a preprint.
        return "" if found and doi and self._entries[found].doi else found

    def _new(self, reference: Reference) -> str:
        key = _short_key(reference)
        letter = re.fullmatch(r"\d{4}([a-z])", reference.value("year"))
        lettered = f"{key}{letter[1]}" if letter else ""
        return lettered if lettered and lettered.casefold() not in self._keys else self.free(key)


def _short_key(reference: Reference) -> str:
    """Family name and year; an organisation of several words by its initials."""
    key = references.key_of(reference)
    first = next(iter(reference.authors), None)
    if first and first.literal:
        words = [word for word in re.findall(r"[^\W_]+", first.literal) if word.casefold() not in SMALL]
        if len(words) > 2:
            year = re.search(r"(?:\d{4}|nd)$", key)
            letters = re.sub(r"[^a-z0-9]", "", fold("".join(word[0] for word in words)))
            return f"{letters}{year[0] if year else ''}" if len(letters) > 1 else key
    return key


def _without_own_name(reference: Reference) -> Reference:
    """A reference without a publisher that is only the initials of its author: no style prints it twice."""
    first = next(iter(reference.authors), None)
    publisher = reference.value("publisher")
    if not (first and first.literal and publisher.isupper() and fold(publisher) in acronyms(first.literal)):
        return reference
    return replace(reference, fields={name: part for name, part in reference.fields.items() if name != "publisher"})


def _is_same(one: Reference, other: Reference) -> bool:
    """Whether two records are of one work: their DOI, or else title, year and first author, or an address alone."""
    dois = one.value("doi").casefold(), other.value("doi").casefold()
    if all(dois):
        return dois[0] == dois[1]
    if not one.value("title") or not other.value("title"):
        same = one.value("url") and links.compared(one.value("url")) == links.compared(other.value("url"))
        return bool(same) and not (one.value("title") or other.value("title"))
    return _of(one) == _of(other) and _letter(one) == _letter(other) and one.value("pages") == other.value("pages")


def _of(reference: Reference) -> tuple[str, str, str]:
    first = reference.authors[0].name if reference.authors else ""
    return _identity(reference.value("title"), reference.value("year") or reference.value("date"), first)


def _letter(reference: Reference) -> str:
    return reference.value("year")[4:]


def _identity(title: str, year: str, first: str) -> tuple[str, str, str]:
    return "".join(re.findall(r"\w", fold(title))), year[:4], fold(first)


def _first(source: Source) -> str:
    return source.authors[0].sort_name if source.authors else ""
