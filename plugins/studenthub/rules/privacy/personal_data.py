"""Checks for numbers and addresses of persons. They print none, as logs of pull requests are public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from studenthub.parse import months
from studenthub.parse.check_digits import south_african_id
from studenthub.parse.markdown.unwrapped import Match
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document, Prefiltered
from studenthub.rules.finding import Finding

_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in map(str.capitalize, months.ENGLISH)) + "|Sept)"
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)\b"
DATE = (
    rf"(?:{DAY},? (?:19|20)\d\d"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d)(?!\d)|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2})"
)
#: A number does not begin within a word, an address or a DOI, and does not end within one.
_ALONE, _ENDS = r"(?<![\w./=+-])", r"(?![\w-]|[.,/]\d)"
_NUMBER = r" ?(?:no\b\.?|nr\b\.?|num\b\.?|number\b|#)(?: is\b| was\b)?[ :=#(]*"

_ID = re.compile(
    rf"(?:{_ALONE}|(?<=\bID)|(?<=\bID_))"
    rf"\d\d[ -]?\d\d[ -]?\d\d[ -]?\d{{4}}[ -]?\d\d[ -]?\d{_ENDS}"
)
_LABELLED_ID = re.compile(
    rf"\b(?:(?:I\.?D\.?|identity(?: document)?|passport|permit|student|staff|employee){_NUMBER}"
    r"|passport[ :=(]*(?=(?-i:[A-Z]{1,2})\d)|(?-i:ID)[ :=(]*(?=\d{13}(?!\d))"
    r"|(?:asylum[- ]seeker|refugee)(?:['’]?s)?(?: (?:permit|ID|visa|status))?[ :=(]*)"
    rf"(?P<secret>(?-i:[A-Z]{{0,6}})\d[\d -]{{5,}}\d){_ENDS}",
    re.IGNORECASE,
)
#: The number of a student at Cape Town: letters of the name, and three digits.
_STUDENT = Prefiltered(
    rf"\bstudente?n?(?:{_NUMBER}|nommer(?: is)?[ :=#(]*)(?P<secret>(?-i:[A-Z]{{6}})\d{{3}}){_ENDS}",
    ("student",),
    re.IGNORECASE,
)
#: Seven more digits of a telephone number, however they are grouped.
_REST = r"(?:[ .-]?\d){7}"
_PHONE = re.compile(
    rf"{_ALONE}(?:(?:\+|00)27[ .-]?(?:\(0\)[ -]?)?\(?[1-8]\d\)?|\(?0[1-8]\d\)?|27[ -]?[6-8]\d){_REST}{_ENDS}"
    rf"|(?:(?<=\bwa\.me/)|(?<=\bphone=)|(?<=\btel:)|(?<=[Tt]el\.))\+?\d{{9,15}}{_ENDS}"
)
#: How telephone numbers are written at home, by the country: https://www.itu.int/oth/T0202.aspx?parent=T0202
_PHONES: Mapping[str, re.Pattern[str]] = {
    "BR": re.compile(rf"{_ALONE}(?:\([1-9]{{2}}\) ?9?\d{{4}}|[1-9]{{2}} 9\d{{4}})[ -]\d{{4}}{_ENDS}"),
    "FR": re.compile(rf"{_ALONE}0[1-79](?:[ .-]?\d\d){{4}}{_ENDS}"),
    "KE": re.compile(rf"{_ALONE}0(?:7\d\d|1[01]\d)(?:[ -]?\d{{3}}){{2}}{_ENDS}"),
    "PT": re.compile(rf"{_ALONE}(?:9[1236]\d|2[1-9]\d)(?:[ -]\d{{3}}){{2}}{_ENDS}"),
}
#: Numbers of organisations, which cost the caller little: 080 and 0860 to 0862.
_PUBLIC = re.compile(r"(?:\+?27|0027|0)(?:80|86[012])")
#: What is before a number that is no telephone's.
_OTHER_NUMBER = re.compile(
    r"(?:IS[BS]N|PMID|(?:grant|award|account|reference|registration|approval|protocol|order|invoice|trial)"
    r"(?: (?:no\b\.?|nr\b\.?|number))?)[-: 0-9]{0,8}$",
    re.IGNORECASE,
)
_FOREIGN_PHONE = re.compile(
    rf"(?<![\w.+])\+(?!27)[1-9]\d{{0,2}}[ -]?(?:\(\d{{1,4}}\)[ -]?)?\d{{1,4}}(?:[ -]?\d{{2,4}}){{2,4}}{_ENDS}"
)
_MAIL = re.compile(r"@(?<=[\w.+-]@)[A-Za-z0-9](?:[\w-]*\.)+[A-Za-z]{2,}")
#: A picture for screens of twice the sharpness: logo@2x.png.
_NAME_OF_FILE = re.compile(
    r"@\d(?:\.\d+)?x\.|.*\.(?:png|jpe?g|gif|webp|svg|avif|pdf|tiff?|css|js|html?)$", re.IGNORECASE
)
_MAIL_BOX = re.compile(r"(?<!@)\b[\w.+-]+\Z")
_SPELT_MAIL = Prefiltered(
    r"[\w.+-]+ ?[\[(]at[\])] ?[\w-]+(?: ?(?:\.|[\[(]dot[\])]) ?[\w-]+)+", ("at)", "at]"), re.IGNORECASE
)
_NOBODY = re.compile(r"(?:^|\.)(?:example(?:\.(?:org|com|net))?|invalid|test)$", re.IGNORECASE)
_FOLDER = Prefiltered(
    r"\b(?:(?:folder|file|hospital|patient|clinic|admission|episode|lab(?:oratory)?|(?:medical )?record|GT|medical aid)"
    rf"(?:'s|’s)?(?:{_NUMBER}|(?: ID\b)[ :=#(]*)|(?:MRN|UHID|folder)[ :=#(]*)"
    rf"(?P<secret>(?-i:[A-Z]{{0,4}})[-/ ]?\d(?:[-/ ]?\d){{4,}}){_ENDS}",
    (
        *("folder", "file", "hospital", "patient", "clinic", "admission", "episode", "lab", "record", "gt"),
        *("mrn", "uhid", "medical aid"),
    ),
    re.IGNORECASE,
)
_BIRTH = Prefiltered(
    r"\b(?:date of birth|birth ?date|birthday|DOB|D\.O\.B\.?|born)(?: on)?(?: the| is| was|,)?[ :=(]*"
    rf"(?P<secret>{DATE})",
    ("birth", "born", "dob", "d.o.b"),
    re.IGNORECASE,
)
_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Crescent|Close|Way|Place|Terrace|Court|Boulevard|Straat|Weg|Laan"
    r"|Rylaan)\b"
)
_WHOSE = r"(?:[Hh]is|[Hh]er|[Tt]heir|[Pp]atient[’']s)"
_DECIMAL = r"\d{1,3}\.\d{3,8}"
#: A latitude or a longitude with a sign, the sign of degrees or a direction.
_DEGREES = (
    rf"(?:[-−]{_DECIMAL}|[-−]?(?:{_DECIMAL}|\d{{1,3}}°[ ]?\d{{1,2}}['’′](?:[ ]?\d{{1,2}}(?:\.\d+)?[\"”″])?)"
    r"[ ]?(?:°[ ]?(?:[NSEWO]\b)?|[NSEWO]\b))"
)
#: One of the two, or four decimals: other numbers are written with three. People live on an amount.
_PLACE = (
    rf"(?:\(?{_DEGREES}[,;]? (?:{_DEGREES}|{_DECIMAL})"
    rf"|(?<!\b[Oo][nf] )\(?{_DECIMAL}(?:[,;] {_DEGREES}|(?<=\.\d{{4}})\d*[,;]? \d{{1,3}}\.\d{{4,8}})\b)"
)
#: Where somebody lives: a number and a street, as they are written in English, Afrikaans, isiZulu, French and
#: Portuguese; or a latitude and a longitude.
_HOME = Prefiltered(
    r"\b(?:(?:[Ll]iv(?:es?|ed|ing)|[Ss]tay(?:s|ed|ing)?|[Rr]esid(?:es?|ed|ing)|[Rr]esident) (?:at|in|on|of)"
    rf"|(?:[Hh]ome|{_WHOSE}) address(?: is| was| as)?[ :]"
    rf"|{_WHOSE} (?:home|house|flat|shack|apartment)(?:,| (?:is |was |stands )?(?:at|in|on)| is| was)"
    r"|(?:[Ww]oon|[Bb]ly) (?:by|in|te)|[Ss]y (?:huis|woonstel|adres) (?:is|was)(?: in| by)?"
    r"|\w*hlala (?:e|ku|kwa)-?) ?"
    rf"(?P<secret>(?:(?:[Ff]lat|[Uu]nit|[Rr]oom|[Aa]partment|[Aa]pt)\.? \w{{1,5}},? )?"
    rf"(?:(?:[A-Z]\w*+ ){{0,2}}[A-Z]\w*+, )?(?:no\. ?|number )?\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w’'-]*+ ){{1,3}}{_STREET}"
    r"|[A-Z][\w’'-]*?(?:straat|weg|laan)\b ?\d{1,5}\b|[A-Z][\w’'-]*+ (?:Straat|Weg|Laan) \d{1,5}\b"
    rf"|{_PLACE})"
    r"|\b(?:habit(?:e|ait)|vi(?:t|vait)|résid(?:e|ait))(?: au)?,? "
    r"(?P<rue>\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|allée|impasse|place|chemin) [^,.\n]{2,40})"
    r"|\b(?:mor(?:a|ava)|viv(?:e|ia)|resid(?:e|ia)) (?:n[ao]|em) "
    r"(?P<rua>(?:[Rr]ua|[Aa]venida|Av\.|[Tt]ravessa) [^,.\n]{2,40},? (?:n\.?[ºo°] ?)?\d{1,5}\b)",
    (
        *("live", "living", "stay", "resid", "address", "woon ", "bly ", "habit", "vit ", "vit,", "résid"),
        *("mora", "viv", "home", "house", "flat", "shack", "apartment", "sy huis", "sy woonstel", "sy adres", "hlala"),
    ),
)
#: What makes a house one that anybody may know.
_PUBLIC_HOUSE = re.compile(r"[Mm]us(?:eum|eu|ée)|[Mm]onument|[Ee]mbass|[Hh]eritage|\bPresident|Minister\b")
#: What is beside one is not.
_BESIDE = re.compile(r"\b(?:near|opposite|behind|beside|next to|close to|across from) (?:[\w’'-]+ ){0,4}[\w’'-]+")
_SENTENCE = re.compile(r"[.!?] |\n")
#: The provinces of South Africa, by which numbers of cars end: https://www.natis.gov.za
_PROVINCES = ("EC", "FS", "GP", "MP", "NC", "NW", "ZN")
_NO_VOWEL = "[B-DF-HJ-NP-TV-Z]"
_CAR = Prefiltered(
    r"(?<![\w-])(?!BMW|PCR|[MX]DR)(?P<secret>"
    rf"(?:{_NO_VOWEL}{{3}} ?\d{{3}}|{_NO_VOWEL}{{2}} ?\d\d ?{_NO_VOWEL}{{2}}) ?(?:{'|'.join(_PROVINCES)})\b(?!-?\d))",
    tuple(map(str.lower, _PROVINCES)),
)
#: What makes such a number that of a car: without it, it may be one of a test, a model or units.
_ABOUT_A_CAR = re.compile(
    r"\b(?:cars?|vehicles?|bakkies?|taxis?|trucks?|minibus(?:es)?|motor(?:cycle|bike)s?|hijack(?:ed|ers?|ing)|drove"
    r"|registration|(?:number |licen[cs]e )?plates?|kar|voertuig|nommerplaat|registrasie(?:nommer)?)\b",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n\s*\n")
#: Codes of towns that are hardly anything else: Cape Town, George, Bellville, Durban, Pietermaritzburg.
_TOWN = "(?:CA|CAW|CY|ND|NP)"
_VEHICLE = "(?:car|vehicle|bakkie|taxi|truck|minibus|kar|voertuig)"
#: The same without a province, or with that of Limpopo, is like much else: the text says what it is.
_CALLED_CAR = Prefiltered(
    r"\b(?:(?i:registration(?: plate)?|number ?plate|licen[cs]e plate|nommerplaat|registrasie(?: ?nommer)?"
    rf"|{_VEHICLE}(?:['’]s)? ?(?:number|no\.|nommer))(?i: ?(?:number|no\.?))?(?i: is| was)?[ :=(#,]*"
    # A year, and registers of courses, organisations and trials, are none.
    r"(?P<secret>(?!CEU|CME|CPD|NCT|NPO|NQF)(?:C[A-Z]{1,2}|N[A-Z]{1,3}) ?"
    r"(?!(?:19|20)\d\d\b)(?:\d{1,3}[- ]\d{3}|\d{3,6})"
    rf"|{_NO_VOWEL}{{3}} ?\d{{3}} ?L)"
    rf"|(?i:{_VEHICLE}),? \(?(?P<plate>{_TOWN} \d{{3}}[- ]\d{{3}}(?! \d)))(?![\w/-])",
    ("registra", "plate", "plaat", "car", "vehicle", "bakkie", "taxi", "truck", "minibus", "kar", "voertuig"),
)
#: Few texts have such a number, and most have "car" in a word.
_LIKE_A_PLATE = re.compile(rf"{_NO_VOWEL}(?:(?<=[CN])[A-Z]{{1,3}} ?\d|{_NO_VOWEL}{{2}} ?\d{{3}} ?L)")
_ACCOUNT = Prefiltered(
    rf"\b(?:(?:account|acc\.?|rekening){_NUMBER}|rekeningnommer(?: is)?[ :=#(]*|numéro de compte[ :=#(]*"
    r"|(?:compte|conta)(?: bancaire| bancária)? ?(?:n°|nº|n\.º)[ :=#(]*|\bIBAN(?: is)?[ :=#(]*(?=[A-Z]{2}\d\d))"
    rf"(?P<secret>(?:[A-Z]{{2}}\d\d[ ]?)?(?:\d|[A-Z]{{4}} ?\d)(?:[ -]?\d){{5,25}}){_ENDS}",
    ("account", "acc ", "acc.", "rekening", "compte", "conta", "iban"),
    re.IGNORECASE,
)
_MONTH_ELSEWHERE = "(?i:" + "|".join(sorted(months.IN_FULL)) + ")"
#: A whole day in Afrikaans, French or Portuguese.
DATE_ELSEWHERE = (
    rf"(?:\d{{1,2}}(?:er)? (?:de )?{_MONTH_ELSEWHERE}(?: de)? (?:19|20)\d\d"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d)(?!\d))"
)
#: The same in Afrikaans, French and Portuguese.
_BIRTH_ELSEWHERE = Prefiltered(
    r"\b(?:née?(?:\(e\))? le|date de naissance|nascid[oa] (?:a|em)|data de nascimento|gebore op"
    r"|geboortedatum(?: is)?)[ :=(]*"
    rf"(?P<secret>{DATE_ELSEWHERE})",
    ("né", "naissance", "nascid", "nascimento", "gebore", "geboorte"),
    re.IGNORECASE,
)
_FOLDER_ELSEWHERE = Prefiltered(
    r"\b(?:(?:dossier|numéro de dossier|processo|prontuário|utente)(?: médical| clínico)? ?(?:n°|nº|n\.º|no\b\.?"
    r"|numéro|número)|(?:lêer|pasiënt|hospitaal|hospitaallêer|opname)(?: ?nommer|nr\.?| nr\.?)(?: is)?)"
    rf"[ :=#(]*(?P<secret>\d(?:[-/ ]?\d){{4,}}){_ENDS}",
    ("dossier", "processo", "prontuário", "utente", "lêer", "pasiënt", "hospitaal", "opname"),
    re.IGNORECASE,
)
#: A French number of social security, with the century, month and department that it begins with; and its key.
_NIR = re.compile(rf"{_ALONE}[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?\d[\dAB] ?\d{{3}} ?\d{{3}} ?\d\d{_ENDS}")


def _is_nir(text: str) -> bool:
    """Whether the key of a French number of social security is right: 97 less the remainder of the rest by 97."""
    plain = text.replace(" ", "").replace("2A", "19").replace("2B", "18")
    return plain.isdecimal() and int(plain[13:]) == 97 - int(plain[:13]) % 97


def identity_number(checked: Checked) -> Iterator[Finding]:
    """The hub holds no South African identity number.

    Such a number names one living person, with the day of birth. Everything on GitHub is public at once, and stays.
    Only numbers with a real day and a right last digit count, so a number that is something else is hardly ever meant.
    In a French hub, a number of social security with its key is one as well.

    Wrong: My neighbour (ID 800101 0000 000) agreed.
    Right: My neighbour agreed.
    """
    for document in checked.with_digits:
        if checked.settings.country == "FR":
            for match in document.find(_NIR):
                if _is_nir(match[0]):
                    yield confidential(document, match.span(), "an identity number", _DELETE)
            continue
        for match in document.find(_ID):
            if south_african_id(re.sub("[ -]", "", match[0]), checked.today):
                yield confidential(document, match.span(), "an identity number", _DELETE)


def _is_identity_number(checked: Checked, text: str) -> bool:
    """Whether HUB501 reports a number already."""
    return checked.settings.country == "ZA" and south_african_id(re.sub("[ -]", "", text), checked.today)


def labelled_identity_number(checked: Checked) -> Iterator[Finding]:
    """The hub holds no number that the text itself calls an identity, passport or permit number.

    It names one person, whether it is right or mistyped.

    Wrong: Passport number A00000000
    Right: (leave it out)
    """
    for document in checked.documents:
        for match in _labelled_ids(document):
            if not _is_identity_number(checked, match["secret"]):
                yield _labelled(document, match, "an identity or passport number")


def _labelled_ids(document: Document) -> Iterable[Match]:
    yield from document.find(_STUDENT)
    yield from document.find(_LABELLED_ID) if document.has_number else ()


def telephone_number(checked: Checked) -> Iterator[Finding]:
    """The hub holds no telephone number.

    A number leads to a person, and is called by strangers for years. Numbers that are free, or cost as much as a local
    call (080, and 0860 to 0862), belong to organisations and are allowed.

    Wrong: Call her on 082 000 0000.
    Right: Call the helpline on 0800 000 000.
    """
    for document in checked.with_digits:
        for match in document.find(_PHONE):
            if not _PUBLIC.match(re.sub(r"[^\d+]", "", match[0])) and not _OTHER_NUMBER.search(match.before(30)):
                yield confidential(document, match.span(), "a telephone number", _DELETE_OR_ALLOW)
        local = _PHONES.get(checked.settings.country)
        for match in document.find(local) if local else ():
            if not _OTHER_NUMBER.search(match.before(30)):
                yield confidential(document, match.span(), "a telephone number", _DELETE_OR_ALLOW)
        for match in document.find(_FOREIGN_PHONE) if "+" in document.content else ():
            if sum(sign.isdigit() for sign in match[0]) >= 9:
                yield confidential(document, match.span(), "a telephone number", _DELETE_OR_ALLOW)


def mail_address(checked: Checked) -> Iterator[Finding]:
    """The hub holds no e-mail address, except one that belongs to nobody: name@example.org.

    Machines collect addresses from web pages, and an address often is a name.

    Wrong: Write to author@university.test.za.
    Right: Write to the editors.
    """
    for document in checked.documents:
        content = document.content
        for match in _MAIL.finditer(content):
            box = _MAIL_BOX.search(content, max(0, match.start() - 64), match.start())
            if _NAME_OF_FILE.match(match[0]):
                continue
            if box and not _NOBODY.search(match[0][1:]) and not content.startswith("//", box.start() - 2):
                span = box.start(), match.end()
                yield confidential(document, span, "an e-mail address", _DELETE_OR_ALLOW)
        for spelt in document.find(_SPELT_MAIL):
            yield confidential(document, spelt.span(), "an e-mail address", _DELETE_OR_ALLOW)


def folder_number(checked: Checked) -> Iterator[Finding]:
    """The hub holds no folder, file or hospital number.

    With it, anyone who works in that hospital can open the patient's record.

    Wrong: Folder no. 00000000
    Right: (leave it out)
    """
    for document in checked.documents:
        for match in _folders(document):
            if _is_identity_number(checked, match["secret"]):
                continue  # HUB501 reports it
            yield _labelled(document, match, "a folder or hospital number")


def _folders(document: Document) -> Iterable[Match]:
    if not document.has_number:
        return ()
    return (*document.find(_FOLDER), *document.find(_FOLDER_ELSEWHERE))


def date_of_birth(checked: Checked) -> Iterator[Finding]:
    """The hub holds no full date of birth.

    With gender and town, the day of birth singles out most people. A year or a decade says enough.

    Wrong: She was born on 1 January 1980.
    Right: She is in her forties.
    """
    hint = "write an age or a decade; for somebody in history, write why under ignore: in the front matter"
    for document in checked.documents:
        for match in _births(document):
            yield confidential(document, match.span("secret"), "a date of birth", hint)


def _births(document: Document) -> Iterable[Match]:
    return (*document.find(_BIRTH), *document.find(_BIRTH_ELSEWHERE))


def home_address(checked: Checked) -> Iterator[Finding]:
    """The hub holds no address at which somebody lives.

    With it, anyone can find the person. The town, or the kind of place, says enough.

    Wrong: She lives at 1 Example Street.
    Right: She lives in a small town.
    """
    hint = "write the town, or leave it out; for somebody well known, write why under ignore: in the front matter"
    for document in checked.documents:
        for match in document.find(_HOME):
            if not _PUBLIC_HOUSE.search(_BESIDE.sub("", match.around(200, _SENTENCE))):
                yield confidential(document, match.span(match.lastgroup or 0), "a home address", hint)


def number_of_a_thing(checked: Checked) -> Iterator[Finding]:
    """The hub holds no number of somebody's car or bank account.

    Many people and offices can tell whose it is. An account for gifts may stay: say so under `ignore`.

    Wrong: The car, registration CA 000-000, was his. Account number 0000000000
    Right: The car was his.
    """
    for document in checked.documents:
        cars = document.find(_CAR) if any(map(document.content.__contains__, _PROVINCES)) else ()
        cars = (match for match in cars if _ABOUT_A_CAR.search(match.around(300, _PARAGRAPH)))
        called = document.find(_CALLED_CAR) if _LIKE_A_PLATE.search(document.unwrapped.text) else ()
        for match in (*cars, *called):
            yield confidential(document, match.span(match.lastgroup or 0), "the number of a car", _DELETE_OR_ALLOW)
        for match in document.find(_ACCOUNT) if document.has_number else ():
            yield confidential(document, match.span("secret"), "the number of a bank account", _DELETE_OR_ALLOW)


def is_told(document: Document, offset: int) -> bool:
    """Whether a character belongs to something confidential that is reported with its label, such as DOB or MRN."""
    found = (*_labelled_ids(document), *_folders(document), *_births(document))
    return any(match.start() <= offset < match.end() for match in found)


_DELETE = "delete it, and tell the editors: what was saved once stays visible"
_DELETE_OR_ALLOW = "delete it; if it may be here, write why under ignore: in the front matter"


def _labelled(document: Document, match: Match, what: str) -> Finding:
    return confidential(document, match.span("secret"), what, f"{_DELETE}; {_NOBODYS}")


_NOBODYS = "if it is nobody's, write why under ignore: in the front matter"


def confidential(document: Document, span: tuple[int, int], what: str, hint: str) -> Finding:
    """A finding that says what was found, and never quotes it."""
    if document.text.path.endswith(".bib"):
        hint = hint.replace("under ignore: in the front matter", "in a field ignore of this entry, after the code")
    return document.found(span[0], f"this looks like {what}", hint, secret=document.content[slice(*span)])
