"""The memory of finished runs: a SQLite file, content-addressed, safe to kill at any moment and to share."""

from __future__ import annotations

import importlib.metadata
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from harness.datasets import Source
from harness.errors import UserError
from harness.experiment import digest
from harness.run import Run, RunResult

SCHEMA_VERSION = 1
"""Of the file's layout; a file of another version is left alone, and said to be one."""


TRAINER_CODE = (
    "arrays.py",
    "backend.py",
    "datasets.py",
    "double_well.py",
    "keras_trainer.py",
    "measurements.py",
    "network.py",
    "run.py",
    "sklearn_trainer.py",
    "steppers.py",
    "toys.py",
)


@cache
def trainer_version() -> str:
    """Return a hash of the code that decides a run's numbers: whoever changes it retrains."""
    here = Path(__file__).parent
    code = [(here / name).read_text() for name in TRAINER_CODE]
    return digest(code)[:16]


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that decide a run's numbers."""
    return {name: importlib.metadata.version(name) for name in ("keras", "numpy", "scikit-learn", "tensorflow")}


def run_key(run: Run, source: Source, trainer: str) -> str:
    """Return what identifies a run: everything that its numbers depend on, hashed."""
    return digest(
        {
            "experiment": run.experiment.as_dict(),
            "seed": run.seed,
            "data": source.fingerprint(run.experiment.data),
            "trainer": [trainer, trainer_version()],
            "libraries": library_versions(),
        }
    )


_MEND = "move it away, or start anew with --cache-clear"


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Say of a damaged, full or read-only store which file it is and what to do, in one line.

    Raises:
        UserError: SQLite has reported an error.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise UserError(f"the run store {path} cannot be used ({error}); {_MEND}") from error


class Store:
    """Finished runs by key. Every row carries a checksum; a row that fails it counts as absent.

    Raises:
        UserError: the file is another version's.
        sqlite3.Error: it is damaged or cannot be written (see `named_errors`).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows = sqlite3.connect(path, timeout=60, isolation_level=None)
        version = self._rows.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):  # 0: a new file
            self._rows.close()
            raise UserError(f"the run store {path} is of version {version}, not {SCHEMA_VERSION}; {_MEND}")
        # A write-ahead log survives a kill at any point, and readers do not block the writer.
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute("PRAGMA synchronous=NORMAL")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS runs "
            "(key TEXT PRIMARY KEY, result TEXT NOT NULL, checksum TEXT NOT NULL, finished REAL NOT NULL)"
        )
        self._rows.execute(f"PRAGMA user_version={SCHEMA_VERSION}")

    def get(self, key: str, since: float = 0.0) -> RunResult | None:
        """Return the result under a key, or None if there is none that is whole and that recent (Unix time)."""
        row = self._rows.execute(
            "SELECT result, checksum FROM runs WHERE key = ? AND finished >= ?", (key, since)
        ).fetchone()
        # The checksum covers the key: a whole result under another run's key would be a wrong number.
        if row is None or not isinstance(row[0], str) or digest([key, row[0]]) != row[1]:
            return None
        return RunResult.from_dict(json.loads(row[0]))

    def put(self, results: Iterable[tuple[str, RunResult]]) -> None:
        """Keep results, all of them or, if killed meanwhile, none."""
        rows = []
        for key, result in results:
            text = json.dumps(result.as_dict(), allow_nan=False)
            rows.append((key, text, digest([key, text]), time.time()))
        self._rows.execute("BEGIN IMMEDIATE")
        self._rows.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", rows)
        self._rows.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._rows.close()
