"""The name of a person as people write it at the head of an article: its parts, and what in it is no name.

Such a name is plain text and no BibTeX: "and" and braces mean nothing in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from studenthub.parse.names import Name, plain_name
from studenthub.parse.organisations import is_organisation
from studenthub.source.problems import shortened

#: Titles before a name, in English and Afrikaans. People are called Justice and Doctor.
_TITLES = (
    r"(?:a(?:ssoc(?:iate)?)?[ /.]*)?prof(?:essor)?|dr|mr|mrs|ms|miss|mx|mnr|mev|mej|ds|rev|reverend|adv|advokaat|sir|"
    r"dame"
)
_TITLE = re.compile(rf"(?:(?:{_TITLES})\.? +)+(?=\S)", re.IGNORECASE)
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
_ROMAN = re.compile(r"I{1,3}|IV")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a name, what to write, and the better name where that is certain."""

    message: str
    hint: str
    better: str = ""


def person(text: str) -> Name:
    """The parts of a name: Jane Doe, Piet van der Berg, Martin Luther King Jr., or Doe, Jane."""
    return plain_name(text) or Name(literal=text)


_APART = "write the surname behind “family:” and the first names behind “given:”, on lines of their own"


def slip(text: str) -> Slip | None:
    """What is no name in ``text``, or makes another name of it where it is cited; None where all is well."""
    if (title := _TITLE.match(text)) and title.end() < len(text):
        better = text[title.end() :]
        return _without(text, better, f"begins with a title: {shortened(title[0].strip())}")
    if degrees := _degrees(text):
        better, what = text[: -len(degrees)].rstrip(" ,/"), degrees
        return _without(
            text, better, f"ends in a degree: {shortened(what)}", "; the degree belongs behind “programme:”"
        )
    if brackets := _BRACKETS.search(text):
        better = _BRACKETS.sub(" ", text).strip(" ,")
        return _without(text, better, f"has brackets in it: {shortened(brackets[0].strip())}")
    people = [one.strip(" ,") for one in _SEVERAL.split(text) if one.strip(" ,")]
    if len(people) > 1 and not is_organisation(text):
        hint = f"write “- name: {shortened(people[0])}”, and below it “- name: {shortened(people[1])}”"
        return Slip(f"holds several people: {shortened(text)}", hint)
    if strange := _STRANGE.search(text):
        better = " ".join(_STRANGE.sub(" ", text).split())
        return _without(text, better, f"has signs in it that are no letters: {shortened(strange[0])}")
    return _order(text)


def _degrees(text: str) -> str:
    """The degrees that a name ends in, or ""."""
    start, is_degree = len(text), False
    for token in reversed(list(_TOKEN.finditer(text))):
        word = _BRACKETS.sub("", token[0].replace(".", ""))
        if word and word not in _DEGREES and not _MEMBERSHIP.fullmatch(word):
            break
        is_degree = is_degree or bool(word)
        start = token.start()
    return text[start:] if is_degree and start else ""


def _without(text: str, better: str, message: str, more: str = "") -> Slip:
    """A slip that is gone when a part of the name is; the rest may have another one."""
    rest = slip(better) if better != text and _LETTER.search(better) else None
    better = rest.better if rest else better
    return Slip(message, f"write {shortened(better, 60)}{more}" if better else "write the name alone", better)


def _order(text: str) -> Slip | None:
    """A name that would be turned round, or whose parts nobody can know."""
    words = text.split()
    first, _, rest = text.partition(",")
    if rest and is_organisation(rest.strip()) and not is_organisation(first):
        hint = f"write {first}, and “affiliation: {shortened(rest.strip())}” on the line below it"
        return Slip(f"has an affiliation in it: {shortened(rest.strip())}", hint)
    if is_organisation(text):
        return Slip(f"is that of an organisation: {shortened(text)}", "write “organisation: true” on the line below it")
    if text.count(",") > 2 or any(not part.strip() for part in text.split(",")):
        return Slip(f"has a comma too many: {shortened(text)}", "write it as it is said: Ann Author")
    if "," in text and _looks_like_two(text):
        return Slip(f"may be two people, or one: {shortened(text)}", _APART)
    if len(words) > 1 and not any(letter.isupper() for letter in text) and text.isascii():
        better = " ".join(word.capitalize() for word in words)
        return Slip(f"is in small letters: {shortened(text)}", f"write {better}; or {_APART}")
    last = words[-1].strip(".,")
    if len(words) > 1 and "," not in text and _INITIALS.fullmatch(last) and not _ROMAN.fullmatch(last):
        return Slip(f"ends in initials: {shortened(text)}", f"if {words[0]} is the surname, {_APART}")
    return None


def _looks_like_two(text: str) -> bool:
    """Whether both sides of the one comma may be a first name with a surname: Jane Doe, Ann Author."""
    sides = [part.split() for part in text.split(",")]
    return len(sides) == 2 and all(
        len(side) == 2 and all(word[0].isupper() and len(word.strip(".")) > 1 for word in side) for side in sides
    )
