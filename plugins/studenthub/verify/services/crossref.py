"""Crossref, the registry of most DOIs of journals and books (https://www.crossref.org/documentation/retrieve-metadata/rest-api/).

Since 1 December 2025 who names a contact address ("polite pool") may ask for 10 single works and 3 lists a second, and
who does not for 5 and 1, with one question at a time (https://www.crossref.org/blog/announcing-changes-to-rest-api-rate-limits/).
We ask one after another, as often as the slower pool allows. The metadata are free to use.

What happened to a work later is in ``updated-by`` of its record, from publishers and from Retraction Watch, so one
notice may be there twice; ``update-to`` points the other way, from a notice to its work
(https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/,
https://crossref.gitlab.io/tutorials/get-rw-metadata/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from studenthub.model.sources.notices import CONCERN, CORRECTION, RETRACTION, WITHDRAWAL, Notice
from studenthub.model.sources.verdicts import Record
from studenthub.parse.bibtex.names import Name
from studenthub.verify.claim import Claim
from studenthub.verify.client import Client
from studenthub.verify.services.reading import MOST_NAMES, Json, obj, person, rows, text, texts, year

BASE = "https://api.crossref.org"
#: Seconds between two questions: for a work, and for a list.
_PAUSE, _LONG_PAUSE = 0.2, 1.0
_ROWS = 8
#: What a list is asked for: whole records hold all references of a work, and can be megabytes.
_SELECT = (
    "DOI,title,subtitle,original-title,author,editor,container-title,short-container-title,"
    "published-print,published-online,issued,volume,issue,page,article-number,type,ISSN,ISBN,publisher,relation,update-to"
)
#: Crossref's types in those of CSL 1.0.2 (https://api.crossref.org/types).
_KINDS: Mapping[str, str] = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "book-chapter": "chapter",
    "book-section": "chapter", "book-part": "chapter", "reference-entry": "chapter", "book": "book",
    "monograph": "book", "edited-book": "book", "reference-book": "book", "proceedings": "book",
    "posted-content": "preprint", "report": "report", "report-component": "report", "dissertation": "thesis",
    "dataset": "dataset", "peer-review": "review", "standard": "standard", "component": "component",
    "journal-issue": "periodical", "journal": "periodical",
}  # fmt: skip
#: The types of updates, of which most change nothing that a reader must know of.
_NOTICES: Mapping[str, str] = {
    "retraction": RETRACTION, "withdrawal": WITHDRAWAL, "removal": WITHDRAWAL, "partial_retraction": CONCERN,
    "expression_of_concern": CONCERN, "correction": CORRECTION, "corrigendum": CORRECTION, "erratum": CORRECTION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crossref:
    """The service."""

    client: Client
    base: str = BASE
    contact: str = ""
    name: str = "Crossref"
    identifiers: frozenset[str] = frozenset({"doi"})
    searches: bool = True

    def find(self, identifier: str, value: str) -> Record | None:
        """The work with a DOI."""
        data = self.client.json(self.name, self._address(f"works/{quote(value, safe='')}", {}), _PAUSE)
        return read(obj(data.get("message"))) if data else None

    def search(self, claim: Claim) -> Sequence[Record]:
        """The works whose title and first author are most alike."""
        wanted = {"query.bibliographic": f"{claim.title} {claim.first_author}".strip()[:400]}
        return self._list({**wanted, "rows": str(_ROWS), "select": _SELECT})

    def search_in_venue(self, claim: Claim) -> Sequence[Record]:
        """The same in the journal of the entry alone: statements and guidelines appear in several journals at once."""
        wanted = {"query.title": claim.title[:400], "query.container-title": claim.venue[:200]}
        return self._list({**wanted, "rows": str(_ROWS), "select": _SELECT})

    def several(self, dois: Sequence[str]) -> Sequence[Record]:
        """The works with several DOIs, in one question. A comma parts filters, so no DOI with a comma is asked so."""
        chosen = ",".join(f"doi:{doi}" for doi in dois if "," not in doi)
        return self._list({"filter": chosen, "rows": str(len(dois))}) if chosen else ()

    def _list(self, query: Mapping[str, str]) -> Sequence[Record]:
        data = self.client.json(self.name, self._address("works", query), _LONG_PAUSE)
        items = rows(obj(data.get("message")).get("items"), 100) if data else ()
        return [record for item in items if (record := read(item)).title]

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        query = {**query, "mailto": self.contact} if self.contact else query
        return f"{self.base}/{path}{'?' + urlencode(query) if query else ''}"


def read(item: Json) -> Record:
    """A record of Crossref in the form of all."""
    titles, subtitles = texts(item.get("title")), texts(item.get("subtitle"))
    main = titles[0] if titles else ""
    whole = f"{main}: {subtitles[0]}" if subtitles and subtitles[0].casefold() not in main.casefold() else main
    others = (*titles[1:], *texts(item.get("original-title")))
    people = list(_people(item.get("author")))
    doi = text(item.get("DOI"))
    issued = _year(item, "issued", "published")
    printed, online = _year(item, "published-print"), _year(item, "published-online")
    return Record(
        service="Crossref",
        id=doi,
        kind=_KINDS.get(text(item.get("type")), "document"),
        titles=tuple(dict.fromkeys(filter(None, (whole, *others)))),
        authors=tuple(people[:MOST_NAMES]),
        editors=tuple(list(_people(item.get("editor")))[:MOST_NAMES]),
        containers=(*texts(item.get("container-title")), *texts(item.get("short-container-title"))),
        printed=printed or (0 if online else issued),
        online=online,
        volume=text(item.get("volume")),
        issue=text(item.get("issue")),
        pages=text(item.get("page")),
        number=text(item.get("article-number")),
        publisher=text(item.get("publisher")),
        doi=doi,
        isbn=tuple(one.rsplit("/", 1)[-1].replace("-", "") for one in texts(item.get("ISBN"))),
        issn=tuple(one.replace("-", "").upper() for one in texts(item.get("ISSN"))),
        language=text(item.get("language")),
        published=_published(item),
        updates=tuple(text(row.get("DOI")) for row in rows(item.get("update-to"))),
        is_complete=len(people) <= MOST_NAMES,
        notices=_notices(item),
    )


def _people(value: object) -> Iterator[Name]:
    for row in rows(value, MOST_NAMES + 1):
        if text(row.get("name")):
            yield Name(literal=text(row["name"]))
        elif name := person(row.get("family"), row.get("given"), row.get("suffix")):
            yield name


def _year(item: Json, *names: str) -> int:
    """The year of a date: {"date-parts": [[2013, 4, 1]]}. It may be [[null]]."""
    for name in names:
        parts = obj(item.get(name)).get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list) and first and (found := year(first[0])):
            return found
    return 0


def _day(value: object) -> str:
    """A date as YYYY-MM-DD, or as much of it as there is."""
    parts = obj(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [part for part in first[:3] if isinstance(part, int)]
    return "-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(numbers))


def _published(item: Json) -> str:
    """The DOI of the article that a preprint became (relation is-preprint-of)."""
    found = rows(obj(item.get("relation")).get("is-preprint-of"))
    return next((text(row.get("id")) for row in found if text(row.get("id-type")) == "doi"), "")


def _notices(item: Json) -> tuple[Notice, ...]:
    """The notices about a work, each once though two sources may tell of it."""
    found: dict[tuple[str, str], Notice] = {}
    for row in rows(item.get("updated-by")):
        kind = _NOTICES.get(text(row.get("type")).lower().replace("-", "_").replace(" ", "_"))
        if kind:
            doi, label = text(row.get("DOI")), text(row.get("label"))
            reason = "" if label.lower() in _SAID else label
            notice = Notice(kind, _day(row.get("updated")), doi, "", reason, "Crossref")
            before = found.get((kind, doi.lower()))
            if before is None or (not before.date and notice.date):
                found[kind, doi.lower()] = notice
    return tuple(found.values())


#: Labels that say no more than the kind of the notice.
_SAID = frozenset({*(name.replace("_", " ") for name in _NOTICES), "", "withdrawn", "retracted", "retraction notice"})
