"""A printed reference as its parts, each with its place in the text that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """A value, and the half-open range of characters of the printed reference that it comes from.

    ``rich`` is the value with its italics and so on in the tags of CSL-JSON, or "" where it has none.
    """

    value: str
    start: int
    end: int
    rich: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person or, with ``literal``, an organisation, at ``start`` to ``end`` of the text.

    ``given`` is what is printed: initials with full stops, or names. A particle is part of ``family``.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""
    start: int = 0
    end: int = 0

    @property
    def name(self) -> str:
        """The name under which a list files the person."""
        return self.literal or self.family


@dataclass(frozen=True)
class Reference:
    """One printed reference as a typed record.

    ``kind`` is an entry type of BibTeX. ``fields`` has the names of BibTeX fields, without the people: those are in
    ``people`` by their role (author, editor, translator); a role in ``others`` ends with "et al.". ``label`` is the
    number that a numbered list prints before the reference. ``left`` is text that no field explains; ``doubts`` say in
    plain words what is missing or uncertain. A reference without either is whole.
    """

    text: str
    kind: str
    fields: Mapping[str, Part] = field(default_factory=dict)
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    label: str = ""
    left: tuple[Part, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every word of the text is explained and nothing that its kind needs is missing."""
        return not self.left and not self.doubts

    def value(self, name: str) -> str:
        """The value of a field, or an empty string."""
        return self.fields[name].value if name in self.fields else ""

    @property
    def authors(self) -> tuple[Person, ...]:
        """Who wrote it, or else who edited it."""
        return self.people.get("author") or self.people.get("editor") or ()
