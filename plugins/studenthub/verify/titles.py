"""Compares two titles, which indexes and authors write differently.

What says nothing about the work counts for nothing: capitals, punctuation, accents, HTML and LaTeX, “&” for “and”, a
subtitle that only one side has, a bracketed addition, a mark such as RETRACTED, one slip in a word, and British or
American spelling. Numbers always count: part 1 is not part 2.
"""

from __future__ import annotations

import enum
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from studenthub.parse.folding import fold

#: How many words of a title are compared, however long a hostile one is: the time grows with the product.
_MOST_WORDS = 80
#: How many places at which a subtitle may begin are tried.
_MOST_PARTS = 4
#: Letters from which a main title counts as the whole title.
_SHORTEST_MAIN = 10
#: Letters from which a title that was cut off counts as the whole title.
_SHORTEST_CUT = 25
#: The part of the words in which two titles may differ if they share a place in a journal or their authors: one is
#: the other with some words changed. From more on they are two titles.
_MOST_CHANGED = 0.4
#: Articles are added and left out by everybody.
_ARTICLES = frozenset({"a", "an", "the"})
_UMLAUT = re.compile(r"([aou])e")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_WORD = re.compile(r"\w+")
_NOTE_SIGN = re.compile(r"(?<=[a-z]{4})(?:[1-9]|[¹²³])$")
_APOSTROPHE = re.compile(r"['’‘ʼ`´]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: Where a subtitle begins. A hyphen counts only between spaces.
_SUBTITLE = re.compile(r"\s*[:?!;]\s+|\s+[-–—]+\s+|\s*[—]\s*|(?<=\w{3})\.\s+(?=\S)|:(?=\D)")
#: What journals and databases put before the title of a work that was retracted. A notice that retracts another work
#: is called "Retraction: …", and is not meant.
_MARK = re.compile(
    r"^[\s\[({*]*(?:retracted(?: article| paper| chapter)?|withdrawn(?: article)?|removed|temporary removal)"
    r"\s*(?:[:\])}*]+|[-–—]+\s)\s*",
    re.IGNORECASE,
)
#: What is before the title of a work in the title of another one, which is about it.
_ABOUT = frozenset(
    {"addendum", "authorcorrection", "authorreply", "bookreview", "comment", "commentary", "commenton", "commentson",
     "correction", "correctionto", "corrections", "corrigendum", "corrigendumto", "discussion", "discussionof",
     "editorial", "erratum", "erratumto", "expressionofconcern", "inreply", "letter", "notice", "protocol",
     "publishercorrection", "reply", "replyto", "response", "responseto", "retraction", "retractionnote",
     "retractionnoteto", "retractionnotice", "retractionof", "retractionto", "review", "reviewof", "studyprotocol",
     "withdrawal", "withdrawalnotice"}
)  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_GREEK_LETTERS = re.compile(f"[{''.join(_GREEK)}]")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}

Words = tuple[str, ...]


class Likeness(enum.IntEnum):
    """How alike two titles are, the least first.

    UNKNOWN: nobody can say, because one is missing or in another script. OTHER: they are those of two works. CHANGED:
    some words differ. SAME: they differ in nothing that counts.
    """

    UNKNOWN = 0
    OTHER = 1
    CHANGED = 2
    SAME = 3


def likeness(one: Iterable[str], other: Iterable[str]) -> Likeness:
    """How alike a work's titles are to another's. Each side has one title or several, such as the original one."""
    ours, theirs = ([title for title in map(_read, side) if title.whole] for side in (one, other))
    if not ours or not theirs:
        return Likeness.UNKNOWN
    pairs = [(a, b) for a in ours for b in theirs if a.script == b.script]
    if not pairs:
        return Likeness.UNKNOWN
    if any(_is_same(a, b) for a, b in pairs):
        return Likeness.SAME
    return Likeness.CHANGED if any(_is_changed(a.bare, b.bare) for a, b in pairs) else Likeness.OTHER


def is_retracted(title: str) -> bool:
    """Whether the title itself says that the work was retracted or withdrawn."""
    return bool(_MARK.match(title))


def without_mark(title: str) -> str:
    """The title without the mark of a retraction before it."""
    return _MARK.sub("", title, count=1)


def words(text: str) -> Words:
    """The words of a text as they are compared: small letters without accents, Greek letters by their names."""
    text = _TAG.sub(" ", html.unescape(text)) if "<" in text or "&" in text else text
    text = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("ß", "ss")
    text = _GREEK_LETTERS.sub(lambda letter: _GREEK[letter[0]], text) if not text.isascii() else text
    text = _APOSTROPHE.sub("", text)
    found = (fold(word) for word in _WORD.findall(text.replace("_", " "))[:_MOST_WORDS])
    return tuple(_ROMAN.get(word, word) for word in found if word)


