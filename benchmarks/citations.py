"""The hub's citations beside those of citeproc-js: python benchmarks/citations.py BIB... [--documents 620] > table.md.

Random documents (citation_documents.py) over the sources of any BibTeX files are printed by both in eleven styles, from
the same CSL-JSON, and compared as text. What differs is explained or it is not: explanations are data
(citeproc/explanations.toml), each a pattern that makes the two sides equal, a sentence, and the rule that it follows.

- "in text": groups of citations; of note styles, their notes. "list": entries. "order": documents whose lists have
  the same order.
- ``--differences`` writes what is not explained into a file, one pair after the other, and ``--explained`` what is.

It needs Node.js, and the network for what it fetches, once, into ``--tools``: citeproc-js from npm, and CSL's locales,
which a package of PyPI has. No bibliography is kept; take a large public one, of your own field.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from citation_documents import Document, Group, documents
from studenthub import styles
from studenthub.model.sources import bibliography
from studenthub.model.sources.source import Source
from studenthub.parse import latex
from studenthub.parse.markdown import citations
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles import Style
from studenthub.styles.formatter import Formatter
from studenthub.styles.normalised.items import Items
from studenthub.styles.pandoc import limits
from studenthub.styles.pandoc.answer import Formatted

_FOLDER = Path(__file__).resolve().parent / "citeproc"
_CITEPROC, _LOCALES = "citeproc@2.4.63", "citeproc-py==0.11.1"
#: The styles, each in the language in which its manual has its examples.
STYLES: Mapping[str, str] = {
    "apa": "en-US",
    "american-medical-association": "en-US",
    "nlm-citation-sequence": "en-US",
    "elsevier-vancouver": "en-US",
    "harvard-cite-them-right": "en-GB",
    "harvard-university-of-cape-town": "en-GB",
    "chicago-author-date": "en-US",
    "chicago-notes-bibliography": "en-US",
    "modern-language-association": "en-US",
    "ieee": "en-US",
    "nature": "en-GB",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as text: its groups in their order, and its list as pairs of a key and an entry."""

    groups: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two texts may differ: what is taken from each side to make them equal, in words, and by which rule."""

    name: str
    sentence: str
    rule: str
    hub: tuple[tuple[re.Pattern[str], str], ...] = ()
    other: tuple[tuple[re.Pattern[str], str], ...] = ()
    styles: tuple[str, ...] = ()
    #: "text", "list" or "", which is both.
    where: str = ""
    #: Whether it is about groups in running text, or about groups with words beside their sources.
    narrative: bool = False
    words: bool = False
    #: Whether words are compared in any order, and ranges of numbers as the numbers in them.
    sorts: bool = False
    #: Whether cites are compared in any order, each with its own names: (A 2001, 2004) as A 2001 and A 2004.
    cites: bool = False
    #: Whether entries of which one begins with a dash are compared without their authors.
    dash: bool = False

    def fits(self, group: Group | None) -> bool:
        """Whether it may explain a group, or an entry of a list."""
        if group is None:
            return self.where in ("list", "") and not self.narrative and not self.words
        return self.where in ("text", "") and self.narrative <= group.is_narrative and self.words <= group.has_words

    def applied(self, ours: str, theirs: str) -> tuple[str, str]:
        """The two texts without what this explains.

        A replacement "LOWER" stands for the same in small letters, "WORD" for the same word with the hub's capitals,
        and "YEAR" for the one year that the hub alone prints.
        """
        if self.cites:
            variants = [(_cites(ours, named), _cites(theirs, named)) for named in (True, False)]
            return next((pair for pair in variants if pair[0] == pair[1]), (ours, theirs))
        if self.dash and ours.startswith(_DASH) != theirs.startswith(_DASH):
            return _AUTHORS.sub("", ours), _AUTHORS.sub("", theirs)
        for pattern, replacement in self.hub:
            ours = _replaced(pattern, replacement, ours)
        for pattern, replacement in self.other:
            theirs = _taking_over(pattern, replacement, ours, theirs)
        return (_sorted(ours), _sorted(theirs)) if self.sorts else (ours, theirs)


_DASH = "———"
#: What precedes a title.
_AUTHORS = re.compile(r"^[^“]*?(?<! [A-ZÀ-Þ])\.[”’]? (?=[“A-ZÀ-Þ])")


def _replaced(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    return (
        pattern.sub(lambda found: found[0].lower(), text) if replacement == "LOWER" else pattern.sub(replacement, text)
    )


def _taking_over(pattern: re.Pattern[str], replacement: str, ours: str, theirs: str) -> str:
    if replacement == "YEAR":
        one, other = (Counter(re.findall(r"\b\d{4}(?=[a-z]?\b)", text)) for text in (ours, theirs))
        years = (one - other).keys()
        return pattern.sub(*years, theirs) if len(years) == 1 else theirs
    if replacement != "WORD":
        return _replaced(pattern, replacement, theirs)
    words = re.findall(r"\w+", ours)
    capitals = {word.lower(): word for word in reversed(words)}
    return pattern.sub(
        lambda found: found[0] if found[0] in words else capitals.get(found[0].lower(), found[0]), theirs
    )


#: A year in a group of citations, and words that may precede it.
_YEAR = r"(?:\d{4}[a-z]?|n\.d\.(?:-[a-z])?|no date|in press)(?!\w)"
_BEFORE = r"(?:(?:see also|see|e\.g\.,|cf\.) )?"
_NAMED = re.compile(rf"(?P<before>{_BEFORE})(?P<names>\D*?[^\W\d_].*?),? (?P<years>{_YEAR}.*)")


def _cites(text: str, named: bool) -> str:
    """The cites of a group in the order of their letters. A year alone is of the names before it, where ``named``."""
    found, names = [], ""
    text = re.sub(r"(\d{4})([a-z](?:, (?:and|for) [^,;]+)?), ?([a-z])\b", r"\1\2, \1\3", text.strip("()"))
    for piece in text.split("; "):
        match = _NAMED.fullmatch(piece)
        names, years = (match["names"], match["before"] + match["years"]) if match else (names if named else "", piece)
        for year in re.split(rf", (?={_BEFORE}{_YEAR})", years):
            before = re.match(_BEFORE, year)
            at = before.end() if before else 0
            found.append(f"{year[:at]}{names} {year[at:]}")
    return "; ".join(sorted(found))


def _sorted(text: str) -> str:
    def expanded(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        return " ".join(map(str, range(first, last + 1))) if last - first < 20 else found[0]

    words = re.findall(r"[^\W\d]+|\d+", re.sub(r"\b(\d+)[-–](\d+)\b", expanded, text))
    return " ".join(sorted(words))


@dataclass
class Tally:
    """What was counted in a style."""

    texts: int = 0
    same_texts: int = 0
    explained_texts: int = 0
    entries: int = 0
    same_entries: int = 0
    explained_entries: int = 0
    lists: int = 0
    same_lists: int = 0
    explained_lists: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bib", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=620)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--styles", nargs="+", default=list(STYLES), metavar="STYLE")
    parser.add_argument("--tools", type=Path, default=Path(tempfile.gettempdir()) / "studenthub-citeproc")
    parser.add_argument("--differences", type=Path)
    parser.add_argument("--explained", type=Path)
    options = parser.parse_args()
    _fetch(options.tools)
    found, _ = bibliography.read([Text(path.name, path.read_text(encoding="utf-8-sig")) for path in options.bib])
    sources = [source for source in found.sources.values() if not re.search(r"[{}\s]", source.key)]
    asked = list(documents(sources, options.documents, options.seed))
    groups = [group for document in asked for group in document.groups]
    cites, narrative = sum(len(group.cites) for group in groups), sum(group.is_narrative for group in groups)
    said = f"{len(asked)} documents over {len(sources)} sources: {len(groups)} groups"
    sys.stdout.write(f"{said}, of which {narrative} are narrative, with {cites} cites\n\n")
    tallies: dict[str, Tally] = {}
    for name in options.styles:
        tallies[name] = _compared(name, found.sources, asked, options.tools)
        sys.stderr.write(f"{name}: {_row(name, tallies[name])}\n")
    sys.stdout.write(_table(tallies))
    for path, kind in ((options.differences, "differences"), (options.explained, "explained")):
        if path:
            pairs = (f"== {name}\n{pair}\n" for name, tally in tallies.items() for pair in getattr(tally, kind))
            path.write_text("\n".join(pairs), encoding="utf-8")


def _fetch(tools: Path) -> None:
    if not (tools / "node_modules/citeproc").exists():
        tools.mkdir(parents=True, exist_ok=True)
        command = ("npm", "install", "--prefix", str(tools), "--no-audit", "--no-fund", "--silent", _CITEPROC)
        subprocess.run(command, check=True)
    if not (tools / "locales").exists():
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tools), _LOCALES)
        subprocess.run(command, check=True)
        (wheel,) = tools.glob("citeproc_py-*.whl")
        (tools / "locales").mkdir()
        with zipfile.ZipFile(wheel) as package:
            for name in package.namelist():
                if "/locales/locales-" in name and name.endswith(".xml"):
                    (tools / "locales" / Path(name).name).write_bytes(package.read(name))


def _compared(name: str, sources: Mapping[str, Source], asked: Sequence[Document], tools: Path) -> Tally:
    style = styles.find(name).speaking(STYLES.get(name, "en-US"))
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(_by_citeproc_js, style, name, sources, asked, tools)
        ours = _by_the_hub(style, sources, asked)
        theirs = others.result()
    explanations = [one for one in _explanations() if not one.styles or name in one.styles]
    tally = Tally()
    for document, our, their in zip(asked, ours, theirs, strict=True):
        for group, mine, other in zip(document.groups, our.groups, their.groups, strict=True):
            _count_text(tally, explanations, group, mine, other)
        _count_list(tally, explanations, our, their)
    return tally


def _count_text(tally: Tally, explanations: Sequence[Explanation], group: Group, ours: str, theirs: str) -> None:
    tally.texts += 1
    if ours == theirs:
        tally.same_texts += 1
        return
    reasons = _reasons([one for one in explanations if one.fits(group)], ours, theirs)
    tally.explained_texts += bool(reasons)
    tally.reasons.update(reasons)
    pair = f"{group.typed}\n  hub         {ours}\n  citeproc-js {theirs}"
    (tally.explained if reasons else tally.differences).append(f"{pair}\n  {', '.join(reasons)}" if reasons else pair)


def _count_list(tally: Tally, explanations: Sequence[Explanation], ours: Printed, theirs: Printed) -> None:
    mine, others = dict(ours.entries), dict(theirs.entries)
    fitting = [one for one in explanations if one.fits(None)]
    for key in dict.fromkeys((*mine, *others)):
        tally.entries += 1
        one, other = mine.get(key, ""), others.get(key, "")
        if one == other:
            tally.same_entries += 1
            continue
        reasons = _reasons(fitting, one, other)
        tally.explained_entries += bool(reasons)
        tally.reasons.update(reasons)
        pair = f"{key}\n  hub         {one}\n  citeproc-js {other}"
        (tally.explained if reasons else tally.differences).append(
            f"{pair}\n  {', '.join(reasons)}" if reasons else pair
        )
    tally.lists += 1
    if list(mine) == [key for key in others if key in mine]:
        tally.same_lists += 1
    else:
        tally.differences.append(f"order\n  hub         {' '.join(mine)}\n  citeproc-js {' '.join(others)}")


def _reasons(explanations: Sequence[Explanation], ours: str, theirs: str) -> list[str]:
    """The explanations that make two texts equal, or none. Each that is used brings them nearer to each other."""
    used: list[str] = []
    distance = _distance(ours, theirs)
    for one in explanations:
        changed = one.applied(ours, theirs)
        if (nearer := _distance(*changed)) < distance or changed[0] == changed[1]:
            used.append(one.name)
            (ours, theirs), distance = changed, nearer
        if ours == theirs:
            return used
    return []


def _distance(ours: str, theirs: str) -> int:
    """How many letters and words two texts have that the other has not, in any order."""
    one, other = (Counter(text) + Counter(text.split()) for text in (ours, theirs))
    return ((one - other) + (other - one)).total()


def _explanations() -> Iterator[Explanation]:
    read = tomllib.loads((_FOLDER / "explanations.toml").read_text(encoding="utf-8"))
    for name, said in read.items():
        both = said.pop("both", [])
        sides = {side: tuple((re.compile(a), b) for a, b in (*both, *said.pop(side, ()))) for side in ("hub", "other")}
        yield Explanation(name, styles=tuple(said.pop("styles", ())), **sides, **said)


# --- what each prints -------------------------------------------------------------------------------------------------


def _by_the_hub(style: Style, sources: Mapping[str, Source], asked: Sequence[Document]) -> list[Printed]:
    with Formatter(sources, Cache(None)) as formatter:
        groups = [list(citations.find("\n\n".join(group.typed for group in one.groups))) for one in asked]
        for some in groups:
            formatter.submit(style, some)  # type: ignore[arg-type] # all are well formed
        return [_printed(formatter.document(style, some), style) for some in groups]  # type: ignore[arg-type]


def _printed(document: Formatted, style: Style) -> Printed:
    groups = document.notes if style.is_note else document.citations
    entries = ((entry.key, _text(f"{entry.label} {entry.html}")) for entry in document.references)
    return Printed(tuple(map(_text, groups)), tuple(entries))


def _by_citeproc_js(
    style: Style, name: str, sources: Mapping[str, Source], asked: Sequence[Document], tools: Path
) -> list[Printed]:
    request = {
        "style": (styles.csl.shipped(name)),
        "locales": str(tools / "locales"),
        "language": style.locale,
        "documents": [
            {
                "items": _items(style, [sources[key] for key in document.keys]),
                "citations": [
                    {
                        "cites": [cite.asked for cite in group.cites],
                        "isNarrative": group.is_narrative and style.cites_names and not style.is_note,
                    }
                    for group in document.groups
                ],
            }
            for document in asked
        ],
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(request, file, ensure_ascii=False)
        file.flush()
        command = ("node", str(_FOLDER / "print.js"), file.name)
        environment = os.environ | {"NODE_PATH": str(tools / "node_modules")}
        answer = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
    return [
        Printed(
            tuple(map(_text, one["citations"])), tuple((key, _text(entry)) for key, entry in one["entries"] if entry)
        )
        for one in json.loads(answer)
    ]


def _items(style: Style, asked: Sequence[Source]) -> list[object]:
    """What Pandoc is given of a document's sources, without the signs that are hidden from it."""
    return [json.loads(item, object_hook=_restored) for item in Items().of_document(style, asked)]


