"""The hub as checks look at it: its texts, its bibliography, and what they ask besides."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache as once
from functools import cached_property, partial
from typing import Any, TypeVar

from studenthub import styles
from studenthub.markup.signs import Signs
from studenthub.model.articles import Article
from studenthub.model.catalogue import Catalogue
from studenthub.model.guides import Guide
from studenthub.model.hub import Contents
from studenthub.model.settings import Settings
from studenthub.model.sources.bibliography import Bibliography
from studenthub.parse.markdown.elements import Link
from studenthub.pictures import Facts, Pictures
from studenthub.rules.citing.source_index import SourceIndex
from studenthub.rules.document import Document
from studenthub.runtime.cache import Cache
from studenthub.runtime.pauses import paused
from studenthub.source.files import Folder
from studenthub.styles import Style, UnknownStyle

#: Nine digits of a number such as those of telephones and identity documents.
_DIGITS = re.compile(r"[0-9](?:[ ().-]{0,2}[0-9]){8}")

T = TypeVar("T")


@dataclass(frozen=True)
class Checked:
    """Everything that checks look at. ``today`` is given, so that a check says the same on every run of a test;
    ``codes`` are those that an article may allow. ``texts`` are all articles, terms and guides, and ``by_path``
    finds one by its file, relative to the project, whether it is among them or not. ``index`` finds sources,
    ``folder`` is what lies in docs/, ``signs`` read formulas and draw diagrams, ``pictures`` look at pictures.
    ``pause`` is called now and then.
    """

    catalogue: Catalogue
    settings: Settings
    today: datetime.date
    guides: tuple[Guide, ...]
    codes: frozenset[str]
    pause: Callable[[], object]
    texts: tuple[Document, ...]
    by_path: Mapping[str, Document]
    index: SourceIndex
    folder: Callable[[], Folder]
    signs: Signs
    pictures: Pictures

    @classmethod
    def of(
        cls,
        contents: Contents,
        codes: frozenset[str] = frozenset(),
        pause: Callable[[], object] = lambda: None,
        cache: Cache | None = None,
    ) -> Checked:
        """A whole hub. What formulas, diagrams and pictures are known to be is in ``cache``."""
        catalogue, settings, guides = contents.catalogue, contents.settings, contents.guides
        document = partial(Document, reference_lists=settings.reference_lists)
        terms = (term for kind in catalogue.terms.values() for term in kind.values())
        texts = (
            *(document(article.text, article.body_start, article) for article in catalogue.articles),
            *(document(term.text, term.body_start) for term in terms if term.text),
            *(document(guide.text, guide.body_start) for guide in guides),
        )
        made = cache or Cache(None)
        return cls(
            catalogue,
            settings,
            contents.today,
            guides,
            codes,
            pause,
            texts,
            {one.text.path: one for one in texts},
            SourceIndex(catalogue.bibliography.sources, pause),
            once(partial(Folder.read, settings.root, settings.docs_dir)),
            Signs(made),
            Pictures(made),
        )

    def only(self, texts: Iterable[Document]) -> Checked:
        """The same with some of the texts. Of the others nothing is left but the terms that have a file.

        The documents are others than here, so what is worked out about them goes with them.
        """
        some = tuple(map(replace, texts))
        articles = tuple(document.article for document in some if document.article)
        terms = {
            kind: {ident: term for ident, term in terms.items() if term.text}
            for kind, terms in self.catalogue.terms.items()
        }
        catalogue = Catalogue(articles, self.catalogue.bibliography, terms)
        return replace(self, catalogue=catalogue, guides=(), texts=some)

    def with_sources(self, keys: Collection[str]) -> Checked:
        """The same without any text, and of the bibliography with the entries ``keys`` alone."""
        sources = {key: source for key, source in self.catalogue.bibliography.sources.items() if key in keys}
        alone = self.only(())
        bibliography = replace(self.catalogue.bibliography, sources=sources)
        return replace(alone, catalogue=replace(alone.catalogue, bibliography=bibliography))

    def instead(self, document: Document, bibliography: Bibliography | None = None) -> Checked:
        """The same with nothing but one text, as it might become; links in it can still lead to the others.

        ``bibliography`` is what there is then, if that is another one.
        """
        articles = (document.article,) if document.article else ()
        catalogue = Catalogue(articles, bibliography or self.catalogue.bibliography, self.catalogue.terms)
        return replace(
            self,
            catalogue=catalogue,
            guides=(),
            texts=(document,),
            by_path={**self.by_path, document.text.path: document},
            index=SourceIndex(bibliography.sources, self.pause) if bibliography else self.index,
        )

    @cached_property
    def style(self) -> Style | None:
        """The citation style of the hub; None where there is none of its name."""
        try:
            return styles.of_hub(self.settings)
        except UnknownStyle:
            return None

    def style_of(self, article: Article) -> Style | None:
        """The citation style of an article."""
        return self.style and styles.of_article(article, self.style)

    @property
    def article_documents(self) -> Iterator[Document]:
        """The articles as documents."""
        return self.paused(document for document in self.texts if document.article)

    @property
    def documents(self) -> Iterator[Document]:
        """Articles, terms and guides."""
        return self.paused(self.texts)

    def paused(self, things: Iterable[T]) -> Iterator[T]:
        """``things``, with a pause now and then."""
        return paused(things, self.pause)

    @property
    def links(self) -> Iterator[tuple[Document, Link]]:
        """All links and pictures, each with the text that it is in."""
        return ((document, link) for document in self.documents for link in document.links)

    @cached_property
    def with_digits(self) -> tuple[Document, ...]:
        """The documents that contain a long number: few do, and looking once is enough."""
        return tuple(d for d in self.documents if d.has_number and _DIGITS.search(d.unwrapped.text))

    @property
    def files(self) -> Folder:
        """The files in docs/."""
        return self.folder()

    def facts(self, path: str) -> Facts:
        """The facts of a picture, whose path is relative to docs/."""
        if path not in self._facts:
            self._facts[path] = self.pictures.facts(self.files.content(path))
        return self._facts[path]

    @cached_property
    def _facts(self) -> dict[str, Facts]:
        return {}

    def once(self, document: Document, find: Callable[[Document, Checked], Iterator[T]]) -> tuple[T, ...]:
        """The result of ``find`` on one of the texts, computed once for all checks that ask for it."""
        key = document.text.path, find
        if key not in self._found:
            self._found[key] = tuple(find(document, self))
        found: tuple[T, ...] = self._found[key]
        return found

    @cached_property
    def _found(self) -> dict[tuple[str, Callable[..., object]], tuple[Any, ...]]:
        return {}
