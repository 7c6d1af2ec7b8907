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


class Disk:
    """The files of a hub. An unchanged file is not read again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read: dict[str, tuple[object, Text, list[Problem]]] = {}

    def files(self) -> Files:
        """The files as they are now."""
        problems: list[Problem] = []
        markdown: dict[str, list[Text]] = {kind: [] for kind in (ARTICLES, *TERM_KINDS, "")}
        for text in self._texts(self._markdown(), problems):
            kind, misplaced = _kind(text, self._settings.in_docs(text.path))
            if misplaced:
                problems.append(misplaced)
            else:
                markdown[kind].append(text)
        # Where two entries have one key, the later one is reported: it is the student's.
        bibtex = sorted(self._texts(self._settings.bib_files, problems), key=lambda text: -len(text.content))
        return Files({kind: tuple(texts) for kind, texts in markdown.items()}, tuple(bibtex), tuple(problems))

    def _texts(self, paths: Iterable[str], problems: list[Problem]) -> Iterator[Text]:
        """The texts of the files that can be read; what is wrong with any of them is added to ``problems``."""
        for path in paths:
            try:
                text, beyond = self._text(path)
            except NotUtf8 as error:
                hint = "save it with the encoding UTF-8; from Word, copy the text alone"
                problems.append(Problem(error.place, "HUB001", "this file is not plain text", hint))
            except OSError as error:
                message = f"this file cannot be read: {error.strerror}"
                hint = "put a plain file here, which everybody may read"
                problems.append(Problem(Text(path, "").place(0), "HUB002", message, hint))
            else:
                problems += beyond
                yield text

    def _text(self, path: str) -> tuple[Text, list[Problem]]:
        """The text of a file, whose path is relative to the root, and what in it is beyond the limits of a page.

        Raises NotUtf8 and OSError.
        """
        root = self._settings.root
        stat = os.stat(f"{root}/{path}")  # noqa: PTH116 - a Path takes longer than the look at the disk
        stamp = stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        before = self._read.get(path)
        if before is None or before[0] != stamp:
            text = Text.read(root, path)
            before = stamp, *(limits.truncated(text) if path.endswith(".md") else (text, []))
            self._read[path] = before
        return before[1], before[2]

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
