"""Adds to Pandoc's answer what CSL cannot say, or Pandoc does not do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from studenthub.model.sources.source import Source
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.styles import grouping, narrative
from studenthub.styles.csl import Style
from studenthub.styles.locale_terms import LocaleTerms
from studenthub.styles.normalised import dashes
from studenthub.styles.pandoc import answer, tree
from studenthub.styles.pandoc.answer import Answer
from studenthub.styles.pandoc.tree import Part


@dataclass(frozen=True)
class Asked:
    """The document that Pandoc was asked for: ``groups`` that cite ``sources``, which are by key, in a ``style``.

    ``terms`` gives the words of a language, a locale of CSL.
    """

    style: Style
    groups: Sequence[CiteGroup]
    sources: Mapping[str, Source]
    terms: Callable[[str], LocaleTerms]


def finished(found: Answer, asked: Asked) -> Answer:
    """Pandoc's answer as the hub prints it. Raises what ``asked.terms`` raises."""
    for step in _STEPS:
        found = step(found, asked)
    return found


def _name_in_sentences(found: Answer, asked: Asked) -> Answer:
    """Print authors as words of the sentence where they are cited so."""
    if not any(group.narrative for group in asked.groups):
        return found
    terms = asked.terms(asked.style.language)

    def said(parts: tuple[Part, ...], group: CiteGroup) -> tuple[Part, ...]:
        source = asked.sources.get(group.keys[0])
        return narrative.said(parts, group, asked.style, source, terms) if group.narrative and source else parts

    return replace(found, groups=tuple(map(said, found.groups, asked.groups)))


def _leave_out_authors(found: Answer, asked: Asked) -> Answer:
    """Print no authors in citations that ask for none."""
    if asked.style.is_note or not any(cite.is_suppressed for group in asked.groups for cite in group.cites):
        return found
    return replace(found, groups=tuple(map(_without_authors, found.groups, asked.groups)))


def _without_authors(parts: tuple[Part, ...], group: CiteGroup) -> tuple[Part, ...]:
    unnamed = {answer.reference(cite.key) for cite in group.cites if cite.is_suppressed}
    return grouping.without_gaps(grouping.unnamed_first(parts, unnamed)) if unnamed else parts


def _put_years_together(found: Answer, asked: Asked) -> Answer:
    """Print a name once for all of its years in a citation."""
    delimiter = asked.style.delimiter_of_years
    if not delimiter:
        return found
    return replace(found, groups=tuple(grouping.years_together(parts, delimiter) for parts in found.groups))


def _put_signs_in_quotes(found: Answer, asked: Asked) -> Answer:
    """Print full stops and commas within the quotation marks before them."""
    if not asked.style.puts_signs_in_quotes:
        return found
    entries = (replace(entry, parts=tree.quoted(entry.parts)) for entry in found.entries)
    return replace(found, groups=tuple(map(tree.quoted, found.groups)), entries=tuple(entries))


def _let_dashes_stand_alone(found: Answer, asked: Asked) -> Answer:
    """Print nothing behind the dash for authors who are those of the entry before."""
    dash = asked.style.dash
    if not dash or not any(one.text.startswith(dash) for one in found.entries):
        return found
    others = asked.terms(asked.style.locale).others
    entries = (replace(one, parts=dashes.alone(one.parts, dash, others)) for one in found.entries)
    return replace(found, entries=tuple(entries))


def _fill_entries(found: Answer, asked: Asked) -> Answer:
    """Print something of each source in the list, where the style prints nothing of one."""
    return found if asked.style.is_note else answer.filled(found, asked.sources)


_STEPS: tuple[Callable[[Answer, Asked], Answer], ...] = (
    _name_in_sentences,
    _leave_out_authors,
    _put_years_together,
    _put_signs_in_quotes,
    _let_dashes_stand_alone,
    _fill_entries,
)
