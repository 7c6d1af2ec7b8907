"""Texts by the digest of all they depend on, in one SQLite file. Losing it costs time and nothing else."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

#: Changes when the meaning of a row changes; a file of another version is begun anew.
_VERSION = 1
#: Rows that are kept, the last used first: about 60 MB.
_MOST_ROWS = 60_000


_SELECT = {name: f"SELECT {name} FROM texts WHERE digest = ?" for name in ("text", "used")}  # noqa: S608 - constants


class Cache:
    """A mapping from digest to text that several threads and processes may use at once.

    A damaged or foreign file is replaced, a folder that cannot be written to is done without. With ``path`` None
    nothing is kept. ``autocommit`` writes every text at once, for who cannot say when a build ends.
    """

    def __init__(self, path: Path | None, *, autocommit: bool = False) -> None:
        self._autocommit = autocommit
        self._lock = threading.Lock()
        self._used: set[str] = set()
        self._new: dict[str, bytes] = {}
        self._database = _open(path)

    def get(self, digest: str) -> str | None:
        """The text, or None."""
        with self._lock:
            packed = self._new.get(digest) or self._column("text", digest)
            if packed is None:
                return None
            self._used.add(digest)
        try:
            return zlib.decompress(packed).decode()
        except (zlib.error, UnicodeDecodeError, TypeError):
            return None

    def __contains__(self, digest: str) -> bool:
        with self._lock:
            return digest in self._new or self._column("used", digest) is not None

    def _column(self, name: str, digest: str) -> Any:
        if self._database is None:
            return None
        try:
            if not self._database.in_transaction:
                # One for all reading: without, SQLite locks and unlocks its file for every row.
                self._database.execute("BEGIN")
            row = self._database.execute(_SELECT[name], (digest,)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return row[0] if row else None

    def put(self, digest: str, text: str) -> None:
        """Keep a text; it is on disk after the next ``commit``."""
        packed = zlib.compress(text.encode(), 1)
        with self._lock:
            self._new[digest] = packed
        if self._autocommit:
            self.commit()

    def commit(self) -> None:
        """Write what is new in one transaction, and forget what was not used for longest."""
        with self._lock:
            rows, used = self._new, self._used - self._new.keys()
            self._new, self._used = {}, set()
            if self._database is None or not (rows or used):
                return
            try:
                self._database.rollback()
                self._write(rows, used)
            except sqlite3.DatabaseError:
                # Another process holds the file, or the disk is full: the next build pays again.
                self._database.rollback()

    def _write(self, rows: dict[str, bytes], used: Iterable[str]) -> None:
        assert self._database is not None
        with self._database as db:
            (now,) = db.execute("SELECT coalesce(max(used), 0) + 1 FROM texts").fetchone()
            if rows:
                db.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", [(d, t, now) for d, t in rows.items()])
                db.executemany("UPDATE texts SET used = ? WHERE digest = ?", [(now, d) for d in used])
                db.execute(
                    "DELETE FROM texts WHERE rowid IN (SELECT rowid FROM texts ORDER BY used DESC LIMIT -1 OFFSET ?)",
                    (_MOST_ROWS,),
                )

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None


def _open(path: Path | None) -> sqlite3.Connection | None:
    if path is None:
        return None
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(path, timeout=5, check_same_thread=False)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError("another version")
            database.execute(
                "CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, text BLOB NOT NULL, used INTEGER NOT NULL)"
            )
            database.execute(f"PRAGMA user_version = {_VERSION}")
            database.execute("SELECT digest, text, used FROM texts LIMIT 1").fetchone()
            return database
        except sqlite3.OperationalError:
            return None
        except (sqlite3.DatabaseError, OSError):
            for suffix in ("", "-wal", "-shm"):
                try:
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
                except OSError:
                    return None
    return None
