"""Are two arms' metrics the same, but for a margin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.base.errors import DeclarationError
from harness.base.numbers import plain
from harness.declare.checks import check_finite
from harness.declare.effect import Bound, within
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning
from harness.declare.questions.superiority import lead_label
from harness.judge.finer import TIE


@dataclass(frozen=True, kw_only=True)
class Equivalence(Question):
    """With this seed, does the first arm's metric lie within the margin of the second's, the margin included?"""

    kind = "equivalence"
    signed = True
    figure = "pairs"

    margin_each_way: float
    """In the metric's unit."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_finite("a margin (within=)", self.margin_each_way)
        if self.margin_each_way <= 0:
            raise DeclarationError(f"a margin (within=) must be above 0, not {self.margin_each_way!r}")
        check_meaning(self)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return within(-self.margin_each_way, self.margin_each_way)

    @property
    def claimed(self) -> str:
        return f"at most {plain(self.margin_each_way)} either way"

    def effect(self, values: Sequence[float]) -> float:
        first, second = values
        return first - second

    def answer(self, effect: float) -> bool:
        return abs(effect) <= self.margin_each_way + TIE

    def text(self, names: Sequence[str]) -> str:
        return (
            f"With the same seed, {self.goes_with('is')} the {self.metric.label} of {names[0]} the same as "
            f"{self.goes_with('that')} of {names[1]}, "
            f"within {self.margin_each_way:g}?"
        )

    def effect_label(self, names: Sequence[str]) -> str:
        return lead_label(names, 1)
