"""Chooses the checks of a hub and their levels, by its subject, its country and its settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from studenthub.model.settings import Settings
from studenthub.model.vocabulary import HEALTH
from studenthub.rules.checked import Rule
from studenthub.source.problems import ADVICE, ERROR, Problem, did_you_mean, shortened
from studenthub.source.text import Place

#: Checks that look for patients: in a text on law "Ms Author was discharged by the court" is about no patient.
_OF_PATIENTS = frozenset({"HUB129", "HUB505", "HUB507", "HUB509", "HUB511", "HUB512", "HUB514"})
#: Checks of a law, and of numbers whose last digit is known, with the countries that have them.
_OF_COUNTRIES: Mapping[str, Collection[str]] = {"HUB227": {"ZA"}, "HUB501": {"ZA", "FR"}}
#: The settings of the look that have an effect.
_LOOK = "what works: palette, logo and favicon under theme, copyright, and social under extra"
_LEVELS = {"error": ERROR, "advice": ADVICE}


def chosen(rules: Iterable[Rule], settings: Settings) -> list[Rule]:
    """Those of ``rules`` that a hub has, each at the level that the hub wants."""
    left_out = (frozenset() if settings.subject == HEALTH else _OF_PATIENTS) | {
        code for code, countries in _OF_COUNTRIES.items() if settings.country not in countries
    }
    return list(_chosen([rule for rule in rules if rule.code not in left_out], settings))


def _chosen(rules: Iterable[Rule], settings: Settings) -> Iterator[Rule]:
    for rule in rules:
        level = settings.checks.get(rule.code)
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
