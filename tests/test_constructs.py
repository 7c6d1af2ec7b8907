"""Captions and notes as authors write them elsewhere: where they are in a text, and what they become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

import hubs
from studenthub.markup.document import Document
from studenthub.markup.extension import CitationExtension
from studenthub.parse.markdown import captions, citations, cross_references, formulas, inline_notes, running_text
from studenthub.runtime.cache import Cache
from studenthub.styles import find
from studenthub.styles.formatter import Formatter
from studenthub.styles.pandoc.workers import Workers
from texts import work

EXTENSIONS = [
    *("attr_list", "def_list", "footnotes", "tables", "toc", "pymdownx.betterem", "pymdownx.blocks.caption"),
    *("pymdownx.caret", "pymdownx.superfences", "pymdownx.tilde"),
]


@pytest.fixture(scope="module")
def extension() -> Iterator[CitationExtension]:
    with Formatter({}, Cache(None), Workers(1)) as formatter:
        yield CitationExtension(Document(formatter, find("apa")))


def converted(text: str, extension: CitationExtension, *more: str) -> html.HtmlElement:
    """A text as a page, made with ``more`` extensions."""
    made = Markdown(extensions=[*EXTENSIONS, *more, extension]).convert(text)
    assert extension.failure == ""
    return html.fragment_fromstring(made, create_parent="main")


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("Flow of patients, redrawn from @smith2020. Arrows show dropouts.", "Flow of patients, redrawn from …."),
        ("Flow of patients [see @smith2020, p. 4]", "Flow of patients"),
        ("Figure 1: The *in vitro* test", "Figure 1: The in vitro test"),
        ("Flow.^[With a note.]", "Flow."),
        ("The risk $x^2$ of all", "The risk $x^2$ of all"),
        ("One thing. Another\nthing, over two lines", "One thing. Another thing, over two lines"),
        ("The risk of all patients.", "The risk of all patients."),
        (r"The risk of all \label{fig:risk}", "The risk of all"),
        ("See [the guide](https://example.org/a)", "See the guide"),
    ],
)
def test_what_only_readers_can_follow_is_a_caption(words: str, heard: str, extension: CitationExtension) -> None:
    page = converted(f"Above.\n\n![{words}](flow.png){{width=50%}}\n\nBelow.", extension)
    (figure,) = page.xpath("//figure")
    (picture,) = figure.xpath(".//img")
    assert picture.get("alt").startswith(heard.rstrip("."))
    assert (picture.get("src"), picture.get("width")) == ("flow.png", "50%")
    shown = hubs.text(figure.find("figcaption"))
    assert shown.startswith(words[:3])
    assert not {"@", "\\"} & set(picture.get("alt") + shown)
    assert [hubs.text(paragraph) for paragraph in page.findall("p")] == ["Above.", "Below."]


@pytest.mark.parametrize(
    "text",
    [
        "![An empty hospital corridor at night, lit by one lamp](a.png)",
        "Text ![one. Two sentences.](a.png) within a line",
        "![One. Two sentences.](a.png)\nand text directly below",
        "Text directly above\n![One. Two sentences.](a.png)",
        "![Dose of 5.5 mg, i.e. half](a.png)",
        "![a](a.png) ![b. C.](b.png)",
        "    ![One. Two sentences.](a.png)",
        "```\n![One. Two sentences.](a.png)\n```",
        "`![One. Two sentences.](a.png)`",
        r"![\label{fig:a}](a.png)",
        "![Write to me@example.org](a.png)",
    ],
)
def test_other_pictures_have_words_for_those_who_cannot_see_them(text: str, extension: CitationExtension) -> None:
    assert not converted(text, extension).xpath("//figure")
    assert list(captions.figures(running_text.blank_blocks(text))) == []


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_caption_below_it_is_the_caption(gap: str, extension: CitationExtension) -> None:
    page = converted(f"![One. Two sentences.](a.png){gap}/// caption\nThis one\n///", extension)
    assert [hubs.text(caption) for caption in page.xpath("//figure/figcaption")] == ["This one"]


@pytest.mark.parametrize("prefix", ["> ", "    "])
def test_captions_and_notes_are_where_other_text_is(prefix: str, extension: CitationExtension) -> None:
    item = "" if prefix == "> " else "- item\n\n"
    page = converted(f"{item}{prefix}![One. Two.](a.png)\n{prefix}\n{prefix}Text.^[A\n{prefix}note.]", extension)
    (figure,) = page.xpath("//blockquote//figure | //li//figure")
    assert hubs.text(figure.find("figcaption")) == "One. Two."
    assert hubs.text(page.xpath("//*[@class='footnote']//li")[0]).startswith("A note.")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("A.^[One [a](b) c.] B.^[Two.]", ["^[One [a](b) c.]", "^[Two.]"]),
        (r"A \^[no], `^[no]`, ^[ ] and ^[open", []),
        ("A ^[first [open\n\nsecond] line", []),
        ("^[a ^[b] c]", ["^[a ^[b] c]"]),
        ("x^2^ and [^1] and [a]^[b]", ["^[b]"]),
    ],
)
def test_what_is_a_note_within_a_line(text: str, notes: list[str]) -> None:
    assert [text[start:end] for start, end in inline_notes.find(running_text.blank_inline(text))] == notes


@pytest.mark.parametrize(
    "text",
    [
        "Text.^[This cites @a and [see @b, p. 4].] More @c.",
        "![Redrawn from @a. Arrows [@b].](a.png)\n\nText @c.",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n: As in @a [@b]\n\nText @c.",
    ],
)
def test_what_they_cite_is_known_before_they_are_converted(text: str, extension: CitationExtension) -> None:
    predicted = {key for group in citations.find(running_text.blank(text)) for key in group.keys}
    converted(text, extension)
    assert predicted == {key for group in extension.cited for key in group.keys} == {"a", "b", "c"}


NUMBERED = r"""
See \autoref{fig:flow}, Figure~\ref{fig:two}, \cref{tbl:tea}, \eqref{eq:sum} and \autoref{eq:sum}.
`\ref{fig:two}` \ref{no}

