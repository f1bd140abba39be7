"""Workers on this machine: processes of one thread each, which end with the session."""

from __future__ import annotations

import contextlib
import importlib
import math
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import loky
from loky import process_executor
from loky.backend.context import LokyContext

from harness.base.errors import UserError
from harness.campaign.workers.shared_arrays import SharedArrays
from harness.data.arrays import Data

ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMBA_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)
"""Environment in which numerical libraries start one thread: there is a worker for every core."""
ONE_ORDER = {"PYTHONHASHSEED": "6640"}
"""Environment in which a set of texts has the same order every time: a project's own training may go through one.

The number is the one that Dask gives its workers, so that a cluster's need nothing for it."""


class Processes:
    """Worker processes on this machine.

    Args:
        count: how many. One is a process too: a run must be able to die without the session.
        run_limit: how many seconds each may spend on one run.

    """

    deaths = (process_executor.BrokenProcessPool,)

    def __init__(self, count: int, run_limit: int) -> None:
        self.count, self.run_limit = count, run_limit
        self._shared = SharedArrays()
        self._executor: loky.ProcessPoolExecutor | None = None
        self._silent = True

    def share(self, data: Data) -> Callable[[], Data]:
        """Return what a worker gets data from; large arrays are mapped into its memory."""
        return self._shared.put(data)

    def submit(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker make a call; where one has died, all are replaced first.

        Raises:
            UserError: the system cannot start one.

        """
        try:
            future: Future[Any] = self._submitted(call, *arguments)
        except self.deaths:
            self.cancel()
            future = self._submitted(call, *arguments)
        return future

    def _submitted(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        try:
            future: Future[Any] = self._workers().submit(call, *arguments)
        except OSError as error:
            raise UserError(
                f"worker processes cannot be started: {error}; they need room in /dev/shm, where their locks are, and "
                "as many processes as --claims-workers says"
            ) from error
        return future

    def _workers(self) -> loky.ProcessPoolExecutor:
        if self._executor is None:
            self._executor = loky.ProcessPoolExecutor(
                self.count,
                # By itself and not by its name, which joblib's copy of loky takes when that is imported later.
                context=LokyContext(),
                env=ONE_THREAD | ONE_ORDER,
                initializer=_start,
                initargs=(os.getpid(), str(self._shared.folder), self._silent),
            )
        return self._executor

    def start(self, module: str) -> None:
        """Start the workers before there is something to train; each imports a module meanwhile, if it can.

        Raises:
            UserError: the system cannot start one.

        """
        for _ in range(self.count):
            self._submitted(_import, module)

    def aloud(self) -> None:
        """Replace the workers by such as are heard on stderr; those after them are silent again."""
        self.cancel()
        self._silent = False
        with contextlib.suppress(OSError):  # whoever submits something finds out too
            self._workers()
        self._silent = True

    def cancel(self) -> None:
        """End the workers, whatever they are doing."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    def close(self) -> None:
        """End the workers and forget the data."""
        self.cancel()
        self._shared.close()


def _import(module: str) -> None:
    importlib.import_module(module)


def _start(parent: int, folder: str, silent: bool) -> None:
    """Make this process a worker, with data in a folder."""
    # Where psutil is installed, loky would take TensorFlow's import after scikit-learn's for a leak and end the worker.
    process_executor._MAX_MEMORY_LEAK_SIZE = math.inf
    depend_on_parent(parent, folder)
    if silent:
        _be_silent()


def _be_silent() -> None:
    """Let nothing that is written in this process, in whatever language, reach the terminal, and nobody wait for input.

    What ends the process for its run limit says so on `sys.__stderr__`, which goes on to be the terminal's.
    """
    sys.__stderr__ = os.fdopen(os.dup(2), "w")  # type: ignore[misc] # where a worker has its last word
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)


def depend_on_parent(parent: int, folder: str) -> None:
    """Make this worker process end with its parent, and only then; a parent that was killed leaves a folder behind.

    Soon after it, even if that was killed (kill -9): otherwise a worker would wait for tasks that nobody can send
    any more. Not by Ctrl-C, which a terminal sends to the workers too: the parent ends them when it is done with
    what they have sent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="depend-on-parent").start()
