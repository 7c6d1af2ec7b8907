"""Printed references: their records in every style, nothing of them lost, and no text that breaks the reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studenthub.parse import bibtex, latex, page_ranges
from studenthub.parse import references as references_
from studenthub.parse.bibtex import written_entries
from studenthub.parse.references import Reference, dates, names, reading
from studenthub.parse.references.vocabulary import SILENT
from texts import PIECES, made_of, seconds, tried, work

CASES = sorted((Path(__file__).parent / "references").glob("*.txt"))
SIGNS = (
    *"()[]“”‘’'\".,;:&-–—…/<>@\n\t\u200b\u00a0", " and ", " et al. ", "(2010)", "2010", "pp. 1-2", "10.1234/x", "In: ",
    "https://a.b/", "(Eds.)", "vol. 1", "no. 2", "A. ", "Smith, ", "SMITH ", " v ", "1(2):3", "é", "王", "Ed. ", "doi:",
    "edited by ", "New York: ", "Press", "Act 9 of 2000", "Journal", "arXiv:", "[Internet]", "Accessed 3 May 2020",
)  # fmt: skip


def _blocks(path: Path) -> Iterator[tuple[str, str]]:
    """The references of a file, each with what is expected of it."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        printed, _, expected = block.strip("\n").partition("\n")
        if printed and not printed.startswith("#"):
            yield printed, expected


def _seen(reference: Reference) -> str:
    """A record as a case shows it: its entry, then what is left over and what is doubtful."""
    entry = references_.entry(reference, references_.key_of(reference)).rstrip("\n")
    rest = [f"left: {part.value}" for part in reference.left] + [f"doubt: {doubt}" for doubt in reference.doubts]
    return "\n".join([entry, *rest])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_references_become_entries(path: Path, request: pytest.FixtureRequest) -> None:
    found = [(printed, _seen(references_.read(printed))) for printed, _ in _blocks(path)]
    if request.config.getoption("--rewrite"):
        comment = path.read_text(encoding="utf-8").split("\n\n")[0]
        path.write_text("\n\n".join([comment, *(f"{a}\n{b}" for a, b in found)]) + "\n", encoding="utf-8")
    assert found == list(_blocks(path))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Author", "Ann"), "Author, Ann"),
        (("Author", "Ann", "Jr"), "Author, Jr, Ann"),
        (("Author", "", "III"), "{Author III}"),
        (("Fish and Chips", "A."), "{Fish and Chips}, A."),
        (("Author, Baron", "A."), "{Author, Baron}, A."),
    ],
)
def test_a_person_that_is_written_is_read_back(parts: tuple[str, ...], expected: str) -> None:
    written = written_entries.person(*parts)
    assert written == expected
    (read,) = bibtex.names.names(written)
    assert "".join(sorted(read.full.replace(" ", ""))) == "".join(sorted("".join(parts).replace(" ", "")))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "A Author and B Writer *Law of Examples* 2 ed (2019)",
            "@book{author2019, author = {Author, A. and Writer, B.}, title = {Law of Examples}, year = {2019}, "
            "edition = {2} }",
        ),
        (
            "PC Van der Merwe *Medical Examples* 8th ed (Example Press 2018)",
            "@book{vandermerwe2018, author = {Van der Merwe, P. C.}, title = {Medical Examples}, year = {2018}, "
            "edition = {8}, publisher = {Example Press} }",
        ),
        (
            "D. Fourth, “Alarms,” in *Proc. Int. Conf. Examples (ICE)*, Cape Town, South Africa, 2019, pp. 1–6.",
            "@inproceedings{fourth2019, author = {Fourth, D.}, title = {Alarms}, booktitle = {Proc. Int. Conf. "
            "Examples (ICE), Cape Town, South Africa}, year = {2019}, pages = {1--6} }",
        ),
    ],
)
def test_italics_show_where_a_title_is(printed: str, expected: str) -> None:
    before, title, behind = printed.split("*")
    span = len(before), len(before) + len(title)
    reference = references_.read(before + title + behind, [span])
    assert " ".join(references_.entry(reference, references_.key_of(reference)).split()) == expected
    assert reference.whole


