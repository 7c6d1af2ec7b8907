"""A printed reference as typed citations can name it."""

from __future__ import annotations

from studenthub.parse.references import Reference
from studenthub.parse.typed_citations.works import Work


def work(reference: Reference, key: str, number: int = 0) -> Work:
    """The work of a printed reference, under ``key``; ``number`` is its place in a numbered list, or 0."""
    authors = reference.authors
    role = "author" if reference.people.get("author") else "editor"
    first = authors[0] if authors else None
    return Work(
        key,
        tuple(person.name for person in authors),
        reference.value("year") or reference.value("date"),
        reference.value("title"),
        role in reference.others,
        first.given if first else "",
        reference.value("shortauthor"),
        bool(first and first.literal),
        number,
        reference.value("pages"),
    )
