"""Checks of what is written in one name of the bibliography and is no part of it: titles, degrees, capitals, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studenthub.parse import latex
from studenthub.parse.bibtex import BRACED
from studenthub.parse.bibtex.names import Span, people
from studenthub.parse.organisations import is_organisation
from studenthub.parse.person import TITLES
from studenthub.rules.bibliography.names import BEHIND, BEHIND_IN, people_fields, persons_in, without_degrees
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened

#: Four capitals: no shorter surname is reported.
_CAPITALS = re.compile(r"[^\W\d_a-z]{4}")
#: First name and surname in capitals, none of them as short as initials may be.
_SHOUTED = re.compile(r"[^\W\d_]{3,}(?:[ -][^\W\d_]{3,})* (?:[^\W\d_]['’])?[^\W\d_]{4,}(?:-[^\W\d_]{2,})?")
#: The letters between hyphens, and a word of a name: WRITER-NEL, O'WRITER. M-J is initials.
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"(?:[^\W\d_]['’])?[^\W\d_]{2,}(?:-[^\W\d_]{2,})*")
_VOWEL = re.compile(r"[AEIOUYÀ-Þ]")
#: A title before first name and surname, or behind the comma. Dr Seuss is a name, and Doe, MR has initials.
_TITLE = re.compile(
    rf"\A(?:(?:{TITLES})\.? +)+(?=[^\s,]+(?: +|, *)\S)|(?<=,) *(?:(?:{TITLES})(?![\w’'-])\.? *)+(?=\S)", re.IGNORECASE
)
_TITLE_IN = re.compile(rf"\b(?:{TITLES})\b", re.IGNORECASE)
#: The mark of a note or an affiliation behind a word of a name, and a year behind all of it.
_NOTES = r"[0-9*†‡§¶¹²³⁰-⁹]+"
_MARK = re.compile(
    rf"(?<=[^\W\d_]{{2}}){_NOTES}(?:,{_NOTES})*(?=[\s,]|\Z)|(?<!\s)\s*+\(\d{{4}}[a-z]?\)\Z"
    r"|\\textsuperscript\{[^{}]*\}|\$\s*+\^(?:\{[^{}$]*\}|[^{}$])\$"
)
_MARK_IN = re.compile(r"[^\W\d_][0-9*†‡§¶¹²³⁰-⁹]|\(\d{4}|\\textsup|\^")
#: A surname in full with the full stop of initials where its comma is meant. Longer words are not shortened so.
_STOP_IN = re.compile(r"[a-zà-þ’'-]{5}\. ")
_STOP = re.compile(r"(?P<surname>[A-ZÀ-Þ][a-zà-þ’'-]{5,})\. +(?P<given>[A-ZÀ-Þ][\w’'-]*(?:\.(?: ?[A-ZÀ-Þ]\.)*)?)")
_SURNAME = r"(?:(?:van|von|de|der|den|du|le|la|di|da|dos) ){0,2}[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?"
#: People in the braces of an organisation: {Author, A. B.}, or several with first names in full.
_INITIALS = rf"{_SURNAME}, ?(?:[A-Z]\.[ -]?){{1,4}}"
_GIVEN = r"[A-ZÀ-Þ](?:(?! and )[\w’'. -])+"
_IN_BRACES = re.compile(
    rf"{_INITIALS}(?:(?:,? and|,? &|,|;) {_INITIALS})*|{_SURNAME}, {_GIVEN}(?: and {_SURNAME}, {_GIVEN})+"
)
#: What is written where an author is not known.
_NOBODY = frozenset({"n/a", "n.a.", "na", "-", "--", "–", "—", "?", "none", "unknown", "no author", "not known", "nil"})


def title_before_name(checked: Checked) -> Iterator[Finding]:
    """A name has no title before it, and no degree or (Ed.) behind it.

    They would be printed as names: Author, D. A. The style itself says who is an editor.

    Wrong: author = {Dr. Ann Author}, or {Author, Prof Ann}; editor = {Author, Ann (Ed.)}
    Right: author = {Author, Ann}
    """
    for field in people_fields(checked):
        for person in persons_in(field.raw) if _TITLE_IN.search(field.raw) else ():
            match = _TITLE.search(person.text)
            if match and not match[0].isupper():
                right = f"{person.text[: match.start()]} {person.text[match.end() :]}".strip()
                message = f"the title in {shortened(person.text, 80)} would be printed as part of a name"
                part = field.part(person)
                yield part.found(message, f"write {right}", part.fix(right))
        for person in persons_in(field.raw) if BEHIND_IN.search(field.raw) else ():
            match = BEHIND.search(person.text)
            if match and " " in (right := without_degrees(person.text)):
                behind = match[0].removeprefix(match["given"] or "").strip(" ,")
                message = f"{behind} in {shortened(person.text, 80)} would be printed as a name"
                part = field.part(person)
                yield part.found(message, f"write {right}", part.fix(right))


def shouted_names(checked: Checked) -> Iterator[Finding]:
    """A surname is not written in capitals.

    Some databases write names like this; no style turns them into small letters.

    Wrong: author = {AUTHOR, A.}
    Right: author = {Author, A.}
    """
    for field in people_fields(checked):
        raw = field.raw
        if not _CAPITALS.search(raw):
            continue
        persons = [person.text.partition(",") for person in people(raw)] if "," in raw else []
        surnames = [surname.strip() for surname, _, _ in persons]
        if surnames and all(len(name) > 3 and _is_shouted(name) for name in surnames):
            right = " and ".join(
                f"{_calm(surname)},{''.join(map(_calmed, re.split('( )', given)))}"
                for surname, (_, _, given) in zip(surnames, persons, strict=True)
            )
            doubtful = [word for _, _, given in persons for word in given.split() if _may_be_initials(word)]
            hint = f"write {shortened(right)}"
            if doubtful:
                hint += f"; or {'. '.join(doubtful[0])}. for {_calm(doubtful[0])}, if these are initials"
            yield field.found("the surnames are all in capitals", hint, None if doubtful else field.fix(right))
            continue
        for person in persons_in(raw):
            if person.text.isupper() and _SHOUTED.fullmatch(person.text):
                name = " ".join(map(_calm, person.text.split()))
                hint = f"write {name}; or put it into braces, if it is an organisation"
                part = field.part(person)
                yield part.found(f"{shortened(person.text)} is all in capitals", hint)


def _calmed(word: str) -> str:
    """A first name in capitals with small letters; initials stay."""
    is_name = (len(word) > 3 or _may_be_initials(word)) and _is_shouted(word)
    return _calm(word) if is_name else word


def _calm(name: str) -> str:
    """A name in capitals with small letters, also behind a hyphen: Mary-Jane, O'Writer."""
    return _LETTERS.sub(lambda part: part[0].capitalize(), name)


