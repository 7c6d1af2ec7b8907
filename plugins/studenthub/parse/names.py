"""The people of a BibTeX field: author, editor and the like.

The grammar is that of http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf, section 4, and what people write in place
of it. No pattern takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from studenthub.parse import latex
from studenthub.parse.bibtex import BRACED


@dataclass(frozen=True, slots=True)
class Name:
    """A person or, with ``literal``, an organisation. The parts are those of CSL-JSON names."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def sort_name(self) -> str:
        """The name under which a list files it: van der Berg stands under V."""
        return self.literal or f"{self.particle} {self.family}".strip()

    @property
    def full(self) -> str:
        """The name as it is said."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(part for part in parts if part)

    def to_csl(self) -> dict[str, str]:
        """The name as a CSL-JSON name variable."""
        parts = {
            "family": self.family,
            "given": self.given,
            "non-dropping-particle": self.particle,
            "suffix": self.suffix,
            "literal": self.literal,
        }
        return {key: latex.escape(value) for key, value in parts.items() if value}


#: What "and others" stands for; CSL processors print et al. for it.
OTHERS = Name(literal="others")

# A run of white space is entered at its beginning only, or a long one would be tried from each of its signs.
_AND = re.compile(r"(?<!\s)\s++and(?=\s)\s++", re.IGNORECASE)
_WORD_GAP = re.compile(r"[\s~]++")
_COMMA = re.compile(r"(?<!\\),")  # and no \, which is a thin space
_LETTER = re.compile(r"[^\W\d_]")
_AND_OTHERS = re.compile(r"(?<![\s,])[\s,]*+\b(?:et\.?\s+al\.?|and\s+others)$", re.IGNORECASE)
_JUNIOR = re.compile(r"(?:Jr|Sr)\.?")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
#: Family, Given in plain letters, as most names are written: read without a closer look.
_PLAIN_NAME = re.compile(r"([A-Z][A-Za-z]*+(?>(?:-[A-Za-z]++)*)), ([A-Z][A-Za-z]*+\.?(?>(?:[ -][A-Z][A-Za-z]*+\.?)*))")


@lru_cache(maxsize=1 << 16)
def names(raw: str) -> tuple[Name, ...]:
    """The people of an author or editor field: parted by "and", a comma within braces parting nothing.

    "and others" and "et al." are the name OTHERS. Remembered, because lists, records and checks all ask for them.
    """
    return tuple(_names(raw))


def _names(raw: str) -> Iterator[Name]:
    for one in _split(f" {raw} ", _AND):
        person, others = _AND_OTHERS.subn("", one.strip(" \t\n,~"))
        if person and (name := _name(person)):
            yield name
        if others:
            yield OTHERS


def _name(raw: str) -> Name | None:
    """First von Last · von Last, First · von Last, Jr, First (btxdoc, section 4)."""
    if (plain := _PLAIN_NAME.fullmatch(raw)) and not _JUNIOR.fullmatch(plain[2]):
        return Name(plain[1], plain[2])
    last, *others = (part.strip() for part in _split(raw, _COMMA))
    words = [word for word in _split(last, _WORD_GAP) if word]
    suffix = ""
    if BRACED.fullmatch(raw) or (not others and len(words) < 2):
        return Name(literal=_text(raw)) if _text(raw) else None
    if len(others) == 1 and _JUNIOR.fullmatch(others[0]):
        # Martin Luther King, Jr.: no BibTeX, and often written.
        suffix = others.pop()
    elif len(others) == 2 and _SUFFIX.fullmatch(others[1]):
        # King, M. L., Jr.: as APA prints it.
        suffix = others.pop()
    elif len(others) > 1:
        suffix, *others = others
    von, given = 0, ", ".join(others)
    if not others:
        von = next((n for n, word in enumerate(words[:-1]) if _is_particle(word)), len(words) - 1)
        given = " ".join(words[:von])
    family = max((n for n, word in enumerate(words[:-1], 1) if _is_particle(word)), default=von)
    name = Name(_text(*words[family:]), _text(given), _text(*words[von:family]), _text(suffix))
    return name if name.family else Name(literal=name.full) if name.full else None


def _text(*words: str) -> str:
    """Words of a name as plain text: initials are found only where their spaces are plain ones."""
    text = " ".join(words)
    return text if text.isalpha() and text.isascii() else " ".join(latex.to_text(text).split())


def _is_particle(word: str) -> bool:
    """Whether a word of a name begins in lower case; a word in braces is a name."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = _LETTER.search(latex.to_text(word))
    return letter is not None and letter[0].islower()


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of ``text`` between the matches of ``separator`` that stand outside braces."""
    if "{" not in text:
        return separator.split(text)
    parts: list[str] = []
    start = depth = counted = 0
    for match in separator.finditer(text):
        between = text[counted : match.start()]
        depth += between.count("{") - between.count("}")
        counted = match.start()
        if depth <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]
