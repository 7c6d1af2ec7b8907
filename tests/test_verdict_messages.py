"""What an author reads about a source, by what was found out about it."""

from __future__ import annotations

import pytest

from studenthub.cli import verdict_messages
from studenthub.model.sources import bibliography
from studenthub.model.sources.notices import CONCERN, CORRECTION, RETRACTION, Notice
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import AGREES, DIFFERS, NOT_FOUND, WRONG_WORK, Record, Verdict
from studenthub.parse.bibtex.names import Name
from studenthub.source.text import Text

ENTRY = """\
@article{one, author = {Author, Ann and Writer, Ben}, title = {One thing}, journal = {Journal}, year = {2001},
  doi = {10.1234/one}, volume = {1}}
"""
ANN, BEN, CY = Name("Author", "Ann"), Name("Writer", "Ben"), Name("Scribe", "Cy")
MANY = tuple(Name(letter, "P.") for letter in "ABCDEFGH")


def source(entry: str = ENTRY) -> Source:
    return bibliography.parse(Text("bib/a.bib", entry)).sources[0]


def record(authors: tuple[Name, ...] = (ANN, BEN), **more: object) -> Record:
    return Record("Crossref", "10.1234/one", titles=("One thing",), authors=authors, doi="10.1234/one", **more)  # type: ignore[arg-type]


def verdict(what: str, *differs: str, found: Record | None = None, **more: object) -> Verdict:
    return Verdict("one", "", what, "2026-11-29T0931", ("Crossref",), differs, found, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "differs", "remark"),
    [
        (record((CY,)), "authors", "The authors: Crossref has Cy Scribe."),
        (record((BEN, ANN)), "authors", "The authors: Crossref has them in another order: Ben Writer and Ann Author."),
        (record((ANN,)), "authors", "The authors: Crossref has no Ben Writer."),
        (record((ANN, BEN, CY)), "authors", "The authors: Crossref has Cy Scribe as well."),
        (record((ANN, CY)), "authors", "The authors: Crossref has no Ben Writer, but Cy Scribe."),
        (
            record(MANY),
            "authors",
            "The authors: Crossref has P. A, P. B, P. C, P. D, P. E, P. F and 2 more.",
        ),
        (record(), "title", "The title: Crossref has “One thing”."),
        (
            record(kind="preprint", printed=2000),
            "journal or book",
            "The journal: Crossref has this work as a preprint alone (2000). Has the journal's version appeared? If "
            "not, cite the preprint.",
        ),
        (
            record(containers=("Another Journal", "AJ")),
            "journal or book",
            "The journal or book: Journal here; Crossref has Another Journal.",
        ),
        (record(printed=2002, online=2001), "year", "The year: 2001 here; Crossref has 2002 and 2001."),
        (record(volume="2"), "volume", "The volume: 1 here; Crossref has 2."),
        (record(number="e12"), "pages", "The pages: none here; Crossref has e12."),
        (record(), "issue", "The issue: none here; Crossref has none."),
        (record(), "DOI", "The DOI: there is no 10.1234/one."),
        (
            Record("PubMed", "1", doi="10.1234/two"),
            "DOI",
            "The DOI: there is no 10.1234/one. PubMed has this work with the DOI 10.1234/two.",
        ),
    ],
)
def test_what_differs_is_said_as_the_record_has_it(found: Record, differs: str, remark: str) -> None:
    said = verdict_messages.words(source(), verdict(DIFFERS, differs, found=found))
    assert said.remarks == (remark,)
    assert said.headline == f"differs from {found.service}: which is right?"
    assert not said.is_good


LINK = "https://doi.org/10.1234/notice"


@pytest.mark.parametrize(
    ("notice", "headline", "remark"),
    [
        (
            Notice(RETRACTION, "2010-02-06", "10.1234/notice", reason="Data"),
            "retracted",
            f"This work was retracted on 6 February 2010 (Data): {LINK}. Cite another one, or say in the text "
            "that it was retracted.",
        ),
        (
            Notice(CONCERN, "2010-02", "10.1234/notice"),
            "expression of concern",
            f"The journal has published an expression of concern of February 2010: {LINK}. Read it before you rely "
            "on this work.",
        ),
        (
            Notice(CONCERN),
            "expression of concern",
            "The journal has published an expression of concern. Read it before you rely on this work.",
        ),
        (Notice(CORRECTION, "2010"), "agrees", "This work was corrected in 2010. Does what you cite still stand?"),
    ],
)
def test_a_notice_is_said_first(notice: Notice, headline: str, remark: str) -> None:
    said = verdict_messages.words(source(), verdict(AGREES, found=record(notices=(notice,))))
    assert (said.headline, said.remarks) == (headline, (remark,))
    assert said.is_good is (notice.kind == CORRECTION)
    differs = verdict_messages.words(source(), verdict(DIFFERS, "title", found=record(notices=(notice,))))
    also = "" if notice.kind == CORRECTION else f"{headline}, and "
    assert differs.headline == f"{also}differs from Crossref: which is right?"
    assert differs.remarks[0] == remark


def test_of_a_work_that_agrees_nothing_need_be_said() -> None:
    for found in (record(), None):
        assert verdict_messages.words(source(), verdict(AGREES, found=found)) == verdict_messages.Words(
            "agrees", is_good=True
        )


@pytest.mark.parametrize(
    ("meant", "remark"),
    [
        (None, "Which of the two did you read? Copy the DOI again from the page of the work."),
        (
            Record("PubMed", "1", titles=("One thing",), doi="10.1234/two"),
            "PubMed has the title of this entry with the DOI 10.1234/two.",
        ),
        (Record("PubMed", "1", titles=("One thing",)), "PubMed has the title of this entry with another identifier."),
    ],
)
def test_an_identifier_of_another_work_is_named_with_it(meant: Record | None, remark: str) -> None:
    found = Record("Crossref", "x", titles=("Another thing",), authors=(CY,), printed=1999)
    said = verdict_messages.words(source(), verdict(WRONG_WORK, found=found, meant=meant))
    assert said.headline == "the identifier leads to another work"
    assert said.remarks == (
        "The DOI 10.1234/one leads to another work: “Another thing” by Cy Scribe (1999).",
        remark,
    )
    assert bool(said.entry) is bool(meant)


def test_what_is_not_found_may_be_there() -> None:
    said = verdict_messages.words(source(), verdict(NOT_FOUND, "DOI"))
    assert said.remarks == (
        "There is no DOI 10.1234/one.",
        "Crossref has no work with this title.",
        "That happens with small journals and old works. Compare the entry with the work itself.",
    )
    assert not said.is_good
    book = source("@book{one, author = {Author, Ann}, title = {One thing}, publisher = {Press}, year = {2001}}")
    said = verdict_messages.words(book, verdict(NOT_FOUND))
    assert said.remarks == ("No index that was asked lists it. That is normal for books, laws, reports and web pages.",)
    assert said.is_good


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (verdict(AGREES, found=record()), "agrees"),
        (verdict(AGREES, found=record(notices=(Notice(RETRACTION, "2010"),))), "retracted in 2010"),
        (verdict(DIFFERS, "authors", "year", found=record()), "differs in authors and year"),
        (
            verdict(DIFFERS, "year", found=record(notices=(Notice(CONCERN),))),
            "expression of concern, differs in year",
        ),
        (verdict(WRONG_WORK, found=record()), "the identifier leads to another work"),
        (verdict(NOT_FOUND), "not found"),
    ],
)
def test_a_list_says_it_in_a_few_words(found: Verdict, said: str) -> None:
    assert verdict_messages.in_short(found) == said
