"""Writes an artificial hub: python benchmarks/corpus.py DIR --articles 1000 --sources 4000 --cites 8.

Everything follows from the numbers given: the same command writes the same bytes, on any day. Article 7 has the same
words whatever the number of citations, so two hubs that differ in ``--cites`` only show what citations cost.

- An article has about 1,000 words (600 to 1,400; 6 KB) in four to six sections of paragraphs, emphasis, lists, notes,
  quotations and tables, and ``--cites`` groups of citations (at most 60) to about 10 sources for each 8 groups. The
  words are pseudo-words from a vocabulary of 5,000, the short ones frequent as in Zipf's law.
- One to three authors out of one for every two articles, 20 institutions, one to three of 20 topics, ten years.
- A source has about 800 bytes and 1 to 25 authors out of 3,000 family names; 6 % of the authors have a particle, 3 %
  are a "III", 5 % are written with a LaTeX escape; 6 % of the sources are by an organisation. Some sources are
  cited much more often than others: the first quarter of them takes about half of the citations.
- ``--flavour`` is what mkdocs.yml says: ``hub`` for our plugin, ``plain`` for Material with its search, and
  ``plain-nosearch`` for Material alone. Theme and Markdown extensions are those of the project's own mkdocs.yml.
"""

from __future__ import annotations

import argparse
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from pathlib import Path
from random import Random

import yaml

PROJECT = Path(__file__).resolve().parent.parent
FLAVOURS = ("hub", "plain", "plain-nosearch")

_GREEK = [unicodedata.name(letter).split()[-1].capitalize() for letter in "αβγδεζηθικλμνξοπρστυ"]
_PROGRAMMES = ("Medicine", "Nursing", "Pharmacy", "Physiotherapy", "Public Health")
_FIRST_DAY, _DAYS = datetime.date(2015, 1, 1), 3653

#: The ways of citing: TEXT is the sentence, KEY a source, PAGE a number. In turn they make 11 citations in 8 groups.
_FORMS = (
    "TEXT [@KEY]",
    "TEXT [@KEY; @KEY]",
    "TEXT [see @KEY, p. PAGE]",
    "@KEY said that TEXT",
    "TEXT [-@KEY]",
    "TEXT [e.g., @KEY; @KEY, chap. PAGE; see also @KEY]",
    "@KEY [p. PAGE] said that TEXT",
    "TEXT [@KEY, p. PAGE, for a review]",
)

#: What an entry of the bibliography has besides author, title, year and abstract.
_KINDS = {
    "article": {"journal": "Journal of WORD", "volume": "NO", "number": "NO", "pages": "PAGES", "doi": "10.1234/KEY"},
    "book": {"publisher": "WORD Press", "address": "WORD", "edition": "2nd"},
    "incollection": {"booktitle": "WORD and WORD", "editor": "PERSON", "publisher": "WORD Press", "pages": "PAGES"},
    "online": {"url": "https://example.org/KEY?a=1&b=2", "urldate": "2024-07-11"},
}
_REPORT = {"institution": "Institute of WORD", "url": "https://example.org/KEY"}
_SOURCE_BYTES = 800
_ESCAPES = {"a": r"{\'a}", "e": r"{\"e}", "i": r"{\'\i}", "o": r"{\o}", "u": r"{\"u}"}
_PARTICLES = ("van der", "van", "de", "du", "von", "de la")
_MARKED = (r"{ABO}", r"\textit{Ora viva}", r"50\%", r"\&", r"$\alpha$", r"H$_2$O", r"``ena''", r"{\LaTeX}")


def pseudo_words(seed: str, count: int) -> list[str]:
    """Different words of one to four syllables, the short ones first."""
    rng = Random(seed)
    onsets = [*"bcdfghjklmnprstvwz", "br", "cl", "dr", "fl", "gr", "pl", "sc", "sh", "st", "th", "tr"]
    vowels = [*"aeiou", "ai", "ea", "ou"]
    codas = ["", "", *"nrslm", "nd", "rt"]
    words: dict[str, None] = {}
    while len(words) < count:
        (syllables,) = rng.choices((1, 2, 3, 4), (2, 6, 5, 2))
        words["".join(rng.choice(part) for part in (onsets, vowels, codas) * syllables)] = None
    return sorted(words, key=len)


