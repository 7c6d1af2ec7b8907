"""An artificial hub to search in, and known-item queries with their answers: what a reader looks for and must find.

The titles and most of the text are English words, because plurals, stems and slips are those of English; a third of
the text is pseudo-words from a vocabulary of 60,000, the short ones frequent as in Zipf's law, because the size of an
index follows the number of different words. People and sources are pseudo-words too. Everything follows from the
number of articles: the same number gives the same bytes and the same queries.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

import corpus

_SUBJECTS = (
    "anatomy asthma audit anaesthesia bandage biopsy burnout catheter childbirth cholera clinic consent consultation "
    "dehydration dementia diabetes diagnosis dialysis dissection dosage empathy epilepsy ethics examination fatigue "
    "feedback fracture glaucoma handover hepatitis hygiene hypertension imaging immunisation infection inhaler "
    "insulin interpreter laboratory lecture leprosy malaria malnutrition measles meningitis mentor microscope midwife "
    "nutrition obstetrics oncology operation outbreak paediatrics pathology pharmacy physiotherapy placement "
    "pneumonia poverty prescription prevention privacy professionalism psychiatry quarantine radiology referral "
    "rehabilitation research resilience resuscitation rotation sanitation scholarship screening simulation "
    "spirometry stethoscope stigma stroke surgery syllabus telemedicine tetanus theatre transfusion trauma triage "
    "tuberculosis tutorial ultrasound vaccination ventilation volunteer"
).split()
_NOUNS = (
    "lesson morning question story mistake letter corridor patient family teacher student nurse hospital village "
    "journey number reason promise habit silence border kitchen language memory notebook office pattern recipe "
    "season shadow signal window worker argument balance bridge budget calendar ceremony colleague decision evening "
    "failure garden holiday instrument machine market method mirror moment neighbour opinion picture problem project"
).split()
_ADJECTIVES = (
    "quiet crowded rural early honest careful difficult patient shared hidden gentle practical ordinary unfinished "
    "borrowed patient early cautious distant familiar hungry narrow public second simple stubborn tired useful"
).split()
_PLACES = "Northfield Eastport Hillbrook Lakeview Oldtown Riverbend Southgate Stonebridge Westmere Woodvale".split()
_FUNCTION = (
    "the of and to in a is that it was for on with as at by from this which we they had were are be not when after "
    "before between their there more than about into only where while because"
).split()
_VERBS = "asked began carried counted described explained followed found learnt measured missed noticed read".split()
#: What an abbreviation stands for; it is written out once, in the text of one article in twenty.
_ABBREVIATED = (
    "objective ward practice test",
    "rural clinic rotation year",
    "early handover training note",
    "student night shift list",
    "village health worker group",
    "patient held record booklet",
    "national burden of fevers survey",
    "family centred care round",
    "basic hygiene score",
    "junior doctor peer review",
)
_TITLES = (
    "{Adjective} {nouns}: {subject} in {place}",
    "What {subject} taught a {adjective} {noun} of {place}",
    "{Subject}, {subject2} and the {adjective} {noun}",
    "A {noun} on {subject} and {nouns}",
    "Why the {adjective} {noun} matters in {subject}",
    "{Nouns} about {subject}: a {noun} from {place}",
)
_ACCENTS = {"a": "á", "e": "é", "i": "ï", "o": "ö", "u": "ü", "c": "ç", "n": "ñ"}


@cache
def _tail() -> tuple[list[str], list[float]]:
    """Pseudo-words, and how often each is used, summed up."""
    words = corpus.pseudo_words("search", 60_000)
    return words, list(accumulate(1 / (rank + 20) for rank in range(len(words))))


@dataclass(frozen=True, slots=True)
class Item:
    """An article as the queries know it. ``sources`` are (family name of the first author, year), ``keys`` theirs."""

    slug: str
    title: str
    authors: tuple[str, ...]
    sources: tuple[tuple[str, int], ...]
    sentences: tuple[str, ...]
    abbreviation: str
    keys: tuple[str, ...]
    front: dict[str, object]


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader types, and the articles of which any is an answer."""

    kind: str
    text: str
    answers: frozenset[str]


