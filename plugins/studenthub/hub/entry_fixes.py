"""Fixes of the entries of a bibliography: each entry is tried alone, and all that is printed of it must stay."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from studenthub.hub.trials import Part
from studenthub.model.sources import bibliography
from studenthub.parse.markdown import words
from studenthub.parse.page_ranges import in_full
from studenthub.source.problems import Fix
from studenthub.source.text import Text

#: Where an entry, or an abbreviation, begins.
_OPENING = re.compile(r"^[ \t]*+@[ \t]*+(?P<kind>[A-Za-z]++)\s*+[({]", re.MULTILINE)
#: 1309--15 is printed as 1309–1315, and 2001a as 2001 with the letter that it needs.
_RANGE = re.compile(r"(\d+)–(\d+)")
#: Author AB is Author, A. B.
_INITIALS = re.compile(r"\b[A-Z]{2,3}\b")
#: Styles print these themselves.
_OF_STYLES = frozenset({"and", "ed", "eds", "p", "pp"})
_LETTERED = re.compile(r"\b((?:19|20)\d\d)[a-z]\b")


def parts(text: Text, chosen: Sequence[Fix]) -> Iterator[tuple[Part, list[Fix]]]:
    """The entries of a bibliography that have fixes, each with the abbreviations of its file before it."""
    openings = [(match.start(), match["kind"].lower()) for match in _OPENING.finditer(text.content)]
    starts = [0, *(start for start, _ in openings), len(text.content)]
    spans = list(pairwise(starts))
    kinds = ["", *(kind for _, kind in openings)]
    strings = "".join(text.content[a:b] for (a, b), kind in zip(spans, kinds, strict=True) if kind == "string")
    by_span: dict[int, list[Fix]] = defaultdict(list)
    for fix in chosen:
        by_span[bisect_right(starts, fix.start) - 1].append(fix)
    for number, some in by_span.items():
        start, end = spans[min(number, len(spans) - 1)]
        before = "" if kinds[number] == "string" else strings
        yield Part(Text(text.path, before + text.content[start:end]), start - len(before)), some


def keeps(part: Part, some: Sequence[Fix]) -> bool:
    """Whether all that is printed of an entry is printed after its fixes."""
    after = part.fixed(some)
    if words.plain(part.text.content) == words.plain(after.content):
        return True
    return not _printed(part.text) - _printed(after)


def _printed(text: Text) -> Counter[tuple[str, str]]:
    """The words that a style may print of each entry, by its key. Names are in another order in each style."""
    said: Counter[tuple[str, str]] = Counter()
    for source in bibliography.parse(text).sources:
        variables = {name: value for name, value in source.csl.items() if name not in ("id", "type", "DOI", "URL")}
        everything = html.unescape(html.unescape(" ".join((*_strings(variables), source.link))))
        everything = _LETTERED.sub(r"\1", everything.replace("et al", "others"))
        everything = _INITIALS.sub(lambda match: " ".join(match[0]), everything)
        said.update((source.key, word) for word in words.plain(everything) if word not in _OF_STYLES)
    return said


def _strings(value: object) -> Iterator[str]:
    """All text and numbers within a value of CSL-JSON, with page ranges written out."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    else:
        yield _RANGE.sub(lambda pages: f"{pages[1]}–{in_full(pages[1], pages[2])}", str(value))
