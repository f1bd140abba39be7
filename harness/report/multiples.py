"""How an effect compares with what was claimed: as a multiple of it, whatever either is measured in."""

from __future__ import annotations

import math

from harness.report.wording.effects import Asked


def multiple(claim: Asked) -> float | None:
    """Return a question's median effect as a multiple of what was claimed; None if nothing was measured.

    At 1 and above it is what was claimed, or more; between 0 and 1 it falls short; below 0 it is the opposite. Where no
    amount was claimed but a direction, an effect of any size is infinitely more, or the opposite. Where a value has to
    be small enough, the multiple is by how much it could be larger; where it has to lie in an interval, it is 1 inside.
    """
    if claim.effect is None or math.isnan(claim.effect.estimate):
        return None
    return _of(claim, claim.effect.estimate)


def is_opposite(claim: Asked) -> bool:
    """Return whether the opposite of what was claimed is seen: all of the interval is on the other side of nothing."""
    limits = (claim.effect.low, claim.effect.high) if claim.effect else ()
    found = [_of(claim, limit) for limit in limits if limit is not None and not math.isnan(limit)]
    return len(found) == 2 and max(found) < 0


def _of(claim: Asked, effect: float) -> float:
    if len(claim.bounds) == 2:
        low, high = sorted(bound.value for bound in claim.bounds)
        return _in_interval(effect, low, high)
    (bound,) = claim.bounds
    if bound.value > 0 and bound.side == "below":
        return bound.value / effect if effect > 0 else math.inf
    way = 1 if bound.side == "above" else -1
    asked, found = way * bound.value, way * effect
    if asked > 0:
        return found / asked
    if asked < 0:  # no more than so much the other way
        return 1 + (found - asked) / -asked if found >= asked else asked / found
    if not found:
        return 0.0 if claim.signed else 1.0  # a threshold is met by equality, a difference is not
    return math.copysign(math.inf, found)


def _in_interval(effect: float, low: float, high: float) -> float:
    middle, half = (low + high) / 2, (high - low) / 2
    away = abs(effect - middle)
    return 1.0 if away <= half else half / away
