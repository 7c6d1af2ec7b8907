"""The checks: numbers that carry a digit to check them by, what is never meant, and promises about all of them."""

from __future__ import annotations

import ast
import datetime
import importlib
import os
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubs
import photographs
from hubs import TODAY, found
from studenthub import hub, rules
from studenthub.model import articles, catalogue
from studenthub.model.catalogue import Catalogue
from studenthub.model.hub import Contents
from studenthub.model.settings import Settings
from studenthub.model.sources import bibliography
from studenthub.parse import check_digits
from studenthub.rules import RULES, explained, running
from studenthub.rules.checked import Checked
from studenthub.rules.clean import Clean
from studenthub.rules.document import Prefiltered
from studenthub.rules.finding import Finding
from studenthub.rules.parser_codes import PARSER_CODES
from studenthub.rules.rule import Rule, Scope, among
from studenthub.runtime.cache import Cache
from studenthub.source import limits
from studenthub.source.files import Folder, near_file
from studenthub.source.problems import ADVICE, ERROR
from studenthub.source.text import Text
from texts import PIECES as TEXT_PIECES
from texts import quadratic, times, tried

SOURCE = hubs.PROJECT / "plugins"


def in_text(tmp_path: Path, body: str, *, advice: bool = False, **fields: str) -> list[str]:
    """The codes of what is found in an article."""
    article = hubs.article(body, **fields)
    return [problem.code for problem in found(tmp_path, {"docs/articles/a.md": article}, advice=advice, fixes=False)]


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["8001015009087", "9202204720082", "0001010000005", "0002290000009"])
def test_an_identity_number_is_known(number: str) -> None:
    # The digits are made up; their check digits are right.
    digits = number[:-1] + str(next(d for d in range(10) if check_digits.luhn(number[:-1] + str(d))))
    assert check_digits.south_african_id(digits, TODAY)


@pytest.mark.parametrize(
    "number",
    [
        "8001015009088",  # check digit
        "8013015009087",  # month
        "8001325009087",  # day
        "0102290000007",  # 29 February of a year without one: 1901 and 2001
        "8001015009387",  # citizenship
        "800101500908",
        "80010150090877",
        "٨٠٠١٠١٥٠٠٩٠٨٧",
        "9783161484100",
        "1234567890123",
        "",
    ],
)
def test_other_numbers_are_no_identity_numbers(number: str) -> None:
    assert not check_digits.south_african_id(number, TODAY)


@pytest.mark.parametrize("number", ["9783161484100", "9791090636071", "0306406152", "080442957X", "080442957x"])
def test_an_isbn_is_right(number: str) -> None:
    assert check_digits.isbn(number)


@pytest.mark.parametrize(
    "number", ["9783161484101", "9773161484100", "0306406153", "X306406152", "97831614841", "", "²"]
)
def test_an_isbn_is_wrong(number: str) -> None:
    assert not check_digits.isbn(number)


@pytest.mark.parametrize(
    ("number", "right"), [("20493630", True), ("2434561X", True), ("20493631", False), ("2049363", False)]
)
def test_an_issn(number: str, right: bool) -> None:
    assert check_digits.issn(number) is right


