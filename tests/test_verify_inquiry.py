"""What the answers of the services come to, asked of a server on this machine that speaks their forms."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version

import pytest

from index_server import Person, Reply, Script, Server, Update, Work
from studenthub.model.sources import bibliography
from studenthub.model.sources.verdicts import AGREES, DIFFERS, NOT_FOUND, WRONG_WORK, Verdict
from studenthub.source.text import Text
from studenthub.verify import client
from studenthub.verify.claim import Claim
from studenthub.verify.inquiry import NotAsked
from studenthub.verify.opening import Opened, opened

NOW = datetime.datetime(2026, 11, 29, 9, 31, tzinfo=datetime.UTC)

#: Works that are known for certain: those of the real article. Ventola's is in no index here.
MOORHEAD = Work(
    title="A New Dimension of Health Care",
    subtitle="Systematic Review of the Uses, Benefits, and Limitations of Social Media for Health Communication",
    authors=(
        Person("Moorhead", "S Anne"),
        Person("Hazlett", "Diane E"),
        Person("Harrison", "Laura"),
        Person("Carroll", "Jennifer K"),
        Person("Irwin", "Anthea"),
        Person("Hoving", "Ciska"),
    ),
    container="Journal of Medical Internet Research",
    short_container="J Med Internet Res",
    online=2013,
    volume="15",
    issue="4",
    number="e85",
    doi="10.2196/jmir.1933",
    pmid="23615206",
    indexes=frozenset({"crossref", "pubmed"}),
)
GRAJALES = Work(
    title="Social Media: A Review and Tutorial of Applications in Medicine and Health Care",
    authors=(
        Person("Grajales III", "Francisco Jose"),
        Person("Sheps", "Samuel"),
        Person("Ho", "Kendall"),
        Person("Novak-Lauscher", "Helen"),
        Person("Eysenbach", "Gunther"),
    ),
    container="Journal of Medical Internet Research",
    online=2014,
    volume="16",
    issue="2",
    number="e13",
    doi="10.2196/jmir.2912",
)
CHRETIEN = Work(
    title="Social Media and Clinical Care",
    subtitle="Ethical, Professional, and Social Implications",
    authors=(Person("Chretien", "Katherine C."), Person("Kind", "Terry")),
    container="Circulation",
    printed=2013,
    online=2013,
    volume="127",
    issue="13",
    page="1413-1421",
    doi="10.1161/CIRCULATIONAHA.112.128017",
)
REAL = """
@article{chretien2011, author = {Chretien, K. C. and Kind, T. and Thompson, B.},
  title = {Social media and clinical care: Ethical, professional, and social implications},
  journal = {Circulation}, year = {2011}, volume = {124}, number = {21}, pages = {2256--2262}}
@article{grajales2014,
  author = {Grajales, III, F. J. and Sheps, S. and Ho, K. and Novak-Lauscher, H. and Eysenbach, G.},
  title = {Social media: A review and tutorial of applications in medicine and health care},
  journal = {Journal of Medical Internet Research}, year = {2014}, volume = {16}, number = {2}, pages = {e13}}
@article{moorhead2013,
  author = {Moorhead, S. A. and Hazlett, D. E. and Harrison, L. and Carroll, J. K. and Irwin, A. and Hoving, C.},
  title = {A new dimension of health care: Systematic review of the uses, benefits, and limitations of social media
    for health communication},
  journal = {Journal of Medical Internet Research}, year = {2013}, volume = {15}, number = {4}, pages = {e85}}
@article{ventola2014, author = {Ventola, C. L.},
  title = {Social media and health care professionals: Benefits, risks, and best practices},
  journal = {Pharmacy and Therapeutics}, year = {2014}, volume = {39}, number = {7}, pages = {491--520}}
