"""Records of reference managers and of Word as references. They are data, so nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any
from xml.etree import ElementTree as ET

from studenthub.i18n import N_
from studenthub.parse import identifiers, months
from studenthub.parse.references import Part, Person, Reference, dates

#: Item types of CSL 1.0.2 as entry types of BibTeX.
_CSL_KINDS = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "article": "article",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "standard": "standard",
    "motion_picture": "video",
    "broadcast": "video",
    "regulation": "legislation",
    "treaty": "legislation",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "entry-dictionary": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "legislation": "legislation",
    "bill": "legislation",
    "legal_case": "jurisdiction",
    "manuscript": "unpublished",
}
_CSL_FIELDS = {
    "title": "title",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "publisher": "publisher",
    "publisher-place": "address",
    "edition": "edition",
    "collection-title": "series",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "language": "language",
    "abstract": "abstract",
    "note": "note",
    "genre": "type",
    "number": "number",
    "authority": "court",
    "version": "version",
    "chapter-number": "chapter",
    "medium": "medium",
    "keyword": "keywords",
}
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}
_CONTAINERS = {
    "article": "journal",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "jurisdiction": "journal",
    "legislation": "journal",
}
#: What distinguishes articles in a newspaper or magazine, as biblatex says it.
_SUBTYPES = {
    "article-newspaper": "newspaper",
    "article-magazine": "magazine",
    "Newspaper Article": "newspaper",
    "Magazine Article": "magazine",
}
#: The fields in which managers keep italics.
_RICH = frozenset({"title", "booktitle", "journal"})
_BRACES = {ord(sign): None for sign in "{}"}
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")

_WORD_KINDS = {
    "JournalArticle": "article",
    "ArticleInAPeriodical": "article",
    "Book": "book",
    "BookSection": "incollection",
    "ConferenceProceedings": "inproceedings",
    "Report": "techreport",
    "Case": "jurisdiction",
}
_WORD_FIELDS = {
    "Title": "title",
    "JournalName": "journal",
    "PeriodicalTitle": "journal",
    "BookTitle": "booktitle",
    "ConferenceName": "booktitle",
    "Volume": "volume",
    "Issue": "number",
    "Pages": "pages",
    "Publisher": "publisher",
    "City": "address",
    "Edition": "edition",
    "DOI": "doi",
    "URL": "url",
    "Institution": "institution",
    "InternetSiteTitle": "organization",
    "ChapterNumber": "chapter",
    "StandardNumber": "isbn",
    "Comments": "note",
    "ThesisType": "type",
    "Department": "note",
    "CaseNumber": "number",
    "Court": "court",
    "Reporter": "journal",
}
_WORD_DATE = ("Year", "Month", "Day")
_WORD_ROLES = {"Author": "author", "Editor": "editor", "BookAuthor": "editor", "Translator": "translator"}

_ENDNOTE_KINDS = {
    "Journal Article": "article",
    "Newspaper Article": "article",
    "Magazine Article": "article",
    "Electronic Article": "article",
    "Book": "book",
    "Edited Book": "book",
    "Electronic Book": "book",
    "Book Section": "incollection",
    "Conference Proceedings": "inproceedings",
    "Conference Paper": "inproceedings",
    "Thesis": "phdthesis",
    "Report": "techreport",
    "Government Document": "techreport",
    "Statute": "legislation",
    "Bill": "legislation",
    "Legal Rule or Regulation": "legislation",
    "Dataset": "dataset",
    "Computer Program": "software",
    "Case": "jurisdiction",
}
_ENDNOTE_FIELDS = {
    "titles/title": "title",
    "volume": "volume",
    "number": "number",
    "pages": "pages",
    "publisher": "publisher",
    "pub-location": "address",
    "edition": "edition",
    "isbn": "isbn",
    "electronic-resource-num": "doi",
    "urls/related-urls/url": "url",
    "urls/web-urls/url": "url",
    "accession-num": "pmid",
    "abstract": "abstract",
    "titles/tertiary-title": "series",
}


def of_csl(item: Mapping[str, Any]) -> Reference:
    """The reference of an item of CSL-JSON, as Zotero and Mendeley keep it in a document."""
    kind = _CSL_KINDS.get(_text(item.get("type")), "misc")
    fields = {ours: value for theirs, ours in reversed(_CSL_FIELDS.items()) if (value := _text(item.get(theirs)))}
    container = _text(item.get("container-title"))
    if kind == "misc" and container:
        fields["organization"] = container
    elif container:
        fields[_CONTAINERS.get(kind, "series")] = container
    fields |= _dated(_csl_date(item.get("issued")))
    fields["urldate"] = _iso(_csl_date(item.get("accessed")))
    fields["entrysubtype"] = _SUBTYPES.get(_text(item.get("type")), "")
    if kind == "phdthesis":
        fields["school"] = fields.pop("publisher", "")
        kind = "mastersthesis" if re.search(r"master|MSc|MMed|MPhil|MA\b", fields.get("type", "")) else kind
    if kind == "techreport":
        fields["institution"] = fields.pop("publisher", "")
    people = {role: tuple(_csl_people(item.get(theirs))) for theirs, role in _ROLES.items()}
    return _reference(kind, fields, people)


def of_word(source: ET.Element) -> tuple[str, Reference]:
    """The tag of one of Word's own sources and its reference."""
    values = {_local(child): (child.text or "").strip() for child in source}
    kind = _WORD_KINDS.get(values.get("SourceType", ""), "misc")
    fields = {ours: values[theirs] for theirs, ours in _WORD_FIELDS.items() if values.get(theirs)}
    fields |= _dated([values.get(part, "") for part in _WORD_DATE])
    fields["urldate"] = _iso(values.get(f"{part}Accessed", "") for part in _WORD_DATE)
    if kind == "techreport" and values.get("ThesisType"):
        kind, fields["school"] = "phdthesis", fields.pop("institution", "")
    roles = [role for group in source if _local(group) == "Author" for role in group]
    people = {_WORD_ROLES[_local(role)]: tuple(_word_people(role)) for role in roles if _local(role) in _WORD_ROLES}
    return values.get("Tag", ""), _reference(kind, fields, people)