@given(st.text(max_size=20))
def test_check_digits_take_any_text(text: str) -> None:
    check_digits.isbn(text)
    check_digits.issn(text)
    check_digits.south_african_id(text, TODAY)


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "A < B, `<script>`, 5<6, <https://example.org>, <p53>, x<y>z",
        "H<sub>2</sub>O<br>and <kbd>Ctrl</kbd>",
        "[more about sleep](https://example.org/a_(b)) and [here and there](https://example.org)",
        "```\n# Code\n![](x.png)\n[here](y.md)\nhttps://example.org\nTODO\n```",
        "    # indented code\n    [here](z.md)",
        "## One\n\n### Two\n\n#### Three\n\n## Four",
        "See [the notes](#notes-on-it).\n\n## *Notes* on it",
        "See [the second](#notes_1).\n\n## Notes\n\n## Notes",
        "See [it](#own).\n\n## Notes { #own }",
        "The todo list, tuberculosis (TBC) and 47,XXX",
        "The form (name, date) must be signed, (author, year) is a citation; the 20XX code, and in 20XX codes",
        "\\[insert\\] and [an insert](https://example.org)",
        "## Sources of error\n\nText.",
        "## References\n\n\\bibliography",
        "An array [0] and [x] and a [ ] box",
        "[mail us](mailto:name@example.org)",
        "[a file on this machine](http://localhost:8000/a)",
        '[with a title](https://example.org "A title")',
        "A # in the middle of a line is no heading: issue #1",
    ],
)
def test_a_text_without_a_mistake(text: str, tmp_path: Path) -> None:
    assert in_text(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[x](http://[insert link])", "HUB208"),
        ("[x](https://exa mple.org)", "HUB208"),
        ("[x](http://[::1)", "HUB208"),
        ("[x]()", "HUB208"),
        ("[x](<javascript:alert(1)>)", "HUB209"),
        ("[x](java\tscript:alert)", "HUB209"),
        ("[x](data:text/html,hi)", "HUB209"),
        ("[![alt text here](x.png)](https://example.org)", "HUB210"),
        ("[x]: file:///etc/passwd\n\n[x]", "HUB209"),
        ("[below](#nowhere)", "HUB211"),
        ("<iframe src=x></iframe>", "HUB212"),
        ("text <IMG SRC=x> text", "HUB212"),
        ("[citation needed]", "HUB213"),
        ("Sleep helps (Authors, Year).", "HUB213"),
        ("In 20XX it was so.", "HUB213"),
        ("It was so (Author et al., 20XX).", "HUB213"),
        ("On 3 March 20XX it was so.", "HUB213"),
        ("Certainly! Here is a revised version.", "HUB231"),
        ("wi\u3164th", "HUB214"),
        ("It\x92s", "HUB214"),
    ],
)
def test_a_mistake_in_a_text(text: str, code: str, tmp_path: Path) -> None:
    assert code in in_text(tmp_path, text)


