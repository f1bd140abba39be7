"""What questions about a lead and its margin have in common: the margin, and what is said of it besides yes and no."""

from __future__ import annotations

from dataclasses import dataclass

from harness.base.errors import DeclarationError
from harness.declare.checks import check_finite
from harness.declare.effect import Bound, more_than
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning
from harness.judge.finer import TIE


@dataclass(frozen=True, kw_only=True)
class Lead(Question):
    """With this seed, is a difference, which may have either sign, more than the margin?

    Raises:
        DeclarationError: the margin is no finite number of at least 0.

    """

    signed = True
    figure = "pairs"

    by: float
    """The margin, in the metric's unit."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_finite("a margin (by=)", self.by)
        if self.by < 0:
            raise DeclarationError(f"a margin (by=) must be at least 0, not {self.by!r}")
        check_meaning(self)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return (more_than(self.by),)

    @property
    def stated_margin(self) -> float:
        return self.by

    def answer(self, effect: float) -> bool:
        return effect > self.by + TIE
