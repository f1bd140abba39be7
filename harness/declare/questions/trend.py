"""Does a metric rise, or fall, at every step from one arm to the next?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.declare.effect import Bound, figure_of_arms, more_than
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning
from harness.judge.finer import TIE


def step_label(sign: int) -> str:
    """Return what an effect is: of steps that rise (+1) or fall (-1), the smallest is the one that might not."""
    return f"smallest {'rise' if sign > 0 else 'fall'} from one arm to the next"


@dataclass(frozen=True, kw_only=True)
class Trend(Question):
    """With this seed, does the metric go the claimed way at every step from one arm to the next?"""

    kind = "trend"
    takes = (2, math.inf)
    signed = True

    sign: int
    """+1: the metric is said to rise from arm to arm; -1: to fall."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_meaning(self)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return (more_than(0.0),)

    @property
    def figure(self) -> str:
        return figure_of_arms(len(self.arms))

    def effect(self, values: Sequence[float]) -> float:
        steps = [self.sign * (after - before) for before, after in pairwise(values)]
        return math.nan if any(map(math.isnan, steps)) else min(steps)

    def change(self, values: Sequence[float]) -> float:
        """Return by how much the metric goes the claimed way from the first arm to the last, whatever is between."""
        return self.sign * (values[-1] - values[0])

    def answer(self, effect: float) -> bool:
        return effect > TIE

    def text(self, names: Sequence[str]) -> str:
        way = "rise" if self.sign > 0 else "fall"
        steps = f"{way} at every step over {'; '.join(names)}"
        return f"With the same seed, {self.goes_with('does')} the {self.metric.label} {steps}?"

    def effect_label(self, names: Sequence[str]) -> str:  # noqa: ARG002 (the steps are between all of them)
        return step_label(self.sign)
