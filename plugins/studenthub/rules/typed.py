"""Checks of citations that are typed: names and years, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.model.sources import Source
from studenthub.parse.markdown.unwrapped import Match
from studenthub.parse.references import dates
from studenthub.rules import typed_variants
from studenthub.rules.checked import Checked, Document, Names, comparable

_CAPITAL = r"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Dd]u|[Ll]e|[Ll]a|[Dd]i|[Dd]a|[Dd]os) ){0,2}[A-ZÀ-Þ][\w’'-]+"
_YEAR = rf"(?:(?:19|20)\d\d|{dates.NO_DATE})"
_PREFIX = r"(?:see |see also |e\.g\.,? |cf\. |voir |voir aussi |ver |ver também |vgl\. |sien )?"
_PAGE = r"(?:, ?(?P<page>pp?\. ?[\d–-]+)|: ?(?P<number>\d+(?:[–-]\d+)?))?"
_OTHERS = rf"(?P<others>(?:,? et al\.?|,? (?:and|&|en|et|e) {_CAPITAL}|, {_CAPITAL})*)"
_INITIALS = r"(?:[A-Z]\. ?){0,3}"
_INNER = rf"{_PREFIX}{_INITIALS}{_CAPITAL}[^()\[\]@\n]{{0,120}}?,? {_YEAR}[a-z]?(?:, ?pp?\. ?[\d–-]+|: ?[\d–-]+)?"
_TYPED = re.compile(rf"\((?P<round>{_INNER})\)|\[(?P<square>{_INNER})\](?![(\[:])")
_ONE_TYPED = re.compile(
    rf"(?P<prefix>{_PREFIX}){_INITIALS}(?P<name>{_CAPITAL}(?:(?: (?:of|for|on|the))* [A-ZÀ-Þ][\w’'-]+)*){_OTHERS}"
    rf",? (?P<year>{_YEAR})[a-z]?{_PAGE}"
)
#: A name as part of the sentence, and behind it its year in brackets.
_NARRATIVE = re.compile(
    rf"(?<![\w@-])(?P<name>{_CAPITAL}?){_OTHERS}(?P<possessive>['’]s?)? "
    rf"\((?P<year>{_YEAR})[a-z]?{_PAGE}\)"
)
#: Brackets, and what ends every typed citation: most texts have none, and need no closer look.
_BRACKETS = re.compile(r"[(\[][^()\[\]@\n]++[)\]]")
_YEAR_AT_END = re.compile(rf"{_YEAR}[a-z]?(?:[,:] ?[p\d. –-]{{1,40}})?[)\]]")
#: A DOI in brackets, which is how some cite.
DOI_IN_BRACKETS = re.compile(
    r"\((?:see |source: )?<?(?:https?://(?:dx\.)?doi\.org/|doi: ?(?:https?://doi\.org/)?)"
    r"(?P<doi>10\.\d{4,9}/[^\s()<>;,]+)>?\)",
    re.IGNORECASE,
)
#: A surname and a year, as keys are made.
LIKE_A_KEY = re.compile(r"\[(?<![!\]\\]\[)-?(?P<key>[a-z][a-z-]{2,}(?:19|20)\d\d[a-z]*)\](?![(\[:])")
#: What is before a year in brackets and is no author.
_NOT_AUTHORS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "spring", "summer", "autumn", "winter", "act", "section", "table", "figure", "since", "until", "from",
    "in", "by", "before", "after", "about", "version", "edition", "published", "accessed", "updated", "between", "the",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    # The same in Afrikaans, French and Portuguese, but for what is a surname as well: Mei, Lei, Mai, de Wet.
    "januarie", "februarie", "maart", "junie", "julie", "augustus", "oktober", "desember", "grondwet", "sedert",
    "tussen", "tabel", "figuur", "uitgawe", "janvier", "février", "avril", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre", "décret", "article", "depuis", "après", "tableau", "édition", "traité",
    "protocole", "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "novembro",
    "dezembro", "decreto", "artigo", "desde", "após", "tabela", "figura", "edição", "acordo", "tratado", "protocolo",
    "constituição", "agosto",
    "constitution", "bill", "protocol", "declaration", "windows", "level", "phase", "town", "conference", "census",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meant:
    """How to write a typed citation: "" where no source, or more than one, can be meant.

    ``perhaps`` is the work that must be meant for it, where other authors are named than it has. ``sources`` are those
    that it cites.
    """

    right: str = ""
    perhaps: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed citation: its ``text``, from ``start`` to ``end`` of the file, and how it is cited.

    A variant is in one of the forms that only the importer's grammar knows.
    """

    start: int
    end: int
    text: str
    meant: Meant
    is_variant: bool = False


def found_in(document: Document, checked: Checked) -> tuple[Typed, ...]:
    """What looks like a typed citation."""
    return checked.once(document, _found_in)


