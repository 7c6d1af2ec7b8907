"""The client that asks other hosts, against servers on this machine that behave badly."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.request import OpenerDirector

import pytest

from studenthub.runtime.web import NoAnswer, NoHost, Web

Talk = Callable[[socket.socket], None]


@contextmanager
def serving(talk: Talk) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a question and then does as it likes; gives its address and the questions."""
    asked: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(65_536))
                try:
                    talk(connection)
                except OSError:
                    continue

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/page", asked
        listener.shutdown(socket.SHUT_RDWR)


def says(head: str, body: bytes = b"") -> Talk:
    return lambda connection: connection.sendall(f"HTTP/1.1 {head}\r\n\r\n".encode() + body)


def drips(start: bytes, piece: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(100):
            time.sleep(0.05)
            connection.sendall(piece)

    return talk


def test_an_answer_is_given_as_it_is() -> None:
    with serving(says("200 OK\r\nContent-Length: 5\r\nX-Rate-Limit-Limit: 5", b"hello")) as (address, asked):
        answer = Web("studenthub (test)", seconds=2, largest=100, accept="text/plain").ask(address)
    assert (answer.status, answer.body, answer.headers["x-rate-limit-limit"]) == (200, b"hello", "5")
    head = asked[0].decode().lower()
    assert "user-agent: studenthub (test)" in head
    assert "accept: text/plain" in head
    for unwanted in ("cookie", "referer", "authorization", "accept-encoding: gzip"):
        assert unwanted not in head


@pytest.mark.parametrize("status", [301, 302, 404, 429, 500])
def test_nothing_is_followed_and_no_status_is_an_error(status: int) -> None:
    with serving(says(f"{status} X\r\nLocation: file:///etc/passwd\r\nContent-Length: 0")) as (address, asked):
        answer = Web("test", seconds=2, largest=100).ask(address)
    assert (answer.status, len(asked)) == (status, 1)


def test_cookies_are_not_kept() -> None:
    with serving(says("200 OK\r\nSet-Cookie: who=you\r\nContent-Length: 0")) as (address, asked):
        web = Web("test", seconds=2, largest=100)
        web.ask(address)
        web.ask(address)
    assert len(asked) == 2
    assert b"who=you" not in asked[1]


def test_nothing_is_read_where_nothing_is_wanted() -> None:
    with serving(says("200 OK\r\nContent-Length: 5", b"hello")) as (address, asked):
        assert Web("test", seconds=2).ask(address).body == b""
        assert Web("test", seconds=2, largest=100).ask(address, "HEAD").body == b""
    assert asked[1].startswith(b"HEAD ")


@pytest.mark.parametrize(
    ("talk", "why"),
    [
        (says("200 OK", b"a" * (3 << 20)), "more than 1 MB"),
        (says("200 OK\r\nContent-Length: 50", b"half"), "broke off"),
        (lambda connection: connection.sendall(b"\x16\x03garbage\r\n\r\n"), "garbage"),
        (lambda connection: None, "closed"),
        (says("200 OK\r\n" + "X: y\r\n" * 200 + "Z: z"), "headers"),
        (drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), "timed out"),
        (drips(b"HTTP/1.1 200 OK\r\n\r\n", b"a"), "timed out"),
        (lambda connection: time.sleep(1), "timed out"),
    ],
    ids=["large", "half", "garbage", "silent", "headers", "slow head", "slow body", "slow"],
)
def test_bad_answers_are_none(talk: Talk, why: str) -> None:
    begin = time.monotonic()
    with serving(talk) as (address, _), pytest.raises(NoAnswer, match=why):
        Web("test", seconds=0.4, largest=1 << 20).ask(address)
    assert time.monotonic() - begin < 5


def test_a_host_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NoHost, match="no such host") as found:
        Web("test", seconds=2).ask("http://nowhere.invalid/")
    assert found.value.is_known


def test_a_name_that_could_not_be_looked_up_may_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    with pytest.raises(NoHost, match="could not be looked up") as found:
        Web("test", seconds=2).ask("http://somewhere.invalid/")
    assert not found.value.is_known


def test_a_host_that_refuses_is_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(NoAnswer) as found:
        Web("test", seconds=2).ask(f"http://127.0.0.1:{port}/")
    assert not isinstance(found.value, NoHost)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x", "javascript:1", ""])
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(ValueError, match="not an address of the web"):
        Web("test", seconds=2).ask(address)


def test_a_fault_of_ours_is_not_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(OpenerDirector, "open", fails)
    with pytest.raises(RuntimeError, match="ours"):
        Web("test", seconds=2).ask("http://127.0.0.1/")
