"""The bibliography: slips that are fixed, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubs
from hubs import found
from studenthub.cli import main
from studenthub.model.sources import bibliography
from studenthub.rules.bibliography.entries import EntryPart
from studenthub.source.problems import ADVICE
from studenthub.source.text import Text

FIELDS = {
    "author": "Author, A.",
    "title": "An example of a title",
    "journal": "Journal of Examples",
    "year": "2024",
    "volume": "1",
    "pages": "1--9",
    "doi": "10.1234/example",
}


def entry(key: str = "author2024", **fields: str) -> str:
    """An article without a mistake, but for ``fields``; "" leaves one out."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in (FIELDS | fields).items() if value)
    return f"@article{{{key},\n{lines}}}\n"


#: A page that lists the whole bibliography, so that all of it is published.
ALL = {"docs/sources-of-all.md": "# All\n\n\\full_bibliography\n"}


def codes(bib: str, folder: Path) -> list[str]:
    """What is found in a bibliography whose entries are all published."""
    return [problem.code for problem in found(folder, {"bib/a.bib": bib} | ALL, advice=True)]


MENDS = [
    ("author", "Author, A., Writer, B., & Third, C.", "Author, A. and Writer, B. and Third, C."),
    ("author", "Author, A.; Writer, B. C.", "Author, A. and Writer, B. C."),
    ("author", "Author A, van der Writer BC, Third D", "Author, A. and van der Writer, B. C. and Third, D."),
    ("author", "Author A, Writer B, et al.", "Author, A. and Writer, B. and others"),
    ("author", "Author AB", "Author, A. B."),
    ("author", "Ann Author, Ben B. Writer and Cy van der Third", "Ann Author and Ben B. Writer and Cy van der Third"),
    ("author", "Ann Author, Ben Writer, Cy Third & Di Fourth", "Ann Author and Ben Writer and Cy Third and Di Fourth"),
    ("author", "Author, A. & Writer, Ben", "Author, A. and Writer, Ben"),
    ("author", "Author, A. et al.", "Author, A. and others"),
    ("author", "World Health Organization", "{World Health Organization}"),
    ("author", "World Health Organization and Author, A.", "{World Health Organization} and Author, A."),
    ("author", "AUTHOR, A. and WRITER, B.", "Author, A. and Writer, B."),
    ("title", "A &amp; <i>B</i> in H<sub>2</sub>O&nbsp;&lt; 5", r"A \& \emph{B} in H\textsubscript{2}O~< 5"),
    ("title", "An example of a title.", "An example of a title"),
    ("year", "2024a", "2024"),
    ("pages", "1309-15", "1309--1315"),
    ("pages", "pp. 12-19", "12--19"),
    ("pages", "e12--e9", "e12--e9"),
    ("doi", "https://doi.org/10.1234/example", "10.1234/example"),
    ("doi", "DOI: 10.1234/example.", "10.1234/example"),
    ("doi", "https://www.publisher.example/doi/full/10.1234/example", "10.1234/example"),
    ("url", "www.example.org/page", "https://www.example.org/page"),
    ("url", "10.1234/another", "https://doi.org/10.1234/another"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wrong", "right"), MENDS)
def test_a_field_is_mended(name: str, wrong: str, right: str, tmp_path: Path) -> None:
    hubs.write(tmp_path, {"bib/a.bib": entry(**{name: wrong})})
    main(["--root", str(tmp_path), "check", "--fix"])
    assert (tmp_path / "bib/a.bib").read_text("utf-8") == entry(**{name: right})


def test_what_is_put_together_of_pieces_is_reported_and_left_alone(tmp_path: Path) -> None:
    """Nobody can say in which piece the change belongs, so there is no fix; the field has the place."""
    pieces = {"{Author, A.}": "{Dr. Ann } # {Author}", "{10.1234/example}": "address # {10.1234/example}"}
    written = "@string{address = {https://doi.org/}}\n" + entry()
    for whole, parts in pieces.items():
        written = written.replace(whole, parts)
    problems = [
        one for one in found(tmp_path, {"bib/a.bib": written} | ALL, advice=True) if one.code in ("HUB433", "HUB445")
    ]
    assert [(one.place.line, one.fix) for one in problems] == [(3, None), (9, None)]
    # No trial of a fix would notice that the wrong signs are replaced.
    sources = bibliography.read([Text("bib/a.bib", written)])[0].sources
    assert EntryPart(sources["author2024"], "doi").fix("10.1234/example") is None
    assert EntryPart(sources["author2024"], "year").fix("2023") is not None


def test_a_firm_is_not_taken_apart(tmp_path: Path) -> None:
    """With "and" it would be two people, and nobody would notice."""
    written = entry(author="Example & Sons")
    hubs.write(tmp_path, {"bib/a.bib": written})
    main(["--root", str(tmp_path), "check", "--fix"])
    assert (tmp_path / "bib/a.bib").read_text("utf-8") == written


def test_an_address_that_is_a_doi_becomes_one(tmp_path: Path) -> None:
    hubs.write(tmp_path, {"bib/a.bib": entry(doi="", url="https://doi.org/10.1234/example")})
    main(["--root", str(tmp_path), "check", "--fix"])
    assert (tmp_path / "bib/a.bib").read_text("utf-8") == entry()


def test_a_comma_that_is_missing_is_put_in(tmp_path: Path) -> None:
    whole = entry()
    wrong = whole.replace("author2024,", "author2024").replace("title},", "title}").replace("{2024},", "{2024}")
    hubs.write(tmp_path, {"bib/a.bib": wrong})
    main(["--root", str(tmp_path), "check", "--fix"])
    assert (tmp_path / "bib/a.bib").read_text("utf-8") == whole


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"author": "Ann Author, Ben Writer, Third"}, "HUB403"),
        ({"author": 'M{\\"u}ller, A., Wr{\\o}iter, B.'}, "HUB403"),
        ({"author": "Author, A., Jr, Writer, B."}, "HUB403"),
        ({"doi": "10.5555/example"}, "HUB417"),
        ({"author": "Example & Example"}, "HUB423"),
        ({"doi": "not known"}, "HUB417"),
        ({"doi": "10.1000/182 10.1000/183"}, "HUB417"),
        ({"month": "1st quarter"}, "HUB421"),
        ({"isbn": "978-3-16-148410-1"}, "HUB418"),
        ({"isbn": "978-3-16-148410-0 (hbk.), 978-3-16-148410-1 (pbk.)"}, "HUB418"),
        ({"issn": "2049-3631"}, "HUB419"),
        ({"title": "An \x07example"}, "HUB430"),
        ({"date": "2024-02-30", "year": ""}, "HUB421"),
        ({"date": "05/03/2024", "year": ""}, "HUB421"),
        ({"year": "2010/12"}, "HUB421"),
        ({"title": "An \\example"}, "HUB429"),
        ({"doi": "10.1234/example.2009.03.138"}, "HUB440"),
        ({"doi": ""}, "HUB432"),
        ({"doi": "", "volume": "", "pages": ""}, "HUB432"),
        ({"year": "0214"}, "HUB421"),
        ({"title": "RETRACTED: An example"}, "HUB443"),
        ({"title": "{[Retracted]} {An} example"}, "HUB443"),
        ({"title": "WITHDRAWN -- an example"}, "HUB443"),
        ({"year": "20-24"}, "HUB421"),
        ({"year": "201 4"}, "HUB421"),
        ({"year": "n.d. 2014"}, "HUB421"),
        ({"pages": "1--902"}, "HUB439"),
        ({"pages": "19--12"}, "HUB420"),
        ({"title": "AN EXAMPLE OF A TITLE"}, "HUB425"),
        ({"journal": ""}, "HUB411"),
    ],
)
def test_what_no_machine_can_mend_is_told(fields: dict[str, str], code: str, tmp_path: Path) -> None:
    assert codes(entry(**fields), tmp_path) == [code]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"author": "Author, Ann and van der Writer, Ben and others"},
        {"author": "Grajales, III, F. J. and King, Jr., M. L. and {\\'E}mile, Z."},
        {"author": "{Health, Welfare, Sport, \\& Culture}"},
        {"author": "Pius XII and Author, A. and Jean-Paul II"},
        {"author": "García Márquez, Gabriel José and O’Author, A.\\,K."},
        {"author": "García Márquez, Gabriel José and Vargas Llosa, Mario Augusto"},
        {"author": "Ann Author and Ben B. Writer and Cy van der Third"},
        {"author": "Author, The Quyen and Writer, B."},
        {"author": "Author,, V. O."},
        {"title": "بررسی سایش ابزار در تراشکاری N-155 و دیگر چیزها"},
        {"title": "Retraction of articles, and what follows"},
        {"title": "Retracted articles: what becomes of them"},
        {"title": "Retracted and withdrawn: what becomes of articles"},
        {"title": "{HIV} in {South} {Africa}, A {$<$} B etc."},
        {"doi": "10.1016/S0140-6736(20)30183-5"},
        {"doi": "10.7196/SAMJ.2023.v110i5.14558"},
        {"doi": "10.6061/clinics/2025(05)17"},
        {"isbn": "978-3-16-148410-0 (hbk.) 0-306-40615-2 (pbk.)"},
        {"isbn": "978-3-16-148410-0 0-306-40615-2"},
        {"isbn": "ISBN-13: 978-3-16-148410-0, ISBN-10: 080442957X"},
        {"isbn": "2049-3630 (Electronic)\\{}2049-3630 (Linking)"},
        {"issn": "2049-3630 (Print) 2049-3630 (Electronic)"},
        {"issn": "2049-3630 (Print)\n2049-3630"},
        {"doi": "10/gd46z7"},
        {"url": "https://example.org/a https://example.org/b"},
        {"doi": "10.1016/j.example.2022.01.001"},
        {"year": "50 BCE"},
        {"year": "1999/00"},
        {"year": "1990s"},
        {"date": "2020-21", "year": ""},
        {"date": "199X", "year": ""},
        {"year": "1455"},
        {"year": "in press"},
        {"year": "n.d.", "doi": ""},
        {"year": "March 2014"},
        {"year": "1998", "doi": ""},
        {"pages": "e13"},
        {"pages": "S1--S9"},
        {"pages": "1309--1315, 1320"},
        {"url": "https://example.org/a_(b)?c=d\\&e"},
    ],
)
def test_a_field_without_a_mistake(fields: dict[str, str], tmp_path: Path) -> None:
    assert codes(entry(**fields), tmp_path) == []


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"url": "https://example.org", "doi": ""}, "HUB413"),
        ({"title": "An other title", "doi": "10.1234/other"}, ""),
        ({"title": "An other title", "doi": "10.1234/EXAMPLE"}, "HUB412"),
        ({"title": "An other title", "journal": "J. Ex.", "doi": "10.1234/other"}, "HUB438"),
        ({"title": "An other title", "journal": "The Journal of Examples", "doi": "10.1234/other"}, "HUB438"),
        ({"title": "An other title", "journal": "Journal of Exercise", "doi": "10.1234/other"}, ""),
        ({"title": "An other title", "author": "Åuthor, A.", "doi": "10.1234/other"}, "HUB441"),
        ({"title": "An other title", "author": "Author, Ann", "doi": "10.1234/other"}, ""),
    ],
)
def test_two_entries(other: dict[str, str], code: str, tmp_path: Path) -> None:
    assert codes(entry() + entry("other2024", **other), tmp_path) == ([code] if code else [])


