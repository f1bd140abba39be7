"""The statistics: yes/no answers of seeds in, verdict out. Sees numbers only; the one place with decision rules.

Every statistical claim is a question that each seed answers with yes or no, and says that the answer is yes
with probability above p0 (Bouthillier et al. 2021, "Accounting for Variance in Machine Learning Benchmarks",
call it the probability of outperforming when p0 = 1/2). Decisions fall after a few looks at growing numbers of
seeds, by exact group-sequential binomial bounds with alpha spending (Lan and DeMets 1983).
"""

from __future__ import annotations

import enum
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

FAMILY_SIZE = 100
"""Statistical verdicts that one family may hold; fixed, so that what else is selected changes no verdict."""
FAMILY_ALPHA = 0.05
"""Bound on the chance that any verdict of a family is wrong (Bonferroni)."""
ALPHA = FAMILY_ALPHA / FAMILY_SIZE
"""Bound on the chance of a wrong verdict, over all looks, for one claim in one direction."""
LOOKS = (12, 24, 48)
"""Seeds at which a claim is looked at, unless it says otherwise."""
CONFIDENCE = 0.95
"""Level of the intervals shown beside a verdict."""
POWER = 0.8
"""The chance of a decision at which more seeds are called enough."""
MOST_SEEDS = 10_000
"""Designs beyond this many seeds are not looked for: nobody would run them."""


class Verdict(enum.Enum):
    """How a claim came out, worst first; each member owns the ways it is shown."""

    INVALID = ("invalid", "⚠")
    REFUTED = ("refuted", "✗")
    INCONCLUSIVE = ("inconclusive", "?")
    SUPPORTED = ("supported", "✓")

    def __init__(self, word: str, symbol: str) -> None:
        self.word = word
        self.symbol = symbol


@dataclass(frozen=True)
class Bound:
    """What decides at one look: `supported` or more yeses, or `refuted` or fewer, out of `seeds`.

    None: no number of yeses decides that way at this look.
    """

    seeds: int
    supported: int | None
    refuted: int | None


class UndecidableError(ValueError):
    """No outcome of the design could decide; `seeds` is the smallest single look that could, both ways."""

    def __init__(self, p0: float, looks: Sequence[int], seeds: int) -> None:
        super().__init__(
            f"p0 = {p0:g} cannot be decided within {max(looks)} seeds; both verdicts need at least {seeds}"
        )
        self.seeds = seeds


def _spending(looks: int) -> NDArray[np.float64]:
    """Return the share of alpha that may be spent by each look: from 0.6 at the first to 1 at the last."""
    return np.linspace(0.6, 1.0, looks) if looks > 1 else np.ones(1)


def _upper_bounds(p0: float, alpha: float, looks: tuple[int, ...]) -> list[int | None]:
    """Return for each look the smallest count that stops, crossing with probability <= alpha in all under p0.

    Dynamic programming: `alive[k]` is the probability of k yeses so far without having stopped. The opposite
    bound is left out of account, which can only make the crossing probability smaller.
    """
    alive = np.ones(1)
    spent, before = 0.0, 0
    bounds: list[int | None] = []
    for seeds, share in zip(looks, _spending(len(looks)), strict=True):
        steps = seeds - before
        alive = np.convolve(alive, stats.binom.pmf(np.arange(steps + 1), steps, p0))
        tail = np.cumsum(alive[::-1])[::-1]  # tail[k]: the probability of k yeses or more
        affordable = np.flatnonzero(spent + tail <= share * alpha)
        bound = int(affordable[0]) if affordable.size else None
        if bound is not None:
            spent += float(tail[bound])
            alive = alive[:bound]
        bounds.append(bound)
        before = seeds
    return bounds


