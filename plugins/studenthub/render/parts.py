"""Parts that several pages show, as frozen values for templates.

Addresses are relative to the root of the site ("articles/a-title/") and quoted, those that leave it are whole; dates
are shown twice: ``iso`` for machines and ``text`` for people.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from studenthub.i18n import N_, Interface
from studenthub.parse.frontmatter.forms import UNDATED


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    iso: str
    text: str

    @classmethod
    def of(cls, date: datetime.date, interface: Interface) -> Day:
        """11 July 2024; a date that is missing is shown as nothing."""
        if date == UNDATED:
            return cls("", "")
        return cls(date.isoformat(), interface.date(date))


@dataclass(frozen=True, slots=True)
class Link:
    """A text, where it leads, and how many articles are there (0: not said).

    ``language`` is the tag of the text where it is another than that of the interface.
    """

    text: str
    href: str
    count: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a text, in sentences for its author, with its line and its code.

    ``file`` is "" on the page of that text; ``code`` leads nowhere where the hub has no page that explains it.
    """

    said: str
    line: int
    code: Link
    file: str = ""


@dataclass(frozen=True, slots=True)
class Byline:
    """An author of one article: ``details`` is what they were at the time, such as "MBChB, fifth year".

    ``about`` is what the author's own file says in a sentence; ``count`` the number of their articles.
    """

    name: str
    href: str
    details: str = ""
    affiliation: Link | None = None
    orcid: str = ""
    organisation: bool = False
    about: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """A notice above an article, such as a retraction: the ``kind`` of change as in Change, and its word."""

    kind: str
    word: str

    @classmethod
    def of(cls, kind: str, interface: Interface) -> Status | None:
        """The status after a change of this kind, or None where there was none."""
        return cls(kind, interface.gettext(_STATUS_WORDS[kind])) if kind else None


_STATUS_WORDS = {
    "correction": N_("Corrected"),
    "retraction": N_("Retracted"),
    "expression-of-concern": N_("Expression of concern"),
}


@dataclass(frozen=True, slots=True)
class ImageView:
    """The lead picture; ``src`` is relative to the root of the site, sizes are in pixels (0: not known).

    ``sizes`` and ``webp`` are its files with their widths, in the format of ``src`` and in WebP.
    """

    src: str
    alt: str
    caption: str
    credit: str
    width: int = 0
    height: int = 0
    sizes: tuple[tuple[str, int], ...] = ()
    webp: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """An article in another language: the ``language`` as a tag, its name in itself, and where the article is."""

    language: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list. ``unpublished`` is "", draft or scheduled.

    ``kind`` is that of the article where it is a special one, such as Opinion. ``language`` and ``direction`` (ltr or
    rtl) are those of its words; ``tongue`` names the language where it is another than the hub's, and it ``is_foreign``
    where it is another than that of the interface. ``versions`` are the same in other languages.
    """

    title: str
    href: str
    description: str
    authors: tuple[Byline, ...]
    date: Day
    minutes: int
    references: int
    topics: tuple[Link, ...]
    status: Status | None = None
    unpublished: str = ""
    kind: Link | None = None
    image: ImageView | None = None
    language: str = ""
    direction: str = "ltr"
    tongue: str = ""
    is_foreign: bool = False
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Some articles of a list, and the way to all of them."""

    link: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a page of links, each with its note: those of one letter, or all under ""."""

    id: str
    letter: str
    links: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change after publication: its ``kind`` as in Change, and the ``name`` of that for readers."""

    date: Day
    kind: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series, the other parts of it in their order, and which of them this article is, counted from 1."""

    title: str
    number: int
    parts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a long list a page is: ``number`` of ``count`` pages, counted from 1."""

    number: int
    count: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An article that cites a source, the sentences in which it does, and the article's status."""

    article: Link
    sentences: tuple[str, ...]
    status: Status | None = None
