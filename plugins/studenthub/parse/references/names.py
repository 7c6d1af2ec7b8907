"""The people at the beginning of a reference, and its editors further on, in every order that styles print.

    Author, A. B., & Writer, C.      APA            Author AB, Writer C, et al.         Vancouver
    Author, A.B. and Writer, C.      Harvard        A. B. Author and C. Writer          IEEE
    Author, Ann, and Ben Writer      MLA, Chicago   Ann Author and Ben Writer           notes

A list is read one name at a time, each in whichever order it fits, because students mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from studenthub.parse.capitals import is_short_form
from studenthub.parse.organisations import GROUPS, SMALL
from studenthub.parse.references.line import Line
from studenthub.parse.references.name_tokens import Tokens
from studenthub.parse.references.record import Person
from studenthub.parse.references.vocabulary import ORGANISATIONS

#: The words in small letters within the name of an organisation.
_JOINING = frozenset({"of", "and", "for", "the", "on", "in", "van", "vir", "en", "de", "des", "du", "la", "et", "pour"})
#: The words between people and the group for which they wrote: on behalf of the.
_ON_BEHALF = frozenset({"for", "on", "behalf", "of", "the"})
_MOST_FAMILY, _MOST_GIVEN = 4, 5


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names and where it ends in the line. ``others`` is whether "et al." or an ellipsis is part of it,
    ``semicolons`` whether they are between the names."""

    people: tuple[Person, ...]
    others: bool
    end: int
    semicolons: bool = False

    @property
    def initials(self) -> bool:
        """Whether no first name is written in full."""
        return all(map(has_initials, self.people))


@dataclass(frozen=True, slots=True)
class _Found:
    """A name, and the index of the token behind it."""

    person: Person
    after: int


def read(line: Line, start: int = 0, *, natural: bool = False) -> Names | None:
    """The names that begin at ``start``; None where no name does.

    ``natural`` also takes names in full in their natural order at the beginning (Ann Author), as notes and lists of
    editors have them; anywhere else that may be the beginning of a title.
    """
    return _Reader(line, start).names(natural=natural)


def given_name(text: str) -> str:
    """The given names, with initials as BibTeX wants them: KC and K.C. are K. C."""
    words: list[str] = []
    for word in text.replace("–", "-").split():
        bare = word.replace(".", "").replace("-", "")
        if bare.isupper() and len(bare) <= 4:
            parts = [part.replace(".", "") for part in word.split("-") if part.strip(".")]
            words.append("-".join(" ".join(f"{letter}." for letter in part) for part in parts))
        else:
            words.append(word)
    return " ".join(words)


def organisation_name(text: str) -> str:
    """The name of an organisation; one of several words in capitals gets small letters: DEPARTMENT OF HEALTH."""
    words = text.split(" ")
    if not text.isupper() or len(words) < 2:
        return text
    small = (word.casefold() in SMALL for word in words)
    return " ".join(
        word.lower() if is_small and number else word if is_short_form(word.strip("(),")) else _capitalised(word)
        for number, (word, is_small) in enumerate(zip(words, small, strict=True))
    )


def family_name(text: str) -> str:
    """A family name; one in capitals gets small letters."""
    if not text.isupper() or len(text) < 3:
        return text
    return _capitalised(text)


def _capitalised(words: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), words)


