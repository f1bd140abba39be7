"""Is the first arm's lead over the second larger than the third's over the fourth, by more than a margin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.declare.arm import Arm
from harness.declare.effect import Bound, Leads, more_than
from harness.declare.labels import differences
from harness.declare.questions.base import Question
from harness.declare.questions.meaning import check_meaning
from harness.declare.questions.superiority import check_margin
from harness.judge.finer import TIE


def interaction_label(leads: Leads) -> str:
    """Return what an effect is: how much larger the first lead is than the second."""
    first, second = leads.names
    if leads.of:
        return f"how much larger the lead of {leads.of} is with {first} than with {second}"
    return f"how much larger the lead of {first} is than that of {second}"


@dataclass(frozen=True, kw_only=True)
class Interaction(Question):
    """With this seed, is the first arm's lead over the second larger than the third's over the fourth?"""

    kind = "interaction"
    takes = (4, 4)
    signed = True
    figure = "pairs"

    by: float
    """The margin, in the figure's unit."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_margin(self.by)
        check_meaning(self)

    @property
    def compared(self) -> tuple[tuple[Arm, ...], ...]:
        return self.arms[:2], self.arms[2:]

    @property
    def reach(self) -> tuple[float, float]:
        low, high = super().reach
        return 2 * low, 2 * high

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return (more_than(self.by),)

    @property
    def stated_margin(self) -> float:
        return self.by

    @property
    def leads(self) -> Leads:
        return Leads.between(differences(self.arms))

    def without_margin(self) -> Question:
        return replace(self, by=0.0)

    def effect(self, values: Sequence[float]) -> float:
        first, second, third, fourth = values
        return (first - second) - (third - fourth)

    def answer(self, effect: float) -> bool:
        return effect > self.by + TIE

    def text(self, names: Sequence[str]) -> str:
        return (
            f"With the same seed, is the {self.metric.label} of ({names[0]}) minus that of ({names[1]}) above "
            f"that of ({names[2]}) minus that of ({names[3]}) by more than {self.by:g}?"
        )

    def effect_label(self, names: Sequence[str]) -> str:  # noqa: ARG002 (the leads have names of their own)
        return interaction_label(self.leads)
