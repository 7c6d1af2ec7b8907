"""The one HTTP client for other hosts, with limits of time and size.

It sends nothing but the address, keeps no cookies, and follows nowhere by itself: where an answer leads on, who asked
decides. It uses the standard library, which checks certificates, knows the proxies of a university, and asks for
no compression that would have to be bounded in turn.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from urllib.error import URLError
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

_CHUNK = 65_536


#: What the look-up of a name says where there is none. All else (EAI_AGAIN) says nothing about the name.
_NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class NoAnswer(Exception):
    """A host gave no answer that can be used; the message says why."""


class NoHost(NoAnswer):
    """The address of a host was not found. ``is_known`` where the answer was that there is no such host.

    Some computers without a network say so of every host.
    """

    def __init__(self, error: socket.gaierror) -> None:
        self.is_known = error.errno in _NO_NAME
        super().__init__("there is no such host" if self.is_known else "the host could not be looked up")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a host: ``headers`` by their names in small letters, ``body`` as bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Web:
    """Asks for one address at a time. ``agent`` says who asks.

    ``seconds`` is how long a whole question may take, from the look-up of the host to the last byte; ``largest`` how
    many bytes an answer may have (0: nothing of it is read).
    """

    def __init__(self, agent: str, *, seconds: float, largest: int = 0, accept: str = "*/*") -> None:
        self._headers = {"User-Agent": agent, "Accept": accept}
        self._seconds = seconds
        self._largest = largest
        # Without the handlers that follow redirects, raise errors, and open files and FTP.
        self._opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
            self._opener.add_handler(handler)

    def ask(self, address: str, method: str = "GET") -> Answer:
        """The answer to a question. Raises NoAnswer, and ValueError where ``address`` is not of the web."""
        if not address.startswith(("http://", "https://")):
            raise ValueError(f"not an address of the web: {address}")
        request = Request(address, headers=self._headers, method=method)  # noqa: S310 - http and https alone
        answers: SimpleQueue[Answer | Exception] = SimpleQueue()

        def run() -> None:
            # It is raised where the answer is waited for.
            try:
                answers.put(self._read(request))
            except Exception as error:
                answers.put(error)

        # A host that is looked up, or that sends a byte now and then, keeps no timeout of its own.
        threading.Thread(target=run, daemon=True).start()
        try:
            answer = answers.get(timeout=self._seconds)
        except Empty:
            raise NoAnswer("timed out") from None
        if isinstance(answer, URLError):
            if isinstance(answer.reason, socket.gaierror):
                raise NoHost(answer.reason) from answer
            raise NoAnswer(str(answer.reason)) from answer
        if isinstance(answer, HTTPException | OSError | ValueError):
            raise NoAnswer(str(answer) or type(answer).__name__) from answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _read(self, request: Request) -> Answer:
        with self._opener.open(request, timeout=self._seconds) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            body = self._body(response, headers) if self._largest and request.method != "HEAD" else b""
            return Answer(response.status, headers, body)

    def _body(self, response: HTTPResponse, headers: Mapping[str, str]) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := response.read(min(_CHUNK, self._largest + 1 - size)):
            parts.append(part)
            size += len(part)
            if size > self._largest:
                raise NoAnswer(f"the answer has more than {self._largest >> 20} MB")
        expected = headers.get("content-length", "")
        if expected.isdecimal() and int(expected) != size:
            raise NoAnswer("the answer broke off")
        return b"".join(parts)
