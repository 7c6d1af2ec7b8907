"""Puts macros and terms into a style."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from studenthub.styles.csl_facts import CSL as _CSL


def insert(part: Element, style: Element) -> None:
    """Put a part into a style, right after what it says of itself, as CSL wants it."""
    at = next((at + 1 for at, other in enumerate(style) if other.tag == f"{_CSL}info"), 0)
    style.insert(at, part)
