"""Response curves in numbers: medians, bands, and where the seeds turn."""

import math
from itertools import product

import numpy as np
import pytest

from harness.judge import response
from harness.judge.estimates import ranks

INF, NAN = math.inf, math.nan


def test_the_ranks_of_12_seeds_cover_the_median_as_often_as_counting_all_cases_says():
    found = ranks(12)
    assert (found.low, found.high) == (3, 10)
    # Each seed is below the median or above it, equally likely: the 3rd and the 10th hold it if 3 to 9 are below.
    holding = sum(3 <= sum(below) <= 9 for below in product((0, 1), repeat=12))
    assert found.coverage == pytest.approx(holding / 2**12, abs=1e-12)
    assert 0.95 < found.coverage < 0.97


def test_the_interval_holds_the_median_as_often_as_it_says():
    samples = np.sort(np.random.default_rng(3).exponential(size=(100_000, 12)), axis=1)
    held = (samples[:, 2] < math.log(2)) & (math.log(2) < samples[:, 9])
    assert held.mean() == pytest.approx(ranks(12).coverage, abs=0.003)


@pytest.mark.parametrize("seeds", [0, 1, 5])
def test_few_seeds_have_no_ranks(seeds):
    assert ranks(seeds) is None


def test_a_point_is_the_median_with_the_third_and_the_tenth_of_12():
    rows = [[seed / 100, 0.5] for seed in range(1, 13)]
    first, second = response.points(rows, higher_is_better=True)
    assert (first.estimate, first.low, first.high) == (pytest.approx(0.065), 0.03, 0.10)
    assert (second.estimate, second.low, second.high) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(("higher", "worst"), [(True, -INF), (False, INF)])
def test_what_diverged_or_is_no_number_is_the_worst(higher, worst):
    rows = [[1.0, NAN if seed % 2 else worst] for seed in range(12)]
    points = response.points(rows, higher_is_better=higher)
    assert [point.estimate for point in points] == [1.0, worst]


def test_the_best_place_is_each_seeds_own():
    rows = [[0.1, 0.8, 0.3]] * 4 + [[0.1, 0.3, 0.8]] * 8
    found = response.best(rows, higher_is_better=True)
    assert found.places == (1,) * 4 + (2,) * 8
    assert (found.middle, found.low, found.high) == (2, 1, 2)
    assert response.best(rows, higher_is_better=False).places == (0,) * 12


def test_of_equals_the_first_is_the_best_and_what_diverged_never_is():
    assert response.best([[-INF, 0.7, 0.7, NAN]], higher_is_better=True).places == (1,)
    assert response.best([[INF, 0.7, 0.7, NAN]], higher_is_better=False).places == (1,)


def test_a_seed_without_any_finite_value_leaves_no_best():
    rows = [[0.1, 0.2], [-INF, -INF]]
    assert response.best(rows, higher_is_better=True) is None
    assert response.failing(rows, higher_is_better=True, level=None).places == (2, 0)


def test_no_seed_turns_nowhere():
    assert response.best([], higher_is_better=True) is None
    assert response.failing([], higher_is_better=True, level=None) is None


@pytest.mark.parametrize(
    ("row", "level", "place"),
    [
        ([0.1, 0.9, 0.8, 0.4], 0.5, 3),  # what is too low before the best is no failure: it has yet to work
        ([0.1, 0.9, 0.4, 0.8], 0.5, 2),
        ([0.1, 0.9, 0.8, 0.7], 0.5, 4),  # not up to the last
        ([0.1, 0.9, 0.4, -INF], None, 3),
        ([0.1, 0.9, 0.4, NAN], None, 3),
        ([0.4, 0.3, 0.2, 0.1], 0.5, 0),
        ([0.9, 0.5, 0.4, 0.1], 0.5, 2),  # the level itself is good enough
    ],
)
def test_failing_starts_after_the_best(row, level, place):
    assert response.failing([row], higher_is_better=True, level=level).places == (place,)
    mirrored = [-value for value in row]
    limit = None if level is None else -level
    assert response.failing([mirrored], higher_is_better=False, level=limit).places == (place,)


def test_the_middle_of_an_even_number_of_seeds_is_a_place():
    rows = [[0.9, 0.1, 0.2]] * 6 + [[0.1, 0.2, 0.9]] * 6
    assert response.best(rows, higher_is_better=True).middle == 0
