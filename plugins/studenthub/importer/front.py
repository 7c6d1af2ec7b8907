"""What the lines around the text of a draft say: its title, authors, date, and lines that are no part of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studenthub.i18n import Message
from studenthub.importer.bylines import DraftAuthor
from studenthub.importer.text.lines import NO_LINE, Line


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a draft. ``left`` are lines that are no part of the article, with what they seem to be.

    ``date`` is ISO 8601, and ``date_said`` what the draft prints; ``guessed`` says what was not certain.
    """

    title: Line = NO_LINE
    description: Line = NO_LINE
    date: str = ""
    date_said: str = ""
    authors: tuple[DraftAuthor, ...] = ()
    bylines: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    guessed: tuple[Message, ...] = ()

    @property
    def day(self) -> datetime.date | None:
        """The date, where it is one: no 31 February."""
        try:
            return datetime.date.fromisoformat(self.date)
        except ValueError:
            return None

    def leaving(self, text: str, what: str) -> Front:
        """The same without a line of the draft."""
        return replace(self, left=(*self.left, (text, what)))

    def by(self, authors: Sequence[DraftAuthor], *lines: str) -> Front:
        """The same by these authors, whom ``lines`` of the draft name."""
        return replace(self, authors=tuple(authors), bylines=(*self.bylines, *lines))
