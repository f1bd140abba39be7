"""What an effect is, what it is held against, and how it is drawn: the same for questions to seeds and to rounds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from harness.base.numbers import plain

TRUE = "true (1)"
"""What an effect is held against that is a yes or a no of the run's own."""
NEXT_TO_NOTHING = 1e-4
"""Thresholds above 0 and up to this ask for any amount at all."""


class Bound(NamedTuple):
    """A value that the effect is held against."""

    label: str
    """Such as "more than 0.01"."""
    value: float
    side: Literal["above", "below"]
    """On which side of it the effect lies if the answer is yes."""


def more_than(value: float) -> Bound:
    """Return the bound of an effect that has to exceed a value."""
    return Bound(f"more than {plain(value)}", value, "above")


def at_least(value: float) -> Bound:
    """Return the bound of an effect that has to reach a value."""
    text = plain(value)
    label = f"more than 0 ({text} or more)" if 0 < value <= NEXT_TO_NOTHING else f"at least {text}"
    return Bound(label, value, "above")


def at_most(value: float) -> Bound:
    """Return the bound of an effect that must not exceed a value."""
    return Bound(f"at most {plain(value)}", value, "below")


def within(low: float, high: float) -> tuple[Bound, Bound]:
    """Return the bounds of an effect that has to lie in an interval, its ends included."""
    return (
        Bound(f"at least {plain(low)}", low, "above"),
        at_most(high),
    )


def claimed(bounds: Sequence[Bound]) -> str:
    """Return in words what the effect is held against: one bound, or the two ends of an interval."""
    if len(bounds) == 1:
        return bounds[0].label
    low, high = bounds
    return f"between {plain(low.value)} and {plain(high.value)}"


def figure_of_arms(arms: int) -> str:
    """Return what draws the values of so many arms, or sides, that are compared: two as pairs, more as lines."""
    return "pairs" if arms == 2 else "arms"


class Effect(ABC):
    """What a kind of question says of its effect, in words and values, so that no reader needs to know the kind."""

    kind: ClassVar[str]
    """The name of the kind."""
    compares: ClassVar[bool] = True
    """Whether there are several arms, or sides, of which every seed, or round, sees all."""
    signed: ClassVar[bool] = False
    """Whether the effect is a difference: then it is shown with its sign, and 0 is no difference."""

    @property
    @abstractmethod
    def bounds(self) -> tuple[Bound, ...]:
        """What the effect has to exceed or to reach: one bound, or the two ends of an interval, ascending."""

    @property
    @abstractmethod
    def figure(self) -> str:
        """What draws the answers: `values` (one arm's), `pairs` (two in each seed), or `arms` (a line over arms)."""

    @property
    def margin(self) -> float | tuple[float, float]:
        """The value of the one bound, or of both."""
        first, *others = (bound.value for bound in self.bounds)
        return (first, others[0]) if others else first

    @property
    def claimed(self) -> str:
        """What the effect is held against, in words, such as "more than 0.01" or "between 0.9 and 1.1"."""
        return claimed(self.bounds)


@dataclass(frozen=True)
class Leads:
    """The two leads that a question compares: of the first arm over the second, and of the third over the fourth."""

    of: str
    """Which arm leads over which, such as "batch size 128 over batch size 16"; empty if it differs."""
    names: tuple[str, str]
    """What tells the two leads apart."""

    @classmethod
    def between(cls, arms: Sequence[Sequence[str]]) -> Leads:
        """Return the leads between four arms, each given as the settings that tell it from the others."""
        pairs = arms[:2], arms[2:]
        shared = [[part for part in first if part in second] for first, second in pairs]
        own = [
            [", ".join(part for part in arm if part not in common) for arm in pair]
            for pair, common in zip(pairs, shared, strict=True)
        ]
        if own[0] == own[1] and all(own[0]) and all(shared):
            return cls(f"{own[0][0]} over {own[0][1]}", (", ".join(shared[0]), ", ".join(shared[1])))
        first, second, third, fourth = map(", ".join, arms)
        return cls("", (f"{first} over {second}", f"{third} over {fourth}"))
