"""Finds the sources of a bibliography by what a text says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from studenthub.model.sources.source import Source
from studenthub.model.sources.works import work
from studenthub.parse.typed_citations import Works
from studenthub.rules.citing.typed_references import identities_of
from studenthub.runtime.pauses import paused


@dataclass(frozen=True)
class SourceIndex:
    """An index of ``sources``, which are by key, each part of it made when it is first asked for.

    ``pause`` is called now and then.
    """

    sources: Mapping[str, Source]
    pause: Callable[[], object] = lambda: None

    @cached_property
    def by_identity(self) -> Mapping[str, Source]:
        """The sources by DOI, and by title and year."""
        return {name: source for source in paused(self.sources.values(), self.pause) for name in identities_of(source)}

    @cached_property
    def works(self) -> Works:
        """The sources as typed citations name them."""
        return Works(map(work, self.sources.values()))
