"""OpenAlex, an index of 250 million works (https://developers.openalex.org).

Since February 2026 searches need a key, which is free, and cost so little of the daily allowance that 1,000 of them are
free (https://developers.openalex.org/api-reference/authentication). So it is asked only where the environment has one,
in OPENALEX_API_KEY. The data are free to use (CC0). What it says of retractions is not read: it has no notices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from studenthub.model.sources.verdicts import Record
from studenthub.parse.bibtex.names import Name
from studenthub.verify import titles
from studenthub.verify.claim import Claim
from studenthub.verify.client import Client
from studenthub.verify.services.reading import MOST_NAMES, Json, obj, rows, text, texts, whole_name, year

BASE = "https://api.openalex.org"
#: Where the key is.
KEY = "OPENALEX_API_KEY"
_PAUSE = 0.5
_ROWS, _WORDS = 5, 20
_KINDS: Mapping[str, str] = {
    "article": "article-journal", "review": "article-journal", "letter": "article-journal", "preprint": "preprint",
    "book": "book", "book-chapter": "chapter", "dissertation": "thesis", "report": "report", "dataset": "dataset",
}  # fmt: skip
_SELECT = "id,doi,ids,title,display_name,publication_year,type,language,authorships,biblio,primary_location,locations"


@dataclass(frozen=True, slots=True)
class OpenAlex:
    """The service."""

    client: Client
    base: str = BASE
    contact: str = ""
    key: str = ""
    name: str = "OpenAlex"
    identifiers: frozenset[str] = frozenset()

    @property
    def searches(self) -> bool:
        """With a key."""
        return bool(self.key)

    def find(self, identifier: str, value: str) -> Record | None:
        """Nothing: whoever gave an identifier is asked for it."""
        return None

    def search(self, claim: Claim) -> Sequence[Record]:
        """The works with the most alike titles."""
        # Commas and colons part filters.
        wanted = " ".join(titles.words(claim.title)[:_WORDS])
        query = {"filter": f"title.search:{wanted}", "per_page": str(_ROWS), "select": _SELECT, "api_key": self.key}
        query |= {"mailto": self.contact} if self.contact else {}
        data = self.client.json(self.name, f"{self.base}/works?{urlencode(query)}", _PAUSE) or {}
        return [record for item in rows(data.get("results")) if (record := read(item)).title]


def read(item: Json) -> Record:
    """A work of OpenAlex in the form of all."""
    doi = text(item.get("doi")).removeprefix("https://doi.org/")
    source = obj(obj(item.get("primary_location")).get("source"))
    biblio, ids = obj(item.get("biblio")), obj(item.get("ids"))
    first, last = text(biblio.get("first_page")), text(biblio.get("last_page"))
    people = list(_people(item.get("authorships")))
    is_archive = text(source.get("type")) == "repository"
    return Record(
        service="OpenAlex",
        id=text(item.get("id")).rsplit("/", 1)[-1],
        kind="preprint" if is_archive else _KINDS.get(text(item.get("type")), "document"),
        titles=tuple(dict.fromkeys(filter(None, (text(item.get("title")), text(item.get("display_name")))))),
        authors=tuple(people[:MOST_NAMES]),
        containers=tuple(filter(None, (text(source.get("display_name")),))),
        printed=year(item.get("publication_year")),
        volume=text(biblio.get("volume")),
        issue=text(biblio.get("issue")),
        pages=first if first == last or not last else f"{first}-{last}",
        doi=doi,
        pmid=text(ids.get("pmid")).rsplit("/", 1)[-1],
        issn=tuple(one.replace("-", "") for one in texts(source.get("issn"))),
        language=text(item.get("language")),
        # It lists a hundred authors of a work.
        is_complete=len(people) < 100,
    )


def _people(value: object) -> Iterator[Name]:
    for row in rows(value, MOST_NAMES + 1):
        if name := whole_name(row.get("raw_author_name") or obj(row.get("author")).get("display_name")):
            yield name
