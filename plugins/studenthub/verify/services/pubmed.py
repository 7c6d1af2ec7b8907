"""PubMed, the index of medicine (https://www.ncbi.nlm.nih.gov/books/NBK25501/, E-utilities: ESearch and ESummary).

Programs say what they are called and whom to write to (``tool``, ``email``), and ask three times a second at most
(https://www.ncbi.nlm.nih.gov/books/NBK25497/). The citations are free to use.

A work that was retracted has the type "Retracted Publication", and ``references`` in its summary lead to the notice
("Retraction in", "Expression of concern in", "Erratum in").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from studenthub.model.sources.notices import CONCERN, CORRECTION, RETRACTION, Notice
from studenthub.model.sources.verdicts import Record
from studenthub.parse import months
from studenthub.parse.bibtex.names import Name
from studenthub.parse.identifiers import DOI
from studenthub.verify import titles
from studenthub.verify.claim import Claim
from studenthub.verify.client import Client
from studenthub.verify.services.reading import MOST_NAMES, Json, obj, rows, text, texts, year

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
_PAUSE = 0.4
_TOOL = "studenthub"
#: How many words of a title are searched for, and how many works are looked at.
_WORDS, _ROWS = 12, 5
#: First year, last year, and how many authors MEDLINE kept (https://www.nlm.nih.gov/bsd/policy/authors1.html).
_KEPT = ((1984, 1995, 10), (1996, 1999, 25))
_NOTICES: Mapping[str, str] = {
    "retraction in": RETRACTION, "partial retraction in": CONCERN, "expression of concern in": CONCERN,
    "erratum in": CORRECTION, "corrected and republished in": CORRECTION,
}  # fmt: skip
#: Words that PubMed does not search for, or that are in every title.
_STOP = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"}
)
_IN = re.compile(r"(?P<month>(?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)")
_DOI = re.compile(rf"\bdoi: ?({DOI}\S+?)\.?(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PubMed:
    """The service."""

    client: Client
    base: str = BASE
    contact: str = ""
    name: str = "PubMed"
    identifiers: frozenset[str] = frozenset({"pmid", "pmcid", "doi"})
    searches: bool = True

    def find(self, identifier: str, value: str) -> Record | None:
        """The work with a PMID, a PMCID (both without letters) or a DOI."""
        if identifier == "pmid":
            found = self._summaries([value])
        else:
            term = f"PMC{value}[pmcid]" if identifier == "pmcid" else f'"{value}"[doi]'
            found = self._summaries(self._ids(term, 1))
        return found[0] if found else None

    def search(self, claim: Claim) -> Sequence[Record]:
        """The works whose titles have all words of the title; of the main title where there are none."""
        for title in dict.fromkeys((claim.title, claim.title.partition(": ")[0])):
            wanted = [word for word in titles.words(title) if word not in _STOP and word.isascii()][:_WORDS]
            if wanted and (found := self._ids(" AND ".join(f"{word}[ti]" for word in wanted), _ROWS)):
                return self._summaries(found)
        return ()

    def retracted(self, pmids: Sequence[str]) -> Sequence[str]:
        """Those of some works that were retracted, by their PMIDs."""
        term = f"({' OR '.join(f'{pmid}[uid]' for pmid in pmids)}) AND retracted publication[pt]"
        return self._ids(term, len(pmids))

    def _ids(self, term: str, most: int) -> list[str]:
        data = self._ask("esearch.fcgi", {"term": term, "retmax": str(most)})
        found = texts(obj(data.get("esearchresult")).get("idlist"))
        return [one for one in found if one.isdecimal()][:most]

    def _summaries(self, pmids: Sequence[str]) -> list[Record]:
        if not pmids:
            return []
        result = obj(self._ask("esummary.fcgi", {"id": ",".join(pmids)}).get("result"))
        return [read(item) for pmid in pmids if (item := obj(result.get(pmid))) and text(item.get("title"))]

    def _ask(self, program: str, query: Mapping[str, str]) -> Json:
        query = {"db": "pubmed", "retmode": "json", **query, "tool": _TOOL}
        query |= {"email": self.contact} if self.contact else {}
        return self.client.json(self.name, f"{self.base}/{program}?{urlencode(query)}", _PAUSE) or {}


def read(item: Json) -> Record:
    """A summary of PubMed in the form of all."""
    ids = {text(row.get("idtype")): text(row.get("value")) for row in rows(item.get("articleids"))}
    own, original = text(item.get("title")).rstrip("."), text(item.get("vernaculartitle")).rstrip(".")
    printed, online = year(item.get("pubdate")), year(item.get("epubdate"))
    people = list(_people(item.get("authors")))
    kept = next((count for first, last, count in _KEPT if first <= printed <= last), 0)
    kinds = {kind.lower() for kind in texts(item.get("pubtype"))}
    return Record(
        service="PubMed",
        id=text(item.get("uid")),
        kind="preprint" if "preprint" in kinds else "book" if item.get("booktitle") else "article-journal",
        titles=tuple(dict.fromkeys(filter(None, (own, original)))),
        authors=tuple(people[:MOST_NAMES]),
        containers=tuple(dict.fromkeys(filter(None, (text(item.get("fulljournalname")), text(item.get("source")))))),
        printed=printed,
        online=online,
        volume=text(item.get("volume")),
        issue=text(item.get("issue")),
        pages=text(item.get("pages")),
        doi=ids.get("doi", ""),
        pmid=text(item.get("uid")),
        pmcid=ids.get("pmc", "").upper().removeprefix("PMC"),
        issn=tuple(one.replace("-", "") for one in (text(item.get("issn")), text(item.get("essn"))) if one),
        language=next(iter(texts(item.get("lang"))), ""),
        is_complete=len(people) != kept and len(people) <= MOST_NAMES,
        notices=tuple(_notices(item, kinds)),
    )


def _people(value: object) -> Iterator[Name]:
    """Moorhead SA; a group of people has a type of its own."""
    for row in rows(value, MOST_NAMES + 1):
        written = text(row.get("name"))
        if text(row.get("authtype")) == "CollectiveName" and written:
            yield Name(literal=written)
        elif written:
            family, _, initials = written.rpartition(" ")
            if initials in ("Jr", "Sr", "2nd", "3rd", "II", "III", "IV") and " " in family:
                family, _, initials = family.rpartition(" ")
            yield Name(family or initials, initials if family else "")


def _notices(item: Json, kinds: set[str]) -> Iterator[Notice]:
    found = []
    for row in rows(item.get("references")):
        if kind := _NOTICES.get(text(row.get("reftype")).lower()):
            source = text(row.get("refsource"))
            doi = _DOI.search(source)
            found.append(
                Notice(
                    kind, _date(source), doi[1] if doi else "", text(row.get("pmid")), text(row.get("note")), "PubMed"
                )
            )
    if "retracted publication" in kinds and not any(notice.kind == RETRACTION for notice in found):
        found.append(Notice(RETRACTION, service="PubMed"))
    yield from found


def _date(source: str) -> str:
    """The date in "J Biol Chem. 2020 Sep 11;295(37):13137" as 2020-09-11."""
    match = _IN.search(source)
    if not match:
        return ""
    year, *rest = match["month"].split()
    if not rest or not (month := months.NUMBERS.get(rest[0].lower())):
        return year
    day = f"-{int(rest[1]):02d}" if len(rest) > 1 else ""
    return f"{year}-{month:02d}{day}"
