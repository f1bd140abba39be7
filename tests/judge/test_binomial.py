"""The binomial distribution, held to scipy.stats, which has it too but is slow to import."""

import numpy as np
import pytest
from scipy import stats

from harness.judge import binomial

SEEDS = (1, 2, 12, 48, 300, 2000)
CHANCES = (0.03, 0.3, 0.5, 0.9, 0.99)


@pytest.mark.parametrize("p", CHANCES)
@pytest.mark.parametrize("seeds", SEEDS)
def test_chances_are_scipys(seeds, p):
    yes = np.arange(-1, seeds + 2)
    np.testing.assert_allclose(binomial.sf(yes, seeds, p), stats.binom.sf(yes, seeds, p), atol=1e-12)
    inside = yes[1:-1]
    np.testing.assert_allclose(binomial.pmf(inside, seeds, p), stats.binom.pmf(inside, seeds, p), atol=1e-12)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_certain_answers_have_chances(p):
    assert binomial.pmf(np.arange(4), 3, p).tolist() == ([1, 0, 0, 0] if p == 0 else [0, 0, 0, 1])


@pytest.mark.parametrize("alpha", [0.2, 0.025, 5e-4, 1e-4])
@pytest.mark.parametrize("p", CHANCES)
def test_counts_that_decide_are_scipys(p, alpha):
    seeds = np.arange(1, 2001)
    assert binomial.isf(alpha, seeds, p).tolist() == stats.binom.isf(alpha, seeds, p).tolist()


@pytest.mark.parametrize("seeds", SEEDS[:-1])
def test_limits_are_clopper_and_pearsons(seeds):
    for yes in range(seeds + 1):
        exact = stats.binomtest(yes, seeds).proportion_ci(confidence_level=0.95, method="exact")
        assert binomial.limits(yes, seeds, 0.95) == pytest.approx((exact.low, exact.high), abs=1e-11)
