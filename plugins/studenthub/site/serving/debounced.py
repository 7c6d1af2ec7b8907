"""Work that waits until nobody asks for it any more."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Debounced:
    """Does ``work`` once, in a thread, when it has not been asked for again for ``pause`` seconds."""

    def __init__(self, work: Callable[[], None], pause: float) -> None:
        self._work, self._pause = work, pause
        self._timer: threading.Timer | None = None

    def ask(self) -> None:
        """Do it after the pause, which begins anew."""
        self.cancel()
        self._timer = threading.Timer(self._pause, self._work)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """Do not do it, unless it has begun."""
        if self._timer:
            self._timer.cancel()
