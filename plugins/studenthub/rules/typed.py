"""Checks of citations that are typed: names and years, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.model.sources import Source
from studenthub.parse.references import dates
from studenthub.parse.unwrapped import Match
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
_NOT_AUTHORS = {
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
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """How to write a typed citation: "" where no source, or more than one, can be meant.

    ``perhaps`` is the work that must be meant for it, where other authors are named than it has. ``sources`` are those
    that it cites.
    """

    right: str = ""
    perhaps: str = ""
    sources: tuple[Source, ...] = ()


def found_in(document: Document, checked: Checked) -> tuple[tuple[Match, Typed], ...]:
    """What looks like a typed citation, and how it is cited."""
    return checked.once(document, _found_in)


def _found_in(document: Document, checked: Checked) -> Iterator[tuple[Match, Typed]]:
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
    for match, typed in found_in(document, checked):
        yield from ((match.start(), source) for source in typed.sources)


def unknown(document: Document, checked: Checked) -> Iterator[Match]:
    """What looks like a typed citation and names no source that is known."""
    return (match for match, found in found_in(document, checked) if not found.right)


def _page(match: Match | re.Match[str]) -> str:
    return match["page"] or (f"p. {match['number']}" if match["number"] else "")


def _parts(inner: str, by_name: Names) -> list[Typed]:
    """A citation for each part of a typed group; nothing for what is no citation."""
    found: list[Typed] = []
    for part in inner.split(";"):
        match = _ONE_TYPED.fullmatch(part.strip())
        if not match or not _NOT_AUTHORS.isdisjoint(match["name"].casefold().split()):
            return []
        source, page = _only(match, by_name), _page(match)
        if source:
            right = f"{match['prefix']}@{source.key}{f', {page}' if page else ''}"
            found.append(Typed(right, _doubtful(match, source), (source,)))
        else:
            found.append(Typed())
    return found


def _together(parts: Sequence[Typed]) -> Typed:
    """The parts of a group as one group, if all of them are known."""
    if not all(part.right for part in parts):
        return Typed()
    perhaps = dict.fromkeys(part.perhaps for part in parts if part.perhaps)
    right = f"[{'; '.join(part.right for part in parts)}]"
    return Typed(right, " and ".join(perhaps), tuple(source for part in parts for source in part.sources))


def _narrative(match: Match, by_name: Names) -> Typed:
    source, page = _only(match, by_name), _page(match)
    if not source:
        return Typed()
    right = f"@{source.key}{f' [{page}]' if page else ''}"
    if match["possessive"]:
        at = f"[-@{source.key}{f', {page}' if page else ''}]"
        right = f"{match['name']}{match['others']}{match['possessive']} {at}"
    return Typed(right, _doubtful(match, source), (source,))


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
