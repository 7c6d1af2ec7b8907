"""Licences as links to their texts."""

from __future__ import annotations

from studenthub.model import licences
from studenthub.render.parts import Link


def licence(said: str) -> Link | None:
    """A licence with the address of its text, where that is known."""
    found = licences.named(said)
    return Link(found.name, found.address) if said else None
