"""Limits the CPU time of the programs that the hub starts.

A machine that is busy gives a program less of each second. With a limit of time, the same input would be accepted on
one machine and refused on another; the CPU time that an input takes is the same on both.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import psutil

#: Seconds between two looks at a program.
INTERVAL = 0.2
#: Looks in a row at a program that does nothing, until it is stopped: about a minute. They are counted, and not the
#: seconds, as these go on while the computer sleeps or the command is suspended.
IDLE = 300


class LimitReached(Exception):
    """A program was stopped before it had ended."""


class TooMuchWork(LimitReached):
    """It used more CPU time than it may: this input is too much for it."""


class NoProgress(LimitReached):
    """It has neither worked nor ended for about a minute: something other than the input is wrong."""


@contextmanager
def limited(process: subprocess.Popen[str], seconds: float) -> Iterator[None]:
    """Within, ``process`` may work for ``seconds`` of CPU time. Raises TooMuchWork and NoProgress.

    The process is killed then, so that reading what it prints ends.
    """
    watch = _Watch(process, seconds)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        # In place of what killing it has made the caller raise, such as a broken pipe.
        if watch.reached:
            raise watch.reached


def run(command: Sequence[str], seconds: float, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``command`` to its end with ``text`` as its input. Raises TooMuchWork, NoProgress and OSError."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            with limited(process, seconds):
                output, errors = process.communicate(text)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


class _Watch(threading.Thread):
    """Looks at a process now and then, and kills it when it has reached a limit, which is ``reached`` then."""

    def __init__(self, process: subprocess.Popen[str], seconds: float) -> None:
        super().__init__(daemon=True)
        self.reached: LimitReached | None = None
        self._process = process
        self._seconds = seconds
        self._ended = threading.Event()
        self._before = 0.0
        with suppress(psutil.Error):
            self._before = _worked(process.pid)

    def run(self) -> None:
        noted, idle = self._before, 0
        with suppress(psutil.Error):
            while not self._ended.wait(INTERVAL):
                now = _worked(self._process.pid)
                idle = 0 if now > noted else idle + 1
                noted = now
                if now - self._before > self._seconds:
                    self._stop_process(TooMuchWork(f"it worked for more than {self._seconds:.0f} seconds"))
                elif idle >= IDLE:
                    self._stop_process(NoProgress("it did nothing for a minute"))

    def stop(self) -> None:
        """End the watch."""
        self._ended.set()
        self.join()

    def _stop_process(self, reached: LimitReached) -> None:
        self.reached = reached
        # With those that it has started: they would keep its output open.
        process = psutil.Process(self._process.pid)
        for one in [*process.children(recursive=True), process]:
            with suppress(psutil.Error):
                one.kill()
        self._ended.set()


def _worked(pid: int) -> float:
    """Seconds of CPU time of a process, all its threads counted. Raises psutil.Error where there is none."""
    process = psutil.Process(pid)
    # There the Python of a virtual environment is a small program that starts the real one.
    family = [process, *process.children(recursive=True)] if sys.platform == "win32" else [process]
    times = [one.cpu_times() for one in family]
    return sum(time.user + time.system for time in times)
