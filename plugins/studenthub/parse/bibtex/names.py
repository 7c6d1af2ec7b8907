"""The people of a BibTeX field: author, editor and the like.

The grammar is that of http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf, section 4, with biblatex's names in parts
(section 3.5 of its manual), and what people write in their place. No pattern takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from studenthub.parse import latex
from studenthub.parse.bibtex import BRACED
from studenthub.parse.latex.commands import ACCENTS


@dataclass(frozen=True, slots=True)
class Name:
    """A person or, with ``literal``, an organisation. The parts are those of CSL-JSON names.

    ``particle`` stays with the family name: van der Berg is filed under V. ``dropping`` goes with the given name.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    dropping: str = ""

    @property
    def sort_name(self) -> str:
        """The name under which a list files it: van der Berg is under V."""
        return self.literal or f"{self.particle} {self.family}".strip()

    @property
    def full(self) -> str:
        """The name in its spoken order."""
        parts = (self.given, self.dropping, self.particle, self.family, self.suffix)
        return self.literal or " ".join(part for part in parts if part)

    @property
    def inverted(self) -> str:
        """Family, Given: as lists and records have it."""
        given = f"{self.given} {self.dropping}".strip()
        return self.literal or ", ".join(part for part in (self.sort_name, given, self.suffix) if part)

    def to_csl(self) -> dict[str, str]:
        """The name as a CSL-JSON name variable."""
        parts = {
            "family": self.family,
            "given": self.given,
            "dropping-particle": self.dropping,
            "non-dropping-particle": self.particle,
            "suffix": self.suffix,
            "literal": self.literal,
        }
        return {key: latex.escape(value) for key, value in parts.items() if value}


#: The value of "and others"; CSL processors print et al. for it.
OTHERS = Name(literal="others")

# A run of white space is entered at its beginning only, or a long one would be tried from each of its signs.
_AND = re.compile(r"(?<!\s)(?>(?:\s++and(?=\s))+)\s++", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\\),")  # and no \, which is a thin space
_LETTER = re.compile(r"[^\W\d_]")
_AND_OTHERS = re.compile(r"(?<![\s,])[\s,]*+\b(?:et\.?\s+al\.?|and\s+others)$", re.IGNORECASE)
_JUNIOR = re.compile(r"(?:Jr|Sr)\.?")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_CAPITAL, _LETTERS = "[A-ZÀ-ÖØ-Þ]", "[A-Za-zÀ-ÖØ-öø-ÿ]*+"
#: Family, Given in plain letters, as most names are written: read without a closer look.
_PLAIN_NAME = re.compile(
    rf"({_CAPITAL}{_LETTERS}(?>(?:-(?=\w){_LETTERS})*)), "
    rf"({_CAPITAL}{_LETTERS}\.?(?>(?:[ -]{_CAPITAL}{_LETTERS}\.?)*))"
)
_PLAIN_GAP = re.compile(r"[\s~]++")
#: The pieces of a text in which a space may belong to a command, as in Erd\H os, and a tie may be an accent: Pe\~na.
_PIECE = re.compile(
    r"\\(?P<command>[A-Za-z]++)(?P<after>\s*+)|\\[`'^~=.\"]\s*+|\\(?P<sign>.)|(?P<brace>[{}])|(?P<gap>[\s~]++)",
    re.DOTALL,
)
#: A name in parts: family=Toit, given=Anna, prefix=du, useprefix=true.
_IN_PARTS = re.compile(r"\s*(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_PART = re.compile(r"\s*([a-z-]+)\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)


class Span(NamedTuple):
    """A part of a text, and where it is in that."""

    text: str
    start: int
    end: int


def people(raw: str) -> list[Span]:
    """The names of an author or editor field, as they are written: "and" separates them, in small letters or capitals.

    What is in braces is not looked at.
    """
    # "and" has spaces on both sides, or is the first or last word.
    padded = f" {raw} "
    found: list[Span] = []
    for start, end in _between(padded, _AND):
        text = padded[start:end]
        begin = start + len(text) - len(text.lstrip())
        stop = begin + len(text.strip())
        if stop > begin:
            found.append(Span(padded[begin:stop], begin - 1, stop - 1))
    return found


