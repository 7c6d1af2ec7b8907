"""Converts the LaTeX of BibTeX fields into text with the few tags of CSL-JSON.

CSL-JSON takes ``<i> <b> <sup> <sub>`` and two spans as markup and has no way to write a literal ``<``. A bracket
that an author typed therefore travels as a private-use character (LESS, GREATER) and is put back as an escaped one
when the formatted text comes out. Source of the tags: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from studenthub.parse.latex.addresses import ENTITY, to_address
from studenthub.parse.latex.decoder import NOCASE, Decoder, Unknown
from studenthub.parse.latex.symbols import ESCAPE, GREATER, LESS

_UNESCAPE = str.maketrans({LESS: "<", GREATER: ">"})
_LATEX = re.compile(r"[\\{}$~`'\"<>&\ue03c\ue03e]|--")


def to_csl(text: str, *, protect: bool = False) -> str:
    """LaTeX as CSL-JSON rich text, on one line.

    ``protect`` keeps the capitals of braced words where a style changes the case of titles, as BibTeX does.
    """
    if text.isalnum():
        return unicodedata.normalize("NFC", text)
    if _LATEX.search(text):
        text = Decoder(text, protect=protect).group()
        if "&" in text:
            text = ENTITY.sub(lambda entity: html.unescape(entity[0]).translate(ESCAPE), text)
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable() or "  " in text:
        text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", text)
    return text.strip()


def to_text(text: str) -> str:
    """LaTeX as plain text."""
    return plain(to_csl(text))


def unknown(text: str) -> Sequence[Unknown]:
    """The commands in a field that the hub does not know, in their order."""
    if "\\" not in text:
        return ()
    decoder = Decoder(text)
    decoder.group()
    return decoder.unknown


def escape(text: str) -> str:
    """Plain text as CSL-JSON rich text."""
    return text.translate(ESCAPE)


def plain(rich: str) -> str:
    """CSL-JSON rich text as plain text."""
    return (
        re.sub(r"<[^<>]*>", "", rich).translate(_UNESCAPE) if "<" in rich or LESS in rich or GREATER in rich else rich
    )


__all__ = ["GREATER", "LESS", "NOCASE", "Unknown", "escape", "plain", "to_address", "to_csl", "to_text", "unknown"]
