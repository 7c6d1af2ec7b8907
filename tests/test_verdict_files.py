"""The answers of a verification as they are kept: read again as they were, merged by git, and trusted by nobody."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studenthub.model.sources import bibliography, verdict_files
from studenthub.model.sources.notices import KINDS, Notice
from studenthub.model.sources.source import Source
from studenthub.model.sources.verdicts import (
    AGREES,
    DIFFERS,
    NOT_FOUND,
    VERDICTS,
    WRONG_WORK,
    Record,
    Verdict,
    entry_digest,
)
from studenthub.parse.bibtex.names import Name
from studenthub.source.text import Text

FOLDER = "bib/verified"


def source(key: str = "author2020", **fields: str) -> Source:
    fields = {"author": "Author, A.", "title": "A title", "journal": "Examples", "year": "2020"} | fields
    content = f"@article{{{key}, {', '.join(f'{name} = {{{value}}}' for name, value in fields.items())}}}\n"
    return bibliography.read([Text("bib/a.bib", content)])[0].sources[key]


def answer(one: Source, verdict: str = AGREES, date: str = "2026-11-29T0931", *notices: Notice) -> Verdict:
    record = Record("Crossref", "10.1234/a", titles=(one.title,), doi="10.1234/a", notices=notices)
    return Verdict(one.key, entry_digest(one), verdict, date, ("Crossref",), record=record)


def kept(root: Path, one: Source) -> Verdict | None:
    return verdict_files.read(root / FOLDER, [one]).get(one.key)


words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("C", "Z")), min_size=1, max_size=9
)
texts = st.lists(words, max_size=3).map(" ".join)
names = st.builds(Name, texts, texts, texts, texts, st.just("")) | st.builds(Name, literal=words)
notices = st.builds(
    Notice, st.sampled_from(KINDS), st.sampled_from(["", "2014", "2014-02", "2014-02-06"]), reason=texts
)
many = st.lists(words, max_size=3).map(tuple)
records = st.builds(
    Record,
    service=words,
    id=words,
    kind=texts,
    titles=many,
    authors=st.lists(names, max_size=3).map(tuple),
    editors=st.lists(names, max_size=2).map(tuple),
    containers=many,
    printed=st.sampled_from([0, 1999, 2024]),
    online=st.sampled_from([0, 1999, 2024]),
    volume=texts,
    pages=texts,
    isbn=many,
    updates=many,
    is_complete=st.booleans(),
    notices=st.lists(notices, max_size=3).map(tuple),
)
verdicts = st.builds(
    Verdict,
    key=words,
    entry=st.from_regex("[0-9a-f]{16}", fullmatch=True),
    verdict=st.sampled_from(VERDICTS),
    date=st.just("2026-11-29T0931"),
    asked=many,
    differs=many,
    record=st.none() | records,
    meant=st.none() | records,
)


@given(verdicts)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, verdict: Verdict) -> None:
    root = tmp_path_factory.mktemp("kept")
    path = verdict_files.write(root / FOLDER, verdict)
    assert len(path.name.encode()) < 255
    assert path.name.isascii()
    assert verdict_files.names(root / FOLDER) == (path.name,)
    read = verdict_files.read_file(path)
    assert read is not None
    assert _without_empty_names(read) == _without_empty_names(verdict)


def _without_empty_names(verdict: Verdict) -> Verdict:
    """A name without any part is nobody, and not kept as somebody."""

    def of(record: Record | None) -> Record | None:
        if record is None:
            return None
        authors, editors = (tuple(n for n in people if n != Name()) for people in (record.authors, record.editors))
        return replace(record, authors=authors, editors=editors)

    return replace(verdict, record=of(verdict.record), meant=of(verdict.meant))


def test_the_newest_answer_counts_and_none_for_an_entry_that_has_changed(tmp_path: Path) -> None:
    one = source()
    verdict_files.write(tmp_path / FOLDER, answer(one, DIFFERS, "2026-11-29T0931"))
    verdict_files.write(tmp_path / FOLDER, answer(one, AGREES, "2026-12-06T0402"))
    verdict_files.write(tmp_path / FOLDER, answer(one, NOT_FOUND, "2026-10-01T0402"))
    found = kept(tmp_path, one)
    assert found is not None
    assert (found.verdict, found.date) == (AGREES, "2026-12-06T0402")
    assert kept(tmp_path, source(year="2021")) is None
    assert kept(tmp_path, source("other2020")) is None
    # What is not asked about changes nothing: a note of one's own, or where the lines break.
    assert kept(tmp_path, source(keywords="sleep", abstract="Long.", title="A\n    title")) == found


@pytest.mark.parametrize(
    "key", ["a.b", "van-der-berg2020", "Müller2020", "a/b", "a:b+c", "../../etc", "x" * 300, "CON", "a b"]
)
def test_any_key_has_a_file_of_its_own(key: str, tmp_path: Path) -> None:
    one = replace(source(), key=key)
    path = verdict_files.write(tmp_path / FOLDER, answer(one))
    assert path.parent == tmp_path / FOLDER
    assert path.name.isascii()
    assert len(path.name) < 255
    found = kept(tmp_path, one)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"verdict": "agrees"}',
        b'{"verdict": ["agrees"], "key": "author2020"}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"key": "author2020", "verdict": "agrees", "record": {"notices": [1, {"kind": "fire"}, {"kind": []}]}}',
        b'{"key": "author2020", "entry": "' + b"a" * 100_000 + b'", "verdict": "agrees"}',
    ],
    ids=range(10),
)
def test_what_is_no_verdict_is_no_answer(content: bytes, tmp_path: Path) -> None:
    one = source()
    path = verdict_files.write(tmp_path / FOLDER, answer(one, AGREES, "2026-11-29T0931", Notice("retraction", "2014")))
    path.write_bytes(content)
    assert kept(tmp_path, one) is None
    names = verdict_files.names(tmp_path / FOLDER)
    assert verdict_files.notices(tmp_path / FOLDER, names, {one.key: one}) == {}


def test_a_notice_leads_to_a_doi_or_to_pubmed_and_nowhere_else(tmp_path: Path) -> None:
    one = source()
    bad = Notice("retraction", "<b>", 'javascript:alert(1)//10.1234/"><script>', "1/../../evil", "\u202ereason\n\x07")
    good = Notice("retraction", "2014", "10.1234/(a)<b>;c d"[:15], "123")
    path = verdict_files.write(tmp_path / FOLDER, answer(one, AGREES, "2026-11-29T0931", bad, good))
    read = verdict_files.read_file(path)
    assert read is not None
    assert read.record is not None
    first, second = read.record.notices
    assert first == Notice("retraction", reason="reason")
    assert first.link == ""
    assert second.link == "https://doi.org/10.1234/(a)%3Cb%3E;"


def test_a_build_opens_only_what_says_that_a_work_was_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = {f"author{n}": source(f"author{n}") for n in range(20)}
    for one in sources.values():
        verdict_files.write(tmp_path / FOLDER, answer(one))
    notice = Notice("retraction", "2014-02-06", "10.1234/notice")
    verdict_files.write(tmp_path / FOLDER, answer(sources["author3"], AGREES, "2026-12-06T0402", notice))
    verdict_files.write(tmp_path / FOLDER, answer(sources["author4"], WRONG_WORK, "2026-12-06T0402", notice))
    opened: list[Path] = []
    load = verdict_files.read_file
    monkeypatch.setattr(verdict_files, "read_file", lambda path: opened.append(path) or load(path))
    names = verdict_files.names(tmp_path / FOLDER)
    assert verdict_files.notices(tmp_path / FOLDER, names, sources) == {"author3": notice}
    assert len(opened) == 1


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("ours")
    (folder / "a.2026-11-29T0931.agrees.00000000-00000000.json").symlink_to("/etc/passwd")
    assert verdict_files.names(tmp_path / FOLDER) == ()
    assert verdict_files.names(tmp_path / "nowhere") == ()


# --- two branches -----------------------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Verify")


def test_whatever_two_branches_verify_git_merges_it(tmp_path: Path) -> None:
    old, new = source("same2020"), source("same2020", doi="10.1234/a")
    shared = [source(f"shared{n}") for n in range(5)]
    git(tmp_path, "init", "-q")
    for one in (old, *shared):
        verdict_files.write(tmp_path / FOLDER, answer(one, NOT_FOUND, "2026-08-01T0402"))
    commit(tmp_path)
    notice = Notice("retraction", "2026-11-20")
    branches = {
        "weekly": [
            # New entries, the same ones as on the other branch, and one that was retracted meanwhile.
            *(answer(source(f"new{n}"), AGREES, "2026-11-23T0402") for n in range(5)),
            *(answer(one, AGREES, "2026-11-23T0402") for one in shared[:3]),
            answer(shared[3], AGREES, "2026-11-23T0402", notice),
            answer(old, DIFFERS, "2026-11-23T0402"),
        ],
        "student": [
            *(answer(source(f"new{n}"), DIFFERS if n == 2 else AGREES, "2026-11-29T0931") for n in range(3, 8)),
            *(answer(one, AGREES, "2026-11-23T0402") for one in shared[1:4]),
            answer(new, AGREES, "2026-11-29T0931"),
        ],
    }
    for name, answers in branches.items():
        git(tmp_path, "checkout", "-q", "-b", name, "main")
        for verdict in answers:
            verdict_files.write(tmp_path / FOLDER, verdict)
        commit(tmp_path)
    git(tmp_path, "checkout", "-q", "main")
    for name in branches:
        git(tmp_path, "merge", "-q", "--no-ff", "-m", f"Merge {name}", name)
    assert len(verdict_files.names(tmp_path / FOLDER)) == 6 + 10 + 9 - len(shared[1:3])
    everything = verdict_files.read(tmp_path / FOLDER, [*(source(f"new{n}") for n in range(8)), *shared, new])
    assert everything.keys() == {*(f"new{n}" for n in range(8)), *(f"shared{n}" for n in range(5)), "same2020"}
    assert everything["same2020"].verdict == AGREES
    # Of two answers of one minute the graver has the later name.
    assert everything["shared3"].notice == notice
    assert json.loads((tmp_path / FOLDER / verdict_files.names(tmp_path / FOLDER)[0]).read_text())["key"] == "new0"
