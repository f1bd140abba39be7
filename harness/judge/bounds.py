"""Designs: after how many seeds, and at which counts of yes, a claim is decided. Exact; no table of constants.

A claim says that each seed answers yes with probability above p0, independently. It is looked at after growing
numbers of seeds; the chance of a wrong verdict is spent over the looks (alpha spending, Lan and DeMets 1983) with
the binomial distribution itself instead of its normal approximation.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from harness.judge import binomial
from harness.judge.family import ALPHA

LOOKS = (12, 18, 24, 30, 36, 42, 48)
"""Seeds at which a claim is looked at, unless it says otherwise."""
POWER = 0.8
"""The chance of a decision at which more seeds are called enough."""
MOST_SEEDS = 2_000
"""Single looks beyond this many seeds are not searched for: nobody would run them."""


@dataclass(frozen=True)
class Bound:
    """What decides at one look: `supported` or more yeses, or `refuted` or fewer, out of `seeds`.

    None: no number of yeses decides that way at this look.
    """

    seeds: int
    supported: int | None
    refuted: int | None

    def decides(self, yes: NDArray[np.int_]) -> NDArray[np.int_]:
        """Return for each count of yeses +1 (supported), -1 (refuted) or 0 (go on); any shape."""
        enough = self.seeds + 1 if self.supported is None else self.supported
        too_few = -1 if self.refuted is None else self.refuted
        return (yes >= enough).astype(int) - (yes <= too_few)

    def can_decide(self, yes: int, seeds: int) -> bool:
        """Return whether this look, beyond so many seeds, could decide after so many yeses."""
        left = self.seeds - seeds
        if left <= 0:
            return False
        enough = self.supported is not None and yes + left >= self.supported
        return enough or (self.refuted is not None and yes <= self.refuted)


class UndecidableError(ValueError):
    """One of the verdicts is out of the design's reach; `seeds` is the smallest single look that allows both."""

    def __init__(self, p0: float, looks: Sequence[int], seeds: int) -> None:
        super().__init__(
            f"p0 = {p0:g} cannot be decided within {max(looks)} seeds; both verdicts need at least {seeds}"
        )
        self.seeds = seeds


def _decimal(number: float) -> Fraction:
    """Return the number as it was written: 0.9 is nine tenths, not the binary fraction next to it."""
    return Fraction(str(float(number)))


def _spending(looks: int) -> tuple[Fraction, ...]:
    """Return the share of alpha that may be spent by each look: half by the first, all by the last."""
    return tuple(1 - Fraction(looks - 1 - k, 2 * max(looks - 1, 1)) for k in range(looks))


def _upper_bounds(p0: Fraction, looks: Sequence[int], budget: Sequence[Fraction]) -> list[int | None]:
    """Return for each look the smallest count that stops, crossing with probability <= the budget so far under p0.

    Dynamic programming in whole numbers, so that a tail that equals its budget is not lost to rounding:
    `alive[k]`, divided by the denominator of p0 to the power of the seeds so far, is the probability of k yeses
    without having stopped. The opposite bound is left out of account, which can only make crossing less likely.
    """
    yes, whole = p0.numerator, p0.denominator
    alive, spent, before = [1], Fraction(0), 0
    bounds: list[int | None] = []
    for seeds, allowed in zip(looks, budget, strict=True):
        for _ in range(seeds - before):
            alive = [(whole - yes) * a + yes * b for a, b in zip([*alive, 0], [0, *alive], strict=True)]
        scale = whole**seeds
        left = (allowed - spent) * scale
        bound, tail = len(alive), 0
        while bound and tail + alive[bound - 1] <= left:
            bound -= 1
            tail += alive[bound]
        bounds.append(bound if tail else None)
        alive = alive[:bound]
        spent += Fraction(tail, scale)
        before = seeds
    return bounds


@cache
def design(
    p0: float = 0.5,
    looks: tuple[int, ...] = LOOKS,
    alpha: float = ALPHA,
    spending: tuple[float, ...] | None = None,
) -> tuple[Bound, ...]:
    """Return the bounds of a group-sequential test of "the answer is yes with probability above p0".

    Under any probability up to p0 the chance of `supported` at any look is at most alpha; under any from p0
    on, that of `refuted`.

    Args:
        p0: what the claim says that P(yes) exceeds.
        looks: increasing numbers of seeds.
        alpha: for each direction by itself.
        spending: the share of alpha that may be spent by each look; from a half to all in equal steps unless given.

    Raises:
        UndecidableError: one of the two verdicts is out of reach at every look.
        ValueError: p0 is not within (0, 1), alpha not within (0, 1/2), looks do not increase, or the spending
            does not fit them.
    """
    if not 0 < p0 < 1:
        raise ValueError(f"p0 must lie between 0 and 1, not {p0!r}")
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha must lie between 0 and 1/2, not {alpha!r}")
    if not looks or any(not isinstance(n, int) or n <= before for before, n in zip((0, *looks), looks, strict=False)):
        raise ValueError(f"looks must be increasing numbers of seeds, not {looks!r}")
    shares = _spending(len(looks)) if spending is None else tuple(map(_decimal, spending))
    if len(shares) != len(looks) or list(shares) != sorted(shares) or not 0 < shares[0] <= shares[-1] <= 1:
        raise ValueError(f"spending must be one share of alpha a look, rising to at most 1, not {spending!r}")
    budget = [share * _decimal(alpha) for share in shares]
    upper = _upper_bounds(_decimal(p0), looks, budget)
    mirrored = _upper_bounds(1 - _decimal(p0), looks, budget)
    if not any(bound is not None for bound in upper) or not any(bound is not None for bound in mirrored):
        raise UndecidableError(p0, looks, least_seeds(p0, alpha))
    return tuple(
        Bound(seeds, yes, None if no is None else seeds - no)
        for seeds, yes, no in zip(looks, upper, mirrored, strict=True)
    )


