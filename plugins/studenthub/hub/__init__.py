"""Reads a hub from disk in one pass: its catalogue, its other pages, and its problems."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from studenthub import guide as package_guide
from studenthub.hub.fixing import Fixer
from studenthub.model import article_fields, articles, bibliography, translations, verdict_files, withdrawn
from studenthub.model.articles import ARTICLES, Article
from studenthub.model.catalogue import Builder, Catalogue
from studenthub.model.collections import FOLDERS
from studenthub.model.guides import Guide, parse_guide
from studenthub.model.hub import Hub as Hub
from studenthub.model.settings import Settings
from studenthub.model.terms import TERM_KINDS, parse_term
from studenthub.parse.markdown import embedded
from studenthub.rules import explained, running, uncited
from studenthub.rules.clean import Clean
from studenthub.runtime.cache import Cache
from studenthub.runtime.gc_pause import uncollected
from studenthub.source import limits
from studenthub.source.folders import walk
from studenthub.source.problems import ERROR, Problem, masked
from studenthub.source.text import NotUtf8, Text

T = TypeVar("T")

_PLAIN = "put a plain file here, which everybody may read"


def read(
    settings: Settings,
    *,
    unpublished: bool = False,
    today: datetime.date | None = None,
    bibs: Iterable[Text] = (),
    advice: bool = False,
    clean: Clean | None = None,
) -> Hub:
    """Read the hub of ``settings``. Nothing that is wrong in a file raises.

    ``unpublished`` keeps drafts and articles of the future, as a preview wants; ``bibs`` are more files of BibTeX,
    such as those that came from a web address. ``advice`` asks for what would make an article better, too; ``clean``
    knows the texts that the checks can skip.
    """
    read = Reader(settings, unpublished=unpublished, today=today).read(bibs)
    return read.checked(advice=advice, clean=clean)


@dataclass(frozen=True)
class Read:
    """A hub that was read and not yet checked by the rules: ``hub`` has the problems that are in single files.

    ``everything`` is the catalogue with what is not published; ``texts`` are all files by their path, and ``beyond``
    is what is wrong with those that could not be read, or not whole. ``answers`` are the names of the files in which it
    is kept what was found out about sources.
    """

    hub: Hub
    everything: Catalogue
    guides: tuple[Guide, ...]
    texts: Mapping[str, Text]
    beyond: tuple[Problem, ...]
    today: datetime.date
    answers: tuple[str, ...] = ()

    @uncollected()
    def checked(
        self,
        *,
        advice: bool = False,
        pause: Callable[[], object] = lambda: None,
        clean: Clean | None = None,
        fixes: bool = False,
        lines: Callable[[str], bool] = lambda path: True,
    ) -> Hub:
        """The hub with what the rules find. ``pause`` is called now and then, and may raise to make an end.

        ``fixes`` asks for those fixes that were tried and passed, and ``lines`` says for which files the lines are
        wanted that they change.
        """
        hub = self.hub
        # A draft is checked as well: its author wants to know before it is published.
        found = running.run(
            self.everything, hub.settings, self.guides, today=self.today, advice=advice, pause=pause, clean=clean
        )
        # Problems that the parsers found in uncited entries are advice as well.
        rows = {*hub.problems, *found.errors, *((*hub.advice, *found.advice) if advice else ())}
        if fixes:
            with closing(self.fixer) as fixer:
                tried = fixer.offered(rows, self.texts, lines)
        else:
            tried = [replace(row, fix=None) if row.fix else row for row in rows]
        safe = sorted({masked(row, found.secrets) for row in tried} if found.secrets else tried)
        return replace(
            hub,
            problems=tuple(row for row in safe if row.level == ERROR),
            advice=tuple(row for row in safe if row.level != ERROR),
            secrets=found.secrets,
        )

    @property
    def fixer(self) -> Fixer:
        """Tries fixes in the files of this hub. Close it after use."""
        return Fixer(self.hub.settings, self.everything, self.guides, self.today, Cache(self.hub.settings.cache_file))


class Reader:
    """Reads a hub, and again, when it has changed: then only what has changed is parsed again."""

    def __init__(self, settings: Settings, *, unpublished: bool = False, today: datetime.date | None = None) -> None:
        self.settings = settings
        self._unpublished = unpublished
        self._today = today
        self._disk = _Disk(settings.root)
        self._parsed: dict[tuple[str, Callable[[Text], Any]], tuple[Text, Any]] = {}
        self._builders = Builder(), Builder()
        self._last: Read | None = None
        self._parse = partial(articles.parse, rows=article_fields.of(settings))

    @uncollected()
    def read(self, bibs: Iterable[Text] = ()) -> Read:
        """The hub as it is now; ``bibs`` are more files of BibTeX. What is returned is the same while the hub is."""
        settings, today = self.settings, self._today or datetime.date.today()
        problems: list[Problem] = []
        texts = self._texts(problems)
        bib_texts = [text for path in settings.bib_files if (text := self._text(path, problems))]
        # Of two entries with one key the later one is reported: it is the student's.
        bib_texts.sort(key=lambda text: len(text.content), reverse=True)
        every = [*(text for kind in texts.values() for text in kind), *bib_texts, *bibs]
        last, beyond = self._last, tuple(problems)
        answers = verdict_files.listed(settings.root, settings.verified_dir)
        same = last and (last.today, last.beyond, last.answers) == (today, beyond, answers)
        if last and same and _are(every, last.texts.values()):
            return last
        parted = [self._once(text, embedded.split) for text in texts[ARTICLES]]
        gone = [one.text for one in parted if withdrawn.is_withdrawn(one.text)]
        tombstones = self._each(gone, withdrawn.parse, problems)
        found: list[Article] = self._each(_without([one.text for one in parted], gone), self._parse, problems)
        shown = [article for article in found if self._unpublished or article.is_published(today)]
        problems += translations.wrong(found, settings.language)
        terms = [term for kind in TERM_KINDS for term in self._each(texts[kind], parse_term, problems)]
        guides = _apart(self._each(texts[""], parse_guide, problems), problems)
        topics = [term.id for term in terms if term.kind == "topics"]
        there = {settings.in_docs(text.path) for kind in texts.values() for text in kind}
        guides += package_guide.pages(settings, topics, there)
        # The sources in the file of an article come last: of twins, the one in a file for all is kept.
        own = [one.bibliography for one in parted if one.bibliography]
        parsed = [self._once(text, bibliography.parse) for text in (*bib_texts, *bibs, *own)]
        merged, bad_entries = bibliography.merge(parsed)
        notices = verdict_files.withdrawn(settings.root, settings.verified_dir, answers, merged.sources)
        sources = bibliography.noted(merged, notices)
        for_readers, for_authors = self._builders
        built, clashes = for_readers.build(shown, terms, sources, tombstones)
        everything = built if len(shown) == len(found) else for_authors.build(found, terms, sources, tombstones)[0]
        rows = sorted(
            uncited.weighed(
                {*problems, *bad_entries, *clashes}, uncited.cited(everything, guides, settings.reference_lists)
            )
        )
        hub = Hub(
            settings,
            built,
            {guide.path: guide for guide in (*guides, *explained.page(guides, settings))},
            frozenset(article.path for article in found) - {article.path for article in shown},
            tuple(row for row in rows if row.level == ERROR),
            tuple(row for row in rows if row.level != ERROR),
        )
        read = {text.path: text for text in every}
        self._last = Read(hub, everything, tuple(guides), read, beyond, today, answers)
        return self._last

    def _once(self, text: Text, parse: Callable[[Text], T]) -> T:
        """What ``parse`` makes of ``text``: the same as last time, where the text is."""
        before = self._parsed.get((text.path, parse))
        if before is None or before[0] != text:
            self._parsed[text.path, parse] = before = text, parse(text)
        found: T = before[1]
        return found

    def _each(
        self, texts: Iterable[Text], parse: Callable[[Text], tuple[T, list[Problem]]], problems: list[Problem]
    ) -> list[T]:
        values: list[T] = []
        for text in texts:
            value, wrong = self._once(text, parse)
            values.append(value)
            problems += wrong
        return values

    def _texts(self, problems: list[Problem]) -> dict[str, list[Text]]:
        """The Markdown files of docs/ by what they are: articles, one of TERM_KINDS, or "" for every other page."""
        texts: dict[str, list[Text]] = {kind: [] for kind in (ARTICLES, *TERM_KINDS, "")}
        docs = self.settings.docs_dir
        for path in self._disk.markdown(docs):
            parts = tuple(path.removeprefix(f"{docs}/").split("/"))
            kind = parts[0] if len(parts) > 1 and parts[0] in (ARTICLES, *TERM_KINDS) else ""
            if (text := self._text(path, problems)) is None:
                continue
            if not kind and not path.isprintable():
                hint = "use small letters, digits and hyphens"
                problems.append(Problem(text.place(0), "HUB601", "this file name cannot be part of an address", hint))
            elif (misplaced := _misplaced(kind, parts)) is not None:
                problems.append(Problem(text.place(0), "HUB604", *misplaced))
            else:
                texts[kind].append(text)
        return texts

    def _text(self, path: str, problems: list[Problem]) -> Text | None:
        try:
            text, beyond = self._disk.read(path)
        except NotUtf8 as error:
            hint = "save it with the encoding UTF-8; from Word, copy the text alone"
            problems.append(Problem(error.place, "HUB001", "this file is not plain text", hint))
        except OSError as error:
            problems.append(
                Problem(Text(path, "").place(0), "HUB002", f"this file cannot be read: {error.strerror}", _PLAIN)
            )
        else:
            problems += beyond
            return text
        return None


class _Disk:
    """The files of a hub. An unchanged file is not read again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, tuple[object, Text, list[Problem]]] = {}

    def read(self, path: str) -> tuple[Text, list[Problem]]:
        """The text of a file, whose path is relative to the root, and what in it is beyond the limits of a page.

        Raises NotUtf8 and OSError.
        """
        stat = os.stat(f"{self._root}/{path}")  # noqa: PTH116 - a Path takes longer than the look at the disk
        stamp = stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        before = self._read.get(path)
        if before is None or before[0] != stamp:
            text = Text.read(self._root, path)
            before = stamp, *(limits.truncated(text) if path.endswith(".md") else (text, []))
            self._read[path] = before
        return before[1], before[2]

    def markdown(self, folder: str) -> list[str]:
        """The .md files below ``folder``, in the order of their paths.

        Links are left to HUB613. A pipe would be waited for, and a folder of such a name says that it cannot be read.
        """
        found = (
            f"{folder}/{path}"
            for path, entry in walk(self._root / folder)
            if path.endswith(".md") and not entry.is_symlink() and (entry.is_file() or entry.is_dir())
        )
        return sorted(found, key=lambda path: path.split("/"))


