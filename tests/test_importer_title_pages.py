"""Title pages of drafts in Word, as students lay them out: who is an author of what place, and who is none."""

from __future__ import annotations

import re

import pytest

from studenthub.importer import article, bylines
from studenthub.importer.reports import report
from texts import quadratic
from word_files import STYLES, paragraph, run, word_file


def _made(body: str, **more: object) -> article.Imported:
    return article.make(word_file(paragraph("A draft", "Title") + body, **more), "draft.docx", {})  # type: ignore[arg-type]


def _told(made: article.Imported) -> str:
    return report.as_text(made.report.masked())


def _rows(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def _names(made: article.Imported) -> list[tuple[str, str]]:
    return [(author.name, author.affiliation) for author in made.front.authors]


_TEXT = paragraph("It is said that students sleep little and work much, which we looked into.")


def _raised(*parts: str) -> str:
    """A paragraph in which every second part is raised."""
    style = '<w:vertAlign w:val="superscript"/>'
    return f"<w:p>{''.join(run(part, style if at % 2 else '') for at, part in enumerate(parts) if part)}</w:p>"


def test_supervisors_are_no_authors() -> None:
    lines = (
        "by",
        "Ann Author",
        "under the supervision of",
        "Prof. Dr Carl Teacher",
        "Professor of sleep",
        "Dora Reader",
    )
    made = _made("".join(map(paragraph, lines)) + _TEXT)
    assert _names(made) == [("Ann Author", "")]
    assert "Dora Reader" not in made.article
    assert "a line at the top: Dora Reader" in _told(made)
    made = _made("".join(map(paragraph, ("Supervisors:", "Carl Teacher", "Submitted by: Ann Author"))) + _TEXT)
    assert _names(made) == [("Ann Author", "")]


def test_a_title_page_in_a_table_is_one() -> None:
    rows = (("Student:", "Ann Author"), ("Student number:", "1234567"), ("Institution:", "University of Sampletown"))
    made = _made(_rows(*rows) + _TEXT)
    assert _names(made) == [("Ann Author", "University of Sampletown")]
    assert made.body.startswith("It is said")
    made = _made(_rows(("Sleep:", "Seven hours"), ("Work:", "Nine hours")) + _TEXT)
    assert made.body.startswith("| Sleep: | Seven hours |")


def test_raised_numbers_lead_to_places_however_many_there_are() -> None:
    places = "".join(_raised("", str(number), f"Department {number}, Newtown Hospital") for number in range(1, 13))
    made = _made(_raised("Ann Author", "1,12", ", Ben Writer", "2", " and Cat Reader", "12") + places + _TEXT)
    first, second, last = (f"Department {number}, Newtown Hospital" for number in (1, 2, 12))
    assert _names(made) == [("Ann Author", f"{first}, {last}"), ("Ben Writer", second), ("Cat Reader", last)]
    made = _made(
        _raised("Ann Author", "12") + _raised("", "1", "Newtown Hospital") + _raised("", "2", "MBChB V, X College")
    )
    assert _names(made) == [("Ann Author", "Newtown Hospital, X College")]


def test_authors_of_the_style_author_may_have_raised_numbers() -> None:
    style = '<w:pPr><w:pStyle w:val="Author"/></w:pPr>'
    named = (_raised("Ann Author", "1,2"), _raised("Ben Writer", "2"), _raised("", "1", "Newtown Hospital"))
    body = "".join(one.replace("<w:p>", f"<w:p>{style}", 1) for one in (*named, _raised("", "2", "Sample University")))
    author = '<w:style w:type="paragraph" w:styleId="Author"><w:name w:val="Author"/></w:style>'
    styles = STYLES.replace("</w:styles>", f"{author}</w:styles>")
    made = _made(body + _TEXT, parts={"word/styles.xml": styles})
    assert _names(made) == [("Ann Author", "Newtown Hospital, Sample University"), ("Ben Writer", "Sample University")]


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (
            ("Ann Author and Ben Writer, University of Sampletown, Newport",),
            [(name, "University of Sampletown, Newport") for name in ("Ann Author", "Ben Writer")],
        ),
        (
            ("Ann Author", "University of Sampletown, New Haven, Northern Province, South Africa"),
            [("Ann Author", "University of Sampletown, New Haven, Northern Province")],
        ),
        (
            ("Ann Author, Newport University, Ben Writer, Sample College",),
            [("Ann Author", "Newport University"), ("Ben Writer", "Sample College")],
        ),
        (("Author, Ann; Van-Writer, Ben.",), [("Ann Author", ""), ("Ben Van-Writer", "")]),
        (("Final Project", "Ann Author"), [("Ann Author", "")]),
    ],
)
def test_a_town_or_the_kind_of_a_paper_is_no_author(lines: tuple[str, ...], authors: list[tuple[str, str]]) -> None:
    assert _names(_made("".join(map(paragraph, lines)) + _TEXT)) == authors


