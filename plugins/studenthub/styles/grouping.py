"""Corrects groups of citations that Pandoc prints otherwise than CSL specifies.

Years of one name are together: (Author, 2007; Author, 2012) is (Author, 2007, 2012). By CSL 1.0.2 ("Cite Grouping")
cites belong together whose names are printed the same. Pandoc puts only those together whose names are the same in
full, so that two teams who are both "Author et al." stay apart.

A source without its author comes first: its year would be taken for one of the name before it. And one of which a style
prints nothing leaves no gap: (; Author) is (Author).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from studenthub.styles.pandoc import tree
from studenthub.styles.pandoc.tree import Part

#: A source without a locator, which stays where it is.
_CITED = re.compile(r"(?P<names>.*[^\W\d_].*?),? (?P<year>\d{4}[a-z]?)")
#: Another year of the same names, as Pandoc prints it; and one with a locator, or of a source without its author.
_YEAR = re.compile(r"\d{4}[a-z]?|[a-z]")
#: A source with its name, or its title, and its year.
_NAMED = re.compile(r"(?!\d{4}[a-z]?\b)(?=[^\n]*?[^\W\d_])[^\n]*, \d{4}[a-z]?(?!\w)")
_BEGINS_WITH_YEAR = re.compile(r"\d{4}")
_DELIMITER = "; "


@dataclass(frozen=True, slots=True)
class _Cite:
    """The part between two semicolons: ``names``, followed by the years in ``parts``.

    Without names it stays where it is; where it ``divides``, there are words beside a source.
    """

    parts: tuple[Part, ...]
    names: str = ""
    divides: bool = False


def years_together(parts: Sequence[Part], delimiter: str) -> tuple[Part, ...]:
    """A group in which each name is printed once for all of its years, with ``delimiter`` between these.

    Words beside a source divide the group: what follows them stays behind them.
    """
    opening, inner, closing = _unwrapped(parts)
    found: list[_Cite] = []
    # Where the years of each name are.
    places: dict[str, int] = {}
    for cite in _cites(_names_apart(inner, delimiter)):
        if cite.divides:
            places = {}
        elif cite.names in places:
            at = places[cite.names]
            found[at] = replace(found[at], parts=(*found[at].parts, tree.text(delimiter), *_without_names(cite)))
            continue
        elif cite.names:
            places[cite.names] = len(found)
        found.append(cite)
    return (*opening, *_delimited(cite.parts for cite in found), *closing)


def _names_apart(parts: Sequence[Part], delimiter: str) -> Iterator[Part]:
    """Sources without an author, such as Acts and cases, with a semicolon between them: Pandoc takes them for one name.

    It prints (Some Act, 2003, A v B, 1995) for (Some Act, 2003; A v B, 1995).
    """
    for at, part in enumerate(parts):
        is_between = part.kind == tree.TEXT and part.text == delimiter and 0 < at < len(parts) - 1
        yield tree.text(_DELIMITER) if is_between and _is_named(parts[at + 1]) else part


def _is_named(part: Part) -> bool:
    return part.kind == tree.LINK and bool(_NAMED.match(str(part)))


def unnamed_first(parts: Sequence[Part], hrefs: Collection[str]) -> tuple[Part, ...]:
    """A group that begins with the sources that are cited without their authors, which ``hrefs`` lead to.

    Where there are words beside a source, it stays in its order.
    """
    opening, inner, closing = _unwrapped(parts)
    cites = list(_between_delimiters(inner))
    if any(map(_divides, cites)) or any(re.search(r"\w", str(part)) for part in opening):
        return tuple(parts)
    cites.sort(key=lambda cite: not (len(cite) == 1 and cite[0].href in hrefs))
    return (*opening, *_delimited(cites), *closing)


def without_gaps(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A group without what is empty in it: nothing, where there are no words at all."""
    if all(part.kind != tree.LINK or str(part) for part in parts):
        return tuple(parts)
    opening, inner, closing = _unwrapped(parts)
    cites = [cite for cite in _between_delimiters(inner) if any(map(str, cite))]
    found = (*opening, *_delimited(cites), *closing)
    return found if re.search(r"\w", "".join(map(str, found))) else ()


def _delimited(cites: Iterable[Sequence[Part]]) -> tuple[Part, ...]:
    return tuple(part for cite in cites for part in (tree.text(_DELIMITER), *cite))[1:]


def _between_delimiters(parts: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    for is_delimiter, some in groupby(parts, key=lambda part: part.kind == tree.TEXT and part.text == _DELIMITER):
        if not is_delimiter:
            yield tuple(some)


def _unwrapped(parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Part], Sequence[Part]]:
    """The part before the first source, the sources, and the signs after the last."""
    start = 1 if parts and parts[0].kind == tree.TEXT else 0
    is_closed = len(parts) > start and parts[-1].kind == tree.TEXT and not re.search(r"\w", parts[-1].text)
    end = len(parts) - is_closed
    return parts[:start], parts[start:end], parts[end:]


def _cites(parts: Iterable[Part]) -> Iterator[_Cite]:
    """The cites of a group. A year alone belongs to the names before it."""
    last: _Cite | None = None
    for inside in _between_delimiters(parts):
        if last and inside[0].kind == tree.LINK and _BEGINS_WITH_YEAR.match(str(inside[0])):
            divides = last.divides or _divides(inside)
            last = _Cite((*last.parts, tree.text(_DELIMITER), *inside), divides=divides)
            continue
        if last:
            yield last
        last = _cite(inside)
    if last:
        yield last


def _cite(parts: tuple[Part, ...]) -> _Cite:
    if _divides(parts):
        return _Cite(parts, divides=True)
    cited = _CITED.fullmatch(str(parts[0]))
    is_plain = cited and all(_YEAR.fullmatch(str(part)) for part in parts[2::2])
    return _Cite(parts, cited["names"] if cited and is_plain else "")


def _divides(parts: tuple[Part, ...]) -> bool:
    """Whether there is anything but sources, and the signs between them."""
    return any(part.kind != (tree.TEXT if at % 2 else tree.LINK) for at, part in enumerate(parts)) or any(
        re.search(r"\w", str(part)) for part in parts[1::2]
    )


def _without_names(cite: _Cite) -> tuple[Part, ...]:
    first = cite.parts[0]
    year = str(first).removeprefix(cite.names).lstrip(", ")
    return (replace(first, parts=(tree.text(year),)), *cite.parts[1:])
