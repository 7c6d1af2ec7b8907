"""Whether what a hub says in another language is English still."""

from __future__ import annotations

import re
from functools import cache

from studenthub.i18n import catalogues

#: Shorter pieces may be in what the checks say as well, which is English.
_LONG = 24


@cache
def _pieces() -> tuple[str, ...]:
    """What is between the places of all messages, as they are in English."""
    ids = (form for message in catalogues.read("fr") for form in _forms(message.id))
    # What is bold may be a word on a button of GitHub's.
    pieces = {" ".join(piece.split()) for ident in ids for piece in re.split(r"%\(\w+\)s|\*\*.+?\*\*|`|\n", ident)}
    return tuple(sorted(piece for piece in pieces if len(piece) > _LONG and " " in piece))


def _forms(ident: object) -> tuple[str, ...]:
    return (ident,) if isinstance(ident, str) else tuple(ident)  # type: ignore[arg-type]


def left(text: str) -> list[str]:
    """The pieces of messages that are in the text in English."""
    flat = " ".join(text.split())
    return [piece for piece in _pieces() if piece in flat]