def _restored(item: dict[str, object]) -> dict[str, object]:
    return {name: limits.quoted(value) if isinstance(value, str) else value for name, value in item.items()}


_TAG = re.compile(r"</?(?:i|b|sup|sub|span|a|em|strong|u)\b[^>]*>")
_DIV = re.compile(r"</?div\b[^>]*>")


def _text(markup: str) -> str:
    """HTML as text: white space is one space, and no-break spaces are spaces."""
    text = html.unescape(_TAG.sub("", _DIV.sub(" ", markup)))
    text = text.replace(latex.LESS, "<").replace(latex.GREATER, ">").replace("\xa0", " ").replace("\u202f", " ")
    return " ".join(text.split())


# --- the table --------------------------------------------------------------------------------------------------------


def _row(name: str, tally: Tally) -> str:
    def share(count: int, of: int) -> str:
        return f"{100 * count / of:.2f}" if of else "–"

    texts, entries = tally.texts, tally.entries
    return (
        f"| {name} | {share(tally.same_texts, texts)} | {share(tally.same_texts + tally.explained_texts, texts)} "
        f"| {share(tally.same_entries, entries)} | {share(tally.same_entries + tally.explained_entries, entries)} "
        f"| {tally.same_lists}/{tally.lists} |"
    )


def _table(tallies: Mapping[str, Tally]) -> str:
    lines = ["| style | in text: equal | or explained | list: equal | or explained | same order |"]
    lines.append("|---|--:|--:|--:|--:|--:|")
    lines += (_row(name, tally) for name, tally in tallies.items())
    counts = sum((tally.reasons for tally in tallies.values()), Counter[str]())
    lines += ["", "| what differs | times | why | rule |", "|---|--:|---|---|"]
    lines += (
        f"| {one.name} | {counts[one.name]} | {one.sentence} | {one.rule} |"
        for one in _explanations()
        if counts[one.name]
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
