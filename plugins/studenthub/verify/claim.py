"""The claim of an entry: what it says about its work, for queries and comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from studenthub.model.sources.source import Source
from studenthub.parse import check_digits, latex
from studenthub.parse.bibtex.names import Name, names
from studenthub.parse.identifiers import DOI
from studenthub.verify import containers

#: Entries of works that indexes hold as a rule: what is not found there is worth a look.
_SCHOLARLY = frozenset(
    {"article", "inproceedings", "conference", "incollection", "inbook", "book", "collection", "mvbook", "proceedings",
     "review", "suppbook", "suppperiodical", "reference", "inreference"}
)  # fmt: skip
_BOOKS = frozenset({"book", "mvbook", "collection", "proceedings", "mvcollection", "reference", "booklet", "manual"})
_PARTS = frozenset({"incollection", "inbook", "suppbook", "inreference", "bookinbook"})
_CONFERENCES = frozenset({"inproceedings", "conference"})
_DOI = re.compile(rf"{DOI}[^\s\"<>]+")
_PMID = re.compile(
    r"(?:PMID:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)([0-9]{4,9})\b", re.IGNORECASE
)
_PMCID = re.compile(r"\bPMC([0-9]{4,9})\b", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf)/|[:\s.]+(?:preprint\s+arxiv[:\s]+)?|\.)|^\s*|abs/)"
    r"([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?",
    re.IGNORECASE,
)
_ISBN = re.compile(r"97[89][\d -]{10,14}|\b[\d -]{9,12}[\dXx]\b")
_ISSN = re.compile(r"\b\d{4}-?\d{3}[\dXx]\b")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d|21\d\d)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """The claims of an entry about a work. Texts are plain; what it does not say is empty.

    ``kind`` is "article", "paper", "book", "part" (of a book) or "other". ``is_scholarly`` tells the works that indexes
    hold from web pages, laws, theses and reports. ``containers`` are the names of the journal or book, ``venue`` the
    one that says that it was published there, and not in an archive of preprints.
    """

    key: str
    kind: str
    is_scholarly: bool
    title: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    years: tuple[int, ...]
    containers: tuple[str, ...]
    venue: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    pmcid: str
    arxiv: str
    isbn: str
    issn: tuple[str, ...]

    @classmethod
    def of(cls, source: Source) -> Claim:
        """Read an entry."""
        kind = _kind(source.type)
        every = [source.plain(name) for name in ("journal", "journaltitle", "booktitle", "maintitle", "eventtitle")]
        every += [source.plain(name) for name in ("shortjournal", "series")]
        named = tuple(dict.fromkeys(filter(None, every)))
        venue = next((name for name in named if not containers.is_preprint(name)), "")
        addresses = " ".join(latex.to_address(source.raw(name)) for name in ("url", "howpublished", "note", "eprint"))
        return cls(
            key=source.key,
            kind="other" if kind == "article" and not named else kind,
            is_scholarly=source.type in _SCHOLARLY,
            title=source.title if source.raw("title") else "",
            authors=names(source.raw("author")),
            editors=names(source.raw("editor")),
            years=_years(source),
            containers=named,
            venue=venue,
            volume=source.plain("volume"),
            issue=source.plain("number", "issue"),
            pages=source.plain("pages", "eid", "articleno"),
            doi=_doi(source),
            pmid=_number(source.plain("pmid") or _eprint(source, "pubmed", "pmid"), addresses, _PMID),
            pmcid=_number(source.plain("pmcid"), f"{source.plain('pmid')} {addresses}", _PMCID),
            arxiv=_arxiv(source, named),
            isbn=_isbn(source.plain("isbn")),
            issn=tuple(one.replace("-", "").upper() for one in _ISSN.findall(source.plain("issn"))),
        )

    @property
    def claims_venue(self) -> bool:
        """Whether it says that the work was published in a journal or at a conference, and is no preprint."""
        return bool(self.venue) and self.kind in ("article", "paper")

    @property
    def is_preprint(self) -> bool:
        """Whether it says that the work is in an archive of preprints, and nothing of a journal."""
        return not self.venue and bool(self.containers or self.arxiv)

    @property
    def first_author(self) -> str:
        """The family name of the first author, or of the first editor, or ""."""
        people = self.authors or self.editors
        return people[0].sort_name if people else ""


def _kind(entry: str) -> str:
    if entry in _BOOKS:
        return "book"
    if entry in _PARTS:
        return "part"
    if entry in _CONFERENCES:
        return "paper"
    return "article" if entry in ("article", "review", "suppperiodical") else "other"


def _years(source: Source) -> tuple[int, ...]:
    """The years that an entry gives; none for what is in press or has no date."""
    return tuple(int(year) for year in dict.fromkeys(_YEAR.findall(source.year)))


def _doi(source: Source) -> str:
    """The DOI as its service knows it, from the address where it is nowhere else."""
    found = source.doi
    if not found:
        match = _DOI.search(unquote(latex.to_address(source.raw("url"))))
        is_resolver = "doi.org/" in source.raw("url").lower() or "/doi/" in source.raw("url").lower()
        found = match[0].rstrip(".,;").split("?")[0] if match and is_resolver else ""
    return re.sub(r"%(3C|3E|22)", lambda sign: chr(int(sign[1], 16)), found, flags=re.IGNORECASE)


def _arxiv(source: Source, named: tuple[str, ...]) -> str:
    """The number of a preprint at arXiv, however it is given: 1706.03762."""
    if source.doi.lower().startswith("10.48550/arxiv."):
        return re.sub(r"v\d+$", "", source.doi[len("10.48550/arxiv.") :], flags=re.IGNORECASE)
    is_arxiv = source.plain("archiveprefix", "eprinttype").lower() == "arxiv"
    eprint = latex.to_address(source.raw("eprint"))
    texts = [eprint] if is_arxiv or "arxiv" in eprint.lower() else []
    texts += [latex.to_address(source.raw(name)) for name in ("url", "howpublished", "note", "pages", "volume")]
    texts += named
    for text in texts:
        if (text is eprint or "arxiv" in text.lower() or "abs/" in text) and (match := _ARXIV.search(text)):
            return match[1]
    return ""


def _eprint(source: Source, *archives: str) -> str:
    """The number at an archive, as biblatex has it: eprint = {1234567}, eprinttype = {pubmed}."""
    is_there = source.plain("eprinttype", "archiveprefix").lower() in archives
    return source.plain("eprint") if is_there else ""


def _number(text: str, addresses: str, pattern: re.Pattern[str]) -> str:
    """The number in a field, alone or as ``pattern`` has it, or else in an address. A PMCID in ``pmid`` is no PMID."""
    if re.fullmatch(r"[0-9]{4,9}", text.strip()):
        return text.strip()
    found = pattern.search(text) or pattern.search(addresses)
    return found[1] if found else ""


def _isbn(text: str) -> str:
    found = (re.sub(r"[ -]", "", match) for match in _ISBN.findall(text.replace("–", "-")))
    return next((number.upper() for number in found if check_digits.isbn(number.upper())), "")
