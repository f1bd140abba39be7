"""Does a run's metric lie in an interval?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.declare.checks import check_interval
from harness.declare.effect import Bound, within
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning


@dataclass(frozen=True, kw_only=True)
class Interval(Question):
    """With this seed, does the metric lie within the interval, ends included?"""

    kind = "interval"
    takes = (1, 1)
    compares = False
    figure = "values"

    low: float
    high: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_interval(self.low, self.high)
        check_meaning(self)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return within(self.low, self.high)

    def effect(self, values: Sequence[float]) -> float:
        return values[0]

    def answer(self, effect: float) -> bool:
        return self.low <= effect <= self.high

    def text(self, names: Sequence[str]) -> str:  # noqa: ARG002 (there is one arm, and it needs no name)
        does = self.goes_with("does")
        return f"With this seed, {does} the {self.metric.label} lie between {self.low:g} and {self.high:g}?"

    def effect_label(self, names: Sequence[str]) -> str:  # noqa: ARG002
        return self.metric.label
