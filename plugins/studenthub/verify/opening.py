"""Opens the services in their order, and identifies the hub to them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit

from studenthub.verify.client import Client
from studenthub.verify.inquiry import Inquiry
from studenthub.verify.services import Service, arxiv, crossref, datacite, handles, openalex, openlibrary, pubmed
from studenthub.verify.services.arxiv import Arxiv
from studenthub.verify.services.crossref import Crossref
from studenthub.verify.services.datacite import DataCite
from studenthub.verify.services.handles import Handles
from studenthub.verify.services.openalex import OpenAlex
from studenthub.verify.services.openlibrary import OpenLibrary
from studenthub.verify.services.pubmed import PubMed

#: Where each service is, by the name that it has below the address of a server that stands in for all of them.
_BASES: Mapping[str, str] = {
    "crossref": crossref.BASE,
    "datacite": datacite.BASE,
    "pubmed": pubmed.BASE,
    "arxiv": arxiv.BASE,
    "openalex": openalex.BASE,
    "openlibrary": openlibrary.BASE,
    "doi": handles.BASE,
}


_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Opened:
    """The tools to ask with: the client that counts the questions, the services, and who asks them about an entry."""

    client: Client
    crossref: Crossref
    pubmed: PubMed
    inquiry: Inquiry


def opened(
    *,
    contact: str = "",
    site: str = "",
    at: str = "",
    until: float = float("inf"),
    now: datetime.datetime | None = None,
) -> Opened:
    """Everything that is needed to ask. Nothing is sent yet.

    The services are told where the hub can be reached: ``contact``, if that is a mail address, or else ``site``. ``at``
    is the address of a server that stands in for all of them, or ""; ``until`` when to stop, by ``time.monotonic``.
    """
    contact = contact if _MAIL.fullmatch(contact) else ""
    bases = {name: f"{at.rstrip('/')}/{name}" if at else base for name, base in _BASES.items()}
    known = f"mailto:{contact}" if contact else site
    client = Client(
        agent=f"studenthub/{version('studenthub')} ({known or 'a hub of student articles'})",
        hosts=frozenset(urlsplit(base).netloc for base in bases.values()),
        until=until,
        hurries=bool(at),
    )
    first, second = (
        Crossref(client, bases["crossref"], contact),
        PubMed(client, bases["pubmed"], contact),
    )
    services: list[Service] = [
        first,
        DataCite(client, bases["datacite"], contact),
        second,
        OpenAlex(client, bases["openalex"], contact, os.environ.get(openalex.KEY, "")),
        OpenLibrary(client, bases["openlibrary"], contact),
        Arxiv(client, bases["arxiv"], contact),
    ]
    when = now or datetime.datetime.now(datetime.UTC)
    return Opened(client, first, second, Inquiry(services, first, Handles(client, bases["doi"]), when))
