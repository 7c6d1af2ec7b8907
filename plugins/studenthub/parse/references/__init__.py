"""Printed references: from a line of a list to a typed record, and back as an entry of BibTeX."""

from __future__ import annotations

from studenthub.parse.references.entries import entry, key_of
from studenthub.parse.references.opening import may_be_dated
from studenthub.parse.references.reading import read
from studenthub.parse.references.record import Part, Person, Reference

__all__ = ["Part", "Person", "Reference", "entry", "key_of", "may_be_dated", "read"]
