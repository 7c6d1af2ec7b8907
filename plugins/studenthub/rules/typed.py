"""Checks of citations that are typed: names and years, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from studenthub.model.sources import Source
from studenthub.parse import keys
from studenthub.rules.checked import Checked, Document, Finding, Names, comparable
from studenthub.source.problems import Fix, shortened

_CAPITAL = r"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Dd]u|[Ll]e|[Ll]a|[Dd]i|[Dd]a|[Dd]os) ){0,2}[A-ZÀ-Þ][\w’'-]+"
_YEAR = r"(?:(?:19|20)\d\d|n\.d\.)"
_PREFIX = r"(?:see |see also |e\.g\.,? |cf\. )?"
_PAGE = r"(?:, ?(?P<page>pp?\. ?[\d–-]+)|: ?(?P<number>\d+(?:[–-]\d+)?))?"
_OTHERS = rf"(?P<others>(?:,? et al\.?|,? (?:and|&|en) {_CAPITAL}|, {_CAPITAL})*)"
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
#: What ends every typed citation: most texts hold none, and need no closer look.
_YEAR_IN_BRACKETS = re.compile(r"(?:(?:19|20)\d\d[a-z]?|n\.d\.)(?:[,:] ?[p\d. –-]{1,40})?[)\]]")
_NUMBERS = re.compile(
    r"(?<=[\w.,;”\"’)])[ ]?\[(?!0\])(?:\d{1,2})(?:[ ]?[,–-][ ]?\d{1,2})*\](?![(\[:])"
    r"|(?<=[a-z”\"’)][.,;])(?:[¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*|\^\d{1,2}(?:[,–-]\d{1,2})*\^)"
)
_HIGH_OR_SQUARE = re.compile(r"\[\d|[¹²³⁴-⁹]|\^\d")
#: A surname and a year, as keys are made.
_LIKE_A_KEY = re.compile(r"\[(?<![!\]\\]\[)-?(?P<key>[a-z][a-z-]{2,}(?:19|20)\d\d[a-z]*)\](?![(\[:])")
#: What stands before a year in brackets and is no author.
_NOT_AUTHORS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "spring", "summer", "autumn", "winter", "act", "section", "table", "figure", "since", "until", "from",
    "in", "by", "before", "after", "about", "version", "edition", "published", "accessed", "updated", "between", "the",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "constitution", "bill", "protocol", "declaration", "windows", "level", "phase", "town", "conference", "census",
}  # fmt: skip


def typed_citation(checked: Checked) -> Iterator[Finding]:
    """A source of the bibliography is cited by its key, not typed.

    A typed citation is not linked, and the source is missing from the list of references.

    Where other authors are named than the source has, another work may be meant: then it is not mended by itself.

    Wrong: Sleep matters (Author, 2024). Author (2024) says so.
    Right: Sleep matters [@author2024]. @author2024 says so.
    """
    for document, match, typed in _typed(checked):
        if typed.right:
            yield document.found(
                match.start(),
                f"{shortened(match[0])} is typed and not cited",
                f"write {typed.right}" + (f", if {typed.perhaps} is meant" if typed.perhaps else ""),
                None if typed.perhaps else Fix(match.start(), match.end(), typed.right),
            )


def perhaps_typed_citation(checked: Checked) -> Iterator[Finding]:
    """What looks like a typed citation belongs in the bibliography.

    Put the source into bib/ and cite it by its key: then it is linked and listed. Numbers in brackets lead nowhere.

    Wrong: Sleep matters (Author, 2024). Sleep matters [1]. Sleep matters [author2024].
    Right: Sleep matters [@author2024].
    """
    known = checked.catalogue.bibliography.sources
    known_keys = cache(partial(keys.Keys.of, known))
    hint = "put the source into bib/ and cite it as [@key]"
    for document, match, typed in _typed(checked):
        if not typed.right:
            yield document.found(match.start(), f"{shortened(match[0])} looks like a typed citation", hint)
    for document in checked.articles:
        for match in _NUMBERS.finditer(document.running) if _HIGH_OR_SQUARE.search(document.running) else ():
            at = match.end() - len(match[0].lstrip())
            what = "in brackets" if "[" in match[0] else "set high"
            yield document.found(at, f"a number {what} leads to no source", hint)
        for match in _LIKE_A_KEY.finditer(document.running) if "[" in document.running else ():
            if match["key"] not in known:
                message = f"{shortened(match[0])} looks like a citation without its @, and is in no file of bib/"
                yield document.found(match.start(), message, keys.hint(known_keys().meant(match["key"])) or hint)


@dataclass(frozen=True, slots=True)
class _Typed:
    """How to write a typed citation: "" where no source, or more than one, can be meant.

    ``perhaps`` is the work that must be meant for it, where other authors are named than it has. ``sources`` are those
    that it cites.
    """

    right: str = ""
    perhaps: str = ""
    sources: tuple[Source, ...] = ()


def _typed(checked: Checked) -> Iterator[tuple[Document, re.Match[str], _Typed]]:
    """What looks like a typed citation, and how it is cited."""
    for document in checked.articles:
        yield from ((document, match, typed) for match, typed in _typed_in(document, checked))


def _typed_in(document: Document, checked: Checked) -> Iterator[tuple[re.Match[str], _Typed]]:
    if not _YEAR_IN_BRACKETS.search(document.running):
        return
    names = checked.names()
    for match in _TYPED.finditer(document.running):
        if parts := _parts(match["round"] or match["square"], names):
            yield match, _together(parts)
    for match in _NARRATIVE.finditer(document.running):
        # HIPAA (1996) is a law.
        if _NOT_AUTHORS.isdisjoint(match["name"].casefold().split()) and not match["name"].isupper():
            yield match, _narrative(match, names)


def sources(document: Document, checked: Checked) -> Iterator[tuple[int, Source]]:
    """The known sources that an article cites by typing, each with its place."""
    for match, typed in _typed_in(document, checked):
        yield from ((match.start(), source) for source in typed.sources)


def _page(match: re.Match[str]) -> str:
    return match["page"] or (f"p. {match['number']}" if match["number"] else "")


def _parts(inner: str, by_name: Names) -> list[_Typed]:
    """A citation for each part of a typed group; nothing for what is no citation."""
    found: list[_Typed] = []
    for part in inner.split(";"):
        match = _ONE_TYPED.fullmatch(part.strip())
        if not match or not _NOT_AUTHORS.isdisjoint(match["name"].casefold().split()):
            return []
        source, page = _only(match, by_name), _page(match)
        if source:
            right = f"{match['prefix']}@{source.key}{f', {page}' if page else ''}"
            found.append(_Typed(right, _doubtful(match, source), (source,)))
        else:
            found.append(_Typed())
    return found


def _together(parts: Sequence[_Typed]) -> _Typed:
    """The parts of a group as one group, if all of them are known."""
    if not all(part.right for part in parts):
        return _Typed()
    perhaps = dict.fromkeys(part.perhaps for part in parts if part.perhaps)
    right = f"[{'; '.join(part.right for part in parts)}]"
    return _Typed(right, " and ".join(perhaps), tuple(source for part in parts for source in part.sources))


def _narrative(match: re.Match[str], by_name: Names) -> _Typed:
    source, page = _only(match, by_name), _page(match)
    if not source:
        return _Typed()
    right = f"@{source.key}{f' [{page}]' if page else ''}"
    if match["possessive"]:
        at = f"[-@{source.key}{f', {page}' if page else ''}]"
        right = f"{match['name']}{match['others']}{match['possessive']} {at}"
    return _Typed(right, _doubtful(match, source), (source,))


def _only(match: re.Match[str], by_name: Names) -> Source | None:
    """The only source that a typed citation can mean."""
    named = by_name.get((comparable(match["name"]), match["year"]), [])
    exact = [source for source in named if _names_all(match["others"], source)]
    near = exact or [source for source in named if _names_some(match["others"], source)]
    return near[0] if len(near) == 1 else None


def _doubtful(match: re.Match[str], source: Source) -> str:
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
