"""What styles print: in every language, in running text, where they have no list, and in the order of their lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studenthub import styles
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import languages
from studenthub.styles.formatter import Formatter
from studenthub.styles.normalised import given_names, journal_names
from studenthub.styles.pandoc.answer import Formatted

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
@article{data, author={Choi, H.-J. and Tan, Kian-Lee}, title={Analysis of data.}, journal={A Journal}, year=2009,
  pages={14:1--14:22}}
@misc{place, author={Hale, H}, title={Made in the U.S.}, journal={https://example.org/Wired/tiger}, year=2009}
@article{long, author={Long, L.}, title={Title}, journal={Journal of Medical Internet Research}, year=2014,
  volume=16, number=2, pages=13}
@article{own, author={Long, L.}, title={Title}, journal={Journal of Medical Ethics}, shortjournal={Own Name}, year=2014}
@article{yoo2007, author={Yoo, A. and B, B. and C, C. and D, D.}, title={One}, journal={A Journal}, year=2007}
@article{yoo2013, author={Yoo, C. and F, F. and C, C. and D, D.}, title={Two}, journal={A Journal}, year=2013}
@article{yoo2015, author={Yoo, D. and G, G. and C, C. and D, D.}, title={Two}, journal={A Journal}, year=2015}
@article{yoo2012, author={Yoo, B. and E, B. and C, C. and D, D.}, title={Two}, journal={A Journal}, year=2012}
@article{yuan2022, author={Yuan, Zhehu and Sun, A. and Shasha, D.}, title={One}, journal={A Journal}, year=2022}
@article{yuan2018, author={Yuan, Z. and A, A. and B, B. and C, C.}, title={One}, journal={A Journal}, year=2018}
@article{yuan2005, author={Yuan, Zoe and Maxwell, S.}, title={One}, journal={A Journal}, year=2005}
@article{asked, author={Gide, G.}, title={Why?}, journal={A Journal}, year=2002}
@article{stop, author={Foy, F.}, title={One}, journal={A Journal}, year=2012}
@article{stopped, author={Foy, F}, title={Two}, journal={A Journal}, year=2012}
@article{jump, author={Zola, Emile}, title={One}, journal={A Journal}, year=2012}
@article{jumped, author={Zola, E.}, title={Two}, journal={A Journal}, year=2012}
"""


@pytest.fixture(scope="module")
def formatter() -> Iterator[Formatter]:
    found, problems = bibliography.read([Text("a.bib", BIB)])
    assert not problems
    with Formatter(found.sources, Cache(None)) as formatter:
        yield formatter


def groups(text: str) -> list[CiteGroup]:
    return [group for group in citations.find(text) if isinstance(group, CiteGroup)]


def printed(formatter: Formatter, style: str, text: str, language: str = "en-US") -> Formatted:
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
def test_terms_are_those_of_the_language(formatter: Formatter, language: str, narrative: str, entry: str) -> None:
    document = printed(formatter, "apa", "@two said [@book]", language)
    assert words(document)[0] == narrative
    assert document.references[1].html.striptags().replace("2<sup>e</sup>", "2ᵉ") == entry


def test_english_words_for_parts_are_known_in_every_language(formatter: Formatter) -> None:
    assert words(printed(formatter, "apa", "[@two, p. 5] [@two, chap. 2]", "de")) == [
        "(Author & Baddeley, 2020, S. 5)",
        "(Author & Baddeley, 2020, Kapitel 2)",
    ]


def test_quotation_marks_are_those_of_the_language(formatter: Formatter) -> None:
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
def test_names_stand_in_the_sentence(formatter: Formatter, style: str, expected: list[str]) -> None:
    assert words(printed(formatter, style, "@two, @three and @nobody asked why.")) == expected


# --- lists ------------------------------------------------------------------------------------------------------------


def test_a_style_without_a_list_leads_nowhere(formatter: Formatter) -> None:
    document = printed(formatter, "bluebook-law-review", "[@two] [@book]")
    assert not document.references
    assert 'href="#ref' not in "".join((*document.citations, *document.notes))
    assert len(document.notes) == 2
    single = formatter.entries(styles.find("bluebook-law-review"), "en", [formatter.sources["book"]])
    assert "Dunois" in single["book"].striptags()


