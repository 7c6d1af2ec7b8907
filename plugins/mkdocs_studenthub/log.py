"""Forwards the hub's log to MkDocs' log, so that MkDocs prints it and --strict counts it."""

from __future__ import annotations

import logging

#: MkDocs' own, which all of its plugins use.
MKDOCS = logging.getLogger("mkdocs")
_HUB = logging.getLogger("mkdocs.plugins.studenthub")


class _Forwarder(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if _HUB.isEnabledFor(record.levelno):
            _HUB.handle(record)


def forward() -> None:
    """From now on, what the hub logs is in MkDocs' log."""
    ours = logging.getLogger("studenthub")
    ours.setLevel(logging.DEBUG)
    ours.propagate = False
    if not any(isinstance(handler, _Forwarder) for handler in ours.handlers):
        ours.addHandler(_Forwarder())
