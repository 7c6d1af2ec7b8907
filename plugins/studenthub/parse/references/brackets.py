"""Reads a sentence or a pair of brackets behind a title: an edition, a degree, a report, pages, a series.

Each kind is one function that takes what it explains from the draft, and says whether it explained all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from studenthub.parse import ordinals
from studenthub.parse.organisations import has_head
from studenthub.parse.page_ranges import page_range
from studenthub.parse.references import dates, names, numbers, opening, publishers
from studenthub.parse.references.draft import Draft
from studenthub.parse.references.sentences import Span, trim

Explain = Callable[[Draft, Span], bool]

_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th|de|ste|e|ème|er|\.)?|"
    + "|".join(ordinals.NAMES)
    + r"|rev(?:ised|\.)?|new|int(?:ernational|\.|’l)?|student|global|expanded|enlarged|updated|abridged|illustrated"
    r"|concise|hersiene|south african|african|european)"
)
EDITION = re.compile(
    rf"(?P<edition>{_ORDINAL}(?:(?:, | and | & | |,)(?:and |& )?{_ORDINAL}){{0,3}})[ -]?"
    r"(?:ed(?:ition|n|\.)?|éd(?:ition|\.)?|uitg(?:awe|\.)?|aufl(?:age|\.)?|druk)(?![^\W\d_])\.?",
    re.IGNORECASE,
)
_EDITION_ALONE = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th|de|ste)|" + "|".join(ordinals.ENGLISH) + ")", re.IGNORECASE)
#: What the degrees of each type of entry are called; a space is a stop, a blank or nothing. A thesis without any
#: is taken for a doctor’s.
_DEGREES = {
    "phdthesis": "doctor(?:al|ate)?|doctorat|doktorale|doktors(?:graad)?|habilitation|exercice"
    "|(?:ph|th|m|l l) d|d (?:ed|litt|phil|sc|tech)",
    "mastersthesis": "master(?:[’']?s)?|meesters(?:graad)?|magister|mini"
    "|l l m|m (?:a|b a|com|cur|ed|eng|med|p h|pharm|phil|s|sc|soc sc|tech)",
    "thesis": "bachelor(?:[’']?s)?|hon(?:ou?r)?s|l l b|b (?:a|com|ed|eng|sc|tech)|m b (?:b s|b ch|ch b)",
}
_BY_DEGREE = {
    kind: re.compile(
        r"\b(?:" + names.replace(" ", r"\.? ?") + r")(?:\b|(?=proefskrif|tesis|verhandeling))", re.IGNORECASE
    )
    for kind, names in _DEGREES.items()
}
_DEGREE = "|".join(pattern.pattern for pattern in _BY_DEGREE.values())
_THESIS = re.compile(
    r"(?P<genre>(?:(?:unpublished|ongepubliseerde|published) )?"
    rf"(?:(?:{_DEGREE})\.?[ -]?(?:\([^()]{{1,40}}\) ?)?(?:of (?:\w+ ){{1,6}})?(?:\w+ )?)?"
    r"(?:thesis|dissertation|diss\.|diss\b|tesis|proefskrif|verhandeling|skripsie|thèse|mémoire)"
    r"(?: (?:de doctorat|de master|d[’']exercice)(?: en [\w’ ]+)?| for the degree of [\w ]+)?)"
    r" ?(?:[,:;.] ?|at |from |(?P<field>in )|$)(?P<rest>.*)",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:(?P<pagetotal>\d{1,4}) p\.? )?(?P<genre>(?:(?-i:[A-Z]{2,6}) )?"
    r"(?:(?:technical|tech\.|research|working|discussion|policy|annual|final|white|occasional|background"
    r"|position|briefing|statistical|internal|project|country) )?(?:report|rep\.|paper|brief|memorandum|release"
    r"|rapport|verslag|publication|circular|gazette|notice|document)(?: series)?)"
    r"[ ,]*(?:no|nr|number|n°)?\.?:? ?(?P<number>[A-Z/]{0,12}[-./ ]?\d[\w./-]*)",
    re.IGNORECASE,
)
_GENRE = re.compile(
    r"(?P<type>preprint|technical report|working paper|discussion paper|white paper|research report|policy brief"
    r"|unpublished manuscript|manuscript|press release|media release|poster|presentation|blog post|podcast|fact sheet"
    r"|conference abstract|abstract)",
    re.IGNORECASE,
)
SERIES = re.compile(
    r"\b(?:series|reeks|studies in|lecture notes|texts in|texts and|monographs?|advances in|handbuch|bibliothek"
    r"|collection)\b",
    re.IGNORECASE,
)
CONFERENCE = re.compile(
    r"\b(?:conference|conf\b|proceedings|proc\b|symposium|workshop|meeting|congress|konferensie|kongres|colloque"
    r"|congrès|colloquium|convention)",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"(?:first published|published(?: online)?|e-?pub(?: ahead of print)?|advance online publication"
    r"|advance access publication|online first|online ahead of print|ahead of print"
    r"|(?:preprint )?posted|(?:last )?updated|modified)"
    rf"(?![^\W\d_])[ :,.]*(?:online ?)?(?:on )?(?P<date>{dates.DATE})?(?: \d\d?(?!\d))?",
    re.IGNORECASE,
)
#: A date before a volume, which is that of the print: 2020;368:12 · 2014 Oct 2;371(14):44.
_DATED_VOLUME = re.compile(rf"{dates.YEAR}[A-Za-z\d –/-]{{0,16}};")
#: What is said by a label and a value, by the name of its field.
_LABELLED = {
    "pages": r"(?:pp?|pages?|bll?)(?:\. ?| |(?=\d))(?P<pages>[\divxlcA-Z][\w–—, -]*)",
    "volume": r"(?:vol(?:ume|s)?|band|bd|deel|tome)\b\.? ?(?P<volume>[\dIVXLC][\w.–-]*)",
    "number": r"(?:no|nr|number)\.? ?(?P<number>\d[\w.-]*)",
    "chapter": r"(?:chapter|chap\.|ch\.|hoofstuk|chapitre) ?(?P<chapter>\d[\w.-]*)",
    "pagetotal": r"(?P<pagetotal>\d{1,4}) (?:pp?|pages|bl|bladsye)",
    "origdate": r"(?:original work published|first published|originally published(?: in)?|reprinted from|orig\.?"
    rf"(?: pub\.?)?) ?(?P<origdate>{dates.YEAR})",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _LABELLED.items()}
_IN_SERIES = re.compile(r"(?P<series>.+?)[,;]? (?:(?:no|nr|vol)\.? ?)?(?P<number>\d{1,6})", re.IGNORECASE)
_ROLE_BY = re.compile(rf"(?P<role>{opening.ROLE_BY}) ", re.IGNORECASE)


def ordinal(text: str) -> str:
    """The edition as a number where it is one: 2nd and Second are 2; "rev" stays."""
    words = text.casefold().strip(" .").split()
    if len(words) == 1:
        named = ordinals.NAMES.get(words[0], 0)
        number = re.match(r"\d+", words[0])
        if named or number:
            return str(named) if named else words[0][: number.end()] if number else ""
    return text.strip(" .,")


def sentence(draft: Draft, span: Span) -> bool:
    """Take a sentence that is no title: an edition, a degree, the number of a report, editors; False if it is none."""
    return any(explain(draft, span) for explain in _SENTENCES)


def inside(draft: Draft, span: Span, *, titled: bool) -> bool:
    """Take what a pair of brackets behind a title holds, without the brackets; False where it is part of the title.

    ``titled`` is whether the title is known, so that the brackets are behind what it is part of.
    """
    if any(explain(draft, span) for explain in _INSIDE) or _bare_publisher(draft, span, titled):
        return True
    for parts in (_parts_in_parts(draft, span), _parts(draft.text, span, ",")):
        if len(parts) > 1 and _fits(draft, parts[0]) and _fits(draft, parts[-1]):
            explained = [any(explain(draft, part) for explain in _SMALL) for part in parts]
            return any(explained)
    return False


def series(draft: Draft, span: Span) -> None:
    """Take the title of a series and, behind a comma or semicolon, its number."""
    match = _IN_SERIES.fullmatch(draft.text, span.start, span.end)
    if draft.put("series", *(match.span("series") if match else (span.start, span.end))) and match:
        draft.put("number", *match.span("number"))


def take_date(draft: Draft, found: numbers.Numbers) -> None:
    """Take the date among numbers, with its month."""
    start, end = found.spans["date"]
    month = found.spans.get("month", (start, end))
    first, last = min(start, month[0]), max(end, month[1])
    whole = dates.iso(draft.text[first:last])
    if len(whole) > 4:
        draft.put("date", first, last, whole)
    elif draft.put("year", start, end) and "month" in found.spans:
        draft.put("month", *month)


def take_numbers(draft: Draft, found: numbers.Numbers) -> None:
    """Take volume, issue, pages and date."""
    spans = found.spans
    if "date" in spans:
        take_date(draft, found)
    elif "month" in spans:
        draft.put("month", *spans["month"])
    # Vol. 3 alone, or in a book, is the volume of a book.
    of_book = draft.text[found.start : found.end].lower().startswith("vol") and (len(spans) == 1 or draft.kind)
    draft.counted |= bool(spans.keys() & {"number", "eid"}) or ("volume" in spans and not of_book)
    for name, (start, end) in spans.items():
        if name in ("pages", "eid"):
            draft.put("pages", start, end, page_range(draft.text[start:end]))
        elif name in ("volume", "number", "chapter"):
            draft.put(name, start, end)
    draft.line.take(found.start, found.end)


def take_publisher(draft: Draft, published: publishers.Published, name: str = "publisher") -> None:
    """Take a publisher with its place."""
    if published.place:
        draft.put("address", published.place.start, published.place.end)
    draft.put(name, published.publisher.start, published.publisher.end)


def people_before(draft: Draft, span: Span) -> bool:
    """Take people with what they did behind them: D. W. Editor, Ed. · A. Author & B. Author, Eds. & Trans."""
    found = names.read(draft.line, span.start, natural=True)
    role = opening.ROLE.match(draft.text, found.end, span.end) if found else None
    if not found or not role or draft.text[role.end() : span.end].strip(" .,;)") or begins_with_title(found):
        return False
    _put_people(draft, role[0], found, span)
    return True


def begins_with_title(found: names.Names) -> bool:
    """Whether the first of several people is no name: in Title of a Book, A. Editor and B. Editor, Eds."""
    people = found.people
    return len(people) > 1 and not names.has_initials(people[0]) and names.has_initials(people[-1])


def _people_after(draft: Draft, span: Span) -> bool:
    """ed. Hal Editor · Edited & translated by U. Editor · trans. A. Author."""
    match = _ROLE_BY.match(draft.text, span.start, span.end)
    found = names.read(draft.line, match.end(), natural=True) if match else None
    if not match or not found or draft.text[found.end : span.end].strip(" .,;"):
        return False
    _put_people(draft, match["role"], found, span)
    return True


def _put_people(draft: Draft, roles: str, found: names.Names, span: Span) -> None:
    words = {opening.role_of(word) for word in re.findall(r"[^\W\d_]+", roles)} - {""}
    for role in sorted(words) or ["editor"]:
        draft.put_people(role, found.people, found.others, span.start, span.end)


def _edition(draft: Draft, span: Span) -> bool:
    match = EDITION.fullmatch(draft.text, span.start, span.end)
    if match or _EDITION_ALONE.fullmatch(draft.text, span.start, span.end):
        return draft.put("edition", span.start, span.end, ordinal(match["edition"] if match else draft.slice(span)))
    return False


def _labelled(name: str) -> Explain:
    """An explanation that takes a label and a value, of which the value is the field ``name``."""

    def explain(draft: Draft, span: Span) -> bool:
        match = _PATTERNS[name].fullmatch(draft.text, span.start, span.end)
        value = page_range(match[name]) if match and name == "pages" else None
        if not match or not draft.put(name, *match.span(name), value):
            return False
        draft.line.take(span.start, span.end)
        return True

    return explain


def _thesis(draft: Draft, span: Span) -> bool:
    match = _THESIS.fullmatch(draft.text, span.start, span.end)
    if not match:
        return False
    genre, rest = Span(*match.span("genre")), trim(draft.text, *match.span("rest"))
    named = [(degree.start(), kind) for kind, names in _BY_DEGREE.items() if (degree := names.search(match["genre"]))]
    draft.kind = min(named, default=(0, "phdthesis"))[1]
    field, _, behind = draft.slice(rest).partition(", ")
    if match["field"] and (publishers.is_publisher(behind) or not has_head(field)):
        genre, rest = Span(genre.start, rest.start + len(field)), trim(draft.text, rest.start + len(field), rest.end)
    draft.put("type", genre.start, genre.end)
    found = numbers.read(draft.text, rest.start, rest.end, dated=False)
    if found and "date" in found.spans:
        take_date(draft, found)
        rest = trim(draft.text, rest.start, found.start)
    if rest.end > rest.start and (school := publishers.find(draft.text, rest, certain=True)):
        take_publisher(draft, school, "school")
    draft.line.take(span.start, span.end)
    return True


def _report(draft: Draft, span: Span) -> bool:
    match = _REPORT.fullmatch(draft.text, span.start, span.end)
    if not match:
        return False
    draft.kind = draft.kind or "techreport"
    for name, part in (("type", "genre"), ("number", "number"), ("pagetotal", "pagetotal")):
        if match[part]:
            draft.put(name, *match.span(part))
    draft.line.take(span.start, span.end)
    return True


def _genre(draft: Draft, span: Span) -> bool:
    """Take the kind of work from words of its own: Preprint · Technical report · Press release."""
    return bool(_GENRE.fullmatch(draft.text, span.start, span.end)) and draft.put("type", span.start, span.end)


def _online(draft: Draft, span: Span) -> bool:
    match = _ONLINE.fullmatch(draft.text, span.start, span.end)
    if not match:
        return False
    if match["date"] and not draft.dated and not _DATED_VOLUME.search(draft.text, draft.at, span.start):
        draft.put("date", *match.span("date"), dates.iso(match["date"]) or match["date"])
    elif match["date"]:
        draft.put("annotation", span.start, span.end)
    draft.line.take(span.start, span.end)
    return True


def _published(draft: Draft, span: Span) -> bool:
    """New York: Example Press, 2011 · Example Press 2011: a publisher in brackets, as notes have it."""
    found = numbers.read(draft.text, span.start, span.end, dated=False)
    if not found or set(found.spans) != {"date"} or found.start == span.start:
        return False
    rest = trim(draft.text, span.start, found.start)
    published = publishers.find(draft.text, rest, certain=True)
    if not published or published.start != rest.start:
        return False
    take_date(draft, found)
    take_publisher(draft, published)
    return True


def _edition_and_publisher(draft: Draft, span: Span) -> bool:
    """2nd edn, Example Press 2011: how lawyers print an edition and a publisher in one pair of brackets."""
    match = EDITION.match(draft.text, span.start, span.end)
    if not match or draft.text[match.end() : match.end() + 1] not in (",", ";"):
        return False
    edition, rest = Span(span.start, match.end()), trim(draft.text, match.end() + 1, span.end)
    return _published(draft, rest) and _edition(draft, edition)


def _bare_publisher(draft: Draft, span: Span, titled: bool) -> bool:
    """(Example Press), behind a title whose year is known; in a book other names in capitals as well."""
    text = draft.slice(span)
    if not draft.dated or draft.counted or draft.fields.keys() & {"publisher", "school"} or SERIES.search(text):
        return False
    words = text.split()
    capitals = 1 < len(words) < 7 and all(word[0].isupper() for word in words if len(word) > 3)
    known = publishers.is_publisher(text) or (titled and draft.kind == "incollection" and capitals)
    return known and draft.put("publisher", span.start, span.end)


def _parts(text: str, span: Span, sign: str) -> list[Span]:
    cuts = [span.start + match.start() for match in re.finditer(re.escape(sign), text[span.start : span.end])]
    return [trim(text, begin + 1, end, " ") for begin, end in pairwise([span.start - 1, *cuts, span.end])]


def _parts_in_parts(draft: Draft, span: Span) -> list[Span]:
    """The parts between semicolons, or commas where all of these fit: A. Author, Trans.; 3rd ed., Vol. 2."""
    found: list[Span] = []
    for part in _parts(draft.text, span, ";"):
        inner = _parts(draft.text, part, ",")
        found += inner if all(_fits(draft, one) for one in inner) else [part]
    return found


def _fits(draft: Draft, span: Span) -> bool:
    return any(check(span, draft) for check in _CHECKS)


def _is_labelled(span: Span, draft: Draft) -> bool:
    patterns = (EDITION, *(_PATTERNS[name] for name in ("pages", "volume", "number", "chapter")))
    return any(pattern.fullmatch(draft.text, span.start, span.end) for pattern in patterns)


def _is_people(span: Span, draft: Draft) -> bool:
    return bool(opening.ROLE_ALONE.search(draft.slice(span)) or _ROLE_BY.match(draft.text, span.start, span.end))


_CHECKS = (_is_labelled, _is_people)
_SMALL: tuple[Explain, ...] = (
    _edition, *map(_labelled, ("pages", "volume", "number", "chapter")), people_before, _people_after,
)  # fmt: skip
_SENTENCES: tuple[Explain, ...] = (
    _edition, _thesis, _report, _genre, _online, _labelled("volume"), _labelled("pagetotal"), _people_after,
    people_before,
)  # fmt: skip
_INSIDE: tuple[Explain, ...] = (
    *_SMALL[:5],
    _thesis,
    _report,
    _labelled("origdate"),
    *_SMALL[5:],
    _edition_and_publisher,
    _published,
)
