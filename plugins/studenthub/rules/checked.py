"""The input of a check (``Checked``, ``Document``) and its output (``Finding``)."""

from __future__ import annotations

import datetime
import re
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache as once
from functools import cached_property, partial
from typing import Any, TypeVar

from studenthub.markup.signs import Signs
from studenthub.model.articles import Article
from studenthub.model.catalogue import Catalogue
from studenthub.model.guides import Guide
from studenthub.model.hub import Contents
from studenthub.model.options import ReferenceLists
from studenthub.model.settings import Settings
from studenthub.model.sources.bibliography import Bibliography
from studenthub.model.sources.source import Source
from studenthub.model.sources.works import work
from studenthub.parse.markdown import formulas, reference_lists, running_text, unwrapped
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.parse.markdown.elements import Elements, Heading, Link
from studenthub.parse.markdown.formulas import FormulaSpan
from studenthub.parse.markdown.reference_lists import ReferenceList
from studenthub.parse.markdown.unwrapped import Match, Unwrapped
from studenthub.parse.typed_citations import Works
from studenthub.pictures import Facts, Pictures
from studenthub.rules.citing import typed_references
from studenthub.rules.markdown import paragraphs
from studenthub.rules.markdown.paragraphs import Line
from studenthub.rules.text.prose import Prose
from studenthub.runtime.cache import Cache
from studenthub.source.files import Folder
from studenthub.source.problems import Fix
from studenthub.source.text import Place, Text

#: Nine digits of a number such as those of telephones and identity documents.
_NUMBER = re.compile(r"[0-9](?:[-/ ().]{0,2}[0-9]){4}")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_SUFFIX = re.compile(r" (?:ii|iii|iv|jr|sr)$")
_DIGITS = re.compile(r"[0-9](?:[ ().-]{0,2}[0-9]){8}")

#: Texts or sources that are looked at between two pauses: for a millisecond or two.
_WITHOUT_PAUSE = 20

T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """A finding of a check. ``secret`` must not be printed anywhere, because logs are public.

    ``keys`` are the entries of the bibliography that it is about, ``missing`` the fields that the first of them needs,
    as students know them. It is advice where it is ``harmless``, as nothing
    wrong is published because of it, whatever the level of its rule is.
    """

    place: Place
    message: str
    hint: str = ""
    fix: Fix | None = None
    secret: str = ""
    keys: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    harmless: bool = False

    def about(self, source: Source) -> Finding:
        """The same, which is about another entry of the bibliography as well."""
        return replace(self, keys=(*self.keys, source.key))


@dataclass(frozen=True)
class Prefiltered:
    """A pattern as it is ``written``, and ``words`` in small letters, of which each of its matches holds one.

    A text without these words need not be searched, and a hub without them need not even compile the pattern, which
    takes milliseconds. A test makes matches at random to see that no word is missing.
    """

    written: str
    words: tuple[str, ...]
    flags: re.RegexFlag = re.NOFLAG

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when the first text has one of the words."""
        return re.compile(self.written, self.flags)


@dataclass(frozen=True)
class Document:
    """The text of an article, of a term or of a guide. ``running`` has front matter, code and links blanked."""

    text: Text
    body_start: int
    article: Article | None = None
    reference_lists: ReferenceLists = field(default_factory=ReferenceLists)

    @property
    def groups(self) -> tuple[CiteGroup, ...]:
        """The citations by key of an article; the text of a term or a guide has none."""
        return self.article.groups if self.article else ()

    @property
    def content(self) -> str:
        """All of the file, with its front matter."""
        return self.text.content

    @cached_property
    def running(self) -> str:
        """The text without front matter, code, comments and links; offsets are those of the file."""
        return running_text.below(self.body_start, running_text.blank(self.content[self.body_start :]))

    @cached_property
    def formulas(self) -> tuple[FormulaSpan, ...]:
        """The formulas, with offsets in the file."""
        if "$" not in self.content and "\\" not in self.content:
            return ()
        blocks = running_text.blank_blocks(self.content[self.body_start :])
        return tuple(formulas.find(running_text.below(self.body_start, blocks)))

    @cached_property
    def _breaks(self) -> tuple[tuple[int, int], ...]:
        return unwrapped.breaks(self.content, self.body_start)

    @cached_property
    def unwrapped(self) -> Unwrapped:
        """All of the file, with each paragraph on one line."""
        return Unwrapped.of(self.content, self._breaks)

    @cached_property
    def flowing(self) -> Unwrapped:
        """``running`` with each paragraph on one line: a sentence says the same wherever its lines are broken."""
        return Unwrapped.of(self.running, self._breaks)

    @cached_property
    def lowered(self) -> str:
        """All of the file in small letters, with each paragraph on one line, to look quickly for words."""
        return self.unwrapped.text.lower()

    def has_any(self, *words: str) -> bool:
        """Whether the text contains one of ``words``, in small letters: most checks need to look no further."""
        if words not in self._has:
            self._has[words] = any(map(self.lowered.__contains__, words))
        return self._has[words]

    @cached_property
    def _has(self) -> dict[tuple[str, ...], bool]:
        return {}

    def find(self, sought: Prefiltered | re.Pattern[str], start: int = 0) -> Iterator[Match]:
        """The matches of a pattern in the file, from ``start`` on; no line break within a paragraph hides one."""
        return self._find(sought, start, lambda: self.unwrapped)

    def find_running(self, sought: Prefiltered | re.Pattern[str]) -> Iterator[Match]:
        """The same in the running text."""
        return self._find(sought, self.body_start, lambda: self.flowing)

    def _find(
        self, sought: Prefiltered | re.Pattern[str], start: int, within: Callable[[], Unwrapped]
    ) -> Iterator[Match]:
        if isinstance(sought, re.Pattern):
            return within().find(sought, start)
        return within().find(sought.pattern, start) if self.has_any(*sought.words) else iter(())

    @cached_property
    def has_number(self) -> bool:
        """Whether the text contains a number of five digits, other than the dates of the front matter."""
        front = _DAY.sub("", self.content[: self.body_start])
        return bool(_NUMBER.search(self.unwrapped.text, self.body_start) or _NUMBER.search(front))

    @cached_property
    def prose(self) -> Prose:
        """Its sentences and syllables, with offsets in ``flowing``."""
        return Prose.of(self.flowing.text, self.body_start)

    @cached_property
    def _elements(self) -> Elements:
        return Elements.read(self.content, self.body_start)

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links and pictures, and the addresses in angle brackets."""
        return self._elements.links

    @property
    def tags(self) -> tuple[tuple[int, str], ...]:
        """The place of each HTML tag, and its name in small letters."""
        return self._elements.tags

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings with hashes, in their order."""
        return tuple(Heading.all(self.content, self.running))

    @cached_property
    def lists(self) -> tuple[ReferenceList, ...]:
        """The lists of references that are typed."""
        command = self.reference_lists.command
        return reference_lists.find(self.content, self.running, self.headings, self.body_start, command)

    @cached_property
    def paragraphs(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of each paragraph."""
        return tuple(map(tuple, paragraphs.find(self.content, self.running, self.body_start)))

    @cached_property
    def anchors(self) -> frozenset[str] | None:
        """The ids that a link may name after its #; None if they are not known before the text is converted."""
        return self._elements.anchors(self.content[self.body_start :], self.headings)

    def found(
        self,
        offset: int,
        message: str,
        hint: str = "",
        fix: Fix | None = None,
        secret: str = "",
        *,
        harmless: bool = False,
    ) -> Finding:
        """A finding at a character of the file."""
        return Finding(self.text.place(offset), message, hint, fix, secret, harmless=harmless)