TITLE = "A long title about the sleep of students in their fourth year of study"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TITLE, TITLE.replace("students", "studens"), True),
        (TITLE, TITLE.replace("A long", "Along"), True),
        (TITLE, TITLE.replace("students", "teachers"), False),
        (f"{TITLE}: part 1", f"{TITLE}: part 2", False),
    ],
)
def test_a_slip_does_not_make_two_works_of_one(one: str, other: str, same: bool, tmp_path: Path) -> None:
    bib = "".join(
        f"@misc{{key{n}, author = {{Author, A.}}, title = {{{t}}}, year = {{2024}}}}\n"
        for n, t in enumerate((one, other))
    )
    assert codes(bib, tmp_path) == ["HUB413"] * same


def test_a_typed_list_of_references_is_no_bibliography(tmp_path: Path) -> None:
    assert codes("% sources\n\nAuthor, A. (2024). An example.\n", tmp_path) == ["HUB404"]
    stray = f"Author, A. (2024). An example.\n\n{entry()}\n% Writer, B. (2024).\nNotes, no entry.\nhttps://doi.org/10.1234/x"
    problems = found(tmp_path, {"bib/a.bib": stray}, advice=True)
    assert [(p.place.line, p.code) for p in problems if p.code == "HUB404"] == [(1, "HUB404"), (15, "HUB404")]
    assert codes("% nothing yet\n@comment{nor here}\n", tmp_path) == []
    assert codes("", tmp_path) == []


def test_most_that_others_write_is_left_alone(shared: Path, tmp_path: Path) -> None:
    bib = (shared / "cases/hard.bib").read_text("utf-8")
    errors = [p for p in found(tmp_path, {"bib/a.bib": bib} | ALL) if p.level != ADVICE]
    # An entry that is hostile on purpose.
    assert sorted({p.code for p in errors}) == ["HUB426", "HUB427"]
