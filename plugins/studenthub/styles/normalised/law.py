"""Judgments and Acts as lawyers cite them: most styles have no place for law reports, courts and numbers.

Example Act 99 of 2005
Author v Example 2019 (3) XA 123 (CC)         a report that counts its volumes by year, and the court
Author v Example [2019] XACC 12               a neutral number, which names the court
Author v Example (CCT 1/19)                   the number of the case
Author v. Example, 410 U.S. 113               a report whose volumes are numbered throughout
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

#: The variables of which the words become part of a name.
VARIABLES = frozenset(
    {"authority", "collection-title", "container-title", "container-title-short", "issue", "number", "page", "volume"}
)
#: Law reports whose volumes are those of a year, as South Africa and England write them: 2019 (3) SA 1, [2019] 1 AC 1.
_BY_YEAR = {
    **dict.fromkeys(("sa", "sacr", "bclr", "allsa", "bllr", "jol"), "{year} ({volume})"),
    **dict.fromkeys(("ac", "qb", "kb", "ch", "wlr", "aller"), "[{year}] {volume}"),
}
_YEAR = re.compile(r"\[?\d{4}\b")
#: The number of a judgment that is no report's: [2019] XACC 12.
_NEUTRAL = re.compile(r"[\[(]?\d{4}[\])]? ?[A-Za-z]+ ?\d+")
#: The number of an Act, with the year behind it as in South Africa, or as the United States count them: 111-148.
_OF_YEAR = re.compile(r"(?:(?:Act|Wet|No|Nr)\.? ){0,2}(\d+ (?:of|van) \d{4})", re.IGNORECASE)
_PUBLIC_LAW = re.compile(r"\d+[-–]\d+")


def named(item: Mapping[str, object]) -> Mapping[str, object]:
    """An item of CSL-JSON in which a judgment or an Act has its report, court and number in its name.

    Citations in the text have the name alone. What a title says already is not said again.
    """
    parts = {"legal_case": _case, "legislation": _act}.get(str(item["type"]))
    said = VARIABLES & item.keys()
    if not parts or not said or not item.get("title"):
        return item
    title = str(item["title"])
    whole = title + "".join(part for part in parts(item) if part.strip(" ,;()") not in title)
    rest = {name: value for name, value in item.items() if name not in said}
    return {**rest, "title": whole, "title-short": item.get("title-short", title)}


def _case(item: Mapping[str, object]) -> Iterator[str]:
    number, report, court = _of(item, "number"), _report(item), _of(item, "authority")
    is_neutral = bool(_NEUTRAL.fullmatch(number))
    if number:
        yield f" {number}" if is_neutral else f" ({number})"
    if report:
        yield f"; {report}" if is_neutral else f" {report}" if _YEAR.match(report) else f", {report}"
    if court and not is_neutral:
        yield f" ({court})"


def _report(item: Mapping[str, object]) -> str:
    """Where a judgment is printed: 2019 (3) XA 123, [2019] 1 AC 5, 1910 AD 5, 410 U.S. 113."""
    volume, journal, page = (_of(item, name) for name in ("volume", "container-title", "page"))
    year = _year(item)
    if not volume:
        volume = year
    elif year and not _YEAR.match(volume) and (form := _BY_YEAR.get(re.sub(r"\W", "", journal).casefold())):
        volume = form.format(year=year, volume=volume)
    return " ".join(filter(None, (volume, journal, page))) if journal else ""


def _act(item: Mapping[str, object]) -> Iterator[str]:
    if number := _of(item, "number"):
        of_year = _OF_YEAR.fullmatch(number)
        label = "Pub. L. No. " if _PUBLIC_LAW.fullmatch(number) else "No. " if number.isdecimal() else ""
        yield f" {of_year[1]}" if of_year else f", {label}{number}"
    if journal := _of(item, "container-title") or _of(item, "collection-title"):
        where = filter(None, (_of(item, name) for name in ("volume", "issue", "page")))
        yield f", {journal} {', '.join(where)}".rstrip()


def _of(item: Mapping[str, object], name: str) -> str:
    return str(item.get(name, ""))


def _year(item: Mapping[str, object]) -> str:
    match item.get("issued"):
        case {"date-parts": [[int() | str() as year, *_], *_]}:
            return str(year)
    return ""
