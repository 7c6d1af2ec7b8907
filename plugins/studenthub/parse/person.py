"""Parses the name of a person as authors write it: given and family names, titles and degrees.

Such a name is plain text and no BibTeX: "and" and braces mean nothing in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from studenthub.parse.bibtex.names import Name, plain_name
from studenthub.parse.organisations import is_organisation
from studenthub.source.problems import shortened

#: Titles before a name, in English and Afrikaans. People are called Justice and Doctor.
TITLES = (
    r"(?:a(?:ssoc(?:iate)?)?[ /.]*)?prof(?:essor)?|dr|mr|mrs|ms|miss|mx|mnr|mev|mej|ds|rev|reverend|adv|advokaat|sir|"
    r"dame"
)
_TITLE = re.compile(rf"(?:(?:{TITLES})\.? +)+(?=\S)", re.IGNORECASE)
#: Degrees as they are written behind a name, without their stops.
_DEGREES = frozenset([
    "MBChB", "MBBCh", "MBBS", "MB", "ChB", "BChB", "BS", "BChD", "BDS", "PhD", "DPhil", "DSc", "DLitt", "MD",
    "MPhil", "MMed", "MPH", "MBA", "MSc", "MA", "MEd", "MPharm", "MS", "LLB", "LLM", "LLD", "BSc", "BA", "BCom",
    "BComm", "BEd", "BPharm", "BNurs", "BCur", "BOT", "BHons", "Hons", "BMedSc", "BProc", "BIur", "Dip",
    "Diploma", "Cert", "PGDip", "FRS", "RN", "RM", "Esq", "CA", "PrEng", "SC",
])  # fmt: skip
#: Membership of a college: FRCS, MRCP, FCP(SA).
_MEMBERSHIP = re.compile(r"(?:FRC|MRC|FC)[A-Z][A-Za-z]{0,5}")
_TOKEN = re.compile(r"[^\s,/]+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_SEVERAL = re.compile(r"\s*(?:;|&|\band\b|\ben\b(?=\s+[A-ZÀ-Þ])|\bet\b(?=\s+[A-ZÀ-Þ]))\s*")
_STRANGE = re.compile(r"[0-9*†‡§¶#@^_=<>|¹²³⁰-⁹]+")
_INITIALS = re.compile(r"[A-Z]{1,3}")
#: Letters that may be initials as well as a degree: Doe, M. D. and Van Wyk MA.
_SHORT = re.compile(r"[ ,]*(?:[A-Z]\.?){1,3}")
_INITIALS_DOTTED = re.compile(r"(?:[A-Z]\.){1,3}$")
_PARTICLES = frozenset([
    "van", "von", "vom", "de", "del", "della", "der", "den", "di", "da", "du", "dos", "das", "la", "le", "el", "al",
    "ter", "ten", "te", "st", "st.",
])  # fmt: skip
_ROMAN = re.compile(r"I{1,3}|IV")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault of a name, and what to write. ``certain`` is False if the name may be right as it is."""

    message: str
    hint: str
    certain: bool = True


def person(text: str) -> Name:
    """The parts of a name: Jane Doe, Piet van der Berg, Martin Luther King Jr., or Doe, Jane."""
    return plain_name(text) or Name(literal=text)


_APART = "write the surname after “family:” and the first names after “given:”, on lines of their own"


def people(text: str) -> list[str]:
    """The names in a line of several, as authors are listed in print: Ann Author, Ben Writer and Cara Third.

    A comma divides it where a first name and a surname are on both its sides; in Author, Ann it does not.
    """
    if is_organisation(text):
        return [text]
    names = [name for joined in _joined(text) for name in _between_commas(joined)]
    return [name for name in names if _LETTER.search(name)]


def _joined(text: str) -> list[str]:
    return [name.strip(" ,") for name in _SEVERAL.split(text) if name.strip(" ,")]


