"""The records of runs: their curves, as far as a figure can show them, and what was measured once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import ValidationError

from harness.declare.experiment import Experiment
from harness.declare.run import Run
from harness.declare.run_result import RunResult, Series
from harness.results import model
from harness.results.model import DecisionRegion, GradientVariance, Record, drawable

R = TypeVar("R", bound=Record)
MOST_PRINTED = 250
"""Values of a curve that has one for each epoch; a figure draws a hundred."""
DIGITS = 7
"""Significant digits of a curve's values: those of single precision. Values that are judged keep all of theirs."""
PRINTED = "running_"
"""What names of curves begin with that have a value for each epoch."""


def run_records(runs: Iterable[tuple[Run, RunResult]]) -> list[model.Run]:
    """Return the records of runs, in their order."""
    kept = list(runs)
    longest: dict[Experiment, int] = {}
    for run, result in kept:
        lengths = [len(values) for name, values in result.curves.items() if name.startswith(PRINTED)]
        longest[run.experiment] = max([longest.get(run.experiment, 0), *lengths])
    return [_record(run, result, -(-max(longest[run.experiment], 1) // MOST_PRINTED)) for run, result in kept]


def _record(run: Run, result: RunResult, every: int) -> model.Run:
    """Return the record of a run; `every` is the same for all runs of an experiment, so that a figure can show them."""
    return model.Run(
        experiment=run.experiment.key,
        seed=run.seed,
        curves={
            name: tuple(map(_shown, values[every - 1 :: every] if name.startswith(PRINTED) else values))
            for name, values in result.curves.items()
        },
        printed_every=every,
        measurements={name: drawable(value) for name, value in result.measurements.items()},
        diverged_at=result.diverged_at,
        fingerprint=result.fingerprint,
        seconds=result.seconds,
        decision_region=_if_drawable(
            DecisionRegion, classes=result.series.get("decision_region"), extent=result.series.get("decision_extent")
        ),
        gradient_variance=_if_drawable(
            GradientVariance,
            batch_sizes=result.series.get("gradient_variance_at"),
            variances=result.series.get("gradient_variance"),
        ),
    )


def _shown(value: float) -> float:
    return drawable(float(f"{value:.{DIGITS}g}"))


def _if_drawable(record: type[R], **parts: Series | None) -> R | None:
    """Return a record of what a run kept; None if it did not keep it, or if there is nothing that can be drawn."""
    try:
        return record.model_validate(parts)
    except ValidationError:
        return None