@given(text=st.text(alphabet=st.sampled_from("[]()!<>#*_`@\\\n :/.ab1&=-\"'{}\t~^|"), max_size=200))
@times(1.5)
def test_no_check_fails_on_any_text(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hub")
    bib = f"@book{{a, author = {{A}}, title = {{{text.replace('{', '').replace('}', '')}}}, year = {{2001}}}}\n{text}"
    for problem in found(folder, {"docs/articles/a.md": hubs.article(text), "bib/a.bib": bib}, advice=True):
        assert problem.code in explained.explanations()


def _prefiltered() -> Iterator[tuple[str, Prefiltered]]:
    """All patterns that checks try only on texts with certain words, by their names."""
    for info in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        for name, value in vars(importlib.import_module(info.name)).items():
            for sought in value if isinstance(value, tuple) else (value,):
                if isinstance(sought, Prefiltered):
                    yield f"{info.name.removeprefix(f'{rules.__name__}.')}.{name}", sought


#: Latin letters, but those of which a sign in another case is not of one letter or not in ASCII, such as ſ and İ.
_LETTERS = st.characters(max_codepoint=0x17E, exclude_characters="İıſK")
#: What a pattern says of its surroundings. Without it, texts are quickly made, and more of them than the pattern's.
_SURROUNDINGS = re.compile(r"\\b|\(\?<?[=!](?:[^()\[\]\\]|\\.|\[(?:[^\]\\]|\\.)*\]|\((?:[^()\\]|\\.)*\))*\)")


@pytest.mark.parametrize("sought", [pytest.param(sought, id=name) for name, sought in _prefiltered()])
def test_no_word_is_missing_that_says_where_a_pattern_is_tried(sought: Prefiltered) -> None:
    loose = re.compile(_SURROUNDINGS.sub("", sought.pattern.pattern), sought.pattern.flags)

    @given(st.from_regex(loose, fullmatch=True, alphabet=_LETTERS))
    @times(0.4)
    def match(text: str) -> None:
        assert any(word in text.lower() for word in sought.words), text

    match()


#: Repeated, each of these is what some check looks for, or nearly so.
PIECES = (
    *(
        "Mr ",
        "Mrs A ",
        "patient ",
        "my patient, A",
        "1",
        "12 ",
        "082 ",
        "8001015009087 ",
        "a@b.",
        "born on ",
        "folder ",
    ),
    *("on 1 March ", "was admitted ", "(Author, ", "Author (2001", "A et al. ", "[1] ", "• a\n", "| a |\n", "a\n---\n"),
    *(
        "[a] (",
        "http://",
        "www.a",
        "https://a.b/(",
        "\n**a**\n\n",
        "<b>a",
        "[insert ",
        "\\cite{a,",
        "[@a,a1,",
        "[@ a",
        "（a",
        "【",
        "［@",
    ),
    *(
        ":::a\n",
        "::: note\na\n:::\n",
        "\n```{note}\n```\n",
        "\n```a\n",
        "(A, 2020, para 4) ",
        "(see A 2020; ",
        "A et al. 2020 ",
    ),
    *("**a ", "`a ", "`a' ", "{{ a }} ", "{cite}`a` ", "[[a]] ", "[a][b] ", "``a'' ", "(1). ", "ibid. ", "\n-ab"),
    *("\n[^1]: A, A. (2020). A. *A*, 1(2), 3.\n", "^[A, A. (2020). A. *A*, 1(2), 3.] ", "|a|b|\n|-|-|\n|1|2|\na\n\n"),
    *("Van der ", "It is. [@a] ", "references\n\n", "Studies show ", "40 % ", "The NCDP ", "Aa Aa Aa ", "’", "(A"),
    *("!! note\n  a\n", "\n!! note\n\n  a\n", "=== a\n    a\n", "> [NOTE]\n", "> a\n> [!NOTE]\n"),
    *("• a\n\n", "-ab\n\n", "> 1.ab\n>\n", "Q: a\n", "~abc ", " :abc", "a  b   c\n", "\n## ", "\n[^1] a", "\\frac"),
    *("page 1\n", "a.....", ". . ", "[Comment: ", "ﬁ a", "Thandi, 34, ", "Thandi (34) ", "BCD 123 ", "call her A "),
    *("aﬁ", "ﬁ t "),
    *("\n ## a", "[[a](b) ", "[a](b)) ", "[a)(#b) ", "[a](#b ", "<https://a.b ", "*[[a]: b\n", "@@a1234 "),
    *("- a\n-- a\n", "- a\n-\na\n", "a\n:a\n\n", "$x^2\n\n", "$x^2$$ ", "[[@a] ", "[@a]] ", "](#a) ", "[^1]] "),
)
#: What is looked for once for each line.
LINES = ("*[AB] a\n\n", "- a\nb\n", "- a\n– b –\n", "a\n1. b\n2 C and\n")
NAMES = ("A, A. ", "A B, ", "A, A. & ", "A and ", "Aa Aa ", "van der ", "Organization and ", "et al. and ", "Aa BB, ")
FIELDS = ("&amp;", "<i>", "<i>a</i>", "1", "1-", "10.1234/", "10.1234/a ", "doi ", "n.d. ", "pp. ", "https://a.b/", "A")


def test_no_text_takes_the_checks_more_than_linear_time(tmp_path: Path) -> None:
    bib = bibliography.read([Text("bib/a.bib", "@book{a, author = {Author, A.}, title = {T}, year = {2001}}")])[0]

    def check(text: str) -> object:
        short, _ = limits.truncated(Text("docs/articles/a.md", hubs.article(text)))
        made, _ = catalogue.build([articles.parse(short)[0]], [], bib)
        return running.run(Contents(Settings(tmp_path), made, TODAY), advice=True)

    assert quadratic(check, (*TEXT_PIECES, *PIECES), size=5_000) == []
    # What is done for each line is quicker than what is done for each sign, and shows in longer texts.
    assert quadratic(check, [piece for piece in (*TEXT_PIECES, *LINES) if "\n" in piece]) == []


@pytest.mark.parametrize("field", ["author", "title", "journal", "doi", "url", "pages", "isbn", "year"])
def test_no_field_takes_the_checks_more_than_linear_time(field: str, tmp_path: Path) -> None:
    def check(value: str) -> object:
        entries = f"@article{{a, {field} = {{{value}}}}}\n@article{{b, {field} = {{{value}x}}}}\n"
        made, _ = catalogue.build([], [], bibliography.read([Text("bib/a.bib", entries)])[0])
        return running.run(Contents(Settings(tmp_path), made, TODAY), advice=True)

    pieces = [piece for piece in (*TEXT_PIECES, *NAMES, *FIELDS) if not set("{}\\") & set(piece)]
    assert quadratic(check, pieces, size=5_000) == []


# --- pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("place.jpg", photographs.jpeg(place=True), "HUB508"),
        ("owner.jpg", photographs.jpeg(owner=True), "HUB513"),
        ("large.jpg", photographs.jpeg() + bytes(3 * 1024 * 1024), "HUB616"),
        ("heavy.jpg", photographs.jpeg() + bytes(1024 * 1024), "HUB621"),
        ("disguised.png", photographs.jpeg(), "HUB617"),
        ("con.jpg", photographs.jpeg(), "HUB614"),
        ("page.html", b"<script>", "HUB612"),
    ],
)
def test_a_picture_that_cannot_be_published(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    files = {"docs/articles/a/index.md": hubs.article(f"![What it shows]({name})")}
    (tmp_path / "docs/articles/a").mkdir(parents=True)
    (tmp_path / "docs/articles/a" / name).write_bytes(data)
    assert code in [problem.code for problem in found(tmp_path, files, advice=True)]


def test_a_good_picture_is_left_alone(tmp_path: Path) -> None:
    files = {"docs/articles/a/index.md": hubs.article("![What it shows](photo-1.jpg)")}
    (tmp_path / "docs/articles/a").mkdir(parents=True)
    (tmp_path / "docs/articles/a/photo-1.jpg").write_bytes(photographs.jpeg())
    assert found(tmp_path, files) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (hubs.article("Caf\u00e9.").encode("latin-1"), "9:4"),
        (hubs.article("Text.").encode("utf-16"), "1:1"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xd8", "1:11"),
    ],
)
def test_bytes_that_are_no_text_are_told_at_their_place(data: bytes, place: str, tmp_path: Path) -> None:
    (tmp_path / "docs/articles").mkdir(parents=True)
    (tmp_path / "docs/articles/a.md").write_bytes(data)
    (problem,) = found(tmp_path, {})
    hint = "save it with the encoding UTF-8; from Word, copy the text alone"
    assert str(problem) == f"docs/articles/a.md:{place}: HUB001 this file is not plain text ({hint})"


