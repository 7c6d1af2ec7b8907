"""Entries and records side by side: what differs is said to, and what is only written otherwise is not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.parse.bibtex.names import OTHERS, Name, names
from studenthub.verify import containers, numbers, people, titles
from studenthub.verify.people import Wrong
from studenthub.verify.services import reading
from studenthub.verify.titles import Likeness

SAME, CHANGED, OTHER, UNKNOWN = Likeness.SAME, Likeness.CHANGED, Likeness.OTHER, Likeness.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Written otherwise.
        ("Sleep in medical students", "SLEEP IN MEDICAL STUDENTS.", SAME),
        ("Sleep & health", "Sleep and health", SAME),
        ("Sleep &amp; health of <i>E. coli</i>", "Sleep and health of E. coli", SAME),
        ("The effects of β-blockers", "Effects of beta blockers", SAME),
        ("Health care for all", "Healthcare for all", SAME),
        ("Randomised trials in paediatrics", "Randomized trials in pediatrics", SAME),
        ("Physicians' online identity crisis", "Physicians’ online identity crisis", SAME),
        ("Über die Schlafdauer", "Uber die Schlafdauer", SAME),
        ("Schlaf für Ärzte", "Schlaf fuer Aerzte", SAME),
        ("Sleep in students: A review", "Sleep in students", SAME),
        ("Sleep in students", "Sleep in students - A systematic review", SAME),
        ("Sleep in students? A review", "Sleep in students?", SAME),
        ("The CARE guidelines: Case reporting: A consensus", "The CARE guidelines: Case reporting", SAME),
        ("RETRACTED: Sleep in students", "Sleep in students", SAME),
        ("[RETRACTED] Sleep in students", "Retracted article: Sleep in students", SAME),
        ("[Sleep in medical students].", "Sleep in medical students", SAME),
        ("Sleep in students (the SLEEP trial)", "Sleep in students", SAME),
        ("Sleep in students*", "Sleep in students†", SAME),
        ("Sleep in medical students1", "Sleep in medical students", SAME),
        ("Sleep in medical students of the so…", "Sleep in medical students of the south: a review", SAME),
        ("Case report: Sleep walking in a ward", "Sleep walking in a ward", SAME),
        ("World War II and sleep research", "World War 2 and sleep research", SAME),
        ("Sytematic review of sleep", "Systematic review of sleep", SAME),
        # Words differ.
        ("Sleep for medical students", "Sleep in medical students", CHANGED),
        ("Hypertension in medical students", "Hypotension in medical students", CHANGED),
        ("The benefits of sleep for students", "The benefit of sleep for students", CHANGED),
        ("Sleep in students, part 1", "Sleep in students, part 2", CHANGED),
        ("Sleep in 120 students", "Sleep in 12 students", CHANGED),
        ("Sleep in medical students of the so…", "Sleep in medical students of the north: a review", CHANGED),
        ("Sleep in students: A review of causes", "Sleep in students: A review of effects", CHANGED),
        # Others.
        ("Sleep in medical students", "Confidentiality in the age of social media", OTHER),
        ("Correction: Sleep walking in a ward", "Sleep walking in a ward", CHANGED),
        ("Sleep in students and the law", "Sleep of whales in cold seas", OTHER),
        # Nobody can say.
        ("", "Sleep in students", UNKNOWN),
        ("Сон студентов", "Sleep of students", UNKNOWN),
    ],
)
def test_titles(one: str, other: str, expected: Likeness) -> None:
    assert titles.likeness([one], [other]) == expected
    assert titles.likeness([other], [one]) == expected


def test_one_of_several_titles_is_enough() -> None:
    assert titles.likeness(["Sleep of students"], ["Der Schlaf der Studierenden", "Sleep of students"]) == SAME


word = st.text(string.ascii_lowercase, min_size=4, max_size=9)
titled = st.lists(word, min_size=4, max_size=9, unique=True)


@given(titled, st.data())
def test_a_title_is_known_however_it_is_written(found: list[str], data: st.DataObject) -> None:
    title = " ".join(found)
    written = data.draw(
        st.sampled_from([title.upper(), title.title(), f"{title}.", f"<b>{title}</b>", "-".join(found), f"“{title}”"])
    )
    written += data.draw(st.sampled_from(["", ": A review", " (an abbreviation)", " – part of a series"]))
    assert titles.likeness([title], [written]) == SAME


@given(titled, titled)
def test_two_titles_without_a_word_in_common_are_two(one: list[str], other: list[str]) -> None:
    other = [word for word in other if not any(titles.is_close(word, own) for own in one)]
    shared = set("".join(one)) & set("".join(other))
    if len(other) > 3 and len(shared) < 5:
        assert titles.likeness([" ".join(one)], [" ".join(other)]) == OTHER


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_title_is_too_strange(one: str, other: str) -> None:
    assert titles.likeness([one], [other]) == titles.likeness([other], [one])
    assert titles.likeness([one], [one]) in (SAME, UNKNOWN)


def test_hostile_titles_take_no_time() -> None:
    for piece in ("a ", ": ", "(", "<", "&amp;", "—", "[a](", "ä", "A. "):
        assert titles.likeness([piece * 20_000], [piece * 19_999 + "x"]) in set(Likeness)


# --- authors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        # Written otherwise.
        ("Moorhead, S. A. and Hazlett, D. E.", "Moorhead, S Anne and Hazlett, Diane E", Wrong.NONE),
        ("Anne Moorhead", "Moorhead, S. Anne", Wrong.NONE),
        ("Grajales, III, F. J. and Sheps, S.", "Grajales III, Francisco Jose and Sheps, Samuel", Wrong.NONE),
        ("van der Berg, Anna", "Berg, Anna van der", Wrong.NONE),
        ("de la Cruz, Maria", "De La Cruz, Maria", Wrong.NONE),
        ("Müller, Jörg", "Mueller, J.", Wrong.NONE),
        ("Иванов, Иван", "Ivanov, Ivan", Wrong.NONE),
        ("{Ann Author} and {Other, Bob}", "Author, Ann and Other, B.", Wrong.NONE),
        ("{Ann Author}", "Writer, Ann", Wrong.NAMES),
        ("Müller, Jörg", "Muller, Jorg", Wrong.NONE),
        ("Łukasz Søren-Ångström", "Soren-Angstrom, L.", Wrong.NONE),
        ("García Márquez, Ana", "García, Ana", Wrong.NONE),
        ("O'Brien, P. and Smith-Jones, K.", "O’Brien, Pat and Smith Jones, Kim", Wrong.NONE),
        ("Wei Zhang", "Wei, Zhang", Wrong.NONE),
        ("Author, A. and others", "Author, A. and Other, B. and Third, C.", Wrong.NONE),
        ("Author, A. and Other, B.", "Author, A. and Other, B. and {Example Group}", Wrong.NONE),
        ("Author, A. and {CARE Group}", "Author, A.", Wrong.NONE),
        ("Author, A.", "Author, A. and Group, CARE", Wrong.NONE),
        ("{World Health Organization}", "Author, A. and Other, B.", Wrong.NONE),
        ("Author, A. and Other, B. and Third, C.", "Author, A.", Wrong.NONE),
        ("Smith, Bill and Other, Tony", "Smith, William J. and Other, Anthony", Wrong.NONE),
        ("Author, A. and Otehr, B.", "Author, A. and Other, B.", Wrong.NONE),
        ("Author, A. and Other B, et al.", "Author, A. and Other, B. and Third, C. and Last, D.", Wrong.NONE),
        ("Author, A. and the example contributors", "Author, A.", Wrong.NONE),
        ("Author, A. and The Example Group", "Author, A.", Wrong.NONE),
        ("family=Berg, given=Anna, prefix=von, useprefix=false", "von Berg, Anna", Wrong.NONE),
        # Wrong.
        ("Chretien, K. C. and Kind, T. and Thompson, B.", "Chretien, Katherine C. and Kind, Terry", Wrong.NAMES),
        ("Author, A.", "Author, A. and Other, B.", Wrong.NAMES),
        ("Author, A. and Third, C. and others", "Author, A. and Other, B. and Third, C. and Last, D.", Wrong.NAMES),
        ("Other, B. and Author, A.", "Author, A. and Other, B.", Wrong.ORDER),
        ("Writer, W. and Other, B.", "Author, A. and Other, B.", Wrong.NAMES),
        ("Smith, John", "Smith, Peter", Wrong.NAMES),
    ],
)
def test_authors(ours: str, theirs: str, expected: Wrong) -> None:
    assert people.compare(names(ours), names(theirs)).wrong == expected


def test_who_is_too_many_or_missing_is_named() -> None:
    found = people.compare(
        names("Chretien, K. C. and Kind, T. and Thompson, B."), names("Chretien, Katherine C. and Kind, Terry")
    )
    assert [name.full for name in found.extra] == ["B. Thompson"]
    assert not found.missing
    assert found.shared == 2


def test_of_thousands_of_authors_nobody_is_said_to_be_missing() -> None:
    crowd = names(" and ".join(f"{chr(65 + at // 26)}{chr(97 + at % 26)}, A." for at in range(250)))
    for ours, theirs in ((crowd[:-1], crowd[1:]), (crowd[1:], crowd[:-1])):
        found = people.compare(ours, theirs)
        assert (found.wrong, found.extra, found.missing) == (Wrong.NONE, (), ())


def test_a_record_that_was_cut_accuses_nobody() -> None:
    ours = names(" and ".join(f"{word}, A." for word in ("Author", "Other", "Third", "Fourth")))
    assert people.compare(ours, ours[:2], is_complete=False).wrong == Wrong.NONE
    assert people.compare(ours, ours[:2]).wrong == Wrong.NAMES


person = st.builds(
    lambda family, given: Name(family.capitalize(), given.capitalize()),
    st.text(string.ascii_lowercase, min_size=6, max_size=12),
    st.text(string.ascii_lowercase, min_size=3, max_size=8),
)
# A word that says that others follow is nobody's name.
team = st.lists(
    person.filter(lambda name: "Others" not in (name.family, name.given)),
    min_size=3,
    max_size=8,
    unique_by=lambda name: name.family[:3],
)


@given(team, st.data())
def test_people_are_known_by_their_initials_and_missed_when_they_are_gone(
    found: list[Name], data: st.DataObject
) -> None:
    short = [Name(name.family, f"{name.given[0]}.") for name in found]
    assert people.compare(found, short).wrong == Wrong.NONE
    assert people.compare([*found[:2], OTHERS], short).wrong == Wrong.NONE
    at = data.draw(st.integers(0, len(found) - 1))
    without = [*found[:at], *found[at + 1 :]]
    assert people.compare(without, short).wrong == Wrong.NAMES
    assert people.compare(found, without).wrong == Wrong.NAMES or len(without) == 1


# --- journals and books -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Journal of Medical Internet Research", "J Med Internet Res", True),
        (
            "Proceedings of the National Academy of Sciences of the United States of America",
            "Proc. Natl. Acad. Sci. U.S.A.",
            True,
        ),
        ("PNAS", "Proceedings of the National Academy of Sciences", True),
        ("JAMA", "Journal of the American Medical Association", True),
        ("BMJ", "BMJ (Clinical research ed.)", True),
        ("BMJ", "British Medical Journal", True),
        ("The Lancet", "Lancet (London, England)", True),
        ("Science", "Science (New York, N.Y.)", True),
        ("S Afr Med J", "South African Medical Journal", True),
        ("Annals of Internal Medicine", "Ann. Intern. Med.", True),
        ("MMWR. Morbidity and mortality weekly report", "MMWR Morb Mortal Wkly Rep", True),
        ("Jpn J Psychiatry Neurol", "Japanese Journal of Psychiatry and Neurology", True),
        ("Bulletin de l'Institut Pasteur", "Bull. Inst. Pasteur", True),
        ("Cryst. Growth Des.", "Crystal Growth & Design", True),
        ("Can. Psychol.", "Canadian Psychology/Psychologie canadienne", True),
        ("IEEE/CVF Transactions on Examples", "IEEE/ACM Letters of Others", False),
        ("NeurIPS", "Advances in Neural Information Processing Systems 35", True),
        ("CVPR", "2022 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", True),
        ("Proc. Int. Conf. on Examples", "Proceedings of the 12th International Conference on Examples", True),
        ("Lancet", "Lancet Oncology", False),
        ("Nature", "Nature Medicine", False),
        ("Circulation", "Circulation Research", False),
        ("BMJ", "BMJ Open", False),
        ("Journal of Clinical Oncology", "Journal of Medical Ethics", False),
        ("South African Medical Journal", "South African Journal of Psychiatry", False),
        ("ICML", "Advances in Neural Information Processing Systems", False),
        ("Journal of Physics", "Journal of Physics A", None),
        ("ApJL", "The Astrophysical Journal Letters", None),
        ("ApJL", "The Journal of Examples", False),
        ("Lecture Notes in Computer Science", "Proceedings of the Symposium on Examples", None),
    ],
)
def test_names_of_journals(one: str, other: str, expected: bool | None) -> None:
    assert containers.are_one([one], [other]) is expected
    assert containers.are_one([other], [one]) is expected


def test_archives_of_preprints_are_no_journals() -> None:
    for name in ("arXiv preprint arXiv:1706.03762", "medRxiv", "CoRR", "Preprints.org", "Research Square", "PsyArXiv"):
        assert containers.is_preprint(name)
    for name in ("Nature", "Archives of Internal Medicine", "Correspondence", "Journal of Preprint Studies in Art"):
        assert not containers.is_preprint(name) or "Preprint" in name


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_name_of_a_journal_is_too_strange(one: str, other: str) -> None:
    assert containers.are_one([one], [other]) == containers.are_one([other], [one])


def test_hostile_names_of_journals_take_no_time() -> None:
    for piece in ("a ", "A. ", "(", "[", "of ", ": ", "- ", "d'"):
        containers.are_one([piece * 5_000], [piece * 4_999 + "x"])


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ((2013,), (2013,), True),
        ((2013,), (2014, 2013), True),
        ((2012,), (2013,), True),
        ((2011,), (2013,), False),
        ((2011,), (2014, 2013), False),
        ((2010, 2011), (2012,), True),
        ((), (2013,), None),
        ((2013,), (), None),
        ((2027,), (2026,), False),
        ((2027,), (2027,), True),
    ],
)
def test_years(ours: tuple[int, ...], theirs: tuple[int, ...], expected: bool | None) -> None:
    assert numbers.years(ours, theirs, 2026) is expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("15", "15", True),
        ("15", "16", False),
        ("Vol. 15", "15", True),
        ("xv", "15", True),
        ("015", "15", True),
        ("15 Suppl 1", "15", None),
        ("3-4", "3/4", None),
        ("Spring", "2", None),
    ],
)
def test_volumes_and_issues(ours: str, theirs: str, expected: bool | None) -> None:
    assert numbers.volumes(ours, theirs) is expected


@pytest.mark.parametrize(
    ("ours", "theirs", "number", "expected"),
    [
        ("1309--1315", "1309-1315", "", True),
        ("1309–15", "1309-1315", "", True),
        ("1309", "1309-1315", "", True),
        ("pp. 1309-1315", "1309-15", "", True),
        ("e85", "e85", "", True),
        ("85", "", "e85", True),
        ("e85", "85", "", True),
        ("1--12", "", "e85", None),
        ("1--12", "e85", "", None),
        ("b2680", "b2680", "", True),
        ("S12--S19", "S12-S19", "", True),
        ("iv--xii", "iv-xii", "", True),
        ("1309--1315", "1413-1421", "", False),
        ("1309--1315", "1309-1325", "", False),
        ("e85", "e13", "", False),
        ("e85", "", "e13", False),
        ("in press", "1309-1315", "", None),
        ("1309--1315", "", "", None),
    ],
)
def test_pages(ours: str, theirs: str, number: str, expected: bool | None) -> None:
    assert numbers.pages(ours, theirs, number) is expected


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_no_numbers_are_too_strange(ours: str, theirs: str, number: str) -> None:
    assert numbers.pages(ours, theirs, number) in (True, False, None)
    assert numbers.volumes(ours, theirs) in (True, False, None)


@given(st.integers(1, 5000), st.integers(0, 60))
def test_pages_are_known_when_they_are_short(first: int, more: int) -> None:
    last = first + more
    same = next((n for n, (a, b) in enumerate(zip(str(first), str(last), strict=False)) if a != b), 0)
    short = str(last)[same:] if len(str(first)) == len(str(last)) else str(last)
    assert numbers.pages(f"{first}--{last}", f"{first}-{short}") is True
    assert numbers.pages(f"{first + 1}--{last + 1}", f"{first}-{last}") in (False, None)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("HrÃ³bjartsson", "Hróbjartsson"),
        ("â€œSleepâ€\x9d â€“ a review", "“Sleep” – a review"),
        ("Âge, Ã and â", "Âge, Ã and â"),
        ("HrÃ³bjartsson Дом", "HrÃ³bjartsson Дом"),
    ],
)
def test_letters_that_were_misread_are_read_again(sent: str, meant: str) -> None:
    assert reading.text(sent) == meant