def least_seeds(p0: float, alpha: float = ALPHA) -> int:
    """Return the smallest single look at which both verdicts are possible: n equal answers are rarer than alpha."""
    likelier = max(_decimal(p0), 1 - _decimal(p0))
    seeds = math.log(alpha) / math.log1p(-float(1 - likelier))
    nearest = round(seeds)
    if abs(seeds - nearest) > 1e-6:
        return math.ceil(seeds)
    # So near a whole number the logarithms may be wrong; the power, exact but slow for large numbers, is not.
    return nearest if likelier**nearest <= _decimal(alpha) else nearest + 1


@cache
def side_bounds(p0: float, looks: tuple[int, ...], alpha: float = ALPHA) -> tuple[int | None, ...]:
    """Return for each look how many seeds on one side of an interval show that side to be likelier than 1 - p0.

    Each of the two sides has alpha / 2, all of which may go at the first look: a clear effect is decided there.
    """
    return tuple(_upper_bounds(1 - _decimal(p0), looks, [_decimal(alpha) / 2] * len(looks)))


@cache
def shown_bounds(looks: tuple[int, ...], alpha: float) -> tuple[int | None, ...]:
    """Return for each look how many yeses show that they are likelier than not, with alpha spent as for a verdict."""
    return tuple(_upper_bounds(Fraction(1, 2), looks, [share * _decimal(alpha) for share in _spending(len(looks))]))


def exact_crossing(p: Fraction, looks: Sequence[int], counts: Sequence[int | None]) -> Fraction:
    """Return the chance that at some look so many yeses or more have come, if P(yes) is p; exact.

    Args:
        p: the probability of a yes.
        looks: increasing numbers of seeds.
        counts: for each look the yeses that cross; None: none do.

    """
    alive, crossed, before = [Fraction(1)], Fraction(0), 0
    for seeds, count in zip(looks, counts, strict=True):
        for _ in range(seeds - before):
            alive = [(1 - p) * a + p * b for a, b in zip([*alive, Fraction(0)], [Fraction(0), *alive], strict=True)]
        before = seeds
        if count is not None:
            crossed += sum(alive[count:], Fraction(0))
            alive = alive[:count]
    return crossed


def arrivals(bounds: Sequence[Bound], p: float) -> Iterator[tuple[Bound, NDArray[np.float64]]]:
    """Yield for each look the chances of coming to it undecided with 0, 1, 2 ... yeses, if P(yes) is p.

    A claim that no later look can decide any more does not come to one.
    """
    alive, before = np.ones(1), 0
    for place, bound in enumerate(bounds):
        steps = bound.seeds - before
        alive = np.convolve(alive, binomial.pmf(np.arange(steps + 1), steps, p))
        yield bound, alive
        later = bounds[place + 1 :]
        goes_on = [
            bound.decides(np.array(yes)) == 0 and any(look.can_decide(yes, bound.seeds) for look in later)
            for yes in range(alive.size)
        ]
        alive = np.where(goes_on, alive, 0.0)
        before = bound.seeds


def outcome_probabilities(bounds: Sequence[Bound], p: float) -> tuple[float, float]:
    """Return the chances that a claim ends supported and that it ends refuted, if P(yes) is p."""
    supported = refuted = 0.0
    for bound, chances in arrivals(bounds, p):
        decided = bound.decides(np.arange(chances.size))
        supported += float(chances[decided > 0].sum())
        refuted += float(chances[decided < 0].sum())
    return min(supported, 1.0), min(refuted, 1.0)  # sums of rounded chances


def expected_seeds(bounds: Sequence[Bound], p: float) -> float:
    """Return how many seeds a claim takes on average, if P(yes) is p."""
    seeds, before = 0.0, 0
    for bound, chances in arrivals(bounds, p):
        seeds += (bound.seeds - before) * float(chances.sum())
        before = bound.seeds
    return seeds


@cache
def seeds_wanted(yes: int, seeds: int, p0: float, alpha: float = ALPHA) -> int | None:
    """Return the smallest number of seeds, beyond those there are, whose single look decides with 80 % chance.

    That is if P(yes) is as estimated. The power climbs in a saw-tooth, because the bound moves in whole seeds: this
    is the first tooth that reaches 80 %, and the look is planned at exactly that number. None if the estimate is so
    near p0 that `MOST_SEEDS` do not suffice.
    """
    return single_look(yes / seeds, p0, alpha, beyond=seeds)


def single_look(p: float, p0: float, alpha: float, beyond: int = 0) -> int | None:
    """Return the smallest number of seeds, beyond some, of which one look decides with 80 % chance if P(yes) is p."""
    null, alternative = (p0, p) if p > p0 else (1 - p0, 1 - p)  # below p0, count the noes
    most_seeds = np.arange(beyond + 1, MOST_SEEDS + 1)
    for some in np.array_split(most_seeds, range(256, most_seeds.size, 256)):
        undecided = binomial.isf(alpha, some, null)  # the largest count that does not decide
        enough = np.flatnonzero(binomial.sf(undecided, some, alternative) >= POWER)
        if enough.size:
            return int(some[enough[0]])
    return None
