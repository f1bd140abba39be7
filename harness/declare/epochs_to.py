"""Convergence speed as a metric: after how many epochs a training has reached a value."""

from __future__ import annotations

import math
from typing import Any

from harness.base.errors import DeclarationError
from harness.base.numbers import plain
from harness.declare.checks import check_finite, known
from harness.declare.metrics import Metric, Requirement, metric
from harness.declare.registry import current
from harness.declare.run_result import RunResult

AFTER_TRAINING = ("train_loss", "train_accuracy")
"""Evaluated once, when training has ended."""


def epochs_to(of: str | Metric, value: float) -> Metric:
    """Return the metric of how many epochs a training takes to reach a value; infinite if it never does.

    Args:
        of: what has to reach it, in the direction that is better: the name of a metric that is a recorded curve, such
            as "test_accuracy", or such a metric.
        value: what has to be reached.

    Raises:
        DeclarationError: no metric of one curve, or no finite number.

    """
    found = of if isinstance(of, Metric) else current().metrics[known(of, current().metrics, "metric")]
    check_finite("the value of epochs_to()", value)
    if not found.curve or found.curve in AFTER_TRAINING:
        raise DeclarationError(f"epochs_to() takes a metric that is a recorded curve as it stands, not {found.label!r}")
    curve, value = found.curve, float(value)
    if not found.span[0] <= value <= found.span[1]:
        raise DeclarationError(
            f"epochs_to({curve!r}, {value:g}): the {found.label} is from {found.span[0]:g} to {found.span[1]:g}"
        )

    def reached(run: RunResult) -> float:
        if curve not in run.curves:
            raise ValueError(f"a run has one value of {curve!r}, and no curve")
        hits = (number for number, now in enumerate(run.curves[curve], start=1) if _is_reached(now, value, found))
        return next(hits, math.inf)

    direction = "higher" if found.higher_is_better else "lower"
    return metric(
        reached,
        higher_is_better=False,
        label=f"epochs until the {found.label} is {plain(value)}",
        unit="epochs",
        reads=(curve,),
        requires=(Requirement("evaluate_every=1", _is_evaluated_every_epoch),),
        infinite="never reached it",
        span=(1, math.inf),
    ).named(f"epochs_to_{curve}_{value:g}", f"epochs_to({curve!r}, {value!r}), {direction} is better")


def _is_reached(now: float, value: float, metric: Metric) -> bool:
    return now >= value if metric.higher_is_better else now <= value


def _is_evaluated_every_epoch(arm: Any) -> bool:
    return all(getattr(setting, "evaluate_every", 1) == 1 for setting in arm.settings())
