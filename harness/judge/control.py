"""A/A controls: an arm against itself, earlier seeds against later ones, from runs that are there.

Every verdict rests on seeds that are exchangeable: their order must not matter. So the seeds of one arm are put against
each other, six at a time: of each two of the six, is the value of the earlier one the larger? If all is well, every
order of the six values was as likely as the one that came, which makes the chance of any number of such pairs exact,
whatever the values and their ties (a permutation test, all 720 orders counted).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from harness.judge.bounds import LOOKS
from harness.judge.family import ALPHA

BLOCK = 6
"""Seeds that are put against each other: all their orders can be counted."""
LEVEL = 0.05
"""Bound on the chance that a control raises the alarm."""
FAULTY = 0.75
"""How often the earlier of two seeds is ahead under the fault whose discovery `power` is about."""


@dataclass(frozen=True)
class Control:
    """How the seeds of an arm fared against each other, in pairs of an earlier and a later one."""

    seeds: int
    """How many seeds were put against another."""
    ahead: int
    """Pairs whose earlier seed has the larger value."""
    behind: int
    """Pairs whose later seed has it; in the others the values are equal, or one is NaN."""
    chance: float
    """The chance of as large a difference of the two, either way, if the order of the seeds does not matter."""
    level: float
    """The chance of an alarm, likewise: the largest possible `chance` up to 5 %; 0 if none is so small."""
    power: float
    """The chance of an alarm if in three of four pairs that differ the same one, the earlier or the later, is ahead."""

    @property
    def alarm(self) -> bool:
        """Whether the order seems to matter; chance says so of an arm that equals itself in 5 % of all cases."""
        return self.chance <= self.level

    @property
    def fault(self) -> bool:
        """Whether the chance is as small as that of a wrong verdict: then the order matters."""
        return self.chance <= ALPHA


def control(values: Sequence[float], looks: tuple[int, ...] = LOOKS) -> Control:
    """Put the seeds of an arm against each other.

    A claim that stops early leaves this exact, because no block of seeds reaches across a look: exchanging seeds within
    a block changes no count of yeses at a look. A seed alone in its block is left out.

    Args:
        values: of the metric in that arm, one a seed, in the order of the seeds on which the claim was judged.
        looks: of the claim.

    """
    blocks = _blocks(np.asarray(values, dtype=float), looks)
    balances = [_balances(block) for block in blocks]
    came = sum(int(own[0]) for own in balances)  # the first order is the one that came
    differing = sum(int(own.max()) for own in balances)
    counts = np.ones(1)
    for own in balances:
        counts = np.convolve(counts, np.bincount(own + own.max()) / own.size)
    balance = np.arange(-differing, differing + 1)
    extreme = np.array([counts[np.abs(balance) >= size].sum() for size in range(differing + 1)]).clip(max=1.0)
    level = float(max(extreme[extreme <= LEVEL], default=0.0))
    return Control(
        seeds=sum(block.size for block in blocks),
        ahead=(differing + came) // 2,
        behind=(differing - came) // 2,
        chance=float(extreme[abs(came)]),
        level=level,
        power=float(_tilted(counts, balance)[extreme[np.abs(balance)] <= level].sum().clip(max=1.0)) if level else 0.0,
    )


def _blocks(values: NDArray[np.float64], looks: Sequence[int]) -> list[NDArray[np.float64]]:
    """Return the values in blocks of up to six seeds, none across a look and none of one seed."""
    ends = [0, *(look for look in looks if look < values.size), values.size]
    starts = [start for begin, end in pairwise(ends) for start in range(begin, end, BLOCK)]
    blocks = [values[start:end] for start, end in pairwise([*starts, values.size])]
    return [block for block in blocks if block.size > 1]


@cache
def _orders(seeds: int) -> NDArray[np.int_]:
    """Return all orders of so many seeds, shape (orders, seeds); the first is the one that came."""
    return np.array(list(permutations(range(seeds))))


def _balances(values: NDArray[np.float64]) -> NDArray[np.int_]:
    """Return for every order in how many more pairs the earlier value is the larger one than the later."""
    earlier, later = map(list, zip(*combinations(range(values.size), 2), strict=True))
    orders = _orders(values.size)
    first, second = values[orders[:, earlier]], values[orders[:, later]]
    balances: NDArray[np.int_] = (first > second).sum(axis=1) - (first < second).sum(axis=1)
    return balances


def _tilted(counts: NDArray[np.float64], balance: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return the chances of each balance if the earlier seed is ahead in three of four pairs with different values.

    Orders in which it is ahead are favoured by the same factor for every pair: of all faults that frequent the one that
    is nearest to chance (Mallows 1957).
    """
    from scipy import optimize  # takes its time, and pytest imports this module whenever it starts

    wanted = (2 * FAULTY - 1) * balance[-1]

    def tilted(strength: float) -> NDArray[np.float64]:
        weights: NDArray[np.float64] = counts * np.exp(strength * (balance - balance[-1]))
        weights /= weights.sum()
        return weights

    found = optimize.brentq(lambda strength: tilted(strength) @ balance - wanted, 0.0, 3.0)
    return tilted(float(found))
