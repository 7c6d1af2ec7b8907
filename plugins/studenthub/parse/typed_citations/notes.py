"""Sources in footnotes, whole or shortened: Author, Title, 40 · Ibid. at 43 · Author (n 2) 45.

A note is a citation if every part of it names a work of the list and nothing else is said; any other note stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.parse.folding import fold
from studenthub.parse.identifiers import DOI
from studenthub.parse.typed_citations import locators
from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.works import OK, Verdict, Work, Works, begins_title, compared

_IBID = re.compile(
    r"(?:ibid(?:em)?|idem|id|loc\.? ?cit|op\.? ?cit|a\.w|t\.a\.p)\b\.?(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ABOVE = re.compile(
    r"(?P<names>[^()\d]{0,120}?),?\s*\(?(?:(?:supra|above|hierbo|op\.? cit\.?),?\s+)?\(?(?<![^\W\d_])(?:v?nn?|notes?"
    r"|nota|fn|voetnoot)\.?\s?(?P<number>\d{1,3})"
    r"(?:\s(?:above|supra|hierbo))?\)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
#: Words before a source that say how it supports a sentence.
SIGNAL = (
    r"(?:(?:but |and )?(?:see generally|see also|see|cf\.?|compare|contrast|e\.g\.,?|also|sien ook|sien"
    r"|vgl\.?|voir aussi|voir),?\s+)"
    r"(?:for example,?\s+|e\.g\.,?\s+|also\s+)?"
)
_SIGNAL = re.compile(SIGNAL, re.IGNORECASE)
_SIGNAL_BEHIND = re.compile(r" (?:See|Cf|Compare|Contrast|Sien|Vgl|Voir)\b")
#: Words of a sentence before a source: for the opposite view, Author, Title, 80.
_WORDS = re.compile(r"[a-zà-ÿ][^,;.\d“”\"]{2,60},\s+(?=[^\W\d_])")
#: Where in a work a note points, at its end.
_PINPOINT = re.compile(
    r"(?P<sign>,|:|\bat\b|\bby\b|\s)\s*(?P<said>(?:(?:pp?|bl|paras?|par|ss?|sec|arts?|reg|ch|chap"
    r"|afd|aa?)\b\.?\s?|[§¶]{1,2}\s?)?"
    rf"\[?{locators.NUMBERS}\]?)\s*$",
    re.IGNORECASE,
)
#: An article up to the page on which it begins, where more follows: (2016) 24 Law Review 108, 110.
_BEGUN = re.compile(r"[(\[]\d{4}[)\]] (?:\d{1,3} )?(?:\(\d{1,3}\) )?[^\W\d_][^\d\n]{1,80} \d{1,4}(?=,\s*\d)")
#: The addresses that end a source: , https://doi.org/10.1234/x, accessed 3 May 2024.
_ADDRESSES = re.compile(
    rf"[,;.]? (?:doi: ?|available at:? )?(?:https?://\S+|{DOI}\S+)(?:,? accessed [^,;]{{5,30}})?[\s.]*$",
    re.IGNORECASE,
)
#: A semicolon within one source, as Vancouver has it: 2019;12(3):45 · Example Press; 2021. · PMID: 1; PMCID: PMC2
_WITHIN = re.compile(
    r";(?=\d)|; ?(?=(?:19|20)\d\d(?: [A-Z][a-z]{2,8}\.?(?: \d\d?)?)?(?: ?[.\[:,]| ?$))"
    r"|; ?(?=PMC?ID\b|Epub\b|discussion\b)"
)
_LABEL = re.compile(r"(?:pp?|bl|paras?|par|ss?|sec|arts?|reg|ch|chap|afd|aa?)\b|[§¶]")
_TOKEN = re.compile(r"[^\W_]+")
#: How far from the end of a note its pages may begin, and how long a note of nothing but sources is; in characters.
_FAR, _LONGEST = 60, 2000


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


class Notes:
    """Reads the notes of a text in their order, since "Ibid." and "n 2" mean notes before."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._titles = {work.key: [token.word for token in _tokens(work.title)] for work in works.all}
        self._read: dict[int, tuple[Item, ...]] = {}

    def read(self, number: int, text: str) -> Citation | None:
        """The citation that note ``number`` is; None where it says more, or names a work that is not certain."""
        items: list[Item] = []
        for start, end in _parts(text) if len(text) <= _LONGEST else ():
            item = self._part(text, start, end, number, items)
            if item is None:
                self._read[number] = ()
                return None
            items.append(item)
        self._read[number] = tuple(items)
        return Citation(0, len(text), tuple(items)) if items else None

    def _part(self, text: str, start: int, end: int, number: int, items: Sequence[Item]) -> Item | None:
        begin = start
        signal = _SIGNAL.match(text, begin, end) or _WORDS.match(text, begin, end)
        begin = signal.end() if signal else begin
        prefix = text[start:begin].strip()
        said = text[begin:end]
        prefix = prefix[:1].lower() + prefix[1:]
        found = self._ibid(said, number, items) or self._above(said) or self._named(said)
        if found is None:
            return None
        key, locator = found
        return Item(Verdict(OK, (key,)), start, end, prefix, locator)

    def _ibid(self, said: str, number: int, items: Sequence[Item]) -> tuple[str, str] | None:
        match = _IBID.fullmatch(said)
        before = items or self._read.get(number - 1, ())
        keys = {key for item in before for key in item.verdict.keys}
        if not match or len(keys) != 1:
            return None
        if not match["rest"].strip(" .,"):
            return before[-1].verdict.keys[0], before[-1].locator
        locator = _whole_locator(match["rest"])
        return (before[-1].verdict.keys[0], locator) if locator else None

    def _above(self, said: str) -> tuple[str, str] | None:
        match = _ABOVE.fullmatch(said)
        if not match:
            return None
        keys = dict.fromkeys(key for item in self._read.get(int(match["number"]), ()) for key in item.verdict.keys)
        named = [key for key in keys if not match["names"].strip() or _calls(match["names"], self._works.by_key[key])]
        if len(named) != 1:
            return None
        locator = _whole_locator(match["rest"]) if match["rest"].strip(" .,") else ""
        return None if locator is None else (named[0], locator)

    def _named(self, said: str) -> tuple[str, str] | None:
        """The work that is named in whole or by its author and first words."""
        tokens = _tokens(said)
        words = [token.word for token in tokens]
        whole = [
            (len(title), work.key, at + len(title))
            for work in self._works.all
            if (title := self._titles[work.key]) and (at := _within(words, title)) >= 0
            if _is_by(words, work) and (len(title) > 1 or work.names)
        ]
        if whole:
            length, key, last = max(whole)
            if sum(one[0] == length for one in whole) > 1:
                return None
            return key, _pinpoint(said[tokens[last - 1].end :], self._works.by_key[key])
        return self._shortened(said)

    def _shortened(self, said: str) -> tuple[str, str] | None:
        """Author, Short Title, 40: who and what has only one meaning in the list."""
        pinpoint = _last(said)
        body = said[: pinpoint.start()] if pinpoint else said
        if re.search(r"\d{4}", body):
            return None
        found = [work.key for work in self._works.all if _is_short_for(body, work)]
        if len(found) != 1:
            return None
        locator = _locator(pinpoint["said"]) if pinpoint else ""
        return None if locator is None else (found[0], locator)