@pytest.mark.parametrize("below", ["University of Sampletown", "December 2024", ""])
def test_a_name_in_the_style_of_a_heading_is_the_author(below: str) -> None:
    head = paragraph("Ann Author", "Heading1") + (paragraph(below) if below else "")
    made = _made(head + paragraph("Abstract", "Heading1") + _TEXT)
    assert [author.name for author in made.front.authors] == ["Ann Author"]
    assert made.body.startswith("## Abstract")


def test_a_name_in_bold_is_the_author() -> None:
    def bold(words: str) -> str:
        return paragraph(runs=run(words, "<w:b/>"))

    made = _made(bold("Ann Author") + paragraph("December 2024") + bold("Abstract") + _TEXT)
    assert [author.name for author in made.front.authors] == ["Ann Author"]
    assert made.body.startswith("## Abstract\n\nIt is said")
    made = _made(bold("Ethical Concerns") + _TEXT)
    assert not made.front.authors
    assert made.body.startswith("## Ethical Concerns\n\nIt is said")


def test_a_heading_of_two_words_is_no_author() -> None:
    made = _made(paragraph("Ethical Concerns", "Heading1") + paragraph("Consent", "Heading2") + _TEXT)
    assert made.body.startswith("## Ethical Concerns\n\n### Consent")


def test_a_heading_that_says_authors_is_no_title_and_no_part() -> None:
    head = (
        paragraph("Sleep on call: a review.", "Heading1"),
        paragraph("Authors", "Heading1"),
        paragraph("By Ann Author"),
    )
    made = article.make(word_file("".join(head) + paragraph("Affiliation", "Heading1") + _TEXT), "draft.docx", {})
    assert made.front.title == "Sleep on call: a review."
    assert _names(made) == [("Ann Author", "")]
    assert made.body.startswith("## Affiliation")


def test_a_title_has_a_letter_and_is_no_label() -> None:
    for above in ("1 )", "Student:"):
        body = paragraph(above) + paragraph("Sleep on call and why it matters") + _TEXT
        made = article.make(word_file(body), "draft.docx", {})
        assert made.front.title == "Sleep on call and why it matters"


def test_an_indented_head_is_no_quotation() -> None:
    indented = '<w:p><w:pPr><w:ind w:left="720"/></w:pPr>{}</w:p>'
    head = "".join(indented.format(run(text)) for text in ("Sleep on call", "Ann Author", "University of Sampletown"))
    body = indented.format(run("Nobody sleeps on call, as they say.")) + _TEXT
    made = article.make(word_file(head + body), "draft.docx", {})
    assert (made.front.title, _names(made)) == ("Sleep on call", [("Ann Author", "University of Sampletown")])
    assert made.front.description == "Nobody sleeps on call, as they say."


