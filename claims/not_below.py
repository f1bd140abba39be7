"""A kind of question of the suite's own: is an arm, with the same seed, not below another one by more than a margin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness import Bound, Experiment, Question

ROUNDING = 1e-9
"""By so much an effect may miss its bound."""


@dataclass(frozen=True, kw_only=True)
class NotBelow(Question):
    """With this seed, is the first arm's metric no further below the second's than so much?"""

    kind = "not below"
    figure = "pairs"
    signed = True

    within: float

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """What the effect has to reach."""
        return (Bound(f"at least {-self.within:g}", -self.within, "above"),)

    def effect(self, values: Sequence[float]) -> float:
        """Return the first arm's lead."""
        first, second = values
        return first - second

    def answer(self, effect: float) -> bool:
        """Return whether it is enough; a lead that is not defined is none."""
        return effect >= -self.within - ROUNDING

    def text(self, names: Sequence[str]) -> str:
        """Return the question in words."""
        return (
            f"With the same seed, is the {self.metric.label} of {names[0]} not below that of {names[1]} by more than "
            f"{self.within:g}?"
        )

    def effect_label(self, names: Sequence[str]) -> str:
        """Return what the effect is."""
        return f"how far {names[0]} is above {names[1]}"


def not_below(first: Experiment, second: Experiment, *, on: str, within: float) -> NotBelow:
    """Ask whether the first arm is at most so much below the second."""
    return NotBelow(arms=(first, second), on=on, within=within)
