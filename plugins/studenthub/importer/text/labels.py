"""The labels of lists that Markdown does not have: letters, Roman numbers, and numbers in brackets."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: The highest numbers that are letters in Word, and Roman; a draft may claim any.
_MOST_LETTERS, _MOST_ROMAN = 780, 3999
_DELIMITED = {"OneParen": "%s)", "TwoParens": "(%s)"}


def of(style: str, delimiter: str, numbers: range) -> tuple[str, ...]:
    """The labels of a list in the words of Pandoc for its style and delimiter; none for the numbers of Markdown."""
    written = _WRITTEN.get(style, str)
    if written is str and delimiter != "TwoParens":
        return ()
    return tuple(_DELIMITED.get(delimiter, "%s.") % written(number) for number in numbers)


def _letters(number: int) -> str:
    """a to z, and then aa, bb, as Word counts."""
    if number > _MOST_LETTERS:
        return str(number)
    rounds, at = divmod(number - 1, len(string.ascii_lowercase))
    return string.ascii_lowercase[at] * (rounds + 1)


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        out += sign * count
    return out


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "LowerAlpha": _letters,
    "UpperAlpha": lambda number: _letters(number).upper(),
    "LowerRoman": _roman,
    "UpperRoman": lambda number: _roman(number).upper(),
}
