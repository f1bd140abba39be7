"""Is what a run returns true?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from harness.base.errors import DeclarationError
from harness.declare.effect import TRUE, Bound
from harness.declare.questions.base import Question
from harness.judge.finer import TIE


@dataclass(frozen=True, kw_only=True)
class Holding(Question):
    """With this seed, is the metric, a yes or a no of the run's own, a yes?"""

    kind = "holding"
    takes = (1, 1)
    compares = False
    figure = "values"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.metric.unit:
            raise DeclarationError(
                f"holds() asks about what is true or false, and {self.on!r} is measured in {self.metric.unit}: ask "
                "at_least(...) or at_most(...)"
            )

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return (Bound(TRUE, 1.0, "above"),)

    def misfit(self, values: Sequence[float]) -> str | None:
        (value,) = values
        is_bool = value in (0, 1) or not math.isfinite(value)
        return None if is_bool else f"{self.metric.label} is {value:g}, which is neither true (1) nor false (0)"

    def effect(self, values: Sequence[float]) -> float:
        return values[0]

    def answer(self, effect: float) -> bool:
        return abs(effect - 1) <= TIE

    def text(self, names: Sequence[str]) -> str:  # noqa: ARG002 (there is one arm, and it needs no name)
        return f"With this seed, is this true: {self.metric.label}?"

    def effect_label(self, names: Sequence[str]) -> str:  # noqa: ARG002
        return self.metric.label
