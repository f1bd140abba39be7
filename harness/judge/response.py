"""The numbers of a response curve: what the seeds give at each value of a setting, and where they turn.

A description: nothing here decides anything. Rows are `values[seed][place]`, the places in ascending order of the
setting; a run that diverged has the metric's worst value, an infinite one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from harness.judge.estimates import Interval, median_interval, ranks

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Turning:
    """At which place the seeds turn: the middle one of them, and an interval for the median over all seeds.

    Places are counted from 0. Something that starts at a place and was not seen up to the last one has their number.
    """

    places: tuple[int, ...]
    """Of each seed."""
    middle: int
    """The lower one of the two in the middle, so that it is a place."""
    low: int | None
    high: int | None
    """The order statistics of `ranks`; None where there are too few seeds."""


def points(rows: Rows, *, higher_is_better: bool) -> list[Interval]:
    """Return for each place the median over the seeds, with the band from one order statistic to the other.

    With 12 seeds the band is from the 3rd to the 10th: about the middle half of the seeds, and the 96 % interval of the
    median over all seeds. A value that is not a number counts as the worst.
    """
    worst = -math.inf if higher_is_better else math.inf
    columns = ([worst if math.isnan(value) else value for value in column] for column in zip(*rows, strict=True))
    found = map(median_interval, columns)
    return [interval for interval in found if interval]


def best(rows: Rows, *, higher_is_better: bool) -> Turning | None:
    """Return where the seeds have their best value: of equals the first; None if one has no finite value."""
    places = [_best(row, higher_is_better) for row in rows]
    known = [place for place in places if place is not None]
    return _turning(known) if known and len(known) == len(places) else None


def failing(rows: Rows, *, higher_is_better: bool, level: float | None) -> Turning | None:
    """Return where the seeds start to fail: the first place at or after their best one that is as bad as that.

    Args:
        rows: the values.
        higher_is_better: which way is better.
        level: a value that is worse than this fails; None: only one that is infinitely bad does.

    """
    sign = 1 if higher_is_better else -1
    limit = -math.inf if level is None else sign * level
    places = []
    for row in rows:
        start = _best(row, higher_is_better) or 0
        after = (place for place, value in enumerate(row) if place >= start and _fails(sign * value, limit))
        places.append(next(after, len(row)))
    return _turning(places) if places else None


def _fails(value: float, limit: float) -> bool:
    return math.isnan(value) or value == -math.inf or value < limit


def _best(row: Sequence[float], higher_is_better: bool) -> int | None:
    sign = 1 if higher_is_better else -1
    finite = [(sign * value, -place) for place, value in enumerate(row) if math.isfinite(value)]
    return -max(finite)[1] if finite else None


def _turning(places: Sequence[int]) -> Turning:
    ordered = sorted(places)
    limits = ranks(len(ordered))
    low, high = (None, None) if limits is None else (ordered[limits.low - 1], ordered[limits.high - 1])
    return Turning(tuple(places), ordered[(len(ordered) - 1) // 2], low, high)
