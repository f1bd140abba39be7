"""A row of the report's table of verdicts: a question, or all checks of a claim that agree."""

from __future__ import annotations

import math
from dataclasses import dataclass

from harness.judge.decide import Verdict
from harness.report.forest_row import Forest, alt, forest
from harness.report.question_view import Question
from harness.report.wording import quantities
from harness.report.wording.effects import Asked, answered, infinite
from harness.report.wording.formatting import count
from harness.results.model import SeedsClaim, ValuesClaim


@dataclass(frozen=True)
class Effect:
    """A median effect against its margin."""

    row: Forest
    alt: str
    """What the row shows, in words."""
    median: str
    interval: str
    """Its limits; empty if it has none that are finite."""
    margin: str


@dataclass(frozen=True)
class Entry:
    """A row of the table."""

    address: str
    title: str
    against: str
    verdict: Verdict
    finer: str
    """What is shown besides; empty if nothing is."""
    as_expected: bool
    effect: Effect | None
    without_effect: str
    """What stands in the place of an effect."""
    effect_key: str
    """Sorts by effect: its distance from the margin, in the claimed direction."""
    baseline: Verdict | None
    yes: int
    seeds: int
    checks: int
    """How many tests the row stands for."""


def entry(question: Question, address: str, title: str, checks: int) -> Entry:
    """Return the row of a test that stands for so many."""
    claim = question.claim
    asked = answered(claim)
    effect = _effect(asked) if asked else None
    return Entry(
        address=address,
        title=title,
        against=question.against if checks == 1 else count(checks, "check"),
        verdict=question.verdict,
        finer=asked.finer.word if asked and asked.finer else "",
        as_expected=question.as_expected,
        effect=effect,
        without_effect="checked by values" if isinstance(claim, ValuesClaim) else question.reason,
        effect_key=f"{effect.row.dot:g}" if effect else "",
        baseline=claim.baseline.verdict if isinstance(claim, SeedsClaim) and claim.baseline else None,
        yes=asked.yes if asked else 0,
        seeds=asked.seeds if asked else 0,
        checks=checks,
    )


def _effect(claim: Asked) -> Effect | None:
    row = forest(claim)
    if row is None or claim.effect is None:
        return None
    estimate = claim.effect.estimate
    median = quantities.amount(claim, estimate, signed=claim.signed) if math.isfinite(estimate) else infinite(claim)
    interval = quantities.limits(claim, claim.effect) if math.isfinite(estimate) else ""
    return Effect(row, alt(claim, row), median, interval, f"claimed: {quantities.claimed(claim)}")
