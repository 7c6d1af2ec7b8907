"""Finds the list of references in a draft, and reads each of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.importer.text import headings, links
from studenthub.importer.text.blocks import Block, Heading, Items, Paragraph, Quote, Rule, Table
from studenthub.importer.text.lines import Line, joined
from studenthub.parse import references
from studenthub.parse.headings import is_of_list
from studenthub.parse.identifiers import DOI
from studenthub.parse.references import Reference, dates

#: Headings within a list of law, or of several kinds of sources.
_PARTS = re.compile(
    r"(?:books?|journal articles?|articles?|chapters?|cases?|case law|legislation|statutes?|acts?|websites?"
    r"|web pages?|internet sources?|reports?|"
    r"theses|other(?: sources)?|primary sources|secondary sources|regulations|policies|news(?:papers?)?"
    r"|online sources?|boeke|wette|sake|livres)"
    r"(?: and \w+)?:?",
    re.IGNORECASE,
)
#: What is behind a list of references, whose own lines may have numbers as references do.
_APPENDIX = re.compile(
    r"(?:appendix|appendices|annexures?|annex|addendum|bylaag|bylaes?|aanhangsel|isithasiselo|isengezo|annexes?|anexos?"
    r"|apêndices?)(?:\s+(?:[A-Z]|\d{1,2}|[IVX]{1,4}))?\s*(?:[:.–—-].{0,120})?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?)\s+(?=\S)")
_BEGINS = re.compile(
    r"(?:\[\d{1,3}\]|\d{1,3}[.)])\s+\S"
    r"|(?:[^\W\d_][\w’'-]*\s){0,3}[^\W\d_][\w’'-]+,?\s(?:[A-Z]\.?(?!\w)[-\s,.)]{0,3}){1,4}"
    r"|[^\W\d_][^.()]{3,90}[.,]?\s\((?:1[5-9]|20)\d\d|https?://|[—–_]{2,}"
)
#: The number of a reference without a full stop or a bracket, which says so only in its row: 1 Author A. · 1- Author A.
_BARE_LABEL = re.compile(r"(?P<number>\d{1,3})(?:\s*[-–—]+\s*|\s+)(?=[^\W\d_])")
#: An address that goes on in the next line.
BROKEN = re.compile(r"https?://\S*[-/=&?_]$")
_YEAR = re.compile(rf"\b(?:(?:1[5-9]|20)\d\d[a-z]?\b|{dates.NO_DATE}|{dates.SOON})")
_AGAIN = re.compile(r"[—–―_-]{2,}\.?,?\s*|[—―][.,]\s+|\"\s*(?=\()")
_WORDS_OF_LINKS = re.compile(
    r"(?:link|pdf|here|click here|view|full text|source|website|online|html|doi|url|open)", re.IGNORECASE
)
_BEFORE_LINK = re.compile(
    r"\s*\(?(?:links?|pdf|available(?: from| at)?|source|full text|url|view)\s*:?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: what is printed, what it says, its number in a numbered list or 0.

    ``generated`` is whether a reference manager printed it, from data that the document has as well.
    """

    printed: str
    reference: Reference
    number: int = 0
    generated: bool = False


def split(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Entry, ...], tuple[Block, ...], str]:
    """The text, the entries of the list, what is behind it, and the heading of the list."""
    at = next((at for at in reversed(range(len(blocks))) if is_heading(blocks[at])), -1)
    heading = ""
    if at >= 0:
        heading, begin = next(iter(_texts(blocks[at]))), at + 1
    else:
        begin = at = _without_heading(blocks)
    entries: list[Entry] = []
    end = begin
    for end in range(begin, len(blocks) + 1):
        if end == len(blocks) or not _goes_on(blocks, end):
            break
        entries += _entries(blocks[end], entries)
    if not entries:
        return tuple(blocks), (), (), ""
    return tuple(blocks[:at]), tuple(entries), tuple(blocks[end:]), heading


@dataclass(frozen=True, slots=True)
class Split:
    """A draft without its lists of references: its text, the entries, what is behind them, and the heading of the last.

    The numbers of the entries are those of the text from the block ``numbered_from`` on: before it is a list with
    numbers of its own, which stays.
    """

    text: tuple[Block, ...]
    entries: tuple[Entry, ...]
    behind: tuple[Block, ...]
    heading: str
    numbered_from: int = 0


def split_all(blocks: Sequence[Block]) -> Split:
    """Take the list of references out of a draft, or all its lists where each chapter has one without numbers."""
    text, entries, behind, heading = split(blocks)
    while heading:
        before, more, between, name = split(text)
        if not name:
            break
        if any(one.number for one in (*more, *entries)):
            return Split(text, entries, behind, heading, len(text) - len(between))
        text, entries = (*before, *between), (*more, *entries)
    return Split(text, entries, behind, heading)


def is_heading(block: Block) -> bool:
    """Whether a block is the heading of a list of references."""
    return isinstance(block, Heading | Paragraph) and is_of_list(block.line.text)


def _without_heading(blocks: Sequence[Block]) -> int:
    """Where at least two lines at the end look like references; the number of the blocks where none do."""
    at = len(blocks)
    while at > 0 and (isinstance(blocks[at - 1], Rule) or _is_reference(blocks[at - 1])):
        at -= 1
    found = sum(len(list(_lines(block))) for block in blocks[at:])
    return at if found >= 2 else len(blocks)


def _is_reference(block: Block) -> bool:
    if not isinstance(block, Paragraph | Items):
        return False
    read = [references.read(line.text, line.ranges("emph")) for line, _ in _lines(block)]
    return bool(read) and all(
        one.authors and one.fields.keys() & {"year", "date"} and "title" in one.fields and len(one.fields) > 3
        for one in read
    )


