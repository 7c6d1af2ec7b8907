"""A hub as a value: what is written for it, what is published of that, and what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studenthub.model.catalogue import Catalogue
from studenthub.model.guides import Guide
from studenthub.model.settings import Settings
from studenthub.source.problems import Problem


@dataclass(frozen=True)
class Contents:
    """Everything that is written for a hub, published or not, as it is on the day ``today``."""

    settings: Settings
    catalogue: Catalogue
    today: datetime.date
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True)
class Hub:
    """A hub that was read.

    ``guides`` are the pages that are neither articles nor terms; ``hidden`` the files of articles that are not
    published yet. Paths are relative to the project; ``problems`` are sorted, and so is ``advice`` when the rules have
    run. ``secrets`` are the confidential words that were found, which must be printed nowhere.
    """

    settings: Settings
    catalogue: Catalogue
    guides: Mapping[str, Guide] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """The problems in one file."""
        return self._by_path.get(path, ())

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Problem, ...]]:
        found: dict[str, tuple[Problem, ...]] = {}
        for problem in self.problems:
            found[problem.place.path] = (*found.get(problem.place.path, ()), problem)
        return found
