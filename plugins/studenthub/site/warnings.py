"""Notices whether a build logged a warning, since a warning must be repeated by the next build."""

from __future__ import annotations

import logging
from types import TracebackType


class WarningWatch(logging.Handler):
    """Notes, while it is entered, that ``logger`` warns of something."""

    def __init__(self, logger: logging.Logger) -> None:
        super().__init__(logging.WARNING)
        self._logger = logger
        self.has_seen = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note that something was said."""
        self.has_seen = True

    def __enter__(self) -> WarningWatch:
        self._logger.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._logger.removeHandler(self)
