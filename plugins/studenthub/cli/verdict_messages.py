"""The messages about a source that was looked up, in words for its author: what the record says, without blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.model.sources.notices import CORRECTION, Notice
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import AGREES, DIFFERS, NOT_FOUND, WRONG_WORK, Record, Verdict
from studenthub.parse.bibtex.names import Name
from studenthub.source.problems import listed, shortened
from studenthub.verify import compare, entries, people
from studenthub.verify.claim import Claim

#: Values are cut where they are longer.
_LONGEST = 160
#: A list of more names is cut.
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Words:
    """The message about a source: a ``headline`` of a few words, then ``remarks``, which are whole sentences.

    ``entry`` is its entry as the record has it, to be copied; "" where there is nothing to copy. ``is_good`` says that
    nobody need act on it.
    """

    headline: str
    remarks: tuple[str, ...] = ()
    entry: str = ""
    is_good: bool = False


def words(source: Source, verdict: Verdict) -> Words:
    """The message about a source."""
    notice = verdict.notice
    said = [_of_notice(notice)] if notice else []
    if verdict.verdict == AGREES:
        headline = notice.word.lower() if notice and notice.kind != CORRECTION else "agrees"
        return Words(headline, (*said, *_offered(source, verdict)), is_good=verdict.is_good)
    if verdict.verdict == DIFFERS:
        remarks = (*said, *_differences(source, verdict))
        service = verdict.record.service if verdict.record else "the record"
        headline = f"differs from {service}: which is right?"
        headline = f"{notice.word.lower()}, and {headline}" if notice and notice.kind != CORRECTION else headline
        return Words(headline, remarks, entries.as_recorded(source, verdict))
    if verdict.verdict == WRONG_WORK:
        copied = entries.as_recorded(source, verdict) if verdict.meant else ""
        return Words("the identifier leads to another work", tuple(_wrong_work(source, verdict)), copied)
    return Words("not found", tuple(_not_found(source, verdict)), is_good=is_good(source, verdict))


def is_good(source: Source, verdict: Verdict) -> bool:
    """Whether it needs no action. It is normal that a book, a law or a report is in no index."""
    if verdict.verdict != NOT_FOUND:
        return verdict.is_good
    return not verdict.differs and not _is_expected(Claim.of(source))


def _is_expected(claim: Claim) -> bool:
    """Whether works of this kind are in an index as a rule."""
    return claim.is_scholarly and claim.kind in ("article", "paper")


def in_short(verdict: Verdict) -> str:
    """A verdict in a few words, for a list: differs in authors, year and volume."""
    notice = verdict.notice
    parts = [notice.said] if notice and notice.kind != CORRECTION else []
    if verdict.verdict == DIFFERS:
        parts.append(f"differs in {listed(verdict.differs, 'and')}")
    elif verdict.verdict != AGREES or not parts:
        names = {AGREES: "agrees", WRONG_WORK: "the identifier leads to another work", NOT_FOUND: "not found"}
        parts.append(names[verdict.verdict])
    return ", ".join(parts)


def _of_notice(notice: Notice) -> str:
    where = f": {notice.link}" if notice.link else ""
    why = f" ({shortened(notice.reason, _LONGEST)})" if notice.reason else ""
    if notice.is_grave:
        return f"This work was {notice.said}{why}{where}. Cite another one, or say in the text that it was retracted."
    if notice.kind == CORRECTION:
        return f"This work was {notice.said}{why}{where}. Does what you cite still stand?"
    on = f" of {notice.when}" if notice.when else ""
    return f"The journal has published an expression of concern{on}{why}{where}. Read it before you rely on this work."


# --- what differs -----------------------------------------------------------------------------------------------------


def _differences(source: Source, verdict: Verdict) -> Iterator[str]:
    record = verdict.record
    assert record is not None
    who, claim = record.service, Claim.of(source)
    for what in verdict.differs:
        if what == compare.AUTHORS:
            yield _of_authors(claim, record)
        elif what == compare.TITLE:
            yield f"The title: {who} has {_quoted(record.title)}."
        elif what == compare.CONTAINER and record.kind == "preprint":
            yield (
                f"The journal: {who} has this work as a preprint alone{_in(record)}. "
                "Has the journal's version appeared? If not, cite the preprint."
            )
        elif what in compare.IDENTIFIERS.values():
            yield _of_identifier(what, claim, record)
        else:
            yield f"The {what}: {_value(what, claim) or 'none'} here; {who} has {_recorded(what, record)}."


def _of_authors(claim: Claim, record: Record) -> str:
    who = record.service
    theirs = record.authors or record.editors
    found = people.compare(claim.authors or claim.editors, theirs, is_complete=record.is_complete)
    parts = []
    if found.shared == 0 and found.extra:
        return f"The authors: {who} has {_people(theirs)}."
    if found.extra:
        parts.append(f"no {_people(found.extra, 'and no')}")
    if found.missing:
        parts.append(f"{_people(found.missing)}{' as well' if not found.extra else ''}")
    if parts:
        return f"The authors: {who} has {', but '.join(parts)}."
    return f"The authors: {who} has them in another order: {_people(record.authors)}."


def _people(some: Sequence[Name], between: str = "and") -> str:
    shown = [name.full for name in some[:_MOST_NAMES]]
    more = len(some) - len(shown)
    return listed([*shown, f"{more} more"], "and") if more else listed(shown, between)


def _of_identifier(what: str, claim: Claim, record: Record) -> str:
    ours = _identifier(what, claim)
    theirs = (
        f" {record.service} has this work with the DOI {record.doi}." if record.doi and record.doi != claim.doi else ""
    )
    return f"The {what}: there is no {ours}.{theirs}"


def _identifier(what: str, claim: Claim) -> str:
    """The identifier that the entry has of the kind ``what``."""
    field = next(field for field, name in compare.IDENTIFIERS.items() if name == what)
    return shortened(getattr(claim, field), _LONGEST)


def _value(what: str, claim: Claim) -> str:
    values = {
        compare.YEAR: " or ".join(map(str, claim.years)),
        compare.CONTAINER: claim.venue,
        compare.VOLUME: claim.volume,
        compare.ISSUE: claim.issue,
        compare.PAGES: claim.pages,
    }
    return shortened(values.get(what, ""), _LONGEST)


def _recorded(what: str, record: Record) -> str:
    values = {
        compare.YEAR: " and ".join(map(str, record.years)),
        compare.CONTAINER: record.containers[0] if record.containers else "",
        compare.VOLUME: record.volume,
        compare.ISSUE: record.issue,
        compare.PAGES: record.pages or record.number,
    }
    return shortened(values.get(what, ""), _LONGEST) or "none"


def _wrong_work(source: Source, verdict: Verdict) -> Iterator[str]:
    record, claim = verdict.record, Claim.of(source)
    assert record is not None
    ours = f"the DOI {claim.doi}" if claim.doi else "the identifier"
    yield f"{ours[:1].upper()}{ours[1:]} leads to another work: {_named(record)}."
    if meant := verdict.meant:
        theirs = f"the DOI {meant.doi}" if meant.doi else "another identifier"
        yield f"{meant.service} has the title of this entry with {theirs}."
    else:
        yield "Which of the two did you read? Copy the DOI again from the page of the work."


def _not_found(source: Source, verdict: Verdict) -> Iterator[str]:
    claim = Claim.of(source)
    for what in verdict.differs:
        yield f"There is no {what} {_identifier(what, claim)}."
    asked = [name for name in verdict.asked if name != "doi.org"]
    if _is_expected(claim):
        yield f"{listed(asked, 'and') or 'No index'} {'has' if len(asked) < 2 else 'have'} no work with this title."
        yield "That happens with small journals and old works. Compare the entry with the work itself."
    else:
        yield "No index that was asked lists it. That is normal for books, laws, reports and web pages."


def _named(record: Record) -> str:
    authors = f" by {_people(record.authors)}" if record.authors else ""
    return f"{_quoted(record.title)}{authors}{_in(record)}"


def _in(record: Record) -> str:
    return f" ({record.years[0]})" if record.years else ""


def _quoted(title: str) -> str:
    return f"“{shortened(title, _LONGEST)}”"


def _offered(source: Source, verdict: Verdict) -> Iterator[str]:
    record = verdict.record
    if record is None:
        return
    absent = {"doi": record.doi} if entries.doi_fix(source, verdict) else {}
    absent |= entries.missing(source, verdict)
    if absent:
        fields = ", ".join(f"{name} = {{{shortened(value, _LONGEST)}}}" for name, value in absent.items())
        yield f"{record.service} also has: {fields}"
