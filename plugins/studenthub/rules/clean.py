"""Remembers the texts in which the checks found nothing, so that only changed texts are checked again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.runtime.cache import Cache, digest
from studenthub.runtime.fingerprints import fingerprint

_KIND = "checks"


@dataclass(frozen=True)
class Clean:
    """The memory of the checks between runs: the texts in which they found nothing, in a cache.

    What was found is never kept: it is found again. ``fingerprint`` is a digest of what takes part besides the hub, as
    our own code does; where it is "", and where there is no cache, nothing is kept.
    """

    cache: Cache | None = None
    fingerprint: str = ""

    def begin(self, checked: Checked, codes: Collection[str]) -> Memory:
        """The memory before the checks with these codes run on a hub, all of whose texts are in ``checked``."""
        if self.cache is None or not self.fingerprint:
            return Memory()
        name, context = digest(_KIND, *codes), self._context(checked)
        try:
            before, texts = json.loads(self.cache.get(name) or "")
            known = frozenset(map(str, texts)) if before == context else frozenset()
        except (ValueError, TypeError):
            known = frozenset()
        return Memory(self.cache, name, context, known)

    def _context(self, checked: Checked) -> str:
        """A digest of what the checks of a text may know besides it: on another day they may say something else."""
        bibliography = checked.catalogue.bibliography
        terms = checked.only(()).catalogue.terms
        return digest(
            self.fingerprint,
            checked.settings.fingerprint,
            checked.style.digest if checked.style else "",
            fingerprint(checked.today, terms, bibliography.broken, tuple(bibliography.sources.values())),
        )


@dataclass(frozen=True)
class Memory:
    """One run of the checks: the digests of texts that were clean ``before`` it, and those that are ``now``."""

    cache: Cache | None = None
    name: str = ""
    context: str = ""
    before: frozenset[str] = frozenset()
    now: set[str] = field(default_factory=set)

    def recalls(self, texts: Iterable[Document]) -> bool:
        """Whether nothing was found in these texts together, the last time; this is then remembered for the next."""
        key = _key(texts)
        if key in self.before:
            self.now.add(key)
        return key in self.before

    def note(self, texts: Iterable[Document]) -> None:
        """Remember that nothing was found in them."""
        self.now.add(_key(texts))

    def keep(self) -> None:
        """Keep it for the next run. One row for all texts takes the place of the last one, so it cannot grow."""
        if self.cache and self.now != self.before:
            self.cache.put(_KIND, self.name, json.dumps([self.context, sorted(self.now)]))


def _key(texts: Iterable[Document]) -> str:
    return digest(*(part for document in texts for part in (document.text.path, document.content)))
