"""What a preview says on a page about the text that it is made of."""

from __future__ import annotations

from studenthub.model.guides import CHECKS
from studenthub.model.hub import Hub
from studenthub.render.parts import Fault, Link
from studenthub.source.problems import Problem


def on_page_of(path: str, hub: Hub) -> tuple[Fault, ...]:
    """The faults of one file."""
    return tuple(_fault(problem, hub) for problem in hub.problems_of(path))


def of_all(hub: Hub) -> tuple[Fault, ...]:
    """Those of all files, each with its file."""
    return tuple(_fault(problem, hub, problem.place.path) for problem in hub.problems)


def _fault(problem: Problem, hub: Hub, file: str = "") -> Fault:
    is_explained = f"{hub.settings.docs_dir}/{CHECKS}" in hub.guides
    href = f"{CHECKS.removesuffix('.md')}/#{problem.code.lower()}" if is_explained else ""
    return Fault(problem.sentences, problem.place.line, Link(problem.code, href), file)
