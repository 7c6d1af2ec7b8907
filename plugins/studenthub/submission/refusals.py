"""What is said of a draft that cannot become an article."""

from __future__ import annotations

from collections.abc import Sequence


class Unusable(Exception):
    """A draft that cannot become an article; ``reasons`` are for its author, all of them at once."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)