![Flow of patients, see \ref{fig:two}. \label{fig:flow}](a.png)

![A second one.](b.png){#fig:two}

| a | b |
| --- | --- |
| 1 | 2 |

: Doses of tea {#tbl:tea}

$$ a + b = c \label{eq:sum} $$
"""


def test_a_page_that_cannot_be_converted_says_so_and_the_next_one_can(extension: CitationExtension) -> None:
    page = Markdown(extensions=[*EXTENSIONS, extension]).convert("- " * 900 + "deep")
    assert extension.failure == "lists or quotations in this page are nested too deeply"
    assert extension.failure in page
    assert converted("Above.", extension).text_content() == "Above."


def test_a_page_that_becomes_far_larger_than_its_text_is_refused(extension: CitationExtension) -> None:
    """Each use of a link repeats its whole address."""
    page = Markdown(extensions=[*EXTENSIONS, extension]).convert("[a][a] " * 100 + f"\n\n[a]: /{'b' * 100_000}")
    assert extension.failure == "this page becomes one of 9 MB; look for what is shown many times"
    assert extension.failure in page


def test_references_lead_to_captions_and_formulas(extension: CitationExtension) -> None:
    page = converted(NUMBERED, extension)
    expected = "See Figure 1, Figure\u00a02, Table 1, (1) and Equation 1.\n\\ref{fig:two} \\ref{no}"
    assert page.findall("p")[0].text_content() == expected
    captions_shown = [hubs.text(caption) for caption in page.xpath("//figcaption")]
    assert captions_shown == ["Figure 1: Flow of patients, see 2.", "Figure 2: A second one.", "Table 1: Doses of tea"]
    assert page.xpath("//img/@alt") == ["Flow of patients, see 2.", "A second one."]
    links = [link.removeprefix("#") for link in page.xpath("//a/@href")]
    assert links == ["figure-1", "fig:two", "tbl:tea", "fig:two"]
    assert set(links) <= set(page.xpath("//@id"))
    assert page.xpath("//math")[0].text_content().endswith("(1)")


@pytest.mark.parametrize("caption", ["Figure 3: Flow. \\label{fig:flow}", "Fig. 3. Flow \\label{fig:flow}"])
def test_a_number_that_is_typed_stays(caption: str, extension: CitationExtension) -> None:
    page = converted(f"\\autoref{{fig:flow}}\n\n![{caption}](a.png)", extension)
    assert hubs.text(page.find("p")) == "Figure 3"
    assert hubs.text(page.xpath("//figcaption")[0]).count("3") == 1


def test_captions_that_nothing_refers_to_have_no_number(extension: CitationExtension) -> None:
    page = converted("\\ref{other}\n\n![Flow of patients. \\label{fig:flow}](a.png)", extension)
    assert hubs.text(page.xpath("//figcaption")[0]) == "Flow of patients."
    assert not page.xpath("//a")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# A\n\nText.\n\n## B\n\n###### C", ["h2", "h3", "h6"]),
        ("## A\n\nText.\n\n### B", ["h2", "h3"]),
        ("> # A\n\nText.", ["h2"]),
        ("# A\n\nText.\n\n# References", ["h2"]),
        ("## References {-}\n\n## Annex\n\nText.", ["h2"]),
        ("## References\n\nText.", ["h2"]),
        ("## References\n\n### Of laws\n\nText.", ["h2", "h3"]),
    ],
)
def test_headings_are_below_the_title_of_their_page(text: str, tags: list[str], extension: CitationExtension) -> None:
    before, extension.document = extension.document, replace(extension.document, has_title=True)
    try:
        page = converted(text, extension)
    finally:
        extension.document = before
    assert [heading.tag for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")] == tags


@given(st.text(alphabet="^[]()!\\`\n> ab.A@{}/|:-", max_size=60))
def test_spans_lie_in_the_text_and_do_not_meet(text: str) -> None:
    end = 0
    for figure in captions.figures(running_text.blank_blocks(text)):
        assert end <= figure.start <= figure.words_start <= figure.words_end < figure.end <= len(text)
        end = figure.end
    end = 0
    for start, stop in inline_notes.find(running_text.blank_inline(text)):
        assert end <= start < stop <= len(text)
        end = stop
    assert len(running_text.blank(text)) == len(text)


@pytest.mark.parametrize("part", ["^[", "^[a]", "![", "![a. B](a)\n\n", "![a](", "^[a\n\n", "[^[", "![[a", "> !["])
def test_hostile_texts_take_no_more_than_linear_time(part: str) -> None:
    assert work(running_text.blank, part * (40_000 // len(part)), 3) < 3


@pytest.mark.parametrize(
    "part",
    ["\\ref{a}", "|\n: a", "|\n: a {", "|\n: a\\label{", "![a. B](a)\n\n\\ref{a}\n\n", "$$\\label{a}$$ \\ref{a} "],
)
def test_hostile_references_take_no_more_than_linear_time(part: str) -> None:
    def found(text: str) -> None:
        every = (*cross_references.numbered(text), *cross_references.equations(text, formulas.find(text)))
        list(cross_references.references(text, every))

    assert work(found, part * (40_000 // len(part)), 3) < 3


def test_what_lays_out_a_printed_page_is_left_out(extension: CitationExtension) -> None:
    text = "One.\n\n\\newpage\n\nTwo\n\\pagebreak\nthree.\n\n```\n\\newpage\n```\n\n"
    page = converted(f"{text}## Methods \\label{{sec:m}}\n\nFour\\label{{a}} \\newpage", extension)
    assert [hubs.text(paragraph) for paragraph in page.findall("p")] == ["One.", "Two", "three.", "Four \\newpage"]
    assert "\\newpage" in hubs.text(page.xpath("//pre")[0])
    assert page.find("h2").text == "Methods"
    assert page.find("h2").get("id") == "methods"


BOXES = [
    ("> [!NOTE]\n> A *note*.", ["note"], ["Note", "A note."]),
    ("> [!warning]\n>\n> One.\n>\n> Two.", ["warning"], ["Warning", "One.", "Two."]),
    ("> [!tip]- What *I* do\n> Sleep.", ["tip"], ["What I do", "Sleep."]),
    ("- An item\n\n    > [!CAUTION]\n    > No.", ["caution"], ["Caution", "No."]),
    ("> [!visually-hidden]\n> Seen.", [], ["Visually-hidden", "Seen."]),
    ("> [!NOTE]\n> One.\n\n> [!TIP]\n> Two.\n>\n> More.", ["note", "tip"], ["Note", "One.", "Tip", "Two.", "More."]),
    ("> Quoted.\n\n> [!TIP]\n> Two.", ["tip"], ["Tip", "Two."]),
    ("> [!NOTE]\n> One.\n>\n> ---\n>\n> ![Two](a.png)", ["note"], ["Note", "One.", ""]),
    ("> [!NOTE]\n>\n> - item\n>\n> Text.", ["note"], ["Note", "Text."]),
    ("> [sic] is what they wrote.", [], []),
    ("> \\[!NOTE\\] is what they wrote.", [], []),
]


@pytest.mark.parametrize(("text", "kinds", "paragraphs"), BOXES)
def test_boxes_of_github_are_boxes(
    text: str, kinds: list[str], paragraphs: list[str], extension: CitationExtension
) -> None:
    page = converted(text, extension, "admonition")
    boxes = page.xpath("//div[contains(@class, 'admonition')]")
    assert [paragraph.text_content() for box in boxes for paragraph in box.findall("p")] == paragraphs
    assert {name for box in boxes for name in box.get("class").split()} - {"admonition"} == set(kinds)
    assert len(page.xpath("//div/hr | //div//img")) == 2 * ("---" in text)
    assert len(page.xpath("//blockquote")) == (text.startswith(("> Quoted", "> [sic", "> \\[")))


def test_a_box_of_github_has_the_words_of_its_text(extension: CitationExtension) -> None:
    before, extension.document = extension.document, replace(extension.document, language="fr")
    try:
        page = converted("> [!WARNING]\n> Non.", extension, "admonition")
    finally:
        extension.document = before
    assert page.xpath("//*[@class='admonition-title']")[0].text_content() == "Avertissement"


@pytest.mark.parametrize("caption", [": Doses\nof tea", "Table: Doses of tea", ":  Doses of tea {#tbl:tea}"])
def test_a_caption_directly_below_a_table_is_no_row(caption: str, extension: CitationExtension) -> None:
    page = converted(f"| a | b |\n| --- | --- |\n| 1 | 2 |\n{caption}\n\nText.", extension)
    assert len(page.xpath("//tr")) == 2
    assert hubs.text(page.xpath("//figcaption")[0]) == "Doses of tea"


@pytest.mark.parametrize("row", [": | 5", "| : Doses | 5 |", ":--- | 2"])
def test_a_row_may_have_colons(row: str, extension: CitationExtension) -> None:
    page = converted(f"| a | b |\n| --- | --- |\n| 1 | 2 |\n{row}", extension)
    assert len(page.xpath("//tr")) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1990--2000", "1990–2000"),
        ("the Kruskal--Wallis test", "the Kruskal–Wallis test"),
        ("sleep -- and food", "sleep – and food"),
        ("sleep---and *food*---matter", "sleep—and food—matter"),
        ("sleep --- and food", "sleep — and food"),
        ("run it with --fix", "run it with --fix"),
        ("`a--b`, \\--, <!--a--b-->", "a--b, --,"),
        ("https://example.org/a--b and 10.1234/a--b", "https://example.org/a--b and 10.1234/a--b"),
        ("[two--three](https://example.org/a--b)", "two–three"),
        ("A --> B", "A --> B"),
        ("One line\\\nand another", "One line\nand another"),
        ("The end\\", "The end\\"),
    ],
)
def test_hyphens_for_a_dash_and_breaks_by_a_backslash(text: str, shown: str, extension: CitationExtension) -> None:
    page = converted(text, extension)
    assert page.find("p").text_content().strip() == shown
    assert len(page.xpath("//br")) == text.count("\\\n")


@pytest.mark.parametrize(
    ("text", "number"),
    [(r"Let \[x^2\] be", 1), (r"so \[ \frac{1}{2} \].", 1), (r"they \[sic\] say", 0), (r"\[see a_bc\] says", 0)],
)
def test_brackets_of_latex_within_a_line(text: str, number: int, extension: CitationExtension) -> None:
    assert len(converted(text, extension).xpath("//math")) == number
