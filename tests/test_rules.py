"""The checks: numbers that carry a digit to check them by, what is never meant, and promises about all of them."""

from __future__ import annotations

import datetime
import re
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

import hubs
from studenthub import hub, rules
from studenthub.catalogue import Catalogue
from studenthub.problems import ADVICE, ERROR, FORMATS, Problem
from studenthub.rules import RULES, check_digits, explained, pictures
from studenthub.settings import Settings

TODAY = datetime.date(2026, 11, 24)
SOURCE = hubs.PROJECT / "plugins"


def found(tmp_path: Path, files: dict[str, str], *, advice: bool = False) -> list[Problem]:
    """All problems of a tiny hub, and the advice if it is asked for."""
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC} | files)
    bibs = tuple(sorted(name for name in files if name.endswith(".bib")))
    read = hub.read(Settings(tmp_path, bib_files=bibs), unpublished=True, today=TODAY, advice=advice)
    return [*read.problems, *read.advice]


def in_text(tmp_path: Path, body: str, *, advice: bool = False, **fields: str) -> list[str]:
    """The codes of what is found in an article."""
    article = hubs.article(body, **fields)
    return [problem.code for problem in found(tmp_path, {"docs/articles/a.md": article}, advice=advice)]


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["8001015009087", "9202204720082", "0001010000005", "0002290000009"])
def test_an_identity_number_is_known(number: str) -> None:
    # The digits are made up; their check digits are right.
    digits = number[:-1] + str(next(d for d in range(10) if check_digits.luhn(number[:-1] + str(d))))
    assert check_digits.south_african_id(digits, TODAY)


@pytest.mark.parametrize(
    "number",
    [
        "8001015009088",  # check digit
        "8013015009087",  # month
        "8001325009087",  # day
        "0102290000007",  # 29 February of a year without one: 1901 and 2001
        "8001015009387",  # citizenship
        "800101500908",
        "80010150090877",
        "٨٠٠١٠١٥٠٠٩٠٨٧",
        "9783161484100",
        "1234567890123",
        "",
    ],
)
def test_other_numbers_are_no_identity_numbers(number: str) -> None:
    assert not check_digits.south_african_id(number, TODAY)


@pytest.mark.parametrize("number", ["9783161484100", "9791090636071", "0306406152", "080442957X", "080442957x"])
def test_an_isbn_is_right(number: str) -> None:
    assert check_digits.isbn(number)


@pytest.mark.parametrize(
    "number", ["9783161484101", "9773161484100", "0306406153", "X306406152", "97831614841", "", "²"]
)
def test_an_isbn_is_wrong(number: str) -> None:
    assert not check_digits.isbn(number)


@pytest.mark.parametrize(
    ("number", "right"), [("20493630", True), ("2434561X", True), ("20493631", False), ("2049363", False)]
)
def test_an_issn(number: str, right: bool) -> None:
    assert check_digits.issn(number) is right


@given(st.text(max_size=20))
def test_check_digits_take_any_text(text: str) -> None:
    check_digits.isbn(text)
    check_digits.issn(text)
    check_digits.south_african_id(text, TODAY)


# --- confidentiality --------------------------------------------------------------------------------------------------

SECRETS = [
    ("ID 8001015009087", "HUB501", "8001015009087"),
    ("ID 800101 5009 087.", "HUB501", "800101 5009 087"),
    ("ID8001015009087", "HUB501", "8001015009087"),
    ("Passport number A12345678", "HUB502", "A12345678"),
    ("identity no. 800101 5009 088", "HUB502", "800101 5009 088"),
    ("call 082 123 4567", "HUB503", "082 123 4567"),
    ("call (011) 123-4567", "HUB503", "(011) 123-4567"),
    ("call 0821234567.", "HUB503", "0821234567"),
    ("call +27 82 123 4567", "HUB503", "+27 82 123 4567"),
    ("call 0027821234567", "HUB503", "0027821234567"),
    ("call +1 (212) 555 0100 99", "HUB503", "+1 (212) 555 0100 99"),
    ("mail ann.author@hospital.co.za.", "HUB504", "ann.author@hospital.co.za"),
    ("<ann@hospital.org>", "HUB504", "ann@hospital.org"),
    ("Folder number: 1234567", "HUB505", "1234567"),
    ("hospital no 12345/67", "HUB505", "12345/67"),
    ("MRN 00123456", "HUB505", "00123456"),
    ("born on 1 March 1980", "HUB506", "1 March 1980"),
    ("date of birth: 1980-03-01", "HUB506", "1980-03-01"),
    ("DOB 01/03/1980", "HUB506", "01/03/1980"),
    ("A patient named Invented Person came", "HUB507", "Invented Person"),
    ("Our patient, Thandi, came", "HUB507", "Thandi"),
    ("Mrs Person was admitted at night", "HUB507", "Mrs Person"),
    ("Patient name: Invented Person", "HUB507", "Invented Person"),
]