def test_an_entry_of_which_a_style_prints_nothing_is_no_empty_item(formatter: Formatter) -> None:
    document = printed(formatter, "chicago-notes-bibliography", "[@two] [@bare]")
    assert all(entry.html.striptags() for entry in document.references)
    single = formatter.entries(styles.find("chicago-notes-bibliography"), "en", [formatter.sources["bare"]])
    assert single["bare"].striptags() == "Eluard, E. Nothing Else. 2018."


def test_a_range_links_each_of_its_sources(formatter: Formatter) -> None:
    document = printed(
        formatter, "nlm-citation-sequence", "[@two] [@three] [@book] [@bare] [@two; @three; @book; @bare]"
    )
    last = document.citations[-1]
    assert last.striptags() == "(1–4)"
    assert all(f'href="#ref:{key}"' in last for key in ("two", "three", "book", "bare"))
    assert all(entry.cited == 2 for entry in document.references)


def test_one_page_is_one_page(formatter: Formatter) -> None:
    for style in ("nlm-citation-sequence", "chicago-author-date", "elsevier-vancouver", "apa"):
        (entry,) = printed(formatter, style, "[@two]").references
        assert "452" in entry.html
        assert "–" not in entry.html.striptags()


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("ama", "Choi HJ, Tan KL. Analysis of data. A Journal. Published online 2009:14:1-14:22."),
        ("nlm", "Choi HJ, Tan KL. Analysis of data. A Journal. 2009;14:1–14:22."),
        ("ieee", "H.-J. Choi and K.-L. Tan, “Analysis of data,” A Journal, pp. 14:1–14:22, 2009."),
        ("chicago", "Choi, H.-J., and Kian-Lee Tan. 2009. “Analysis of Data.” A Journal, 14:1–14:22."),
    ],
)
def test_hyphens_stops_and_pages_of_others_data(formatter: Formatter, style: str, expected: str) -> None:
    """Titles with a full stop, pages with a number before them, and initials with a hyphen, as databases have them."""
    (entry,) = printed(formatter, style, "[@data]").references
    assert entry.html.striptags() == expected


def test_an_address_in_the_place_of_a_journal_is_an_address(formatter: Formatter) -> None:
    (entry,) = printed(formatter, "ama", "[@place]").references
    assert entry.html.striptags() == "Hale H. Made in the U.S. Published online 2009. https://example.org/Wired/tiger"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("1--4", "1–4"),
        ("1 - 4, 7-9", "1–4, 7–9"),
        ("A-1--A-7", "A-1–A-7"),
        ("s41467-019-13930-8", "s41467-019-13930-8"),
        ("doi.org/10.1038/s41467-019", "doi.org/10.1038/s41467-019"),
        ("iv—x", "iv–x"),
        ("452-452", "452–452"),
    ],
)
def test_dashes_are_between_pages_alone(pages: str, expected: str) -> None:
    found, _ = bibliography.read([Text("a.bib", f"@article{{a, author={{A, B}}, title={{T}}, pages={{{pages}}}}}")])
    assert found.sources["a"].csl["page"] == expected


def test_stops_go_into_quotation_marks(formatter: Formatter) -> None:
    asked = "[@three; @book; @asked] [@three] [@book; @three, p. 3] [@asked]"
    document = printed(formatter, "chicago-notes-bibliography", asked)
    assert [note.striptags() for note in document.notes[1:]] == [
        "Author et al., “Third.”",
        "Dunois, A Book; Author et al., “Third,” 3.",
        "Gide, “Why?”",
    ]


def test_stops_stay_outside_where_the_language_has_them_there(formatter: Formatter) -> None:
    document = printed(formatter, "chicago-notes-bibliography", "[@three; @book] [@three]", "en-GB")
    assert document.notes[1].striptags() == "Author et al., ‘Third’."


def test_ieee_says_that_an_address_is_online(formatter: Formatter) -> None:
    (entry,) = printed(formatter, "ieee", "[@web]").references
    assert "2000, [Online]. Available: https://example.org/" in entry.html.striptags()


def test_italics_in_italics_are_upright(formatter: Formatter) -> None:
    (entry,) = printed(formatter, "apa", "[@turned]").references
    assert "<em>Biology of </em>Escherichia coli" in entry.html


# --- one person, written in two ways ----------------------------------------------------------------------------------


def test_who_is_printed_the_same_is_sorted_as_the_same(formatter: Formatter) -> None:
    document = printed(formatter, "apa", "[@initial; @written]")
    assert [entry.key for entry in document.references] == ["written", "initial"]


