"""The works of a list of references, and which of them a typed citation names for certain."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from studenthub.parse.bibtex.dates import UNDATED
from studenthub.parse.bibtex.keys import distance
from studenthub.parse.folding import fold
from studenthub.parse.organisations import acronyms

_SUFFIX = re.compile(r" (?:jr|sr|ii|iii|iv)$")
#: The shortest names in which one slip is recognised, and two.
_ONE_SLIP, _TWO_SLIPS = 5, 9


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the list. ``names`` are the family names of its authors, or organisations, in their order.

    ``others`` is whether the list leaves authors out, ``year`` may have a letter (2018a) or be words (n.d., in press),
    ``initials`` are those of the first author, ``short`` is what an organisation calls itself, ``number`` the place in
    a numbered list, or 0, and ``pages`` what it is printed on, as the list prints it.
    """

    key: str
    names: tuple[str, ...] = ()
    year: str = ""
    title: str = ""
    others: bool = False
    initials: str = ""
    short: str = ""
    organisation: bool = False
    number: int = 0
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a citation says: family names, whether "et al." is behind them, a title or its first words, a year.

    A citation by author and page has no year.
    """

    names: tuple[str, ...]
    year: str
    others: bool = False
    initials: str = ""
    title: str = ""


#: What a citation by number says of authors and year: nothing.
NOBODY = Said((), "")
#: What may come of looking for a work; only OK is certain.
OK, UNLISTED, AMBIGUOUS = "ok", "unlisted", "ambiguous"
OTHER_YEAR, SPELLING, OTHER_AUTHORS, NO_YEAR = "year", "spelling", "authors", "no-year"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which work is meant: ``keys`` has one key where ``status`` is OK, and otherwise those that may be meant."""

    status: str
    keys: tuple[str, ...] = ()


class Works:
    """The works of a list, to be looked up by what a text says of them."""

    def __init__(self, works: Iterable[Work]) -> None:
        self.all = tuple(works)
        self.by_key = {work.key: work for work in self.all}
        self.numbers = {work.number: work.key for work in self.all if work.number}
        #: Acts, whose name ends with their year, and how a text may write it.
        self.laws = [(work, _spelt(work.title)) for work in self.all if _is_law(work)]
        self._first: dict[str, list[Work]] = defaultdict(list)
        self._titles: dict[str, list[Work]] = defaultdict(list)
        for work in self.all:
            for name in _called(work):
                self._first[name].append(work)
            if work.title:
                self._titles[compared(work.title)].append(work)

    def knows(self, name: str) -> bool:
        """Whether a work is listed under ``name``."""
        return compared(name) in self._first

    def has_article(self, words: str) -> bool:
        """Whether the article that ``words`` begin with is part of a name in the list: The Example Group."""
        article = f"{words.partition(' ')[0].casefold()} "
        return any(work.names[0].casefold().startswith(article) for work in self._first.get(compared(words), []))

    def has_initial(self, name: str, letter: str) -> bool:
        """Whether a first author of that name has a first name with that letter."""
        return any(fold(work.initials)[:1] == fold(letter) for work in self._first.get(compared(name), []))

    def find(self, said: Said) -> Verdict:
        """The work that is meant."""
        if not said.names:
            return self._one(self._titled(said.title), said) if said.title else Verdict(UNLISTED)
        first = self._first.get(compared(said.names[0]), [])
        if not first:
            return self._misspelt(said)
        named = [work for work in first if _is_by(work, said)]
        if said.title:
            named = [work for work in named if begins_title(said.title, work.title)]
        if not named:
            near = [work for work in first if said.year and _same_year(work.year, said.year)]
            return Verdict(OTHER_AUTHORS if near else UNLISTED, tuple(work.key for work in near))
        return self._one(named, said)

    def _one(self, named: Sequence[Work], said: Said) -> Verdict:
        """The one of several works by the same people that has the year."""
        if said.others:
            # Et al. are others, more than one: it is said of two authors only where the list has nobody else.
            named = [work for work in named if work.others or len(work.names) > 2] or named
        if not said.year:
            keys = tuple(work.key for work in named)
            return Verdict(NO_YEAR if len(keys) == 1 else AMBIGUOUS if keys else UNLISTED, keys)
        exact = [work for work in named if work.year.casefold() == said.year.casefold()]
        found = exact if len(exact) == 1 else [work for work in named if _same_year(work.year, said.year)]
        keys = tuple(work.key for work in found)
        if len(found) == 1:
            # (Author, 2012b), and the list has one 2012 with another letter: it may be a slip, or another work.
            letters = said.year[4:5], found[0].year[4:5]
            return Verdict(OK if not all(letters) or letters[0] == letters[1] else OTHER_YEAR, keys)
        if found:
            return Verdict(AMBIGUOUS, keys)
        return Verdict(OTHER_YEAR if len(named) == 1 else UNLISTED, tuple(work.key for work in named[:3]))

    def _titled(self, title: str) -> Sequence[Work]:
        """The works of that title; or, of those without authors, which a list files so, those whose title begins so."""
        return self._titles.get(compared(title)) or [
            work for work in self.all if not work.names and begins_title(title, work.title)
        ]

    def _misspelt(self, said: Said) -> Verdict:
        asked = compared(said.names[0])
        near = [
            work
            for name, works in self._first.items()
            if asked[:1] == name[:1] and 0 < distance(asked, name, 2) <= _slips(asked, name)
            for work in works
            if _same_year(work.year, said.year)
        ]
        return Verdict(SPELLING, tuple(work.key for work in near)) if len(near) == 1 else Verdict(UNLISTED)


