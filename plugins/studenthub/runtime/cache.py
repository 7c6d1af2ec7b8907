"""The cache: results in one SQLite file, each under a digest of everything that it was made from.

Losing it costs time and nothing else. It may come from another machine and be killed at any moment: a row says what
was made from exactly these things or nothing, and nothing in it is ever executed.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import sqlite3
import threading
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

#: The file in the hub's folder for caches.
NAME = "cache.sqlite"
#: Changes when the meaning of a row changes; a file of another version is begun anew.
_VERSION = 3
#: "hub" and a version in the head of the file, where SQLite keeps what application wrote it.
_APPLICATION = 0x68756200
#: Bytes of new rows that are held in memory before they are written: a large hub's would be as much as all else.
MOST_HELD = 8 * 1024 * 1024
#: Bytes that are kept, the last used first: enough for 20,000 articles.
MOST_BYTES = 512 * 1024 * 1024
#: What SQLite's Python raises for a file: text that is no UTF-8, such as a damaged message about it, included.
_FAULTS = (sqlite3.DatabaseError, UnicodeDecodeError)
#: Codes of faults that pass, or that a new file would have as well: https://www.sqlite.org/rescode.html
_OF_THE_SYSTEM = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN),
    *(sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY),
}

_SELECT = {name: f"SELECT {name} FROM made WHERE digest = ?" for name in ("content", "day")}  # noqa: S608 - constants


def digest(*parts: str) -> str:
    """A name for ``parts`` that no others have: SHA-256, of which half is enough, in hexadecimal."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode(errors="surrogatepass")
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()[:32]


class Cache:
    """A mapping from digest to content that several threads and processes may use at once.

    A damaged or foreign file is replaced, a folder that cannot be written to is done without. With ``path`` None
    nothing is kept. ``autocommit`` writes everything at once, for who cannot say when a build ends.
    """

    def __init__(self, path: Path | None, *, autocommit: bool = False) -> None:
        self._path = path
        self._autocommit = autocommit
        self._lock = threading.Lock()
        self._used: set[str] = set()
        self._new: dict[str, tuple[str, bytes]] = {}
        self._held = 0
        self._is_damaged = False
        # Opened when it is first asked for something: most commands ask for nothing.
        self._was_opened = False
        self._connection: sqlite3.Connection | None = None

    @property
    def _database(self) -> sqlite3.Connection | None:
        """The open database; None where it cannot be opened, and when it was closed."""
        if not self._was_opened:
            self._was_opened, self._connection = True, _open(self._path)
        return self._connection

    def get(self, digest: str) -> str | None:
        """The text, or None."""
        data = self.get_bytes(digest)
        try:
            return None if data is None else data.decode()
        except UnicodeDecodeError:
            return None

    def get_bytes(self, digest: str) -> bytes | None:
        """The content as bytes, or None. A damaged row is none: zlib keeps a checksum, and the row its name."""
        with self._lock:
            packed = self._new[digest][1] if digest in self._new else self._column("content", digest)
            if packed is None:
                return None
            self._used.add(digest)
        try:
            return zlib.decompress(packed.removeprefix(digest.encode()))
        except (zlib.error, TypeError, AttributeError):
            return None

    def __contains__(self, digest: str) -> bool:
        with self._lock:
            return digest in self._new or self._column("day", digest) is not None

    def _column(self, name: str, digest: str) -> Any:
        if self._database is None:
            return None
        try:
            if not self._database.in_transaction:
                # One for all reading: without, SQLite locks and unlocks its file for every row.
                self._database.execute("BEGIN")
            row = self._database.execute(_SELECT[name], (digest,)).fetchone()
        except _FAULTS as error:
            self._note(error)
            return None
        return row[0] if row else None

    def _note(self, error: Exception) -> None:
        self._is_damaged = self._is_damaged or _is_damage(error, self._path)

    def put(self, kind: str, digest: str, text: str) -> None:
        """Keep a text of some kind, such as ``citations``; it is on disk after the next ``commit``."""
        self._put(kind, digest, zlib.compress(text.encode(), 1))

    def put_bytes(self, kind: str, digest: str, data: bytes) -> None:
        """Keep what is compressed in itself, such as a picture."""
        self._put(kind, digest, zlib.compress(data, 0))

    def _put(self, kind: str, digest: str, packed: bytes) -> None:
        # With its name before it: in a damaged file SQLite may find another row than that which was asked for.
        packed = digest.encode() + packed
        with self._lock:
            self._new[digest] = kind, packed
            self._held += len(packed)
            is_full = self._held > MOST_HELD and self._database is not None
        if self._autocommit or is_full:
            self.commit()

    def commit(self) -> None:
        """Write what is new in one transaction, and forget what was not used for longest."""
        with self._lock:
            rows, used = self._new, self._used - self._new.keys()
            self._new, self._used, self._held = {}, set(), 0
            if not (self._was_opened or rows) or self._database is None:
                return
            try:
                # It ends the reading as well: a preview reads for hours, and others want to write meanwhile.
                self._database.rollback()
                _write(self._database, rows, used)
            except _FAULTS as error:
                # Where another process holds the file, or the disk is full, the next build pays again.
                self._note(error)
                with suppress(*_FAULTS):
                    self._database.rollback()

    def kinds(self) -> Mapping[str, tuple[int, int]]:
        """How many rows of each kind there are, and their bytes."""
        with self._lock:
            if self._database is None:
                return {}
            try:
                rows = self._database.execute(
                    "SELECT kind, count(*), sum(length(content)) FROM made GROUP BY kind ORDER BY kind"
                ).fetchall()
            except _FAULTS as error:
                self._note(error)
                return {}
        return {str(kind): (int(count), int(size or 0)) for kind, count, size in rows}

    def close(self) -> None:
        """Commit and close. A file that proved to be damaged goes, so that the next build begins anew."""
        self.commit()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            # It is not opened again.
            self._was_opened, self._connection = True, None
        if self._is_damaged and self._path is not None:
            remove(self._path)


