"""An entry as an item of CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from studenthub.model.sources.csl_vocabulary import PERSON_VARIABLES, PREPRINT, TYPE_OF
from studenthub.model.sources.entry_fields import CONTAINER, COURT, PUBLISHER, EntryFields
from studenthub.parse import latex
from studenthub.parse.bibtex import dates
from studenthub.parse.bibtex.names import names
from studenthub.parse.folding import fold

#: What a thesis or report is called, by its entry type or by biblatex's word in the field type.
_GENRES = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis", "techreport": "Technical report", "resreport": "Research report",
}  # fmt: skip
#: The types of which a genre is printed; in an article it is what some database calls all articles.
_WITH_GENRE = {"thesis", "report", "manuscript", "document", "webpage", "dataset", "software", "motion_picture"}
#: The types whose number is that of a series, where they have one.
_IN_SERIES = {"book", "chapter", "pamphlet", "paper-conference", "entry-encyclopedia"}
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{[^{}]*\}|\\href\s*\{[^{}]*\}|<?https?://[^\s{}<>]+>?")
#: All that is left of a text without its address, where it said no more than that.
_LEADING_WORDS = re.compile(
    r"[\s.,;:()]*(?>(?:(?:available|online|retrieved|accessed|at|from|on|website|web|site|page|url|last|visited|in)"
    r"\b[\s.,;:()]*)*)\Z",
    re.IGNORECASE,
)
#: Notes that programs write for themselves.
_FOR_PROGRAMS = re.compile(
    r"\s*(?:_eprint|publisher|pmid|pmcid|cited by|citation key|tex\.|section)\b[^:]*:", re.IGNORECASE
)
#: A number of PubMed or PubMed Central: PMID: 31452104, PMC7033263, https://pubmed.ncbi.nlm.nih.gov/31452104/.
_ACCESSION = re.compile(r"(?:\A|\s|/|:)((?:PMC)?\d{1,9})/?\Z", re.IGNORECASE)
#: The day on which somebody read a page, as biblatex and as the styles of natbib call it.
ACCESSED = ("urldate", "lastchecked")
_EDITIONS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    "twelfth",
)
#: What an edition is called, in the languages of books that are cited in South Africa most.
_EDITION = {
    *("ed", "edn", "edition", "éd", "édition", "edição", "edición", "uitg", "uitgawe", "druk", "aufl", "auflage"),
}
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|de|ste|e|è?me|ª|º|a)?")
#: Servers of preprints, by biblatex's eprinttype or by the name that people write.
_PREPRINTS = {
    "arxiv": "arXiv", "biorxiv": "bioRxiv", "medrxiv": "medRxiv", "psyarxiv": "PsyArXiv", "socarxiv": "SocArXiv",
    "edarxiv": "EdArXiv", "chemrxiv": "ChemRxiv", "eartharxiv": "EarthArXiv", "africarxiv": "AfricArXiv",
    "osf": "OSF Preprints", "osfpreprints": "OSF Preprints", "ssrn": "SSRN", "researchsquare": "Research Square",
    "preprints": "Preprints.org", "preprintsorg": "Preprints.org", "zenodo": "Zenodo",
}  # fmt: skip
#: The types of entries that may be a preprint.
_MAY_BE_PREPRINTS = {"misc", "online", "unpublished", "electronic", "techreport", "report"}
#: Between the parties of a case.
_PARTIES = re.compile(r" v(?:s|ersus)?\.? ")
#: CSL variables that take a field as it is, the first that is filled.
_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "collection-title": ("series",),
    "volume": ("volume",),
    "publisher-place": ("address", "location"),
    "chapter-number": ("chapter",),
    "event-place": ("venue",),
    "event-title": ("eventtitle",),
    "container-title-short": ("shortjournal",),
    "title-short": ("shorttitle",),
    "version": ("version",),
    "medium": ("medium",),
    "number-of-volumes": ("volumes",),
}
#: What separates pages, or ranges of them.
_BETWEEN_PAGES = re.compile(r"([,;&+]| and )")
#: What programs write where there are no pages, and behind a first one: n/a-n/a, 12-n/a.
_NO_PAGE = re.compile(r"n/?a|none|tba|tbd|0+", re.IGNORECASE)
_NO_LAST_PAGE = re.compile(r"(?<![-–—\s])[-–—\s]++n/a\Z", re.IGNORECASE)
#: The types of whole works, and how many pages they have: 1392, xii + 240 pp.
_WHOLE = {"book", "thesis", "report"}
_HOW_MANY_PAGES = re.compile(r"(?:[ivxlc]{1,8}[,+ ]{1,3})?\d{1,5}(?: ?(?:pp?|pages)\.?)?", re.IGNORECASE)


def item(source: EntryFields) -> Mapping[str, object]:
    """An entry as an item of CSL-JSON."""
    return dict(_variables(source))


def _variables(source: EntryFields) -> Iterator[tuple[str, object]]:
    kind = _kind(source)
    yield "id", source.key
    yield "type", kind
    if source.rich_title:
        yield "title", source.rich_title
    for bibtex, variable in PERSON_VARIABLES.items():
        if people := [name.to_csl() for name in names(source.raw(bibtex))]:
            yield variable, people
    when = {"issued": source.date, "original-date": dates.date(source.raw("origdate", "origyear"))}
    texts = {
        variable: latex.to_csl(raw, protect="title" in variable)
        for variable, of in _VARIABLES.items()
        if (raw := source.raw(*of))
    }
    isbn = _isbn(source)
    texts |= _numbered(source, kind)
    texts |= {
        "container-title": source.rich_container,
        "authority": latex.to_csl(source.raw(*COURT)) if kind == "legal_case" else "",
        "edition": _edition(source),
        "page": _pages(source, kind),
        "publisher": _publisher(source, kind),
        "note": ". ".join(note.rstrip(".") for name in ("note", "addendum") if (note := _note(source, name))),
        "genre": _genre(source) if kind in _WITH_GENRE else "",
        "DOI": source.doi,
        "URL": source.url,
        "PMID": _accession(source.plain("pmid")),
        "PMCID": _accession(source.plain("pmcid")),
        "ISBN": isbn,
        "ISSN": source.plain("issn") or ("" if isbn else source.plain("isbn")),
        "language": source.language,
    }
    if source.url:
        when["accessed"] = dates.date(source.raw(*ACCESSED))
    yield from ((variable, value) for variable, value in (when | texts).items() if value)


def _pages(source: EntryFields, kind: str) -> str:
    """Pages with an en dash in each range. The hyphens of an article's number are its own.

    One number is how many pages a whole work has, which programs write and no reference says.
    """
    pages = latex.to_csl(source.raw("pages"))
    if kind in _WHOLE and _HOW_MANY_PAGES.fullmatch(pages):
        return ""
    if not says_pages(pages):
        return latex.to_csl(source.raw("eid", "articleno"))
    return "".join(map(_page_range, _BETWEEN_PAGES.split(_NO_LAST_PAGE.sub("", pages))))


def says_pages(pages: str) -> bool:
    """Whether a field of pages names any."""
    return not all(map(_NO_PAGE.fullmatch, re.findall(r"[^\W_]+(?:/[^\W_]+)?", pages)))


def _page_range(pages: str) -> str:
    is_number = "/" in pages or len(re.findall(r"[-–—]+", pages)) > 1
    return re.sub(r" ?(?:-{2,}|[–—]+) ?" if is_number else r" ?[-–—]+ ?", "–", pages)


def _kind(source: EntryFields) -> str:
    """The type of CSL."""
    if source.type in _MAY_BE_PREPRINTS and _is_preprint(source):
        return PREPRINT
    if source.type == "article" and (subtype := source.raw("entrysubtype").strip()) in {"newspaper", "magazine"}:
        return f"article-{subtype}"
    if source.type == "inbook" and source.rich_title and not source.container and not source.raw("bookauthor"):
        # BibTeX's own @inbook is a part of a book that has the title.
        return "book"
    if source.type == "legal" and _PARTIES.search(source.title):
        return "legal_case"
    return TYPE_OF.get(source.type, "webpage" if source.url and not source.container else "document")


def _is_preprint(source: EntryFields) -> bool:
    """Whether an entry says that it is a preprint: by the number at its server, or by the name of that."""
    server = fold(source.plain("eprinttype", "archiveprefix")).replace(" ", "")
    said = fold(source.plain("publisher", "howpublished")).replace(" ", "")
    return not source.raw("journal", "journaltitle", "booktitle") and (
        (server in _PREPRINTS and bool(source.raw("eprint"))) or said in _PREPRINTS or said.startswith("preprint")
    )


def _genre(source: EntryFields) -> str:
    return _GENRES.get(source.raw("type").strip()) or latex.to_csl(source.raw("type")) or _GENRES.get(source.type, "")


def _edition(source: EntryFields) -> str:
    """A number where it is one: CSL styles make 2nd ed. of 2, and "Second ed." of Second."""
    edition = latex.to_csl(source.raw("edition"))
    if not edition or edition.isdecimal():
        return edition
    words = [word for word in _words(edition) if word not in _EDITION]
    if len(words) != 1:
        return edition
    if words[0] in _EDITIONS:
        return str(_EDITIONS.index(words[0]) + 1)
    number = _ORDINAL.fullmatch(words[0])
    return number[1] if number else edition


def says_edition(edition: str) -> bool:
    """Whether the words of an edition say that it is one: "New edition", "Rev. ed."."""
    return not _EDITION.isdisjoint(_words(edition))


def _words(rich: str) -> list[str]:
    return latex.plain(rich).lower().replace(".", " ").replace(",", " ").split()


def _numbered(source: EntryFields, kind: str) -> Mapping[str, str]:
    """The issue of a journal, the number of a book in its series, or of a report."""
    number = latex.to_csl(source.raw("number", "issue"))
    in_series = bool(source.raw("series")) and kind in _IN_SERIES
    if kind in {"article-journal", "article-magazine", "article-newspaper", "review"}:
        return {"issue": number}
    if kind == "paper-conference" and not in_series:
        return {"issue": number}
    if kind in {"legal_case", "legislation"} and not in_series:
        return {"number": latex.to_csl(source.raw("number")), "issue": latex.to_csl(source.raw("issue"))}
    if kind == PREPRINT and not number:
        return {"number": _eprint(source)}
    return {"collection-number" if in_series else "number": number}


def _eprint(source: EntryFields) -> str:
    """The number of a preprint, as its server writes it."""
    number = source.plain("eprint")
    server = _PREPRINTS.get(fold(source.plain("eprinttype", "archiveprefix")), "")
    return f"{server}:{number}" if server == "arXiv" and number and ":" not in number else number


def _publisher(source: EntryFields, kind: str) -> str:
    """Who published a work; else how it was, or where a preprint is."""
    publisher = [name for name in PUBLISHER if kind != "legal_case" or name not in COURT]
    if source.raw(*publisher):
        return latex.to_csl(source.raw(*publisher))
    server = source.plain("eprinttype", "archiveprefix")
    return _without_addresses(source.raw("howpublished")) or _PREPRINTS.get(fold(server), "")


def _note(source: EntryFields, name: str) -> str:
    """The part of a note that is for readers: no address, which has its own place, and no program's own note."""
    raw = source.raw(name)
    return "" if not raw or _FOR_PROGRAMS.match(raw) else _without_addresses(raw)