_VOCABULARY = pseudo_words("vocabulary", 5_000)
_FREQUENCIES = list(accumulate(1 / (rank + 2) for rank in range(len(_VOCABULARY))))
FAMILIES = [word.capitalize() for word in pseudo_words("families", 4_000)[300:3_300]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The size of a hub: numbers of articles, of sources in its bibliography and of citation groups in an article."""

    articles: int
    sources: int
    cites: int

    def write(self, root: Path, flavour: str) -> None:
        """Write the hub into the new folder ``root``."""
        for folder in ("docs/articles", "docs/topics", "bib"):
            (root / folder).mkdir(parents=True)
        sources = dict(_source(number) for number in range(self.sources))
        (root / "bib/references.bib").write_text("\n".join(sources.values()))
        (root / "docs/index.md").write_text(page({"title": "An artificial hub"}, "Made to be measured.\n"))
        for name in _GREEK:
            topic = page({"name": f"Topic {name}", "description": f"Articles about the topic {name}."}, "")
            (root / f"docs/topics/topic-{name.lower()}.md").write_text(topic)
        keys = list(sources)
        for number in range(self.articles):
            front = _front_matter(number, self.articles)
            (root / f"docs/articles/article-{number:05}.md").write_text(page(front, _body(number, keys, self.cites)))
        (root / "mkdocs.yml").write_text(settings(flavour))


def page(front: dict[str, object], body: str) -> str:
    return f"---\n{yaml.safe_dump(front, sort_keys=False, width=1_000)}---\n\n{body}"


def _front_matter(number: int, articles: int) -> dict[str, object]:
    rng = Random(f"front matter {number}")
    (count,) = rng.choices((1, 2, 3), (6, 3, 1))
    people = rng.sample(range(len(_GREEK) + articles // 2), count)
    return {
        "title": _phrase(rng, rng.randint(5, 11)),
        "description": f"{_phrase(rng, rng.randint(14, 24))}.",
        "date": _FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS)),
        "authors": [_author(person, number) for person in people],
        "topics": [f"topic-{name.lower()}" for name in rng.sample(_GREEK, rng.randint(1, 3))],
        "tags": rng.sample(_VOCABULARY[500:1_000], rng.randint(1, 4)),
    }


def _author(person: int, number: int) -> dict[str, object]:
    turn, letter = divmod(person, len(_GREEK))
    return {
        "name": f"Author {_GREEK[letter]} {turn + 1}",
        "programme": _PROGRAMMES[person % len(_PROGRAMMES)],
        "year_of_study": 1 + (person + number) % 6,
        "affiliation": f"Artificial University of {_GREEK[person * 7 % len(_GREEK)]}",
    }


def _body(number: int, keys: Sequence[str], cites: int) -> str:
    """The text of an article. The citations have random numbers of their own, so the words never depend on them."""
    rng, citing = Random(f"text {number}"), Random(f"citations {number}")
    sections = rng.randint(4, 6)
    sentences = [_sentence(rng) for _ in range(15 * sections)]
    refs = cycle(_cited(citing, keys, min(max(3, cites * 10 // 8), len(keys))))
    places = citing.sample(range(len(sentences)), cites)
    for place, form in zip(places, cycle(_FORMS), strict=False):
        sentences[place] = _cite(citing, form, sentences[place], refs)
    return "\n\n".join(_blocks(rng, sections, iter(f"{sentence}." for sentence in sentences))) + "\n"


def _cite(rng: Random, form: str, text: str, refs: Iterator[str]) -> str:
    return _fill(form, TEXT=lambda: text, KEY=lambda: next(refs), PAGE=lambda: str(rng.randint(1, 400)))


def _fill(template: str, **makers: Callable[[], str]) -> str:
    """``template`` with each of the words in capitals replaced by what its maker makes."""
    return re.sub("|".join(makers), lambda word: makers[word[0]](), template)


def _cited(rng: Random, keys: Sequence[str], count: int) -> list[str]:
    """``count`` different keys, the first ones likelier."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[keys[int(len(keys) * rng.random() ** 2)]] = None
    return list(found)


def _blocks(rng: Random, sections: int, sentences: Iterator[str]) -> Iterator[str]:
    """Sections of 15 sentences: three paragraphs, and a block that looks different."""
    for _ in range(sections):
        yield f"## {_phrase(rng, rng.randint(2, 6))}"
        for _ in range(3):
            yield " ".join(islice(sentences, 4))
        first, second, third = islice(sentences, 3)
        match rng.randrange(6):
            case 0 | 1:
                yield f"- {first}\n- {second}\n- {third}"
            case 2:
                yield f"1. {first}\n2. {second}\n3. {third}"
            case 3:
                yield f'!!! note "{_phrase(rng, 3)}"\n\n    {first} {second} {third}'
            case 4:
                yield f"> {first} {second}\n> {third}"
            case _:
                yield f"{first} {second} {third}"
                rows = (" | ".join(_words(rng, 3)) for _ in range(4))
                yield "\n".join(f"| {row} |" for row in (next(rows), "---|---|---", *rows))


def _words(rng: Random, count: int) -> list[str]:
    return rng.choices(_VOCABULARY, cum_weights=_FREQUENCIES, k=count)


def _phrase(rng: Random, count: int) -> str:
    return " ".join(_words(rng, count)).capitalize()


def _sentence(rng: Random) -> str:
    """Six to twenty words without the full stop; some have a comma, some an emphasis."""
    first, *words = _words(rng, rng.randint(6, 20))
    if rng.random() < 0.15:
        mark = rng.choice(("*", "**"))
        words[2] = f"{mark}{words[2]}{mark}"
    if rng.random() < 0.4:
        words[3] += ","
    return " ".join((first.capitalize(), *words))


def _source(number: int) -> tuple[str, str]:
    """The key of a source, and its entry."""
    rng = Random(f"source {number}")
    (count,) = rng.choices(range(1, 26), [1 / n for n in range(1, 26)])
    (kind,) = rng.choices(list(_KINDS), (8, 1, 1, 1))
    extra = _KINDS[kind]
    author = " and ".join(_person(rng) for _ in range(count))
    if rng.random() < 0.06:
        kind, extra, author = "techreport", _REPORT, f"{{Institute of {_phrase(rng, 2)}, and Others}}"
    year, first = rng.randint(1990, 2024), rng.randint(1, 900)
    key = f"{rng.choice(FAMILIES).lower()}{year}n{number}"
    title = _phrase(rng, rng.randint(6, 16)).split()
    if rng.random() < 0.4:
        title.insert(rng.randrange(1, len(title)), rng.choice(_MARKED))
    fields = {"author": author, "title": " ".join(title), "year": str(year)}
    for name, template in extra.items():
        fields[name] = _fill(
            template,
            KEY=lambda: key,
            WORD=lambda: rng.choice(_VOCABULARY[2_000:2_200]).capitalize(),
            NO=lambda: str(rng.randint(1, 60)),
            PAGES=lambda: f"{first}--{first + rng.randint(1, 30)}",
            PERSON=lambda: _person(rng),
        )
    missing = _SOURCE_BYTES - len(_entry(kind, key, fields))
    fields["abstract"] = " ".join(_words(rng, 200))[: max(80, missing)].rpartition(" ")[0]
    return key, _entry(kind, key, fields)


def _person(rng: Random) -> str:
    """A name as BibTeX writes it: van der Last, III, F. G."""
    family = rng.choice(FAMILIES)
    if rng.random() < 0.05:
        family = re.sub("[aeiou]", lambda vowel: _ESCAPES[vowel[0]], family, count=1)
    particle = f"{rng.choice(_PARTICLES)} " if rng.random() < 0.06 else ""
    suffix = ", III" if rng.random() < 0.03 else ""
    initials = " ".join(f"{letter}." for letter in rng.choices("ABCDEFGHJKLMNPRSTVWZ", k=rng.randint(1, 2)))
    return f"{particle}{family}{suffix}, {initials}"


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def settings(flavour: str) -> str:
    """The text of mkdocs.yml. Nodes are passed on unread, so that !!python tags of the project's file survive."""
    project = PROJECT / "mkdocs.yml"
    copied = _fields(project.read_text(encoding="utf-8")) if project.exists() else {}
    plugins = {"hub": [{"studenthub": {"bib_dir": "bib"}}], "plain": ["search"], "plain-nosearch": []}[flavour]
    own: dict[str, object] = {
        "site_name": "An artificial hub",
        "site_url": "https://example.org/",
        "nav": ["index.md"],
        "not_in_nav": "/articles/*\n/topics/*\n",
        "plugins": plugins,
    }
    fields = _fields(yaml.safe_dump({"theme": {"name": "material"}, "markdown_extensions": ["admonition"]}))
    fields |= {name: copied[name] for name in ("theme", "markdown_extensions", "extra") if name in copied}
    theme = _fields(yaml.serialize(fields["theme"]))
    theme.pop("custom_dir", None)
    theme |= _fields(yaml.safe_dump({"name": "studenthub" if flavour == "hub" else "material", "font": False}))
    return yaml.safe_dump(own, sort_keys=False) + _text(fields | {"theme": _mapping(theme)})


def _fields(text: str) -> dict[str, yaml.Node]:
    """The fields of a mapping in YAML, not constructed."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    return {name.value: value for name, value in root.value}


def _mapping(fields: dict[str, yaml.Node]) -> yaml.Node:
    scalars = {name: yaml.ScalarNode("tag:yaml.org,2002:str", name) for name in fields}
    return yaml.MappingNode("tag:yaml.org,2002:map", [(scalars[name], value) for name, value in fields.items()])


def _text(fields: dict[str, yaml.Node]) -> str:
    return str(yaml.serialize(_mapping(fields)))


def main() -> None:
    """Write one hub."""
    parser = argparse.ArgumentParser(description="Write an artificial hub into a new folder.")
    parser.add_argument("root", metavar="DIR", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--articles", type=int, default=1_000, help="number of articles (%(default)s)")
    parser.add_argument("--sources", type=int, default=4_000, help="number of entries in the .bib (%(default)s)")
    parser.add_argument("--cites", type=int, default=8, help="groups of citations in an article (%(default)s)")
    parser.add_argument("--flavour", choices=FLAVOURS, default="hub", help="what mkdocs.yml says (%(default)s)")
    given = parser.parse_args()
    if given.root.exists():
        parser.error(f"{given.root} is there already")
    Corpus(given.articles, given.sources, given.cites).write(given.root, given.flavour)


if __name__ == "__main__":
    main()
