"""Folds text for sorting and comparing: case, accents, spaces."""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not decompose into a plain one and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
#: Punctuation, and the accents that are signs of their own by now.
_SIGNS = re.compile(r"[^\w ]+")


def fold(text: str) -> str:
    """``text`` for sorting and comparing: lower case, without accents and punctuation."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
    return _SIGNS.sub("", text)
