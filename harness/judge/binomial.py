"""The binomial distribution, of scipy.special alone: scipy.stats takes longer to import than a small session to run."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


def pmf(yes: ArrayLike, seeds: ArrayLike, p: float) -> NDArray[np.float64]:
    """Return the chance of exactly so many yeses out of so many seeds."""
    k, n = np.asarray(yes, dtype=float), np.asarray(seeds, dtype=float)
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return np.asarray(np.exp(ways + special.xlogy(k, p) + special.xlog1py(n - k, -p)))


def sf(yes: ArrayLike, seeds: ArrayLike, p: float) -> NDArray[np.float64]:
    """Return the chance of more yeses than so many, out of so many seeds."""
    k, n = np.asarray(yes, dtype=float), np.asarray(seeds, dtype=float)
    inside = (k >= 0) & (k < n)
    tail = special.betainc(np.where(inside, k + 1, 1.0), np.where(inside, n - k, 1.0), p)
    return np.asarray(np.where(inside, tail, np.where(k < 0, 1.0, 0.0)))


def isf(alpha: float, seeds: ArrayLike, p: float) -> NDArray[np.float64]:
    """Return the smallest number of yeses that is exceeded with probability alpha at most."""
    n = np.asarray(seeds, dtype=float)
    count = np.ceil(special.bdtrik(1 - alpha, n, p))
    # A quantile between two counts may be rounded to either side of one.
    count = np.where(sf(count - 1, n, p) <= alpha, count - 1, count)
    return np.asarray(np.where(sf(count, n, p) > alpha, count + 1, count))


def limits(yes: int, seeds: int, confidence: float) -> tuple[float, float]:
    """Return the exact confidence interval of P(yes) (Clopper and Pearson 1934)."""
    tail = (1 - confidence) / 2
    low = special.betaincinv(yes, seeds - yes + 1, tail) if yes else 0.0
    high = special.betainccinv(yes + 1, seeds - yes, tail) if yes < seeds else 1.0
    return float(low), float(high)
