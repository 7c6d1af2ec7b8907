"""The people before the year of a citation, found from where they end: … as Author and Writer (2018) say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from studenthub.parse import months
from studenthub.parse.typed_citations import no_names
from studenthub.parse.typed_citations.works import Said, Works

_TOKEN = re.compile(
    # L’OMS, d’INSERM, l’Exemple: what is before the apostrophe is of the sentence.
    r"(?P<elided>(?<![^\W_])(?:[LlDd][’'](?=[A-ZÀ-Þ]{2})|l[’'](?=[A-ZÀ-Þ])))|(?P<initials>[^\W\d_]\.(?:\s?-?[^\W\d_]\.)*(?!\w))|(?P<word>[^\W\d_](?:[^\W\d_]"
    r"|[’'\-‐‑&](?=[^\W\d_]))*)|(?P<sign>[^\w\s])|(?P<other>\w+)"
)
#: al-Mithal, d’Exemple.
_INNER_CAPITAL = re.compile(r"[-‐‑’'][A-ZÀ-Þ]")
ET_AL = re.compile(
    r",?\s*\b(?:et\.?\s?al\b\.?|en ander(?:e|es)?\b|e\.a\.|et coll\.?|and others\b|and colleagues\b"
    r"|and co-?workers\b|en kollegas\b)[\s.,]*$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"[’']s?\s*$")
_SHORT = re.compile(r"\s*[(\[](?P<short>[^\W\d_a-z][^\W\d_]{1,9})[)\]]\s*,?\s*$")
_AND = frozenset({"and", "&", "en", "et", "und"})
_PARTICLES = frozenset(
    "von van vom der den de du da dos das del della di la le lo ten ter te zu zum zur al el bin ibn ’t 't ó o".split()
)
_ARTICLES = frozenset({"the", "die"})
#: Small words within the name of an organisation.
_JOINING = frozenset("of for the and on in at to & vir van die en de des du la le et pour l’ d’".split())
_NO_NAMES = no_names.of("beginning", "before a date", "month", "law", "part", "title")
#: Words that are names beside another one: (March and Town, 2018).
_PERHAPS = no_names.of("month", "law", "part", "title")
#: The parts of a year, the words between two of them, and what is behind the name of a day or a week.
_WITH_TIME = frozenset("mid early late end and to en tot et".split())
_OF_YEAR = no_names.of("day", "season", "holiday") | months.NUMBERS.keys() | _WITH_TIME
_NAMED_TIMES = frozenset({"day", "week", "month"})
_WORD = re.compile(r"[^\W_]+")
_MOST_TOKENS, _FAR = 24, 220


@dataclass(frozen=True, slots=True)
class People:
    """The people named between ``start`` and ``end`` of a text. ``known`` is whether the list has a work by them."""

    said: Said
    start: int
    end: int
    known: bool
    possessive: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        begin = self.text.lstrip("’'")[:1]
        return self.kind == "word" and (not begin.islower() or bool(_INNER_CAPITAL.search(self.text)))

    @property
    def is_acronym(self) -> bool:
        """Whether it is written as the short name of an organisation: WHO."""
        return len(self.text) > 2 and self.text.isupper()

    @property
    def is_and(self) -> bool:
        return self.text.casefold() in _AND


def before(text: str, begin: int, end: int, year: str, works: Works) -> People | None:
    """The people whose names end at ``end`` and begin at ``begin`` or later; None if there are none."""
    begin = max(begin, end - _FAR)
    stop = _trimmed(text, begin, end)
    short = _SHORT.search(text, begin, stop)
    stop = _trimmed(text, begin, short.start()) if short else stop
    mark = _POSSESSIVE.search(text, begin, stop)
    stop = mark.start() if mark else stop
    others = ET_AL.search(text, begin, stop)
    stop = _trimmed(text, begin, others.start()) if others else stop
    tokens = [
        # Small letters are no initials: (e.g. Author, 2019; E.g. Writer, 2020).
        _Token("sign" if m["elided"] or not (m["initials"] or "A").isupper() else str(m.lastgroup), m[0], *m.span())
        for m in _TOKEN.finditer(text, begin, stop)
    ]
    tokens = tokens[-_MOST_TOKENS:]
    if not tokens or tokens[-1].end != stop:
        return None
    found = _listed(text, tokens, others is not None, year, works) or _named(text, tokens, others is not None, year)
    if found and not (found[2] or others) and _is_time(found[0].names, text[stop:end]):
        found = None
    if found is None and is_month(tokens[0].text) and not text[begin : tokens[0].start].strip():
        # (May, 2018) may be a work by May, and (May 2018) is a month.
        found = (
            (Said((tokens[0].text,), year), 0, False) if text[stop:end].startswith(",") and len(tokens) == 1 else None
        )
    if found is None:
        return None
    said, index, known = found
    is_article = tokens[index].text.casefold() in _ARTICLES and index + 1 < len(tokens)
    if is_article and not works.has_article(text[tokens[index].start : stop]):
        # The EO (2020) says: the article belongs to the sentence, whatever is printed behind it.
        index += 1
    return People(said, tokens[index].start, stop, known, mark is not None, short["short"] if short else "")


def is_month(name: str) -> bool:
    """Whether a name may be that of a month."""
    return name.casefold() in no_names.KINDS["month"]


def _is_time(names: Iterable[str], behind: str) -> bool:
    """Whether names are parts of a year, which ``behind`` leads to: Oct-Nov 2025, World Health Day 2024."""
    words = [word for name in names for word in _WORD.findall(name.casefold())]
    if words and _OF_YEAR.issuperset(words):
        return not _WITH_TIME.issuperset(words)
    # (Sunny Day, 2020) may be an author, and (World Cancer Day, 2020) is none.
    return len(words) > (2 if behind.strip() else 1) and words[-1] in _NAMED_TIMES


def _trimmed(text: str, begin: int, end: int) -> int:
    """The end of a range without the blanks and commas at its end."""
    while end > begin and (text[end - 1] in ",:" or text[end - 1].isspace()):
        end -= 1
    return end


def _listed(text: str, tokens: list[_Token], others: bool, year: str, works: Works) -> tuple[Said, int, bool] | None:
    """The longest run of words at the end that begins with a name of the list."""
    for index, token in enumerate(tokens):
        if token.kind == "sign" or token.is_and:
            continue
        whole = text[token.start : tokens[-1].end]
        begins = _may_begin(tokens, index, others)
        if begins and works.knows(whole):
            return Said((whole,), year, others), index, True
        names = _split(text, tokens[index:])
        if not names or not works.knows(names[0]):
            continue
        if begins:
            return Said(names, year, others, _initials(tokens, index)), index, True
        given = _given(tokens, index)
        if given < index and works.has_initial(names[0], tokens[given].text[0]):
            return Said(names, year, others, tokens[given].text[0]), given, True
    return None


def _initials(tokens: list[_Token], index: int) -> str:
    """The initials of the person at a token, before or behind the family name: A. Author · Author, A."""
    if tokens[index].kind == "initials":
        return tokens[index].text
    behind = tokens[index + 1 : index + 3]
    return behind[1].text if len(behind) == 2 and behind[0].text == "," and behind[1].kind == "initials" else ""


def _given(tokens: list[_Token], index: int) -> int:
    """Where the first names in full begin that are before a family name; ``index`` itself where none do."""
    first = index
    while first > 0 and tokens[first - 1].is_name and _is_person(tokens[first - 1]) and index - first < 2:
        first -= 1
    return first if first < index and _may_begin(tokens, first, others=False) else index


def _may_begin(tokens: list[_Token], index: int, others: bool) -> bool:
    """Whether a list of names may begin at a token: not behind a name and an "and", nor behind another capital.

    Jones and Author (2018) are two people: where the list has no Jones, Author alone is somebody else.
    """
    if index == 0:
        return True
    last, earlier = tokens[index - 1], tokens[index - 2] if index > 1 else None
    if last.kind == "initials":
        return False
    if last.is_and:
        return earlier is None or not _is_person(earlier)
    if last.text == "," and earlier is not None and _is_person(earlier):
        return not (others or any(token.is_and for token in tokens[index:]))
    return not _is_person(last)


def _is_person(token: _Token) -> bool:
    if token.kind == "initials":
        return token.text[0].isupper()
    return token.is_name and (token.text.casefold() not in _NO_NAMES or token.is_acronym)


def _split(text: str, tokens: list[_Token]) -> tuple[str, ...]:
    """The names that are separated by commas and "and"; none where a part is no name."""
    names: list[str] = []
    part: list[_Token] = []
    for token in [*tokens, None]:
        if token is None or token.is_and or token.text == ",":
            if part:
                if name := _name(text, part):
                    names.append(name)
                elif not (names and all(t.kind == "initials" for t in part)):
                    return ()
            part = []
        else:
            part.append(token)
    return tuple(names)


def _name(text: str, part: list[_Token]) -> str:
    """The family name in a part: without initials, with particles; "" where it is no name."""
    words = [token for token in part if token.kind != "initials"]
    if not words or any(token.kind in ("sign", "other") for token in words):
        return ""
    if not words[-1].is_name or len(words) > 12:
        return ""
    small = _PARTICLES | _JOINING
    if not all(token.is_name or token.text.casefold() in small for token in words):
        return ""
    return text[words[0].start : words[-1].end]


def _named(text: str, tokens: list[_Token], others: bool, year: str) -> tuple[Said, int, bool] | None:
    """The names at the end, whoever they are: for what the list does not have."""
    index = len(tokens)
    while index > 0 and (_goes_on(tokens, index - 1) or _is_joined(tokens, index - 1, others)):
        index -= 1
    while index < len(tokens) and not (
        _is_person(tokens[index]) or _begins(tokens, index) or _is_joined(tokens, index, others)
    ):
        index += 1
    names = _split(text, tokens[index:])
    return (Said(names, year, others), index, False) if names else None


def _is_joined(tokens: list[_Token], index: int, others: bool) -> bool:
    """Whether what is beside a word with a capital shows that it is a name: Page et al. · March & Town · De Wet."""
    if not tokens[index].is_name:
        return False
    before, behind = tokens[max(0, index - 2) : index], tokens[index + 1 : index + 3]
    if (others and not behind) or "&" in (token.text for token in (*before[-1:], *behind[:1])):
        return True
    if before and before[-1].text.casefold() == "de":
        return True
    sides = [(before[-1], before[0])] if len(before) == 2 else []
    sides += [(behind[0], behind[1])] if len(behind) == 2 else []
    return tokens[index].text.casefold() in _PERHAPS and any(one.is_and and _is_person(two) for one, two in sides)


def _begins(tokens: list[_Token], index: int) -> bool:
    """Whether a name begins with the particle at a token, and perhaps another one: van der Merwe."""
    token = tokens[index]
    if token.text.casefold() not in _PARTICLES or index + 1 == len(tokens):
        return False
    return _is_person(tokens[index + 1]) or _begins(tokens, index + 1)


def _goes_on(tokens: list[_Token], index: int) -> bool:
    token = tokens[index]
    if token.kind == "other":
        return False
    if token.is_and:
        return index + 1 < len(tokens)
    if token.kind == "sign":
        return token.text == "," and index + 1 < len(tokens)
    if token.is_name or token.kind == "initials":
        return token.text.casefold() not in _NO_NAMES or token.is_acronym
    return token.text.casefold() in _PARTICLES | _JOINING and index + 1 < len(tokens)
