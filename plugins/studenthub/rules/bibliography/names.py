"""Checks of the people in the bibliography: slips that join two names or split one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studenthub.model.sources.source import Source
from studenthub.parse import latex
from studenthub.parse.bibtex.names import OTHERS, Span, comma_parts, is_whole, names, people
from studenthub.parse.folding import fold
from studenthub.parse.organisations import has_head, is_organisation, is_word, may_be_organisation
from studenthub.rules.bibliography.entries import EntryPart, every, written
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import shortened

_ROLES = ("author", "editor")
# A run of white space is entered at its beginning only, or a long one would be tried from each of its signs.
_ET_AL = re.compile(r"(?:,|\band\b)?(?<!\s)\s*+\bet\.? al\b\.?", re.IGNORECASE)
#: A surname with its particle, and a first name behind it: without a comma, all of it is the surname.
_PARTICLE = re.compile(
    r"(?P<surname>(?:(?:van|von|de|der|den|du|la|di|da|dos|ter) ){1,3}[A-ZÀ-Þ][\w’'-]+) (?P<given>[A-ZÀ-Þ][\w’'.-]*)"
)
_AMPERSAND = re.compile(r"(?<!\s)\s*+\\?&(?!#?\w{1,8};)\s*+")
_SURNAME = r"(?:(?:van|von|de|der|den|du|le|la|di|da|dos) ){0,2}[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?"
#: A person as medical journals print one, Author AB or A.B., but for Benedict XVI; and as APA does, Author, A. B.
_VANCOUVER = re.compile(
    rf"(?P<surname>{_SURNAME}) (?!(?:I{{1,3}}|IV|VI{{0,3}}|IX|X{{1,3}}V?I{{0,3}})$)"
    r"(?P<initials>[A-Z]{1,3}|[A-Z](?:\.[ -]?[A-Z]){1,3}\.?)"
)
_APA = rf"{_SURNAME}, ?(?:[A-Z]\.[ -]?)+"
_GAP = r"(?:,? ?(?:&|\band\b) ?|[,;] ?)"
_APA_LIST = re.compile(rf"{_APA}(?:{_GAP}{_APA})+")
_SEVERAL = re.compile(rf"{_GAP}")
#: First name and surname, or more of them.
_IN_ORDER = re.compile(r"[A-ZÀ-Þ][\w’'-]*\.?(?: [\w’'-]+\.?){0,4} [A-ZÀ-Þ][\w’'-]+")
_FAMILY = r"(?>(?:[a-zà-þ]++ )*)[A-ZÀ-Þ][^\W\d_]*+(?>(?:[-’'][^\W\d_]++)*)"
_GIVEN = r"(?>(?:[ -](?!(?i:and|et)\b)[^\W\d_]++[.’]?)+)"
_ONE = rf"{_FAMILY},(?: (?:Jr|Sr|I{{1,3}}|IV)\.?,)?{_GIVEN}"
#: Names of which each has its comma behind a surname, as most fields have them.
_SEPARATE = re.compile(rf"{_ONE}(?>(?: and {_ONE})*)(?: and others)?")
#: A letter as LaTeX writes it: {\'e}, {\o} or {\"{\i}}.
_LATEX_LETTER = re.compile(r"\{\\(?:[^\W\d_]{1,2}|['\"`^~=.])\{?\\?[^\W\d_]?\}?\}")
_ENTITY = re.compile(r"&#?\w+;")
_SUFFIX = re.compile(r"(?:Jr|Sr|I{1,3}|IV|V|\d\w\w)\.?", re.IGNORECASE)
#: A first name that begins with The, behind a family name: Author, The Ann.
_FIRST_NAME = re.compile(r", *The [A-Z]")
#: A person who is called Act; an Act, Mental Health has other words behind its comma.
_ACT = re.compile(r"Act, *(?P<given>[A-ZÀ-Þ][\w.-]*(?: [A-ZÀ-Þ][\w.-]*)*) *\Z")
#: First name and {Surname}: the braces say which word is which.
_FAMILY_IN_BRACES = re.compile(r"[^{}\s]+\s+\{[^{}\s]+\}")
#: What joins et al. to the name before it, where it has braces of its own.
_BEFORE_OTHERS = re.compile(r"(?:\s+and)?\s*\{?\Z")
#: A degree or a title behind a name, which no initials can be, and what an editor is: Author, A. (Ed.).
_DEGREE = r"(?:Ph\.? ?D|D\.? ?Phil|M\.? ?Phil|M\.?B\.? ?,?Ch\.? ?B|MBBCh|MBBS|MMed|M\.? ?Sc|B\.? ?Sc)"
BEHIND = re.compile(
    rf"(?:(?<!\s),?\s++{_DEGREE}\b\.?)+\Z|(?<=[^\W\d_.])\s++(?:Dr|Prof|Mrs?|Ms)\.?\Z"
    r"|(?<=,)(?P<given>(?! *(?:[JS]n?r|I{1,3}|IV|V)\b)[^,]+), *M\.? ?D\.?\Z"
    r"|(?<!\s)\s*+[(\[](?i:eds?|editors?|reds?)\.?[)\]]"
)
BEHIND_IN = re.compile(rf"[(\[](?i:ed|red)|\b{_DEGREE}\b|, *M\.? ?D\.?(?:\s|\Z)| (?:Dr|Prof|Mrs?|Ms)\b")
#: Longer names than this are cut in messages.
_LONGEST = 120

#: The numbers of affiliations behind a surname: Author1,2, Ann.
_AFFILIATIONS = re.compile(r"[^\W\d_]\d(?:,\d)+, ")


def names_without_and(checked: Checked) -> Iterator[Finding]:
    """The word “and” separates two authors, and a comma separates the surname from the first name.

    Otherwise all of them become one person, and initials become a surname.

    Wrong: author = {Author, A., Writer, B.}, {Author A, Writer B}, or {Ann Author, Ben Writer and Carl Third}
    Right: author = {Author, A. and Writer, B.}
    """
    for field in people_fields(checked):
        raw = field.raw
        if _SEPARATE.fullmatch(_LATEX_LETTER.sub("E", raw)) or not (wrong := _run_together(persons_in(raw))):
            continue
        if right := _apart(raw):
            message = f"these names would be printed as other people: {shortened(raw)}"
            yield field.found(message, f"write {shortened(right, 80)}", field.fix(right))
            continue
        for person in wrong:
            one, part = _apart(person.text), field.part(person)
            if not one and _AFFILIATIONS.search(person.text):
                # HUB447 says what to write.
                continue
            printed = "; ".join(name.inverted for name in names(person.text))
            if particle := _PARTICLE.fullmatch(person.text.strip()):
                hint = f"write {particle['surname']}, {particle['given']}"
                yield part.found(f"all of {shortened(person.text, 80)} would be printed as a surname", hint)
                continue
            yield part.found(
                f"{shortened(person.text, 80)} would be printed as {shortened(printed, 80)}",
                f"write {one}" if one else "write Surname, First name and Surname, First name",
                part.fix(one) if one else None,
            )


def persons_in(raw: str) -> list[Span]:
    """The names of a field that are neither in braces nor those of organisations."""
    rest = _ET_AL.sub(lambda match: " " * len(match[0]), raw)
    return [one for one in people(rest) if not is_whole(one.text) and not _is_organisation(one.text)]


def _is_organisation(raw: str) -> bool:
    if (act := _ACT.match(raw)) and not any(map(is_word, act["given"].split())):
        return False
    said = _in_order_of_speech(raw)
    if _FIRST_NAME.search(raw):
        said = said.partition(" ")[2]
    return may_be_organisation(raw) and is_organisation(latex.to_text(said))


def _run_together(persons: Sequence[Span]) -> list[Span]:
    """The names in which commas or other signs separate several people, or no comma a surname from its initials."""
    plain = [(person, latex.to_text(person.text).strip(" ,.")) for person in persons]
    wrong = [
        one
        for one, text in plain
        if _VANCOUVER.fullmatch(text) or _PARTICLE.fullmatch(text) or _is_crowded(without_degrees(one.text))
    ]
    return wrong or (list(persons) if _is_list_of_word([text for _, text in plain]) else [])


def _is_list_of_word(persons: Sequence[str]) -> bool:
    """Whether names are listed as in a sentence: Ann Author, Ben Writer and Carl Third.

    García Márquez, Gabriel José and Vargas Llosa, Mario Augusto are two, for each of them has a comma.
    """
    with_comma = [person for person in persons if "," in person]
    pieces = [piece.strip() for person in persons for piece in person.split(",")]
    return 0 < len(with_comma) < len(persons) and all(map(_IN_ORDER.fullmatch, filter(None, pieces)))


def _is_crowded(name: str) -> bool:
    """BibTeX knows at most Family, Jr, Given, and no semicolon."""
    if ";" in name and ";" in _ENTITY.sub("", name):
        return True
    pieces = [latex.to_text(piece).strip() for piece in comma_parts(name.strip(" ,"))]
    if len(pieces) > 1 and all(map(_VANCOUVER.fullmatch, pieces)):
        return True
    # Family,, Given has no suffix.
    return len(pieces) > 3 or (len(pieces) == 3 and pieces[1] != "" and not any(map(_SUFFIX.fullmatch, pieces[1:])))


def _apart(raw: str) -> str:
    """The same names as BibTeX wants them; "" where that cannot be known."""
    if "{" in raw or "\\" in raw.replace(r"\&", "&"):
        return ""
    persons = _ET_AL.sub("", raw).strip(" ,.;&")
    others = " and others" if _ET_AL.search(raw) else ""
    short = [_VANCOUVER.fullmatch(person.strip(" .")) for person in _SEVERAL.split(persons)]
    if all(short):
        separate = [f"{one['surname']}, {_initials(one['initials'])}" for one in short if one]
        return " and ".join(separate) + others
    if _APA_LIST.fullmatch(f"{persons}{'' if persons.endswith('.') else '.'}"):
        return " and ".join(match.strip() for match in re.findall(_APA, f"{persons}.".replace("..", "."))) + others
    inverted = [person.strip(" ,") for person in re.split(r";|\\?&|\band\b", persons)]
    if all(re.fullmatch(r"[^,]+, ?[^,]+", person) for person in inverted) and not _is_list_of_word(inverted):
        return " and ".join(inverted) + others
    in_order = [person for person in map(str.strip, re.split(r"[,;]|\\?&|\band\b", persons)) if person]
    if all(map(_IN_ORDER.fullmatch, in_order)):
        return " and ".join(in_order) + others
    return ""


def _initials(written: str) -> str:
    return " ".join(f"{sign}." for sign in written if sign.isalpha())


def without_degrees(name: str) -> str:
    """A name without the degrees behind it, and without the (Ed.) of an editor."""
    return (
        " ".join(BEHIND.sub(lambda match: match["given"] or "", name).strip(" ,").split())
        if BEHIND_IN.search(name)
        else name
    )


def et_al(checked: Checked) -> Iterator[Finding]:
    """The hub shortens a list of authors itself; where the others are not known, it ends in "and others".

    "et al." among the names, or in the braces of an organisation, would be printed as a part of a name. At the end of
    the list the hub understands it, but other programs do not.

    Wrong: author = {{Example Collaboration et al.}}
    Right: author = {{Example Collaboration} and others}
    """
    for field in people_fields(checked):
        raw = field.raw
        if " al" not in raw or not _ET_AL.search(raw):
            continue
        is_printed = any(_ET_AL.search(name.full) for name in names(raw))
        right = _with_others(raw)
        yield field.found(
            "et al. would be printed as part of a name" if is_printed else "BibTeX does not know et al.",
            f"write {shortened(right, _LONGEST)}" if right else "name all authors, or end in: and others",
            field.fix(right) if right else None,
            harmless=not is_printed,
        )


def _with_others(raw: str) -> str:
    """Names that end in et al., with "and others" in its place; "" where it is somewhere else."""
    match = _ET_AL.search(raw)
    if not match or raw[match.end() :].strip(" {},."):
        return ""
    name = _BEFORE_OTHERS.sub("", raw[: match.start()].strip(" ,"))
    if not name.startswith("{"):
        return f"{name} and others" if name.count("{") == name.count("}") else ""
    name = name[1:].strip()
    if any(sign in name for sign in "{}\\"):
        return ""
    return f"{{{name}}} and others" if is_organisation(name) else f"{name} and others"


def ampersand(checked: Checked) -> Iterator[Finding]:
    """The word "and" separates two authors.

    A sign such as & turns two people into one.

    Wrong: author = {Author, A. & Writer, B.}
    Right: author = {Author, A. and Writer, B.}
    """
    for field in people_fields(checked):
        raw = field.raw
        if "&" not in raw or "&amp;" in raw or _run_together(persons_in(raw)):
            continue
        for person in persons_in(raw):
            if match := _AMPERSAND.search(person.text):
                start = person.start + match.start()
                sign = field.part(Span(match[0], start, start + len(match[0])))
                sides = person.text[: match.start()].strip(), person.text[match.end() :].strip()
                # One word on either side may be an organisation: Mail & Guardian.
                are_people = all(" " in side or "," in side for side in sides)
                people = shortened(f"{sides[0]} and {sides[1]}", _LONGEST)
                whole_name = shortened(f"{{{{{person.text.strip()}}}}}", _LONGEST)
                yield sign.found(
                    "& turns two people into one",
                    f"write {people}; or {whole_name}, if it is an organisation",
                    sign.fix(" and ") if are_people else None,
                )


def organisation(checked: Checked) -> Iterator[Finding]:
    """The name of an organisation is in braces of its own.

    Without them, its last word is taken for a family name, and "and" makes two people of it: "Organization, W. H.",
    "of Justice, C., & Rights, H.".

    Wrong: author = {Court of Justice and Human Rights}
    Right: author = {{Court of Justice and Human Rights}}
    """
    for field in people_fields(checked):
        raw = field.raw
        persons = people(raw) if may_be_organisation(raw) else []
        organisations = list(_organisations(persons, raw))
        if _may_be_one(organisations, persons):
            # Smithsonian's National Zoo and Conservation Biology Institute
            organisations = [Span(raw[persons[0].start : persons[1].end], persons[0].start, persons[1].end)]
        for name in organisations:
            right = _in_order_of_speech(name.text)
            # {{…}} is the whole value in braces; within a list of names one pair is enough.
            hint = f"write {{{{{right}}}}}" if name.text == raw.strip() else f"write {{{right}}}"
            are_two = _may_be_one([one for one in people(name.text) if _is_organisation(one.text)], persons)
            if are_two:
                hint += f"; or {' and '.join(f'{{{one.text}}}' for one in persons)}, if these are two"
            part = field.part(name)
            yield part.found(
                f"{shortened(right, _LONGEST)} would be printed {_wrong(name.text, right)}",
                hint,
                part.fix(f"{{{right}}}") if not are_two and _is_one(people(name.text)) else None,
            )


def _wrong(raw: str, right: str) -> str:
    printed = "; ".join(one.inverted for one in names(raw))
    return f"as {shortened(printed, 60)}" if printed != right else "as a person, with initials"


def _may_be_one(organisations: Sequence[Span], persons: Sequence[Span]) -> bool:
    """Whether two organisations, all that a field names, may be one with "and" in its name."""
    are_all = len(organisations) == len(persons) == 2
    return are_all and not has_head(persons[0].text) and not any("," in person.text for person in persons)


def _in_order_of_speech(raw: str) -> str:
    """A name in its usual order: Department of Health for Health, Department of."""
    parts = [" ".join(part.split()) for part in comma_parts(raw)]
    if len(parts) == 2 and len(people(raw)) == 1 and not (parts[0][:1].isupper() and is_organisation(parts[0])):
        return " ".join(reversed(parts)).strip()
    return " ".join(raw.split()).strip(" ,")


def _organisations(persons: Sequence[Span], raw: str) -> Iterator[Span]:
    """The organisations of a field that would be printed as persons, with all that belongs to their names."""
    at = 0
    while at < len(persons):
        if not _is_loose(persons[at]) or not _is_organisation(persons[at].text):
            at += 1
            continue
        first = last = at
        # Food and Drug Administration · Court of Justice and Human Rights
        if first and (_is_half(persons[first - 1]) or _begins_with_country(persons[first - 1])):
            first -= 1
        while last + 1 < len(persons) and _goes_on(persons, last + 1):
            last += 1
        start, end = persons[first].start, persons[last].end
        yield Span(raw[start:end], start, end)
        at = last + 1


def _is_loose(person: Span) -> bool:
    """Whether a name of several words is read as a person's: that of an organisation has braces, or ends in a comma."""
    words = person.text.rstrip(" ,")
    if _FAMILY_IN_BRACES.fullmatch(words):
        return False
    return not is_whole(person.text) and " " in " ".join(words.split()) and ("," in words or words == person.text)


