"""Is the first arm's lead over the second larger than the third's over the fourth, by more than a margin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.declare.arm import Arm
from harness.declare.effect import Leads
from harness.declare.labels import differences
from harness.declare.questions.lead import Lead


def interaction_label(leads: Leads) -> str:
    """Return what an effect is: how much larger the first lead is than the second."""
    first, second = leads.names
    if leads.of:
        return f"how much larger the lead of {leads.of} is with {first} than with {second}"
    return f"how much larger the lead of {first} is than that of {second}"


@dataclass(frozen=True, kw_only=True)
class Interaction(Lead):
    """With this seed, is the first arm's lead over the second larger than the third's over the fourth?"""

    kind = "interaction"
    takes = (4, 4)

    @property
    def compared(self) -> tuple[tuple[Arm, ...], ...]:
        return self.arms[:2], self.arms[2:]

    @property
    def reach(self) -> tuple[float, float]:
        low, high = super().reach
        return 2 * low, 2 * high

    @property
    def leads(self) -> Leads:
        return Leads.between(differences(self.arms))

    def effect(self, values: Sequence[float]) -> float:
        first, second, third, fourth = values
        return (first - second) - (third - fourth)

    def text(self, names: Sequence[str]) -> str:  # noqa: ARG002 (the leads have names of their own)
        leads, (first, second) = self.leads, self.leads.names
        larger = f"larger with {first} than with {second}" if leads.of else f"larger than that of {second}"
        lead = f"the lead of {leads.of or first} in {self.metric.label}"
        return f"With the same seed, is {lead} {larger}, by more than {self.by:g}?"

    def effect_label(self, names: Sequence[str]) -> str:  # noqa: ARG002 (the leads have names of their own)
        return interaction_label(self.leads)