def _without_addresses(raw: str) -> str:
    """A text without its web addresses, and without the words that lead to them."""
    if not raw:
        return ""
    rest = _ADDRESS.sub(" ", raw)
    text = latex.to_csl(rest)
    return text if rest == raw else ("" if _LEADING_WORDS.match(text) else text.strip(" .,;:"))


def _accession(written: str) -> str:
    """A number of PubMed or PubMed Central, without the name of it before, or the address that it is in."""
    found = _ACCESSION.search(written.strip())
    return found[1] if found else written


def _isbn(source: EntryFields) -> str:
    """The ISBN, where the field has one: some programs write an ISSN into it."""
    isbn = source.plain("isbn")
    return "" if re.match(r"\d{4}-\d{3}[\dXx]\b(?!-)", isbn) else isbn


#: The fields whose text is printed, with the LaTeX in it.
TEXTS = frozenset(
    {name for variable, names in _VARIABLES.items() if variable.islower() for name in names}
    | {
        *PUBLISHER,
        *COURT,
        *PERSON_VARIABLES,
        "title",
        "subtitle",
        "edition",
        "type",
        "note",
        "addendum",
        "howpublished",
    }
    | CONTAINER
)
#: The fields that may be printed, or decide how an entry is printed. Other fields do no harm.
USED = frozenset(
    {name for names in _VARIABLES.values() for name in names}
    | {
        *PUBLISHER,
        *COURT,
        *PERSON_VARIABLES,
        "title",
        "subtitle",
        "date",
        "year",
        "month",
        "day",
        "pubstate",
        "origdate",
        "origyear",
        "number",
    }
    | {"issue", "edition", "pages", "eid", "articleno", "type", "entrysubtype", "doi", "url", *ACCESSED}
    | {
        "addendum",
        "isbn",
        "issn",
        "mainsubtitle",
        *CONTAINER,
        "titleaddon",
        "langid",
        "language",
        "howpublished",
        "note",
        "pmid",
        "pmcid",
        "eprint",
        "eprinttype",
        "archiveprefix",
        "crossref",
        "xdata",
    }
)