class _Reader(Tokens):
    """Reads one name after the other."""

    def names(self, natural: bool) -> Names | None:
        found = self._first(natural)
        if found is None:
            return None
        people, at, others, semicolons = [found.person], found.after, False, False
        full = not has_initials(found.person)
        # A list that begins with initials goes on with them; anything else is the title.
        any_order = self[0].kind != "initial" or natural
        while True:
            if after := self.et_al(at):
                return self._with_others(people, after, semicolons)
            after, gap = self.separator(at)
            if after == at:
                break
            if end := self.et_al(after):
                return self._with_others(people, end, semicolons)
            # A semicolon behind commas separates the persons from the group for which they wrote.
            is_group = self.is_sign(at, ";") and len(people) > 1 and not semicolons
            following = self._organisation(after, is_group=is_group) or (
                self._any(after, full=full) if any_order else self._initials_first(after)
            )
            if following is None:
                break
            others |= gap
            semicolons |= self.is_sign(at, ";")
            people.append(following.person)
            at = following.after
        return Names(tuple(people), others, self[at - 1].end, semicolons)

    def _with_others(self, people: list[Person], after: int, semicolons: bool) -> Names:
        """The names before "et al.", with the group for which they wrote: Author A, et al.; for the Example Group."""
        group = self._organisation(after + 1, is_group=True) if self.is_sign(after, ";") else None
        everyone = (*people, *([group.person] if group else []))
        return Names(everyone, True, self[(group.after if group else after) - 1].end, semicolons)

    # What names are made of.

    def _families(self, index: int) -> Iterator[int]:
        """The index behind each family name that may begin at ``index``, the shortest first."""
        at = self._after_particles(index)
        capitals = self[at].text.isupper()
        for number in range(_MOST_FAMILY):
            # Author AB is a name and its initials, unless all of it is in capitals.
            if not self.is_name(at) or (number and self[at].text.isupper() and not capitals):
                return
            at += 1
            yield at
            if self.is_and(at):
                return
            at = self._after_particles(at)

    def _after_particles(self, index: int) -> int:
        """The index behind van der, and behind the full stop of St.; the last of several is never one."""
        at = index
        while self.is_particle(at):
            after = at + 1 + self.is_sign(at + 1, ".")
            if not (self.is_particle(after) or self.is_name(after)):
                break
            at = after
        return at

    def _text(self, start: int, end: int) -> str:
        return self.line.plain[self[start].start : self[end - 1].end]

    def _person(self, family: tuple[int, int], given: tuple[int, int], suffix: int = -1) -> Person:
        start, end = min(family[0], given[0]), max(family[1], given[1], suffix + 1)
        return Person(
            family_name(self._text(*family)),
            given_name(self._text(*given)),
            self[suffix].text if suffix >= 0 else "",
            "",
            self.line.start(self[start].start),
            self.line.place(self[end - 1].end),
        )

    # The orders.

    def _first(self, natural: bool) -> _Found | None:
        found = (self._in_full(0) if natural else None) or self._mixed(0) or self._inverted(0) or self._vancouver(0)
        return found or self._initials_first(0) or self._inverted_in_full(0)

    def _any(self, index: int, *, full: bool) -> _Found | None:
        """The name at ``index`` in any order; names in full come first in a list that has begun with one."""
        found = self._in_full(index) if full else None
        found = found or self._inverted(index) or self._vancouver(index) or self._initials_first(index)
        return found or self._inverted_in_full(index)

    def _mixed(self, index: int) -> _Found | None:
        """Author, A. Ben, · Author, Ann B. Claire, — initials and names, up to a comma or an "and"."""
        for behind in self._families(index):
            if not self.is_sign(behind, ",") or self._has_organisation(index, behind):
                continue
            at = behind + 1
            while (
                at < behind + 6
                and (self.is_initial(at) or self.is_name(at) or self.is_particle(at))
                and not self.is_and(at)
            ):
                at = self.after_initial(at) if self.is_initial(at) else at + 1
            both = range(behind + 1, at)
            if any(map(self.is_initial, both)) and any(map(self._is_first_name, both)) and self._list_goes_on(at):
                return _Found(self._person((index, behind), (behind + 1, at)), at)
        return None

    def _list_goes_on(self, index: int) -> bool:
        """Whether a year or another name follows, so that the capitalised word before is a name and no title."""
        after, _ = self.separator(index)
        if after == index or self[after].kind == "number":
            return self.is_sign(index, "(") or self[after].kind == "number"
        return bool(self.et_al(after) or self._in_full(after) or self._initials_first(after) or self._inverted(after))

    def _is_first_name(self, index: int) -> bool:
        return self.is_name(index) and not (self.is_initial(index) or self.is_particle(index) or self.is_suffix(index))

    def _inverted(self, index: int) -> _Found | None:
        """Author, A. B. · Author, A.B., Jr. · Author III, A. · Brandt, A. von."""
        for behind in self._families(index):
            suffix = behind if self.is_suffix(behind) else -1
            comma = behind + (suffix >= 0)
            if not self.is_sign(comma, ","):
                continue
            if found := self._with_initials((index, behind), comma + 1, suffix):
                return found
        return None

    def _with_initials(self, family: tuple[int, int], index: int, suffix: int) -> _Found | None:
        at = self._after_initials(index, short=self.is_sign(index - 1, ","))
        if at == index:
            return None
        while at > index and self.is_particle(at) and self.is_initial(at + 1) and self[at].text.islower():
            # Author, M. de P. G.
            at = self._after_initials(at + 1)
        given = at
        while self.is_particle(given) and not self.is_and(given) and not self.is_name(given):
            given += 1
        if given > at and self.ends(given):
            return self._dropped(family, (index, at), given)
        if self.is_sign(at, ",") and self.is_suffix(at + 1):
            suffix, at = at + 1, at + 2
            at += self.is_sign(at, ".")
            return _Found(self._person(family, (index, suffix - 1), suffix), at)
        if self.is_suffix(at):
            suffix, at = at, at + 1
            return _Found(self._person(family, (index, suffix), suffix), at) if self.ends(at) else None
        return _Found(self._person(family, (index, at), suffix), at) if self._stops(at) else None

    def _after_initials(self, index: int, *, short: bool = False) -> int:
        """The index behind a run of initials. A bare letter that a word follows begins a title: Author B. A study."""
        at = index
        for _ in range(_MOST_GIVEN):
            if not self.is_initial(at, short=short):
                break
            after = self.after_initial(at)
            if at > index and self[at].kind == "word" and self[at].text.isupper() and not self._goes_on(at, after):
                break
            at = after
        return at

    def _goes_on(self, at: int, after: int) -> bool:
        """Whether a bare letter behind an initial is one as well (Author K C); behind a full stop it begins a title."""
        if self[at - 1].text.endswith("."):
            return False
        return self.ends(after) or self.is_initial(after) or self.is_suffix(after) or self.is_particle(after)

    def _stops(self, index: int) -> bool:
        """Whether a name ends before ``index``: a sign does, and so does the full stop of its last initial."""
        return self.ends(index) or self[index - 1].text.endswith(".")

    def _dropped(self, family: tuple[int, int], given: tuple[int, int], end: int) -> _Found:
        """Brandt, A. von: the particle goes before the family name."""
        person = self._person(family, (given[0], given[1]))
        particle = self._text(given[1], end)
        return _Found(
            replace(person, family=f"{particle} {person.family}", end=self.line.place(self[end - 1].end)), end
        )

    def _vancouver(self, index: int) -> _Found | None:
        """Author AB · Author A.B. · van der Author AB Jr."""
        for behind in self._families(index):
            suffix = behind if self.is_suffix(behind) and self.is_initial(behind + 1) else -1
            initials = behind + (suffix >= 0)
            if self.is_initial(initials) and (found := self._with_initials((index, behind), initials, suffix)):
                return found
        return None

    def _initials_first(self, index: int) -> _Found | None:
        """A. B. Author · A Author."""
        at = self._after_initials(index)
        if at == index:
            return None
        ends = [behind for behind in self._families(at) if self.ends(behind) or self.is_suffix(behind)]
        for behind in ends[:1]:
            if self.is_sign(behind, ".") and index == 0 and self[index].kind != "initial":
                return None
            if self.is_suffix(behind):
                return _Found(self._person((at, behind), (index, at), behind), behind + 1)
            return _Found(self._person((at, behind), (index, at)), behind)
        return None

    def _inverted_in_full(self, index: int) -> _Found | None:
        """Author, Ann · Author, Ann B. · van Author, Jean-Pierre."""
        for behind in self._families(index):
            if not self.is_sign(behind, ",") or self._has_organisation(index, behind):
                continue
            at = behind + 1
            while at < behind + 1 + 3 and (self.is_name(at) or self.is_initial(at)) and not self.is_and(at):
                at = self.after_initial(at) if self.is_initial(at) else at + 1
            if at > behind + 1 and self.ends(at) and not self._has_organisation(behind + 1, at):
                suffix = at + 1 if self.is_sign(at, ",") and self.is_suffix(at + 1) else -1
                return _Found(self._person((index, behind), (behind + 1, at), suffix), max(at, suffix + 1))
        return None

    def _in_full(self, index: int) -> _Found | None:
        """Ann Author · Ann B. Author · Ann van der Author."""
        at = index
        if not self.is_name(at):
            return None
        while at < index + 6 and (self.is_name(at) or self.is_initial(at) or self.is_particle(at)):
            if self.is_and(at):
                break
            at = self.after_initial(at) if self.is_initial(at) and not self.is_name(at) else at + 1
        suffix = at - 1 if self.is_suffix(at - 1) else -1
        at -= suffix >= 0
        last = self[at - 1].text
        if at < index + 2 or not (self.ends(at) or suffix >= 0) or not self.is_name(at - 1):
            return None
        if self._has_organisation(index, at):
            return None
        if last.isupper() and not self[index].text.isupper():
            return None
        family = at - 1
        while family > index + 1 and self.is_particle(family - 1):
            family -= 1
        return _Found(self._person((family, at), (index, family), suffix), max(at, suffix + 1))

    def _organisation(self, index: int, *, is_group: bool = False) -> _Found | None:
        """An organisation further on in a list: …, Example Working Group, & Author, B. · …; for the Example Group.

        ``is_group`` is whether a group is sure to be here, whatever it is called: …; EXAMPLE-2 Trialists.
        """
        first = index
        while self[first].kind == "word" and self[first].text in _ON_BEHALF:
            first += 1
        after = first
        while after < first + 14 and (self._is_of_organisation(after) or (is_group and self._is_of_group(after))):
            after += 1
        words = after - first
        fewest = 2 if self[after - 1].text.casefold() in GROUPS else 3
        is_known = words >= fewest and self._has_organisation(first, after)
        is_meant = is_group and words > 1 and self.is_sign(after, ".") and not self.is_particle(first)
        ends = self.is_sign(after, ",;.(") or self[after].kind == "end"
        if not (ends and (is_known or is_meant)):
            return None
        start, end = self.line.start(self[first].start), self.line.place(self[after - 1].end)
        return _Found(Person(literal=organisation_name(self._text(first, after)), start=start, end=end), after)

    def _is_of_organisation(self, index: int) -> bool:
        return self[index].kind == "word" and (self.is_name(index) or self[index].text in _JOINING)

    def _is_of_group(self, index: int) -> bool:
        """Whether a token is part of a name such as EXAMPLE-2 Trialists."""
        return self[index].kind == "number" or (self.is_sign(index, "-") and self[index + 1].kind == "number")

    def _has_organisation(self, start: int, end: int) -> bool:
        return any(self[index].text.casefold() in ORGANISATIONS for index in range(start, end))


def has_initials(person: Person) -> bool:
    """Whether the first names of a person are initials."""
    return all(len(word.rstrip(".")) == 1 for word in person.given.replace("-", " ").split())
