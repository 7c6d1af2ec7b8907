"""Long lists, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from studenthub.model import collections
from studenthub.model.settings import Settings
from studenthub.render.parts import Link, Pager

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One page of a list: its rows, its file in docs/, its address (not quoted), its title, and the way around."""

    rows: Sequence[T]
    path: str
    address: str
    title: str
    pager: Pager


def letters(rows: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """The first row of each letter: ``rows`` are their letters, each with the address of the row."""
    first: dict[str, str] = {}
    for letter, address in rows:
        first.setdefault(letter, address)
    return tuple(Link(letter, first[letter]) for letter in sorted(first))


def sheets(
    rows: Sequence[T], settings: Settings, folder: str, heading: str, first: str = "", *, times: int = 1
) -> Iterator[Sheet[T]]:
    """The pages of a list; there is always a first one. ``folder`` and ``first`` are as in collections.path.

    A page has ``times`` as many rows as the settings say.
    """
    per_page = settings.per_page * times
    count = collections.pages(len(rows), per_page)

    def address(number: int) -> str:
        return f"{folder}/" if number == 1 else f"{folder}/page/{number}/"

    def around(number: int) -> str:
        return quote(address(number)) if 1 <= number <= count else ""

    for number in range(1, count + 1):
        yield Sheet(
            rows=rows[(number - 1) * per_page : number * per_page],
            path=collections.path(folder, number, first),
            address=address(number),
            title=heading
            if number == 1
            else settings.interface.gettext("%(heading)s, page %(number)s", heading=heading, number=number),
            pager=Pager(number, count, around(number - 1), around(number + 1)),
        )
