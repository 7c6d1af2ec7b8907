"""The issue with a draft, as GitHub passes it to a workflow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoIssue(ValueError):
    """The event is not that of a labelled issue."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user of GitHub: the login, and the number that stays when the login changes."""

    login: str
    id: int

    @property
    def email(self) -> str:
        """The address by which GitHub knows who wrote a commit, without telling the private one."""
        return f"{self.id}+{self.login}@users.noreply.github.com"


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue at the moment when ``editor`` gave it ``label``; its ``body`` is whatever somebody sent."""

    number: int
    body: str
    author: Person
    editor: Person
    label: str

    @classmethod
    def read(cls, event: Path) -> Issue:
        """The issue in the file GITHUB_EVENT_PATH. Raises NoIssue.

        https://docs.github.com/webhooks/webhook-events-and-payloads#issues
        """
        try:
            data: Any = json.loads(event.read_text(encoding="utf-8"))
            issue = data["issue"]
            if "pull_request" in issue:
                raise NoIssue("this is a pull request, and no issue")
            return cls(
                number=int(issue["number"]),
                body=str(issue["body"] or ""),
                author=_person(issue["user"]),
                editor=_person(data["sender"]),
                label=str((data.get("label") or {}).get("name", "")),
            )
        except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
            if isinstance(error, NoIssue):
                raise
            raise NoIssue(f"{event} is no event of an issue ({error!r})") from None


def _person(data: Any) -> Person:
    return Person(str(data["login"]), int(data["id"]))
