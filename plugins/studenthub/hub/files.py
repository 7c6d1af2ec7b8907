"""Reads the files of a hub from disk, and sorts them by what they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studenthub.model.articles import ARTICLES
from studenthub.model.collections import FOLDERS
from studenthub.model.settings import Settings
from studenthub.model.terms import TERM_KINDS
from studenthub.source import limits
from studenthub.source.folders import walk
from studenthub.source.problems import Problem
from studenthub.source.text import NotUtf8, Text


@dataclass(frozen=True)
class Files:
    """The texts of a hub. ``markdown`` has those of docs/ by their kind: articles, one of TERM_KINDS, or "" for others.

    ``bibtex`` are those of bib/, the longest first. ``problems`` are of files that cannot be read, are cut off at a
    limit, or are in the wrong place.
    """

    markdown: Mapping[str, tuple[Text, ...]]
    bibtex: tuple[Text, ...]
    problems: tuple[Problem, ...]

    def __iter__(self) -> Iterator[Text]:
        """All texts."""
        for texts in self.markdown.values():
            yield from texts
        yield from self.bibtex


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was read: ``stamp`` is what the system says of it, ``kind`` as in ``Files``, ``problems`` are what
    is wrong with it. It is shown unless ``is_misplaced``."""

    stamp: object
    text: Text
    kind: str
    problems: tuple[Problem, ...]
    is_misplaced: bool


class Disk:
    """The files of a hub. An unchanged file is not read again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read: dict[str, _File] = {}

    def files(self) -> Files:
        """The files as they are now."""
        problems: list[Problem] = []
        markdown: dict[str, list[Text]] = {kind: [] for kind in (ARTICLES, *TERM_KINDS, "")}
        for file in self._files(self._markdown(), problems):
            if not file.is_misplaced:
                markdown[file.kind].append(file.text)
        bibtex = [file.text for file in self._files(self._settings.bib_files, problems)]
        # Where two entries have one key, the later one is reported: it is the student's.
        bibtex.sort(key=lambda text: -len(text.content))
        return Files({kind: tuple(texts) for kind, texts in markdown.items()}, tuple(bibtex), tuple(problems))

    def _files(self, paths: Iterable[str], problems: list[Problem]) -> Iterator[_File]:
        """The files that can be read; what is wrong with any of them is added to ``problems``."""
        for path in paths:
            try:
                file = self._file(path)
            except NotUtf8 as error:
                hint = "save it with the encoding UTF-8; from Word, copy the text alone"
                problems.append(Problem(error.place, "HUB001", "this file is not plain text", hint))
            except OSError as error:
                message = f"this file cannot be read: {error.strerror}"
                hint = "put a plain file here, which everybody may read"
                problems.append(Problem(Text(path, "").place(0), "HUB002", message, hint))
            else:
                problems += file.problems
                yield file

    def _file(self, path: str) -> _File:
        """A file, whose path is relative to the root. Raises NotUtf8 and OSError."""
        stat = os.stat(f"{self._settings.root}/{path}")  # noqa: PTH116 - a Path takes longer than the look at the disk
        stamp = stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        before = self._read.get(path)
        if before is None or before.stamp != stamp:
            self._read[path] = before = self._as_read(path, stamp)
        return before

    def _as_read(self, path: str, stamp: object) -> _File:
        text = Text.read(self._settings.root, path)
        if not path.endswith(".md"):
            return _File(stamp, text, "", (), is_misplaced=False)
        text, beyond = limits.truncated(text)
        kind, misplaced = _kind(text, self._settings.in_docs(path))
        return _File(stamp, text, kind, (*beyond, *([misplaced] if misplaced else [])), is_misplaced=bool(misplaced))

    def _markdown(self) -> list[str]:
        """The .md files of docs/, in the order of their paths.

        Links are left to HUB613. A pipe would be waited for, and a folder of such a name says that it cannot be read.
        """
        folder = self._settings.docs_dir
        found = (
            f"{folder}/{path}"
            for path, entry in walk(self._settings.root / folder)
            if path.endswith(".md") and not entry.is_symlink() and (entry.is_file() or entry.is_dir())
        )
        return sorted(found, key=lambda path: path.split("/"))


def _kind(text: Text, path: str) -> tuple[str, Problem | None]:
    """The kind of page that the file at ``path`` below docs/ is, and why it cannot be one."""
    parts = tuple(path.split("/"))
    kind = parts[0] if len(parts) > 1 and parts[0] in (ARTICLES, *TERM_KINDS) else ""
    if not kind and not path.isprintable():
        hint = "use small letters, digits and hyphens"
        return kind, Problem(text.place(0), "HUB601", "this file name cannot be part of an address", hint)
    misplaced = _misplaced(kind, parts)
    return kind, Problem(text.place(0), "HUB604", *misplaced) if misplaced else None


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
