"""Confidentiality: what is found, what only looks like it, and that none of it is ever printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubs
from hubs import found
from studenthub.source.problems import ALLOWED, FORMATS
from texts import times

# The numbers are made up. Those of identity documents have a right check digit, or they would not be found.
NUMBERS = """
HUB501 Her ID was <8001015009087>.
HUB501 ID number <800101 5009 08 7>
HUB501 <800101-5009-087>
HUB501 <80 01 01 5009 087>
HUB501 (ID<8001015009087>)
HUB501 ID_<8001015009087>
HUB501 **<8001015009087>** and `<8001015009087>`
HUB502 Passport number <A12345678>
HUB502 her passport (<A12345678>)
HUB502 identity document number <1234567890123>
HUB502 identity no. <800101 5009 088>
HUB502 I.D. number <8001015009088>
HUB502 SA ID: <8001015009088>
HUB502 refugee permit number <PTAZAF12345678>
HUB503 call <082 123 4567>
HUB503 fax <086 512 3456>, <0866 123 456> or <+27 86 712 3456>
HUB503 call <0821 234 567>, or <082.123.4567>, or <082 123 45 67>
HUB503 call <(011) 123-4567>, or <0111234567>.
HUB503 tel:<0821234567>
HUB503 Tel.<0821234567>
HUB503 call <+27 82 123 4567>, <+27 (82) 123 4567> or <+27 (0)82 123 4567>
HUB503 call <0027821234567> or <27821234567>
HUB503 https://wa.me/<27821234567>
HUB503 call <+1 (212) 555 0100 99> or <+44 20 7946 0958>
HUB504 mail <ann.author@hospital.co.za>.
HUB504 <<ann@hospital.org>>
HUB504 <ann (at) hospital.org> or <ann[at]hospital[dot]org>
HUB505 Folder number: <1234567>
HUB505 (folder <12345678>)
HUB505 hospital no <12345/67>
HUB505 patient ID <1234567>
HUB505 The patient’s number is <1234567>
HUB505 Opname nr <1234567>
HUB505 lab number <12345678>
HUB505 MRN <00123456>, UHID <1234567>
HUB506 born on <1 March 1980>, or born <1 March 1980>
HUB506 date of birth: <1980-03-01>
HUB506 Date of birth (<1st of March 1980>)
HUB506 DOB <01/03/1980>
HUB516 She lives at <1 Example Street>. Her house is at <12 Example Road>, and her home, <12 Example Road>, is small.
HUB516 Sy bly in <Voorbeeldstraat 12>, en uhlala e-<12 Example Road>.
HUB516 She lives at <-29.1234, 31.1234>. His home is at <29°12′34″S, 31°12′34″E>.
HUB516 They live at <1.2345, 36.8123>. His home is at <29.123° S, 31.123° E>, and she stays at <-29.123, 31.123>.
HUB516 She lives at <1 Example Street>. The museum is far. The Minister came.
HUB516 She lives at <1 Example Street>, near the old museum. His house is at <2 Example Road> opposite the Embassy.
HUB517 a car, <CA 123-456>; the registration number is <ND 12345>; number plate <CEY 12345>
HUB517 <BCD 123 GP>, <BC12DF GP> and <BB 12 CD ZN> were there; registration <BCD 123 L>
HUB517 The car number is <CA 12345>, the taxi (registration <NUR 1234>) and the truck <ND 123 456> were there.
HUB517 They hijacked <BCD 123 GP>, and drove off. His bakkie was <BC12DF GP>.
HUB517 account number <1234567890>, acc. no. <12 3456 7890>, rekeningnommer: <1234567890>
HUB517 IBAN <FR76 1234 5678 9012 3456 7890 123>, and IBAN: <GB12ABCD12345678901234>
"""
NAMES = """
HUB507 Our patient, <Biko>, came.
HUB507 A patient named <Invented Person> came.
HUB507 Our patient, <Thandi>, came.
HUB507 The patient, <Thandi Person>, was afraid.
HUB507 My patient <Thandi> was afraid.
HUB507 Patient name: <Invented Person>
HUB507 My patient’s name was <Thandi>.
HUB507 The patient <Mr. D. Person> said so, and patients such as <Mrs Person> agreed.
HUB507 <Mrs Person> was admitted at night.
HUB507 <Mr van der Person> presented with chest pain.
HUB507 <Ms Person>, a 45-year-old teacher, came.
HUB507 We admitted <Mrs Person> at night.
HUB507 <Thandi Person>, my patient, came; <Thandi> (the patient) said so.
HUB507 I stood at <Mrs Person>’s bed.
HUB507 Her real name is <Invented Person>.
HUB514 <Invented>, 34, was admitted at night; <Thandi Person>, 52, said so.
HUB514 <Invented> (34) was brought in by <Thandi Person> (52), who lives with her.
HUB514 <Mrs D> lay by the window.
HUB514 <Mnr. van Person> is siek.
HUB514 <Baby Person> was born at night.
"""
SECRETS = [(row[:6], row[7:]) for row in (NUMBERS + NAMES).split("\n") if row]


def in_article(text: str, folder: Path) -> list[str]:
    """The codes of what is found in a text that concern confidentiality."""
    problems = found(folder, {"docs/articles/a.md": hubs.article(text)}, advice=True)
    return [problem.code for problem in problems if problem.code.startswith("HUB5")]


@pytest.mark.parametrize(("code", "marked"), SECRETS)
def test_a_secret_is_found_and_never_printed(code: str, marked: str, tmp_path: Path) -> None:
    secrets = [part.partition(">")[0] for part in marked.replace("<<", "<").split("<")[1:]]
    text = marked.replace("<<", "(").replace(">>", ")").replace("<", "").replace(">", "")
    body = f"{text}\n\n" + "\n".join(
        f"See [{s}]({s}.md), [@{s}], ![{s}](x.png), https://example.org/{s}" for s in secrets
    )
    problems = found(tmp_path, {"docs/articles/a.md": hubs.article(body)}, advice=True)
    assert [p.code for p in problems if p.place.line == 9].count(code) >= len(secrets)
    for form in FORMATS.values():
        for secret in secrets:
            assert secret not in form(problems)


def test_a_secret_on_two_lines_is_never_printed(tmp_path: Path) -> None:
    body = "> My patient Thandi\n> Person was [afraid] (https://a.org) and\n> asked Ms Invented of 082\n> 123 4567"
    problems = found(tmp_path, {"docs/articles/a.md": hubs.article(body)}, advice=True)
    assert {"HUB216", "HUB503", "HUB507", "HUB514"} <= {problem.code for problem in problems}
    for form in FORMATS.values():
        for secret in ("Thandi", "Person", "Invented", "082", "123 4567"):
            assert secret not in form(problems)


@given(number=st.from_regex(r"0[1-7][0-9]{8}|\+27[1-7][0-9]{8}", fullmatch=True), words=st.text(max_size=30))
@times(0.4)
def test_whatever_is_around_a_number_it_is_never_printed(
    number: str, words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = f"{words} {number} {words} [{number}](http://[{number}]) https://example.org {number}"
    wrong = found(tmp_path_factory.mktemp("hub"), {"docs/articles/a.md": hubs.article(body)}, advice=True)
    for form in FORMATS.values():
        assert number not in form(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "0800 225 677, 0800 014 780, 0800 12 13 14, 0860 123 456, 0861 123 456, +27 800 225 677",
        "the emergency numbers 10177, 112 and 116",
        "ISBN 0306406152, ISBN-13: 978-0-306-40615-7, ISBN 0 19 852663 6",
        "ISSN 0256-9574, PMID 29590070, PMCID PMC5873739, arXiv:2103.00020",
        "doi 10.1016/0140673612, 10.7196/SAMJ.2020.v110i5.14558, <https://example.org/0821234567>, NCT01234567",
        "<https://doi.org/10.1037/0000165-000>, 10.1016/S0140-6736(20)30183-5 and ISRCTN12345678",
        "S Afr Med J 2020;110(5):364-368. Lancet 2012;380(9859):2095-128. pp. 1309-1315, 2010-2015",
        "2020-03-11, 11/03/2020, 11.03.2020, 1,234,567,890, 10 000 000 000, 3.1415926535, 0.0821234567",
        "between 1000 000 000 and 2000 000 000 people, R 1 234 567.00, R 082 123.45",
        "ORCID 0000-0002-1825-0097, grant number 0821234567, reference 0123456789",
        "p < 0.05, 95% CI 1.02-2.03, 120/80 mmHg, 082, 192.168.100.200, 12:30:45",
        "name@example.org, a@b.example, git@github, @name@mastodon.example",
        r"the handle \@author and @ noon",
        "file number 12, record numbers, patient no. 7, room no. 12345, house number 12345",
        "patient numbers 10000 to 20000, the clinic number of visits was 12345, Case no: 1234567/2013",
        "born in 1990, born on a Monday, Florence Nightingale was born on 12 May 1820",
        "a date of birth, a gender and a postal code; the number 8001015009088 has a wrong last digit",
        "the Patient Safety Movement; patient Health Questionnaire; patients named in Table 2",
        "our patient, South African by birth, said; a patient, however, may refuse",
        "The patient. South Africa has many. This was the first patient. Mandela said so.",
        "However, my patient, who was tired, slept. Finally, the patient, alone, left.",
        "“Patient: I want to go home.” Patient: Good morning, doctor.",
        "Mr Justice Cameron was admitted as an advocate in 1983. Dr Author was admitted at night.",
        "A patient in her forties. Patients aged 18 to 65. He was 95 per cent sure. A 93-year-old law.",
        "She presented her paper on 12 March 2020. The rules changed on 1 March 2014.",
        "Baby Friendly hospitals, baby boomers, the Mr and Mrs of it",
        "June, 30, was cold. Table, 12, is below. Author (34) said so. Part (12) was amended. Chapter (12), who works",
        "Let us call her Thandi. Thandi, 34, was afraid, and my patient, Thandi, was admitted.",
        "Thandi (not her real name), 34, was afraid. Sipho is a pseudonym. Sipho, 52, was admitted.",
        "A patient whom I shall call Thandi was there. The patient Thandi (34) was afraid.",
        "All names have been changed. Thandi, 34, was admitted.",
        "The names and other details of my patients have been changed. Thandi, 34, was admitted.",
        "*Names, ages and places have all been altered.* Thandi, 34, was admitted.",
        "The names of the people involved have been changed to protect them. Thandi, 34, was admitted.",
        "Patients’ names have been changed, and her name has since been changed. Thandi, 34, was admitted.",
        "Some names have been changed. Thandi, 34, was admitted.",
        "Note: names of the patients and their families have been changed. Mrs N. slept.",
        "All names in this article are fictitious. Thandi, 34, was admitted.",
        "Let us call this young woman Thandi. Let us call my patient Sipho. Thandi, 34, died. Sipho, 52, was admitted.",
        "Kenya, 47, has fewer counties. When Facebook, 20, has users. Hypertension, 41, was the most common.",
        "Mediclinic, 42, has 50 hospitals. In Durban, 12, was it. In Durban, 12, died. From Soweto, 30, came.",
        "Tuberculosis (22) was diagnosed in the second group. Fentanyl (50) was referred to as strong.",
        "Baragwanath (80), a hospital in Soweto. Gauteng (34) was diagnosed late. Heart Failure, 41, was common.",
        "Fentanyl (50), an opioid of choice. Groote Schuur (80), a large hospital in Cape Town.",
        "Aspirin, 50, worked as it should. Aspirin (50) works in most. Kenya, 47, came second. Kenya (62 years old).",
        "Western Cape, 34, had most. Kenya, a 60-year-old republic. South Sudan, 12, is young. Cape Town, 12, died.",
        "Mandela, 75, was elected. Nelson Mandela, 75, was admitted. Steve Biko (30) was brought to Pretoria.",
        "Louis Washkansky, 53, was admitted. Washkansky, a 53-year-old grocer, lived for 18 days.",
        "the account of 2024, account number 12, a bank account, registration number 2010/012345/07",
        "registration CPD 2020, registration number CPD 12345, registration CA 2020, registration NC 1999 points",
        "registration number NPO 123-456, HPCSA registration MP 0123456, registration NCT01234567, a car, N1 city",
        "BCD 123 of the MP, grant ND 12345, code CA 123456, 12 Example Road is the clinic, at -29.1234, 31.1234",
        "The bakkie NP200 sold best. The taxi CA 125 assay. In each truck, NMR 250 was read. The car, NO 100-200 ppb.",
        "In the car CRT 1234 trial, the car CO2 120 000 g figure, the vehicle NP200 100 000 km later",
        "PCR 100 EC units. BMW 320 NC models. XDR 100 NW district cases. RHZ 150 GP, and scars on a plateau",
        "BMW 320 NC models are cars. A vehicle brought the PCR 100 NC plates.",
        "Nurses live on 12.500, 13.750 or 15.000 rand. Patients stay in 3.125, 4.250 or more wards.",
        "They live on 12.5000, 13.7500 rand, and stay in 3.125 -4.250 wards. They live on 12.500, -13.750 rand.",
        "The Prime Minister lives at 10 Downing Street. The President stays at 1 Example Avenue.",
        "He lived at 8115 Vilakazi Street in Soweto, where the Mandela House museum is now.",
        "Her house on 12 Example Street burned down in 1976, as the museum says.",
        "Her home, 12 Example Road, is a monument.",
        "Her house is at the end of Example Road. Uhlala eThekwini. His home is 12 km away.",
    ],
)
def test_what_is_no_secret(text: str, tmp_path: Path) -> None:
    assert in_article(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A 97-year-old woman came.", "HUB511"),
        ("She was 97 years old.", "HUB511"),
        ("a woman aged 97", "HUB511"),
        ("a lady of 97 years", "HUB511"),
        ("The patient was admitted on 1 March 2024.", "HUB512"),
        ("She died on 1 March.", "HUB512"),
        ("On 1 March 2024 a patient was admitted.", "HUB512"),
        ("On 1 March 2024 she (died.", "HUB512"),
        ("Last Tuesday a patient came.", "HUB512"),
        ("Yesterday, in ward 7, it happened again.", "HUB512"),
        ("Mr Author was a teacher. Mr Author said so.", "HUB514"),
        ("The names of two drugs have been changed by the Act. Mr Author slept.", "HUB514"),
        ("Street names have been changed. Mr Author slept.", "HUB514"),
        ("The names have been changed by the city. Mr Author slept.", "HUB514"),
        ("All names of drugs are pseudonyms of a kind. Mr Author slept.", "HUB514"),
        ("Her name on two lists of drugs has been changed. Mr Author slept.", "HUB514"),
        ("We call our ward Thandi Nkosi, and it has 30 beds. Mrs Nkosi slept.", "HUB514"),
        ("When Thandi, 34, was admitted, she slept.", "HUB514"),
        ("Thandi, 34, lives alone.", "HUB514"),
        ("Thandi, 34, who had a cough, slept.", "HUB514"),
        ("Then Thandi Person, 34, had a cough.", "HUB514"),
        ("Thandi, 34, was diagnosed with asthma.", "HUB514"),
        ("Thandi (34) was referred to our clinic.", "HUB514"),
        ("Thandi (34), a teacher from Durban, slept.", "HUB514"),
        ("Thandi Person (34), a baker from Durban, slept.", "HUB514"),
        ("I met Thandi, 34, in town; she told Sipho, 35, nothing. Thandi, 34, told me so.", "HUB514"),
    ],
)
def test_advice_on_what_gives_somebody_away(text: str, code: str, tmp_path: Path) -> None:
    assert in_article(text, tmp_path) == [code]


def test_what_an_author_allowed_is_listed_with_its_reason_and_still_masked(tmp_path: Path) -> None:
    article = hubs.article("Call 011 123 4567.", ignore="{HUB503: the number of our own help desk}")
    (row,) = found(tmp_path, {"docs/articles/a.md": article}, advice=True)
    assert (row.level, row.hint) == (ALLOWED, "allowed: the number of our own help desk")
    assert "011" not in str(row)


def test_advice_that_an_author_does_not_take_is_left_out(tmp_path: Path) -> None:
    text = "A 97-year-old woman came."
    assert in_article(text, tmp_path / "taken") == ["HUB511"]
    article = hubs.article(text, ignore="{HUB511: she is the author's own grandmother}")
    assert found(tmp_path / "left", {"docs/articles/a.md": article}, advice=True) == []
