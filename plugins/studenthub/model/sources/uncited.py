"""Turns problems of entries that no article cites into advice.

A large bibliography of somebody else has a few hundred slips. None of them is published before somebody cites the
entry, and then it is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from studenthub.model.catalogue import Catalogue
from studenthub.model.guides import Guide
from studenthub.model.options import ReferenceLists
from studenthub.parse.markdown import citations, running_text
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.source.problems import ADVICE, ERROR, Problem


def cited(catalogue: Catalogue, guides: Iterable[Guide], lists: ReferenceLists) -> frozenset[str]:
    """The keys of the entries that something publishes: an article, the text of a term, or a guide.

    Of an entry that cannot be read the key may be "": it is cited where a citation names no entry that can be read.
    """
    known, broken = catalogue.bibliography.sources, catalogue.bibliography.broken
    texts = [term.body for terms in catalogue.terms.values() for term in terms.values()]
    texts += [guide.body for guide in guides]
    if any(lists_all(text, lists) for text in (*texts, *(article.body for article in catalogue.articles))):
        return frozenset({*known, *broken, ""})
    keys = chain.from_iterable(article.keys for article in catalogue.articles)
    found = frozenset(chain(keys, *(_keys(text) for text in texts if "@" in text)))
    return found | {""} if any(key not in known and key not in broken for key in found) else found


def lists_all(text: str, lists: ReferenceLists) -> bool:
    """Whether a text, without its front matter, lists the whole bibliography."""
    return lists.full_command in text and any(
        line.strip() == lists.full_command for line in running_text.blank(text).split("\n")
    )


@lru_cache(maxsize=1000)
def _keys(text: str) -> frozenset[str]:
    found = citations.find(running_text.blank(text))
    return frozenset(key for group in found if isinstance(group, CiteGroup) for key in group.keys)


def is_about(keys: Iterable[str], cited: Collection[str]) -> bool:
    """Whether all entries that a finding is about are ``cited``, so that it may stop a publication."""
    return all(key in cited for key in keys)


def weighed(problems: Iterable[Problem], cited: Callable[[], Collection[str]]) -> Iterator[Problem]:
    """``problems``, those of entries that are not ``cited`` as advice."""
    for problem in problems:
        stops = problem.level != ERROR or not problem.keys or is_about(problem.keys, cited())
        yield problem if stops else replace(problem, level=ADVICE)
