"""Fixes are tried before they are offered.

A fix loses nothing: every word that readers see is still there, in its order; what it is for is no longer found; and
nothing is found that was not found before. So each is put into a copy of its file, and the copy is checked again. What
fails is not offered at all: not by ``--fix``, not as lines to copy, not as an annotation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from studenthub.hub import entry_fixes
from studenthub.hub.trials import Part, Trial
from studenthub.model import article_fields, articles, catalogue
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.catalogue import Catalogue
from studenthub.model.guides import parse_guide
from studenthub.model.hub import Contents
from studenthub.model.sources import bibliography
from studenthub.model.sources.bibliography import Bibliography
from studenthub.model.terms import Term, parse_term
from studenthub.parse import frontmatter
from studenthub.parse.frontmatter.fields import Field
from studenthub.parse.markdown import embedded, words
from studenthub.rules import RULES, running
from studenthub.rules.checked import Checked
from studenthub.rules.document import Document
from studenthub.rules.parser_codes import PARSER_CODES
from studenthub.rules.rule import Scope, among
from studenthub.runtime.cache import Cache
from studenthub.source import fixes
from studenthub.source.problems import ERROR, Fix, Problem, Suggestion
from studenthub.source.text import Text

#: A fix can make room for another one; each round ends with fewer problems.
_MOST_ROUNDS = 20
#: The codes whose fixes may change words.
_REWRITING = {rule.code for rule in RULES if rule.rewrites} | {one.code for one in PARSER_CODES if one.rewrites}
#: An entry of a bibliography, as far as its key.
_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*([^\s,{}()]+)\s*,", re.MULTILINE)
#: The small words of typed citations, and suffixes of names.
_OF_CITATIONS = ("et", "al", "and", "en", "n", "d", "ii", "iii", "iv", "jr", "sr")


@dataclass(frozen=True)
class Offer:
    """The fixes of one file that passed, and the lines to write for each."""

    passed: frozenset[Fix]
    lines: Mapping[Fix, Suggestion] = field(default_factory=dict)

    def of(self, row: Problem) -> Problem:
        """``row`` with its fix, if it passed."""
        fix = row.fix if row.fix in self.passed else None
        return replace(row, fix=fix, suggestion=self.lines.get(fix) if fix else None)


@dataclass(frozen=True)
class Fixer:
    """Knows a hub, and tries fixes in copies of its files."""

    contents: Contents
    cache: Cache = field(default_factory=lambda: Cache(None))

    @cached_property
    def _fields(self) -> tuple[Field, ...]:
        return article_fields.of(self.contents.settings)

    def close(self) -> None:
        """Stop what was started to read formulas, and keep what was made."""
        self._checked.signs.close()
        self.cache.close()

    def offered(
        self, rows: Iterable[Problem], texts: Mapping[str, Text], shown: Callable[[str], bool] = lambda path: True
    ) -> list[Problem]:
        """``rows`` with those of their fixes that pass, and with the lines to write.

        All fixes of a line are in what is suggested for it: who copies it is done with the line. ``shown`` says for
        which files lines are wanted.
        """
        rows = list(rows)
        by_path: dict[str, list[Problem]] = defaultdict(list)
        for row in rows:
            if row.fix and row.place.path in texts:
                by_path[row.place.path].append(row)
        offers = {path: self._offer(texts[path], found, lines=shown(path)) for path, found in by_path.items()}
        nothing = Offer(frozenset())
        return [offers.get(row.place.path, nothing).of(row) if row.fix else row for row in rows]

    def corrected(self, text: Text, *, advice: bool) -> Text:
        """``text`` with all fixes that pass, one round after another, as some make room for others."""
        for _ in range(_MOST_ROUNDS):
            rows = [row for row in self._found(text) if row.fix and (advice or row.level == ERROR)]
            passed = self._offer(text, rows, lines=False).passed if rows else frozenset()
            if not passed:
                break
            text = Text(text.path, fixes.fixed(text.content, passed))
        return text

    def _offer(self, text: Text, rows: Sequence[Problem], *, lines: bool) -> Offer:
        passed: list[Fix] = []
        shown: dict[Fix, Suggestion] = {}
        for trial in self._trials(text, rows):
            some = trial.sifted(trial.fixes)
            passed += some
            for block in fixes.blocks(text.content, some) if lines else ():
                if block.is_short and trial.passes(block.fixes):
                    shown |= dict.fromkeys(block.fixes, block.suggestion(text))
        return Offer(frozenset(passed), shown)

    def _trials(self, text: Text, rows: Sequence[Problem]) -> Iterator[Trial]:
        """One for a page, and one for each entry of a bibliography."""
        codes: dict[Fix, Counter[str]] = defaultdict(Counter)
        for row in rows:
            if row.fix:
                codes[row.fix][row.code] += 1
        chosen = fixes.chosen(rows)
        if text.path.endswith(".bib"):
            for part, some in entry_fixes.parts(text, chosen):
                yield Trial(part, some, codes, self._found, entry_fixes.keeps)
        else:
            yield Trial(Part(text), chosen, codes, self._found, partial(self._keeps, codes))

    def _found(self, text: Text) -> list[Problem]:
        """The problems in one file, or a part of it, without those of other files."""
        return list(self._of_entries(text) if text.path.endswith(".bib") else self._of_page(text))

    def _of_page(self, text: Text) -> Iterator[Problem]:
        """The problems in the text of an article, a term or a guide."""
        own = None
        if text.path in self._kinds[ARTICLES]:
            split = embedded.split(text)
            own, problems = self._with_own(split)
            article, more = articles.parse(split.text, self._fields)
            built, clashes = catalogue.build([article], self._terms, own or self.contents.catalogue.bibliography)
            problems = [*problems, *more, *clashes]
            document = self._document(split.text, article.body_start, next(iter(built.articles), article))
        elif text.path in self._kinds["terms"]:
            term, problems = parse_term(text)
            document = self._document(text, term.body_start)
        else:
            guide, problems = parse_guide(text)
            document = self._document(text, guide.body_start)
        yield from problems
        yield from running.alone(self._checked.instead(document, own), among(RULES, Scope.TEXT, Scope.LINK))

    def _document(self, text: Text, start: int, article: Article | None = None) -> Document:
        return Document(text, start, article, self._checked.settings.reference_lists)

    def _with_own(self, split: embedded.Split) -> tuple[Bibliography | None, list[Problem]]:
        """The bibliography with the entries in the file of an article as they are now, and what is wrong with them;
        None where it has none and had none."""
        known = self.contents.catalogue.bibliography
        others = {key: one for key, one in known.sources.items() if one.text.path != split.text.path}
        if split.bibliography is None:
            return (None if len(others) == len(known.sources) else replace(known, sources=others)), []
        own, problems = bibliography.read([split.bibliography])
        return replace(known, sources={**own.sources, **others}, broken=known.broken | own.broken), problems

    def _of_entries(self, text: Text) -> Iterator[Problem]:
        """The problems in entries of a bibliography."""
        found, problems = bibliography.merge([bibliography.parse(text)])
        yield from problems
        part = replace(self.contents, catalogue=Catalogue((), found, {}), guides=())
        checked = Checked.of(part, self._checked.codes, cache=self.cache)
        yield from running.alone(checked, among(RULES, Scope.ENTRY, Scope.ENTRIES))

    @cached_property
    def _checked(self) -> Checked:
        codes = frozenset(rule.code for rule in RULES)
        return Checked.of(self.contents, codes, cache=self.cache)

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        """The authors, topics and institutions that have a file."""
        return tuple(term for terms in self.contents.catalogue.terms.values() for term in terms.values() if term.text)

    @cached_property
    def _kinds(self) -> Mapping[str, frozenset[str]]:
        return {
            ARTICLES: frozenset(article.path for article in self.contents.catalogue.articles),
            "terms": frozenset(term.text.path for term in self._terms if term.text),
        }

    def _keeps(self, codes: Mapping[Fix, Counter[str]], part: Part, some: Sequence[Fix]) -> bool:
        """Whether fixes of a page lose no word of it, and none of the entries that it has below its text."""
        content = part.text.content
        # What is wrong with an entry may be its key.
        of_text = [fix for fix in some if not any(code.startswith("HUB4") for code in codes[fix])]
        if not _keys(content) <= _keys(fixes.fixed(content, of_text)):
            return False
        front = frontmatter.parse(part.text)[0].body_start
        for block in fixes.blocks(content, some):
            said = [fix for fix in block.fixes if _REWRITING.isdisjoint(codes[fix])]
            unsaid = [Fix(fix.start, fix.end, "") for fix in block.fixes if not _REWRITING.isdisjoint(codes[fix])]
            before = fixes.fixed(content[: block.end], unsaid)[block.start :]
            after = fixes.fixed(content[: block.end], [*said, *unsaid])[block.start :]
            if block.start < front:
                if words.plain(before) != words.plain(after):
                    return False
            elif not words.keeps(before, after, self._printed):
                return False
        return True

    def _printed(self, key: str) -> frozenset[str]:
        """The words of a typed citation that the hub prints for a source, in small letters."""
        source = self.contents.catalogue.bibliography.sources.get(key)
        if source is None:
            return frozenset()
        names = " ".join(f"{name.full} {name.sort_name}" for name in source.authors) or source.title
        years = (f"{source.year}{letter}" for letter in ("", *"abcdef"))
        return frozenset((*words.plain(names), *years, *_OF_CITATIONS, *self._twins.get(source.doi.lower(), ())))

    @cached_property
    def _twins(self) -> Mapping[str, Sequence[str]]:
        """The keys of entries with one DOI, as words that are compared."""
        found: dict[str, list[str]] = defaultdict(list)
        for source in self.contents.catalogue.bibliography.sources.values():
            if source.doi:
                found[source.doi.lower()].append(words.spelt(f"@{source.key}"))
        return found


def _keys(content: str) -> frozenset[str]:
    """The keys of the entries in a page."""
    return frozenset(_ENTRY.findall(content))
