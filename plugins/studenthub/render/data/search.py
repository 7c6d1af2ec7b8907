"""Data of the search besides the text of articles: their sources, and words for spelling suggestions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from studenthub.model.catalogue import Catalogue

#: Where the words are in the site, one a line.
WORDS_PATH = "search/words.txt"

#: Shorter words are never taken for a slip: too many others are one letter away.
_SHORTEST = 4
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")


def words(catalogue: Catalogue) -> str:
    """The words for "did you mean", the commonest first.

    They come from what a reader knows of an article: titles, descriptions, authors, institutions, topics, tags, and
    the authors of the cited sources. The text of the articles would make a list too long to send.
    """
    counts: Counter[str] = Counter()
    for said in _said(catalogue):
        counts.update(set(_WORD.findall(said.casefold())))
    return "".join(f"{word}\n" for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _said(catalogue: Catalogue) -> Iterator[str]:
    for article in catalogue.articles:
        yield " ".join(
            (article.title, article.description, *article.tags, *(author.name for author in article.authors))
        )
    for kind in ("topics", "institutions"):
        for ident, articles in catalogue.lists[kind].items():
            term = catalogue.terms[kind][ident]
            yield from (f"{term.name} {' '.join(term.aliases)}" for _ in articles)
    for source in catalogue.cited:
        yield " ".join(name.sort_name for name in source.authors)