def _found_in(document: Document, checked: Checked) -> Iterator[Typed]:
    flowing = document.flowing
    found: list[tuple[int, int]] = []
    for match, meant in _plain(document, checked):
        found.append(match.match.span())
        yield Typed(*match.span(), match[0], meant)
    for one in typed_variants.find(document, checked, _NOT_AUTHORS):
        if not any(start < one.end and one.start < end for start, end in found):
            found.append((one.start, one.end))
            ends = flowing.offset(one.start), flowing.offset(one.end)
            yield Typed(*ends, flowing.text[one.start : one.end], Meant(one.right, "", one.sources), is_variant=True)


def _plain(document: Document, checked: Checked) -> Iterator[tuple[Match, Meant]]:
    """The typed citations in the forms that are known here."""
    if not any(map(_YEAR_AT_END.search, _BRACKETS.findall(document.flowing.text))):
        return
    names = checked.names()
    for match in document.find_running(_TYPED):
        if parts := _parts(match["round"] or match["square"], names):
            yield match, _together(parts)
    for match in document.find_running(_NARRATIVE):
        # HIPAA (1996) is a law.
        if _NOT_AUTHORS.isdisjoint(match["name"].casefold().split()) and not match["name"].isupper():
            yield match, _narrative(match, names)


def sources(document: Document, checked: Checked) -> Iterator[tuple[int, Source]]:
    """The known sources that an article cites by typing, each with its place."""
    for one in found_in(document, checked):
        yield from ((one.start, source) for source in one.meant.sources)


def unknown(document: Document, checked: Checked) -> Iterator[Typed]:
    """What looks like a typed citation and names no source that is known."""
    return (one for one in found_in(document, checked) if not one.meant.right)


def _page(match: Match | re.Match[str]) -> str:
    return match["page"] or (f"p. {match['number']}" if match["number"] else "")


def _parts(inner: str, by_name: Names) -> list[Meant]:
    """A citation for each part of a typed group; nothing for what is no citation."""
    found: list[Meant] = []
    for part in inner.split(";"):
        match = _ONE_TYPED.fullmatch(part.strip())
        if not match or not _NOT_AUTHORS.isdisjoint(match["name"].casefold().split()):
            return []
        source, page = _only(match, by_name), _page(match)
        if source:
            right = f"{match['prefix']}@{source.key}{f', {page}' if page else ''}"
            found.append(Meant(right, _doubtful(match, source), (source,)))
        else:
            found.append(Meant())
    return found


def _together(parts: Sequence[Meant]) -> Meant:
    """The parts of a group as one group, if all of them are known."""
    if not all(part.right for part in parts):
        return Meant()
    perhaps = dict.fromkeys(part.perhaps for part in parts if part.perhaps)
    right = f"[{'; '.join(part.right for part in parts)}]"
    return Meant(right, " and ".join(perhaps), tuple(source for part in parts for source in part.sources))


def _narrative(match: Match, by_name: Names) -> Meant:
    source, page = _only(match, by_name), _page(match)
    if not source:
        return Meant()
    right = f"@{source.key}{f' [{page}]' if page else ''}"
    if match["possessive"]:
        at = f"[-@{source.key}{f', {page}' if page else ''}]"
        right = f"{match['name']}{match['others']}{match['possessive']} {at}"
    return Meant(right, _doubtful(match, source), (source,))


def _only(match: Match | re.Match[str], by_name: Names) -> Source | None:
    """The only source that a typed citation can mean."""
    named = by_name.get((comparable(match["name"]), match["year"]), [])
    exact = [source for source in named if _names_all(match["others"], source)]
    near = exact or [source for source in named if _names_some(match["others"], source)]
    return near[0] if len(near) == 1 else None


def _doubtful(match: Match | re.Match[str], source: Source) -> str:
    """A source in words, where its authors are not those that are named."""
    return "" if _names_all(match["others"], source) else source.label


def _names_all(others: str, source: Source) -> bool:
    """Whether the authors that are named besides the first one are those of a source: all, or the first and et al."""
    names, authors = _named(others), [comparable(name.sort_name) for name in source.authors[1:]]
    if "et al" in others:
        return source.short_authors.endswith("et al.") and authors[: len(names)] == names
    return authors == names and (not source.short_authors.endswith("et al.") or len(authors) > 1)


def _names_some(others: str, source: Source) -> bool:
    """Whether a source has the authors that are named besides the first one, and perhaps more."""
    names, authors = _named(others), [comparable(name.sort_name) for name in source.authors[1:]]
    several = bool(authors) or source.short_authors.endswith("et al.")
    return authors[: len(names)] == names and (several or "et al" not in others)


def _named(others: str) -> list[str]:
    return [comparable(name) for name in re.findall(_CAPITAL, others)]
