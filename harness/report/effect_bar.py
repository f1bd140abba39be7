"""A small bar: a median effect in its own units, with its interval, against what the claim asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from harness.report.wording import quantities
from harness.report.wording.effects import Asked

_EDGE = 6.0


@dataclass(frozen=True)
class EffectBar:
    """Positions on a strip of `WIDTH`, which reaches from the lowest to the highest of what is on it, and over 0."""

    WIDTH: ClassVar = 240.0
    HEIGHT: ClassVar = 30.0

    zero: float
    effect: float
    low: float
    high: float
    """Ends of the interval; both at the effect if it has none."""
    bounds: list[float]
    """What is asked for: a margin, or the two ends of an interval."""
    beyond: bool
    """Whether the effect is infinite: then it is at the edge."""
    amount: str
    asked: str
    """What is asked for, in words."""

    @property
    def start(self) -> float:
        """Where the bar begins."""
        return min(self.zero, self.effect)

    @property
    def length(self) -> float:
        """How long it is."""
        return round(abs(self.effect - self.zero), 1)

    @property
    def alt(self) -> str:
        """What the bar shows, in words."""
        return f"{self.amount}; the claim asks for {self.asked}"


def effect_bar(claim: Asked | None) -> EffectBar | None:
    """Return the bar of a question; None where nothing was measured."""
    if claim is None or claim.effect is None or math.isnan(claim.effect.estimate):
        return None
    interval, bounds = claim.effect, [bound.value for bound in claim.bounds]
    limits = [interval.estimate if limit is None else limit for limit in (interval.low, interval.high)]
    finite = [number for number in (0.0, *bounds, interval.estimate, *limits) if math.isfinite(number)]
    low, high = min(finite), max(finite)
    room = (high - low) or 1.0

    def at(value: float) -> float:
        share = (min(max(value, low), high) - low) / room
        return round(_EDGE + (EffectBar.WIDTH - 2 * _EDGE) * share, 1)

    beyond = math.isinf(interval.estimate)
    effect = at(interval.estimate)
    if beyond:
        effect = EffectBar.WIDTH - _EDGE if interval.estimate > 0 else _EDGE
    return EffectBar(
        zero=at(0.0),
        effect=effect,
        low=effect if beyond else at(limits[0]),
        high=effect if beyond else at(limits[1]),
        bounds=[at(bound) for bound in bounds],
        beyond=beyond,
        amount="no finite value" if beyond else _amount(claim, interval.estimate),
        asked=quantities.claimed(claim),
    )


def _amount(claim: Asked, effect: float) -> str:
    """Return an effect in words; a difference below 0 goes the other way than the claim says."""
    if claim.signed and claim.compares and effect < 0:
        return f"{quantities.amount(claim, -effect)} the other way"
    return quantities.amount(claim, effect)
