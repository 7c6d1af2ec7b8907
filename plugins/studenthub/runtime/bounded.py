"""Runs a module with a bound on its memory: python -m studenthub.runtime.bounded MODULE ARGUMENT…"""

from __future__ import annotations

import runpy
import sys
from contextlib import suppress

#: Bytes of memory: more than any diagram or drawing needs.
_MEMORY = 2 << 30


def bound() -> None:
    """Keep this process within the memory, on a system that has such bounds."""
    with suppress(ImportError):
        from resource import RLIMIT_AS, setrlimit

        setrlimit(RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    bound()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
