"""Pictures pasted into the form: fetched from GitHub within limits, and linked in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from studenthub.github.attachments import Attachment, NotFetched
from studenthub.i18n import N_, Message
from studenthub.importer.files.file_kinds import LARGEST
from studenthub.submission.refusals import Unusable

#: Gives the bytes at an address, or raises NotFetched.
Fetch = Callable[[str], bytes]
#: The most pictures of one draft; together they have at most as many bytes as a file may.
MOST = 20
_TOO_MANY = N_("There are more than %(most)s pictures. Please leave the ones that a reader needs.")
_TOO_LARGE = N_("The pictures have more than %(most)s MB together. Please make them smaller.")
_NOT_FETCHED = N_("Picture %(number)s could not be fetched: %(why)s. Please drop it in again.")
#: How GitHub writes a picture that is dropped into an issue: as a tag, or as Markdown.
_TAG = re.compile(r"<img\b[^<>]{1,2000}>", re.IGNORECASE)
_MARKDOWN = re.compile(r"!\[(?P<words>[^\[\]\n]{0,500})\]\((?P<address>[^()\s]{1,500})\)")
#: What GitHub writes for those who cannot see it, which says nothing.
_NO_WORDS = re.compile(
    r"(?:image|img|picture|photo|screenshot)?[\s\d_.:-]*(?:\.?(?:png|jpe?g|gif|webp))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text whose pictures are written as Markdown, and their bytes by their addresses, in their order.

    ``words`` are the alternative texts by address.
    """

    text: str
    pictures: Mapping[str, bytes]
    words: Mapping[str, str]


def gathered(text: str, found: Sequence[Attachment], fetch: Fetch) -> Pasted:
    """Fetch the pictures of a text. Raises Unusable, with a reason for each picture that cannot be had."""
    text = _MARKDOWN.sub(_tidy, _TAG.sub(_as_markdown, text))
    addresses = [one.address for one in found if one.is_picture]
    if len(addresses) > MOST:
        raise Unusable([Message(_TOO_MANY, {"most": MOST})])
    pictures: dict[str, bytes] = {}
    reasons: list[Message] = []
    for number, address in enumerate(addresses, 1):
        try:
            pictures[address] = fetch(address)
        except NotFetched as problem:
            reasons.append(Message(_NOT_FETCHED, {"number": number, "why": problem.why}))
        if sum(map(len, pictures.values())) > LARGEST:
            reasons.append(Message(_TOO_LARGE, {"most": LARGEST >> 20}))
            break
    if reasons:
        raise Unusable(reasons)
    words = {match["address"]: match["words"] for match in _MARKDOWN.finditer(text)}
    return Pasted(text, pictures, words)


def without(text: str, addresses: Collection[str]) -> str:
    """A text without its pictures."""
    return _MARKDOWN.sub(lambda match: "" if match["address"] in addresses else match[0], text).strip()


def _tidy(match: re.Match[str]) -> str:
    return f"![]({match['address']})" if _NO_WORDS.fullmatch(match["words"].strip()) else match[0]


def _as_markdown(match: re.Match[str]) -> str:
    tag = _Picture()
    tag.feed(match[0])
    return f"![{tag.words}]({tag.address})" if re.fullmatch(r"https?://[^\s()<>\"]+", tag.address) else match[0]


class _Picture(HTMLParser):
    """Reads one tag."""

    address = words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the picture is, and its words."""
        said = {name: value or "" for name, value in attrs}
        self.address = said.get("src", "").strip()
        self.words = " ".join(re.sub(r"[\[\]]", " ", said.get("alt", "")).split())
