"""Entries made from a record, to be copied; and the DOI, the one field that ``--fix`` adds."""

from __future__ import annotations

import re
from dataclasses import replace

from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import AGREES, Record, Verdict
from studenthub.parse import bibtex
from studenthub.parse.bibtex import written_entries
from studenthub.parse.bibtex.names import Name
from studenthub.source.fixes import fixed
from studenthub.source.problems import Fix
from studenthub.verify import people, titles
from studenthub.verify.claim import Claim
from studenthub.verify.compare import AUTHORS, CONTAINER, DOI, ISSUE, PAGES, TITLE, VOLUME, YEAR
from studenthub.verify.titles import Likeness

#: Characters of an entry that is read again.
_LONGEST = 20_000
#: The fields of an entry by what is compared, the one that the entry has first.
_NAMES = {
    AUTHORS: ("author",), YEAR: ("year", "date"), TITLE: ("title",), DOI: ("doi",),
    CONTAINER: ("journal", "journaltitle", "booktitle"),
    VOLUME: ("volume",), ISSUE: ("number", "issue"), PAGES: ("pages", "eid", "articleno"),
}  # fmt: skip


def as_recorded(source: Source, verdict: Verdict) -> str:
    """The entry as BibTeX, with what differs as the record has it, and with what it lacks; the rest is as it was."""
    record = verdict.meant or verdict.record
    assert record is not None
    values = _values(record)
    fields = {name: " ".join(field.raw.split()) for name, field in source.fields.items()}
    for what, value in values.items():
        name = next((name for name in _NAMES[what] if name in fields), _NAMES[what][0])
        is_wanted = what in verdict.differs or (name not in fields and what not in (AUTHORS, TITLE, CONTAINER))
        if value and (is_wanted or (what == DOI and verdict.meant)):
            fields[name] = value
    if TITLE in verdict.differs:
        fields.pop("subtitle", None)
    return written_entries.in_order(source.type, source.key, fields).rstrip("\n")


def missing(source: Source, verdict: Verdict) -> dict[str, str]:
    """The fields that an article lacks and its record has, as BibTeX: volume, issue and pages. The two agree."""
    record = verdict.record
    if verdict.verdict != AGREES or record is None or record.kind != "article-journal":
        return {}
    if Claim.of(source).kind != "article":
        return {}
    values = _values(record)
    rows = {_NAMES[what]: values[what] for what in (VOLUME, ISSUE, PAGES)}
    return {names[0]: value for names, value in rows.items() if value and not any(n in source.fields for n in names)}


def _values(record: Record) -> dict[str, str]:
    """A value of a record in LaTeX."""
    return {
        AUTHORS: written_entries.people(map(_name, record.authors), others=not record.is_complete),
        YEAR: str(record.years[0]) if record.years else "",
        TITLE: written_entries.escaped(titles.without_mark(record.title)),
        CONTAINER: written_entries.escaped(record.containers[0]) if record.containers else "",
        VOLUME: written_entries.escaped(record.volume),
        ISSUE: written_entries.escaped(record.issue),
        PAGES: written_entries.value("pages", re.sub(r"\s*[-–]+\s*", "--", record.number or record.pages)),
        DOI: record.doi if re.fullmatch(r"[^\s{}\\%]+", record.doi) else "",
    }


def _name(name: Name) -> str:
    if name.literal:
        return written_entries.organisation(name.literal)
    return written_entries.person(f"{name.particle} {name.family}".strip(), name.given, name.suffix)


def doi_fix(source: Source, verdict: Verdict) -> Fix | None:
    """Puts in the DOI that an entry lacks, where it is certain: title, first author and year are those of the record.

    It is tried on a copy, and offered only if the entry then says the same and the DOI.
    """
    record = verdict.record
    if verdict.verdict != AGREES or record is None or not _is_certain(source, record):
        return None
    fix = _before_last_field(source, record.doi)
    if fix is None:
        return None
    begin = source.offset
    content = source.text.content[begin : begin + _LONGEST]
    copy = fixed(content, [replace(fix, start=fix.start - begin, end=fix.end - begin)])
    before, after = _first(content), _first(copy)
    return fix if before and after == before | {("doi", record.doi)} else None


def _is_certain(source: Source, record: Record) -> bool:
    claim = Claim.of(source)
    first = claim.authors[:1] and record.authors[:1] and people.is_one_person(claim.authors[0], record.authors[0])
    same = titles.likeness([claim.title], [record.title]) == Likeness.SAME
    is_published = record.kind != "preprint" or not claim.claims_venue
    is_new = bool(record.doi) and not claim.doi and "doi" not in source.fields
    return bool(first and same and is_published and is_new and set(claim.years) & set(record.years))


def _before_last_field(source: Source, doi: str) -> Fix | None:
    """A line before the last field, with the white space that is before that."""
    if not source.fields or not re.fullmatch(r"[^\s{}\\%]+", doi):
        return None
    name, field = max(source.fields.items(), key=lambda item: item[1].offset)
    content = source.text.content
    start = re.search(rf"{re.escape(name)}\s*=\s*[{{\"]?$", content[source.offset : field.offset], re.IGNORECASE)
    if not start:
        return None
    at = source.offset + start.start()
    gap = content[len(content[:at].rstrip()) : at]
    return Fix(at, at, f"doi = {{{doi}}},{gap or ' '}")


def _first(content: str) -> frozenset[tuple[str, str]]:
    """The fields of the first entry of a text."""
    entry = next(bibtex.entries(content), None)
    if not isinstance(entry, bibtex.Entry):
        return frozenset()
    return frozenset({("", f"{entry.type} {entry.key}"), *((name, field.raw) for name, field in entry.fields.items())})
