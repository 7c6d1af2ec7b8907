"""Citations in running text, in Pandoc's syntax.

    [@key]   [see @key, p. 3; @other]   [-@key]   @key said   @key [p. 4] said   [@{key/with:odd.chars}]

The grammar is that of https://pandoc.org/MANUAL.html#citation-syntax, but for two things: a bracket never holds
another bracket, and text after a narrative citation counts as its locator only when it cites nothing itself.
All patterns are possessive where they repeat, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_KEY = r"@(?:\{(?P<braced>[^{}\s@\[\]]++)\}|(?P<plain>\w++(?:[:.#$%&\-+?<>~/]\w++)*+))"

#: Where a citation may start: not within a word, an address, a handle of another host, or after a backslash.
_BEFORE = r"(?<![\w@/.\\])"

CITE = re.compile(_BEFORE + r"(?P<suppress>-?)" + _KEY)

#: A bracket that may be a group of citations, or a narrative citation with its locator.
GROUP = re.compile(
    r"(?<!\\)\[(?P<bracket>[^\[\]]*+)\](?![(\[:])"
    r"|(?P<narrative>" + _BEFORE + r"-?" + _KEY + r")(?:[ \n]?\[(?P<locator>[^\[\]@^][^\[\]@]*+)\](?![(\[:]))?"
)


@dataclass(frozen=True, slots=True)
class Cite:
    """One source in a group: its key, and the offset of its ``@`` in the text that was searched."""

    key: str
    offset: int


@dataclass(frozen=True, slots=True)
class CiteGroup:
    """Citations that are printed as one.

    ``source`` is the group as a CSL processor is asked for it: keys in braces, white space collapsed. Two groups
    with one ``source`` say the same. ``start`` and ``end`` are offsets into the text that was searched.
    """

    start: int
    end: int
    source: str
    cites: tuple[Cite, ...]
    narrative: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in the order they are written."""
        return tuple(cite.key for cite in self.cites)


@dataclass(frozen=True, slots=True)
class Malformed:
    """A bracket that cites something, and a part of it at ``offset`` that has no key or more than one."""

    offset: int
    part: str


def find(text: str) -> Iterator[CiteGroup | Malformed]:
    """The citations of ``text``, from which code, links and comments have been blanked (see ``markdown_text``)."""
    at = 0
    while match := GROUP.search(text, at):
        found = read(match)
        if found is not None:
            yield found
        at = match.end()


def read(match: re.Match[str]) -> CiteGroup | Malformed | None:
    """The citations in a match of GROUP; None for a bracket that cites nothing."""
    if match["narrative"] is not None:
        return _narrative(match)
    start = match.start("bracket")
    cites: list[Cite] = []
    parts: list[str] = []
    for offset, part in _parts(match["bracket"]):
        keys = list(CITE.finditer(part))
        if len(keys) != 1:
            parts.append("")
            continue
        key = keys[0]
        name = key["braced"] or key["plain"]
        cites.append(Cite(name, start + offset + key.start() + len(key["suppress"])))
        before, after = part[: key.start()].strip(), part[key.end() :]
        parts.append(_collapse(f"{before} {key['suppress']}@{{{name}}}{after}"))
    if not cites:
        return _crowded(match["bracket"], start)
    if "" in parts:
        offset, part = list(_parts(match["bracket"]))[parts.index("")]
        return Malformed(start + offset, _collapse(part))
    return CiteGroup(match.start(), match.end(), f"[{'; '.join(parts)}]", tuple(cites), narrative=False)


def _crowded(bracket: str, start: int) -> Malformed | None:
    """[@a, @b] and [@a and @b] mean two sources, and are the commonest slip."""
    for offset, part in _parts(bracket):
        if len(CITE.findall(part)) > 1:
            return Malformed(start + offset, _collapse(part))
    return None


def _narrative(match: re.Match[str]) -> CiteGroup:
    suppress, key = ("-" if match["narrative"].startswith("-") else ""), match["braced"] or match["plain"]
    locator = f" [{_collapse(match['locator'])}]" if match["locator"] else ""
    cite = Cite(key, match.start("narrative") + len(suppress))
    return CiteGroup(match.start(), match.end(), f"{suppress}@{{{key}}}{locator}", (cite,), narrative=True)


def _parts(bracket: str) -> Iterator[tuple[int, str]]:
    """The parts between semicolons that stand outside braces, with their offsets."""
    start = depth = 0
    for at, sign in enumerate(bracket):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == ";" and depth <= 0:
            yield start, bracket[start:at]
            start = at + 1
    yield start, bracket[start:]


def _collapse(text: str) -> str:
    return " ".join(text.split())
