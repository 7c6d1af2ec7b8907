"""Citations in running text, of which the author is part of the sentence: Author (2024) found this; Author¹ found this.

CSL has no word for them, so what a style cannot say is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studenthub.model.sources.source import Source
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.styles.csl import Style
from studenthub.styles.locale_terms import LocaleTerms
from studenthub.styles.pandoc import tree
from studenthub.styles.pandoc.tree import Part


def asked(group: CiteGroup, style: Style, sources: Mapping[str, Source]) -> CiteGroup:
    """A group as Pandoc is to print it.

    Where a style cites without names, the number or the note is that of any other citation; and a note says what it
    cites even where the author is left out and there is none.
    """
    if style.is_note:
        cites = tuple(
            replace(cite, is_suppressed=cite.is_suppressed and cite.key in sources and bool(sources[cite.key].authors))
            for cite in group.cites
        )
        return replace(group, cites=cites, narrative=False)
    return group if style.cites_names else replace(group, narrative=False)


def said(
    parts: tuple[Part, ...], group: CiteGroup, style: Style, source: Source, terms: LocaleTerms
) -> tuple[Part, ...]:
    """Pandoc's output for ``group``, with the names added if it is in running text."""
    (cite,) = group.cites
    if cite.is_suppressed:
        return parts
    if style.is_note or not style.cites_names:
        space = "" if is_raised(parts) else " "
        return (tree.text(names(source, terms) + space), *parts)
    if style.is_apa and parts and parts[0].kind == tree.TEXT:
        # Two authors are joined by "and" in running text, and by "&" in brackets (APA 7, section 8.17).
        return (replace(parts[0], text=parts[0].text.replace(" & ", f" {terms.both} ")), *parts[1:])
    return parts


def is_raised(parts: tuple[Part, ...]) -> bool:
    """Whether a citation is a number that is above the line."""
    return bool(parts) and parts[0].kind in (tree.SUPERSCRIPT, tree.NOTE)


def names(source: Source, terms: LocaleTerms) -> str:
    """The authors of a source, for running text: one, two, or the first and others; the title where there is none.

    That two are named, and of three only the first, is the rule of AMA's manual and of most styles.
    """
    people = [name.sort_name for name in source.authors]
    if not people:
        return source.title
    if len(people) > 2 or source.has_others:
        return f"{people[0]} {terms.others}"
    return f" {terms.both} ".join(people)
