"""Sources: names, dates, identifiers and addresses as students write them, and what a CSL processor is given."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.model.sources import bibliography
from studenthub.model.sources.bibliography import Bibliography
from studenthub.model.sources.source import Source
from studenthub.parse.bibtex import Field
from studenthub.parse.bibtex.names import Name
from studenthub.parse.folding import fold
from studenthub.parse.identifiers import is_web_address
from studenthub.source.problems import Problem
from studenthub.source.text import NotUtf8, Text
from texts import made_of, quadratic, tried, work

SIGNS = (
    *(
        "{",
        "}",
        "\\",
        "$",
        "~",
        "`",
        "'",
        "-",
        "--",
        "_",
        "<",
        ">",
        "&",
        ",",
        ";",
        ".",
        "/",
        ":",
        " ",
        "\n",
        "\xa0",
        "@",
    ),
    *(
        " and ",
        "and",
        "others",
        "et al.",
        "van ",
        "III",
        "Jr",
        "{\\'e}",
        "A",
        "a",
        "é",
        "10.1000/",
        "http://",
        "https://",
    ),
    *("2024", "13", "mar", "in press", "n.d.", "arXiv:", "ed.", "2", "#", "?", "%", "\\url{", "\x00", '"'),
)
#: All fields that something is made of.
FIELDS = (
    *(
        "author",
        "editor",
        "translator",
        "bookauthor",
        "title",
        "subtitle",
        "journal",
        "booktitle",
        "year",
        "date",
        "month",
    ),
    *("day", "pubstate", "origdate", "urldate", "doi", "url", "howpublished", "note", "eprint", "pages", "edition"),
    *("number", "volume", "publisher", "type", "entrysubtype", "langid", "series", "crossref"),
)


def source(kind: str = "article", **fields: str) -> Source:
    return Source("key", kind, {name: Field(raw, 0) for name, raw in fields.items()}, Text("a.bib", ""))


def read(*contents: str) -> tuple[Bibliography, list[Problem]]:
    return bibliography.read(Text(f"{letter}.bib", content) for letter, content in zip("abc", contents, strict=False))


def everything(found: Source) -> None:
    """Work out all that is made of a source."""
    assert json.dumps(found.csl)
    assert found.label
    assert found.sort_key
    assert isinstance(found.is_own_publisher, bool)
    assert not found.link or is_web_address(found.link)
    assert found.fingerprint
    assert found.container == found.container.strip()


# --- labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"author": "Smith, J.", "year": "2010"}, "Smith (2010)"),
        ({"author": "van der Berg, P. and {WHO}", "year": "2010"}, "van der Berg & WHO (2010)"),
        ({"author": "A, B. and C, D. and E, F.", "year": "2010"}, "A et al. (2010)"),
        ({"author": "A, B. and others", "year": "2010"}, "A et al. (2010)"),
        ({"author": "A, B. and C, D. and others"}, "A et al. (n.d.)"),
        ({"author": "others", "title": "T"}, "“T” (n.d.)"),
        ({"editor": "Tucker, G. and Jones, A.", "year": "2009"}, "Tucker & Jones (2009)"),
        ({"author": "", "editor": "Tucker, G.", "year": "2009"}, "Tucker (2009)"),
        ({"title": "{The} \\emph{Title}", "subtitle": "Sub", "year": "in press"}, "“The Title: Sub” (in press)"),
        ({}, "“key” (n.d.)"),
    ],
)
def test_label(fields: Mapping[str, str], label: str) -> None:
    assert source(**fields).label == label


def test_and_others_is_nobody() -> None:
    assert source(author="Smith, J. and others").authors == (Name("Smith", "J."),)
    assert source(author="Smith, J. and others").csl["author"] == [
        {"family": "Smith", "given": "J."},
        {"literal": "others"},
    ]


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "issued", "year"),
    [
        ({"year": "2024"}, [[2024]], "2024"),
        ({"year": "{2024}"}, [[2024]], "2024"),
        ({"date": "2024-03-05", "year": "1999"}, [[2024, 3, 5]], "2024"),
        ({"date": "2024-3"}, [[2024, 3]], "2024"),
        ({"date": "2024-07-11T10:00:00Z"}, [[2024, 7, 11]], "2024"),
        ({"year": "2024", "month": "jul"}, [[2024, 7]], "2024"),
        ({"year": "2024", "month": "{July}", "day": "{11}"}, [[2024, 7, 11]], "2024"),
        ({"year": "2024", "month": "07", "day": "1"}, [[2024, 7, 1]], "2024"),
        ({"year": "2024", "month": "07", "day": "31"}, [[2024, 7, 31]], "2024"),
        ({"year": "2024", "month": "07", "day": "32"}, [[2024, 7]], "2024"),
        ({"year": "2024", "month": "Sept."}, [[2024, 9]], "2024"),
        ({"year": "2024", "month": "jul~11"}, [[2024, 7, 11]], "2024"),
        ({"year": "2024", "month": "11~jul"}, [[2024, 7, 11]], "2024"),
        ({"year": "2024", "month": "March--April"}, [[2024, 3], [2024, 4]], "2024"),
        ({"year": "2024", "month": "Mar./Apr."}, [[2024, 3], [2024, 4]], "2024"),
        ({"year": "2024", "month": "3-4"}, [[2024, 3], [2024, 4]], "2024"),
        ({"year": "2024", "month": "3-11"}, [[2024, 3, 11]], "2024"),
        ({"year": "2024", "month": "July 1--5"}, [[2024, 7, 1], [2024, 7, 5]], "2024"),
        ({"year": "2024", "month": "1--5 July"}, [[2024, 7, 1], [2024, 7, 5]], "2024"),
        ({"year": "2024", "month": "30 June -- 4 July"}, [[2024, 6, 30], [2024, 7, 4]], "2024"),
        ({"year": "2024", "month": "Dec--Jan"}, [[2024, 12]], "2024"),
        ({"year": "2024", "month": "1st quarter"}, [[2024]], "2024"),
        ({"year": "2024", "month": "13"}, [[2024]], "2024"),
        ({"year": "2024", "month": "0", "day": "99"}, [[2024]], "2024"),
        ({"year": "2024", "day": "11"}, [[2024]], "2024"),
        # As people say them.
        ({"year": "July 2024"}, [[2024, 7]], "2024"),
        ({"date": "11 July 2024"}, [[2024, 7, 11]], "2024"),
        ({"date": "July 11th, 2024"}, [[2024, 7, 11]], "2024"),
        ({"date": "Accessed on the 11th of July 2024"}, [[2024, 7, 11]], "2024"),
        ({"date": "2024 Jul 11"}, [[2024, 7, 11]], "2024"),
        ({"year": "[2024]"}, [[2024]], "2024"),
        ({"year": "{\\noopsort{1973b}}1973"}, [[1973]], "1973"),
        # Ranges.
        ({"year": "2010/2011"}, [[2010], [2011]], "2010–2011"),
        ({"year": "2010--2011"}, [[2010], [2011]], "2010–2011"),
        ({"year": "2010-2011"}, [[2010], [2011]], "2010–2011"),
        ({"year": "2010--11"}, [[2010], [2011]], "2010–2011"),
        ({"date": "2024-03/2024-05"}, [[2024, 3], [2024, 5]], "2024"),
        ({"year": "1999/00"}, [[1999], [2000]], "1999–2000"),
        ({"year": "1998--03"}, [[1998], [2003]], "1998–2003"),
        ({"date": "2010/"}, [[2010], [0]], "2010–"),
        ({"date": "2010/.."}, [[2010], [0]], "2010–"),
        ({"year": "2010--present"}, [[2010], [0]], "2010–"),
        ({"year": "2010–"}, [[2010], [0]], "2010–"),
        ({"date": "Jan.-Feb. 1992"}, [[1992, 1], [1992, 2]], "1992"),
        ({"date": "2024/07/11"}, [[2024, 7, 11]], "2024"),
        # Before Christ: the calendar of EDTF has a year 0.
        ({"date": "-0380"}, [[-381]], "381 BCE"),
        ({"year": "50 BCE"}, [[-50]], "50 BCE"),
        ({"year": "44 B.C."}, [[-44]], "44 BCE"),
        ({"year": "AD 79"}, [[79]], "79"),
    ],
)
def test_dates(fields: Mapping[str, str], issued: list[list[int]], year: str) -> None:
    assert source(**fields).csl["issued"] == {"date-parts": issued}
    assert source(**fields).year == year


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ({"date": "2001-21"}, {"date-parts": [[2001]], "season": 1}),
        ({"year": "2001", "month": "Fall"}, {"date-parts": [[2001]], "season": 3}),
        ({"year": "Winter 2001"}, {"date-parts": [[2001]], "season": 4}),
        ({"year": "2024?"}, {"date-parts": [[2024]], "circa": True}),
        ({"year": "ca. 1850"}, {"date-parts": [[1850]], "circa": True}),
        ({"date": "1850~"}, {"date-parts": [[1850]], "circa": True}),
    ],
)
def test_seasons_and_uncertain_dates(fields: Mapping[str, str], issued: Mapping[str, object]) -> None:
    assert source(**fields).csl["issued"] == issued


@pytest.mark.parametrize("number", range(1, 13))
def test_months(number: int) -> None:
    day = datetime.date(2024, number, 1)
    for month in (f"{day:%B}", f"{day:%b}", f"{day:%b}.".lower(), f"{day:%m}", str(number)):
        assert source(year="2024", month=month).csl["issued"] == {"date-parts": [[2024, number]]}
    found, _ = read(f"@misc{{a, year = 2024, month = {day:%b}}}".lower())
    assert found.sources["a"].csl["issued"] == {"date-parts": [[2024, number]]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"year": "in press"}, "in press"),
        ({"year": "{In Press}"}, "In Press"),
        ({"pubstate": "inpress"}, "in press"),
        ({"year": "n.d.", "pubstate": "forthcoming"}, "forthcoming"),
        ({"year": "2014a"}, "2014a"),
        ({"date": "199X"}, "1990s"),
        ({"year": "1990s"}, "1990s"),
        ({"date": "19XX"}, "1900s"),
        ({"date": "/2019"}, "–2019"),
        ({"year": "2010/12"}, "2010/12"),
        ({"year": "1867 [2019]"}, "1867 [2019]"),
        ({"date": "2024-02-30"}, "2024-02-30"),
        ({"date": "2024-05/2023"}, "2024-05/2023"),
        ({"year": "2013-14"}, "2013-14"),
        # Nobody can tell these, so they are printed as they are and somebody sees it.
        ({"date": "05/03/2024"}, "05/03/2024"),
        ({"date": "5.3.2024"}, "5.3.2024"),
        ({"date": "2024-13-45"}, "2024-13-45"),
    ],
)
def test_words_in_the_place_of_a_date(fields: Mapping[str, str], words: str) -> None:
    assert source(**fields).csl["issued"] == {"literal": words}
    assert source(**fields).year == words


@pytest.mark.parametrize("year", ["", "n.d.", "N.D.", "[n.d.]", "nd", "no date", "s.a.", "?", "--", "{}"])
def test_no_date(year: str) -> None:
    assert "issued" not in source(year=year).csl
    assert source(year=year).year == "n.d."


# --- identifiers and addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ({"doi": "10.2196/jmir.2912"}, "10.2196/jmir.2912"),
        ({"doi": "{ https://doi.org/10.2196/jmir.2912 }"}, "10.2196/jmir.2912"),
        ({"doi": "http://dx.doi.org/10.2196/jmir.2912."}, "10.2196/jmir.2912"),
        ({"doi": "doi: 10.2196/jmir.2912"}, "10.2196/jmir.2912"),
        ({"doi": "DOI 10.1000/a{\\_}b\\_c--d"}, "10.1000/a_b_c--d"),
        ({"doi": "\\url{https://doi.org/10.1000/x}"}, "10.1000/x"),
        ({"doi": '10.1002/(SICI)1097<693::AID>3.0.CO;2-O"x'}, "10.1002/(SICI)1097%3C693::AID%3E3.0.CO;2-O%22x"),
        ({"doi": "10.1000/a\u200bb\\"}, "10.1000/ab"),
        ({"doi": "10.1/too-short"}, ""),
        ({"doi": "10/gd46z7"}, "10/gd46z7"),
        ({"doi": "https://doi.org/10/gd46z7"}, "10/gd46z7"),
        ({"doi": "10/x y"}, ""),
        ({"doi": "none"}, ""),
        ({"doi": "javascript:alert(1)"}, ""),
        ({}, ""),
        # arXiv gives every preprint a DOI.
        ({"eprint": "2101.00001v2", "archiveprefix": "arXiv"}, "10.48550/arXiv.2101.00001"),
        ({"eprint": "arXiv:hep-th/9901001", "eprinttype": "arxiv"}, "10.48550/arXiv.hep-th/9901001"),
        ({"eprint": "x y", "eprinttype": "arxiv"}, ""),
        ({"eprint": "2101.00001"}, ""),
        ({"doi": "10.1000/x", "eprint": "2101.00001", "eprinttype": "arxiv"}, "10.1000/x"),
    ],
)
def test_doi(fields: Mapping[str, str], doi: str) -> None:
    assert source(**fields).doi == doi
    assert source(**fields).link == (f"https://doi.org/{doi}" if doi else "")
    assert source(**fields).csl.get("DOI", "") == doi


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://example.org/a?b=1&c=2#d"}, "https://example.org/a?b=1&c=2#d"),
        ({"url": "https://example.org/a\\_b?c=1\\&d=\\%20"}, "https://example.org/a_b?c=1&d=%20"),
        ({"url": "\\url{https://example.org/{\\_}a}"}, "https://example.org/_a"),
        ({"url": "{https://example.org/~a/{\\textasciitilde}b--c}"}, "https://example.org/~a/~b--c"),
        ({"howpublished": "Available at \\url{https://example.org/a{\\_}b}, 2024."}, "https://example.org/a_b"),
        ({"howpublished": "\\href{https://example.org}{Home}"}, "https://example.org"),
        ({"note": "See https://example.org/a."}, "https://example.org/a"),
        ({"note": "Erratum: https://example.org", "journal": "J"}, ""),
        ({"url": "", "howpublished": "https://example.org"}, "https://example.org"),
        ({"url": 'https://example.org/"onmouseover="alert(1)'}, 'https://example.org/"onmouseover="alert(1)'),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "example.org"}, ""),
        ({"url": "https://example.org/a b"}, ""),
        ({"url": "https://example.org/a https://example.org/b"}, "https://example.org/a"),
        ({"url": "https://example.org/a; https://example.org/b"}, "https://example.org/a"),
        ({"url": "https://example.org/a;b,c"}, "https://example.org/a;b,c"),
        ({"eprint": "12345", "eprinttype": "jstor"}, "https://www.jstor.org/stable/12345"),
        ({"eprint": "12345", "eprinttype": "PubMed"}, "https://pubmed.ncbi.nlm.nih.gov/12345"),
        ({"eprint": "12 345<", "eprinttype": "pubmed"}, ""),
    ],
)
def test_url(fields: Mapping[str, str], url: str) -> None:
    assert source(**fields).url == url
    assert source(**fields).csl.get("URL", "") == url


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org", "HTTPS://EXAMPLE.org:8080/", "https://example.org?q", "https://example.org#f"),
        *("https://sub.example.co.za/a/b(c)'d\"e%20,;@f", "https://münchen.example/straße", "http://localhost:8000/"),
        *("http://127.0.0.1/", "http://[::1]:80/", "https://example.org./", "https://ex-am_ple.org/?a=https://b@c"),
    ],
)
def test_web_addresses(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "example.org",
            "//example.org",
            "ftp://example.org",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@b.c",
        ),
        *(" https://example.org", "https://example.org ", "https://", "https:///x", "https://.", "https:example.org"),
        *("https://user@example.org", "https://user:pass@example.org/", "https://example.org\\@evil.example"),
        *("https://exa mple.org", "https://example.org/a b", "https://example.org/\n", "https://example.org/\x00"),
        *("https://example.org/<script>", "https://example.org/\u202egpj.exe", "https://example.org/\u200b"),
        *(
            'https://exa"mple.org/',
            "https://exa'mple.org/",
            "https://[insert link]",
            "https://[x",
            "https://example.org:x/",
        ),
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert not is_web_address(url)


# --- CSL -------------------------------------------------------------------------------------------------------------


YEAR = {"date-parts": [[2025]]}


@pytest.mark.parametrize(
    ("kind", "fields", "csl"),
    [
        (
            "article",
            {"title": "{HIV} \\& me", "journaltitle": "J", "volume": "1", "number": "2", "pages": "3--9", "issn": "x"},
            {
                "type": "article-journal",
                "title": '<span class="nocase">HIV</span> & me',
                "container-title": "J",
                "volume": "1",
                "issue": "2",
                "page": "3–9",
                "ISSN": "x",
            },
        ),
        ("article", {"eid": "e13"}, {"type": "article-journal", "page": "e13"}),
        ("article", {"pages": "n/a--n/a", "eid": "e12"}, {"type": "article-journal", "page": "e12"}),
        ("article", {"pages": "12-n/a"}, {"type": "article-journal", "page": "12"}),
        ("article", {"pages": "N1--N7"}, {"type": "article-journal", "page": "N1–N7"}),
        ("book", {"edition": "2\\textsuperscript{nd} ed."}, {"type": "book", "edition": "2"}),
        ("book", {"edition": "Twelfth"}, {"type": "book", "edition": "12"}),
        ("book", {"edition": "3de uitgawe"}, {"type": "book", "edition": "3"}),
        ("book", {"edition": "Revised edition"}, {"type": "book", "edition": "Revised edition"}),
        ("article", {"pages": "1 - 2, 5—7"}, {"type": "article-journal", "page": "1–2, 5–7"}),
        ("book", {"publisher": "{WHO}"}, {"type": "book", "publisher": "WHO"}),
        ("book", {"series": "{WHO} x"}, {"type": "book", "collection-title": '<span class="nocase">WHO</span> x'}),
        ("article", {"entrysubtype": "newspaper"}, {"type": "article-newspaper"}),
        ("article", {"type": "Journal Article"}, {"type": "article-journal"}),
        ("inproceedings", {"booktitle": "P"}, {"type": "paper-conference", "container-title": "P"}),
        ("inproceedings", {"number": "3"}, {"type": "paper-conference", "issue": "3"}),
        ("report", {"number": "3", "institution": "I"}, {"type": "report", "number": "3", "publisher": "I"}),
        ("techreport", {}, {"type": "report", "genre": "Technical report"}),
        ("phdthesis", {"school": "S"}, {"type": "thesis", "publisher": "S", "genre": "PhD thesis"}),
        ("thesis", {"type": "mathesis"}, {"type": "thesis", "genre": "Master’s thesis"}),
        ("thesis", {"type": "{MMed} thesis"}, {"type": "thesis", "genre": "MMed thesis"}),
        ("misc", {}, {"type": "document"}),
        (
            "misc",
            {"url": "https://a.b", "urldate": "2024-07-11"},
            {"type": "webpage", "URL": "https://a.b", "accessed": {"date-parts": [[2024, 7, 11]]}},
        ),
        ("misc", {"urldate": "2024-07-11"}, {"type": "document"}),
        ("unheardof", {"journal": "J"}, {"type": "document", "container-title": "J"}),
        ("book", {"edition": "2"}, {"type": "book", "edition": "2"}),
        ("book", {"edition": "Second"}, {"type": "book", "edition": "2"}),
        ("book", {"edition": "3rd ed."}, {"type": "book", "edition": "3"}),
        ("book", {"edition": "Revised and enlarged"}, {"type": "book", "edition": "Revised and enlarged"}),
        ("book", {"origdate": "1923"}, {"type": "book", "original-date": {"date-parts": [[1923]]}}),
        ("book", {"langid": "ngerman"}, {"type": "book", "language": "de"}),
        ("book", {"language": "en-ZA"}, {"type": "book", "language": "en-ZA"}),
        ("book", {"language": "Klingon"}, {"type": "book"}),
        ("book", {"abstract": "x", "file": "y", "keywords": "z", "note": "n"}, {"type": "book", "note": "n"}),
        ("misc", {"howpublished": "Press, Town"}, {"type": "document", "publisher": "Press, Town"}),
        ("misc", {"howpublished": "Available at: \\url{https://a.b}"}, {"type": "webpage", "URL": "https://a.b"}),
        ("misc", {"howpublished": "Preprint at medRxiv"}, {"type": "article", "publisher": "Preprint at medRxiv"}),
        ("misc", {"publisher": "arXiv", "year": "2025"}, {"type": "article", "publisher": "arXiv", "issued": YEAR}),
        (
            "online",
            {"eprint": "2020.01.01", "eprinttype": "medrxiv"},
            {"type": "article", "number": "2020.01.01", "publisher": "medRxiv"},
        ),
        ("book", {"note": "A note.", "addendum": "More"}, {"type": "book", "note": "A note. More"}),
        ("book", {"note": "PMID: 12345"}, {"type": "book"}),
        ("book", {"pmid": "PMID: 12345"}, {"type": "book", "PMID": "12345"}),
        ("book", {"pmid": "https://pubmed.ncbi.nlm.nih.gov/12345/"}, {"type": "book", "PMID": "12345"}),
        ("book", {"pmcid": "PMCID: PMC12345"}, {"type": "book", "PMCID": "PMC12345"}),
        ("book", {"language": "English (US)"}, {"type": "book", "language": "en"}),
        ("book", {"maintitle": "Whole", "title": "Part"}, {"type": "book", "title": "Whole: Part"}),
        (
            "inbook",
            {"maintitle": "Whole", "booktitle": "Part", "booksubtitle": "Sub"},
            {"type": "chapter", "container-title": "Whole: Part: Sub"},
        ),
        (
            "article",
            {"journaltitle": "J", "journalsubtitle": "Of {X}"},
            {"type": "article-journal", "container-title": 'J: Of <span class="nocase">X</span>'},
        ),
        ("phdthesis", {"university": "U"}, {"type": "thesis", "genre": "PhD thesis", "publisher": "U"}),
        (
            "book",
            {"series": "S", "number": "4"},
            {"type": "book", "collection-title": "S", "collection-number": "4"},
        ),
        ("book", {"isbn": "1432-1238 (Print)"}, {"type": "book", "ISSN": "1432-1238 (Print)"}),
        ("book", {"isbn": "978-3-16-148410-0"}, {"type": "book", "ISBN": "978-3-16-148410-0"}),
        ("book", {"langid": "zul"}, {"type": "book", "language": "zu"}),
        ("book", {"language": "français"}, {"type": "book", "language": "fr"}),
        ("incollection", {"editor": "A, B."}, {"type": "chapter", "editor": [{"family": "A", "given": "B."}]}),
        ("inbook", {"bookauthor": "{A}"}, {"type": "chapter", "container-author": [{"literal": "A"}]}),
        ("book", {"title": "<img onerror=x>"}, {"type": "book", "title": "\ue03cimg onerror=x\ue03e"}),
        ("book", {"publisher": "<b>"}, {"type": "book", "publisher": "\ue03cb\ue03e"}),
    ],
)  # fmt: skip
def test_csl(kind: str, fields: Mapping[str, str], csl: Mapping[str, object]) -> None:
    assert source(kind, **fields).csl == {"id": "key", **csl}


@pytest.mark.parametrize(
    ("csl", "types"),
    [
        ("article-journal", "article"),
        ("article-magazine", "magazine"),
        ("article-newspaper", "newspaper"),
        ("book", "book mvbook collection proceedings reference"),
        ("chapter", "inbook incollection suppbook"),
        ("dataset", "dataset"),
        ("document", "misc unheardof"),
        ("entry-encyclopedia", "inreference"),
        ("legal_case", "jurisdiction"),
        ("legislation", "legislation"),
        ("manuscript", "unpublished"),
        ("motion_picture", "video"),
        ("pamphlet", "booklet"),
        ("paper-conference", "inproceedings conference"),
        ("patent", "patent"),
        ("report", "report techreport manual"),
        ("review", "review"),
        ("software", "software"),
        ("thesis", "thesis phdthesis mastersthesis"),
        ("webpage", "online electronic www"),
    ],
)
def test_types(csl: str, types: str) -> None:
    assert {kind: source(kind).csl["type"] for kind in types.split()} == dict.fromkeys(types.split(), csl)


@pytest.mark.parametrize(
    ("variable", "fields"),
    [
        ("container-title", "journal journaltitle booktitle"),
        ("container-title-short", "shortjournal"),
        ("collection-title", "series"),
        ("event-title", "eventtitle"),
        ("title-short", "shorttitle"),
        ("volume", "volume"),
        ("number-of-volumes", "volumes"),
        ("chapter-number", "chapter"),
        ("page", "pages eid articleno"),
        ("publisher", "publisher school institution organization"),
        ("publisher-place", "address location"),
        ("version", "version"),
        ("medium", "medium"),
        ("number", "number issue"),
        ("ISBN", "isbn"),
        ("ISSN", "issn"),
        ("PMID", "pmid"),
        ("PMCID", "pmcid"),
    ],
)
def test_variables(variable: str, fields: str) -> None:
    names = fields.split()
    assert {name: source("incollection", **{name: "x"}).csl[variable] for name in names} == dict.fromkeys(names, "x")
    # The first that is filled counts.
    assert source("incollection", **{name: str(number) for number, name in enumerate(names, 1)}).csl[variable] == "1"


@pytest.mark.parametrize(
    ("kind", "written", "genre"),
    [
        ("phdthesis", "", "PhD thesis"),
        ("mastersthesis", "", "Master’s thesis"),
        ("thesis", "phdthesis", "PhD thesis"),
        ("thesis", "mathesis", "Master’s thesis"),
        ("thesis", "bathesis", "Bachelor’s thesis"),
        ("report", "techreport", "Technical report"),
        ("report", "resreport", "Research report"),
        ("techreport", "White paper", "White paper"),
        ("unpublished", "Letter", "Letter"),
        ("misc", "Poster", "Poster"),
        ("online", "Blog", "Blog"),
        ("dataset", "Data", "Data"),
        ("software", "Program", "Program"),
        ("video", "Film", "Film"),
        ("book", "Book", None),
    ],
)
def test_genre(kind: str, written: str, genre: str | None) -> None:
    assert source(kind, type=written).csl.get("genre") == genre


def test_editions() -> None:
    words = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"]
    assert [source("book", edition=word).csl["edition"] for word in words] == [str(n) for n in range(1, 11)]
    for written in ("2", "2nd", "2nd ed.", "2nd edition", "2 edn", "Second Ed."):
        assert source("book", edition=written).csl["edition"] == "2"
    for written in ("Revised", "2nd revised ed.", "International", "Student ed."):
        assert source("book", edition=written).csl["edition"] == written


def test_languages() -> None:
    tags = {"english": "en", "American": "en-US", "USenglish": "en-US", "british": "en-GB", "UKenglish": "en-GB"}
    tags |= {"afrikaans": "af", "german": "de", "ngerman": "de", "french": "fr", "dutch": "nl", "spanish": "es"}
    tags |= {"portuguese": "pt", "italian": "it", "zu": "zu", "en-ZA": "en-ZA"}
    assert {name: source("book", langid=name).csl["language"] for name in tags} == tags


@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ({"author": "{World Health Organization}", "publisher": "{World Health Organization}"}, True),
        ({"author": "{World Health Organization}", "institution": "world health organization."}, True),
        ({"author": "{World Health Organization}", "publisher": "Juta"}, False),
        ({"author": "{World Health Organization}"}, False),
        ({"author": "Juta, A.", "publisher": "Juta"}, False),
        ({"author": "{Health Professions Council of South Africa}", "publisher": "HPCSA"}, True),
        ({"author": "{World Health Organization}", "publisher": "WH"}, False),
    ],
)
def test_is_own_publisher(fields: Mapping[str, str], own: bool) -> None:
    assert source("book", **fields).is_own_publisher is own


def test_sort_key_folds_accents_and_files_particles() -> None:
    authors = [
        "Zulu, B.",
        "van der Berg, P.",
        "Østergård, S.",
        "Obi, C.",
        "Łukasz, A.",
        "Müller, J.",
        "Mueller, J.",
        "O'Brien, S.",
    ]
    in_order = sorted((source(author=author) for author in authors), key=lambda found: found.sort_key)
    assert [found.authors[0].sort_name for found in in_order] == [
        *("Łukasz", "Mueller", "Müller", "Obi", "O’Brien", "Østergård", "van der Berg", "Zulu"),
    ]  # fmt: skip
    same = [
        source(author="A, B.", year=year, title=title) for year, title in [("2011", "a"), ("2010", "b"), ("2010", "A")]
    ]
    assert [(found.year, found.title) for found in sorted(same, key=lambda found: found.sort_key)] == [
        ("2010", "A"),
        ("2010", "b"),
        ("2011", "a"),
    ]


@pytest.mark.parametrize(("text", "folded"), [("Éßœ-Æ, Łø!", "essoeae lo"), ("ﬁ Ⅷ", "fi viii"), ("王 小", "王 小")])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fields() -> None:
    found, _ = read("\n@misc{a,\n  title = { \\emph{x} },\n  note = {  }\n}")
    a = found.sources["a"]
    assert (a.raw("note", "title"), a.plain("note", "title"), a.raw("nothing")) == (" \\emph{x} ", "x", "")
    assert (str(a.place), str(a.place_of("title")), str(a.place_of("nothing"))) == (
        "a.bib:2:1",
        "a.bib:3:12",
        "a.bib:2:1",
    )


def test_one_fingerprint_means_one_entry() -> None:
    same, other = "@misc{a, title = {x}}", "@misc{a, title = {y}}"
    prints = [
        read(content)[0].sources["a"].fingerprint
        for content in (same, f"\n\n{same}", other, same.replace("misc", "book"))
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


# --- files -----------------------------------------------------------------------------------------------------------


def test_files_are_read_in_order_and_the_first_of_two_keys_counts() -> None:
    found, problems = read(
        "@misc{a, title={one}}\n@misc{a, title={two}}", "\n@misc{b, title={x}} @misc{a, title={three}}"
    )
    assert {key: entry.title for key, entry in found.sources.items()} == {"a": "one", "b": "x"}
    said = "the key a is used twice, and the entries differ"
    hint = "the first is at a.bib:1; delete this one, or give another work another key"
    assert [str(problem) for problem in problems] == [
        f"a.bib:2:1: HUB402 {said}: title is “two” here and “one” there ({hint})",
        f"b.bib:2:21: HUB402 {said}: title is “three” here and “one” there ({hint})",
    ]


def test_a_broken_entry_is_not_unknown() -> None:
    found, problems = read("@misc{a, title={x}\n@misc{b, title={y}}\n@misc{c, title {z}}\n@misc{, t={u}}")
    assert set(found.sources) == {"b"}
    assert found.broken == {"a", "c"}
    assert [problem.code for problem in problems] == ["HUB401"] * 3
    mended, _ = read("@misc{a, title={x}\n@misc{a, title={y}}")
    assert (set(mended.sources), mended.broken) == ({"a"}, frozenset())


# --- any text at all -------------------------------------------------------------------------------------------------


@given(
    st.dictionaries(st.sampled_from(FIELDS), made_of(*SIGNS) | st.text(), max_size=8),
    st.sampled_from(["article", "misc", "book", "thesis", "x"]),
)
def test_any_fields_give_sound_csl(fields: dict[str, str], kind: str) -> None:
    found = source(kind, archiveprefix="arXiv", **fields)
    everything(found)
    for role in ("author", "editor", "translator", "container-author"):
        people = found.csl.get(role, [])
        assert isinstance(people, list)
        assert all(person and all(person.values()) for person in people)
    for name in ("issued", "accessed", "original-date"):
        date = found.csl.get(name, {"literal": "none"})
        assert isinstance(date, dict)
        assert date.get("literal") or all(
            len(parts) <= 3
            and all(low <= part <= high for part, low, high in zip(parts, (-9999, 1, 1), (9999, 12, 31), strict=False))
            for parts in date["date-parts"]
        )
    assert re.fullmatch(r"(10\.\d{4,9}/[^\s<>\"]+)?", found.doi)


@given(made_of(*SIGNS, "@misc{a,", "author = {", "},\n", "}", "crossref={a}") | st.text())
def test_any_file_is_sources_and_problems(content: str) -> None:
    found, problems = read(content, content)
    for entry in found.sources.values():
        everything(entry)
    assert all(problem.code in {"HUB401", "HUB402", "HUB404", "HUB406"} for problem in problems)
    assert not found.broken & found.sources.keys()


def test_no_text_takes_more_than_linear_time() -> None:
    def fields(text: str) -> None:
        names = ("author", "title", "date", "month", "doi", "url", "note", "pages", "edition")
        everything(source("misc", archiveprefix="arXiv", **dict.fromkeys(names, text)))

    assert quadratic(lambda text: is_web_address(f"http://a{text}")) == []
    assert (
        quadratic(fields, ["[", "{", "}", "\\", "~", ",", " ", "\xa0", "-", ". \n", " and ", "{\\'", "a ", "2024-"])
        == []
    )


# --- other people's files --------------------------------------------------------------------------------------------


def test_the_nasty_files_of_others_neither_stop_nor_delay_us(shared: Path) -> None:
    files = sorted((shared / "data" / "bib_corpus").glob("*.bib"))
    assert len(files) > 70

    def read_all(path: str) -> None:
        try:
            text = Text.read(Path(path).parent, Path(path).name)
        except NotUtf8:
            return
        found, problems = bibliography.read([text])
        for entry in found.sources.values():
            everything(entry)
        # Every @ that begins an entry is a source, a comment, or told.
        assert found.sources or problems or "@" not in re.sub(r"(?i)@comment|@string|@preamble", "", text.content)

    assert max(work(read_all, str(path), 40) for path in tried(files)) < 40


def test_the_hard_cases(shared: Path) -> None:
    found, problems = bibliography.read([Text.read(shared / "cases", "hard.bib")])
    assert problems == []
    labels = {key: entry.label for key, entry in found.sources.items()}
    assert labels["grajales2014"] == "Grajales et al. (2014)"
    assert labels["berg2019"] == "van der Berg (2019)"
    assert labels["inpress"] == "Zulu (in press)"
    assert labels["range"] == "Dube (2010–2011)"
    assert labels["edbook"] == "Tucker & Jones (2009)"
    assert labels["rfcdash"] == "Department of Health, Republic of South Africa (2021)"
    assert labels["noauthor"] == "“Anonymous editorial” (2019)"
    assert found.sources["hostile"].url == ""
    assert found.sources["rfcdash"].url == "https://www.health.gov.za"


def test_identifiers_that_mendeley_made_up_are_nobodys() -> None:
    fields = "title={A report}, isbn={9788578110796}, pmid={25246403}, archivePrefix={arXiv}, eprint={arXiv:1011.1669"
    made_up = read(f"@techreport{{a, {fields}v3}}}}")[0].sources["a"].csl
    assert made_up["type"] == "report"
    assert not {"DOI", "ISBN", "PMID", "number"} & made_up.keys()
    kept = read(f"@misc{{a, {fields.replace('9788578110796', '')}0}}}}".replace("1669", "166"))[0].sources["a"].csl
    assert (kept["DOI"], kept["PMID"]) == ("10.48550/arXiv.1011.1660", "25246403")


def test_a_page_is_part_of_the_site_that_its_addition_names() -> None:
    page = {"title": "A page", "titleaddon": "Example Site", "url": "https://example.org/page"}
    assert source("online", author="Author, A.", **page).csl["container-title"] == "Example Site"
    assert "container-title" not in source("online", author="{Example Site}", **page).csl
    assert "container-title" not in source("book", author="Author, A.", **page).csl


@pytest.mark.parametrize(
    ("kind", "pages", "expected"),
    [
        ("book", "1392", None),
        ("book", "xii + 240 pp.", None),
        ("book", "12--34", "12–34"),
        ("phdthesis", "210", None),
        ("incollection", "210", "210"),
        ("article", "7", "7"),
    ],
)
def test_how_many_pages_a_whole_work_has_is_not_printed(kind: str, pages: str, expected: str | None) -> None:
    assert source(kind, title="A", pages=pages).csl.get("page") == expected


def test_the_own_inbook_of_bibtex_is_of_the_book_that_has_the_title() -> None:
    assert source("inbook", title="A", chapter="5", pages="1--2").csl["type"] == "book"
    assert source("inbook", title="A", booktitle="B").csl["type"] == "chapter"


def test_an_older_year_has_two_names() -> None:
    assert source("book", title="A", origyear="1963").csl["original-date"] == {"date-parts": [[1963]]}
