"""Finds the place and publisher of a book, and distinguishes them from the title of a journal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studenthub.parse.references.sentences import Span, is_short_form, trim
from studenthub.parse.references.vocabulary import CONTAINERS, ORGANISATIONS, PLACES, PUBLISHERS, TOPICS

_WORD = re.compile(r"[^\W\d_][\w’'.&-]*")
_STATE = r"(?:[A-Z]{2}|[A-Z]\. ?[A-Z]\.|[A-Z][a-z]{1,5}\.)"
_TOWN = (
    r"(?:\[?[^\W\d_a-z][\w’'.-]*\]?"
    r"(?:[ -](?:[^\W\d_a-z][\w’'.-]*|upon|on|am|an|der|de|la|le|sur|of|the|den|und|u\.|a\.|i\.|d\.))*)"
)
_PLACE = (
    rf"{_TOWN}(?: ?[,;:/&–] ?(?:and )?(?:{_STATE}|{_TOWN})| (?:and|et|en|und) {_TOWN}| \({_TOWN}\)"
    r"| \[[^\[\]\n]{1,20}\])*"
)
#: Place: Publisher, as a whole or at the end of a text.
_WHOLE = re.compile(rf"(?P<place>{_PLACE}) ?: ?(?P<publisher>[^\s:][^:]*)")
_WITHIN = re.compile(rf"[,.(;] ?(?P<place>{_PLACE}) ?: ?(?P<publisher>[^\s:(][^:]*)$")
#: An initial, or what an editor is called: no town is.
_PERSON = re.compile(r"\b[^\W\d_]\. [^\W\d_a-z]|\b(?i:eds?|reds?|editors?|trans)\b")
#: Presses d’Exemple.
_ELISION = re.compile(r"^[dl][’'](?=\w)")
_ARTICLE = re.compile(r"(?:An?|The|How|What|Why|Is|Are|Do|On|Towards?)\b")
_COMPANY = frozenset({"inc", "ltd", "llc", "co", "company", "sons", "corp", "gmbh", "brothers", "associates"})
_COUNTRIES = frozenset({"USA", "UK", "US", "RSA"})
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Published:
    """The ranges of a publisher and, where it is named, its place; ``start`` is where the two begin."""

    publisher: Span
    place: Span | None
    start: int


def find(text: str, span: Span, *, certain: bool = False, part: bool = False) -> Published | None:
    """The publisher that ends a range, with its place before or behind it.

    ``certain`` is whether the signs around say that there is one (New York: Example Press; 2019), ``part`` whether
    what comes before a comma may be something else (Title of a book, Example Press, 2009).
    """
    found = _with_place(text, span, certain) or (_behind_comma(text, span) if part else None)
    if not found and (certain or is_publisher(text[span.start : span.end])):
        found = _before_town(text, span, sure=True)
    if not found:
        found = _before_town(text, span, sure=False)
    return found


def _with_place(text: str, span: Span, certain: bool) -> Published | None:
    match = _WHOLE.fullmatch(text, span.start, span.end)
    if not (match and _is_place(match, certain, whole=True)):
        match = _WITHIN.search(text, span.start, span.end)
        while match and not _is_place(match, certain, whole=False):
            match = _WITHIN.search(text, match.start() + 1, span.end)
    if not match:
        return None
    place, publisher = Span(*match.span("place")), trim(text, *match.span("publisher"))
    if _is_town(text[publisher.start : publisher.end]) and not _is_town(text[place.start : place.end]):
        # Publisher: Place, as chemists have it.
        place, publisher = publisher, place
    return Published(publisher, place, match.start("place"))


def _is_place(match: re.Match[str], certain: bool, whole: bool) -> bool:
    place, publisher = match["place"], match["publisher"]
    words = _WORD.findall(place)
    longest = max(len(_WORD.findall(part)) for part in re.split(r"[,;:/&]", place))
    if len(words) > 9 or longest > 4 or len(publisher) > _LONGEST or "?" in publisher or _PERSON.search(place):
        return False
    if any(word.casefold().strip(".") in PLACES for word in words) or is_publisher(publisher) or _is_town(publisher):
        return True
    named = _WORD.findall(publisher)
    capitals = len(named) <= 5 and all(word[0].isupper() for word in named) and not _ARTICLE.match(publisher)
    return (certain and len(words) <= 4) or (capitals and len(words) <= (4 if whole else 2))


def _before_town(text: str, span: Span, *, sure: bool) -> Published | None:
    """Example Press, New York, NY: what follows the name is the place; without a place the whole is the name.

    ``sure`` is whether the range is known to be a publisher; where it is not, a town that is known has to follow.
    """
    begin = span.start
    for comma in re.finditer(r", ", text[span.start : span.end]):
        at = span.start + comma.start()
        rest = trim(text, at, span.end)
        before = trim(text, begin, at)
        town_first = _is_town(text[before.start : before.end])
        if text[rest.start : rest.end] in _COUNTRIES:
            # Example Press, USA: which town that is, it does not say.
            break
        if _is_town(text[rest.start : rest.end]) and (sure or _is_name(text[before.start : before.end])):
            if town_first:
                break
            return Published(before, rest, begin)
        few = _WORD.findall(text[rest.start : rest.end])
        if (
            sure
            and not town_first
            and len(few) < 3
            and all(word[0].isupper() for word in few)
            and not _is_company(text[rest.start : rest.end])
        ):
            return Published(before, rest, begin)
        if sure and town_first and not _is_company(text[rest.start : rest.end]):
            # Place, Publisher
            return Published(rest, before, begin)
    return Published(span, None, begin) if sure else None


def _behind_comma(text: str, span: Span) -> Published | None:
    """The publisher behind the last comma, or behind an earlier one where a town or Inc. follows it."""
    commas = [span.start + match.start() for match in re.finditer(r",\s", text[span.start : span.end])]
    for comma in reversed(commas):
        part = trim(text, comma, span.end)
        words = text[part.start : part.end]
        if (
            _is_company(words)
            or (_is_town(words) and not is_publisher(words))
            or words.startswith(("and ", "& "))
            or ", and " in words
        ):
            continue
        return _before_town(text, part, sure=True) if is_publisher(words) else None
    return None


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    return 0 < len(words) <= 9 and all(word[0].isupper() for word in words if len(word) > 4) and not is_container(text)


def _is_company(text: str) -> bool:
    return all(word.casefold().strip(".") in _COMPANY | {"and", "usa"} for word in _WORD.findall(text))


def _is_town(text: str) -> bool:
    """Whether a text names places that are known, or one that a known state or country follows: Exampleville, NJ."""
    parts = [part for part in re.split(r"[,;/&]| and ", text) if part.strip()]
    known = [_is_known_place(part) for part in parts]
    return bool(parts) and all(
        is_known or (after and len(_WORD.findall(part)) < 3 and part.strip()[0].isupper())
        for part, is_known, after in zip(parts, known, [*known[1:], False], strict=True)
    )


def _is_known_place(part: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'.]*", part)
    joins = (
        "of",
        "the",
        "upon",
        "am",
        "an",
        "St",
        "West",
        "East",
        "South",
        "North",
        "New",
        "Cape",
        "Port",
        "San",
        "Los",
    )
    known = [word for word in words if word.casefold().strip(".") in PLACES or (word.isupper() and len(word) == 2)]
    return bool(known) and len(known) + sum(word in joins for word in words) >= len(words)


def _known(words: list[str]) -> set[str]:
    return {part for word in words for part in (word.casefold().strip(".,"), *word.casefold().strip(".,").split("-"))}


def is_publisher(text: str) -> bool:
    """Whether a text reads like the name of a publisher: few words, in capitals, one of which says so."""
    words = _WORD.findall(text)
    if not words or len(words) > 12 or len(text) > _LONGEST:
        return False
    if not all(_ELISION.sub("", word)[0].isupper() for word in words if len(word) > 3):
        return False
    known = _known(words)
    return (
        bool(known & PUBLISHERS or known & ORGANISATIONS or (words[-1] == "UP" and len(words) > 1))
        and not known & CONTAINERS
    )


def is_container(text: str) -> bool:
    """Whether a text reads like the title of a journal, a conference or a newspaper."""
    words = _WORD.findall(text)
    known = _known(words)
    if not known or known & CONTAINERS:
        return bool(known)
    return bool(known & TOPICS and not is_publisher(text)) or all(is_short_form(word) for word in words)
