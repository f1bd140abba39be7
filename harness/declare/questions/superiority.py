"""Is the first arm above (or below) the second by more than a margin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.base.errors import DeclarationError
from harness.declare.checks import check_finite
from harness.declare.effect import Bound, more_than
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning
from harness.judge.finer import TIE


def check_margin(by: float) -> None:
    """Hold a margin to being a finite number of at least 0; raise DeclarationError otherwise."""
    check_finite("a margin (by=)", by)
    if by < 0:
        raise DeclarationError(f"a margin (by=) must be at least 0, not {by!r}")


def lead_label(names: Sequence[str], sign: int) -> str:
    """Return what an effect is: the first arm's lead over the second, upwards (+1) or downwards (-1)."""
    return f"how far {names[0]} is {'above' if sign > 0 else 'below'} {names[1]}"


@dataclass(frozen=True, kw_only=True)
class Superiority(Question):
    """With this seed, is the first arm's figure above (or below) the second's by more than the margin?"""

    kind = "superiority"
    signed = True
    figure = "pairs"

    by: float
    """The margin, in the figure's unit."""
    sign: int = 1
    """+1: the first arm's figure is said to be the higher one; -1: the lower one."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_margin(self.by)
        check_meaning(self)

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return (more_than(self.by),)

    @property
    def stated_margin(self) -> float:
        return self.by

    def without_margin(self) -> Question:
        return replace(self, by=0.0)

    def effect(self, values: Sequence[float]) -> float:
        first, second = values
        return self.sign * (first - second)

    def answer(self, effect: float) -> bool:
        return effect > self.by + TIE

    def text(self, names: Sequence[str]) -> str:
        way = "above" if self.sign > 0 else "below"
        return (
            f"With the same seed, is the {self.metric.label} of {names[0]} {way} that of {names[1]} "
            f"by more than {self.by:g}?"
        )

    def effect_label(self, names: Sequence[str]) -> str:
        return lead_label(names, self.sign)
