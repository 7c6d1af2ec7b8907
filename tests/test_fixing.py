"""A fix loses nothing: every word is still there, what it is for is gone, nothing new has come, and once is enough."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubs
import readers
from studenthub import hub
from studenthub.hub.fixing import Fixer
from studenthub.model.settings import Settings
from studenthub.parse.markdown import words
from studenthub.source.problems import ADVICE, Fix, Problem
from studenthub.source.text import Text
from texts import times

PATH = "docs/articles/a.md"
BIB = """\
@book{author2001, author = {Author, A. and Writer, B.}, title = {A title}, publisher = {Press}, year = {2001}}
@book{other2002, author = {Other, C.}, title = {Another title}, publisher = {Press}, year = {2002}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hubs.write(
        tmp_path_factory.mktemp("fixing"),
        {"docs/topics/testing.md": hubs.TOPIC, "bib/a.bib": BIB, "docs/articles/other.md": hubs.article("Other text.")},
    )


def read(folder: Path, content: str) -> hub.Read:
    """A hub with one more article."""
    (folder / PATH).write_text(content, encoding="utf-8")
    made = Settings(folder, bib_files=("bib/a.bib",))
    return hub.Reader(made, unpublished=True, today=hubs.TODAY).read()


def found(folder: Path, content: str) -> list[Problem]:
    """What is wrong in an article, with the fixes that are offered, and the advice."""
    checked = read(folder, content).checked(advice=True, fixes=True)
    return [row for row in (*checked.problems, *checked.advice) if row.place.path == PATH]


def fixed(folder: Path, content: str) -> str:
    """An article after ``hub check --fix``."""
    opened = read(folder, content)
    return opened.fixer.corrected(opened.texts[PATH], advice=True).content


def codes(rows: list[Problem]) -> Counter[str]:
    return Counter(row.code for row in rows)


def suggested(content: str, row: Problem) -> str:
    """An article in which somebody has written what the report says to write instead."""
    assert row.suggestion
    lines = content.split("\n")
    before = row.suggestion.before.split("\n")
    at = row.suggestion.line - 1
    assert lines[at : at + len(before)] == before
    lines[at : at + len(before)] = [row.suggestion.after] if row.suggestion.after else []
    return "\n".join(lines)


#: Words that can be told from all others, each of which must be there afterwards, in this order.
_NUMBERED = re.compile(r"w\d+w")


def numbered(content: str) -> list[str]:
    """Those of the words that readers see which a test has put in. A soft hyphen is within a word."""
    return [word for word in readers.words(content.replace("\u00ad", "")) if _NUMBERED.fullmatch(word)]


def are_all_in(some: list[str], others: list[str]) -> bool:
    """Whether all words are among others, in their order. A fix may show one that nobody saw before it."""
    left = iter(others)
    return all(word in left for word in some)


def check_that_nothing_is_lost(folder: Path, content: str) -> None:
    """That all which holds of a fix holds of those of ``content``, by ``--fix`` and by what a report says."""
    rows = found(folder, content)
    after = fixed(folder, content)
    assert are_all_in(numbered(content), numbered(after))
    left = found(folder, after)
    assert codes(left) <= codes(rows)
    assert not any(row.fix for row in left)
    assert fixed(folder, after) == after
    for row in rows:
        if row.fix:
            assert codes(left)[row.code] < codes(rows)[row.code]
        if row.suggestion:
            alone = suggested(content, row)
            assert are_all_in(numbered(content), numbered(alone))
            again = codes(found(folder, alone))
            assert again <= codes(rows)
            assert again[row.code] < codes(rows)[row.code]


# --- texts of all sorts ---------------------------------------------------------------------------------------------

W = "«»"  # becomes a word of its own
#: Beginnings of lines and their rests, right and wrong ones; all that a fix may take for something else.
LINES = (
    f"{W} {W} {W}",
    f"{W} [{W}](#{W}) {W}.",
    *(f"{sign} {W}" for sign in ("-", "•", "–", "1)", "2.", "(a)", "b)", "(1)", "*", "3)")),
    *(f"{sign} {W}" for sign in ("#", "##", "####", "> ", ">", "!!! note", ":", "[^x]:", "[^x y]:")),
    f"- [{W}](#x)",
    f"- `{W}`",
    f"    {W} is {W} and {W} goes on with {W} in it.",
    f"    - {W}",
    f"\t{W}",
    *("---", "===", "----", "***", "", "", "", "```", "~~~", "$$", "///", "<!-- x -->", "+---+---+", "|---|---|"),
    f"| {W} | {W} |",
    f"| {W} | {W}",
    f"{W} | {W}",
    "| ---: | :--- |",
    "--- | ---",
    f"|{W}|[{W}](#x)|",
    f"**{W}**",
    f"**References** {W}",
    "# References",
    "References",
    f"{W}\t{W}\t{W}",
    f"{W}[^x y] {W}[^x]",
    f"{W} <b>{W}</b> <i>{W}</i> <div>{W}</div> <a href='https://a.example'>{W}</a>",
    f"{W} https://a.example/x. www.a.example ({W}, https://b.example/y)",
    rf"{W} \url{{https://a.example/x}} \textit{{{W}}} \ref{{fig:{W}}}",
    f"{W} [{W}] (https://a.example) ({W})[https://a.example] [{W}](www.a.example)",
    f"{W} [@author2001, @other2002] (@author2001) (e.g. @author2001, @other2002) (@other2002 {W})",
    f"{W}[@author2001]. {W}. [@other2002] [@author2001] [@Author2001]",
    f"{W} (Author & Writer, 2001), Other (2002) {W} [other2002] \\cite{{author2001}}",
    f"Other @other2002 {W} [@author2001. {W} @other2002]",
    f"{W}\u00ad{W} {W}\u200b {W}\u202e {W}",
    f"![{W}](a.png) ![](b.png) ![{W} @author2001]( c.png )",
    f"{W}{{{W}, {W}}} [{W}]{{.x}} {{: .{W} }}",
    f"`{W}` ``{W}`` `[@author2001]` \\`{W}",
    f"$x_{{{W}}}$ $${W}$$ {W}",
)


def _numbered(lines: list[str]) -> str:
    parts = "\n".join(lines).split(W)
    return "".join(f"{part}w{number}w" for number, part in enumerate(parts[:-1])) + parts[-1]


texts = st.lists(st.sampled_from(LINES), max_size=12).map(_numbered)


@times(0.6)
@given(texts)
def test_no_fix_of_any_text_loses_a_word(folder: Path, text: str) -> None:
    check_that_nothing_is_lost(folder, hubs.article(text))


@pytest.mark.parametrize(
    "text",
    [
        # A link or code at the beginning of an item is blank to the checks, and the item then looks like a line of ---.
        f"- [{W}](#data)\n- [{W}](#data)\n\n---\n\n{W}",
        f"| {W} | {W}\n| ---: | :--- |\n| {W} | {W} |",
        f"+---+---+\n| {W} | {W} |\n| {W} | {W} |\n+===+===+\n| {W} | {W} |\n+---+---+",
        f"{W} (e.g. @author2001, @other2002) {W} (@other2002 {W} {W})",
        rf"{W} \url{{https://example.org/docs/}} {W}",
        f"{W}[^{W}, {W}, {W}]",
        f"(a) {W}\n(b) {W} as in (a)",
        f"- {W}\n[^x]: {W}\n• {W}",
    ],
)
def test_what_fixes_have_lost_before(folder: Path, text: str) -> None:
    check_that_nothing_is_lost(folder, hubs.article(_numbered([text])))


@pytest.mark.parametrize("tags", ["['sleep, burnout']", "'sleep; burnout'", "[a, 'sleep, burnout']"])
def test_a_front_matter_is_read_again_after_its_fixes(folder: Path, tags: str) -> None:
    content = hubs.article("Text.", tags=tags)
    after = fixed(folder, content)
    assert codes(found(folder, after)) <= codes(found(folder, content))
    assert fixed(folder, after) == after


# --- what is not offered --------------------------------------------------------------------------------------------


@pytest.fixture
def fixer(folder: Path) -> tuple[Fixer, Text]:
    read_now = read(folder, hubs.article("One two three.\n\n## four [@author2001]\n\n**five** www.example.org six"))
    return read_now.fixer, read_now.texts[PATH]


def offered(fixer: tuple[Fixer, Text], before: str, after: str, code: str = "HUB206", *, short: bool = True) -> bool:
    """Whether a fix is offered that would replace a part of the article; a ``short`` one as lines to copy, too."""
    tries, text = fixer
    start = text.content.index(before)
    row = Problem(text.place(start), code, "x", fix=Fix(start, start + len(before), after))
    (again,) = tries.offered([row], {PATH: text})
    assert not short or (again.suggestion is not None) is (again.fix is not None)
    return again.fix is not None


def test_a_fix_is_offered_that_does_what_it_is_for(fixer: tuple[Fixer, Text]) -> None:
    assert offered(fixer, "www.example.org", "<https://www.example.org>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # What it is for is still found.
        ("www.example.org", "www.example.org/x"),
        ("One", "**One**"),
        # A word is lost, changed, moved or new.
        ("**five** www.example.org six", "**five** <https://www.example.org>"),
        ("www.example.org six", "<https://www.example.org> seven"),
        ("**five** www.example.org", "<https://www.example.org> **five**"),
        ("www.example.org", "<https://www.example.org> new"),
        # Something new is found.
        ("## four [@author2001]\n\n**five** www.example.org", "#### four [@author2001]\n\n**five** <https://www.example.org>"),
        ("www.example.org", "<https://www.example.org> <b>"),
        ("[@author2001]\n\n**five** www.example.org", "[@nobody2001]\n\n**five** <https://www.example.org>"),
    ],
)  # fmt: skip
def test_a_fix_is_not_offered_that_does_less_or_more(fixer: tuple[Fixer, Text], before: str, after: str) -> None:
    assert not offered(fixer, before, after)


