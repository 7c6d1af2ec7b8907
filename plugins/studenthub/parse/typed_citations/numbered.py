"""Citations by the number of a work in the list: [1, 3–5] · [4, p. 12] · raised numbers · (2)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from studenthub.parse.page_ranges import in_full
from studenthub.parse.typed_citations import locators, no_names, people
from studenthub.parse.typed_citations.found import Citation, Item
from studenthub.parse.typed_citations.works import OK, UNLISTED, Verdict, Works

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾", "0123456789-()")
RAISED_SIGNS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_NUMBER = r"\d{1,3}"
_RANGE = rf"{_NUMBER}(?:\s?[-–—‐‑]{{1,2}}\s?{_NUMBER})?"
_LIST = rf"{_RANGE}(?:\s?(?:[,;]|\band\b|\ben\b|\bet\b|&)\s?{_RANGE})*"
_SQUARE = re.compile(rf"\[\s?(?P<list>{_LIST})(?P<rest>[^\[\]\n]{{0,40}})\]")
_ROUND = re.compile(rf"\(\s?(?P<list>{_LIST})(?P<rest>(?:,\s?pp?\.?\s?\d+(?:[-–]\d+)?|:\s?\d+(?:[-–]\d+)?)?)\s?\)")
_HIGH = re.compile(
    rf"\s?[\[(]?(?P<list>{_LIST})(?P<rest>(?:\s?\(?(?:,\s?)?(?:pp?|bl)\.?\s?\d+(?:\s?[-–]\s?\d+)?\)?"
    rf"|:\d+(?:[-–]\d+)?)?)[\])]?,?\s?"
)
#: The word before brackets, and words behind which a number says how many or which one.
_LAST_WORD = re.compile(r"([^\W\d_]{3,}) $")
#: A number before brackets, which then say how far values are apart, or how many: a mean of 4 (1). A year is none.
_NUMBER_BEFORE = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d )\d+(?:[.,]\d+)? ?%? $")
_NEXT_WORD = re.compile(r" [^\W\d_]")
#: How far apart numbers may be, in characters, that count what one sentence names.
_AROUND = 600
NO_CLAIM = no_names.of("number", "counted", "part", "link")
_PART = re.compile(rf"({_NUMBER})(?:\s?[-–—‐‑]{{1,2}}\s?({_NUMBER}))?")
#: Between two brackets that are one citation: [1], [2] · [1]–[3].
_JOIN = re.compile(r"\s?(?P<sign>[,;–—-])?\s?(?=\[)")
#: An atom whose number in a molecule is raised, and what is bound to it: O⁶-methyl.
_ATOM, _RADICAL = re.compile(r"(?<![^\W_])[CNOS]\Z"), re.compile(r"[-‐‑–][a-z]")
#: What is raised behind these is a power, and no citation.
_UNIT = re.compile(
    r"(?:^|[\s(/·×⋅.\d])(?:[kcmdnµμ]?m|km|cm|mm|in|ft|yd|s|h|d|min|kg|g|L|l|mL|dL|ha|mol|mmol|[A-Za-zχαβγσρμηωκ])$"
)
#: The same in words: units that are squared, some of them behind a number only, and names of symbols. Litres and days
#: are not squared: a raised number behind them cites.
_IN_WORDS = re.compile(
    r"(?:(?:metre|meter)s?|\b(?:centi|deci|kilo|micro|milli|nano)?(?:amp|ampere|coulomb|joule|kelvin|newton|ohm|pascal|radian"
    r"|tesla|volt)s?|\d (?:foot|feet|gram|inch|inche|mile|pixel|second|yard)s?|squared"
    r"|\b(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|sigma|tau|phi|chi|psi|rho|omega))$"
)
#: How many characters before a raised number say whether it is a power.
_LONGEST_UNIT = 40
_MOST_RANGE = 30


def square(text: str, works: Works) -> Iterator[Citation]:
    """Numbers in square brackets."""
    at = 0
    while match := _SQUARE.search(text, at):
        at = match.end()
        if _is_index(text, match.start(), at):
            continue
        parts = [match]
        numbers = _numbers(match["list"])
        while (join := _JOIN.match(text, at)) and (more := _SQUARE.match(text, join.end())) and not parts[-1]["rest"]:
            following = _numbers(more["list"])
            if (join["sign"] or "") in tuple("–—-") and numbers and following:
                following = [*range(numbers[-1] + 1, following[0]), *following]
            elif join["sign"] is None and join.end() > at + 1:
                break
            numbers += following
            parts.append(more)
            at = more.end()
        if citation := _citation(text, match.start(), at, numbers, parts[-1]["rest"], works):
            yield citation


def _is_index(text: str, start: int, end: int) -> bool:
    """Whether the brackets count the items of a variable: x[3], or of a list: items[3] = 5."""
    before = text[:start][-2:]
    return bool(re.search(r"(?<!\w)[^\W\d_]$", before) or (before[-1:].isalnum() and re.match(r" ?=[^=]", text[end:])))


def high(text: str, ranges: Iterable[tuple[int, int]], works: Works) -> Iterator[Citation]:
    """Numbers that are raised: ``ranges`` are those in superscript; raised signs of Unicode are found too."""
    for start, end in _merged([*ranges, *_signs(text)]):
        match = _HIGH.fullmatch(text[start:end].translate(_RAISED))
        if not match or is_power(text, start, end, match["list"]):
            continue
        if citation := _citation(text, start, end, _numbers(match["list"]), match["rest"], works):
            yield citation


def round_(text: str, works: Works, within: Container[tuple[str, int]]) -> Iterator[Citation]:
    """Numbers in round brackets that are behind a clause; (1) first, (2) second counts what a sentence names.

    ``within`` are the places of those that are within a clause, as ``in_order`` finds them.
    """
    for match in _ROUND.finditer(text):
        citation = _citation(text, match.start(), match.end(), _numbers(match["list"]), match["rest"], works)
        ends = _ends_clause(text, *match.span()) and not _is_behind_number(text, match.start())
        if citation and (citation.items[-1].suppress or ends or (text, match.start()) in within):
            yield citation


def in_order(texts: Iterable[str], works: Works) -> frozenset[tuple[str, int]]:
    """The numbers in round brackets within a clause, or behind a number, that cite: each by its text and its offset.

    A list is numbered as its works are first cited, so these go on with the count: nobody else's number does.
    """
    found: set[tuple[str, int]] = set()
    last = 0
    for text in texts:
        for match in _ROUND.finditer(text):
            numbers = _numbers(match["list"])
            if not all(number in works.numbers for number in numbers):
                continue
            new = [number for number in numbers if number > last]
            ends, goes_on = _ends_clause(text, *match.span()), new == [*range(last + 1, last + 1 + len(new))]
            if ends and not _is_behind_number(text, match.start()):
                last = max(last, *numbers)
                continue
            counts_on = bool(new) or (len(numbers) > 1 and not ends)
            if goes_on and counts_on and (ends or _is_behind_words(text, match, numbers)):
                found.add((text, match.start()))
                last += len(new)
    return frozenset(found)


def _is_behind_number(text: str, start: int) -> bool:
    return bool(_NUMBER_BEFORE.search(text, max(0, start - 20), start))


def _is_behind_words(text: str, match: re.Match[str], numbers: Sequence[int]) -> bool:
    """Whether brackets are behind what they may support: no word that counts or leads on, no (1) first, (2) second."""
    before = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    if not before or before[1].casefold() in NO_CLAIM or not _NEXT_WORD.match(text, match.end()):
        return False
    counted = "|".join(str(number + step) for number in numbers for step in (-1, 0, 1))
    around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    return not re.search(rf"(?:[,;:.]|\b(?:and|or|en|of|et|ou)) \((?:{counted})\) ", around)


def _ends_clause(text: str, start: int, end: int) -> bool:
    """Whether brackets are behind a word and before a sign or the end."""
    following, before = text[end:].lstrip()[:1], text[:start].rstrip()[-1:]
    return following in ("", *".,;:?!”’") and (before.isalnum() or before in "”’)%") and before != ""


def _numbers(text: str) -> list[int]:
    """All numbers of a list, those of its ranges included."""
    found: list[int] = []
    for first, last in _PART.findall(text):
        begin, end = int(first), int(in_full(first, last or first))
        found += range(begin, end + 1) if begin <= end < begin + _MOST_RANGE else [begin, end]
    return found


def _citation(text: str, start: int, end: int, numbers: Sequence[int], rest: str, works: Works) -> Citation | None:
    """The works of these numbers; what is behind the last is its locator, or the brackets are no citation."""
    if not numbers or 0 in numbers:
        return None
    locator = ""
    if rest.strip(" ()"):
        found = locators.match(rest if rest.lstrip()[:1] in ",:;" else f", {rest.strip(' ()')}", 0, 60)
        if not found:
            return None
        locator = found.text
    items = [Item(_verdict(works, number), start, end) for number in dict.fromkeys(numbers)]
    items[-1] = Item(items[-1].verdict, start, end, locator=locator, suppress=_is_named(text, start, items, works))
    return Citation(start, end, tuple(items))


def _verdict(works: Works, number: int) -> Verdict:
    key = works.numbers.get(number)
    return Verdict(OK, (key,)) if key else Verdict(UNLISTED)


def _is_named(text: str, start: int, items: Sequence[Item], works: Works) -> bool:
    """Whether the sentence names the authors of the one work right before its number: Author and Writer² found."""
    if len(items) != 1 or items[0].verdict.status != OK:
        return False
    work = works.by_key[items[0].verdict.keys[0]]
    found = people.before(text, 0, start, work.year, works)
    return found is not None and found.known and works.find(found.said).keys == (work.key,) and found.end + 12 > start


def _merged(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges in their order, those that touch or overlap as one."""
    current: tuple[int, int] | None = None
    for start, end in sorted(ranges):
        if current and start <= current[1]:
            current = current[0], max(end, current[1])
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current


def _signs(text: str) -> Iterator[tuple[int, int]]:
    if not RAISED_SIGNS.isdisjoint(text):
        for match in re.finditer(r"[⁰¹²³⁴⁵⁶⁷⁸⁹](?:[⁰¹²³⁴⁵⁶⁷⁸⁹,–⁻-]*[⁰¹²³⁴⁵⁶⁷⁸⁹])?", text):
            yield match.span()


def is_power(text: str, start: int, end: int, numbers: str) -> bool:
    """Whether a raised number is a power, an isotope or part of a formula: 10⁹, kg/m², R², ¹⁴C, O⁶-methyl."""
    before = text[max(start - _LONGEST_UNIT, 0) : start]
    if text[end : end + 1].isalpha() and not before[-1:].isalnum():
        return True
    if _ATOM.search(before) and _RADICAL.match(text, end):
        return True
    if before[-1:].isdigit():
        word = re.search(r"[\d.,]+$", before)
        return not (word and re.fullmatch(r"(?:19|20)\d\d", word[0]))
    if before[-1:] in "+−-^(/=" or text[end : end + 1] in tuple("⁺⁻+"):
        return True
    return numbers in ("2", "3", "4") and bool(_UNIT.search(before) or _IN_WORDS.search(before))
