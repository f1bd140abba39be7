"""Controls: an arm that equals itself passes, a fault does not, and the promised rate is the one that comes."""

import math
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest

from harness.judge.bounds import LOOKS
from harness.judge.control import control, summarize
from harness.judge.decide import Verdict, judge
from harness.judge.family import ALPHA

INF, NAN = math.inf, math.nan


def lead(values):
    return values[0] - values[1]


def lead_gain(values):
    return (values[0] - values[1]) - (values[2] - values[3])


def rise(values):
    return min(b - a for a, b in pairwise(values))


def more_than(margin):
    return lambda effect: effect > margin


def alone(values, margin=0.0, **options):
    return control(values, 2, lead, more_than(margin), **options)


def test_neighbouring_seeds_take_the_arms_places():
    found = alone([3, 1, 1, 2, 5, 4, 9], margin=0.5)
    assert found.answers == (True, False, True)
    assert (found.yes, found.seeds, found.expected) == (2, 6, 1.5)
    assert found.chance == pytest.approx(0.5)


def test_ties_and_pairs_within_the_margin_cannot_say_yes_and_are_not_counted_on():
    found = alone([1.0, 1.0, 1.05, 1.0, 2.0, 1.0, 2.0, 1.0], margin=0.1)
    assert (found.answers, found.expected) == ((False, False, True, True), 1.0)
    assert found.chance == pytest.approx(0.25)


def test_diverged_runs_are_values_like_others():
    found = alone([1.0, -INF, -INF, 1.0, -INF, -INF])
    assert found.answers == (True, False, False)
    assert found.expected == 1.0  # of two diverged runs neither is ahead


def test_a_planted_effect_is_found():
    values = np.random.default_rng(1).normal(size=48)
    values[::2] += 5
    found = alone(values)
    assert found.verdict is Verdict.SUPPORTED
    assert found.alarm
    assert alone(values[:12]).alarm  # six pairs are enough for the alarm
    assert alone(values[:12]).verdict is Verdict.INCONCLUSIVE
    assert not alone(values[:12]).decidable


def test_the_judge_finds_the_same_planted_effect_between_arms():
    values = np.random.default_rng(1).normal(size=12)
    effects = (values + 5 - np.roll(values, 1)).tolist()
    assert judge([effect > 0 for effect in effects], effects).verdict is Verdict.SUPPORTED


def test_a_question_that_both_sides_win_raises_the_alarm():
    found = control(np.arange(24.0), 2, lambda values: abs(lead(values)), more_than(0.5))
    assert found.verdict is Verdict.SUPPORTED
    assert found.chance == 0.5**12
    assert found.alarm


def test_ties_counted_as_yes_raise_the_alarm():
    assert control([0.5] * 12, 2, lead, lambda effect: effect >= 0).alarm


def test_an_arm_that_never_differs_from_itself_is_refuted_and_cannot_raise_the_alarm():
    found = alone([0.5] * 24)
    assert (found.verdict, found.level, found.alarm) == (Verdict.REFUTED, 0.0, False)


@pytest.mark.parametrize("seeds", [0, 1])
def test_without_a_pair_there_is_nothing_to_say(seeds):
    found = alone([0.5] * seeds)
    assert (found.verdict, found.answers, found.chance, found.alarm) == (Verdict.INCONCLUSIVE, (), 1.0, False)


def test_one_arm_is_no_comparison():
    with pytest.raises(ValueError, match="1 arm compares nothing"):
        control([1.0, 2.0], 1, lead, more_than(0))


def test_a_shifted_arm_could_never_win_at_every_seed_but_pairs_can():
    values = np.arange(12.0)[::-1]
    assert alone(values).yes == 6
    assert sum(values > np.roll(values, -1)) == 11  # a circle cannot fall at every step


def normal(rng, n):
    return rng.normal(size=n)


def coarse(rng, n):
    return rng.normal(size=n).round()


def diverging(rng, n):
    return np.where(rng.random(n) < 0.3, -INF, rng.normal(size=n))


@pytest.mark.parametrize("draw", [normal, coarse, diverging])
@pytest.mark.parametrize(
    ("arms", "effect", "margin"),
    [(2, lead, 0.0), (2, lead, 0.8), (3, rise, 0.0), (4, lead_gain, 0.3)],
    ids=["lead", "lead by a margin", "rise", "lead and gain"],
)
def test_the_rate_of_alarms_is_the_promised_one(draw, arms, effect, margin):
    rng = np.random.default_rng(2)
    suite = summarize(
        control(draw(rng, n).tolist(), arms, effect, more_than(margin)) for n in (12, 24, 48) for _ in range(300)
    )
    spread = math.sqrt(suite.promised / 900)
    assert suite.promised <= 0.05
    assert suite.measured == pytest.approx(suite.promised, abs=4 * spread)
    assert suite.supported == 0


def test_stopping_when_the_claim_is_decided_leaves_the_rate_as_promised():
    """The number of seeds depends on the same values as the control, but not on who came first in a pair."""
    rng = np.random.default_rng(4)
    controls = []
    for _ in range(600):
        first, second = rng.normal(0.8, 1, 48), rng.normal(0, 1, 48)
        judged = judge((first > second).tolist(), (first - second).tolist())
        controls.append(alone(first[: judged.seeds]))
    suite = summarize(controls)
    assert {found.seeds for found in controls} == set(LOOKS)
    assert suite.measured == pytest.approx(suite.promised, abs=4 * math.sqrt(suite.promised / 600))


def test_a_suite_counts_what_its_controls_promised():
    controls = [alone([1, 0] * 6), alone([1, 0, 0, 1] * 6), alone([0.5] * 12)]
    assert asdict(summarize(controls)) == {
        "controls": 3,
        "decidable": 1,
        "supported": 0,
        "supported_promised": ALPHA,
        "alarms": 1,
        "measured": pytest.approx(1 / 3),
        "promised": pytest.approx((2**-6 + 79 / 4096 + 0) / 3),  # six of six, and ten or more of twelve
    }


def test_a_suite_without_controls_has_no_rate():
    assert (summarize([]).measured, summarize([]).promised) == (None, None)