"""


def work(title: str = "Sleep and errors of students on call", **values: object) -> Work:
    base = Work(
        title=title,
        authors=(Person("Author", "Anna"), Person("Other", "Bob")),
        container="Journal of Examples",
        printed=2020,
        volume="3",
        issue="2",
        page="10-20",
        doi="10.1234/sleep",
        pmid="1234567",
    )
    return replace(base, **values)  # type: ignore[arg-type] # the tests name fields of Work


def entry(kind: str = "article", **fields: str) -> str:
    base = {
        "author": "Author, Anna and Other, Bob",
        "title": "Sleep and errors of students on call",
        "journal": "Journal of Examples",
        "year": "2020",
        "volume": "3",
        "number": "2",
        "pages": "10--20",
    }
    found = {name: value for name, value in {**base, **fields}.items() if value}
    return f"@{kind}{{key2020, {', '.join(f'{name} = {{{value}}}' for name, value in found.items())}}}\n"


@contextmanager
def asking(works: Sequence[Work], script: Script | None = None) -> Iterator[tuple[Opened, Server]]:
    server = Server(works, script)
    with server.running() as address:
        yield opened(at=address, now=NOW), server


def ask(content: str, *works: Work, script: Script | None = None) -> Verdict | NotAsked:
    (source,) = bibliography.read([Text("a.bib", content)])[0].sources.values()
    with asking(works, script) as (asker, _):
        return asker.inquiry.ask(source)


def answered(content: str, *works: Work, script: Script | None = None) -> Verdict:
    found = ask(content, *works, script=script)
    assert isinstance(found, Verdict), found
    return found


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "AGAIN", (0.01, 0.02))
    # A busy machine answers late, too.
    monkeypatch.setattr(client, "SECONDS", 60.0)


def test_the_real_article() -> None:
    sources = bibliography.read([Text("bib/references.bib", REAL)])[0].sources
    with asking([MOORHEAD, GRAJALES, CHRETIEN]) as (asker, _):
        found = {key: asker.inquiry.ask(source) for key, source in sources.items()}
    verdicts = {key: verdict for key, verdict in found.items() if isinstance(verdict, Verdict)}
    assert {key: verdict.verdict for key, verdict in verdicts.items()} == {
        "chretien2011": DIFFERS,
        "grajales2014": AGREES,
        "moorhead2013": AGREES,
        "ventola2014": NOT_FOUND,
    }
    assert verdicts["chretien2011"].differs == ("authors", "year", "volume", "issue", "pages")
    assert verdicts["chretien2011"].record is not None
    assert verdicts["chretien2011"].record.doi == "10.1161/CIRCULATIONAHA.112.128017"
    assert verdicts["moorhead2013"].date == "2026-11-29T0931"
    assert not verdicts["ventola2014"].differs


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({}, ()),
        ({"year": "2019"}, ()),
        ({"year": "2018"}, ("year",)),
        ({"year": "2031"}, ("year",)),
        ({"author": "Author, A. and Other, B. and Third, C."}, ("authors",)),
        ({"author": "Other, Bob and Author, Anna"}, ("authors",)),
        ({"author": "Author, Anna and others"}, ()),
        ({"author": ""}, ()),
        ({"volume": "4"}, ("volume",)),
        ({"number": "5"}, ("issue",)),
        ({"pages": "110--120"}, ("pages",)),
        ({"journal": "J. Exam."}, ()),
        ({"journal": "Annals of Other Things"}, ("journal or book",)),
        ({"title": "Sleep and errors of doctors on call"}, ("title",)),
        ({"title": "Sleep and errors of students on call: A review"}, ()),
        ({"volume": "4", "pages": "1--9", "year": "2010"}, ("year", "volume", "pages")),
    ],
)
@pytest.mark.parametrize(
    "identifier", [{"doi": "10.1234/sleep"}, {"pmid": "1234567"}, {}], ids=["doi", "pmid", "title"]
)
def test_each_field(changed: dict[str, str], differs: tuple[str, ...], identifier: dict[str, str]) -> None:
    one = work(indexes=frozenset({"crossref", "pubmed"}))
    found = answered(entry(**changed, **identifier), one)
    assert (found.verdict, found.differs) == (DIFFERS if differs else AGREES, differs)


def test_an_invented_title_is_not_found_and_said_to_be_nothing_else() -> None:
    found = answered(entry(title="Melancholy whales and the tides of the moon", volume="8", pages="1--2"), work())
    assert (found.verdict, found.record, found.differs) == (NOT_FOUND, None, ())
    assert found.asked[:2] == ("Crossref", "PubMed")


def test_invented_authors_of_a_real_title() -> None:
    found = answered(entry(author="Writer, Will and Third, Carl"), work())
    assert (found.verdict, found.differs) == (DIFFERS, ("authors",))


def test_an_identifier_of_another_work_and_the_work_that_was_meant() -> None:
    other = work(
        "A history of anatomy in the north", doi="10.1234/anatomy", authors=(Person("Writer", "W."),), page="99-101"
    )
    found = answered(entry(doi="10.1234/anatomy"), work(), other)
    assert found.verdict == WRONG_WORK
    assert found.record is not None
    assert found.meant is not None
    assert (found.record.doi, found.meant.doi) == ("10.1234/anatomy", "10.1234/sleep")


def test_a_doi_that_was_never_given() -> None:
    found = answered(entry(doi="10.1234/invented"), work())
    assert (found.verdict, found.differs) == (DIFFERS, ("DOI",))
    assert answered(
        entry(doi="10.1234/invented", title="Melancholy whales of the moon", pages="9"), work()
    ).differs == ("DOI",)


def test_a_doi_of_an_agency_that_nobody_asks_is_no_fault() -> None:
    elsewhere = work(doi="10.1234/elsewhere", indexes=frozenset(), pmid="7")
    assert answered(entry(doi="10.1234/elsewhere"), work(), elsewhere).verdict == AGREES


def test_a_translated_title_is_the_same_work() -> None:
    german = work("Schlaf und Fehler von Studierenden im Dienst", language="de")
    found = answered(entry(doi="10.1234/sleep"), german)
    assert (found.verdict, found.differs) == (DIFFERS, ("title",))
    both = replace(german, indexes=frozenset({"crossref", "pubmed"}))
    assert answered(entry(doi="10.1234/sleep"), both).verdict == DIFFERS


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        "10.1234/a,b;c(d)[e]",
        "10.6061/clinics/2012(05)17",
        "10.1234/a%2fb#c?d=e&f",
    ],
)
def test_dois_with_strange_signs_are_asked_rightly(doi: str) -> None:
    with asking([work(doi=doi)]) as (asker, server):
        (source,) = bibliography.read([Text("a.bib", entry(doi=doi))])[0].sources.values()
        found = asker.inquiry.ask(source)
    assert isinstance(found, Verdict)
    assert found.verdict == AGREES
    assert len(server.asked) == 1


def test_a_statement_that_appeared_in_many_journals_is_found_in_the_one_that_is_cited() -> None:
    title = "A statement of many journals on how examples are reported"
    places = [
        work(
            title,
            container=f"Annals of {name}",
            doi=f"10.1234/{name}",
            volume=str(number),
            page=f"{number}01-{number}09",
        )
        for number, name in enumerate(
            ("Art", "Birds", "Cars", "Dams", "Eggs", "Fish", "Gold", "Hats", "Ink", "Jade"), 1
        )
    ]
    cited = entry(title=title, journal="Annals of Jade", volume="10", number="2", pages="1001--1009")
    assert answered(cited, *places).word == AGREES
    # Where it never appeared, that is said.
    assert answered(cited.replace("Jade", "Zinc"), *places).differs[0] == "journal or book"


def test_another_editorial_of_its_author_is_another_work() -> None:
    theirs = work("Editorial", doi="10.1234/other", printed=2012, container="Annals of Other Things", volume="9")
    assert answered(entry(title="Editorial"), theirs).verdict == NOT_FOUND
    assert answered(entry(title="Editorial"), work("Editorial")).verdict == AGREES
    assert answered(entry(title="Editorial", year="2012"), work("Editorial")).differs == ("year",)


def test_an_old_issue_that_was_put_online_much_later() -> None:
    record = work(printed=0, online=2009)
    assert answered(entry(year="1987", doi="10.1234/sleep"), record).word == AGREES
    assert answered(entry(year="2007", doi="10.1234/sleep"), record).differs == ("year",)


def test_a_preprint_that_is_called_an_article() -> None:
    preprint = work(type="posted-content", container="", volume="", issue="", page="", publisher="medRxiv")
    for identifier in ({"doi": "10.1234/sleep"}, {}):
        found = answered(entry(**identifier), preprint)
        assert (found.verdict, found.differs) == (DIFFERS, ("journal or book",))
    assert answered(entry(journal="medRxiv", volume="", pages="", doi="10.1234/sleep"), preprint).verdict == AGREES
    # A conference may register nothing, so the preprint is all there is.
    paper = entry("inproceedings", journal="", booktitle="Symposium on Examples")
    assert answered(paper, preprint).verdict == NOT_FOUND


def test_a_preprint_leads_to_the_article_that_it_became() -> None:
    preprint = work(type="posted-content", container="", volume="", doi="10.1101/pre", published="10.1234/sleep")
    assert answered(entry(doi="10.1101/pre"), preprint, work()).verdict == AGREES


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pmid": "1234567"}, ("1234567", "")),
        ({"pmid": "PMID: 1234567"}, ("1234567", "")),
        ({"pmid": "PMC7654321"}, ("", "7654321")),
        ({"pmcid": "PMC7654321"}, ("", "7654321")),
        ({"pmcid": "7654321", "pmid": "1234567"}, ("1234567", "7654321")),
        ({"eprint": "1234567", "eprinttype": "pubmed"}, ("1234567", "")),
        ({"url": "https://pubmed.ncbi.nlm.nih.gov/1234567/"}, ("1234567", "")),
        ({"url": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/"}, ("", "7654321")),
        ({"note": "Page 1234567 of 10"}, ("", "")),
    ],
)
def test_numbers_of_pubmed(fields: dict[str, str], expected: tuple[str, str]) -> None:
    (source,) = bibliography.read([Text("a.bib", entry(**fields))])[0].sources.values()
    claim = Claim.of(source)
    assert (claim.pmid, claim.pmcid) == expected


def test_an_entry_of_a_preprint_is_not_compared_with_the_article_that_it_became() -> None:
    preprint = entry(journal="arXiv e-prints", year="2016", volume="", number="", pages="")
    assert answered(preprint, work(indexes=frozenset({"crossref"}))).word == AGREES
    assert answered(preprint.replace("Other, Bob", "Third, Carl"), work()).differs == ("authors",)
    # A DOI says which of the two is meant.
    meant = entry(journal="arXiv e-prints", year="2016", volume="", number="", pages="", doi="10.1234/sleep")
    assert answered(meant, work()).differs == ("year",)


def test_arxiv_is_asked_by_number_and_by_title() -> None:
    preprint = work(arxiv="2001.01234", online=2020, doi="10.48550/arXiv.2001.01234", indexes=frozenset({"arxiv"}))
    by_number = entry("misc", journal="", eprint="2001.01234", archiveprefix="arXiv", volume="", number="", pages="")
    found = answered(by_number, preprint)
    assert (found.verdict, found.record.arxiv if found.record else "") == (AGREES, "2001.01234")
    by_title = entry(journal="arXiv preprint", volume="", number="", pages="")
    assert answered(by_title, preprint).verdict == AGREES
    assert answered(by_number.replace("2001.01234", "2001.99999")).differs == ("arXiv number",)


@pytest.mark.parametrize("body", [b"not XML", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'])
def test_an_answer_of_arxiv_that_is_no_feed_is_no_record(body: bytes) -> None:
    written = entry("misc", journal="", eprint="2001.01234", archiveprefix="arXiv", volume="", number="", pages="")
    found = ask(written, script=failing("arxiv", Reply(body=body)))
    if body.startswith(b"not"):
        assert isinstance(found, NotAsked)
        assert found.why == "arXiv gave no answer (it sent what is no XML)"
    else:
        assert isinstance(found, Verdict)
        assert found.record is None


def test_a_title_without_words_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "key")
    with asking([work()]) as (asker, server):
        (source,) = bibliography.read([Text("a.bib", entry(title="?! --"))])[0].sources.values()
        assert asker.inquiry.ask(source) == NotAsked("key2020", "its title is too short to look for")
        assert server.asked == []


def test_datacite_is_asked_for_what_crossref_does_not_know() -> None:
    data = work(doi="10.5281/zenodo.1", container="", indexes=frozenset({"datacite"}))
    found = answered(entry("misc", journal="", doi="10.5281/zenodo.1"), data)
    assert (found.verdict, found.record.service if found.record else "") == (AGREES, "DataCite")


def test_openalex_is_asked_with_a_key_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    only = work(indexes=frozenset({"openalex"}))
    assert answered(entry(), only).verdict == NOT_FOUND
    monkeypatch.setenv("OPENALEX_API_KEY", "key")
    found = answered(entry(), only)
    assert (found.verdict, found.record and found.record.service) == (AGREES, "OpenAlex")


def test_a_book_is_asked_for_by_its_isbn_and_its_edition_counts_only_then() -> None:
    book = work("A book of examples", type="book", isbn="9780306406157", doi="", container="", indexes=frozenset())
    written = entry("book", title="A book of examples", journal="", volume="", number="", pages="", year="2020")
    with_isbn = written.replace("year", "isbn = {978-0-306-40615-7}, year")
    found = answered(with_isbn, book)
    assert (found.verdict, found.record.service if found.record else "") == (AGREES, "Open Library")
    assert answered(with_isbn.replace("2020}", "2012}"), book).differs == ("year",)
    listed = replace(book, doi="10.1234/book", indexes=frozenset({"crossref"}))
    assert answered(written.replace("2020}", "2012}"), listed).verdict == AGREES


@pytest.mark.parametrize("kind", ["misc", "online", "techreport", "legislation", "phdthesis", "book"])
def test_what_is_in_no_index_is_never_compared_with_something_like_it(kind: str) -> None:
    other = work(authors=(Person("Writer", "W."),), printed=1999)
    found = answered(entry(kind, journal="", volume="", number="", pages=""), other)
    assert (found.verdict, found.differs) == (NOT_FOUND, ())
    confirmed = answered(entry(kind, journal="", volume="", number="", pages="", year="2011"), work())
    assert confirmed.verdict == AGREES


def test_a_chapter_that_is_given_the_doi_of_its_book() -> None:
    book = work("A book of examples", type="book", container="", page="", authors=(Person("Editor", "E."),))
    chapter = entry(
        "incollection", journal="", booktitle="A book of examples", doi="10.1234/sleep", title="Its third chapter"
    )
    assert answered(chapter, book).verdict == AGREES


# --- notices ----------------------------------------------------------------------------------------------------------


def test_a_retraction_has_its_notice_and_is_told_once() -> None:
    updates = (
        Update("retraction", "10.1234/notice", (2021, 2, 6)),
        Update("retraction", "10.1234/notice", (2021, 2, 6), source="retraction-watch"),
        Update("erratum", "10.1234/erratum", (2020,)),
    )
    for identifier in ({"doi": "10.1234/sleep"}, {}):
        found = answered(entry(**identifier), work(updates=updates))
        assert found.verdict == AGREES
        assert found.word == "retracted"
        assert found.notice is not None
        assert (found.notice.date, found.notice.link) == ("2021-02-06", "https://doi.org/10.1234/notice")
        assert found.record is not None
        assert [notice.kind for notice in found.record.notices] == ["retraction", "correction"]


@pytest.mark.parametrize(
    ("update", "word"),
    [
        (Update("expression_of_concern", "10.1234/n"), "concern"),
        (Update("withdrawal", "10.1234/n"), "withdrawn"),
        (Update("removal", "10.1234/n"), "withdrawn"),
        (Update("correction", "10.1234/n"), "agrees"),
        (Update("new_version", "10.1234/n"), "agrees"),
        (Update("fire", "10.1234/n"), "agrees"),
    ],
)
def test_kinds_of_notices(update: Update, word: str) -> None:
    assert answered(entry(doi="10.1234/sleep"), work(updates=(update,))).word == word


def test_pubmed_tells_of_a_retraction_and_of_its_reason() -> None:
    update = Update("retraction", pmid="7654321", date=(2021,), label="The data were invented")
    found = answered(entry(pmid="1234567"), work(updates=(update,), indexes=frozenset({"pubmed"})))
    assert found.notice is not None
    assert found.notice.link == "https://pubmed.ncbi.nlm.nih.gov/7654321/"
    assert (found.notice.date, found.notice.reason) == ("2021-02-06", "The data were invented")


def test_the_mark_in_a_title_is_a_notice_and_the_notice_itself_is_none() -> None:
    assert answered(entry(), work("RETRACTED: Sleep and errors of students on call")).word == "retracted"
    notice = work(
        "Retraction: Sleep and errors of students on call", updates_of=("10.1234/sleep",), doi="10.1234/notice"
    )
    found = answered(entry(), work(), notice)
    assert found.record is not None
    assert (found.word, found.record.doi) == ("agrees", "10.1234/sleep")


def test_another_work_that_was_retracted_says_nothing_of_this_one() -> None:
    other = work("A history of anatomy", doi="10.1234/anatomy", authors=(), updates=(Update("retraction"),), page="1")
    found = answered(entry(doi="10.1234/anatomy"), other)
    assert (found.word, found.notice) == (WRONG_WORK, None)


# --- a second opinion -------------------------------------------------------------------------------------------------


def test_a_field_that_another_index_has_as_the_entry_is_not_said_to_differ() -> None:
    both = frozenset({"crossref", "pubmed"})
    wrong = {"volume": "33", "issue": "22", "authors": (Person("Author", "Anna"),), "printed": 2005}

    def script(path: str) -> Reply | None:
        # Crossref has another opinion of each field.
        if path.startswith("/crossref/works/"):
            return Server([work(indexes=both, **wrong)]).reply(path)
        return None

    assert answered(entry(doi="10.1234/sleep"), work(indexes=both), script=script).verdict == AGREES
    found = answered(entry(doi="10.1234/sleep", volume="77"), work(indexes=both), script=script)
    assert found.differs == ("volume",)


# --- when a service is away -------------------------------------------------------------------------------------------


def failing(index: str, reply: Reply) -> Script:
    return lambda path: reply if path.startswith(f"/{index}/") else None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(503, headers={"Retry-After": "0"}),
        Reply(429, headers={"Retry-After": "600"}),
        Reply(403),
        Reply(body=b"<html>Not today</html>"),
        Reply(body=b"[1, 2]"),
        Reply(body=b'{"message": ' + b"[" * 100_000),
        Reply(body=b'{"message":', headers={"Content-Length": "5000"}),
        Reply(302, headers={"Location": "https://evil.example/works"}),
        Reply(302, headers={"Location": "file:///etc/passwd"}),
        Reply(301, headers={"Location": "/crossref/works/10.1234%2Fsleep"}),
    ],
    ids=["500", "503", "429", "403", "html", "list", "deep", "half", "elsewhere", "file", "circle"],
)
def test_a_service_that_is_away_is_no_answer(reply: Reply) -> None:
    for identifier in ({"doi": "10.1234/sleep"}, {}):
        found = ask(entry(**identifier), work(), script=failing("crossref", reply))
        assert isinstance(found, NotAsked), found
        assert "Crossref" in found.why


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"message": null}', b'{"message": []}', b'{"message": {"title": 7, "author": "x", "issued": [[null]]}}',
     b'{"message": {"items": [null, 1, {"title": [null]}, {"title": ["x"], "author": [[], {"family": {}}]}]}}'],
    ids=range(5),
)  # fmt: skip
def test_an_answer_of_another_form_is_no_record(body: bytes) -> None:
    found = ask(entry(), script=failing("crossref", Reply(body=body)))
    assert isinstance(found, Verdict)
    assert found.verdict == NOT_FOUND


def test_without_pubmed_nothing_is_said_not_to_be_found() -> None:
    assert isinstance(ask(entry(), script=failing("pubmed", Reply(500))), NotAsked)
    assert answered(entry(), work(), script=failing("pubmed", Reply(500))).verdict == AGREES


def test_busy_services_are_obeyed_and_asked_again() -> None:
    busy = [Reply(429, headers={"Retry-After": "0"}), Reply(503)]
    found = answered(entry(doi="10.1234/sleep"), work(), script=lambda _: busy.pop() if busy else None)
    assert found.verdict == AGREES


def test_a_service_that_fails_again_and_again_is_left_alone() -> None:
    with asking([work()], failing("crossref", Reply(500))) as (asker, server):
        (source,) = bibliography.read([Text("a.bib", entry(doi="10.1234/sleep"))])[0].sources.values()
        for _ in range(10):
            assert isinstance(asker.inquiry.ask(source), NotAsked)
    assert len([path for path in server.asked if path.startswith("/crossref/")]) == 3 * 3


def test_without_a_network_every_service_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "AGAIN", (60.0, 60.0))
    (source,) = bibliography.read([Text("a.bib", entry(doi="10.1234/sleep"))])[0].sources.values()
    asker = opened(at="http://nowhere.invalid", now=NOW)
    assert asker.inquiry.ask(source) == asker.inquiry.ask(source)
    assert asker.client.is_away("Crossref")
    assert asker.client.asked == len({"Crossref", "DataCite", "PubMed", "doi.org", "arXiv"})


def test_redirects_within_the_services_are_followed() -> None:
    def script(path: str) -> Reply | None:
        moved = path.startswith("/crossref/works/") and "moved" not in path
        return Reply(308, headers={"Location": "/crossref/works/10.1234%2Fsleep?moved"}) if moved else None

    assert answered(entry(doi="10.1234/old"), work(), script=script).verdict == AGREES


def test_slow_and_huge_answers_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.2)
    monkeypatch.setattr(client, "LARGEST", 1 << 20)
    import index_server

    assert isinstance(ask(entry(doi="10.1234/sleep"), work(), script=index_server.slow(0.6)), NotAsked)
    huge = Reply(body=b'{"message": "' + b"a" * (2 << 20) + b'"}')
    found = ask(entry(doi="10.1234/sleep"), work(), script=failing("crossref", huge))
    assert isinstance(found, NotAsked)
    assert "1 MB" in found.why


def test_what_services_send_is_text_on_one_line() -> None:
    title = "Sleep and errors of students on call \u202e\x07<script>alert(1)</script>\n# Heading " + "x" * 5000
    found = answered(entry(doi="10.1234/sleep"), work(title))
    assert found.record is not None
    assert found.record.title.isprintable()
    assert len(found.record.title) <= 1000
    assert "<" not in found.record.title


def test_who_asks_says_who_it_is() -> None:
    server = Server([work()])
    (source,) = bibliography.read([Text("a.bib", entry(doi="10.1234/sleep"))])[0].sources.values()
    with server.running() as address:
        opened(at=address, contact="editors@hub.example", site="https://hub.example/").inquiry.ask(source)
    assert set(server.agents) == {f"studenthub/{version('studenthub')} (mailto:editors@hub.example)"}
    assert "mailto=editors%40hub.example" in server.asked[0]