def items(articles: int) -> list[Item]:
    """The articles of a hub of so many."""
    sources = [_source(number) for number in range(3 * articles)]
    return [_item(number, articles, sources) for number in range(articles)]


def write(root: Path, articles: int, flavour: str) -> list[Item]:
    """Write a hub of so many articles into the new folder ``root``. ``flavour`` is one of corpus.FLAVOURS."""
    for folder in ("docs/articles", "docs/topics", "bib"):
        (root / folder).mkdir(parents=True)
    sources = [_source(number) for number in range(3 * articles)]
    (root / "bib/references.bib").write_text("".join(_entry(*source) for source in sources), encoding="utf-8")
    (root / "mkdocs.yml").write_text(corpus.settings(flavour), encoding="utf-8")
    for subject in _SUBJECTS[::5]:
        page = corpus.page({"name": subject.capitalize(), "description": f"Articles about {subject}."}, "")
        (root / f"docs/topics/{subject}.md").write_text(page, encoding="utf-8")
    (root / "docs/index.md").write_text(corpus.page({"title": "A hub to search in"}, "Made to be searched.\n"))
    made = items(articles)
    for number, item in enumerate(made):
        text = _body(number, item)
        (root / f"docs/articles/{item.slug}.md").write_text(corpus.page(item.front, text), encoding="utf-8")
    return made


def _source(number: int) -> tuple[str, str, int]:
    """The key of a source, the family name of its author, and its year."""
    rng = Random(f"search source {number}")
    family = corpus.FAMILIES[number * 7 % len(corpus.FAMILIES)]
    year = rng.randint(1985, 2024)
    return f"{family.lower()}{year}n{number}", family, year


def _entry(key: str, family: str, year: int) -> str:
    rng = Random(f"search entry {key}")
    title = " ".join(rng.choices(_SUBJECTS + _NOUNS, k=6)).capitalize()
    author = f"{family}, A. and {rng.choice(corpus.FAMILIES)}, B."
    fields = f"author={{{author}}}, title={{{title}}}, journal={{Journal of {title.split()[0]}}}, year={{{year}}}"
    return f"@article{{{key}, {fields}}}\n"


