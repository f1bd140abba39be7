"""Workers on this machine: processes of one thread each, which end with the session."""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from joblib import Parallel
from joblib._parallel_backends import LokyBackend
from joblib.executor import get_memmapping_executor
from joblib.externals.loky import process_executor

from harness.data.arrays import Data


@dataclass(frozen=True)
class Processes:
    """Worker processes on this machine: how many, and how many seconds each may spend on one run."""

    count: int
    run_limit: int

    def share(self, data: Data) -> Callable[[], Data]:
        """Return what a worker gets the data from; joblib maps large arrays into its memory."""
        return partial(_itself, data)

    def parallel(self) -> Parallel:
        """Return what makes calls in the workers and yields what they return, in the order of completion."""
        return Parallel(
            n_jobs=self.count,
            backend=_Loky(inner_max_num_threads=1),
            return_as="generator_unordered",
            batch_size=1,
            initializer=_start,
            initargs=(os.getpid(),),
        )


class _Loky(LokyBackend):  # type: ignore[misc] # joblib has no types
    """joblib's own backend, except that one worker is a process too: a run must be able to die without the session."""

    def configure(
        self, n_jobs: int = 1, parallel: Any = None, prefer: None = None, require: None = None, **options: Any
    ) -> int:
        """Start the workers; return how many calls may be under way (joblib takes 1 to mean: in this process)."""
        del prefer, require  # hints at other backends
        self._workers = get_memmapping_executor(
            n_jobs, env=self._prepare_worker_env(n_jobs), context_id=parallel._id, **self.backend_kwargs, **options
        )
        self.parallel = parallel
        return max(n_jobs, 2)


def _start(parent: int) -> None:
    """Make this process a worker."""
    # Where psutil is installed, loky would take TensorFlow's import after scikit-learn's for a leak and end the worker.
    process_executor._MAX_MEMORY_LEAK_SIZE = math.inf
    depend_on_parent(parent)


def depend_on_parent(parent: int) -> None:
    """Make this worker process end with its parent, and only then.

    Soon after it, even if that was killed (kill -9): otherwise a worker would wait for tasks that nobody can send
    any more. Not by Ctrl-C, which a terminal sends to the workers too: the parent ends them when it is done with
    what they have sent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="depend-on-parent").start()


def _itself(data: Data) -> Data:
    return data
