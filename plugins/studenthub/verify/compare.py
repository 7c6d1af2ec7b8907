"""Compares an entry with a record, field by field. Pure: it asks no service.

A field is said to differ only where both sides are plain about it; everything else is left open. The rules that are not
those of ``titles``, ``people``, ``containers`` and ``numbers`` are here: what belongs to editions, versions and parts.
"""

from __future__ import annotations

from dataclasses import dataclass

from studenthub.model.sources.verdicts import Record
from studenthub.verify import containers, numbers, people, titles
from studenthub.verify.claim import Claim
from studenthub.verify.people import Comparison, Wrong
from studenthub.verify.titles import Likeness

#: The fields that are compared, as a report names them, in the order of a reference.
TITLE, AUTHORS, YEAR, CONTAINER = "title", "authors", "year", "journal or book"
VOLUME, ISSUE, PAGES, DOI = "volume", "issue", "pages", "DOI"
FIELDS = (AUTHORS, YEAR, TITLE, CONTAINER, VOLUME, ISSUE, PAGES, DOI)
#: The names of identifiers. Nothing follows from an ISBN that no service knows.
IDENTIFIERS = {"doi": DOI, "pmid": "PMID", "pmcid": "PMCID", "arxiv": "arXiv number"}
#: The kinds of records that are whole books, and those that are a part of one.
_BOOKS, _PARTS = {"book", "report", "periodical"}, {"chapter", "paper-conference"}
#: Longer words of a title from which it is hardly that of two works; and those below which it identifies none.
_DISTINCTIVE, _TELLING = 4, 3


#: Years after an issue from which a known date is no longer that of the work, but the day on which it went online.
_MUCH_LATER = 4


