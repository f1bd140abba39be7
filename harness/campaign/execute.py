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
from harness.campaign.survival import DEATHS, DEATHS_ALONE, Survival, kind_of, probes
from harness.campaign.workers.protocol import Workers
from harness.data.arrays import Data
from harness.declare.experiment import Experiment
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.train.job import Job
from harness.train.own_code import traceback_of

Results = list[tuple[Run, RunResult]]


UNTRIED = Failure("it was not tried")
"""Of a task that waits until it is known if a worker survives anything of its kind."""


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
        survival: knows what workers have survived so far.

    """

    registry: Registry
    trainer: str
    workers: Workers
    done: Callable[[Results], None]
    note: Callable[[str], None]
    survival: Survival = field(default_factory=Survival)

    def run(self, tasks: Sequence[Task]) -> dict[Run, Failure]:
        """Train tasks, in the order in which to start them; return the runs that failed, and how.

        Where it is not known which task a worker died of, each that was under way is under suspicion. Those under
        suspicion are tried again with no other beside them, and a task of several runs is taken apart, so that a run
        that kills its worker every time costs the others nothing. What no worker survives is not tried any more.
        """
        pools = self._pools(tasks)
        crashed: dict[Run, Failure] = {}
        noted: set[str] = set()
        suspects = deque(self._first_attempt(tasks, pools).items())
        while suspects:
            task, failure = suspects.popleft()
            if hopeless := self.survival.verdict(kind_of(task)):
                crashed |= dict.fromkeys(task.runs, Failure(hopeless, final=True))
                continue
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
                if self.survival.in_doubt(kind_of(task), DEATHS_ALONE):
                    self._find_out(kind_of(task), tasks, pools)
        return self._with_hopeless(crashed)

    def _with_hopeless(self, crashed: dict[Run, Failure]) -> dict[Run, Failure]:
        """Return which runs failed, those of kinds that no worker has survived as what says nothing of a claim."""
        arms: dict[str, set[Experiment]] = {}
        for run in crashed:
            arms.setdefault(run.experiment.trained_with, set()).add(run.experiment)
        for kind, tried in arms.items():
            if self.survival.in_doubt(kind, 1):
                self.survival.give_up(kind, len(tried))
        return {
            run: replace(failure, final=True) if self.survival.verdict(run.experiment.trained_with) else failure
            for run, failure in crashed.items()
        }

    def _pools(self, tasks: Iterable[Task]) -> dict[str, Callable[[], Data]]:
        names = dict.fromkeys(task.experiment.data for task in tasks)
        return {name: self.workers.share(self.registry.datasets[name].pool) for name in names if name is not None}

    def _first_attempt(self, tasks: Sequence[Task], pools: dict[str, Callable[[], Data]]) -> dict[Task, Failure]:
        """Train tasks; return those that failed, are under suspicion, or were given up with their kind."""
        failed = self._attempt(tasks, pools, doubting=True)
        waiting = [task for task, failure in failed.items() if failure is UNTRIED]
        for kind in dict.fromkeys(map(kind_of, waiting)):
            if not self.survival.verdict(kind):  # an earlier round's
                self._find_out(kind, tasks, pools)
        return failed | self._attempt([task for task in waiting if not self.survival.verdict(kind_of(task))], pools)

    def _is_doubtful(self, task: Task) -> bool:
        kind = kind_of(task)
        return self.survival.verdict(kind) is not None or self.survival.in_doubt(kind, DEATHS)

    def _find_out(self, kind: str, tasks: Sequence[Task], pools: dict[str, Callable[[], Data]]) -> None:
        """Find out if a worker survives any run of a kind; what the last one says before it dies is to be seen."""
        tried = probes([task for task in tasks if kind_of(task) == kind])
        try:
            for probe in tried:
                if probe is tried[-1]:
                    self.note(f"no worker has survived a run with {kind} so far; what the next one says is shown:")
                    self.workers.aloud()
                try:
                    self._submit(probe, pools).result()
                except self.workers.deaths:
                    continue
                self.survival.finished(kind)
                return
        except BaseException:
            self.workers.cancel()
            raise
        self.survival.give_up(kind, len(tried))

    def _attempt(
        self, tasks: Iterable[Task], pools: dict[str, Callable[[], Data]], *, doubting: bool = False
    ) -> dict[Task, Failure]:
        """Train tasks; return those that failed, or are under suspicion of having killed a worker.

        With `doubting`, those of a kind in doubt are not tried.
        """
        waiting = deque(task.calls() for task in tasks)
        under_way: dict[Future[Any], list[Task]] = {}
        failed: dict[Task, Failure] = {}

        def begin(calls: list[Task]) -> None:
            """Send the first of a task's calls, the others of which follow when it has ended."""
            if doubting and self._is_doubtful(calls[0]):
                failed.update(dict.fromkeys(calls, UNTRIED))
            else:
                under_way[self._submit(calls[0], pools)] = calls

        try:
            while waiting or under_way:
                # No more than there are workers: the one that has ended a task's call is the one that gets its next,
                # with the network built already. And what is under way when a worker dies is under suspicion.
                while waiting and len(under_way) < self.workers.count:
                    begin(waiting.popleft())
                died: set[str] = set()
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    call, *rest = under_way.pop(future)
                    if rest:
                        begin(rest)
                    of_call = self._take(call, future)
                    failed.update(of_call)
                    if any(failure.reason == DIED for failure in of_call.values()):
                        died.add(kind_of(call))
                    else:
                        self.survival.finished(kind_of(call))
                self.survival.died(died)
        except BaseException:
            self.workers.cancel()
            raise
        return failed

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
