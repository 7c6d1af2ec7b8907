"""Mends: put into a text one by one or together, and shown as whole lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studenthub.source import fixes
from studenthub.source.problems import ADVICE, Fix, Problem, Suggestion
from studenthub.source.text import Text
from texts import bounded

TEXT = Text("a.md", "one two\nthree four\nfive\n")


def suggestions(*wanted: Fix) -> list[Suggestion | None]:
    """What is suggested for problems that stand where their mends begin."""
    rows = [Problem(TEXT.place(fix.start), "HUB213", "x", fix=fix) for fix in wanted]
    return [row.suggestion for row in fixes.suggested(rows, {"a.md": TEXT})]


def test_mends_are_put_in_and_of_two_that_overlap_the_first_counts() -> None:
    assert fixes.mended("one two", [Fix(4, 7, "2"), Fix(0, 3, "1")]) == "1 2"
    assert fixes.mended("one two", [Fix(0, 5, "1"), Fix(4, 7, "2")]) == "1wo"
    assert fixes.mended("one two", [Fix(3, 3, ","), Fix(3, 3, ";"), Fix(0, 3, "1")]) == "1, two"
    assert fixes.mended("", [Fix(0, 0, "new")]) == "new"


def test_a_suggestion_is_the_whole_line_with_all_its_mends() -> None:
    first, second, other = Fix(0, 3, "1"), Fix(4, 7, "2"), Fix(14, 18, "4")
    assert suggestions(first, other, second) == [
        Suggestion(1, "one two", "1 2"),
        Suggestion(2, "three four", "three 4"),
        Suggestion(1, "one two", "1 2"),
    ]


def test_a_mend_of_several_lines_shows_them_all() -> None:
    assert suggestions(Fix(4, 13, "2 3"), Fix(14, 18, "4")) == [Suggestion(1, "one two\nthree four", "one 2 3 4")] * 2
    assert suggestions(Fix(19, 24, "")) == [Suggestion(3, "five\n", "")]


def test_the_mend_of_an_error_comes_before_that_of_advice() -> None:
    advice, error, apart = Fix(3, 4, ""), Fix(0, 7, "3"), Fix(8, 8, "- ")
    rows = [
        Problem(TEXT.place(3), "HUB435", "x", fix=advice, level=ADVICE),
        Problem(TEXT.place(0), "HUB426", "x", fix=error),
        Problem(TEXT.place(8), "HUB217", "x", fix=apart, level=ADVICE),
    ]
    for order in (rows, rows[::-1]):
        found = {row.suggestion.after for row in fixes.suggested(order, {"a.md": TEXT}) if row.suggestion}
        assert found == {"3", "- three four"}


def test_a_page_of_slips_is_not_printed_once_for_each_of_them() -> None:
    text = Text("a.md", "x " * 7000)
    rows = [Problem(text.place(at), "HUB213", "x", fix=Fix(at, at + 1, "y")) for at in range(0, 14_000, 2)]
    shown = fixes.suggested(rows, {"a.md": text})
    assert [row.place for row in shown] == [row.place for row in rows]
    assert not any(row.suggestion for row in shown)


def test_what_no_machine_can_mend_has_no_suggestion() -> None:
    rows = [
        Problem(TEXT.place(0), "HUB213", "x"),
        Problem(Text("b.md", "").place(0), "HUB213", "x", fix=Fix(0, 0, "y")),
    ]
    assert fixes.suggested(rows, {"a.md": TEXT}) == rows
    assert [row.suggestion for row in rows] == [None, None]


FIXES = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24), st.sampled_from(["", "x", "\n"])), max_size=6)


@bounded
@given(FIXES)
def test_the_suggestions_together_are_the_mended_text(triples: list[tuple[int, int, str]]) -> None:
    made = [Fix(min(a, b), max(a, b), text) for a, b, text in triples]
    lines = TEXT.content.split("\n")
    shown = {suggestion.line: suggestion for suggestion in suggestions(*made) if suggestion}
    for line in sorted(shown, reverse=True):
        before = shown[line].before.split("\n")
        assert lines[line - 1 : line - 1 + len(before)] == before
        lines[line - 1 : line - 1 + len(before)] = [shown[line].after]
    assert "\n".join(lines) == fixes.mended(TEXT.content, made)