@pytest.mark.parametrize(("text", "code", "secret"), SECRETS)
def test_a_secret_is_found_and_never_printed(text: str, code: str, secret: str, tmp_path: Path) -> None:
    body = f"{text}\n\nSee [{secret}]({secret}.md), [@{secret}] and ![{secret}](x.png)."
    wrong = found(tmp_path, {"docs/articles/a.md": hubs.article(body)}, advice=True)
    assert code in [problem.code for problem in wrong]
    for form in FORMATS.values():
        assert secret not in form(wrong)


@given(number=st.from_regex(r"0[1-7][0-9]{8}|\+27[1-8][0-9]{8}", fullmatch=True), words=st.text(max_size=30))
@how(max_examples=40, deadline=None)
def test_whatever_is_around_a_number_it_is_never_printed(
    number: str, words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = f"{words} {number} {words} [{number}](http://[{number}])"
    wrong = found(tmp_path_factory.mktemp("hub"), {"docs/articles/a.md": hubs.article(body)}, advice=True)
    assert number not in FORMATS["text"](wrong)


@pytest.mark.parametrize(
    "text",
    [
        "0800 225 677, 0800 014 780, 0860 123 456, 0861 123 456",
        "ISBN 0306406152, ISBN-13: 978-0-306-40615-7",
        "doi 10.1016/0140673612, <https://example.org/0821234567>, PMID 12345678, NCT01234567",
        "2020-03-11, 11/03/2020, 1,234,567,890, 10 000 000 000, 3.1415926535, 0.0821234567",
        "between 1000 000 000 and 2000 000 000 people",
        "ORCID 0000-0002-1825-0097",
        "p < 0.05, 95% CI 1.02-2.03, 120/80 mmHg, 082",
        "name@example.org, a@b.example, git@github",
        r"the handle \@author and @ noon",
        "file number 12, record numbers, patient no. 7, room no. 12345, house number 12345",
        "born in 1990, born on a Monday, Florence Nightingale was born on 12 May 1820",
        "the Patient Safety Movement; patient Health Questionnaire; patients named in Table 2",
        "our patient, South African by birth, said; a patient, however, may refuse",
        "Mr Smith was a teacher. Mrs Jones is admitted by all to be right? No: Mr Smith wrote it.",
        "the Mr and Mrs of it",
    ],
)
def test_what_is_no_secret(text: str, tmp_path: Path) -> None:
    codes = [code for code in in_text(tmp_path, text) if code.startswith("HUB5")]
    assert codes == (["HUB507"] if "admitted by all" in text else [])


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "A < B, `<script>`, 5<6, <https://example.org>, <p53>, x<y>z",
        "H<sub>2</sub>O<br>and <kbd>Ctrl</kbd>",
        "[more about sleep](https://example.org/a_(b)) and [here and there](https://example.org)",
        "```\n# Code\n![](x.png)\n[here](y.md)\nhttps://example.org\nTODO\n```",
        "    # indented code\n    [here](z.md)",
        "## One\n\n### Two\n\n#### Three\n\n## Four",
        "See [the notes](#notes-on-it).\n\n## *Notes* on it",
        "See [the second](#notes_1).\n\n## Notes\n\n## Notes",
        "See [it](#own).\n\n## Notes { #own }",
        "The todo list, tuberculosis (TBC) and 47,XXX",
        "\\[insert\\] and [an insert](https://example.org)",
        "## Sources of error\n\nText.",
        "## References\n\n\\bibliography",
        "An array [0] and [x] and a [ ] box",
        "[mail us](mailto:name@example.org)",
        "[a file on this machine](http://localhost:8000/a)",
        '[with a title](https://example.org "A title")',
        "A # in the middle of a line is no heading: issue #1",
    ],
)
def test_a_text_without_a_mistake(text: str, tmp_path: Path) -> None:
    assert in_text(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[x](http://[insert link])", "HUB208"),
        ("[x](https://exa mple.org)", "HUB208"),
        ("[x](http://[::1)", "HUB208"),
        ("[x]()", "HUB208"),
        ("[x](<javascript:alert(1)>)", "HUB209"),
        ("[x](java\tscript:alert)", "HUB209"),
        ("[x](data:text/html,hi)", "HUB209"),
        ("[![alt text here](x.png)](https://example.org)", "HUB210"),
        ("[x]: file:///etc/passwd\n\n[x]", "HUB209"),
        ("[below](#nowhere)", "HUB211"),
        ("<iframe src=x></iframe>", "HUB212"),
        ("text <IMG SRC=x> text", "HUB212"),
        ("[citation needed]", "HUB213"),
    ],
)
def test_a_mistake_in_a_text(text: str, code: str, tmp_path: Path) -> None:
    assert code in in_text(tmp_path, text)


