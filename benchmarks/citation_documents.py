"""Random documents over a bibliography: what is typed in the hub, and what citeproc-js is asked for.

Half of the sources of a document are drawn from the works of one family name, so that styles have to tell them apart
far more often than in real articles. The same number writes the same documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from studenthub.model.sources.source import Source

#: What may stand around a source, as it is typed: words before it, a locator, words after it.
_PREFIXES = ("see", "see also", "e.g.,", "cf.")
_SUFFIXES = (", for a review", ", and others")
#: What is typed for a part of a source, and its name in CSL.
_LOCATORS = (
    ("p.", "page", "{0}"),
    ("pp.", "page", "{0}-{1}"),
    ("chap.", "chapter", "{2}"),
    ("sec.", "section", "{2}"),
    ("para.", "paragraph", "{2}"),
    ("fig.", "figure", "{2}"),
)


@dataclass(frozen=True, slots=True)
class Cite:
    """A source in a group, with what stands around it."""

    key: str
    prefix: str = ""
    word: str = ""
    label: str = ""
    locator: str = ""
    suffix: str = ""
    is_suppressed: bool = False

    @property
    def typed(self) -> str:
        """As it is typed in the hub."""
        before = f"{self.prefix} " if self.prefix else ""
        part = f", {self.word} {self.locator}" if self.locator else ""
        return f"{before}{'-' if self.is_suppressed else ''}@{{{self.key}}}{part}{self.suffix}"

    @property
    def asked(self) -> dict[str, object]:
        """As citeproc-js is asked for it."""
        item: dict[str, object] = {"id": self.key, "suppress-author": self.is_suppressed}
        if self.locator:
            item |= {"label": self.label, "locator": self.locator}
        return item | {"prefix": f"{self.prefix} " if self.prefix else "", "suffix": self.suffix}


@dataclass(frozen=True, slots=True)
class Group:
    """Sources that are cited together; a narrative one is a single source in the sentence."""

    cites: tuple[Cite, ...]
    is_narrative: bool = False

    @property
    def typed(self) -> str:
        """As it is typed in the hub."""
        if not self.is_narrative:
            return f"[{'; '.join(cite.typed for cite in self.cites)}]"
        (cite,) = self.cites
        return f"@{{{cite.key}}}" + (f" [{cite.word} {cite.locator}]" if cite.locator else "")

    @property
    def has_words(self) -> bool:
        """Whether anything but keys is in it."""
        return any(cite.prefix or cite.suffix or cite.locator or cite.is_suppressed for cite in self.cites)


@dataclass(frozen=True, slots=True)
class Document:
    """The groups of a text, in their order."""

    groups: tuple[Group, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What it cites, in the order of the first citations."""
        return tuple(dict.fromkeys(cite.key for group in self.groups for cite in group.cites))


def documents(sources: Sequence[Source], count: int, seed: int = 1) -> Iterator[Document]:
    """``count`` documents over ``sources``."""
    random = Random(seed)
    families: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        for name in source.authors[:1]:
            families[name.family or name.literal].append(source)
    namesakes = [works for works in families.values() if len(works) > 1]
    for _ in range(count):
        chosen = random.sample(sources, min(len(sources), random.randint(2, 7)))
        if random.random() < 0.55:
            works = random.choice(namesakes)
            chosen[: random.randint(1, len(chosen))] = random.sample(works, min(len(works), random.randint(2, 5)))
        keys = list(dict.fromkeys(source.key for source in chosen))
        yield Document(tuple(_group(random, keys) for _ in range(random.randint(4, 11))))


def _group(random: Random, keys: Sequence[str]) -> Group:
    if random.random() < 0.11:
        cite = Cite(random.choice(keys), **(_locator(random) if random.random() < 0.2 else {}))
        return Group((cite,), is_narrative=True)
    (size,) = random.choices((1, 2, 3, 4, 5), (50, 25, 12, 8, 5))
    cites = [_cite(random, key) for key in random.sample(keys, min(size, len(keys)))]
    return Group(tuple(cites))


def _cite(random: Random, key: str) -> Cite:
    if random.random() < 0.8:
        return Cite(key)
    kind = random.choices(("prefix", "locator", "suffix", "both", "suppressed"), (30, 40, 10, 10, 10))[0]
    return Cite(
        key,
        prefix=random.choice(_PREFIXES) if kind in ("prefix", "both") else "",
        suffix=random.choice(_SUFFIXES) if kind == "suffix" else "",
        is_suppressed=kind == "suppressed",
        **(_locator(random) if kind in ("locator", "both") else {}),
    )


def _locator(random: Random) -> dict[str, str]:
    word, label, form = random.choice(_LOCATORS)
    first = random.randint(1, 480)
    return {"word": word, "label": label, "locator": form.format(first, first + random.randint(1, 40), first % 9 + 1)}
