"""Which stars readers see: as the converter has it."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studenthub.parse.markdown import emphasis, running_text
from studenthub.parse.markdown.emphasis import Stars
from texts import quadratic

CONVERTER = markdown.Markdown(extensions=["pymdownx.betterem"])
PARTS = (
    "*",
    "**",
    "***",
    " ",
    "a",
    "é",
    "b ",
    " a",
    ". ",
    ",",
    "(",
    ")",
    "“",
    "”",
    "5",
    r"\*",
    "`c`",
    "[l](https://a.example)",
)


def _read_by_the_converter(text: str) -> int:
    page = CONVERTER.reset().convert(text)
    return html.unescape(re.sub("<[^>]+>", "", page)).count("*") - text.count(r"\*")


def _find(text: str) -> list[Stars]:
    return emphasis.find(running_text.blank(text), text, 0, len(text))


def _unread(text: str) -> int:
    return sum(stars.unread for stars in _find(text))


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_readers_see_the_stars_that_the_converter_leaves(text: str) -> None:
    text = f"x{text}".rstrip()
    # The converter departs from CommonMark where stars within a word may begin and end emphasis.
    assume(not any(stars.opens and stars.closes for stars in _find(text)))
    assert _unread(text) == _read_by_the_converter(text)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("un*believ*able", 0),
        ("**a *b* c**", 0),
        ("**a **b** c**", 0),
        ("***a*b**", 0),
        (r"\**a\*", 1),
        (r"\\*a*", 0),
        ("**a ** b", 4),
        ("***a** b", 1),
        ("* a", 1),
        ("(**a**)b", 0),
        ("**[l](https://a.example)**s", 0),
        ("*`c`*s", 0),
        ("a *[@key2024]*x", 0),
        ("a[^1]*b*", 0),
        ("a`c`*”*", 0),
        ("*a**b*", 2),
    ],
)
def test_stars_are_paired_as_commonmark_says(text: str, unread: int) -> None:
    assert _unread(text) == unread


def test_code_has_no_stars() -> None:
    assert [stars.start for stars in _find("a `*c*` *b")] == [8]


def test_no_text_takes_more_than_linear_time() -> None:
    parts = ("*a ", "**a ", "a** ", "***", "a*b", "*", " * ", "a*a**a")
    assert quadratic(lambda text: list(emphasis.find(text, text, 0, len(text))), parts, size=60_000) == []
