"""Compares two lists of authors, which may have initials, no accents, or "and others"."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from studenthub.parse.bibtex.names import OTHERS, Name
from studenthub.parse.folding import fold
from studenthub.parse.organisations import GROUPS
from studenthub.verify.titles import is_close

#: Authors of a work from which a record with one author names only the first, as older deposits do.
_MANY = 3
#: How many authors of a list are compared: a work of physics has thousands.
_MOST = 200
#: What names that begin with another letter are short for.
_SHORT_FOR = {
    "bill": "w", "billy": "w", "bob": "r", "bobby": "r", "dick": "r", "rick": "r", "becky": "r",
    "ted": "e", "ned": "e", "beth": "e", "betty": "e", "liz": "e", "lisa": "e", "nell": "e", "nelly": "e",
    "tony": "a", "drew": "a", "sandy": "a", "sasha": "a", "peggy": "m", "polly": "m", "molly": "m", "kate": "c",
    "kathy": "c", "tina": "c", "trish": "p", "gerry": "j", "bella": "i", "hans": "j",
}  # fmt: skip
_UMLAUT = re.compile(r"([aou])e")
_PARTS = re.compile(r"[\s.~-]+")
#: Words of organisations, in names that are written in one piece.
_ORGANISATION = re.compile(
    r"\b(?:group|team|consortium|collaborat\w+|committee|commission|council|society|association|academy|college|"
    r"department|ministry|office|center|centre|institute?|organi[sz]ation|network|agency|board|bureau|foundation|"
    r"university|hospital|trial\w*|study|investigators|initiative|project|program(?:me)?|union|nations|bank|federation|"
    r"republic|government|panel|authority|service|press|data|research|health|for|of|the|and)\b",
    re.IGNORECASE,
)


class Wrong(enum.Enum):
    """The faults of a list of authors."""

    NONE = "none"
    ORDER = "order"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a list of authors differs from that of a record.

    ``extra`` are authors that the record does not have, ``missing`` those that only the record has; ``shared`` says
    how many are in both. ``knows`` is False where nothing can be said, because one side names nobody.
    """

    wrong: Wrong = Wrong.NONE
    extra: tuple[Name, ...] = ()
    missing: tuple[Name, ...] = ()
    shared: int = 0
    knows: bool = True


def compare(ours: Sequence[Name], theirs: Sequence[Name], *, is_complete: bool = True) -> Comparison:
    """Compare the authors of an entry with those of a record; ``is_complete`` is False where the record was cut.

    Organisations are not compared: indexes leave them out, abbreviate them, or name their members instead.
    """
    is_open = OTHERS in ours or _is_cut(ours)
    mine = [name for name in ours[:_MOST] if _is_person(name)]
    yours = [name for name in theirs[:_MOST] if _is_person(name)]
    if not mine or not yours:
        return Comparison(knows=False)
    pairs = _paired(mine, yours)
    extra = tuple(name for at, name in enumerate(mine) if at not in pairs)
    order = list(pairs.values())
    last = max(order, default=-1)
    missing = tuple(
        name
        for at, name in enumerate(yours)
        if at not in order and not (is_open and (at > last or last == len(yours) - 1))
    )
    if extra and order == list(range(len(yours))) and (not is_complete or len(yours) == 1 < _MANY <= len(mine)):
        # The record ends where the entry goes on.
        extra = ()
    if len(ours) > _MOST or len(theirs) > _MOST:
        extra = missing = ()
    if extra or missing:
        return Comparison(Wrong.NAMES, extra, missing, len(pairs))
    return Comparison(Wrong.ORDER if order != sorted(order) else Wrong.NONE, shared=len(pairs))


def _is_cut(names: Sequence[Name]) -> bool:
    """Whether a list has a name that stands for those left out, "…" or "et al", alone or behind the last author."""
    texts = [" ".join(fold(text).split()) for name in names for text in (name.full, name.given, name.suffix)]
    return any(text in {"et al", "others"} for text in texts) or any(not fold(name.full).strip() for name in names)


