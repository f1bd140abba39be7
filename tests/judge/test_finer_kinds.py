"""Finer statements about intervals, equivalences and trends."""

import math
from fractions import Fraction
from itertools import pairwise, product

import pytest

from harness.judge.bounds import LOOKS, exact_crossing, shown_bounds, side_bounds
from harness.judge.decide import Verdict, judge
from harness.judge.family import ALPHA
from harness.judge.finer import Finer

INF, NAN = math.inf, math.nan
IN, BELOW, ABOVE = 1.5, 0.9, 2.1


def inside(*effects, **options):
    """Judge the claim that the effects lie between 1 and 2."""
    return judge([1 <= effect <= 2 for effect in effects], effects, within=(1.0, 2.0), **options)


def rising(*values, **options):
    """Judge the claim that values rise at every step, from the values of each seed."""
    steps = [min(after - before for before, after in pairwise(row)) for row in values]
    changes = [row[-1] - row[0] for row in values]
    return judge([step > 0 for step in steps], steps, changes=changes, **options)


@pytest.mark.parametrize(
    ("effects", "verdict", "finer", "seeds"),
    [
        ([IN] * 12, Verdict.SUPPORTED, None, 12),
        ([1.0, 2.0] * 6, Verdict.SUPPORTED, None, 12),  # the ends belong to it
        ([ABOVE] * 12, Verdict.REFUTED, Finer.ABOVE, 12),
        ([BELOW] * 12, Verdict.REFUTED, Finer.BELOW, 12),
        ([INF] * 12, Verdict.REFUTED, Finer.ABOVE, 12),
        ([-INF] * 12, Verdict.REFUTED, Finer.BELOW, 12),
        ([2.0 + 1e-12] * 12, Verdict.REFUTED, None, 12),  # by rounding only it is not above
        ([BELOW, ABOVE] * 24, Verdict.REFUTED, None, 18),  # outside, but on no side; 30 more could not show one
        ([NAN] * 48, Verdict.REFUTED, None, 12),
        # All that a side may err with is spent at 12; what is missed there takes 23 of 24, 27 of 30 and so on.
        ([ABOVE] * 11 + [BELOW] + [ABOVE] * 36, Verdict.REFUTED, Finer.ABOVE, 24),
        ([ABOVE] * 11 + [NAN] + [ABOVE] * 36, Verdict.REFUTED, Finer.ABOVE, 24),
        ([IN] + [ABOVE] * 47, Verdict.REFUTED, Finer.ABOVE, 24),
        ([IN] * 3 + [ABOVE] * 45, Verdict.REFUTED, Finer.ABOVE, 30),
        ([IN, ABOVE] * 24, Verdict.INCONCLUSIVE, None, 24),
    ],
    ids=range(14),
)
def test_a_side_is_named_if_it_is_proven_at_the_verdict_or_later(effects, verdict, finer, seeds):
    judged = inside(*effects)
    assert (judged.verdict, judged.finer, judged.seeds) == (verdict, finer, seeds)
    assert not judged.is_open


def test_no_side_is_named_if_both_are_proven():
    assert inside(*[BELOW] * 36, *[ABOVE] * 37, p0=0.9, looks=(73,)).finer is None
    assert inside(*[ABOVE] * 73, p0=0.9, looks=(73,)).finer is Finer.ABOVE


@pytest.mark.parametrize(
    ("values", "verdict", "finer", "seeds"),
    [
        ([(1, 2, 3)] * 12, Verdict.SUPPORTED, None, 12),
        ([(1, 4, 3)] * 48, Verdict.REFUTED, Finer.END_TO_END, 18),
        ([(3, 4, 1)] * 48, Verdict.REFUTED, Finer.OPPOSITE_END_TO_END, 18),
        ([(3, 2, 1)] * 48, Verdict.REFUTED, Finer.OPPOSITE_END_TO_END, 18),
        ([(1, 4, 1)] * 48, Verdict.REFUTED, None, 12),
        ([(1, 4, 3), (3, 4, 1)] * 24, Verdict.REFUTED, None, 24),
        ([(1, 2, 3), (1, 4, 3)] * 24, Verdict.INCONCLUSIVE, Finer.END_TO_END, 24),
        ([(1, 2, 3), (3, 4, 1)] * 24, Verdict.INCONCLUSIVE, None, 24),
        ([(1, NAN, 3)] * 48, Verdict.REFUTED, Finer.END_TO_END, 18),
    ],
    ids=range(9),
)
def test_of_a_trend_it_is_said_where_it_leads(values, verdict, finer, seeds):
    judged = rising(*values)
    assert (judged.verdict, judged.finer, judged.seeds) == (verdict, finer, seeds)


def test_a_cell_of_a_scope_map_has_none_of_them():
    assert rising(*[(1, 4, 3)] * 48, three_way=True).finer is None
    assert inside(*[ABOVE] * 48, three_way=True).finer is None


@pytest.mark.parametrize(
    ("ask", "lower", "higher", "finer"),
    [
        (inside, BELOW, ABOVE, (Finer.BELOW, Finer.ABOVE)),
        (rising, (3, 4, 1), (1, 4, 3), (Finer.OPPOSITE_END_TO_END, Finer.END_TO_END)),
    ],
)
def test_each_is_wrong_as_seldom_as_promised_by_counting_all_outcomes(ask, lower, higher, finer):
    """Where both sides are as likely, neither is likelier than not, and either statement is wrong."""
    looks, alpha = (5, 7, 10), 0.2
    stated = [ask(*seeds, looks=looks, alpha=alpha).finer for seeds in product((lower, higher), repeat=looks[-1])]
    wrong = [Fraction(sum(one is name for one in stated), len(stated)) for name in finer]
    assert 0 < max(wrong) <= Fraction(1, 10)
    assert set(stated) == {None, *finer}


def test_the_budget_of_a_family_is_kept():
    for counts in (side_bounds(0.5, LOOKS), shown_bounds(LOOKS, ALPHA / 2)):
        assert exact_crossing(Fraction(1, 2), LOOKS, counts) <= Fraction(str(ALPHA)) / 2
