"""Check digits: ISBN, ISSN, ORCID and identity numbers."""

from __future__ import annotations

import datetime


def luhn(digits: str) -> bool:
    """Whether the last of ``digits`` is right (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def south_african_id(digits: str, today: datetime.date) -> bool:
    """Whether 13 digits are an identity number: a day of birth, a citizenship of 0 to 2, and a right check digit."""
    if len(digits) != 13 or not digits.isascii() or not digits.isdecimal() or digits[10] not in "012":
        return False
    return any(_is_day(century + digits[:6], today) for century in ("19", "20")) and luhn(digits)


def _is_day(text: str, today: datetime.date) -> bool:
    try:
        day = datetime.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return day <= today


def isbn(text: str) -> bool:
    """Whether ``text``, without hyphens and spaces, is an ISBN of 10 or 13 signs (ISO 2108)."""
    if len(text) == 13 and text.isascii() and text.isdecimal():
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text))
        return text[:3] in {"978", "979"} and total % 10 == 0
    return len(text) == 10 and _modulo_11(text)


def issn(text: str) -> bool:
    """Whether ``text``, without its hyphen, is an ISSN (ISO 3297)."""
    return len(text) == 8 and _modulo_11(text)


def orcid(text: str) -> bool:
    """Whether the last of 16 signs, without hyphens, is right: ISO 7064 MOD 11-2.

    https://support.orcid.org/hc/en-us/articles/360006897674
    """
    total = 0
    for digit in text[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1]


def _modulo_11(text: str) -> bool:
    """The sum of the digits, each times its place from the right, is a multiple of 11; a last X is ten."""
    head, last = text[:-1], text[-1].upper()
    if not (head.isascii() and head.isdecimal()) or last not in "0123456789X":
        return False
    values = [int(digit) for digit in head] + [10 if last == "X" else int(last)]
    return sum(value * (len(text) - place) for place, value in enumerate(values)) % 11 == 0
