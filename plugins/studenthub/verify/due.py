"""Chooses the entries to ask about, from the answers kept before.

An answer that is the same as the one that is kept is not kept again: then nothing would change but its day, in hundreds
of files. That it was asked is remembered in the cache instead, which may be lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import Verdict, entry_digest
from studenthub.runtime.cache import Cache, digest

#: Days after which an answer is old, and entries that one run asks about.
_OLD, MOST = 90, 500
#: The last time that an entry was asked about which never was: before any other.
_NEVER = datetime.date.min
_KIND = "verified"


@dataclass(frozen=True)
class Memory:
    """When entries were asked about last, as the cache knows it."""

    cache: Cache

    def note(self, source: Source, day: datetime.date) -> None:
        """An entry was asked about."""
        self.cache.put(_KIND, self._row(source), day.isoformat())

    def day(self, source: Source, verdict: Verdict | None) -> datetime.date | None:
        """When an entry was asked about last; None where there is no answer about it."""
        if verdict is None:
            return None
        days = [_day(verdict.date), _day(self.cache.get(self._row(source)) or "")]
        return max(filter(None, days), default=None)

    def _row(self, source: Source) -> str:
        return digest(_KIND, source.key, entry_digest(source))


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def due(
    sources: Iterable[Source], kept: Mapping[str, Verdict], memory: Memory, today: datetime.date
) -> Sequence[Source]:
    """The entries that are new or have changed, and then those whose answer is old, the oldest first."""
    rows = [(memory.day(source, kept.get(source.key)) or _NEVER, source) for source in sources]
    oldest = today - datetime.timedelta(days=_OLD)
    return [source for day, source in sorted(rows, key=lambda row: row[0]) if day < oldest]