def test_a_fix_is_not_offered_that_takes_an_entry_with_it(folder: Path) -> None:
    """Nothing need cite it, such as below a mistyped key."""
    listed = "## References\n\n1. Writer B. Rest. Journal. 2019;1:2."
    entry = "@book{uncited, author = {Author, A.}, title = {Sleep}, publisher = {Press}, year = {2024}}"
    made = "@article{writer2019,\n  author = {Writer, B.},\n  title = {Rest},\n  year = {2019}\n}"
    opened = read(folder, hubs.article(f"Rest matters [@writer2019].\n\n{listed}\n\n{entry}"))
    fixer = opened.fixer, opened.texts[PATH]
    assert offered(fixer, listed, made, "HUB205", short=False)
    assert not offered(fixer, f"{listed}\n\n{entry}", made, "HUB205", short=False)


def test_of_several_fixes_those_are_offered_that_pass(fixer: tuple[Fixer, Text]) -> None:
    tries, text = fixer
    good, bad = text.content.index("www."), text.content.index("two")
    rows = [
        Problem(text.place(good), "HUB206", "x", fix=Fix(good, good + 15, "<https://www.example.org>")),
        Problem(text.place(bad), "HUB223", "x", level=ADVICE, fix=Fix(bad, bad + 4, "")),
    ]
    assert [row.fix is not None for row in tries.offered(rows, {PATH: text})] == [True, False]


