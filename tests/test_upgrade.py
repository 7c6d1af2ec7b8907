"""A newer version of the program: a hub of an older one works as it is, and changes none of its own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import hubs
import submissions
from studenthub import hub
from studenthub.cli import main
from studenthub.model import settings
from studenthub.model.settings import DRAFT_FORM
from studenthub.submission import draft, form
from studenthub.submission.draft import Draft
from studenthub.submission.issue import Issue, Person
from studenthub.submission.refusals import Unusable

OLDER = hubs.files_of((Path(__file__).parent / "older_hub.txt").read_text(encoding="utf-8"))
WORKFLOW = ".github/workflows/check.yml"


def _own(folder: Path) -> dict[str, str]:
    return {path: (folder / path).read_text(encoding="utf-8") for path in OLDER}


def test_an_older_hub_is_checked_and_built_as_it_is(tmp_path: Path) -> None:
    hubs.write(tmp_path, OLDER)
    checked = hubs.run(tmp_path, ["hub", "check"])
    assert (checked.status, checked.output.splitlines()[-1]) == (0, "2 articles, no problems")
    assert hubs.build(tmp_path).status == 0
    audited = hubs.run(tmp_path, ["hub", "audit", "site"])
    assert audited.status == 0, audited.output
    assert _own(tmp_path) == OLDER
    page = hubs.page(tmp_path, "articles/notice-to-a-tenant")
    assert "Author A, A Book (Example Press 2024)" in hubs.text(page.xpath("//section[@class='references']")[0])
    assert hubs.text(hubs.page(tmp_path, "write/confidentiality").xpath("//h1")[0]) == "Who is named"
    assert "<h1>Not found</h1>" in (tmp_path / "site/404.html").read_text(encoding="utf-8")
    assert (tmp_path / "site/assets/own.css").is_file()


def test_doctor_says_what_is_newer_and_renew_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hubs.write(tmp_path, OLDER)
    older = OLDER[WORKFLOW].replace("timeout-minutes: 10", "timeout-minutes: 5")
    (tmp_path / WORKFLOW).write_text(older, encoding="utf-8")
    found = hubs.run(tmp_path, ["hub", "doctor"])
    assert found.status == 0
    assert f"{DRAFT_FORM}: it is older than mkdocs.yml, docs/topics or the program; run hub draft form" in found.output
    (line,) = re.findall(r"look   forms and workflows that .*", found.output)
    assert "1-idea.yml" in line
    assert f"{WORKFLOW}. They go on working; where the difference is not yours, hub renew FILE writes" in line
    assert main(["--root", str(tmp_path), "renew", WORKFLOW]) == 0
    renewed = (tmp_path / WORKFLOW).read_text(encoding="utf-8")
    assert "origin/trunk" in renewed
    assert "timeout-minutes: 10" in renewed
    assert "<<" not in renewed
    assert main(["--root", str(tmp_path), "renew", "mkdocs.yml"]) == 2
    assert "mkdocs.yml is not a form or a workflow of this hub" in capsys.readouterr().err


def test_a_draft_is_read_by_the_form_that_its_author_saw(tmp_path: Path) -> None:
    """The form may have been written by an older version, with other labels, promises and order."""
    hubs.write(tmp_path, OLDER)
    older = yaml.safe_load(OLDER[DRAFT_FORM])
    labels = {"title": "What is it called?", "name": "Who are you?", "promises": "You promise:"}
    for row in older["body"]:
        row["attributes"]["label"] = labels.get(row.get("id"), row["attributes"].get("label"))
    title = next(row for row in older["body"] if row.get("id") == "title")
    older["body"].remove(title)
    older["body"].insert(2, title)
    promises = next(row for row in older["body"] if row.get("id") == "promises")["attributes"]["options"]
    promises[0]["label"] = "I have asked all of them."
    (tmp_path / DRAFT_FORM).write_text(yaml.safe_dump(older), encoding="utf-8")
    found = settings.read(tmp_path)
    topics = hub.read(found, unpublished=True).catalogue.terms["topics"]
    shown = form.shown(tmp_path / DRAFT_FORM, form.fields(found, topics))
    answers = {"title": "What a lease says", "name": "Ann Author", "year": "Third"}
    text = submissions.body("A sentence of the lease. " * 20, answers, ticked=["Private law"], fields=shown)
    assert "### Who are you?" in text
    known = _read(tmp_path, text).known
    assert (known.title, known.authors[0].name, known.authors[0].year_of_study) == (
        "What a lease says",
        "Ann Author",
        3,
    )
    assert known.topics == ("private-law",)
    with pytest.raises(Unusable, match="I have asked all of them"):
        _read(tmp_path, text.replace("[x] I have", "[ ] I have"))


def _read(folder: Path, text: str) -> Draft:
    found = settings.read(folder)
    topics = hub.read(found, unpublished=True).catalogue.terms["topics"]
    issue = Issue(7, text, Person("student", 1), Person("editor", 2), form.IMPORT)
    return draft.read(issue, found, topics, "https://github.com", "example/journal", lambda _: b"")


def test_what_was_promised_under_another_licence_is_asked_again(tmp_path: Path) -> None:
    hubs.write(tmp_path, OLDER)
    (tmp_path / "mkdocs.yml").write_text(OLDER["mkdocs.yml"].replace("CC-BY-4.0", "CC-BY-SA-4.0"), encoding="utf-8")
    found = settings.read(tmp_path)
    shown = form.shown(tmp_path / DRAFT_FORM, form.fields(found, {}))
    answers = form.Answers.read(submissions.body("Text.", {}, fields=shown), shown)
    assert [text for text in form.not_promised(answers, shown, found) if "CC BY-SA 4.0" not in text] == []
    assert len(form.not_promised(answers, shown, found)) == 1
