"""The memory of finished runs: a SQLite file, content-addressed, safe to kill at any moment and to share."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from harness.base.errors import UserError
from harness.base.numbers import digest
from harness.campaign.lock import locked
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.train.environment import switches
from harness.train.versions import library_versions, processor_kind, trainer_version

SCHEMA_VERSION = 1
"""Of the file's layout; a file of another version is set aside."""
STORE_FILE = "runs.sqlite"
"""What the file is called in its folder."""
Row = tuple[str, str, str, float]
"""Key, result, checksum, and when it was finished (Unix time)."""


@dataclass(frozen=True)
class Pruned:
    """What pruning a store has removed, and what it has left."""

    removed_runs: int
    removed_bytes: int
    left_runs: int
    left_bytes: int


def run_key(run: Run, registry: Registry, trainer: str) -> str:
    """Return what identifies a run: everything that its numbers depend on, hashed."""
    experiment = run.experiment
    return digest(
        {
            "experiment": [type(experiment).__name__, experiment.describe()],
            "code": [experiment.code(), registry.measuring_code(experiment.measurements())],
            "seed": run.seed,
            "data": registry.datasets[experiment.data].fingerprint if experiment.data is not None else None,
            "trainer": [trainer, trainer_version()],
            "libraries": library_versions(),
            "processor": processor_kind(),
            **({"environment": set_here} if (set_here := switches()) else {}),
        }
    )


