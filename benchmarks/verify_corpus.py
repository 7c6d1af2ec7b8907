"""Sets of entries with one thing wrong, or with nothing wrong and the noise of real records, from a bibliography.

The entries as they are become the index; what is asked about is a changed copy. Everything is drawn by a seed, so the
same files give the same sets. None of it is tuned to what ``hub verify`` looks at: a change is made to the text of a
field, and whoever asks sees only BibTeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from index_server import Person, Work
from studenthub.model.sources import bibliography
from studenthub.model.sources.source import Source
from studenthub.parse import latex
from studenthub.parse.bibtex.names import OTHERS, Name, names
from studenthub.parse.folding import fold
from studenthub.source.text import Text
from studenthub.verify.claim import Claim

_TYPES = {
    "article": "journal-article", "inproceedings": "proceedings-article", "conference": "proceedings-article",
    "book": "book", "incollection": "book-chapter", "inbook": "book-chapter", "phdthesis": "dissertation",
    "techreport": "report", "report": "report",
}  # fmt: skip
#: What must be there for an entry to be a case: without these nothing could be known of it.
_NEEDED = ("author", "title", "year")


@dataclass(frozen=True)
class Entry:
    """An entry as BibTeX writes it: raw values by the names of fields."""

    type: str
    key: str
    fields: Mapping[str, str]

    def with_fields(self, **changed: str) -> Entry:
        """The same with some fields changed, or left out where they are ""."""
        merged = {**self.fields, **changed}
        return replace(self, fields={name: value for name, value in merged.items() if value})

    @property
    def bibtex(self) -> str:
        """Its text."""
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in self.fields.items())
        return f"@{self.type}{{{self.key},\n{lines}\n}}\n"


@dataclass(frozen=True)
class Case:
    """An entry that is asked about, and the work that the index has for it."""

    entry: Entry
    work: Work
    kind: str


def read(paths: Iterable[Path]) -> list[Source]:
    """The entries of some files that can be cases; of those with one title the first."""
    found: dict[str, Source] = {}
    for path in paths:
        text = Text(path.name, path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n"))
        for source in bibliography.read([text])[0].sources.values():
            year = source.year.isdecimal() and len(source.year) == 4
            if source.type in _TYPES and year and all(source.raw(name) for name in _NEEDED) and len(source.title) > 12:
                found.setdefault(fold(source.title), source)
    return list(found.values())


def entry_of(source: Source, number: int) -> Entry:
    """An entry under a key of its own, with the fields that a reference shows."""
    kept = (
        *("author", "editor", "title", "subtitle", "journal", "journaltitle", "booktitle", "year", "date", "volume"),
        *("number", "issue", "pages", "eid", "articleno", "doi", "publisher", "series", "issn", "isbn", "edition"),
        *("eprint", "archiveprefix", "eprinttype", "url", "pmid"),
    )
    fields = {name: source.fields[name].raw for name in kept if name in source.fields}
    return Entry(source.type, f"case{number}", fields)


def source_of(entry: Entry) -> Source | None:
    """The entry as the hub reads it."""
    found = bibliography.read([Text("case.bib", entry.bibtex)])[0].sources
    return found.get(entry.key)


def work_of(source: Source, number: int) -> Work:
    """An entry as its index has it: plain text, with a DOI, and in the other indexes of which it has a number."""
    claim = Claim.of(source)
    title, _, subtitle = _plain(source.title).partition(": ")
    pages = _plain(source.raw("pages")).replace("–", "-").replace("--", "-").replace(" ", "")
    is_number = bool(re.fullmatch(r"[a-z]?\d{3,}[a-z]?|[a-z]\d+", pages, re.IGNORECASE))
    return Work(
        title=title,
        subtitle=subtitle,
        authors=tuple(map(_person, (name for name in names(source.raw("author")) if name != OTHERS))),
        type=_TYPES[source.type],
        container=_plain(source.container.replace("\\&", "&")),
        printed=int(source.year),
        volume=_plain(source.raw("volume")),
        issue=_plain(source.raw("number", "issue")),
        page="" if is_number else pages,
        number=pages if is_number else _plain(source.raw("eid", "articleno")),
        publisher=_plain(source.raw("publisher")),
        doi=re.sub(r"%(3C|3E|22)", lambda s: chr(int(s[1], 16)), source.doi) or f"10.99999/case.{number}",
        pmid=claim.pmid,
        arxiv=claim.arxiv,
        indexes=frozenset(
            name for name, has in (("crossref", True), ("pubmed", claim.pmid), ("arxiv", claim.arxiv)) if has
        ),
    )


def _person(name: Name) -> Person:
    if name.literal:
        return Person(name=name.literal)
    suffix = f" {name.suffix}" if name.suffix else ""
    return Person(f"{name.particle} {name.family}".strip() + suffix, name.given)


def _plain(raw: str) -> str:
    return latex.to_text(raw)


# --- what is wrong ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Corpus:
    """All entries, from which others are drawn."""

    sources: Sequence[Source]
    entries: Sequence[Entry]
    works: Sequence[Work]

    @classmethod
    def of(cls, sources: Sequence[Source]) -> Corpus:
        """The corpus of some entries."""
        entries = [entry_of(source, number) for number, source in enumerate(sources)]
        return cls(sources, entries, [work_of(source, number) for number, source in enumerate(sources)])

    def other(self, at: int, random: Random) -> int:
        """Another entry."""
        found = random.randrange(len(self.entries) - 1)
        return found + 1 if found >= at else found


Change = Callable[[Corpus, int, Random], Entry | None]


def _people(corpus: Corpus, at: int) -> list[str]:
    """The authors as BibTeX has them, without "and others"."""
    found = re.split(r"\s+and\s+", corpus.entries[at].fields["author"].strip())
    return [name for name in found if name.strip().lower() not in ("others", "et al.")]


def _has_people(corpus: Corpus, at: int) -> bool:
    people = names(corpus.entries[at].fields["author"])
    return bool(people) and OTHERS not in people and not any(name.literal for name in people)


def invented_title(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """A title of pieces of several others; the DOI is left out, as a made-up one would be told apart easily."""
    pieces = []
    while len(pieces) < 3:
        words = corpus.sources[corpus.other(at, random)].title.replace("{", "").replace("}", "").split()
        if len(words) > 4:
            start = random.randrange(len(words) - 3)
            pieces.append(" ".join(words[start : start + random.randint(2, 4)]))
    return corpus.entries[at].with_fields(title=_escaped(" ".join(pieces)), subtitle="", doi="", url="", eprint="")


def _escaped(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", text.replace("{", "").replace("}", "").replace("\\", ""))


def invented_authors(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """The real title with people of other works, mixed."""
    if not _has_people(corpus, at):
        return None
    mine = {name.sort_name for name in names(corpus.entries[at].fields["author"])}
    found: list[str] = []
    while len(found) < len(_people(corpus, at)):
        one, other = (names(corpus.entries[corpus.other(at, random)].fields["author"]) for _ in range(2))
        family, given = one[0], other[-1]
        if family.family and given.given and family.sort_name not in mine:
            found.append(f"{_escaped(family.family)}, {_escaped(given.given)}")
    return corpus.entries[at].with_fields(author=" and ".join(found))


def other_identifier(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """The DOI of another work."""
    return corpus.entries[at].with_fields(doi=corpus.works[corpus.other(at, random)].doi)


def year_off(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """Two years earlier or later."""
    year = int(corpus.sources[at].year) + random.choice((-2, 2))
    return corpus.entries[at].with_fields(year=str(year), date="") if year < 2026 else None


def author_added(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """One author more, anywhere in the list."""
    if not _has_people(corpus, at):
        return None
    written = _people(corpus, at)
    mine = {name.sort_name for name in names(corpus.entries[at].fields["author"])}
    more = [n for n in names(corpus.entries[corpus.other(at, random)].fields["author"]) if n.family]
    if not more or more[0].sort_name in mine:
        return None
    written.insert(random.randint(0, len(written)), f"{_escaped(more[0].family)}, {_escaped(more[0].given) or 'A.'}")
    return corpus.entries[at].with_fields(author=" and ".join(written))


def author_left_out(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """One author less."""
    written = _people(corpus, at)
    if len(written) < 2 or not _has_people(corpus, at):
        return None
    written.pop(random.randrange(len(written)))
    return corpus.entries[at].with_fields(author=" and ".join(written))


def authors_reordered(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """Two authors in each other's place."""
    written = _people(corpus, at)
    if len(written) < 2 or not _has_people(corpus, at):
        return None
    one, other = random.sample(range(len(written)), 2)
    parsed = names(corpus.entries[at].fields["author"])
    if parsed[one].sort_name == parsed[other].sort_name:
        return None
    written[one], written[other] = written[other], written[one]
    return corpus.entries[at].with_fields(author=" and ".join(written))


