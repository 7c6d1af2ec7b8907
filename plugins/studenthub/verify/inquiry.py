"""Decides which services to ask about an entry, in which order, and what their answers mean together.

First by identifier, then by title. Whoever would be accused gets a second opinion: a field that one index gives
otherwise counts as different only if no other index has it as the entry does. In doubt there is no accusation: a web
page, a law or a report that is found by its title alone is confirmed, or not found, and never said to be wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from studenthub.model.sources.notices import KINDS, RETRACTION, Notice
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import AGREES, DIFFERS, NOT_FOUND, WRONG_WORK, Record, Verdict, entry_digest
from studenthub.verify import titles
from studenthub.verify.claim import Claim
from studenthub.verify.client import Away
from studenthub.verify.compare import AUTHORS, CONTAINER, DOI, IDENTIFIERS, TITLE, Match, compare, is_found, is_one_work
from studenthub.verify.people import Wrong
from studenthub.verify.services import Service
from studenthub.verify.services.crossref import Crossref
from studenthub.verify.services.handles import Handles
from studenthub.verify.titles import Likeness

T = TypeVar("T")

#: The identifiers of an entry, in the order in which they are asked for.
_IDENTIFIERS = ("doi", "pmid", "pmcid", "arxiv", "isbn")
#: DOIs of arXiv, Zenodo and figshare.
_AT_DATACITE = ("10.48550/", "10.5281/", "10.6084/")
#: A title with fewer words of more than three letters is not searched for: too many works have it.
_SHORTEST = 2
#: Services that must have answered before a title counts as looked for.
_INDEXES = ("Crossref", "PubMed")


@dataclass(frozen=True, slots=True)
class NotAsked:
    """There is no answer about an entry; ``why`` says so in words."""

    key: str
    why: str


@dataclass
class _Asked:
    """The questions about one entry: which services answered, which did not, and why.

    ``unresolved`` are identifiers of which nobody can say what they lead to, because a service is away;
    ``nowhere`` those that were never given, as a report names them. ``is_foreign`` says that the DOI is registered at
    an agency that nobody asks.
    ``others`` are works of other titles that identifiers lead to.
    """

    answered: list[str] = field(default_factory=list)
    away: dict[str, str] = field(default_factory=dict)
    unresolved: bool = False
    nowhere: list[str] = field(default_factory=list)
    is_foreign: bool = False
    others: list[Match] = field(default_factory=list)


@dataclass(frozen=True)
class Inquiry:
    """Asks ``services``, in their order, ``crossref`` among them; ``handles`` knows which DOIs there are.

    ``now`` is in UTC.
    """

    services: Sequence[Service]
    crossref: Crossref
    handles: Handles
    now: datetime.datetime

    def ask(self, source: Source) -> Verdict | NotAsked:
        """The verdict of the services on an entry. Raises ``client.OutOfTime``."""
        claim, asked = Claim.of(source), _Asked()
        match = self._identified(claim, asked) or self._searched(claim, asked)
        match = self._confirmed(claim, match, asked) if match else None
        date = self.now.strftime("%Y-%m-%dT%H%M")
        verdict = Verdict(source.key, entry_digest(source), NOT_FOUND, date, tuple(dict.fromkeys(asked.answered)))
        if asked.others:
            return replace(
                verdict, verdict=WRONG_WORK, record=asked.others[0].record, meant=match.record if match else None
            )
        if match:
            wrong = [name for name in match.wrong if name != DOI or not asked.is_foreign]
            wrong += [name for name in asked.nowhere if name not in wrong]
            return replace(
                verdict, verdict=DIFFERS if wrong else AGREES, differs=tuple(wrong), record=_marked(match.record)
            )
        if why := _unanswered(claim, asked):
            return NotAsked(source.key, why)
        return replace(verdict, differs=tuple(asked.nowhere))

    # --- by identifier ------------------------------------------------------------------------------------------------

    def _identified(self, claim: Claim, asked: _Asked) -> Match | None:
        """The work that an identifier of the entry leads to, where it is that of the entry."""
        for identifier in _IDENTIFIERS:
            value = str(getattr(claim, identifier))
            record = self._find(identifier, value, asked) if value else None
            if record is None:
                continue
            match = compare(claim, record, self.now.year, is_identified=True)
            if is_one_work(match):
                return self._published(claim, match)
            asked.others.append(match)
        return None

    def _find(self, identifier: str, value: str, asked: _Asked) -> Record | None:
        """The record of an identifier, from the first service that has it."""
        knowing = [service for service in self.services if identifier in service.identifiers]
        if value.startswith(_AT_DATACITE):
            knowing.sort(key=lambda service: service.name != "DataCite")
        for service in knowing:
            if record := self._answer(service.name, asked, partial(service.find, identifier, value)):
                return record
        is_away = any(service.name in asked.away for service in knowing)
        exists: bool | None = None if is_away else False
        if identifier == "doi":
            exists = self._answer(self.handles.name, asked, partial(self.handles.exists, value))
            asked.is_foreign |= exists is True
        # A preprint of arXiv has a DOI as well: its number is asked for next.
        if exists is False and identifier in IDENTIFIERS and not value.lower().startswith("10.48550/arxiv."):
            asked.nowhere.append(IDENTIFIERS[identifier])
        asked.unresolved |= is_away and exists is not False
        return None

    def _published(self, claim: Claim, match: Match) -> Match:
        """The article itself, where what was found is its preprint, and the entry is of the article."""
        doi = match.record.published
        if match.record.kind != "preprint" or not claim.claims_venue or not doi:
            return match
        record = self._find("doi", doi, _Asked())
        better = compare(claim, record, self.now.year, is_identified=True) if record else None
        return better if better and better.likeness >= Likeness.CHANGED else match

    # --- by title -----------------------------------------------------------------------------------------------------

    def _searched(self, claim: Claim, asked: _Asked) -> Match | None:
        """The work that has the title of the entry, from the first service that has one that fits in all fields."""
        if not _can_be_searched(claim):
            return None
        near: list[Match] = []
        for service in self.services:
            if not service.searches:
                continue
            found = self._answer(service.name, asked, partial(service.search, claim)) or ()
            matches = [match for match in (self._compare(claim, record) for record in found) if is_found(claim, match)]
            if not claim.is_scholarly:
                # A record can confirm that these exist; where it differs, it may be about another work.
                matches = [replace(m, differs=frozenset()) for m in matches if not {TITLE, AUTHORS} & set(m.wrong)]
            near += matches
            if any(not match.wrong for match in matches):
                break
        if claim.venue and near and all(CONTAINER in match.differs for match in near):
            found = self._answer(self.crossref.name, asked, partial(self.crossref.search_in_venue, claim)) or ()
            near += (match for match in (self._compare(claim, record) for record in found) if is_found(claim, match))
        best = min(near, key=lambda match: (len(match.wrong), -match.likeness, -len(match.agrees)), default=None)
        return self._whole(self._published(claim, best), asked) if best else None

    def _whole(self, match: Match, asked: _Asked) -> Match:
        """The same with the whole record: a list of results does not say what happened to a work later."""
        if match.record.service != self.crossref.name or not match.record.doi:
            return match
        record = self._answer(self.crossref.name, asked, partial(self.crossref.find, "doi", match.record.doi))
        return replace(match, record=record) if record else match

    # --- a second opinion ---------------------------------------------------------------------------------------------

    def _confirmed(self, claim: Claim, match: Match, asked: _Asked) -> Match:
        """The same, without the fields that another index has as the entry has them."""
        record = match.record
        for service in self.services if match.wrong else ():
            identifier = next(
                (one for one in ("pmid", "doi") if one in service.identifiers and getattr(record, one)), ""
            )
            if not identifier or service.name in (record.service, "DataCite"):
                continue
            value = str(getattr(record, identifier))
            other = self._answer(service.name, asked, partial(service.find, identifier, value))
            second = self._compare(claim, other) if other else None
            if second is not None and second.likeness >= match.likeness:
                match = _lenient(match, second)
        return match

    # --- asking -------------------------------------------------------------------------------------------------------

    def _compare(self, claim: Claim, record: Record) -> Match:
        return compare(claim, record, self.now.year)

    def _answer(self, name: str, asked: _Asked, question: Callable[[], T]) -> T | None:
        """The answer of a service, or None where it is away."""
        try:
            answer = question()
        except Away as error:
            asked.away[name] = str(error)
            return None
        asked.answered.append(name)
        return answer


def _can_be_searched(claim: Claim) -> bool:
    """Whether a title tells a work from others, or does so together with its author."""
    return titles.count_significant(claim.title) >= (1 if claim.first_author else _SHORTEST)


def _unanswered(claim: Claim, asked: _Asked) -> str:
    """Why nothing can be said of an entry for which nothing was found, or ""."""
    is_searched = _can_be_searched(claim)
    silent = [name for name in asked.away if asked.unresolved or (is_searched and name in _INDEXES)]
    if silent:
        return "; ".join(f"{name} gave no answer ({asked.away[name]})" for name in silent)
    if not is_searched and not asked.answered:
        return "its title is too short to look for"
    return ""


def _lenient(match: Match, second: Match) -> Match:
    """A match without the fields that a second record has as the entry has them, and with the notices of both."""
    authors = match.authors
    if authors.wrong is not Wrong.NONE and second.authors.knows and second.authors.wrong is Wrong.NONE:
        authors = second.authors
    known = {(notice.kind, notice.doi.casefold()) for notice in match.record.notices}
    kinds = {notice.kind for notice in match.record.notices}
    more = tuple(n for n in second.record.notices if (n.kind, n.doi.casefold()) not in known and n.kind not in kinds)
    record = replace(
        match.record,
        notices=(*match.record.notices, *more),
        pmid=match.record.pmid or second.record.pmid,
        pmcid=match.record.pmcid or second.record.pmcid,
    )
    return replace(
        match,
        record=record,
        likeness=max(match.likeness, second.likeness),
        authors=authors,
        differs=match.differs - second.agrees,
    )


def _marked(record: Record) -> Record:
    """A record with a notice of what its title says."""
    grave = any(notice.kind in KINDS[:2] for notice in record.notices)
    if grave or not titles.is_retracted(record.title):
        return record
    return replace(record, notices=(*record.notices, Notice(RETRACTION, service=record.service)))
