"""Two entries with one key: what is the same, what is more, and how it is said where they differ."""

from __future__ import annotations

import pytest

from studenthub.model.sources import bibliography
from studenthub.model.sources.bibliography import Bibliography
from studenthub.source.problems import ADVICE, ERROR, Problem
from studenthub.source.text import Text

FIRST = "@article{a, author = {Author, A.}, title = {A title}, journal = {Journal}, year = {2001}, pages = {1--2}}"


def read(second: str, first: str = FIRST) -> tuple[Bibliography, Problem]:
    found, problems = bibliography.read([Text("a.bib", first), Text("docs/articles/b.md", second)])
    [problem] = problems
    assert problem.code == "HUB402"
    assert str(problem.place) == "docs/articles/b.md:1:1"
    return found, problem


@pytest.mark.parametrize(
    "second",
    [
        FIRST,
        FIRST.replace(" = {", "={").replace("A title", "A Title"),
        FIRST.replace("journal", "journaltitle").replace("{2001}", "2001").replace("1--2", "1-2"),
        FIRST.replace("A title", "{A title}").replace("year = {2001}", "date = {2001}"),
        FIRST[:-1] + ", abstract = {Long}, file = {C:\\x}, keywords = {a, b}}",
        FIRST.replace(", pages = {1--2}", ""),
        FIRST[:-1] + ", doi = {10.1234/a}}",
    ],
)
def test_the_same_work_said_in_other_ways_is_no_error(second: str) -> None:
    _, problem = read(second)
    assert problem.level == ADVICE
    assert problem.hint == "the first is at a.bib:1 and says the same; one of them may be deleted"


def test_the_entry_that_says_more_is_kept() -> None:
    found, _ = read(FIRST[:-1] + ", doi = {10.1234/a}}")
    assert found.sources["a"].doi == "10.1234/a"
    assert found.sources["a"].text.path == "docs/articles/b.md"
    found, _ = read(FIRST.replace(", pages = {1--2}", ""))
    assert found.sources["a"].raw("pages") == "1--2"
    assert found.sources["a"].text.path == "a.bib"


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (FIRST.replace("A title", "Another"), "title is “Another” here and “A title” there"),
        (FIRST.replace("article", "misc"), "@misc here and @article there"),
        (
            FIRST.replace("2001", "2002").replace(", pages = {1--2}", ", volume = {3}"),
            "year is “2002” here and “2001” there; volume only here; pages only there",
        ),
        (
            "@book{a, author = {Other, O.}, title = {Another}, publisher = {Press}, year = {1999}}",
            "@book here and @article there; author is “Other, O.” here and “Author, A.” there; "
            "title is “Another” here and “A title” there; 3 more",
        ),
    ],
)
def test_it_is_said_how_they_differ(second: str, words: str) -> None:
    found, problem = read(second)
    assert problem.level == ERROR
    assert problem.message == f"the key a is used twice, and the entries differ: {words}"
    assert found.sources["a"].text.path == "a.bib"


def test_each_of_three_is_compared_with_the_one_that_is_kept() -> None:
    more = FIRST[:-1] + ", doi = {10.1234/a}}"
    found, problems = bibliography.read(
        [Text(f"{name}.bib", text) for name, text in (("a", FIRST), ("b", more), ("c", FIRST))]
    )
    assert [problem.level for problem in problems] == [ADVICE, ADVICE]
    assert found.sources["a"].text.path == "b.bib"
