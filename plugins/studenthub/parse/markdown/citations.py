"""Citations in running text, in Pandoc's syntax.

    [@key]   [see @key, p. 3; @other]   [-@key]   @key said   @key [p. 4] said   [@{key/with:odd.chars}]

The grammar is that of https://pandoc.org/MANUAL.html#citation-syntax, but for three things: every part of a group
names exactly one source, text after a narrative citation counts as its locator only when it cites nothing itself,
and what looks like a handle or part of an address (/@name, =@name, @name@host) cites nothing. Accents of a key may
be signs of their own, as some programs write them: keys are compared with composed letters.
All patterns are possessive where they repeat, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Letters and digits, and accents that are signs of their own.
_LETTERS = r"[\w\u0300-\u036f]++"
_KEY = rf"@(?:\{{(?P<braced>[^{{}}\s@\[\]]++)\}}|(?P<plain>{_LETTERS}(?>(?:[:.#$%&\-+?<>~/]{_LETTERS})*))(?!@))"

#: Where a citation may start: not within a word, an address, a handle of another host, or after a backslash.
_BEFORE = r"(?<![\w@/.=\\])"

CITE = re.compile(_BEFORE + r"(?P<suppress>-?)" + _KEY)
#: Another source right behind one, which is read as words behind it: [@a/@b].
_TOUCHES_ANOTHER = re.compile(r"[/.=]-?@")


def _inside(without: str = "") -> str:
    """A pattern of the text between brackets: it has no empty line, and inner brackets ([sic]) cite nothing."""
    return rf"(?>(?:[^\[\]\n{without}]++|\n(?![ \t]*+\n)|\[(?!\^)[^\[\]@\n]*+\])*)"


#: A bracket that may be a group of citations, or a narrative citation with its locator.
GROUP = re.compile(
    rf"(?<!(?<!\\)\\)\[(?P<bracket>{_inside()})\](?!\()"
    rf"|(?P<narrative>{_BEFORE}-?{_KEY})(?:[ \n]?\[(?!\^|\s*+\])(?P<locator>{_inside('@')})\](?!\())?"
)
#: Where GROUP can match at all; a search for single characters is fast.
_START = re.compile(r"\[|@|-(?=@)")
#: A semicolon, or a key in braces, which may hold one.
_SEPARATOR = re.compile(r"@\{[^{}\s@\[\]]*+\}|;")
_SPACES = re.compile(r"\s++")


@dataclass(frozen=True, slots=True)
class Cite:
    """One source in a group: its key, and the offset of its ``@`` in the text that was searched.

    ``prefix`` and ``suffix`` are the words before and after it, the locator among them, as they are written but for
    white space; a suffix keeps the comma or the space that it begins with. ``is_suppressed``: -@key prints no author.
    """

    key: str
    offset: int
    prefix: str = ""
    suffix: str = ""
    is_suppressed: bool = False

    def moved(self, by: int) -> Cite:
        """The same in a text with ``by`` more characters before it."""
        return Cite(self.key, self.offset + by, self.prefix, self.suffix, self.is_suppressed)


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


def only(key: str) -> CiteGroup:
    """A group that cites one source and says nothing else."""
    source = f"[@{{{key}}}]"
    return CiteGroup(0, len(source), source, (Cite(key, 1),), narrative=False)


def find(text: str) -> Iterator[CiteGroup | Malformed]:
    """The citations of ``text``, from which code, links and comments have been blanked (see ``running_text``)."""
    for match in matches(text):
        if found := read(match):
            yield found


def matches(text: str, at: int = 0) -> Iterator[re.Match[str]]:
    """Where GROUP matches in ``text`` from offset ``at`` on."""
    if "@" not in text:
        return
    while start := _START.search(text, at):
        match = GROUP.match(text, start.start())
        if match:
            yield match
        at = match.end() if match else start.end()


def read(match: re.Match[str]) -> CiteGroup | Malformed | None:
    """The citations in a match of GROUP, offsets and all; None for a bracket that cites nothing."""
    found, start = read_text(match[0]), match.start()
    if isinstance(found, CiteGroup):
        cites = tuple(cite.moved(start) for cite in found.cites)
        return CiteGroup(start, match.end(), found.source, cites, found.narrative)
    return Malformed(found.offset + start, found.part) if found else None


@lru_cache(maxsize=1 << 16)
def read_text(text: str) -> CiteGroup | Malformed | None:
    """The citations in ``text``, which GROUP matches as a whole.

    Remembered, because every group is read twice: for the catalogue, and when its page is converted.
    """
    match = GROUP.fullmatch(text)
    if match is None:
        return None
    if match["narrative"] is not None:
        return _narrative(match)
    if "@" not in match["bracket"]:
        return None
    parts = [(offset, part, list(CITE.finditer(part))) for offset, part in _with_words_before(_parts(match))]
    if not any(keys for _, _, keys in parts):
        return None
    for offset, part, keys in parts:
        # [@a, @b] and [@a and @b] mean two sources, and are the commonest slip.
        if len(keys) != 1 or _TOUCHES_ANOTHER.match(part, keys[0].end()):
            return Malformed(offset + len(part) - len(part.lstrip()), _collapse(part))
    cites = tuple(_cite(offset, part, key) for offset, part, (key,) in parts)
    source = "; ".join(map(_written, cites))
    return CiteGroup(match.start(), match.end(), f"[{source}]", cites, narrative=False)


def _cite(offset: int, part: str, key: re.Match[str]) -> Cite:
    suffix = _SPACES.sub(" ", part[key.end() :]).rstrip()
    prefix = _collapse(part[: key.start()])
    space = " " if prefix and part[key.start() - 1].isspace() else ""
    return Cite(_name(key), offset + key.end("suppress"), prefix + space, suffix, bool(key["suppress"]))


def _written(cite: Cite) -> str:
    """A part of a group in the form in which groups are compared."""
    return f"{cite.prefix}{'-' if cite.is_suppressed else ''}@{{{cite.key}}}{cite.suffix}"


def _narrative(match: re.Match[str]) -> CiteGroup:
    suppress = "-" if match["narrative"].startswith("-") else ""
    locator = _collapse(match["locator"] or "")
    cite = Cite(_name(match), match.start("narrative") + len(suppress), "", locator, bool(suppress))
    source = f"{suppress}@{{{cite.key}}}" + (f" [{locator}]" if locator else "")
    return CiteGroup(match.start(), match.end(), source, (cite,), narrative=True)


def _name(match: re.Match[str]) -> str:
    name: str = match["braced"] or match["plain"]
    return unicodedata.normalize("NFC", name)


def _parts(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """The parts between semicolons, each with its offset in the text."""
    bracket, begin = match["bracket"], match.start("bracket")
    start = 0
    for sign in _SEPARATOR.finditer(bracket):
        if sign[0] == ";":
            yield begin + start, bracket[start : sign.start()]
            start = sign.end()
    yield begin + start, bracket[start:]


#: A year, a page, or a key without its @: words with these may belong to a source of their own, and are reported.
_LIKE_A_SOURCE = re.compile(r"\d{4}|\bpp?\.|[^\W\d]\w*\d")


def _with_words_before(parts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The parts, the first one with all words before its source: [e.g., SAFTE; @author2024] names one source."""
    start, words, found = 0, "", False
    for offset, part in parts:
        if not found and "@" not in part and part.strip() and not _LIKE_A_SOURCE.search(part):
            start, words = (start, f"{words}{part};") if words else (offset, f"{part};")
            continue
        yield (start, words + part) if words else (offset, part)
        words, found = "", True
    if words:
        yield start, words.removesuffix(";")


def _collapse(text: str) -> str:
    return " ".join(text.split())
