"""Networks and data so small that a run takes milliseconds."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from harness.data.arrays import Data
from harness.declare.experiment import Experiment
from harness.tutorial.digits import Source

T = TypeVar("T")

TOY = Experiment(
    data="xor",
    hidden=(4,),
    activation="sigmoid",
    dropout=0.0,
    optimizer="sgd",
    learning_rate=0.1,
    batch_size=8,
    epochs=2,
)


def tiny_data(train: int = 50, test: int = 20, inputs: int = 6, classes: int = 3) -> Data:
    """Return a random problem that can be learned: the class is where the largest of the first inputs is."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(train + test, inputs)).astype(np.float32)
    y = np.eye(classes, dtype=np.float32)[x[:, :classes].argmax(axis=1)]
    return Data(x[:train], y[:train], x[train:], y[train:])


class Troubled(Data):
    """Data that something happens to a process with: it trains on them every time, or the first time only."""

    def __init__(self, trouble: Callable[[], object], once: Path | None = None) -> None:
        super().__init__(**vars(tiny_data()))
        object.__setattr__(self, "strike", (trouble, once))

    def scaled(self, factor: float) -> Data:
        """Return the scaled data, as every trainer begins with them, if nothing happens before."""
        trouble, once = self.strike
        if once is None or not once.exists():
            if once is not None:
                once.touch()
            trouble()
        return tiny_data().scaled(factor)


class Received(Data):
    """Data that leave a file in a folder wherever they arrive."""

    def __init__(self, folder: Path) -> None:
        super().__init__(**vars(tiny_data()))
        object.__setattr__(self, "folder", folder)

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


@dataclass(frozen=True)
class ToySource(Source):
    """Gives `tiny_data` whatever is asked for, or what is told to be given instead."""

    name: str = "toy"
    sha256: str = "0" * 64
    instead: Mapping[str, Any] = field(default_factory=dict)

    def shape(self, data: str) -> tuple[int, int, int, int]:  # noqa: ARG002 (the source's signature)
        """Return the numbers of training and test examples, features and classes."""
        return 50, 20, 6, 3

    def load(self, data: str) -> Data:
        """Return the tiny data."""
        return self.instead.get(data, tiny_data())


def until(condition: Callable[[], T], seconds: float, what: str) -> T:
    """Wait for what another process does, whose only sign is its effect; return what the condition then is."""
    deadline = time.monotonic() + seconds
    while not (holds := condition()):
        assert time.monotonic() < deadline, f"after {seconds} s still not: {what}"
        time.sleep(0.05)
    return holds
