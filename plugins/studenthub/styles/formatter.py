"""Formats groups of citations: HTML of each citation and of the list of references."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from markupsafe import Markup, escape

from studenthub.html import allowed, sanitize
from studenthub.model.sources.source import Source
from studenthub.parse import languages
from studenthub.parse.markdown import citations
from studenthub.parse.markdown.citations import CiteGroup
from studenthub.runtime import templating
from studenthub.runtime.cache import Cache
from studenthub.source.folders import walk
from studenthub.styles import finishing, formulas, locale_terms, narrative, printed
from studenthub.styles.csl import Style
from studenthub.styles.finishing import Asked
from studenthub.styles.formulas import Formula, MathML
from studenthub.styles.locale_terms import LocaleTerms
from studenthub.styles.normalised.items import Items
from studenthub.styles.pandoc import answer, limits, tree
from studenthub.styles.pandoc.answer import Answer, Entry, Formatted, Printed
from studenthub.styles.pandoc.tree import Part
from studenthub.styles.pandoc.worker import NotFormatted, pandoc
from studenthub.styles.pandoc.workers import Workers

#: Entries formatted at once for lists that no article holds.
_CHUNK = 50


class Group(Protocol):
    """A group of citations of a finished page: enough to know whether it would still print the same."""

    @property
    def source(self) -> str:
        """The group as it is written."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that it cites, in their order."""


