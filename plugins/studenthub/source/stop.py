"""The base class of what stops a command or a build: for people, and never with a traceback."""

from __future__ import annotations


class Stop(Exception):
    """Something outside of the hub's own code is wrong. The message says what, ``hint`` what to do; it may be ""."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def said(self) -> str:
        """The message, with its hint in brackets."""
        return f"{self} ({self.hint})" if self.hint else str(self)