@lru_cache(maxsize=None)
def design(p0: float = 0.5, looks: tuple[int, ...] = LOOKS, alpha: float = ALPHA) -> tuple[Bound, ...]:
    """Return the bounds of a group-sequential test of "the answer is yes with probability above p0".

    Under any probability up to p0 the chance of `supported` at any look is at most alpha; under any from p0
    on, that of `refuted`.

    Raises:
        UndecidableError: one of the two verdicts is out of reach at every look.
        ValueError: p0 is not within (0, 1), or looks do not increase.
    """
    if not 0 < p0 < 1:
        raise ValueError(f"p0 must lie between 0 and 1, not {p0!r}")
    if not looks or looks[0] < 1 or any(a >= b for a, b in zip(looks, looks[1:], strict=False)):
        raise ValueError(f"looks must be increasing numbers of seeds, not {looks!r}")
    upper = _upper_bounds(p0, alpha, looks)
    mirrored = _upper_bounds(1 - p0, alpha, looks)
    if all(b is None for b in upper) or all(b is None for b in mirrored):
        # A single look of n seeds can decide both ways as soon as n equal answers are rarer than alpha.
        needed = math.ceil(math.log(alpha) / math.log(max(p0, 1 - p0)))
        raise UndecidableError(p0, looks, needed)
    return tuple(
        Bound(seeds, yes, None if no is None else seeds - no)
        for seeds, yes, no in zip(looks, upper, mirrored, strict=True)
    )


