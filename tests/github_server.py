"""A server on this machine that answers as GitHub does: one repository, its issues, and the files dropped into them.

The answers have the fields that https://docs.github.com/rest documents and that the hub reads. ``faults`` are answers
that come instead, for a while: whoever asks for "GET pulls" next gets the first of them.
"""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

REPOSITORY = "example/hub"
#: A user and their number, as GitHub tells it.
STUDENT, EDITOR, BOT = ("student", 4001), ("editor", 4002), ("github-actions[bot]", 41898282)


@dataclass
class Fault:
    """An answer that comes instead: status, headers and body; or none at all for ``pause`` seconds, and then an end."""

    status: int = 500
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    pause: float = 0.0


class GitHub:
    """The state of the repository, and what was asked of it."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: list[str] = []
        self.tokens: set[str] = set()
        self.faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self.blobs: dict[str, bytes] = {}
        self.trees: dict[str, dict[str, str]] = {}
        self.commits: dict[str, dict[str, Any]] = {}
        self.refs: dict[str, str] = {}
        self.pulls: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.labels: dict[str, dict[str, Any]] = {}
        self.issue_labels: defaultdict[int, set[str]] = defaultdict(set)
        self.authors: dict[int, tuple[str, int]] = {}
        self.permissions = {EDITOR[0]: "write", STUDENT[0]: "read"}
        self.may_open_pulls = True
        self.settings: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.lock = threading.Lock()
        tree = self.tree({"mkdocs.yml": self.blob(b"site_name: Hub\n")})
        self.refs["heads/main"] = self.commit("Begin", tree, [], EDITOR)

    # --- git ------------------------------------------------------------------------------------------------------

    def blob(self, data: bytes) -> str:
        sha = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        self.blobs[sha] = data
        return sha

    def tree(self, files: dict[str, str]) -> str:
        sha = hashlib.sha1(json.dumps(files, sort_keys=True).encode()).hexdigest()
        self.trees[sha] = files
        return sha

    def commit(self, message: str, tree: str, parents: list[str], user: tuple[str, int], email: str = "") -> str:
        email = email or f"{user[1]}+{user[0]}@users.noreply.github.com"
        who = {"name": user[0], "email": email, "date": "2026-11-29T00:00:00Z"}
        return self.add_commit({"message": message, "tree": tree, "parents": parents, "author": who, "committer": who})

    def add_commit(self, body: dict[str, Any]) -> str:
        sha = hashlib.sha1(json.dumps([body, len(self.commits)], sort_keys=True).encode()).hexdigest()
        parents = [{"sha": parent} for parent in body["parents"]]
        bot = {"name": BOT[0], "email": f"{BOT[1]}+{BOT[0]}@users.noreply.github.com"}
        data = {"committer": bot} | body | {"sha": sha, "tree": {"sha": body["tree"]}, "parents": parents}
        self.commits[sha] = data
        return sha

    def content(self, branch: str) -> dict[str, bytes]:
        """The files of a branch."""
        files = self.trees[self.commits[self.refs[f"heads/{branch}"]]["tree"]["sha"]]
        return {path: self.blobs[sha] for path, sha in files.items()}

    # --- what the server does ------------------------------------------------------------------------------------

    def attach(self, path: str, data: bytes) -> str:
        """Put a file where GitHub keeps what is dropped into an issue; its address leads to the store."""
        store = f"/store/{len(self.files)}"
        self.files[store] = data
        self.redirects[path] = f"{self.address}{store}"
        return f"{self.address}{path}"

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """Status and body of an answer of the API; ``path`` begins below the repository."""
        for (verb, pattern), act in _ROUTES.items():
            match = re.fullmatch(pattern, path)
            if verb == method and match:
                return act(self, *match.groups(), query=query, body=body)
        return 404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest"}


def _refusal(message: str) -> dict[str, Any]:
    return {"message": "Validation Failed", "errors": [{"resource": "x", "code": "custom", "message": message}]}


def _permission(hub: GitHub, login: str, **_: Any) -> tuple[int, Any]:
    permission = hub.permissions.get(unquote(login), "none")
    return 200, {"permission": permission, "role_name": permission, "user": {"login": unquote(login)}}


def _ref(hub: GitHub, name: str, **_: Any) -> tuple[int, Any]:
    sha = hub.refs.get(unquote(name))
    if not sha:
        return 404, {"message": "Not Found"}
    return 200, {"ref": f"refs/{unquote(name)}", "object": {"sha": sha, "type": "commit"}}


def _commit(hub: GitHub, sha: str, **_: Any) -> tuple[int, Any]:
    return (200, hub.commits[sha]) if sha in hub.commits else (404, {"message": "Not Found"})


def _new_blob(hub: GitHub, body: Any, **_: Any) -> tuple[int, Any]:
    data = base64.b64decode(body["content"]) if body["encoding"] == "base64" else body["content"].encode()
    return 201, {"sha": hub.blob(data)}


def _new_tree(hub: GitHub, body: Any, **_: Any) -> tuple[int, Any]:
    files = dict(hub.trees[body["base_tree"]]) if body.get("base_tree") else {}
    for row in body["tree"]:
        if row["mode"] != "100644" or row["sha"] not in hub.blobs:
            return 422, _refusal("tree.sha is not a valid blob")
        files[row["path"]] = row["sha"]
    return 201, {"sha": hub.tree(files)}


def _new_commit(hub: GitHub, body: Any, **_: Any) -> tuple[int, Any]:
    return 201, hub.commits[hub.add_commit(body)]


def _new_ref(hub: GitHub, body: Any, **_: Any) -> tuple[int, Any]:
    name = body["ref"].removeprefix("refs/")
    if name in hub.refs:
        return 422, {"message": "Reference already exists"}
    hub.refs[name] = body["sha"]
    return 201, {"ref": body["ref"], "object": {"sha": body["sha"]}}


def _move_ref(hub: GitHub, name: str, body: Any, **_: Any) -> tuple[int, Any]:
    name = unquote(name)
    if name not in hub.refs:
        return 422, {"message": "Reference does not exist"}
    if not body.get("force"):
        return 422, {"message": "Update is not a fast forward"}
    hub.refs[name] = body["sha"]
    return 200, {"ref": f"refs/{name}", "object": {"sha": body["sha"]}}


def _pulls(hub: GitHub, query: dict[str, str], **_: Any) -> tuple[int, Any]:
    owner, _, branch = query.get("head", "").partition(":")
    state = query.get("state", "open")
    rows = [pull for pull in hub.pulls if not branch or (pull["head"]["ref"] == branch and owner == "example")]
    return 200, [pull for pull in rows if state in ("all", pull["state"])][::-1]


def _new_pull(hub: GitHub, body: Any, **_: Any) -> tuple[int, Any]:
    if not hub.may_open_pulls:
        return 403, {"message": "GitHub Actions is not permitted to create or approve pull requests."}
    head = body["head"]
    if any(pull["head"]["ref"] == head and pull["state"] == "open" for pull in hub.pulls):
        return 422, _refusal(f"A pull request already exists for example:{head}.")
    if hub.refs.get(f"heads/{head}") == hub.refs["heads/main"]:
        return 422, _refusal(f"No commits between main and {head}")
    number = 100 + len(hub.pulls)
    address = f"https://github.com/{REPOSITORY}/pull/{number}"
    pull = {"number": number, "html_url": address, "title": body["title"], "body": body["body"], "state": "open"}
    pull |= {
        "head": {"ref": head, "repo": {"full_name": REPOSITORY}},
        "base": {"ref": body["base"]},
        "merged_at": None,
        "user": {"login": BOT[0]},
    }
    hub.pulls.append(pull)
    return 201, pull


def _change_pull(hub: GitHub, number: str, body: Any, **_: Any) -> tuple[int, Any]:
    pull = next((pull for pull in hub.pulls if pull["number"] == int(number)), None)
    if pull is None:
        return 404, {"message": "Not Found"}
    pull |= body
    return 200, pull


def _issue(hub: GitHub, number: str, **_: Any) -> tuple[int, Any]:
    login, ident = hub.authors.get(int(number), STUDENT)
    return 200, {"number": int(number), "user": {"login": login, "id": ident}}


def _comments(hub: GitHub, number: str, query: dict[str, str], **_: Any) -> tuple[int, Any]:
    rows = [row for row in hub.comments if row["issue"] == int(number)]
    size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
    return 200, rows[(page - 1) * size : page * size]


def _new_comment(hub: GitHub, number: str, body: Any, **_: Any) -> tuple[int, Any]:
    if len(body["body"]) > 65536:
        return 422, _refusal("body is too long (maximum is 65536 characters)")
    row = {"id": 9000 + len(hub.comments), "issue": int(number), "body": body["body"], "user": {"login": BOT[0]}}
    hub.comments.append(row)
    return 201, row


def _change_comment(hub: GitHub, ident: str, body: Any, **_: Any) -> tuple[int, Any]:
    row = next((row for row in hub.comments if row["id"] == int(ident)), None)
    if row is None:
        return 404, {"message": "Not Found"}
    row |= body
    return 200, row


def _labels(hub: GitHub, **_: Any) -> tuple[int, Any]:
    return 200, list(hub.labels.values())


def _new_label(hub: GitHub, body: Any, **_: Any) -> tuple[int, Any]:
    if body["name"] in hub.labels:
        return 422, _refusal("already_exists")
    hub.labels[body["name"]] = dict(body)
    return 201, body


def _add_labels(hub: GitHub, number: str, body: Any, **_: Any) -> tuple[int, Any]:
    hub.issue_labels[int(number)] |= set(body["labels"])
    return 200, [{"name": name} for name in hub.issue_labels[int(number)]]


def _drop_label(hub: GitHub, number: str, name: str, **_: Any) -> tuple[int, Any]:
    if unquote(name) not in hub.issue_labels[int(number)]:
        return 404, {"message": "Label does not exist"}
    hub.issue_labels[int(number)].remove(unquote(name))
    return 200, []


def _contents(hub: GitHub, path: str, query: dict[str, str], **_: Any) -> tuple[int, Any]:
    files = hub.content(query.get("ref", "main"))
    name = unquote(path)
    return (200, {"path": name, "type": "file"}) if name in files else (404, {"message": "Not Found"})


def _setting(hub: GitHub, name: str = "", **_: Any) -> tuple[int, Any]:
    """Settings that a test has put there, by their path."""
    if name not in hub.settings:
        return 404, {"message": "Not Found"}
    found = hub.settings[name]
    return found if isinstance(found, tuple) else (200, found)


_ROUTES: dict[tuple[str, str], Callable[..., tuple[int, Any]]] = {
    ("GET", r"collaborators/([^/]+)/permission"): _permission,
    ("GET", r"git/ref/(.+)"): _ref,
    ("GET", r"git/commits/([0-9a-f]+)"): _commit,
    ("POST", r"git/blobs"): _new_blob,
    ("POST", r"git/trees"): _new_tree,
    ("POST", r"git/commits"): _new_commit,
    ("POST", r"git/refs"): _new_ref,
    ("PATCH", r"git/refs/(.+)"): _move_ref,
    ("GET", r"contents/(.+)"): _contents,
    ("GET", r"pulls"): _pulls,
    ("POST", r"pulls"): _new_pull,
    ("PATCH", r"pulls/(\d+)"): _change_pull,
    ("GET", r"issues/(\d+)"): _issue,
    ("GET", r"issues/(\d+)/comments"): _comments,
    ("POST", r"issues/(\d+)/comments"): _new_comment,
    ("PATCH", r"issues/comments/(\d+)"): _change_comment,
    ("GET", r"labels"): _labels,
    ("POST", r"labels"): _new_label,
    ("POST", r"issues/(\d+)/labels"): _add_labels,
    ("DELETE", r"issues/(\d+)/labels/([^/]+)"): _drop_label,
    ("GET", r"(.*)"): _setting,
}


class _Handler(http.server.BaseHTTPRequestHandler):
    """Speaks HTTP for one GitHub."""

    hub: ClassVar[GitHub]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_PATCH(self) -> None:
        self._serve("PATCH")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        parts = urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size)) if size else None
        prefix = f"/api/repos/{REPOSITORY}"
        is_api = parts.path == prefix or parts.path.startswith(f"{prefix}/")
        path = parts.path[len(prefix) + 1 :] if is_api else parts.path
        with self.hub.lock:
            self.hub.calls.append(f"{method} {path}")
            if token := self.headers.get("Authorization"):
                self.hub.tokens.add(f"{'api' if is_api else 'files'} {token}")
            faults = self.hub.faults[f"{method} {path}"]
            fault = faults.pop(0) if faults else None
        if fault:
            self._fail(fault)
        elif is_api:
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            with self.hub.lock:
                status, data = self.hub.answer(method, path, query, body)
            self._send(status, json.dumps(data).encode(), self._links(query, data))
        elif path in self.hub.redirects:
            self._send(302, b"", {"Location": self.hub.redirects[path]})
        elif path in self.hub.files:
            self._send(200, self.hub.files[path], {"Content-Type": "application/octet-stream"})
        else:
            self._send(404, b"Not Found", {})

    def _links(self, query: dict[str, str], data: Any) -> dict[str, str]:
        """The address of the next page, where this one is full."""
        if not isinstance(data, list) or len(data) < int(query.get("per_page", 30)):
            return {}
        page = int(query.get("page", 1)) + 1
        here = f"{self.hub.address}{urlsplit(self.path).path}"
        return {"Link": f'<{here}?per_page={query["per_page"]}&page={page}>; rel="next", <{here}>; rel="first"'}

    def _fail(self, fault: Fault) -> None:
        if fault.pause:
            time.sleep(fault.pause)
            self.close_connection = True
            return
        body = fault.body if fault.body is not None else json.dumps({"message": fault.message}).encode()
        self._send(fault.status, body, fault.headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        """Whoever has heard enough may leave."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def running() -> Iterator[GitHub]:
    """A GitHub that listens on this machine until the end of the block."""
    hub = GitHub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
