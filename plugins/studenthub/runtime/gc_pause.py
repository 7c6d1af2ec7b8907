"""When to pause Python's garbage collector.

What is read of a hub is many small values that live as long as the program and form no cycles. Python's collector finds
nothing among them, and looks at all of them each time their number has grown by a quarter: half of the time that
reading a changed bibliography of 20,000 sources takes. Counting references frees what is replaced. The same holds for
modules while they are loaded.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType


@contextmanager
def uncollected() -> Iterator[None]:
    """Within, cycles are not looked for. Two threads may be within at once."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def settle() -> None:
    """Say that all there is now will stay, and need not be looked at again."""
    gc.freeze()


@cache
def loaded(name: str) -> ModuleType:
    """The module ``name`` with all that it imports, which stays as well: a tenth of a check was looking at it."""
    with uncollected():
        module = importlib.import_module(name)
        settle()
    return module
