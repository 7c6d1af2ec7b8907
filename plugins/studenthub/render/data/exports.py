"""Records for reference managers: BibTeX, RIS and CSL-JSON, and CITATION.cff.

BibTeX is that of btxdoc, RIS that of https://en.wikipedia.org/wiki/RIS_(file_format) as Zotero and EndNote read it,
CSL-JSON that of https://docs.citationstyles.org/, CFF that of https://citation-file-format.github.io/ (1.2.0).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from studenthub.model.articles import Article
from studenthub.model.authors import Author
from studenthub.model.settings import Settings
from studenthub.model.sources.source import Source
from studenthub.parse import latex, months
from studenthub.parse.bibtex import Field, dates, written_entries
from studenthub.render import citing
from studenthub.render.citing import Record
from studenthub.source.text import Text

T = TypeVar("T")

_AT_START = re.compile(r"\n\s*@")
#: Types of CSL in those of RIS.
_RIS_TYPES: Mapping[str, str] = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK",
    "chapter": "CHAP", "dataset": "DATA", "entry-encyclopedia": "ENCYC", "legal_case": "CASE", "legislation": "STAT",
    "manuscript": "UNPB", "motion_picture": "VIDEO", "pamphlet": "PAMP", "paper-conference": "CPAPER",
    "article": "UNPB", "patent": "PAT", "report": "RPRT", "software": "COMP", "thesis": "THES", "webpage": "ELEC",
}  # fmt: skip
_RIS_FIELDS = (
    ("TI", "title"),
    ("ST", "title-short"),
    ("T2", "container-title"),
    ("J2", "container-title-short"),
    ("T3", "collection-title"),
    ("VL", "volume"),
    ("NV", "number-of-volumes"),
    ("IS", "issue"),
    ("M1", "collection-number"),
    ("M1", "number"),
    ("M3", "genre"),
    ("PB", "publisher"),
    ("CY", "publisher-place"),
    ("ET", "edition"),
    ("AN", "PMID"),
    ("C2", "PMCID"),
    ("DO", "DOI"),
    ("UR", "URL"),
    ("AB", "abstract"),
    ("LA", "language"),
    ("N1", "note"),
)
#: People in tags that rispy, Zotero and citation-js read alike; ED is known to few.
_RIS_PEOPLE = (("AU", "author"), ("A2", "editor"), ("A4", "translator"))


# --- one article --------------------------------------------------------------------------------------------------


def bibtex(article: Article, settings: Settings) -> str:
    """The article as an entry of BibTeX."""
    return written_entries.in_order("article", citing.key_of(article), _bibtex_fields(article, settings))


def source(article: Article, settings: Settings) -> Source:
    """The article as a source that others may cite; its key is its address, which is no key of the bibliography."""
    fields = {name: Field(value, 0) for name, value in _bibtex_fields(article, settings).items() if value}
    return Source(citing.path_of(article), "article", fields, Text("cite.bib", ""))


def _bibtex_fields(article: Article, settings: Settings) -> Mapping[str, str]:
    """The fields of the article's entry, in LaTeX."""
    record = citing.record(article, settings)
    is_dated = "issued" in record
    texts = {
        "author": written_entries.people(map(_bibtex_name, _names(record, "author"))),
        "title": f"{{{written_entries.escaped(citing.title_of(article, settings))}}}",
        "journal": written_entries.escaped(settings.site_name),
        "year": str(article.date.year) if is_dated else "",
        "month": months.SHORT[article.date.month - 1] if is_dated else "",
        "day": str(article.date.day) if is_dated else "",
    }
    rest = {
        "volume": article.volume,
        "number": article.issue,
        "issn": settings.issn,
        "publisher": settings.publisher,
        "abstract": article.description,
        "keywords": ", ".join(article.keywords),
        "language": str(record.get("language", "")),
        "doi": article.doi,
        "url": str(record.get("URL", "")),
    }
    return texts | {name: written_entries.value(name, text) for name, text in rest.items()}


def _bibtex_name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return written_entries.organisation(latex.plain(name["literal"]))
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    return written_entries.person(*map(latex.plain, (family, name.get("given", ""), name.get("suffix", ""))))


def ris(article: Article, settings: Settings) -> str:
    """The article as a record of RIS."""
    lines = _ris(citing.record(article, settings))
    keywords = (f"KW  - {_line(word)}" for word in article.keywords)
    return "\n".join(chain(lines, keywords, ["ER  - ", ""]))


def csl_json(article: Article, settings: Settings) -> str:
    """The article as CSL-JSON: a list of one item."""
    return _json([citing.record(article, settings)])


def cff(article: Article, settings: Settings) -> str:
    """The article as CITATION.cff. JSON is YAML too, and cannot be read as anything else than what it says."""
    record = citing.record(article, settings)
    title = latex.plain(str(record["title"]))
    authors = [_cff_author(*row) for row in zip(_names(record, "author"), article.authors, strict=True)]
    preferred = {
        "type": "article",
        "title": title,
        "authors": authors,
        "journal": settings.site_name,
        "volume": article.volume,
        "issue": article.issue,
        "issn": settings.issn,
        "publisher": {"name": settings.publisher} if settings.publisher else "",
        "year": article.date.year,
        "month": article.date.month,
        "date-published": article.date.isoformat(),
        "url": record.get("URL", ""),
        "doi": article.doi,
    }
    values = {
        "cff-version": "1.2.0",
        "message": settings.interface.gettext("Please cite this article as below."),
        "title": title,
        "abstract": article.description,
        "authors": authors,
        "date-released": article.date.isoformat(),
        "url": record.get("URL", ""),
        "doi": article.doi,
        "keywords": list(article.keywords),
        "preferred-citation": {name: value for name, value in preferred.items() if value},
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if value)


