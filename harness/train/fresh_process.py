"""What a process that knows nothing of a project makes of a job: its results, and what identifies its experiment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import cloudpickle

from harness.base.code import by_value, project_modules
from harness.base.errors import RunError
from harness.base.numbers import digest
from harness.data.arrays import Data
from harness.declare.run_result import RunResult
from harness.train.job import Job

HARNESS = Path(__file__).parents[2]
"""Where a new process finds the harness, and nothing of the project."""
HASH_SEED = "5"
"""Any number: the order of a set of texts is another than in this process."""


@dataclass(frozen=True)
class Found:
    """What the other process found out about a job."""

    results: list[tuple[int, int, RunResult]]
    """Seed, stop and result."""
    key: str
    """A hash of how the experiment that arrived describes itself."""
    code: str
    """The fingerprint of its code, there."""


def train_afresh(job: Job, pool: Data | None) -> Found:
    """Train a job in a new process, to which it is sent by value, and return what was found there.

    Raises:
        UserError: something in the job cannot be pickled.
        RunError: the process failed; with what it wrote to stderr.

    """
    own: list[Callable[..., Any]] = [type(job.experiment), *job.experiment.functions()]
    files = {module.__name__: str(module.__file__) for function in own for module in project_modules(function)}
    return _found(job.pickled(), by_value(pool, [type(pool)]), tuple(sorted(files.items())), tuple(sys.path))


@lru_cache(maxsize=8)
def _found(job: bytes, pool: bytes, files: tuple[tuple[str, str], ...], path: tuple[str, ...]) -> Found:
    """Return what a new process makes of these bytes; the same bytes are not sent twice."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "job"), Path(folder, "found")
        asked.write_bytes(cloudpickle.dumps((job, pool, files, path)))
        ended = subprocess.run(
            [sys.executable, "-m", __name__, asked, answered],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(HARNESS), "PYTHONHASHSEED": HASH_SEED},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if ended.returncode:
            last = ended.stderr.strip().rpartition("\n")[2]
            raise RunError(f"a new process could not train it, and ended with {ended.returncode}: {last}", ended.stderr)
        found: Found = cloudpickle.loads(answered.read_bytes())
    return found


def _find_out(pickled: bytes) -> Found:
    """Train what was sent to this process."""
    job_bytes, pool_bytes, files, path = cloudpickle.loads(pickled)
    job, pool = Job.unpickled(job_bytes), cloudpickle.loads(pool_bytes)
    results = [(seed, stop, result) for seed in job.seeds for stop, result in job.train(seed, pool)]
    _know_modules(files, path)
    # Described anew: the key itself may have come along.
    return Found(results, digest(job.experiment.describe()), job.experiment.code())


def _know_modules(files: Sequence[tuple[str, str]], path: Sequence[str]) -> None:
    """Let the project's modules be found, whose code is read then; nothing of it is executed."""
    sys.path[:] = path
    for name, file in files:
        if name not in sys.modules:
            sys.modules[name] = module = ModuleType(name)
            module.__file__ = file


def main(arguments: Sequence[str]) -> Any:
    """Read a job from a file and write what was found to another."""
    asked, answered = map(Path, arguments)
    # By its name, under which the process that asked knows the class too.
    from harness.train import fresh_process

    answered.write_bytes(cloudpickle.dumps(fresh_process._find_out(asked.read_bytes())))


if __name__ == "__main__":
    main(sys.argv[1:])
