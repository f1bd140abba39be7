"""Questions about time: put to each round of a benchmark, in which all sides are timed one after the other.

A round is to a timing what a seed is to a training: rounds answer yes or no, and the judge decides. Pairing the sides
within a round takes out how fast the machine happens to be at that moment.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from harness.base.errors import DeclarationError
from harness.base.numbers import is_finite, to_json
from harness.declare.checks import check_interval
from harness.judge import bounds
from harness.judge.decide import Judgement, judge
from harness.judge.estimates import Interval

LOOKS = bounds.LOOKS[:2]
"""Rounds at which a timing is looked at: half as many as seeds, because a round costs seconds every time."""


@dataclass(frozen=True, kw_only=True)
class Timing(ABC):
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

    def __post_init__(self) -> None:
        if len(self.sides) < 2:
            raise DeclarationError("a timing compares at least two sides")
        if not all(is_finite(side) and side > 0 for side in self.sides):
            raise DeclarationError(f"the sides of a timing are numbers above 0, not {self.sides!r}")

    @property
    @abstractmethod
    def margin(self) -> float | tuple[float, float]:
        """What the effect has to exceed, or the interval that it has to lie in."""

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
        return judge([self.answer(effect) for effect in effects], effects, looks=LOOKS)


@dataclass(frozen=True, kw_only=True)
class Falling(Timing):
    """In this round, is every side quicker than the one before it?"""

    @property
    def margin(self) -> float:
        """Any amount counts."""
        return 0.0

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
        return f"In this round, do the {self.of} fall at every step over {self.by} {_listed(self.sides)}?"


@dataclass(frozen=True, kw_only=True)
class Growth(Timing):
    """In this round, does the value grow as a power of the side with an exponent in this interval?"""

    low: float
    high: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_interval(self.low, self.high)

    @property
    def margin(self) -> tuple[float, float]:
        """The interval of the exponent."""
        return self.low, self.high

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
            f"In this round, do the {self.of} grow with the {self.by} ({_listed(self.sides)}) to a power between "
            f"{self.low:g} and {self.high:g}?"
        )


def _listed(sides: Sequence[float]) -> str:
    return ", ".join(f"{side:g}" for side in sides)


def record(timing: Timing, rounds: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Return what results.json says of a timing: like a claim about seeds, with `rounds` in the place of arms."""
    judged = timing.judgement(rounds)
    return {
        "question": timing.text(),
        "metric": {"name": "benchmark", "label": timing.of, "unit": "by " + timing.by},
        "margin": list(timing.margin) if isinstance(timing.margin, tuple) else timing.margin,
        "p0": judged.p0,
        "looks": list(judged.looks),
        "look": judged.look,
        "verdict": judged.verdict.word,
        "reason": judged.reason.replace("seeds", "rounds"),
        "yes": judged.yes,
        "seeds": judged.seeds,
        "answers": list(judged.answers),
        "effects": [to_json(effect) for effect in judged.effects],
        "effect_label": timing.effect_label,
        "probability": interval_record(judged.probability),
        "effect": interval_record(judged.effect),
        "sides": list(timing.sides),
        "rounds": [[to_json(value) for value in values] for values in rounds],
    }


def interval_record(interval: Interval | None) -> dict[str, Any] | None:
    """Return an estimate and its limits as JSON-ready values."""
    if interval is None:
        return None
    numbers = {"estimate": interval.estimate, "low": interval.low, "high": interval.high}
    return {name: None if value is None or math.isnan(value) else to_json(value) for name, value in numbers.items()}
