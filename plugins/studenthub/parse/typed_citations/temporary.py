"""Citations that EndNote has not formatted yet: {Author, 2019 #12} · {see \\Writer, 2020 #3@45; Author, 2019 #12}.

They name the first author alone, whoever else wrote the work, and the number of a record in somebody's library. A page
is behind @, a prefix before a backslash, a suffix behind a grave accent
(https://docs.endnote.com, Temporary citations).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from studenthub.parse.typed_citations import locators
from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.works import OK, Said, Verdict, Works

_BRACES = re.compile(r"\{(?P<works>[^{}#\n]{0,120}#\d{1,6}[^{}\n]{0,400})\}")
_WORK = re.compile(
    r"[;\s]*(?:(?P<prefix>[^;#@\\]{0,60})\\)?(?P<name>[^;#@\\]{0,100}?),? ?(?P<year>(?:1[4-9]|20)\d\d[a-z]?|n\.d\.)"
    r" ?#\d{1,6}(?:@(?P<pages>[^`;]{1,30}))?(?:`(?P<suffix>[^;]{0,80}))?"
)
_NAME_BEFORE = re.compile(r"(?P<name>[^\W\d_][\w’'-]+)(?: et al\.?,?| and colleagues)? $")


def find(text: str, works: Works) -> Iterator[Citation]:
    """The citations of a text; none of anything else in braces."""
    for braces in _BRACES.finditer(text) if "#" in text else ():
        items: list[Item] = []
        at = braces.start("works")
        while match := _WORK.match(text, at, braces.end("works")):
            items.append(_item(text, match, braces.start(), works))
            at = match.end()
        if items and not text[at : braces.end("works")].strip(" ;"):
            yield Citation(braces.start(), braces.end(), tuple(items))


def _item(text: str, match: re.Match[str], begin: int, works: Works) -> Item:
    name = match["name"].strip(" ,")
    before = None if name else _NAME_BEFORE.search(text, max(0, begin - 60), begin)
    said = Said((before["name"] if before else name,), match["year"])
    one, several = works.find(said), works.find(replace(said, others=True))
    keys = dict.fromkeys(key for found in (one, several) if found.status == OK for key in found.keys)
    verdict = Verdict(OK, tuple(keys)) if len(keys) == 1 else one if one.status != OK else several
    pages = (
        locators.match(f", {match['pages']}", 0, 40) or locators.bare(match["pages"], 0, 40) if match["pages"] else None
    )
    return Item(
        verdict,
        *match.span(),
        (match["prefix"] or "").strip(),
        pages.text if pages else "",
        (match["suffix"] or "").strip(),
        before is not None,
    )