def sources(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of a note that may name a work in whole, each without its signal and the pages to which it points."""
    for start, end in _parts(text):
        signal = _SIGNAL.match(text, start, end)
        start = signal.end() if signal else start
        said = text[start:end]
        if not _IBID.fullmatch(said) and not _ABOVE.fullmatch(said):
            yield start, start + len(_without_pinpoint(said))


def points_back(text: str) -> bool:
    """Whether a part of a note is nothing but the place of a work in a note before: Ibid. at 43 · Author (n 2) 45."""
    for start, end in _parts(text) if len(text) <= _LONGEST else ():
        said = text[start:end]
        match = _IBID.fullmatch(said) or _ABOVE.fullmatch(said)
        if match and (not match["rest"].strip(" .,") or _whole_locator(match["rest"])):
            return True
    return False


def _last(text: str) -> re.Match[str] | None:
    """The pages and the like at the end of a text, behind the page on which an article begins."""
    found = _PINPOINT.search(text, max(0, len(text) - _FAR))
    begun = _BEGUN.search(text) if found else None
    return _PINPOINT.search(text, begun.end()) if found and begun and begun.end() > found.start() else found


def _without_pinpoint(said: str) -> str:
    """A source without its pages: (Press, 2011), 23 · 12 Journal 34 at 41 · Act 99 of 2005, s 129."""
    match = _last(said)
    if not match:
        return said
    before = said[: match.start()].rstrip()
    if match["sign"] in ("at", "by") or _LABEL.match(match["said"]) or match["said"].startswith("["):
        return before.rstrip(" ,")
    if before.endswith(")") and match["sign"] in (",", " "):
        return before
    if match["sign"] == "," and re.search(r"\s\d+$", before):
        return before
    return said


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a note between semicolons, or before “. See” and the like, without the blanks around.

    What is in brackets or quotation marks separates nothing.
    """
    depth, start = 0, 0
    for at, sign in enumerate(f"{text};"):
        depth += (sign in "([“") - (sign in ")]”")
        if sign == ";" and _WITHIN.match(text, at):
            continue
        signal = sign == "." and _SIGNAL_BEHIND.match(text, at + 1)
        if ((sign == ";" or signal) and depth <= 0) or at == len(text):
            part = text[start:at]
            begin = start + len(part) - len(part.lstrip())
            end = begin + len(part.strip().rstrip(". "))
            if begin < end:
                yield begin, end
            start = at + 1


def _tokens(text: str) -> list[_Token]:
    return [_Token(fold(match[0]), *match.span()) for match in _TOKEN.finditer(text)]


def _within(words: Sequence[str], part: Sequence[str]) -> int:
    """Where the words of ``part`` are in ``words``, one after another; -1 where they are not."""
    return next((at for at in range(len(words) - len(part) + 1) if words[at : at + len(part)] == list(part)), -1)


def _is_by(words: Sequence[str], work: Work) -> bool:
    return not work.names or _within(words, [token.word for token in _tokens(work.names[0])]) >= 0


def _calls(text: str, work: Work) -> bool:
    """Whether a text names the authors of a work and no others, or the first words of its title."""
    asked = compared(re.sub(r"\bet al\b\.?", "", text)).split()
    names = [word for name in work.names for word in compared(name).split()]
    if names and [word for word in asked if word not in ("and", "en", "et")] in (
        names,
        compared(work.names[0]).split(),
    ):
        return True
    return begins_title(text, work.title) or _is_short_for(text, work)


def _is_short_for(text: str, work: Work) -> bool:
    """Whether a text is the authors of a work, with or without the first words of its title; or these alone."""
    body = text.strip(" ,.“”\"‘’'")
    if not work.names:
        return begins_title(body, work.title)
    at, count = 0, 0
    for name in work.names:
        match = re.compile(rf"(?:,|,?\s(?:and|&|en|et)\s)?\s*{re.escape(name)}\b", re.IGNORECASE).match(body, at)
        if not match:
            break
        at, count = match.end(), count + 1
    if not count or (count < len(work.names) and not (others := re.compile(r",? et al\b\.?").match(body, at))):
        return False
    at = others.end() if count < len(work.names) and others else at
    rest = body[at:].strip(" ,.“”\"‘’'")
    return not rest or (body[at : at + 1] in ", " and begins_title(rest, work.title))


def _whole_locator(text: str) -> str | None:
    """The locator that a text is: at 43, para 14, 27-29; None where it says anything else."""
    return _locator(re.sub(r"^[\s,.:]*(?:at\s+)?", "", text))


def _locator(text: str) -> str | None:
    paragraph = re.fullmatch(r"[\s.,]*\[(?P<number>\d+(?:[-–]\d+)?)\][\s.]*", text)
    if paragraph:
        return locators.written("para.", paragraph["number"])
    # In Afrikaans, section 7 is a 7.
    text = re.sub(r"^aa?\.? ?(?=\d)", "s ", text.strip(" .[],"))
    found = locators.match(f", {text}", 0, len(text) + 2) or locators.bare(text, 0, len(text))
    if found is None:
        return None
    length = len(text) + (2 if locators.match(f", {text}", 0, len(text) + 2) else 0)
    return found.text if found.end == length else None


def _pinpoint(rest: str, work: Work) -> str:
    """The locator at the end of what follows a title; none where the number is part of what the work is printed in."""
    rest = _ADDRESSES.sub("", rest)
    match = _last(rest)
    if not match:
        return ""
    before = rest[: match.start()].rstrip()
    colon = match["sign"] == ":" and before.endswith(")")
    if (
        colon
        and re.sub(r"\D.*", "", match["said"]) == re.sub(r"\D.*", "", work.pages)
        and "–" in match["said"].replace("-", "–")
    ):
        return ""
    first = re.sub(r"\D.*", "", work.pages)
    # (2016) 24 Law Review 108, 110: what is behind the page on which the work begins.
    begun = bool(first) and bool(re.search(rf"(?<!\d){first}$", before))
    comma = match["sign"] == "," and (before.endswith(")") or "://" in before or begun)
    blank = not match["sign"].strip() and before.endswith(")")
    if (
        colon
        or comma
        or blank
        or match["said"].startswith("[")
        or not re.search(r"\w", before)
        or match["sign"] in ("at", "by")
        or _LABEL.match(match["said"])
    ):
        return _locator(match["said"]) or ""
    return ""
