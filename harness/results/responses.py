"""The records of response curves, made from what a campaign found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.base.errors import RunError
from harness.campaign.evidence import Evidence
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.declare.sweep import Curve, Sweep
from harness.judge import estimates, response
from harness.results import model
from harness.results.claim_records import metric_record
from harness.results.model import Interval, Response, ResponsePoint, Turning, drawable


def response_record(curve: Curve, evidence: Evidence) -> Response:
    """Return what results.json says of a response curve, from the seeds of which all values are there."""
    sweep, metric = curve.sweep, curve.sweep.metric
    rows, note = _rows(sweep, evidence)
    values = [[drawable(metric.of(result)) for result in row] for row in rows]
    seeds = tuple(sweep.seeds(evidence.max_seeds))[: len(rows)]
    limits = estimates.ranks(len(rows))
    return Response(
        id=curve.id,
        nodeid=curve.nodeid,
        section=curve.section,
        says=curve.says,
        params=curve.params,
        across=sweep.across,
        metric=metric_record(sweep.on, metric),
        settings=_shared(sweep),
        marks=tuple(model.Mark(label=label, at=float(place)) for label, place in sweep.marks),
        fails=None if sweep.fails is None else float(sweep.fails),
        seeds=seeds,
        seeds_wanted=evidence.seeds_of(sweep),
        note=note,
        points=_points(sweep, rows, values),
        best=_turning(response.best(values, higher_is_better=metric.higher_is_better)),
        failing=_turning(response.failing(values, higher_is_better=metric.higher_is_better, level=sweep.fails)),
        limits=None if limits is None else model.Limits(low=limits.low, high=limits.high, coverage=limits.coverage),
    )


def _rows(sweep: Sweep, evidence: Evidence) -> tuple[list[list[RunResult]], str]:
    """Return the results of each seed up to the first that has not all, and why it has not: no seed is left out."""
    rows: list[list[RunResult]] = []
    for seed in sweep.seeds(evidence.max_seeds):
        row = []
        for arm in sweep.arms:
            run = Run(arm, seed)
            if run not in evidence.results:
                failure = evidence.failure(run)
                why = f"could not be trained: {failure.reason}" if failure else "has not been trained with all values"
                return rows, f"seed {seed} {why}"
            row.append(evidence.results[run])
        try:
            for result in row:
                sweep.metric.of(result)
        except RunError as error:
            return rows, f"seed {seed}: {error}"
        rows.append(row)
    return rows, ""


def _points(
    sweep: Sweep, rows: Sequence[Sequence[RunResult]], values: Sequence[Sequence[float]]
) -> tuple[ResponsePoint, ...]:
    medians: Sequence[estimates.Interval | None] = [None] * len(sweep.places)
    if rows:
        medians = response.points(values, higher_is_better=sweep.metric.higher_is_better)
    return tuple(
        ResponsePoint(
            at=float(place),
            experiment=arm.key,
            values=tuple(row[number] for row in values),
            diverged=sum(row[number].diverged_at is not None for row in rows),
            median=Interval.of(median),
        )
        for number, (place, arm, median) in enumerate(zip(sweep.places, sweep.arms, medians, strict=True))
    )


def _shared(sweep: Sweep) -> dict[str, Any]:
    """Return the settings in which the arms do not differ."""
    first, *others = (arm.describe() for arm in sweep.arms)
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}


def _turning(found: response.Turning | None) -> Turning | None:
    if found is None:
        return None
    return Turning(points=found.places, middle=found.middle, low=found.low, high=found.high)
