"""Which checks a hub has: by its subject and country, and as its editors chose."""

from __future__ import annotations

from pathlib import Path

import pytest

from studenthub.model.settings import Settings
from studenthub.rules import RULES
from studenthub.rules.chosen import chosen, wrong_choices
from studenthub.source.problems import ADVICE, ERROR

CODES = {rule.code for rule in RULES}


def _codes(**settings: object) -> set[str]:
    return {rule.code for rule in chosen(RULES, Settings(Path(), **settings))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "country", "left_out"),
    [
        ("health", "ZA", set()),
        ("health", "FR", {"HUB227"}),
        ("health", "KE", {"HUB227", "HUB501"}),
        ("law", "ZA", {"HUB129", "HUB505", "HUB507", "HUB509", "HUB511", "HUB512", "HUB514"}),
    ],
)
def test_a_hub_has_the_checks_of_its_subject_and_country(subject: str, country: str, left_out: set[str]) -> None:
    assert CODES - _codes(subject=subject, country=country) == left_out


def test_editors_choose_levels() -> None:
    checks = {"HUB122": "error", "HUB121": "advice", "HUB123": "none"}
    assert CODES - _codes(checks=checks) == {"HUB123"}
    levels = {rule.code: rule.level for rule in chosen(RULES, Settings(Path(), checks=checks))}
    assert (levels["HUB122"], levels["HUB121"]) == (ERROR, ADVICE)


@pytest.mark.parametrize(("code", "hint"), [("HUB12l", "did you mean HUB"), ("x", "write the code that")])
def test_a_check_that_there_is_not_is_no_choice(code: str, hint: str) -> None:
    [problem] = wrong_choices(Settings(Path(), checks={code: "none", "HUB121": "none"}), CODES)
    assert (problem.code, problem.place.path) == ("HUB903", "mkdocs.yml")
    assert f"names an unknown check: {code}" in problem.message
    assert problem.hint.startswith(hint)
