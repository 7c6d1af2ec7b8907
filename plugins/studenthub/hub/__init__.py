"""Reads a hub from disk in one pass: its catalogue, its other pages, and its problems."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from studenthub.hub import checks_page
from studenthub.hub.files import Disk
from studenthub.hub.parsing import Parsed, Parser
from studenthub.model.catalogue import Builder
from studenthub.model.hub import Contents
from studenthub.model.hub import Hub as Hub
from studenthub.model.settings import Settings
from studenthub.model.sources import bibliography, uncited, verdict_files
from studenthub.model.sources.bibliography import Bibliography
from studenthub.runtime.cache import Cache
from studenthub.runtime.gc_pause import uncollected
from studenthub.source.problems import ERROR, Problem, masked
from studenthub.source.text import Text

if TYPE_CHECKING:
    from studenthub.hub.fixing import Fixer
    from studenthub.rules.clean import Clean


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

    ``contents`` has what is not published as well; ``texts`` are all files by their path, and ``beyond`` is what is
    wrong with those that could not be read, or not whole. ``verdicts`` are the names of the files with what was found
    out about sources.
    """

    hub: Hub
    contents: Contents
    texts: Mapping[str, Text]
    beyond: tuple[Problem, ...]
    verdicts: tuple[str, ...] = ()

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
        # Half of all modules are rules, or what only rules need: a preview shows its first page before they are loaded.
        from studenthub.rules import running

        hub = self.hub
        # A draft is checked as well: its author wants to know before it is published.
        found = running.run(self.contents, advice=advice, pause=pause, clean=clean)
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
        from studenthub.hub.fixing import Fixer

        return Fixer(self.contents, Cache(self.hub.settings.cache_file))


class Reader:
    """Reads a hub, and again, when it has changed: then only what has changed is parsed again."""

    def __init__(self, settings: Settings, *, unpublished: bool = False, today: datetime.date | None = None) -> None:
        self.settings = settings
        self._unpublished = unpublished
        self._today = today
        self._disk = Disk(settings)
        self._parser = Parser(settings)
        self._published, self._all = Builder(), Builder()
        self._last: Read | None = None
        self._merged: _Merged | None = None

    @uncollected()
    def read(self, bibs: Iterable[Text] = ()) -> Read:
        """The hub as it is now; ``bibs`` are more files of BibTeX. What is returned is the same while the hub is."""
        settings, today, bibs = self.settings, self._today or datetime.date.today(), tuple(bibs)
        files = self._disk.files()
        texts = {text.path: text for text in (*files, *bibs)}
        verdicts = verdict_files.names(settings.verified_folder)
        last = self._last
        same = last and (last.contents.today, last.beyond, last.verdicts) == (today, files.problems, verdicts)
        if last and same and _are(texts.values(), last.texts.values()):
            return last
        parsed = self._parser.parse(files, bibs)
        sources, in_sources = self._bibliography(parsed, verdicts)
        hidden = frozenset(one.path for one in parsed.articles if not (self._unpublished or one.is_published(today)))
        shown = [one for one in parsed.articles if one.path not in hidden] if hidden else parsed.articles
        built, clashes = self._published.build(shown, parsed.terms, sources, parsed.withdrawn)
        everything = built
        if hidden:
            everything, _ = self._all.build(parsed.articles, parsed.terms, sources, parsed.withdrawn)
        # A hub has few errors, and may have thousands of pieces of advice, which are sorted when they are checked.
        found = {*files.problems, *parsed.problems, *in_sources, *clashes}
        cited = cache(partial(uncited.cited, everything, parsed.guides, settings.reference_lists))
        problems = list(uncited.weighed(found, cited))
        hub = Hub(
            settings,
            built,
            {guide.path: guide for guide in (*parsed.guides, *checks_page.beside(parsed.guides, settings))},
            hidden,
            tuple(sorted(row for row in problems if row.level == ERROR)),
            tuple(row for row in problems if row.level != ERROR),
        )
        contents = Contents(settings, everything, today, parsed.guides)
        self._last = Read(hub, contents, texts, files.problems, verdicts)
        return self._last

    def _bibliography(self, parsed: Parsed, verdicts: tuple[str, ...]) -> tuple[Bibliography, list[Problem]]:
        """The sources of all files, each with a notice that it was withdrawn, which ``verdicts`` may have."""
        last = self._merged
        if not (last and last.verdicts == verdicts and _are(last.files, parsed.bibliographies)):
            merged, problems = bibliography.merge(parsed.bibliographies)
            notices = verdict_files.notices(self.settings.verified_folder, verdicts, merged.sources)
            noted = bibliography.noted(merged, notices)
            self._merged = last = _Merged(parsed.bibliographies, verdicts, noted, problems)
        return last.bibliography, last.problems


@dataclass(frozen=True)
class _Merged:
    """The bibliography that some files make together with what is known of their sources."""

    files: tuple[bibliography.Parsed, ...]
    verdicts: tuple[str, ...]
    bibliography: Bibliography
    problems: list[Problem]


def _are(some: Collection[object], others: Collection[object]) -> bool:
    """Whether two lists hold the same values: what has not changed is not read again, and the same object."""
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))