def count_significant(title: str) -> int:
    """How many words of more than three letters a title has: how distinctive it is."""
    return sum(1 for word in words(title) if len(word) > 3)


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is compared.

    ``whole`` are its words, ``bare`` those outside brackets, ``parts`` those before and after each place at which a
    subtitle may begin. ``script`` tells Latin letters from others. ``is_cut`` is whether it ends within the title.
    """

    whole: Words
    bare: Words
    parts: tuple[tuple[Words, Words], ...]
    script: str
    is_cut: bool = False

    @property
    def full_forms(self) -> Iterator[str]:
        """The whole title as one string, which does not know "health care" from "healthcare"."""
        yield _joined(self.whole)
        yield _joined(self.bare)


@lru_cache(maxsize=1 << 12)
def _read(title: str) -> _Title:
    title = without_mark(title[:2000]).rstrip()
    is_cut = title.endswith(("…", "..."))
    # The sign of a note behind the last word, raised or not.
    title = _NOTE_SIGN.sub("", title.strip(" .*†‡…"))
    bare = _BRACKETS.sub(" ", title)
    # A whole title in brackets is how PubMed shows that it was translated.
    bare = bare if words(bare) else title.strip("[]() .")
    parts = (
        (words(bare[: at.start()]), words(bare[at.end() :])) for at in islice(_SUBTITLE.finditer(bare), _MOST_PARTS)
    )
    return _Title(words(title), words(bare), tuple(pair for pair in parts if all(pair)), _script(title), is_cut)


def _script(text: str) -> str:
    """Whether most letters of a text are Latin ones."""
    letters = [sign for sign in text[:200] if sign.isalpha()]
    foreign = sum(1 for sign in letters if 0x24F < ord(sign) < 0xFB00 and not 0x1E00 <= ord(sign) < 0x1F00)
    return "other" if foreign * 2 > len(letters) else "latin"


def _joined(some: Words) -> str:
    return "".join(some)


def _is_same(one: _Title, other: _Title) -> bool:
    if set(one.full_forms) & set(other.full_forms) or not _differences(one.bare, other.bare):
        return True
    return _is_part(one, other) or _is_part(other, one) or _is_beginning(one, other) or _is_beginning(other, one)


def _is_beginning(cut: _Title, long: _Title) -> bool:
    """Whether one title is the other, cut off within a word or behind it: Sleep in medical stud…"""
    begun = _joined(cut.bare)
    return cut.is_cut and len(begun) >= _SHORTEST_CUT and _joined(long.bare).startswith(begun)


def _is_part(short: _Title, long: _Title) -> bool:
    """Whether one title is the other without its subtitle, or without a label before it ("Review: …")."""
    for main, rest in long.parts:
        if len(_joined(main)) >= _SHORTEST_MAIN and not _differences(short.bare, main):
            return True
        is_label = not _numbers(main) and _joined(main) not in _ABOUT
        if is_label and len(rest) > 3 and not _differences(short.bare, rest):
            return True
    return False


def _differences(one: Words, other: Words) -> list[tuple[Words, Words]]:
    """The runs of words in which two titles differ, as far as that counts."""
    if _joined(one) == _joined(other):
        return []
    match = SequenceMatcher(None, one, other, autojunk=False)
    runs = ((one[a:b], other[c:d]) for tag, a, b, c, d in match.get_opcodes() if tag != "equal")
    return [run for run in runs if not _is_slip(*run)]


def _is_slip(one: Words, other: Words) -> bool:
    """Whether two runs of words differ in spelling alone."""
    one, other = (tuple(word for word in run if word not in _ARTICLES) for run in (one, other))
    if _joined(one) == _joined(other):
        return True
    if _numbers(one) != _numbers(other) or not one or not other:
        return False
    if len(one) == len(other):
        return all(is_close(a, b) and not _is_plural(a, b) for a, b in zip(one, other, strict=True))
    return is_close(_joined(one), _joined(other))


def _is_plural(one: str, other: str) -> bool:
    """Whether one word is the plural of the other: that is no slip."""
    return f"{one}s" == other or f"{other}s" == one


def _numbers(run: Words) -> list[str]:
    return [word for word in run if any(map(str.isdigit, word))]


def _is_changed(one: Words, other: Words) -> bool:
    """Whether two titles are one with some words changed: one word of three, or a part of all letters."""
    runs = _differences(one, other)
    if sum(max(len(a), len(b)) for a, b in runs) == 1:
        return min(len(one), len(other)) > 2
    differing = sum(max(len(_joined(a)), len(_joined(b))) for a, b in runs)
    return differing <= _MOST_CHANGED * max(len(_joined(one)), len(_joined(other)))


#: Endings that British and American English write at different lengths.
_ENDINGS = (("mme", "m"), ("gue", "g"), ("ise", "ize"), ("yse", "yze"))


def is_close(one: str, other: str) -> bool:
    """Whether two words of four letters and more are one but for a slip: a letter more, less, wrong or out of place.

    An umlaut that is written with an e is none, in short words too.
    """
    if one == other or _UMLAUT.sub(r"\1", one) == _UMLAUT.sub(r"\1", other):
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 2:
        return False
    for ending, short in _ENDINGS:
        one = f"{one[: -len(ending)]}{short}" if one.endswith(ending) else one
        other = f"{other[: -len(ending)]}{short}" if other.endswith(ending) else other
    return one == other or _is_one_slip_apart(one, other)


def _is_one_slip_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Optimal string alignment distance of at most 1."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped
