"""Titles in capitals, as they are suggested with small letters."""

from __future__ import annotations

import pytest
from hypothesis import given

from studenthub.importer import titles
from studenthub.importer.text.lines import Line, Mark
from studenthub.parse import capitals
from texts import made_of


@pytest.mark.parametrize(
    "title",
    [
        "Sleep in the UK and the US",
        "Let us sleep: doctors who care",
        "The WHO guidelines on HIV/AIDS in South Africa",
        "COVID-19 and the mental health of students in the EU",
        "NGOs and STIs: a review of the literature",
        "Hearing aids in the 21st century",
        "TB, HPV and H1N1 in Cape Town's clinics",
        "The patient’s view of U.S. health care",
        "Electronic records (EMR) in type II diabetes",
        "Dr Author and Mr Writer in January: what do we know? A study",
        "Patients on ART in KwaZulu-Natal",
        "The art of medicine, and an idea",
        "X-ray of the 1990s; vitamin D and T cells",
        "L'étude du sommeil chez les médecins du Brésil",
        "Slaap by mediese studente in Suid-Afrika",
        "A&E and R&D: I think so",
        "A study at UKZN, by NICD and SASSA",
        "“Sleep” is what we all need",
    ],
)
def test_short_forms_and_names_keep_their_capitals(title: str) -> None:
    assert capitals.calmed(title.upper()) == title


def test_a_title_whose_small_letters_are_more_keeps_its_marks() -> None:
    line = Line("SLEEP IN İZMIR AND ROME", (Mark(19, 23, "emph"),))
    assert titles.sentence_case(line, "") == line


def test_names_are_written_as_a_text_writes_them() -> None:
    spelt = capitals.spellings("He asked Thandi, and then Ms McAuthor.\n\nTHANDI AND THE OTHERS\n\nSo let us sleep.")
    assert capitals.calmed("THANDI'S MOTHER AND MCAUTHOR IN THE US", spelt) == "Thandi's mother and McAuthor in the US"


@given(
    made_of("UK", "US", "WHO", "’S", "'S", " ", "{", "}", "(", ")", "-", ": ", "? ", ".", "A", "21ST", "ß", "ſ", "İ")
)
def test_the_length_stays(text: str) -> None:
    assert capitals.calmed(text).casefold() == text.casefold()
