"""Drafts in Word, from the form to a pull request with its preview: after sending, their author presses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

import github_server
import hubs
import submissions
from github_server import GitHub
from studenthub import hub
from studenthub.cli import main
from studenthub.model import settings
from studenthub.submission import form
from studenthub.submission.parcel import Parcel

#: Drafts of the shared data.
DRAFTS = (
    "0-seed", "1-apa-bold-headings", "2-vancouver-list-number", "3-superscript-picture", "4-footnotes-law",
    "5-tracked-comments", "6-zotero-fields", "7-mendeley", "8-word-sources", "scored/02-apa-errors",
    "scored/05-vancouver-superscript", "scored/07-chicago-notes", "scored/11-google-docs", "scored/16-email-txt",
)  # fmt: skip


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[GitHub]:
    with github_server.running() as found:
        environment = {
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_API_URL": f"{found.address}/api",
            "GITHUB_SERVER_URL": found.address,
            "GITHUB_REPOSITORY": github_server.REPOSITORY,
            "GITHUB_RUN_ID": "99",
            "GITHUB_TOKEN": "secret",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        found.issue_labels[7] = {"draft", "import"}
        yield found


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_becomes_a_pull_request_with_a_preview(name: str, shared: Path, github: GitHub, tmp_path: Path) -> None:
    draft = next(path for path in (shared / "cases/drafts").glob(f"{name}.*") if path.suffix in (".docx", ".txt"))
    root = hubs.write(tmp_path / "hub", {"docs/topics/testing.md": hubs.TOPIC})
    found = settings.read(root)
    fields = form.fields(found, hub.read(found, unpublished=True).catalogue.terms["topics"])
    address = github.attach(f"/user-attachments/files/1/{draft.name}", draft.read_bytes())
    answers = submissions.GOOD | {"title": f"A draft about {draft.stem}", "description": "What this draft is about."}
    submissions.event(
        tmp_path / "event.json", submissions.body(f"[{draft.name}]({address})", answers, ["Testing"], fields=fields)
    )
    parcel, page = tmp_path / "parcel", tmp_path / "preview.html"
    assert main(["--root", str(root), "draft", "read", str(parcel), str(page)]) == 0
    assert main(["--root", str(root), "draft", "send", str(parcel)]) == 0
    [pull], [answer] = github.pulls, github.comments
    assert pull["title"] == answers["title"]
    assert pull["html_url"] in answer["body"]
    sent = Parcel.read(parcel)
    assert not sent.refusals
    branch = github.content("draft/7")
    assert {path: branch[path] for path in sent.files} == sent.files
    shown = html.fromstring(page.read_bytes())
    assert shown.xpath("//h1")[0].text_content().strip() == answers["title"]
    assert "On behalf of" in pull["body"]
    assert "preview.html" in pull["body"]
    # Each citation of the page leads to its list of references.
    cited = {link.get("href").removeprefix("#") for link in shown.xpath("//a[@role='doc-biblioref']")}
    assert cited
    assert cited <= set(shown.xpath("//@id"))
