"""Keys of sources, such as author2024sleep: a name, a year and more words; and which known key one is a slip for.

Names are compared with names. Compared as whole words, any two keys of one decade look alike, because half of their
letters are the year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from studenthub.source.problems import listed

_PARTS = re.compile(r"(?P<before>[^0-9]*+)(?P<year>(?:1[6-9]|20)[0-9]{2})(?![0-9])(?P<after>.*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
#: Letters that a name must have to allow one slip in it, and two; in a shorter name every letter may be meant.
_ONE_SLIP, _TWO_SLIPS = 5, 9
#: Longer keys are no names.
_LONGEST = 80
#: Where more keys than this are alike, none is suggested.
_MOST_MEANT = 2


@dataclass(frozen=True, slots=True)
class Key:
    """The parts of a key, in small letters: its first word, its year or "", and its other words."""

    name: str
    year: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, key: str) -> Key:
        """Parse ``key``: author2024sleep, Author:2024, author_sleep_2024."""
        folded = key[:_LONGEST].casefold()
        match = _PARTS.fullmatch(folded)
        before, year, after = match.group("before", "year", "after") if match else (folded, "", "")
        words = _WORD.findall(before)
        return cls(words[0] if words else "", year, (*words[1:], *_WORD.findall(after)))


@dataclass(frozen=True)
class Keys:
    """The keys of a bibliography, to be looked through many times."""

    _by_year: Mapping[str, Sequence[tuple[Key, str]]] = field(default_factory=dict)
    _by_name: Mapping[str, Sequence[tuple[Key, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[str]) -> Keys:
        """Parse all keys, once."""
        by_year: dict[str, list[tuple[Key, str]]] = defaultdict(list)
        by_name: dict[str, list[tuple[Key, str]]] = defaultdict(list)
        for written in known:
            key = Key.of(written)
            by_year[key.year].append((key, written))
            by_name[key.name].append((key, written))
        return cls(dict(by_year), dict(by_name))

    def meant(self, key: str) -> tuple[str, ...]:
        """The keys that ``key`` is probably a slip for: at most two, and none where more are as near.

        The first of these that holds decides: name and year are the same; the year is the same and the name nearly
        so; it is the only key with this name, and the years differ by one, or by two figures that are swapped, or one
        of the two keys has no year.
        """
        asked = Key.of(key)
        if not asked.name:
            return ()
        namesakes = self._by_name.get(asked.name, ())
        of_year = self._by_year.get(asked.year, ())
        for found in (
            [row for row in namesakes if row[0].year == asked.year and (asked.year or _share(row[0], asked))],
            [row for row in of_year if _nearly(row[0].name, asked.name) and _agree(row[0], asked)],
            [row for row in namesakes if len(namesakes) == 1 and _is_slip_of_year(row[0].year, asked.year)],
        ):
            # A word that both have decides between several.
            alike = [row for row in found if _share(row[0], asked)] or found
            if alike:
                return tuple(written for _, written in alike) if len(alike) <= _MOST_MEANT else ()
        return ()


def hint(meant: Sequence[str]) -> str:
    """A hint that names the keys which may be meant, and what to do if they are not; "" where there are none."""
    if not meant:
        return ""
    return f"did you mean {listed(f'@{key}' for key in meant)}? If not, add its entry to a file in bib/"


def _share(one: Key, other: Key) -> bool:
    """Whether two keys have a word in common, besides their names."""
    return not set(one.words).isdisjoint(other.words)


def _agree(one: Key, other: Key) -> bool:
    """Whether the other words of two keys contradict each other; a key without a year is nothing but its words."""
    return one.words == other.words or (bool(one.year) and not (one.words and other.words))


def _is_slip_of_year(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return abs(int(one) - int(other)) == 1 or (sorted(one) == sorted(other) and distance(one, other, 1) == 1)


def _nearly(one: str, other: str) -> bool:
    """Whether a name is another one with a slip or two; its first letter is hardly ever wrong."""
    if not one or one[0] != other[0]:
        return False
    shorter = min(len(one), len(other))
    most = 2 if shorter >= _TWO_SLIPS else 1 if shorter >= _ONE_SLIP else 0
    return most > 0 and 0 < distance(one, other, most) <= most


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour; ``most`` + 1 for any more.

    The optimal string alignment distance (Boytsov 2011, ACM JEA 16, section 2.1).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row, two_above = row, [i], before
        for j, sign in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                best = min(best, two_above[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
        before = above
    return min(row[-1], most + 1)
