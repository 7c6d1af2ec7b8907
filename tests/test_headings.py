"""The names of lists of references: the importer and the checks know the same ones."""

from __future__ import annotations

import pytest

from studenthub.importer.citations import listing
from studenthub.importer.text.blocks import Paragraph
from studenthub.importer.text.lines import Line
from studenthub.parse import headings
from studenthub.parse.markdown import reference_lists

ENTRY = "Author, A. (2019). The first of two works. *Journal of Examples*, *12*(3), 45-52."


@pytest.mark.parametrize("name", sorted(headings.REFERENCES))
def test_a_list_is_found_under_each_name(name: str) -> None:
    for words in (name, name.upper(), f"7. {name}:"):
        content = f"A text.\n\n{words}\n\n{ENTRY}\n"
        found = reference_lists.find(content, content, (), 0, r"\bibliography")
        assert [(one.name, len(one.lines)) for one in found] == [(name if words != name.upper() else words, 1)]
        assert listing.is_heading(Paragraph(Line(words)))


def test_a_name_needs_no_accents() -> None:
    content = f"Un texte.\n\nREFERENCES BIBLIOGRAPHIQUES\n\n{ENTRY}\n"
    assert [one.name for one in reference_lists.find(content, content, (), 0, r"\bibliography")] == [
        "REFERENCES BIBLIOGRAPHIQUES"
    ]


@pytest.mark.parametrize("words", ["References that we used", "Literature review", "Sources of error", "Results"])
def test_other_headings_are_none(words: str) -> None:
    content = f"A text.\n\n{words}\n\n{ENTRY}\n"
    assert not reference_lists.find(content, content, (), 0, r"\bibliography")
    assert not listing.is_heading(Paragraph(Line(words)))


@pytest.mark.parametrize("label", ["", "2. ", "2) ", "[2] ", "(2) "])
@pytest.mark.parametrize("sign", ["———", "____.", "--,"])
def test_a_line_for_the_author_above_may_have_a_number(label: str, sign: str) -> None:
    lines = (
        "References",
        "1. Author, A. (2019). Sleep. *J Sleep*, 4, 3-9.",
        f"{label}{sign} (2020). Work. J Work, 5, 1-2.",
    )
    first, second = listing.split_all([Paragraph(Line(line)) for line in lines]).entries
    assert [second.reference.text[one.start : one.end] for one in second.reference.authors] == ["Author, A."]
    assert (first.number, second.number) == (1, 2 if label else 0)
    assert second.reference.fields["title"].value == "Work"


def test_a_list_without_numbers_stays_above_one_with_numbers() -> None:
    numbered = ("References", "1. Third, C. (2020). Work on call. J Work, 5, 1-2.")
    lines = ("We sleep.", "References", ENTRY, "A second part", "It is said [1].", *numbered)
    found = listing.split_all([Paragraph(Line(line)) for line in lines])
    assert [one.number for one in found.entries] == [1]
    assert [one.line.text for one in found.text if isinstance(one, Paragraph)] == list(lines[:5])
    assert found.numbered_from == 3


def test_names_of_several_words_are_read_as_they_are_printed() -> None:
    names = headings.REFERENCES | headings.PARTS | headings.ABOVE
    assert {"literature cited", "reference list and bibliography", "author information"} < names
    assert all(name == " ".join(name.split()) and name for name in names)
    assert headings.is_of_section("Table des matières :")
    assert not headings.is_of_section("Matières")