def _goes_on(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block is part of the list: references, headings between them, rules."""
    block = blocks[at]
    if isinstance(block, Rule):
        return at + 1 < len(blocks) and _goes_on(blocks, at + 1)
    if any(_PARTS.fullmatch(text) for text in _texts(block)):
        return True
    if isinstance(block, Heading) or headings.is_heading(block, blocks[at + 1] if at + 1 < len(blocks) else None):
        return False
    if isinstance(block, Paragraph) and _APPENDIX.fullmatch(block.line.text.strip()):
        return False
    if isinstance(block, Items | Quote):
        return True
    if isinstance(block, Table):
        return all(_may_be_reference(line.text) for line, _ in _lines(block))
    if not isinstance(block, Paragraph):
        return False
    if block.role == "generated" or _may_be_reference(block.line.text):
        return True
    # A reference without a year, between others.
    follows = blocks[at + 1] if at + 1 < len(blocks) else None
    return (
        bool(_BEGINS.match(block.line.text)) and isinstance(follows, Paragraph) and _may_be_reference(follows.line.text)
    )


def _may_be_reference(text: str) -> bool:
    """Whether a paragraph below the heading of the list is one: it has a year, an address or a DOI, or a number."""
    return bool(
        _YEAR.search(text) or re.search(r"https?://|www\.|\bdoi\b|10\.\d{4}", text) or _LABEL.match(text)
    ) and not re.match(r"(?:to read more|read more)", text, re.IGNORECASE)


def _entries(block: Block, before: Sequence[Entry]) -> Iterator[Entry]:
    generated = isinstance(block, Paragraph) and block.role == "generated"
    if isinstance(block, Heading) or (isinstance(block, Paragraph) and _PARTS.fullmatch(block.line.text.strip())):
        return
    known = list(before)
    for line, number in _lines(block):
        bare = _BARE_LABEL.match(line.text) if not number else None
        if bare and int(bare["number"]) == 1 + (known[-1].number if known else 0):
            line, number = line.part(bare.end(), len(line.text)), int(bare["number"])
        entry = _entry(line, number, generated, known[-1] if known else None)
        known.append(entry)
        yield entry


def _lines(block: Block) -> Iterator[tuple[Line, int]]:
    """The references of a block, each with its number in a numbered list or 0."""
    if isinstance(block, Paragraph):
        for line in _apart(block.line):
            yield line, 0
    elif isinstance(block, Items):
        for number, item in enumerate(block.items, block.start):
            line = joined((line for one in item for line, _ in _lines(one)), " ")
            if line.text.strip():
                yield line, number if block.start else 0
    elif isinstance(block, Table):
        for row in block.rows:
            counted = re.fullmatch(r"[\[(]?(\d{1,3})[\])]?\.?", row[0].text.strip())
            line = joined((cell for cell in row[bool(counted) :] if cell.text.strip()), " ")
            if line.text.strip():
                yield line, int(counted[1]) if counted else 0
    elif isinstance(block, Quote):
        for one in block.blocks:
            yield from _lines(one)


def _apart(line: Line) -> Iterator[Line]:
    """The references of a paragraph in which line breaks separate them."""
    start = 0
    for match in re.finditer(r"\n", line.text):
        rest = line.text[match.end() :]
        done = re.search(rf"[.)/\d\]]$|(?:https?://|{DOI})\S+$", line.text[start : match.start()].rstrip())
        if done and _BEGINS.match(rest) and _YEAR.search(line.text[start : match.start()]):
            yield line.part(start, match.start()).strip()
            start = match.end()
    if line.text[start:].strip():
        yield line.part(start, len(line.text)).strip()


def _entry(line: Line, number: int, generated: bool, before: Entry | None) -> Entry:
    line = line.replaced(
        (match.start(), match.end(), Line("" if BROKEN.search(line.text[: match.start()]) else " "))
        for match in re.finditer(r"\s*\n\s*", line.text)
    )
    printed = line.text
    line = _with_addresses(line)
    own = _LABEL.match(line.text)
    begin = own.end() if own else 0
    again = _AGAIN.match(line.text, begin)
    if again and before and before.reference.authors:
        # ——— is the author of the reference above.
        people = before.reference.text[: max(person.end for person in before.reference.authors)]
        label = _LABEL.match(people)
        said = Line(f"{people[label.end() if label else 0 :].rstrip(' .')}. ")
        line = joined([line.part(0, begin), said, line.part(again.end(), len(line.text))])
    reference = references.read(line.text, line.ranges("emph"))
    typed = re.sub(r"\D", "", reference.label)
    return Entry(printed, reference, number or int(typed or 0), generated)


def _with_addresses(line: Line) -> Line:
    """The line with the addresses of its links as text, where they are not printed; words such as "Link: PDF" go."""
    edits, more = [], []
    for mark in line.of("link"):
        address = links.meant(mark.value)
        text = line.text[mark.start : mark.end].strip()
        if links.compared(address) in (links.compared(text), links.compared(f"https://{text}")):
            continue
        if links.compared(address).removeprefix("doi:") in line.text.casefold():
            continue
        if _WORDS_OF_LINKS.fullmatch(text):
            before = _BEFORE_LINK.search(line.text[: mark.start])
            edits.append((before.start() if before else mark.start, mark.end, Line(f" {address}")))
        else:
            more.append(f" {address}")
    return joined([line.replaced(edits), Line("".join(more))]).without("link")


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.line.text.strip()
