"""Refusals of drafts that cannot become an article."""

from __future__ import annotations

from collections.abc import Sequence

from studenthub.i18n import Message


class Unusable(Exception):
    """A draft that cannot become an article; ``reasons`` are for its author, all of them at once."""

    def __init__(self, reasons: Sequence[Message]) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = tuple(reasons)
