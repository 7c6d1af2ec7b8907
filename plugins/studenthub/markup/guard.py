"""Converts one page within a budget of time, so that its failure does not affect other pages.

Python-Markdown and its extensions have patterns that take the square of a text's length, and now and then an input
that stops them. What is known of that is refused before (see ``limits``); this is for what is not.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_LOG = logging.getLogger(__name__)
#: Seconds of work for one page. The longest article allowed takes a tenth of it.
BUDGET = 5.0
#: Libraries that swallow an exception get it again.
_AGAIN = 0.2


class _TimeIsUp(BaseException):
    """Not an Exception, so that what libraries catch does not catch it."""


class PageFailed(Exception):
    """A page that could not be converted, in words for people."""


def run(convert: Callable[[str], str], text: str, budget: float = BUDGET) -> str:
    """The result of ``convert`` on ``text``. Raises PageFailed."""
    try:
        with _alarm(budget):
            return convert(text)
    except _TimeIsUp:
        raise PageFailed(
            f"this page takes longer than {budget:.0f} seconds to convert; look for brackets or signs in great numbers"
        ) from None
    except RecursionError:
        raise PageFailed("lists or quotations in this page are nested too deeply") from None
    except (ValueError, AssertionError, TypeError, LookupError, AttributeError) as error:
        # What the faults of extensions raise, ours among them: no text is to blame, and other pages can be converted.
        what = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        _LOG.debug("a page cannot be converted: %s", what, exc_info=error)
        raise PageFailed(
            f"this page cannot be converted; this is a fault of the hub or of an extension, and not of the text "
            f"({what}); mkdocs build --verbose prints the details"
        ) from error


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise _TimeIsUp after ``seconds`` of this thread's own work; waiting for the citations of others is no work.

    Python's regular expressions look for signals as well. Where there are none (Windows, a thread of a server) there
    is no alarm, and what is refused before has to do.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    began = time.thread_time()

    def ring(_signal: int, _frame: FrameType | None) -> None:
        # The timer counts the work of all threads; it rings again until it is this one's.
        if time.thread_time() - began >= seconds:
            raise _TimeIsUp

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