class Store:
    """Finished runs by key. Every row carries a checksum; a row that fails it counts as absent.

    A file that is damaged, or another version's, is set aside under another name, and a new one takes over what of it
    is whole. One that is removed while it is open, as by `--cache-clear` in another session, is made anew, with what
    was put since it was opened. `notices` says so.

    Raises:
        UserError: it cannot be read or written, such as on a full disk; also of the methods.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._notices: list[str] = []
        self._damaged_rows = 0
        with named_errors(path):
            # Before SQLite: it makes a file that only its owner may write to, whatever the umask says, and of a file
            # that is another user's it makes a log beside it that locks its owner out.
            path.touch()
            fault = _fault(path)
            if fault is not None:
                aside = _set_aside(path)
            self._rows = _begun(path)
            self._file = _identity(path)
            ((self._before,),) = self._rows.execute("SELECT ifnull(max(rowid), 0) FROM runs").fetchall()
            if fault is not None:
                saved = {row[0]: row for row in _whole_rows(aside)}
                self._write(saved.values())
                self.note(
                    f"the run store {path} {fault}: it was set aside as {aside.name}, and {len(saved)} whole runs of "
                    "it were taken over"
                )

    def note(self, notice: str) -> None:
        """Add to the notices."""
        self._notices.append(notice)

    @property
    def notices(self) -> list[str]:
        """What has been found out about the file so far, and what was done about it: one line each."""
        damaged = (
            f"the run store {self.path}: {self._damaged_rows} of its runs failed their checksum and count as absent"
        )
        return [*self._notices, *([damaged] if self._damaged_rows else [])]

    def get(self, key: str, since: float = 0.0) -> RunResult | None:
        """Return the result under a key, or None if there is none that is whole and that recent (Unix time)."""
        with named_errors(self.path):
            row = self._rows.execute(
                "SELECT key, result, checksum FROM runs WHERE key = ? AND finished >= ?", (key, since)
            ).fetchone()
        if row is None:
            return None
        if not _is_whole(*row):
            self._damaged_rows += 1
            return None
        return RunResult.from_dict(json.loads(row[1]))

    def put(self, results: Iterable[tuple[str, RunResult]]) -> None:
        """Keep results, all of them or, if killed meanwhile, none."""
        rows = []
        for key, result in results:
            text = json.dumps(result.as_dict(), allow_nan=False)
            rows.append((key, text, digest([key, text]), time.time()))
        with named_errors(self.path):
            self._write(rows)
            self._stay()

    @property
    def size(self) -> int:
        """Bytes of the file and its log on the disk."""
        files = (self.path.with_name(self.path.name + end) for end in ("", "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def prune(self, keep: Iterable[str]) -> Pruned:
        """Remove the runs whose keys are not among those to keep, and give their space back to the system."""
        with named_errors(self.path):
            self._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before = self.size
            self._rows.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY)")
            with self._rows:
                self._rows.execute("BEGIN IMMEDIATE")
                self._rows.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keep))
                removed = self._rows.execute("DELETE FROM runs WHERE key NOT IN (SELECT key FROM kept)").rowcount
            self._rows.execute("DROP TABLE kept")
            if removed:
                self._rows.execute("VACUUM")
                self._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            ((left,),) = self._rows.execute("SELECT count(*) FROM runs").fetchall()
            return Pruned(removed, before - self.size, left, self.size)

    def _write(self, rows: Iterable[Row]) -> None:
        with self._rows:  # commits, or rolls back
            self._rows.execute("BEGIN IMMEDIATE")
            self._rows.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", rows)

    def _stay(self) -> None:
        """Make the file anew if it has been removed."""
        if _identity(self.path) == self._file:
            return
        removed = self._rows
        since = removed.execute("SELECT * FROM runs WHERE rowid > ?", (self._before,)).fetchall()
        removed.close()  # which leaves another session's new file alone: SQLite sees that its own is gone
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = _begun(self.path)
        self._file, self._before = _identity(self.path), 0
        self._write(since)
        self.note(
            f"the run store {self.path} was removed while this session trained: it was made anew, with what this "
            "session had trained so far"
        )

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


@contextmanager
def open_store(folder: Path, waiting: Callable[[str], None]) -> Iterator[Store]:
    """Open the run store in a folder, for one campaign at a time.

    A second session, or a second worker of pytest-xdist, waits and then finds the runs there. The lock is the
    system's, so that it ends with whoever holds it.

    Args:
        folder: where the store is.
        waiting: called before a wait, which takes as long as the other session trains, and now and then during it
            (`lock.locked`).

    Raises:
        UserError: the folder or the file cannot be used.
    """
    path = folder / STORE_FILE
    with named_errors(path):
        lock, notice = locked(folder / "campaign.lock", waiting)
    try:
        with contextlib.closing(Store(path)) as store:
            if notice:
                store.note(notice)
            yield store
    finally:
        lock.release()


@contextmanager
def read_store(folder: Path) -> Iterator[Store]:
    """Open the run store in a folder for who trains nothing, and need not wait for a campaign to end.

    Raises:
        UserError: the folder or the file cannot be used.
    """
    with contextlib.closing(Store(folder / STORE_FILE)) as store:
        yield store


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Say of a full, read-only or unreadable store which file it is and what is the matter, in one line.

    Raises:
        UserError: SQLite or the system has reported an error.
    """
    try:
        yield
    except PermissionError as error:
        raise UserError(
            f"the run store {path} cannot be used: {error}; what it holds is kept; users who share one need to write "
            "to its folder and its files (umask 002), -o cache_dir=FOLDER is another one"
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise UserError(f"the run store {path} cannot be used: {error}; what it holds is kept") from error


def _begun(path: Path) -> sqlite3.Connection:
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


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another under the same name; None if it is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=60, isolation_level=None)


def _is_whole(key: object, result: object, checksum: object) -> bool:
    """Return whether a row is as it was put.

    The checksum covers the key: a whole result under another run's key would be a wrong number.
    """
    return isinstance(key, str) and isinstance(result, str) and digest([key, result]) == checksum


def _fault(path: Path) -> str | None:
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


def _set_aside(path: Path) -> Path:
    """Rename the file, with its log, to a name that is free; return it."""
    names = (path.with_name(f"{path.name}.set-aside-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for end in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def _whole_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file that pass their checksum, as far as it can be read from either end."""
    with contextlib.closing(_connect(path)) as file:
        for order in ("ASC", "DESC"):
            try:
                file.execute("PRAGMA writable_schema=ON")  # opens a file that has become shorter, too
                if file.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                    return  # its rows may mean something else
                for row in file.execute(f"SELECT key, result, checksum, finished FROM runs ORDER BY rowid {order}"):
                    if _is_whole(*row[:3]) and isinstance(row[3], float):
                        yield row
            except sqlite3.DatabaseError:  # the damage begins here
                continue
            return
