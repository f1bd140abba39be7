"""Does a run's metric reach, or stay within, a threshold?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.declare.checks import check_finite
from harness.declare.effect import Bound, at_least, at_most
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning
from harness.judge.finer import TIE


@dataclass(frozen=True, kw_only=True)
class Proportion(Question):
    """With this seed, does the metric reach (or stay within) a threshold?"""

    kind = "proportion"
    takes = (1, 1)
    compares = False
    figure = "values"

    threshold: float
    sign: int = 1
    """+1: the metric is said to be at least the threshold; -1: at most."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_finite("a threshold", self.threshold)
        check_meaning(self)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return (at_least(self.threshold) if self.sign > 0 else at_most(self.threshold),)

    def effect(self, values: Sequence[float]) -> float:
        return values[0]

    def answer(self, effect: float) -> bool:
        return self.sign * (effect - self.threshold) >= -TIE

    def text(self, names: Sequence[str]) -> str:  # noqa: ARG002 (there is one arm, and it needs no name)
        way = "at least" if self.sign > 0 else "at most"
        return f"With this seed, {self.goes_with('is')} the {self.metric.label} {way} {self.threshold:g}?"

    def effect_label(self, names: Sequence[str]) -> str:  # noqa: ARG002
        return self.metric.label