@given(text=st.text(alphabet=st.sampled_from("[]()!<>#*_`@\\\n :/.ab1&=-\"'{}\t~^|"), max_size=200))
@how(max_examples=150, deadline=None)
def test_no_check_fails_on_any_text(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hub")
    bib = f"@book{{a, author = {{A}}, title = {{{text.replace('{', '').replace('}', '')}}}, year = {{2001}}}}\n{text}"
    for problem in found(folder, {"docs/articles/a.md": hubs.article(text), "bib/a.bib": bib}, advice=True):
        assert problem.code in explained.explanations()


# --- pictures ---------------------------------------------------------------------------------------------------------


def exif(order: str, *, gps: bool = False, owner: bool = False) -> bytes:
    """TIFF data with a position, or the name of an owner."""
    sign = b"II" if order == "<" else b"MM"
    head = sign + struct.pack(order + "HI", 42, 8)
    entries = []
    if gps:
        entries.append(struct.pack(order + "HHII", 0x8825, 4, 1, 50))
    if owner:
        entries.append(struct.pack(order + "HHII", 0x8769, 4, 1, 50))
    directory = struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", 0)
    inner = struct.pack(order + "HHII", 2, 5, 3, 80) if gps else struct.pack(order + "HHII", 0xA430, 2, 7, 80)
    return (head + directory).ljust(50, b"\0") + struct.pack(order + "H", 1) + inner + bytes(100)


def jpeg(data: bytes) -> bytes:
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(data) + 8) + b"Exif\0\0" + data


def png(data: bytes) -> bytes:
    chunk = b"eXIf" + data
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(data)) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("wrap", [jpeg, png])
def test_what_a_picture_tells(order: str, wrap: object) -> None:
    assert callable(wrap)
    assert pictures.personal(wrap(exif(order, gps=True))) == {"GPS"}
    assert pictures.personal(wrap(exif(order, owner=True))) == {"the name of the camera's owner"}
    assert pictures.personal(wrap(exif(order))) == frozenset()


