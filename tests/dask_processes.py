"""A real Dask scheduler and real workers on this machine, started as the README says."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.toys import until

ROOT = Path(__file__).parents[1]

# As the README has it: Dask's own setting gives memory back to the system after every update of the weights.
MALLOC = {"MALLOC_TRIM_THRESHOLD_": "134217728", "MALLOC_MMAP_THRESHOLD_": "33554432"}


@contextlib.contextmanager
def dask(*arguments):
    """Run a Dask process, with a process group of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"],
        cwd=ROOT,
        env={**os.environ, **MALLOC, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def scheduler(folder):
    """Run a scheduler; give its address."""
    file = folder / "scheduler.json"
    with dask("scheduler", "--port", "0", "--scheduler-file", str(file)):
        yield until(lambda: _address(file), 60, "a scheduler")


def _address(file):
    """Return the address in a scheduler's file; None before Dask has written all of it."""
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        return json.loads(file.read_text())["address"]
    return None


def worker(address, folder, threads=1):
    """Run a worker."""
    return dask("worker", address, "--nthreads", str(threads), "--local-directory", str(folder))
