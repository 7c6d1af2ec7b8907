"""Checks of what articles cite."""

from __future__ import annotations

from collections.abc import Iterator

from studenthub import styles
from studenthub.articles import Article
from studenthub.catalogue import Catalogue
from studenthub.citations import Cite
from studenthub.problems import Problem, did_you_mean


def unknown_source(catalogue: Catalogue) -> Iterator[Problem]:
    """A citation must name an entry of the bibliography.

    Readers follow a citation to its source; one that leads nowhere is a claim without evidence.

    Wrong: [@chretein2011]
    Right: [@chretien2011]
    """
    known, broken = catalogue.bibliography.sources, catalogue.bibliography.broken
    for article in catalogue.articles:
        for group in article.groups:
            for cite in group.cites:
                if cite.key not in known:
                    yield _unknown(article, cite, group.narrative, cite.key in broken, list(known))


def _unknown(article: Article, cite: Cite, narrative: bool, broken: bool, known: list[str]) -> Problem:
    place = article.text.place(cite.offset)
    if broken:
        return Problem(
            place,
            "HUB301",
            f"the source @{cite.key} cannot be used",
            "its entry in the bibliography has a mistake of its own",
        )
    hint = did_you_mean(cite.key, known, "@") or "add it to bib/, or look for its key there"
    if narrative:
        hint += rf"; for a name that is no source, write \@{cite.key}"
    return Problem(place, "HUB301", f"unknown source @{cite.key}", hint)


def unknown_style(catalogue: Catalogue) -> Iterator[Problem]:
    """The field csl names a style of the CSL repository.

    Wrong: csl: vancover
    Right: csl: nlm-citation-sequence
    """
    for article in catalogue.articles:
        if article.csl:
            try:
                styles.find(article.csl)
            except styles.UnknownStyle as unknown:
                yield Problem(article.places["csl"], "HUB303", str(unknown), unknown.hint)
