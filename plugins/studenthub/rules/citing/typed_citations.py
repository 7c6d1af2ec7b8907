"""Finds typed citations: names with years, and numbers.

What reads like a citation, and which work it names, the grammar of ``parse.typed_citations`` says, as for a draft that
is imported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from studenthub.model.sources.source import Source
from studenthub.parse import capitals, organisations
from studenthub.parse.identifiers import DOI
from studenthub.parse.references import dates, vocabulary
from studenthub.parse.typed_citations import Citation, Item, Said, author_year, no_names, people, temporary, written
from studenthub.parse.typed_citations.works import OK, OTHER_AUTHORS, Verdict, Work, begins_with, has_more
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document

#: A citation that EndNote has not formatted yet.
_TEMPORARY = r"\{[^{}\n]{0,200}#\d[^{}\n]{0,200}\}"
#: Brackets with a year, or words for one, and no key. A year alone is not enough: somebody is named before it.
_CANDIDATE = re.compile(
    rf"{_TEMPORARY}|"
    r"[(\[](?=[^()\[\]@\n]*+(?:\[[^()\[\]@\n]*+\][^()\[\]@\n]*+)?[)\]])"
    r"[^()@\n]{0,200}?(?:(?<!\w)(?:1[5-9]|20)\d\d(?!\d)|\b(?:n\. ?d|in press|in druk|sous presse|forthcoming)\b"
    rf"|\b{dates.NO_DATE})[^()@\n]{{0,200}}[)\]]"
)
#: Names that no bracket is around: Author et al. 2020 · Author, 2020, found.
_BARE = re.compile(
    r"(?<![\w@-])(?P<name>[^\W\d_a-z][\w’'-]+)"
    r"(?:(?P<others>,? et al\.?),?| (?:and|&|en) (?P<second>[^\W\d_a-z][\w’'-]+),?|,)"
    r" (?P<year>(?:1[5-9]|20)\d\d[a-z]?)"
    r"(?![\w)\]–-])(?(others)|(?(second)|"
    r"(?=, (?:argue|find|found|report|said|say|show|state|suggest|write|wrote)(?:s|d|n|ed)?\b)))"
)
#: What only texts with one of them have: a year between commas, or behind two names. To look for years first is fast.
_BETWEEN_COMMAS = re.compile(r", (?:1[5-9]|20)\d\d[a-z]?, ")
_YEAR_ALONE = re.compile(r"[12]\d\d\d(?<= \d\d\d\d)")
_BEHIND_NAMES = re.compile(r"(?:and|&|en) [^\W\d_a-z][\w’'-]{1,60},? \Z")
_LONGEST_NAMES = 70
#: A word of a name that may say what it is; Wet is a law, and De Wet a surname.
_NAME = re.compile(r"(?<!\b[Dd]e )\b[^\W\d_a-z][^\W\d_]+")
#: Words directly after a year say what the year is of: the 2020 census.
_GOES_ON = re.compile(r"\d[a-z]? [a-z]")
#: The years of a life, or of a war.
_LIFE = re.compile(r"\d{4} ?[–-] ?\d")
#: What is before the second party of a case: S v Sample (1995).
_PARTY = re.compile(r"\bvs?\.? \Z")
_SHORT = re.compile(r"[A-Z]{2,}(?:['’]s)?")
#: A DOI in brackets, which is how some cite.
DOI_IN_BRACKETS = re.compile(
    r"\((?:see |source: )?<?(?:https?://(?:dx\.)?doi\.org/|doi: ?(?:https?://doi\.org/)?)"
    rf"(?P<doi>{DOI}[^\s()<>;,]+)>?\)",
    re.IGNORECASE,
)
#: A surname and a year, as keys are made.
LIKE_A_KEY = re.compile(r"\[(?<![!\]\\]\[)-?(?P<key>[a-z][a-z-]{2,}(?:19|20)\d\d[a-z]*)\](?![(\[:])")
#: The last words before a year, which may be a place: Congress of Examples, Cape Town, 2016.
_PLACE = re.compile(r"(?:^|[(\[,;])[ ]*(?P<place>[^\W\d_][^\d,;()\[\]]*),? \(?(?=(?:1[5-9]|20)\d\d)")
_OF_PLACES = vocabulary.PLACES | {"south", "north", "east", "west", "central"}
#: What is before a year in brackets and is no author.
_NOT_AUTHORS = no_names.of("before a date", "day", "season", "law", "of a year", "part", "medium")


@dataclass(frozen=True, slots=True)
class TypedCitation:
    """A typed citation: its ``text``, from ``start`` to ``end`` of the file, and how it is cited.

    ``right`` is what to write, or "" where no source, or more than one, can be meant. ``perhaps`` is the work that must
    be meant, in words, where it has more authors than are named. ``sources`` are those that it cites.
    ``in_brackets`` is whether its names are, and not part of the sentence; ``names_several`` whether several people
    are named.
    """

    start: int
    end: int
    text: str
    right: str = ""
    perhaps: str = ""
    sources: tuple[Source, ...] = ()
    in_brackets: bool = True
    names_several: bool = False


def citations_of(document: Document, checked: Checked) -> tuple[TypedCitation, ...]:
    """The typed citations in a text, certain or not."""
    return checked.once(document, _citations_of)


def sources(document: Document, checked: Checked) -> Iterator[tuple[int, Source]]:
    """The known sources that an article cites by typing, each with its place."""
    for one in citations_of(document, checked):
        yield from ((one.start, source) for source in one.sources)


def unknown(document: Document, checked: Checked) -> Iterator[TypedCitation]:
    """The typed citations that name no known source."""
    return (one for one in citations_of(document, checked) if not one.right)


def _citations_of(document: Document, checked: Checked) -> Iterator[TypedCitation]:
    flowing = document.flowing
    bracketed = sorted(_in_brackets(flowing.text, document.body_start, checked), key=lambda one: one.start)
    starts = [one.start for one in bracketed]

    def is_apart(one: TypedCitation) -> bool:
        before = bracketed[max(bisect_right(starts, one.start) - 1, 0) : bisect_right(starts, one.start)]
        return all(other.end <= one.start for other in before)

    for one in (*bracketed, *filter(is_apart, _bare(document, checked))):
        yield replace(one, start=flowing.offset(one.start), end=flowing.offset(one.end))


def _bare(document: Document, checked: Checked) -> Iterator[TypedCitation]:
    """Citations without brackets."""
    text = document.flowing.text
    for match in _BARE.finditer(text, document.body_start) if _may_be_bare(text) else ():
        names = (match["name"], match["second"]) if match["second"] else (match["name"],)
        said = Said(names, match["year"], others=bool(match["others"]))
        item = Item(checked.index.works.find(said), *match.span(), said=said)
        one = _typed(Citation(*match.span(), (item,), narrative=True), match[0], checked)
        is_other = people.is_month(match["name"]) or _is_place(match[0])
        # London and Paris 2012 are two people only where the bibliography has them.
        if one.right or (_names_authors(item) and not is_other and not match["second"]):
            yield one


def _may_be_bare(text: str) -> bool:
    return (
        "et al" in text
        or _BETWEEN_COMMAS.search(text) is not None
        or any(
            _BEHIND_NAMES.search(text, max(0, year.start() - _LONGEST_NAMES), year.start())
            for year in _YEAR_ALONE.finditer(text)
        )
    )


def _in_brackets(text: str, start: int, checked: Checked) -> Iterator[TypedCitation]:
    """The citations in brackets. Each paragraph is on one line of ``text``, and is read once."""
    done = start
    for candidate in _CANDIDATE.finditer(text, start):
        if candidate.start() >= done:
            begin = text.rfind("\n", done, candidate.start()) + 1 or done
            done = text.find("\n", candidate.end())
            done = done if done >= 0 else len(text)
            yield from _in_paragraph(text[begin:done], begin, checked)


def _in_paragraph(text: str, begin: int, checked: Checked) -> Iterator[TypedCitation]:
    """The citations in brackets of a paragraph that begins at ``begin``."""
    ends = {candidate.end() for candidate in _CANDIDATE.finditer(text)}
    works = checked.index.works
    for citation in (*author_year.find(text, works), *temporary.find(text, works)):
        if not ends.isdisjoint((citation.end, citation.end - 1)):
            said = text[citation.start : citation.end]
            one = _typed(citation, said, checked)
            if one.right or _is_meant(citation, said):
                start = _start(citation, text)
                if not one.right and _PARTY.search(text[max(start - 5, 0) : start]):
                    continue
                shown = text[start : citation.start]
                right = one.right and f"{shown}{one.right}"
                yield replace(one, start=start + begin, end=one.end + begin, text=f"{shown}{said}", right=right)


def _start(citation: Citation, text: str) -> int:
    """Where a citation begins for a reader: with its name, where that is in the sentence: Author’s (2020) words."""
    first = citation.items[0]
    if not first.suppress or not first.said.names:
        return citation.start
    name = text.rfind(first.said.names[0], 0, citation.start)
    return name if name >= 0 else citation.start


def _typed(citation: Citation, said: str, checked: Checked) -> TypedCitation:
    """A citation with what to write for it, if each of its works is known, or but one can be meant for it."""
    works, known = checked.index.works, checked.catalogue.bibliography.sources
    items = tuple(_as_meant(item, works.by_key) for item in citation.items)
    right = written(replace(citation, items=items))
    if not right:
        some = any(map(_names_several, citation.items))
        return TypedCitation(
            citation.start, citation.end, said, in_brackets=not _is_in_sentence(citation), names_several=some
        )
    cited = tuple(known[item.verdict.keys[0]] for item in items)
    doubtful = (
        source.label
        for source, item in zip(cited, citation.items, strict=True)
        if _is_doubtful(item, works.by_key[source.key])
    )
    return TypedCitation(citation.start, citation.end, said, right, " and ".join(dict.fromkeys(doubtful)), cited)


def _is_in_sentence(citation: Citation) -> bool:
    """Whether the names are part of the sentence, and the year alone is in brackets."""
    return citation.narrative or citation.items[0].suppress


def _names_several(item: Item) -> bool:
    """Whether an item names several people: of a Truth and Reconciliation Commission there is one."""
    names = item.said.names
    return item.said.others or (len(names) > 1 and not any(map(organisations.is_organisation, names)))


def _as_meant(item: Item, works: Mapping[str, Work]) -> Item:
    """The same, and certain where one work has the people who are named, and more."""
    keys = item.verdict.keys
    more = [key for key in keys if begins_with(works[key], item.said) and has_more(works[key], item.said)]
    is_meant = item.verdict.status == OTHER_AUTHORS and len(more) == 1
    return replace(item, verdict=Verdict(OK, tuple(more))) if is_meant else item


def _is_doubtful(item: Item, work: Work) -> bool:
    """Whether another work may be meant: one that has only those who are named, or more than one that is not."""
    return item.verdict.status == OTHER_AUTHORS or (item.said.others and len(work.names) == 2 and not work.others)


def _is_meant(citation: Citation, said: str) -> bool:
    """Whether what names no source for certain names one all the same, and no law, month or table."""
    is_of_year = len(citation.items) == 1 and (_GOES_ON.search(said) or _is_short(citation, said))
    is_life = _is_in_sentence(citation) and _LIFE.search(said)
    return any(map(_names_authors, citation.items)) and not (is_of_year or is_life or _is_place(said))


def _is_place(said: str) -> bool:
    """Whether the last words before a year are a city or a country."""
    found = _PLACE.search(said)
    place = found["place"].strip() if found else ""
    words = place.casefold().split()
    is_of_place = bool(words) and words[-1] in vocabulary.PLACES and _OF_PLACES.issuperset(words)
    return is_of_place or place in capitals.PLACES


def may_be_month(said: str) -> bool:
    """Whether what is said is no more than a month with its year, which is a surname as well: (May, 2018)."""
    name, _, year = said.strip("()[]").partition(", ")
    return people.is_month(name) and year.isdigit()


def _names_authors(item: Item) -> bool:
    """Whether several people are named, or one with no word for a law, a table or a season: March & Town are people."""
    words = (word.casefold() for name in item.said.names for word in _NAME.findall(name))
    return _names_several(item) or _NOT_AUTHORS.isdisjoint(words)


def _is_short(citation: Citation, said: str) -> bool:
    """Whether the name before a year is an abbreviation in capitals: HIPAA (1996) is a law."""
    return citation.narrative and _SHORT.fullmatch(said.split(" (")[0].split(" [")[0]) is not None
