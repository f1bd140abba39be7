"""Two kinds of question that the guide asks for: of several leads at once, and of a fraction."""

from __future__ import annotations

import math
from dataclasses import dataclass

from harness import Bound, Question


@dataclass(frozen=True, kw_only=True)
class EveryLead(Question):
    """With this seed, is the first arm of every pair ahead of the second by more than the pair's margin?

    A margin below 0 says by how much the first may be behind.
    """

    kind = "every lead"
    takes = (2, math.inf)
    signed = True
    pairs: tuple[tuple[int, int], ...]
    """Places of two arms among all."""
    margins: tuple[float, ...]
    sign: int
    """+1 if more of the metric is better, else -1."""

    @property
    def figure(self):
        return "pairs" if len(self.arms) == 2 else "arms"

    @property
    def bounds(self):
        margin = self.margins[0] if len(self.pairs) == 1 else 0.0
        return (Bound(f"more than {margin:g}", margin, "above"),)

    @property
    def compared(self):
        return tuple((self.arms[one], self.arms[other]) for one, other in self.pairs)

    def effect(self, values):
        beyond = [
            self.sign * (values[one] - values[other]) - (margin if len(self.pairs) > 1 else 0.0)
            for (one, other), margin in zip(self.pairs, self.margins, strict=True)
        ]
        return math.nan if any(map(math.isnan, beyond)) else min(beyond)

    def answer(self, effect):
        return effect > self.margin + 1e-9

    def text(self, names):
        listed = "; ".join(
            f"{names[one]} than {names[other]}, by more than {margin:g}"
            for (one, other), margin in zip(self.pairs, self.margins, strict=True)
        )
        better = "higher" if self.sign > 0 else "lower"
        return f"With the same seed, is the {self.metric.label} {better} each time: {listed}?"

    def effect_label(self, names):
        if len(self.pairs) == 1:
            return f"how far {names[0]} is ahead of {names[1]}"
        return "the smallest lead, beyond its margin"


def leads(*pairs, on, by, **asked):
    """Ask whether the first arm of every pair is better than the second by more than a margin, one for all or each."""
    arms = tuple(dict.fromkeys(arm for pair in pairs for arm in pair))
    margins = tuple(by) if isinstance(by, tuple) else (by,) * len(pairs)
    places = tuple((arms.index(one), arms.index(other)) for one, other in pairs)
    sign = 1 if arms[0].metric(on).higher_is_better else -1
    return EveryLead(arms=arms, pairs=places, margins=margins, on=on, sign=sign, **asked)


@dataclass(frozen=True, kw_only=True)
class Fraction(Question):
    """With this seed, is the first arm's figure at most a fraction of the second's?"""

    kind = "fraction"
    figure = "pairs"

    fraction: float

    @property
    def bounds(self):
        return (Bound(f"at most {self.fraction:g} of it", self.fraction, "below"),)

    def effect(self, values):
        first, second = values
        return first / second

    def answer(self, effect):
        return effect <= self.fraction

    def text(self, names):
        return (
            f"With the same seed, is the {self.metric.label} of {names[0]} at most {self.fraction:g} of {names[1]}'s?"
        )

    def effect_label(self, names):
        return f"{names[0]} as a fraction of {names[1]}"