def _is_half(person: Span) -> bool:
    """Whether a name is one word, as hardly anybody's is: the other half of an organisation's."""
    return person.text.isalpha() and person.text.casefold() != OTHERS.literal


def _begins_with_country(person: Span) -> bool:
    """Whether a name is a country and one word, so no person's: U.S. Food and Drug Administration."""
    words = person.text.replace(".", "").split()
    return len(words) == 2 and words[0] in {"US", "UK", "USA", "EU", "UN"}


def _goes_on(persons: Sequence[Span], at: int) -> bool:
    """Whether a name is the other half of the organisation before it: Department of Justice and Public Safety."""
    text = persons[at].text
    if _is_half(persons[at]) or ("," not in text and is_organisation(text) and not has_head(text)):
        return True
    if _begins_with_country(persons[at - 1]):
        return "," not in text and has_head(text)
    # National Institute for Health and Care Excellence: of two people, one would be a whole organisation.
    before = persons[at - 1].text
    has_commas = "," in text or ("," in before and not is_organisation(comma_parts(before)[0]))
    is_list = len(persons) > 2 or has_commas
    return not is_list and not has_head(text) and not {"for", "of"}.isdisjoint(before.split())


def _is_one(names: Sequence[Span]) -> bool:
    """Whether it is certain that several names are one: each other one is of the words of organisations."""
    return all(is_organisation(name.text) or is_word(name.text) for name in names) or len(names) == 1


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
            folded = fold(name.sort_name).replace(" ", "")
            spelt, other = first.setdefault((folded, initials), (name.sort_name, source))
            if spelt != name.sort_name and other is not source:
                message = f"{shortened(name.sort_name)} is spelt {shortened(spelt)} elsewhere"
                hint = f"at {other.place.path}:{other.place.line}; if it is one person, spell both the same way"
                yield EntryPart(source, "author").found(message, hint).about(other)


def people_fields(checked: Checked) -> Iterator[EntryPart]:
    """The fields that name people."""
    return (EntryPart(source, role) for source in every(checked) for role in _ROLES if written(source, role))