def _between_commas(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    is_whole = all(len(_names(name)) > 1 and name[0].isupper() and not is_organisation(name) for name in names)
    return names if is_whole and not _degrees(text) else [text]


# Remembered, because an author has written several articles.
@lru_cache(maxsize=1 << 14)
def slip(text: str) -> Slip | None:
    """The part of ``text`` that is no name, or changes the name where it is cited; None if all is well."""
    if (title := _TITLE.match(text)) and title.end() < len(text):
        return Slip(f"begins with a title: {shortened(title[0].strip())}", _rest(text[title.end() :]))
    if degrees := _degrees(text):
        rest = text[: -len(degrees)].rstrip(" ,/")
        hint = f"{_rest(rest)}; the degree belongs after “programme:”"
        return Slip(f"ends in a degree: {shortened(degrees.strip(' ,/'))}", hint, not _INITIALS_DOTTED.match(degrees))
    people = _joined(text)
    if len(people) > 1 and not is_organisation(text):
        hint = f"write “- name: {shortened(people[0])}”, and below it “- name: {shortened(people[1])}”"
        return Slip(f"contains several people: {shortened(text)}", hint)
    return _order(text) or _doubtful(text)


def _degrees(text: str) -> str:
    """The degrees that a name ends in, or ""."""
    start, is_degree = len(text), False
    for token in reversed(list(_TOKEN.finditer(text))):
        word = token[0].replace(".", "").strip("()[]")
        in_brackets = word != token[0].replace(".", "")
        if _BRACKETS.sub("", token[0].replace(".", "")) in _DEGREES or word in _DEGREES or _MEMBERSHIP.match(word):
            is_degree = True
        elif not in_brackets:
            break
        start = token.start()
    if not (is_degree and start) or (_SHORT.fullmatch(text, start) and len(_names(text[:start])) < 2):
        return ""
    return text[start:]


def _names(text: str) -> list[str]:
    """The words of a name without its particles."""
    return [word for word in text.replace(",", " ").split() if word.lower() not in _PARTICLES]


def _rest(text: str) -> str:
    """The hint of a name of which only ``text`` is one: what in it is none as well is left out."""
    while (found := _TITLE.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    text = _BRACKETS.sub(" ", text.removesuffix(_degrees(text))).strip(" ,/")
    return f"write {shortened(text, 60)}" if _LETTER.search(text) else "write the name alone"


def _order(text: str) -> Slip | None:
    """A name with an affiliation in it, or of which a part is missing."""
    first, _, rest = text.partition(",")
    if rest and is_organisation(rest.strip()) and not is_organisation(first):
        hint = f"write {first}, and “affiliation: {shortened(rest.strip())}” on the line below it"
        return Slip(f"has an affiliation in it: {shortened(rest.strip())}", hint)
    if not is_organisation(text) and (text.count(",") > 2 or any(not part.strip() for part in text.split(","))):
        return Slip(f"has a comma too many: {shortened(text)}", "write it as it is said: Ann Author")
    return None


def _doubtful(text: str) -> Slip | None:
    """A name that is printed as written, because its parts are not certain, or whether all of it is a name."""
    words = text.split()
    last = words[-1].strip(".,")
    message, hint = "", ""
    if is_organisation(text):
        message, hint = "is that of an organisation", "write “organisation: true” on the line below it"
    elif "," in text and _looks_like_two(text):
        message, hint = "may be two people, or one", _APART
    elif len(words) > 1 and not any(letter.isupper() for letter in text) and text.isascii():
        better = " ".join(word.capitalize() for word in words)
        message, hint = "is in small letters", f"write {better}; or {_APART}"
    elif len(words) > 1 and text.isupper() and all(len(word.strip(".,")) > 1 for word in words):
        better = " ".join(word.title() for word in words)
        message, hint = "is in capitals", f"write {better}, or as its owner writes it"
    elif len(words) > 1 and "," not in text and _INITIALS.fullmatch(last) and not _ROMAN.fullmatch(last):
        message, hint = "ends in initials", f"if {words[0]} is the surname, {_APART}"
    elif brackets := _BRACKETS.search(text):
        message, text, hint = "has brackets in it", brackets[0].strip(), "leave out what does not belong to the name"
    elif strange := _STRANGE.search(text):
        message, text, hint = (
            "has characters in it that are not letters",
            strange[0],
            "leave out what does not belong to the name",
        )
    return Slip(f"{message}: {shortened(text)}", hint, certain=False) if message else None


def _looks_like_two(text: str) -> bool:
    """Whether both sides of the one comma may be a first name with a surname: Jane Doe, Ann Author."""
    sides = [part.split() for part in text.split(",")]
    return len(sides) == 2 and all(
        len(side) == 2 and all(word[0].isupper() and len(word.strip(".")) > 1 for word in side) for side in sides
    )
