"""Long work with pauses, in which somebody who waits for something else gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

#: Texts or sources that are looked at between two pauses: for a millisecond or two.
_WITHOUT_PAUSE = 20

T = TypeVar("T")


def paused(things: Iterable[T], pause: Callable[[], object]) -> Iterator[T]:
    """``things``, with a call of ``pause`` before the first and now and then."""
    for number, thing in enumerate(things):
        if number % _WITHOUT_PAUSE == 0:
            pause()
        yield thing
