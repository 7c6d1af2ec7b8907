"""Commits files to a branch, and opens or updates its pull request.

Files go through the API and not through git: so no credentials are left in a folder, and each file is one that was
looked at. https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-your-git-database
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from studenthub.github.api import Api, Json, Refused

#: The name and address under which a workflow commits.
BOT = "github-actions[bot]"
BOT_EMAIL = "41898282+github-actions[bot]@users.noreply.github.com"


class Edited(Exception):
    """Somebody has changed the branch by hand: it is theirs now."""


class NotPermitted(Exception):
    """The settings of the repository do not let workflows open pull requests."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: files by their path, the author, and the message."""

    files: Mapping[str, bytes]
    message: str
    author: str
    email: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: its number, its address, and whether it is new."""

    number: int
    address: str
    is_new: bool


def push(api: Api, branch: str, base: str, commit: Commit) -> bool:
    """Put one commit on top of ``base`` into ``branch``; whether anything has changed.

    A branch that is there is renewed, if all that is on it is ours. Raises Edited where it is not.
    """
    start = api.get(f"git/ref/heads/{quote(base)}")["object"]["sha"]
    tree = api.get(f"git/commits/{start}")["tree"]["sha"]
    reference = api.find(f"git/ref/heads/{quote(branch)}")
    before = api.get(f"git/commits/{reference['object']['sha']}") if reference else None
    if before and not _is_ours(before):
        raise Edited(branch)
    rows = [
        {"path": path, "mode": "100644", "type": "blob", "sha": _blob(api, data)} for path, data in commit.files.items()
    ]
    after = api.post("git/trees", {"base_tree": tree, "tree": rows}, repeatable=True)["sha"]
    if before and (before["tree"]["sha"], before["message"]) == (after, commit.message):
        return False
    made = api.post(
        "git/commits",
        {
            "message": commit.message,
            "tree": after,
            "parents": [start],
            "author": {"name": commit.author, "email": commit.email},
            "committer": {"name": BOT, "email": BOT_EMAIL},
        },
        repeatable=True,
    )["sha"]
    if before:
        api.patch(f"git/refs/heads/{quote(branch)}", {"sha": made, "force": True})
    else:
        api.post("git/refs", {"ref": f"refs/heads/{branch}", "sha": made})
    return True


def _blob(api: Api, data: bytes) -> str:
    content = base64.b64encode(data).decode("ascii")
    return str(api.post("git/blobs", {"content": content, "encoding": "base64"}, repeatable=True)["sha"])


def _is_ours(commit: Json) -> bool:
    """Whether a workflow has made a commit, on top of something that it has not made."""
    return bool(commit["committer"]["email"] == BOT_EMAIL and len(commit["parents"]) == 1)


def exists(api: Api, path: str, branch: str) -> bool:
    """Whether a file is in a branch."""
    return api.find(f"contents/{quote(path)}", ref=branch) is not None


def open_or_renew(api: Api, branch: str, base: str, title: str, body: str) -> Pull:
    """The open pull request of ``branch``, with this title and text; a new one where there is none.

    Raises NotPermitted.
    """
    rows = api.get("pulls", head=f"{_owner(api)}:{branch}", state="open")
    if rows:
        number = int(rows[0]["number"])
        api.patch(f"pulls/{number}", {"title": title, "body": body})
        return Pull(number, str(rows[0]["html_url"]), is_new=False)
    try:
        made = api.post("pulls", {"title": title, "head": branch, "base": base, "body": body})
    except Refused as refused:
        if refused.status == 403 and "not permitted to create" in refused.message:
            raise NotPermitted(branch) from None
        raise
    return Pull(int(made["number"]), str(made["html_url"]), is_new=True)


def open_branches(api: Api, prefix: str) -> Iterator[str]:
    """The branches of this repository with an open pull request whose names begin with ``prefix``."""
    for row in api.rows("pulls", state="open"):
        head = row["head"]
        # A fork that was deleted has no repository.
        if str(head["ref"]).startswith(prefix) and (head["repo"] or {}).get("full_name") == api.repository:
            yield str(head["ref"])


def merged(api: Api, branch: str) -> str:
    """The address of the newest pull request of ``branch`` that was merged, or ""."""
    rows = api.get("pulls", head=f"{_owner(api)}:{branch}", state="closed")
    return next((str(row["html_url"]) for row in rows if row.get("merged_at")), "")


def _owner(api: Api) -> str:
    return api.repository.partition("/")[0]


def say(api: Api, issue: int, mark: str, text: str) -> None:
    """Answer an issue: what we answered before is replaced. ``mark`` is how we know it again."""
    whole = f"{text.rstrip()}\n\n<!-- {mark} -->\n"
    for row in api.rows(f"issues/{issue}/comments"):
        if (row.get("user") or {}).get("login") == BOT and f"<!-- {mark} -->" in str(row.get("body")):
            api.patch(f"issues/comments/{int(row['id'])}", {"body": whole})
            return
    api.post(f"issues/{issue}/comments", {"body": whole})


def may_label(api: Api, login: str) -> bool:
    """Whether somebody is one of those who look after the repository."""
    found = api.find(f"collaborators/{quote(login)}/permission") or {}
    return found.get("permission") in ("admin", "write") or found.get("role_name") in ("maintain", "triage")
