"""How many printed references are read whole: python benchmarks/references.py FILE.

FILE has a line of JSON for each: what is printed (input), its style and type, and its fields (gold). A record is whole
when authors, editors, year, title, container, volume, issue, pages, publisher and DOI are right and none of them is
there that should not be. What a style does not print is not asked for.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studenthub.parse import references
from studenthub.parse.folding import fold
from studenthub.parse.page_ranges import page_range
from studenthub.parse.references import Person, Reference

_FIELDS = ("year", "title", "container", "volume", "issue", "pages", "publisher", "doi")
#: The names of BibTeX for them, the first that is there.
_OURS: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "date"),
    "container": ("journal", "booktitle"),
    "issue": ("number",),
    "publisher": ("publisher", "school", "institution"),
}
_SUFFIX = re.compile(r" (?:iii|ii|iv|jr|sr)$")


@dataclass
class Result:
    """Shares of whole records by style and by type, and the F1 of the fields."""

    whole: Mapping[str, float]
    kinds: Mapping[str, float]
    f1: float
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong as well")
    given = parser.parse_args()
    result = measured(given.file)
    for name, share in (*result.whole.items(), *sorted(result.kinds.items())):
        print(f"{name:24} {share:6.1%}")
    print(f"{'F1 of the fields':24} {result.f1:.3f}")
    if given.wrong:
        print(*result.wrong, sep="\n")


def measured(path: Path) -> Result:
    """Read every reference of a file."""
    styles: dict[str, list[bool]] = defaultdict(list)
    kinds: dict[str, list[bool]] = defaultdict(list)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = references.read(row["input"])
        bad = list(_differences(row, found, counts))
        styles[row["style"]].append(not bad)
        kinds[row["type"]].append(not bad)
        if bad:
            wrong.append(f"{row['style']}: {row['input']}\n    " + "\n    ".join(bad))
    f1 = 2 * counts["right"] / (2 * counts["right"] + counts["missing"] + counts["added"])
    return Result(_shares(styles), _shares(kinds), f1, wrong)


def _shares(rows: Mapping[str, list[bool]]) -> dict[str, float]:
    return {name: sum(whole) / len(whole) for name, whole in rows.items()}


def _differences(row: Mapping[str, Any], found: Reference, counts: Counter[str]) -> Iterator[str]:
    for role in ("author", "editor"):
        wanted, people = row["gold"].get(f"{role}s", []), found.people.get(role, ())
        if not wanted or not any(_compared(_name_of(name)) in _compared(row["input"]) for name in wanted):
            continue
        same = _same_people(people, wanted, role in found.others)
        counts["right" if same else "missing"] += 1
        if not same:
            yield f"{role}: {[person.name for person in people]} for {[_name_of(name) for name in wanted][:5]}"
    for name in _FIELDS:
        # What conferences are published by is not in the data.
        if name == "publisher" and row["type"] == "paper-conference":
            continue
        ours = next((found.value(field) for field in _OURS.get(name, (name,)) if field in found.fields), "")
        gold = row["gold"].get(name, "")
        if name == "issue" and not row["type"].startswith("article"):
            continue
        if gold and not ours and not _printed(name, gold, row["input"]):
            continue
        if not gold and not ours:
            continue
        same = bool(gold and ours) and _same(name, ours, gold)
        counts["right"] += same
        counts["missing"] += bool(gold) and not same
        counts["added"] += bool(ours) and not same
        if not same:
            yield f"{name}: {ours!r} for {gold!r}"


def _same(name: str, ours: str, gold: str) -> bool:
    if name == "pages":
        return _pages(ours) == _pages(gold)
    if name == "year":
        return ours[:4] == gold[:4]
    if name == "doi":
        return _doi(ours) == _doi(gold)
    return _compared(ours) == _compared(gold)


def _pages(text: str) -> str:
    return re.sub(r"[\s–—-]+", "-", page_range(text)).casefold()


def _doi(text: str) -> str:
    return re.sub(r"^.*?(?=10\.)", "", text).rstrip(".").casefold()


def _printed(name: str, gold: str, text: str) -> bool:
    if name == "pages":
        return bool(re.search(rf"(?<!\d){re.escape(re.split('[-–—]', gold)[0].strip())}", text))
    if name in ("volume", "issue"):
        return bool(re.search(rf"(?<!\w){re.escape(gold)}(?!\w)", text))
    return _compared(gold) in _compared(text)


def _compared(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", fold(re.sub(r"<[^>]+>", "", text))))


def _name_of(name: Mapping[str, str]) -> str:
    return name.get("family_norm") or name.get("literal_norm", "")


def _same_people(people: tuple[Person, ...], wanted: list[Mapping[str, str]], others: bool) -> bool:
    if not people or (len(people) != len(wanted) and not (others and len(people) < len(wanted))):
        return False
    alike = [_same_person(person, name) for person, name in zip(people, wanted, strict=False)]
    # Long lists end with an ellipsis and the last name.
    return all(alike) or (others and all(alike[:-1]) and _same_person(people[-1], wanted[-1]))


def _same_person(person: Person, name: Mapping[str, str]) -> bool:
    ours, gold = _folded(person.name), _folded(_name_of(name))
    initials = "".join(word[0] for word in fold(re.sub(r"[-.]", " ", person.given)).split())
    return ours == gold and (person.literal != "" or initials == name.get("initials", ""))


def _folded(name: str) -> str:
    """A name without its suffix, and without the letters that the data lost: it has g tzsche for Gøtzsche."""
    return re.sub(r"[ oldi]", "", _SUFFIX.sub("", " ".join(re.findall(r"\w+", fold(name.replace("-", " "))))))


if __name__ == "__main__":
    main()
