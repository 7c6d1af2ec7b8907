"""A record of a printed reference as an entry of BibTeX."""

from __future__ import annotations

import re

from studenthub.parse.bibtex import written_entries
from studenthub.parse.references import dates
from studenthub.parse.references.record import Person, Reference

#: What every list prints, and no bibliography has to say.
_UNSAID = ("internet", "online", "aanlyn", "en ligne", "electronic", "web page", "webpage", "website", "web site")


def entry(reference: Reference, key: str, note: str = "") -> str:
    """The entry of a reference under ``key``; ``note`` is plain text for its field note, such as what was not read."""
    fields = {
        name: written_entries.rich(part.rich) if part.rich else written_entries.value(name, part.value)
        for name, part in reference.fields.items()
    }
    for role, persons in reference.people.items():
        fields[role] = written_entries.people(map(_written, persons), others=role in reference.others)
    year = re.sub(r"(?<=\d)[a-z]$", "", fields.get("year", ""))
    if year:
        fields["year"] = year
    if "month" in fields and (day := dates.iso(f"{reference.value('month')} {year}")):
        del fields["month"]
        fields["date"] = day
    if "date" in fields:
        fields.pop("year", None)
        fields = {"year": fields.pop("date"), **fields} if len(fields["date"]) == 4 else fields
    if reference.value("medium").casefold().startswith(_UNSAID):
        del fields["medium"]
    if reference.kind == "techreport" and "publisher" in fields:
        fields.setdefault("institution", fields.pop("publisher"))
    fields["note"] = written_entries.escaped(note)
    return written_entries.entry(reference.kind, key, fields)


def key_of(reference: Reference) -> str:
    """The key of a reference: the family name of who is first, or the title, and the year; letters are not its part."""
    first = next(iter(reference.authors), None)
    name = first.name if first else reference.value("shortauthor") or _short(reference)
    return written_entries.key(name, reference.value("year") or reference.value("date"))


def _short(reference: Reference) -> str:
    """The title without articles, up to two words; the host of an address where there is no title."""
    words = [
        word for word in re.findall(r"[^\W_]+", reference.value("title")) if len(word) > 3 and not word.isdecimal()
    ]
    if words:
        return "".join(words[:2])
    return re.sub(r"^https?://(?:www\.)?", "", reference.value("url")).split("/")[0]


def _written(person: Person) -> str:
    if person.literal:
        return written_entries.organisation(person.literal)
    return written_entries.person(person.family, person.given, person.suffix)