def test_years_of_one_name_are_together(formatter: Formatter) -> None:
    for style, et_al in (("uct", "Yoo et al., 2007, 2012"), ("harvard", "Yoo et al., 2007, 2012")):
        assert words(printed(formatter, style, "[@yoo2012; @yoo2007]")) == [f"({et_al})"]
    for asked, expected in (
        ("[@yoo2012; @long; @yoo2007; @yoo2013, p. 3]", "(Yoo et al., 2007, 2012; Yoo et al., 2013: 3; Long, 2014)"),
        ("[@yoo2013; @long; @yoo2015]", "(Yoo et al., 2013, 2015; Long, 2014)"),
        ("[@yoo2013; @long; @yoo2015, p. 3]", "(Yoo et al., 2013; Long, 2014; Yoo et al., 2015: 3)"),
        ("[@yoo2013; see @yoo2015]", "(Yoo et al., 2013; see Yoo et al., 2015)"),
    ):
        assert words(printed(formatter, "uct", asked)) == [expected]
    document = printed(formatter, "uct", "[@yoo2012; @yoo2007]")
    assert all(entry.cited == 1 for entry in document.references)


def test_cape_town_sorts_three_authors_and_more_by_the_first(formatter: Formatter) -> None:
    """The keys of its style: the first author, how many there are up to three, and then the year."""
    document = printed(formatter, "uct", "[@yuan2022] [@yuan2018] [@yuan2005]")
    assert [entry.key for entry in document.references] == ["yuan2005", "yuan2018", "yuan2022"]


def test_who_is_printed_the_same_is_told_apart_by_a_letter(formatter: Formatter) -> None:
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


# --- names of journals ------------------------------------------------------------------------------------------------

JOURNALS = [
    line.split(" = ")
    for line in (Path(__file__).parent / "journals.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_journals_are_abbreviated_as_libraries_do() -> None:
    wrong = {name: found for name, short in JOURNALS if (found := journal_names.short(name).replace(".", "")) != short}
    assert not wrong
    assert len(JOURNALS) > 300


def test_what_is_short_already_stays_so() -> None:
    kept = [short for _, short in JOURNALS if journal_names.short(short).replace(".", "") in (short, "")]
    assert len(kept) >= len(JOURNALS) - 2


def test_small_words_without_their_vowel_are_left_out() -> None:
    assert journal_names.short("Bulletin de l’Académie Nationale d'Exemple") == "Bull. Acad. Natl. Ex."


@pytest.mark.parametrize(
    "name",
    ["", "Revista de Saúde Pública", "Acta Crystallographica Section D: Biology", "J. Med. Ethics", "Nature (London)"],
)
def test_what_is_not_certain_stays_long(name: str) -> None:
    assert journal_names.short(name) == ""


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("vancouver", "Long L. Title. J Med Internet Res. 2014;16(2):13."),
        ("ama", "Long L. Title. J Med Internet Res. 2014;16(2):13."),
        ("nature", "Long, L. Title. J. Med. Internet Res. 16, 13 (2014)."),
        ("ieee", "L. Long, “Title,” J. Med. Internet Res., vol. 16, no. 2, p. 13, 2014."),
        ("apa", "Long, L. (2014). Title. Journal of Medical Internet Research, 16(2), 13."),
    ],
)
def test_styles_have_journals_in_short_or_in_full(formatter: Formatter, style: str, expected: str) -> None:
    (entry,) = printed(formatter, style, "[@long]").references
    assert entry.html.striptags() == expected


def test_the_short_name_of_an_entry_goes_first(formatter: Formatter) -> None:
    (entry,) = printed(formatter, "vancouver", "[@own]").references
    assert "Own Name" in entry.html.striptags()


def test_acts_and_cases_without_an_author_are_two_sources(formatter: Formatter) -> None:
    bib = "@legislation{act, title={Some Act 61 of 2003}, date={2003}}@jurisdiction{case, title={A v B}, date={1995}}"
    found, _problems = bibliography.read([Text("a.bib", bib)])
    with Formatter(found.sources, Cache(None)) as own:
        said = words(printed(own, "apa", "It is so [@act; @case]."))[0]
    assert said == "(A v B, 1995; Some Act 61 of 2003, 2003)"
    assert words(printed(formatter, "apa", "[@yuan2018; @yuan2005]"))[0].count(";") == 1
