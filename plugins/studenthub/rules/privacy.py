"""Checks that keep patients private. What they find is printed nowhere: logs of pull requests are public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.rules.check_digits import south_african_id
from studenthub.rules.checked import Checked, Document, Finding

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)\d\d|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d)(?!\d)|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2})"
)
#: A number does not begin within a word, an address or a DOI, and does not end within one.
_ALONE, _ENDS = r"(?<![\w./=+-])", r"(?![\w-]|[.,/]\d)"

_ID = re.compile(rf"(?:{_ALONE}|(?<=\bID))\d{{6}}[ -]?\d{{4}}[ -]?\d{{2}}[ -]?\d{_ENDS}")
_LABELLED_ID = re.compile(
    r"\b(?:ID|identity|passport)(?: document)? (?:no\b\.?|nr\b\.?|number)(?: is| was)?[ :=]*"
    rf"(?P<secret>[A-Z]{{0,2}}\d[\d -]{{5,}}\d){_ENDS}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"{_ALONE}(?:(?:\+|00)27[ -]?(?:\(0\)[ -]?)?[1-8]\d|\(?0(?!80[ -]?0|86[ -]?[0-2])[1-8]\d\)?)"
    rf"[ -]?\d{{3}}[ -]?\d{{4}}{_ENDS}"
)
_FOREIGN_PHONE = re.compile(
    rf"(?<![\w.+])\+(?!27)[1-9]\d{{0,2}}[ -]?(?:\(\d{{1,4}}\)[ -]?)?\d{{1,4}}(?:[ -]?\d{{2,4}}){{2,4}}{_ENDS}"
)
_MAIL = re.compile(r"@(?<=[\w.+-]@)[A-Za-z0-9](?:[\w-]*\.)+[A-Za-z]{2,}")
_MAIL_BOX = re.compile(r"[\w.+-]+\Z")
_NOBODY = re.compile(r"(?:^|\.)(?:example(?:\.(?:org|com|net))?|invalid|test)$", re.IGNORECASE)
_FOLDER = re.compile(
    r"\b(?:(?:folder|file|hospital|patient|clinic|admission|(?:medical )?record)(?:'s|’s)? ?"
    r"(?:no\b\.?|nr\b\.?|num\b\.?|number|#)|MRN)"
    rf"(?: is| was)?[ :=#]*(?P<secret>[A-Z]{{0,4}}[-/ ]?\d(?:[-/ ]?\d){{4,}}){_ENDS}",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    rf"\b(?:date of birth|birth ?date|DOB|D\.O\.B\.?|born on)(?: the| is| was|,)?[ :=]*(?P<secret>{_DATE})",
    re.IGNORECASE,
)
_ADMITTED = re.compile(
    r"\b(?:patient|she|he|they|woman|man|child|baby|boy|girl|infant)\b[^.\n]{0,60}?\b(?:admitted|presented|discharged|"
    rf"delivered|operated on|died)\b[^.\n]{{0,40}}?\bon (?:the )?(?P<secret>{_DATE})"
)
_OLD = re.compile(r"\b(?P<secret>(?:9\d|1[01]\d)[- ]years?[- ]old|aged (?:9\d|1[01]\d))\b")

_TITLES = re.compile(r"M(?:rs?|s|iss|nr|ev|ej)[ .]")
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mnr|Mev|Mej)\b\.?"
_WORD = r"[A-ZÀ-Þ](?=[\w’'-]*[a-zà-ÿ])[\w’'-]+"
_PATIENT_NAMES = (
    re.compile(
        r"\b[Pp]atients?,? (?:named|called|known as|by the name of|whose name (?:is|was)) "
        rf"(?P<secret>{_WORD}(?: {_WORD})?)"
    ),
    re.compile(rf"\b[Pp]atient(?:['’]s)? [Nn]ame(?: is| was)?[ :=]+(?P<secret>{_WORD}(?: {_WORD})?)"),
    re.compile(rf"\b[Nn]ame of (?:the )?patient(?: is| was)?[ :=]+(?P<secret>{_WORD}(?: {_WORD})?)"),
    re.compile(rf"\b[Pp]atient,? (?P<secret>{_TITLE} {_WORD})"),
    re.compile(rf"\bPatient: (?P<secret>{_WORD} {_WORD})"),
    re.compile(rf"\b(?:[Mm]y|[Oo]ur|[Tt]his) patient, (?P<secret>{_WORD}(?: {_WORD})?),"),
)
_TITLED_PATIENT = re.compile(
    rf"\b(?P<secret>{_TITLE} {_WORD})[^.\n]{{0,30}}? (?:was|is|had been|has been|got)(?: \w+ly)? "
    r"(?:admitted|diagnosed|discharged|hospitali[sz]ed|intubated|resuscitated|operated on|treated for)"
)
#: What follows "my patient," with a capital and names nobody.
_NO_NAMES = {
    "South", "North", "African", "Africa", "Dr", "Doctor", "Prof", "Professor", "Sister", "Nurse", "English", "Zulu",
    "Xhosa", "Sotho", "Tswana", "Afrikaans", "Christian", "Muslim", "Hindu", "Jewish", "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday",
}  # fmt: skip


def identity_number(checked: Checked) -> Iterator[Finding]:
    """No South African identity number stands in the hub.

    Such a number names one living person, with the day of birth. Everything on GitHub is public at once, and stays.
    Only numbers with a real day and a right check digit count, so a number that is something else is hardly ever meant.

    Wrong: The patient (ID 800101 0000 000) was seen in the clinic.
    Right: The patient was seen in the clinic.
    """
    for document in checked.with_digits:
        for match in _ID.finditer(document.content):
            if south_african_id(re.sub("[ -]", "", match[0]), checked.today):
                yield _secret(document, match.start(), match[0], "an identity number", _DELETE)


def labelled_identity_number(checked: Checked) -> Iterator[Finding]:
    """No number stands in the hub that the text itself calls an identity or passport number.

    It names one person, whether it is right or mistyped.

    Wrong: Passport number A00000000
    Right: (leave it out)
    """
    for document in checked.documents:
        if not document.has_number or not document.has_any("passport", "ntity n", "id n"):
            continue
        for match in _LABELLED_ID.finditer(document.content):
            digits = re.sub("[ -]", "", match["secret"])
            if not south_african_id(digits, checked.today):
                yield _secret(
                    document, match.start("secret"), match["secret"], "an identity or passport number", _DELETE
                )


def telephone_number(checked: Checked) -> Iterator[Finding]:
    """No telephone number stands in the hub.

    A number leads to a person, and is called by strangers for years. Toll-free and shared-call numbers (0800, 0860 to
    0862) belong to organisations and may stand.

    Wrong: Call her on 082 000 0000.
    Right: Call the helpline on 0800 000 000.
    """
    for document in checked.with_digits:
        for match in _PHONE.finditer(document.content):
            if not re.search(r"ISBN[-: 0-9]*$", document.content[max(0, match.start() - 12) : match.start()]):
                yield _secret(document, match.start(), match[0], "a telephone number", _DELETE_OR_ALLOW)
        for match in _FOREIGN_PHONE.finditer(document.content) if "+" in document.content else ():
            if sum(sign.isdigit() for sign in match[0]) >= 9:
                yield _secret(document, match.start(), match[0], "a telephone number", _DELETE_OR_ALLOW)


def mail_address(checked: Checked) -> Iterator[Finding]:
    """No e-mail address stands in the hub, but those of nobody: name@example.org.

    Machines collect addresses from web pages, and an address often is a name.

    Wrong: Write to author@hospital.test.za.
    Right: Write to the editors.
    """
    for document in checked.documents:
        for match in _MAIL.finditer(document.content):
            box = _MAIL_BOX.search(document.content, max(0, match.start() - 64), match.start())
            if box and not _NOBODY.search(match[0][1:]) and not document.content.startswith("//", box.start() - 2):
                yield _secret(document, box.start(), box[0] + match[0], "an e-mail address", _DELETE_OR_ALLOW)


def folder_number(checked: Checked) -> Iterator[Finding]:
    """No folder, file or hospital number stands in the hub.

    With it, whoever works in that hospital opens the patient's record.

    Wrong: Folder no. 00000000
    Right: (leave it out)
    """
    for document in checked.documents:
        if document.has_number and document.has_any(
            "file n", "older n", "ital n", "tient n", "inic n", "sion n", "cord n", " #", "mrn"
        ):
            for match in _FOLDER.finditer(document.content):
                yield _secret(document, match.start("secret"), match["secret"], "a folder or hospital number", _DELETE)


def date_of_birth(checked: Checked) -> Iterator[Finding]:
    """No full date of birth stands in the hub.

    With gender and town, the day of birth singles out most people. A year or a decade says enough.

    Wrong: She was born on 1 January 1980.
    Right: She is in her forties.
    """
    for document in checked.documents:
        if document.has_any("birth", "born on", "dob", "d.o.b"):
            for match in _BIRTH.finditer(document.content):
                yield _secret(
                    document, match.start("secret"), match["secret"], "a date of birth", "write an age or a decade"
                )


def patient_name(checked: Checked) -> Iterator[Finding]:
    """No patient is called by name.

    The law and the oath protect the mere fact that somebody was a patient. An invented patient is welcome: say that
    the patient is invented, and allow it with `ignore`.

    Wrong: My patient, Invented Name, was admitted at night.
    Right: My patient was admitted at night.
    """
    for document in checked.documents:
        content = document.content
        if "atient" in content:
            for pattern in _PATIENT_NAMES:
                for match in pattern.finditer(content):
                    if _NO_NAMES.isdisjoint(re.split(r"[ -]", match["secret"])):
                        yield _name(document, match)
        if _TITLES.search(content):
            for match in _TITLED_PATIENT.finditer(content):
                yield _name(document, match)


def exact_age(checked: Checked) -> Iterator[Finding]:
    """An exact age above 89 is better left out.

    So few people are that old that the number helps to find them.

    Wrong: A 97-year-old woman
    Right: A woman in her nineties
    """
    for document in checked.documents:
        if document.has_any("old", "aged "):
            for match in _OLD.finditer(document.content):
                yield document.found(
                    match.start(), "an exact age above 89 helps to find the person", "write: in her nineties"
                )


def exact_day(checked: Checked) -> Iterator[Finding]:
    """The exact day on which a patient was admitted, operated on or died is better left out.

    Everybody on duty, and the family, knows who it was.

    Wrong: She was admitted on 1 March 2024.
    Right: She was admitted in autumn.
    """
    for document in checked.documents:
        if " on " in document.content:
            for match in _ADMITTED.finditer(document.content):
                yield document.found(
                    match.start("secret"),
                    "the exact day helps to find out who the patient was",
                    "write the season, or leave it out",
                )


_DELETE = "delete it, and tell the editors: older versions stay visible"
_DELETE_OR_ALLOW = "delete it; if it may stand here, write why under ignore: in the front matter"


def _secret(document: Document, offset: int, secret: str, what: str, hint: str) -> Finding:
    return document.found(offset, f"this looks like {what}", hint, secret=secret)


def _name(document: Document, match: re.Match[str]) -> Finding:
    hint = "leave the name out; if the patient is invented, say so in the text and write it under ignore: as well"
    return _secret(document, match.start("secret"), match["secret"], "the name of a patient", hint)
