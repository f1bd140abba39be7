"""Bounds: what the dynamic programming says, against counting every outcome."""

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy import stats

from harness.judge import bounds, family
from harness.judge.bounds import Bound, UndecidableError, design, least_seeds, outcome_probabilities, seeds_wanted

ALL_WAYS = (
    (Fraction(1, 2), (12,), Fraction(1, 2000)),
    (Fraction(1, 2), (4, 8, 12), Fraction(1, 10)),
    (Fraction(3, 10), (5, 9, 14), Fraction(1, 20)),
    (Fraction(7, 10), (3, 6, 12, 15), Fraction(1, 20)),
    (Fraction(9, 10), (6, 16), Fraction(1, 5)),
)


def outcomes(p, looks):
    """Return every sequence of answers as counts of yeses at the looks, and its probability, a fraction."""
    sequences = np.array(list(product((0, 1), repeat=looks[-1])), dtype=np.int64)
    total = sequences.sum(axis=1)
    ways = [p**yes * (1 - p) ** (looks[-1] - yes) for yes in range(looks[-1] + 1)]
    return sequences.cumsum(axis=1)[:, [look - 1 for look in looks]], total, ways


def by_enumeration(p0, looks, alpha):
    """Return the smallest counts that the spending allows, found by trying them on all 2^n outcomes."""
    at_looks, total, ways = outcomes(p0, looks)
    going, spent, found = np.ones(len(total), dtype=bool), Fraction(0), []
    for number, look in enumerate(looks):
        share = 1 if len(looks) == 1 else Fraction(1, 2) + Fraction(1, 2) * number / (len(looks) - 1)
        best = None
        for count in range(look, -1, -1):
            stopping = going & (at_looks[:, number] >= count)
            chance = sum(int(n) * ways[yes] for yes, n in enumerate(np.bincount(total[stopping])))
            if spent + chance > share * alpha:
                break
            best = (count, chance) if chance else None
        if best:
            spent += best[1]
            going &= at_looks[:, number] < best[0]
        found.append(best and best[0])
    return found


@pytest.mark.parametrize(("p0", "looks", "alpha"), ALL_WAYS, ids=str)
def test_the_bounds_are_those_of_counting_all_outcomes(p0, looks, alpha):
    upper = by_enumeration(p0, looks, alpha)
    noes = by_enumeration(1 - p0, looks, alpha)
    lower = [None if no is None else look - no for look, no in zip(looks, noes, strict=True)]
    found = design(float(p0), looks, float(alpha))
    assert [(b.seeds, b.supported, b.refuted) for b in found] == list(zip(looks, upper, lower, strict=True))


@cache
def decidable(later, seeds, yes):
    """Return whether any later look decides, if all further seeds say yes or all say no."""
    for bound in later:
        most = yes + bound.seeds - seeds
        if bound.supported is not None and most >= bound.supported:
            return True
        if bound.refuted is not None and yes <= bound.refuted:
            return True
    return False


@pytest.mark.parametrize(("p0", "looks", "alpha"), ALL_WAYS, ids=str)
@pytest.mark.parametrize("p", [Fraction(1, 5), Fraction(1, 2), Fraction(19, 20)], ids=str)
def test_the_chances_of_the_verdicts_are_those_of_all_outcomes(p0, looks, alpha, p):
    found = design(float(p0), looks, float(alpha))
    at_looks, total, ways = outcomes(p, looks)
    open_, ends, seeds = np.ones(len(total), dtype=bool), {1: 0, -1: 0}, Fraction(0)
    weight = np.array([float(ways[yes]) for yes in total])
    for number, bound in enumerate(found):
        seeds += weight[open_].sum() * (bound.seeds - (found[number - 1].seeds if number else 0))
        for sign in (1, -1):
            yes = at_looks[:, number]
            if sign > 0:
                stops = open_ & (yes >= (bound.supported if bound.supported is not None else 99))
            else:
                stops = open_ & (yes <= (bound.refuted if bound.refuted is not None else -1))
            ends[sign] += weight[stops].sum()
            open_ &= ~stops
        # It also stops where none of the sequences that begin alike is decided later.
        open_ &= [decidable(found[number + 1 :], bound.seeds, count) for count in at_looks[:, number]]
    assert outcome_probabilities(found, float(p)) == pytest.approx((ends[1], ends[-1]), abs=1e-12)
    assert bounds.expected_seeds(found, float(p)) == pytest.approx(seeds)


def test_the_bounds_of_the_ordinary_claim():
    yes = (12, 17, 22, 26, 30, 33, 37)
    assert design() == tuple(Bound(n, y, n - y) for n, y in zip((12, 18, 24, 30, 36, 42, 48), yes, strict=True))
    assert outcome_probabilities(design(), 0.5) == pytest.approx((0.000491, 0.000491), abs=5e-7)
    assert round(family.FAMILY_SIZE * family.ALPHA, 12) == family.FAMILY_ALPHA
    assert family.alpha_of(1) == family.FAMILY_ALPHA


@pytest.mark.parametrize("p0", [0.2, 0.3, 0.5, 0.6, 1 / 3, 0.75, 0.8])
@pytest.mark.parametrize("looks", [(60,), (20, 90), (12, 24, 48, 96), (73, 146)], ids=str)
def test_no_design_exceeds_its_alpha_in_either_direction(p0, looks):
    found = design(p0, looks)
    for p in np.linspace(0.01, p0, 7):
        assert outcome_probabilities(found, p)[0] <= family.ALPHA * (1 + 1e-9)
    for p in np.linspace(p0, 0.99, 7):
        assert outcome_probabilities(found, p)[1] <= family.ALPHA * (1 + 1e-9)