class Formatter:
    """Formats documents that cite ``sources``, which are by key, and never twice.

    ``cache`` may be shared, and so may ``workers``, which start when the first document is not in the cache. Close it,
    or use it as a context manager.
    """

    def __init__(self, sources: Mapping[str, Source], cache: Cache, workers: Workers | None = None) -> None:
        self.sources = sources
        self._cache = cache
        self._workers = workers or Workers()
        self._items = Items()
        self._terms: dict[str, LocaleTerms] = {}
        self._pending: dict[str, Future[Formatted]] = {}
        self._entries: dict[str, Future[Mapping[str, Markup]]] = {}

    def __enter__(self) -> Formatter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers. What was formatted is in the cache."""
        self._workers.close()

    def submit(self, style: Style, groups: Sequence[CiteGroup]) -> None:
        """Begin to format a document that will be asked for."""
        fingerprint = self.fingerprint(style, groups)
        if groups and fingerprint not in self._pending and fingerprint not in self._cache:
            self._pending[fingerprint] = self._workers.threads.submit(self._make, fingerprint, style, tuple(groups))

    def wait(self) -> None:
        """Until all documents that were submitted are formatted."""
        wait(self._pending.values())

    def document(self, style: Style, groups: Sequence[CiteGroup]) -> Formatted:
        """The citations and references of a document. Raises NotFormatted and WorkerFailed."""
        if not groups:
            return Formatted()
        fingerprint = self.fingerprint(style, groups)
        if pending := self._pending.pop(fingerprint, None):
            return pending.result()
        return self._cached(fingerprint) or self._make(fingerprint, style, tuple(groups))

    def submit_entries(self, style: Style, around: str, sources: Iterable[Source]) -> None:
        """Begin to format single entries that will be asked for."""
        missing = [source for source in sources if _entry_fingerprint(style, around, source) not in self._cache]
        for chunk in _apart(missing):
            pending = self._workers.threads.submit(self._make_entries, style, around, chunk)
            self._entries.update((_entry_fingerprint(style, around, source), pending) for source in chunk)

    def entries(self, style: Style, around: str, sources: Iterable[Source]) -> Mapping[str, Markup]:
        """Single entries by key, for lists that are not an article's: without numbers and year letters.

        They need not be of the hub's bibliography: its own articles are sources, too. ``around`` is the language, as a
        tag, of what they are in; an entry in another one says so.
        """
        found: dict[str, Markup] = {}
        missing: list[Source] = []
        for source in sources:
            fingerprint = _entry_fingerprint(style, around, source)
            if pending := self._entries.pop(fingerprint, None):
                pending.result()
            html = self._cache.get(fingerprint)
            if html is None:
                missing.append(source)
            else:
                found[source.key] = Markup(html)
        for made in self._workers.threads.map(lambda chunk: self._make_entries(style, around, chunk), _apart(missing)):
            found |= made
        return found

    def _make_entries(self, style: Style, around: str, sources: Sequence[Source]) -> Mapping[str, Markup]:
        try:
            made = {entry.key: entry.html for entry in self._list(style, around, sources)}
        except NotFormatted:
            if len(sources) > 1:
                return {key: html for one in sources for key, html in self._make_entries(style, around, [one]).items()}
            # The page that cites it has the error.
            return {source.key: escape(source.title) for source in sources}
        for source in sources:
            if source.key in made:
                self._cache.put("citations", _entry_fingerprint(style, around, source), str(made[source.key]))
        return made

    @property
    def cache(self) -> Cache:
        """The cache of formatted documents."""
        return self._cache

    def formulas(self, wanted: Sequence[Formula]) -> Sequence[MathML]:
        """Formulas as MathML, in their order. Raises WorkerFailed."""
        return formulas.convert(wanted, self._cache, self._read)

    def _read(self, wanted: Sequence[Formula]) -> Sequence[MathML]:
        with self._workers.one() as worker:
            return formulas.asked(worker, wanted)

    def _list(self, style: Style, around: str, sources: Sequence[Source]) -> tuple[Entry, ...]:
        """Each source as an entry of its own; in a style without a list, as it is cited."""
        known = {source.key: source for source in sources}
        groups = None if style.has_list else tuple(citations.only(key) for key in known)
        found = self._answer(style, sources, groups)
        if groups is not None:
            cited = zip(known, found.groups, strict=True)
            found = Answer((), tuple(Printed(key, (), tree.unlinked(answer.in_full(parts))) for key, parts in cited))
        return answer.written(answer.filled(found, known), [], _spoken(sources, style, around)).references

    def _make(self, fingerprint: str, style: Style, groups: tuple[CiteGroup, ...]) -> Formatted:
        keys = dict.fromkeys(key for group in groups for key in group.keys if key in self.sources)
        cited = [self.sources[key] for key in keys]
        if refusal := limits.refusal([group.source for group in groups], cited):
            raise NotFormatted(refusal)
        found = self._answer(style, cited, [narrative.asked(group, style, self.sources) for group in groups])
        found = finishing.finished(found, Asked(style, groups, self.sources, self.terms))
        formatted = answer.written(found, [group.keys for group in groups], _spoken(cited, style, style.language))
        self._cache.put("citations", fingerprint, _dump(formatted))
        return formatted

    def terms(self, language: str) -> LocaleTerms:
        """The words that the hub prints beside citations, in ``language``, a locale of CSL.

        Raises NotFormatted and WorkerFailed.
        """
        if language.startswith("en-"):
            return locale_terms.ENGLISH
        if language not in self._terms:
            fingerprint = _sha256(locale_terms.style(language), ["terms"])
            printed = self._cache.get(fingerprint)
            if printed is None:
                printed = self._printed_terms(language)
                self._cache.put("citations", fingerprint, printed)
            self._terms[language] = locale_terms.read(printed)
        return self._terms[language]

    def _printed_terms(self, language: str) -> str:
        item = '{"id": "terms", "type": "book"}'
        with self._workers.one() as worker:
            found = worker.ask([item], locale_terms.style(language), [citations.only("terms")])
        return "".join(map(str, answer.read(found, 1).groups[0]))

    def _answer(self, style: Style, sources: Sequence[Source], groups: Sequence[CiteGroup] | None) -> Answer:
        """Pandoc's output for a document of ``groups``; without groups, the list of all ``sources``.

        It is asked again, for other types, where the style knows those of some sources not and leaves out their titles.
        Some of the sources of notes are in no list: their notes have all that there is. A note or a citation that says
        nothing is asked for again, too: no reader would see that something is cited.
        """
        found = answer.read(self._ask(style, sources, groups), len(groups or ()))
        known = {source.key: source for source in sources}
        listed = (one for one in found.entries if not (groups and style.is_note and one.is_empty))
        untitled = {one.key for one in listed if printed.without_title(style, known[one.key], one.text)}
        pairs = zip(groups or (), found.groups, strict=True)
        silent = {key for group, parts in pairs if _is_silent(group, parts) for key in group.keys if key in known}
        if unknown := untitled | silent if style.is_note else untitled:
            found = answer.read(self._ask(style, sources, groups, unknown), len(groups or ()))
        return found if style.is_note or not silent else self._as_of_pages(style, sources, groups or (), silent, found)

    def _as_of_pages(
        self, style: Style, sources: Sequence[Source], groups: Sequence[CiteGroup], silent: Set[str], found: Answer
    ) -> Answer:
        """An answer in which citations of books say as much as those of pages, where a style prints nothing of them."""
        pages = answer.read(self._ask(style, sources, groups, silent, "webpage"), len(groups))
        rows = zip(groups, found.groups, pages.groups, strict=True)
        return replace(found, groups=tuple(page if _is_silent(group, own) else own for group, own, page in rows))

    def _ask(
        self,
        style: Style,
        sources: Iterable[Source],
        groups: Sequence[CiteGroup] | None,
        unknown: Set[str] = frozenset(),
        other: str = "",
    ) -> str:
        asked = self._items.of_document(style, sources, unknown, other)
        with self._workers.one() as worker:
            return worker.ask(asked, style, groups)

    def _cached(self, fingerprint: str) -> Formatted | None:
        text = self._cache.get(fingerprint)
        return _load(text) if text is not None else None

    def fingerprint(self, style: Style, groups: Sequence[Group]) -> str:
        """A digest of all that a document depends on: with the same one it is formatted the same."""
        keys = dict.fromkeys(key for group in groups for key in group.keys)
        parts = [
            "document",
            *(group.source for group in groups),
            "",
            *(self.sources[key].fingerprint if key in self.sources else f"? {key}" for key in keys),
        ]
        return _sha256(style, parts)


def _spoken(sources: Iterable[Source], style: Style, around: str) -> Mapping[str, str]:
    """The language of each source, by key, where it is another than ``around``; of one that says none, the style's."""
    return {source.key: languages.differing(source.language or style.language, around) for source in sources}


