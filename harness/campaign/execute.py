"""Train what the store lacks, with workers here or on a cluster; results are handed over as they come."""

from __future__ import annotations

import contextlib
import faulthandler
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from harness.base.errors import RunError, UserError
from harness.campaign.plan import DIED, LOST, Failure, Task
from harness.campaign.workers.protocol import Workers
from harness.data.arrays import Data
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.train.job import Job
from harness.train.own_code import traceback_of

Results = list[tuple[Run, RunResult]]


@dataclass(frozen=True)
class Answer:
    """What came of a job's runs."""

    results: list[tuple[int, int, RunResult]] = field(default_factory=list)
    """Seed, stop and result."""
    failures: dict[int, Failure] = field(default_factory=dict)
    """Of the seeds that were not trained to the last stop."""


def answer(pickled: bytes, pool: Callable[[], Data] | None, run_limit: int) -> Answer | Failure:
    """Train a job's runs, in a worker; return what came of each, or how all of them failed."""
    try:
        job = Job.unpickled(pickled)
        return _trained(job, pool() if pool is not None else None, run_limit)
    except MemoryError:
        return Failure("it ran out of memory")


def _trained(job: Job, data: Data | None, run_limit: int) -> Answer:
    found = Answer()
    for seed in job.seeds:
        try:
            with ends_after(run_limit):
                for stop, result in job.train(seed, data):
                    found.results.append((seed, stop, result))
        except RunError as error:
            found.failures[seed] = Failure(str(error), final=True, details=error.details)
        except KeyboardInterrupt as error:  # a worker is deaf to Ctrl-C: this is no wish to end the session
            found.failures[seed] = Failure("its code raised KeyboardInterrupt", final=True, details=traceback_of(error))
    return found


@contextlib.contextmanager
def ends_after(seconds: int) -> Iterator[None]:
    """End this process, saying where it was on the stderr that it was started with, if what is inside takes longer.

    A run that hangs cannot be relied on to be interruptible, and what it holds (memory, locks) ends with it.
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@dataclass(frozen=True)
class Execution:
    """The training of tasks by workers.

    Args:
        registry: where the data and measurements are.
        trainer: how Keras is stepped.
        workers: what trains.
        done: told the results of each call, in this process, as soon as they are there.
        note: told of every failure in a project's own code, with its traceback; of the same one once.

    """

    registry: Registry
    trainer: str
    workers: Workers
    done: Callable[[Results], None]
    note: Callable[[str], None]

    def run(self, tasks: Sequence[Task]) -> dict[Run, Failure]:
        """Train tasks, in the order in which to start them; return the runs that failed, and how.

        Where it is not known which task a worker died of, each that was under way is under suspicion. Those under
        suspicion are tried again with no other beside them, and a task of several runs is taken apart, so that a run
        that kills its worker every time costs the others nothing.
        """
        pools = self._pools(tasks)
        crashed: dict[Run, Failure] = {}
        noted: set[str] = set()
        suspects = deque(self._attempt(tasks, pools).items())
        while suspects:
            task, failure = suspects.popleft()
            if failure.details and failure.details not in noted:
                noted.add(failure.details)
                self.note(failure.details)
            if failure.final and len(task.runs) == 1:
                crashed[task.runs[0]] = failure
                continue
            for part in task.parts():
                started = time.monotonic()
                for again, failed in self._attempt([part], pools).items():
                    if failed.final or len(again.runs) > 1:
                        suspects.appendleft((again, failed))
                    else:
                        reason = self._reason(failed, time.monotonic() - started)
                        crashed |= dict.fromkeys(again.runs, replace(failed, reason=reason))
        return crashed

    def _pools(self, tasks: Iterable[Task]) -> dict[str, Callable[[], Data]]:
        names = dict.fromkeys(task.experiment.data for task in tasks)
        return {name: self.workers.share(self.registry.datasets[name].pool) for name in names if name is not None}

    def _attempt(self, tasks: Iterable[Task], pools: dict[str, Callable[[], Data]]) -> dict[Task, Failure]:
        """Train tasks; return those that failed, or are under suspicion of having killed a worker."""
        waiting = deque(task.calls() for task in tasks)
        under_way: dict[Future[Any], list[Task]] = {}
        failed: dict[Task, Failure] = {}
        try:
            while waiting or under_way:
                # No more than there are workers: the one that has ended a task's call is the one that gets its next,
                # with the network built already. And what is under way when a worker dies is under suspicion.
                while waiting and len(under_way) < self.workers.count:
                    self._begin(waiting.popleft(), pools, under_way)
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    call, *rest = under_way.pop(future)
                    if rest:
                        self._begin(rest, pools, under_way)
                    failed |= self._take(call, future)
        except BaseException:
            self.workers.cancel()
            raise
        return failed

    def _begin(
        self, calls: list[Task], pools: dict[str, Callable[[], Data]], under_way: dict[Future[Any], list[Task]]
    ) -> None:
        """Send the first of a task's calls, the others of which follow when it has ended."""
        under_way[self._submit(calls[0], pools)] = calls

    def _submit(self, task: Task, pools: dict[str, Callable[[], Data]]) -> Future[Any]:
        job = Job.of(task.experiment, task.stops, task.seeds, self.registry, self.trainer)
        pool = pools[task.experiment.data] if task.experiment.data is not None else None
        return self.workers.submit(answer, job.pickled(), pool, self.workers.run_limit)

    def _take(self, task: Task, future: Future[Any]) -> dict[Task, Failure]:
        """Hand over a task's results; return what of it failed, and how."""
        try:
            answered: Answer | Failure = future.result()
        except self.workers.deaths:
            return {task: Failure(DIED)}
        except CancelledError as error:
            raise UserError(LOST) from error
        if isinstance(answered, Failure):
            return {task: answered}
        if answered.results:
            self.done(
                [
                    (Run(one, seed), result if one == task.experiment else result.of(one.records()))
                    for seed, stop, result in answered.results
                    for one in task.at(stop)
                ]
            )
        reached = {(seed, stop) for seed, stop, _ in answered.results}
        failed = {}
        for seed, failure in answered.failures.items():
            if missing := tuple(one for one in task.answers if (seed, one.training[1]) not in reached):
                failed[replace(task, seeds=(seed,), answers=missing)] = failure
        return failed

    def _reason(self, failure: Failure, seconds: float) -> str:
        """Return why a run is given up, from how its second try failed and how long that took."""
        if failure.reason == DIED and seconds >= self.workers.run_limit:
            limit = self.workers.run_limit
            return f"it took longer than {limit} s (--claims-run-limit), or its worker process died, twice"
        return f"{failure.reason}, twice"
