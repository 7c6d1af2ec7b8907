"""``hub links``, against a server on this machine: what is dead, what moved, and what only does not answer today."""

from __future__ import annotations

import datetime
import http.server
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

import hubs
from studenthub.cli import main
from studenthub.cli.commands import links
from studenthub.cli.commands.links import GONE, GOOD, MOVED, UNKNOWN, Answer
from studenthub.model import settings
from studenthub.runtime import progress, web
from studenthub.runtime.web import NoHost, Web


class Pages(http.server.BaseHTTPRequestHandler):
    """Each path says by its name how it answers; ``asked`` counts the questions."""

    asked: ClassVar[Counter[str]] = Counter()

    def do_HEAD(self) -> None:
        self._answer("HEAD")

    def do_GET(self) -> None:
        self._answer("GET")

    def _answer(self, method: str) -> None:
        name = self.path.strip("/")
        self.asked[f"{method} {name}"] += 1
        first = self.asked[f"GET {name}"] <= 1
        if name == "slow":
            time.sleep(2)
        statuses = {"forbidden": 403, "gone": 410, "missing": 404, "broken": 500, "busy": 429 if first else 200}
        moves = {
            "moved": (301, "/fine"),
            "elsewhere": (302, "/login"),
            "slash": (301, "/slash/"),
            "circle": (302, "/circle"),
        }
        moves |= {"mail": (301, "mailto:author@example.org"), "moved-gone": (308, "/gone")}
        if name in moves and not self.path.endswith("/"):
            self.send_response(moves[name][0])
            self.send_header("Location", moves[name][1])
        else:
            cheap = method == "HEAD" and name in {"no-head", "busy"}
            self.send_response(405 if cheap else statuses.get(name, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_PAUSE", "_AGAIN"):
        monkeypatch.setattr(links, name, 0.01)
    monkeypatch.setattr(links, "TIMEOUT", 0.5)


def test_what_the_answers_mean(server: str) -> None:
    expected = {
        "fine": Answer(GOOD),
        "no-head": Answer(GOOD),
        "slash": Answer(GOOD),
        "elsewhere": Answer(GOOD),
        "busy": Answer(GOOD),
        "moved": Answer(MOVED, f"{server}/fine"),
        "gone": Answer(GONE, "410 Gone"),
        "missing": Answer(GONE, "404 Not Found"),
        "moved-gone": Answer(GONE, "410 Gone"),
        "forbidden": Answer(UNKNOWN, "403 Forbidden"),
        "broken": Answer(UNKNOWN, "500 Internal Server Error"),
        "slow": Answer(UNKNOWN, "timed out"),
        "circle": Answer(UNKNOWN, "it leads in a circle"),
        "mail": Answer(UNKNOWN, "it leads to mailto:author@example.org"),
    }
    answers = links.ask([f"{server}/{name}" for name in expected], "test")
    assert {address.rpartition("/")[2]: answer for address, answer in answers.items()} == expected


def test_a_good_page_is_asked_for_once_and_a_dead_one_twice(server: str) -> None:
    Pages.asked.clear()
    links.ask([f"{server}/fine", f"{server}/missing"], "test")
    assert Pages.asked == {"HEAD fine": 1, "HEAD missing": 2, "GET missing": 2}


def test_a_host_that_refuses_may_come_back_and_one_that_is_unknown_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/"
    assert links.ask([address], "test")[address].kind == UNKNOWN

    def unknown(*_: object) -> object:
        raise NoHost(socket.gaierror(socket.EAI_NONAME, "unknown"))

    monkeypatch.setattr(Web, "ask", unknown)
    assert links.ask(["http://nowhere.invalid/"], "test") == {
        "http://nowhere.invalid/": Answer(GONE, "there is no such host", has_host=False)
    }


def test_a_name_that_could_not_be_looked_up_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise NoHost(socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"))

    monkeypatch.setattr(Web, "ask", fails)
    assert links.ask(["https://one.net/"], "test")["https://one.net/"].kind == UNKNOWN


def test_without_a_network_nothing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hosts = {
        "docs/topics/testing.md": hubs.TOPIC,
        "docs/articles/a.md": hubs.article("<https://one.net>, <https://two.net>"),
    }
    hubs.write(tmp_path, hosts)
    before = links.Record(datetime.date(2024, 7, 11), {"https://one.net": "404 Not Found"})
    before.save(settings.read(tmp_path))

    def unknown(_: Web, address: str, _method: str) -> web.Answer:
        if address in online:
            return web.Answer(200, {})
        raise NoHost(socket.gaierror(socket.EAI_NONAME, "unknown"))

    monkeypatch.setattr(Web, "ask", unknown)
    online: set[str] = set()
    assert main(["--root", str(tmp_path), "links"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1] == (
        "hub: no host was found (is this computer online? Nothing was learnt about the links)"
    )
    assert links.Record.read(settings.read(tmp_path)) == before
    online = {"https://two.net"}
    assert main(["--root", str(tmp_path), "links"]) == 1
    assert links.Record.read(settings.read(tmp_path)).gone == {"https://one.net": "there is no such host"}


def test_that_a_doi_leads_on_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolver(_: Web, address: str, _method: str) -> web.Answer:
        asked.append(address)
        found = web.Answer(302, {"location": "https://publisher.example/"})
        return found if address.endswith("known") else web.Answer(404, {})

    monkeypatch.setattr(Web, "ask", resolver)
    answers = links.ask(["https://doi.org/10.1234/known", "https://doi.org/10.1234/absent"], "test")
    assert [answer.kind for answer in answers.values()] == [GOOD, GONE]
    assert set(asked) == set(answers)


def test_all_addresses_of_a_hub_are_asked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "See [one](https://one.net/a#part), <https://two.net> and [one again](https://one.net/a).\n\n"
        "Not [here](https://example.org), `https://code.net`, [this](b.md), [mail](mailto:a@example.org) [@web2020]."
    )
    files = {
        "docs/topics/testing.md": "---\nname: Testing\nurl: https://three.net\n---\n\n[Four](https://four.net)\n",
        "docs/articles/a.md": hubs.article(body),
        "docs/write/index.md": "# Guide\n\n[Five](https://five.net)\n",
        "bib/a.bib": "@misc{web2020, author = {A, B.}, title = {T}, year = {2020}, url = {https://six.net/x}}\n"
        "@misc{doi2020, author = {A, B.}, title = {T}, year = {2020}, doi = {10.1234/uncited}}\n",
    }
    asked: list[str] = []
    monkeypatch.setattr(links, "ask", lambda places, agent: asked.extend(places) or dict.fromkeys(places, Answer(GOOD)))
    assert main(["--root", str(hubs.write(tmp_path, files)), "links"]) == 0
    names = ("one.net/a", "two.net", "three.net", "four.net", "five.net", "six.net/x")
    assert sorted(asked) == sorted(f"https://{name}" for name in names)


def test_the_report_names_the_place_and_a_dead_page_ends_with_1(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(links, "is_elsewhere", lambda address: True)
    body = f"A [dead]({server}/missing), a [moved]({server}/moved) and a [shy]({server}/forbidden) page."
    files = {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article(body)}
    assert main(["--root", str(hubs.write(tmp_path, files)), "links"]) == 1
    printed = capsys.readouterr()
    assert printed.err == "hub: asking for 3 addresses at 1 host; it may take minutes\n"
    assert printed.out.replace(server, "SERVER") == (
        "# ❌ 1 address leads nowhere\n\n"
        "3 addresses were asked for.\n\n"
        "## Gone: fix the address, or name an archived copy\n\n"
        "- `docs/articles/a.md:9:3`: `SERVER/missing` (`404 Not Found`)\n\n"
        "## Moved: check whether it is still the same page\n\n"
        f"- `docs/articles/a.md:9:{body.index('[moved') + 1}`: `SERVER/moved` (`SERVER/fine`)\n\n"
        "## No answer: this may pass, or the host refuses programs\n\n"
        f"- `docs/articles/a.md:9:{body.index('[shy') + 1}`: `SERVER/forbidden` (`403 Forbidden`)\n"
    )


def test_dead_addresses_are_kept_for_the_list_of_the_editors(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(links, "is_elsewhere", lambda address: True)
    body = f"A [dead]({server}/missing#here) and a [good]({server}/fine) page."
    hubs.write(tmp_path, {"docs/topics/testing.md": hubs.TOPIC, "docs/articles/a.md": hubs.article(body)})
    assert main(["--root", str(tmp_path), "list", "dead-links"]) == 0
    assert capsys.readouterr().out == "With a dead link: not known yet; run hub links (none)\n"
    main(["--root", str(tmp_path), "links"])
    capsys.readouterr()
    main(["--root", str(tmp_path), "list", "dead-links", "--format", "json"])
    listed = json.loads(capsys.readouterr().out)
    assert listed["links_followed"] == datetime.date.today().isoformat()
    assert [row["note"] for row in listed["dead-links"]] == [f"{server}/missing (404 Not Found)"]


@pytest.mark.parametrize("content", ["", "[]", '{"day": 1}', '{"day": "2024-01-01", "gone": [1]}', "\0"])
def test_a_record_that_cannot_be_read_is_none(content: str, tmp_path: Path) -> None:
    hubs.write(tmp_path, {".cache/studenthub/links.json": content})
    assert links.Record.read(settings.read(tmp_path)) == links.Record()


def test_who_waits_is_told_how_many_have_answered(
    server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LINES", 0)
    links.ask([f"{server}/fine", f"{server}/slash"], "test")
    told = [line.partition(" (")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == ["Asking for addresses: 0 of 2", "Asking for addresses: 1 of 2"]


def test_a_fault_of_ours_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise RuntimeError("ours")

    monkeypatch.setattr(Web, "ask", fails)
    with pytest.raises(RuntimeError, match="ours"):
        links.ask(["https://one.net", "https://two.net"], "test")
