"""Networks and data so small that a run takes milliseconds."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from harness import builtin
from harness.base.numbers import digest
from harness.campaign.plan import Task
from harness.data.arrays import Data
from harness.data.dataset import Dataset
from harness.declare.claim import beats
from harness.declare.experiment import Experiment
from harness.declare.questions import Question
from harness.declare.registry import Registry, used
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.plugin.options import Settings
from harness.train.keras.network import Network

T = TypeVar("T")


def builtin_registry() -> Registry:
    """Return a registry of what comes with the harness."""
    registry = Registry()
    builtin.pytest_claims_register(registry)
    return registry


with used(builtin_registry()):  # workers and subprocesses import this too, where no plugin has filled a registry
    TOY = Network(
        data="xor",
        hidden=(4,),
        activation="sigmoid",
        dropout=0.0,
        optimizer="sgd",
        learning_rate=0.1,
        batch_size=8,
        epochs=2,
    )


def settings_for(folder: Path, **options: Any) -> Settings:
    """Return a session's settings, with all that it leaves in a folder."""
    given = {
        "max_seeds": 12,
        "workers": 1,
        "scheduler": None,
        "run_limit": 600,
        "trainer": "epoch",
        "report": folder / "report",
        "compare": None,
        "summary": folder / "summary.md",
        "strict": False,
        "since": 0.0,
    }
    return Settings(**given | options)


def tiny_data(train: int = 50, test: int = 20, inputs: int = 6, classes: int = 3) -> Data:
    """Return a random problem that can be learned: the class is where the largest of the first inputs is."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(train + test, inputs)).astype(np.float32)
    y = np.eye(classes, dtype=np.float32)[x[:, :classes].argmax(axis=1)]
    return Data(x[:train], y[:train], x[train:], y[train:])


def task(experiment: Experiment, stops: Sequence[int] = (), seeds: Sequence[int] = (0, 1), at_once: int = 1) -> Task:
    """Return the task of training an experiment, with results at some stops; at its own unless told otherwise."""
    training, own = experiment.training
    return Task(experiment, tuple(training.stopping(stop) for stop in stops or (own,)), tuple(seeds), at_once)


def ask(first: Network, second: Network, **options: Any) -> Question:
    """Return the question whether one network is clearly better than another."""
    return beats(first, second, on="test_accuracy", by=0.01, **options)


def numbers(results: Mapping[Run, RunResult]) -> dict[Run, Any]:
    """Return what was computed, without what it took."""
    return {run: (result.curves, result.measurements, result.fingerprint) for run, result in results.items()}


class Troubled(Data):
    """Data that something happens to a process with: it trains on them at every run, or at some of them only.

    Args:
        trouble: what happens.
        log: has a byte for each run that was begun; without one it happens at all of them.
        at: at which of these runs, from 1.

    """

    def __init__(self, trouble: Callable[[], object], log: Path | None = None, at: tuple[int, ...] = (1,)) -> None:
        super().__init__(**vars(tiny_data()))
        object.__setattr__(self, "strike", (trouble, log, at))

    @property
    def sha256(self) -> str:
        """Their own: they are not to be taken for the data that they look like."""
        trouble, log, at = self.strike
        return digest([trouble.__name__, str(log), at])

    def scaled(self, factor: float) -> Data:
        """Return the scaled data, as every trainer begins with them, if nothing happens before."""
        trouble, log, at = self.strike
        if log is None or begun(log) in at:
            trouble()
        return tiny_data().scaled(factor)


def begun(log: Path) -> int:
    """Add a byte to a file; return how many it has."""
    with log.open("a") as file:
        file.write(".")
    return log.stat().st_size


class Received(Data):
    """Data that leave a file in a folder wherever they arrive."""

    def __init__(self, folder: Path) -> None:
        super().__init__(**vars(tiny_data()))
        object.__setattr__(self, "folder", folder)

    @property
    def sha256(self) -> str:
        """Their own."""
        return digest(str(self.folder))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Path]]:
        return _receive, (self.folder,)


def _receive(folder: Path) -> Data:
    tempfile.mkstemp(dir=folder)
    return tiny_data()


def die() -> None:
    """End this process as a system without memory does."""
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    """Never return (not within a test's patience)."""
    time.sleep(120)


def run_out_of_memory() -> None:
    """Fail as numpy does where there is not enough of it."""
    raise MemoryError


def divide_by_zero() -> None:
    """Fail as code with a fault does."""
    raise ZeroDivisionError


def toy_registry(instead: Mapping[str, Data] | None = None) -> Registry:
    """Return a registry that gives `tiny_data` whatever is asked for, or what is told to be given instead."""
    registry = builtin_registry()
    for name in registry.datasets:
        data = (instead or {}).get(name) or tiny_data()
        registry.datasets[name] = Dataset(name, lambda data=data: data)
    return registry


def until(condition: Callable[[], T], seconds: float, what: str) -> T:
    """Wait for what another process does, whose only sign is its effect; return what the condition then is."""
    deadline = time.monotonic() + seconds
    while not (holds := condition()):
        assert time.monotonic() < deadline, f"after {seconds} s still not: {what}"
        time.sleep(0.05)
    return holds
