"""Reads addresses and identifiers in LaTeX, such as \\url and \\href."""

from __future__ import annotations

import html
import re

#: What databases leave in their exports: Health &amp; Place.
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_TILDE = re.compile(r"\{?\\textasciitilde\s*(?:\{\})?\}?|\{?\\(?:string)?~(?:\{\})?\}?|\$\s*\\sim\s*\$")
_UNDERSCORE = re.compile(r"\{?\\textunderscore\s*(?:\{\})?\}?")


def to_address(text: str) -> str:
    r"""An address or identifier as it is meant: \_ \& \% and \url{...} undone, and nothing made prettier.

    What nobody can see, such as the zero width spaces that come along when an address is copied, is left out.
    """
    text = "".join(c for c in text if c.isprintable() or c.isspace())
    text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = re.sub(r"\\(?:url|path|nolinkurl|doi)\b\s*", "", text)
    text = _UNDERSCORE.sub("_", _TILDE.sub("~", text))
    return re.sub(r"[{}]", "", re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)).strip()
