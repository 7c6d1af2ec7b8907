"""Citations as people type them in running text, and the works of a list that they name."""

from __future__ import annotations

from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.listed import work
from studenthub.parse.typed_citations.notes import Notes
from studenthub.parse.typed_citations.reading import Habits, Passage, find, habits
from studenthub.parse.typed_citations.works import Said, Verdict, Work, Works, with_short_names
from studenthub.parse.typed_citations.written import written

__all__ = [
    "Citation",
    "Habits",
    "Item",
    "Notes",
    "Passage",
    "Said",
    "Verdict",
    "Work",
    "Works",
    "find",
    "habits",
    "with_short_names",
    "work",
    "written",
]
