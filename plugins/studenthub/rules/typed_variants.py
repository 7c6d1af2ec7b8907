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
    done = document.body_start
    for candidate in _CANDIDATE.finditer(text, document.body_start):
        if candidate.start() >= done:
            # Each paragraph is on one line, and read once.
            begin, done = text.rfind("\n", done, candidate.start()) + 1 or done, text.find("\n", candidate.end())
            done = done if done >= 0 else len(text)
            yield from _in_paragraph(text[begin:done], begin, checked, no_authors)
    for bare in _BARE.finditer(text, document.body_start) if "et al" in text else ():
        verdict = checked.works().find(Said((bare["name"],), bare["year"], others=True))
        source = checked.catalogue.bibliography.sources[verdict.keys[0]] if verdict.status == OK else None
        yield Variant(*bare.span(), f"@{source.key}", (source,)) if source else Variant(*bare.span())


def _in_paragraph(text: str, begin: int, checked: Checked, no_authors: frozenset[str]) -> Iterator[Variant]:
    """The citations in brackets of a paragraph that begins at ``begin``."""
    ends = {candidate.end() for candidate in _CANDIDATE.finditer(text)}
    known = checked.catalogue.bibliography.sources
    for citation in author_year.find(text, checked.works()):
        start, end = citation.start + begin, citation.end + begin
        if citation.end not in ends:
            continue
        if right := written(citation) if citation.certain else None:
            yield Variant(start, end, right, tuple(known[item.verdict.keys[0]] for item in citation.items))
        elif _is_meant(citation, text[citation.start : citation.end], no_authors):
            yield Variant(start, end)


def _is_meant(citation: Citation, said: str, no_authors: frozenset[str]) -> bool:
    """Whether what names no source for certain names one all the same, and no law, month or table."""
    names = [word.casefold() for word in _NAME.findall(said)]
    is_of_year = len(citation.items) == 1 and (_GOES_ON.search(said) or _is_short(citation, said))
    return no_authors.isdisjoint(names) and not is_of_year


def _is_short(citation: Citation, said: str) -> bool:
    """Whether capitals are all that is said of who it was, in the sentence: HIPAA (1996) is a law."""
    return citation.narrative and _SHORT.fullmatch(said.split(" (")[0].split(" [")[0]) is not None
