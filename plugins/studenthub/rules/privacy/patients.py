"""Checks for names, ages and dates by which a patient could be recognised. They print none, as logs are public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from studenthub.parse import capitals, months
from studenthub.parse.markdown.unwrapped import Match
from studenthub.parse.typed_citations import no_names
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document, Prefiltered
from studenthub.rules.finding import Finding
from studenthub.rules.privacy import patients_elsewhere as elsewhere
from studenthub.rules.privacy.personal_data import DATE, DAY, confidential

_SOMEBODY = r"\b(?:[Pp]atient|[Ss]he|[Hh]e|[Tt]hey|woman|man|child|baby|boy|girl|infant)\b"
_BROUGHT = r"brought (?:in|to (?!court|trial|book|justice|light|the (?:court|attention)))"
_CAME = rf"\b(?:admitted|discharged|delivered|operated on|died|presented (?:with|to|at)|{_BROUGHT})\b"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_ADMITTED = Prefiltered(
    rf"(?:{_SOMEBODY}[^.\n]{{0,60}}?{_CAME}|\bwas (?:admitted|discharged|{_BROUGHT})\b)[^.\n]{{0,90}}?\bon "
    rf"(?:the )?(?P<after>{DATE}|{DAY})"
    rf"|\b[Oo]n (?P<before>{DATE}|{DAY}),?[^.\n]{{0,60}}?{_SOMEBODY}[^.\n]{{0,40}}?{_CAME}"
    rf"|\b(?P<lately>[Ll]ast (?:{_WEEKDAY}|night)|[Yy]esterday)\b[^.\n]{{0,60}}?\b(?:patient|ward \d+|bed \d+)\b",
    ("admitted", "discharged", "delivered", "operated on", "died", "presented", "brought", "last", "yesterday"),
)
_PERSON = r"(?:woman|man|lady|gentleman|patient|female|male|person|resident|widow(?:er)?|(?:grand)?(?:mother|father))\b"
_ABOVE_89 = r"(?:9\d|1[01]\d)"
#: What is before the number is looked at last: most texts have few such digits, and a search for digits is fast.
_NUMBER_ABOVE_89 = re.compile(r"(?:9\d|1[01]\d)\b(?<!\w9\d)(?<!\w1\d\d)")
_OLD = re.compile(
    rf"\b{_ABOVE_89}[- ]years?[- ]old (?:[\w-]+ ){{0,2}}{_PERSON}"
    rf"|\b(?:{_PERSON}|[Ss]he|[Hh]e|who),?(?: (?:is|was|of|aged|turned)){{1,2}} {_ABOVE_89}(?= years\b|[,.;)\n]|\Z)"
)

#: Where a name may begin, looked at once for each word, however many apostrophes it holds.
_BEGINS = r"(?<![\w’'-])"
_WORD = r"[A-ZÀ-Þ](?=[\w’'-]*[a-zà-ÿ])[\w’'-]+"
_NAME = rf"{_WORD}(?: {_WORD})?"
#: In English, Afrikaans, and isiZulu and isiXhosa, which write a prefix before it.
_TITLE = r"(?:Mr|Mrs|Ms|Miss|[Mm](?:nr|ev|ej)|[uU]?(?:Mnu|Nkk|Nksz)|[uU](?:Mnumzan[ae]|Nkosikazi|Nkosazan[ae]))\b\.?"
_IS_TITLED = re.compile(_TITLE)
_INITIALS = r"(?:[A-Z]{1,3} |(?:[A-Z]\. ?){1,3})"
_PARTICLES = r"(?:(?:van|von|de|der|den|du|le|la) ){0,2}"
_TITLED = rf"{_TITLE} (?:{_INITIALS}?{_PARTICLES}{_NAME})"
_DID = r"(?:was|is|had|has|came|said|told|asked|died|felt|wanted|looked|cried|needed|lived|smiled|lay|sat)"
_TREATED = (
    r"(?:admitted(?! (?:as|by|that|having|to (?:the (?:bar|roll)|practi[cs]e)))|diagnosed|hospitali[sz]ed|intubated"
    r"|discharged(?! from (?:the )?(?:army|navy|duty|service)| by (?:the|a) (?:\w+ )?(?:court|judge|magistrate|jury))"
    r"|resuscitated|operated on|treated for|transfused)\b"
)
#: Each names a patient; the name is the group ``secret``.
_PATIENT_NAMES = tuple(
    Prefiltered(pattern, ("patient", "real name"))
    for pattern in (
        r"\b[Pp]atients?,? (?:named|called|known as|by the name of|whose (?:\w+ )?name (?:is|was)) "
        rf"(?P<secret>{_NAME})",
        rf"\b[Pp]atient(?:['’]s)? (?:\w+ )?[Nn]ame(?: is| was)?[ :=]+(?P<secret>{_NAME})",
        rf"\b[Nn]ame of (?:the|my|our) patient(?: is| was)?[ :=]+(?P<secret>{_NAME})",
        rf"\b[Pp]atients?,?(?: such as| like)? (?P<secret>{_TITLED})",
        rf"\bPatient: (?P<secret>{_WORD} {_WORD})",
        rf"\b(?:[Mm]y|[Oo]ur|[Tt]his|[Tt]he) patient, (?P<secret>{_NAME}),",
        rf"\b(?:[Mm]y|[Oo]ur) patient (?P<secret>{_NAME}) {_DID}\b",
        rf"\b[Pp]atient (?P<secret>{_NAME}),? \((?:ID|aged|\d)",
        rf"{_BEGINS}(?P<secret>{_WORD} {_WORD})(?:, | \()(?:my|our) patient\b",
        rf"{_BEGINS}(?P<secret>{_NAME}) \((?:my|our|the) patient\)",
        rf"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Pp]atient['’]s) real name is (?P<secret>{_NAME})",
    )
)
#: The same as they are written: small letters alone are in too many words.
_TITLES = ("Mr", "Ms", "Miss", "Mnr", "Mev", "Mej", "mnr", "mev", "mej", "Mnu", "Nkk", "Nksz", "Nkos")
_TITLED_PATIENTS = tuple(
    Prefiltered(pattern, tuple(map(str.lower, _TITLES)))
    for pattern in (
        rf"\b(?P<secret>{_TITLED})[^.\n]{{0,30}}? (?:was|is|had been|has been|got)(?: \w+ly)? {_TREATED}",
        rf"\b(?P<secret>{_TITLED})['’]s (?:bed|folder|file|ward|operation|diagnosis|admission|symptoms|scan|X-ray)\b",
        rf"\b(?P<secret>{_TITLED}),? (?:presented (?:with|to)|complained of|came to (?:the|our) (?:clinic|hospital))",
        rf"\b(?P<secret>{_TITLED}), an? \d{{1,3}}[- ]year",
        r"\b(?:admitted|examined|clerked|treated|resuscitated|intubated|discharged|operated on) "
        rf"(?P<secret>{_TITLED})",
    )
)
_AGED = r"(?:\d{1,3}(?:[- ]years?[- ]old|[- ]?y[/.]?o\b)|aged \d{1,3}\b)"
#: Most texts give nobody's age, in words or as a number beside a comma or in brackets.
_AGE = Prefiltered(
    rf"(?<!\w){_AGED}|\d(?:-jarige| an(?:o)?s\b)",
    ("years", "year old", "year-old", "yo", "y.o", "y/o", "aged ", "-jarige", " ans", " anos"),
)
_BARE_AGE = re.compile(r"[1-9]\d[,)](?:(?<=, \d\d[,)])|(?<=\(\d\d[,)]))")
#: What has an age and a name, and is nobody.
_THING = (
    r"(?:hospital|clinic|school|university|college|institution|building|company|firm|bank|city|town|township|country"
    r"|province|republic|state|democracy|law|act|drug|medicine|opioid|disease|condition|tradition|study|trial|programme"
    r"|project|journal|organi[sz]ation)"
)
_SOMEBODY_OF_AN_AGE = (
    rf"(?:{_PERSON}|(?:boy|girl|child|infant|toddler|teenager|student|teacher|nurse|worker|driver|farmer|miner)\b)"
)
_SHORT_NAME = rf"{_WORD}(?: (?:{_WORD}|[A-Z]\b))?"
#: Somebody with a title, and a name or only its first letter; and a baby.
_TITLED_PERSON = re.compile(
    rf"\b(?P<secret>{_TITLED}|{_TITLE} [A-Z]\b(?![\w.]\w)|[Bb]aby (?:of )?(?!Friendly|Boomer|Doe\b){_WORD})"
)
#: A name does not begin with the first word of a sentence, and what is behind "in" is a place.
_BEGINS_NAME = (
    rf"{_BEGINS}(?<!\b[Ii]n )(?<!\b[Aa]t )(?<!\bFrom )(?!(?:In|At|On|Of|From|For|To|By|With|As|And|But|Or|If|When|While"
    r"|Where|Although|Though|Because|Since|Only|Also|Then|So|Yet|Here|Now|Thus|The|This|That|Our|My|Her|His|Their|Its"
    r"|Both|Even|Among|After|Before|Like|Unlike) )"
)
#: What is said of people alone, and not of a firm, a drug or a disease.
_LIVED = (
    rf"(?:lives?|lived|told|died|who|came(?! (?:first|second|third|last|next|out|on|before|after)\b)"
    rf"|work(?:s|ed)? (?:at|as an?)|was (?:admitted|diagnosed with|{_BROUGHT}|rushed (?:in|to)|referred to(?! as)"
    r"|operated on|pregnant))\b"
)
#: Words before a number in brackets that says how many they are.
_OF_MANY = (
    "(?:Women|Men|People|Children|Staff|Most|Half|Some|Many|Few|All|Everyone|Everybody|Nobody|Others?|Participant"
    "|Patient|Respondent|Group|Author)"
)
#: Somebody of whom a text gives the age.
_AGED_PERSON = (
    Prefiltered(
        rf"\b(?:{_AGED} (?:[\w-]+ ){{0,2}}{_SOMEBODY_OF_AN_AGE}(?: from [^,.\n]{{1,40}})?"
        rf"|{_SOMEBODY_OF_AN_AGE},? aged \d{{1,3}})(?:,| named| called|,? whose name (?:is|was)) "
        rf"(?P<secret>{_SHORT_NAME})",
        ("old", "yo", "y/o", "y.o", "aged"),
    ),
    Prefiltered(
        rf"{_BEGINS}(?P<secret>{_SHORT_NAME})\.?(?:,| \()(?: an?)? ?{_AGED}(?! (?:\w+ )?{_THING}\b)",
        ("old", "yo", "y/o", "y.o", "aged"),
    ),
    # Thandi, 34, was admitted. Behind a name, a number in brackets may be that of a source.
    Prefiltered(rf"{_BEGINS_NAME}(?P<secret>{_NAME}), [1-9]\d, {_LIVED}", (",",)),
    Prefiltered(
        rf"{_BEGINS_NAME}(?P<secret>{_WORD} {_WORD}), [1-9]\d, (?:is|was|has|had|said|says|work(?:s|ed)?)\b", (",",)
    ),
    Prefiltered(
        rf"{_BEGINS_NAME}(?P<secret>{_NAME}) \([1-9]\d\)(?:,? (?:lives?|lived|work(?:s|ed)?) (?:with|at|as an?|alone)\b"
        rf"|,? (?:lives?|lived) in\b|, an? (?:[\w-]+ )?{_SOMEBODY_OF_AN_AGE} (?:of|from|in|at)\b"
        r"|, who (?:lives?|lived|works?|worked|was admitted|came)\b"
        rf"|(?= was\b) {_LIVED})",
        (")",),
    ),
    Prefiltered(
        rf"{_BEGINS_NAME}(?P<secret>{_WORD} {_WORD}) \([1-9]\d\)"
        rf"(?:,? work(?:s|ed)? in\b|, an? (?!{_THING}\b)[\w-]+ (?:of|from|in|at)\b)",
        (")",),
    ),
    # Thandi (34) told us that she had pain: one person, and no group of 34.
    Prefiltered(
        rf"{_BEGINS_NAME}(?!(?:\w+s|{_OF_MANY}) \()(?P<secret>{_NAME}) \([1-9]\d\) "
        r"(?:told (?:us|me|my|the (?:nurse|doctor|team))\b|(?:complained|suffers|suffered) (?:of|from)\b"
        r"|had (?:pain|fever|a (?:fever|cough|headache|stroke|seizure)|diabetes|tuberculosis|HIV|TB)\b"
        r"|was (?:in (?:pain|labour)|crying|pregnant)\b)",
        (")",),
    ),
    elsewhere.AGED,
)
#: Somebody of whom a text gives the initials, or says that this is the real name.
_SAID_PERSON = (
    Prefiltered(rf"\b[Rr]eal name(?: is| was|,|:) (?P<secret>{_NAME})", ("real name",)),
    Prefiltered(
        r"\b(?:[Pp]atient,?|[Ii]nitials:?(?: are| were)?) (?P<secret>[A-Z]\. ?[A-Z]\b)", ("patient", "initials")
    ),
)
_PARTY = r"[A-ZÀ-Þ][\w’'-]*+(?>(?: (?:[A-ZÀ-Þ][\w’'-]*+|de|van|der|den|and)){0,5})"
#: The parties of a case, whom judgments name: Author v Hospital.
_PARTIES = Prefiltered(rf"{_BEGINS}{_PARTY} v(?:s?\.|s)? {_PARTY}", (" v ", " v. ", " vs ", " vs. "))
_VERSUS = re.compile(r" vs?\.? ")
_ROLE = r"(?:plaintiff|applicant|appellant|defendant|claimant|litigant|(?:first|second|third) respondent)"
#: Those of whom a text says that they were before a court, which judges them by name; and a case that has their name.
_BEFORE_COURT = Prefiltered(
    rf"\b(?:{_ROLE}s?|[Tt]he accused),? \(?(?P<first>{_TITLED})"
    rf"|(?P<last>{_TITLED}),? \(?(?:the|an?) (?:[\w-]+ )?(?:{_ROLE}|accused)\b"
    rf"|\bthe \*?(?P<case>{_WORD})\*? (?:judgment|judgement|ruling)\b|\*(?P<named>{_WORD})\* case\b",
    (
        *("plaintiff", "applicant", "appellant", "defendant", "accused", "claimant", "litigant"),
        *("respondent", "judg", "ruling", "* case"),
    ),
)
#: A name that the text itself says to be another one.
_PSEUDONYM = Prefiltered(
    r"\b(?:(?:[Ll]et (?:us|me)|[Ll]et[’']s|(?:I|[Ww]e)(?: will| shall|[’']ll)?) call"
    r" (?:him|her|them|(?:this|the|my|our) (?:[\w-]+ )?(?:patient|man|woman|boy|girl|child|baby|mother|father|lady))"
    rf"|whom (?:I|we)(?: will| shall|[’']ll)? call) (?P<called>{_NAME})"
    rf"|{_BEGINS}(?P<name>{_NAME}),? (?:\(|is |was )?"
    r"(?:not (?:his|her|their|the patient[’']s) real name|a pseudonym|name changed)\b",
    ("call", "real name", "pseudonym", "name changed"),
)
_DETAILS = (
    r"(?:(?:,| and|, and| or)(?: (?:all|some|other|the|their|identifying|personal)){0,3}"
    r" (?:details|places|ages|dates|facts|circumstances|information)){0,4}"
)
_PEOPLE = (
    r"(?:(?: (?:all|the|my|our|these|those|both|their)){0,3}(?: [\w-]+)? (?:patients|people|persons|participants"
    r"|children|women|men|families|relatives|staff|those))"
)
_INVOLVED = (
    rf"(?: of{_PEOPLE}(?: and{_PEOPLE})?)?(?: (?:involved|concerned|mentioned|described|interviewed|used|here"
    r"|in (?:this|the) (?:article|essay|story|text)))?"
)
#: Not "The names of two drugs": only what says it of people.
_ALL_CHANGED = Prefiltered(
    r"(?:(?:^|[.!?:;(*_>\n]) ?[Nn]|\b(?:[Aa]ll|[Ss]ome|[Tt]he|[Tt]heir|[Pp]atients?[’']?|[Pp]eople[’']s|and|but) n)"
    rf"ames{_DETAILS}{_INVOLVED} (?:ha(?:ve|d) (?:all |both |since )?been (?:changed|altered)\b(?! by )"
    r"|are (?:all )?(?:invented|fictitious|pseudonyms)\b(?! of))"
    rf"|\b(?:[Hh]is|[Hh]er|[Pp]atient[’']s) name{_DETAILS} ha(?:s|ve) (?:since )?been (?:changed|altered)\b",
    # Each front matter has the word alone: name: Ann Author.
    ("names", "his name", "her name", "patient's name", "patient’s name"),
)
#: Words with a capital that are no name.
_NO_NAMES = {
    "South", "North", "African", "Africa", "Dr", "Doctor", "Prof", "Professor", "Sister", "Nurse", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "God", "Justice", "President", "Minister",
    *map(str.capitalize, (*months.ENGLISH, *no_names.of("part", "counted", "season"))),
}  # fmt: skip
#: The same without a title: words of places, firms and diseases.
_THINGS = {
    "Hospital", "Clinic", "University", "School", "College", "Health", "Bank", "Act", "Cape", "Town", "City", "State",
    "Province", "Republic", "United", "Failure", "Disease", "Syndrome", "Infection",
    # Hospitals that everybody calls by their name alone.
    "Groote", "Schuur", "Baragwanath", "Tygerberg",
}  # fmt: skip
#: Patients and leaders of history, whom essays name. Patients of today have these names too: only advice knows them.
_KNOWN = {"Mandela", "Biko", "Washkansky"}
#: Countries that are first names as well.
_FIRST_NAMES = {"Chad", "Georgia", "Israel", "Jordan"}
#: The same after "my patient,". After a title they are surnames.
_PEOPLES = {
    "English", "Zulu", "Xhosa", "Sotho", "Tswana", "Afrikaans", "Christian", "Muslim", "Hindu", "Jewish",
}  # fmt: skip


def patient_name(checked: Checked) -> Iterator[Finding]:
    """No patient is called by name.

    The law and the oath protect the mere fact that somebody was a patient. An invented patient is welcome: say that
    the patient is invented, and allow it with `ignore`.

    Wrong: My patient, Invented Name, was admitted at night.
    Right: My patient was admitted at night.
    """
    hint = "leave it out; if the patient is invented, say so in the text, and under ignore: in the front matter as well"
    for document in checked.documents:
        for match in _named(document, checked):
            yield confidential(document, match.span("secret"), "the name of a patient", hint)


def _named(document: Document, checked: Checked) -> Iterator[Match]:
    """Where the text itself says that somebody is a patient, and calls them by name."""
    titled = _TITLED_PATIENTS if _has_title(document) else ()
    return _persons(
        document, checked, chain.from_iterable(map(document.find, (*_PATIENT_NAMES, *titled, *elsewhere.NAMES)))
    )


def _persons(document: Document, checked: Checked, matches: Iterable[Match]) -> Iterator[Match]:
    """The ``matches`` whose group ``secret`` is the name of a person, other than a party of a case in the text or among
    its sources, and than a name that the text says to be another one."""
    if found := list(filter(_is_name, matches)):
        others = {word for match in document.find(_PARTIES) for word in match[0].split()}
        others |= {match[match.lastgroup or 0].split()[-1] for match in document.find(_BEFORE_COURT)}
        others |= {word for title in _cited_cases(document, checked) for word in title.split()}
        others |= {(match["called"] or match["name"]).split()[-1] for match in document.find(_PSEUDONYM)}
        yield from (match for match in found if _words(match)[-1] not in others)


def _cited_cases(document: Document, checked: Checked) -> Iterator[str]:
    """The titles of the cases that an article cites, which have the names of their parties."""
    known = checked.catalogue.bibliography.sources
    for source in (known.get(cite.key) for group in document.groups for cite in group.cites):
        if source and _VERSUS.search(source.title):
            yield source.title


def _words(match: Match) -> Sequence[str]:
    return re.split(r"[ .-]+", match["secret"])


def _is_name(match: Match) -> bool:
    words = _words(match)
    if not _NO_NAMES.isdisjoint(words):
        return False
    return bool(_IS_TITLED.match(match["secret"])) or ((_PEOPLES | _THINGS).isdisjoint(words) and not _is_place(match))


def _is_place(match: Match) -> bool:
    return match["secret"] not in _FIRST_NAMES and match["secret"] in capitals.places()


def _has_title(document: Document) -> bool:
    return any(map(document.content.__contains__, _TITLES))


def perhaps_patient(checked: Checked) -> Iterator[Finding]:
    """A patient is not named, not even as Mr, Mrs, Ms, Miss or Baby X, or by initials.

    A surname, or even its first letter, is enough for those who were there. If the person is an author, a judge, a
    teacher or well known, there is nothing to do. A name that is not the real one is fine: say that it is not.

    Wrong: Mrs N. lay in the bed by the window. Patient A.B. slept. A 34-year-old man, Invented N., came.
    Right: An old lady lay in the bed by the window.
    """
    for document in checked.article_documents:
        if next(document.find(_ALL_CHANGED), None):
            continue
        known = {match["secret"] for match in _named(document, checked)}
        for match in _persons(document, checked, _perhaps_named(document)):
            is_new = match["secret"] not in known and _KNOWN.isdisjoint(_words(match))
            if is_new and match.start() >= document.body_start:
                known.add(match["secret"])
                yield document.found(
                    match.start("secret"),
                    "this may be the name of a patient",
                    "if it is, leave it out; if the person is not a patient, there is nothing to do",
                    secret=document.content[slice(*match.span("secret"))],
                )


def _perhaps_named(document: Document) -> Iterator[Match]:
    if _has_title(document) or "aby" in document.content:
        yield from document.find(_TITLED_PERSON)
    has_age = next(document.find(_AGE), None) or _BARE_AGE.search(document.unwrapped.text)
    for pattern in (*(_AGED_PERSON if has_age else ()), *_SAID_PERSON):
        yield from document.find(pattern)


def exact_age(checked: Checked) -> Iterator[Finding]:
    """An exact age above 89 is better left out.

    So few people are that old that the number helps to find them.

    Wrong: A 97-year-old woman
    Right: A woman in her nineties
    """
    for document in checked.documents:
        if _NUMBER_ABOVE_89.search(document.content):
            for match in (*document.find(_OLD), *document.find(elsewhere.OLD)):
                yield document.found(
                    match.start(), "an exact age above 89 helps to find the person", "write: in her nineties"
                )


def exact_day(checked: Checked) -> Iterator[Finding]:
    """The exact day on which a patient was admitted, operated on or died is better left out.

    Everybody on duty, and the family, knows who it was.

    Wrong: She was admitted on 1 March 2024. Last Tuesday a patient came to ward 7.
    Right: She was admitted in autumn.
    """
    for document in checked.documents:
        for match in (*document.find(_ADMITTED), *document.find(elsewhere.DAYS)):
            yield document.found(
                match.start(match.lastgroup or 0),
                "the exact day helps to find out who the patient was",
                "write the season, or leave it out",
            )
