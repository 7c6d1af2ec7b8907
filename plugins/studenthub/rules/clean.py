"""In what the checks have found nothing before, so that they look again at nothing but what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from studenthub.cache import Cache, digest
from studenthub.rules.checked import Checked, Document

_KIND = "checks"


@dataclass(frozen=True)
class Clean:
    """Texts without findings, in a cache, by the digest of all that the checks of a text may know.

    What was found is never kept: it is found again. ``surroundings`` is a digest of what takes part besides the hub, as
    our own code does; where it is "", and where there is no cache, nothing is kept.
    """

    cache: Cache | None = None
    surroundings: str = ""

    def begin(self, checked: Checked, codes: Iterable[str]) -> str:
        """A digest of what the checks with these codes may know of a hub besides one text."""
        if self.cache is None or not self.surroundings:
            return ""
        bibliography = checked.catalogue.bibliography
        terms = checked.only(()).catalogue.terms
        return digest(
            self.surroundings,
            repr((replace(checked.settings, root=Path()), checked.today, terms, sorted(bibliography.broken))),
            " ".join(codes),
            *(source.fingerprint for source in bibliography.sources.values()),
        )

    def key(self, context: str, texts: Iterable[Document]) -> str:
        """A digest of these texts as checks see them in a ``context``; "" in one that is not known."""
        parts = (part for document in texts for part in (document.text.path, document.content))
        return digest(_KIND, context, *parts) if context else ""

    def has(self, key: str) -> bool:
        """Whether nothing was found in what has this key."""
        return bool(key) and self.cache is not None and self.cache.get_bytes(key) is not None

    def note(self, key: str) -> None:
        """Remember that nothing was found there."""
        if key and self.cache is not None:
            self.cache.put(_KIND, key, "")
