"""Acts and cases, which are cited by their names.

Example Act 99 of 2005                                    Act 99 of 2005
Author v Minister of Examples 2019 (3) XA 123 (CC)        South Africa
Author v Minister of Examples [2019] XACC 12              neutral, and the United Kingdom
Author v. Example, 410 U.S. 113 (1973)                    United States
"""

from __future__ import annotations

import re

from studenthub.parse.references import dates
from studenthub.parse.references.draft import Draft

_YEAR = r"(?:1[6-9]|20)\d\d"
#: The name of an Act with its number and year.
ACT = re.compile(
    r"[^\W\d_][^.;:?!()\n]{0,150}?\b(?:Acts?|Wet|Bill|Ordinance)\b,? ?"
    rf"(?:\(?(?:No\.?|Nr\.?) ?)?\d{{1,4}} (?:of|van) (?P<year>{_YEAR})\)?"
)
_PARTIES = r"(?P<title>[^\W\d_][^\n;?!]{0,200}? (?:v|vs|versus)\.? [^\n;?!]{1,200}?),?"
_JOURNAL, _PAGE = r"(?P<journal>[A-Z][A-Za-z. ]{0,30}?)", r"(?P<pages>\d+)"
_COURT = r"(?: ?\((?P<court>[A-Z][\w. ]{0,12})\))?"
_CASES = (
    re.compile(rf"{_PARTIES} (?P<volume>{_YEAR} ?\(\d{{1,2}}\)) ?{_JOURNAL} {_PAGE}{_COURT}"),
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
    if not match or re.match(r" ?\(?\d{4}", draft.text[match.end() :]):
        return False
    draft.fields["year"] = draft.line.part(*match.span("year"))
    draft.put("title", *match.span())
    draft.kind, draft.at = "legislation", match.end()
    return True


def _case(draft: Draft) -> bool:
    match = next((found for pattern in _CASES if (found := pattern.match(draft.text, draft.at))), None)
    if not match:
        return False
    groups = match.groupdict()
    for name in _FIELDS:
        if groups.get(name):
            draft.put(name, *match.span(name))
    if groups["court"]:
        draft.put("court", *match.span("court"))
    if not draft.dated and (year := re.search(dates.YEAR, groups["volume"] or "")):
        start = match.start("volume") + year.start()
        draft.fields["year"] = draft.line.part(start, start + 4)
    draft.line.take(*match.span())
    draft.kind, draft.at = "jurisdiction", match.end()
    return True
