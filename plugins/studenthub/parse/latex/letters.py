"""Letters of LaTeX as characters: accents, capitals, dashes and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable

from studenthub.parse.latex.symbols import ESCAPE

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


#: A straight mark before a word, unless that begins with an apostrophe ('n Boer, the '90s); and one behind a word.
_OPENING = re.compile(
    r"""(?:(?<![\s\S])|(?<=[\s({\["“/—–-]))'(?=[\w{\\“"(\[])"""
    r"(?!(?:n|t|s|k|m|em|tis|twas|til|till|cause|bout|round)\b|\d\ds?\b)",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"""(?<=[\w.,;!?…)\]}%"”])'(?!')(?=[\s.,;:!?)\]}"”/—–-]|\Z)""")


def paired(text: str) -> str:
    """LaTeX in which straight marks around words are pairs: `nurse-led' for 'nurse-led'.

    Records of databases have them so. Of an apostrophe and a closing mark there is one sign, so that only the opening
    ones are to be found.
    """
    closing = [match.start() for match in _CLOSING.finditer(text)] if "'" in text else []
    signs, at = list(text), 0
    for opening in _OPENING.finditer(text) if closing else ():
        while at < len(closing) and closing[at] < opening.start():
            at += 1
        if at == len(closing):
            break
        signs[opening.start()] = "`"
        at += 1
    return "".join(signs)


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
