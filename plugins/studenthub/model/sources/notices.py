"""Notices that journals publish about a work: retractions, expressions of concern, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from studenthub.i18n import N_
from studenthub.parse import identifiers, months

#: The kinds of notices, the gravest first.
RETRACTION, WITHDRAWAL, CONCERN, CORRECTION = "retraction", "withdrawal", "concern", "correction"
KINDS = (RETRACTION, WITHDRAWAL, CONCERN, CORRECTION)
_WORDS = {
    RETRACTION: N_("Retracted"),
    WITHDRAWAL: N_("Withdrawn"),
    CONCERN: N_("Expression of concern"),
    CORRECTION: N_("Corrected"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about a work. ``kind`` is one of KINDS; ``date`` is as much of YYYY-MM-DD as is known, or "".

    ``doi`` and ``pmid`` are those of the notice; ``reason`` is what the index says of it, and often empty; ``service``
    is who says so.
    """

    kind: str
    date: str = ""
    doi: str = ""
    pmid: str = ""
    reason: str = ""
    service: str = ""

    @property
    def word(self) -> str:
        """The state of the work as a label: Retracted, Withdrawn, Expression of concern, Corrected."""
        return _WORDS[self.kind]

    @property
    def when(self) -> str:
        """Its date as it is read: 6 February 2010, February 2010, 2010, or ""."""
        year, *rest = self.date.split("-")
        month = [months.ENGLISH[int(rest[0]) - 1].capitalize()] if rest and 1 <= int(rest[0]) <= 12 else []
        day = [str(int(rest[1]))] if month and len(rest) > 1 else []
        return " ".join([*day, *month, year])

    @property
    def said(self) -> str:
        """The event as a part of a sentence: retracted on 6 February 2010; withdrawn in 2010; retracted."""
        on = "on" if self.date.count("-") == 2 else "in"
        return f"{self.word.lower()} {on} {self.when}" if self.when else self.word.lower()

    @property
    def is_grave(self) -> bool:
        """Whether it warns readers not to rely on the work any more."""
        return self.kind in (RETRACTION, WITHDRAWAL)

    @property
    def link(self) -> str:
        """Where the notice can be read, or ""."""
        if self.doi:
            return identifiers.doi_address(quote(self.doi, safe="/:;()"))
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


def gravest(notices: tuple[Notice, ...]) -> Notice | None:
    """The gravest notice, of several of one kind the first that leads somewhere; None where there is none."""
    return min(notices, key=lambda notice: (KINDS.index(notice.kind), not notice.link), default=None)
