"""Why a picture is not published."""

from __future__ import annotations


class Refused(Exception):
    """A picture that cannot be shown, or is too large for a phone. ``hint`` says what to do."""

    def __init__(self, wrong: str, hint: str) -> None:
        super().__init__(wrong)
        self.hint = hint


class NoPicture(Refused):
    """A file that is none of the pictures that browsers know."""
