"""Drafts made up at random, in the ways that students cite, each with the citations that are meant."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

_FAMILIES = (
    *"Author Writer Specimen Sample Nemo Exemplo Mustermann Beispiel Voorbeeld Esempio Ejemplo Testperson".split(),
    *"Placeholder Anderson Andover Enright Vandermerwe Dlamini Naidoo Botha Pillay Khumalo Ng Li Oz Müller".split(),
    *"Sørensen Đặng Łukasz García O’Sample McNemo-Lê al-Mithal".split(),
    *("van der Voorbeeld", "de la Muestra", "Ó Specimen", "Van Specimen"),
)
_BODIES = (
    "World Invented Organization", "Health Council of Nowhere", "Department of Examples", "Example Medical Association",
    "Centre for Invented Studies",
)  # fmt: skip
_NOUNS = (
    "sleep fatigue handover vaping tea iron lungs burnout consent language pain hope anger triage night wards".split()
)
_VERBS = (
    *("measured among", "of students in", "and its cost for", "as a cause of errors in", "before and after"),
    "without supervision in",
)
_PLACES = "an invented hospital|rural clinics|the emergency unit|small towns|a teaching ward|three countries".split("|")
_JOURNALS = (
    "Journal of Invented Examples",
    "Annals of Nowhere",
    "Example Review",
    "Invented Medical Journal",
    "Specimens",
)
_SAID = (
    *("Tired students often keep silent", "Nobody had asked before", "It costs nothing but a closed door"),
    "Half of them left",
)
_FOUND = "found the same|asked why|disagreed|counted three|saw no difference".split("|")
_RAISED = str.maketrans("0123456789,–", "⁰¹²³⁴⁵⁶⁷⁸⁹,⁻")
STYLES = ("apa", "harvard", "vancouver", "raised", "round", "mla")


@dataclass(frozen=True)
class Made:
    """A work: family names with initials, or one organisation; ``letter`` tells works of one year apart."""

    names: tuple[tuple[str, str], ...]
    year: int
    title: str
    journal: str
    volume: int
    issue: int
    first: int
    letter: str = ""

    @property
    def dated(self) -> str:
        return f"{self.year}{self.letter}"

    @property
    def is_body(self) -> bool:
        return not self.names[0][1]


@dataclass(frozen=True)
class Invented:
    """A draft as plain text, and for each citation the titles of its works, in their order."""

    style: str
    text: str
    cited: tuple[frozenset[str], ...]


def draft(seed: int, style: str) -> Invented:
    """A draft of some paragraphs with its list of references."""
    dice = random.Random(seed)
    works = _works(dice, style)
    paragraphs, cited = [], []
    for _ in range(dice.randint(3, 6)):
        sentences = []
        for _ in range(dice.randint(1, 3)):
            sentence, meant = _sentence(dice, style, works)
            sentences.append(sentence)
            cited += [frozenset(work.title for work in one) for one in meant]
        paragraphs.append(" ".join(sentences))
    printed = [_reference(work, style, number) for number, work in enumerate(works, 1)]
    text = "\n\n".join(
        [
            "A made-up draft about wards",
            "By Ann Author, MBChB IV, University of Example",
            *paragraphs,
            "References",
            *printed,
        ]
    )
    return Invented(style, f"{text}\n", tuple(cited))


def _works(dice: random.Random, style: str) -> list[Made]:
    """A list in the order of its style, with the names and years that make citations hard."""
    works: list[Made] = []
    for _ in range(dice.randint(5, 12)):
        if works and dice.random() < 0.25:
            old = dice.choice(works)
            names = (
                old.names
                if dice.random() < 0.5 or not old.names[0][1]
                else (old.names[0], *_people(dice, dice.randint(0, 3)))
            )
            year = old.year if dice.random() < 0.5 else dice.randint(1990, 2025)
        else:
            names = (
                ((dice.choice(_BODIES), ""),)
                if dice.random() < 0.12
                else _people(dice, dice.choice((1, 1, 2, 2, 3, 4, 7)))
            )
            year = dice.randint(1990, 2025)
        names = tuple(dict.fromkeys(names))
        title = (
            f"{dice.choice(_NOUNS).capitalize()} {dice.choice(_VERBS)} {dice.choice(_PLACES)}: part {len(works) + 1}"
        )
        works.append(
            Made(
                names,
                year,
                title,
                dice.choice(_JOURNALS),
                dice.randint(1, 60),
                dice.randint(1, 12),
                dice.randint(1, 900),
            )
        )
    if style in ("vancouver", "raised", "round"):
        return works
    works.sort(key=lambda work: (work.names[0][0].casefold(), len(work.names), work.names, work.year))
    said = [(_short(work), work.year) for work in works]
    return [
        Made(
            w.names,
            w.year,
            w.title,
            w.journal,
            w.volume,
            w.issue,
            w.first,
            "abcdefghijkl"[said[:at].count(one)] if said.count(one) > 1 else "",
        )
        for at, (w, one) in enumerate(zip(works, said, strict=True))
    ]


def _people(dice: random.Random, count: int) -> tuple[tuple[str, str], ...]:
    return tuple((dice.choice(_FAMILIES), dice.choice("ABCDEFGHJKLMNPRST")) for _ in range(count))


def _short(work: Made) -> str:
    names = [name for name, _ in work.names]
    return names[0] if len(names) == 1 else f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."


def _sentence(dice: random.Random, style: str, works: Sequence[Made]) -> tuple[str, list[list[Made]]]:
    some = dice.sample(works, min(len(works), dice.choice((1, 1, 1, 2, 3))))
    said = dice.choice(_SAID)
    if style in ("apa", "harvard"):
        return _by_year(dice, style, some, said)
    if style == "mla":
        return _by_page(dice, some, works, said)
    numbers = sorted(works.index(work) + 1 for work in some)
    some = [works[number - 1] for number in numbers]
    text = dice.choice((",", ", ")).join(map(str, numbers)) if style != "raised" else ",".join(map(str, numbers))
    if len(numbers) == 3 and numbers[2] - numbers[0] == 2:
        text = f"{numbers[0]}–{numbers[2]}"
    if style == "raised":
        return f"{said}.{text.translate(_RAISED)}", [some]
    brackets = "[{}]" if style == "vancouver" else "({})"
    page = f", p. {dice.randint(1, 99)}" if len(some) == 1 and dice.random() < 0.2 else ""
    return f"{said} {brackets.format(text + page)}.", [some]


def _by_year(dice: random.Random, style: str, some: Sequence[Made], said: str) -> tuple[str, list[list[Made]]]:
    joint = "&" if style == "apa" else "and"
    comma = "," if style == "apa" or dice.random() < 0.5 else ""
    page = dice.choice(
        (
            "",
            "",
            f", p. {dice.randint(1, 99)}",
            f": {dice.randint(1, 99)}",
            f", pp. {dice.randint(1, 9)}–{dice.randint(10, 99)}",
        )
    )
    if dice.random() < 0.3:
        work = some[0]
        names = _short(work).replace("&", "and")
        form = dice.choice(
            ("{n} ({y}{p}) {f}.", "According to {n} ({y}{p}), nobody {f}.", "As {n} ({y}{p}) writes, they {f}.")
        )
        return form.format(n=names, y=work.dated, p=page, f=dice.choice(_FOUND)), [[work]]
    parts = [f"{_short(work).replace('&', joint)}{comma} {work.dated}" for work in some]
    parts[-1] += page
    prefix = dice.choice(("", "", "", "see ", "e.g., ", "cf. "))
    return f"{said} ({prefix}{'; '.join(parts)}).", [list(some)]


def _by_page(
    dice: random.Random, some: Sequence[Made], works: Sequence[Made], said: str
) -> tuple[str, list[list[Made]]]:
    parts = []
    for work in some:
        names = _short(work).replace("&", "and")
        alone = sum(_short(other) == _short(work) for other in works) == 1
        title = "" if alone else f", “{work.title}”"
        parts.append(f"{names}{title} {dice.randint(1, 99)}")
    return f"{said} ({'; '.join(parts)}).", [list(some)]


def _reference(work: Made, style: str, number: int) -> str:
    if style in ("vancouver", "raised", "round"):
        names = ", ".join(f"{name} {initial}".strip() for name, initial in work.names)
        printed = f"{work.year};{work.volume}({work.issue}):{work.first}-{work.first + 7}"
        return f"{number}. {names}. {work.title}. {work.journal}. {printed}."
    return _by_mla(work) if style == "mla" else _by_name(work, style)


def _by_mla(work: Made) -> str:
    (family, initial), *rest = work.names
    who = f"{family}, {initial}." if initial else f"{family}."
    if len(rest) == 1:
        who = f"{who[:-1]}., and {rest[0][1]}. {rest[0][0]}."
    elif rest:
        who = f"{who[:-1]}., et al."
    numbers = f"vol. {work.volume}, no. {work.issue}, {work.year}, pp. {work.first}–{work.first + 7}"
    return f"{who} “{work.title}.” {work.journal}, {numbers}."


def _by_name(work: Made, style: str) -> str:
    names = [f"{name}, {initial}." if initial else name for name, initial in work.names]
    joint = ", & " if style == "apa" else " and "
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{joint}{names[-1]}"
    numbers, last = f"{work.volume}({work.issue})", work.first + 7
    if style == "apa":
        end = "" if who.endswith(".") else "."
        return f"{who}{end} ({work.dated}). {work.title}. {work.journal}, {numbers}, {work.first}–{last}."
    return f"{who} ({work.dated}) ‘{work.title}’, {work.journal}, {numbers}, pp. {work.first}–{last}."
