"""Names of journals in short, by the rules of ISO 4 and its List of Title Word Abbreviations (the LTWA, https://www.issn.org).

The list is that of the package pyiso4. Its own code is not used: it takes "health" and "heart" for forms of "heal-" and
"hear-", and fails on short names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

#: Languages of the list that are looked for: those of most journals, of all of them, and of their Latin.
_KNOWN = {"eng", "mul", "lat"}
#: The shortest beginning of a word that the list has.
_SHORTEST = 2
#: The most words that the list abbreviates together, such as "United States of America".
_MOST_WORDS = 4
#: Articles, conjunctions and prepositions, which are left out (ISO 4, section 4.3).
_LEFT_OUT = {
    *("a", "an", "and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with", "&", "+"),
    *("de", "del", "der", "des", "di", "die", "du", "e", "ed", "el", "en", "et", "i", "il", "la", "le", "les", "os"),
    *("fur", "und", "van", "vir", "voor", "von", "y"),
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[&+]")
#: Articles and prepositions of French that have lost their vowel, which are left out like the others.
_ELIDED = re.compile(r"\b[ld]['’](?=\w)", re.IGNORECASE)
#: Signs of a name that says more than the name of the journal, or that is short already.
_UNTOUCHED = re.compile(r"[:;.()\[\]/<>\"“”=]|(?<!\S)[^\W\d_](?!\S)")


#: Words that the US National Library of Medicine abbreviates in another way than the list, or not ("").
_OF_NLM = {
    "abuse": "", "bioinformatics": "", "dependence": "depend.", "investigation": "invest.", "joint": "",
    "management": "manage.", "medical": "med.", "reproduction": "reprod.", "rhythms": "", "royal": "r.",
}  # fmt: skip
#: Names of which it abbreviates some word in another way than in all others.
_NAMES = {
    "globalization and health": "Global. Health",
    "plos one": "PLoS One",
    "south african journal of psychiatry": "S. Afr. J. Psychiatr.",
}


@dataclass(frozen=True, slots=True)
class _List:
    """Abbreviations by the whole word, and by its beginning; "" is none. ``foreign`` are words of other languages."""

    whole: Mapping[str, str]
    beginnings: Mapping[str, str]
    foreign: Set[str]


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """The abbreviation of a journal's name with a full stop after each word that it cuts, or "" where none is
    certain."""
    if known := _NAMES.get(_folded(name)):
        return known
    found = _WORD.findall(_ELIDED.sub("", name))
    words = [word for word in found if _folded(word) not in _LEFT_OUT]
    if _UNTOUCHED.search(name) or not words or not _list().foreign.isdisjoint(map(_folded, words)):
        return ""
    # A name of one word is not abbreviated (ISO 4, section 4.1).
    return " ".join(_abbreviated(words)) if len(words) > 1 else words[0]


def _abbreviated(words: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        phrases = (words[at : at + count] for count in range(_MOST_WORDS, 1, -1))
        some = next(
            (phrase for phrase in phrases if len(phrase) > 1 and _looked_up(" ".join(phrase))), words[at : at + 1]
        )
        abbreviation = _looked_up(" ".join(some))
        yield _cased(some[0], abbreviation) if abbreviation else re.sub(r"['’]s$", "s", some[0])
        at += len(some)


def _looked_up(word: str) -> str:
    """The abbreviation of a word, or of several that are abbreviated together, or "" where the list has none."""
    if len(word) > 1 and word.isupper():
        return ""
    folded, known = _folded(word), _list()
    for form in (folded, *_singulars(folded)):
        if form in known.whole:
            return known.whole[form]
    shortest = folded.rfind(" ") + _SHORTEST
    beginnings = (folded[:length] for length in range(len(folded), shortest, -1))
    return next((known.beginnings[one] for one in beginnings if one in known.beginnings), "")


def _singulars(word: str) -> Iterator[str]:
    """The forms of which a word may be the plural: the list has one of them (ISO 4, section 4.2)."""
    if word.endswith("s") and len(word) > 3:
        yield word[:-1]
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("ies"):
        yield f"{word[:-3]}y"


def _cased(word: str, abbreviation: str) -> str:
    """An abbreviation of the list, which has small letters, with the capitals of the word."""
    return re.sub(r"(?:^| )\w", lambda first: first[0].upper(), abbreviation) if word[0].isupper() else abbreviation


def _folded(word: str) -> str:
    """A word in small letters without accents, by which it is looked for."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@lru_cache(maxsize=4096)
def _is_known(languages: str) -> bool:
    """Whether a row of the list is of a language whose names are abbreviated."""
    return not _KNOWN.isdisjoint(re.split(r"[,\s]+", languages))


@lru_cache(maxsize=1)
def _list() -> _List:
    (path,) = (item for item in files("pyiso4").iterdir() if item.name.startswith("LTWA_"))
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.count("\t") == 2]
    whole, beginnings, foreign = dict[str, str](), dict[str, str](), set[str]()
    for word, abbreviation, languages in rows:
        key = _folded(word.removesuffix("-"))
        if " " in key:
            key = " ".join(one for one in key.split() if one not in _LEFT_OUT)
        if not _is_known(languages):
            foreign.add(key)
        elif not word.startswith("-") and "(" not in word:
            table = beginnings if word.endswith("-") else whole
            table.setdefault(key, "" if abbreviation == "n.a." else abbreviation.lower())
    whole |= _OF_NLM
    return _List(whole, beginnings, foreign - whole.keys())