def test_there_are_cases_of_every_kind() -> None:
    kinds = {references_.read(printed).kind for path in CASES for printed, _ in _blocks(path)}
    assert kinds == {
        "article", "book", "incollection", "inproceedings", "jurisdiction", "legislation", "mastersthesis", "misc",
        "phdthesis", "techreport",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2271–81", "2271--2281"),
        ("S1-9", "S1--S9"),
        ("pp. 4—5", "4--5"),
        ("e13", "e13"),
        ("xiii, 594", "xiii, 594"),
        ("123–12345", "123--12345"),
        ("2271–11", "2271--11"),
    ],
)
def test_pages_are_written_in_full(printed: str, value: str) -> None:
    assert page_ranges.page_range(printed) == value


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("3 May 2020", "2020-05-03"),
        ("May 3, 2020", "2020-05-03"),
        ("2020 May 3", "2020-05-03"),
        ("Mei 2020", "2020-05"),
        ("2020-05", "2020-05"),
        ("5 2020", "2020"),
        ("1er août 2020", "2020-08-01"),
        ("25/3/2024", "2024-03-25"),
        ("5/3/2024", ""),
        ("5/5/2024", "2024-05-05"),
        ("2020-05-03", "2020-05-03"),
        ("31 February 2020", ""),
        ("2020", "2020"),
        ("no date", ""),
    ],
)
def test_dates_are_read_only_where_they_are_certain(printed: str, iso: str) -> None:
    assert dates.iso(printed) == iso


def test_a_part_knows_its_place_in_the_text() -> None:
    text = "2. Author\u00a0A, Wri\u00adter B.  Invented fatigue. J Invent Ex. 2018;12(3):45-52."
    reference = references_.read(text)
    places = {name: text[part.start : part.end] for name, part in reference.fields.items()}
    assert (places["title"], places["journal"], places["pages"]) == ("Invented fatigue", "J Invent Ex", "45-52")
    assert [text[p.start : p.end] for p in reference.authors] == ["Author\u00a0A", "Wri\u00adter B."]
    assert reference.authors[1].family == "Writer"
    assert reference.label == "2"


def test_italics_show_where_a_journal_begins() -> None:
    text = "Author, A. (2018). Sleep. An essay. Hearth and Home, 3, 4–5."
    plain = references_.read(text)
    begin = text.index("An essay")
    shown = references_.read(text, [(begin, text.index(", 3"))])
    assert plain.value("journal") == "Hearth and Home"
    assert (shown.value("title"), shown.value("journal")) == ("Sleep", "An essay. Hearth and Home")


def test_a_text_that_is_too_long_is_no_reference() -> None:
    reference = references_.read("a " * reading.LONGEST)
    assert not reference.fields
    assert reference.doubts == ("it is too long for a reference",)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@given(made_of(*SIGNS) | st.text(max_size=80))
@example("A. v A. [2010] A 1")
@example("(2010)")
@example("Smith, A. (2010). In: . In")
def test_every_word_is_in_a_part_or_left_over(text: str) -> None:
    reference = references_.read(text)
    people = [person for persons in reference.people.values() for person in persons]
    places = [*reference.fields.values(), *people]
    assert all(0 <= place.start <= place.end <= len(text) for place in [*places, *reference.left])
    known = [False] * len(text)
    for place in [*places, *reference.left]:
        known[place.start : place.end] = [True] * (place.end - place.start)
    said = {word for place in places for word in _words(text[place.start : place.end])} | _words(reference.label)
    for word in re.finditer(r"\w+", text):
        assert all(known[word.start() : word.end()]) or word[0].casefold() in said | SILENT


@given(made_of(*SIGNS) | st.text(max_size=60))
def test_an_entry_is_one_that_can_be_read(text: str) -> None:
    reference = references_.read(text)
    (entry,) = bibtex.entries(references_.entry(reference, "key", note=text))
    assert isinstance(entry, bibtex.Entry)
    assert entry.type == reference.kind
    if "title" in reference.fields:
        assert _words(latex.to_text(entry.fields["title"].raw)) == _words(
            unicodedata.normalize("NFC", reference.value("title"))
        )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co"]), max_size=40))
def test_plain_text_prints_as_itself(text: str) -> None:
    # Dashes and quotation marks become those of good typography.
    plain = re.sub(r"[-–—‘’“”¿¡'`\"?!]", "", unicodedata.normalize("NFC", text))
    printed = re.sub(r"[-–—‘’“”¿¡'`\"?!]", "", latex.to_text(written_entries.escaped(text)))
    assert printed.split() == plain.split()


def test_no_text_takes_long() -> None:
    pieces = [*PIECES, *SIGNS, "Smith AB, ", "A. Smith, ", "Smith, Ann, ", "Title of it. ", "Journal, 1(2), ", "a, b: "]
    texts = [(piece * reading.LONGEST)[: reading.LONGEST] for piece in tried(pieces)]
    # What is quick at once is not measured again.
    doubtful = [text for text in texts if seconds(references_.read, text) > 0.3]
    assert not [text[:40] for text in doubtful if work(references_.read, text, 20) > 20]


def test_the_development_set(shared: Path) -> None:
    import references as benchmark

    result = benchmark.measured(shared / "data" / "refstrings_dev.jsonl")
    assert min(result.whole.values()) >= 0.92
    assert result.kinds["article-journal"] >= 0.96
    assert min(result.kinds["book"], result.kinds["chapter"]) >= 0.85
    assert result.f1 >= 0.98


@pytest.mark.parametrize(
    ("degree", "kind", "school"),
    [
        ("Doctoral dissertation in management, University of Example", "phdthesis", "University of Example"),
        ("PhD thesis in Public Health, University of Example", "phdthesis", "University of Example"),
        ("PhD thesis in University of Example", "phdthesis", "University of Example"),
        ("Doctoral dissertation in management", "phdthesis", ""),
        ("Thesis for the degree of Doctor of Medicine, University of Example", "phdthesis", "University of Example"),
        (
            "Thesis for the degree of Master of Medicine, University of Example",
            "mastersthesis",
            "University of Example",
        ),
        ("Thèse de doctorat en mathématiques, Université d’Exemple", "phdthesis", "Université d’Exemple"),
        ("Doctor of Philosophy thesis, University of Example", "phdthesis", "University of Example"),
        ("Doktorsproefskrif, Universiteit van Voorbeeld", "phdthesis", "Universiteit van Voorbeeld"),
        ("Meestersgraad verhandeling, Universiteit van Voorbeeld", "mastersthesis", "Universiteit van Voorbeeld"),
        ("MMed thesis, University of Example", "mastersthesis", "University of Example"),
        ("M. Sc. thesis at University of Example", "mastersthesis", "University of Example"),
        ("Mini-dissertation, University of Example", "mastersthesis", "University of Example"),
        ("Bachelor’s thesis, University of Example", "thesis", "University of Example"),
        ("BSc (Hons) dissertation, University of Example", "thesis", "University of Example"),
        ("Thesis, University of Example", "phdthesis", "University of Example"),
    ],
)
def test_a_degree_is_read_by_its_words(degree: str, kind: str, school: str) -> None:
    reference = references_.read(f"Author, A. (2018). A title of a work about things [{degree}].", [(19, 50)])
    assert (reference.kind, reference.value("school")) == (kind, school)
    assert reference.value("type") == degree.removesuffix(school).rstrip(", ").removesuffix(" in").removesuffix(" at")


def test_a_month_has_its_number_in_each_language() -> None:
    said = ("3 fevereiro 2018", "maart 2018", "août 2018", "Dez. 2018", "Sept 2018", "no month")
    assert [dates.month(text) for text in said] == [2, 3, 8, 12, 9, 0]


def test_small_words_in_a_name_in_capitals_stay_small() -> None:
    assert names.organisation_name("UNIVERSITEIT VAN DIE VOORBEELD") == "Universiteit van die Voorbeeld"
    assert names.organisation_name("THE BUREAU FOR EXAMPLES") == "The Bureau for Examples"
