"""Whether MkDocs has warned of something: what it warns of once, it must warn of again."""

from __future__ import annotations

import logging
from types import TracebackType

_LOG = logging.getLogger("mkdocs")


class Ear(logging.Handler):
    """Listens to MkDocs while it is entered."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.has_heard = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note that something was said."""
        self.has_heard = True

    def __enter__(self) -> Ear:
        _LOG.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _LOG.removeHandler(self)
