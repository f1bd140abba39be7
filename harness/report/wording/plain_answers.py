"""The answer to one question in a sentence that somebody who has not read the method understands."""

from __future__ import annotations

import math
import re

from harness.judge.decide import Verdict
from harness.report.wording import quantities, reasons
from harness.report.wording.effects import Asked, answered, measured
from harness.report.wording.formatting import capital, count, listing
from harness.results.model import Claim, RoundsClaim, SeedsClaim

_LEAD = re.compile(r"how far (?P<first>.+) is (?P<way>above|below|ahead of|behind) (?P<second>.+)", re.DOTALL)
_STEP = re.compile(r"smallest (?P<relative>relative )?(?P<way>fall|rise) from one ")
_WAYS = {"above": ("higher", "lower"), "below": ("lower", "higher")}
_BETTER = {"ahead of": ("better", "worse"), "behind": ("worse", "better")}


def plain_answer(claim: Claim) -> str:
    """Return what was found in a sentence: what differs, by how much, and what was claimed of it."""
    asked = answered(claim)
    if asked is None or asked.effect is None or not asked.seeds:
        return _sentence(claim.reason)
    if math.isnan(asked.effect.estimate):
        return _sentence(claim.reason)
    found = _lost(asked) if math.isinf(asked.effect.estimate) else f"{_found(asked)}{_limits(asked)}"
    return _sentence(f"{found}; claimed: {quantities.claimed(asked)}" if _says_margin(asked) else found)


def what_was_seen(claim: Claim) -> str:
    """Return what happened instead, in the suite's words where it has foreseen it, else the answer."""
    if claim.verdict is Verdict.REFUTED and claim.expected is Verdict.REFUTED and claim.expected_reason:
        said = reasons.filled(claim.expected_reason, claim)
        if reasons.MISSING not in said:
            return _sentence(said)
    return plain_answer(claim)


def _sentence(text: str) -> str:
    return capital(text).rstrip(".") + "."


def _says_margin(claim: Asked) -> bool:
    return not (_STEP.match(claim.effect_label) and claim.bounds[0].value == 0)


def _limits(claim: Asked) -> str:
    step = _STEP.match(claim.effect_label)
    text = "" if step and step["relative"] else quantities.limits(claim, claim.effect)
    lead = _LEAD.fullmatch(claim.effect_label)
    if text and lead and claim.effect and claim.effect.estimate < 0:
        ends = [bound for bound in (claim.effect.high, claim.effect.low) if bound is not None]
        text = " to ".join(quantities.number(claim, 0.0 - end) for end in ends)
    return f" ({text})" if text else ""


def _found(claim: Asked) -> str:
    effect = claim.effect.estimate if claim.effect else math.nan
    label = claim.of if isinstance(claim, RoundsClaim) else claim.metric.label
    if lead := _LEAD.fullmatch(claim.effect_label):
        ways = {**_WAYS, **_BETTER}[lead["way"]]
        if not effect:
            return f"{label} is the same with {lead['first']} as with {lead['second']}"
        size, way = quantities.amount(claim, abs(effect)), ways[effect < 0]
        return f"{label} is {size} {way} with {lead['first']} than with {lead['second']}"
    if step := _STEP.match(claim.effect_label):
        return _steps(claim, label, effect, step)
    size = quantities.amount(claim, effect)
    if not claim.compares:
        return f"{label}: {size} in the median {claim.answered_by}"
    return f"{label}: {claim.effect_label}: {size}"


def _steps(claim: Asked, label: str, effect: float, step: re.Match[str]) -> str:
    names = [column.name for column in measured(claim).columns]
    size = f"{100 * abs(effect):.2g} %" if step["relative"] else quantities.amount(claim, abs(effect))
    over = f"from {names[0]} to {names[-1]}"
    verb = f"{step['way']}s"
    if effect > 0:
        return f"{label} {verb} at every step {over}, by at least {size}"
    return f"{label} does not {step['way']} at every step {over}: one step goes the other way, by {size}"


def _lost(claim: Asked) -> str:
    """Return which arms have no finite value in how many seeds, for an effect that is infinite."""
    metric = measured(claim)
    parts = []
    for column in metric.columns:
        lost = sum(not math.isfinite(value) for value in column.values[: claim.seeds])
        if lost:
            of = f"{lost} of {count(claim.seeds, claim.answered_by)}"
            who = f"{column.name} has" if claim.compares else "there is"
            parts.append(f"{who} {metric.infinite or 'no finite value'} in {of}")
    return f"{metric.label}: {listing(parts)}" if parts else f"{metric.label}: no finite effect"


def sureness(claim: Claim) -> str:
    """Return how sure one answer is, in words."""
    asked = answered(claim)
    if asked is None or not asked.seeds:
        return ""
    seeds = count(asked.seeds, asked.answered_by)
    if asked.verdict is Verdict.SUPPORTED:
        return f"{asked.yes} of {seeds} agree"
    if asked.verdict is Verdict.REFUTED:
        return f"{asked.seeds - asked.yes} of {seeds} say no"
    more = f"; about {asked.seeds_wanted} would decide" if asked.seeds_wanted else ""
    return f"{asked.yes} of {seeds} say yes, {_leaning(asked)}{more}"


def _leaning(claim: Asked) -> str:
    """Return which way an undecided question leans, by the interval of the probability of a yes."""
    chance = claim.probability
    if chance is None or chance.low is None or chance.high is None:
        return "too few to decide"
    if chance.low > claim.p0:
        return "which leans towards yes, but is not enough by the standard used here"
    if chance.high < claim.p0:
        return "which leans towards no, but is not enough by the standard used here"
    return "too near to an even split to decide"


def second_library(claims: list[SeedsClaim]) -> str:
    """Return whether scikit-learn, where it was asked the same, answers alike; empty where it was not asked."""
    pairs = [(claim.verdict, claim.baseline.verdict) for claim in claims if claim.baseline]
    if not pairs:
        return ""
    same = sum(ours is theirs for ours, theirs in pairs)
    if same == len(pairs):
        return "scikit-learn, asked the same, gives the same answer"
    if len(pairs) == 1:
        return f"scikit-learn, asked the same, says {pairs[0][1].word}"
    return f"scikit-learn, asked the same, gives the same answer to {same} of {len(pairs)} questions"
