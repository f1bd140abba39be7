"""Trains what the store lacks, in worker processes; results are kept as they come."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import TerminatedWorkerError

from harness.arrays import Data
from harness.datasets import Source
from harness.plan import Task
from harness.run import Run, RunResult

Results = list[tuple[Run, RunResult]]


def train_task(task: Task, data: Data, trainer: str) -> Results:
    """Train a task's runs, in a worker; the trainer, and with it its library, is imported there."""
    if task.experiment.library == "sklearn":
        from harness import sklearn_trainer

        train = sklearn_trainer.train
    else:
        from harness import keras_trainer

        train = partial(keras_trainer.train, stepper=trainer)
    return [
        (Run(task.experiment.with_(epochs=epochs), seed), result)
        for seed in task.seeds
        for epochs, result in train(task.experiment, seed, task.stops, data)
    ]


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


def execute(
    tasks: Sequence[Task],
    source: Source,
    *,
    trainer: str,
    workers: int,
    done: Callable[[Results], None],
) -> dict[Run, str]:
    """Train tasks and hand each one's results to `done`, in this process, as soon as they are there.

    A worker that dies takes the tasks under way with it. Which of them it died of is not known, so each gets a
    second try with no other beside it: one that kills its worker every time costs the others nothing.

    Args:
        tasks: what to train, in the order in which to start it.
        source: where the data come from; loaded here once, shared with the workers through memory.
        trainer: a name in `keras_trainer.STEPPERS`.
        workers: number of worker processes; with 1 the same function runs in this process.
        done: told the results of each task.

    Returns:
        The runs that failed twice, with the reason.

    """
    data = {name: source.load(name) for name in {task.experiment.data for task in tasks}}
    missing = dict.fromkeys(tasks)

    def attempt(some: Iterable[Task]) -> list[Task]:
        """Train tasks; return those that were under way when a worker died, none if none did."""
        under_way: dict[Task, None] = {}

        def calls() -> Iterator[Any]:
            for task in some:
                under_way[task] = None
                yield delayed(_identified)(task, data[task.experiment.data], trainer)

        parallel = Parallel(
            n_jobs=workers,
            return_as="generator_unordered",
            batch_size=1,
            initializer=depend_on_parent,
            initargs=(os.getpid(),),
        )
        try:
            for task, results in parallel(calls()):
                done(results)
                del missing[task], under_way[task]
        except TerminatedWorkerError:
            return list(under_way)
        return []

    crashed: dict[Run, str] = {}
    while missing:
        for task in attempt(list(missing)):
            if attempt([task]):
                del missing[task]
                crashed |= dict.fromkeys(task.runs, "the worker process that trained it died, twice")
    return crashed


def _identified(task: Task, data: Data, trainer: str) -> tuple[Task, Results]:
    return task, train_task(task, data, trainer)
