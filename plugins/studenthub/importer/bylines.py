"""By-lines: names, programme, year of study and university, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from studenthub.parse import capitals, ordinals
from studenthub.parse.references import dates


@dataclass(frozen=True, slots=True)
class DraftAuthor:
    """An author as a draft or its form names them, before they have an id and a page (``model.authors.Author``).

    ``year_of_study`` counts from 1; 0 is not said.
    """

    name: str
    programme: str = ""
    year_of_study: int = 0
    affiliation: str = ""
    orcid: str = ""
    position: str = ""

    @property
    def has_details(self) -> bool:
        """Whether programme, year of study or affiliation is known."""
        return bool(self.programme or self.year_of_study or self.affiliation)

    def filled(self, other: DraftAuthor) -> DraftAuthor:
        """The author, with what ``other`` says in each field that is empty here."""
        return DraftAuthor(*(getattr(self, one.name) or getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Byline:
    """The parts of a by-line; ``date`` is as printed, and ``left`` are words of it that are none of these."""

    authors: tuple[DraftAuthor, ...]
    date: str = ""
    left: tuple[str, ...] = ()


_BY = re.compile(
    r"(?:(?:written\s+)?by|authors?|student|deur|skrywer|outeur|opsteller|par|auteure?s?)\b\s*:?\s+|(?:ibhalwe|ilotshwe)\s+ngu-?\s?",
    re.IGNORECASE,
)
#: How long it takes to read a text, as some sites say beside its author.
_READING_TIME = re.compile(r"\d{1,2}[ -]?min(?:ute)?s?(?: read)?", re.IGNORECASE)
_ORDINAL = rf"(?P<ordinal>{'|'.join(ordinals.NAMES)}|final|[1-7]{ordinals.ENDING}?)"
_YEARS = (
    re.compile(rf"\b{_ORDINAL}[- ]?(?:year|yr|jaar|année|annee)s?\b(?:['’]s)?", re.IGNORECASE),
    re.compile(rf"\b(?:year|yr|jaar)\s?(?P<ordinal>[1-7]|[IV]{{1,3}}|{'|'.join(ordinals.COUNTED)})\b", re.IGNORECASE),
    re.compile(r"(?<=\w)\s(?P<ordinal>VII|VI|IV|V|I{1,3})$"),
    re.compile(r"(?<=[A-Za-z])\s(?P<ordinal>[1-7])$"),
)
_SPELT = {"mbchb": "MBChB", "mbbch": "MBBCh"}
_DEGREE = re.compile(
    r"\b(?:[Mm][Bb] ?[BbCc][\w]*|MBBS|B\.?Sc|BA|BCom|LLB|LLM|BPharm|BDS|BChD|BDent|BNurs\w*|BMed\w*|BHSc|BOT|BPhysio\w*"
    r"|BCur|B\.? ?\w+ ?\(Hons\)|M\.?Sc|MPH|MMed|MPhil|PhD|MD|BTech|NDip)\b"
)
_SUBJECT = re.compile(
    r"(?:(?:BSc|B)\s)?(?:Pharmacy|Physiotherapy|Dietetics|Nursing|Medicine|Dentistry|Occupational Therapy|Law"
    r"|Radiography"
    r"|Optometry|Geneeskunde|Verpleegkunde|Fisioterapie|Médecine|Pharmacie|Droit)(?: students?)?"
)
_PLACE = re.compile(
    r"\b(?:[Uu]niversit\w+|[Cc]ollege|[Ii]nstitute|[Ss]chool of|[Ff]aculty|[Dd]epartment|[Dd]ept|[Hh]ospital|[Aa]cademy"
    r"|[iI]nyuvesi|iNyuvesi|[Tt]echnikon|[Pp]olytechnic|[Ff]akulteit|[Dd]epartement|[Ff]aculté|[ÉEée]cole|[Ii]nstitut|UNIVERSITY"
    r"|UCT|UKZN|Wits"
    r"|SMU|UFS|NWU|UWC|UJ|UP|Stellenbosch University)\b"
)
#: University students and their sleep: the words of a title, and no place.
NO_PLACE = re.compile(
    r"(?:[Tt]he )?(?:University|College|School|Hospital|Faculty|Institute|Department|Universiteit|Skool)s? "
    r"(?:(?!(?:of|for|in|at|van|vir|de|du|and|en)\b)[a-z]{3,}|[Ss]tudents?\b|[Ss]tudente\b|[Ll]earners\b)"
)
_COUNTRY = re.compile(
    r"(?:Republic of )?South Africa|Suid-Afrika|RSA|Kenya|Namibia|Botswana|Zimbabwe|Nigeria|Ghana|Uganda"
    r"|France|Belgique|"
    r"United Kingdom|UK|USA|Cape Town|Johannesburg|Pretoria|Durban|Bloemfontein|Stellenbosch|Gauteng|Western Cape",
    re.IGNORECASE,
)
#: The number of a student, as the University of Cape Town makes it and others do: DLMTHA001 · 21234567 · u21234567
STUDENT_NUMBER = r"(?<![\w/-])(?:[A-Z]{6}\d{3}|[usUS]?\d{7,9})(?![\w/-])"
#: That number, or an address of e-mail, with the signs around it.
_STUDENT = re.compile(rf"[\s,;:–-]*(?:[(<]\s*)?(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|{STUDENT_NUMBER})(?:\s*[)>])?")
_ORCID = re.compile(r"(?:https?://orcid\.org/|ORCID:?\s*)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b", re.IGNORECASE)
#: The numbers of places beside names.
RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"


def _person(letters: str) -> str:
    """The pattern of a name, whose words have such ``letters``, at most so many, behind their capital."""
    word = rf"(?:[A-ZÀ-ÖØ-Þ]{letters}\.?|(?:van|von|der|den|de|du|da|la|le|di|el|al|bin|ó|dos|ten|ter)(?=\s))"
    return rf"(?:(?:Dr|Mr|Ms|Mrs|Miss|Prof)\.?\s)?{word}(?:\s{word}){{1,4}}"


_PERSON = re.compile(_person(r"[\w’'-]{0,40}"))
#: Ph.D. · M.B.Ch.B. · PhD
_DEGREE_BEHIND = r"(?:(?:[A-Z][A-Za-z]{0,3}\.){1,4}(?:[A-Z](?![a-z]))?|[A-Z][A-Za-z]*[A-Z][A-Za-z]*)"
#: A name with raised numbers, which lead to the line of its places.
_UNRAISED = rf"(?:[^\W{RAISED}]|[’'-]){{0,40}}"
_MARKED = re.compile(rf"({_person(_UNRAISED)})(?:,\s?{_DEGREE_BEHIND})*,?\s?([{RAISED}](?:[,\s]?[{RAISED}])*)")
#: Author, A. B. · van der Merwe, J. · Author, Ann
_SURNAME = (
    r"(?P<family>(?<![\w.])(?:(?:van|von|der|den|de|du|da|la|le|di|el|al|bin|dos|ten|ter)\s){0,3}[A-ZÀ-ÖØ-Þ][\w’'-]+)"
)
_BY_INITIALS = re.compile(
    rf"{_SURNAME},\s(?P<given>(?:[A-Z]\.(?: (?=[A-Z]\.))?){{1,4}})(?=\s*(?:$|[,;(|&]|(?:and|en|et)\b))"
)
_GIVEN = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*[^\W\d_A-Z][\w’'-]*|[A-Z]\b\.?)"
_PAIR = re.compile(rf"{_SURNAME},\s(?P<given>{_GIVEN}(?:\s{_GIVEN}){{0,2}})(?![\w’'-])")
_AND = r"(?:\s?[;,]?\s(?:and|&|en|et)\s|\s?;\s)"


def _listed(pair: re.Pattern[str], between: str) -> re.Pattern[str]:
    """Several of a pattern, and nothing else."""
    one = re.sub(r"\?P<\w+>", "?:", pair.pattern)
    return re.compile(rf"{one}(?:{between}{one})*[.\s]*")


_LIST_BY_INITIALS, _LIST_OF_PAIRS = _listed(_BY_INITIALS, rf"(?:{_AND}|,\s)"), _listed(_PAIR, _AND)
#: The end of a sentence, which no line of names has.
_SENTENCE = re.compile(r"(?:^|[^\W\d_]{3})[.?!][¹²³⁴⁵⁶⁷⁸⁹⁰\s]*(?:$|[A-Z])")
_SENTENCE_OF_SIX = re.compile(r"[.!?]\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+")
_NO_PERSON = frozenset(
    """the a an of and in on for to with that this what why how who when is are was my our your we do not health medical
    medicine introduction background conclusion references abstract summary article essay assignment
    research review case report ethics law care discussion results methods word count submitted draft note
    corresponding title department email final project proposal report analysis study studies theory practice criticism
    course module assessment exam homework term semester paper chapter part section team group institute faculty school
    college data mining science sciences table contents list figures""".split()
)
#: The name of a town, a county or a campus; how many of them may be behind a university; words of such names.
_TOWN = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[\s’'-][A-ZÀ-ÖØ-Þ]?[^\W\d_]+){0,2}")
_MOST_TOWNS = 3
_OF_PLACE = re.compile(
    r"\b(?:North(?:ern)?|South(?:ern)?|East(?:ern)?|West(?:ern)?|Central"
    r"|Province|State|County|District|Region|Cape|Town|City|Port|Mount|Fort|Saint|St|Bay|Beach|Hills?|Park|Road|Street"
    r"|Campus|New|Old|Great(?:er)?|Upper|Lower|San|Santa|São|Los|Las|El)\b",
    re.IGNORECASE,
)
#: The longest by-line, in characters.
_LONGEST = 300


def read(text: str, *, surely: bool = False, is_name: bool = False) -> Byline | None:
    """The by-line that a line is, or None. ``surely`` is whether only names may follow, as where a title is above.

    ``is_name`` is whether the line is known to name authors, so that Author, Ann is one of them.
    """
    said = without_by(text)
    begun = said != text
    said, numbers = _STUDENT.subn("", said[: _LONGEST + 1])
    if len(said) > _LONGEST:
        return None
    # Author, Ann; Writer, Ben; or one of them with a number, which says that it is a person.
    are_pairs = bool((numbers or ";" in said) and _LIST_OF_PAIRS.fullmatch(said.strip()))
    is_list = are_pairs or bool(_LIST_BY_INITIALS.fullmatch(said))
    said = turned(said, is_name=begun or is_name or are_pairs)
    if len(said) > _LONGEST or _SENTENCE_OF_SIX.search(re.sub(r"\b\w\.", "", said)):
        return None
    found = _parted(said)
    if not found.authors or len(found.left) > 2 or any(len(token.split()) > 4 for token in found.left):
        return None
    is_told = bool(numbers) or any(author.has_details for author in found.authors)
    are_only_names = (begun or surely or is_list) and not found.left
    return replace(found, authors=_shared(found.authors)) if is_told or are_only_names else None


def _parted(text: str) -> Byline:
    """The parts of a by-line, each detail with the author before it."""
    authors: list[DraftAuthor] = []
    left: list[str] = []
    date = ""
    towns = _towns(text)
    for token in _tokens(text):
        known = _known(token)
        if known and authors:
            authors = _given(authors, known)
        elif _COUNTRY.fullmatch(token) or _READING_TIME.fullmatch(token):
            continue
        elif token in towns:
            authors = _given(authors, DraftAuthor("", affiliation=token))
        elif not known and is_person(token):
            authors.append(DraftAuthor(named(token)))
        elif re.fullmatch(dates.DAY, token, re.IGNORECASE):
            date = token
        else:
            left.append(token)
    return Byline(tuple(authors), date, tuple(left))


def turned(text: str, *, is_name: bool) -> str:
    """A by-line in which names begin with the given name: Ann Author for Author, Ann; the same where that is unsure.

    Initials show that Author, A. is one person. Author, Ann is one where the line ``is_name``, or says more of her.
    """
    if len(text) > _LONGEST:
        return text
    text = _BY_INITIALS.sub(lambda match: _swapped(match) or match[0], text)
    pairs = list(_PAIR.finditer(text)) if is_name and _LIST_OF_PAIRS.fullmatch(text) else []
    names = [_swapped(match) for match in pairs]
    if names and all(names):
        return "; ".join(names)
    begin = _PAIR.match(text)
    rest = text[begin.end() :] if begin else ""
    is_told = re.match(r"\s*[,(|]", rest) and _known(next(_tokens(rest), ""))
    return f"{_swapped(begin) or begin[0]}{rest}" if begin and is_told else text


def _swapped(pair: re.Match[str]) -> str:
    """Surname and given name the other way round, or "" where they are no person, such as a place."""
    given = re.sub(r"\.(?=\w)", ". ", pair["given"].strip())
    name = f"{given} {pair['family']}"
    is_place = any(_COUNTRY.fullmatch(part) for part in (given, pair["family"]))
    is_said_of = is_place or given.casefold() in ("student", "editor") or _known(given)
    return name if is_person(name) and not is_said_of else ""


def more(text: str) -> DraftAuthor | None:
    """The details of authors who are named above the line, without a name; None if it says anything else."""
    if len(text) > _LONGEST:
        return None
    found, towns = DraftAuthor(""), _towns(text)
    for token in _tokens(text):
        known = DraftAuthor("", affiliation=token) if token in towns else _known(token)
        if known is None and not _COUNTRY.fullmatch(token):
            return None
        found = _given([found], known)[0] if known else found
    return found if found != DraftAuthor("") else None


def _towns(text: str) -> tuple[str, ...]:
    """The parts at the end of a line that say where its university is: X University, Newtown, Northern Province.

    A person there would have a university too, or be behind another sign than a comma. Several parts that look like
    people, none of which has a word of places, are people all the same.
    """
    parts = [part.strip() for part in text.strip(" .").split(",")]
    last = max((at for at, part in enumerate(parts) if _PLACE.search(part)), default=len(parts))
    behind = [part for part in parts[last + 1 :] if not _COUNTRY.fullmatch(part)]
    are_towns = all(_TOWN.fullmatch(part) and not _known(part) for part in behind)
    if len(behind) > 1 and not any(map(_is_of_place, behind)) and all(map(is_person, behind)):
        return ()
    return tuple(behind) if are_towns and len(behind) <= _MOST_TOWNS else ()


def _is_of_place(part: str) -> bool:
    return bool(_OF_PLACE.search(part)) or part in capitals.places()


def numbered(names: str, places: str) -> tuple[DraftAuthor, ...]:
    """Authors with raised numbers that lead to the line of their places: Ann¹ and Ben², ¹ MBChB V, X ² LLB I, Y."""
    marks = _MARKED.findall(names)
    places_by_sign = dict(re.findall(rf"([{RAISED}]+)\s*([^{RAISED}]+)", places))
    authors = []
    for name, signs in marks:
        author = DraftAuthor(named(name))
        for number in re.findall(rf"[{RAISED}]+", signs):
            # Ann¹² is of place 12, where there is one, and of the places 1 and 2 where there is none.
            for sign in [number] if number in places_by_sign else number:
                author = _given([author], _of_place(places_by_sign.get(sign, "")))[0]
        authors.append(author)
    return tuple(authors)


def _of_place(text: str) -> DraftAuthor | None:
    """What the line behind a raised number says: all that is no programme, year or country is the place."""
    found, parts = DraftAuthor(""), list[str]()
    for token in _tokens(text.strip(" ;,.")):
        known = _known(token)
        if known and not (known.affiliation and known == DraftAuthor("", affiliation=known.affiliation)):
            found = found.filled(known)
        elif not _COUNTRY.fullmatch(token) and "@" not in token:
            parts.append(token)
    found = found.filled(DraftAuthor("", affiliation=", ".join(parts)))
    return found if found != DraftAuthor("") else None


def named(text: str) -> str:
    """A name without the title before it, and without the number of its place."""
    return re.sub(rf"^(?:Dr|Mr|Ms|Mrs|Miss|Prof)\.?\s|(?:[\s,]*[{RAISED}])+[\s,*]*$", "", text)


def without_by(text: str) -> str:
    """A by-line without the word that begins it."""
    begun = _BY.match(text)
    return text[begun.end() :] if begun else text


def are_numbered(text: str) -> bool:
    """Whether a line is names with raised numbers, and hardly anything else: Ann Author¹, Ben Writer¹,²."""
    rest, found = _MARKED.subn(" ", text)
    return found > 0 and len(re.findall(r"[^\W\d_]+", rest)) <= 2 * found and not _SENTENCE.search(rest)


def has_student_number(text: str) -> bool:
    """Whether a line has what looks like the number of a student."""
    return bool(_STUDENT.search(text))


def is_person(text: str) -> bool:
    """Whether a text looks like the name of one person."""
    if not _PERSON.fullmatch(text) or text.isupper() or _PLACE.search(text):
        return False
    return not _NO_PERSON.intersection(re.findall(r"[\w’'-]+\b(?!\.)", text.casefold()))


def _tokens(text: str) -> Iterator[str]:
    """The parts of a by-line between commas, bars, brackets and lines; several names are several parts."""
    for part in re.split(r"[,|•·;()\n\t]|\s[-–—]\s", text):
        token = " ".join(part.split()).strip(" .:").removeprefix("and ").removeprefix("& ")
        names = re.split(r"\s(?:and|&|en|et)\s", token)
        if len(names) > 1 and all(is_person(name) for name in names):
            yield from names
        elif token and token not in ("and", "&", "en", "et"):
            yield token


def _known(token: str) -> DraftAuthor | None:
    """Programme, year or university of a part of a by-line; None where it says none of these."""
    if orcid := _ORCID.fullmatch(token):
        return DraftAuthor("", orcid=orcid[1].upper())
    if _PLACE.search(token) and not NO_PLACE.match(token) and not any(pattern.search(token) for pattern in _YEARS[:2]):
        return DraftAuthor("", affiliation=re.sub(r"^at (?:the )?", "", token))
    for pattern in _YEARS:
        match = pattern.search(token)
        if match and (pattern in _YEARS[:2] or _DEGREE.search(token) or _SUBJECT.search(token)):
            rest = f"{token[: match.start()]} {token[match.end() :]}"
            place = re.search(rf"\b(?:at|from|,)\s+(?:the\s+)?(?P<place>.*(?:{_PLACE.pattern}).*)", rest, re.IGNORECASE)
            rest = rest[: place.start()] if place else rest
            year = ordinals.number(match["ordinal"])
            return DraftAuthor("", _programme(rest), year, place["place"].strip() if place else "")
    if _SUBJECT.fullmatch(token) or (_DEGREE.search(token) and len(token.split()) <= 5):
        return DraftAuthor("", _programme(token))
    return None


def _programme(text: str) -> str:
    """The programme that is left of a part without its year; "medical student" names none."""
    words = re.sub(
        r"\b(?:students?|studying|of|in|undergraduate|studente?|étudiante?s?)\b", " ", text, flags=re.IGNORECASE
    )
    words = " ".join(words.split()).strip(" -–")
    words = re.sub(r"^(?:(?:de|en)\s|d[’'])+", "", words)
    words = re.sub(r"\b(?:mbchb|mbbch)\b", lambda match: _SPELT[match[0].casefold()], words, flags=re.IGNORECASE)
    return (
        "" if words.casefold() in ("medical", "medicine", "mediese", "law", "a", "the") and words.islower() else words
    )


def _given(authors: Sequence[DraftAuthor], known: DraftAuthor | None) -> list[DraftAuthor]:
    """The authors, the last of whom has what else is known."""
    if known is None or not authors:
        return list(authors)
    last = authors[-1]
    if known.affiliation and last.affiliation:
        known = replace(known, affiliation=f"{last.affiliation}, {known.affiliation}")
    return [*authors[:-1], known.filled(last)]


def _shared(authors: Sequence[DraftAuthor]) -> tuple[DraftAuthor, ...]:
    """Apply to all names what is written once after several."""
    last = authors[-1]
    plain = [author for author in authors[:-1] if not author.has_details]
    if len(plain) == len(authors) - 1:
        return tuple(replace(last, name=author.name, orcid=author.orcid) for author in authors)
    return tuple(author if author.affiliation else replace(author, affiliation=last.affiliation) for author in authors)
