"""arXiv, the archive of preprints (https://info.arxiv.org/help/api/user-manual.html).

It may be asked once every three seconds (https://info.arxiv.org/help/api/tou.html). The metadata are free to use (CC0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree

from studenthub.model.sources.notices import WITHDRAWAL, Notice
from studenthub.model.sources.verdicts import Record
from studenthub.verify import titles
from studenthub.verify.claim import Claim
from studenthub.verify.client import Away, Client
from studenthub.verify.services.reading import MOST_NAMES, text, whole_name, year

BASE = "https://export.arxiv.org"
_PAUSE = 3.0
_ATOM, _ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
_ID = re.compile(r"arxiv\.org/abs/([a-z.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"\s*(?:this (?:paper|article|submission) (?:has been|is) withdrawn|withdrawn\b)", re.IGNORECASE
)
_ROWS, _WORDS = 5, 10


@dataclass(frozen=True, slots=True)
class Arxiv:
    """The service."""

    client: Client
    base: str = BASE
    contact: str = ""
    name: str = "arXiv"
    identifiers: frozenset[str] = frozenset({"arxiv"})
    searches: bool = True

    def find(self, identifier: str, value: str) -> Record | None:
        """The preprint with a number."""
        return next(self._entries({"id_list": value}), None)

    def search(self, claim: Claim) -> Sequence[Record]:
        """The preprints whose titles have the words of the title."""
        wanted = [word for word in titles.words(claim.title) if len(word) > 2 and word.isascii()][:_WORDS]
        query = " AND ".join(f"ti:{word}" for word in wanted)
        return list(self._entries({"search_query": query, "max_results": str(_ROWS)})) if wanted else ()

    def _entries(self, query: dict[str, str]) -> Iterator[Record]:
        body = self.client.body(self.name, f"{self.base}/api/query?{urlencode(query)}", _PAUSE)
        # An Atom feed declares no entities of its own, which could grow.
        if body is None or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            return
        try:
            feed = ElementTree.fromstring(body)  # noqa: S314 - nothing is declared in it
        except ElementTree.ParseError:
            raise Away("it sent what is no XML") from None
        yield from (record for entry in feed.iter(f"{_ATOM}entry") if (record := read(entry)))


def read(entry: ElementTree.Element) -> Record | None:
    """An entry of the feed in the form of all; None for an error, which arXiv sends as an entry."""
    identified = _ID.search(text(entry.findtext(f"{_ATOM}id")))
    title = text(entry.findtext(f"{_ATOM}title"))
    if not identified or not title:
        return None
    people = [whole_name(one.text) for one in entry.findall(f"{_ATOM}author/{_ATOM}name")[: MOST_NAMES + 1]]
    found = [name for name in people if name]
    comment = text(entry.findtext(f"{_ARXIV}comment"))
    return Record(
        service="arXiv",
        id=identified[1],
        kind="preprint",
        titles=(title,),
        authors=tuple(found[:MOST_NAMES]),
        containers=tuple(filter(None, (text(entry.findtext(f"{_ARXIV}journal_ref")),))),
        online=year(entry.findtext(f"{_ATOM}published")),
        doi=f"10.48550/arXiv.{identified[1]}",
        arxiv=identified[1],
        published=text(entry.findtext(f"{_ARXIV}doi")),
        is_complete=len(found) <= MOST_NAMES,
        notices=(Notice(WITHDRAWAL, reason=comment, service="arXiv"),) if _WITHDRAWN.match(comment) else (),
    )
