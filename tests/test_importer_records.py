"""Records of Zotero, Mendeley, EndNote and Word, and citations by them, as entries of BibTeX."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import pytest

from studenthub.importer.files import fields, records
from studenthub.importer.files.fields import FieldItem
from studenthub.parse import references
from studenthub.parse.references import Reference

_BIBLIOGRAPHY = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_ANN = {"family": "Author", "given": "Ann"}
_JOURNAL = '<ref-type name="Journal Article">17</ref-type><titles><title>One</title></titles>'


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        (
            {"type": "article-journal", "title": "Of <i>one</i> {Thing}", "container-title": "Example Journal",
             "volume": 4, "issue": "2", "number": "9", "page": "3–9", "DOI": "https://doi.org/10.1234/One"},
            "title = {Of \\emph{one} Thing}, journal = {Example Journal}, volume = {4}, number = {2}, pages = {3--9}, "
            "doi = {10.1234/One}",
        ),
        (
            {"author": [
                _ANN, {"literal": "Example Society"}, {"given": "Plato"}, "none", {},
                {"family": "Berg", "given": "B.", "non-dropping-particle": "van der", "suffix": "Jr"},
            ]},
            "author = {Author, Ann and {Example Society} and {Plato} and van der Berg, Jr, B.}",
        ),
        ({"author": "Ann Author", "title": ["One"]}, ""),
        ({"type": "report", "number": "EX/1", "publisher": "Example Society"},
         "number = {EX/1}, institution = {Example Society}"),
        ({"type": "thesis", "genre": "MMed thesis", "publisher": "University of Example"},
         "@mastersthesis type = {MMed thesis}, school = {University of Example}"),
        ({"type": "thesis", "genre": "PhD", "publisher": "University of Example"},
         "@phdthesis type = {PhD}, school = {University of Example}"),
        ({"type": "webpage", "container-title": "Example site"}, "@misc organization = {Example site}"),
        ({"type": "book", "container-title": "Example series"}, "@book series = {Example series}"),
        ({"type": "legal_case", "title": "A v B", "authority": "CC", "number": "CCT 1/19"},
         "@jurisdiction title = {A v B}, number = {CCT 1/19}, court = {CC}"),
        ({"type": "legislation", "title": "An Act", "container-title": "Gazette", "volume": "12"},
         "@legislation title = {An Act}, journal = {Gazette}, volume = {12}"),
        ({"type": "article-newspaper", "title": "One", "container-title": "The Example"},
         "@article title = {One}, journal = {The Example}, entrysubtype = {newspaper}"),
        ({"type": "dataset", "title": "CO<sub>2</sub> & <span class=\"nocase\">pH</span> <i>in <b>all"},
         "@dataset title = {CO\\textsubscript{2} \\& pH \\emph{in \\textbf{all}}}"),
        ({"type": "chapter", "container-title": "A book", "editor": [_ANN]},
         "@incollection editor = {Author, Ann}, booktitle = {A book}"),
        ({"issued": {"date-parts": [["2019", 3, "4"]]}, "accessed": {"date-parts": [[2020, 1]]}},
         "date = {2019-03-04}, urldate = {2020-01}"),
        ({"issued": {"date-parts": [[2019, 3], [2019, 4]]}}, "date = {2019-03}"),
        ({"issued": {"date-parts": [[2019, 13]]}}, "year = {2019}"),
        ({"issued": {"date-parts": [[2019, 2, 30]]}}, "year = {2019}"),
        ({"issued": {"date-parts": [[850]]}}, "year = {850}"),
        ({"issued": {"date-parts": [[]], "raw": "4 March 2019"}}, "date = {2019-03-04}"),
        ({"issued": {"date-parts": "2019", "literal": "circa 1999"}}, "year = {circa 1999}"),
        ({"issued": "2019"}, ""),
    ],
)  # fmt: skip
def test_records_of_zotero_and_mendeley(said: Mapping[str, object], entry: str) -> None:
    _assert_entry(records.of_csl(said), entry)


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ({"SourceType": "JournalArticle", "JournalName": "Example Journal", "StandardNumber": "ISSN 0140-6736"},
         "@article journal = {Example Journal}, issn = {0140-6736}"),
        ({"SourceType": "Book", "StandardNumber": "978-1-4028-9462-6"}, "@book isbn = {978-1-4028-9462-6}"),
        ({"SourceType": "Report", "Institution": "Example Society"}, "@techreport institution = {Example Society}"),
        ({"SourceType": "Report", "Institution": "University of Example", "ThesisType": "PhD"},
         "@phdthesis type = {PhD}, school = {University of Example}"),
        ({"Year": "2019", "Month": "Maart", "Day": "4"}, "date = {2019-03-04}"),
        ({"Year": "2019", "Month": "3"}, "date = {2019-03}"),
        ({"Year": "2019", "Day": "4"}, "year = {2019}"),
        ({"Year": "n.d."}, "year = {n.d.}"),
        ({"YearAccessed": "2020", "MonthAccessed": "May", "DayAccessed": "4"}, "urldate = {2020-05-04}"),
    ],
)  # fmt: skip
def test_sources_of_word(said: Mapping[str, str], entry: str) -> None:
    _assert_entry(_of_word("".join(f"<{name}>{value}</{name}>" for name, value in said.items())), entry)


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("<Author><NameList><Person><Last>Author</Last><First>Ann</First><Middle>B</Middle></Person>"
         "<Person><First>Plato</First></Person><Person/></NameList></Author>", "author = {Author, Ann B and {Plato}}"),
        ("<Author><Corporate>Example Society</Corporate></Author>", "author = {{Example Society}}"),
        ("<Author><Corporate> </Corporate></Author><Performer><Corporate>None</Corporate></Performer>", ""),
        ("<BookAuthor><NameList><Person><Last>Writer</Last></Person></NameList></BookAuthor>", "editor = {{Writer}}"),
    ],
)  # fmt: skip
def test_people_of_sources_of_word(said: str, entry: str) -> None:
    _assert_entry(_of_word(f"<Author>{said}</Author>"), entry)


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        (_JOURNAL + "<periodical><full-title>Example Journal</full-title></periodical><dates><year>2019</year></dates>"
         "<isbn>0140-6736 (Print)&#13;1474-547X (Linking)</isbn><accession-num>31234567</accession-num>"
         "<electronic-resource-num>doi: 10.1234/one</electronic-resource-num>",
         "@article title = {One}, journal = {Example Journal}, year = {2019}, doi = {10.1234/one}, pmid = {31234567}, "
         "issn = {0140-6736}"),
        ("<contributors><authors><author><style face='normal'>Author, Ann</style></author>"
         "<author>Example Society,</author><author/></authors></contributors>",
         "author = {Author, Ann and {Example Society}}"),
        ("<urls><web-urls><url>https://example.org</url></web-urls></urls>", "url = {https://example.org}"),
        ("<accession-num>EX:0001</accession-num><titles><secondary-title>Example site</secondary-title></titles>",
         "@misc organization = {Example site}"),
        ("<ref-type name='Report'>27</ref-type><publisher>Example Society</publisher>",
         "@techreport institution = {Example Society}"),
        ("<ref-type name='Thesis'>32</ref-type><publisher>University of Example</publisher>",
         "@phdthesis school = {University of Example}"),
    ],
)  # fmt: skip
def test_records_of_endnote(said: str, entry: str) -> None:
    _assert_entry(records.of_endnote(ET.fromstring(f"<record>{said}</record>")), entry)


_SOURCES = {"Aut19": records.of_csl({"title": "One"}), "Wri20": records.of_csl({"title": "Two"})}


@pytest.mark.parametrize(
    ("instruction", "cited"),
    [
        ("CITATION Aut19 \\l 7177", [("One", "", "", "", False)]),
        ('CITATION Aut19 \\p 3 \\f "see " \\s ", passim" \\n \\m Wri20 \\p "4-5"',
         [("One", "p. 3", "see", "passim", True), ("Two", "pp. 4-5", "", "", False)]),
        ("CITATION", None),
        ("CITATION Nobody", None),
        ("CITATION Aut19 \\m Nobody", None),
        ("ADDIN EN.CITE <EndNote><Cite></Cite></EndNote>", None),
        ("ADDIN EN.CITE <EndNote><Cite></EndNote>", None),
        ("ADDIN EN.CITE", None),
        (f"ADDIN EN.CITE <EndNote><Cite ExcludeAuth='1'><Prefix>see </Prefix><Suffix>, too</Suffix>"
         f"<Pages>pp. 3-4</Pages><record>{_JOURNAL}</record></Cite></EndNote>",
         [("One", "pp. 3-4", "see", "too", True)]),
        ("ADDIN ZOTERO_ITEM CSL_CITATION []", None),
        ('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": []}', None),
        ('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"id": 1}]}', None),
        ('ADDIN CSL_CITATION {"citationItems": [{"itemData": {"title": "One"}, "locator": "2", "label": "chapter", '
         '"prefix": "see", "suffix": ", too", "suppress-author": true}]}', [("One", "chap. 2", "see", "too", True)]),
        ("PAGEREF _Toc1", None),
    ],
)  # fmt: skip
def test_fields_of_word_that_cite(instruction: str, cited: list[object] | None) -> None:
    found = fields.of_instruction(instruction, "not base64", _SOURCES)
    assert (found and list(map(_said, found.items))) == cited


@pytest.mark.parametrize("mode", ["", "composite"])
def test_content_controls_of_mendeley_that_cite(mode: str) -> None:
    data = {"citationItems": [{"itemData": {"title": "One"}}], "properties": {"mode": mode}}
    found = fields.of_tag(f"MENDELEY_CITATION_v3_{base64.b64encode(json.dumps(data).encode()).decode()}")
    assert found
    assert (found.program, found.narrative) == ("Mendeley", mode == "composite")
    assert fields.of_tag("MENDELEY_CITATION_v3_broken") is fields.of_tag("another") is None


def _of_word(said: str) -> Reference:
    tag, reference = records.of_word(ET.fromstring(f'<Source xmlns="{_BIBLIOGRAPHY}"><Tag>Aut19</Tag>{said}</Source>'))
    assert tag == "Aut19"
    return reference


def _said(item: FieldItem) -> tuple[str, str, str, str, bool]:
    return item.record.value("title"), item.locator, item.prefix, item.suffix, item.suppress


def _assert_entry(reference: Reference, said: str) -> None:
    """``said`` are the fields of the entry, behind its kind where that matters."""
    kind, _, values = said.partition(" ") if said.startswith("@") else ("", "", said)
    whole = " ".join(references.entry(reference, "key", "").split())
    found, _, inside = whole.removesuffix("}").partition("{key")
    assert (kind or found, values) == (found, inside.strip(" ,"))