def test_links_on_disk_and_twins(tmp_path: Path) -> None:
    folder = tmp_path / "docs/articles/a"
    folder.mkdir(parents=True)
    (folder / "link.jpg").symlink_to("/etc/hostname")
    (folder / "one.jpg").write_bytes(b"")
    (folder / "One.jpg").write_bytes(b"")
    (folder / "one #1.jpg").write_bytes(b"")
    codes = {problem.code for problem in found(tmp_path, {"docs/articles/a/index.md": hubs.article()})}
    assert {"HUB613", "HUB614"} <= codes
    # A file system that knows no capitals has only one of the two.
    assert "HUB615" in codes or len(list(folder.glob("[oO]ne.jpg"))) == 1


# --- advice -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Studies show that it helps.", "HUB324"),
        ("In all, 40 % of them slept badly.", "HUB324"),
        ("Mal dormaient 40 % des étudiantes en médecine, et 12 por cento das pessoas.", "HUB324"),
        ("word " * 700, "HUB326"),
        (f"{'Internationalisation necessitates interdisciplinary ' * 12}. " * 9, "HUB224"),
    ],
)
def test_advice(body: str, code: str, tmp_path: Path) -> None:
    assert code in in_text(tmp_path, body, advice=True)


def test_an_interest_a_part_of_a_sum_and_a_concentration_are_no_findings(tmp_path: Path) -> None:
    body = "Interest ran at 14% per annum, on 10% of the price. It was ethanol of 96 % (V/V), or 0.9% w/v."
    assert "HUB324" not in in_text(tmp_path, body, advice=True)


# --- promises about all checks ----------------------------------------------------------------------------------------


def codes_in(files: Iterable[Path]) -> set[str]:
    return {code for file in files for code in re.findall(r"HUB\d{3}", file.read_text(encoding="utf-8"))}


def test_each_rule_has_a_code_a_name_and_a_page() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.level in {ERROR, ADVICE}
        one = explained.explanations()[rule.code]
        assert one.name
        assert one.summary.endswith((".", "?"))
        assert one.wrong
        assert one.right


def test_no_explanation_says_the_name_of_something_in_the_code() -> None:
    """Options of mkdocs.yml are between backticks. A name of a module slips in where many files are changed at once."""
    for code, one in explained.explanations().items():
        words = re.sub(r"`[^`]*`", "", f"{one.summary} {one.why}")
        assert re.findall(r"\w*[a-z]_\w+", words) == [], code


def test_every_code_in_the_source_is_explained() -> None:
    sources = [file for file in SOURCE.rglob("*.py") if "rules" not in file.parts and "cli" not in file.parts]
    assert codes_in(sources) <= explained.explanations().keys()


def _levels_in_the_source() -> Iterator[tuple[str, str]]:
    """The codes of the problems that the source makes, each with its level; a problem is an error unless it says so."""
    for file in SOURCE.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                words = [ast.unparse(one) for one in (*call.args, *(keyword.value for keyword in call.keywords))]
                for code in re.findall(r"^'(HUB\d{3})'$", "\n".join(words), re.MULTILINE):
                    yield code, ADVICE if "ADVICE" in words else ERROR


def test_what_parsers_report_is_explained_as_it_is_reported() -> None:
    """Each code that no rule has is used, and its explanation says the worst that it can mean."""
    used = set(_levels_in_the_source()) | {(bibliography.UNREADABLE, ERROR)}
    assert {one.code for one in PARSER_CODES}.isdisjoint(rule.code for rule in RULES)
    for one in PARSER_CODES:
        assert one.level == (ERROR if (one.code, ERROR) in used else ADVICE)
        assert (one.code, one.level) in used


#: What no text case can hold: bytes that are no text, pictures with data in them, links, what is longer than a screen,
#: and what needs the history of git.
NO_TEXT = {
    *("HUB001", "HUB003", "HUB004", "HUB103", "HUB224", "HUB326", "HUB508", "HUB509", "HUB513", "HUB515", "HUB613"),
    *("HUB615", "HUB616", "HUB619", "HUB621", "HUB901", "HUB902"),
}


def test_every_code_is_shown_by_a_text_case_with_its_place_and_its_words() -> None:
    cases = "\n".join(path.read_text("utf-8") for path in (hubs.PROJECT / "tests/cases").glob("*.txt"))
    shown = set(re.findall(r"^[^:\n]+:\d+:\d+: (HUB\d{3}) ", cases, re.MULTILINE))
    assert explained.explanations().keys() - shown == NO_TEXT


def test_what_no_text_case_can_hold_is_shown_by_another_test() -> None:
    others = [path for path in (hubs.PROJECT / "tests").rglob("test_*.py") if path.name != "test_rules.py"]
    rest = (hubs.PROJECT / "tests/test_rules.py").read_text("utf-8").partition("NO_TEXT = {")
    shown = codes_in(others) | set(re.findall(r"HUB\d{3}", rest[0]))
    assert NO_TEXT - shown == set()


