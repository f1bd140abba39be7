"""The record of a test of a claim: what was asked, what the evidence says, and how the test ended."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from typing import NamedTuple, TypedDict

from harness.base.numbers import is_finite
from harness.campaign.evidence import Evidence
from harness.declare.case import Case
from harness.declare.declaration import declaration, declaration_hash
from harness.declare.labels import arm_names
from harness.declare.metrics import Metric as DeclaredMetric
from harness.declare.questions import Question
from harness.declare.timed_question import Timing
from harness.judge import estimates
from harness.judge.decide import Judgement, Verdict
from harness.judge.finer import Finer
from harness.results import model
from harness.results.coverage import coverage
from harness.results.model import Outcome, RoundsClaim, SeedsClaim, ValuesClaim, drawable

NO_ROUNDS = "the test has played no round"
NOT_RUN = "not run"


class Checks(enum.Enum):
    """How a test's own checks ended, whatever a mark or a flipped verdict made of it."""

    HELD = "held"
    BROKEN = "broken"
    """An assertion of the test's own failed."""
    SKIPPED = "skipped"
    ERROR = "error"
    """Something else went wrong, of which nothing follows for the claim."""


_CHECKED = {
    Checks.HELD: Verdict.SUPPORTED,
    Checks.BROKEN: Verdict.REFUTED,
    Checks.SKIPPED: Verdict.NOT_JUDGED,
    Checks.ERROR: Verdict.NOT_JUDGED,
}
"""The verdict, if neither seeds nor rounds were asked."""


class Played(NamedTuple):
    """The rounds of a benchmark, one value of each side in each, and the verdict that they give."""

    rounds: Sequence[Sequence[float]]
    judgement: Judgement


class Ended(NamedTuple):
    """How a test ended."""

    outcome: Outcome
    """For pytest."""
    checks: Checks
    reason: str
    """Why its checks ended so."""
    curves: model.Curves | None = None
    """What it recorded for a picture (`harness.results.recorded_curves`)."""


class _Common(TypedDict):
    id: str
    nodeid: str
    section: str
    says: str
    so: str
    params: str
    expected: Verdict
    expected_reason: str
    outcome: Outcome | None


class _Asked(TypedDict):
    kind: str
    margin: float | tuple[float, float]
    bounds: tuple[model.Bound, ...]
    claimed: str
    signed: bool
    compares: bool
    figure: str
    declaration: model.Declaration


class _Answered(TypedDict):
    look: int | None
    yes: int
    seeds: int
    answers: tuple[bool, ...]
    effects: tuple[float, ...]
    probability: model.Interval | None
    effect: model.Interval | None
    seeds_wanted: int | None
    finer: Finer | None
    finer_look: int | None
    sizes: model.Sizes | None


def claim_record(case: Case, evidence: Evidence, played: Played | None) -> model.Claim:
    """Return what results.json says of a test of a claim before its outcome is entered.

    Args:
        case: the test.
        evidence: what the campaign found out.
        played: the rounds, if the test has played any.
    """
    common: _Common = {
        "id": case.id,
        "nodeid": case.nodeid,
        "section": case.section,
        "says": case.says,
        "so": case.so,
        "params": case.params,
        "expected": case.expected,
        "expected_reason": case.expected_reason,
        "outcome": None,
    }
    if case.question is not None:
        return _of_seeds(common, case.question, evidence)
    if case.timing is not None:
        return _of_rounds(common, case.timing, played)
    return ValuesClaim(**common, verdict=Verdict.NOT_JUDGED, reason=NOT_RUN, curves=None)


def with_outcome(claim: model.Claim, how: Ended) -> model.Claim:
    """Return a claim's record with how its test ended: that is its verdict, where nothing else gives one.

    An error in the test is never a verdict, whatever the seeds say: it may be in what was asked of them.
    """
    changes: dict[str, object] = {"outcome": how.outcome}
    if isinstance(claim, ValuesClaim) or how.checks is Checks.ERROR:
        changes |= {"verdict": _CHECKED[how.checks], "reason": how.reason}
    elif isinstance(claim, RoundsClaim) and not claim.rounds:  # only rounds speak for it or against it
        changes |= {"reason": how.reason if how.checks is not Checks.HELD else NO_ROUNDS}
    if isinstance(claim, ValuesClaim):
        changes |= {"curves": how.curves}
    return type(claim).model_validate(dict(claim) | changes)


