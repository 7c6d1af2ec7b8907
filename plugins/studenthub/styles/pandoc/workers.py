"""A few Pandoc processes at work at once, each for one document at a time."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from studenthub.styles.pandoc.worker import Worker


class Workers:
    """Workers, as many as there are processors, up to four, and ``threads`` that wait for them.

    A process starts with its first document. Close them after use.
    """

    def __init__(self, count: int = 0) -> None:
        count = count or max(1, min(4, os.cpu_count() or 1))
        self.threads = ThreadPoolExecutor(count, thread_name_prefix="citations")
        self._all = [Worker() for _ in range(count)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._all:
            self._idle.put(worker)

    @contextmanager
    def one(self) -> Iterator[Worker]:
        """A worker that nobody else asks meanwhile."""
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def warm_up(self) -> None:
        """Start a process while there is time: the first document waits for it otherwise."""
        self.threads.submit(self._start)

    def _start(self) -> None:
        with self.one() as worker:
            worker.start()

    def close(self) -> None:
        """Stop all processes."""
        self.threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:
            worker.close()
