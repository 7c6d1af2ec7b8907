"""GitHub's REST API (https://docs.github.com/rest), as far as the hub needs it.

Only the standard library: a dozen calls need no client of 100,000 lines, and a job that holds a token should run little
code. The token goes to the host of the API and to no other, so a redirect to another host is refused.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from studenthub.source.stop import Stop

#: How long a request may take, and how long GitHub may ask us to wait, in seconds.
_TIMEOUT, _LONGEST_WAIT = 20.0, 90.0
#: How often a request is tried, and the first pause between two tries, in seconds; each further one is twice as long.
_TRIES, _FIRST_PAUSE = 4, 1.0
#: Rows on a page, of which GitHub gives 100 at most; and pages of a list that are read.
_ROWS, _PAGES = 100, 20
#: An answer is never larger; what is larger is not one of ours.
_LARGEST = 32 * 1024 * 1024
_MOVED = {301, 302, 307, 308}

#: Parsed JSON. The calls below make values of it at once.
Json = Any


class Refused(Stop):
    """GitHub says no: ``status`` is that of HTTP, ``message`` what GitHub says, with its reasons."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"GitHub answers {status}: {message}")
        self.status, self.message = status, message


class Unavailable(Stop):
    """GitHub does not answer, or asks for more patience than a workflow has."""


@dataclass(frozen=True)
class Api:
    """One repository. ``url`` is where the API is, ``repository`` is owner/name, ``token`` may be ""."""

    url: str
    repository: str
    token: str = field(default="", repr=False)
    timeout: float = _TIMEOUT
    sleep: Callable[[float], None] = time.sleep

    def get(self, path: str, **query: object) -> Json:
        """The answer at ``path``, which begins below the repository. Raises Refused and Unavailable."""
        return self._call("GET", self._address(path, query))[0]

    def find(self, path: str, **query: object) -> Json | None:
        """The same, or None where GitHub knows of no such thing."""
        try:
            return self.get(path, **query)
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def rows(self, path: str, **query: object) -> Iterator[Json]:
        """All rows of a list, from as many pages as it has."""
        address = self._address(path, query | {"per_page": _ROWS})
        for _ in range(_PAGES):
            rows, headers = self._call("GET", address)
            yield from rows
            following = _next(headers.get("Link", ""))
            if not following:
                return
            address = self._same_host(following)

    def post(self, path: str, body: Mapping[str, object], *, repeatable: bool = False) -> Json:
        """Make something new. ``repeatable`` is that to make it twice is to make it once."""
        return self._call("POST", self._address(path), body, repeatable=repeatable)[0]

    def patch(self, path: str, body: Mapping[str, object]) -> Json:
        """Change something."""
        return self._call("PATCH", self._address(path), body)[0]

    def delete(self, path: str) -> None:
        """Take something away; what is not there is no reason to complain."""
        try:
            self._call("DELETE", self._address(path))
        except Refused as refused:
            if refused.status != 404:
                raise

    def _address(self, path: str, query: Mapping[str, object] | None = None) -> str:
        address = f"{self.url.rstrip('/')}/repos/{self.repository}{f'/{path}' if path else ''}"
        return f"{address}?{urlencode(query)}" if query else address

    def _call(
        self, method: str, address: str, body: Mapping[str, object] | None = None, *, repeatable: bool = True
    ) -> tuple[Json, Message]:
        """One call, tried again where that is safe and may help."""
        left, pause = _TRIES, _FIRST_PAUSE
        while True:
            left -= 1
            try:
                return self._once(method, address, body)
            except _Later as later:
                wait = pause if later.wait is None else later.wait
                # What was sent may have been done although no answer came: a second one could be made.
                if not left or wait > _LONGEST_WAIT or not (repeatable or later.untouched):
                    raise Unavailable(later.why) from None
            self.sleep(wait)
            pause *= 2

    def _once(self, method: str, address: str, body: Mapping[str, object] | None) -> tuple[Json, Message]:
        for _ in range(3):
            request = urllib.request.Request(address, method=method, headers=self._headers)  # noqa: S310 - see _same_host
            if body is not None:
                request.data = json.dumps(body).encode()
                request.add_header("Content-Type", "application/json")
            try:
                with _OPENER.open(request, timeout=self.timeout) as response:
                    return _content(response.read(_LARGEST + 1)), response.headers
            except urllib.error.HTTPError as error:
                with error:
                    onward = error.headers.get("Location", "")
                    if error.code in _MOVED and onward and method == "GET":
                        address = self._same_host(urljoin(address, onward))
                        continue
                    raise _meant(error) from None
            except (urllib.error.URLError, HTTPException, OSError) as error:
                raise _Later(f"GitHub does not answer: {getattr(error, 'reason', '') or error}") from None
        raise Refused(310, "it leads in a circle")

    @property
    def _headers(self) -> dict[str, str]:
        headers = {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "studenthub",
        }
        return headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _same_host(self, address: str) -> str:
        if urlsplit(address)[:2] != urlsplit(self.url)[:2]:
            raise Refused(310, "it leads to another host")
        return address


class _Later(Exception):
    """Another try may help, after ``wait`` seconds where GitHub says so. ``untouched`` is that nothing was done."""

    def __init__(self, why: str, wait: float | None = None, *, untouched: bool = False) -> None:
        super().__init__(why)
        self.why, self.wait, self.untouched = why, wait, untouched


def _meant(error: urllib.error.HTTPError) -> Exception:
    """The error that an unsuccessful answer means.

    Limits: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    message = _message(error)
    headers = error.headers
    is_limit = "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0" or "rate limit" in message
    if error.code == 429 or (error.code == 403 and is_limit):
        return _Later(f"GitHub asks for patience: {message}", _wait(headers), untouched=True)
    if error.code >= 500:
        return _Later(f"GitHub has a fault: {error.code} {message}")
    return Refused(error.code, message)


def _wait(headers: Message) -> float | None:
    """The seconds that GitHub asks for."""
    if (said := headers.get("Retry-After", "")).isdecimal():
        return float(said)
    if headers.get("X-RateLimit-Remaining") == "0" and (reset := headers.get("X-RateLimit-Reset", "")).isdecimal():
        return max(0.0, float(reset) - time.time())
    return None


def _message(error: urllib.error.HTTPError) -> str:
    """The message of GitHub, with the reasons that it gives for a field."""
    try:
        data = json.loads(error.read(_LARGEST))
        said = str(data["message"])
        reasons = [_reason(row) for row in data.get("errors") or []]
    except (ValueError, TypeError, KeyError, AttributeError, OSError, HTTPException):
        return str(error.reason)
    return f"{said} ({'; '.join(reasons)})" if reasons else said


def _reason(row: Json) -> str:
    """Why a field of a request is refused: a text, or an object with a message or a code."""
    if not isinstance(row, dict):
        return str(row)
    return str(row.get("message") or f"{row.get('field')}: {row.get('code')}")


def _content(data: bytes) -> Json:
    """The JSON of an answer; nothing where it is empty."""
    if len(data) > _LARGEST:
        raise Unavailable("GitHub's answer is too large")
    try:
        return json.loads(data) if data else None
    except ValueError:
        raise _Later("GitHub's answer cannot be read") from None


def _next(links: str) -> str:
    """The address of the next page, from the header Link (RFC 8288)."""
    for part in links.split(","):
        address, _, said = part.partition(";")
        if 'rel="next"' in said:
            return address.strip().strip("<>")
    return ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nowhere by itself: urllib would take the token along to any host."""

    def redirect_request(self, *_: object) -> None:
        """Leave the answer as it is."""


_OPENER = urllib.request.build_opener(_Stay)
