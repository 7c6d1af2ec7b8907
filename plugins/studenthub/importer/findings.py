"""The notes of a report while they are gathered, each with its line in the article."""

from __future__ import annotations

from studenthub.i18n import Interface
from studenthub.importer.report import Note


class Findings:
    """What was found, in the language of ``interface``: what is to do, was decided, or is not in the article.

    ``lines`` are those of the text, which is below ``offset`` lines of front matter.
    """

    def __init__(self, interface: Interface, written: str, offset: int) -> None:
        self.interface, self.lines, self.offset = interface, written.split("\n"), offset
        self.todos: list[Note] = []
        self.notes: list[Note] = []
        self.lost: list[Note] = []

    def todo(self, kind: str, message: str, path: str = "", line: int = 0) -> None:
        """Add what the student does next. ``path`` is "article" or "bib"."""
        self.todos.append(Note(kind, message, path if line else "", line))

    def note(self, kind: str, message: str, path: str = "", line: int = 0) -> None:
        """Add a decision that the student should review."""
        self.notes.append(Note(kind, message, path if line else "", line))

    def left(self, kind: str, message: str) -> None:
        """Add words that are not in the article."""
        self.lost.append(Note(kind, " ".join(message.split())))

    def line(self, words: str, earlier: int = 0) -> int:
        """The line of the article in which words are, or 0; of the same words, ``earlier`` were reported before."""
        counted = enumerate(self.lines, self.offset + 1)
        found = [number for number, line in counted for _ in range(line.count(words))]
        return found[min(earlier, len(found) - 1)] if found else 0


def cut(text: str, most: int = 90) -> str:
    """A text in one line, shortened."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