@dataclass(frozen=True)
class Checked:
    """Everything that checks look at. ``today`` is given, so that a check says the same on every run of a test;
    ``codes`` are those that an article may allow. ``texts`` are all articles, terms and guides. ``identities`` finds
    sources by DOI, or title and year, ``works`` by what a text says of them; ``folder`` is what lies in docs/, and
    ``all_texts`` finds a text by its path; ``signs`` read formulas and draw diagrams, ``pictures`` look at pictures.
    ``pause`` is called now and then.
    """

    catalogue: Catalogue
    settings: Settings
    today: datetime.date
    guides: tuple[Guide, ...]
    codes: frozenset[str]
    pause: Callable[[], object]
    texts: tuple[Document, ...]
    identities: Callable[[], Mapping[str, Source]]
    works: Callable[[], Works]
    folder: Callable[[], Folder]
    all_texts: Callable[[], Mapping[str, Document]]
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
        identities = once(partial(_by_identity, catalogue.bibliography.sources.values(), pause))
        works = once(partial(_works, catalogue.bibliography.sources.values()))
        folder = once(partial(Folder.read, settings.root, settings.docs_dir))
        by_path = once(lambda: {one.text.path: one for one in texts})
        known = (texts, identities, works, folder, by_path, Signs(made), Pictures(made))
        return cls(catalogue, settings, contents.today, guides, codes, pause, *known)

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
        known = bibliography.sources.values() if bibliography else ()
        own = {document.text.path: document}
        return replace(
            self,
            catalogue=catalogue,
            guides=(),
            texts=(document,),
            all_texts=lambda: ChainMap(own, dict(self.all_texts())),
            identities=once(partial(_by_identity, known, self.pause)) if bibliography else self.identities,
            works=once(partial(_works, known)) if bibliography else self.works,
        )

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
        return _paused(things, self.pause)

    @property
    def links(self) -> Iterator[tuple[Document, Link]]:
        """All links and pictures, each with the text that it is in."""
        return ((document, link) for document in self.documents for link in document.links)

    @cached_property
    def with_digits(self) -> tuple[Document, ...]:
        """The documents that contain a long number: few do, and looking once is enough."""
        return tuple(d for d in self.documents if d.has_number and _DIGITS.search(d.unwrapped.text))

    @property
    def by_path(self) -> Mapping[str, Document]:
        """The documents by their file, relative to the project."""
        return self.all_texts()

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


def _works(sources: Iterable[Source]) -> Works:
    return Works(map(work, sources))


def _paused(things: Iterable[T], pause: Callable[[], object]) -> Iterator[T]:
    for number, thing in enumerate(things):
        if number % _WITHOUT_PAUSE == 0:
            pause()
        yield thing


def _by_identity(sources: Iterable[Source], pause: Callable[[], object]) -> Mapping[str, Source]:
    return {name: source for source in _paused(sources, pause) for name in typed_references.identities_of(source)}
