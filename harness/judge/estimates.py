"""The numbers shown beside a verdict, which do not make it: P(yes), the median effect, the arms' correlation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from harness.judge import binomial

CONFIDENCE = 0.95
"""Level of the intervals shown beside a verdict."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence interval; a limit is None where the data give none."""

    estimate: float
    low: float | None
    high: float | None


@cache  # of few arguments, and asked for at every judgement
def probability_interval(yes: int, seeds: int) -> Interval:
    """Return P(yes) with its exact interval (Clopper and Pearson 1934).

    Raises:
        ValueError: there are no seeds.
    """
    if seeds < 1:
        raise ValueError("without seeds there is no interval")
    return Interval(yes / seeds, *binomial.limits(yes, seeds, CONFIDENCE))


def median_interval(effects: Sequence[float]) -> Interval | None:
    """Return the median effect with its distribution-free interval: two order statistics.

    Infinite effects (one arm diverged) are ordinary extreme values. Seeds on which both arms diverged have no
    effect (NaN) and are left out here (not in the verdict, where they count as a no). A limit is None where so
    few seeds allow none (fewer than 6). None instead of an interval if there is no effect, or if half of the
    effects are minus and half plus infinity, so that any number at all would be their median.
    """
    ordered = sorted(float(effect) for effect in effects if not math.isnan(effect))
    n = len(ordered)
    if not n:
        return None
    median = _between(ordered[(n - 1) // 2], ordered[n // 2])
    if median is None:
        return None
    limits = ranks(n)
    if limits is None:
        return Interval(median, None, None)
    return Interval(median, ordered[limits.low - 1], ordered[limits.high - 1])


@dataclass(frozen=True)
class Ranks:
    """Which order statistics, from 1, are the distribution-free interval of a median, and how often they hold it."""

    low: int
    high: int
    coverage: float
    """Exact for a continuous quantity, and at least that for any other."""


@cache
def ranks(seeds: int) -> Ranks | None:
    """Return the ranks for so many seeds; None where so few give no interval (fewer than 6)."""
    # The smallest rank that more than (1 - confidence) / 2 of all samples have below their median.
    rank = seeds - int(binomial.isf((1 - CONFIDENCE) / 2, seeds, 0.5)) if seeds else 0
    if rank == 0:
        return None
    return Ranks(rank, seeds + 1 - rank, float(1 - 2 * binomial.sf(seeds - rank, seeds, 0.5)))


def _between(lower: float, upper: float) -> float | None:
    """Return the middle of the two middle values; the finite one if the other is infinite; None if both are."""
    if lower == upper:
        return lower
    finite = [value for value in (lower, upper) if math.isfinite(value)]
    return sum(value / len(finite) for value in finite) if finite else None


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's correlation of two arms over the seeds on which both are finite; None if undefined."""
    pairs = np.array([(a, b) for a, b in zip(first, second, strict=True) if math.isfinite(a) and math.isfinite(b)])
    if len(pairs) < 3 or np.any(np.ptp(pairs, axis=0) == 0):
        return None
    # Losses of nearly diverged runs can be too large to square.
    return float(np.corrcoef((pairs / np.abs(pairs).max(axis=0)).T)[0, 1])
