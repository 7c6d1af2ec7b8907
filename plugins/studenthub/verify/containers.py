"""Compares names of journals, books and conferences, short or long.

Abbreviations follow ISO 4: articles and prepositions go, other words lose their end ("Med" for "Medicine") or their
middle ("Natl" for "National"). Beside them there are initials ("JAMA"), places and owners in brackets, and the many
ways in which proceedings are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from studenthub.verify.titles import is_close, words

#: Articles, prepositions and conjunctions, which abbreviations leave out.
_SMALL = frozenset(
    {"a", "ad", "al", "an", "and", "as", "at", "auf", "aus", "d", "da", "das", "de", "del", "della", "delle", "dem",
     "den", "der", "des", "di", "die", "do", "dos", "du", "e", "ed", "ein", "el", "en", "et", "for", "from", "fuer",
     "fur", "i", "im", "in", "its", "l", "la", "las", "le", "les", "lo", "los", "na", "o", "of", "og", "on", "op", "or",
     "och", "per", "pour", "s", "te", "the", "their", "to", "u", "und", "v", "van", "vom", "von", "voor", "with", "y",
     "z", "zu", "zum", "zur"}
)  # fmt: skip
#: Words before the letter of a section, and what owners add.
_SECTIONS = frozenset(
    {"edition", "ed", "english", "part", "pt", "sect", "section", "ser", "series", "suppl", "supplement"}
)
#: What the names of proceedings have in common, which tells none from another.
_CONFERENCE = frozenset(
    {"acm", "advances", "annual", "conf", "conference", "congress", "forum", "ieee", "int", "international", "intl",
     "main", "meeting", "papers", "proc", "proceedings", "symposium", "symp", "track", "transactions", "workshop",
     "workshops", "lecture", "notes", "series", "th", "st", "nd", "rd", "volume", "vol", "part"}
)  # fmt: skip
_FIELDS = frozenset(
    {"applications", "artificial", "computational", "computer", "computing", "data", "education", "engineering",
     "health", "information", "intelligence", "learning", "medical", "medicine", "research", "science", "sciences",
     "studies", "systems", "technology"}
)  # fmt: skip
_PROCEEDINGS = re.compile(
    r"\b(?:annual meeting|conference|conf\b|congress|lecture notes|proceedings|proc\b|symposium|symp\b|"
    r"workshop)",
    re.IGNORECASE,
)
#: Series in which many conferences appear: that a paper is in one says nothing of its conference.
_SERIES = re.compile(
    r"lecture notes|communications in computer|ifip advances|studies in|advances in intelligent|ceur|procedia|"
    r"springer proceedings|\blnc[si]\b|proceedings of machine learning research|\bpmlr\b|isprs archives",
    re.IGNORECASE,
)
_PREPRINT = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|\w*rxiv|corr|preprints?(?:\.org)?|research square|researchgate|ssrn(?: electronic "
    r"journal)?|authorea|techrxiv|zenodo|osf|figshare|repec|nber working paper\w*|working papers?)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_TAIL = re.compile(r"\s*(?:[:;=/,]\s|\s[-–—]+\s|(?<=\w{4})\.\s).*$", re.DOTALL)
#: What French and Italian put before a vowel: d'Histoire, dell'Arte.
_ELISION = re.compile(r"\b(?:d|l|dell|nell|dall|all|sull)['’]", re.IGNORECASE)
#: How many words of a name are compared, however long a hostile one is.
_MOST_WORDS = 30
_ORDINAL = re.compile(
    r"(?:\d+(?:st|nd|rd|th)?|'?\d\d|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
)
#: How sure it is that two names are one: quite, or perhaps.
_SURE, _PERHAPS = 2, 1
#: How many words the beginning of a name needs to be perhaps the whole name.
_FEW = 4


def are_one(ours: Iterable[str], theirs: Iterable[str]) -> bool | None:
    """Whether one of our names and one of theirs belong to one journal or book; None if that is not certain."""
    mine, yours = ([name for name in side if words(name)] for side in (ours, theirs))
    verdicts = {_are_one(a, b) for a in mine for b in yours}
    if True in verdicts:
        return True
    return None if None in verdicts or not verdicts else False


def is_preprint(name: str) -> bool:
    """Whether this is the name of an archive of preprints, and not of a journal."""
    return bool(_PREPRINT.search(name))


def is_proceedings(name: str) -> bool:
    """Whether this is the name of the proceedings of a conference."""
    return bool(_PROCEEDINGS.search(name))


@lru_cache(maxsize=1 << 12)
def _are_one(one: str, other: str) -> bool | None:
    answers = [_align(a, b) for a in _forms(one) for b in _forms(other)]
    if True in answers or _is_initials(one, other) or _is_initials(other, one):
        return True
    if is_proceedings(one) or is_proceedings(other):
        return _same_conference(one, other)
    is_perhaps = None in answers or _is_perhaps_short(one, other) or _is_perhaps_short(other, one)
    return None if is_perhaps else False


def _forms(name: str) -> list[tuple[str, ...]]:
    """The words of a name: all, without what is in brackets or behind a colon, and with compounds as one word.

    A name in two languages has a slash between them.
    """
    name = _ELISION.sub(" ", name)
    bare = _BRACKETS.sub(" ", name)
    languages = [part for part in bare.split("/") if len(words(part)) > 1]
    written = (bare, _TAIL.sub("", bare), bare.replace("-", ""), name, *(languages if len(languages) == 2 else ()))
    found = (_without_acronym(words(form.replace(".", " "))[:_MOST_WORDS]) for form in written)
    return list(dict.fromkeys(form for form in found if form))


def _without_acronym(found: tuple[str, ...]) -> tuple[str, ...]:
    """Old names say the acronym and then what it stands for: MMWR. Morbidity and mortality weekly report."""
    acronym = found[0] if found else ""
    stands_for = [word for word in found[1:] if word not in _SMALL][: len(acronym)]
    is_acronym = len(acronym) > 2 and acronym == "".join(word[0] for word in stands_for)
    return found[1:] if is_acronym and all(len(word) > 2 for word in stands_for) else found


def _align(one: tuple[str, ...], other: tuple[str, ...]) -> bool | None:
    """Whether the words of two names match in their order.

    Small words may be in one name alone. So may the letter of a section, or the end of a long name; then nobody can
    say: "Journal of Physics" and "Journal of Physics A".
    """
    best: dict[tuple[int, int], int] = {(0, 0): _SURE}
    for at in range(len(one) + 1):
        for there in range(len(other) + 1):
            sure = best.get((at, there), 0)
            if not sure:
                continue
            steps = []
            if at < len(one) and there < len(other) and _is_short_for(one[at], other[there]):
                steps.append((at + 1, there + 1, sure))
            if at < len(one) and (cost := _weight(one, at)):
                steps.append((at + 1, there, min(sure, cost)))
            if there < len(other) and (cost := _weight(other, there)):
                steps.append((at, there + 1, min(sure, cost)))
            for to, onto, value in steps:
                best[to, onto] = max(best.get((to, onto), 0), value)
    ends = [best.get((len(one), there), 0) for there in range(_FEW, len(other) + 1)] if len(one) >= _FEW else []
    ends += [best.get((at, len(other)), 0) for at in range(_FEW, len(one) + 1)] if len(other) >= _FEW else []
    whole = best.get((len(one), len(other)), 0)
    if one == other or (whole == _SURE and all(set(name) - _SMALL for name in (one, other))):
        return True
    return None if whole or any(ends) else False


def _weight(name: tuple[str, ...], at: int) -> int:
    """How sure it is still, if a word is in one of two names alone; 0 where that makes two names of them."""
    word, is_last = name[at], at == len(name) - 1
    if word in _SMALL and not is_last:
        return _SURE
    return _PERHAPS if len(word) == 1 or word in _SECTIONS or word.isdecimal() else 0


def _is_short_for(one: str, other: str) -> bool:
    """Whether one word is the other, or short for it: Med, Natl and Jpn for Medicine, National and Japanese."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if short[0] != long[0] or any(map(str.isdigit, short + long)):
        return False
    if long.startswith(short) or is_close(short, long):
        return True
    return len(short) > 1 and _is_within(short, long)


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are in ``long`` in their order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def _is_initials(short: str, long: str) -> bool:
    """Whether ``short`` is made of the beginnings of the words of ``long``: JAMA, PNAS, NeurIPS; or is quoted in it."""
    acronyms = [word for word in words(_BRACKETS.sub(" ", short)) if not _ORDINAL.fullmatch(word)]
    if len(acronyms) != 1 or not 2 < len(acronyms[0]) < 12:
        return False
    acronym = acronyms[0]
    quoted = {word for groups in _BRACKETS.findall(long) for word in words(" ".join(groups))}
    if acronym in quoted:
        return True
    everything = words(_BRACKETS.sub(" ", long))
    return any(
        _spells(acronym, some)
        for some in ([w for w in everything if w not in _SMALL], everything, [w for w in everything if _tells(w)])
    )


