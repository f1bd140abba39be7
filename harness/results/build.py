"""What results.json holds: put together from what the campaign found out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from harness.base.numbers import to_json
from harness.campaign.evidence import Evidence
from harness.data.arrays import Data
from harness.declare.case import Case, questions_of
from harness.declare.experiment import Experiment
from harness.declare.labels import arm_names
from harness.declare.metrics import Metric
from harness.declare.questions import Proportion, Question
from harness.declare.run_result import Run
from harness.declare.timed_question import interval_record
from harness.judge import bounds, estimates
from harness.judge.control import summarize
from harness.judge.decide import Verdict
from harness.results.file import SCHEMA_VERSION

SAMPLE = 60
"""About how many training examples are kept of data that are drawn."""


class Ended(NamedTuple):
    """How a test ended; each is `passed`, `failed` or `skipped`."""

    outcome: str
    """For pytest."""
    checks: str
    """By its own checks, whatever a mark or a flipped verdict made of it."""
    reason: str
    """Why its checks ended so."""
    curves: dict[str, Any] | None = None
    """What it recorded for a picture (`harness.results.recorded_curves`)."""


def build(
    cases: Sequence[Case],
    evidence: Evidence,
    *,
    timings: Mapping[str, dict[str, Any]],
    benchmarks: Sequence[Mapping[str, Any]],
    provenance: Mapping[str, Any],
    complete: bool,
) -> dict[str, Any]:
    """Return the content of results.json, as far as it is known before the tests have run.

    Args:
        cases: the selected tests of claims.
        evidence: what the campaign found out about them.
        timings: node id to record, of the timings that were judged (`timing.record`).
        benchmarks: as pytest-benchmark reports them.
        provenance: `version`, `commit_info`, `machine_info`, `packages` and `options`.
        complete: False if the session was interrupted, so that verdicts may be missing seeds.

    """
    used = _used(cases)
    return {
        "schema_version": SCHEMA_VERSION,
        "datetime": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        **provenance,
        "complete": complete,
        "judge": {
            "family_size": bounds.FAMILY_SIZE,
            "family_alpha": bounds.FAMILY_ALPHA,
            "confidence": estimates.CONFIDENCE,
        },
        "dataset": _dataset(evidence),
        "campaign": {
            "runs_trained": evidence.runs_trained,
            "runs_cached": evidence.runs_cached,
            "wall_seconds": evidence.wall_seconds,
            "busy_seconds": evidence.busy_seconds,
            "workers": evidence.workers,
            "trainer": evidence.trainer,
        },
        "controls": _controls(cases, evidence),
        "claims": [claim_entry(case, evidence, timings.get(case.nodeid)) for case in cases],
        "experiments": {
            run.experiment.key: run.experiment.as_dict() for run in evidence.results if run.experiment in used
        },
        "runs": {
            evidence.key(run): {"experiment": run.experiment.key, "seed": run.seed, **result.as_dict()}
            for run, result in evidence.results.items()
            if run.experiment in used
        },
        "benchmarks": list(benchmarks),
        "comparison": None,
    }


def _controls(cases: Sequence[Case], evidence: Evidence) -> dict[str, Any]:
    """Return the suite's rate of false alarms; the same question to the same arm is one control."""
    asked = {(q.arms[0], q.on, q.kind, q.margin): q for q in questions_of(cases)}
    controls = [evidence.control(question) for question in asked.values()]
    return summarize(control for control in controls if control).as_dict()


def _used(cases: Sequence[Case]) -> set[Experiment]:
    return {arm for question in questions_of(cases) for arm in question.arms}


def _dataset(evidence: Evidence) -> dict[str, Any]:
    used = sorted({run.experiment.data for run in evidence.results})
    drawn = {
        run.experiment.key: run.experiment for run in evidence.results if "decision_region" in run.experiment.measure
    }
    return {
        "name": evidence.source.name,
        "sha256": evidence.source.sha256,
        "sizes": {name: dict(zip(("train", "test"), evidence.source.shape(name)[:2], strict=True)) for name in used},
        "samples": {
            key: _sample(evidence.source.load(arm.data).scaled(arm.input_scale)) for key, arm in sorted(drawn.items())
        },
    }


