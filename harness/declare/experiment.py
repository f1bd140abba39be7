"""What is trained: a frozen description that a seed turns into a run. The base of every kind of arm."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from harness.base.code import code_fingerprint
from harness.base.errors import DeclarationError
from harness.base.numbers import digest
from harness.data.arrays import Data
from harness.declare.checks import changed, known
from harness.declare.metrics import Metric
from harness.declare.registry import Measurement, current
from harness.declare.run_result import RunResult


@dataclass(frozen=True, kw_only=True)
class Experiment(ABC):
    """One training, told completely; with a seed it is a run. Frozen, hashable, equal if it trains the same.

    A kind of arm is a subclass: it says what it records, what it costs, and how it trains.
    """

    data: str | None = None
    """Name of the data set that it trains on; None: it has data of its own."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """Return what is trained as JSON-ready values by name: what tells arms apart, and what the report lists."""

    @abstractmethod
    def records(self) -> Collection[str]:
        """Return the names of the curves and values that a run of it has."""

    @abstractmethod
    def train(self, seed: int, stops: Sequence[int], setting: Setting) -> Iterator[tuple[int, RunResult]]:
        """Train one run and yield (stop, result) at every stop, as if it had been asked for that long only.

        Args:
            seed: decides everything that is random.
            stops: ascending, each where a run of `training` ends; the last is this experiment's own.
            setting: the data and what else the session gives.

        """

    @property
    def training(self) -> tuple[Experiment, int]:
        """The training that this one is the beginning of, and where it stops: runs that share it are trained once."""
        return self, 1

    def stopping(self, stop: int) -> Experiment:  # noqa: ARG002 (there is one stop)
        """Return the experiment whose `training` this is, stopped there."""
        return self

    def work(self, data: Data | None) -> float:  # noqa: ARG002 (kinds that know better do)
        """Return about how many multiply-adds one run takes."""
        return 1e10

    def check(self, data: Data | None) -> None:  # noqa: B027 (there may be nothing to check)
        """Hold the experiment against its data, before anything is trained.

        Raises:
            DeclarationError: it cannot be trained on them.

        """

    def functions(self) -> tuple[Callable[..., Any], ...]:
        """Return a project's own functions and classes that train it, besides its own class.

        Their code is part of what identifies a run, and goes to the workers with it.
        """
        return ()

    def code(self) -> str:
        """Return a fingerprint of the project's own code that trains it."""
        code: tuple[Callable[..., Any], ...] = (type(self), *self.functions())
        return digest([code_fingerprint(function) for function in code])

    def metric(self, name: str) -> Metric:
        """Return a metric that a run of it has.

        Raises:
            DeclarationError: there is none of the name.

        """
        metric: Metric = known_in(current().metrics, name, "metric")
        return metric

    def measurements(self) -> Collection[str]:
        """Return the names of the measurements that a run of it takes."""
        return ()

    def measuring(self, *names: str) -> Self:
        """Return this experiment with more measurements.

        Raises:
            DeclarationError: this kind of arm has none.

        """
        raise DeclarationError(f"{type(self).__name__} takes no measurements such as {names[0]!r}")

    def unmeasured(self) -> Experiment:
        """Return what is trained, whatever is measured on the way."""
        return self

    def baseline(self) -> Experiment:
        """Return the same experiment for another library, to which the same question can be put.

        Raises:
            DeclarationError: there is none.

        """
        raise DeclarationError(f"{type(self).__name__} has no baseline")

    @property
    def baseline_note(self) -> str | None:
        """In what the baseline differs besides its library; None if in nothing."""
        return None

    def with_(self, **changes: Any) -> Self:
        """Return this experiment with some fields changed.

        Raises:
            DeclarationError: an unknown field, or a value that cannot be trained.

        """
        return changed(self, changes, f"field of {type(self).__name__}")

    @cached_property
    def key(self) -> str:
        """16 hexadecimal digits that identify the experiment: a hash of its description."""
        return digest(self.describe())[:16]


@dataclass(frozen=True)
class Setting:
    """What a session gives to a training: the seed's data, its measurements by name, and how Keras is stepped."""

    data: Data | None
    measurements: Mapping[str, Measurement]
    trainer: str
    """A name in `harness.train.keras.loops.LOOPS`."""


def known_in(entries: Mapping[str, Any], name: str, what: str) -> Any:
    """Return the entry of a name.

    Raises:
        DeclarationError: there is none; says which is nearest.

    """
    return entries[known(name, entries, what)]
