"""Problems as text, as annotations, as JSON and as SARIF: nothing that somebody wrote can forge another one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.source import problems
from studenthub.source.problems import ADVICE, ALLOWED, Fix, Problem, Suggestion
from studenthub.source.text import Place
from texts import work

ONE = Problem(Place("docs/a.md", 7, 34), "HUB301", "unknown source @b", "did you mean @a?")


@pytest.mark.parametrize(
    ("problem", "printed"),
    [
        (ONE, "docs/a.md:7:34: HUB301 unknown source @b (did you mean @a?)"),
        (Problem(Place("a.md"), "HUB101", "no hint"), "a.md:1:1: HUB101 no hint"),
        (Problem(Place("a.md"), "HUB101", "é “x” – 王"), "a.md:1:1: HUB101 é “x” – 王"),
        (Problem(Place("a.md"), "HUB101", "x\ny", "p\rq"), r"a.md:1:1: HUB101 x\ny (p\rq)"),
        (Problem(Place("a\n.md"), "HUB101", "\x1b[31m\t\x00"), r"a\n.md:1:1: HUB101 \x1b[31m\t\x00"),
        (Problem(Place("a.md"), "HUB101", "\u202eolleh\u2028\x85"), r"a.md:1:1: HUB101 \u202eolleh\u2028\x85"),
        (Problem(Place("a\udce9.md"), "HUB101", "x"), r"a\udce9.md:1:1: HUB101 x"),
    ],
)
def test_as_text(problem: Problem, printed: str) -> None:
    assert problems.as_text([problem]) == f"{printed}\n"
    assert str(problem) == printed


@pytest.mark.parametrize(
    ("problem", "printed"),
    [
        (ONE, "::error file=docs/a.md,line=7,col=34,title=HUB301::unknown source @b (did you mean @a?)"),
        (
            Problem(Place("a,b:c%.md"), "HUB101", "50%: a, b"),
            "::error file=a%2Cb%3Ac%25.md,line=1,col=1,title=HUB101::50%25: a, b",
        ),
        (
            Problem(Place("a.md"), "HUB101", "x\n::error::forged", "\r\n%0A"),
            r"::error file=a.md,line=1,col=1,title=HUB101::x\n::error::forged (\r\n%250A)",
        ),
        (
            Problem(Place("a.md"), "HUB1", "x", suggestion=Suggestion(1, "a\nb", "c::d\n100 %")),
            "::error file=a.md,line=1,col=1,title=HUB1::x%0AWrite this instead:%0Ac::d%0A100 %25",
        ),
        (
            Problem(Place("a.md"), "HUB1", "x", suggestion=Suggestion(1, "a", "")),
            "::error file=a.md,line=1,col=1,title=HUB1::x%0ADelete this line.",
        ),
        (Problem(Place("a.md"), "HUB1", "x", level=ADVICE), "::notice file=a.md,line=1,col=1,title=HUB1::x"),
        (Problem(Place("a.md"), "HUB1", "x", level=ALLOWED), "::notice file=a.md,line=1,col=1,title=HUB1::x"),
    ],
)
def test_as_github(problem: Problem, printed: str) -> None:
    assert problems.as_github([problem]) == f"{printed}\n"


def test_as_json() -> None:
    hostile = Problem(Place("a.md"), "HUB101", 'é "\n\u202e', fix=Fix(1, 2, "x"), suggestion=Suggestion(1, "a", "ax"))
    printed = problems.as_json([ONE, hostile])
    assert printed.isascii()
    assert json.loads(printed) == [
        {
            "path": "docs/a.md",
            "line": 7,
            "column": 34,
            "code": "HUB301",
            "level": "error",
            "message": "unknown source @b",
            "hint": "did you mean @a?",
            "fix": None,
            "suggestion": None,
        },
        {
            "path": "a.md",
            "line": 1,
            "column": 1,
            "code": "HUB101",
            "level": "error",
            "message": 'é "\n\u202e',
            "hint": "",
            "fix": {"start": 1, "end": 2, "text": "x"},
            "suggestion": {"line": 1, "before": "a", "after": "ax"},
        },
    ]
    assert json.loads(problems.as_json([])) == []


def test_as_sarif() -> None:
    advice = Problem(Place("a b/é\udce9.md", 2, 3), "HUB201", "x", level=ADVICE)
    log = json.loads(problems.as_sarif([ONE, advice, ONE]))
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
    assert run["tool"] == {"driver": {"name": "hub check", "rules": [{"id": "HUB201"}, {"id": "HUB301"}]}}
    assert [(result["ruleId"], result["level"], result["message"]) for result in run["results"][:2]] == [
        ("HUB301", "error", {"text": "unknown source @b (did you mean @a?)"}),
        ("HUB201", "note", {"text": "x"}),
    ]
    assert run["results"][1]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/%C3%A9%3F.md"},
                "region": {"startLine": 2, "startColumn": 3},
            }
        }
    ]


def test_a_mend_is_a_fix_in_sarif() -> None:
    one = Problem(Place("a.md", 7, 3), "HUB203", "x", suggestion=Suggestion(7, "# One\nmore", "## One"))
    (result,) = json.loads(problems.as_sarif([one]))["runs"][0]["results"]
    change = {"deletedRegion": {"startLine": 7, "endLine": 8}, "insertedContent": {"text": "## One"}}
    assert result["fixes"] == [{"artifactChanges": [{"artifactLocation": {"uri": "a.md"}, "replacements": [change]}]}]


LONG = f"{'before ' * 30}wrong {'after ' * 40}".strip()


def test_a_long_line_is_shown_around_what_is_changed() -> None:
    suggestion = Suggestion(1, LONG, LONG.replace("wrong", "right"))
    assert suggestion.short.after == (
        "… before before before before before before before before right"
        " after after after after after after after after after …"
    )
    assert suggestion.short.before == suggestion.short.after.replace("right", "wrong")
    assert Suggestion(1, "a", "b").short == Suggestion(1, "a", "b")


@given(
    st.text("ab ", max_size=300), st.text("ab", max_size=20), st.text("ab", max_size=20), st.text("ab ", max_size=300)
)
def test_what_is_changed_is_always_shown(head: str, old: str, new: str, tail: str) -> None:
    before, after = head + old + tail, head + new + tail
    short = Suggestion(1, before, after).short
    old_part, new_part = (line.removeprefix("… ").removesuffix(" …") for line in (short.before, short.after))
    put_in = [before[:at] + new_part + before[at + len(old_part) :] for at in range(len(before) + 1)]
    assert old_part in before
    assert after in put_in


def test_a_mend_that_quotes_something_confidential_is_left_out() -> None:
    safe, quoting = Fix(0, 1, "x"), Fix(0, 1, "<8001015009087>")
    lines = Suggestion(1, "call 8001015009087", "call x")
    row = problems.masked(Problem(Place("a"), "HUB206", "x", fix=safe, suggestion=lines), {"8001015009087"})
    assert (row.fix, row.suggestion) == (safe, None)
    assert problems.masked(Problem(Place("a"), "HUB206", "x", fix=quoting), {"8001015009087"}).fix is None


@pytest.mark.parametrize(
    ("message", "hint", "masked"),
    [
        ("holds 8001015009087", "", "a:1:1: HUB501 holds •••"),
        ("x", "not 8001015009087 again", "a:1:1: HUB501 x (not ••• again)"),
        ("cut 80010150…", "", "a:1:1: HUB501 cut •••…"),
        ("cut 8001… and 800…", "", "a:1:1: HUB501 cut •••… and 800…"),
        ("no secret", "", "a:1:1: HUB501 no secret"),
    ],
)
def test_what_is_confidential_is_masked(message: str, hint: str, masked: str) -> None:
    problem = Problem(Place("a"), "HUB501", message, hint)
    assert str(problems.masked(problem, ["8001015009087"])) == masked


@given(st.text(), st.text(), st.text())
def test_one_problem_is_one_line_in_every_format(path: str, message: str, hint: str) -> None:
    problem = Problem(Place(path), "HUB101", message, hint)
    for name in ("text", "github"):
        printed = problems.FORMATS[name]([problem])
        assert len(printed.splitlines()) == 1
        assert printed[:-1].isprintable()
    json.loads(problems.FORMATS["json"]([problem]))
    json.loads(problems.FORMATS["sarif"]([problem]))


@pytest.mark.parametrize("form", ["text", "github"])
def test_nothing_in_a_line_is_a_command_of_the_runner(form: str) -> None:
    """GitHub's runner looks for ##[ in the whole line."""
    problem = Problem(Place("##[add-mask]a.md"), "HUB003", "the formula “##[set-env name=A]b”", "##[error]x")
    assert "##[" not in problems.FORMATS[form]([problem])
    assert "## [error]x" in problems.FORMATS[form]([problem])


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("titel", ["title", "date"], "did you mean title?"),
        ("TITLE", ["title"], "did you mean title?"),
        ("doi", ["DOI", "date"], "did you mean DOI?"),
        ("chretein2011", ["chretien2011", "chretien2013"], "did you mean chretien2011?"),
        ("wellbeing", ["consent", "student-wellbeing"], "did you mean student-wellbeing?"),
        ("law", ["case-law", "medical-law"], ""),
        ("zzz", ["title"], ""),
        ("title", [], ""),
        ("", ["title"], ""),
        ("smith2010", [f"author{n}" for n in range(1000)] + ["smith2011"], "did you mean smith2011?"),
        ("mith2010", [f"author{n}" for n in range(1000)] + ["smith2010"], "did you mean smith2010?"),
    ],
)
def test_did_you_mean(name: str, known: list[str], hint: str) -> None:
    assert problems.did_you_mean(name, known) == hint


def test_did_you_mean_with_a_sign() -> None:
    assert problems.did_you_mean("smth", ["smith"], "@") == "did you mean @smith?"


def test_a_large_bibliography_and_a_hostile_name_are_compared_quickly() -> None:
    known = [f"smith{n}" for n in range(4000)]
    assert work(lambda name: problems.did_you_mean(name, known), "smtih1234", 3) < 3
    assert work(lambda name: problems.did_you_mean(name, [name[:-1]]), "ab" * 50_000, 3) < 3


@pytest.mark.parametrize(
    ("words", "printed"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_listed(words: list[str], printed: str) -> None:
    assert problems.listed(words) == printed


@pytest.mark.parametrize(("text", "short"), [("", ""), ("a" * 40, "a" * 40), ("a" * 41, "a" * 39 + "…")])
def test_shortened(text: str, short: str) -> None:
    assert problems.shortened(text) == short


def test_problems_sort_by_their_place() -> None:
    later, earlier = Problem(Place("a", 10), "HUB101", ""), Problem(Place("a", 9), "HUB999", "")
    assert sorted([later, earlier]) == [earlier, later]
