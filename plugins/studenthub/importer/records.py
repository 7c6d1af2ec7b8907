"""Records of reference managers and of Word as references: what they say is data, and nothing of it is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from studenthub.i18n import N_
from studenthub.parse.references import Part, Person, Reference

#: Item types of CSL 1.0.2 as entry types of BibTeX.
_CSL_KINDS = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "article": "article",
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
}
_BRACES = {ord(sign): None for sign in "{}"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

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
    fields = {ours: _text(item.get(theirs)) for theirs, ours in reversed(_CSL_FIELDS.items())}
    container = _text(item.get("container-title"))
    if kind == "misc" and container:
        fields["organization"] = container
    elif container:
        fields[_CONTAINERS.get(kind, "series")] = container
    fields.update(_dated(item.get("issued")))
    accessed = _date(item.get("accessed"))
    if accessed:
        fields["urldate"] = accessed
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
    fields |= {
        "year": values.get("Year", ""),
        **_month(values.get("Month", ""), values.get("Day", ""), values.get("Year", "")),
    }
    if values.get("YearAccessed"):
        day = _iso([values["YearAccessed"], values.get("MonthAccessed", ""), values.get("DayAccessed", "")])
        fields["urldate"] = day
    if kind == "techreport" and values.get("ThesisType"):
        kind, fields["school"] = "phdthesis", fields.pop("institution", "")
    people: dict[str, tuple[Person, ...]] = {}
    for group in source:
        if _local(group) == "Author":
            for role in group:
                people[_WORD_ROLES.get(_local(role), "")] = tuple(_word_people(role))
    people.pop("", None)
    return values.get("Tag", ""), _reference(kind, fields, people)


def of_endnote(record: ET.Element) -> Reference:
    """The reference of a record of EndNote, as its fields keep it in a document."""
    name = record.find("ref-type")
    kind = _ENDNOTE_KINDS.get(name.get("name", "") if name is not None else "", "misc")
    fields = {ours: _all_text(record.find(path)) for path, ours in reversed(_ENDNOTE_FIELDS.items())}
    container = _all_text(record.find("titles/secondary-title")) or _all_text(record.find("periodical/full-title"))
    fields[_CONTAINERS.get(kind, "organization" if kind == "misc" else "series")] = container
    fields["year"] = _all_text(record.find("dates/year"))
    if kind == "phdthesis":
        fields["school"] = fields.pop("publisher", "")
    if kind == "techreport":
        fields["institution"] = fields.pop("publisher", "")
    if not re.fullmatch(r"\d{4,9}", fields.get("pmid", "")):
        fields.pop("pmid", None)
    fields["doi"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", fields.get("doi", ""))
    people = {
        "author": tuple(_endnote_people(record.findall("contributors/authors/author"))),
        "editor": tuple(_endnote_people(record.findall("contributors/secondary-authors/author"))),
    }
    return _reference(kind, fields, people)


def _reference(kind: str, fields: Mapping[str, str], people: Mapping[str, tuple[Person, ...]]) -> Reference:
    fields = {**fields, "pages": re.sub(r"\s*[-–—]+\s*", "--", fields.get("pages", ""))}
    parts = {name: Part(_plain(value), 0, 0) for name, value in fields.items() if _plain(value)}
    named = {role: persons for role, persons in people.items() if persons}
    said = " ".join(part.value for part in parts.values())
    doubts = [N_("it has no title")] if "title" not in parts else []
    return Reference(said, kind, parts, named, doubts=tuple(doubts))


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


def _dated(value: object) -> dict[str, str]:
    """Year and month of an issue date; a whole day is a date."""
    parts = _parts(value)
    if not parts:
        literal = _text(value.get("literal")) if isinstance(value, dict) else ""
        return {"year": literal} if literal else {}
    if len(parts) == 3:
        return {"date": _iso(parts)}
    month = {"month": _MONTHS[int(parts[1]) - 1]} if len(parts) == 2 and 1 <= int(parts[1]) <= 12 else {}
    return {"year": parts[0], **month}


def _date(value: object) -> str:
    return _iso(_parts(value))


def _parts(value: object) -> list[str]:
    if not isinstance(value, dict):
        return []
    groups = value.get("date-parts")
    if not isinstance(groups, list) or not groups or not isinstance(groups[0], list):
        return []
    parts = [_text(part) for part in groups[0] if _text(part)]
    return parts[:3] if all(re.fullmatch(r"\d{1,4}", part) for part in parts) else []


def _month(month: str, day: str, year: str) -> dict[str, str]:
    whole = _iso([year, month, day])
    if day and len(whole) == 10:
        return {"date": whole}
    found = next((name for name in _MONTHS if month.casefold().startswith(name)), "")
    return {"month": found} if found else {}


def _iso(parts: Sequence[str]) -> str:
    """2026-10-03 of the parts of a date, as far as they are said."""
    if not parts or not re.fullmatch(r"\d{4}", parts[0]):
        return ""
    out = [parts[0]]
    for part in parts[1:]:
        number = next((n for n, name in enumerate(_MONTHS, 1) if part.casefold().startswith(name)), 0)
        number = number or (int(part) if part.isdecimal() else 0)
        if not number:
            break
        out.append(f"{number:02}")
    return "-".join(out)


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
