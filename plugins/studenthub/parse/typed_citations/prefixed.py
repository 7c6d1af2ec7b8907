"""Names with a prefix of isiZulu or isiXhosa before a year: NgokukaAuthor (2018) · UAuthor noWriter (2020, ikh. 4).

The prefix is part of the sentence, so the names stay, and only the year in its brackets becomes a citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.parse.references import dates
from studenthub.parse.typed_citations import locators
from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.works import OK, Said, Works

#: By, from, with, and, according to, in small letters.
_PREFIXES = frozenset(
    {"abo", "baka", "bakwa", "bo", "ka", "kaka", "ku", "kuka", "kwa", "na", "nga", "ngo", "ngoka", "ngokuka", "ngu"}
    | {"no", "noka", "o", "oka", "u"}
)
_NAME = r"[^\W\d_a-z][a-z][\w’'-]*"
_CITED = re.compile(
    rf"(?<![\w’'-])(?P<prefix>[A-Za-z][a-z]{{0,7}})(?P<name>{_NAME})(?: n[ao]-?(?P<second>{_NAME}))?"
    rf"(?P<others> nabanye(?: abaningi)?| et al\.?,?)? (?P<brackets>\((?P<year>(?:{dates.YEAR}|n\.d\.)[a-z]?)"
    r"(?P<rest>[^()\n]{0,40})\))"
)


def find(text: str, works: Works) -> Iterator[Citation]:
    """The citations of a text whose work is certain; of others ``author_year`` says what is wrong."""
    for match in _CITED.finditer(text):
        if match["prefix"].lower() not in _PREFIXES:
            continue
        names = (match["name"], *([match["second"]] if match["second"] else ()))
        verdict = works.find(Said(names, match["year"], match["others"] is not None))
        start, end = match.span("rest")
        place = locators.match(text, start, end)
        if verdict.status == OK and not text[place.end if place else start : end].strip(" .,"):
            item = Item(verdict, *match.span("brackets"), locator=place.text if place else "", suppress=True)
            yield Citation(*match.span("brackets"), (item,))
