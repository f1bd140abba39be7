"""Finer statements: what is shown besides a verdict, when a question goes on for it, and how often it is wrong."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from harness.judge.bounds import LOOKS, exact_crossing, shown_bounds
from harness.judge.decide import Verdict, judge
from harness.judge.family import ALPHA
from harness.judge.family_calibration import CLEAR, ON_THE_BORDER, Truth, simulate_sessions
from harness.judge.finer import Counts, Finer

MARGIN = 0.01
YES, AHEAD, BEHIND, OPPOSED, UNDEFINED = 0.02, 0.005, -0.005, -0.02, math.nan


def ask(*effects, margin=MARGIN, **options):
    return judge([effect > margin for effect in effects], effects, margin=margin, **options)


@pytest.mark.parametrize(
    ("effects", "verdict", "finer", "seeds"),
    [
        ([YES] * 48, Verdict.SUPPORTED, None, 12),
        ([OPPOSED] * 48, Verdict.REFUTED, Finer.OPPOSITE, 18),
        ([AHEAD] * 48, Verdict.REFUTED, Finer.NO_DIFFERENCE, 18),
        ([AHEAD, BEHIND] * 24, Verdict.REFUTED, Finer.NO_DIFFERENCE, 18),
        ([MARGIN, -MARGIN] * 24, Verdict.REFUTED, Finer.NO_DIFFERENCE, 18),  # the ends belong to it
        ([0.0] * 48, Verdict.REFUTED, Finer.NO_DIFFERENCE, 18),
        # Neither can come any more when 12 seeds say each: at 24 it takes 22, and at 48, 38.
        ([OPPOSED, AHEAD] * 24, Verdict.REFUTED, Finer.NOT_BY_MARGIN, 24),
        ([YES, AHEAD] * 24, Verdict.INCONCLUSIVE, Finer.DIRECTION, 24),
        ([YES, OPPOSED] * 24, Verdict.INCONCLUSIVE, None, 24),
        ([UNDEFINED] * 48, Verdict.REFUTED, Finer.NOT_BY_MARGIN, 12),
        ([-math.inf] * 48, Verdict.REFUTED, Finer.OPPOSITE, 18),
    ],
)
def test_what_is_shown_and_after_how_many_seeds_the_question_stops(effects, verdict, finer, seeds):
    judged = ask(*effects)
    assert (judged.verdict, judged.finer, judged.seeds, judged.is_open) == (verdict, finer, seeds, False)


def test_a_verdict_stands_while_the_question_goes_on():
    after = [ask(*[AHEAD] * seeds) for seeds in (12, 17, 18)]
    assert [(one.verdict, one.look, one.is_open) for one in after] == [
        (Verdict.REFUTED, 1, True),
        (Verdict.REFUTED, 1, True),
        (Verdict.REFUTED, 1, False),
    ]
    late = ask(*[AHEAD] * 12, *[YES] * 36)
    assert (late.verdict, late.look, late.finer) == (Verdict.REFUTED, 1, Finer.NOT_BY_MARGIN)
    assert late.reason.startswith("0 of 12 seeds say yes")


def test_seeds_beyond_the_stop_change_nothing():
    assert ask(*[AHEAD] * 18, *[OPPOSED] * 30) == ask(*[AHEAD] * 18)


def test_both_counts_are_given():
    judged = ask(*[YES, YES, AHEAD, BEHIND, OPPOSED, UNDEFINED] * 2)
    assert judged.counts == Counts(ahead=6, alike=4, opposed=2)
    assert judged.yes == 4


def test_without_a_margin_there_is_the_opposite_only():
    assert ask(*[-0.1] * 48, margin=0.0).finer is Finer.OPPOSITE
    even = ask(*[0.0] * 48, margin=0.0)
    assert (even.verdict, even.finer, even.counts) == (Verdict.REFUTED, None, None)


def test_claims_of_other_kinds_have_no_finer_statement():
    judged = judge([False] * 12, [OPPOSED] * 12)
    assert (judged.finer, judged.counts, judged.is_open) == (None, None, False)


def test_a_void_claim_states_nothing():
    judged = ask(*[OPPOSED] * 48, void=(Verdict.INVALID, "copies"))
    assert (judged.finer, judged.counts, judged.is_open) == (None, None, False)


def by_enumeration(counts, looks):
    """Return the share of all sequences of answers in which a look has so many yeses or more."""
    sequences = np.array(list(product((0, 1), repeat=looks[-1])))
    sums = sequences.cumsum(axis=1)
    crossed = np.zeros(len(sequences), dtype=bool)
    for look, count in zip(looks, counts, strict=True):
        if count is not None:
            crossed |= sums[:, look - 1] >= count
    return Fraction(int(crossed.sum()), len(sequences))


@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.2])
def test_a_statement_is_wrong_as_seldom_as_promised_by_counting_all_outcomes(alpha):
    looks = (6, 9, 12, 16)
    counts = shown_bounds(looks, alpha)
    exact = exact_crossing(Fraction(1, 2), looks, counts)
    assert exact == by_enumeration(counts, looks)
    assert 0 < exact <= Fraction(str(alpha))


@pytest.mark.parametrize("alpha", [ALPHA, ALPHA / 2])
def test_the_budget_of_a_family_is_kept(alpha):
    wrong = exact_crossing(Fraction(1, 2), LOOKS, shown_bounds(LOOKS, alpha))
    assert 0.8 * alpha < wrong <= alpha


@pytest.mark.parametrize(("name", "truths"), [("border", ON_THE_BORDER), ("clear", CLEAR)])
def test_sessions_err_seldom(name, truths):
    measured = simulate_sessions(name, truths, sessions=12, rng=np.random.default_rng(5))
    # Each at most in one session of twenty: more than four of twelve has a chance below 0.0003.
    assert max(measured.wrong_verdict, measured.wrong_opposite_or_same, measured.wrong_direction) <= 4


def test_what_is_false_follows_from_the_chances():
    truth = Truth("", (0.6, 0.4, 0.0, 0.0))
    assert truth.false_statements() == {Verdict.REFUTED, Finer.OPPOSITE, Finer.NO_DIFFERENCE}
