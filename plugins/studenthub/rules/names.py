"""Checks of the people in the bibliography: a slip in a name makes two people of one, or one of two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studenthub.model.sources import Source
from studenthub.parse.folding import fold
from studenthub.rules.checked import Checked, Finding
from studenthub.rules.entries import every, found, part, whole, written
from studenthub.source.problems import shortened

_ROLES = ("author", "editor")
_ORGANISATION = re.compile(
    r"\b(?:Organi[sz]ation|Association|University|Universiteit|Ministry|Department|Council|Institute|Committee|Society|"
    r"Academy|Foundation|Hospital|Commission|Republic|Government|Agency|Federation|Consortium|Collaboration|Network|"
    r"Nations|Initiative|Services?)\b"
)
# A run of white space is entered at its beginning only, or a long one would be tried from each of its signs.
_ET_AL = re.compile(r"(?:,|\band\b)?(?<!\s)\s*+\bet\.? al\b\.?", re.IGNORECASE)
_AMPERSAND = re.compile(r"(?<!\s)\s*+\\?&\s*+")
_AND = re.compile(r"(?<!\s)\s++and\s++")
_PERSON = re.compile(r"(?:^|(?<=\sand\s))\S(?>(?:(?!(?<!\s)\s++and\s++[A-Z]).)*)", re.DOTALL)
_SURNAME = r"(?:(?:van|von|de|der|den|du|le|la|di|da|dos) ){0,2}[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?"
#: A person as medical journals print one, Author AB, but for Benedict XVI; and as APA does, Author, A. B.
_VANCOUVER = re.compile(
    rf"(?P<surname>{_SURNAME}) (?!(?:I{{1,3}}|IV|VI{{0,3}}|IX|X{{1,3}}V?I{{0,3}})$)(?P<initials>[A-Z]{{1,3}})"
)
_APA = rf"{_SURNAME}, ?(?:[A-Z]\.[ -]?)+"
_GAP = r"(?:,? ?(?:&|\band\b) ?|[,;] ?)"
_APA_LIST = re.compile(rf"{_APA}(?:{_GAP}{_APA})+")
_SEVERAL = re.compile(rf"{_GAP}")
#: First name and surname, or more of them.
_IN_ORDER = re.compile(r"[A-ZÀ-Þ][\w’'-]*\.?(?: [\w’'-]+\.?){0,4} [A-ZÀ-Þ][\w’'-]+")
_SUFFIX = re.compile(r"(?:Jr|Sr|I{1,3}|IV|V|\d\w\w)\.?", re.IGNORECASE)


def names_without_and(checked: Checked) -> Iterator[Finding]:
    """Between two authors stands the word and; a comma stands between the surname and the first name.

    Otherwise all of them become one person, and initials become a surname.

    Wrong: author = {Author, A., Writer, B.}, {Author A, Writer B}, or {Ann Author, Ben Writer and Carl Third}
    Right: author = {Author, A. and Writer, B.}
    """
    for source in every(checked):
        for role in _ROLES:
            raw = written(source, role)
            if raw and "{" not in raw and _is_run_together(raw):
                right = _apart(raw)
                yield found(
                    source,
                    role,
                    f"these names would be printed as other people: {shortened(raw)}",
                    f"write {shortened(right, 80)}" if right else "write Surname, First name and Surname, First name",
                    whole(source, role, right) if right else None,
                )


def _is_run_together(raw: str) -> bool:
    """Whether commas or other signs part several people, or no comma parts a surname from its initials."""
    people = _AND.split(_ET_AL.sub("", raw))
    if any(_VANCOUVER.fullmatch(person.strip(" ,.")) for person in people):
        return True
    return any(_is_crowded(person) for person in people) or _is_list_of_word(people)


def _is_list_of_word(people: Sequence[str]) -> bool:
    """Whether names are listed as in a sentence: Ann Author, Ben Writer and Carl Third.

    García Márquez, Gabriel José and Vargas Llosa, Mario Augusto are two, for each of them has a comma.
    """
    with_comma = [person for person in people if "," in person]
    pieces = [piece.strip() for person in people for piece in person.split(",")]
    return 0 < len(with_comma) < len(people) and all(map(_IN_ORDER.fullmatch, filter(None, pieces)))


def _is_crowded(name: str) -> bool:
    """BibTeX knows at most Family, Jr, Given."""
    pieces = [piece.strip() for piece in re.split(r"(?<!\\),", name.strip(" ,"))]
    if len(pieces) > 1 and all(map(_VANCOUVER.fullmatch, pieces)):
        return True
    return len(pieces) > 3 or (len(pieces) == 3 and not any(map(_SUFFIX.fullmatch, pieces[1:])))


def _apart(raw: str) -> str:
    """The same names as BibTeX wants them; "" where that cannot be known."""
    people = _ET_AL.sub("", raw).strip(" ,.;&")
    others = " and others" if _ET_AL.search(raw) else ""
    short = [_VANCOUVER.fullmatch(person.strip(" .")) for person in _SEVERAL.split(people)]
    if all(short):
        people_apart = [f"{one['surname']}, {' '.join(f'{sign}.' for sign in one['initials'])}" for one in short if one]
        return " and ".join(people_apart) + others
    if _APA_LIST.fullmatch(f"{people}{'' if people.endswith('.') else '.'}"):
        return " and ".join(match.strip() for match in re.findall(_APA, f"{people}.".replace("..", "."))) + others
    parted = [person.strip(" ,") for person in re.split(r";|\\?&|\band\b", people)]
    if all(re.fullmatch(r"[^,]+, ?[^,]+", person) for person in parted) and not _is_list_of_word(parted):
        return " and ".join(parted) + others
    in_order = [person for person in map(str.strip, re.split(r"[,;]|\\?&|\band\b", people)) if person]
    if all(map(_IN_ORDER.fullmatch, in_order)):
        return " and ".join(in_order) + others
    return ""


def et_al(checked: Checked) -> Iterator[Finding]:
    """The field author names people, parted by "and"; the hub shortens the list itself.

    "et al." would be printed as a person. Where the others are not known, write "and others".

    Wrong: author = {Author, A. et al.}
    Right: author = {Author, A. and others}
    """
    for source, role, raw in _people(checked):
        if " al" in raw and (match := _ET_AL.search(raw)):
            at_end = not raw[match.end() :].strip(" {},.")
            yield found(
                source,
                role,
                "et al. would be printed as a person",
                "name all authors, or write: and others",
                part(source, role, match, " and others") if at_end else None,
            )


def ampersand(checked: Checked) -> Iterator[Finding]:
    """Between two authors stands "and".

    A sign such as & makes one person of two.

    Wrong: author = {Author, A. & Writer, B.}
    Right: author = {Author, A. and Writer, B.}
    """
    for source, role, raw in _people(checked):
        if "&" in raw and "{" not in raw and "&amp;" not in raw and (match := _AMPERSAND.search(raw)):
            yield found(
                source,
                role,
                "& makes one person of two",
                "write and between authors; put the name of an organisation into braces",
                part(source, role, match, " and ") if not _ORGANISATION.search(raw) else None,
            )


def _people(checked: Checked) -> Iterator[tuple[Source, str, str]]:
    """The names of an entry that are not run together, which says it all."""
    for source in every(checked):
        for role in _ROLES:
            raw = written(source, role)
            if raw and ("{" in raw or not _is_run_together(raw)):
                yield source, role, raw


def organisation(checked: Checked) -> Iterator[Finding]:
    """The name of an organisation stands in braces of its own.

    Without them, its last word is taken for a family name: "Organization, W. H."

    Wrong: author = {World Health Organization}
    Right: author = {{World Health Organization}}
    """
    for source in every(checked):
        for role in _ROLES:
            raw = written(source, role)
            if not raw or "{" in raw or not _ORGANISATION.search(raw):
                continue
            people = list(_PERSON.finditer(raw))
            for match in people:
                name = match[0]
                if "," in name or not name.count(" ") or not _ORGANISATION.search(name):
                    continue
                # Of "Department of Health and Welfare" nobody but its author knows that it is one.
                certain = all("," in other[0] for other in people if other is not match)
                yield found(
                    source,
                    role,
                    f"{shortened(name)} would be printed as a person",
                    f"write {{{{{shortened(name)}}}}}" if len(people) == 1 else f"write {{{shortened(name)}}}",
                    part(source, role, match, f"{{{name}}}") if certain else None,
                )


def shouted_names(checked: Checked) -> Iterator[Finding]:
    """A surname is not written in capitals.

    Some databases give names so; no style turns them into small letters.

    Wrong: author = {AUTHOR, A.}
    Right: author = {Author, A.}
    """
    for source in every(checked):
        for role in _ROLES:
            raw = written(source, role)
            surnames = [person.partition(",")[0].strip() for person in _AND.split(raw)] if "," in raw else []
            if surnames and all(len(name) > 3 and name.isupper() and name.isalpha() for name in surnames):
                right = " and ".join(
                    f"{name.capitalize()},{person.partition(',')[2]}"
                    for name, person in zip(surnames, _AND.split(raw), strict=True)
                )
                yield found(
                    source,
                    role,
                    "the surnames are all in capitals",
                    f"write {shortened(right)}",
                    whole(source, role, right),
                )


def author_spelt_twice(checked: Checked) -> Iterator[Finding]:
    """An author is spelt in one way everywhere.

    Otherwise readers of the list of sources take one person for two.

    Wrong: Müller, Ann here, and Muller, Ann there
    Right: Müller, Ann everywhere, as the work itself has it
    """
    first: dict[tuple[str, str], tuple[str, Source]] = {}
    for source in every(checked):
        for name in source.authors:
            initials = "".join(word[0] for word in name.given.split())
            if name.literal or not initials:
                continue
            folded = re.sub(r"\W+", "", fold(name.sort_name))
            spelt, other = first.setdefault((folded, initials), (name.sort_name, source))
            if spelt != name.sort_name and other is not source:
                yield found(
                    source,
                    "author",
                    f"{shortened(name.sort_name)} is spelt {shortened(spelt)} elsewhere",
                    f"at {other.place.path}:{other.place.line}; if it is one person, write both alike",
                    others=(other,),
                )
