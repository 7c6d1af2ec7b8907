"""Records that other programs export (RIS, PubMed, EndNote), as BibTeX entries.

RIS is what Mendeley and publishers write (https://en.wikipedia.org/wiki/RIS_(file_format)); PubMed has a format of its
own (https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format), and so has EndNote
(https://en.wikipedia.org/wiki/EndNote#Tags_and_fields). In each, a line begins with a tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studenthub.parse.bibtex import written_entries
from studenthub.parse.identifiers import DOI

_RIS = re.compile(r"^\ufeff?(?P<tag>[A-Z][A-Z0-9])[ ]{1,2}-(?:[ ](?P<value>[^\n]*))?$", re.MULTILINE)
_PUBMED = re.compile(r"^(?P<tag>[A-Z]{2,4})[ ]{0,2}- (?P<value>[^\n]*(?:\n[ ]{6}[^\n]*)*)$", re.MULTILINE)
_ENDNOTE = re.compile(r"^(?P<tag>%[0-9A-Z])[ ](?P<value>[^\n]*)$", re.MULTILINE)
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("JOUR", "JFULL", "MGZN", "NEWS", "EJOUR", "INPR"), "article"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "incollection"),
    **dict.fromkeys(("CONF", "CPAPER"), "inproceedings"),
    **dict.fromkeys(("THES",), "phdthesis"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "techreport"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG"), "online"),
}
_KINDS_OF_ENDNOTE: Mapping[str, str] = {
    **dict.fromkeys(("Journal Article", "Magazine Article", "Newspaper Article", "Electronic Article"), "article"),
    **dict.fromkeys(("Book", "Edited Book", "Electronic Book"), "book"),
    "Book Section": "incollection",
    **dict.fromkeys(("Conference Paper", "Conference Proceedings"), "inproceedings"),
    **dict.fromkeys(("Thesis",), "phdthesis"),
    **dict.fromkeys(("Report", "Government Document"), "techreport"),
    **dict.fromkeys(("Web Page", "Blog"), "online"),
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
_OF_ENDNOTE: Mapping[str, tuple[str, ...]] = {
    "title": ("%T",), "year": ("%D", "%8"), "volume": ("%V",), "number": ("%N",), "pages": ("%P",), "doi": ("%R",),
    "url": ("%U",), "publisher": ("%I",), "address": ("%C",), "edition": ("%7",),
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
    found = [record for one in _FORMATS for record in _read(text, one)]
    return iter(sorted(found, key=lambda record: record.offset))


def _read(text: str, one: _Format) -> Iterator[Record]:
    start, said = 0, defaultdict[str, list[str]](list)
    for match in one.line.finditer(text) if one.first in text else ():
        if match["tag"] == one.first:
            yield from _record(start, one, said)
            start, said = match.start(), defaultdict(list)
        if value := " ".join((match["value"] or "").split()):
            said[match["tag"]].append(value)
    yield from _record(start, one, said)


def _record(start: int, one: _Format, said: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    if one.first in said and len(said) > 1:
        yield Record(start, one.name, one.entry(said))


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


def _of_endnote(said: Mapping[str, Sequence[str]]) -> str:
    kind = _KINDS_OF_ENDNOTE.get(said["%0"][0], "misc")
    fields = {name: _first(said, tags) for name, tags in _OF_ENDNOTE.items()}
    if container := _first(said, ("%J", "%B")):
        fields["journal" if kind == "article" else "booktitle" if kind.startswith("in") else "series"] = container
    fields["pages"] = fields["pages"].replace("-", "--")
    return _written(kind, fields, said.get("%A", ()), said.get("%E", ()))


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


@dataclass(frozen=True, slots=True)
class _Format:
    """A format of records: its ``name``, its ``line`` with a tag and a value, and the tag that is ``first``."""

    name: str
    line: re.Pattern[str]
    first: str
    entry: Callable[[Mapping[str, Sequence[str]]], str]


_FORMATS = (
    _Format("RIS", _RIS, "TY", _of_ris),
    _Format("PubMed", _PUBMED, "PMID", _of_pubmed),
    _Format("EndNote", _ENDNOTE, "%0", _of_endnote),
)
