"""A server on this machine that answers as the indexes do that ``hub verify`` asks, in their documented forms.

It is for tests and benchmarks: the works in it are given, faults are scripted, and nothing leaves the machine. Which
index is asked is the first part of the path, as ``hub verify --services`` has it: /crossref, /datacite, /pubmed,
/arxiv, /openalex, /openlibrary and /doi.
"""

from __future__ import annotations

import json
import math
import re
import threading
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Person:
    """An author: in parts, or an organisation with ``name``."""

    family: str = ""
    given: str = ""
    name: str = ""


@dataclass(frozen=True)
class Update:
    """A notice about a work, as Crossref has it in ``updated-by``."""

    type: str
    doi: str = ""
    date: tuple[int, ...] = ()
    source: str = "publisher"
    label: str = ""
    pmid: str = ""


@dataclass(frozen=True)
class Work:
    """A work, with what the indexes say of it. ``type`` is one of Crossref's; ``indexes`` are those that have it."""

    title: str
    authors: tuple[Person, ...] = ()
    type: str = "journal-article"
    subtitle: str = ""
    container: str = ""
    short_container: str = ""
    printed: int = 0
    online: int = 0
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    arxiv: str = ""
    isbn: str = ""
    language: str = ""
    published: str = ""
    updates: tuple[Update, ...] = ()
    updates_of: tuple[str, ...] = ()
    indexes: frozenset[str] = frozenset({"crossref"})