def _is_perhaps_short(short: str, long: str) -> bool:
    """Whether a name of one word may be short for another in a way of its own: ApJL for Astrophysical Journal Letters.

    Its letters are those of the other in their order, the first letter of each word of the other among them.
    """
    acronym, some = "".join(words(short)), [word for word in words(long) if word not in _SMALL]
    if " " in short.strip() or not 2 < len(acronym) < 8 or len(some) < 2 or acronym[0] != some[0][0]:
        return False
    return _is_within("".join(word[0] for word in some), acronym) and _is_within(acronym, "".join(some))


def _tells(word: str) -> bool:
    """Whether a word tells a conference from others."""
    return word not in _CONFERENCE and word not in _SMALL and not _ORDINAL.fullmatch(word)


def _spells(acronym: str, some: Sequence[str]) -> bool:
    """Whether an acronym is made of beginnings of the words in their order, the first word of them included.

    Words at the end may be left out, as in PNAS; no word in between.
    """
    ends = {0}
    for count, word in enumerate(some):
        ends = {
            start + length
            for start in ends
            for length in range(1, len(word) + 1)
            if acronym[start : start + length] == word[:length]
        }
        if not ends:
            return False
        if len(acronym) in ends:
            # One word is no acronym of itself, unless it is all there is.
            return count > 0
    return False


def _same_conference(one: str, other: str) -> bool | None:
    """Whether two proceedings are of one conference: one is called by some of the words of the other."""
    a, b = (frozenset(word for word in words(name) if _tells(word)) for name in (one, other))
    if not a or not b or _SERIES.search(one) or _SERIES.search(other):
        return None
    shared = {x for x in a for y in b if x == y or (min(len(x), len(y)) > 3 and _is_short_for(x, y))}
    if len(shared) >= min(len(a), len(b)):
        return True
    # Many conferences share the word of their field.
    return None if shared - _FIELDS else False