def test_fixes_that_harm_each_other_without_end_are_given_up(folder: Path) -> None:
    """The work is bounded, however many there are."""
    read_now = read(folder, hubs.article("w " * 600))
    text = read_now.texts[PATH]
    at = range(text.content.index("w "), len(text.content) - 2, 2)
    rows = [Problem(text.place(n), "HUB206", "x", fix=Fix(n, n + 1, "v")) for n in at]
    assert not any(row.fix for row in read_now.fixer.offered(rows, {PATH: text}))


@pytest.mark.parametrize(
    ("entry", "after"),
    [
        ("doi = {https://doi.org/10.1234/x}", "doi = {10.1234/x}"),
        ("pages = {1309--15}", "pages = {1309--1315}"),
        ("author = {Author A, Writer B}", "author = {Author, A. and Writer, B.}"),
        ("year = {2001a}", "year = {2001}"),
        ("title = {A SHOUTED TITLE}", "title = {A shouted title}"),
    ],
)
def test_what_an_entry_prints_is_kept(folder: Path, entry: str, after: str) -> None:
    from studenthub.hub import entry_fixes
    from studenthub.hub.trials import Part

    def passes(new: str) -> bool:
        part = Part(Text("bib/x.bib", f"@misc{{a, {entry}}}\n"))
        start = part.text.content.index(entry)
        return entry_fixes.keeps(part, [Fix(start, start + len(entry), new)])

    assert passes(after)
    assert not passes("")
    assert not passes(after.replace("10.1234", "10.1235").replace("2001", "2002").replace("13", "14").replace("A", "B"))


@pytest.mark.parametrize("text", ["- [One](#x)\n- [Two](#x)\n\n---\n\nText", "- `one`\n- `two`\n\n---\n\nText"])
def test_an_item_that_is_a_link_or_code_is_no_line_of_hyphens(folder: Path, text: str) -> None:
    assert codes(found(folder, hubs.article(text)))["HUB219"] == 0


def test_fixes_of_one_line_that_lose_words_are_not_tried_without_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def loses(before: str, *rest: object) -> bool:
        tried.append(before)
        return False

    monkeypatch.setattr(words, "keeps", loses)
    assert not any(row.fix for row in found(folder, hubs.article("pro\ufb01 t " * 500)))
    assert 0 < len(tried) < 70
    tried.clear()
    assert not any(row.fix for row in found(folder, hubs.article("pro\ufb01 t\n\n" * 50)))
    assert len(tried) > 70, "in lines of their own, each is tried"
