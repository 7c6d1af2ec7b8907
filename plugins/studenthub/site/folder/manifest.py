"""The manifest: every file of the site with its key, so that the next build makes only what has changed.

The old site is its own cache. A file of it is given a second name in the new one where it was made from the same
things, and nobody has touched it since.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path

from studenthub.runtime.cache import Cache, digest
from studenthub.source.folders import walk


@dataclass(frozen=True, slots=True)
class Row:
    """A file: the digest of its inputs ("" if unknown), its size, time (ns) and SHA-256."""

    key: str
    size: int
    time: int
    sha: str = ""

    def describes(self, path: str) -> bool:
        """Whether ``path`` is this file. One with another time, as copies have, is read."""
        try:
            found = os.lstat(path)
            if found.st_size != self.size:
                return False
            return found.st_mtime_ns == self.time or (self.sha != "" and _sha(Path(path).read_bytes()) == self.sha)
        except OSError:
            return False


@dataclass(frozen=True)
class Manifest:
    """The files of a site by their path in it.

    ``fingerprint`` is a digest of what all of them depend on, ``inputs`` one of all that the build began with; ""
    where a build must not be taken for another.
    """

    fingerprint: str = ""
    inputs: str = ""
    rows: Mapping[str, Row] = field(default_factory=dict)

    @classmethod
    def load(cls, cache: Cache, site: Path) -> Manifest:
        """The manifest of the folder ``site`` in ``cache``; an empty one if there is none."""
        text = cache.get(_name(site))
        if text is None:
            return cls()
        try:
            fingerprint, inputs, rows = json.loads(text)
            return cls(str(fingerprint), str(inputs), {path: Row(*row) for path, row in rows.items()})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def save(self, cache: Cache, site: Path) -> None:
        """Keep it for the next build of ``site``."""
        rows = {path: astuple(row) for path, row in self.rows.items()}
        cache.put("sites", _name(site), json.dumps([self.fingerprint, self.inputs, rows]))

    def describes(self, site: Path) -> bool:
        """Whether ``site`` holds just these files, untouched."""
        found = {path: (stat.st_size, stat.st_mtime_ns) for path, stat in files(site)}
        return found == {path: (row.size, row.time) for path, row in self.rows.items()}


class Folder:
    """A new site that is being filled: from the old one, as ``before`` describes it, or afresh."""

    def __init__(self, new: Path, old: Path, before: Manifest) -> None:
        self.path = new
        # Texts, as paths: there are ten files for every article, and a Path takes longer than a look at the disk.
        self._new, self._old = f"{new}/", f"{old}/"
        self._before = before
        self._rows: dict[str, Row] = {}
        self._folders: set[str] = set()

    def __contains__(self, path: str) -> bool:
        """Whether a file has been put there."""
        return path in self._rows

    def has(self, path: str, key: str) -> bool:
        """Whether the old site has a file that was made from the same things."""
        row = self._row(path, key)
        return row is not None and row.describes(self._old + path)

    def take(self, path: str, key: str) -> bool:
        """The same as ``has``; the new site has it too then."""
        row = self._row(path, key)
        if row is None:
            return False
        try:
            os.link(self._old + path, self._made(path))
        except OSError:
            # It is gone; and not on every file system can a file have two names.
            return False
        # Looked at under its new name: another build may have put a site of its own in the place of the old one.
        if not row.describes(self._new + path):
            os.unlink(self._new + path)  # noqa: PTH108 - see __init__
            return False
        self._rows[path] = row
        return True

    def take_all(self, prefix: str, key: str) -> bool:
        """The same for all files below a folder, which were made together."""
        paths = [path for path in self._before.rows if path.startswith(prefix)]
        return bool(paths) and all(self.take(path, key) for path in paths)

    def note(self, prefix: str, key: str) -> None:
        """Say what the files below a folder were made from, which somebody else has put there."""
        for path in (self.path / prefix).rglob("*"):
            if path.is_file():
                stat = path.stat()
                name = path.relative_to(self.path).as_posix()
                self._rows[name] = Row(key, stat.st_size, stat.st_mtime_ns, _sha(path.read_bytes()))

    def write(self, path: str, key: str, content: bytes) -> None:
        """Put a file there that was made from ``key``. Raises OSError."""
        sha = _sha(content)
        if self.take(path, key or sha):
            return
        target = self._made(path)
        with open(target, "wb") as file:  # noqa: PTH123 - see __init__
            file.write(content)
        stat = os.lstat(target)
        self._rows[path] = Row(key or sha, stat.st_size, stat.st_mtime_ns, sha)

    def manifest(self, fingerprint: str, inputs: str) -> Manifest:
        """The files that are there now, those of others included."""
        found = {path: Row("", stat.st_size, stat.st_mtime_ns) for path, stat in files(self.path)}
        rows = {path: row for path, row in self._rows.items() if path in found}
        # A file in docs/ that has been copied since is in the place of one of ours.
        rows = {path: row for path, row in rows.items() if (row.size, row.time) == (found[path].size, found[path].time)}
        return Manifest(fingerprint, inputs, found | rows)

    def _row(self, path: str, key: str) -> Row | None:
        """The row of a file of the old site, if it was made from the same things; None for the key ""."""
        row = self._before.rows.get(path)
        return row if row is not None and key != "" and row.key == key else None

    def _made(self, path: str) -> str:
        """Where it goes, in a folder that is there."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(self._new + folder, exist_ok=True)  # noqa: PTH103 - the same
            self._folders.add(folder)
        return self._new + path


def _name(site: Path) -> str:
    return digest("site", str(site.resolve()))


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """All files below ``folder``, by their path relative to it. What is hidden at its top is none of ours."""
    for path, entry in walk(folder, skip=lambda path: path.startswith(".")):
        if not entry.is_dir(follow_symlinks=False):
            with suppress(OSError):
                yield path, entry.stat(follow_symlinks=False)
