"""A text as checks look at it: its parts, each found once for all checks, and patterns that are looked for in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from studenthub.model.articles import Article
from studenthub.model.options import ReferenceLists
from studenthub.parse.markdown import formulas, reference_lists, running_text, unwrapped
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.parse.markdown.elements import Elements, Heading, Link
from studenthub.parse.markdown.formulas import FormulaSpan
from studenthub.parse.markdown.reference_lists import ReferenceList
from studenthub.parse.markdown.unwrapped import Match, Unwrapped
from studenthub.rules.finding import Finding
from studenthub.rules.markdown import paragraphs
from studenthub.rules.markdown.paragraphs import Line
from studenthub.rules.text.prose import Prose
from studenthub.source.problems import Fix
from studenthub.source.text import Text

#: Five digits: hardly any text has them, and so no telephone number and no number of an identity document.
_NUMBER = re.compile(r"[0-9](?:[-/ ().]{0,2}[0-9]){4}")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


#: So many words that begin with a sign are looked for together.
_SEVERAL = 4


@cache
def _by_first_sign(words: tuple[str, ...]) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """What finds any of the words that begin with a sign, and the other words: to look for few signs is fast."""
    signed = defaultdict[str, list[str]](list)
    for word in words:
        if not word[0].isalnum() and word[0] != " ":
            signed[word[0]].append(re.escape(word[1:]))
    if sum(map(len, signed.values())) < _SEVERAL:
        return None, words
    pattern = "|".join(f"{re.escape(sign)}(?:{'|'.join(rests)})" for sign, rests in signed.items())
    return re.compile(pattern), tuple(word for word in words if word[0] not in signed)


@dataclass(frozen=True)
class Prefiltered:
    """A pattern as it is ``written``, and ``words`` in small letters, of which each of its matches holds one.

    A text without these words need not be searched, and a hub without them need not even compile the pattern, which
    takes milliseconds. A test makes matches at random to see that no word is missing.
    """

    written: str
    words: tuple[str, ...]
    flags: re.RegexFlag = re.NOFLAG

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when the first text has one of the words."""
        return re.compile(self.written, self.flags)


@dataclass(frozen=True)
class Document:
    """The text of an article, of a term or of a guide. ``running`` has front matter, code and links blanked."""

    text: Text
    body_start: int
    article: Article | None = None
    reference_lists: ReferenceLists = field(default_factory=ReferenceLists)

    @property
    def groups(self) -> tuple[CiteGroup, ...]:
        """The citations by key of an article; the text of a term or a guide has none."""
        return self.article.groups if self.article else ()

    @property
    def content(self) -> str:
        """All of the file, with its front matter."""
        return self.text.content

    @cached_property
    def running(self) -> str:
        """The text without front matter, code, comments and links; offsets are those of the file."""
        return running_text.below(self.body_start, running_text.blank(self.content[self.body_start :]))

    @cached_property
    def formulas(self) -> tuple[FormulaSpan, ...]:
        """The formulas, with offsets in the file."""
        if "$" not in self.content and "\\" not in self.content:
            return ()
        blocks = running_text.blank_blocks(self.content[self.body_start :])
        return tuple(formulas.find(running_text.below(self.body_start, blocks)))

    @cached_property
    def _breaks(self) -> tuple[tuple[int, int], ...]:
        return unwrapped.breaks(self.content, self.body_start)

    @cached_property
    def unwrapped(self) -> Unwrapped:
        """All of the file, with each paragraph on one line."""
        return Unwrapped.of(self.content, self._breaks)

    @cached_property
    def flowing(self) -> Unwrapped:
        """``running`` with each paragraph on one line: a sentence says the same wherever its lines are broken."""
        return Unwrapped.of(self.running, self._breaks)

    @cached_property
    def lowered(self) -> str:
        """All of the file in small letters, with each paragraph on one line, to look quickly for words."""
        return self.unwrapped.text.lower()

    def has_any(self, *words: str) -> bool:
        """Whether the text contains one of ``words``, in small letters: most checks need to look no further."""
        if words not in self._has:
            signed, others = _by_first_sign(words)
            is_there = signed is not None and signed.search(self.lowered) is not None
            self._has[words] = is_there or any(map(self.lowered.__contains__, others))
        return self._has[words]

    @cached_property
    def _has(self) -> dict[tuple[str, ...], bool]:
        return {}

    def find(self, sought: Prefiltered | re.Pattern[str], start: int = 0) -> Iterator[Match]:
        """The matches of a pattern in the file, from ``start`` on; no line break within a paragraph hides one."""
        return self._find(sought, start, lambda: self.unwrapped)

    def find_running(self, sought: Prefiltered | re.Pattern[str]) -> Iterator[Match]:
        """The same in the running text."""
        return self._find(sought, self.body_start, lambda: self.flowing)

    def _find(
        self, sought: Prefiltered | re.Pattern[str], start: int, within: Callable[[], Unwrapped]
    ) -> Iterator[Match]:
        if isinstance(sought, re.Pattern):
            return within().find(sought, start)
        return within().find(sought.pattern, start) if self.has_any(*sought.words) else iter(())

    @cached_property
    def has_number(self) -> bool:
        """Whether the text contains a number of five digits, other than the dates of the front matter."""
        front = _DAY.sub("", self.content[: self.body_start])
        return bool(_NUMBER.search(self.unwrapped.text, self.body_start) or _NUMBER.search(front))

    @cached_property
    def prose(self) -> Prose:
        """Its sentences and syllables, with offsets in ``flowing``."""
        return Prose.of(self.flowing.text, self.body_start)

    @cached_property
    def _elements(self) -> Elements:
        return Elements.read(self.content, self.body_start)

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links and pictures, and the addresses in angle brackets."""
        return self._elements.links

    @property
    def tags(self) -> tuple[tuple[int, str], ...]:
        """The place of each HTML tag, and its name in small letters."""
        return self._elements.tags

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings with hashes, in their order."""
        return tuple(Heading.all(self.content, self.running))

    @cached_property
    def lists(self) -> tuple[ReferenceList, ...]:
        """The lists of references that are typed."""
        command = self.reference_lists.command
        return reference_lists.find(self.content, self.running, self.headings, self.body_start, command)

    @cached_property
    def paragraphs(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of each paragraph."""
        return tuple(map(tuple, paragraphs.find(self.content, self.running, self.body_start)))

    @cached_property
    def anchors(self) -> frozenset[str] | None:
        """The ids that a link may name after its #; None if they are not known before the text is converted."""
        return self._elements.anchors(self.content[self.body_start :], self.headings)

    def found(
        self,
        offset: int,
        message: str,
        hint: str = "",
        fix: Fix | None = None,
        secret: str = "",
        *,
        harmless: bool = False,
    ) -> Finding:
        """A finding at a character of the file."""
        return Finding(self.text.place(offset), message, hint, fix, secret, harmless=harmless)
