"""The files in docs/ and in folders of sources, as values: names, sizes and first bytes."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studenthub.source.folders import walk
from studenthub.source.problems import nearest

#: Bytes in which one sees what a file is.
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file in a folder: its ``path`` relative to it, its size in bytes, and whether it is a plain file."""

    path: str
    size: int
    plain: bool

    @property
    def suffix(self) -> str:
        """The end of its name with the dot, in small letters."""
        return os.path.splitext(self.path)[1].lower()  # noqa: PTH122 - 20,000 of these are looked at


@dataclass(frozen=True)
class Folder:
    """The files below a folder, without those whose name begins with a dot."""

    root: Path
    name: str
    files: Mapping[str, FileOnDisk] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path, name: str) -> Folder:
        """Look once at ``root/name``."""
        found = {file.path: file for file in _files(root / name)}
        return cls(root, name, dict(sorted(found.items())))

    def head(self, path: str) -> bytes:
        """The first bytes of a file; nothing where it cannot be read."""
        try:
            with (self.root / self.name / path).open("rb") as file:
                return file.read(_HEAD)
        except OSError:
            return b""

    def content(self, path: str) -> bytes:
        """All bytes of a plain file; nothing where it cannot be read."""
        try:
            return (self.root / self.name / path).read_bytes()
        except OSError:
            return b""


def near_file(name: str, files: Iterable[str]) -> str:
    """The file that was meant by a path that leads nowhere, or "": one of nearly that name in the same folder, or the
    only one of just that name in another.

    In another folder a name that is only like it is there by chance.
    """
    folder, ending = posixpath.dirname(name), posixpath.splitext(name)[1].lower()
    is_text = ending in ("", ".md")
    beside: dict[str, str] = {}
    elsewhere: dict[str, str] = {}
    for file in files:
        if file.lower().endswith(".md") is not is_text:
            continue
        # An article may be a folder of its own.
        plain = file.removesuffix("/index.md") if file.endswith("/index.md") else posixpath.splitext(file)[0]
        where, stem = posixpath.split(plain)
        if where == folder:
            beside[stem] = file
        else:
            # Where two have the name, nobody knows which is meant.
            elsewhere[stem] = "" if stem in elsewhere else file
    stem = posixpath.splitext(posixpath.basename(name))[0]
    near = nearest(stem, beside)
    return beside[near] if near else elsewhere.get(stem, "")


def _files(folder: Path) -> Iterator[FileOnDisk]:
    for path, entry in walk(folder):
        if entry.is_dir(follow_symlinks=False):
            continue
        try:
            size = entry.stat(follow_symlinks=False).st_size
        except OSError:
            size = 0
        yield FileOnDisk(path, size, entry.is_file(follow_symlinks=False))
