"""Corrects an existing article in place: typed references become entries, and typed citations become keys.

Nothing else in the file changes, as its author has put it into Markdown. The entries are below the text, where they are
the article's bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studenthub.importer import article
from studenthub.importer.citations import listing
from studenthub.importer.citations.sources import Cited, Sources
from studenthub.importer.text.blocks import Paragraph
from studenthub.importer.text.lines import Line, Mark
from studenthub.model.sources.source import Source
from studenthub.parse import frontmatter, typed_citations
from studenthub.parse.markdown import embedded, running_text
from studenthub.parse.typed_citations import Citation, Passage
from studenthub.source.text import Text

#: Characters that are enough to be in a text only once.
_CERTAIN = 30
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
#: A line that begins a reference of a list, whatever is above it.
_ITEM = re.compile(r"\n(?=[ \t]*(?:\d{1,3}[.)\t]|\[\d{1,3}\]|[-*+•])[ \t]+\S)")
#: Markdown within a reference: the signs of a heading, a list or a quotation before it, and of emphasis in it.
_BEGIN = re.compile(r"[ \t>]*(?:#{1,6}[ \t]+|[-*+•][ \t]+)?")
_SIGNS = re.compile(
    r"(?P<signs>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_\n]*[^*_\s])(?P=signs)|<(?P<address>https?://[^<>\s]+)>"
)
_RAISED = re.compile(r"\^(?P<caret>[\d,–-]+)\^|<sup>(?P<tag>[\d,–\s-]+)</sup>")
#: What a raised number is printed behind, and a citation before.
_PUNCTUATION = re.compile(r"[.,;:?!]$")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or an item of a list, with its range in the file."""

    start: int
    end: int
    paragraph: Paragraph


def corrected(text: Text, known: Mapping[str, Source]) -> Text:
    """The article with entries and citations where they are certain; the same where it has no typed list.

    ``known`` are the sources of bib/ by key. What is not certain stays as it is typed.
    """
    content = text.content
    start = frontmatter.parse(text)[0].body_start
    if embedded.split(text).bibliography:
        return text
    blocks = list(_blocks(content, start))
    before, entries, behind, _ = listing.split([block.paragraph for block in blocks])
    if not entries:
        return text
    sources = Sources(known)
    sources.add_list(entries)
    if not all(one.existing or _has_title(one) for one in sources.all):
        # An address alone does not describe a work, and an entry without a title is no help.
        return text
    listed = blocks[len(before)].start
    end = blocks[len(blocks) - len(behind)].start if behind else len(content)
    body, rest = _cited(content, start, listed, sources), content[end:].strip("\n")
    new = sorted((one for one in sources.all if not one.existing), key=lambda one: one.key)
    entries_below = "\n".join(map(article.entry, new))
    fence = f"```bibtex\n{entries_below}```" if new else ""
    return Text(text.path, "\n\n".join(part for part in (body.rstrip(), rest, fence) if part) + "\n")


def begun(text: Text, known: Mapping[str, Source]) -> Text:
    """The article with a front matter, where it has none: of the title, by-line and date at its head.

    What is not there is marked TODO. The same where it is not certain where the head ends.
    """
    content = text.content
    if content.startswith("---"):
        return text
    made = article.make(content.encode(), "draft.md", known)
    first = made.body.lstrip().split("\n", 1)[0].replace("\\", "")[:_CERTAIN]
    start = content.find(first) if len(first) == _CERTAIN else -1
    return Text(text.path, f"---\n{made.front.yaml}---\n\n{content[start:]}") if start >= 0 else text


def _has_title(one: Cited) -> bool:
    title = one.reference.value("title")
    return bool(title) and "://" not in title


def _blocks(content: str, start: int) -> Iterator[_Block]:
    for paragraph in _PARAGRAPH.finditer(content, start):
        bounds = [paragraph.start(), *(match.end() for match in _ITEM.finditer(content, *paragraph.span()))]
        first = content.find("\n", *paragraph.span())
        if first > 0 and listing.is_heading(Paragraph(_line(content[paragraph.start() : first]))):
            bounds.append(first + 1)
        bounds = sorted(set(bounds))
        for begin, end in zip(bounds, [*bounds[1:], paragraph.end()], strict=True):
            yield _Block(begin, end, Paragraph(_line(content[begin:end].rstrip("\n"))))


def _line(text: str) -> Line:
    """A line of Markdown without its signs; what is in italics is marked."""
    text = text[_BEGIN.match(text).end() :]  # type: ignore[union-attr] # it matches nothing as well
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _SIGNS.finditer(text):
        parts.append(text[at : match.start()])
        length += match.start() - at
        words = match["address"] or match["words"]
        if match["signs"] and len(match["signs"]) % 2:
            marks.append(Mark(length, length + len(words), "emph"))
        parts.append(words)
        length += len(words)
        at = match.end()
    return Line("".join([*parts, text[at:]]).rstrip("# "), tuple(marks))


def _cited(content: str, start: int, end: int, sources: Sources) -> str:
    """The file up to ``end``, with citations in the place of those that are typed and certain."""
    works = sources.works()
    running = running_text.below(start, running_text.blank(content[start:end]))
    passages = [(match.start(), _passage(content, match)) for match in _PARAGRAPH.finditer(running, start)]
    habits = typed_citations.habits([passage for _, passage in passages], works)
    parts: list[str] = []
    at = 0
    for offset, passage in passages:
        for citation in typed_citations.find(passage, works, habits):
            written = typed_citations.written(citation)
            if written is None:
                continue
            begin, stop, words = _edit(content, offset, citation, written)
            if begin >= at:
                parts += [content[at:begin], words]
                at = stop
    return "".join([*parts, content[at:end]])


def _passage(content: str, match: re.Match[str]) -> Passage:
    """A paragraph of the running text, with raised numbers taken from the file, and without the signs around them."""
    text = match[0].replace("\n", " ")
    raised: list[tuple[int, int]] = []
    for found in _RAISED.finditer(content, *match.span()):
        begin, end = (at - match.start() for at in found.span("caret" if found["caret"] else "tag"))
        raised.append((begin, end))
        whole = [" "] * len(found[0])
        whole[begin + match.start() - found.start() : end + match.start() - found.start()] = (
            found["caret"] or found["tag"]
        )
        text = f"{text[: found.start() - match.start()]}{''.join(whole)}{text[found.end() - match.start() :]}"
    return Passage(text, tuple(raised))


def _edit(content: str, offset: int, citation: Citation, written: str) -> tuple[int, int, str]:
    """The range to replace, and its new words: a raised number goes before the sign that it is printed behind."""
    begin, end = offset + citation.start, offset + citation.end
    is_raised = content[begin : begin + 1] in "¹²³⁴⁵⁶⁷⁸⁹"
    for match in _RAISED.finditer(content, max(0, begin - 5), min(len(content), end + 6)):
        if match.start() <= begin and end <= match.end():
            begin, end, is_raised = match.start(), match.end(), True
    before = content[:begin].rstrip(" ") if is_raised else content[:begin]
    sign = _PUNCTUATION.search(before) if is_raised else None
    begin = len(before) - (1 if sign else 0)
    blank = "" if content[begin - 1 : begin].isspace() or content[begin - 1 : begin] in "([“‘—–" else " "
    return begin, end, f"{blank}{written}{sign[0] if sign else ''}"