def _without(texts: Iterable[Text], others: Sequence[Text]) -> list[Text]:
    return [text for text in texts if text not in others] if others else list(texts)


def _are(some: Collection[Text], others: Collection[Text]) -> bool:
    """Whether two lists hold the same texts: what has not changed is not read again, and the same object."""
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def _apart(guides: Iterable[Guide], problems: list[Problem]) -> list[Guide]:
    """The guides, one for each address; of several the one that MkDocs would keep, and a problem for the others."""
    pages: dict[str, Guide] = {}
    # MkDocs prefers index.md, and takes README.md for it where there is none.
    for guide in sorted(guides, key=lambda guide: (not guide.path.endswith("/index.md"), guide.path)):
        first = pages.setdefault(re.sub(r"(?:/(?:index|README))?\.md$", "", guide.path), guide)
        if first is not guide:
            message = f"this file and {first.path} would become one page"
            problems.append(Problem(guide.text.place(0), "HUB602", message, "rename one of them"))
    return list(pages.values())


def _misplaced(kind: str, parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Why a file cannot be where it is."""
    if not kind:
        folder = parts[0].removesuffix(".md")
        if folder in FOLDERS:
            return f"the hub makes the pages of {folder}/ itself", "give this file another name, in another folder"
        if parts == ("README.md",):
            return "the text of the home page is in index.md", "give this file that name"
        return None
    if parts[1] == "index.md":
        return f"the hub makes the page of {kind}/ itself", "give this file another name"
    if len(parts) == 2 or (kind == ARTICLES and len(parts) == 3 and parts[2] == "index.md"):
        return None
    return f"this file is in a folder below {kind}/, where it is not read", f"move it to docs/{kind}/"
