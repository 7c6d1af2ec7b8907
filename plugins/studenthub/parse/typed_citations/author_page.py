"""Citations by author and page, as MLA wants them: (Author 23), (Author and Writer, “Short Title” 23–25), (23).

They have no year, so only a work whose author, or author and title, has no other in the list is meant for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from studenthub.parse.typed_citations import locators, notes, people
from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.works import NO_YEAR, OK, Said, Verdict, Works, compared

_BRACKETS = re.compile(r"\((?P<inner>[^()\n]{2,700})\)")
_PAGES = re.compile(r"(?:^|[\s,])(?:pp?\.\s?)?(?P<pages>\d{1,4}(?:[–-]\d{1,4})?(?:, \d{1,4}(?:[–-]\d{1,4})?)*)\s*$")
_TITLE = re.compile(r",?\s*[“\"*_](?P<title>[^“”\"*_]{2,120}?),?[”\"*_]\s*$")
_SIGNAL = re.compile(rf"(?:{notes.SIGNAL}|(?:qtd\. in|quoted in)\s+)", re.IGNORECASE)
_ONLY_PAGES = re.compile(r"(?:pp?\.\s?)?\d{1,4}(?:[–-]\d{1,4})?")
#: A number that may be a year is none of a page here: (Author 2018) is a citation by author and year.
_MAY_BE_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?$")


def find(text: str, works: Works) -> Iterator[Citation]:
    """Citations in brackets that name authors of the list without a year, in their order.

    The verdict of an item is NO_YEAR where exactly one work may be meant: ``certain`` makes OK of it.
    """
    for match in _BRACKETS.finditer(text):
        items = [_item(text, start, end, works) for start, end in _parts(text, *match.span("inner"))]
        known = [item for item in items if item]
        if known and len(known) == len(items):
            yield Citation(*match.span(), tuple(known))


def pages_alone(text: str, works: Works) -> Iterator[Citation]:
    """Pages in brackets of the one author of the list whom the sentence before them names: Author says so (23)."""
    for match in re.finditer(rf"\(({_ONLY_PAGES.pattern})\)", text):
        if _MAY_BE_YEAR.search(match[1]) or not re.match(r"\s*(?:[.,;:?!]|$)", text[match.end() :]):
            continue
        begin = max(text.rfind(sign, 0, match.start()) for sign in (". ", "? ", "! ", "\n", ") ")) + 1
        named = {
            work.key
            for word in re.finditer(r"[^\W\d_][\w’'-]+", text[begin : match.start()])
            if word[0][0].isupper() and works.knows(word[0])
            for work in works.all
            if work.names and compared(work.names[0]) == compared(word[0]) and not work.organisation
        }
        if len(named) == 1:
            locator = locators.bare(text, match.start(1), match.end(1)) or locators.match(
                text, match.start(1), match.end(1)
            )
            verdict = Verdict(NO_YEAR, tuple(named))
            item = Item(verdict, *match.span(), locator=locator.text if locator else "", suppress=True)
            yield Citation(*match.span(), (item,))


def has_pages(citation: Citation) -> bool:
    """Whether a citation names a page: a text that cites so cites without years."""
    return any(item.locator for item in citation.items)


def certain(citation: Citation) -> Citation:
    """The citation of a text that cites without years: one work that may be meant is the one."""
    return replace(citation, items=tuple(_certain(item) for item in citation.items))


def _certain(item: Item) -> Item:
    return replace(item, verdict=Verdict(OK, item.verdict.keys)) if item.verdict.status == NO_YEAR else item


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while (at := text.find(";", start, end)) >= 0:
        yield start, at
        start = at + 1
    yield start, end


def _item(text: str, start: int, end: int, works: Works) -> Item | None:
    """A work that is named between ``start`` and ``end``, and nothing else is."""
    locator = ""
    stop = end
    if (pages := _PAGES.search(text[start:end])) and not _MAY_BE_YEAR.search(pages["pages"]):
        locator = locators.written("p.", pages["pages"])
        stop = start + pages.start()
    title = _TITLE.search(text, start, stop)
    stop = title.start() if title else stop
    while start < stop and text[start].isspace():
        start += 1
    signal = _SIGNAL.match(text, start, stop)
    begin = signal.end() if signal else start
    short = title["title"] if title else ""
    said = Said((), "", title=short) if begin == stop else _said(text, begin, stop, short, works)
    if said is None:
        return None
    verdict = works.find(said)
    prefix = signal[0].strip() if signal else ""
    return Item(verdict, start, end, prefix, locator) if verdict.keys else None


def _said(text: str, begin: int, stop: int, short: str, works: Works) -> Said | None:
    """The authors between ``begin`` and ``stop``, whom the list knows; with a title behind a comma, if one is."""
    who = people.before(text, begin, stop, "", works)
    rest = people.ET_AL.sub("", text[who.end : stop]).strip(" ,") if who else ""
    if who and who.known and not text[begin : who.start].strip() and not rest:
        said = replace(who.said, title=short)
        if not short and _is_abbreviation(said, works):
            return None
        if works.find(said).keys:
            return said
    comma = text.rfind(", ", begin, stop)
    return _said(text, begin, comma, text[comma + 1 : stop].strip(), works) if comma > begin and not short else None


def _is_abbreviation(said: Said, works: Works) -> bool:
    """Whether an organisation is named alone: (WHO) behind its name says what it is called, and cites nothing."""
    named = [work for work in works.all if work.organisation and work.names]
    return any(compared(said.names[0]) != compared(work.names[0]) and said.names[0].isupper() for work in named)