def test_a_frame_of_one_column_is_no_table() -> None:
    made = article.make(word_file(_rows(("Sleep on call",), ("",)) + _TEXT), "draft.docx", {})
    assert made.front.title == "Sleep on call"
    made = _made(_TEXT + f"<w:tbl><w:tr><w:tc>{paragraph('One.')}{paragraph('Two.')}</w:tc></w:tr></w:tbl>")
    assert made.body.endswith("\n\nOne.\n\nTwo.\n")
    assert "| Drug |" in _made(_TEXT + _rows(("Drug",), ("Aspirin",))).body


@pytest.mark.parametrize("label", ["", "Everything that we have seen in it"])
def test_a_table_with_a_row_that_has_no_label_is_no_title_page(label: str) -> None:
    rows = (("Student name:", "Ann Author"), ("Module:", "Ethics"), (label, "Said."))
    made = _made(_rows(*rows) + _TEXT)
    assert "| Module: | Ethics |" in made.body


@pytest.mark.parametrize("sign", ["\t", " ", "- ", "----"])
def test_references_may_have_numbers_without_a_full_stop(sign: str) -> None:
    works = ("Author A. Sleep. J Sleep. 2019;4:3-9.", "Writer B. Work. J Work. 2020;5:1-2.")
    listed = "".join(paragraph(runs=_tabs(f"{at}{sign}{work}")) for at, work in enumerate(works, 1))
    made = _made(paragraph("We sleep [1] and work [2].") + paragraph("References", "Heading1") + listed)
    assert "We sleep [@author2019] and work [@writer2020]." in made.body


def _tabs(text: str) -> str:
    return "<w:r><w:tab/></w:r>".join(map(run, text.split("\t")))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ann Author, University of Examples, Port Sample, Eastern Cape", ["Ann Author"]),
        ("Ann Author, University of Examples, Sample Town, New Zealand", ["Ann Author"]),
        ("Ann Author, University of Examples, Sampleton, Costa Rica", ["Ann Author"]),
        ("Ann Author, University of Examples, Ben Writer, Cara Third", ["Ann Author", "Ben Writer", "Cara Third"]),
    ],
)
def test_what_is_behind_a_university_is_its_town_or_more_authors(line: str, names: list[str]) -> None:
    assert [name for name, _ in _names(_made(paragraph(line) + _TEXT))] == names


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("Submitted by:", "Ben Writer", "Student number:", "21234567"), "Ben Writer"),
        (("Student number:", "21234567", "Name:", "Ben Writer"), "Ben Writer"),
        (("Submitted by:", "Ben Writer", "University:", "University of Sampletown"), "Ben Writer"),
    ],
)
def test_a_label_may_be_above_its_value(lines: tuple[str, ...], author: str) -> None:
    made = _made("".join(map(paragraph, lines)) + _TEXT)
    assert [name for name, _ in _names(made)] == [author]
    assert made.body.startswith("It is said")
    assert "21234567" not in made.article + _told(made)


def test_a_label_above_a_sentence_is_of_the_text() -> None:
    made = _made(paragraph("Name:") + _TEXT)
    assert made.body.startswith("Name:")
    assert "students sleep little" in made.body


def test_a_line_that_ends_with_a_colon_and_has_its_value_is_no_label_of_the_next() -> None:
    made = _made(paragraph("Topic: Sleep on call:") + paragraph("Ann Author") + _TEXT)
    assert _names(made) == [("Ann Author", "")]


def test_a_letter_may_begin_with_a_long_greeting() -> None:
    greeting = "Dear editors, this is the article on sleep that we spoke of last week, with all its sources."
    made = _made("".join(map(paragraph, (greeting, "Kind regards", "Ann Author"))) + _TEXT)
    assert _names(made) == [("Ann Author", "")]
    assert made.body.startswith("It is said")
    assert f"the letter around the article: {greeting}" in _told(made)