def outcome_probabilities(bounds: Sequence[Bound], p: float) -> tuple[float, float]:
    """Return the exact chances that a claim ends supported and that it ends refuted, if P(yes) is p."""
    alive = np.ones(1)
    supported = refuted = 0.0
    before = 0
    for bound in bounds:
        steps = bound.seeds - before
        alive = np.convolve(alive, stats.binom.pmf(np.arange(steps + 1), steps, p))
        if bound.supported is not None:
            supported += float(alive[bound.supported :].sum())
            alive[bound.supported :] = 0
        if bound.refuted is not None:
            refuted += float(alive[: bound.refuted + 1].sum())
            alive[: bound.refuted + 1] = 0
        before = bound.seeds
    return supported, refuted


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence interval; a limit is None where the data give none."""

    estimate: float
    low: float | None
    high: float | None


def probability_interval(yes: int, seeds: int) -> Interval:
    """Return P(yes) with its exact interval (Clopper and Pearson 1934)."""
    limits = stats.binomtest(yes, seeds).proportion_ci(confidence_level=CONFIDENCE, method="exact")
    return Interval(yes / seeds, float(limits.low), float(limits.high))


def median_interval(effects: Sequence[float]) -> Interval | None:
    """Return the median effect with its distribution-free interval from order statistics.

    Infinite effects (one arm diverged) are ordinary extreme values. Seeds on which both arms diverged have no
    effect and are left out here (not in the verdict, where they count as a no). None without any effect; a
    limit is None where so few seeds allow none.
    """
    values = np.array([effect for effect in effects if not math.isnan(effect)])
    if not values.size:
        return None
    ordered = np.sort(values)
    lower, upper = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    median = float(lower) if lower == upper else float((lower + upper) / 2)
    with warnings.catch_warnings():
        # Infinities are data here; scipy's comparisons with them are right, its arithmetic warns.
        warnings.simplefilter("ignore", RuntimeWarning)
        limits = stats.quantile_test(values, q=median, p=0.5).confidence_interval(CONFIDENCE)
    low, high = (None if math.isnan(limit) else float(limit) for limit in (limits.low, limits.high))
    return Interval(median, low, high)


@dataclass(frozen=True)
class Judgement:
    """A verdict with all that is shown beside it; `effects` and `answers` have one entry per seed."""

    verdict: Verdict
    reason: str
    p0: float
    yes: int
    answers: tuple[bool, ...]
    effects: tuple[float, ...]
    look: int | None
    """The number of the look at which it was decided, from 1; None if it was not."""
    looks: tuple[int, ...]
    probability: Interval | None
    effect: Interval | None
    seeds_wanted: int | None
    """For inconclusive: the seeds of a single look that would probably decide; None if beyond reason."""

    @property
    def seeds(self) -> int:
        """How many seeds answered."""
        return len(self.answers)


def judge(
    answers: Sequence[bool],
    effects: Sequence[float],
    *,
    p0: float = 0.5,
    looks: tuple[int, ...] = LOOKS,
    void: tuple[Verdict, str] | None = None,
) -> Judgement:
    """Return the verdict that the seeds' answers, in their order, give at the first look that decides.

    Answers beyond that look are not used: whoever trained them for another claim must not change this one.

    Args:
        answers: one a seed, in order of the seeds.
        effects: one a seed: the quantity behind the answer, NaN where there is none.
        p0: the claim says that P(yes) is above it.
        looks: the numbers of seeds at which a decision may fall.
        void: the verdict and its reason if the answers cannot be used, whatever they are.
    """
    bounds = design(p0, looks)
    used = len(answers)
    verdict, look = Verdict.INCONCLUSIVE, None
    for number, bound in enumerate(bounds, start=1):
        if void or len(answers) < bound.seeds:
            break
        yes = sum(answers[: bound.seeds])
        if bound.supported is not None and yes >= bound.supported:
            verdict = Verdict.SUPPORTED
        elif bound.refuted is not None and yes <= bound.refuted:
            verdict = Verdict.REFUTED
        else:
            continue
        used, look = bound.seeds, number
        break
    answers, effects = tuple(answers[:used]), tuple(effects[:used])
    yes = sum(answers)
    wanted = None
    if void:
        verdict, reason = void
    elif look is not None:
        reason = f"{yes} of {used} seeds say yes; {_rule(bounds[look - 1], verdict)}"
    else:
        wanted = seeds_wanted(yes, used, p0) if used else None
        reason = _undecided(yes, used, bounds, p0, wanted)
    return Judgement(
        verdict=verdict,
        reason=reason,
        p0=p0,
        yes=yes,
        answers=answers,
        effects=effects,
        look=look,
        looks=looks,
        probability=probability_interval(yes, used) if used else None,
        effect=median_interval(effects),
        seeds_wanted=wanted,
    )


def _rule(bound: Bound, verdict: Verdict) -> str:
    if verdict is Verdict.SUPPORTED:
        return f"{bound.supported} or more at this look support the claim"
    return f"{bound.refuted} or fewer at this look refute it"


def _undecided(yes: int, used: int, bounds: Sequence[Bound], p0: float, wanted: int | None) -> str:
    first, last = bounds[0], bounds[-1]
    if used < first.seeds:
        return f"{used} seeds are fewer than the {first.seeds} of the first look"
    if used < last.seeds:
        more = f"; the next look is at {next(b.seeds for b in bounds if b.seeds > used)} seeds"
    elif wanted is not None:
        more = f"; if the share stays like this, about {wanted} seeds would decide it"
    else:
        more = f"; a share this near {p0:g} cannot be told from it with fewer than {MOST_SEEDS} seeds"
    reached = [b for b in bounds if b.seeds <= used][-1]
    return (
        f"{yes} of {used} seeds say yes; at {reached.seeds} seeds {reached.supported} would support "
        f"and {reached.refuted} refute the claim{more}"
    )


def seeds_wanted(yes: int, seeds: int, p0: float) -> int | None:
    """Return the seeds at which a single look decides with 80 % chance, if P(yes) is as estimated.

    None if the estimate is p0 itself or so near that more than `MOST_SEEDS` would be needed.
    """
    p = yes / seeds
    if p == p0:
        return None

    null, alternative = (p0, p) if p > p0 else (1 - p0, 1 - p)  # below p0, count the noes

    def power(n: int) -> float:
        most = stats.binom.isf(ALPHA, n, null)  # the largest count that does not decide
        return float(stats.binom.sf(most, n, alternative))

    low, high = seeds, seeds
    while power(high) < POWER:
        if high >= MOST_SEEDS:
            return None
        low, high = high, min(2 * high, MOST_SEEDS)
    while high - low > 1:  # the power is monotone up to the steps of the bound: near enough for "about"
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle) >= POWER else (middle, high)
    return high


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's correlation of two arms over their common seeds; None where it is not defined."""
    pairs = np.array([(a, b) for a, b in zip(first, second, strict=True) if math.isfinite(a) and math.isfinite(b)])
    if len(pairs) < 3 or np.any(np.ptp(pairs, axis=0) == 0):
        return None
    matrix: NDArray[Any] = np.corrcoef(pairs.T)
    return float(matrix[0, 1])
