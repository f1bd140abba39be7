"""An arm that got worse: when it is called so, and how often one that did not is."""

import math
from itertools import product

import numpy as np
import pytest

from harness.judge.regression import alpha_of, bounds, regression


def judged(losses, margin=0.01, family=100):
    return regression(losses, [0.9] * len(losses), margin, family)


def test_a_family_of_a_hundred_has_two_hundred_arms_and_calls_twelve_of_twelve_at_the_first_look():
    assert alpha_of(100) == pytest.approx(0.00025)
    assert bounds(100)[0].supported == 12
    assert judged([0.05] * 12).look == 1
    assert judged([0.05] * 11 + [0.0]).look is None


def test_an_arm_that_is_worse_in_every_other_seed_is_not_called_so_more_often_than_promised():
    # Every sequence of answers up to the first look, each as likely as the next.
    called = sum(
        judged([0.05 * answer for answer in answers]).look is not None for answers in product((0, 1), repeat=12)
    )
    assert called / 2**12 <= alpha_of(100)
    rng = np.random.default_rng(0)
    losses = rng.choice([0.0, 0.05], size=(20_000, 48))
    assert np.mean([judged(list(row)).look is not None for row in losses]) < 0.001


def test_a_loss_that_comes_late_is_seen_at_a_later_look():
    found = judged([0.0] + [0.05] * 47)
    assert found.look > 1
    assert (found.worse, found.seeds < 48) == (found.seeds - 1, True)


def test_seeds_beyond_the_look_do_not_count():
    assert judged([0.05] * 12 + [-1.0] * 36) == judged([0.05] * 12)


@pytest.mark.parametrize(
    "loss",
    [0.0, -0.05, 0.9 - 0.89, math.nan, -math.inf],
    ids=["unchanged", "better", "a tie", "both diverged", "diverged no more"],
)
def test_what_is_no_loss_beyond_the_margin_is_none(loss):
    assert judged([loss] * 12).worse == 0


def test_a_run_that_diverges_now_is_worse_by_any_margin():
    assert judged([math.inf] * 12, margin=0.5).look == 1


def test_without_a_margin_rounding_is_no_loss():
    assert regression([1e-7] * 12, [0.5] * 12, 0.0, 100).look is None
    assert regression([1e-3] * 12, [0.5] * 12, 0.0, 100).look == 1


def test_fewer_seeds_than_the_first_look_call_nothing():
    assert judged([0.5] * 11).look is None
    assert judged([]).seeds == 0
