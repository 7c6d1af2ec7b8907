"""A draft in an issue: what the form asks, what is read from an answer, whatever it holds, and what becomes of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import github_server
import hubs
import submissions
from github_server import Fault, GitHub
from studenthub import i18n
from studenthub.cli import main
from studenthub.github.attachments import NotFetched, TooLarge
from studenthub.i18n import ENGLISH, Message
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.files.file_kinds import ENDINGS
from studenthub.model.settings import DRAFT_FORM
from studenthub.submission import draft, form, messages
from studenthub.submission.draft import Draft, Unusable
from studenthub.submission.form import Answers
from studenthub.submission.issue import Issue, NoIssue, Person
from studenthub.submission.parcel import Damaged, Parcel
from submissions import GOOD, SETTINGS, TOPICS
from texts import made_of

FIELDS = form.fields(SETTINGS, TOPICS)
STUDENT = Person("student", 1)
FILE = "https://github.com/user-attachments/files/1/"
WORDS = "Students who sleep write better than students who do not. " * 5


def fetch(address: str) -> bytes:
    if "gone" in address:
        raise NotFetched(Message("it is not there any more"))
    if "large" in address:
        raise TooLarge(Message("it is larger than 20 MB"))
    return address.encode()


def read(body: str) -> Draft:
    issue = Issue(7, body, STUDENT, STUDENT, "import")
    return draft.read(issue, SETTINGS, TOPICS, "https://github.com", github_server.REPOSITORY, fetch)


def reasons(body: str) -> tuple[str, ...]:
    with pytest.raises(Unusable) as refused:
        read(body)
    return tuple(map(str, refused.value.reasons))


# --- the form ---------------------------------------------------------------------------------------------------------


def test_the_form_of_this_hub_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(hubs.PROJECT), "draft", "form", "--check"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_form_that_is_stale_is_told_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    topic = "---\nname: A topic, with a comma\n---\n"
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC})
    assert main(["--root", str(tmp_path), "draft", "form", "--check"]) == 1
    assert main(["--root", str(tmp_path), "draft", "form"]) == 0
    assert main(["--root", str(tmp_path), "draft", "form", "--check"]) == 0
    (tmp_path / "docs/topics/another.md").write_text(topic)
    assert main(["--root", str(tmp_path), "draft", "form", "--check"]) == 1
    main(["--root", str(tmp_path), "draft", "form"])
    body = yaml.safe_load((tmp_path / DRAFT_FORM).read_text(encoding="utf-8"))["body"]
    options = next(part for part in body if part.get("id") == "topics")["attributes"]["options"]
    assert [option["label"] for option in options] == ["A topic, with a comma", "Testing"]
    capsys.readouterr()


def test_the_form_asks_for_what_the_hub_requires_and_tells_its_terms() -> None:
    labels = {one.label for one in form.fields(replace(SETTINGS, require={"ethics": ""}), TOPICS)}
    assert "Ethics approval" in labels
    assert "Ethics approval" not in {one.label for one in FIELDS}
    assert any("CC BY 4.0" in text for text in form.promises(SETTINGS))
    assert not any("licence" in text for text in form.promises(replace(SETTINGS, licence="")))
    written = form.as_yaml(replace(SETTINGS, extra={"contact": "editors@hub.example"}), TOPICS)
    assert "write to editors@hub.example instead" in " ".join(written.split())


def test_the_form_names_every_kind_of_file_that_it_takes() -> None:
    said = next(one.description for one in FIELDS if one.id == "article")
    assert all(kinds[0] in said for kinds in (*ENDINGS, (".zip",)))
    assert all(ending in said for ending in ENDINGS[0])


def test_nobody_starts_the_import_with_a_form() -> None:
    for path in (hubs.PROJECT / ".github/ISSUE_TEMPLATE").glob("[1-9]*.yml"):
        assert form.IMPORT not in yaml.safe_load(path.read_text(encoding="utf-8"))["labels"]


def test_the_labels_of_the_form_are_plain_and_differ() -> None:
    labels = [one.label for one in FIELDS]
    assert len(set(labels)) == len(labels)
    for one in FIELDS:
        assert len(set(one.options)) == len(one.options)
        # What is set in Markdown would come back otherwise.
        assert not set("*_`[]<>#") & set("".join((one.label, *one.options)))


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_answers_are_read_as_github_writes_them(line_end: str) -> None:
    found = Answers.read(submissions.body(WORDS).replace("\n", line_end), FIELDS)
    assert {name: text for name, text in found.texts.items() if text} == GOOD | {"article": WORDS.strip()}
    assert found.ticked == {"topics": ("Writing",), "promises": form.promises(SETTINGS)}
    assert form.not_promised(found, FIELDS, SETTINGS) == ()


def test_an_article_may_hold_lines_that_look_like_the_form() -> None:
    lines = ("### Title", "Another", "### Before you send it", "- [x] anything", "### The article", "### Topics")
    article = "\n\n".join((*lines, "- [x] Testing, and more"))
    found = Answers.read(submissions.body(article, promised=()), FIELDS)
    assert found.texts["article"] == article
    assert found.texts["title"] == "Sleep on call"
    assert len(form.not_promised(found, FIELDS, SETTINGS)) == 4
    # Below the article the last answer counts, so that nothing in it can take the place of a promise.
    assert found.ticked["topics"] == ("Writing",)


@pytest.mark.parametrize("text", ["", "Hello", "### Title", "### title\n\nx", "# Title\n\nx", "\0" * 100])
def test_an_issue_of_another_form_has_no_answers(text: str) -> None:
    assert not Answers.read(text, FIELDS).texts.get("article")
    assert reasons(text) == (str(draft.NOT_OUR_FORM),)


@given(
    made_of("### ", "Title", "\n", "### Title\n", "### The article\n", "- [x] ", "_No response_", "\r", "\u2028", "`")
)
def test_no_text_breaks_the_reading_of_answers(text: str) -> None:
    found = Answers.read(text, FIELDS)
    for one in FIELDS:
        found.line(one.id, 40)
    whole = submissions.body(f"a{text}b")
    assert Answers.read(whole, FIELDS).texts["article"].startswith("a")
    assert form.not_promised(Answers.read(whole, FIELDS), FIELDS, SETTINGS) == ()


def test_a_line_is_one_line_without_invisible_signs() -> None:
    found = Answers({"title": " a\nb\0c\u202ed\u200be \t f" + "x" * 400})
    assert found.line("title", 12) == "a b c d e fx"
    assert len(found.line("title", 100)) == 100


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_a_file_is_the_draft_and_the_rest_a_note() -> None:
    found = read(submissions.body(f"Please see\n[My draft.docx]({FILE}My.draft.docx)\n\nThank you!"))
    assert (found.name, found.data) == ("My.draft.docx", f"{FILE}My.draft.docx".encode())
    assert found.note == "Please see\n\n\nThank you!"


def test_pasted_text_is_the_draft() -> None:
    found = read(submissions.body(f"{WORDS}\n\n## References\n\n1. Author, A. (2020)."))
    assert (found.name, found.note) == ("draft", "")
    assert found.data.decode().endswith("Author, A. (2020).")


def test_what_the_form_knows_is_taken_over() -> None:
    others = (
        "Ben Writer, MBChB, 5th year, University of Example\n- Cy Third, year 2\n* Di Fourth\n\n, x\nEd, BSc, Hons, V"
    )
    answers = GOOD | {"others": others, "description": "One.\nTwo.", "type": "Case report", "ai_use": "_No response_"}
    patients = list(form.PATIENTS)[1]
    found = read(submissions.body(WORDS, answers | {"patients": patients}, ["Testing, and more", "Writing"])).known
    assert found.title == "Sleep on call"
    assert found.authors == (
        DraftAuthor("Thandi Example", "MBChB", 4, "University of Example"),
        DraftAuthor("Ben Writer", "MBChB", 5, "University of Example"),
        DraftAuthor("Cy Third", "", 2),
        DraftAuthor("Di Fourth"),
        DraftAuthor("Ed", "BSc, Hons", 5),
    )
    assert found.topics == ("testing", "writing")
    assert (found.description, found.type) == ("One. Two.", "case-report")
    assert found.declarations == {
        "conflicts": "none",
        "funding": "none",
        "patient_information": "A patient appears, with written consent.",
    }


def test_a_topic_that_the_hub_has_no_more_is_left_out() -> None:
    body = submissions.body(WORDS, ticked=["Writing"]).replace("- [ ] Testing, and more", "- [x] Gone")
    assert read(body).known.topics == ("writing",)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("", draft.NOTHING),
        ("See my file.", draft.NOTHING),
        ("[x.docx](https://evil.example/user-attachments/files/1/x.docx)", draft.NOTHING),
        (f"[Uploading a.docx…]()\n{FILE}b.docx", draft.NOT_UPLOADED),
        ("![Uploading Picture.png…]()", draft.NOT_UPLOADED),
        ("https://docs.google.com/document/d/1/edit?usp=sharing", draft.LINK),
        (f"Dear editors, {WORDS} It is at https://docs.google.com/document/d/1/edit", draft.LINK),
        ("https://we.tl/t-abc or https://dropbox.com/s/1/a.docx", draft.LINK),
        ("![page 1](https://github.com/user-attachments/assets/1) My article, photographed.", draft.PICTURES),
        (f"{FILE}large.docx", draft.TOO_LARGE % {"name": "large.docx", "why": "it is larger than 20 MB"}),
        ("Here: https://example-my.sharepoint.com/:w:/g/personal/1", draft.LINK),
        (f"{FILE}a.pdf {FILE}b.xyz", draft.SEVERAL % {"names": "a.pdf, b.xyz"}),
        (f"{FILE}a.docx {FILE}b.odt", draft.SEVERAL % {"names": "a.docx, b.odt"}),
        (f"{FILE}gone.docx", draft.NOT_FETCHED % {"name": "gone.docx", "why": "it is not there any more"}),
    ],
)
def test_whatever_is_wrong_with_a_file_is_told_kindly(article: str, expected: object) -> None:
    assert reasons(submissions.body(article)) == (str(expected),)


@pytest.mark.parametrize("name", ["a.doc", "a.PDF", "a.zip", "a.pages", "a.gdoc", "a"])
def test_what_a_file_is_its_content_says(name: str) -> None:
    assert read(submissions.body(f"{FILE}{name}")).name == name


def test_a_file_beside_one_that_is_not_read_is_enough() -> None:
    sent = read(submissions.body(f"{FILE}a.docx and {FILE}a.pdf"))
    assert (sent.name, sent.note) == ("a.docx", f"and {FILE}a.pdf")


def test_all_reasons_are_told_at_once() -> None:
    promised = form.promises(SETTINGS)[1:]
    found = reasons(submissions.body("", promised=promised))
    assert found == (f"This is not ticked: “{form.promises(SETTINGS)[0]}”", str(draft.NOTHING))


def test_a_promise_is_the_one_of_today() -> None:
    """Who ticked other words has not agreed to these."""
    body = submissions.body(WORDS).replace("CC BY 4.0", "CC0 1.0")
    assert reasons(body) == (f"This is not ticked: “{form.promises(SETTINGS)[1]}”",)


@given(st.text(max_size=300))
def test_no_article_breaks_the_reading_of_a_draft(text: str) -> None:
    with suppress(Unusable):
        read(submissions.body(text))


# --- issues and parcels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"issue": 1}', '{"issue": {"number": "x"}}', "\udcff", '{"issue": {"pull_request": {}}}']
)
def test_what_is_no_event_of_an_issue_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(NoIssue):
        Issue.read(tmp_path / "event.json")


def test_an_issue_without_a_text_is_one(tmp_path: Path) -> None:
    found = Issue.read(submissions.event(tmp_path / "event.json", None))
    assert (found.number, found.body, found.label, found.author.login) == (7, "", "import", "student")
    assert found.author.email == "4001+student@users.noreply.github.com"


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
READY = Parcel(
    title="Sleep on call",
    names=("Thandi Example",),
    note="Thank you!",
    recognised=("4 of 4 citations",),
    missing=("the standfirst",),
    report="## Report\n\nFine.",
    preview=True,
    files={
        "docs/articles/sleep-on-call/index.md": b"---\ntitle: x\n---\n",
        "docs/articles/sleep-on-call/corridor.png": PNG,
        "bib/sleep-on-call.bib": b"@book{a, title = {x}}\n",
    },
)


def test_a_parcel_comes_out_as_it_went_in(tmp_path: Path) -> None:
    READY.write(tmp_path / "parcel")
    assert Parcel.read(tmp_path / "parcel") == READY
    refused = Parcel(refusals=("no file",))
    refused.write(tmp_path / "refused")
    assert Parcel.read(tmp_path / "refused") == refused


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (".github/workflows/x.yml", b"on: push"),
        ("docs/articles/../../.github/workflows/x.yml", b"on: push"),
        ("mkdocs.yml", b"x"),
        ("docs/index.md", b"x"),
        ("docs/articles/a.html", b"x"),
        ("docs/articles/a/b/index.md", b"x"),
        ("docs/articles/A.md", b"x"),
        ("docs/articles/a.md.exe", b"x"),
        ("docs/articles/a/x.svg", b"<svg/>"),
        ("docs/articles/a/x.png", b"<script>"),
        ("docs/articles/a/x.jpg", PNG),
        ("docs/articles/a/.png", PNG),
        ("docs/articles/a\nb.md", b"x"),
        ("docs/articles/a.md", b"\xff\xfe"),
        ("docs/articles/a.md", b"a\0b"),
        ("docs/articles/a.md", b"x" * 500_000),
        ("bib/a.md", b"x"),
        ("bib/a/b.bib", b"x"),
        ("plugins/studenthub/hub.py", b"x"),
    ],
)
def test_the_job_that_writes_takes_nothing_but_a_draft(path: str, data: bytes, tmp_path: Path) -> None:
    READY.write(tmp_path / "parcel")
    file = tmp_path / "parcel/files" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    if file.resolve().is_relative_to(tmp_path / "parcel/files"):
        with pytest.raises(Damaged):
            Parcel.read(tmp_path / "parcel")


def test_a_link_out_of_a_parcel_is_not_followed(tmp_path: Path) -> None:
    READY.write(tmp_path / "parcel")
    (tmp_path / "parcel/files/docs/articles/secret.md").symlink_to("/etc/passwd")
    with pytest.raises(Damaged):
        Parcel.read(tmp_path / "parcel")
    (tmp_path / "parcel/files/docs/articles/secret.md").unlink()
    (tmp_path / "parcel/parcel.json").rename(tmp_path / "real.json")
    (tmp_path / "parcel/parcel.json").symlink_to(tmp_path / "real.json")
    with pytest.raises(Damaged):
        Parcel.read(tmp_path / "parcel")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"title": 1}', "\0"])
def test_words_that_cannot_be_read_are_told(text: str, tmp_path: Path) -> None:
    READY.write(tmp_path / "parcel")
    (tmp_path / "parcel/parcel.json").write_text(text)
    with pytest.raises(Damaged):
        Parcel.read(tmp_path / "parcel")


def test_a_parcel_has_files_or_reasons(tmp_path: Path) -> None:
    replace(READY, refusals=("no",)).write(tmp_path / "both")
    Parcel().write(tmp_path / "neither")
    for name in ("both", "neither", "absent"):
        with pytest.raises(Damaged):
            Parcel.read(tmp_path / name)


# --- sending ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[GitHub]:
    with github_server.running() as hub:
        environment = {
            "GITHUB_EVENT_PATH": str(submissions.event(tmp_path / "event.json", "text")),
            "GITHUB_API_URL": f"{hub.address}/api",
            "GITHUB_SERVER_URL": hub.address,
            "GITHUB_REPOSITORY": github_server.REPOSITORY,
            "GITHUB_RUN_ID": "99",
            "GITHUB_TOKEN": "secret",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        hub.issue_labels[7] = {"draft", "import"}
        yield hub


def send(tmp_path: Path, parcel: Parcel | None) -> int:
    """The second job, with what the first one has handed over."""
    hubs.write(tmp_path / "hub", {})
    folder = tmp_path / f"parcel-{len(list(tmp_path.iterdir()))}"
    if parcel:
        parcel.write(folder)
    return main(["--root", str(tmp_path / "hub"), "draft", "send", str(folder)])


def answer(github: GitHub, issue: int = 7) -> str:
    [row] = [row for row in github.comments if row["issue"] == issue]
    return str(row["body"])


def test_a_draft_becomes_a_pull_request_in_the_authors_name(github: GitHub, tmp_path: Path) -> None:
    assert send(tmp_path, READY) == 0
    [pull] = github.pulls
    assert (pull["title"], pull["head"]["ref"], pull["base"]["ref"]) == ("Sleep on call", "draft/7", "main")
    assert pull["body"].startswith("On behalf of Thandi Example, who sent this draft in #7. Closes #7.")
    for part in ("> Thank you", "4 of 4 citations", "the standfirst", "## Report", "/actions/runs/99"):
        assert part in pull["body"]
    files = github.content("draft/7")
    assert {path: files[path] for path in READY.files} == READY.files
    assert github.commits[github.refs["heads/draft/7"]]["author"]["name"] == "student"
    assert pull["html_url"] in answer(github)
    assert "the standfirst" in answer(github)
    assert github.issue_labels[7] == {"draft"}


def test_the_same_issue_renews_its_branch_and_its_answer(github: GitHub, tmp_path: Path) -> None:
    send(tmp_path, READY)
    other = replace(READY, title="Sleep at last", files={"docs/articles/sleep-at-last.md": b"text"})
    assert send(tmp_path, other) == 0
    assert [pull["title"] for pull in github.pulls] == ["Sleep at last"]
    # Sent again as it is: the draft before is in no other issue.
    assert send(tmp_path, other) == 0
    assert github.pulls[0]["body"].count("Closes #7.") == 1
    assert set(github.content("draft/7")) == {"mkdocs.yml", "docs/articles/sleep-at-last.md"}
    assert github.content("main") == {"mkdocs.yml": b"site_name: Hub\n"}
    assert answer(github)


def test_what_an_editor_changed_is_not_written_over(github: GitHub, tmp_path: Path) -> None:
    send(tmp_path, READY)
    head = github.refs["heads/draft/7"]
    tree = github.commits[head]["tree"]["sha"]
    github.refs["heads/draft/7"] = edited = github.commit("Edit", tree, [head], github_server.EDITOR)
    assert send(tmp_path, replace(READY, title="Other")) == 0
    assert github.refs["heads/draft/7"] == edited
    assert github.pulls[0]["title"] == "Sleep on call"
    assert "by hand" in answer(github)


def test_a_draft_that_cannot_be_taken_is_answered_and_nothing_is_made(github: GitHub, tmp_path: Path) -> None:
    before = dict(github.refs)
    assert send(tmp_path, Parcel(refusals=("There is no @file [here](x) <b>",))) == 0
    assert github.refs == before
    assert not github.pulls
    assert "It cannot become an article yet" in answer(github)
    assert "@<span></span>file \\[here\\](x) &lt;b>" in answer(github)
    assert github.issue_labels[7] == {"draft"}


def test_a_fault_of_ours_is_no_fault_of_the_author(github: GitHub, tmp_path: Path) -> None:
    assert send(tmp_path, None) == 1
    assert "it is not your file" in answer(github)
    assert not github.pulls


def test_only_an_editor_can_start_it(github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = submissions.event(tmp_path / "other.json", "text", editor="student")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert send(tmp_path, READY) == 2
    assert not github.comments
    assert not github.pulls
    assert [call for call in github.calls if not call.startswith("GET")] == []


def test_an_article_of_another_author_is_never_written_over(github: GitHub, tmp_path: Path) -> None:
    path = "docs/articles/sleep-on-call/index.md"
    tree = github.tree({path: github.blob(b"somebody's")})
    github.refs["heads/main"] = github.commit("x", tree, [], github_server.EDITOR)
    assert send(tmp_path, READY) == 0
    assert not github.pulls
    assert "another title" in answer(github)


@pytest.mark.parametrize("path", ["docs/articles/sleep-on-call.md", "docs/articles/sleep-on-call/index.md"])
def test_a_title_that_is_published_is_free_for_neither_of_its_places(path: str, github: GitHub, tmp_path: Path) -> None:
    tree = github.tree({"docs/articles/sleep-on-call.md": github.blob(b"somebody's")})
    github.refs["heads/main"] = github.commit("x", tree, [], github_server.EDITOR)
    assert send(tmp_path, replace(READY, files={path: b"---\ntitle: x\n---\n"})) == 0
    assert not github.pulls
    assert "another title" in answer(github)


def send_in(number: int, tmp_path: Path, parcel: Parcel, monkeypatch: pytest.MonkeyPatch) -> int:
    """The second job for another issue of the student."""
    event = submissions.event(tmp_path / f"event-{number}.json", "text", number=number)
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    return send(tmp_path, parcel)


@pytest.mark.parametrize("path", ["docs/articles/sleep-on-call.md", "docs/articles/sleep-on-call/index.md"])
def test_who_fills_the_form_in_twice_renews_the_one_pull_request(
    path: str, github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(tmp_path, READY)
    newer = replace(READY, files={path: b"---\ntitle: y\n---\n"})
    assert send_in(9, tmp_path, newer, monkeypatch) == 0
    [pull] = github.pulls
    assert pull["head"]["ref"] == "draft/7"
    assert "who sent this draft in #9. Closes #9. Closes #7." in pull["body"]
    assert github.content("draft/7") == {"mkdocs.yml": b"site_name: Hub\n", **newer.files}
    assert "You have sent this draft again in #9" in answer(github, 7)
    assert pull["html_url"] in answer(github, 9)
    # And a third time, in the issue that is the second.
    assert send_in(9, tmp_path, READY, monkeypatch) == 0
    assert len(github.pulls) == 1


def test_a_second_draft_does_not_replace_what_an_editor_changed(
    github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(tmp_path, READY)
    head = github.refs["heads/draft/7"]
    tree = github.commits[head]["tree"]["sha"]
    github.refs["heads/draft/7"] = edited = github.commit("Edit", tree, [head], github_server.EDITOR)
    assert send_in(9, tmp_path, READY, monkeypatch) == 0
    assert github.refs["heads/draft/7"] == edited
    assert len(github.pulls) == 1
    assert "by hand" in answer(github, 9)


def test_two_students_with_one_title_have_two_drafts(
    github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(tmp_path, READY)
    github.authors[7] = ("another", 4003)
    before = dict(github.refs)
    assert send_in(9, tmp_path, READY, monkeypatch) == 0
    assert github.refs == before
    assert "Somebody else has sent a draft with this title" in answer(github, 9)


@pytest.mark.parametrize(
    "change",
    [{"state": "closed"}, {"head": {"ref": "draft/7", "repo": None}}, {"head": {"ref": "draft/x", "repo": {}}}],
)
def test_a_title_is_free_again_where_nobody_reads_its_draft(
    change: dict[str, object], github: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(tmp_path, READY)
    github.pulls[0] |= change
    assert send_in(9, tmp_path, READY, monkeypatch) == 0
    assert [pull["head"]["ref"] for pull in github.pulls][1:] == ["draft/9"]


def test_a_draft_that_was_published_is_told_so(github: GitHub, tmp_path: Path) -> None:
    send(tmp_path, READY)
    github.pulls[0] |= {"state": "closed", "merged_at": "2026-11-30T00:00:00Z"}
    github.refs["heads/main"] = github.refs["heads/draft/7"]
    assert send(tmp_path, READY) == 0
    assert len(github.pulls) == 1
    assert "is published already" in answer(github)


def test_where_workflows_may_open_nothing_an_editor_has_the_link(github: GitHub, tmp_path: Path) -> None:
    github.may_open_pulls = False
    assert send(tmp_path, READY) == 0
    assert "compare/main...draft/7?expand=1&title=Sleep+on+call" in answer(github)
    assert "Allow GitHub Actions to create and approve pull requests" in answer(github)
    assert READY.files.keys() <= github.content("draft/7").keys()


@pytest.mark.parametrize(
    ("call", "fault", "status"),
    [
        ("GET git/ref/heads/main", Fault(404, "Not Found"), 1),
        ("POST git/trees", Fault(422, "Validation Failed"), 1),
        ("POST git/refs", Fault(403, "Resource not accessible by integration"), 1),
        ("POST pulls", Fault(422, "Validation Failed"), 1),
        ("POST pulls", Fault(500, "Server Error"), 1),
        ("POST issues/7/comments", Fault(403, "Resource not accessible by integration"), 1),
        ("DELETE issues/7/labels/import", Fault(404, "Label does not exist"), 0),
        ("POST git/blobs", Fault(429, "slow", {"Retry-After": "0"}), 0),
        ("GET git/ref/heads/main", Fault(502, "bad gateway", {"Retry-After": "0"}), 0),
    ],
)
def test_a_fault_of_github_ends_in_words_and_can_be_tried_again(
    call: str, fault: Fault, status: int, github: GitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    github.faults[call].append(fault)
    assert send(tmp_path, READY) == status
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    assert (fault.message in printed.err) is (status == 1)
    assert send(tmp_path, READY) == 0
    assert len(github.pulls) == 1
    assert len(github.comments) == 1


def test_without_a_workflow_it_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)
    assert send(tmp_path, READY) == 2
    assert "GITHUB_SERVER_URL is not set" in capsys.readouterr().err


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "zu"])
def test_what_others_wrote_stays_text_in_every_answer(language: str) -> None:
    interface = i18n.of_hub(language)
    evil = "@everyone #1 [x](javascript:alert(1)) <img src=x> ![](https://evil.example/x.png)\n# Heading"
    parcel = replace(READY, title=evil, names=(evil,), note=evil, recognised=(evil,), missing=(evil,), refusals=(evil,))
    issue = Issue(7, "", STUDENT, STUDENT, "import")
    title, text = messages.pull_request(interface, parcel, issue, "https://run.example")
    for said in (
        text,
        messages.refused(interface, parcel),
        messages.taken(interface, parcel, "p", "r"),
        messages.not_permitted(interface, parcel, "c", "s", "r"),
    ):
        assert "@everyone" not in said
        assert "<img" not in said
        assert "https://evil" not in said
        assert "\n# Heading" not in said
    assert "\n" not in title


def test_no_answer_is_longer_than_github_takes() -> None:
    parcel = replace(READY, report="\n\n".join(["x" * 1000] * 100), note="y" * 100_000, recognised=("z" * 90_000,))
    issue = Issue(7, "", STUDENT, STUDENT, "import")
    assert len(messages.pull_request(ENGLISH, parcel, issue, "r")[1]) < 65536
    assert len(messages.taken(ENGLISH, parcel, "p", "r")) < 65536
    report = messages.pull_request(ENGLISH, replace(READY, report=parcel.report), issue, "r")[1]
    assert report.rstrip().endswith("The report goes on in the summary of the run.*")
    assert json.dumps(report)


def test_answers_are_in_the_language_of_the_hub(github: GitHub, tmp_path: Path) -> None:
    yml = hubs.MKDOCS_YML.replace("{bib_dir: bib}", "{bib_dir: bib, language: fr-FR}")
    hubs.write(tmp_path / "hub", {"mkdocs.yml": yml})
    folder = tmp_path / "parcel"
    READY.write(folder)
    assert main(["--root", str(tmp_path / "hub"), "draft", "send", str(folder)]) == 0
    assert answer(github).startswith("Merci pour votre brouillon. C’est maintenant [une pull request](https://")
    assert "### Ce qui manque" in answer(github)
    assert "*Ce que disent les contrôles est en anglais.*" in answer(github)
    [pull] = github.pulls
    assert pull["body"].startswith("De la part de Thandi Example\u00a0; ce brouillon est arrivé par #7. Closes #7.")
