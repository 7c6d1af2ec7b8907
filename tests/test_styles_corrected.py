"""What the hub prints as CSL or a style's manual says, where Pandoc alone does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from studenthub import styles
from studenthub.model.sources import bibliography, csl_vocabulary
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles.formatter import Formatter
from studenthub.styles.normalised import dashes
from studenthub.styles.pandoc import tree
from studenthub.styles.pandoc.answer import Formatted

BIB = r"""
@article{shen2012, author={Shen, S. and A, A. and B, B. and C, C.}, title={One}, journal={A Journal}, year=2012,
  pages={10:1--10:17}}
@article{shen2014, author={Shen, Y. and D, D. and E, E. and F, F.}, title={Two}, journal={A Journal}, year=2014,
  pages={Unit 2.14}}
@article{shen2023, author={Shen, Y. and D, D. and E, E. and F, F.}, title={Three}, journal={A Journal}, year=2023,
  pages={e47.pub2}}
@article{drosou, author={Drosou, M. and Pitoura, E.}, title={Four}, journal={A Journal}, year=2013, pages={589--}}
@article{raman, author={Raman, R.}, title={Five}, journal={A Journal}, year=2013, pages={1--2}}
@inproceedings{franks, author={Franks, S.}, title={Violations}, booktitle={Proceedings}, year={Forthcoming}}
@online{web, author={Doe, A.}, title={A page}, year={1930s}, url={https://example.org/}}
@online{day, author={Doe, A.}, title={A day}, date={2020-03-04}, url={https://example.org/}}
@article{popa1, author={Popa, R. and A, A. and B, B.}, title={A first}, journal={A Journal}, year=2011}
@article{popa2, author={Popa, R. and A, A. and B, B.}, title={B second}, journal={A Journal}, year=2012}
@article{popa3, author={Popa, R.}, title={C third}, journal={A Journal}, year=2013}
@book{series, author={Coe, C.}, title={A book}, publisher={A Press}, address={Durban}, year=1995, series={A Series},
  number=75}
@incollection{part, author={Eco, E.}, title={A part}, booktitle={Acts of {“Parts”}}, editor={Ford, F.},
  publisher={A Press}, year=1995}
@misc{manuscript, author={Gama, G.}, title={On zebras}, howpublished={Unpublished manuscript}, year=2001}
@dataset{dataset, author={Gama, G.}, title={Zebras counted}, publisher={A Repository}, year=2002}
@booklet{booklet, author={Gama, G.}, title={Zebras for all}, howpublished={A Museum}, year=2003}
@misc{preprint, author={Gama, G.}, title={A zebra on a server}, year=2006, eprint={1234.5678}, eprinttype={arXiv}}
@review{review, author={Gama, G.}, title={Zebras reviewed}, journal={A Journal}, year=2004}
@article{junior, author={Gibbs, Jr., Raymond W. and Colston, H.}, title={Idioms}, journal={A Journal}, year=2006}
@unpublished{unpublished, author={Gama, G.}, title={Zebras untold}, year=2007}
@book{new, author={Hale, H.}, title={New}, publisher={A Press}, edition={New edition}, year=2001}
@book{third, author={Hale, H.}, title={Third}, publisher={A Press}, edition={3rd revised}, year=2002}
@book{raised, author={Hale, H.}, title={Raised}, publisher={A Press}, edition={2\textsuperscript{nd}}, year=2003}
@book{druk, author={Hale, H.}, title={Druk}, publisher={A Press}, edition={4de uitgawe}, year=2004}
@techreport{counted, author={Gama, G.}, title={Zebras of a bureau}, institution={A Bureau}, year=2008}
@patent{short, author={Gama, G.}, title={Pat}, number={US1}, year=2009}
@misc{letter, author={Gama, G.}, title={A}, howpublished={A Museum}, year=2010}
@patent{patent, author={Gama, G.}, title={A zebra crossing}, number={US 9,876,543 B2}, year=2005}
"""


@pytest.fixture(scope="module")
def formatter() -> Iterator[Formatter]:
    found, _ = bibliography.read([Text("a.bib", BIB)])
    with Formatter(found.sources, Cache(None)) as formatter:
        yield formatter


def printed(formatter: Formatter, style: str, text: str) -> Formatted:
    groups = [group for group in citations.find(text) if isinstance(group, CiteGroup)]
    return formatter.document(styles.find(style).speaking("en-US"), groups)


def cited(formatter: Formatter, style: str, text: str) -> str:
    return " ".join(citation.striptags() for citation in printed(formatter, style, text).citations)


def entries(formatter: Formatter, style: str, text: str) -> list[str]:
    return [entry.html.striptags() for entry in printed(formatter, style, text).references]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("[@shen2012; @drosou; @shen2023; @shen2014]", "(Shen et al., 2012, 2014, 2023; Drosou & Pitoura, 2013)"),
        (
            "[@shen2012; @drosou; @shen2014, for a review]",
            "(Shen et al., 2012; Drosou & Pitoura, 2013; Shen et al., 2014, for a review)",
        ),
        (
            "[@shen2012, for a review; @drosou; @shen2014]",
            "(Shen et al., 2012, for a review; Drosou & Pitoura, 2013; Shen et al., 2014)",
        ),
        (
            "[see @shen2012; @drosou; see @shen2014]",
            "(see Shen et al., 2012; Drosou & Pitoura, 2013; see Shen et al., 2014)",
        ),
    ],
)
def test_a_source_keeps_its_years_and_words(formatter: Formatter, asked: str, expected: str) -> None:
    assert cited(formatter, "uct", asked) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("[@drosou; -@shen2012]", "(2012; Drosou & Pitoura, 2013)"),
        ("[@drosou; -@shen2012, p. 3]", "(2012, p. 3; Drosou & Pitoura, 2013)"),
        ("[@drosou, for a review; -@shen2012]", "(Drosou & Pitoura, 2013, for a review; 2012)"),
    ],
)
def test_a_year_without_a_name_is_not_that_of_another(formatter: Formatter, asked: str, expected: str) -> None:
    assert cited(formatter, "apa", asked) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("[-@shen2012; @drosou]", "(Drosou and Pitoura)"),
        ("[@drosou; -@shen2012]", "(Drosou and Pitoura)"),
        ("[@drosou; -@shen2012; @raman]", "(Drosou and Pitoura; Raman)"),
        ("[-@shen2012; -@drosou]", ""),
        ("[-@shen2012, p. 3; @drosou]", "(3; Drosou and Pitoura)"),
    ],
)
def test_what_a_style_does_not_print_leaves_no_gap(formatter: Formatter, asked: str, expected: str) -> None:
    assert cited(formatter, "mla", asked) == expected


@pytest.mark.parametrize("style", ["uct", "harvard-stellenbosch-university", "university-of-south-africa-harvard"])
def test_an_article_with_pages_is_not_in_press(formatter: Formatter, style: str) -> None:
    text = "[@shen2012; @shen2014; @shen2023; @drosou]"
    for said in (cited(formatter, style, text), *entries(formatter, style, text)):
        assert "press" not in said
    assert all(
        any(year in said for year in ("2012", "2013", "2014", "2023")) for said in entries(formatter, style, text)
    )


def test_a_first_page_has_no_dash(formatter: Formatter) -> None:
    assert entries(formatter, "apa", "[@drosou]") == ["Drosou, M., & Pitoura, E. (2013). Four. A Journal, 589."]
    assert entries(formatter, "mla", "[@drosou]")[0].endswith("2013, p. 589.")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", ["Doe, A. (1930s). A page.", "Franks, S. (Forthcoming). Violations. Proceedings."]),
        ("chicago", ["Doe, A. 1930s. “A Page.”", "Franks, S. Forthcoming. “Violations.” Proceedings."]),
    ],
)
def test_a_date_in_words_is_printed_once(formatter: Formatter, style: str, expected: list[str]) -> None:
    found = entries(formatter, style, "[@franks; @web]")
    assert [entry.split(" https:")[0] for entry in found] == expected
    assert "4" in entries(formatter, style, "[@day]")[0]


def test_works_of_one_year_are_in_the_order_of_the_list(formatter: Formatter) -> None:
    """Cite Them Right: in the order of their years, and those of one year in that of their authors."""
    assert cited(formatter, "harvard", "[@raman; @drosou; @shen2012]") == (
        "(Shen et al., 2012; Drosou and Pitoura, 2013; Raman, 2013)"
    )


@pytest.mark.parametrize("style", ["uct", "south-african-actuarial-journal"])
def test_the_number_of_a_series_has_its_word(formatter: Formatter, style: str) -> None:
    assert "(A Series no. 75)" in entries(formatter, style, "[@series]")[0].replace("\xa0", " ")


def test_a_dash_stands_for_all_authors(formatter: Formatter) -> None:
    first, second, third = entries(formatter, "mla", "[@popa1; @popa2; @popa3]")
    assert first.startswith("Popa, R., et al. “A First.”")
    assert second.startswith("———. “B Second.”")
    assert third.startswith("Popa, R. “C Third.”")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("———, et al. “A title.”", "———. “A title.”"),
        ("———, et al. (2012). A title.", "——— (2012). A title."),
        ("———. A title, et al.", "———. A title, et al."),
        ("Popa, R., et al. A title.", "Popa, R., et al. A title."),
    ],
)
def test_words_for_others_go_with_their_full_stop(text: str, expected: str) -> None:
    assert "".join(map(str, dashes.alone((tree.text(text),), "———", "et al."))) == expected


def test_words_for_others_may_be_in_italics() -> None:
    parts = (tree.text("———, "), tree.Part(tree.EMPHASIS, parts=(tree.text("et al."),)), tree.text(" 2012."))
    assert "".join(map(str, dashes.alone(parts, "———", "et al."))) == "———. 2012."
    parts = (*parts[:2], tree.text(" (2012)."))
    assert [*map(str, dashes.alone(parts, "———", "et al."))] == ["———", " (2012)."]


def test_stops_go_into_quotation_marks_at_the_end_of_italics(formatter: Formatter) -> None:
    (entry,) = entries(formatter, "mla", "[@part]")
    assert "Acts of “Parts,” edited by F. Ford" in entry


@pytest.mark.parametrize(
    "style", ["uct", "harvard-stellenbosch-university", "harvard-north-west-university", "apa", "vancouver", "mla"]
)
def test_a_style_that_does_not_know_a_type_prints_the_title(formatter: Formatter, style: str) -> None:
    document = printed(formatter, style, "[@manuscript] [@dataset] [@booklet] [@review] [@patent]")
    titles = {
        "manuscript": "on zebras",
        "dataset": "zebras counted",
        "booklet": "zebras for all",
        "review": "zebras reviewed",
        "patent": "a zebra crossing",
    }
    found = {entry.key: entry.html.striptags().lower() for entry in document.references}
    assert found.keys() == titles.keys()
    assert all(title in found[key] for key, title in titles.items())
    assert all(str(year) in found[key] for key, year in zip(titles, range(2001, 2006), strict=True))
    alone = formatter.entries(styles.find(style), "en", [formatter.sources["manuscript"]])
    assert "zebras" in alone["manuscript"].striptags().lower()


def test_a_source_that_only_notes_name_is_printed_as_notes_have_it(formatter: Formatter) -> None:
    document = printed(formatter, "chicago-notes-bibliography", "[@unpublished] [@raman]")
    assert document.notes[0].striptags() == "G. Gama, “Zebras Untold,” unpublished manuscript, 2007."
    assert [entry.key for entry in document.references] == ["raman"]


def test_no_citation_says_nothing(formatter: Formatter) -> None:
    # The style prints nothing of books and reports in the text.
    document = printed(formatter, "the-open-university-a251", "[@counted] [see @raman]")
    assert all(re.fullmatch(r"\(.+, \d{4}\)", citation.striptags()) for citation in document.citations)
    report = next(entry.html.striptags() for entry in document.references if entry.key == "counted")
    assert "Zebras" in report


def test_no_note_says_nothing(formatter: Formatter) -> None:
    # The style knows neither reports nor data sets.
    document = printed(formatter, "catholic-biblical-association", "[@counted] [@dataset] [@raman]")
    notes = [note.striptags() for note in document.notes]
    assert [("Zebras" in note, str(year) in note) for note, year in zip(notes, (2008, 2002), strict=False)] == [
        (True, True),
        (True, True),
    ]
    assert len(notes) == 3


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("uct", ["New edition. A", "3rd revised edn. A", "2nd edn. A", "4th edn. A"]),
        ("apa", ["(New edition)", "(3rd revised)", "(2nd ed.)", "(4th ed.)"]),
        ("vancouver", ["New edition. A", "3rd revised. A", "2nd ed. A", "4th ed. A"]),
    ],
)
def test_an_edition_is_called_so_once(formatter: Formatter, style: str, expected: list[str]) -> None:
    found = entries(formatter, style, "[@new] [@third] [@raised] [@druk]")
    assert all(said in entry for said, entry in zip(expected, found, strict=True)), found


@pytest.mark.parametrize("style", ["uct", "harvard-stellenbosch-university"])
def test_a_short_title_is_not_taken_for_a_part_of_another_word(formatter: Formatter, style: str) -> None:
    found = entries(formatter, style, "[@short] [@letter]")
    assert found[0].startswith("Gama, G. 2009. Pat. ")
    assert found[1].startswith("Gama, G. 2010. A. A Museum")


def test_a_patent_has_one_number(formatter: Formatter) -> None:
    assert "(Patent No. US 9,876,543 B2)" in entries(formatter, "apa", "[@patent]")[0]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("vancouver", "Gibbs RW Jr, Colston H. Idioms."),
        ("ama", "Gibbs RW Jr, Colston H. Idioms."),
        ("elsevier-vancouver", "Gibbs RW Jr, Colston H. Idioms."),
        ("apa", "Gibbs, R. W., Jr., & Colston, H. (2006)."),
    ],
)
def test_a_suffix_has_a_stop_where_initials_have(formatter: Formatter, style: str, expected: str) -> None:
    assert entries(formatter, style, "[@junior]")[0].startswith(expected)


@pytest.mark.parametrize("style", ["ieee", "nature", "apa", "ama", "vancouver", "chicago", "mla", "uct"])
def test_a_preprint_is_printed_whole(formatter: Formatter, style: str) -> None:
    """Its type is one that the hub keeps of a style."""
    (entry,) = entries(formatter, style, "[@preprint]")
    assert all(words in entry.lower() for words in ("gama", "a zebra on a server", "2006", "1234.5678")), entry


def test_every_type_that_an_entry_may_have_is_kept_of_a_style() -> None:
    entries = "\n".join(
        f"@{kind}{{{kind}{number}, title = {{A}}, {field}}}"
        for kind in csl_vocabulary.TYPE_OF
        for number, field in enumerate(("year = 2", "eprint = {1}, eprinttype = {arxiv}", "entrysubtype = {magazine}"))
    )
    kinds = {str(one.csl["type"]) for one in bibliography.read([Text("bib/a.bib", entries)])[0].sources.values()}
    assert kinds <= csl_vocabulary.TYPES
    assert "article" in kinds
