"""What an effect is, and what it is held against, in words: both depend on the kind of question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from harness.base.text import visible
from harness.declare.metrics import Metric
from harness.judge.decide import Verdict
from harness.report.wording.formatting import figure, listing, margin_text, plain, span, value

Claim = Mapping[str, Any]
"""An entry of `claims` in results.json."""
BY_WORD = {verdict.word: verdict for verdict in Verdict}
NEXT_TO_NOTHING = 1e-4
"""Thresholds up to this ask for any amount at all."""


class Leads(NamedTuple):
    """The two leads that an interaction compares."""

    of: str
    """Which arm leads over which, if that is the same in both; otherwise empty."""
    names: tuple[str, str]
    """What tells the two leads apart."""


def unit(claim: Claim) -> str:
    """Return what answers the question: a seed, or a round of a benchmark."""
    return "round" if claim["kind"] == "benchmark" else "seed"


def signed(claim: Claim) -> bool:
    """Return whether the effect is a difference, whose sign says for or against the claim."""
    return claim["kind"] in ("superiority", "trend")


def sign(claim: Claim) -> int | None:
    """Return 1 if a figure is said to be at least a threshold, -1 if at most; None if it is held against none.

    Results of older versions do not say it, but their answers do, unless all values are on the threshold.
    """
    if claim["kind"] != "proportion":
        return None
    if "sign" in claim:
        return int(claim["sign"])
    for answer, effect in zip(claim["answers"], map(value, claim["effects"]), strict=True):
        if not math.isnan(effect) and effect != claim["margin"]:
            return 1 if answer == (effect > claim["margin"]) else -1
    return None


def bound(kind: str, margin: float | Sequence[float], way: int | None = None) -> str:
    """Return what is claimed of an effect, such as "more than 0.01": for a sentence.

    Args:
        kind: of the question.
        margin: of the question.
        way: for a proportion, 1 if its figure is said to be at least the margin, -1 if at most; None: not known.

    """
    text = margin_text(margin)
    if not isinstance(margin, int | float):
        return text
    if kind != "proportion":
        return f"more than {text}"
    if way is None:
        return f"a threshold of {text}"
    if way > 0 and 0 < margin <= NEXT_TO_NOTHING:
        return f"more than 0 ({text} or more)"
    return f"{'at least' if way > 0 else 'at most'} {text}"


def margin_words(kind: str, margin: float | Sequence[float], way: int | None = None) -> str:
    """Return what is claimed of an effect, such as "margin 0.01": to stand beside it; takes what `bound` does."""
    if not isinstance(margin, int | float):
        return f"interval {margin_text(margin)}"
    if kind == "proportion" and way is not None:
        return f"claimed: {bound(kind, margin, way)}"
    word = {"proportion": "threshold", "trend": "every step above"}.get(kind, "margin")
    return f"{word} {plain(margin)}"


def margin_of(claim: Claim) -> str:
    """Return `margin_words` of an entry of results.json."""
    return margin_words(claim["kind"], claim["margin"], sign(claim))


def effect_term(claim: Claim) -> str:
    """Return what the number called effect is, as its caption."""
    if leads(claim):
        return "median difference between the two leads"
    return {
        "superiority": "median lead, in the claimed direction",
        "benchmark": f"median of the {visible(_label(claim))}",
        "trend": "median of the smallest step in the claimed direction",
    }.get(claim["kind"], f"median {visible(claim['metric']['label'])}")


def _label(claim: Claim) -> str:
    return str(claim.get("effect_label", "effect"))


def leads(claim: Claim) -> Leads | None:
    """Return the two leads that a question compares; None if it compares none."""
    names = [arm["name"] for arm in claim.get("arms", ())]
    if claim["kind"] != "superiority" or len(names) != 4:
        return None
    pairs = [[name.split(", ") for name in pair] for pair in (names[:2], names[2:])]
    shared = [", ".join(part for part in first if part in second) for first, second in pairs]
    own = [
        [", ".join(part for part in name if part not in common.split(", ")) for name in pair]
        for pair, common in zip(pairs, shared, strict=True)
    ]
    if own[0] == own[1] and all(own[0]) and all(shared):
        return Leads(f"{own[0][0]} over {own[0][1]}", (shared[0], shared[1]))
    return Leads("", (f"{names[0]} over {names[1]}", f"{names[2]} over {names[3]}"))


def infinite_words(claim: Claim) -> str:
    """Return what a run has whose figure is infinite."""
    return str(claim["metric"].get("infinite", Metric.infinite))


def infinite(claim: Claim) -> str:
    """Return what an infinite effect means; nothing if it is finite.

    Its sign does not tell which arm is at fault, for it depends on what is asked: the arms' values do.
    """
    estimate = claim["effect"]["estimate"]
    if not isinstance(estimate, str):
        return ""
    lost = Counter(
        tuple(arm["name"] for arm in claim["arms"] if not math.isfinite(value(arm["values"][seed])))
        for seed, effect in enumerate(claim["effects"])
        if effect == estimate
    )
    names = lost.most_common(1)[0][0] if lost else ()
    who = listing(names) if names else "a network"
    has = "have" if len(names) > 1 else "has"
    return f"with the median {unit(claim)}, {who} {has} {infinite_words(claim)}"


def effect_sentence(claim: Claim) -> str:
    """Return the effect in words, with what was claimed of it; without a full stop."""
    label, effect = claim["metric"]["label"], claim["effect"]
    if effect is None:
        return "no effect could be measured"
    claimed = f"where {bound(claim['kind'], claim['margin'], sign(claim))} was claimed"
    if said := infinite(claim):
        return f"{said} ({label}, {claimed})"
    limits = "" if effect["low"] is None else f" ({span(effect)})"
    median = f"{figure(effect['estimate'], signed=signed(claim))}{limits}"
    if leads(claim):
        return f"the leads in {label} differ by a median of {median}, {claimed}"
    return {
        "superiority": f"median lead of {median} in {label}, {claimed}",
        "trend": f"the smallest step in {label} has a median of {median}, {claimed}",
        "benchmark": f"the {_label(claim)} has a median of {median}, {claimed}",
    }.get(claim["kind"], f"median {label} {median}, {claimed}")