def _of_rounds(common: _Common, timing: Timing, played: Played | None) -> RoundsClaim:
    rounds, judged = played or Played((), timing.judgement(()))
    return RoundsClaim(
        **common,
        **_asked(timing),
        **answered_parts(judged),
        question=timing.text(),
        effect_label=timing.effect_label,
        p0=judged.p0,
        looks=judged.looks,
        verdict=judged.verdict if played else Verdict.NOT_JUDGED,
        reason=judged.reason if played else NOT_RUN,
        of=timing.of,
        by=timing.by,
        sides=timing.sides,
        rounds=tuple(tuple(map(drawable, values)) for values in rounds),
    )


def _of_seeds(common: _Common, question: Question, evidence: Evidence) -> SeedsClaim:
    judged = evidence.judgement(question)
    names = arm_names(question.arms)
    arms = _arms(question, names, evidence)
    leads = question.leads
    return SeedsClaim(
        **common,
        **_asked(question),
        **answered_parts(judged),
        numbers=tuple(question.seeds(judged.seeds)),
        question=question.text(names),
        effect_label=question.effect_label(names),
        p0=question.p0,
        looks=question.looks,
        verdict=judged.verdict,
        reason=judged.reason,
        metric=metric_record(question.on, question.metric),
        leads=model.Leads(of=leads.of, names=leads.names) if leads else None,
        arms=arms,
        correlation=_correlation(arms),
        control=model.Control.of(arms[0].values, question.looks),
        baseline=_baseline(question, evidence) if question.baseline else None,
        coverage=coverage(question, evidence),
    )


def _baseline(question: Question, evidence: Evidence) -> model.Baseline:
    """Return what the evidence says of the same question put to scikit-learn."""
    asked = question.for_baseline()
    judged = evidence.judgement(asked)
    names = arm_names(asked.arms)
    arms = _arms(asked, names, evidence)
    return model.Baseline(
        **answered_parts(judged),
        numbers=tuple(asked.seeds(judged.seeds)),
        question=asked.text(names),
        verdict=judged.verdict,
        reason=judged.reason,
        arms=arms,
        correlation=_correlation(arms),
        control=model.Control.of(arms[0].values, asked.looks),
        note=next((note for note in (arm.baseline_note for arm in question.arms) if note), None),
    )


def _asked(effect: Question | Timing) -> _Asked:
    parts = declaration(effect)
    return {
        "declaration": model.Declaration(hash=declaration_hash(parts), parts=parts),
        "kind": effect.kind,
        "margin": effect.margin,
        "bounds": tuple(model.Bound(label=b.label, value=b.value, side=b.side) for b in effect.bounds),
        "claimed": effect.claimed,
        "signed": effect.signed,
        "compares": effect.compares,
        "figure": effect.figure,
    }


def answered_parts(judged: Judgement) -> _Answered:
    """Return what follows from answers, as a record of them needs it."""
    return {
        "look": judged.look,
        "yes": int(judged.yes),
        "seeds": judged.seeds,
        "answers": tuple(map(bool, judged.answers)),  # a timing's may be numpy's
        "effects": tuple(map(drawable, judged.effects)),
        "probability": model.Interval.of(judged.probability),
        "effect": model.Interval.of(judged.effect),
        "seeds_wanted": judged.seeds_wanted,
        "finer": judged.finer,
        "finer_look": judged.finer_look,
        "sizes": model.Sizes.model_validate(judged.counts, from_attributes=True) if judged.counts else None,
    }


def _arms(question: Question, names: Sequence[str], evidence: Evidence) -> tuple[model.Arm, ...]:
    """Return the arms with their values, as far as the verdict rests on them."""
    seeds = evidence.judgement(question).seeds
    values = evidence.values(question)[:seeds]
    return tuple(
        model.Arm(
            experiment=arm.key,
            name=name,
            evaluate_every=arm.describe().get("evaluate_every", 1),
            values=tuple(drawable(row[index]) for row in values),
            runs=tuple(
                evidence.key(run) for run in (evidence.run_of(arm, seed) for seed in question.seeds(seeds)) if run
            ),
        )
        for index, (arm, name) in enumerate(zip(question.arms, names, strict=True))
    )


def _correlation(arms: Sequence[model.Arm]) -> float | None:
    if len(arms) != 2:
        return None
    found = estimates.correlation(arms[0].values, arms[1].values)
    return found if is_finite(found) else None


def metric_record(name: str, metric: DeclaredMetric) -> model.Metric:
    """Return what results.json says of a metric."""
    return model.Metric(
        name=name,
        label=metric.label,
        unit=metric.unit,
        infinite=metric.infinite,
        higher_is_better=metric.higher_is_better,
        is_difference=-math.inf < metric.span[0] < 0,
    )
