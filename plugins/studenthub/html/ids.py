"""The ids that the hub gives to parts of a page, in one list, so that no author can take one.

An id of the hub has a kind, a colon and a name, such as ``page:history``. The id that a heading gets of its words has
no colon, so no heading can take one of ours; an id that an author writes may not begin with one of our kinds.
"""

from __future__ import annotations

import re
from urllib.parse import quote

#: A part of the page itself; a reference, a place that cites it, a note of a citation style and the place of its
#: number; a source in a list of all; a footnote and the place of its number, which Python-Markdown makes.
KINDS = ("page", "ref", "cite", "note", "noteref", "source", "fn", "fnref")
_RESERVED = re.compile(rf"(?:{'|'.join(KINDS)})\d*:|__")
#: The list of references of an article, the list of notes in a note style.
REFERENCES, NOTES = "page:references", "page:notes"
#: What an id may hold of a key as it is, and a link to it needs no escape for: all else is written as its number.
_ODD = re.compile(r"[^\w.:/+-]")


def is_reserved(ident: str) -> bool:
    """Whether an id is one that only the hub gives."""
    return _RESERVED.match(ident) is not None


def reference(key: str) -> str:
    """The id of a source in the list of references of an article."""
    return f"ref:{_plain(key)}"


def citation(key: str, number: int) -> str:
    """The id of the place where a source is cited for the ``number``th time, from 1."""
    return f"cite:{_plain(key)}:{number}"


def source(key: str) -> str:
    """The id of a source in a list of all sources."""
    return f"source:{_plain(key)}"


def letter(capital: str) -> str:
    """The id of the part of a long list whose rows begin with a letter."""
    return f"page:letter-{_plain(capital)}"


def link(ident: str) -> str:
    """The address of an id on its own page."""
    return f"#{quote(ident, safe=':/+~')}"


def _plain(key: str) -> str:
    return _ODD.sub(lambda sign: f"~{ord(sign[0]):x}", key)