@dataclass(frozen=True)
class Reply:
    """An answer as it goes out."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "application/json"


Script = Callable[[str], Reply | None]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]{2,}", "".join(sign for sign in plain if not unicodedata.combining(sign)))


class Index:
    """The works, found by their identifiers, or by the words of their titles and authors."""

    def __init__(self, works: Iterable[Work]) -> None:
        self.works = list(works)
        self.by_doi = {work.doi.casefold(): work for work in self.works if work.doi}
        self.by_pmid = {work.pmid: work for work in self.works if work.pmid}
        self.by_arxiv = {work.arxiv: work for work in self.works if work.arxiv}
        self.by_isbn = {work.isbn: work for work in self.works if work.isbn}
        self._having: dict[str, set[int]] = defaultdict(set)
        for number, work in enumerate(self.works):
            names = " ".join(f"{person.family} {person.name}" for person in work.authors)
            for word in _words(f"{work.title} {work.subtitle} {names}"):
                self._having[word].add(number)

    @contextmanager
    def replaced(self, work: Work) -> Iterator[None]:
        """For a while another record in the place of the one with its DOI."""
        doi = work.doi.casefold()
        before = self.by_doi[doi]
        at = self.works.index(before)
        self.works[at] = self.by_doi[doi] = work
        numbers = dict(self.by_pmid)
        self.by_pmid.pop(before.pmid, None)
        self.by_pmid |= {work.pmid: work} if work.pmid else {}
        try:
            yield
        finally:
            self.works[at] = self.by_doi[doi] = before
            self.by_pmid = numbers

    def search(self, text: str, index: str, most: int) -> list[Work]:
        """The works that have the most of the rarest words."""
        scores: Counter[int] = Counter()
        for word in dict.fromkeys(_words(text)):
            having = self._having.get(word, set())
            for number in having:
                scores[number] += math.log(1 + len(self.works) / len(having))  # type: ignore[assignment] # a float
        ranked = (self.works[number] for number, _ in scores.most_common(most * 5))
        return [work for work in ranked if index in work.indexes][:most]

    def with_title_words(self, wanted: Sequence[str], index: str, most: int) -> list[Work]:
        """The works whose titles have all of some words."""
        found = (w for w in self.works if index in w.indexes and set(wanted) <= set(_words(f"{w.title} {w.subtitle}")))
        return list(found)[:most]


class Server:
    """Answers from an index. ``asked`` are the paths that were asked for, in their order.

    ``script`` may answer first: a Reply is sent as it is, None leaves the question to the index.
    """

    def __init__(self, works: Iterable[Work], script: Script | None = None) -> None:
        self.index = Index(works)
        self.script = script
        self.asked: list[str] = []
        self.agents: list[str] = []

    def reply(self, path: str) -> Reply:
        """The answer to a question."""
        self.asked.append(path)
        scripted = self.script(path) if self.script else None
        if scripted is not None:
            return scripted
        split = urlsplit(path)
        index, _, rest = split.path.lstrip("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        answer = _ANSWERS[index](self.index, unquote(rest), query) if index in _ANSWERS else None
        if isinstance(answer, bytes):
            return Reply(body=answer, type="application/atom+xml")
        if answer is None:
            return Reply(404, b"Resource not found.", type="text/plain")
        return Reply(body=json.dumps(answer).encode())

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve on a free port of this machine; gives the address."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.agents.append(self.headers.get("User-Agent", ""))
                reply = server.reply(self.path)
                self.send_response(reply.status)
                headers = {"Content-Type": reply.type, "Content-Length": str(len(reply.body)), **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(reply.body)
                except OSError:
                    # Who asked has read enough.
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        httpd.daemon_threads = True
        threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{httpd.server_address[1]}"
        finally:
            httpd.shutdown()
            httpd.server_close()


def slow(seconds: float) -> Script:
    """A server that thinks for so long."""

    def script(_: str) -> Reply | None:
        time.sleep(seconds)
        return None

    return script


# --- Crossref: https://api.crossref.org/swagger-ui/index.html ---------------------------------------------------------


def _crossref(index: Index, path: str, query: Mapping[str, str]) -> object:
    if path.startswith("works/"):
        work = index.by_doi.get(path.removeprefix("works/").casefold())
        found = work if work and "crossref" in work.indexes else None
        return _message("work", crossref_item(found)) if found else None
    most = int(query.get("rows", "20"))
    if "filter" in query:
        wanted = [part.partition(":")[2].casefold() for part in query["filter"].split(",")]
        works = [index.by_doi[doi] for doi in wanted if doi in index.by_doi]
    else:
        wanted, venue = query.get("query.bibliographic", ""), set(_words(query.get("query.container-title", "")))
        many = len(index.works) if venue else most
        works = index.search(wanted or query.get("query.title", ""), "crossref", many)
        if venue:
            shared = {work.doi: len(venue & set(_words(work.container))) for work in works}
            works = sorted((work for work in works if shared[work.doi]), key=lambda work: -shared[work.doi])
    items = [crossref_item(work) for work in works[:most]]
    selected = query.get("select", "").split(",") if "select" in query else []
    items = [{name: value for name, value in item.items() if not selected or name in selected} for item in items]
    return _message("work-list", {"total-results": len(items), "items": items, "items-per-page": most})


def _message(kind: str, message: object) -> object:
    return {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}


def _date(*parts: int) -> object:
    return {"date-parts": [list(parts)]}


def crossref_item(work: Work) -> dict[str, object]:
    """A work as Crossref has it."""
    item: dict[str, object] = {
        "DOI": work.doi,
        "type": work.type,
        "title": [work.title] if work.title else [],
        "subtitle": [work.subtitle] if work.subtitle else [],
        "author": [
            {"name": person.name, "sequence": "additional", "affiliation": []}
            if person.name
            else {"family": person.family, "sequence": "additional", "affiliation": []}
            | ({"given": person.given} if person.given else {})
            for person in work.authors
        ],
        "container-title": [work.container] if work.container else [],
        "short-container-title": [work.short_container] if work.short_container else [],
        "issued": _date(min(filter(None, (work.printed, work.online)), default=0)),
        "publisher": work.publisher,
        "source": "Crossref",
    }
    for name, value in (("volume", work.volume), ("issue", work.issue), ("page", work.page)):
        item |= {name: value} if value else {}
    item |= {"article-number": work.number} if work.number else {}
    item |= {"published-print": _date(work.printed, 4)} if work.printed and work.online else {}
    item |= {"published-online": _date(work.online, 2, 1)} if work.online else {}
    item |= {"ISBN": [work.isbn]} if work.isbn else {}
    item |= {"language": work.language} if work.language else {}
    if work.published:
        item["relation"] = {"is-preprint-of": [{"id-type": "doi", "id": work.published, "asserted-by": "subject"}]}
    if work.updates:
        item["updated-by"] = [
            {"DOI": update.doi, "type": update.type, "label": update.label or update.type.capitalize()}
            | {"source": update.source, "updated": _date(*update.date) if update.date else {}}
            for update in work.updates
        ]
    if work.updates_of:
        item["update-to"] = [{"DOI": doi, "type": "retraction", "label": "Retraction"} for doi in work.updates_of]
    return item


# --- DataCite: https://support.datacite.org/reference/get_dois-id -----------------------------------------------------


def _datacite(index: Index, path: str, _: Mapping[str, str]) -> object:
    work = index.by_doi.get(path.removeprefix("dois/").casefold())
    if work is None or "datacite" not in work.indexes:
        return None
    creators = [
        {"name": person.name, "nameType": "Organizational"}
        if person.name
        else {"name": f"{person.family}, {person.given}", "givenName": person.given, "familyName": person.family}
        for person in work.authors
    ]
    titles = [{"title": work.title}, *([{"title": work.subtitle, "titleType": "Subtitle"}] if work.subtitle else [])]
    attributes = {
        "doi": work.doi.lower(),
        "titles": titles,
        "creators": creators,
        "publisher": work.publisher,
        "publicationYear": work.printed or work.online,
        "types": {"resourceTypeGeneral": "Preprint" if work.type == "posted-content" else "Text"},
        "container": {},
        "relatedIdentifiers": [
            {"relationType": "IsVersionOf", "relatedIdentifier": work.published, "relatedIdentifierType": "DOI"}
        ]
        if work.published
        else [],
    }
    return {"data": {"id": work.doi.lower(), "type": "dois", "attributes": attributes}}


# --- PubMed: https://www.ncbi.nlm.nih.gov/books/NBK25499/ -------------------------------------------------------------


def _pubmed(index: Index, path: str, query: Mapping[str, str]) -> object:
    if path == "esummary.fcgi":
        pmids = query.get("id", "").split(",")
        known = {pmid: index.by_pmid[pmid] for pmid in pmids if pmid in index.by_pmid}
        missing = {pmid: {"uid": pmid, "error": "cannot get document summary"} for pmid in pmids if pmid not in known}
        found = {pmid: _summary(work) for pmid, work in known.items() if "pubmed" in work.indexes}
        return {"header": {"type": "esummary", "version": "0.3"}, "result": {"uids": pmids, **found, **missing}}
    term, most = query.get("term", ""), int(query.get("retmax", "20"))
    if term.endswith("[doi]"):
        work = index.by_doi.get(term.removesuffix("[doi]").strip('"').casefold())
        works = [work] if work and "pubmed" in work.indexes else []
    elif "retracted publication[pt]" in term:
        pmids = re.findall(r"(\d+)\[uid\]", term)
        works = [index.by_pmid[pmid] for pmid in pmids if pmid in index.by_pmid and index.by_pmid[pmid].updates]
    else:
        works = index.with_title_words(re.findall(r"(\w+)\[ti\]", term), "pubmed", most)
    ids = [work.pmid for work in works][:most]
    return {"header": {"type": "esearch"}, "esearchresult": {"count": str(len(ids)), "idlist": ids}}


_REFERENCES = {
    "retraction": "Retraction in",
    "expression_of_concern": "Expression of concern in",
    "erratum": "Erratum in",
}


def _summary(work: Work) -> object:
    authors = [
        {"name": person.name, "authtype": "CollectiveName", "clusterid": ""}
        if person.name
        else {"name": f"{person.family} {_initials(person.given)}".strip(), "authtype": "Author", "clusterid": ""}
        for person in work.authors
    ]
    retracted = any(update.type == "retraction" for update in work.updates)
    title = f"{work.title}: {work.subtitle}" if work.subtitle else work.title
    return {
        "uid": work.pmid,
        "pubdate": f"{work.printed or work.online} Apr",
        "epubdate": f"{work.online} Feb 1" if work.online else "",
        "source": work.short_container or work.container,
        "authors": authors,
        "title": f"{title}.",
        "volume": work.volume,
        "issue": work.issue,
        "pages": work.page or work.number,
        "lang": ["eng"],
        "pubtype": ["Journal Article", *(["Retracted Publication"] if retracted else [])],
        "articleids": [
            {"idtype": "pubmed", "idtypen": 1, "value": work.pmid},
            {"idtype": "doi", "idtypen": 3, "value": work.doi},
        ],
        "fulljournalname": work.container,
        "references": [
            {
                "refsource": f"Journal of Examples. {'-'.join(map(str, update.date[:1])) or '2020'} Feb 6;1(1):1",
                "reftype": _REFERENCES.get(update.type, "Update in"),
                "pmid": update.pmid,
                "note": update.label,
            }
            for update in work.updates
        ],
    }


def _initials(given: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s.-]+", given) if part).upper()


# --- arXiv: https://info.arxiv.org/help/api/user-manual.html ----------------------------------------------------------

_FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom"><title>arXiv Query</title>{}</feed>\n'
)


def _arxiv(index: Index, _: str, query: Mapping[str, str]) -> bytes:
    if "id_list" in query:
        work = index.by_arxiv.get(query["id_list"])
        works = [work] if work else []
    else:
        wanted = re.findall(r"ti:(\w+)", query.get("search_query", ""))
        works = index.with_title_words(wanted, "arxiv", int(query.get("max_results", "10")))
    return _FEED.format("".join(map(_atom, works))).encode()


def _atom(work: Work) -> str:
    title = f"{work.title}: {work.subtitle}" if work.subtitle else work.title
    authors = "".join(
        f"<author><name>{escape(p.name or f'{p.given} {p.family}')}</name></author>" for p in work.authors
    )
    doi = f"<arxiv:doi>{escape(work.published)}</arxiv:doi>" if work.published else ""
    return (
        f"<entry><id>http://arxiv.org/abs/{work.arxiv}v1</id><published>{work.online}-03-01T00:00:00Z</published>"
        f"<title>{escape(title)}</title>{authors}{doi}</entry>"
    )


# --- OpenAlex, Open Library, doi.org ----------------------------------------------------------------------------------


def _openalex(index: Index, _: str, query: Mapping[str, str]) -> object:
    words = query.get("filter", "").removeprefix("title.search:")
    works = index.search(words, "openalex", int(query.get("per_page", "25")))
    results = [
        {
            "id": "https://openalex.org/W1",
            "doi": f"https://doi.org/{work.doi}" if work.doi else None,
            "title": f"{work.title}: {work.subtitle}" if work.subtitle else work.title,
            "publication_year": work.printed or work.online,
            "type": "article",
            "authorships": [{"author": {"display_name": p.name or f"{p.given} {p.family}"}} for p in work.authors],
            "biblio": {"volume": work.volume, "issue": work.issue, "first_page": work.page.split("-")[0]},
            "primary_location": {"source": {"display_name": work.container, "type": "journal"}},
        }
        for work in works
    ]
    return {"meta": {"count": len(results)}, "results": results}


def _openlibrary(index: Index, _: str, query: Mapping[str, str]) -> object:
    key = query.get("bibkeys", "")
    work = index.by_isbn.get(key.removeprefix("ISBN:"))
    if work is None:
        return {}
    book = {
        "title": work.title,
        "authors": [{"name": person.name or f"{person.given} {person.family}"} for person in work.authors],
        "publish_date": str(work.printed),
        "publishers": [{"name": work.publisher}],
    }
    return {key: book | ({"subtitle": work.subtitle} if work.subtitle else {})}


def _handles(index: Index, path: str, _: Mapping[str, str]) -> object:
    doi = path.removeprefix("api/handles/")
    return {"responseCode": 1, "handle": doi} if doi.casefold() in index.by_doi else None


_ANSWERS: Mapping[str, Callable[[Index, str, Mapping[str, str]], object]] = {
    "crossref": _crossref,
    "datacite": _datacite,
    "pubmed": _pubmed,
    "arxiv": _arxiv,
    "openalex": _openalex,
    "openlibrary": _openlibrary,
    "doi": _handles,
}