def test_a_single_look_is_the_binomial_test():
    (bound,) = design(0.75, (40,))
    assert stats.binomtest(bound.supported, 40, 0.75, alternative="greater").pvalue <= family.ALPHA
    assert stats.binomtest(bound.supported - 1, 40, 0.75, alternative="greater").pvalue > family.ALPHA
    assert stats.binomtest(bound.refuted, 40, 0.75, alternative="less").pvalue <= family.ALPHA
    assert stats.binomtest(bound.refuted + 1, 40, 0.75, alternative="less").pvalue > family.ALPHA


def test_a_tail_that_equals_its_budget_is_spent_in_spite_of_binary_fractions():
    assert 0.1**3 > 0.1 * 0.01
    assert design(0.1, (3, 50), 0.01, (0.1, 1.0))[0].supported == 3
    assert design(0.5, (12,), 2.0**-12) == (Bound(12, 12, 0),)


def test_spending_it_late_makes_early_decisions_rare():
    assert design(0.5, (12, 24, 48), family.ALPHA, (0.01, 0.1, 1.0)) == (
        Bound(12, None, None),
        Bound(24, 22, 2),
        Bound(48, 36, 12),
    )


@pytest.mark.parametrize(
    ("p0", "alpha", "seeds"),
    [(0.9, 0.0005, 73), (0.1, 0.0005, 73), (0.5, 0.0005, 11), (0.99, 0.0005, 757), (0.5, 2**-12, 12), (0.1, 0.001, 66)],
)
def test_the_smallest_look_that_allows_both_verdicts(p0, alpha, seeds):
    assert least_seeds(p0, alpha) == seeds
    (bound,) = design(p0, (seeds,), alpha)
    assert bound.supported is not None
    assert bound.refuted is not None
    with pytest.raises(UndecidableError) as error:
        design(p0, (seeds - 1,), alpha)
    assert error.value.seeds == seeds


def test_a_power_that_equals_alpha_is_enough():
    assert least_seeds(0.1, 0.4782969) == 7
    assert least_seeds(0.1, 0.47829689) == 8


def test_a_claim_that_no_outcome_could_support_is_refused_with_the_seeds_it_needs():
    with pytest.raises(UndecidableError, match=r"p0 = 0.9 cannot be decided within 48 seeds; .* at least 73"):
        design(0.9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"p0": 1.0}, "p0 must lie"),
        ({"p0": float("nan")}, "p0 must lie"),
        ({"looks": ()}, "looks must be"),
        ({"looks": (12, 12)}, "looks must be"),
        ({"looks": (0, 12)}, "looks must be"),
        ({"looks": (12.0, 24.0)}, "looks must be"),
        ({"alpha": 0.5}, "alpha must lie"),
        ({"spending": (0.5, 1.0)}, "spending must be"),
        ({"spending": (0.5, 0.4, 1.0)}, "spending must be"),
        ({"spending": (0.5, 0.6, 1.1)}, "spending must be"),
    ],
    ids=str,
)
def test_a_design_that_cannot_be_meant_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        design(**arguments)


@pytest.mark.parametrize("p0", [0.3, 0.5, 0.75, 0.8])
def test_a_side_is_claimed_wrongly_with_half_of_alpha_at_most(p0):
    looks = bounds.LOOKS
    one_side = [Bound(n, k, None) for n, k in zip(looks, bounds.side_bounds(p0, looks), strict=True)]
    assert 0 < outcome_probabilities(one_side, 1 - p0)[0] <= family.ALPHA / 2


def power(n, yes, seeds, p0):
    """Return the chance that a single look at n seeds decides on the side of the estimate."""
    (bound,) = design(p0, (n,))
    return outcome_probabilities((bound,), yes / seeds)[0 if yes / seeds > p0 else 1]


@pytest.mark.parametrize(
    ("yes", "seeds", "p0"),
    [(36, 48, 0.5), (12, 48, 0.5), (33, 48, 0.5), (11, 12, 0.5), (46, 48, 0.8), (30, 48, 0.8), (14, 14, 0.6)],
)
def test_seeds_wanted_is_the_first_look_with_80_percent_power(yes, seeds, p0):
    wanted = seeds_wanted(yes, seeds, p0)
    assert power(wanted, yes, seeds, p0) >= 0.8
    tried = range(max(seeds + 1, least_seeds(p0)), wanted)
    assert all(power(n, yes, seeds, p0) < 0.8 for n in tried)


def test_power_falls_where_the_bound_steps_up_so_that_bisection_could_miss_the_first():
    enough = [power(n, 36, 48, 0.5) >= 0.8 for n in range(60, 90)]
    assert enough.index(True) + 60 == seeds_wanted(36, 48, 0.5)
    assert False in enough[enough.index(True) :]


@pytest.mark.parametrize(("yes", "seeds", "p0"), [(24, 48, 0.5), (25, 48, 0.5), (36, 48, 0.75)])
def test_no_number_of_seeds_is_wanted_near_p0(yes, seeds, p0):
    assert seeds_wanted(yes, seeds, p0) is None
