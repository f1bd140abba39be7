"""One row of the forest plot: where an effect and its interval lie, seen from the margin."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.report.wording.effects import effect_term, infinite, margin_of, sign
from harness.report.wording.formatting import figure, span, value

WIDTH, HEIGHT = 200.0, 22.0
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

    low: float
    dot: float
    high: float
    zero: float | None
    """Where no difference is; None for claims about a figure itself instead of a difference."""
    band: tuple[float, float] | None
    """For an interval claim, where the effect has to lie."""
    beyond: tuple[bool, bool]
    """Whether the interval leaves the strip on the left and on the right."""
    estimated: bool
    """False if the interval has no limits, for want of seeds."""


def forest(claim: Mapping[str, Any]) -> Forest | None:
    """Return the row of a statistical claim; None if nothing was measured."""
    if not claim.get("effect"):
        return None
    margin = claim["margin"]
    if isinstance(margin, list):
        centre, unit, way = sum(margin) / 2, (margin[1] - margin[0]) / 2, 1
    else:
        centre, unit, way = float(margin), _unit(claim), (sign(claim) or 1)
    estimate, low, high = (value(claim["effect"][name]) for name in ("estimate", "low", "high"))
    if math.isnan(estimate):
        return None

    def at(effect: float) -> float:
        share = math.asinh(way * (effect - centre) / unit) / _REACH
        return WIDTH / 2 + (WIDTH / 2 - _EDGE) * max(-1.0, min(1.0, share))

    def outside(effect: float) -> bool:
        return abs(math.asinh((effect - centre) / unit)) > _REACH

    estimated = not (math.isnan(low) or math.isnan(high))
    ends = sorted((at(low), at(high))) if estimated else [at(estimate)] * 2
    limits = sorted((low, high), key=at) if estimated else [estimate] * 2
    return Forest(
        low=round(ends[0], 1),
        dot=round(at(estimate), 1),
        high=round(ends[1], 1),
        zero=round(at(0.0), 1) if claim["kind"] == "superiority" and centre else None,
        band=(round(at(margin[0]), 1), round(at(margin[1]), 1)) if isinstance(margin, list) else None,
        beyond=(outside(limits[0]) and ends[0] < WIDTH / 2, outside(limits[1]) and ends[1] > WIDTH / 2),
        estimated=estimated,
    )


def _unit(claim: Mapping[str, Any]) -> float:
    """Return what counts as one step from the margin: the margin where it is a difference.

    Otherwise a tenth of what is usual: a threshold of next to nothing is no measure of distance.
    """
    margin = abs(float(claim["margin"]))
    if claim["kind"] == "superiority" and margin:
        return margin
    sizes = sorted(abs(value(v)) for v in claim["effects"] if math.isfinite(value(v)) and value(v))
    typical = sizes[len(sizes) // 2] if sizes else 0.0
    return max(margin, typical) / 10 or 1.0


def alt(claim: Mapping[str, Any], row: Forest) -> str:
    """Return what a row shows, in words."""
    if row.band:
        place = "in the interval" if row.band[0] <= row.dot <= row.band[1] else "outside the interval"
    elif row.dot == WIDTH / 2:
        place = "on the margin"
    else:
        place = f"{'for' if row.dot > WIDTH / 2 else 'against'} the claim"
    meaning = infinite(claim) or span(claim["effect"])
    return f"{effect_term(claim)} {figure(claim['effect']['estimate'])}, {meaning}; {margin_of(claim)}; {place}"