def _is_shouted(name: str) -> bool:
    return name.isupper() and _WORD.fullmatch(name) is not None


def _may_be_initials(word: str) -> bool:
    """Whether a word in capitals may be a name or three initials: ANN, BEN."""
    return len(word) == 3 and word.isalpha() and word.isupper() and _VOWEL.search(word) is not None


def sign_in_name(checked: Checked) -> Iterator[Finding]:
    """A name is that of a person, with the surname before a comma, and nothing else is in it.

    The number of an affiliation is printed with the name that it is copied with. In braces, a person is printed as an
    organisation. Where nobody is known who wrote a work, it has no author, and is cited by its title.

    Wrong: author = {Author1, Ann and Writer*, Ben}, {Author. Ann}, {{Author, A.}}, or {N/A}
    Right: author = {Author, Ann and Writer, Ben}
    """
    for field in people_fields(checked):
        raw = field.raw
        if raw.strip(" {}").casefold() in _NOBODY:
            yield field.found(f"{shortened(raw.strip(' {}'))} would be printed as a name", "delete the field")
            continue
        if "{" in raw:
            for one in people(raw):
                inner = one.text.strip("{} ")
                if BRACED.fullmatch(one.text) and _IN_BRACES.fullmatch(inner) and not is_organisation(inner):
                    hint = f"write {shortened(inner, 80)}, without the braces"
                    message = f"{shortened(one.text, 80)} would be printed as an organisation"
                    yield field.part(one).found(message, hint)
        for person in persons_in(raw) if _MARK_IN.search(raw) or _STOP_IN.search(raw) else ():
            part = field.part(person)
            if stop := _STOP.fullmatch(person.text):
                right = f"{stop['surname']}, {stop['given']}"
                message = f"a full stop is behind {stop['surname']}, as if it were short for a name"
                yield part.found(message, f"if it is the surname, write {right}; if not, delete the full stop")
            elif " " in person.text and (match := _MARK.search(person.text)) and _is_name(person):
                right = _MARK.sub("", person.text)
                message = f"{match[0].strip()} in {shortened(person.text, 80)} would be printed with the name"
                yield part.found(message, f"write {right}", part.fix(right))


def _is_name(person: Span) -> bool:
    """Whether a name is written as people's are: no digit is within it, as in the name of a group."""
    rest = _MARK.sub("", person.text)
    return not any(map(str.isdigit, latex.to_text(rest)))
