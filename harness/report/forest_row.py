"""One row of the forest plot: where an effect and its interval lie, seen from the margin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from harness.report.wording import quantities
from harness.report.wording.effects import Asked, effect_term, infinite

_EDGE = 14.0
_REACH = math.asinh(100.0)
"""Effects a hundred margins away from the margin are at the edge, and farther ones beyond it."""


@dataclass(frozen=True)
class Forest:
    """Positions on a strip of `WIDTH`; the margin is in the middle, what the claim says is right of it.

    The distance from the margin is drawn in margins on an arcsinh scale: linear near the margin, logarithmic
    far from it. So one scale serves effects of one and of seventy margins, and in every comparison "no
    difference" and the margin are at the same places.
    """

    WIDTH: ClassVar = 200.0
    HEIGHT: ClassVar = 22.0

    low: float
    dot: float
    high: float
    zero: float | None
    """Where no difference is; None for claims about a metric itself instead of a difference."""
    band: tuple[float, float] | None
    """For an effect that has to lie in an interval, where that is."""
    beyond: tuple[bool, bool]
    """Whether the interval leaves the strip on the left and on the right."""
    estimated: bool
    """False if the interval has no limits, for want of seeds."""


@dataclass(frozen=True)
class _Scale:
    """From effects to positions: `centre` is in the middle, `unit` one margin, `way` -1 if the claim is below it."""

    centre: float
    unit: float
    way: int

    def at(self, effect: float) -> float:
        share = math.asinh(self.way * (effect - self.centre) / self.unit) / _REACH
        return Forest.WIDTH / 2 + (Forest.WIDTH / 2 - _EDGE) * max(-1.0, min(1.0, share))

    def outside(self, effect: float) -> bool:
        return abs(math.asinh((effect - self.centre) / self.unit)) > _REACH


def forest(claim: Asked) -> Forest | None:
    """Return the row of a question; None if nothing was measured."""
    if claim.effect is None or math.isnan(claim.effect.estimate):
        return None
    effect, scale = claim.effect, _scale(claim)
    limits = [limit for limit in (effect.low, effect.high) if limit is not None and not math.isnan(limit)]
    estimated = len(limits) == 2
    low, high = sorted(limits if estimated else [effect.estimate] * 2, key=scale.at)
    left, right = scale.at(low), scale.at(high)
    ends = [round(scale.at(bound.value), 1) for bound in claim.bounds]
    return Forest(
        low=round(left, 1),
        dot=round(scale.at(effect.estimate), 1),
        high=round(right, 1),
        zero=round(scale.at(0.0), 1) if claim.signed and scale.centre else None,
        band=(ends[0], ends[1]) if len(ends) == 2 else None,
        beyond=(
            scale.outside(low) and left < Forest.WIDTH / 2,
            scale.outside(high) and right > Forest.WIDTH / 2,
        ),
        estimated=estimated,
    )


def _scale(claim: Asked) -> _Scale:
    if len(claim.bounds) == 1:
        bound = claim.bounds[0]
        return _Scale(bound.value, _unit(claim, abs(bound.value)), 1 if bound.side == "above" else -1)
    low, high = (bound.value for bound in claim.bounds)
    return _Scale((low + high) / 2, (high - low) / 2 or 1.0, 1)


def _unit(claim: Asked, margin: float) -> float:
    """Return what counts as one step from the margin: the margin where it is a difference.

    Otherwise a tenth of what is usual: a threshold of next to nothing is no measure of distance.
    """
    if claim.signed and margin:
        return margin
    sizes = sorted(abs(effect) for effect in claim.effects if math.isfinite(effect) and effect)
    typical = sizes[len(sizes) // 2] if sizes else 0.0
    return max(margin, typical) / 10 or 1.0


def alt(claim: Asked, row: Forest) -> str:
    """Return what a row shows, in words."""
    if row.band:
        place = "in the interval" if row.band[0] <= row.dot <= row.band[1] else "outside the interval"
    elif row.dot == Forest.WIDTH / 2:
        place = "on the margin"
    else:
        place = f"{'for' if row.dot > Forest.WIDTH / 2 else 'against'} the claim"
    found = infinite(claim)
    if claim.effect and not found:
        estimate = quantities.amount(claim, claim.effect.estimate)
        found = f"{estimate}, {quantities.span(claim, claim.effect)}"
    return f"{effect_term(claim)} {found}; claimed: {quantities.claimed(claim)}; {place}"
