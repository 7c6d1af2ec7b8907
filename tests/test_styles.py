"""What styles print: in every language, in running text, where they have no list, and in the order of their lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studenthub import styles
from studenthub.model import bibliography
from studenthub.parse import citations
from studenthub.parse.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import given_names, languages
from studenthub.styles.answer import Formatted

BIB = r"""
@article{two, author={Author, A. and Baddeley, B.}, title={A “quoted” title}, journal={A Journal},
  year=2020, pages={452-452}}
@article{three, author={Author, A. and Baddeley, B. and Corday, C.}, title={Third}, journal={A Journal}, year=2021}
@book{book, author={Dunois, D.}, title={A book}, publisher={A Press}, year=2019, edition=2}
@misc{bare, author={Eluard, E.}, title={Nothing else}, year=2018}
@misc{nobody, title={A page without an author}, year=2018}
@article{web, author={Fabre, F.}, title={On the web}, journal={A Journal}, year=2000, url={https://example.org/}}
@article{initial, author={Allison, D. B. and Brown, A.}, title={One}, journal={A Journal}, year=2016}
@article{written, author={Allison, David B. and Allison, Ronald}, title={Two}, journal={A Journal}, year=1997}
@book{turned, author={Gide, G.}, title={Biology of \emph{Escherichia coli}}, publisher={A Press}, year=2001}
@article{stop, author={Foy, F.}, title={One}, journal={A Journal}, year=2012}
@article{stopped, author={Foy, F}, title={Two}, journal={A Journal}, year=2012}
@article{jump, author={Zola, Emile}, title={One}, journal={A Journal}, year=2012}
@article{jumped, author={Zola, E.}, title={Two}, journal={A Journal}, year=2012}
"""


@pytest.fixture(scope="module")
def formatter() -> Iterator[styles.Formatter]:
    found, problems = bibliography.read([Text("a.bib", BIB)])
    assert not problems
    with styles.Formatter(found.sources, Cache(None)) as formatter:
        yield formatter


def groups(text: str) -> list[CiteGroup]:
    return [group for group in citations.find(text) if isinstance(group, CiteGroup)]


def printed(formatter: styles.Formatter, style: str, text: str, language: str = "en-US") -> Formatted:
    return formatter.document(styles.find(style).speaking(language), groups(text))


def words(formatted: Formatted) -> list[str]:
    return [citation.striptags() for citation in formatted.citations]


# --- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en-ZA", "en-GB"),
        ("en", "en-US"),
        ("en-CA", "en-US"),
        ("EN-gb", "en-GB"),
        ("af", "af-ZA"),
        ("fr", "fr-FR"),
        ("fr-CA", "fr-CA"),
        ("de-LU", "de-DE"),
        ("no", "nb-NO"),
        ("zu", ""),
        ("", ""),
    ],
)
def test_a_language_has_a_locale(language: str, locale: str) -> None:
    assert languages.locale(language) == locale


@pytest.mark.parametrize(
    ("language", "narrative", "entry"),
    [
        ("en-ZA", "Author and Baddeley (2020)", "Dunois, D. (2019). A book (2nd edn). A Press."),
        ("af", "Author en Baddeley (2020)", "Dunois, D. (2019). A book (2de uitg.). A Press."),
        ("fr", "Author et Baddeley (2020)", "Dunois, D. (2019). A book (2ᵉ éd.). A Press."),
        ("de", "Author und Baddeley (2020)", "Dunois, D. (2019). A book (2. Aufl.). A Press."),
    ],
)
def test_terms_are_those_of_the_language(
    formatter: styles.Formatter, language: str, narrative: str, entry: str
) -> None:
    document = printed(formatter, "apa", "@two said [@book]", language)
    assert words(document)[0] == narrative
    assert document.references[1].html.striptags().replace("2<sup>e</sup>", "2ᵉ") == entry


def test_english_words_for_parts_are_known_in_every_language(formatter: styles.Formatter) -> None:
    assert words(printed(formatter, "apa", "[@two, p. 5] [@two, chap. 2]", "de")) == [
        "(Author & Baddeley, 2020, S. 5)",
        "(Author & Baddeley, 2020, Kapitel 2)",
    ]


def test_quotation_marks_are_those_of_the_language(formatter: styles.Formatter) -> None:
    (british,) = printed(formatter, "harvard-cite-them-right", "[@two]", "en-ZA").references
    assert british.html.striptags().startswith("Author, A. and Baddeley, B. (2020) ‘A “quoted” title’,")


def test_a_style_keeps_the_language_that_its_makers_chose() -> None:
    assert styles.find("din-1505-2").speaking("en-ZA").locale == "de-DE"


# --- names of styles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("APA", "apa"),
        ("Vancouver", "nlm-citation-sequence"),
        ("ama", "american-medical-association"),
        ("MLA", "modern-language-association"),
        ("chicago", "chicago-author-date"),
        ("Harvard", "harvard-cite-them-right"),
        ("turabian", "chicago-notes-bibliography"),
    ],
)
def test_names_that_people_use(name: str, style: str) -> None:
    assert styles.find(name).name == style


# --- running text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("vancouver", ["Author and Baddeley (1)", "Author et al. (2)", "A page without an author (3)"]),
        ("ieee", ["Author and Baddeley [1]", "Author et al. [2]", "A page without an author [3]"]),
        ("ama", ["Author and Baddeley1", "Author et al.2", "A page without an author3"]),
        ("turabian", ["Author and Baddeley1", "Author et al.2", "A page without an author3"]),
        ("apa", ["Author and Baddeley (2020)", "Author et al. (2021)", "A Page Without an Author (2018)"]),
    ],
)
def test_names_stand_in_the_sentence(formatter: styles.Formatter, style: str, expected: list[str]) -> None:
    assert words(printed(formatter, style, "@two, @three and @nobody asked why.")) == expected


# --- lists ------------------------------------------------------------------------------------------------------------


def test_a_style_without_a_list_leads_nowhere(formatter: styles.Formatter) -> None:
    document = printed(formatter, "bluebook-law-review", "[@two] [@book]")
    assert not document.references
    assert 'href="#ref' not in "".join((*document.citations, *document.notes))
    assert len(document.notes) == 2
    single = formatter.entries(styles.find("bluebook-law-review"), [formatter.sources["book"]])
    assert "Dunois" in single["book"].striptags()


def test_an_entry_of_which_a_style_prints_nothing_is_no_empty_item(formatter: styles.Formatter) -> None:
    document = printed(formatter, "chicago-notes-bibliography", "[@two] [@bare]")
    assert all(entry.html.striptags() for entry in document.references)
    single = formatter.entries(styles.find("chicago-notes-bibliography"), [formatter.sources["bare"]])
    assert single["bare"].striptags() == "Eluard. Nothing else. 2018."


def test_a_range_links_each_of_its_sources(formatter: styles.Formatter) -> None:
    document = printed(
        formatter, "nlm-citation-sequence", "[@two] [@three] [@book] [@bare] [@two; @three; @book; @bare]"
    )
    last = document.citations[-1]
    assert last.striptags() == "(1–4)"
    assert all(f'href="#ref:{key}"' in last for key in ("two", "three", "book", "bare"))
    assert all(entry.cited == 2 for entry in document.references)


def test_one_page_is_one_page(formatter: styles.Formatter) -> None:
    for style in ("nlm-citation-sequence", "chicago-author-date", "elsevier-vancouver", "apa"):
        (entry,) = printed(formatter, style, "[@two]").references
        assert "452" in entry.html
        assert "–" not in entry.html.striptags()


def test_ieee_says_that_an_address_is_online(formatter: styles.Formatter) -> None:
    (entry,) = printed(formatter, "ieee", "[@web]").references
    assert "2000, [Online]. Available: https://example.org/" in entry.html.striptags()


def test_italics_in_italics_are_upright(formatter: styles.Formatter) -> None:
    (entry,) = printed(formatter, "apa", "[@turned]").references
    assert "<em>Biology of </em>Escherichia coli" in entry.html


# --- one person, written in two ways ----------------------------------------------------------------------------------


def test_who_is_printed_the_same_is_sorted_as_the_same(formatter: styles.Formatter) -> None:
    document = printed(formatter, "apa", "[@initial; @written]")
    assert [entry.key for entry in document.references] == ["written", "initial"]


def test_who_is_printed_the_same_is_told_apart_by_a_letter(formatter: styles.Formatter) -> None:
    assert words(printed(formatter, "apa", "[@jump] [@jumped]")) == ["(Zola, 2012a)", "(Zola, 2012b)"]
    assert words(printed(formatter, "chicago", "[@stop] [@stopped]")) == ["(Foy 2012a)", "(Foy 2012b)"]


@pytest.mark.parametrize(
    ("given", "dotted", "initials"),
    [
        ("JA", "J. A.", "J. A."),
        ("J.A.", "J. A.", "J. A."),
        ("Ann B", "Ann B.", "A. B."),
        ("Jean-Luc", "Jean-Luc", "J.-L."),
        ("Yuval", "Yuval", "Y."),
    ],
)
def test_initials(given: str, dotted: str, initials: str) -> None:
    assert given_names.dotted(given) == dotted
    assert given_names.initials(given) == initials
