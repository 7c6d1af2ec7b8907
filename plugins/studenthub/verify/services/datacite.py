"""DataCite, the registry of the DOIs of archives, data and theses (https://support.datacite.org/docs/api).

Who names a contact address may ask 1,000 times in five minutes, and who does not 500 times
(https://support.datacite.org/docs/rate-limit). The metadata are free to use (CC0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from studenthub.model.sources.verdicts import Record
from studenthub.parse.bibtex.names import Name
from studenthub.verify.claim import Claim
from studenthub.verify.client import Client
from studenthub.verify.services.reading import MOST_NAMES, Json, obj, person, rows, text, whole_name, year

BASE = "https://api.datacite.org"
_PAUSE = 1.0
_KINDS = {
    "preprint": "preprint", "journalarticle": "article-journal", "conferencepaper": "paper-conference",
    "bookchapter": "chapter", "book": "book", "dissertation": "thesis", "dataset": "dataset", "software": "software",
    "report": "report",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DataCite:
    """The service."""

    client: Client
    base: str = BASE
    contact: str = ""
    name: str = "DataCite"
    identifiers: frozenset[str] = frozenset({"doi"})
    searches: bool = False

    def find(self, identifier: str, value: str) -> Record | None:
        """The work with a DOI."""
        query = f"?{urlencode({'mailto': self.contact})}" if self.contact else ""
        data = self.client.json(self.name, f"{self.base}/dois/{quote(value, safe='')}{query}", _PAUSE)
        attributes = obj(obj(data.get("data")).get("attributes")) if data else {}
        return read(attributes) if attributes else None

    def search(self, claim: Claim) -> Sequence[Record]:
        """Nothing: what is cited by its title alone is in other indexes."""
        return ()


def read(item: Json) -> Record:
    """A record of DataCite (https://schema.datacite.org) in the form of all."""
    titles = list(rows(item.get("titles")))
    main = next((text(row.get("title")) for row in titles if not row.get("titleType")), "")
    subtitle = next((text(row.get("title")) for row in titles if row.get("titleType") == "Subtitle"), "")
    whole = f"{main}: {subtitle}" if main and subtitle else main
    others = (
        text(row.get("title")) for row in titles if row.get("titleType") in ("TranslatedTitle", "AlternativeTitle")
    )
    container = obj(item.get("container"))
    publisher = obj(item.get("publisher")).get("name") or item.get("publisher")
    first, last = text(container.get("firstPage")), text(container.get("lastPage"))
    doi = text(item.get("doi"))
    people = list(_people(item.get("creators")))
    kind = text(obj(item.get("types")).get("resourceTypeGeneral")).lower()
    is_arxiv = doi.lower().startswith("10.48550/arxiv.")
    return Record(
        service="DataCite",
        id=doi,
        kind="preprint" if is_arxiv else _KINDS.get(kind, "document"),
        titles=tuple(dict.fromkeys(filter(None, (whole, *others)))),
        authors=tuple(people[:MOST_NAMES]),
        containers=tuple(filter(None, (text(container.get("title")),))),
        printed=year(item.get("publicationYear")),
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        pages=f"{first}-{last}" if first and last else first,
        publisher=text(publisher),
        doi=doi,
        arxiv=doi[len("10.48550/arxiv.") :] if is_arxiv else "",
        language=text(item.get("language")),
        published=_published(item),
        is_complete=len(people) <= MOST_NAMES,
    )


def _people(value: object) -> Iterator[Name]:
    for row in rows(value, MOST_NAMES + 1):
        if row.get("familyName"):
            name = person(row.get("familyName"), row.get("givenName"))
        elif row.get("nameType") == "Organizational":
            name = Name(literal=text(row.get("name"))) if text(row.get("name")) else None
        else:
            name = whole_name(row.get("name"))
        if name:
            yield name


def _published(item: Json) -> str:
    """The DOI of the article that a preprint became: arXiv says IsVersionOf."""
    for row in rows(item.get("relatedIdentifiers")):
        if (
            row.get("relationType") in ("IsVersionOf", "IsPreviousVersionOf")
            and row.get("relatedIdentifierType") == "DOI"
        ):
            return text(row.get("relatedIdentifier"))
    return ""
