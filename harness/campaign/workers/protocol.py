"""What trains: processes on this machine, or a cluster's; `execute` need not know which."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Protocol

from joblib import Parallel

from harness.base.errors import UserError
from harness.campaign.workers.processes import Processes
from harness.data.arrays import Data


class Workers(Protocol):
    """What trains: processes on this machine (`processes.Processes`) or a cluster's (`cluster.Cluster`)."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def run_limit(self) -> int:
        """How many seconds a worker may spend on one run."""

    def share(self, data: Data) -> Callable[[], Data]:
        """Return what a worker gets the data from."""

    def parallel(self) -> Parallel:
        """Return what makes calls in the workers and yields what they return, in the order of completion.

        A worker that dies ends it with a TerminatedWorkerError; or, where it is known which call the worker died
        of, that one's task is yielded, with `plan.DIED` for its results.
        """


@contextlib.contextmanager
def open_workers(count: int, scheduler: str | None, run_limit: int) -> Iterator[Workers]:
    """Give so many processes on this machine, or the cluster at a scheduler's address.

    Raises:
        UserError: the cluster cannot be used.

    """
    if scheduler is None:
        yield Processes(count, run_limit)
        return
    try:
        from harness.campaign.workers.cluster import Cluster
    except ModuleNotFoundError as error:
        raise UserError(f"--claims-scheduler needs the package {error.name}: pip install distributed") from error
    with contextlib.closing(Cluster(scheduler, run_limit)) as cluster:
        yield cluster
