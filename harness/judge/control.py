"""A/A controls: the same arm against itself, from runs that are there. Whatever supports these is not the arm.

Seeds 2i and 2i+1 of one arm take the places of the two arms of a comparison (for k arms: k seeds in a row, between two
looks). No seed is used twice, so the pairs are as independent as the seeds are; the price is half as many answers.
Shifting the arm by a seed against itself would give an answer for every seed, but values on a circle cannot rise at
every step: such answers could never be all yes, and a control that cannot fail shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.judge.bounds import LOOKS, design
from harness.judge.decide import BY_SIGN, Verdict, decide
from harness.judge.family import ALPHA

LEVEL = 0.05
"""Bound on the chance that a control raises the alarm: lax, because few seeds can pass no stricter one."""


@dataclass(frozen=True)
class Control:
    """How an arm fared against itself; `answers` has one entry per group of seeds."""

    verdict: Verdict
    """By the rules of the claim, each group counted as a seed. `SUPPORTED` has to be a fault."""
    yes: int
    answers: tuple[bool, ...]
    seeds: int
    """How many seeds the groups hold."""
    expected: float
    """The yeses to expect of an arm that equals itself, given which values came together."""
    chance: float
    """The chance of so many yeses or more, likewise."""
    level: float
    """The chance of the alarm, likewise: the largest possible `chance` up to 5 %; 0 if none is so small."""
    decidable: bool
    """Whether there are groups enough for the rules of the claim to decide at all."""

    @property
    def alarm(self) -> bool:
        """Whether the yeses are more than an arm that equals itself gives in 5 % of all cases."""
        return self.chance <= self.level


def control(
    values: Sequence[float],
    arms: int,
    effect: Callable[[Sequence[float]], float],
    answer: Callable[[float], bool],
    *,
    p0: float = 0.5,
    looks: tuple[int, ...] = LOOKS,
    alpha: float = ALPHA,
) -> Control:
    """Put a comparison's question to one of its arms and that arm itself.

    An arm that equals itself could have had a group's values in any rotation, so the share of rotations that
    answer yes is the exact chance of a yes, whatever the values, margin and ties (a randomisation test). A
    comparison cannot be won both ways: more than 1/2 would be the question's fault, and is not granted to it.

    The claim's own stopping leaves this exact, because no group reaches across a look: exchanging the seeds of a group
    changes no count of yeses at a look. Seeds that are too few for a group before the next look are left out.

    Args:
        values: of the figure in that arm, one a seed, in the order of the seeds on which the claim was judged.
        arms: how many values the question compares.
        effect: the question's: from as many values to the effect.
        answer: the question's: from the effect to yes or no.
        p0: of the claim.
        looks: of the claim.
        alpha: of the claim.

    Raises:
        ValueError: fewer than two arms compare nothing.

    """
    if arms < 2:
        raise ValueError(f"{arms} arm compares nothing")
    ends = [look for look in looks if look < len(values)] + [len(values)]
    groups = [
        tuple(values[start : start + arms])
        for begin, end in zip([0, *ends], ends, strict=False)
        for start in range(begin, end - arms + 1, arms)
    ]
    turns = [[answer(effect((*group[k:], *group[:k]))) for k in range(arms)] for group in groups]
    answers = tuple(turn[0] for turn in turns)
    yes = sum(answers)
    chances = [min(sum(turn) / arms, 0.5) for turn in turns]
    at_least = _tail(chances)
    bounds = design(p0, looks, alpha)
    sign, _ = decide(answers, bounds)
    return Control(
        verdict=BY_SIGN[int(sign)],
        yes=yes,
        answers=answers,
        seeds=len(groups) * arms,
        expected=sum(chances),
        chance=float(at_least[yes]),
        level=float(max(at_least[at_least <= LEVEL], default=0.0)),
        decidable=len(groups) >= min(b.seeds for b in bounds if b.supported is not None),
    )


def _tail(chances: Sequence[float]) -> NDArray[np.float64]:
    """Return the probabilities of 0, 1, 2 ... yeses or more, if each answer is yes with its own chance."""
    counts = np.ones(1)
    for chance in chances:
        counts = np.convolve(counts, [1 - chance, chance])
    return np.cumsum(counts[::-1])[::-1]


@dataclass(frozen=True)
class Controls:
    """The controls of a suite: what they promised and what was measured."""

    controls: int
    decidable: int
    """How many had groups enough for the rules of their claim."""
    supported: int
    """How many those rules called supported."""
    supported_promised: float
    """At most so many of them are to be expected."""
    alarms: int
    measured: float | None
    """Share of the controls that raised the alarm; None if there are no controls."""
    promised: float | None
    """Its expectation for arms that equal themselves: the mean of the controls' levels."""


def summarize(controls: Iterable[Control], alpha: float = ALPHA) -> Controls:
    """Return a suite's measured rate of false alarms beside the promised one.

    The promise is an average and holds however the controls depend on each other; how far a suite may stray from
    it does not: claims that share an arm and its figure share their control's luck. Give each such pair once.

    Args:
        controls: those of the suite.
        alpha: of its claims.

    """
    given = list(controls)
    decidable = sum(control.decidable for control in given)
    alarms = sum(control.alarm for control in given)
    return Controls(
        controls=len(given),
        decidable=decidable,
        supported=sum(control.verdict is Verdict.SUPPORTED for control in given),
        supported_promised=decidable * alpha,
        alarms=alarms,
        measured=alarms / len(given) if given else None,
        promised=sum(control.level for control in given) / len(given) if given else None,
    )
