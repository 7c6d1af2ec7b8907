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
    """One page of a list: its rows, its address (not quoted), its title, and the way around."""

    rows: Sequence[T]
    address: str
    title: str
    pager: Pager


def letters(rows: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """The first row of each letter: ``rows`` are their letters, each with the address of the row."""
    first: dict[str, str] = {}
    for letter, address in rows:
        first.setdefault(letter, address)
    return tuple(Link(letter, first[letter]) for letter in sorted(first))


def paths(folder: str, rows: int, settings: Settings, first: str = "", *, times: int = 1) -> Iterator[tuple[int, str]]:
    """The pages of a list of so many ``rows``, by their numbers from 1, as files of docs/; there is always one.

    ``folder`` and ``first`` are as in collections.path. A page has ``times`` as many rows as the settings say.
    """
    for number in range(1, collections.pages(rows, settings.per_page * times) + 1):
        yield number, collections.path(folder, number, first)


def sheet(number: int, rows: Sequence[T], settings: Settings, folder: str, heading: str, *, times: int = 1) -> Sheet[T]:
    """A page of a list, by its number."""
    per_page = settings.per_page * times
    count = collections.pages(len(rows), per_page)

    def around(other: int) -> str:
        return quote(_address(folder, other)) if 1 <= other <= count else ""

    return Sheet(
        rows=rows[(number - 1) * per_page : number * per_page],
        address=_address(folder, number),
        title=heading
        if number == 1
        else settings.interface.gettext("%(heading)s, page %(number)s", heading=heading, number=number),
        pager=Pager(number, count, around(number - 1), around(number + 1)),
    )


def addresses(folder: str, rows: int, settings: Settings, *, times: int) -> Iterator[str]:
    """The address of the page that each row of a list is on; a page has ``times`` as many rows as settings say."""
    return (_address(folder, row // (settings.per_page * times) + 1) for row in range(rows))


def _address(folder: str, number: int) -> str:
    return f"{folder}/" if number == 1 else f"{folder}/page/{number}/"
