"""Parses the files of a hub into values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from studenthub import guide as package_guide
from studenthub.hub.files import Files
from studenthub.model import article_fields, articles, translations, withdrawn
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.guides import Guide, parse_guide
from studenthub.model.settings import Settings
from studenthub.model.sources import bibliography
from studenthub.model.terms import TERM_KINDS, Term, parse_term
from studenthub.model.withdrawn import Withdrawn
from studenthub.parse.markdown import embedded
from studenthub.source.problems import Problem
from studenthub.source.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Parsed:
    """The values of a hub, before they are put together. ``problems`` are those of single files, and of their names."""

    articles: tuple[Article, ...]
    withdrawn: tuple[Withdrawn, ...]
    terms: tuple[Term, ...]
    guides: tuple[Guide, ...]
    bibliographies: tuple[bibliography.Parsed, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    """What a file in articles/ says: an article or that one was withdrawn, what is wrong with it, and its sources."""

    value: Article | Withdrawn
    problems: Sequence[Problem]
    bibliography: bibliography.Parsed | None


class Parser:
    """Parses a hub, and again, when it has changed: then only what has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rows = article_fields.of(settings)
        self._parsed: dict[tuple[str, Callable[[Text], Any]], tuple[Text, Any]] = {}

    def parse(self, files: Files, bibs: Iterable[Text]) -> Parsed:
        """Parse ``files``. ``bibs`` are more files of BibTeX, which come after those of bib/."""
        settings = self._settings
        own = [self._once(text, self._parse_file) for text in files.markdown[ARTICLES]]
        found = tuple(one.value for one in own if isinstance(one.value, Article))
        notices = tuple(one.value for one in own if isinstance(one.value, Withdrawn))
        in_articles = [problem for one in own for problem in one.problems]
        terms, in_terms = self._each((text for kind in TERM_KINDS for text in files.markdown[kind]), parse_term)
        pages, in_pages = self._each(files.markdown[""], parse_guide)
        guides, twins = _one_for_each_address(pages)
        topics = [term.id for term in terms if term.kind == "topics"]
        paths = {settings.in_docs(text.path) for texts in files.markdown.values() for text in texts}
        # The sources in the file of an article come last: of twins, the one in a file for all is kept.
        inside = [one.bibliography for one in own if one.bibliography]
        return Parsed(
            found,
            notices,
            tuple(terms),
            (*guides, *package_guide.pages(settings, topics, paths)),
            (*(self._once(text, bibliography.parse) for text in (*files.bibtex, *bibs)), *inside),
            (*in_articles, *in_terms, *in_pages, *twins, *translations.wrong(found, settings.language)),
        )

    def _parse_file(self, text: Text) -> _ArticleFile:
        """The file of an article, with the sources that it has below its text."""
        split = embedded.split(text)
        inside = bibliography.parse(split.bibliography) if split.bibliography else None
        if withdrawn.is_withdrawn(split.text):
            return _ArticleFile(*withdrawn.parse(split.text), inside)
        return _ArticleFile(*articles.parse(split.text, rows=self._rows), inside)

    def _once(self, text: Text, parse: Callable[[Text], T]) -> T:
        """The result of ``parse``: that of last time, where the text is the same."""
        before = self._parsed.get((text.path, parse))
        if before is None or (before[0] is not text and before[0] != text):
            self._parsed[text.path, parse] = before = text, parse(text)
        found: T = before[1]
        return found

    def _each(
        self, texts: Iterable[Text], parse: Callable[[Text], tuple[T, list[Problem]]]
    ) -> tuple[list[T], list[Problem]]:
        """The value of each text, and all problems."""
        rows = [self._once(text, parse) for text in texts]
        return [value for value, _ in rows], [problem for _, problems in rows for problem in problems]


def _one_for_each_address(guides: Iterable[Guide]) -> tuple[list[Guide], list[Problem]]:
    """The guides, one for each address; of several the one that MkDocs would keep, and a problem for the others."""
    pages: dict[str, Guide] = {}
    problems = []
    # MkDocs prefers index.md, and takes README.md for it where there is none.
    for guide in sorted(guides, key=lambda guide: (not guide.path.endswith("/index.md"), guide.path)):
        first = pages.setdefault(re.sub(r"(?:/(?:index|README))?\.md$", "", guide.path), guide)
        if first is not guide:
            message = f"this file and {first.path} would become one page"
            problems.append(Problem(guide.text.place(0), "HUB602", message, "rename one of them"))
    return list(pages.values()), problems
