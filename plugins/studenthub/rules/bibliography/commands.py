"""Checks of the LaTeX in the bibliography: what the hub cannot print as it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from studenthub.model.sources.csl_items import TEXTS
from studenthub.model.sources.source import Source
from studenthub.parse import latex
from studenthub.parse.bibtex.names import Span
from studenthub.parse.latex.commands import KNOWN, OUT_OF_PLACE
from studenthub.parse.latex.decoder import Unknown
from studenthub.rules.bibliography.entries import EntryPart, every
from studenthub.rules.checked import Checked
from studenthub.rules.finding import Finding
from studenthub.source.problems import did_you_mean, shortened

#: Commands of which the hub says that it does not know them, in one field.
_MOST = 5


def unknown_command(checked: Checked) -> Iterator[Finding]:
    """A command of LaTeX is one that the hub knows.

    For any other command it prints only what is in its braces, or nothing where it has none, so a part of the reference
    would be missing. Commands that you have defined yourself are not known here; notes and references to other works
    are no part of a reference.

    Wrong: title = {\\mytitle}, title = {An example\\footnote{Of something.}}
    Right: title = {An example}
    """
    for source in every(checked):
        for name, field in source.fields.items():
            if "\\" in field.raw and name in TEXTS:
                for unknown in latex.unknown(field.raw)[:_MOST]:
                    yield _unknown(source, name, unknown)


def _unknown(source: Source, name: str, unknown: Unknown) -> Finding:
    command = f"\\{shortened(unknown.command)}"
    if unknown.command in OUT_OF_PLACE:
        message, hint = f"{command} has no place in a reference, and is left out", "delete it"
    else:
        printed, hint = ("what is in its braces", "delete it") if unknown.prints else ("nothing for it", "write it out")
        message = f"the hub does not know {command}, and prints {printed}"
        hint = did_you_mean(unknown.command, KNOWN, "\\") or hint
    start = unknown.offset
    span = Span(f"\\{unknown.command}", start, start + len(unknown.command) + 1)
    is_unread = name in {"note", "addendum"}
    return EntryPart(source, name, span).found(message, hint, harmless=unknown.prints or is_unread)
