"""Printed references: from a line of a list to a typed record, and back as an entry of BibTeX.

What reads them is loaded when there is one to read: its patterns take longer to load than most texts take to check.
"""

from __future__ import annotations

from collections.abc import Iterable

from studenthub.parse.references.entries import entry, key_of
from studenthub.parse.references.record import Part, Person, Reference


def read(text: str, italics: Iterable[tuple[int, int]] = ()) -> Reference:
    """The record of one printed reference, in whatever style it is printed: see ``reading``."""
    from studenthub.parse.references import reading

    return reading.read(text, italics)


def may_be_dated(text: str) -> bool:
    """Whether a reference can have a date: see ``opening``."""
    from studenthub.parse.references import opening

    return opening.may_be_dated(text)


__all__ = ["Part", "Person", "Reference", "entry", "key_of", "may_be_dated", "read"]
