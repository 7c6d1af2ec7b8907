"""GitHub's API and its attachments, against a server on this machine: what is asked, refused, and waited for."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

import github_server
from github_server import Fault, GitHub
from studenthub.github import attachments, pulls
from studenthub.github.api import Api, Refused, Unavailable
from studenthub.github.attachments import NotFetched

MB = 1024 * 1024


@pytest.fixture
def github() -> Iterator[GitHub]:
    with github_server.running() as hub:
        yield hub


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def api(github: GitHub, waits: list[float]) -> Api:
    return Api(f"{github.address}/api", github_server.REPOSITORY, "secret", timeout=5, sleep=waits.append)


# --- the API ----------------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_none_and_what_is_refused_has_its_reason(github: GitHub, api: Api) -> None:
    assert api.find("git/ref/heads/nowhere") is None
    with pytest.raises(Refused, match="404: Not Found"):
        api.get("git/ref/heads/nowhere")
    with pytest.raises(Refused, match=r"422: Validation Failed \(tree\.sha is not a valid blob\)"):
        api.post("git/trees", {"tree": [{"path": "a", "mode": "120000", "type": "blob", "sha": "0"}]})
    assert github.tokens == {"api Bearer secret"}
    github.faults["GET labels"].append(Fault(403, "Resource not accessible by integration"))
    with pytest.raises(Refused, match="403: Resource not accessible"):
        api.find("labels")
    github.faults["GET labels"].append(Fault(410, body=b'{"message": "Gone", "errors": ["by its owner", "for good"]}'))
    with pytest.raises(Refused, match=r"410: Gone \(by its owner; for good\)"):
        api.get("labels")
    github.faults["GET labels"].append(Fault(404, body=b"<html>"))
    with pytest.raises(Refused, match="404: Not Found"):
        api.get("labels")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(429, "secondary rate limit", {"Retry-After": "7"}), 7),
        (Fault(403, "You have exceeded a secondary rate limit", {"Retry-After": "7"}), 7),
        (Fault(403, "API rate limit exceeded", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0"}), 0),
        (Fault(403, "You have exceeded a secondary rate limit"), 1),
        (Fault(502, "Server Error"), 1),
        (Fault(200, body=b"<html>"), 1),
        (Fault(200, body=b'{"object": '), 1),
    ],
)
def test_github_may_ask_for_patience_and_have_a_fault(
    fault: Fault, expected: float, github: GitHub, api: Api, waits: list[float]
) -> None:
    github.faults["GET git/ref/heads/main"].append(fault)
    assert api.get("git/ref/heads/main")["object"]["sha"]
    assert waits == [expected]


def test_patience_ends(github: GitHub, api: Api, waits: list[float]) -> None:
    github.faults["GET labels"] += [Fault(503, "no")] * 4
    with pytest.raises(Unavailable, match="503 no"):
        api.get("labels")
    assert waits == [1, 2, 4]
    github.faults["GET labels"].append(Fault(429, "later", {"Retry-After": "3600"}))
    with pytest.raises(Unavailable, match="patience: later"):
        api.get("labels")


def test_nothing_is_made_twice(github: GitHub, api: Api) -> None:
    """A request that may have been done is not sent again; one that was turned away for its number is."""
    github.faults["POST issues/1/comments"].append(Fault(500, "after it was done"))
    with pytest.raises(Unavailable):
        api.post("issues/1/comments", {"body": "one"})
    github.faults["POST issues/1/comments"].append(Fault(429, "slow down", {"Retry-After": "1"}))
    api.post("issues/1/comments", {"body": "two"})
    assert github.calls.count("POST issues/1/comments") == 3
    github.faults["POST git/blobs"].append(Fault(500, "a blob is the same twice"))
    assert api.post("git/blobs", {"content": "a", "encoding": "utf-8"}, repeatable=True)["sha"]


def test_a_server_that_is_away_or_silent_is_told_in_words(github: GitHub, api: Api) -> None:
    quick = Api(api.url, api.repository, timeout=0.2, sleep=lambda _: None)
    github.faults["GET labels"] += [Fault(pause=0.6)] * 4
    begin = time.monotonic()
    with pytest.raises(Unavailable, match="GitHub does not answer: timed out"):
        quick.get("labels")
    assert time.monotonic() - begin < 5
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = Api(f"http://127.0.0.1:{unused.getsockname()[1]}", "a/b", sleep=lambda _: None)
        with pytest.raises(Unavailable, match="refused"):
            nowhere.get("labels")


def test_the_token_goes_to_no_other_host(github: GitHub, api: Api) -> None:
    github.faults["GET labels"].append(Fault(301, headers={"Location": f"{api.url}/repos/{api.repository}/labels?x=1"}))
    assert api.get("labels") == []
    github.faults["GET labels"].append(Fault(301, headers={"Location": "http://127.0.0.1:1/"}))
    with pytest.raises(Refused, match="another host"):
        api.get("labels")
    github.faults["GET labels"].append(Fault(200, body=b"[]", headers={"Link": '<http://evil.example/>; rel="next"'}))
    with pytest.raises(Refused, match="another host"):
        list(api.rows("labels"))
    github.faults["GET labels"] += [Fault(302, headers={"Location": f"{api.url}/repos/{api.repository}/labels"})] * 3
    with pytest.raises(Refused, match="circle"):
        api.get("labels")


def test_a_long_list_is_read_to_its_end(github: GitHub, api: Api) -> None:
    for number in range(205):
        github.comments.append({"id": number, "issue": 7, "body": "", "user": {"login": "a"}})
    assert len(list(api.rows("issues/7/comments"))) == 205
    assert github.calls.count("GET issues/7/comments") == 3
    again = {"Link": f'<{api.url}/repos/{api.repository}/labels>; rel="next"'}
    github.faults["GET labels"] += [Fault(200, body=b"[1]", headers=again)] * 30
    assert len(list(api.rows("labels"))) == 20


def test_what_is_taken_away_may_be_gone(api: Api, github: GitHub) -> None:
    api.delete("issues/1/labels/import")
    github.faults["DELETE issues/1/labels/import"].append(Fault(403, "Resource not accessible by integration"))
    with pytest.raises(Refused, match="not accessible"):
        api.delete("issues/1/labels/import")


# --- branches and pull requests ---------------------------------------------------------------------------------------

COMMIT = pulls.Commit({"docs/articles/a.md": b"text"}, "A title\n", "student", "1+student@users.noreply.github.com")


def test_a_branch_is_made_once_and_renewed(github: GitHub, api: Api) -> None:
    assert pulls.push(api, "draft/7", "main", COMMIT)
    assert github.content("draft/7") == {"mkdocs.yml": b"site_name: Hub\n", "docs/articles/a.md": b"text"}
    made = github.commits[github.refs["heads/draft/7"]]
    assert made["author"]["name"] == "student"
    assert made["committer"]["name"] == pulls.BOT
    assert not pulls.push(api, "draft/7", "main", COMMIT)
    other = pulls.Commit({"docs/articles/b.md": b"other"}, "Another title\n", "student", COMMIT.email)
    assert pulls.push(api, "draft/7", "main", other)
    assert set(github.content("draft/7")) == {"mkdocs.yml", "docs/articles/b.md"}
    assert github.commits[github.refs["heads/draft/7"]]["parents"] == [{"sha": github.refs["heads/main"]}]


def test_what_somebody_did_by_hand_is_not_written_over(github: GitHub, api: Api) -> None:
    pulls.push(api, "draft/7", "main", COMMIT)
    before = github.refs["heads/draft/7"]
    tree = github.tree({"docs/articles/a.md": github.blob(b"better")})
    github.refs["heads/draft/7"] = edited = github.commit("Better", tree, [before], github_server.EDITOR)
    with pytest.raises(pulls.Edited):
        pulls.push(api, "draft/7", "main", pulls.Commit({"x": b"y"}, "", "a", "b"))
    assert github.refs["heads/draft/7"] == edited


def test_a_pull_request_is_opened_and_renewed(github: GitHub, api: Api) -> None:
    pulls.push(api, "draft/7", "main", COMMIT)
    made = pulls.open_or_renew(api, "draft/7", "main", "A title", "text")
    again = pulls.open_or_renew(api, "draft/7", "main", "Another", "more")
    assert (made.is_new, again.is_new, made.number) == (True, False, again.number)
    assert [(pull["title"], pull["body"]) for pull in github.pulls] == [("Another", "more")]
    github.pulls[0]["state"] = "closed"
    assert pulls.open_or_renew(api, "draft/7", "main", "A third", "").is_new
    assert pulls.merged(api, "draft/7") == ""
    github.pulls[0]["merged_at"] = "2026-11-29T00:00:00Z"
    assert pulls.merged(api, "draft/7") == github.pulls[0]["html_url"]


def test_a_repository_may_forbid_pull_requests_of_workflows(github: GitHub, api: Api) -> None:
    github.may_open_pulls = False
    pulls.push(api, "draft/7", "main", COMMIT)
    with pytest.raises(pulls.NotPermitted):
        pulls.open_or_renew(api, "draft/7", "main", "A title", "")
    github.faults["POST pulls"].append(Fault(403, "Resource not accessible by integration"))
    with pytest.raises(Refused):
        pulls.open_or_renew(api, "draft/7", "main", "A title", "")


def test_an_answer_takes_the_place_of_our_last_one_and_of_nobody_elses(github: GitHub, api: Api) -> None:
    forged = {"id": 1, "issue": 7, "body": "<!-- mark -->", "user": {"login": "student"}}
    github.comments.append(dict(forged))
    pulls.say(api, 7, "mark", "one")
    pulls.say(api, 7, "mark", "two")
    assert github.comments[0] == forged
    assert [row["body"] for row in github.comments[1:]] == ["two\n\n<!-- mark -->\n"]


@pytest.mark.parametrize(
    ("permission", "expected"), [("admin", True), ("write", True), ("triage", True), ("read", False), ("none", False)]
)
def test_only_who_looks_after_the_repository_may_label(
    permission: str, expected: bool, github: GitHub, api: Api
) -> None:
    github.permissions["somebody"] = permission
    assert pulls.may_label(api, "somebody") is expected
    github.faults["GET collaborators/nobody/permission"].append(Fault(404, "Not Found"))
    assert not pulls.may_label(api, "nobody")


# --- attachments ------------------------------------------------------------------------------------------------------

SERVER = "https://github.com"


def test_the_files_of_an_issue_are_found() -> None:
    text = (
        "[My draft (2).docx](https://github.com/user-attachments/files/123/My.draft.2.docx), again "
        "https://github.com/user-attachments/files/123/My.draft.2.docx. ![a](https://github.com/user-attachments/assets/"
        '0a1b-2c) <img src="https://github.com/user-attachments/assets/3d" width="4"> and an old one: '
        "https://github.com/example/hub/files/9/old%20one.odt!\n"
        "https://github.com/other/repository/files/9/x.docx https://evil.example/user-attachments/files/1/x.docx "
        "https://github.com.evil.example/user-attachments/files/1/x.docx https://github.com/user-attachments/x/1/a.docx"
    )
    found = list(attachments.find(text, SERVER, "example/hub"))
    assert [(one.name, one.is_picture) for one in found] == [
        ("My.draft.2.docx", False),
        ("0a1b-2c", True),
        ("3d", True),
        ("old one.odt", False),
    ]
    assert all(text[one.start : one.end] == one.address for one in found)


def test_a_file_is_fetched_from_githubs_store_without_the_token(github: GitHub) -> None:
    address = github.attach("/user-attachments/files/1/a.docx", b"data" * 1000)
    assert attachments.fetch(address, github.address, MB) == b"data" * 1000
    assert github.tokens == set()
    assert github.calls == ["GET /user-attachments/files/1/a.docx", "GET /store/0"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://objects.githubusercontent.com/x", True),
        ("https://private-user-images.githubusercontent.com/1/2.png?jwt=3", True),
        ("https://github-production-user-asset-6210df.s3.amazonaws.com/1", True),
        ("https://github-production-repository-file-5c1aeb.s3.us-east-1.amazonaws.com/1", True),
        ("https://github.com/user-attachments/files/1/a", True),
        ("http://objects.githubusercontent.com/x", False),
        ("https://objects.githubusercontent.com:8443/x", False),
        ("https://me@objects.githubusercontent.com/x", False),
        ("https://githubusercontent.com.evil.example/x", False),
        ("https://evil-githubusercontent.com/x", False),
        ("https://evil.s3.amazonaws.com/x", False),
        ("https://github-production-x.s3.evil.amazonaws.com/x", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("https://github.com@evil.example/", False),
    ],
)
def test_only_githubs_own_hosts_are_asked(address: str, expected: bool) -> None:
    assert attachments.is_on_github(address, SERVER) is expected


@pytest.mark.parametrize(
    "onward", ["http://127.0.0.1:1/x", "https://evil.example/", "file:///etc/passwd", "//evil.example/"]
)
def test_a_redirect_away_from_github_is_not_followed(onward: str, github: GitHub) -> None:
    github.redirects["/user-attachments/files/1/a.docx"] = onward
    with pytest.raises(NotFetched, match="leads away from GitHub"):
        attachments.fetch(f"{github.address}/user-attachments/files/1/a.docx", github.address, MB)


def test_a_file_that_is_gone_too_large_or_broken_is_told(github: GitHub) -> None:
    def why(largest: int = MB, **how: float) -> str:
        with pytest.raises(NotFetched) as told:
            attachments.fetch(address, github.address, largest, **how)
        return str(told.value)

    address = github.attach("/user-attachments/files/1/a.docx", b"x" * (2 * MB))
    assert why(MB) == "it is larger than 1 MB"
    github.faults["GET /store/0"].append(Fault(404, "gone"))
    assert "not there any more" in why(4 * MB)
    github.faults["GET /store/0"].append(Fault(403, "no"))
    assert why(4 * MB) == "GitHub refuses it"
    github.faults["GET /store/0"].append(Fault(503, "no"))
    assert why(4 * MB) == "GitHub has a fault just now"
    github.faults["GET /store/0"].append(Fault(200, body=b"half", headers={"Content-Length": "40"}))
    assert why(4 * MB, timeout=0.5) in ("the connection broke off", "it takes too long")
    github.faults["GET /store/0"].append(Fault(pause=1))
    assert why(4 * MB, timeout=0.2) == "it takes too long"
    github.redirects["/store/0"] = f"{github.address}/store/0"
    assert why(4 * MB) == "it leads in a circle"


def test_a_file_in_drops_does_not_keep_us(github: GitHub) -> None:
    address = github.attach("/user-attachments/files/1/a.docx", b"x" * MB)
    with pytest.raises(NotFetched, match="takes too long"):
        attachments.fetch(address, github.address, 2 * MB, patience=-1)