def _item(number: int, articles: int, sources: Sequence[tuple[str, str, int]]) -> Item:
    rng = Random(f"search item {number}")
    subject, subject2 = rng.sample(_SUBJECTS, 2)
    words = {
        "subject": subject,
        "subject2": subject2,
        "noun": rng.choice(_NOUNS),
        "nouns": _plural(rng.choice(_NOUNS)),
        "adjective": rng.choice(_ADJECTIVES),
        "place": rng.choice(_PLACES),
    }
    words |= {name.capitalize(): word.capitalize() for name, word in words.items()}
    title = rng.choice(_TITLES).format(**words)
    cited = rng.sample(sources, 6)
    people = list({_person(rng.randrange(max(6, articles // 2))): None for _ in range(rng.choice((1, 1, 2)))})
    date = datetime.date(2015, 1, 1) + datetime.timedelta(days=rng.randrange(3653))
    sentences = tuple(_sentence(rng, subject) for _ in range(60))
    front: dict[str, object] = {
        "title": title,
        "description": f"{_sentence(rng, subject)}.",
        "date": date,
        "authors": [{"name": name, "affiliation": f"University of {rng.choice(_PLACES)}"} for name in people],
        "topics": sorted({_topic(subject), _topic(subject2)}),
    }
    turn = number // 20
    is_abbreviated = number % 20 in (4, 7) and turn < len(_ABBREVIATED)
    return Item(
        slug=f"article-{number:05}",
        title=title,
        authors=tuple(people),
        sources=tuple((family, year) for _, family, year in cited),
        sentences=sentences,
        abbreviation=_ABBREVIATED[turn] if is_abbreviated else "",
        keys=tuple(key for key, _, _ in cited),
        front=front,
    )


def _topic(subject: str) -> str:
    """The topic that a subject belongs to: every fifth subject is one."""
    return _SUBJECTS[_SUBJECTS.index(subject) // 5 * 5]


def _person(number: int) -> str:
    """A name; every third family name has an accent."""
    family = corpus.FAMILIES[(number * 13 + 5) % len(corpus.FAMILIES)]
    if number % 3 == 0:
        family = re.sub("[aeioucn]", lambda letter: _ACCENTS[letter[0]], family, count=1)
    return f"{'ABCDEFGHJKLM'[number % 12]}. {family}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"


def _sentence(rng: Random, subject: str) -> str:
    words: list[str] = []
    tail, often = _tail()
    for _ in range(rng.randint(8, 20)):
        draw = rng.random()
        if draw < 0.4:
            words.append(rng.choice(_FUNCTION))
        elif draw < 0.55:
            words.append(rng.choice(_NOUNS))
        elif draw < 0.62:
            words.append(rng.choice(_VERBS))
        elif draw < 0.66:
            words.append(rng.choice(_SUBJECTS))
        elif draw < 0.68:
            words.append(subject)
        else:
            words.append(rng.choices(tail, cum_weights=often)[0])
    return " ".join(words).capitalize()


def _body(number: int, item: Item) -> str:
    rng = Random(f"search body {number}")
    said = list(item.sentences)
    if item.abbreviation:
        said[3] += f", the {item.abbreviation} ({abbreviation(item.abbreviation)})"
    for place, key in zip(rng.sample(range(len(said)), len(item.keys)), item.keys, strict=True):
        said[place] += f" [@{key}]"
    blocks = []
    for start in range(0, len(said), 5):
        if start % 15 == 0:
            blocks.append(f"## {' '.join(rng.sample(_NOUNS, 3)).capitalize()}")
        blocks.append(" ".join(f"{sentence}." for sentence in said[start : start + 5]))
    return "\n\n".join(blocks) + "\n"


def abbreviation(words: str) -> str:
    """The first letters, in capitals."""
    return "".join(word[0] for word in words.split()).upper()


# --- queries ----------------------------------------------------------------------------------------------------------


#: The sets of queries: "open" is looked at while the ranking is set. "kept" and "sealed" never are: "sealed" was made
#: before the ranking was set a second time. The articles of the first two are different ones.
PARTS = {"open": slice(0, None, 2), "kept": slice(1, None, 2), "sealed": slice(None)}


def queries(items: Sequence[Item], part: str, each: int) -> list[Query]:
    """At most ``each`` queries of each kind in one of the PARTS."""
    some = items[PARTS[part]]
    found = []
    for kind, make in _KINDS.items():
        rng = Random(f"queries {part} {kind}")
        shuffled = rng.sample(some, len(some))
        made = (query for item in shuffled if (query := make(rng, item, items)) is not None)
        found += [Query(kind, text, answers) for _, (text, answers) in zip(range(each), made, strict=False)]
    return found


Made = tuple[str, frozenset[str]] | None


def _surname(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    name = rng.choice(item.authors)
    return name.split()[-1], _all(items, lambda other: name in other.authors)


def _title_part(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    words = [word for word in _words(item.title) if word not in _FUNCTION and len(word) > 2]
    if len(words) < 4:
        return None
    start = rng.randrange(len(words) - 2)
    part = words[start : start + 3]
    answers = _all(items, lambda other: set(part) <= set(_words(other.title)))
    return " ".join(part), answers


def _whole_title(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    return item.title, _all(items, lambda other: other.title == item.title)


def _cited(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    family, year = rng.choice(item.sources)
    return f"{family} {year}", _all(items, lambda other: (family, year) in other.sources)


def _misspelling(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    words = [word for word in _words(item.title) if len(word) >= 7]
    others = [word for word in _words(item.title) if word not in {*words, "about", "taught"} and len(word) > 4]
    if not words or not others:
        return None
    wrong, right = rng.choice(words), rng.choice(others)
    answers = _all(items, lambda other: {wrong, right} <= set(_words(other.title)))
    return f"{_slip(rng, wrong)} {right}", answers


def _slip(rng: Random, word: str) -> str:
    place = rng.randrange(1, len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + word[place] + word[place:]
        case 2 if word[place] != word[place + 1]:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case _:
            return word[:place] + rng.choice("aeiourstn".replace(word[place], "")) + word[place + 1 :]


def _number(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    """Singular for plural, and plural for singular."""
    words = _words(item.title)
    nouns = {noun: _plural(noun) for noun in _NOUNS} | {_plural(noun): noun for noun in _NOUNS}
    present = [word for word in words if word in nouns]
    subjects = [word for word in words if word in _SUBJECTS]
    if not present or not subjects:
        return None
    noun = rng.choice(present)
    forms = {noun, nouns[noun]}
    answers = _all(items, lambda o: subjects[0] in _words(o.title) and bool(forms & set(_words(o.title))))
    return f"{nouns[noun]} {subjects[0]}", answers


def _phrase(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    words = rng.choice(item.sentences).lower().split()
    start = rng.randrange(len(words) - 3)
    phrase = " ".join(words[start : start + 4])
    text = f" {phrase} "
    answers = _all(items, lambda other: any(text in f" {sentence.lower()} " for sentence in other.sentences))
    return f'"{phrase}"', answers


def _unaccented(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    name = next((name for name in item.authors if not name.isascii()), "")
    if not name:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.split()[-1]) if not unicodedata.combining(c))
    return plain.lower(), _all(items, lambda other: name in other.authors)


def _abbreviated(rng: Random, item: Item, items: Sequence[Item]) -> Made:
    if not item.abbreviation:
        return None
    return abbreviation(item.abbreviation), _all(items, lambda other: other.abbreviation == item.abbreviation)


_KINDS: dict[str, Callable[[Random, Item, Sequence[Item]], Made]] = {
    "surname": _surname,
    "part of a title": _title_part,
    "whole title": _whole_title,
    "cited author and year": _cited,
    "misspelling": _misspelling,
    "plural or singular": _number,
    "phrase": _phrase,
    "accents dropped": _unaccented,
    "abbreviation": _abbreviated,
}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _all(items: Sequence[Item], is_answer: Callable[[Item], bool]) -> frozenset[str]:
    return frozenset(item.slug for item in items if is_answer(item))


# --- scores -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """How well queries are answered: shares of the queries with an answer first, among the first five, the mean of
    1/rank, and the share with no result at all."""

    queries: int
    first: float
    first_five: float
    mrr: float
    empty: float


def score(ranks: Sequence[int | None]) -> Score:
    """From the rank of the first answer of each query: 1 is the best, 0 is none in the results, None no results."""
    count = len(ranks)
    return Score(
        count,
        sum(rank == 1 for rank in ranks) / count,
        sum(rank in range(1, 6) for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
        sum(rank is None for rank in ranks) / count,
    )


def rank(query: Query, slugs: Sequence[str]) -> int | None:
    """The place of the first answer in the results, counted from 1."""
    if not slugs:
        return None
    return next((place for place, slug in enumerate(slugs, 1) if slug in query.answers), 0)


def by_kind(asked: Sequence[Query], ranks: Sequence[int | None]) -> Iterator[tuple[str, Score]]:
    """The scores of each kind of query."""
    for kind in _KINDS:
        some = [found for query, found in zip(asked, ranks, strict=True) if query.kind == kind]
        if some:
            yield kind, score(some)
