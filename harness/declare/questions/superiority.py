"""Is the first arm above (or below) the second by more than a margin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.declare.questions.lead import Lead


def lead_label(names: Sequence[str], sign: int) -> str:
    """Return what an effect is: the first arm's lead over the second, upwards (+1) or downwards (-1)."""
    return f"how far {names[0]} is {'above' if sign > 0 else 'below'} {names[1]}"


@dataclass(frozen=True, kw_only=True)
class Superiority(Lead):
    """With this seed, is the first arm's metric above (or below) the second's by more than the margin?"""

    kind = "superiority"

    sign: int = 1
    """+1: the first arm's metric is said to be the higher one; -1: the lower one."""

    def effect(self, values: Sequence[float]) -> float:
        first, second = values
        return self.sign * (first - second)

    def text(self, names: Sequence[str]) -> str:
        way = "above" if self.sign > 0 else "below"
        return (
            f"With the same seed, {self.goes_with('is')} the {self.metric.label} of {names[0]} {way} "
            f"{self.goes_with('that')} of {names[1]} "
            f"by more than {self.by:g}?"
        )

    def effect_label(self, names: Sequence[str]) -> str:
        return lead_label(names, self.sign)
