"""Whatever a draft says: no word of it is lost, and it means the same in Markdown."""

from __future__ import annotations

import re

import markdown
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from studenthub.importer import article
from studenthub.importer.blocks import Paragraph
from studenthub.importer.lines import Line, Mark, joined
from studenthub.importer.markdown import Writer
from studenthub.importer.refusals import Refused
from studenthub.parse.folding import fold
from texts import bounded, made_of

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


@bounded
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


@bounded
@given(made_of(*PIECES))
def test_the_same_draft_makes_the_same_article(text: str) -> None:
    try:
        first, second = (article.make(text.encode(), "draft.txt", {}) for _ in range(2))
    except Refused:
        return
    assert (first.article, first.bibliography) == (second.article, second.bibliography)


@bounded
@given(st.text("ab *_`[]<>&#\\-+.1|~^=$!(){}:\n", max_size=60))
def test_plain_text_prints_as_it_is(text: str) -> None:
    line = Line(" ".join(text.split()))
    written = Writer().blocks([Paragraph(line)])
    page = markdown.markdown(
        written, extensions=EXTENSIONS, extension_configs={"pymdownx.arithmatex": {"generic": True}}
    )
    shown = "".join(html.fromstring(f"<div>{page}</div>").itertext()) if page else ""
    assert " ".join(shown.split()) == line.text


@bounded
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