def _sample(data: Data) -> list[list[float]]:
    """Return some training examples of two features, to be drawn: both features and the class, each place once."""
    some = slice(None, None, max(1, len(data.x_train) // SAMPLE))
    classes = data.y_train[some].argmax(axis=1).tolist()
    places = data.x_train[some].round(3).tolist()
    rows = dict.fromkeys((*place, label) for place, label in zip(places, classes, strict=True))
    return [list(row) for row in rows]


def claim_entry(case: Case, evidence: Evidence, timing: dict[str, Any] | None) -> dict[str, Any]:
    """Return what results.json says of a test of a claim before its outcome is entered.

    Args:
        case: the test.
        evidence: what the campaign found out.
        timing: its record (`timing.record`), if rounds were played.
    """
    common = {
        "id": case.id,
        "nodeid": case.nodeid,
        "section": case.section,
        "says": case.says,
        "params": case.params,
        "expected": case.expected,
        "expected_reason": case.expected_reason,
        "outcome": None,
    }
    if case.question is not None:
        return {**common, **_statistical(case.question, evidence)}
    kind = "exact" if case.timing is None else "benchmark"
    return {**common, "kind": kind, "verdict": Verdict.INCONCLUSIVE.word, "reason": "not run", **(timing or {})}


def add_outcome(entry: dict[str, Any], ended: Ended) -> None:
    """Enter how a test ended; for an exact claim its checks are its verdict."""
    verdicts = {"passed": Verdict.SUPPORTED, "failed": Verdict.REFUTED, "skipped": Verdict.INCONCLUSIVE}
    entry["outcome"] = ended.outcome
    if "answers" not in entry:  # neither seeds nor rounds were asked
        entry["verdict"], entry["reason"] = verdicts[ended.checks].word, ended.reason
        if ended.curves:
            entry["curves"] = ended.curves


def _statistical(question: Question, evidence: Evidence) -> dict[str, Any]:
    """Return what is said of a question, and beside it of the same question put to the baseline."""
    asked = _asked(question, evidence)
    if not question.baseline:
        return {**asked, "baseline": None}
    baseline = _asked(question.for_baseline(), evidence)
    same = asked["verdict"] == baseline["verdict"]
    left_out = any(arm.dropout for arm in question.arms)
    return {
        **asked,
        "baseline": {
            **baseline,
            "note": "MLPClassifier has no dropout, so the arms go without it." if left_out else None,
            "agreement": _agreement(asked["verdict"], baseline["verdict"]) if not same else None,
        },
    }


def _agreement(keras: str, sklearn: str) -> str:
    """Return in words where the two libraries disagree."""
    if Verdict.INCONCLUSIVE.word in (keras, sklearn):
        return f"With Keras the claim is {keras}, with scikit-learn {sklearn}: one of them decides, the other does not."
    return f"With Keras the claim is {keras}, with scikit-learn it is {sklearn}."


def _asked(question: Question, evidence: Evidence) -> dict[str, Any]:
    judged = evidence.judgement(question)
    names = arm_names(question)
    values = evidence.values(question)[: judged.seeds]
    checked = evidence.control(question)
    shared = None
    if len(question.arms) == 2:
        shared = estimates.correlation([row[0] for row in values], [row[1] for row in values])
    return {
        "kind": question.kind,
        "question": question.text(names),
        "metric": _metric(question.on, question.metric),
        "margin": list(question.margin) if isinstance(question.margin, tuple) else question.margin,
        **({"sign": question.sign} if isinstance(question, Proportion) else {}),
        "p0": question.p0,
        "looks": list(question.looks),
        "look": judged.look,
        "verdict": judged.verdict.word,
        "reason": judged.reason,
        "yes": judged.yes,
        "seeds": judged.seeds,
        "answers": list(judged.answers),
        "effects": [to_json(effect) for effect in judged.effects],
        "probability": interval_record(judged.probability),
        "effect": interval_record(judged.effect),
        "seeds_wanted": judged.seeds_wanted,
        "arms": [
            {
                "experiment": arm.key,
                "name": name,
                "evaluate_every": arm.evaluate_every,
                "values": [to_json(row[index]) for row in values],
                "runs": [evidence.key(Run(arm, seed)) for seed in range(judged.seeds)],
            }
            for index, (arm, name) in enumerate(zip(question.arms, names, strict=True))
        ],
        "correlation": shared,
        "control": checked.as_dict() if checked else None,
    }


def _metric(name: str, metric: Metric) -> dict[str, Any]:
    own = {} if metric.infinite == Metric.infinite else {"infinite": metric.infinite}
    return {"name": name, "label": metric.label, "unit": metric.unit, **own}
