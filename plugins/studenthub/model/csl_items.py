"""An entry as an item of CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from studenthub.model.entry_fields import PUBLISHER, EntryFields
from studenthub.parse import dates, latex
from studenthub.parse.names import names

#: BibTeX and biblatex entry types in the types of CSL 1.0.2.
_TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "booklet": "pamphlet",
    "inbook": "chapter", "incollection": "chapter", "suppbook": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "proceedings": "book", "manual": "report", "techreport": "report",
    "report": "report", "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "newspaper": "article-newspaper", "magazine": "article-magazine", "dataset": "dataset", "software": "software",
    "video": "motion_picture", "legislation": "legislation", "jurisdiction": "legal_case", "patent": "patent",
    "reference": "book", "inreference": "entry-encyclopedia", "review": "review",
}  # fmt: skip
#: All types of CSL that an entry may have.
TYPES = frozenset({*_TYPES.values(), "article-newspaper", "article-magazine", "webpage", "document"})
#: What a thesis or report is called, by its entry type or by biblatex's word in the field type.
_GENRES = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis", "techreport": "Technical report", "resreport": "Research report",
}  # fmt: skip
#: The types of which a genre is printed; in an article it is what some database calls all articles.
_WITH_GENRE = {"thesis", "report", "manuscript", "document", "webpage", "dataset", "software", "motion_picture"}
_EDITIONS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
#: babel's names of the languages that BibTeX files name most, as BCP 47 tags.
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "afrikaans": "af", "german": "de", "ngerman": "de", "french": "fr", "dutch": "nl", "spanish": "es",
    "portuguese": "pt", "italian": "it",
}  # fmt: skip
#: CSL variables that take a field as it is, the first that is filled.
_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "container-title": ("journal", "journaltitle", "booktitle"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "publisher-place": ("address", "location"),
    "chapter-number": ("chapter",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "PMID": ("pmid",),
    "PMCID": ("pmcid",),
    "event-title": ("eventtitle",),
    "container-title-short": ("shortjournal",),
    "title-short": ("shorttitle",),
    "version": ("version",),
    "medium": ("medium",),
    "number-of-volumes": ("volumes",),
}
#: What separates pages, or ranges of them.
_BETWEEN_PAGES = re.compile(r"([,;&+]| and )")
_PEOPLE = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
#: All variables of CSL that an entry may have for people.
PEOPLE = frozenset(_PEOPLE.values())


def item(source: EntryFields) -> Mapping[str, object]:
    """An entry as an item of CSL-JSON."""
    return dict(_variables(source))


def _variables(source: EntryFields) -> Iterator[tuple[str, object]]:
    kind = _kind(source)
    yield "id", source.key
    yield "type", kind
    if source.rich_title:
        yield "title", source.rich_title
    for bibtex, variable in _PEOPLE.items():
        if people := [name.to_csl() for name in names(source.raw(bibtex))]:
            yield variable, people
    when = {"issued": source.date, "original-date": dates.date(source.raw("origdate"))}
    texts = {
        variable: latex.to_csl(raw, protect="title" in variable)
        for variable, of in _VARIABLES.items()
        if (raw := source.raw(*of))
    }
    number = latex.to_csl(source.raw("number", "issue"))
    texts |= {
        "edition": _edition(source),
        "issue" if kind.startswith("article") or kind == "paper-conference" else "number": number,
        "page": _pages(source),
        "publisher": latex.to_csl(source.raw(*PUBLISHER)),
        "genre": _genre(source) if kind in _WITH_GENRE else "",
        "DOI": source.doi,
        "URL": source.url,
        "language": _language(source),
    }
    if source.url:
        when["accessed"] = dates.date(source.raw("urldate", "lastchecked"))
    yield from ((variable, value) for variable, value in (when | texts).items() if value)


def _pages(source: EntryFields) -> str:
    """Pages with an en dash in each range. The hyphens of an article's number are its own."""
    if not source.raw("pages"):
        return latex.to_csl(source.raw("eid", "articleno"))
    return "".join(map(_page_range, _BETWEEN_PAGES.split(latex.to_csl(source.raw("pages")))))


def _page_range(pages: str) -> str:
    is_number = "/" in pages or len(re.findall(r"[-–—]+", pages)) > 1
    return re.sub(r" ?(?:-{2,}|[–—]+) ?" if is_number else r" ?[-–—]+ ?", "–", pages)


def _kind(source: EntryFields) -> str:
    """The type of CSL."""
    if source.type == "article" and (subtype := source.raw("entrysubtype").strip()) in {"newspaper", "magazine"}:
        return f"article-{subtype}"
    return _TYPES.get(source.type, "webpage" if source.url and not source.container else "document")


def _genre(source: EntryFields) -> str:
    return _GENRES.get(source.raw("type").strip()) or latex.to_csl(source.raw("type")) or _GENRES.get(source.type, "")


def _edition(source: EntryFields) -> str:
    """A number where it is one: CSL styles make 2nd ed. of 2, and "Second ed." of Second."""
    edition = latex.to_csl(source.raw("edition"))
    words = [word for word in edition.lower().replace(".", " ").split() if word not in ("ed", "edn", "edition")]
    if len(words) != 1:
        return edition
    if words[0] in _EDITIONS:
        return str(_EDITIONS.index(words[0]) + 1)
    number = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", words[0])
    return number[1] if number else edition


def _language(source: EntryFields) -> str:
    """A BCP 47 tag, or nothing where it is not known."""
    language = source.plain("langid", "language")
    is_tag = re.fullmatch(r"[a-z]{2}(?:-[A-Z]{2})?", language)
    return _LANGUAGES.get(language.lower()) or (language if is_tag else "")


#: The fields whose text is printed, with the LaTeX in it.
TEXTS = frozenset(
    {name for variable, names in _VARIABLES.items() if variable.islower() for name in names}
    | {*PUBLISHER, *_PEOPLE, "title", "subtitle", "edition", "type", "note"}
)
#: The fields that may be printed, or decide on how an entry is printed. Whatever else is in an entry harms nobody.
USED = frozenset(
    {name for names in _VARIABLES.values() for name in names}
    | {*PUBLISHER, *_PEOPLE, "title", "subtitle", "date", "year", "month", "day", "pubstate", "origdate", "number"}
    | {"issue", "edition", "pages", "eid", "articleno", "type", "entrysubtype", "doi", "url", "urldate", "lastchecked"}
    | {"langid", "language", "howpublished", "note", "eprint", "eprinttype", "archiveprefix", "crossref", "xdata"}
)
