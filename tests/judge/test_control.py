"""Controls: an arm that equals itself passes, a fault does not, and the promised rates are those that come."""

import math
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest

from harness.judge.bounds import LOOKS
from harness.judge.control import LEVEL, control
from harness.judge.decide import judge

INF, NAN = math.inf, math.nan


def test_every_two_seeds_of_six_are_put_against_each_other():
    found = control([6, 5, 4, 3, 2, 1, 1, 2, 3, 4, 5, 6])
    assert (found.seeds, found.ahead, found.behind) == (12, 15, 15)
    assert found.chance == pytest.approx(1)
    assert not found.alarm


def test_equal_values_and_nan_are_in_no_pair_and_a_run_that_diverged_is_a_value():
    found = control([1.0, 1.0, NAN, -INF, 2.0, -INF])
    assert (found.ahead, found.behind) == (5, 3)


@pytest.mark.parametrize(
    "first", [(1, 2, 3, 4, 5, 6), (1, 1, 1, 2, 2, 3), (0, 0, 0, 0, -INF, INF), (1, 2, 2, NAN, 5, 5)]
)
def test_over_all_orders_the_alarm_comes_as_often_as_is_said(first):
    """Each order of six values once, beside each order of three others that a look parts from them."""
    second = (1, 2, 3)
    found = [
        control([*one, *other], looks=(6, 9)) for one in set(permutations(first)) for other in permutations(second)
    ]
    assert {one.seeds for one in found} == {9}
    assert len({(round(one.level, 12), round(one.power, 12)) for one in found}) == 1
    assert sum(one.alarm for one in found) / len(found) == pytest.approx(found[0].level)
    assert 0 < found[0].level <= LEVEL


def test_the_level_is_the_largest_that_is_possible():
    orders = list(permutations(range(6)))
    balances = [sum(1 if a > b else -1 for a, b in combinations(order, 2)) for order in orders]
    tails = [Fraction(sum(abs(b) >= size for b in balances), len(orders)) for size in range(16)]
    assert control(range(6)).level == pytest.approx(float(max(tail for tail in tails if tail <= Fraction(5, 100))))


def test_the_power_is_the_rate_of_alarms_if_the_earlier_seed_is_ahead_in_three_of_four_pairs():
    """The same fault by another way: orders are drawn one seed after the other, as Mallows' model allows."""
    rng = np.random.default_rng(1)

    def order(ratio):
        drawn: list[int] = []
        for place in range(6):  # the new value goes in front of so many of the earlier ones
            weights = ratio ** np.arange(place + 1)
            drawn.insert(place - int(rng.choice(place + 1, p=weights / weights.sum())), place)
        return drawn[::-1]

    def share_ahead(ratio):
        """Return how many of 15 pairs are in descending order, on average."""
        moved = [np.arange(n + 1) @ ratio ** np.arange(n + 1) / (ratio ** np.arange(n + 1)).sum() for n in range(6)]
        return 1 - sum(moved) / 15

    ratio = next(r for r in np.arange(1, 0, -0.0005) if share_ahead(r) >= 0.75)
    found = [control([*order(ratio), *order(ratio)]) for _ in range(1500)]
    pairs = 30 * len(found)
    assert sum(one.ahead for one in found) / pairs == pytest.approx(0.75, abs=0.01)
    assert sum(one.alarm for one in found) / len(found) == pytest.approx(found[0].power, abs=0.05)


def test_more_seeds_have_more_power_and_twelve_have_some():
    powers = [control(np.arange(seeds)).power for seeds in LOOKS]
    assert powers[0] > 0.5
    assert powers[-1] > 0.98
    assert powers[-1] == max(powers)


def test_seeds_that_drift_raise_the_alarm():
    drifting = np.random.default_rng(2).normal(size=12) + np.arange(12)
    assert control(drifting).alarm
    assert control(-drifting).alarm
    assert control(np.arange(12)).fault


def test_an_arm_that_never_differs_from_itself_cannot_raise_the_alarm():
    found = control([0.5] * 24)
    assert (found.level, found.power, found.alarm, found.ahead) == (0.0, 0.0, False, 0)


@pytest.mark.parametrize("seeds", [0, 1])
def test_without_a_pair_there_is_nothing_to_say(seeds):
    found = control([0.5] * seeds)
    assert (found.seeds, found.chance, found.level, found.alarm) == (0, 1.0, 0.0, False)


def test_seeds_on_both_sides_of_a_look_are_not_exchanged():
    assert control(range(8), looks=(4, 8)).ahead == 0
    assert control([4, 5, 6, 7, 0, 1, 2, 3], looks=(4, 8)).behind == 12
    assert control(range(7), looks=(6, 12)).seeds == 6  # the seventh is alone


def test_stopping_when_the_claim_is_decided_leaves_the_rate_as_promised():
    """The number of seeds depends on the same values as the control, but not on their order between two looks."""
    rng = np.random.default_rng(4)
    controls = []
    for _ in range(1500):
        first, second = rng.normal(0.8, 1, 48), rng.normal(0, 1, 48)
        judged = judge((first > second).tolist(), (first - second).tolist())
        controls.append(control(first[: judged.seeds]))
    expected = sum(found.level for found in controls)
    assert {found.seeds for found in controls} == set(LOOKS)
    assert sum(found.alarm for found in controls) == pytest.approx(expected, abs=4 * math.sqrt(expected))
