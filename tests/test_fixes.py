"""Fixes: put into a text one by one or together, and shown as whole lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studenthub.source import fixes
from studenthub.source.problems import ADVICE, Fix, Problem, Suggestion
from studenthub.source.text import Text

TEXT = Text("a.md", "one two\nthree four\nfive\n")


def lines(*wanted: Fix) -> list[Suggestion]:
    """The blocks of lines that fixes change."""
    return [block.suggestion(TEXT) for block in fixes.blocks(TEXT.content, wanted)]


def test_fixes_are_put_in_and_of_two_that_overlap_the_first_counts() -> None:
    assert fixes.fixed("one two", [Fix(4, 7, "2"), Fix(0, 3, "1")]) == "1 2"
    assert fixes.fixed("one two", [Fix(0, 5, "1"), Fix(4, 7, "2")]) == "1wo"
    assert fixes.fixed("one two", [Fix(3, 3, ","), Fix(3, 3, ";"), Fix(0, 3, "1")]) == "1, two"
    assert fixes.fixed("", [Fix(0, 0, "new")]) == "new"


def test_a_suggestion_is_the_whole_line_with_all_its_fixes() -> None:
    first, second, other = Fix(0, 3, "1"), Fix(4, 7, "2"), Fix(14, 18, "4")
    assert lines(first, other, second) == [Suggestion(1, "one two", "1 2"), Suggestion(2, "three four", "three 4")]


def test_a_fix_of_several_lines_shows_them_all() -> None:
    assert lines(Fix(4, 13, "2 3"), Fix(14, 18, "4")) == [Suggestion(1, "one two\nthree four", "one 2 3 4")]
    assert lines(Fix(19, 24, "")) == [Suggestion(3, "five\n", "")]


def test_the_fix_of_an_error_comes_before_that_of_advice() -> None:
    advice, error, apart = Fix(3, 4, ""), Fix(0, 7, "3"), Fix(8, 8, "- ")
    rows = [
        Problem(TEXT.place(3), "HUB435", "x", fix=advice, level=ADVICE),
        Problem(TEXT.place(0), "HUB426", "x", fix=error),
        Problem(TEXT.place(8), "HUB217", "x", fix=apart, level=ADVICE),
    ]
    for order in (rows, rows[::-1]):
        assert fixes.chosen(order) == [error, apart]


def test_advice_that_begins_before_an_error_gives_way_to_it() -> None:
    advice, error = Fix(0, 4, ""), Fix(3, 7, "3")
    rows = [
        Problem(TEXT.place(0), "HUB435", "x", fix=advice, level=ADVICE),
        Problem(TEXT.place(3), "HUB426", "x", fix=error),
    ]
    for order in (rows, rows[::-1]):
        assert fixes.chosen(order) == [error]


def test_a_page_of_slips_is_no_block_to_copy() -> None:
    many = [Fix(at, at + 1, "y") for at in range(0, 14_000, 2)]
    (block,) = fixes.blocks("x " * 7000, many)
    assert not block.is_short
    (block,) = fixes.blocks("x " * 7000, many[:1])
    assert not block.is_short
    (block,) = fixes.blocks("x x", many[:2])
    assert block.is_short


FIXES = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24), st.sampled_from(["", "x", "\n"])), max_size=6)


@given(FIXES)
def test_the_suggestions_together_are_the_fixed_text(triples: list[tuple[int, int, str]]) -> None:
    made = [Fix(min(a, b), max(a, b), text) for a, b, text in triples]
    rows = TEXT.content.split("\n")
    for shown in reversed(lines(*made)):
        before = shown.before.split("\n")
        assert rows[shown.line - 1 : shown.line - 1 + len(before)] == before
        rows[shown.line - 1 : shown.line - 1 + len(before)] = [shown.after]
    assert "\n".join(rows) == fixes.fixed(TEXT.content, made)