def _is_silent(group: CiteGroup, parts: Sequence[Part]) -> bool:
    """Whether a note or a citation says nothing of sources that it is to name."""
    said = "".join(map(str, answer.in_full(parts))).strip()
    return not said and not any(cite.is_suppressed for cite in group.cites)


@cache
def code_digest() -> str:
    """A digest of the code between an entry as it is written and its HTML: with other code the cache is another."""
    here = Path(__file__).parent
    folders = (here, here.parent / "templates", here.parent / "parse", here.parent / "model")
    modules = (allowed, sanitize, templating)
    files = [*(entry.path for one in folders for _, entry in walk(one)), *(str(one.__file__) for one in modules)]
    code = hashlib.sha256(version("nh3").encode())
    for path in sorted(path for path in files if path.endswith((".py", ".lua", ".csl", ".html"))):
        code.update(Path(path).read_bytes())
    return code.hexdigest()


def _sha256(style: Style, parts: Iterable[str]) -> str:
    sha = hashlib.sha256(f"{code_digest()}\0{style.key}\0{pandoc()[1]}".encode())
    for part in parts:
        sha.update(b"\0" + part.encode())
    return sha.hexdigest()


def _entry_fingerprint(style: Style, around: str, source: Source) -> str:
    return _sha256(style, ["entry", around, source.fingerprint])


def _apart(sources: Sequence[Source]) -> list[list[Source]]:
    """Chunks in which no two sources have the same authors and year, which would get a letter behind the year."""
    rank: Counter[tuple[str, str]] = Counter()
    layers: dict[int, list[Source]] = defaultdict(list)
    for source in sources:
        who = source.short_authors, source.year
        layers[rank[who]].append(source)
        rank[who] += 1
    return [layer[at : at + _CHUNK] for layer in layers.values() for at in range(0, len(layer), _CHUNK)]


def _dump(formatted: Formatted) -> str:
    rows = [[entry.key, entry.label, entry.html, entry.cited] for entry in formatted.references]
    return json.dumps([formatted.citations, formatted.raised, formatted.notes, rows], ensure_ascii=False)


def _load(text: str) -> Formatted | None:
    try:
        written, raised, notes, rows = json.loads(text)
        references = tuple(Entry(key, label, Markup(html), cited) for key, label, html, cited in rows)
        return Formatted(tuple(map(Markup, written)), tuple(raised), tuple(map(Markup, notes)), references)
    except (ValueError, TypeError):
        return None
