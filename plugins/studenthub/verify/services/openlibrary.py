"""Open Library, a catalogue of books that is asked by ISBN (https://openlibrary.org/dev/docs/api/books).

It welcomes programs that ask for single books and say who they are: one question a second, three with a contact address
(https://openlibrary.org/developers/api). The catalogue is free to use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from studenthub.model.sources.verdicts import Record
from studenthub.verify.claim import Claim
from studenthub.verify.client import Client
from studenthub.verify.services.reading import Json, obj, rows, text, whole_name, year

BASE = "https://openlibrary.org"
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class OpenLibrary:
    """The service."""

    client: Client
    base: str = BASE
    contact: str = ""
    name: str = "Open Library"
    identifiers: frozenset[str] = frozenset({"isbn"})
    searches: bool = False

    def find(self, identifier: str, value: str) -> Record | None:
        """The book with an ISBN. An unknown one gives an empty answer."""
        query = urlencode({"bibkeys": f"ISBN:{value}", "format": "json", "jscmd": "data"})
        data = self.client.json(self.name, f"{self.base}/api/books?{query}", _PAUSE) or {}
        book = obj(data.get(f"ISBN:{value}"))
        return read(book, value) if text(book.get("title")) else None

    def search(self, claim: Claim) -> Sequence[Record]:
        """Nothing: a book has many editions of one title."""
        return ()


def read(book: Json, isbn: str) -> Record:
    """A book in the form of all."""
    title, subtitle = text(book.get("title")), text(book.get("subtitle"))
    people = [whole_name(row.get("name")) for row in rows(book.get("authors"))]
    return Record(
        service="Open Library",
        id=f"ISBN {isbn}",
        kind="book",
        titles=(f"{title}: {subtitle}" if subtitle else title,),
        authors=tuple(name for name in people if name),
        printed=year(book.get("publish_date")),
        publisher=next((text(row.get("name")) for row in rows(book.get("publishers"))), ""),
        isbn=(isbn,),
    )
