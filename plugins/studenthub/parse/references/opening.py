"""How a reference begins: its number in the list, its authors or editors, and the date behind them."""

from __future__ import annotations

import re

from studenthub.i18n import N_
from studenthub.parse.references import dates, names
from studenthub.parse.references.draft import Draft
from studenthub.parse.references.line import TAKEN
from studenthub.parse.references.record import Person
from studenthub.parse.references.sentences import Span, split, trim
from studenthub.parse.references.vocabulary import ORGANISATIONS, PLACES, ROLES

_LABEL = re.compile(
    r" ?(?:[•●▪◦·*–-] )?(?:\[(\d{1,3})\]|\((\d{1,3})\)(?= ?[^\W\d_])|(\d{1,3})[.)] ?(?=[^\W\d])"
    r"|(\d{1,3})(?= [^\W\d_]+,))? ?"
)
_ROLE_OF = {word: role for role, words in ROLES.items() for word in words}
#: Ed · eds · editors · trans, with or without a full stop.
ROLE_WORD = "(?:" + "|".join(sorted(map(re.escape, _ROLE_OF), key=len, reverse=True)) + r")\b\.?"
#: The same at the end of a text.
ROLE_ALONE = re.compile(rf"\b(?:{ROLE_WORD})\)?$", re.IGNORECASE)
#: What says that the people before it edited or translated: (Eds.) · , editors · (ed. and trans.)
ROLE = re.compile(
    rf"[\s,]*[(\[]? ?(?P<role>{ROLE_WORD})(?: ?(?:&|and|en|et) ?(?:{ROLE_WORD}))?\s*[)\]]?[.,:]?", re.IGNORECASE
)
#: The same before the people: edited by · ed. · trans. · edited and translated by.
ROLE_BY = (
    r"(?:edited|eds?\b\.?|reds?\.|translated|transl?\.|tr\.|geredigeer|vertaal|compiled|comp\.|hrsg\.|éd\.|dir\.)"
    r"(?: ?(?:&|and|en|et) ?(?:edited|translated|trans\.|ed\.))?(?: (?:by|deur|von|par|door))?"
)
#: In brackets nothing else is meant, whatever its capitals and full stops.
_NEVER = rf"n\.? ?d\.?|s\.? ?a\.?|s\. ?[dj]\.|g\. ?d\.|{dates.NO_DATE}"
_YEARS = rf"(?:c(?:a|irca)?\.? ?|© ?)?{dates.YEAR}(?: ?[-–/] ?(?:{dates.YEAR}|\d\d(?!\d)))?[a-z]?"
_IN_BRACKETS = re.compile(
    rf"[\s.,:;]*[(\[] ?(?P<date>(?P<year>{_YEARS})(?: ?[,;] ?(?P<day>[^()\[\]\n]{{3,40}}))?(?: ?\[{dates.YEAR}\])?"
    rf"|(?P<soon>{dates.SOON})|(?P<never>{_NEVER})(?:-?[a-z])?|(?P<other>{dates.DAY})) ?[)\]][.,:;]?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"[\s.,:;]*(?P<date>(?P<year>{_YEARS})|(?P<soon>{dates.SOON})|(?P<never>{dates.NO_DATE}))"
    r"(?: ?[.,:;]| (?=[“‘\"'«]|[^\W\d_a-z])| ?$)"
)
_REPRINTED = re.compile(rf" (?P<date>{dates.YEAR})\.")
_SHORT = re.compile(r" ?[(\[](?P<short>[^\W\d_a-z][^\W\d_]{1,9}(?:[-& ][^\W\d_]{1,9})?)[)\]]$")
_SHORT_BEHIND = re.compile(r" ?[(\[](?P<short>[^\W\d_a-z][^\W\d_]{1,9})[)\]](?=[.,:; ])")
_DASHES = re.compile(r" ?(?:[—–―_-] ?){2,}[.,]?| ?[—―][.,](?= )")
#: Between organisations in a list, which has an "and" before its last: A, B, & C.
_ORGANISATIONS = re.compile(r", (?:& |and )?| (?:&|and) (?=[^,&]*$)")
_LAST_AND = re.compile(r"(?:,|\w) (?:&|and) [^,&]+$")
#: A name without a date before a title in quotation marks: Example Office, “Title”.
_BEFORE_QUOTE = re.compile(
    rf"(?P<name>[^\W\d_][^“”‘«\"\n.]{{1,120}}(?:\.[^“”‘«\"\n. ]+)*)[.,] (?:{dates.NO_DATE},? )?(?=[“‘«\"])"
)
#: The date behind a name.
_DATED = re.compile(
    rf" ?[.,:]? ?[(\[] ?(?:{_YEARS}|(?:{dates.SOON}|{_NEVER})(?![^\W\d_]))"
    rf"|[.,] {dates.YEAR}[a-z]? ?[.,:]| {dates.YEAR}[a-z]?[.:] |[.,]? {dates.NO_DATE}",
    re.IGNORECASE,
)
#: A name in French, which has a capital at its beginning alone: Organisation mondiale de la Santé.
_FRENCH = re.compile(
    r"(?:Académie|Agence|Assemblée|Association|Autorité|Bureau|Caisse|Centre|Collège|Comité|Commission|Confédération|Conseil"
    r"|Cour|Direction|École|Fédération|Fondation|Groupe|Institut|Ligue|Observatoire|Office|Ordre|Organisation"
    r"|Société|Syndicat|Union)(?: [^\W\d_]+)?"
    r" (?:africaine?|belge|canadienne?|centrale?|consultatif|d[’']État|europée(?:n|nne)|fédérale?|française?|générale?"
    r"|internationale?|mondiale?|nationale?|publique|québécoise?|régionale?|royale?|scientifique|suisse|supérieure?)\b"
    r"[^.;:?!“”«\"]{0,120}"
    r"|(?:Gouvernement|Haute Autorité|Haut Conseil|Ministère|Nations unies|Parlement|République|Santé publique|Sénat"
    r"|Université)\b[^.;:?!“”«\"]{0,120}"
)
_ET_AL = re.compile(r",? (?:et\.? al\.?|and others)$", re.IGNORECASE)
_LONGEST_NAME = 160
#: What is in every date, and in what stands for one; anything in brackets may be one.
_LIKE_A_DATE = re.compile(rf"[\d(\[]|{dates.SOON}|{dates.NO_DATE}")


