"""What follows from the tag of a language."""

from __future__ import annotations

import pytest

from studenthub.parse import languages


@pytest.mark.parametrize(
    ("tag", "name", "direction"),
    [
        ("zu", "isiZulu", "ltr"),
        ("af", "Afrikaans", "ltr"),
        ("ar", "العربية", "rtl"),
        ("fa", "فارسی", "rtl"),
        ("ur", "اردو", "rtl"),
        ("yi", "ייִדיש", "rtl"),
        ("qqq", "qqq", "ltr"),
        ("not a tag", "not a tag", "ltr"),
    ],
)
def test_a_language_has_its_own_name_and_its_direction(tag: str, name: str, direction: str) -> None:
    assert (languages.own_name(tag), languages.direction(tag)) == (name, direction)


@pytest.mark.parametrize(("tag", "direction"), [("az", "ltr"), ("az-Arab", "rtl"), ("ar-QQ", "rtl"), ("en-ZA", "ltr")])
def test_a_script_or_a_country_may_be_in_the_tag(tag: str, direction: str) -> None:
    assert languages.direction(tag) == direction
