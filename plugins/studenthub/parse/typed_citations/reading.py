"""All citations of a text, in whatever way its writer cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studenthub.parse.typed_citations import author_page, author_year, numbered, prefixed, temporary
from studenthub.parse.typed_citations.found import Citation
from studenthub.parse.typed_citations.works import OK, Works


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, cell or caption: its text, the ranges of it that are raised, and those in which nothing is cited."""

    text: str
    raised: tuple[tuple[int, int], ...] = ()
    opaque: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """How a writer cites, which only the whole text shows.

    ``round_numbers`` is whether a number in round brackets is a work of the list: where the list has numbers, and the
    text has neither raised ones nor square brackets; ``within`` are those within a clause that cite, each by the text
    of its passage and its offset. ``pages`` is whether the text cites without years, as MLA wants.
    """

    round_numbers: bool = False
    within: frozenset[tuple[str, int]] = frozenset()
    pages: bool = False


def habits(passages: Sequence[Passage], works: Works) -> Habits:
    """How the writer of these passages cites."""
    dated = any(
        item.verdict.status == OK
        for one in passages
        for found in author_year.find(one.text, works)
        for item in found.items
    )
    if works.numbers:
        other = any(_numbered(one, works) for one in passages)
        if dated or other:
            return Habits()
        return Habits(round_numbers=True, within=numbered.in_order((one.text for one in passages), works))
    pages = not dated and any(
        author_page.has_pages(found) for one in passages for found in author_page.find(one.text, works)
    )
    return Habits(pages=pages)


def find(passage: Passage, works: Works, how: Habits) -> list[Citation]:
    """The citations of a passage, in their order, none within another."""
    sure = [*prefixed.find(passage.text, works), *temporary.find(passage.text, works)]
    found = [one for one in author_year.find(passage.text, works) if not _is_within(one, sure)] + sure
    if works.numbers:
        found += _numbered(passage, works)
        if how.round_numbers:
            found += numbered.round_(passage.text, works, how.within)
    else:
        found += _by_page(passage.text, works, how)
    return list(_apart(found, passage.opaque))


def _is_within(doubtful: Citation, sure: Iterable[Citation]) -> bool:
    """Whether a citation that is not certain is one of those that are, read in another way."""
    return not doubtful.certain and any(doubtful.start <= one.start and one.end <= doubtful.end for one in sure)


def _numbered(passage: Passage, works: Works) -> list[Citation]:
    return [*numbered.square(passage.text, works), *numbered.high(passage.text, passage.raised, works)]


def _by_page(text: str, works: Works, how: Habits) -> Iterator[Citation]:
    for citation in author_page.find(text, works):
        yield author_page.certain(citation) if how.pages else citation
    if how.pages:
        yield from map(author_page.certain, author_page.pages_alone(text, works))


def _apart(found: Iterable[Citation], opaque: Iterable[tuple[int, int]]) -> Iterator[Citation]:
    """Citations in their order, without those that overlap one before or are where nothing is cited."""
    ranges = list(opaque)
    end = 0
    for citation in sorted(found, key=lambda one: (one.start, -one.end)):
        if citation.start >= end and not any(citation.start < stop and start < citation.end for start, stop in ranges):
            yield citation
            end = citation.end