def _is_person(name: Name) -> bool:
    # "The Example Group" without braces is read as a person of the name Group.
    if name == OTHERS or name.particle.lower().startswith("the ") or name.given.lower().startswith("the "):
        return False
    if fold(name.family) in GROUPS:
        # Some deposits take a group apart like a person: Group, EXAMPLE.
        return False
    return bool(name.family) if not name.literal else _is_spelt_like_a_person(name.literal)


def _is_spelt_like_a_person(literal: str) -> bool:
    """Some records give the whole name of a person in one piece; what has one word or many is an organisation."""
    words = literal.replace(",", " ").split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and not _ORGANISATION.search(literal)


def _paired(mine: Sequence[Name], yours: Sequence[Name]) -> dict[int, int]:
    """For each author of ours the place of the same person in their list: the one at the same place, if it is."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for at, name in enumerate(mine):
        near = sorted(range(len(yours)), key=lambda other: abs(other - at)) if not _fits(name, yours, at) else [at]
        found = next((other for other in near if other not in taken and is_one_person(name, yours[other])), None)
        if found is not None:
            pairs[at] = found
            taken.add(found)
    return pairs


def _fits(name: Name, yours: Sequence[Name], at: int) -> bool:
    return at < len(yours) and is_one_person(name, yours[at])


def is_one_person(one: Name, other: Name) -> bool:
    """Whether two names can be those of one person: one family name, and given names that do not contradict.

    Records swap family and given names, lose particles and accents, keep half of a double name, and write ü as ue.
    """
    a, b = _read(one), _read(other)
    if a.script != b.script:
        return True
    if a.families & b.families or any(
        is_close(x, y) for x in a.families for y in b.families if min(len(x), len(y)) > 4
    ):
        return not a.initials or not b.initials or bool(a.initials & b.initials)
    # Swapped, or a part of a double name that the other takes for a given name.
    return bool(a.families & b.givens and b.families & a.givens) or _has_half(a, b) or _has_half(b, a)


@dataclass(frozen=True, slots=True)
class _Read:
    """A name as it is compared: ways to write its family name, its given names, and the initials of all of these."""

    families: frozenset[str]
    givens: frozenset[str]
    initials: frozenset[str]
    parts: frozenset[str]
    script: str


def _has_half(one: _Read, other: _Read) -> bool:
    """Whether the family name of the one is a part of the name of the other, and an initial fits."""
    return any(len(part) > 2 and part in other.parts for part in one.families) and bool(
        one.initials & other.initials or not one.initials or not other.initials
    )


@lru_cache(maxsize=1 << 14)
def _read(name: Name) -> _Read:
    if name.literal:
        before, comma, after = name.literal.partition(",")
        words = name.literal.split()
        family, given = (before, after) if comma else (words[-1], " ".join(words[:-1]))
        name = Name(family.strip(), given.strip())
    pieces = [piece for piece in map(_plain, _PARTS.split(name.family)) if piece]
    particle = "".join(map(_plain, (name.particle or name.dropping).split()))
    joined = "".join(pieces)
    families = {joined, particle + joined}
    families |= {_UMLAUT.sub(r"\1", family) for family in families}
    givens = [piece for piece in map(_plain, _PARTS.split(name.given)) if piece]
    # Initials that are written together: SA for Sarah Anne.
    letters = name.given if name.given.isupper() and len(name.given) <= 4 else "".join(piece[0] for piece in givens)
    parts = frozenset(pieces) | {piece for piece in givens if len(piece) > 2}
    return _Read(
        frozenset(filter(None, families)),
        frozenset({"".join(givens), *(piece for piece in givens if len(piece) > 2)} - {""}),
        frozenset(_plain(letters)) | {_SHORT_FOR[piece] for piece in givens if piece in _SHORT_FOR},
        parts,
        "latin" if joined.isascii() else "other",
    )


def _plain(text: str) -> str:
    return fold(text.replace("ß", "ss")).replace(" ", "")