def may_be_dated(text: str) -> bool:
    """Whether a reference can have a date: a quick look at a line, whose number in a list does not count."""
    line = " ".join(text.split())
    label = _LABEL.match(line)
    return bool(_LIKE_A_DATE.search(line, label.end() if label else 0))


def label(draft: Draft) -> None:
    """Take the number or bullet that a list prints before the reference."""
    match = _LABEL.match(draft.text)
    if match:
        number = next((index for index, group in enumerate(match.groups(), 1) if group), 0)
        draft.label = draft.line.part(*match.span(number)) if number else None
        draft.line.take(0, match.end())
        draft.at = match.end()


def read(draft: Draft, *, natural: bool = False) -> None:
    """Read people and date; ``draft.at`` is behind them then. A whole date is the field date, any other year."""
    found = names.read(draft.line, draft.at, natural=natural or _titled_soon(draft))
    if found:
        begin, draft.at = draft.at, found.end
        role = _role(draft)
        draft.put_people(role, found.people, found.others, begin, found.end)
        draft.semicolons = found.semicolons
        if found.people[-1].literal and (short := _SHORT_BEHIND.match(draft.text, draft.at)):
            draft.put("shortauthor", *short.span("short"))
            draft.line.take(*short.span())
            draft.at = short.end()
        date(draft)
    else:
        _organisation(draft)


def _titled_soon(draft: Draft) -> bool:
    """Whether a title in quotation marks or italics follows the names: Ann Author, “Title”, as notes are written."""
    begin = draft.text[draft.at : draft.at + 140]
    if re.match(r"[^“‘\"'«\n.]{3,120}[,.] ?[“‘\"«]", begin):
        return True
    starts = (start - draft.at for start, _ in draft.italics)
    return any(re.fullmatch(r"[^“‘\"'«\n.\d]{3,120}, ?", begin[:start]) for start in starts if 0 < start < len(begin))


def _role(draft: Draft) -> str:
    if role := ROLE.match(draft.text, draft.at):
        draft.line.take(role.start(), role.end())
        draft.at = role.end()
        return _ROLE_OF[role["role"].casefold().rstrip(".")]
    return "author"


def role_of(word: str) -> str:
    """The role that a word names, such as Eds. or translated; "" where it names none."""
    return _ROLE_OF.get(word.casefold().rstrip("."), "")


def date(draft: Draft) -> bool:
    """Read the date at ``draft.at``, if it is there."""
    match = _IN_BRACKETS.match(draft.text, draft.at) or _BARE.match(draft.text, draft.at)
    if not match:
        return False
    groups = match.groupdict()
    start, end = match.span("date")
    if groups["year"] and (later := _REPRINTED.match(draft.text, match.end())):
        # (1998) 2004: the year of the first edition is before that of this one.
        draft.put("origdate", start, end)
        draft.at = later.start("date")
        return date(draft)
    if groups["never"]:
        draft.put("year", start, end, "n.d.")
    elif groups["soon"]:
        draft.put("year", start, end, groups["soon"].casefold() if groups["soon"].isupper() else groups["soon"])
    else:
        _put_date(draft, start, end)
    draft.line.take(match.start("date"), match.end("date"))
    draft.at = match.end("date")
    while draft.at < draft.end and draft.text[draft.at] in ")].,:; " + TAKEN:
        draft.at += 1
    return True


