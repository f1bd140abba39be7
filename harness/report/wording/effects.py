"""What an effect is, and what it is held against, in words: the claim's own, whatever kind of question it puts."""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

from harness.report.wording.formatting import listing, rounded, span
from harness.results.model import Claim, RoundsClaim, SeedsClaim

Asked = SeedsClaim | RoundsClaim
"""A claim that was put as a question, which seeds or rounds answered."""


def answered(claim: Claim) -> Asked | None:
    """Return a claim that seeds were asked, or rounds that were played; None for any other."""
    if isinstance(claim, SeedsClaim) or (isinstance(claim, RoundsClaim) and claim.rounds):
        return claim
    return None


class Column(NamedTuple):
    """An arm, or a side of a timing, with its value for each seed or round."""

    name: str
    values: tuple[float, ...]


class Measured(NamedTuple):
    """What was measured to answer a question."""

    label: str
    unit: str
    infinite: str
    """What an arm has whose value is infinite."""
    columns: list[Column]


def measured(claim: Asked) -> Measured:
    """Return what was measured, of the arms or of the sides of a timing."""
    if isinstance(claim, RoundsClaim):
        columns = [
            Column(f"{claim.by} {side:g}", tuple(values[place] for values in claim.rounds))
            for place, side in enumerate(claim.sides)
        ]
        return Measured(claim.of, f"by {claim.by}", "no finite value", columns)
    metric = claim.metric
    return Measured(metric.label, metric.unit, metric.infinite, [Column(arm.name, arm.values) for arm in claim.arms])


def effect_term(claim: Asked) -> str:
    """Return the caption of the median effect."""
    return "median effect" if claim.compares else f"median {claim.effect_label}"


def infinite(claim: Asked) -> str:
    """Return what an infinite median effect means; nothing if it is finite, or there is none.

    Its sign does not tell which arm is at fault, for it depends on what is asked: the arms' values do.
    """
    if claim.effect is None or math.isfinite(claim.effect.estimate):
        return ""
    metric = measured(claim)
    lost = Counter(
        tuple(column.name for column in metric.columns if not math.isfinite(column.values[place]))
        for place, effect in enumerate(claim.effects)
        if effect == claim.effect.estimate
    )
    names = lost.most_common(1)[0][0] if lost else ()
    who = listing(names) if names else "a run"
    has = "have" if len(names) > 1 else "has"
    return f"with the median {claim.answered_by}, {who} {has} {metric.infinite}"


def effect_sentence(claim: Asked) -> str:
    """Return the median effect in words, with what was claimed of it; without a full stop."""
    if claim.effect is None:
        return "no effect could be measured"
    label = measured(claim).label
    claimed = f"where {claim.claimed} was claimed"
    if meaning := infinite(claim):
        return f"{meaning} ({label}, {claimed})"
    limits = "" if claim.effect.low is None else f" ({span(claim.effect)})"
    median = f"{rounded(claim.effect.estimate, signed=claim.signed)}{limits}"
    return f"a median of {median} in {label}, {claimed}" if claim.compares else f"median {label} {median}, {claimed}"