def of_endnote(record: ET.Element) -> Reference:
    """The reference of a record of EndNote, as its fields keep it in a document."""
    name = record.find("ref-type")
    kind = _ENDNOTE_KINDS.get(name.get("name", "") if name is not None else "", "misc")
    fields = {
        ours: value for path, ours in reversed(_ENDNOTE_FIELDS.items()) if (value := _all_text(record.find(path)))
    }
    container = _all_text(record.find("titles/secondary-title")) or _all_text(record.find("periodical/full-title"))
    fields[_CONTAINERS.get(kind, "organization" if kind == "misc" else "series")] = container
    fields["entrysubtype"] = _SUBTYPES.get(name.get("name", "") if name is not None else "", "")
    fields["year"] = _all_text(record.find("dates/year"))
    if kind == "phdthesis":
        fields["school"] = fields.pop("publisher", "")
    if kind == "techreport":
        fields["institution"] = fields.pop("publisher", "")
    if not re.fullmatch(r"\d{4,9}", fields.get("pmid", "")):
        fields.pop("pmid", None)
    people = {
        "author": tuple(_endnote_people(record.findall("contributors/authors/author"))),
        "editor": tuple(_endnote_people(record.findall("contributors/secondary-authors/author"))),
    }
    return _reference(kind, fields, people)


#: The fields that say most of a work, in the order in which people say them.
_FIRST_SAID = ("title", "booktitle", "journal", "school", "institution", "publisher")