def _write(database: sqlite3.Connection, rows: Mapping[str, tuple[str, bytes]], used: Collection[str]) -> None:
    if not (rows or used):
        return
    today = datetime.date.today().toordinal()
    with database:
        # A day is all that forgetting needs to know, so most builds have nothing to write for what they used.
        database.executemany("UPDATE made SET day = ? WHERE digest = ? AND day <> ?", [(today, d, today) for d in used])
        if not rows:
            return
        database.executemany(
            "INSERT OR REPLACE INTO made (digest, kind, content, day) VALUES (?, ?, ?, ?)",
            [(digest, kind, packed, today) for digest, (kind, packed) in rows.items()],
        )
        (size,) = database.execute("SELECT sum(length(content)) FROM made").fetchone()
        if size > MOST_BYTES:
            _forget(database, size - MOST_BYTES)


def _forget(database: sqlite3.Connection, excess: int) -> None:
    """Delete the rows that were not used for longest, until ``excess`` bytes are gone."""
    gone = []
    for rowid, size in database.execute("SELECT rowid, length(content) FROM made ORDER BY day, rowid"):
        if excess <= 0:
            break
        gone.append((rowid,))
        excess -= size
    database.executemany("DELETE FROM made WHERE rowid = ?", gone)


def remove(path: Path) -> None:
    """Delete the file ``path`` of a cache, with what SQLite keeps beside it. Raises OSError."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _open(path: Path | None) -> sqlite3.Connection | None:
    if path is None:
        return None
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _opened(path)
        except (*_FAULTS, OSError) as error:
            if not _is_damage(error, path):
                return None
            try:
                remove(path)
            except OSError:
                return None
    return None


def _is_damage(error: Exception, path: Path | None) -> bool:
    """Whether a new file would do where ``error`` was raised."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return True
    if code & 0xFF == sqlite3.SQLITE_READONLY and path is not None and os.access(path, os.W_OK):
        # Nobody forbids it to be written to, so what is in it does.
        return os.access(path.parent, os.W_OK)
    return code & 0xFF not in _OF_THE_SYSTEM


def _opened(path: Path) -> sqlite3.Connection:
    """The database in ``path``, made if it is not there. Raises sqlite3.DatabaseError where it is another one."""
    database = sqlite3.connect(path, timeout=5, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (objects,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application != _APPLICATION + _VERSION and (application or objects):
            raise sqlite3.DatabaseError("another application's, or of another version")
        database.execute(
            "CREATE TABLE IF NOT EXISTS made (digest TEXT PRIMARY KEY, kind TEXT NOT NULL, content BLOB NOT NULL, "
            "day INTEGER NOT NULL)"
        )
        database.execute(f"PRAGMA application_id = {_APPLICATION + _VERSION}")
        database.execute("SELECT digest, kind, content, day FROM made LIMIT 1").fetchone()
    except (*_FAULTS, sqlite3.Error):
        database.close()
        raise
    return database
