"""Trains what the store lacks, with workers here or on a cluster; results are kept as they come."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from joblib import delayed
from joblib.externals.loky.process_executor import TerminatedWorkerError

from harness.campaign.plan import DIED, Task
from harness.campaign.workers.protocol import Workers
from harness.data.arrays import Data
from harness.declare.run_result import Run, RunResult
from harness.tutorial.digits import Source

Results = list[tuple[Run, RunResult]]


def train_task(task: Task, data: Data, trainer: str, run_limit: int) -> Results:
    """Train a task's runs, in a worker; the trainer, and with it its library, is imported there."""
    if task.experiment.library == "sklearn":
        from harness.train.sklearn import trainer as sklearn_trainer

        train = sklearn_trainer.train
    else:
        from harness.train.keras import trainer as keras_trainer

        # A network is traced anew for every shape of its data, on purpose: nothing to warn of.
        logging.getLogger("tensorflow").setLevel(logging.ERROR)
        train = partial(keras_trainer.train, stepper=trainer)
    results = []
    for seed in task.seeds:
        with ends_after(run_limit):
            for epochs, result in train(task.experiment, seed, task.stops, data):
                results.append((Run(task.experiment.with_(epochs=epochs), seed), result))
    return results


@contextlib.contextmanager
def ends_after(seconds: int) -> Iterator[None]:
    """End this process, saying on stderr where it was, if what is inside takes longer.

    A run that hangs cannot be relied on to be interruptible, and what it holds (memory, locks) ends with it.
    """
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def execute(
    tasks: Sequence[Task],
    source: Source,
    *,
    trainer: str,
    workers: Workers,
    done: Callable[[Results], None],
) -> dict[Run, str]:
    """Train tasks and hand each one's results to `done`, in this process, as soon as they are there.

    Where it is not known which task a worker died of, each that was under way is under suspicion. Those under
    suspicion get a second try with no other beside them: one that kills its worker every time costs the others
    nothing.

    Args:
        tasks: what to train, in the order in which to start it.
        source: where the data come from; loaded here once.
        trainer: a name in `keras_trainer.STEPPERS`.
        workers: what trains.
        done: told the results of each task.

    Returns:
        The runs that failed twice, with the reason.

    """
    shared = {name: workers.share(source.load(name)) for name in {task.experiment.data for task in tasks}}
    missing = dict.fromkeys(tasks)

    def call(task: Task) -> Any:
        return delayed(_answer)(task, shared[task.experiment.data], trainer, workers.run_limit)

    def kept(task: Task, results: Results) -> None:
        done(results)
        del missing[task]

    crashed: dict[Run, str] = {}
    while missing:
        for suspect in _attempt(list(missing), call, workers, kept):
            started = time.monotonic()
            for task, failure in _attempt([suspect], call, workers, kept).items():
                del missing[task]
                reason = _reason(failure, time.monotonic() - started, workers.run_limit)
                crashed |= dict.fromkeys(task.runs, reason)
    return crashed


def _attempt(
    tasks: Iterable[Task], call: Callable[[Task], Any], workers: Workers, kept: Callable[[Task, Results], None]
) -> dict[Task, str]:
    """Train tasks; return those that failed, or are under suspicion of having killed a worker, each with how."""
    under_way: dict[Task, None] = {}
    failed: dict[Task, str] = {}

    def calls() -> Iterator[Any]:
        for task in tasks:
            under_way[task] = None
            yield call(task)

    try:
        with _ended(workers.parallel()(calls())) as answers:
            for task, answer in answers:
                del under_way[task]
                if isinstance(answer, str):
                    failed[task] = answer
                else:
                    kept(task, answer)
    except TerminatedWorkerError:
        failed |= dict.fromkeys(under_way, DIED)
    return failed


@contextlib.contextmanager
def _ended(answers: Generator[Any, None, None]) -> Iterator[Iterator[Any]]:
    """End what is still under way when the answers are not wanted any more, such as when they cannot be kept."""
    try:
        yield answers
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # joblib points out that tasks are cancelled: that is meant
            answers.close()


def _answer(task: Task, data: Callable[[], Data], trainer: str, run_limit: int) -> tuple[Task, Results | str]:
    """Return a task with its results or, where that is no fault of ours, with how it failed."""
    try:
        return task, train_task(task, data(), trainer, run_limit)
    except MemoryError:
        return task, "it ran out of memory"


def _reason(failure: str, seconds: float, run_limit: int) -> str:
    """Return why a task is given up, from how its second try failed and how long that took."""
    if failure == DIED and seconds >= run_limit:
        return f"it took longer than {run_limit} s (--claims-run-limit), or its worker process died, twice"
    return f"{failure}, twice"