@lru_cache(maxsize=1 << 16)
def names(raw: str) -> tuple[Name, ...]:
    """The people of an author or editor field.

    "and others" and "et al." are the name OTHERS. Remembered, because lists, records and checks all ask for them.
    """
    return tuple(_names(raw))


def _names(raw: str) -> Iterator[Name]:
    for one in people(raw):
        if plain := _plain(one.text):
            yield plain
            continue
        person, others = _AND_OTHERS.subn("", one.text.strip(" \t\n,~"))
        if person.casefold() == "others":
            person, others = "", 1
        elif not others and one.text.rstrip(" \t\n~").endswith(",") and not _has_comma(person):
            # World Health Organization, is how EndNote and others write a name that has no first name.
            person = f"{{{person}}}"
        if person and (name := _name(person)):
            yield name
        if others:
            yield OTHERS


def _has_comma(raw: str) -> bool:
    return len(comma_parts(raw)) > 1


def comma_parts(raw: str) -> list[str]:
    """The parts of one name between its commas, as they are written."""
    return _split(raw, _COMMA)


def is_whole(raw: str) -> bool:
    """Whether a name is in braces, or written in parts, so that its commas and words mean what they say."""
    return bool(BRACED.fullmatch(raw) or _IN_PARTS.match(raw))


def _plain(raw: str) -> Name | None:
    """A name that is written as most are."""
    match = _PLAIN_NAME.fullmatch(raw)
    return Name(match[1], match[2]) if match and not _SUFFIX.fullmatch(match[2].rpartition(" ")[2]) else None


def _name(raw: str) -> Name | None:
    """First von Last · von Last, First · von Last, Jr, First (btxdoc, section 4)."""
    if plain := _plain(raw):
        return plain
    if BRACED.fullmatch(raw):
        return Name(literal=_text(raw)) if _text(raw) else None
    if _IN_PARTS.match(raw) and (name := _in_parts(raw)):
        return name
    return assembled(
        [[_Word(_text(word), _is_particle(word)) for word in _words(part)] for part in _split(raw, _COMMA)]
    )


class _Word(NamedTuple):
    text: str
    is_particle: bool


def plain_name(text: str) -> Name | None:
    """The name of a person in plain text, without any LaTeX: Jane Doe, or Doe, Jane."""
    return assembled([[_Word(word, word[:1].islower()) for word in part.split()] for part in text.split(",")])


def from_parts(family: str, given: str) -> Name | None:
    """A name split into family and given names: van der Berg and Piet."""
    return assembled([[_Word(word, word[:1].islower()) for word in part.split()] for part in (family, given) if part])


def assembled(parts: Sequence[Sequence[_Word]]) -> Name | None:
    """The name whose words, between its commas, are ``parts``."""
    last, *others = parts
    words = list(last)
    given, suffix = [word.text for word in (others[-1] if others else ())], ""
    if len(others) == 1 and len(given) == 1 and _JUNIOR.fullmatch(given[0]):
        # Martin Luther King, Jr.: no BibTeX, and often written.
        suffix, given, others = given[0], [], []
    elif len(others) == 2 and _SUFFIX.fullmatch(_said(others[1])):
        # King, M. L., Jr.: as APA prints it.
        suffix, given = _said(others[1]), [word.text for word in others[0]]
    elif len(others) > 1:
        suffix = _said(others[0])
        given = [f"{_said(part)}," for part in others[1:-1]] + given
    elif len(given) > 1 and _SUFFIX.fullmatch(given[-1]):
        # King, Martin Luther Jr.: as databases have it.
        suffix = given.pop()
    if not suffix and len(words) > 1 and _SUFFIX.fullmatch(words[-1].text):
        if not others and not given and len(words) == 2 and not _JUNIOR.fullmatch(words[-1].text):
            # Charles III has no family name.
            return Name(literal=_said(words))
        suffix = words.pop().text
    return _in_order(words, given, suffix, has_comma=bool(others))


