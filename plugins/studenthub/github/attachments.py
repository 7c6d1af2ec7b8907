"""Files attached to an issue: find them in its text, and fetch them.

GitHub has no API for them. A file becomes a link to ``/user-attachments/files/<number>/<name>``, a picture one to
``/user-attachments/assets/<uuid>``, and older ones lie below the repository; each leads on to a store of GitHub's. No
token is sent: it would go to that store, and attachments of a public repository need none.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import unquote, urljoin, urlsplit

from studenthub.i18n import N_, Message

#: Seconds for one answer, and for a whole file with all its redirects.
_TIMEOUT, _PATIENCE = 20.0, 120.0
_HOPS = 5
_CHUNK = 64 * 1024
_TOO_LONG = Message(N_("it takes too long"))
_MOVED = {301, 302, 303, 307, 308}
#: Where GitHub keeps what is dropped into issues, besides its own host.
_STORES = re.compile(
    r"(?:[a-z0-9-]+\.)*githubusercontent\.com|github-production-[a-z0-9-]+\.s3(?:\.[a-z]+-[a-z]+-\d)?\.amazonaws\.com"
)
_PATH = r"/(?:user-attachments|{repository})/(?P<kind>files|assets)/(?P<rest>[^\s()<>\[\]\"'`]+)"


class NotFetched(Exception):
    """A file that cannot be had; the message says why, for its author."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


class TooLarge(NotFetched):
    """A file with more bytes than are fetched."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in an issue. ``start`` and ``end`` are where its address is in the text."""

    address: str
    name: str
    is_picture: bool
    start: int
    end: int


def find(text: str, server: str, repository: str) -> Iterator[Attachment]:
    """The attachments in the text of an issue, each once; ``server`` is GitHub's address, such as https://github.com."""
    pattern = re.escape(server.rstrip("/")) + _PATH.format(repository=re.escape(repository))
    seen: set[str] = set()
    for match in re.finditer(pattern, text, re.IGNORECASE):
        address = match[0].rstrip(".,;:!?")
        if address not in seen:
            seen.add(address)
            name = unquote(urlsplit(address).path.rpartition("/")[2])
            yield Attachment(address, name, match["kind"] == "assets", match.start(), match.start() + len(address))


def fetch(address: str, server: str, largest: int, *, timeout: float = _TIMEOUT, patience: float = _PATIENCE) -> bytes:
    """The bytes at ``address``, at most ``largest`` of them. Raises NotFetched.

    ``timeout`` is for one answer and ``patience`` for all of it, in seconds.
    """
    until = time.monotonic() + patience
    for _ in range(_HOPS):
        if not is_on_github(address, server):
            raise NotFetched(Message(N_("it leads away from GitHub")))
        try:
            with _OPENER.open(urllib.request.Request(address, headers=_HEADERS), timeout=timeout) as response:  # noqa: S310 - is_on_github
                return _read(response, largest, until)
        except urllib.error.HTTPError as error:
            with error:
                onward = error.headers.get("Location", "")
            if error.code not in _MOVED or not onward:
                raise NotFetched(_why(error.code)) from None
            address = urljoin(address, onward)
        except TimeoutError:
            raise NotFetched(_TOO_LONG) from None
        except urllib.error.URLError as error:
            raise NotFetched(Message(N_("GitHub does not answer (%(why)s)"), {"why": error.reason})) from None
        except (HTTPException, OSError, ValueError) as error:
            raise NotFetched(Message(N_("the connection broke off (%(why)s)"), {"why": error})) from None
    raise NotFetched(Message(N_("it leads in a circle")))


def _why(status: int) -> Message:
    if status in (404, 410):
        return Message(N_("it is not there any more, or only members of the repository may read it"))
    return Message(N_("GitHub refuses it") if status < 500 else N_("GitHub has a fault just now"))


def _read(response: HTTPResponse, largest: int, until: float) -> bytes:
    said = response.headers.get("Content-Length", "")
    promised = int(said) if said.isdecimal() else 0
    data = bytearray()
    while max(len(data), promised) <= largest:
        if time.monotonic() > until:
            raise NotFetched(_TOO_LONG)
        # What has come so far, so that a file in drops cannot keep us longer.
        part = response.read1(_CHUNK)
        if not part:
            if len(data) < promised:
                raise NotFetched(Message(N_("the connection broke off")))
            return bytes(data)
        data += part
    raise TooLarge(Message(N_("it is larger than %(most)s MB"), {"most": largest >> 20}))


def is_on_github(address: str, server: str) -> bool:
    """Whether an address is GitHub's own: only https, but for a server of tests that has no other."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    own = urlsplit(server)
    if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        return True
    return (parts.scheme, port) == ("https", None) and _STORES.fullmatch(parts.netloc.lower()) is not None


_HEADERS = {"User-Agent": "studenthub", "Accept": "application/octet-stream, */*"}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nowhere by itself: each address is looked at first."""

    def redirect_request(self, *_: object) -> None:
        """Leave the answer as it is."""


_OPENER = urllib.request.build_opener(_Stay)
