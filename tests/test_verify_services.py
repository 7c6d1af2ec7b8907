"""What each service says of a work, in the one form of all; and what of its answer is left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from studenthub.model.sources.notices import RETRACTION, WITHDRAWAL, Notice
from studenthub.model.sources.verdicts import Record
from studenthub.parse.bibtex.names import Name
from studenthub.verify.services import arxiv, datacite, openalex, pubmed, reading

_ATOM = "http://www.w3.org/2005/Atom"
_ARXIV = "http://arxiv.org/schemas/atom"


def _entry(said: str) -> Record | None:
    return arxiv.read(ElementTree.fromstring(f'<entry xmlns="{_ATOM}" xmlns:arxiv="{_ARXIV}">{said}</entry>'))


@pytest.mark.parametrize(
    ("read", "answer", "record"),
    [
        (openalex.read, {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.1234/one", "title": "One",
                         "display_name": "Two", "type": "review", "publication_year": 2019, "language": "en",
                         "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/123"},
                         "authorships": [{"raw_author_name": "Ann Author"}, {"author": {"display_name": "Writer, B."}},
                                         {}, "none"],
                         "primary_location": {"source": {"display_name": "Example Journal", "issn": ["0140-6736"]}},
                         "biblio": {"volume": "1", "issue": 2, "first_page": "3", "last_page": "9"}},
         {"id": "W1", "doi": "10.1234/one", "titles": ("One", "Two"), "kind": "article-journal", "printed": 2019,
          "language": "en", "pmid": "123", "authors": (Name("Author", "Ann"), Name("Writer", "B.")),
          "containers": ("Example Journal",), "issn": ("01406736",), "volume": "1", "issue": "2", "pages": "3-9"}),
        (openalex.read, {"biblio": {"first_page": "3", "last_page": "3"},
                         "primary_location": {"source": {"type": "repository"}}}, {"kind": "preprint", "pages": "3"}),
        (openalex.read, {"type": "paratext", "authorships": [{"raw_author_name": "Plato"}] * 100},
         {"kind": "document", "authors": (Name(literal="Plato"),) * 100, "is_complete": False}),
        (datacite.read, {"doi": "10.48550/arXiv.2001.00001", "publicationYear": 2020, "publisher": {"name": "arXiv"},
                         "titles": [{"title": "One", "titleType": "TranslatedTitle"}, {"title": "Main"},
                                    {"title": "Sub", "titleType": "Subtitle"}],
                         "creators": [{"familyName": "Author", "givenName": "Ann"}, {"name": "Writer, Ben"},
                                      {"name": "Example Society", "nameType": "Organizational"},
                                      {"nameType": "Organizational"}, {"name": " "}],
                         "relatedIdentifiers": [{"relationType": "Cites", "relatedIdentifier": "10.1234/no"},
                                                {"relationType": "IsVersionOf", "relatedIdentifierType": "DOI",
                                                 "relatedIdentifier": "10.1234/one"}]},
         {"id": "10.48550/arXiv.2001.00001", "doi": "10.48550/arXiv.2001.00001", "arxiv": "2001.00001",
          "kind": "preprint", "titles": ("Main: Sub", "One"), "printed": 2020, "publisher": "arXiv",
          "authors": (Name("Author", "Ann"), Name("Writer", "Ben"), Name(literal="Example Society")),
          "published": "10.1234/one"}),
        (datacite.read, {"types": {"resourceTypeGeneral": "JournalArticle"}, "publisher": "Example Press",
                         "container": {"title": "Example Journal", "volume": "1", "firstPage": "3", "lastPage": "9"},
                         "relatedIdentifiers": [{"relationType": "Cites"}]},
         {"kind": "article-journal", "publisher": "Example Press", "containers": ("Example Journal",), "volume": "1",
          "pages": "3-9"}),
        (pubmed.read, {"uid": "123", "title": "[One.", "pubtype": ["Retracted Publication"],
                       "authors": [{"name": "van der Merwe P Jr"}, {"name": "Plato"}, {"name": ""},
                                   {"name": "Example Group", "authtype": "CollectiveName"},
                                   {"name": "", "authtype": "CollectiveName"}]},
         {"id": "123", "pmid": "123", "titles": ("[One",), "kind": "article-journal",
          "authors": (Name("van der Merwe", "P"), Name("Plato"), Name(literal="Example Group")),
          "notices": (Notice(RETRACTION, service="PubMed"),)}),
        (pubmed.read, {"booktitle": "A book", "authors": [{"name": "Author A"}], "references": [
            {"reftype": "Retraction in", "refsource": "J Ex. 2020 Sep 1;3(2):4. doi: 10.1234/gone.", "pmid": "9"},
            {"reftype": "Retraction in", "refsource": "J Ex. 2020 Spring;3", "note": "why"},
            {"reftype": "Retraction in", "refsource": "unknown"}, {"reftype": "Cites"}]},
         {"kind": "book", "authors": (Name("Author", "A"),),
          "notices": (Notice(RETRACTION, "2020-09-01", "10.1234/gone", "9", "", "PubMed"),
                      Notice(RETRACTION, "2020", "", "", "why", "PubMed"),
                      Notice(RETRACTION, "", "", "", "", "PubMed"))}),
        (_entry, "<id>http://arxiv.org/abs/2001.00001v2</id><title>One</title><published>2020-01-01T00:00:00Z</published>"
                 "<author><name>Ann Author</name></author><author><name> </name></author>"
                 "<arxiv:comment>This paper has been withdrawn by its author</arxiv:comment>"
                 "<arxiv:doi>10.1234/one</arxiv:doi>",
         {"id": "2001.00001", "arxiv": "2001.00001", "doi": "10.48550/arXiv.2001.00001", "kind": "preprint",
          "titles": ("One",), "online": 2020, "authors": (Name("Author", "Ann"),), "published": "10.1234/one",
          "notices": (Notice(WITHDRAWAL, reason="This paper has been withdrawn by its author", service="arXiv"),)}),
        (_entry, "<id>http://arxiv.org/api/errors#1</id><title>Error</title>", None),
        (_entry, "<id>http://arxiv.org/abs/2001.00001</id>", None),
    ],
)  # fmt: skip
def test_an_answer_becomes_a_record(
    read: Callable[[Any], Record | None], answer: object, record: dict[str, object] | None
) -> None:
    found = read(answer)
    if record is None or found is None:
        assert found is record
        return
    fields = {field.name: field.default for field in dataclasses.fields(Record)}
    said = {name: value for name in fields if (value := getattr(found, name)) != fields[name]}
    assert said.pop("service") in ("OpenAlex", "DataCite", "PubMed", "arXiv")
    said = {name: value for name, value in said.items() if name not in ("id", "kind") or value not in ("", "document")}
    assert said == {name: value for name, value in record.items() if (name, value) != ("kind", "document")}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("A <i>title</i> &amp;amp; more\n", "A title & more"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("HrÃ³bjartsson", "Hróbjartsson"),
        ("Ã\x8d Ã", "Ã\x8d Ã"),
        (7, "7"),
        (True, ""),
        (None, ""),
    ],
)
def test_a_value_is_plain_text(value: object, text: str) -> None:
    assert reading.text(value) == reading.cleaned(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Anna Author", Name("Author", "Anna")),
        ("Author, {Anna}", Name("Author", "Anna")),
        ("Examples and Friends", Name(literal="Examples and Friends")),
        (" {} ", None),
    ],
)
def test_a_whole_name_is_read_as_people_write_it(written: str, name: Name | None) -> None:
    assert reading.whole_name(written) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [(("Author", "A."), Name("Author", "A.")), (("", "Plato"), Name(literal="Plato")), (("", ""), None)],
)
def test_a_name_in_parts_may_have_one(parts: tuple[str, str], name: Name | None) -> None:
    assert reading.person(*parts) == name
