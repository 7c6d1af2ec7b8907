"""Pages and files of the site as values, made on demand and identified by a digest of their inputs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from studenthub.render.views import View
from studenthub.runtime.fingerprints import fingerprint

T = TypeVar("T")


class Written(Protocol):
    """An article, a term or a guide, which has a text of its own."""

    @property
    def body(self) -> str:
        """The text as Markdown."""

    @property
    def has_file(self) -> bool:
        """Whether it is in a file of docs/, which somebody can change."""


@dataclass(frozen=True, slots=True)
class Fingerprinted(Generic[T]):
    """A value with the digest of its content, which is in its place in digests of what holds it.

    ``identify`` gives it when somebody asks, which a preview seldom does.
    """

    value: T
    identify: Callable[[], str] = field(repr=False, compare=False)

    @property
    def fingerprint(self) -> str:
        """The digest."""
        return self.identify()


class Inputs(Protocol):
    """All inputs of a page but its text and the templates: a frozen value, whose fingerprint is the page's key.

    Its view is a function of it alone, so that the key says all of the page.
    """

    @property
    def title(self) -> str:
        """What the page is called."""

    @property
    def description(self) -> str:
        """What it has, in a sentence or two."""

    def view(self) -> View:
        """The value that the template reads."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The inputs of a page whose view is quick to make: the view itself."""

    title: str
    description: str
    made: View

    def view(self) -> View:
        """The view that was made."""
        return self.made


@dataclass(frozen=True)
class Page:
    """A page of the hub: ``path`` is its Markdown file relative to docs/, whether it lies there or not.

    ``written`` is what has its text, ``template`` the name of the template that shows its view. ``article`` is the slug
    of the article that it is the page of. ``read`` gives its inputs and ``changed`` the last day on which what it shows
    changed (None: not known), when somebody asks, as a preview shows few of all pages. Only what is ``indexed`` is for
    search engines.
    """

    path: str
    template: str
    read: Callable[[], Inputs] = field(repr=False)
    written: Written | None = field(default=None, repr=False)
    article: str = ""
    changed: Callable[[], datetime.date | None] = field(default=lambda: None, repr=False)
    indexed: bool = True

    @property
    def title(self) -> str:
        """As in its inputs."""
        return self.inputs.title

    @property
    def description(self) -> str:
        """As in its inputs."""
        return self.inputs.description

    @property
    def body(self) -> str:
        """Its text as Markdown: a copy, which is as long as the file."""
        return self.written.body if self.written else ""

    @property
    def has_file(self) -> bool:
        """Whether its file is in docs/."""
        return self.written is not None and self.written.has_file

    @property
    def key(self) -> str:
        """A digest of what it shows besides its text."""
        return fingerprint(self.inputs)

    @cached_property
    def inputs(self) -> Inputs:
        """Its inputs, kept until ``forget``."""
        return self.read()

    @cached_property
    def view(self) -> View:
        """The value that the template reads, kept until ``forget``."""
        return self.inputs.view()

    def forget(self) -> None:
        """Let go of both: those of all pages take more memory than anything else."""
        for name in ("inputs", "view"):
            vars(self).pop(name, None)

    @property
    def address(self) -> str:
        """Where it is, relative to the root of the site."""
        return address_of(self.path)


def address_of(path: str) -> str:
    """The address of the page that a Markdown file of docs/ becomes, relative to the root of the site."""
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    # README.md is the index of a folder that has no other.
    stem = folder if name in ("index", "README") else stem
    return f"{stem}/" if stem else ""


@dataclass(frozen=True)
class Content:
    """The text of an article as HTML, with addresses relative to its page; made when somebody reads it."""

    identify: Callable[[], str] = field(repr=False)
    make: Callable[[], str] = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The digest of all that it depends on."""
        return self.identify()


@dataclass(frozen=True)
class OutputFile:
    """A file of the site that is no page: ``path`` is relative to its root.

    Its content is made when it is written. Where that takes long, ``identify`` gives a digest of all that it depends
    on: with the same one it is the same.
    """

    path: str
    make: Callable[[], str | bytes] = field(repr=False)
    identify: Callable[[], str] | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """The digest of all that it depends on, or "" where making it is as quick."""
        return self.identify() if self.identify else ""

    @property
    def content(self) -> bytes:
        """Its content."""
        made = self.make()
        return made.encode() if isinstance(made, str) else made