def volume_changed(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """Another volume."""
    volume = corpus.entries[at].fields.get("volume", "").strip()
    if not volume.isdecimal() or corpus.entries[at].type != "article":
        return None
    moved = int(volume) + random.choice((-11, -3, -1, 1, 2, 7, 20))
    return corpus.entries[at].with_fields(volume=str(moved if moved > 0 else int(volume) + 1))


def pages_changed(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """Other pages."""
    match = re.fullmatch(r"\s*(\d+)\s*[-–—]+\s*(\d+)\s*", corpus.entries[at].fields.get("pages", ""))
    if not match or int(match[2]) < int(match[1]) or corpus.entries[at].type != "article":
        return None
    moved = random.choice((-20, -7, 3, 11, 100, 512))
    first = max(2, int(match[1]) + moved)
    return corpus.entries[at].with_fields(pages=f"{first}--{first + int(match[2]) - int(match[1])}")


def journal_changed(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """The journal of another article."""
    name = "journal" if "journal" in corpus.entries[at].fields else "journaltitle"
    own = corpus.entries[at].fields.get(name, "")
    for _ in range(50):
        other = corpus.entries[corpus.other(at, random)].fields
        journal = other.get("journal", other.get("journaltitle", ""))
        if own and journal and not _are_alike(own, journal):
            return corpus.entries[at].with_fields(**{name: journal, "issn": ""})
    return None


def _are_alike(one: str, other: str) -> bool:
    """Whether two journals may be one, by the beginnings of their words."""
    a, b = ([word[:3] for word in re.findall(r"[a-z]+", _plain(name).casefold())] for name in (one, other))
    return a == b or not a or not b or "".join(w[0] for w in a) == "".join(w[0] for w in b)


def mixed_titles(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """The first half of its own title and the second half of another one."""
    own = corpus.sources[at].title.split()
    other = corpus.sources[corpus.other(at, random)].title.split()
    if len(own) < 6 or len(other) < 6:
        return None
    title = " ".join([*own[: len(own) // 2], *other[len(other) // 2 :]])
    return corpus.entries[at].with_fields(title=_escaped(title), subtitle="")


def future_year(corpus: Corpus, at: int, random: Random) -> Entry | None:
    """A year that has not come."""
    return corpus.entries[at].with_fields(year=str(random.randint(2028, 2036)), date="")


WRONG: Mapping[str, Change] = {
    "invented title": invented_title,
    "real title, invented authors": invented_authors,
    "identifier of another work": other_identifier,
    "year two off": year_off,
    "author added": author_added,
    "author left out": author_left_out,
    "authors reordered": authors_reordered,
    "volume changed": volume_changed,
    "pages changed": pages_changed,
    "journal changed": journal_changed,
    "titles mixed of two works": mixed_titles,
    "future year": future_year,
}
#: This one changes the record: the index has a preprint, and the entry says that it is an article.
PREPRINT = "preprint as article"


def as_preprint(corpus: Corpus, at: int) -> Work | None:
    """The work as an archive of preprints has it."""
    entry, work = corpus.entries[at], corpus.works[at]
    if entry.type != "article" or not work.container or not (work.volume or work.page):
        return None
    return replace(
        work,
        type="posted-content",
        container="",
        volume="",
        issue="",
        page="",
        number="",
        publisher="medRxiv",
        pmid="",
        indexes=frozenset({"crossref"}),
        online=work.printed,
    )


# --- the noise of real records, with nothing wrong --------------------------------------------------------------------

Noise = Callable[[Entry, Work, Random], tuple[Entry, Work] | None]


def online_and_print(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """The record has the year online and the year in print, and the entry one of them, or nearly."""
    return entry, replace(work, online=work.printed - 1) if random.random() < 0.5 else replace(
        work, online=work.printed, printed=work.printed + 1
    )


def missing_subtitle(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """The record or the entry has no subtitle."""
    if not work.subtitle or len(work.title) < 12:
        return None
    if random.random() < 0.5:
        return entry, replace(work, subtitle="")
    return entry.with_fields(title=_escaped(work.title), subtitle=""), work


def initials(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """The record has initials, with or without stops, where the entry has names; or the other way about."""
    stop = random.choice((". ", " ", ""))
    short = [
        replace(person, given=stop.join(part[0] for part in re.split(r"[\s.-]+", person.given) if part).strip())
        for person in work.authors
    ]
    return entry, replace(work, authors=tuple(short))


def diacritics(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """The record has no accents, or writes umlauts with an e."""
    if all(map(str.isascii, (work.title, *(person.family for person in work.authors)))):
        return None
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe"})
    with_e = random.random() < 0.3

    def plain(text: str) -> str:
        text = text.translate(umlauts) if with_e else text.replace("ø", "o").replace("Ø", "O").replace("ł", "l")
        return "".join(s for s in unicodedata.normalize("NFKD", text) if not unicodedata.combining(s))

    people = tuple(Person(plain(person.family), plain(person.given), plain(person.name)) for person in work.authors)
    return entry, replace(work, title=plain(work.title), subtitle=plain(work.subtitle), authors=people)


def and_others(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """The entry names the first authors, and others."""
    written = re.split(r"\s+and\s+", entry.fields["author"].strip())
    if len(written) < 3:
        return None
    return entry.with_fields(author=" and ".join([*written[: random.randint(1, len(written) - 1)], "others"])), work


def abbreviated_journal(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """The record abbreviates the journal, or the entry does, in the manner of ISO 4."""
    if entry.type != "article" or len(work.container.split()) < 2:
        return None
    small = {"of", "the", "and", "for", "in", "on", "&", "de", "la", "der", "et", "to", "und", "a", "an"}
    words = [word for word in re.split(r"[\s-]+", work.container) if word.casefold().strip(",:") not in small]
    if len(words) < 2:
        return None
    dot = random.choice((".", ""))
    short = " ".join(word if len(word) < 5 else f"{word[: random.randint(3, 5)]}{dot}" for word in words)
    if random.random() < 0.5:
        return entry, replace(work, container="", short_container=short)
    name = "journal" if "journal" in entry.fields else "journaltitle"
    return entry.with_fields(**{name: _escaped(short)}), work


def other_forms(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work] | None:
    """Capitals, tags, dashes, quotation marks and “&” as records have them; pages short; the journal with “The”."""
    title = random.choice(
        (
            work.title.upper(),
            work.title.title(),
            work.title.replace("-", "‐").replace(" and ", " &amp; "),
            f"<i>{work.title}</i>",
            f"{work.title}*",
            f"{work.title}.",
        )
    )
    page = work.page
    if match := re.fullmatch(r"(\d+)-(\d+)", page):
        first, last = match[1], match[2]
        same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(last) - 1)
        page = random.choice((first, f"{first}–{last}", f"{first}-{last[same:] if len(first) == len(last) else last}"))
    container = random.choice((work.container, f"The {work.container}", f"{work.container} (London, England)"))
    return entry, replace(work, title=title, page=page, container=container if work.container else "")


NOISE: Mapping[str, Noise] = {
    "as it is": lambda entry, work, _: (entry, work),
    "online and print year": online_and_print,
    "missing subtitle": missing_subtitle,
    "initials": initials,
    "diacritics": diacritics,
    "“and others”": and_others,
    "abbreviated journal": abbreviated_journal,
    "capitals, tags, short pages, “The”": other_forms,
}


def everything(entry: Entry, work: Work, random: Random) -> tuple[Entry, Work]:
    """All noises at once, each with a chance of a half."""
    for noise in NOISE.values():
        if random.random() < 0.5:
            entry, work = noise(entry, work, random) or (entry, work)
    return entry, work


def wrong_cases(corpus: Corpus, most: int, seed: int) -> Iterable[Case]:
    """At most so many cases of each kind, half of them with an identifier, where the kind says nothing of it."""
    for kind, change in WRONG.items():
        random = Random(f"{seed} {kind}")
        for at in _drawn(corpus, most, random, lambda at, c=change, r=random: c(corpus, at, r) is not None):
            changed = change(corpus, at, random)
            if changed is None:
                continue
            if "doi" not in kind and kind != "identifier of another work" and kind != "invented title":
                changed = changed.with_fields(
                    doi=corpus.works[at].doi if random.random() < 0.5 else "", url="", eprint=""
                )
            yield Case(changed, corpus.works[at], kind)
    random = Random(f"{seed} {PREPRINT}")
    for at in _drawn(corpus, most, random, lambda at: as_preprint(corpus, at) is not None):
        work = as_preprint(corpus, at)
        assert work is not None
        doi = work.doi if random.random() < 0.5 else ""
        yield Case(corpus.entries[at].with_fields(doi=doi, url="", eprint="", pmid=""), work, PREPRINT)


def right_cases(corpus: Corpus, most: int, seed: int) -> Iterable[Case]:
    """At most so many right entries for each noise, and with all of them, half of them with an identifier."""
    for name, noise in (*NOISE.items(), ("several of these at once", everything)):
        random = Random(f"{seed} {name}")
        for at in _drawn(
            corpus, most, random, lambda at, n=noise, r=random: n(corpus.entries[at], corpus.works[at], r) is not None
        ):
            noisy = noise(corpus.entries[at], corpus.works[at], random)
            if noisy is None:
                continue
            entry, work = noisy
            doi = work.doi if random.random() < 0.5 else ""
            yield Case(entry.with_fields(doi=doi, url="", eprint=""), work, name)


def _drawn(corpus: Corpus, most: int, random: Random, fits: Callable[[int], bool]) -> list[int]:
    order = list(range(len(corpus.entries)))
    random.shuffle(order)
    found: list[int] = []
    for at in order:
        if len(found) == most:
            break
        if fits(at):
            found.append(at)
    return found
