"""``hub bib collect``: move the sources in the files of articles into files of bib/."""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator, Mapping

from studenthub.cli.commands.check import rewrite
from studenthub.cli.terminal import Usage, count, read, within
from studenthub.model.articles import Article
from studenthub.model.hub import Hub
from studenthub.model.sources import bibliography
from studenthub.model.sources.duplicates import says_all
from studenthub.parse.bibtex import BadEntry, Entry, Stray, entries
from studenthub.parse.headings import LINE_ABOVE_ENTRIES
from studenthub.parse.markdown import embedded
from studenthub.source import fixes
from studenthub.source.problems import Fix
from studenthub.source.text import Text

_GAP = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def run(options: argparse.Namespace) -> int:
    """Move them, of all articles or of those that are named."""
    found = read(options)
    wanted = {within(options, name) for name in options.articles}
    articles = [article for article in found.catalogue.articles if not wanted or article.path in wanted]
    if unknown := wanted - {article.path for article in articles}:
        raise Usage(f"{min(unknown)} is no article", "articles are the .md files in docs/articles")
    moves = [move for article in articles if (move := _Move.of(found, article))]
    for move in moves:
        move.make()
        sys.stdout.write(f"{move.article.path}: {count(move.number, 'entry', 'entries')} moved to {move.path}\n")
    if not moves:
        sys.stdout.write("no article has sources in its own file\n")
    return 0


class _Move:
    """The sources of one article on their way to ``path``. Nothing is written before ``make``."""

    def __init__(self, found: Hub, article: Article, text: Text, own: Text) -> None:
        self.article = article
        self._root = found.settings.root
        self.path = posixpath.join(found.settings.bib_dir, f"{article.slug}.bib")
        file = self._root / self.path
        self._before = Text.read(self._root, self.path).content if file.exists() else ""
        # All that is there moves, not the entries alone: comments, and references that are no entries yet.
        lines = _without(own, _already(found, own)).splitlines()
        moved = "\n".join(line for line in lines if not LINE_ABOVE_ENTRIES.fullmatch(line)).strip()
        self.number = sum(not isinstance(one, Stray) for one in entries(moved))
        self._sources = "\n\n".join(part for part in (self._before.strip(), moved) if part) + "\n"
        self._text = _without(text, embedded.spans(text))
        self._checked(own)

    @classmethod
    def of(cls, found: Hub, article: Article) -> _Move | None:
        """The entries to move; None for an article without sources in its file. Raises Usage if they cannot move."""
        text = Text.read(found.settings.root, article.path)
        own = embedded.split(text).bibliography
        return cls(found, article, text, own) if own else None

    def make(self) -> None:
        """Write the sources, and then the article without them: so nothing is lost if the computer stops."""
        if self._sources.strip() != self._before.strip():
            (self._root / self.path).parent.mkdir(parents=True, exist_ok=True)
            rewrite(self._root / self.path, self._sources)
        rewrite(self._root / self.article.path, self._text)

    def _checked(self, own: Text) -> None:
        """Raise Usage where a source would be lost, or say something else."""
        before = {**_said(own), **_said(Text(self.path, self._before))}
        after = _said(Text(self.path, self._sources))
        if any(after[key] != before[key] for key in after) or embedded.spans(Text(self.article.path, self._text)):
            raise Usage(f"the sources of {self.article.path} cannot be moved without a loss", "move them by hand")


def _already(found: Hub, own: Text) -> Iterator[tuple[int, int]]:
    """Where the entries are that a file of bib/ has as well. Raises Usage."""
    known = found.catalogue.bibliography.sources
    for one in entries(own.content):
        if isinstance(one, BadEntry):
            raise Usage(f"{own.place(one.offset)}: {one.message}", "fix it first: hub check says how")
        other = known.get(one.key) if isinstance(one, Entry) else None
        if isinstance(one, Entry) and other and other.text.path != own.path:
            mine = bibliography.parse(Text(own.path, own.content[one.offset : one.end])).sources[0]
            if not says_all(other, mine):
                place = own.place(one.offset)
                raise Usage(f"{place}: the key {one.key} is of another entry as well", "hub check says how they differ")
            yield one.offset, one.end


def _without(text: Text, spans: Iterable[tuple[int, int]]) -> str:
    """The text without what is in ``spans``, and without the gaps that this leaves."""
    rest = fixes.fixed(text.content, [Fix(start, end, "") for start, end in spans])
    return _GAP.sub("\n\n", rest).rstrip() + "\n"


def _said(text: Text) -> Mapping[str, list[tuple[str, str]]]:
    """The entries of a text by their keys, as values that can be compared."""
    sources = bibliography.read([text])[0].sources
    return {key: [(name, field.raw) for name, field in source.fields.items()] for key, source in sources.items()}
