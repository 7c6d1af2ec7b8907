"""Typed citations as the importer's grammar knows them: several years, passages, signals, short forms of names.

``typed`` knows the plain forms, and says which source must be meant. What it leaves is looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studenthub.model.sources import Source
from studenthub.parse.typed_citations import Citation, Said, author_year, written
from studenthub.parse.typed_citations.works import OK
from studenthub.rules.checked import Checked, Document

#: Brackets with a year, or words for one, and no key. A year alone is not enough: somebody is named before it.
_CANDIDATE = re.compile(
    r"[(\[](?=[^()\[\]@\n]*+(?:\[[^()\[\]@\n]*+\][^()\[\]@\n]*+)?[)\]])"
    r"[^()@\n]{0,200}?(?:(?<!\w)(?:1[5-9]|20)\d\d(?!\d)|\bn\. ?d\b|\bin press\b|\bforthcoming\b)[^()@\n]{0,200}[)\]]"
)
#: Names that no bracket is around.
_BARE = re.compile(
    r"(?<![\w@-])(?P<name>[^\W\d_a-z][\w’'-]+),? et al\.?,? (?P<year>(?:1[5-9]|20)\d\d[a-z]?)(?![\w)\]])"
)
#: So much before a bracket may be the names that belong to it, and so much behind it says that they do not.
_BEFORE, _BEHIND = 300, 60
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]+")
#: Behind a year and no sign, words say what the year is of: the 2020 census.
_GOES_ON = re.compile(r"\d[a-z]? [a-z]")
_SHORT = re.compile(r"[A-Z]{2,}(?:['’]s)?")


@dataclass(frozen=True, slots=True)
class Variant:
    """A typed citation from ``start`` to ``end`` of the running text without line breaks.

    ``right`` is what to write, or "" where it names no source for certain; ``sources`` are those that it names.
    """

    start: int
    end: int
    right: str = ""
    sources: tuple[Source, ...] = ()


def find(document: Document, checked: Checked, no_authors: frozenset[str]) -> Iterator[Variant]:
    """The citations of a text, those in brackets first. ``no_authors`` are words before a year that are no names."""
    text = document.flowing.text
    for candidate in _CANDIDATE.finditer(text, document.body_start):
        begin = max(document.body_start, candidate.start() - _BEFORE)
        within = text[begin : candidate.end() + _BEHIND]
        for citation in author_year.find(within, checked.works()):
            if citation.end + begin == candidate.end():
                yield from _variant(citation, within, begin, checked, no_authors)
    for bare in _BARE.finditer(text, document.body_start) if "et al" in text else ():
        verdict = checked.works().find(Said((bare["name"],), bare["year"], others=True))
        source = checked.catalogue.bibliography.sources[verdict.keys[0]] if verdict.status == OK else None
        yield Variant(*bare.span(), f"@{source.key}", (source,)) if source else Variant(*bare.span())


def _variant(
    citation: Citation, text: str, begin: int, checked: Checked, no_authors: frozenset[str]
) -> Iterator[Variant]:
    start, end = citation.start + begin, citation.end + begin
    right = written(citation) if citation.certain else None
    known = checked.catalogue.bibliography.sources
    if right:
        yield Variant(start, end, right, tuple(known[item.verdict.keys[0]] for item in citation.items))
        return
    said = text[citation.start : citation.end]
    words = [word.casefold() for word in _NAME.findall(said)]
    alone = len(citation.items) == 1
    if not no_authors.isdisjoint(words) or (alone and (_GOES_ON.search(said) or _is_short(citation, said))):
        return
    yield Variant(start, end)


def _is_short(citation: Citation, said: str) -> bool:
    """Whether capitals are all that is said of who it was, in the sentence: HIPAA (1996) is a law."""
    return citation.narrative and _SHORT.fullmatch(said.split(" (")[0].split(" [")[0]) is not None