def _reference(kind: str, fields: Mapping[str, str], people: Mapping[str, tuple[Person, ...]]) -> Reference:
    fields = {**fields, "pages": re.sub(r"\s*[-–—]+\s*", "--", fields.get("pages", ""))}
    fields["doi"] = identifiers.doi(fields.get("doi", "")) or fields.get("doi", "")
    if kind == "article" and (found := _ISSN.search(fields.pop("isbn", ""))):
        # Word and EndNote have one field for both numbers.
        fields["issn"] = found[0]
    parts = {
        name: Part(plain, 0, 0, rich if name in _RICH and (rich := value.translate(_BRACES)) != plain else "")
        for name, value in fields.items()
        if (plain := _plain(value))
    }
    named = {role: persons for role, persons in people.items() if persons}
    said = _said(parts, named.get("author") or named.get("editor") or ())
    doubts = [N_("it has no title")] if "title" not in parts else []
    return Reference(said, kind, parts, named, doubts=tuple(doubts))


def _said(parts: Mapping[str, Part], authors: Sequence[Person]) -> str:
    """A record in one line, as a report prints it: who, when, what, where, and what else is known."""
    names = ", ".join(" ".join(filter(None, (one.name, one.given))) for one in authors)
    year = next((f"({parts[name].value[:4]})" for name in ("year", "date") if name in parts), "")
    who = " ".join(filter(None, (names, year)))
    rest = [part.value for name, part in parts.items() if name not in (*_FIRST_SAID, "year", "date")]
    said = (who, *(parts[name].value for name in _FIRST_SAID if name in parts), ", ".join(rest))
    return ". ".join(part.rstrip(".") for part in said if part) + "."


def _plain(text: str) -> str:
    """A value on one line, without the tags and braces in which managers keep italics and capitals."""
    return " ".join(re.sub(r"</?(?:i|b|sub|sup|span|sc)\b[^<>]{0,80}>", "", text).translate(_BRACES).split())


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _csl_people(value: object) -> Iterable[Person]:
    for name in value if isinstance(value, list) else ():
        if not isinstance(name, dict):
            continue
        if literal := _text(name.get("literal")):
            yield Person(literal=literal)
            continue
        particle = _text(name.get("non-dropping-particle")) or _text(name.get("dropping-particle"))
        family = " ".join(part for part in (particle, _text(name.get("family"))) if part)
        given = _text(name.get("given"))
        if family or given:
            yield Person(family or given, given if family else "", _text(name.get("suffix")))


def _dated(said: Sequence[str]) -> dict[str, str]:
    """A date as its parts, which are year, month and day, or its words say it: a whole one, or year and month."""
    if any(not dates.month(word) for word in re.findall(r"[^\W\d_]{2,}", " ".join(said))):
        return {"year": said[0]}
    iso = _iso(said)
    if len(iso) == len("2026-10-03"):
        return {"date": iso}
    month = {"month": months.SHORT[int(iso[5:]) - 1]} if len(iso) == len("2026-10") else {}
    return {"year": iso[:4] or said[0], **month}


def _iso(said: Iterable[str]) -> str:
    return dates.iso(" ".join(takewhile(bool, said)))


def _csl_date(value: object) -> list[str]:
    """The parts of a date of CSL-JSON, or its words as the only one."""
    if not isinstance(value, dict):
        return [""]
    match value.get("date-parts"):
        case [[*parts], *_] if any(map(_text, parts)):
            return list(map(_text, parts))
    return [_text(value.get("literal")) or _text(value.get("raw"))]


def _word_people(role: ET.Element) -> Iterable[Person]:
    for child in role:
        if _local(child) == "Corporate" and (child.text or "").strip():
            yield Person(literal=(child.text or "").strip())
        elif _local(child) == "NameList":
            for person in child:
                names = {_local(part): (part.text or "").strip() for part in person}
                given = " ".join(part for part in (names.get("First", ""), names.get("Middle", "")) if part)
                if names.get("Last") or given:
                    yield Person(names.get("Last") or given, given if names.get("Last") else "")


def _endnote_people(authors: Iterable[ET.Element]) -> Iterable[Person]:
    for author in authors:
        name = _all_text(author)
        family, comma, given = name.partition(",")
        if comma and given.strip():
            yield Person(family.strip(), given.strip())
        elif name:
            yield Person(literal=name.rstrip(","))


def _all_text(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
