"""Issues as the form *Send a draft* makes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import github_server
from studenthub.model.settings import Settings
from studenthub.model.terms import Term
from studenthub.submission import form
from studenthub.submission.form import Field

TOPICS = {
    "testing": Term("topics", "testing", "Testing, and more"),
    "writing": Term("topics", "writing", "Writing"),
}
SETTINGS = Settings(Path(), licence="CC-BY-4.0")
#: What a student answers, who has nothing to hide.
GOOD = {
    "title": "Sleep on call",
    "name": "Thandi Example",
    "programme": "MBChB",
    "year": "Fourth",
    "university": "University of Example",
    "type": "Opinion",
    "conflicts": "none",
    "funding": "none",
    "ai_use": "none",
    "patients": "No real patient appears",
}


def body(
    article: str,
    answers: Mapping[str, str] = GOOD,
    ticked: Sequence[str] = ("Writing",),
    promised: Sequence[str] | None = None,
    fields: Sequence[Field] | None = None,
) -> str:
    """The text of an issue, as GitHub writes it for these answers; by default all is promised."""
    fields = fields or form.fields(SETTINGS, TOPICS)
    promised = (
        [option for one in fields if one.id == "promises" for option in one.options] if promised is None else promised
    )
    parts = []
    for one in fields:
        if one.kind == "checkboxes":
            chosen = promised if one.id == "promises" else ticked
            rows = (f"- [{'x' if option in chosen else ' '}] {option}" for option in one.options)
            answer = "\n".join(rows)
        else:
            answer = article if one.id == "article" else answers.get(one.id, "") or "_No response_"
        parts.append(f"### {one.label}\n\n{answer}")
    return "\n\n".join(parts)


def event(file: Path, text: str | None, *, editor: str = "editor", label: str = "import", number: int = 7) -> Path:
    """The file that GitHub gives a workflow when an issue with this text gets a label."""
    login, ident = github_server.STUDENT
    data = {
        "action": "labeled",
        "issue": {"number": number, "title": "Draft: x", "body": text, "user": {"login": login, "id": ident}},
        "label": {"name": label},
        "sender": {"login": editor, "id": github_server.EDITOR[1]},
        "repository": {"full_name": github_server.REPOSITORY, "private": False, "default_branch": "main"},
    }
    file.write_text(json.dumps(data), encoding="utf-8")
    return file
