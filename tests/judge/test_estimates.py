"""Estimates: right where they are defined, absent where they are not, and never a NaN."""

import math

import numpy as np
import pytest
from scipy import stats

from harness.judge.estimates import Interval, correlation, median_interval, probability_interval

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("yes", "seeds", "low", "high"),
    [
        (9, 24, 0.1879929, 0.5940636),  # as R's binom.test prints it
        (0, 12, 0.0, 1 - 0.025 ** (1 / 12)),  # the closed form for none and all
        (12, 12, 0.025 ** (1 / 12), 1.0),
        (1, 1, 0.025, 1.0),
    ],
)
def test_the_interval_of_a_probability(yes, seeds, low, high):
    found = probability_interval(yes, seeds)
    assert found.estimate == yes / seeds
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-7)


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ([], None),
        ([NAN, NAN], None),
        ([0.3], Interval(0.3, None, None)),
        ([0.1, 0.2, 0.3, 0.4, 0.5], Interval(0.3, None, None)),
        ([6, 5, 4, 3, 2, 1], Interval(3.5, 1, 6)),
        ([0.02] * 12, Interval(0.02, 0.02, 0.02)),
        ([0.0, 0.0, 0.0, 0.01, 0.01, 0.01, 0.01, 0.02, 0.02, 0.02], Interval(0.01, 0.0, 0.02)),
        ([NAN, *[0.02] * 6, NAN], Interval(0.02, 0.02, 0.02)),
        ([-INF, 1, 2, 3, 4, 5, INF], Interval(3, -INF, INF)),
        ([INF] * 8, Interval(INF, INF, INF)),
        ([-INF] * 3 + [1, 2, 3], Interval(1, -INF, 3)),  # any number up to 1 is a median; 1 is one that says something
        ([INF] * 3 + [1, 2, 3], Interval(3, 1, INF)),
        ([-INF] * 3 + [INF] * 3, None),  # and here any number at all
        ([-1e308] * 3 + [1e308] * 3, Interval(0.0, -1e308, 1e308)),
        ([1.7e308] * 3 + [1.6e308] * 3, Interval(1.65e308, 1.6e308, 1.7e308)),
    ],
    ids=str,
)
def test_the_interval_of_a_median(effects, expected):
    found = median_interval(effects)
    assert (found is None) == (expected is None)
    if expected:
        assert found.estimate == pytest.approx(expected.estimate)
        assert (found.low, found.high) == (expected.low, expected.high)


@pytest.mark.parametrize("n", [1, 2, 5, 6, 7, 12, 24, 25, 48, 200])
def test_the_interval_of_a_median_is_that_of_scipy(n):
    effects = np.random.default_rng(n).standard_cauchy(n).round(1)
    found = median_interval(effects)
    limits = stats.quantile_test(effects, q=found.estimate, p=0.5).confidence_interval(0.95)
    assert found.estimate == pytest.approx(np.median(effects))
    assert [None if math.isnan(limit) else limit for limit in limits] == [found.low, found.high]


@pytest.mark.parametrize("n", [6, 12, 24, 48])
def test_the_interval_of_a_median_covers_it_as_often_as_promised(n):
    found = median_interval(list(range(1, n + 1)))
    rank = int(found.low)
    assert found.high == n + 1 - rank
    assert stats.binom.cdf(rank - 1, n, 0.5) <= 0.025 < stats.binom.cdf(rank, n, 0.5)


def test_turning_the_effects_around_turns_the_interval_around():
    effects = [*np.random.default_rng(3).normal(size=9).tolist(), INF, INF, -INF]
    found, turned = median_interval(effects), median_interval([-effect for effect in effects])
    assert (turned.low, turned.estimate, turned.high) == (-found.high, -found.estimate, -found.low)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1, 2, 3], [2, 4, 6], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([1, 2, 3, 4], [1, -1, -1, 1], 0.0),
        ([1, 2, 3, INF, NAN], [2, 4, 6, 1, 1], 1.0),
        ([1e200, 2e200, 4e200], [1, 2, 4], 1.0),  # their squares are beyond floating point
        ([1, 1, 1], [1, 2, 3], None),
        ([1, 2], [1, 2], None),
        ([1, INF, -INF], [1, 2, 3], None),
        ([], [], None),
    ],
    ids=str,
)
def test_the_correlation_of_two_arms(first, second, expected):
    found = correlation(first, second)
    assert found == (None if expected is None else pytest.approx(expected))
