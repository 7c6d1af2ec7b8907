"""Which key of the bibliography an unknown one is a slip for: names are compared with names."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse.bibtex.keys import Keys, distance
from texts import work

KNOWN = (
    *("author2024", "testperson2021", "moorhead2013", "example2019", "lee2020", "smith2001", "smith2005"),
    *("voorbeeld2019invented", "noauthor_rest_nodate", "mustermann_sleep_2018", "doi:10.1234/example", "who2020rest"),
    "Van2022a",
)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("auther2024", ("author2024",)),
        ("atuhor2024", ("author2024",)),
        ("Author2024", ("author2024",)),
        ("author2042", ("author2024",)),
        ("author2023", ("author2024",)),
        ("author", ("author2024",)),
        ("author2024sleep", ("author2024",)),
        ("author:2024", ("author2024",)),
        ("voorbeeld2019", ("voorbeeld2019invented",)),
        ("mustermann2018", ("mustermann_sleep_2018",)),
        ("musterman2018", ("mustermann_sleep_2018",)),
        ("noauthor_rest", ("noauthor_rest_nodate",)),
        ("doi:10.1234/exmaple", ("doi:10.1234/example",)),
        ("van2022", ("Van2022a",)),
        # Another year may well be another work, and so may a short name that differs by a letter.
        ("author2020", ()),
        ("smith2002", ()),
        ("lea2020", ()),
        ("jones2018", ()),
        ("voorbeeld2013", ()),
        ("mother2024", ()),
        ("", ()),
        ("2024", ()),
    ],
)
def test_the_key_that_was_meant(asked: str, meant: tuple[str, ...]) -> None:
    assert Keys.of(KNOWN).meant(asked) == meant


def test_of_several_keys_the_one_that_shares_a_word_is_meant_and_of_many_none() -> None:
    keys = Keys.of(["author2024sleep", "author2024work", "other2020a", "other2020b", "other2020c"])
    assert keys.meant("author2024") == ("author2024sleep", "author2024work")
    assert keys.meant("author2024work2") == ("author2024work",)
    assert keys.meant("other2020") == ()


def _names(rng: Random, number: int) -> list[str]:
    """Surnames of two to four syllables."""
    onsets = [*"bcdfghjklmnprstvwz", "br", "kr", "sh", "st", "th", "m", "n"]
    endings = ["", "", "", "n", "r", "s", "son", "berg", "man", "ez"]
    return [
        "".join(rng.choice(onsets) + rng.choice("aeiou") for _ in range(rng.randint(2, 3))) + rng.choice(endings)
        for _ in range(number)
    ]


@pytest.mark.parametrize("size", [26, 4000])
def test_unrelated_keys_get_no_suggestion(size: int) -> None:
    rng = Random(14)
    known = {f"{name}{rng.randint(1990, 2026)}{rng.choice(['', '', 'a', 'sleep'])}" for name in _names(rng, size)}
    asked = [key for name in _names(rng, 300) if (key := f"{name}{rng.randint(1990, 2026)}") not in known]
    keys = Keys.of(known)
    assert sum(bool(keys.meant(key)) for key in asked) <= len(asked) * 0.05


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 3))
def test_distances_are_those_of_one_slip_after_another(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == distance(other, one, most)
    assert (distance(one, other, most) == 0) is (one == other)
    assert distance(one + other, other, 99) == len(one)
    if len(one) > 1:
        swapped = one[:-2] + one[-1] + one[-2]
        assert distance(one, swapped, 2) <= 1


def test_looking_takes_little_however_long_a_key_is() -> None:
    keys = Keys.of([f"author{number}" for number in range(4000)])
    assert work(lambda key: str(keys.meant(key)), "author" * 10_000 + "2024", 0.5) < 0.5
