"""What a worker is sent: an experiment, seeds, and all that their training needs, by value."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cloudpickle

from harness.base.code import by_value
from harness.data.arrays import Data
from harness.data.dataset import Dataset, Draw
from harness.declare.experiment import Experiment, Setting
from harness.declare.measurement import Measurement
from harness.declare.registry import Registry, used
from harness.declare.run_result import RunResult
from harness.train.own_code import own_code


@dataclass(frozen=True)
class Job:
    """Runs of one experiment that a worker trains in a row."""

    experiment: Experiment
    stops: tuple[int, ...]
    seeds: tuple[int, ...]
    draw: Draw | None
    """How a seed's data come out of the pool, which is sent apart."""
    measurements: Mapping[str, Measurement]
    trainer: str
    """How Keras is stepped: a name in `harness.train.keras.loops.LOOPS`."""

    @classmethod
    def of(
        cls, experiment: Experiment, stops: tuple[int, ...], seeds: tuple[int, ...], registry: Registry, trainer: str
    ) -> Job:
        """Return the job of training an experiment."""
        dataset = registry.datasets[experiment.data] if experiment.data is not None else None
        measurements = {name: registry.measurements[name] for name in experiment.measurements()}
        return cls(experiment, stops, seeds, dataset.draw if dataset else None, measurements, trainer)

    def pickled(self) -> bytes:
        """Return the job for a process that cannot import the project's modules.

        Raises:
            UserError: something in it cannot be pickled.

        """
        own: list[Callable[..., Any]] = [type(self.experiment), *self.experiment.functions()]
        own += [one.function for one in self.measurements.values() if one.function is not None]
        return by_value(self, [*own, *([self.draw] if self.draw else [])])

    @staticmethod
    def unpickled(pickled: bytes) -> Job:
        """Undo `pickled`."""
        job: Job = cloudpickle.loads(pickled)
        return job

    def train(self, seed: int, pool: Data | None) -> Iterator[tuple[int, RunResult]]:
        """Train one seed and yield (stop, result) at every stop; what a project's code prints is not shown.

        Raises:
            RunError: a project's own code failed.
            MemoryError: there is not enough of it.

        """
        registry = Registry(measurements=dict(self.measurements))
        data = None
        if pool is not None and self.experiment.data is not None:
            dataset = Dataset(self.experiment.data, lambda: pool, self.draw)
            registry.datasets[dataset.name] = dataset
            with own_code(f"drawing from the data {dataset.name!r}"):
                data = dataset.for_seed(seed)
        setting = Setting(data, self.measurements, self.trainer)
        kind = type(self.experiment)
        is_ours = kind.__module__.partition(".")[0] == "harness"  # which says itself what in it is a project's own
        errors = contextlib.nullcontext() if is_ours else own_code(f"{kind.__name__}.train()")
        with used(registry), open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), errors:  # noqa: PTH123
            yield from self.experiment.train(seed, self.stops, setting)