def _cff_author(name: Mapping[str, str], author: Author) -> Mapping[str, str]:
    """An author of CITATION.cff; ``name`` is the name in CSL-JSON."""
    if "literal" in name:
        return {"name": latex.plain(name["literal"])}
    values = {
        "family-names": name.get("family", ""),
        "given-names": name.get("given", ""),
        "name-particle": name.get("non-dropping-particle", ""),
        "name-suffix": name.get("suffix", ""),
        "affiliation": author.affiliation,
        "orcid": author.orcid_address,
    }
    return {key: latex.plain(value) for key, value in values.items() if value}


# --- the bibliography ---------------------------------------------------------------------------------------------


def sources_bibtex(sources: Sequence[Source], _: Settings) -> str:
    """Sources as BibTeX, as they were written."""
    return "\n".join(_entry(source) for source in sources)


def sources_ris(sources: Sequence[Source], _: Settings) -> str:
    """Sources as RIS."""
    return "\n".join("\n".join([*_ris(source.csl), "ER  - ", ""]) for source in sources)


def sources_csl_json(sources: Sequence[Source], _: Settings) -> str:
    """Sources as CSL-JSON."""
    return _json([source.csl for source in sources])


def _entry(source: Source) -> str:
    """A source as it was written, with its fields in braces. To some readers, each line with @ first is an entry."""
    fields = {name: _AT_START.sub(" @", field.raw) for name, field in source.fields.items()}
    return written_entries.in_order(source.type, source.key, fields)


# --- what both share ----------------------------------------------------------------------------------------------


def _ris(record: Record) -> Iterator[str]:
    """The lines of a record, without its end."""
    yield f"TY  - {_RIS_TYPES.get(str(record['type']), 'GEN')}"
    yield f"ID  - {_line(str(record['id']))}"
    for tag, role in _RIS_PEOPLE:
        for name in _names(record, role):
            yield f"{tag}  - {_line(_ris_name(name))}"
    yield from _ris_dates(record)
    # The tag is read once: the number of a book, else that of a journal.
    if number := record.get("ISBN") or record.get("ISSN"):
        yield f"SN  - {_line(str(number))}"
    for tag, variable in _RIS_FIELDS:
        if value := record.get(variable):
            yield f"{tag}  - {_line(str(value))}"
    first, _, last = str(record.get("page", "")).partition("–")
    if first:
        yield f"SP  - {_line(first)}"
    if last:
        yield f"EP  - {_line(last)}"


def _ris_dates(record: Record) -> Iterator[str]:
    """When a work was published, and when it was read."""
    for parts in _parts(record, "issued")[:1]:
        yield f"PY  - {dates.year(parts[0])}"
        yield f"DA  - {_ris_day(parts)}"
    issued = record.get("issued")
    if isinstance(issued, Mapping) and "literal" in issued:
        yield f"PY  - {_line(str(issued['literal']))}"
    for parts in _parts(record, "accessed")[:1]:
        yield f"Y2  - {_ris_day(parts)}"


def _parts(record: Record, variable: str) -> Sequence[Sequence[int]]:
    """The parts of a date."""
    when = record.get(variable)
    found = when.get("date-parts") if isinstance(when, Mapping) else None
    return found if isinstance(found, list) else ()


def _ris_day(parts: Sequence[int]) -> str:
    month, day = (f"{part:02}" if part else "" for part in [*parts[1:], 0, 0][:2])
    return f"{dates.year(parts[0])}/{month}/{day}/"


def _ris_name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    return ", ".join(part for part in (family, name.get("given", ""), name.get("suffix", "")) if part)


def _names(record: Record, role: str) -> Iterable[Mapping[str, str]]:
    names = record.get(role, ())
    return names if isinstance(names, list) else ()


def _line(value: str) -> str:
    """A value of one line, as plain text: a new line would begin a tag."""
    return re.sub(r"\s+", " ", latex.plain(value)).strip()


def _json(items: Sequence[Record]) -> str:
    text = json.dumps(list(items), ensure_ascii=False, indent=1)
    return text.replace(latex.LESS, "<").replace(latex.GREATER, ">") + "\n"


@dataclass(frozen=True, slots=True)
class Export(Generic[T]):
    """A format in which a record may be taken away: the name of the file, and what people call the format.

    ``write`` makes the file. Where it ``is_alternate``, the head of the page names it as the page in another format, of
    ``media_type``.
    """

    name: str
    label: str
    media_type: str
    write: Callable[[T, Settings], str]
    is_alternate: bool = True


#: The exports of an article, beside its page.
ARTICLE: Sequence[Export[Article]] = (
    Export("cite.bib", "BibTeX", "application/x-bibtex", bibtex),
    Export("cite.ris", "RIS", "application/x-research-info-systems", ris),
    Export("cite.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    Export("CITATION.cff", "CFF", "application/yaml", cff, is_alternate=False),
)
#: The exports of all sources that articles cite, in sources/.
BIBLIOGRAPHY: Sequence[Export[Sequence[Source]]] = (
    Export("sources.bib", "BibTeX", "application/x-bibtex", sources_bibtex),
    Export("sources.ris", "RIS", "application/x-research-info-systems", sources_ris),
    Export("sources.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", sources_csl_json),
)
