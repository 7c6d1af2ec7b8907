"""Acts and cases, which are cited by their names, and books as South African lawyers cite them.

Example Act 99 of 2005 · Wet op Voorbeelde 99 van 2005     South Africa
Example Act 2005 · Example Act 2005, s 4(6)               United Kingdom, without a number
Loi n° 2005-99 du 4 mars 2005 relative aux exemples       France
Author v Minister of Examples 2019 (3) XA 123 (CC)        South Africa
Author v Minister of Examples [2019] XACC 12              neutral, and the United Kingdom
Author v Example (CCT 1/19) [2019] XACC 12; 2019 (3) XA 123 (CC) (3 May 2019)    with other reports, as on SAFLII
Author v. Example, 410 U.S. 113 (1973)                    United States
A Author and B Writer *Law of Examples* 2 ed (2019)       a book, whose title is in italics
"""

from __future__ import annotations

import re
from dataclasses import replace

from studenthub.parse.references import dates, names
from studenthub.parse.references.draft import Draft
from studenthub.parse.references.line import Line
from studenthub.parse.references.record import Person

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
#: The state that made an Act, where it is named like an author: South Africa. Example Act, No. 4 of 2013.
_STATE = re.compile(
    r"(?P<name>(?:Republic of |Kingdom of )?[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}"
    r"(?:\. (?:National )?(?:Department|Ministry) of [A-Z][A-Za-z ]{2,60})?)\. "
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
#: The same case in other reports, and the day of the judgment.
_PARALLEL = re.compile(
    r"(?P<others>(?:[;,] ?(?:\[\d{4}\]|\(?\d{4}\)?)(?: ?\(\d{1,2}\)| \d{1,2}(?= [A-Z]))? ?[A-Z][A-Za-z. ]{0,20}? \d+"
    r"(?: ?\([A-Z][\w. ]{0,12}\))?)*)"
    rf"(?: ?\((?P<date>{dates.DAY})\))?"
)
#: What follows the title of a book: 2 ed (2019) · (Example Press 2019).
_IMPRINT = re.compile(
    r",? ?(?:\(?(?P<edition>(?P<ordinal>\d{1,2})(?:st|nd|rd|th)? ed(?:ition|n|\.)?)\)?)? ?"
    rf"\((?:(?P<publisher>[^()\d]{{3,60}}?),? )?(?P<year>{_YEAR})\)[ .]*"
)
_FIELDS = ("title", "volume", "journal", "pages", "year")


def read(draft: Draft) -> bool:
    """Read an Act, a case or a textbook at ``draft.at``; False where there is none, and nothing is taken."""
    return _act(draft) or _case(draft) or _book(draft)


def _act(draft: Draft) -> bool:
    if (state := _STATE.match(draft.text, draft.at)) and ACT.match(draft.text, state.end()):
        place = draft.line.part(*state.span("name"))
        draft.put_people(
            "author", (Person(literal=place.value, start=place.start, end=place.end),), False, *state.span()
        )
        draft.at = state.end()
    match = ACT.match(draft.text, draft.at)
    if not match:
        whole = (pattern.match(draft.text, draft.at) for pattern in _WHOLE)
        match = next((found for found in whole if found and _BEHIND.match(draft.text, found.end())), None)
    if not match:
        return False
    year = match.span("year") if match["year"] else _last_year(match)
    if not (state and re.search(dates.YEAR, draft.text[match.end() :])):
        # South Africa. Example Act 99 of 2005. Exampleville: Government Printer; 2006 was printed in 2006.
        draft.fields["year"] = draft.line.part(*year)
    # APA has the year once more: Example Act 99 of 2005 (2005).
    again = re.compile(rf" ?\({draft.text[slice(*year)]}\)").match(draft.text, match.end())
    draft.put("title", *match.span())
    draft.kind, draft.at = "legislation", match.end()
    if again:
        draft.line.take(*again.span())
        draft.at = again.end()
    if (behind := _BEHIND.match(draft.text, draft.at)) and behind.end() > draft.at:
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
    if behind := _PARALLEL.match(draft.text, match.end()):
        draft.at = behind.end()
        draft.put("annotation", *behind.span("others"))
        if behind["date"]:
            draft.put("date", *behind.span("date"), dates.iso(behind["date"]))
    return True


def _book(draft: Draft) -> bool:
    title = next((span for span in draft.italics if span[0] > draft.at), None)
    match = _IMPRINT.fullmatch(draft.text, title[1]) if title else None
    if not title or not match:
        return False
    # Between the names and the title there is no sign, so they are read without it.
    found = names.read(Line(draft.text[: title[0]].rstrip(" ,")), draft.at, natural=True)
    if not found or draft.text[found.end : title[0]].strip(" ,"):
        return False
    place, start = draft.line.place, draft.line.start
    people = tuple(replace(one, start=start(one.start), end=place(one.end)) for one in found.people)
    draft.put_people("author", people, found.others, draft.at, found.end)
    draft.put("title", *title)
    for name, value in (("edition", match["ordinal"]), ("publisher", None), ("year", None)):
        if match[name]:
            draft.put(name, *match.span(name), value)
    draft.line.take(*match.span())
    draft.kind, draft.at = "book", draft.end
    return True
