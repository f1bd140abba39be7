"""What trains: processes on this machine or a cluster's; the campaign need not know which."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, Protocol

from harness.base.extras import need
from harness.campaign.workers.processes import Processes
from harness.data.arrays import Data


class Workers(Protocol):
    """Workers that take calls, in the way of `concurrent.futures`."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def run_limit(self) -> int:
        """How many seconds a worker may spend on one run."""

    @property
    def deaths(self) -> tuple[type[BaseException], ...]:
        """With what a call fails whose worker has died."""

    def share(self, data: Data) -> Callable[[], Data]:
        """Return what a worker gets data from, which many calls need."""

    def submit(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker make a call."""

    def aloud(self) -> None:
        """Let be seen what the next worker says before it dies."""

    def cancel(self) -> None:
        """Give up every call that is under way."""


@contextlib.contextmanager
def open_workers(
    count: int, scheduler: str | None, run_limit: int, early: Processes | None = None
) -> Iterator[Workers]:
    """Give so many processes on this machine, or the cluster at a scheduler's address.

    Args:
        count: how many; a cluster has as many as it has.
        scheduler: where the cluster's is; None: this machine.
        run_limit: how many seconds each may spend on one run.
        early: such processes, if some have been started already.

    Raises:
        UserError: the cluster cannot be used, or Dask is not installed.

    """
    if scheduler is None:
        with contextlib.closing(early or Processes(count, run_limit)) as processes:
            yield processes
        return
    need("distributed", extra="cluster", what="--claims-scheduler")
    from harness.campaign.workers.cluster import Cluster

    with contextlib.closing(Cluster(scheduler, run_limit)) as cluster:
        yield cluster
