"""Runs trained in the test's own process, without workers and store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.data.arrays import Data
from harness.declare.experiment import Experiment, Setting
from harness.declare.registry import current
from harness.declare.run_result import RunResult
from tests.toys import tiny_data


def train_at(
    experiment: Experiment,
    seed: int = 0,
    stops: Sequence[int] | None = None,
    data: Data | None = None,
    trainer: str = "epoch",
) -> dict[int, RunResult]:
    """Return a run's result at every stop; unless told otherwise, on `tiny_data` and at its own stop."""
    setting = Setting(tiny_data() if data is None else data, current().measurements, trainer)
    return dict(experiment.train(seed, stops or (experiment.training[1],), setting))


def train(experiment: Experiment, seed: int = 0, **options: Any) -> RunResult:
    """Return a run's result."""
    (result,) = train_at(experiment, seed, **options).values()
    return result


def numbers(result: RunResult) -> dict[str, Any]:
    """Return a result without its time, the one thing about it that may differ."""
    record = result.as_dict()
    del record["seconds"]
    return record