@dataclass(frozen=True, slots=True)
class Match:
    """An entry beside a record.

    ``likeness`` is that of the titles, ``authors`` how their lists differ. ``differs`` are the other fields that
    differ, ``agrees`` those that are plainly the same; what is in neither is open.
    """

    record: Record
    likeness: Likeness
    authors: Comparison
    differs: frozenset[str]
    agrees: frozenset[str]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The names of all fields that differ."""
        found = set(self.differs)
        found |= {TITLE} if self.likeness in (Likeness.OTHER, Likeness.CHANGED) else set()
        found |= {AUTHORS} if self.authors.wrong is not Wrong.NONE else set()
        return tuple(name for name in FIELDS if name in found)

    @property
    def shares_people(self) -> bool:
        """Whether some author is in both lists."""
        return self.authors.shared > 0

    @property
    def shares_most_people(self) -> bool:
        """Whether half of the authors are in both lists, or more."""
        named = self.authors.shared + len(self.authors.extra)
        return self.authors.shared > 0 and self.authors.shared * 2 >= named

    @property
    def shares_place(self) -> bool:
        """Whether it is at the same place of the same journal: then it is one work, whatever it is called."""
        return {CONTAINER, VOLUME, PAGES} <= self.agrees


def compare(claim: Claim, record: Record, this_year: int, *, is_identified: bool = False) -> Match:
    """An entry beside a record. ``this_year`` tells what is in the future.

    ``is_identified`` says that an identifier of the entry leads to the record: then it is of the same edition, and
    has the same DOI, though a registry may know it by a newer one.
    """
    likeness = titles.likeness([claim.title], record.titles)
    if likeness < Likeness.SAME and _is_whole_or_part(claim, record):
        likeness = Likeness.SAME
    answers = {
        YEAR: numbers.years(claim.years, record.years, this_year),
        CONTAINER: _container(claim, record),
        VOLUME: numbers.volumes(claim.volume, record.volume) if claim.volume and record.volume else None,
        ISSUE: numbers.volumes(claim.issue, record.issue) if claim.issue and record.issue else None,
        PAGES: numbers.pages(claim.pages, record.pages, record.number) if claim.pages else None,
        DOI: claim.doi.casefold() == record.doi.casefold() if claim.doi and record.doi and not is_identified else None,
    }
    is_future = bool(claim.years) and min(claim.years) > this_year
    open_fields = _open(claim, record, answers, is_identified) - ({YEAR} if is_future else set())
    answers |= dict.fromkeys(open_fields)
    return Match(
        record,
        likeness,
        _people(claim, record),
        frozenset(name for name, answer in answers.items() if answer is False),
        frozenset(name for name, answer in answers.items() if answer),
    )


def is_one_work(match: Match) -> bool:
    """Whether the record that an identifier leads to is that of the entry, though some fields may differ."""
    if match.likeness in (Likeness.SAME, Likeness.UNKNOWN):
        return True
    if match.shares_place or (match.shares_most_people and match.likeness == Likeness.CHANGED):
        return True
    # A translated title, or another one: everything else is as it should be.
    others = {YEAR, VOLUME, PAGES, CONTAINER} & match.agrees
    return match.shares_most_people and match.authors.wrong is Wrong.NONE and len(others) > 1 and not match.differs


def is_found(claim: Claim, match: Match) -> bool:
    """Whether a record that was searched for is that of the entry, though some fields may differ."""
    if match.record.updates or _is_other_version(claim, match):
        return False
    if match.likeness == Likeness.SAME:
        if match.shares_people or not match.authors.knows:
            # Editorials have one title, and a person writes several.
            places = {YEAR, CONTAINER, VOLUME, PAGES}
            is_short = titles.count_significant(claim.title) < _TELLING
            return not is_short or len(places & match.agrees) >= len(places & match.differs)
        # Books and chapters of one title are many.
        is_told = titles.count_significant(claim.title) >= _DISTINCTIVE
        is_told = is_told or len({YEAR, CONTAINER, VOLUME, PAGES} & match.agrees) > 1
        return is_told and claim.kind in ("article", "paper")
    if match.likeness == Likeness.CHANGED:
        return match.shares_most_people and bool({YEAR, CONTAINER} & match.agrees)
    return match.likeness == Likeness.OTHER and match.shares_place and match.shares_people


#: Records of these kinds are, for an entry of each kind, of the same text in another form: the thesis, the talk or the
#: preprint of an article. They confirm the title and the authors, and say nothing of the rest.
_VERSIONS = {
    "article": {"paper-conference", "thesis", "report", "chapter", "dataset", "book"},
    "paper": {"article-journal", "thesis", "report", "preprint", "dataset"},
    "book": {"chapter", "article-journal", "thesis", "paper-conference", "periodical", "report"},
    "part": {"article-journal", "thesis", "preprint", "report", "paper-conference"},
    "other": {"article-journal", "thesis", "preprint", "report", "paper-conference", "dataset", "chapter"},
}


def _is_version(claim: Claim, record: Record) -> bool:
    return record.kind in _VERSIONS[claim.kind] or record.kind in ("component", "review")


def _is_other_version(claim: Claim, match: Match) -> bool:
    """Whether the record is of another form of the work, which was published elsewhere."""
    if match.record.kind == "preprint":
        # Many conferences register nothing, so that only the preprint of a paper is in an index.
        is_printed = claim.kind == "article" and bool(claim.volume or claim.pages)
        return CONTAINER in match.differs and not is_printed
    return _is_version(claim, match.record) and CONTAINER in match.differs


def _container(claim: Claim, record: Record) -> bool | None:
    if record.kind == "preprint":
        # An archive of preprints is no journal, and so an article that claims one is not what was found.
        return False if claim.claims_venue and not record.published else None
    if not claim.venue or not record.containers:
        return None
    if set(claim.issn) & set(record.issn):
        return True
    named = [name for name in claim.containers if not containers.is_preprint(name)]
    return containers.are_one(named, record.containers)


def _open(claim: Claim, record: Record, answers: dict[str, bool | None], is_identified: bool) -> set[str]:
    """The fields of which this record can say nothing, whatever it says."""
    found: set[str] = set()
    if record.kind == "preprint":
        # The article has a year of its own.
        found |= {VOLUME, ISSUE, PAGES} | ({YEAR} if claim.claims_venue else set())
    elif not is_identified and _is_version(claim, record) and answers[CONTAINER] is None:
        found |= {YEAR, VOLUME, ISSUE, PAGES}
    elif not is_identified and claim.is_preprint and not any(map(containers.is_preprint, record.containers)):
        # What was found is the article that it became.
        found |= {YEAR, CONTAINER, VOLUME, ISSUE, PAGES}
    if record.kind == "preprint" or claim.arxiv:
        # A preprint and its article have a DOI each.
        found.add(DOI)
    if record.kind in _BOOKS and claim.kind != "book":
        found |= {PAGES, CONTAINER, VOLUME, ISSUE}
    if claim.kind in ("book", "part", "other"):
        # Volumes of a series, issues that are numbers of reports, pages that are counts.
        found |= {VOLUME, ISSUE} if claim.kind != "part" else {ISSUE}
        found |= {PAGES} if claim.kind != "part" else set()
    if claim.kind == "book":
        found |= {CONTAINER} | (set() if is_identified else {YEAR})
    if (
        answers[YEAR] is False
        and record.online
        and not record.printed
        and answers[VOLUME]
        and min(claim.years) + _MUCH_LATER <= record.online
    ):
        # An old issue that was put online much later.
        found.add(YEAR)
    if _is_year(claim.volume) is not _is_year(record.volume):
        found.add(VOLUME)
    return found


def _is_year(volume: str) -> bool:
    return len(volume) == 4 and volume.isdecimal() and volume[:2] in ("19", "20")


def _people(claim: Claim, record: Record) -> Comparison:
    """The authors side by side; of a book the editors, where one side has no authors."""
    ours, theirs = claim.authors, record.authors
    if not ours and claim.kind == "book":
        ours, theirs = claim.editors, record.editors or record.authors
    elif not theirs and record.kind in _BOOKS:
        theirs = record.editors
    if record.kind in _BOOKS and claim.kind == "part":
        # The whole book has editors, where the chapter has authors.
        return Comparison(knows=False)
    return people.compare(ours, theirs, is_complete=record.is_complete)


def _is_whole_or_part(claim: Claim, record: Record) -> bool:
    """Whether the record is that of the book in which the chapter is, or of a chapter of the book."""
    if claim.kind in ("part", "paper") and record.kind in _BOOKS:
        return titles.likeness(claim.containers, record.titles) == Likeness.SAME
    if claim.kind == "book" and record.kind in _PARTS:
        return titles.likeness([claim.title], record.containers) == Likeness.SAME
    return False
