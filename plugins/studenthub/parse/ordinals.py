"""Reads ordinal numbers up to twelve, as people write the year of study and editions."""

from __future__ import annotations

import re

#: In English, Afrikaans, French and Portuguese.
_NAMES = (
    ("first", "eerste", "première", "premiere", "primeiro"),
    ("second", "tweede", "deuxième", "deuxieme", "segundo"),
    ("third", "derde", "troisième", "troisieme", "terceiro"),
    ("fourth", "vierde", "quatrième", "quatrieme", "quarto"),
    ("fifth", "vyfde", "cinquième", "cinquieme", "quinto"),
    ("sixth", "sesde", "sixième", "sixieme", "sexto"),
    ("seventh", "sewende", "septième", "septieme", "sétimo"),
    ("eighth", "agtste", "huitième", "huitieme", "oitavo"),
    ("ninth", "negende", "neuvième", "neuvieme", "nono"),
    ("tenth", "tiende", "dixième", "dixieme", "décimo"),
    ("eleventh", "elfde", "onzième", "onzieme"),
    ("twelfth", "twaalfde", "douzième", "douzieme"),
)
NAMES = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
ENGLISH = tuple(names[0] for names in _NAMES)
#: year one, and year I.
COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NUMBERS = NAMES | {name: number for row in (COUNTED, ROMAN) for number, name in enumerate(row, 1)}
#: What follows digits: 5th, 5de, 5e, 5ème, 5º.
ENDING = r"(?:st|nd|rd|th|[èe]?re|er|[èe]me|e|de|ste|\.?[ºªo°])"
_DIGITS = re.compile(rf"(\d{{1,2}}){ENDING}?")


def number(word: str) -> int:
    """The number that a word says, up to twelve: of 5, 5th, fifth, vyfde, five and V it is 5; 0 where it says none."""
    said = word.casefold()
    digits = _DIGITS.fullmatch(said)
    found = int(digits[1]) if digits else _NUMBERS.get(said, 0)
    return found if found <= len(_NAMES) else 0
