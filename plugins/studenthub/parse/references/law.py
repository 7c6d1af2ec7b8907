"""Acts and cases, which are cited by their names.

Example Act 99 of 2005 · Wet op Voorbeelde 99 van 2005     South Africa
Example Act 2005 · Example Act 2005, s 4(6)               United Kingdom, without a number
Loi n° 2005-99 du 4 mars 2005 relative aux exemples       France
Author v Minister of Examples 2019 (3) XA 123 (CC)        South Africa
Author v Minister of Examples [2019] XACC 12              neutral, and the United Kingdom
Author v. Example, 410 U.S. 113 (1973)                    United States
"""

from __future__ import annotations

import re

from studenthub.parse.references import dates
from studenthub.parse.references.draft import Draft

_YEAR = r"(?:1[6-9]|20)\d\d"
#: The name of an Act, which may have brackets in it: Example (Change) Act.
_NAMED = r"[^\W\d_](?:[^.;:?!()\n]|\((?!\d{4})[^()\n]{1,80}\)){0,150}?"
_OF_ACT = r"(?:Acts?|Wet|Bill|Ordinance|Regulations|Rules)"
_NUMBER = rf"(?:\(?(?:No\.?|Nr\.?) ?)?\d{{1,4}} (?:of|van) (?P<year>{_YEAR})\)?"
#: The name of an Act with its number and year.
ACT = re.compile(
    rf"(?:{_NAMED}\b(?:Acts?|Wet|[^\W\d_]+wet|Bill|Ordinance)\b,? ?"
    rf"|Wet (?:op|vir|van|tot|oor|insake|teen) {_NAMED},? ){_NUMBER}"
)
#: What is an Act where nothing but its parts follows: Example Act 2005 · Constitution of Exampleland, 1996 · Loi n° 2.
_WHOLE = (
    re.compile(rf"(?![^,]*\b(?:Journal|Review)\b)[^\W\d_][^.,;:?!()\n]{{0,150}}? {_OF_ACT},? (?P<year>{_YEAR})"),
    re.compile(
        rf"(?:The )?Constitution of [^.,;:?!()\n]{{3,80}}(?:, ?| \(?(?:Act )?\d{{1,3}} of )(?P<year>{_YEAR})\)?"
    ),
    re.compile(
        rf"(?:Loi|Décret|Ordonnance|Arrêté)(?: organique)?(?: n[°ºo] ?[\d-]+)? du {dates.DAY}[^.;:?!\n]{{0,200}}"
        r"|(?:Loi|Décret|Ordonnance)(?: organique)? n[°ºo] ?(?P<year>(?:19|20)\d\d)-\d+[^.;:?!\n]{0,200}",
        re.IGNORECASE,
    ),
)
#: What may follow an Act: its country, its chapter, the sections that are meant.
_BEHIND = re.compile(
    r"[ .]*(?:\([A-Z][A-Za-z ]{1,24}\)[ .]*)?(?:,? ?\(?c(?:h|ap)?\.? ?\d+\)?[ .]*)?"
    r"(?:,? ?(?:ss?|sections?|sch|arts?|articles?|art|para|pt)\.? ?[\d(),–\w -]{1,40})?[ .]*$"
)
_PARTIES = r"(?P<title>[^\W\d_][^\n;?!]{0,200}? (?:v|vs|versus)\.? [^\n;?!]{1,200}?),?"
_JOURNAL, _PAGE = r"(?P<journal>[A-Z][A-Za-z. ]{0,30}?)", r"(?P<pages>\d+)"
_COURT = r"(?: ?\((?P<court>[A-Z][\w. ]{0,12})\))?"
_CASES = (
    re.compile(rf"{_PARTIES} (?P<volume>{_YEAR} ?(?:\(\d{{1,2}}\)|\d{{1,2}}(?= [A-Z]))) ?{_JOURNAL} {_PAGE}{_COURT}"),
    re.compile(rf"{_PARTIES} (?P<year>{_YEAR}) (?P<journal>[A-Z]{{1,3}}PD|AD|SCA|SC|CC|TS) {_PAGE}"),
    re.compile(rf"{_PARTIES} [\[(](?P<year>{_YEAR})[\])] ?(?P<volume>\d{{1,3}})? ?{_JOURNAL} {_PAGE}{_COURT}"),
    re.compile(
        rf"{_PARTIES} (?P<volume>\d{{1,4}}) (?P<journal>[A-Z][\w. ]{{0,20}}?) {_PAGE}"
        rf" ?\((?:(?P<court>[^()\d]{{1,30}}?) )?(?P<year>{_YEAR})\)"
    ),
)
_FIELDS = ("title", "volume", "journal", "pages", "year")


def read(draft: Draft) -> bool:
    """Read an Act or a case at ``draft.at``; False where there is none, and nothing is taken."""
    return _act(draft) or _case(draft)


def _act(draft: Draft) -> bool:
    match = ACT.match(draft.text, draft.at)
    if match and re.match(r" ?\(?\d{4}", draft.text[match.end() :]):
        return False
    if not match:
        whole = (pattern.match(draft.text, draft.at) for pattern in _WHOLE)
        match = next((found for found in whole if found and _BEHIND.match(draft.text, found.end())), None)
    if not match:
        return False
    year = match.span("year") if match["year"] else _last_year(match)
    draft.fields["year"] = draft.line.part(*year)
    draft.put("title", *match.span())
    draft.kind, draft.at = "legislation", match.end()
    if match.re is not ACT and (behind := _BEHIND.match(draft.text, match.end())) and behind.end() > match.end():
        draft.put("annotation", *behind.span())
        draft.at = behind.end()
    return True


def _last_year(match: re.Match[str]) -> tuple[int, int]:
    """The year of the date of a French law, which is written within its name."""
    *_, year = re.finditer(dates.YEAR, match[0])
    return match.start() + year.start(), match.start() + year.end()


def _case(draft: Draft) -> bool:
    match = next((found for pattern in _CASES if (found := pattern.match(draft.text, draft.at))), None)
    if not match:
        return False
    groups = match.groupdict()
    for name in _FIELDS:
        if groups.get(name):
            draft.put(name, *match.span(name))
    if groups.get("court"):
        draft.put("court", *match.span("court"))
    if not draft.dated and (year := re.search(dates.YEAR, groups["volume"] or "")):
        start = match.start("volume") + year.start()
        draft.fields["year"] = draft.line.part(start, start + 4)
    draft.line.take(*match.span())
    draft.kind, draft.at = "jurisdiction", match.end()
    return True
