"""Workers on any number of machines: those of a Dask cluster."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker
from distributed.core import connect, send_recv

from harness.base.errors import UserError
from harness.campaign.plan import LOST
from harness.campaign.workers.processes import ONE_ORDER
from harness.data.arrays import Data
from harness.train.environment import switches
from harness.train.versions import library_versions, processor_kind, trainer_version

PATIENCE = 10
"""Seconds to wait for the scheduler's answer, and for a first worker."""

Facts = dict[str, str]
"""What decides a worker's numbers, by name."""


class Cluster:
    """The workers of a Dask scheduler; a run in one of them may take `run_limit` seconds.

    Raises:
        UserError: there is no scheduler at the address, it has no workers, or theirs would be other numbers.

    """

    deaths = (KilledWorker,)

    def __init__(self, address: str, run_limit: int) -> None:
        find_scheduler(address)
        self.run_limit = run_limit
        self._session = {**facts(), **ONE_ORDER}
        self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        self._sent: WeakSet[Any] = WeakSet()
        try:
            self.count = self._check_workers()
        except BaseException:
            self.close()
            raise

    def _check_workers(self) -> int:
        """Return the number of workers, all of which would compute this session's numbers."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise UserError(f"--claims-scheduler: no worker has come within {PATIENCE} s; start some") from error
        found = self._client.run(_problem, self._session, on_error="return")
        for worker, problem in found.items():
            if problem is not None:
                raise UserError(f"--claims-scheduler: worker {worker}: {problem}")
        return len(found)

    def share(self, data: Data) -> Callable[[], Data]:
        """Send data to every worker, also to those that come later; return what a worker gets them from."""
        keep = _Keep(data)
        with self._reached():
            self._client.register_plugin(keep)
        return _Kept(keep.name, self._session)

    def submit(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have a worker make a call; one that dies with it is replaced by another, as often as the scheduler allows."""
        answer: Future[Any] = Future()
        with self._reached():
            sent = self._client.submit(call, *arguments, pure=False)
            self._sent.add(sent)
            loop = self._client.loop
            assert loop is not None
            loop.add_callback(_hand_over, sent, answer)
        return answer

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        """Say of a scheduler that is not there any more that it was lost.

        Raises:
            UserError: it was.

        """
        try:
            yield
        except Exception as error:
            if isinstance(error, OSError) or self._client.status != "running":
                raise UserError(LOST) from error
            raise

    def aloud(self) -> None:
        """Do nothing: what a cluster's workers say is in their logs."""

    def cancel(self) -> None:
        """Give up every call that is under way."""
        self._client.cancel(list(self._sent))

    def close(self) -> None:
        """Leave the cluster; the scheduler forgets what was under way."""
        self._client.close()


async def _hand_over(sent: Any, answer: Future[Any]) -> None:
    """Wait for a call, and pass on what has come of it.

    Dask's own executor never answers where a worker dies after a call, before its result was fetched: the call is made
    again, and how that fails is lost.
    """
    try:
        answer.set_result(await sent)
    except (CancelledError, asyncio.CancelledError):
        answer.cancel()
        answer.set_running_or_notify_cancel()  # wakes up who waits
    except Exception as error:
        answer.set_exception(error)


def find_scheduler(address: str) -> None:
    """Make sure of a scheduler: a `Client` that has not found one cannot be ended cleanly.

    Raises:
        UserError: none answers.

    """

    async def kind() -> str:
        async with asyncio.timeout(PATIENCE):
            comm = await connect(address)
            try:
                answer = await send_recv(comm, op="identity")
            finally:
                comm.abort()
        return str(answer["type"])

    try:
        with ThreadPoolExecutor(1) as thread:  # this one has a loop already where a notebook runs pytest
            found = thread.submit(asyncio.run, kind()).result()
    except ValueError as error:
        raise UserError(
            f"--claims-scheduler: {address!r} is not an address such as tcp://127.0.0.1:8786 ({error})"
        ) from error
    except (OSError, TypeError, KeyError) as error:
        raise UserError(f"--claims-scheduler: no Dask scheduler answers at {address}") from error
    if found != "Scheduler":
        raise UserError(f"--claims-scheduler: at {address} is a {found.lower()}, not a scheduler")


def facts() -> Facts:
    """Return what decides the numbers that this process computes."""
    return {
        "the trainer's code": trainer_version(),
        **library_versions(),
        "the processor's kind": processor_kind(),
        **{name: os.environ.get(name, "random") for name in ONE_ORDER},
        "the environment": " ".join(f"{name}={value}" for name, value in switches().items()) or "without switches",
    }


def _problem(session: Facts, dask_worker: Worker) -> str | None:
    """Return why a worker cannot train for a session, if so: its numbers would be stored under the session's key.

    Dask gives the function the worker in which it runs, by the argument's name.
    """
    if dask_worker.state.nthreads != 1:
        return "has several threads, which would share a network; start it with --nthreads 1"
    for what, there in facts().items():
        if there != session[what]:
            return (
                f"its numbers could be others: {what} is {there} there and {session[what]} here; "
                "start it anew, from the same checkout and lock, by a nanny as is Dask's custom"
            )
    return None


class _Keep(WorkerPlugin):
    """Data on their way to every worker, which keeps them until it ends: the next session need not send them."""

    idempotent = True

    def __init__(self, data: Data) -> None:
        self.data = data
        self.name = f"data-{data.sha256}"


@dataclass(frozen=True)
class _Kept:
    """What a worker gets data from that it keeps, if it computes the session's numbers."""

    name: str
    session: Facts

    def __call__(self) -> Data:
        worker = get_worker()
        if problem := _problem(self.session, worker):  # it has come after the session's start
            raise UserError(f"--claims-scheduler: worker {worker.address}: {problem}")
        keep = worker.plugins[self.name]
        assert isinstance(keep, _Keep)
        return keep.data
