"""Verdicts: what indexes such as Crossref say about a work, and whether an entry agrees."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from studenthub.model.sources.notices import CONCERN, CORRECTION, RETRACTION, WITHDRAWAL, Notice, gravest
from studenthub.model.sources.source import Source
from studenthub.parse.bibtex.names import Name

#: What was found out about an entry. "Not found" never means that a work does not exist.
AGREES, DIFFERS, WRONG_WORK, NOT_FOUND = "agrees", "differs", "wrong-work", "not-found"
VERDICTS = (AGREES, DIFFERS, WRONG_WORK, NOT_FOUND)
#: The name of an answer that says not to rely on the work.
NOTICE_WORDS = {RETRACTION: "retracted", WITHDRAWAL: "withdrawn", CONCERN: "concern"}
#: The fields of an entry that are compared or asked by. A change in any other keeps the verdict.
_ASKED = (
    "archiveprefix", "articleno", "author", "booktitle", "chapter", "date", "doi", "edition", "editor", "eid",
    "eprint", "eprinttype", "howpublished", "isbn", "issn", "issue", "journal", "journaltitle", "note", "number",
    "pages", "pmcid", "pmid", "pubstate", "series", "shortjournal", "subtitle", "title", "url", "volume", "year",
)  # fmt: skip
#: Characters of a value.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a work in an index, in one form for all indexes. All texts are plain, and none is trusted.

    ``service`` is the index, ``id`` what it knows the work by. ``kind`` is a type of CSL, or "preprint". ``titles`` has
    the title, with the subtitle where there is one, then others such as the original one. ``containers`` are names of
    the journal or book, the longest first. ``printed`` and ``online`` are years, 0 where they are not known. ``number``
    is that of an article without pages. ``is_complete`` is False where the list of authors was cut. ``published`` is
    the DOI of the article that a preprint became, ``updates`` those of the works that it is itself a notice about.
    """

    service: str
    id: str
    kind: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    containers: tuple[str, ...] = ()
    printed: int = 0
    online: int = 0
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    arxiv: str = ""
    isbn: tuple[str, ...] = ()
    issn: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    updates: tuple[str, ...] = ()
    is_complete: bool = True
    notices: tuple[Notice, ...] = ()

    @property
    def title(self) -> str:
        """The title with its subtitle, or ""."""
        return self.titles[0] if self.titles else ""

    @property
    def years(self) -> tuple[int, ...]:
        """The years of publication that are known, that of the printed issue first."""
        return tuple(dict.fromkeys(year for year in (self.printed, self.online) if year))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for the entry ``key``, and when it was asked for (``date``, in UTC: 2026-11-29T0931).

    ``entry`` is a digest of the entry; ``verdict`` one of VERDICTS; ``differs`` names the fields that differ.
    ``asked`` are the services that answered. ``record`` is the work that was found, or None. With WRONG_WORK it is what
    the identifier leads to, and ``meant`` the work that has the title of the entry, where one was found.
    """

    key: str
    entry: str
    verdict: str
    date: str
    asked: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    record: Record | None = None
    meant: Record | None = None

    @property
    def notice(self) -> Notice | None:
        """The gravest notice about the work, where it is the work of the entry."""
        return gravest(self.record.notices) if self.record and self.verdict in (AGREES, DIFFERS) else None

    @property
    def word(self) -> str:
        """The verdict in a word, or the warning not to rely on the work."""
        return NOTICE_WORDS.get(self.notice.kind, self.verdict) if self.notice else self.verdict

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to look at."""
        return self.verdict == AGREES and (self.notice is None or self.notice.kind == CORRECTION)

    def is_like(self, other: Verdict) -> bool:
        """Whether two answers say the same; the day and the services that said so do not count."""
        return _said(self) == _said(other)


def _said(verdict: Verdict) -> object:
    notices = verdict.record.notices if verdict.record else ()
    ids = [record and record.doi.casefold() for record in (verdict.record, verdict.meant)]
    return verdict.entry, verdict.verdict, verdict.differs, ids, notices


def entry_digest(source: Source) -> str:
    """A digest of what is asked about an entry, as it was parsed: white space does not count, nor the other fields."""
    parts = [source.key, source.type]
    parts += (f"{name}={' '.join(source.fields[name].raw.split())}" for name in _ASKED if name in source.fields)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]


def cleaned(text: str) -> str:
    """Text of an index or a stranger as plain text on one line, cut, without control characters."""
    spaced = " ".join(text[: 4 * _LONGEST].split())
    visible = spaced if spaced.isprintable() else "".join(sign for sign in spaced if sign.isprintable())
    return visible[:_LONGEST].rstrip()
