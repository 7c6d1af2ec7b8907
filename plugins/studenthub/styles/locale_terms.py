"""Words that the hub prints beside citations, from CSL's locales."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from studenthub.styles.csl import Style

#: What separates the terms that locale_terms.csl prints.
_SIGN = "|"


@dataclass(frozen=True, slots=True)
class LocaleTerms:
    """Words of a language: what joins two authors, what stands for others, the headings of the lists, and what
    captions begin with."""

    both: str
    others: str
    references: str
    notes: str
    figure: str
    table: str
    equation: str


ENGLISH = LocaleTerms("and", "et al.", "References", "Notes", "Figure", "Table", "Equation")


def style(language: str) -> Style:
    """A style that prints the terms of ``language``, a locale of CSL."""
    content = (files("studenthub.styles") / "locale_terms.csl").read_text(encoding="utf-8")
    return Style("locale_terms", content, "locale_terms", language=language)


def read(printed: str) -> LocaleTerms:
    """The terms from what that style prints."""
    both, others, *names = (term.strip() for term in printed.split(_SIGN))
    return LocaleTerms(both, others, *(name.capitalize() for name in names))
