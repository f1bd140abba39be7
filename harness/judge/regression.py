"""Whether an arm got worse than it was: one-sided, exact, seed by seed. A family of tests of its own.

Every seed that both sessions have says whether the arm is worse by more than a margin; the arm got worse if the answer
is yes more often than not. Seeds are looked at in their order, so that wherever they end, and whatever ended them, the
chance of a wrong alarm is bounded by that of all looks together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from harness.judge import family as judge_family
from harness.judge.bounds import LOOKS, Bound, design
from harness.judge.decide import decide
from harness.judge.finer import TIE

PAIRS = 2
"""Arms with a metric that are compared, for each verdict of the family: its declared size times this."""
ROUNDING = 1e-5
"""Relative losses below this are what 32 bits make of the same training on another machine."""


@dataclass(frozen=True)
class Regression:
    """How an arm's values stand to what they were."""

    worse: int
    """Seeds that are worse by more than the margin."""
    seeds: int
    """Seeds that were looked at."""
    look: int | None
    """The number of the look at which it was shown to have got worse; None if it was not."""


def alpha_of(family: int) -> float:
    """Return the bound on the chance that an arm that is not worse is called so.

    Args:
        family: how many verdicts the suite's family may hold.

    """
    return judge_family.alpha_of(PAIRS * family)


@cache
def bounds(family: int) -> tuple[Bound, ...]:
    """Return what calls an arm worse at each look: all of alpha may go at the first, for a clear loss is seen there."""
    both = design(0.5, LOOKS, alpha_of(family), spending=(1.0,) * len(LOOKS))
    return tuple(replace(bound, refuted=None) for bound in both)


def regression(losses: Sequence[float], scales: Sequence[float], margin: float, family: int) -> Regression:
    """Return whether an arm got worse by more than a margin, more often than not.

    Args:
        losses: by how much each seed is worse, in the order of the seeds; NaN where both diverged, a no.
        scales: the size of each seed's value before, against which rounding is held.
        margin: at least 0, in the metric's unit.
        family: how many verdicts the suite's family may hold.

    """
    answers = [
        loss > margin + max(TIE, ROUNDING * abs(scale) if math.isfinite(scale) else 0.0)
        for loss, scale in zip(losses, scales, strict=True)
    ]
    looks = bounds(family)
    _, number = decide(answers, looks)
    look = int(number) or None
    seeds = looks[look - 1].seeds if look else len(answers)
    return Regression(sum(answers[:seeds]), seeds, look)
