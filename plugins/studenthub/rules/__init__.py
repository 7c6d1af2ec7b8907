"""The checks that need more than one file. The list is explicit: a rule that is not here does not run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from studenthub.catalogue import Catalogue
from studenthub.problems import Problem
from studenthub.rules.citing import unknown_source, unknown_style

Rule = Callable[[Catalogue], Iterator[Problem]]

RULES: Sequence[Rule] = (unknown_source, unknown_style)


def run(catalogue: Catalogue) -> list[Problem]:
    """What all rules find."""
    return [problem for rule in RULES for problem in rule(catalogue)]
