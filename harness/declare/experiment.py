"""What is trained: a frozen description that a seed turns into a run. The base of every kind of training."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.base.code import code_fingerprint
from harness.base.numbers import digest
from harness.data.arrays import Data
from harness.declare.arm import Arm
from harness.declare.measurement import Measurement
from harness.declare.run_result import RunResult


@dataclass(frozen=True, kw_only=True)
class Experiment(Arm):
    """One training, told completely; with a seed it is a run. An arm by itself.

    A kind of training is a subclass: it says what it records, what it costs, and how it trains.
    """

    @abstractmethod
    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Train one run and yield (stop, result) at every stop, as if it had been asked for that long only.

        Args:
            seed: decides everything that is random.
            stops: ascending, each where a run of `training` ends; the last is this experiment's own.
            setting: the data and what else the session gives.

        """

    def settings(self) -> tuple[Experiment, ...]:
        """Return itself."""
        return (self,)

    def chosen(self, results: Sequence[RunResult]) -> int:  # noqa: ARG002 (there is one)
        """Return 0: there is nothing to choose."""
        return 0

    @property
    def training(self) -> tuple[Experiment, int]:
        """The training that this one is the beginning of, and where it stops: runs that share it are trained once."""
        return self, 1

    def stopping(self, stop: int) -> Experiment:  # noqa: ARG002 (there is one stop)
        """Return the experiment whose `training` this is, stopped there."""
        return self

    def unwatched(self) -> Experiment:
        """Return the training without measurements that only look on: runs that differ in those are trained once."""
        return self

    def work(self, data: Data | None) -> float:  # noqa: ARG002 (kinds that know better do)
        """Return about how many multiply-adds one run takes."""
        return 1e10

    def functions(self) -> tuple[Callable[..., Any], ...]:
        """Return a project's own functions and classes that train it, besides its own class.

        Their code is part of what identifies a run, and goes to the workers with it.
        """
        return ()

    @property
    def trained_with(self) -> str:
        """What it is trained with: if every worker dies of that, arms of the same need not be tried one by one."""
        names = (getattr(function, "__qualname__", type(function).__name__) for function in self.functions())
        return " ".join(dict.fromkeys((type(self).__name__, *names)))

    def code(self) -> str:
        """Return a fingerprint of the project's own code that trains it."""
        code: tuple[Callable[..., Any], ...] = (type(self), *self.functions())
        return digest([code_fingerprint(function) for function in code])


@dataclass(frozen=True)
class Setting:
    """What a session gives to a training: the seed's data, its measurements by name, and how Keras is stepped."""

    data: Data | None
    measurements: Mapping[str, Measurement]
    trainer: str
    """A name in `harness.train.keras.loops.LOOPS`."""
