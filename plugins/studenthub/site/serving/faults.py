"""What can go wrong in a preview, in words that its pages show."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from jinja2 import TemplateError, TemplateSyntaxError

from studenthub.source.stop import Stop

_LOG = logging.getLogger(__name__)
#: What a broken setting, template or disk raises, in words for people.
_EXPECTED = (Stop, TemplateError, OSError)
#: What a fault in the hub's own code raises, or one in a template that goes beyond its language.
_UNEXPECTED = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class Faults:
    """The exceptions that a preview survives; ``known`` are those that the generator has words for."""

    known: tuple[type[Exception], ...] = ()

    @property
    def all(self) -> tuple[type[Exception], ...]:
        """To be caught."""
        return (*self._expected, *_UNEXPECTED)

    @property
    def _expected(self) -> tuple[type[Exception], ...]:
        return (*_EXPECTED, *self.known)

    def logged(self, error: Exception, path: str = "") -> str:
        """An exception in words, which are logged, with the ``path`` of the page that could not be made.

        Where nobody has words for it, its traceback is logged.
        """
        if isinstance(error, self._expected):
            words = _words(error)
            _LOG.error("%s", f"{path}: {words}" if path else words)
            return words
        what = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        _LOG.error("%s", f"{path}: {what}" if path else what, exc_info=error)
        return f"this is a fault of the hub or of a template, and not of a text: {what}; the terminal has the details"


def _words(error: Exception) -> str:
    """An error as one line, with its place if a template knows its line."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    said = error.said if isinstance(error, Stop) else str(error)
    return " ".join(said.split()) or type(error).__name__
