"""Normalises given names and initials, so that one person is not taken for two.

"J", "J." and "JA", "J. A." are the same initials. Where a style prints no more than these, "David B." and "D. B." are
the same too; Pandoc tells people apart by what is written, not by what is printed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

#: A name of CSL-JSON.
Name = Mapping[str, str]

_WORD = re.compile(r"[^\s.-]+\.?")
#: More capitals than these in a word are a name in capitals.
_MOST_INITIALS = 3


def dotted(given: str) -> str:
    """Given names with a full stop after each initial and a space between them: "Ann B" is "Ann B."."""
    return re.sub(r"\.(?=[^\s.,\-])", ". ", _WORD.sub(_with_stops, given))


def _with_stops(match: re.Match[str]) -> str:
    word = match[0]
    is_whole = match.start() == 0 and match.end() == len(match.string)
    if len(word) == 1 or (is_whole and len(word) <= _MOST_INITIALS):
        return " ".join(f"{letter}." for letter in word) if _are_capitals(word) else word
    return word


def _are_capitals(word: str) -> bool:
    return word.isalpha() and word.isupper()


def initials(given: str) -> str:
    """Given names as initials, as Pandoc makes them: "David Ben-Ami" is "D. B.-A."; small words stay."""
    return " ".join("-".join(map(_initial, word.split("-"))) for word in dotted(given).split())


def _initial(word: str) -> str:
    first, rest = word[:1], word[1:]
    if word.endswith(".") or not first.isupper():
        return word
    if rest[:1].isupper() and rest[1:].islower():
        return f"{first}{rest[0].lower()}."
    return f"{first}."


def are_initials(given: str) -> bool:
    """Whether given names are nothing but initials."""
    return bool(given) and initials(given) == dotted(given)


def united(names: Iterable[Name]) -> Mapping[tuple[str, str], str]:
    """For each family name with initials alone, the given names that they must be short for: where there is one."""
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in names:
        given = dotted(name.get("given", ""))
        if given and not are_initials(given):
            full[name.get("family", ""), initials(given)].add(given)
    return {key: given.pop() for key, given in full.items() if len(given) == 1}
