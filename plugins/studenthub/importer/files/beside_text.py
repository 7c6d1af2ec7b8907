"""What a file of a word processor has beside its text: comments, changes, hidden words, citations that are data."""

from __future__ import annotations

from dataclasses import dataclass, field

from studenthub.i18n import Message
from studenthub.importer.files.fields import Field
from studenthub.parse.references import Reference

#: How many pieces of a text are enough to say what a comment is about.
MOST_OF_RANGE = 100


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin: who wrote it, what it says, and the words it is about."""

    author: str
    text: str
    about: str


@dataclass
class Word:
    """What a file has beside its text; ``data`` is the file for Pandoc.

    It ``shows_deleted`` where its program prints what was deleted with tracked changes, and nothing says which words
    these are. ``alternatives`` are the alternative texts of all pictures of RTF, which Pandoc does not read.
    """

    data: bytes = b""
    fields: list[Field] = field(default_factory=list)
    sources: list[tuple[str, Reference]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    deleted: int = 0
    shows_deleted: bool = False
    hidden: int = 0
    boxes: int = 0
    numbered_headings: bool = False
    lost: list[Message] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