def test_the_page_of_the_checks_has_an_anchor_for_each_code() -> None:
    page = explained.as_markdown(Settings(hubs.PROJECT))
    for code in explained.explanations():
        assert f"{{ #{code.lower()} }}" in page


def test_the_page_of_the_checks_has_those_that_the_hub_has(tmp_path: Path) -> None:
    page = explained.as_markdown(Settings(tmp_path, checks={"HUB324": "none", "HUB121": "error"}))
    assert "### HUB324:" not in page
    assert "### HUB325:" in page
    assert "(Advice.)" not in page.partition("### HUB121:")[2].partition("###")[0]


def test_the_checks_page_is_part_of_a_hub_with_a_guide(tmp_path: Path) -> None:
    hubs.write(tmp_path, {"docs/write/index.md": "# Write\n\nSee [the checks](checks.md).\n"})
    read = hub.read(Settings(tmp_path), today=TODAY)
    assert "docs/write/checks.md" in read.guides
    assert read.problems == ()


def test_the_hub_itself_passes() -> None:
    from studenthub.model import settings

    read = hub.read(settings.read(hubs.PROJECT), unpublished=True, today=TODAY)
    assert [str(problem) for problem in read.problems] == []


def test_an_empty_hub_has_no_problems(tmp_path: Path) -> None:
    assert running.run(Contents(Settings(tmp_path), Catalogue(), TODAY), advice=True).errors == ()


# --- a day far away ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "is_far"), [("2026-11-25", False), ("2027-12-29", False), ("2027-12-30", True)])
def test_an_article_may_wait_for_a_year(day: str, is_far: bool, tmp_path: Path) -> None:
    assert ("HUB133" in in_text(tmp_path, "Text.", advice=True, date=day)) is is_far


# --- the file that was meant ------------------------------------------------------------------------------------------

FILES = (
    *("articles/sleep-on-call.md", "articles/night/index.md", "articles/night/corridor.jpg", "articles/sleep.png"),
    *("write/citing.md", "write/images/night.jpg", "topics/index.md"),
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("articles/sleep-on-cal.md", "articles/sleep-on-call.md"),
        ("articles/Sleep-on-call.md", "articles/sleep-on-call.md"),
        ("articles/nigth.md", "articles/night/index.md"),
        ("articles/night/coridor.jpg", "articles/night/corridor.jpg"),
        ("articles/sleep.jpg", "articles/sleep.png"),
        # In another folder only what has just that name is meant.
        ("articles/citing.md", "write/citing.md"),
        ("articles/citng.md", ""),
        ("articles/nothing.md", ""),
        ("corridor.jpg", "articles/night/corridor.jpg"),
        ("articles/index.md", ""),
    ],
)
def test_the_file_that_was_meant(name: str, meant: str) -> None:
    assert near_file(name, FILES) == meant


def test_of_two_files_of_one_name_none_was_certainly_meant() -> None:
    assert near_file("photo.jpg", ["a/photo.jpg", "b/photo.jpg"]) == ""
    assert near_file("photo.jpg", ["a/photo.jpg"]) == "a/photo.jpg"


# --- giving way -------------------------------------------------------------------------------------------------------


class _Enough(Exception):
    pass


def test_checks_pause_within_a_rule_and_make_an_end(tmp_path: Path) -> None:
    """Where somebody waits for a page, the rule that is at work does not go on to the last of many articles."""
    files = {f"docs/articles/a-{n:03}.md": hubs.article("Text.", title=f"Number {n}") for n in range(100)}
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, **files})
    read = hub.Reader(Settings(tmp_path)).read()
    pauses = 0

    def pause() -> None:
        nonlocal pauses
        pauses += 1

    assert read.checked(pause=pause) == read.checked()
    # Once for each rule would be thirty.
    assert pauses > 100

    def enough() -> None:
        raise _Enough

    with pytest.raises(_Enough):
        read.checked(pause=enough)