def _put_date(draft: Draft, start: int, end: int) -> None:
    whole = draft.text[start:end]
    if re.search(r"[^\W\d_]{3}|\d[-/.]\d{1,2}[-/.]", whole) and (iso := dates.iso(whole)):
        draft.put("date", start, end, iso)
        return
    year = re.search(_YEARS, whole)
    if year:
        value = re.sub(r"^(?:c(?:a|irca)?\.?|©) ?", "", year[0])
        draft.put("year", start, end, re.sub(r" ?[–-] ?", "--", value))


def _organisation(draft: Draft) -> None:
    """An organisation at the beginning, or a title where nobody is named; dashes stand for the authors before."""
    if dashes := _DASHES.match(draft.text, draft.at):
        draft.people["author"] = ()
        draft.doubts.append(N_("dashes stand for the authors of the reference before it"))
        draft.line.take(draft.at, dashes.end())
        draft.at = dashes.end()
        date(draft)
        return
    begin = draft.at
    if quoted := _BEFORE_QUOTE.match(draft.text, begin, begin + _LONGEST_NAME):
        _put_organisation(draft, *quoted.span("name"))
        draft.at = quoted.end("name")
        date(draft)
        return
    match = _DATED.search(draft.text, begin, begin + _LONGEST_NAME)
    if match and len(split(draft.text, begin, match.start())) != 1:
        match = None
    sentences = split(draft.text, begin, match.start() if match else draft.end)
    if not sentences:
        return
    first = sentences[0]
    if match and len(sentences) == 1 and _is_organisation(draft.slice(first), sure=False):
        _put_organisation(draft, first.start, first.end)
        draft.at = match.start()
        date(draft)
    elif (
        not match
        and len(sentences) > 1
        and (_is_organisation(draft.slice(first), sure=True) or _is_mononym(draft, first))
    ):
        _put_organisation(draft, first.start, first.end)
        draft.at = first.end
    elif match and len(sentences) == 1:
        # Title. (2019). Journal, 12, 3: nobody is named.
        draft.put("title", first.start, first.end)
        draft.at = match.start()
        date(draft)


def _is_mononym(draft: Draft, first: Span) -> bool:
    """Whether the first sentence is one name, as of ancient writers, and a publisher follows: Homer. … Press; 2004."""
    return draft.slice(first).isalpha() and bool(re.search(r":[^:;]+; ?\d{4}", draft.text[first.end :]))


def _put_organisation(draft: Draft, start: int, end: int) -> None:
    span = trim(draft.text, start, end)
    name = draft.slice(span)
    others = _ET_AL.search(name)
    name = name[: others.start()] if others else name
    if (short := _SHORT.search(name)) and short["short"].split()[-1].casefold() not in PLACES:
        name = name[: short.start()]
        draft.put("shortauthor", span.start + short.start("short"), span.start + short.end("short"))
    place = draft.line.part(span.start, span.end)
    role = "author"
    if editors := re.search(rf"[,(\s]+({ROLE_WORD})\)?$", name, re.IGNORECASE):
        name, role = name[: editors.start()], role_of(editors[1]) or role
    parts = _ORGANISATIONS.split(name) if _LAST_AND.search(name) and "," in name else [name]
    if not all(any(word.casefold() in ORGANISATIONS for word in part.split()) for part in parts):
        parts = [name]
    people = tuple(
        Person(literal=names.organisation_name(part.strip(" .,")), start=place.start, end=place.end) for part in parts
    )
    draft.put_people(role, people, others is not None, start, end)


def _is_organisation(text: str, *, sure: bool) -> bool:
    """Whether ``text`` is the name of an organisation: its words begin with capitals and, to be sure, one says so."""
    if len(text) > _LONGEST_NAME or any(sign in text for sign in '?!“”"'):
        return False
    if _FRENCH.fullmatch(text):
        return True
    words = re.findall(r"[^\W\d_][\w’'.-]*", text)
    if not words or len(words) > 16:
        return False
    large = [word for word in words if len(word) > 3 or word.isupper()]
    if not large or not all(word[0].isupper() or word[0] in "’'" for word in large) or not words[0][0].isupper():
        return False
    named = any(word.casefold().rstrip(".") in ORGANISATIONS for word in words) or (
        len(words) <= 3 and any(len(word) > 1 and word.isupper() for word in words)
    )
    return named if sure else named or ":" not in text