def test_a_table_in_which_two_of_many_rows_have_known_labels_is_no_title_page() -> None:
    rows = (("Date:", "2024"), ("Degree:", "Some"), ("Sleep:", "Little"), ("Work:", "Much"), ("Rest:", "None"))
    assert _made(_rows(*rows) + _TEXT).body.startswith("| Date: | 2024 |")


def test_a_title_may_begin_as_the_name_of_a_place() -> None:
    body = paragraph("University students and their sleep", "Heading1") + _TEXT
    made = article.make(word_file(body), "draft.docx", {})
    assert made.front.title == "University students and their sleep"
    assert made.body.startswith("It is said")


def test_a_quotation_above_the_title_hides_neither_title_nor_author() -> None:
    head = "> Nobody sleeps on call.\n\n# Sleep on call\n\n*What students said about it.*\n\nAnn Author\n\n"
    made = article.make(f"{head}It is said that students sleep little.\n".encode(), "draft.md", {})
    assert (made.front.title, _names(made)) == ("Sleep on call", [("Ann Author", "")])
    assert made.front.description == "What students said about it."
    assert "a line above the title: Nobody sleeps on call." in _told(made)


def test_the_orcid_of_one_author_is_that_of_no_other() -> None:
    made = _made(paragraph("Ann Author, Ben Writer (0000-0002-1825-0097), University of Sampletown") + _TEXT)
    assert [(author.name, author.orcid) for author in made.front.authors] == [
        ("Ann Author", ""),
        ("Ben Writer", "0000-0002-1825-0097"),
    ]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Writer, Ben (21234567)", "Ben Writer"),
        ("Writer, Ben (WRTBEN001)", "Ben Writer"),
        ("Ben Writer, u21234567", "Ben Writer"),
        ("Ben Writer – u21234567@example.org", "Ben Writer"),
        ("By: Ben Writer, 21234567", "Ben Writer"),
        ("Name: Ben Writer    Student No: 21234567", "Ben Writer"),
        ("Student no: 21234567\nBen Writer", "Ben Writer"),
        ("Ben Writer (student number 21234567)", "Ben Writer"),
        ("Opsteller: Ben Writer", "Ben Writer"),
        ("WRITER, BEN 21234567", ""),
    ],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_number_beside_a_name_is_no_part_of_it_and_is_printed_nowhere(name: str, line: str, author: str) -> None:
    title = "A draft on sleep" if name.endswith("txt") else "# A draft on sleep"
    text = f"{title}\n\n{line}\n\nIt is said that students sleep little and work much, as we know.\n"
    made = article.make(text.encode(), name, {})
    assert made.front.title == "A draft on sleep"
    assert ", ".join(one.name for one in made.front.authors) == author
    assert made.body.startswith("It is said")
    assert not re.search("1234567|WRTBEN", made.article + _told(made))


@pytest.mark.parametrize(
    "title",
    [
        "University students and their sleep",
        "School nutrition in the Sample Province",
        "Hospital staff who work at night",
        "University Students and Their Sleep",
        "College learners who work",
    ],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_title_that_begins_with_the_word_of_a_place_is_a_title(name: str, title: str) -> None:
    sign = "" if name.endswith("txt") else "# "
    text = f"{sign}{title}\n\nAnn Author\n\nIt is said that students sleep little and work much, as we know.\n"
    made = article.make(text.encode(), name, {})
    assert made.front.title == title
    assert [(one.name, one.affiliation) for one in made.front.authors] == [("Ann Author", "")]


def test_names_and_places_take_no_more_time_than_their_text_is_long() -> None:
    pieces = (
        "A",
        "'",
        "Aa",
        "A-",
        "Ann ",
        "Ann Author¹, ",
        "van ",
        "at ",
        "1 ",
        "; Author, A.",
        "University of ",
        "Ann¹",
    )
    for function in (bylines.are_numbered, bylines.is_person, bylines.more, bylines.read):
        assert quadratic(function, pieces) == []
