"""Whether a folder is in use: two builds of one hub may run at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def acquire(folder: Path) -> int:
    """A descriptor that keeps ``folder`` locked until it is released or this process ends.

    It is -1 where somebody else has it, and where it cannot be had: there is no folder, or the system has no locks.
    """
    if sys.platform == "win32":
        return -1
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return -1
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return -1
    return descriptor


def release(descriptor: int) -> None:
    """Let others have it."""
    if descriptor >= 0:
        os.close(descriptor)
