"""Chooses the checks of a hub and their levels, by its subject, its country and its settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from studenthub.model.settings import Settings
from studenthub.rules.rule import Rule
from studenthub.source.problems import ADVICE, ERROR, Problem, did_you_mean, shortened
from studenthub.source.text import Place

#: The settings of the look that have an effect.
_LOOK = "what works: palette, logo and favicon under theme, copyright, and social under extra"
_LEVELS = {"error": ERROR, "advice": ADVICE}


def chosen(rules: Iterable[Rule], settings: Settings) -> list[Rule]:
    """Those of ``rules`` that a hub has, each at the level that the hub wants."""
    return list(_chosen(rules, settings))


def _chosen(rules: Iterable[Rule], settings: Settings) -> Iterator[Rule]:
    for rule in rules:
        level = settings.checks.get(rule.code)
        if not rule.is_for(settings.subject, settings.country):
            continue
        if level is None:
            yield rule
        elif level in _LEVELS:
            yield replace(rule, level=_LEVELS[level])


def notes(settings: Settings) -> Iterator[Problem]:
    """The settings of the look in mkdocs.yml that have no effect, or another one than was meant."""
    for note in settings.appearance.notes:
        yield Problem(Place("mkdocs.yml"), "HUB904", note, _LOOK, ADVICE)


def wrong_choices(settings: Settings, codes: Collection[str]) -> Iterator[Problem]:
    """Unknown codes that ``checks`` in mkdocs.yml names; ``codes`` are the known ones."""
    for code in settings.checks:
        if code not in codes:
            hint = did_you_mean(code, codes) or "write the code that the message begins with, such as HUB324"
            message = f"`checks` in mkdocs.yml names an unknown check: {shortened(code)}"
            yield Problem(Place("mkdocs.yml"), "HUB903", message, hint)
