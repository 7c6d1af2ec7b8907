"""Letters of other scripts that look like Latin ones, such as the Cyrillic о, and signs of keyboards for Chinese."""

from __future__ import annotations

import unicodedata

_CYRILLIC = dict(zip("аеорсухіјѕһԁАВЕКМНОРСТХУІЈЅ", "aeopcyxijshdABEKMHOPCTXYIJS", strict=True))
_GREEK = dict(zip("ονιαΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oviaABEZHIKMNOPTYX", strict=True))
_LATIN = str.maketrans(_CYRILLIC | _GREEK)
#: Signs that are as wide as a Chinese one, and what they are on other keyboards.
WIDE = {0xFF01 + number: 0x21 + number for number in range(94)} | str.maketrans("【】〔〕", "[][]")


def in_latin(text: str) -> str:
    """A text with the Latin letters that those of another script look like."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_LATIN))


def first(text: str) -> str:
    """The first letter of a text that only looks like a Latin one, with its script: the Cyrillic letter о; or ""."""
    for sign in text:
        if sign in _CYRILLIC or sign in _GREEK:
            return f"the {'Cyrillic' if sign in _CYRILLIC else 'Greek'} letter {sign}"
    return ""
