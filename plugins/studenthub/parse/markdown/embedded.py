"""Finds BibTeX in the file of an article: entries below its text, or in a code block named bibtex.

Such a block is the bibliography where nothing but BibTeX follows it, or where the text cites one of its keys. Any other
one is an example, which readers see.

They are the bibliography of the article, as if they were in a file of bib/. So one file becomes two texts of the same
length, the one with the entries blanked and the other with everything else: each character keeps its place, and every
message names the line that its author sees.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from studenthub.parse.bibtex import BadEntry, Block, Entry, Stray, entries
from studenthub.parse.headings import LINE_ABOVE_ENTRIES
from studenthub.source.text import Text

#: Without one of these lines nothing is taken for BibTeX, and most articles have none.
_QUICK = re.compile(r"\n[ \t]*(?:@[ \t]*[A-Za-z]+\s*[({]|(?:`{3,}|~{3,})[ \t]*(?:\{[ \t]*\.)?bib)", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]+`")
#: A citation, as far as this matters here: its key.
_CITED = re.compile(r"@\{?([^\s\]};,@]*[\w])")
_BEGIN = re.compile(r"^[ \t]*@", re.MULTILINE)
_FRONT = re.compile(r"---[ \t]*\n(?>(?:(?!---[ \t]*$)[^\n]*+\n)*)---[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<signs>`{3,}|~{3,})(?P<info>[^`]*)")
#: The word behind a fence that makes a block of code the bibliography.
_BIBTEX = re.compile(r"(?:\{[ \t]*\.)?(?:bib|bibtex|biblatex)\b", re.IGNORECASE)
#: No comment holds another; one that is not closed is none.
_COMMENT = re.compile(r"<!--(?>(?:[^<-]++|-(?!->)|<(?!!--))*)-->")
#: What an entry that cannot be read must be called to be taken for one: the types that people use most.
_KINDS = frozenset(
    (
        *("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings", "manual", "misc"),
        *(
            "mastersthesis",
            "online",
            "phdthesis",
            "proceedings",
            "report",
            "techreport",
            "thesis",
            "unpublished",
            "www",
        ),
    )
)


@dataclass(frozen=True)
class Split:
    """An article and the bibliography in its file: ``text`` without the entries, and ``bibliography`` with nothing but
    them, or None where there are none."""

    text: Text
    bibliography: Text | None = None


def split(text: Text) -> Split:
    """Split a file into its text and its BibTeX."""
    content = text.content
    if not _QUICK.search(f"\n{content}"):
        return Split(text)
    front = _FRONT.match(content)
    start = front.end() if front else 0
    fences, inner, masked = _fences(content, start)
    pasted = list(_pasted(content, masked))
    spans = _joined([*fences, *pasted])
    if not spans:
        return Split(text)
    bibliography = _kept(content, _joined([*inner, *pasted]))
    return Split(Text(text.path, _without(content, spans)), Text(text.path, bibliography))


def spans(text: Text) -> list[tuple[int, int]]:
    """Where in a file its bibliography is, with the fences and the heading around it."""
    parted = split(text)
    if parted.bibliography is None:
        return []
    front = _FRONT.match(text.content)
    fences, _, masked = _fences(text.content, front.end() if front else 0)
    return _joined([*fences, *_pasted(text.content, masked)])


def _fences(content: str, start: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]], str]:
    """The blocks of code with BibTeX, what is within them, and ``content`` without front matter, code and comments."""
    blocks: list[tuple[int, int, int, int]] = []
    code: list[tuple[int, int]] = [(0, start)]
    opened: tuple[str, str, int, int] | None = None
    at = start
    for line in content[start:].split("\n"):
        fence, end = _FENCE.fullmatch(line), min(at + len(line) + 1, len(content))
        if opened is None:
            if fence:
                opened = fence["signs"], fence["info"].strip(), at, end
        elif fence and not fence["info"].strip() and fence["signs"].startswith(opened[0]):
            _, info, begin, body = opened
            code.append((begin, end))
            if _BIBTEX.match(info):
                blocks.append((begin, body, at, end))
            opened = None
        at = end
    masked = _COMMENT.sub(lambda match: _spaces(match[0]), _without(content, code))
    meant = list(_bibliographies(content, masked, blocks))
    return [(_above(content, begin), end) for begin, _, _, end in meant], [block[1:3] for block in meant], masked


def _bibliographies(
    content: str, masked: str, blocks: list[tuple[int, int, int, int]]
) -> Iterator[tuple[int, int, int, int]]:
    """The blocks of BibTeX that are more than examples."""
    if not blocks:
        return
    cited = {match[1] for match in _CITED.finditer(_CODE.sub("", masked))}
    text_end = len(_without(masked, list(_pasted(content, masked))).rstrip())
    for block in blocks:
        _, start, end, _ = block
        keys = {one.key for one in entries(content[start:end]) if isinstance(one, Entry)}
        if end >= text_end or not cited.isdisjoint(keys):
            yield block


def _pasted(content: str, masked: str) -> Iterator[tuple[int, int]]:
    """The entries that are in the text, each with what belongs to it above: comments, and a heading of the list."""
    lines = [match.start() for match in _BEGIN.finditer(masked)]
    found: list[tuple[int, int]] = []
    for one in entries(masked):
        # A broken entry is reported where it breaks off; it begins somewhere above.
        line = bisect_right(lines, one.offset) - 1
        if isinstance(one, Stray) or line < 0 or not _is_meant(one, masked[lines[line] : one.offset]):
            continue
        # An entry that is not closed ends at the next one, or at the end of the file.
        end = len(content) if isinstance(one, BadEntry) else _end_of_line(masked, one.end)
        found.append((lines[line], end))
    for (begin, end), following in zip(found, [*found, (len(content), 0)][1:], strict=True):
        yield _above(content, begin), min(end, following[0])


def _is_meant(one: Entry | Block | BadEntry, before: str) -> bool:
    """Whether an @ in a text begins an entry: at the beginning of a line, and with fields or a type of BibTeX.

    ``before`` is what is on its line above it.
    """
    if isinstance(one, BadEntry):
        return one.kind in _KINDS
    if before.strip():
        return False
    return isinstance(one, Block) or bool(one.fields) or one.type in _KINDS


def _end_of_line(masked: str, end: int) -> int:
    """The end of the line, where nothing but a comma is behind an entry."""
    line_end = masked.find("\n", end)
    line_end = len(masked) if line_end < 0 else line_end + 1
    return end if masked[end:line_end].strip(" \t\n,;") else line_end


def _above(content: str, begin: int) -> int:
    """The beginning of the comments and of the heading that are directly above an entry."""
    at = begin
    while at:
        start = content.rfind("\n", 0, at - 1) + 1
        line = content[start : at - 1].strip()
        if line.startswith("%"):
            begin = start
        elif line:
            return start if LINE_ABOVE_ENTRIES.fullmatch(line) else begin
        at = start
    return begin


def _joined(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in their order; those that touch or overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(rows):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _without(content: str, rows: list[tuple[int, int]]) -> str:
    """``content`` with the spans blanked."""
    parts: list[str] = []
    at = 0
    for start, end in _joined(rows):
        parts += [content[at:start], _spaces(content[start:end])]
        at = end
    return "".join([*parts, content[at:]])


def _kept(content: str, rows: list[tuple[int, int]]) -> str:
    """``content`` with all but the spans blanked."""
    parts: list[str] = []
    at = 0
    for start, end in rows:
        parts += [_spaces(content[at:start]), content[start:end]]
        at = end
    return "".join([*parts, _spaces(content[at:])])


_VISIBLE = re.compile(r"[^\n]")


def _spaces(text: str) -> str:
    return _VISIBLE.sub(" ", text)
