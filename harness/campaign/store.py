"""The memory of finished runs: a SQLite file, content-addressed, safe to kill at any moment and to share."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.base.errors import UserError
from harness.base.numbers import digest
from harness.campaign.lock import locked
from harness.campaign.store_file import Row, begun, fault_of, identity, is_whole, set_aside, whole_rows
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.train.environment import switches
from harness.train.versions import library_versions, processor_kind, trainer_version

STORE_FILE = "runs.sqlite"
"""What the file is called in its folder."""


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
            fault = fault_of(path)
            if fault is not None:
                aside = set_aside(path)
            self._rows = begun(path)
            self._file = identity(path)
            ((self._before,),) = self._rows.execute("SELECT ifnull(max(rowid), 0) FROM runs").fetchall()
            if fault is not None:
                saved = {row[0]: row for row in whole_rows(aside)}
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
        if not is_whole(*row):
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
        if identity(self.path) == self._file:
            return
        removed = self._rows
        since = removed.execute("SELECT * FROM runs WHERE rowid > ?", (self._before,)).fetchall()
        removed.close()  # which leaves another session's new file alone: SQLite sees that its own is gone
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = begun(self.path)
        self._file, self._before = identity(self.path), 0
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
