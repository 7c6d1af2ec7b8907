"""Records that other programs export (RIS, PubMed), as BibTeX entries.

RIS is what EndNote, Mendeley and publishers write (https://en.wikipedia.org/wiki/RIS_(file_format)); PubMed has a
format of its own (https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format). In both, a line begins with a tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studenthub.parse.bibtex import written_entries
from studenthub.parse.identifiers import DOI

_RIS = re.compile(r"^\ufeff?(?P<tag>[A-Z][A-Z0-9])[ ]{1,2}-(?:[ ](?P<value>[^\n]*))?$", re.MULTILINE)
_PUBMED = re.compile(r"^(?P<tag>[A-Z]{2,4})[ ]{0,2}- (?P<value>[^\n]*(?:\n[ ]{6}[^\n]*)*)$", re.MULTILINE)
_FIRST_OF_RIS, _FIRST_OF_PUBMED = "TY", "PMID"
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("JOUR", "JFULL", "MGZN", "NEWS", "EJOUR", "INPR"), "article"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "incollection"),
    **dict.fromkeys(("CONF", "CPAPER"), "inproceedings"),
    **dict.fromkeys(("THES",), "phdthesis"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "techreport"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG"), "online"),
}
#: For each field the tags that hold it, the best first.
_OF_RIS: Mapping[str, tuple[str, ...]] = {
    "title": ("TI", "T1"), "year": ("PY", "Y1", "DA"), "volume": ("VL",), "number": ("IS",), "doi": ("DO",),
    "url": ("UR", "L2"), "publisher": ("PB",), "address": ("CY",), "edition": ("ET",),
}  # fmt: skip
_OF_PUBMED: Mapping[str, tuple[str, ...]] = {
    "title": ("TI", "BTI"), "journal": ("JT", "TA"), "year": ("DP",), "volume": ("VI",), "number": ("IP",),
    "pages": ("PG",), "pmid": ("PMID",), "pmcid": ("PMC",), "publisher": ("PB",),
}  # fmt: skip
_YEAR = re.compile(r"\d{4}")
_DOI = re.compile(rf"(?P<doi>{DOI}\S+) \[doi\]")


@dataclass(frozen=True, slots=True)
class Record:
    """A record that begins at ``offset``: the name of its format, and the entry that says the same."""

    offset: int
    format: str
    entry: str


def find(text: str) -> Iterator[Record]:
    """The records in ``text``, in their order."""
    found = [*_read(text, _RIS, _FIRST_OF_RIS, "RIS"), *_read(text, _PUBMED, _FIRST_OF_PUBMED, "PubMed")]
    return iter(sorted(found, key=lambda record: record.offset))


def _read(text: str, pattern: re.Pattern[str], first: str, name: str) -> Iterator[Record]:
    start, said = 0, defaultdict[str, list[str]](list)
    for match in pattern.finditer(text) if first in text else ():
        if match["tag"] == first:
            yield from _record(start, name, said)
            start, said = match.start(), defaultdict(list)
        if value := " ".join((match["value"] or "").split()):
            said[match["tag"]].append(value)
    yield from _record(start, name, said)


def _record(start: int, name: str, said: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    first = _FIRST_OF_RIS if name == "RIS" else _FIRST_OF_PUBMED
    if first in said and len(said) > 1:
        yield Record(start, name, _of_ris(said) if name == "RIS" else _of_pubmed(said))


def _of_ris(said: Mapping[str, Sequence[str]]) -> str:
    kind = _KINDS.get(said["TY"][0].upper(), "misc")
    fields = {name: _first(said, tags) for name, tags in _OF_RIS.items()}
    container = _first(said, ("JF", "JO", "T2", "JA", "J2", "BT"))
    if container:
        fields["journal" if kind == "article" else "booktitle" if kind.startswith("in") else "series"] = container
    fields["pages"] = "--".join(filter(None, (_first(said, ("SP",)), _first(said, ("EP",)))))
    return _written(
        kind, fields, [*said.get("AU", ()), *said.get("A1", ())], [*said.get("A2", ()), *said.get("ED", ())]
    )


def _of_pubmed(said: Mapping[str, Sequence[str]]) -> str:
    fields = {name: _first(said, tags) for name, tags in _OF_PUBMED.items()}
    fields["title"] = fields["title"].rstrip(".")
    fields["pages"] = fields["pages"].replace("-", "--")
    found = (_DOI.search(value) for tag in ("LID", "AID") for value in said.get(tag, ()))
    fields["doi"] = next((match["doi"] for match in found if match), "")
    authors = said.get("FAU") or [_with_comma(name) for name in said.get("AU", ())]
    return _written("article", fields, [*authors, *(f"{{{name}}}" for name in said.get("CN", ()))], ())


def _written(kind: str, fields: dict[str, str], authors: Sequence[str], editors: Sequence[str]) -> str:
    year = _YEAR.search(fields["year"])
    fields["year"] = year[0] if year else ""
    written = {name: written_entries.value(name, value) for name, value in fields.items()}
    written["author"] = written_entries.people(map(_person, authors))
    written["editor"] = written_entries.people(map(_person, editors))
    first = (*authors, *editors, fields["title"])[0]
    return written_entries.entry(kind, written_entries.key(first.partition(",")[0], fields["year"]), written)


def _person(name: str) -> str:
    family, comma, given = name.partition(",")
    if comma:
        return written_entries.person(family.strip(), given.strip())
    return written_entries.organisation(name.strip("{}"))


def _with_comma(name: str) -> str:
    """Author AB is Author, A. B."""
    family, _, initials = name.rpartition(" ")
    return f"{family}, {' '.join(f'{letter}.' for letter in initials)}" if family and initials.isupper() else name


def _first(said: Mapping[str, Sequence[str]], tags: Sequence[str]) -> str:
    return next((said[tag][0] for tag in tags if said.get(tag)), "")
