"""The protocol of a site generator: all that the hub needs from MkDocs or another one.

The hub reads, checks, converts and writes. A generator finds files, fills templates, and lets its plugins look on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import Environment

from studenthub.render import Page


class Shown(Protocol):
    """A page as the generator's templates and plugins know it."""

    content: str | None


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page as HTML, its headings as Python-Markdown tells them, and where it can be changed, or ""."""

    html: str = ""
    headings: Sequence[Any] = ()
    edit_url: str = ""


class Generator(Protocol):
    """A program that builds the site, as far as the hub needs it."""

    @property
    def templates(self) -> Environment:
        """The templates, which escape what they are given."""

    def address(self, path: str) -> str | None:
        """Where the file ``path`` of docs/ is in the site, relative to its root and quoted; None where there is none.

        The address of a page ends with a slash, that of the home page is empty.
        """

    def is_excluded(self, path: str) -> bool:
        """Whether a file of docs/ is left out of the site."""

    def showing(self, pages: Collection[Page]) -> Generator:
        """The same with just these pages."""

    def show(self, page: Page, text: PageText) -> Shown:
        """A page with its text, as plugins leave it."""

    def html(self, page: Page, shown: Shown) -> str:
        """The whole page: its template filled, as plugins leave it."""
