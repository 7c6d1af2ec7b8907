"""``hub verify`` as a user runs it, against a server on this machine."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import hubs
from index_server import Person, Reply, Script, Server, Update, Work, slow
from studenthub.cli import main
from studenthub.model.sources import bibliography, verdict_files
from studenthub.model.sources.verdicts import DIFFERS, Record, Verdict, entry_digest
from studenthub.parse.bibtex.names import Name
from studenthub.source.text import Text
from studenthub.verify import client, due
from studenthub.verify.entries import as_recorded, doi_fix, missing
from test_verify_inquiry import CHRETIEN, GRAJALES, MOORHEAD, REAL, entry, work

CITING = hubs.article("Students post [@chretien2011; @moorhead2013; @ventola2014].")
FILES = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": CITING, "bib/references.bib": REAL}


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "AGAIN", (0.01, 0.02))
    # A busy machine answers late, too.
    monkeypatch.setattr(client, "SECONDS", 60.0)


@contextmanager
def serving(*works: Work, script: Script | None = None) -> Iterator[tuple[Server, str]]:
    server = Server(works, script)
    with server.running() as address:
        yield server, address


def verify(root: Path, address: str, *arguments: str) -> int:
    return main(["--root", str(root), "verify", *arguments, "--services", address])


def kept(root: Path) -> list[str]:
    return list(verdict_files.names(root / "bib/verified"))


def words(root: Path) -> dict[str, str]:
    """The newest word for each key, by the names of the files."""
    return {name.split(".")[0]: name.split(".")[2] for name in kept(root)}


def test_the_real_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(tmp_path, FILES)
    with serving(MOORHEAD, GRAJALES, CHRETIEN) as (_, address):
        assert verify(root, address) == 1
    assert capsys.readouterr().out == (
        "bib/references.bib:2:1: @chretien2011 differs from Crossref: which is right?\n"
        "  The authors: Crossref has no B. Thompson.\n"
        "  The year: 2011 here; Crossref has 2013.\n"
        "  The volume: 124 here; Crossref has 127.\n"
        "  The issue: 21 here; Crossref has 13.\n"
        "  The pages: 2256–2262 here; Crossref has 1413-1421.\n"
        "  As the record has it:\n"
        "    @article{chretien2011,\n"
        "      author = {Chretien, Katherine C. and Kind, Terry},\n"
        "      title = {Social media and clinical care: Ethical, professional, and social implications},\n"
        "      journal = {Circulation},\n"
        "      year = {2013},\n"
        "      volume = {127},\n"
        "      number = {13},\n"
        "      pages = {1413--1421},\n"
        "      doi = {10.1161/CIRCULATIONAHA.112.128017}\n"
        "    }\n\n"
        "bib/references.bib:5:1: @grajales2014 agrees\n"
        "  Crossref also has: doi = {10.2196/jmir.2912}\n\n"
        "bib/references.bib:9:1: @moorhead2013 agrees\n"
        "  Crossref also has: doi = {10.2196/jmir.1933}\n\n"
        "bib/references.bib:14:1: @ventola2014 not found\n"
        "  Crossref, PubMed and arXiv have no work with this title.\n"
        "  That happens with small journals and old works. Compare the entry with the work itself.\n\n"
        "4 sources: 2 agree, 1 differs and 1 was not found. 4 asked about now\n"
    )
    assert words(root) == {
        "chretien2011": "differs",
        "grajales2014": "agrees",
        "moorhead2013": "agrees",
        "ventola2014": "not-found",
    }


def test_nobody_is_asked_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(tmp_path, FILES)
    with serving(MOORHEAD, GRAJALES, CHRETIEN) as (server, address):
        verify(root, address)
        before, first = kept(root), len(server.asked)
        capsys.readouterr()
        assert verify(root, address) == 1
        assert len(server.asked) == first
        assert capsys.readouterr().out.endswith(". None asked about now\n")
        # What is named is asked about again, and the same answer is not kept twice.
        assert verify(root, address, "moorhead2013", "@grajales2014") == 0
        assert len(server.asked) > first
        assert kept(root) == before
        assert verify(root, address, str(root / "docs/articles/a.md")) == 1


def test_an_entry_that_changes_is_asked_about_again(tmp_path: Path) -> None:
    root = hubs.write(tmp_path, FILES)
    with serving(MOORHEAD, GRAJALES, CHRETIEN) as (server, address):
        verify(root, address)
        server.asked.clear()
        (root / "bib/references.bib").write_text(REAL.replace("{2011}", "{2013}").replace("% ", "%"), encoding="utf-8")
        verify(root, address)
        assert len([path for path in server.asked if path.startswith("/crossref/works?")]) == 1
    assert len(kept(root)) == 5


def test_an_old_answer_is_asked_for_again_and_kept_only_if_it_is_another(tmp_path: Path) -> None:
    root = hubs.write(tmp_path, FILES | {"bib/references.bib": entry()})
    (one,) = bibliography.read([Text("a.bib", entry())])[0].sources.values()
    with serving(work()) as (server, address):
        verify(root, address)
        (answer,) = verdict_files.read(root / "bib/verified", [one]).values()
        for name in kept(root):
            (root / "bib/verified" / name).unlink()
        verdict_files.write(root / "bib/verified", replace(answer, date="2020-01-01T0000"))
        (root / ".cache/studenthub/cache.sqlite").unlink()
        server.asked.clear()
        verify(root, address)
        assert server.asked
        assert len(kept(root)) == 1
        # That it was asked is remembered, although nothing was kept.
        server.asked.clear()
        verify(root, address)
        assert not server.asked
    (root / ".cache/studenthub/cache.sqlite").unlink()
    with serving(work(printed=2005)) as (_, address):
        verify(root, address)
    assert sorted(words(root).values()) == ["differs"]
    assert len(kept(root)) == 2


def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = "".join(
        entry(title=f"Sleep and errors of students number {n}").replace("key2020", f"k{n}") for n in range(9)
    )
    root = hubs.write(tmp_path, {"bib/a.bib": entries})
    monkeypatch.setattr(due, "MOST", 4)
    with serving() as (server, address):
        for expected in (4, 8, 9, 9):
            assert verify(root, address) == 1
            assert len(kept(root)) == expected
        assert len([path for path in server.asked if path.startswith("/crossref/")]) == 9


def test_when_the_time_is_over_what_was_found_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = "".join(entry(doi=f"10.1234/{n}").replace("key2020", f"k{n}") for n in range(9))
    root = hubs.write(tmp_path, {"bib/a.bib": entries})
    with serving(*(work(doi=f"10.1234/{n}") for n in range(9)), script=slow(0.3)) as (_, address):
        assert verify(root, address, "--seconds", "1") == 1
    assert 1 <= len(kept(root)) < 6
    assert "not yet, as the time was over: run it again" in capsys.readouterr().out


def test_a_service_that_is_away_is_told_and_nothing_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(tmp_path, FILES | {"bib/references.bib": entry(doi="10.1234/sleep")})
    with serving(script=lambda _: Reply(500)) as (_, address):
        assert verify(root, address) == 1
        assert verify(root, address, "--format", "markdown") == 1
    out = capsys.readouterr().out
    assert "key2020 was not asked about: Crossref gave no answer (it answered 500)" in out
    assert "## No answer, which says nothing about the source" in out
    assert kept(root) == []


def test_only_what_a_pull_request_changes(tmp_path: Path) -> None:
    old = entry(title="An old source of the hub").replace("key2020", "old2019")
    root = hubs.write(
        tmp_path, FILES | {"bib/references.bib": old, "docs/articles/a.md": hubs.article("Text [@old2019].")}
    )
    git = ["git", "-c", "user.name=Author", "-c", "user.email=author@example.org"]
    for command in (["init", "-qb", "main"], ["add", "-A"], ["commit", "-qm", "Begin"], ["checkout", "-qb", "patch-1"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    (root / "bib/new.bib").write_text(entry(), encoding="utf-8")
    (root / "docs/articles/b.md").write_text(hubs.article("Text [@key2020].", title="New"), encoding="utf-8")
    for command in (["add", "-A"], ["commit", "-qm", "Change"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    with serving(work()) as (server, address):
        assert verify(root, address, "--base", "main", "--format", "markdown") == 0
    assert words(root) == {"key2020": "agrees"}
    assert not [path for path in server.asked if "old" in path]


def test_a_retraction_is_noticed_later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = entry(doi="10.1234/sleep") + entry(pmid="7", title="Another study of sleep").replace(
        "key2020", "other2020"
    )
    root = hubs.write(tmp_path, FILES | {"bib/references.bib": entries})
    other = work("Another study of sleep", doi="", pmid="7", indexes=frozenset({"pubmed"}))
    with serving(work(), other) as (server, address):
        assert verify(root, address) == 0
        server.asked.clear()
        assert verify(root, address, "--retractions") == 0
        # All at once, and nothing is written where nothing has happened.
        assert len(server.asked) == 2
    assert len(kept(root)) == 2
    capsys.readouterr()
    notices = (Update("retraction", "10.1234/notice", (2026, 11, 20)),), (Update("retraction", pmid="8", date=(2026,)),)
    with serving(*(replace(one, updates=n) for one, n in zip((work(), other), notices, strict=True))) as (_, address):
        assert verify(root, address, "--retractions") == 1
    assert words(root) == {"key2020": "retracted", "other2020": "retracted"}
    out = capsys.readouterr().out
    assert "@key2020 retracted\n  This work was retracted on 20 November 2026: https://doi.org/10.1234/notice." in out
    assert "2 retracted or withdrawn" in out


def test_a_doi_that_is_certain_is_put_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (
        "% A comment\n@article{a2020,\n  author = {Author, Anna and Other, Bob},\n"
        '  title  = "Sleep and errors of students on call",\n  journal = ex # { of Examples},\n'
        "  year   = 2020,\n  volume = {3},\n  number = 2,\n  pages  = {10--20},\n}\n"
        + entry(year="2011", title="Another study of sleep in students").replace("key2020", "b2011")
    )
    root = hubs.write(tmp_path, FILES | {"bib/references.bib": f"@string{{ex = {{Journal}}}}\n{content}"})
    before = (root / "bib/references.bib").read_text(encoding="utf-8").replace("\n", "\r\n")
    (root / "bib/references.bib").write_bytes(before.encode())
    other = work("Another study of sleep in students", doi="10.1234/another", printed=2012)
    with serving(work(), other) as (server, address):
        assert verify(root, address, "--fix") == 0
        written = (root / "bib/references.bib").read_bytes().decode()
        assert "  number = 2,\r\n  doi = {10.1234/sleep},\r\n  pages  = {10--20},\r\n}" in written
        # The year is one off, so this one is not certain.
        assert "10.1234/another" not in written
        assert written.replace("  doi = {10.1234/sleep},\r\n", "") == before
        server.asked.clear()
        assert verify(root, address, "--fix") == 0
        assert not server.asked
    assert capsys.readouterr().err.splitlines() == ["fixed: 1 DOI put in", "fixed: nothing"]


@pytest.mark.parametrize(
    "names", [["nobody2000"], ["bib/nothing.bib"], ["docs/topics/testing.md"], ["--seconds", "soon"], ["--base", "-x"]]
)
def test_what_cannot_be_asked_for(names: list[str], tmp_path: Path) -> None:
    root = hubs.write(tmp_path, FILES)
    ran = hubs.run(root, ["hub", "verify", *names])
    assert ran.status == 2
    assert "Traceback" not in ran.output


LAW = "@misc{law1999, author = {{Republic of Examples}}, title = {Invented Example Act 999 of 1999}, year = {1999}}\n"


def test_that_a_law_is_in_no_index_is_nothing_to_act_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(
        tmp_path, FILES | {"bib/references.bib": LAW, "docs/articles/a.md": hubs.article("Text [@law1999].")}
    )
    with serving(work()) as (_, address):
        assert verify(root, address) == 0
        assert "No index that was asked lists it. That is normal for books, laws" in capsys.readouterr().out
        assert verify(root, address, "--format", "markdown") == 0
    assert (
        "## In no index, which is normal for books, laws, reports and web pages\n\n- `law1999`"
        in capsys.readouterr().out
    )
    assert hubs.run(root, ["hub", "list", "sources-to-check"]).output.endswith("(none)\n")
    assert hubs.run(root, ["hub", "bib", "verified"]).status == 0


def test_where_nothing_was_asked_nothing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(tmp_path, FILES | {"bib/references.bib": "", "docs/articles/a.md": hubs.article("Text.")})
    with serving() as (server, address):
        assert verify(root, address, "--format", "markdown") == 0
    assert not server.asked
    assert capsys.readouterr().out == ""


HOSTILE = "<script>alert(1)</script> [x](https://evil.example) ![y](https://evil.example/y) `code` | @you #1 \u202e\x07"


def test_what_services_send_stays_text_in_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(tmp_path, FILES | {"bib/references.bib": entry(doi="10.1234/sleep")})
    evil = work(HOSTILE, authors=(Person(HOSTILE, HOSTILE),), container=HOSTILE, volume=HOSTILE, page=HOSTILE)
    notice = Update("retraction", "javascript:alert(1)", (2020,), label=HOSTILE)
    with serving(replace(evil, updates=(notice,))) as (_, address):
        assert verify(root, address, "--format", "markdown") == 1
        assert verify(root, address) == 1
    markdown, _, text = capsys.readouterr().out.partition("bib/references.bib:1:1:")
    page = html.document_fromstring(
        cmarkgfm.github_flavored_markdown_to_html(markdown, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    )
    assert not page.xpath("//script | //img | //a")
    assert all(line.isprintable() for line in f"{markdown}{text}".splitlines())
    assert (root / ".cache/studenthub/verified.md").read_text(encoding="utf-8").startswith("# 🔎 ")


signs = st.text(st.characters(exclude_categories=("C",)), max_size=30).map(lambda text: " ".join(text.split()))
authors = st.lists(st.builds(Name, signs.filter(bool), signs) | st.builds(Name, literal=signs.filter(bool)), max_size=3)


@given(signs, authors, signs, signs, signs)
def test_an_entry_to_copy_is_one_entry(title: str, people: list[Name], journal: str, volume: str, doi: str) -> None:
    (source,) = bibliography.read([Text("a.bib", entry())])[0].sources.values()
    record = Record(
        "Crossref",
        "x",
        titles=(title,),
        authors=tuple(people),
        containers=(journal,),
        printed=2013,
        volume=volume,
        doi=doi,
    )
    everything = ("authors", "year", "title", "journal or book", "volume", "DOI")
    verdict = Verdict(source.key, entry_digest(source), DIFFERS, "2026-11-29T0931", (), everything, record)
    copied = as_recorded(source, verdict)
    found, problems = bibliography.read([Text("b.bib", copied)])
    assert [problem.message for problem in problems] == []
    assert list(found.sources) == [source.key]
    read = found.sources[source.key]
    assert read.raw("pages") == source.raw("pages")
    assert read.year == "2013"
    if title.isalnum() and title.isascii():
        assert read.title == title


@given(
    st.sampled_from(
        ["10.1234/sleep", "10.1/(a)<b>;c,d", "10.1234/a{b", "10.1234/a%b", "10.1234/a\\b", 'x"y', "10.1234/a}b"]
    )
)
def test_a_doi_is_put_in_only_where_the_entry_then_says_the_same(doi: str) -> None:
    for content in (entry(), entry().replace("{", "(", 1)[:-2] + ")\n", entry().replace(", ", ",\n\t")):
        sources = bibliography.read([Text("a.bib", content)])[0].sources
        for source in sources.values():
            people = (Name("Author", "Anna"), Name("Other", "Bob"))
            record = Record("Crossref", doi, "article-journal", (source.title,), people, printed=2020, doi=doi)
            verdict = Verdict(source.key, entry_digest(source), "agrees", "2026-11-29T0931", record=record)
            fix = doi_fix(source, verdict)
            if fix:
                after = content[: fix.start] + fix.text + content[fix.end :]
                (read,) = bibliography.read([Text("a.bib", after)])[0].sources.values()
                assert read.raw("doi") == doi
                assert {n: f.raw for n, f in read.fields.items() if n != "doi"} == {
                    n: f.raw for n, f in source.fields.items()
                }
            else:
                assert any(sign in doi for sign in '{}%\\"')


@pytest.mark.parametrize(
    ("kind", "found"), [("article", {"volume": "3", "number": "2", "pages": "10--20"}), ("misc", {}), ("book", {})]
)
def test_volume_and_pages_are_offered_to_an_article_alone(kind: str, found: dict[str, str]) -> None:
    content = f"@{kind}{{a, author={{Author, A.}}, title={{One}}, journal={{Examples}}, publisher={{E}}, year=2020}}"
    (source,) = bibliography.read([Text("a.bib", content)])[0].sources.values()
    record = Record("Crossref", "x", "article-journal", ("One",), volume="3", issue="2", pages="10-20")
    verdict = Verdict(source.key, entry_digest(source), "agrees", "2026-11-29T0931", record=record)
    assert missing(source, verdict) == found


def test_no_doi_is_put_into_an_entry_that_is_too_long_to_be_tried() -> None:
    content = "@article{a, abstract={" + "Words. " * 3000 + "}, author={Author, A.}, title={One}, year=2020}"
    (source,) = bibliography.read([Text("a.bib", content)])[0].sources.values()
    record = Record("Crossref", "x", "article-journal", ("One",), (Name("Author", "A."),), printed=2020, doi="10.1/x")
    verdict = Verdict(source.key, entry_digest(source), "agrees", "2026-11-29T0931", record=record)
    assert doi_fix(source, verdict) is None


def test_editors_see_what_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = hubs.write(tmp_path, FILES)
    with serving(MOORHEAD, GRAJALES, CHRETIEN) as (_, address):
        verify(root, address, "chretien2011", "moorhead2013")
    capsys.readouterr()
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert main(["--root", str(root), "bib", "verified"]) == 1
    assert capsys.readouterr().out == (
        f"chretien2011  differs in authors, year, volume, issue and pages  (Crossref, PubMed, arXiv, {today})\n"
        "grajales2014  not asked about yet; run hub verify\n"
        f"moorhead2013  agrees  (Crossref, {today})\n"
        "ventola2014  not asked about yet; run hub verify\n"
    )
    main(["--root", str(root), "list", "sources-to-check", "--format", "json"])
    (row,) = json.loads(capsys.readouterr().out)["sources-to-check"]
    assert row["note"] == "@chretien2011: differs in authors, year, volume, issue and pages"
    main(["--root", str(root), "report"])
    report = capsys.readouterr().out
    assert "### What indexes say of the sources" in report
    assert "- The year: 2011 here; Crossref has 2013." in report
    assert "moorhead2013`: " not in report
