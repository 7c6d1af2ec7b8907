"""Compares years, volumes, issues and pages: True, False, or None where that cannot be decided."""

from __future__ import annotations

import re
from collections.abc import Collection

#: A year may be that of the issue, or of the first day online, and journals print on the turn of a year.
_NEAR = 1
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_IS_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+")
_WORDS = re.compile(r"\b(?:vol(?:ume)?|no|nr|issue|number|num|band|tome|tomo|jahrgang)\b\.?", re.IGNORECASE)
_PAGE_WORDS = re.compile(r"\b(?:pp?|pages?|art(?:icle)?|no|id|paper)\b\.?", re.IGNORECASE)
_PAGE = re.compile(r"([a-z]*)\.?\s?([0-9]+)([a-z]*)", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:[-‐-―−]+|\bto\b)\s*")
_LISTS = re.compile(r"[,;+&]|\band\b")


def years(ours: Collection[int], theirs: Collection[int], this_year: int) -> bool | None:
    """Whether a year of an entry is one of a record's, or beside it. What is in the future is not beside."""
    if not ours or not theirs:
        return None
    if min(ours) > this_year >= max(theirs):
        return False
    return min(abs(a - b) for a in ours for b in theirs) <= _NEAR


def volumes(ours: str, theirs: str) -> bool | None:
    """Whether two volumes, or two issues, are one. Supplements and double issues are written in too many ways."""
    a, b = _plain_number(ours), _plain_number(theirs)
    return a == b if a is not None and b is not None else None


def _plain_number(text: str) -> int | None:
    bare = _WORDS.sub("", text).strip(" .,()[]#")
    if _NUMBER.fullmatch(bare):
        return int(bare)
    # A single C or D is a series, and no hundred.
    return _roman(bare) if _IS_ROMAN.fullmatch(bare) and (len(bare) > 1 or bare in "IVXivx") else None


def _roman(text: str) -> int:
    values = [_ROMAN[sign] for sign in text.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def pages(ours: str, theirs: str, number: str = "") -> bool | None:
    """Whether two ranges of pages are one; ``number`` is the article number of the record.

    1309-15 is 1309-1315, e85 is 85, and a first page alone is the whole range. An article with a number is also cited
    by its number, or by its own pages, which begin at 1: these are not compared with the number.
    """
    a, b, c = _range(ours), _range(theirs), _range(number)
    if a is None:
        return None
    if c is not None:
        if a[0][1] == c[0][1]:
            return True
        if b is None:
            return None if a[0][1] == 1 or a[1] != a[0] else False
    if b is None:
        return None
    if _is_own_count(a, b) or _is_own_count(b, a):
        return None
    first, last = _is_one_page(a[0], b[0]), _is_one_page(a[1], b[1])
    return first and (last or a[0] == a[1] or b[0] == b[1])


Page = tuple[str, int, str]


def _range(text: str) -> tuple[Page, Page] | None:
    """The first and the last page."""
    bare = _PAGE_WORDS.sub("", _LISTS.split(text)[0]).strip(" .()")
    ends = [end for end in _RANGE.split(bare) if end]
    read = [_PAGE.fullmatch(end.strip()) for end in ends[:2]]
    if not read or len(ends) > 2 or not all(read):
        return _roman_range(ends)
    found = [(match[1].lower(), int(match[2]), match[3].lower()) for match in read if match]
    (letters, first, _), (_, last, after) = found[0], found[-1]
    if last < first:
        digits = str(last)
        last = int(str(first)[: max(0, len(str(first)) - len(digits))] + digits)
    return found[0], (letters, last, after)


def _roman_range(ends: list[str]) -> tuple[Page, Page] | None:
    if not 0 < len(ends) < 3 or not all(_IS_ROMAN.fullmatch(end.strip()) for end in ends):
        return None
    numbers = [_roman(end.strip()) for end in ends]
    return ("roman", numbers[0], ""), ("roman", numbers[-1], "")


def _is_one_page(one: Page, other: Page) -> bool:
    letters = one[0] == other[0] or not one[0] or not other[0]
    return one[1] == other[1] and letters and (one[2] == other[2] or not one[2] or not other[2])


def _is_own_count(one: tuple[Page, Page], other: tuple[Page, Page]) -> bool:
    """Whether one side counts the pages of the article itself (1-12), and the other has the number of the article."""
    is_count = one[0][1] == 1 and one[1] != one[0]
    return is_count and other[0] == other[1] and other[0][1] != 1
