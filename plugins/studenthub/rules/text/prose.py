"""Counts the sentences and syllables of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studenthub.parse.markdown.running_text import BOX

_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[“\"‘(]*[A-ZÀ-Þ])|\n\s*\n|\n(?=\s*(?:[-*+>|]|\d+[.)])\s)")
_CITATION = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]")
#: Headings, tables and the heads of boxes.
_NO_SENTENCE = re.compile(rf"\s*(?:#{{1,6}} |\||{BOX})")
_WORD = re.compile(r"[^\W\d_][^\s_]*")
_VOWELS = bytes(ord("v") if chr(code) in "aeiouyAEIOUY" else ord(" ") for code in range(256))
#: A last e is silent, but for "the" and its like.
_SILENT = re.compile(r"[aeiouy][^aeiouy\W]+e\b")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text without its citations: where each sentence begins, and its number of words; and the syllables of all."""

    sentences: tuple[tuple[int, int], ...]
    syllables: int

    @classmethod
    def of(cls, running: str, start: int) -> Prose:
        """The prose of ``running`` from ``start`` on."""
        text = _CITATION.sub(lambda match: " " * len(match[0]), running)
        groups = len(text.encode("ascii", "replace").translate(_VOWELS).split())
        return cls(tuple(_sentences(text, start)), groups - len(_SILENT.findall(text.lower())))


def _sentences(text: str, at: int) -> Iterator[tuple[int, int]]:
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text, at)), len(text)]:
        if not _NO_SENTENCE.match(text, at) and (words := len(_WORD.findall(text, at, end))):
            part = text[at:end]
            yield end - len(part.lstrip()), words
        at = end
