"""Whatever a draft says: no word of it is lost, and it means the same in Markdown."""

from __future__ import annotations

import re

import markdown
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from studenthub.importer import article
from studenthub.importer.refusals import Refused
from studenthub.importer.text.blocks import Paragraph
from studenthub.importer.text.lines import Line, Mark, atom, joined
from studenthub.importer.text.markdown import Writer
from studenthub.model.sources import bibliography
from studenthub.parse.folding import fold
from studenthub.parse.markdown import citations, running_text
from studenthub.source.text import Text
from texts import made_of, times

#: Pieces of drafts: what is read, what looks like it, and what Markdown would take for something.
PIECES = (
    *(
        "# ",
        "- ",
        "1. ",
        "* ",
        "> ",
        "---",
        "___",
        "**",
        "*",
        "_",
        "`",
        "[",
        "](",
        "]",
        "<b>",
        "&amp;",
        "\\",
        "|",
        "~~",
        "$x$",
    ),
    *(
        "(Author, 2019)",
        "Author (2019)",
        "[1]",
        "²",
        "(n 2)",
        "Ibid.",
        "References\n\n",
        "Bronnelys\n",
        "@key",
        "[@key]",
    ),
    *("Author, A. (2019). One thing. Example Journal, 1(2), 3–4.\n\n", "1. Author A. One. J Ex. 2019;1:2.\n"),
    *(
        "By Ann Author, MBChB IV, University of Example\n\n",
        "12 March 2026\n\n",
        "5/11/2026\n",
        "Dear editors,\n",
        "Title\n\n",
    ),
    *(
        "A sentence of some words that ends here. ",
        "WORDS IN CAPITALS\n\n",
        "021 555 0177\n",
        "https://example.org/a_b ",
        "\n\n",
        "\n",
    ),
)


#: Those of mkdocs.yml that know signs within a line.
EXTENSIONS = (
    *("abbr", "attr_list", "def_list", "footnotes", "sane_lists", "tables", "pymdownx.arithmatex", "pymdownx.betterem"),
    *("pymdownx.caret", "pymdownx.mark", "pymdownx.tilde", "pymdownx.keys", "pymdownx.inlinehilite"),
)


@given(made_of(*PIECES))
def test_every_word_is_in_the_article_the_bibliography_or_the_report(text: str) -> None:
    try:
        made = article.make(text.encode(), "draft.txt", {})
    except Refused:
        return
    report = made.report
    kept = [made.article, made.bibliography]
    kept += [one.printed for one in (*report.citations,)] + [one.printed for one in report.references]
    kept += [said.message for said in (*report.todo, *report.told, *report.left)]
    assert _words(text) <= _words(" ".join(kept))


@given(made_of(*PIECES))
def test_the_same_draft_makes_the_same_article(text: str) -> None:
    try:
        first, second = (article.make(text.encode(), "draft.txt", {}) for _ in range(2))
    except Refused:
        return
    assert (first.article, first.bibliography) == (second.article, second.bibliography)


#: A citation by key, and what is none; every draft has the entries of both keys.
CITED = (
    *("[@a2019]", "@a2019 says", "[see @a2019, pp. 3--4; @{b/2020:x}, *passim*]", "@{b/2020:x} [p. 9] says"),
    *("**[-@a2019, p. 3]**", "and -@a2019 too", "> [@a2019]\n\n", "[@a2019 [sic], 5]", "- @unknown2002 says\n\n"),
    *("\n\n| a |\n|---|\n| [@a2019] |\n\n", "*[@a2019; see @unknown2001]*", "\n\n[@a2019]\n\n"),
)
UNCITED = (
    *("words", "editors@example.org", "@a_handle", "`[@a2019]`", r"\@a2019", "https://example.org/@a2019", "\n\n"),
    *("*emphasis*", "[a link](https://example.org)", "\n\n```\n[@a2019]\n```\n\n", "$x$", "\n\n    [@a2019]\n\n"),
)
ENTRIES = """
@book{a2019, author = {Author, A.}, title = {One}, year = {2019}}

@book{b/2020:x, author = {Writer, W.}, title = {Two}, year = {2020}}
"""


@times(0.4)
@given(st.lists(st.sampled_from((*CITED, *UNCITED)), max_size=20).map(" ".join))
def test_a_draft_in_markdown_cites_the_same_as_an_article(text: str) -> None:
    draft = " ".join(["# A title\n\nA sentence of some words that is the beginning of the text.", text])
    made = article.make(f"{draft}\n\n{ENTRIES}".encode(), "draft.md", {})
    assert _groups(made.body) == _groups(draft)
    assert set(bibliography.read([Text("a.bib", made.bibliography)])[0].sources) == {"a2019", "b/2020:x"}


def _groups(text: str) -> list[str]:
    found = citations.find(running_text.blank(text))
    return [one.source for one in found if isinstance(one, citations.CiteGroup) and "a_handle" not in one.source]


@given(st.text("ab *_`[]<>&#\\-+.1|~^=$!(){}:\n", max_size=60))
def test_plain_text_prints_as_it_is(text: str) -> None:
    line = Line(" ".join(text.split()))
    written = Writer().blocks([Paragraph(line)])
    page = markdown.markdown(
        written, extensions=EXTENSIONS, extension_configs={"pymdownx.arithmatex": {"generic": True}}
    )
    shown = "".join(html.fromstring(f"<div>{page}</div>").itertext()) if page else ""
    assert " ".join(shown.split()) == line.text


def test_a_part_of_a_line_has_no_mark_of_what_is_beside_it() -> None:
    line = Line("ab cd", (Mark(0, 2, "emph"), Mark(3, 5, "strong")))
    assert line.part(2, 3) == Line(" ")
    assert line.part(1, 4) == Line("b c", (Mark(0, 1, "emph"), Mark(2, 3, "strong")))


def test_marks_that_touch_become_one_and_atoms_do_not() -> None:
    formula = atom("formula", "x")
    assert joined([formula, formula]).marks == (Mark(0, 1, "formula", "x"), Mark(1, 2, "formula", "x"))
    bold = [Line(f"{formula.text}ab", (*formula.marks, Mark(0, 3, "strong"))), Line("cd", (Mark(0, 2, "strong"),))]
    assert Writer().blocks([Paragraph(joined(bold))]) == "**$x$abcd**"


@given(
    st.lists(
        st.tuples(st.text("ab .", min_size=1, max_size=6), st.sampled_from(["", "emph", "strong", "raised"])),
        max_size=5,
    )
)
def test_emphasis_loses_no_letter(parts: list[tuple[str, str]]) -> None:
    line = joined(Line(text, (Mark(0, len(text), kind),) if kind else ()) for text, kind in parts).strip()
    written = Writer().blocks([Paragraph(line)])
    assert re.sub(r"[*\s\\]|</?su[pb]>", "", written) == re.sub(r"\s", "", line.text)


def _words(text: str) -> set[str]:
    return {fold(word) for word in re.findall(r"[^\W_]+", text)}
