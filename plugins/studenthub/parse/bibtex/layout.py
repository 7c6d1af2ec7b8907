"""Sorts the entries of a BibTeX file by their keys, and puts each field on its own line where asked to."""

from __future__ import annotations

from operator import itemgetter

from studenthub.parse import bibtex
from studenthub.parse.bibtex import BadEntry, Block, Entry, Field


def in_order(content: str, *, tidy: bool = False) -> str:
    """The entries in the order of their keys, each with the lines above it; abbreviations and the like stay on top.

    ``tidy`` writes one field a line, in braces. Raises BadEntry.
    """
    head: list[str] = []
    entries: list[tuple[str, str]] = []
    at = 0
    for block in bibtex.entries(content):
        if isinstance(block, BadEntry):
            raise block
        if isinstance(block, Block):
            head.append(content[at : block.end])
            at = block.end
        elif isinstance(block, Entry):
            written = _laid_out(content, block) if tidy else content[block.offset : block.end]
            entries.append((block.key.lower(), content[at : block.offset] + written))
            at = block.end
    ordered = [entry for _, entry in sorted(entries, key=itemgetter(0))]
    parts = [*head, *ordered, content[at:]]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _laid_out(content: str, entry: Entry) -> str:
    """An entry with a field a line. One with comments in it, or with two fields of one name, stays as it is."""
    fields = list(entry.fields.values())
    ends, starts = [entry.body, *(field.end for field in fields)], [*(field.start for field in fields), entry.end - 1]
    gaps = "".join(content[end:start] for end, start in zip(ends, starts, strict=True))
    if not fields or gaps.strip(" \t\n,") or content[entry.end - 1] != "}":
        return content[entry.offset : entry.end]
    lines = ",\n".join(f"  {name} = {_value(content, field)}" for name, field in entry.fields.items())
    return f"@{entry.type}{{{entry.key},\n{lines}\n}}"


def _value(content: str, field: Field) -> str:
    """A value in braces. One with an abbreviation in it is as it was: braces would make a word of that."""
    opening = content[field.offset - 1]
    written = content[field.offset : field.end]
    if written.isdigit() or (opening in '{"' and written[:-1] == field.raw):
        return f"{{{field.raw}}}"
    return content[field.offset - (opening in '{"') : field.end]
