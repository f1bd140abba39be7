"""Questions about time: put to each round of a benchmark, in which all sides are timed one after the other.

A round is to a timing what a seed is to a training: rounds answer yes or no, and the judge decides. Pairing the sides
within a round takes out how fast the machine happens to be at that moment.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from harness.base.errors import DeclarationError
from harness.base.numbers import is_finite
from harness.base.text import agreeing
from harness.declare.checks import check_interval
from harness.declare.effect import Bound, Effect, figure_of_arms, more_than, within
from harness.declare.registry import current
from harness.judge.decide import Judgement, judge

LOOKS = (12, 24)
"""Rounds at which a timing is looked at: half as many as seeds, because a round costs seconds every time."""


@dataclass(frozen=True, kw_only=True)
class Timing(Effect):
    """A yes/no question that every round answers from one value of each side.

    Raises:
        DeclarationError: fewer than two sides, or one that is no number above 0.
    """

    sides: tuple[float, ...]
    """What the sides differ in, such as the batch size."""
    of: str
    """What a value is, such as "seconds per epoch"."""
    by: str
    """What the sides are, such as "batch size"."""
    alpha: float = field(init=False, default_factory=lambda: current().declared_suite.alpha)
    """Bound on the chance of a wrong verdict in one direction; the suite's family decides it."""

    def __post_init__(self) -> None:
        if len(self.sides) < 2:
            raise DeclarationError("a timing compares at least two sides")
        if not all(is_finite(side) and side > 0 for side in self.sides):
            raise DeclarationError(f"the sides of a timing are numbers above 0, not {self.sides!r}")

    @property
    def figure(self) -> str:
        """What draws the values of the sides."""
        return figure_of_arms(len(self.sides))

    @property
    @abstractmethod
    def effect_label(self) -> str:
        """What an effect is, in words."""

    @abstractmethod
    def effect(self, values: Sequence[float]) -> float:
        """Return a round's effect from the value of each side."""

    @abstractmethod
    def answer(self, effect: float) -> bool:
        """Return a round's answer."""

    @abstractmethod
    def text(self) -> str:
        """Return the question in words."""

    def judgement(self, rounds: Sequence[Sequence[float]]) -> Judgement:
        """Return the verdict that the rounds give; each is one value per side."""
        effects = [self.effect(values) for values in rounds]
        answers = [self.answer(effect) for effect in effects]
        return judge(answers, effects, looks=LOOKS, alpha=self.alpha, noun="round")


@dataclass(frozen=True, kw_only=True)
class Falling(Timing):
    """In this round, is every side quicker than the one before it?"""

    kind = "falling"

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Any amount counts."""
        return (more_than(0.0),)

    @property
    def effect_label(self) -> str:
        """The smallest fall, as a share: of steps that fall, it is the one that might not."""
        return f"smallest relative fall from one {self.by} to the next"

    def effect(self, values: Sequence[float]) -> float:
        """Return the smallest fall from a side to the next, as a share of the time before it."""
        return min(1 - after / before for before, after in pairwise(values))

    def answer(self, effect: float) -> bool:
        """Return whether there is a fall at every step."""
        return effect > 0

    def text(self) -> str:
        """Return the question in words."""
        do = agreeing(self.of, "does")
        return f"In this round, {do} the {self.of} fall at every step over {self.by} {_listed(self.sides)}?"


@dataclass(frozen=True, kw_only=True)
class Growth(Timing):
    """In this round, does the value grow as a power of the side with an exponent in this interval?"""

    kind = "growth"

    low: float
    high: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_interval(self.low, self.high)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """The interval of the exponent."""
        return within(self.low, self.high)

    @property
    def effect_label(self) -> str:
        """The exponent."""
        return f"exponent of the growth with the {self.by}"

    def effect(self, values: Sequence[float]) -> float:
        """Return the exponent: the slope of the logarithms."""
        slope, _ = np.polyfit(np.log(self.sides), np.log(values), 1)
        return float(slope)

    def answer(self, effect: float) -> bool:
        """Return whether the exponent lies in the interval."""
        return self.low <= effect <= self.high

    def text(self) -> str:
        """Return the question in words."""
        return (
            f"In this round, {agreeing(self.of, 'does')} the {self.of} grow with the {self.by} "
            f"({_listed(self.sides)}) to a power between "
            f"{self.low:g} and {self.high:g}?"
        )


def _listed(sides: Sequence[float]) -> str:
    return ", ".join(f"{side:g}" for side in sides)
