"""The arms of the questions, each held against what it was: a loss that all arms share flips no verdict.

An arm is the same if its description is; its values are paired by their seeds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.judge import regression
from harness.judge.estimates import median_interval
from harness.results.model import (
    ArmRow,
    ArmsCompared,
    ArmState,
    Claim,
    Interval,
    Metric,
    Reference,
    SeedsClaim,
)


@dataclass
class _Measured:
    """A metric of an arm, as all the questions about it have it."""

    name: str
    metric: Metric
    claims: list[str] = field(default_factory=list)
    margin: float = math.inf
    values: dict[int, float] = field(default_factory=dict)
    """By seed."""


def compared_arms(claims: Iterable[Claim], seeds: Mapping[str, int], reference: Reference, family: int) -> ArmsCompared:
    """Return how the arms of a session's questions stand to a reference's.

    Args:
        claims: the session's.
        seeds: the seed of each of the session's runs, by the run's key.
        reference: the earlier results.
        family: how many verdicts the suite's family may hold.

    """
    before = _measured(reference.claims, reference.seeds)
    now = _measured(claims, seeds)
    return ArmsCompared(
        alpha=regression.alpha_of(family),
        declared=regression.PAIRS * family,
        arms=tuple(_row(key[0], arm, before.get(key), family) for key, arm in now.items()),
    )


def _measured(claims: Iterable[Claim], seeds: Mapping[str, int]) -> dict[tuple[str, str], _Measured]:
    """Return what was measured by arm and metric; a run whose seed is unknown has no place in it."""
    found: dict[tuple[str, str], _Measured] = {}
    for claim in claims:
        if not isinstance(claim, SeedsClaim):
            continue
        for arm in claim.arms:
            measured = found.setdefault((arm.experiment, claim.metric.name), _Measured(arm.name, claim.metric))
            measured.claims.append(claim.title)
            measured.margin = min(measured.margin, _margin(claim))
            measured.values |= {seeds[run]: v for run, v in zip(arm.runs, arm.values, strict=False) if run in seeds}
    return found


def _margin(claim: SeedsClaim) -> float:
    """Return the difference between values that a question asks about; 0 if it asks about no difference."""
    if not (claim.compares and claim.signed):
        return 0.0
    return min(abs(bound.value) for bound in claim.bounds)


def _row(experiment: str, arm: _Measured, before: _Measured | None, family: int) -> ArmRow:
    earlier = before.values if before else {}
    shared = sorted(arm.values.keys() & earlier.keys())
    new, old = [arm.values[seed] for seed in shared], [earlier[seed] for seed in shared]
    judged = regression.Regression(0, len(shared), None)
    reason = _not_compared(arm, before, shared)
    state = ArmState.NOT_COMPARED
    if not reason:
        losses = _losses(new, old, higher_is_better=bool(arm.metric.higher_is_better))
        judged = regression.regression(losses, old, arm.margin, family)
        state = _state(judged, new, old, family)
    changes = [after - was for after, was in zip(new, old, strict=True)]
    return ArmRow(
        experiment=experiment,
        name=arm.name,
        metric=arm.metric,
        claims=tuple(dict.fromkeys(arm.claims)),
        margin=arm.margin,
        state=state,
        reason=reason,
        worse=judged.worse,
        seeds=judged.seeds,
        look=judged.look,
        change=Interval.of(median_interval(changes[: judged.seeds])),
    )


def _not_compared(arm: _Measured, before: _Measured | None, shared: Sequence[int]) -> str:
    """Return why an arm is not compared with what it was; empty if it is."""
    if arm.metric.higher_is_better is None:
        return "these results do not say which way of the metric is better"
    if before is None:
        return "the reference does not have this arm with this metric"
    if not before.values:
        return "the reference does not say with which seeds it was trained"
    return "" if shared else "the two have no seeds in common"


def _state(judged: regression.Regression, new: Sequence[float], old: Sequence[float], family: int) -> ArmState:
    if judged.look is not None:
        return ArmState.WORSE
    if repr(new) == repr(old):  # as text, for NaN equals nothing
        return ArmState.IDENTICAL
    least = next(bound.seeds for bound in regression.bounds(family) if bound.supported is not None)
    return ArmState.TOO_FEW if judged.seeds < least else ArmState.NOT_WORSE


def _losses(new: Sequence[float], old: Sequence[float], *, higher_is_better: bool) -> list[float]:
    """Return by how much each value is worse than it was; one that is no number is as bad as a run that diverged."""
    sign = 1 if higher_is_better else -1

    def worth(value: float) -> float:
        return -math.inf if math.isnan(value) else sign * value

    return [worth(was) - worth(value) for value, was in zip(new, old, strict=True)]