def with_short_names(works: Works, texts: Iterable[str]) -> Works:
    """The works with the short names that a text introduces for their organisations: Example Organisation (EXO)."""
    whole = "\n".join(texts)
    return Works(replace(work, short=_introduced(work, whole)) for work in works.all)


def _introduced(work: Work, text: str) -> str:
    if not work.organisation or work.short:
        return work.short
    name = re.escape(work.names[0])
    match = re.search(rf"{name} ?[(\[](?P<short>[A-Z][\w-]{{1,11}})[)\],;]", text)
    short = match["short"] if match else ""
    return short if sum(map(str.isupper, short)) > 1 and compared(short) not in acronyms(work.names[0]) else ""


def compared(name: str) -> str:
    """A name as it is compared: without accents, signs, suffixes, articles, and with one way to spell -isation."""
    text = re.sub(r"[’'ʼ.]", "", unicodedata.normalize("NFC", name).replace("&", " and "))
    text = fold(re.sub(r"[^\w\s]", " ", text))
    text = re.sub(r"\s+", " ", text).strip().removeprefix("the ")
    return (
        _SUFFIX.sub("", text).replace("isation", "ization").replace("centre", "center").replace("programme", "program")
    )


def _is_law(work: Work) -> bool:
    """Whether a work is an Act: it has no author, and its name ends with its year."""
    return not work.names and bool(work.year) and work.title.rstrip(" ).").endswith(work.year)


def _spelt(title: str) -> re.Pattern[str]:
    """The words of a title, whatever is between them."""
    return re.compile(r"\b" + r"[\W_]+".join(map(re.escape, re.findall(r"\w+", title))) + r"\b", re.IGNORECASE)


def begins_title(words: str, title: str) -> bool:
    """Whether ``words`` are a title, or its first words: "Wooden Tubes" for "Wooden Tubes and Closed Doors"."""
    asked, whole = compared(words).split(), compared(title).split()
    asked = asked[1:] if asked[:1] and asked[0] in ("a", "an") and whole[:1] != asked[:1] else asked
    whole = whole[1:] if whole[:1] and whole[0] in ("a", "an") and asked[:1] != whole[:1] else whole
    return bool(asked) and whole[: len(asked)] == asked


def _called(work: Work) -> set[str]:
    """The names that a text may use for the first author of a work."""
    if not work.names:
        return set()
    names = {compared(work.names[0])}
    if work.organisation:
        names |= {compared(work.short)} if work.short else acronyms(work.names[0])
    return names - {""}


def _is_by(work: Work, said: Said) -> bool:
    """Whether the people are those of the work; the first of them is known to be."""
    return begins_with(work, said) and has_more(work, said) == said.others


def begins_with(work: Work, said: Said) -> bool:
    """Whether the first people of the work are those who are named."""
    if said.initials and work.initials and fold(said.initials)[:1] != fold(work.initials)[:1]:
        return False
    asked = [compared(name) for name in said.names]
    return [compared(name) for name in work.names[1 : len(asked)]] == asked[1:]


def has_more(work: Work, said: Said) -> bool:
    """Whether the work has more people than are named."""
    return len(work.names) > len(said.names) or work.others


def _same_year(listed: str, said: str) -> bool:
    """2018 means 2018a as well, 1923/2010 means either, and n.d. is written in many ways."""
    ours, theirs = _years(listed), _years(said)
    return bool(ours & theirs)


def _years(text: str) -> set[str]:
    found = set(re.findall(r"\d{4}", text))
    if found:
        return found
    words = re.sub(r"[\W_]+", "", fold(text))
    return {"nd"} if words in UNDATED else {words} - {""}


def _slips(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return 2 if shorter >= _TWO_SLIPS else 1 if shorter >= _ONE_SLIP else 0
