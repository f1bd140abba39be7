"""The answer to one question in a sentence that somebody who has not read the method understands."""

from __future__ import annotations

import math

from harness.base.numbers import plain
from harness.judge.decide import Verdict
from harness.report.wording import findings, reasons
from harness.report.wording.effects import Asked, answered
from harness.report.wording.formatting import about, capital, count
from harness.results.model import Claim, SeedsClaim


def plain_answer(claim: Claim) -> str:
    """Return what was found in a sentence: what differs, by how much, and what was claimed of it."""
    asked = answered(claim)
    if asked is None or asked.effect is None or not asked.seeds:
        return _sentence(claim.reason)
    if math.isnan(asked.effect.estimate):
        return _sentence(claim.reason)
    found, claimed = findings.found(asked), findings.asked_for(asked)
    return _sentence(f"{found}; claimed: {claimed}" if claimed else found)


def what_was_seen(claim: Claim) -> str:
    """Return what happened instead, in the suite's words where it has foreseen it, else the answer."""
    if claim.verdict is Verdict.REFUTED and claim.expected is Verdict.REFUTED and claim.expected_reason:
        said = reasons.filled(claim.expected_reason, claim)
        if reasons.MISSING not in said:
            return _sentence(said)
    return plain_answer(claim)


def _sentence(text: str) -> str:
    return capital(text).rstrip(".") + "."


def sureness(claim: Claim) -> str:
    """Return how sure one answer is, in words."""
    asked = answered(claim)
    if asked is None or not asked.seeds:
        return ""
    seeds = count(asked.seeds, asked.answered_by)
    wanted = "" if asked.p0 == 0.5 else f" (claimed: more than {plain(100 * asked.p0)} %)"
    if asked.verdict is Verdict.SUPPORTED:
        return f"{asked.yes} of {seeds} agree{wanted}"
    if asked.verdict is Verdict.REFUTED:
        no = asked.seeds - asked.yes
        but = f", {asked.yes} agree{wanted}" if wanted and asked.yes else ""
        return f"{no} of {seeds} contradict{'s' if no == 1 else ''} it{but}"
    more = f"; about {about(asked.seeds_wanted)} would decide it" if asked.seeds_wanted else ""
    return f"{asked.yes} of {seeds} agree{wanted}, {_leaning(asked)}{more}"


def _leaning(claim: Asked) -> str:
    """Return which way an undecided question leans, by the interval of the probability of a yes."""
    chance = claim.probability
    if chance is None or chance.low is None or chance.high is None:
        return "too few to decide"
    if chance.low > claim.p0:
        return "which leans towards yes, but is not enough by the standard used here"
    if chance.high < claim.p0:
        return "which leans towards no, but is not enough by the standard used here"
    return f"too near to {'an even split' if claim.p0 == 0.5 else 'that'} to decide"


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
    return f"scikit-learn, asked the same, gives the same answer to {same or 'none'} of {len(pairs)} questions"