def _in_order(words: Sequence[_Word], given: list[str], suffix: str, *, has_comma: bool) -> Name | None:
    if not has_comma and not given and not suffix and len(words) < 2:
        return Name(literal=_said(words)) if _said(words) else None
    von = 0
    if not has_comma:
        von = next((n for n, word in enumerate(words[:-1]) if word.is_particle), max(0, len(words) - 1))
        given = [word.text for word in words[:von]]
    family = max((n for n, word in enumerate(words[:-1], 1) if word.is_particle), default=von)
    name = Name(_said(words[family:]), " ".join(given), _said(words[von:family]), suffix)
    return name if name.family else Name(literal=name.full) if name.full else None


def _said(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)


def _in_parts(raw: str) -> Name | None:
    """A name in biblatex's parts; None where it has neither a family nor a given name."""
    parts: dict[str, str] = {}
    for part in comma_parts(raw):
        if match := _PART.fullmatch(part.strip()):
            parts.setdefault(match[1].lower(), _text(match[2].strip().strip('"')))
    family, given, prefix = (
        parts.get(name, "") or parts.get(f"{name}-i", "") for name in ("family", "given", "prefix")
    )
    if not family:
        return Name(literal=given) if given else None
    drops = parts.get("useprefix", "").lower() == "false"
    particle, dropping = ("", prefix) if drops else (prefix, "")
    return Name(family, given, particle, parts.get("suffix", ""), dropping=dropping)


def _text(raw: str) -> str:
    """A part of a name as plain text: initials are found only where their spaces are plain ones."""
    return raw if raw.isalpha() and raw.isascii() else " ".join(latex.to_text(raw).split())


def _is_particle(word: str) -> bool:
    """Whether a word of a name begins in lower case; a word in braces is a name."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = _LETTER.search(latex.to_text(word))
    return letter is not None and letter[0].islower()


def _words(raw: str) -> list[str]:
    """The words of a name. Braces keep words together, and so does a command that the next letter belongs to."""
    if "\\" not in raw and "{" not in raw:
        return [word for word in _PLAIN_GAP.split(raw) if word]
    found: list[str] = []
    start = depth = 0
    for piece in _PIECE.finditer(raw):
        depth = max(0, depth + {"{": 1, "}": -1}.get(piece["brace"], 0))
        if depth or not _is_gap(piece, raw):
            continue
        found.append(raw[start : piece.end("command") if piece["command"] else piece.start()])
        start = piece.end()
    return [word for word in (*found, raw[start:]) if word.strip()]


def _is_gap(piece: re.Match[str], raw: str) -> bool:
    """Whether a word ends here: at a space, a tie or \\ with a space, but not behind the command of a letter.

    A letter of its own, such as \\ss, is the end of a word if a capital follows: Strau\\ss Peter.
    """
    if piece["command"]:
        follows = raw[piece.end() : piece.end() + 1]
        return (
            bool(piece["after"])
            and piece["command"] not in ACCENTS
            and (follows.isupper() and piece["command"].islower())
        )
    return bool(piece["gap"]) or (piece["sign"] or "").isspace()


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of ``text`` between the matches of ``separator`` that are outside braces."""
    if "{" not in text:
        return separator.split(text)
    return [text[start:end] for start, end in _between(text, separator)]


def _between(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the parts of ``text`` between the matches of ``separator`` outside braces begin and end."""
    start = depth = counted = 0
    for match in separator.finditer(text):
        if "{" in text:
            between = text[counted : match.start()]
            depth += between.count("{") - between.count("}")
            counted = match.start()
        if depth <= 0:
            yield start, match.start()
            start = match.end()
    yield start, len(text)
