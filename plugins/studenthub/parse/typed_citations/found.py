"""Citations that were found in a text, in whatever form they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studenthub.parse.typed_citations.works import NOBODY, OK, Said, Verdict

#: Words before a work in which another one is quoted: (Author, 1923, as cited in Writer, 2010).
_SECOND_HAND = re.compile(r"(?:cited|quoted) in\b|aangehaal|cité")


@dataclass(frozen=True, slots=True)
class Item:
    """One work in a citation: which it is, where in it, the words around it, and what it is named by: nothing, where
    that is a number.

    ``start`` and ``end`` are the range of the text from its prefix to its locator. ``suppress`` is whether its author
    is named in the sentence before the citation, so that only the rest is printed.
    """

    verdict: Verdict
    start: int
    end: int
    prefix: str = ""
    locator: str = ""
    suffix: str = ""
    suppress: bool = False
    said: Said = NOBODY


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation from ``start`` to ``end`` of a text.

    ``narrative`` is whether its author is part of the sentence and of the range. ``before`` and ``after`` are words
    within its brackets that cite nothing.
    """

    start: int
    end: int
    items: tuple[Item, ...]
    narrative: bool = False
    before: str = ""
    after: str = ""

    @property
    def certain(self) -> bool:
        """Whether every work in it is known."""
        return all(item.verdict.status == OK for item in self.items)

    @property
    def is_second_hand(self) -> bool:
        """Whether it names a work that is quoted in the one that was read."""
        return any(_SECOND_HAND.search(words) for words in (self.before, *(item.prefix for item in self.items)))
