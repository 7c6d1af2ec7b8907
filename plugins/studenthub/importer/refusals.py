"""Drafts that cannot be read: what they are, and what to do, in one line each."""

from __future__ import annotations


class Refused(ValueError):
    """A file that is no draft the importer can read; the message says what it is, ``hint`` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