@given(st.binary(max_size=200))
def test_no_picture_is_too_broken(data: bytes) -> None:
    pictures.personal(b"\xff\xd8\xffExif\0\0II*\0" + data)
    pictures.personal(data)
    pictures.kind(data)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("place.jpg", jpeg(exif(">", gps=True)), "HUB508"),
        ("owner.jpg", jpeg(exif("<", owner=True)), "HUB513"),
        ("large.jpg", b"\xff\xd8\xff" + bytes(3 * 1024 * 1024), "HUB616"),
        ("heavy.jpg", b"\xff\xd8\xff" + bytes(1024 * 1024), "HUB621"),
        ("disguised.png", jpeg(exif("<")), "HUB617"),
        ("con.jpg", jpeg(exif("<")), "HUB614"),
        ("page.html", b"<script>", "HUB612"),
    ],
)
def test_a_picture_that_cannot_be_published(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    files = {"docs/articles/a/index.md": hubs.article(f"![What it shows]({name})")}
    (tmp_path / "docs/articles/a").mkdir(parents=True)
    (tmp_path / "docs/articles/a" / name).write_bytes(data)
    assert code in [problem.code for problem in found(tmp_path, files, advice=True)]


def test_a_good_picture_is_left_alone(tmp_path: Path) -> None:
    files = {"docs/articles/a/index.md": hubs.article("![What it shows](photo-1.jpg)")}
    (tmp_path / "docs/articles/a").mkdir(parents=True)
    (tmp_path / "docs/articles/a/photo-1.jpg").write_bytes(jpeg(exif("<")))
    assert found(tmp_path, files) == []


def test_links_on_disk_and_twins(tmp_path: Path) -> None:
    folder = tmp_path / "docs/articles/a"
    folder.mkdir(parents=True)
    (folder / "link.jpg").symlink_to("/etc/hostname")
    (folder / "one.jpg").write_bytes(b"")
    (folder / "One.jpg").write_bytes(b"")
    codes = {problem.code for problem in found(tmp_path, {"docs/articles/a/index.md": hubs.article()})}
    assert {"HUB613", "HUB614"} <= codes
    # A file system that knows no capitals has only one of the two.
    assert "HUB615" in codes or len(list(folder.glob("[oO]ne.jpg"))) == 1


# --- advice -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Studies show that it helps.", "HUB324"),
        ("In all, 40 % of them slept badly.", "HUB324"),
        ("word " * 700, "HUB326"),
        ("Internationalisation necessitates interdisciplinary collaboration notwithstanding. " * 20, "HUB224"),
    ],
)
def test_advice(body: str, code: str, tmp_path: Path) -> None:
    assert code in in_text(tmp_path, body, advice=True)


# --- promises about all checks ----------------------------------------------------------------------------------------


def codes_in(files: Iterable[Path]) -> set[str]:
    return {code for file in files for code in re.findall(r"HUB\d{3}", file.read_text(encoding="utf-8"))}


def test_each_rule_has_a_code_a_name_and_a_page() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.level in {ERROR, ADVICE}
        one = explained.explanations()[rule.code]
        assert one.name
        assert one.summary.endswith((".", "?"))
        assert one.wrong
        assert one.right


def test_every_code_in_the_source_is_explained() -> None:
    sources = [file for file in SOURCE.rglob("*.py") if "rules" not in file.parts and "cli" not in file.parts]
    assert codes_in(sources) <= explained.explanations().keys()


def test_every_code_is_shown_by_a_case_or_a_test() -> None:
    shown = codes_in([*(hubs.PROJECT / "tests/cases").glob("*.txt"), *(hubs.PROJECT / "tests").glob("test_*.py")])
    missing = explained.explanations().keys() - shown
    # What needs a file that no text case can hold.
    assert missing <= {"HUB001", "HUB002", "HUB003", "HUB004", "HUB103", "HUB104", "HUB605"}


def test_the_page_of_the_checks_has_an_anchor_for_each_code() -> None:
    page = explained.as_markdown()
    for code in explained.explanations():
        assert f"{{ #{code.lower()} }}" in page


def test_the_checks_page_is_part_of_a_hub_with_a_guide(tmp_path: Path) -> None:
    hubs.write(tmp_path, {"docs/write/index.md": "# Write\n\nSee [the checks](checks.md).\n"})
    read = hub.read(Settings(tmp_path), today=TODAY)
    assert "docs/write/checks.md" in read.guides
    assert read.problems == ()


def test_the_hub_itself_passes() -> None:
    from studenthub import settings

    read = hub.read(settings.read(hubs.PROJECT), unpublished=True, today=TODAY)
    assert [str(problem) for problem in read.problems] == []


def test_an_empty_hub_has_no_problems(tmp_path: Path) -> None:
    assert rules.run(Catalogue(), Settings(tmp_path), today=TODAY, advice=True).errors == ()