# --- looking at nothing twice -----------------------------------------------------------------------------------------

CASES = sorted((hubs.PROJECT / "tests/cases").glob("*.txt"))


@pytest.mark.parametrize("heading", ["## A part", "A part\n------"])
def test_a_file_may_begin_with_a_heading_that_it_links_to(heading: str, tmp_path: Path) -> None:
    files = {"docs/page.md": f"{heading}\n\nSee [the part](#a-part).\n"}
    assert "HUB211" not in {problem.code for problem in found(tmp_path, files)}


def _as_read(folder: Path, case: Path) -> hub.Read:
    return _read(folder, hubs.files_of(case.read_text("utf-8")))


def _read(folder: Path, files: Mapping[str, str]) -> hub.Read:
    bibs = tuple(name for name in files if name.endswith(".bib"))
    return hub.Reader(Settings(hubs.write(folder, files), bib_files=bibs), unpublished=True).read()


#: A front matter, and the empty lines below it.
_FRONT = re.compile(r"\A(---\n(?:.*\n)*?---\n)(\n+)(?=[^\n])")


CHECKS = [case for case in CASES if case.stem.startswith("checks-") and "\n---\n\n" in case.read_text("utf-8")]


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: case.stem)
def test_no_verdict_depends_on_an_empty_line_below_the_front_matter(case: Path, tmp_path: Path) -> None:
    files = hubs.files_of(case.read_text("utf-8"))
    fronts = {name: front for name, text in files.items() if (front := _FRONT.match(text))}
    closed = files | {name: front[1] + files[name][front.end() :] for name, front in fronts.items()}

    def found(folder: str, files: Mapping[str, str]) -> list[tuple[str, str, int, int]]:
        checked = _read(tmp_path / folder, files).checked(advice=True, fixes=False)
        problems = [*checked.problems, *checked.advice]
        return sorted((one.code, one.place.path, one.place.line, one.place.column) for one in problems)

    def moved(code: str, path: str, line: int, column: int) -> tuple[str, str, int, int]:
        front = fronts.get(path)
        gap = len(front[2]) if front and line > front[1].count("\n") else 0
        return code, path, line + gap, column

    assert sorted(moved(*one) for one in found("closed", closed)) == found("spaced", files)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_text_is_checked_alone(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of texts find in each the same, whatever others there are, and whatever lies on the disk."""
    read = _as_read(tmp_path, case)
    checked = Checked.of(replace(read.contents, today=TODAY))
    of_texts = among(RULES, Scope.TEXT)
    monkeypatch.setattr(Folder, "read", None)
    together = {finding for rule in of_texts for finding in rule.check(checked.only(checked.texts))}
    alone = {finding for text in checked.texts for rule in of_texts for finding in rule.check(checked.only([text]))}
    assert alone == together
    assert {finding.place.path for finding in together} <= {text.text.path for text in checked.texts}


def test_a_rule_that_looks_at_others_is_seen(tmp_path: Path) -> None:
    """Negative control: of two articles with one title, neither is wrong alone."""
    read = _as_read(tmp_path, hubs.PROJECT / "tests/cases/advice.txt")
    checked = Checked.of(replace(read.contents, today=TODAY))
    (rule,) = (rule for rule in RULES if rule.code == "HUB124")
    assert list(rule.check(checked))
    assert not [finding for text in checked.texts for finding in rule.check(checked.only([text]))]


@pytest.mark.parametrize("case", tried(CASES), ids=lambda case: case.stem)
def test_what_is_clean_stays_clean(case: Path, tmp_path: Path) -> None:
    """With what the last run knew, the next one finds the same, and looks at what had findings alone."""
    read = _as_read(tmp_path, case)
    expected = {advice: read.checked(advice=advice) for advice in (False, True)}
    # A run that gives no advice must not hide any from the next one.
    for order in ((False, True, True), (True, False, False)):
        cache = Cache(tmp_path / f"{order[0]}.sqlite")
        clean = Clean(cache, "here")
        for advice in order:
            assert read.checked(advice=advice, clean=clean) == expected[advice]
        cache.close()


def test_what_checks_depend_on_makes_them_look_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def looks(checked: Checked) -> Iterator[Finding]:
        looked.extend(document.text.path.rpartition("/")[2] for document in checked.documents)
        return iter(())

    monkeypatch.setattr(running, "RULES", (Rule("HUB999", "a rule that looks", Scope.TEXT, looks),))
    entry = "@book{one, author = {Author, A.}, title = {One}, publisher = {Press}, year = {2001}}\n"
    articles = {f"docs/articles/{name}.md": hubs.article("Text.", title=f"Of {name}") for name in ("one", "two")}
    topic = {"docs/topics/testing.md": hubs.TOPIC}
    cache = Cache(tmp_path / "cache.sqlite")

    def again(
        files: Mapping[str, str], fingerprint: str = "here", today: datetime.date = TODAY, **settings: str
    ) -> list[str]:
        looked.clear()
        hubs.write(tmp_path, files)
        made = Settings(tmp_path, bib_files=("bib/a.bib",), **settings)
        hub.Reader(made, today=today).read().checked(clean=Clean(cache, fingerprint))
        return sorted(looked)

    assert again({**articles, **topic, "bib/a.bib": entry}) == ["one.md", "testing.md", "two.md"]
    assert again({}) == []
    assert again({"docs/articles/one.md": hubs.article("Another text.")}) == ["one.md"]
    assert again({"docs/articles/three.md": articles["docs/articles/two.md"]}) == ["three.md"]
    everything = ["one.md", "testing.md", "three.md", "two.md"]
    assert again({"bib/a.bib": entry.replace("One", "Another")}) == everything
    assert again({"docs/topics/testing.md": hubs.TOPIC + "aliases: [Trying]\n"}) == everything
    broken = "@book{two, title = {Not closed, year = {2001}}\n"
    assert again({"bib/a.bib": entry.replace("One", "Another") + broken}) == everything
    assert again({}, language="af-ZA") == everything
    assert again({}) == everything
    assert again({}, today=TODAY + datetime.timedelta(1)) == everything
    assert again({}) == everything
    assert again({}, "elsewhere") == everything
    assert again({}, "") == again({}, "") == everything
    cache.close()


def test_a_guide_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs/write").mkdir(parents=True)
    Path(os.fsdecode(bytes(tmp_path / "docs/write") + b"/gr\xf6sse.md")).write_text("# Guide\n")
    read = hub.read(Settings(tmp_path), unpublished=True, today=TODAY)
    assert [problem.code for problem in read.problems] == ["HUB601"]
    assert not any("write" in path for path in read.guides)


# --- abbreviations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("The NCDP was asked, and the NCDP answered.", ["NCDP"]),
        ("The National College of Dental Practice (NCDP) was asked.", []),
        ("Written with NCDP [@one2001], ABC (see there) and [DEF](https://example.org). NCDP, ABC, DEF.", []),
        ("It comes but once: NCDP. NCDPlan is another word.", []),
        ("The National College (*NCDP*) was asked, the NCDP.", []),
        ("| A | B |\n| --- | --- |\n| NCDP | NCDP |", []),
        ("It is told with ABAQUS and PHREEQE, ABAQUS and PHREEQE.", []),
        (
            "Some words.\n\n## Acknowledgements\n\nThanks to the NCDP, the NCDP.\n\n## Later\n\nThe XYZ is the XYZ.",
            ["XYZ"],
        ),
        ("AA wrote, and ABC-12 and ABC-12 are names. TPL wrote, TPL.", []),
    ],
)
def test_which_abbreviations_want_their_words(tmp_path: Path, body: str, named: list[str]) -> None:
    article = hubs.article(body).replace("Author, A.", "Test P. Learner")
    rows = found(tmp_path, {"docs/articles/a.md": article}, advice=True)
    assert [row.message.split()[0] for row in rows if row.code == "HUB225"] == named
