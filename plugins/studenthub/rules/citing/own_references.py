"""What a text says of its sources without the bibliography: in its own list of references, and in notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studenthub.parse import typed_citations
from studenthub.parse.markdown import reference_lists, running_text
from studenthub.parse.markdown.reference_lists import Line
from studenthub.parse.typed_citations import Citation, Passage, Works
from studenthub.rules.checked import Checked
from studenthub.rules.citing import typed_references
from studenthub.rules.citing.typed_references import TypedReference
from studenthub.rules.document import Document

#: A raised number as it is written, ^1,2^, and as it is pasted: it has lost its height.
RAISED = re.compile(
    r"\^(?P<high>\d{1,3}(?:[,–-]\d{1,3})*)\^"
    r"|<sup>\\?[\[(]?(?P<tag>\d{1,3}(?:[,–-] ?\d{1,3})*)\\?[\])]?</sup>"
    r"|(?<=[a-z”\"’)])(?<!\b[Ff]ig)(?<!\b[Nn]o)(?<!\b[Vv]ol)(?<!\b[Ss]ec)(?<!\b[Tt]ab)(?<!\b[Cc]h)(?<!\b[Vv]er)"
    r"(?P<stop>[.,;][”\"’]?)(?P<low>\d{1,2}(?:[,–-]\d{1,2})*)(?=\s+[A-Za-z“\"‘(]|\s*(?:\n|\Z))"
)
_SIGNS_OF_RAISED = re.compile(r"\^(?=\d)|(?<=\d)\^|</?sup>")


def matched(lines: Sequence[Line], checked: Checked) -> tuple[TypedReference, ...]:
    """The lines of a list, or notes, each with its source."""
    return typed_references.matched(lines, checked.index.by_identity, checked.catalogue.bibliography.sources)


def notes(document: Document, checked: Checked) -> tuple[Line, ...]:
    """The notes that are a reference and nothing else."""
    return checked.once(document, _notes)


def _notes(document: Document, checked: Checked) -> Iterator[Line]:
    if "[^" in document.content or "^[" in document.content:
        yield from reference_lists.notes(document.content, document.running, document.body_start)


@dataclass(frozen=True, slots=True)
class ListedCitation:
    """A typed citation of sources in the typed list, the range of the text that it takes, and what to write for it."""

    citation: Citation
    start: int
    end: int
    right: str


def citations(document: Document, checked: Checked) -> tuple[ListedCitation, ...]:
    """The typed citations that the list of the text explains for certain."""
    return checked.once(document, _explained)


def _explained(document: Document, checked: Checked) -> Iterator[ListedCitation]:
    sources = [source for one in document.lists for source in matched(one.lines, checked)]
    if not sources:
        return
    works = Works(typed_citations.work(row.line.reference, row.key, row.line.number) for row in sources)
    passages = list(_passages(document))
    how = typed_citations.habits([passage for _, passage in passages], works)
    for start, passage in passages:
        for citation in typed_citations.find(passage, works, how):
            right = typed_citations.written(citation) if citation.certain else None
            if right and "@" not in passage.text[citation.start : citation.end]:
                yield _placed(document, start, citation, right)


def _placed(document: Document, start: int, citation: Citation, right: str) -> ListedCitation:
    """A citation in its file: one that is raised goes before the full stop, with a space before it."""
    begin, end = start + citation.start, start + citation.end
    content = document.content
    raised = next((m for m in RAISED.finditer(content, max(begin - 7, 0)) if m.start() <= begin < m.end()), None)
    high = raised is not None or content[begin] in "⁰¹²³⁴⁵⁶⁷⁸⁹"
    if raised:
        begin, end = raised.span()
    stop = raised["stop"] if raised and raised["stop"] else ""
    if high and not stop and content[begin - 1 : begin] in (".", ",", ";"):
        stop, begin = content[begin - 1], begin - 1
    space = " " if high or content[begin - 1 : begin].isalnum() else ""
    return ListedCitation(citation, begin, end, f"{space}{right}{stop}")


def _passages(document: Document) -> Iterator[tuple[int, Passage]]:
    """The paragraphs of a text outside of its lists, each with where it begins."""
    running = document.running
    for match in running_text.PARAGRAPH.finditer(running):
        start = match.start()
        if not any(one.start <= start < one.end for one in document.lists):
            raised = tuple(
                next(found.span(name) for name in ("high", "tag", "low") if found[name])
                for found in RAISED.finditer(match[0])
            )
            yield start, Passage(_SIGNS_OF_RAISED.sub(lambda found: " " * len(found[0]), match[0]), raised)
