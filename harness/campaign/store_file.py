"""The run store's file: made, looked at, set aside when it is damaged, and read for what of it is whole."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from harness.base.numbers import digest

SCHEMA_VERSION = 1
"""Of the file's layout; a file of another version is set aside."""
Row = tuple[str, str, str, float]
"""Key, result, checksum, and when it was finished (Unix time)."""


def begun(path: Path) -> sqlite3.Connection:
    """Open a file, which need not be there, and make it a store."""
    rows = _connect(path)
    # A write-ahead log survives a kill at any point, and readers do not block the writer.
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("PRAGMA synchronous=NORMAL")
    with rows:
        rows.execute("BEGIN IMMEDIATE")
        rows.execute(
            "CREATE TABLE IF NOT EXISTS runs "
            "(key TEXT PRIMARY KEY, result TEXT NOT NULL, checksum TEXT NOT NULL, finished REAL NOT NULL)"
        )
        rows.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    return rows


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=60, isolation_level=None)


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another under the same name; None if it is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def is_whole(key: object, result: object, checksum: object) -> bool:
    """Return whether a row is as it was put.

    The checksum covers the key: a whole result under another run's key would be a wrong number.
    """
    return isinstance(key, str) and isinstance(result, str) and digest([key, result]) == checksum


def fault_of(path: Path) -> str | None:
    """Return what is wrong with the file, so that it cannot be gone on with; None if it is sound, or not there."""
    if not path.exists():
        return None
    with contextlib.closing(_connect(path)) as file:
        try:
            file.execute("BEGIN")  # one look: another session may be making the file
            version = file.execute("PRAGMA user_version").fetchone()[0]
            tables = file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if version != SCHEMA_VERSION and (version or tables):  # otherwise it is new: somebody was killed here
                return f"is of version {version}, not {SCHEMA_VERSION}"
            ((found,),) = file.execute("PRAGMA quick_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            found = str(error)
    return None if found == "ok" else f"is damaged ({' '.join(found.split())})"


def set_aside(path: Path) -> Path:
    """Rename the file, with its log, to a name that is free; return it."""
    names = (path.with_name(f"{path.name}.set-aside-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for end in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def whole_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file that pass their checksum, as far as it can be read from either end."""
    with contextlib.closing(_connect(path)) as file:
        for order in ("ASC", "DESC"):
            try:
                file.execute("PRAGMA writable_schema=ON")  # opens a file that has become shorter, too
                if file.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                    return  # its rows may mean something else
                for row in file.execute(f"SELECT key, result, checksum, finished FROM runs ORDER BY rowid {order}"):
                    if is_whole(*row[:3]) and isinstance(row[3], float):
                        yield row
            except sqlite3.DatabaseError:  # the damage begins here
                continue
            return
