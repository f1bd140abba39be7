"""What a question compares: an arm, which with every seed has the result of a run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from harness.base.errors import DeclarationError
from harness.base.numbers import digest
from harness.data.arrays import Data
from harness.declare.checks import LIST, changed, known
from harness.declare.metrics import CUSTOMARY, Metric
from harness.declare.registry import current
from harness.declare.run_result import RunResult

if TYPE_CHECKING:
    from harness.declare.experiment import Experiment


@dataclass(frozen=True)
class RecordedSeeds:
    """The seeds of runs that were made elsewhere."""

    file: str
    """What they are read from, without folders."""
    seeds: tuple[int, ...]
    """Ascending."""


@dataclass(frozen=True, kw_only=True)
class Arm(ABC):
    """One side of a comparison, told completely. Frozen, hashable, equal if it gives the same results."""

    data: str | None = None
    """Name of the data set that it trains on; None: it has data of its own."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """Return what is trained as JSON-ready values by name: what tells arms apart, and what the report lists."""

    @abstractmethod
    def records(self) -> Collection[str]:
        """Return the names of the curves and values that a run of it has."""

    @abstractmethod
    def settings(self) -> tuple[Experiment, ...]:
        """Return what is trained for it with every seed: one experiment, or several of which one is chosen."""

    @abstractmethod
    def chosen(self, results: Sequence[RunResult]) -> int:
        """Return which of the settings is the arm's with a seed, by their results with that seed."""

    @property
    def recorded(self) -> RecordedSeeds | None:
        """The seeds that there are runs of, if those are all there will be; None: any seed can be trained."""
        return None

    def check(self, data: Data | None) -> None:  # noqa: B027 (there may be nothing to check)
        """Hold the arm against its data, before anything is trained.

        Raises:
            DeclarationError: it cannot be trained on them.

        """

    def metric(self, name: str) -> Metric:
        """Return a metric that a run of it has.

        Raises:
            DeclarationError: there is none of the name.

        """
        metrics = current().metrics
        if isinstance(name, str) and name not in metrics:
            if name in CUSTOMARY:
                raise DeclarationError(f"unknown metric {name!r}; did you mean {CUSTOMARY[name]}?")
            if _is_scorer(name):
                raise DeclarationError(f"unknown metric {name!r}; did you mean on=scorer({name!r})?")
        metric: Metric = known_in(metrics, name, "metric")
        return metric

    def measurements(self) -> Collection[str]:
        """Return the names of the measurements that a run of it takes."""
        return ()

    def measuring(self, *names: str) -> Self:
        """Return this arm with more measurements.

        Raises:
            DeclarationError: this kind of arm has none.

        """
        raise DeclarationError(f"{type(self).__name__} takes no measurements such as {names[0]!r}")

    def unmeasured(self) -> Arm:
        """Return what is trained, whatever is measured on the way."""
        return self

    def baseline(self) -> Arm:
        """Return the same arm for another library, to which the same question can be put.

        Raises:
            DeclarationError: there is none.

        """
        raise DeclarationError(f"{type(self).__name__} has no baseline")

    @property
    def baseline_note(self) -> str | None:
        """In what the baseline differs besides its library; None if in nothing."""
        return None

    def with_(self, **changes: Any) -> Self:
        """Return this arm with some fields changed.

        Raises:
            DeclarationError: an unknown field, or a value that cannot be trained.

        """
        return changed(self, changes, f"field of {type(self).__name__}")

    @cached_property
    def key(self) -> str:
        """16 hexadecimal digits that identify the arm: a hash of its description."""
        return digest(self.describe())[:16]


def _is_scorer(name: str) -> bool:
    # Imported here, for it takes half a second and only a mistake needs it.
    from sklearn.metrics import get_scorer_names

    return name in get_scorer_names()


def known_in(entries: Mapping[str, Any], name: str, what: str, all_names: str = LIST) -> Any:
    """Return the entry of a name; the arguments are those of `known`.

    Raises:
        DeclarationError: there is none; says which is nearest.

    """
    return entries[known(name, entries, what, all_names)]
