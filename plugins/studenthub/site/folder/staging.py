"""Staging: the new site is written beside the old one, and replaces it when it is complete.

Generators empty the folder of the site first and fill it then, so that whatever fails leaves half a site. Here a
reader has the old site until one system call, and the new one from then on: after any failure, ``kill -9`` and a full
disk included, the old site is there byte for byte. (After a power cut it is as whole as the file system keeps it.)
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studenthub.runtime.lock import acquire, release
from studenthub.site.failure import SiteFailed

#: From renameat2(2) and <fcntl.h> on Linux: the two names change places at once.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
#: How often two builds that end at the same moment, on a system that cannot exchange names, try again.
_TRIES = 20


@dataclass(frozen=True)
class Staging:
    """A new site in ``folder`` that is to become ``site``.

    ``lock`` is a descriptor that says that the folder is in use, or -1.
    """

    site: Path
    folder: Path
    lock: int

    @classmethod
    def begin(cls, site: Path) -> Staging:
        """An empty folder beside ``site``. What builds that were killed have left there goes. Raises SiteFailed."""
        site = site.resolve()
        try:
            site.parent.mkdir(parents=True, exist_ok=True)
            sweep(site)
            return cls(site, *_reserve(site))
        except OSError as error:
            raise SiteFailed(f"The site cannot be written: {error}") from None

    def end(self, *, is_whole: bool) -> None:
        """Put the new site in the place of the old one, or remove it if it is not whole. Raises SiteFailed."""
        try:
            if is_whole:
                self._keep_hidden()
                _swap(self.folder, self.site)
        except OSError as error:
            raise SiteFailed(f"The old site is as it was, because the new one cannot take its place: {error}") from None
        finally:
            # What lies in the folder now is the old site, or a new one that failed.
            shutil.rmtree(self.folder, ignore_errors=True)
            release(self.lock)

    def _keep_hidden(self) -> None:
        """Hidden files at the top of the site, such as .git, are not a generator's; they stay."""
        for path in self.site.glob(".*") if self.site.is_dir() else ():
            target = self.folder / path.name
            if target.exists():
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.copytree(path, target, symlinks=True)
            else:
                shutil.copy2(path, target, follow_symlinks=False)


def _reserve(site: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(site), dir=site.parent))
        lock = acquire(folder)
        # Another build may have swept it away in the moment before it was locked.
        if folder.is_dir():
            folder.chmod(0o755)
            return folder, lock
        release(lock)


def _prefix(site: Path) -> str:
    return f".{site.name}-new-"


def sweep(site: Path) -> None:
    """Remove the folders of builds that are no more; bring back a site that was moved away just before the end."""
    for folder in site.parent.glob(f"{_prefix(site)}*"):
        if (lock := acquire(folder)) < 0:
            continue
        if not site.exists() and folder.name.endswith(_OLD):
            folder.rename(site)
        shutil.rmtree(folder, ignore_errors=True)
        release(lock)


_OLD = "-old"


def _swap(new: Path, site: Path) -> None:
    if not site.exists():
        with suppress(OSError):
            new.rename(site)
            return
    if exchange(new, site):
        return
    # Where names cannot be exchanged, there is no site for a moment. A build that is killed in it, the next one fixes.
    old = new.with_name(new.name + _OLD)
    for attempt in itertools.count(1):
        try:
            if site.exists():
                site.rename(old)
            new.rename(site)
            break
        except OSError as error:
            if old.exists() and not site.exists():
                old.rename(site)
            # Another build was quicker.
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT) or attempt == _TRIES:
                raise
    shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Whether two folders have changed places, which Linux does at once."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
