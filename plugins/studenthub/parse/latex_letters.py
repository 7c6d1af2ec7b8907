"""Letters of LaTeX as readers see them: accents, capitals, dashes and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable

from studenthub.parse.latex_symbols import ESCAPE

_LETTER = re.compile(r"((?:<[^<>]*>)*)([^<>])([\u0300-\u036f]*)", re.DOTALL)


def accented(letter: str, accent: str) -> str:
    """``accent`` over the first letter, above the accents that it has already; i and j lose their dots."""
    match = _LETTER.match(letter)
    if not match:
        return letter
    base = {"ı": "i", "ȷ": "j"}.get(match[2], match[2])
    return f"{match[1]}{base}{match[3]}{accent}{letter[match.end() :]}"


def cased(rich: str, change: Callable[[str], str]) -> str:
    """Rich text in other letters, its tags as they are."""
    return "".join(part if part.startswith("<") else change(part) for part in re.split(r"(<[^<>]*>)", rich))


#: In this order: a longer sign before one that begins it.
_TYPOGRAPHY = (
    ("---", "—"), ("--", "–"), ("?`", "¿"), ("!`", "¡"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"),
    ("~", "\u00a0"),
)  # fmt: skip


def typography(text: str) -> str:
    """Dashes, quotation marks and ties as LaTeX writes them."""
    text = text.translate(ESCAPE)
    for written, printed in _TYPOGRAPHY:
        text = text.replace(written, printed)
    return text
