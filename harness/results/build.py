"""What results.json holds: put together from what the campaign found out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

from harness.base.numbers import digest
from harness.campaign.evidence import Evidence
from harness.data.arrays import Data
from harness.declare.arm import Arm
from harness.declare.case import Case, CellCase, questions_of
from harness.declare.suite import Suite
from harness.declare.sweep import Curve
from harness.judge import estimates
from harness.judge.family import FAMILY_ALPHA
from harness.results import model
from harness.results.claim_levels import claim_levels
from harness.results.claim_records import Ended, with_outcome
from harness.results.controls import suite_controls
from harness.results.model import Results
from harness.results.provenance import Provenance
from harness.results.responses import response_record
from harness.results.run_records import run_records
from harness.results.scope_records import ended, scope_records

SAMPLE = 60
"""About how many training examples are kept of data that are drawn."""


def build(
    cases: Sequence[Case],
    claims: Iterable[model.Claim],
    evidence: Evidence,
    provenance: Provenance,
    *,
    curves: Sequence[Curve] = (),
    cells: Sequence[CellCase] = (),
    benchmarks: Sequence[model.Benchmark],
) -> Results:
    """Return the content of results.json, as far as it is known before the tests have run: it is not complete.

    Args:
        cases: the selected tests of claims.
        claims: their records (`claim_records.claim_record`), in the same order.
        evidence: what the campaign found out about them.
        provenance: what the results come from.
        curves: the selected tests of response curves.
        cells: the selected cells of scope maps, whose runs are not kept.
        benchmarks: as pytest-benchmark reports them.

    """
    arms: dict[Arm, None] = dict.fromkeys(arm for question in questions_of(cases) for arm in question.arms)
    arms |= dict.fromkeys(arm for curve in curves for arm in curve.sweep.arms)
    used = {setting for arm in arms for setting in arm.settings()}
    kept = [(run, result) for run, result in evidence.results.items() if run.experiment in used]
    return Results(
        datetime=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        version=provenance.version,
        commit_info=provenance.commit_info,
        machine_info=provenance.machine_info,
        packages=provenance.packages,
        environment=provenance.environment,
        options=provenance.options,
        complete=False,
        judge=_judge_settings(evidence.registry.declared_suite),
        suite=_suite(evidence.registry.declared_suite),
        dataset=_dataset(evidence),
        campaign=_campaign(evidence),
        controls=suite_controls(claims),
        claims=tuple(claims),
        experiments={arm.key: arm.describe() for arm in [*(run.experiment for run, _ in kept), *arms]},
        runs=dict(zip([evidence.key(run) for run, _ in kept], run_records(kept), strict=True)),
        benchmarks=tuple(benchmarks),
        responses=tuple(response_record(curve, evidence) for curve in curves),
        scope=scope_records(cells, evidence),
        comparison=None,
        speed=None,
    )


def finished(
    results: Results,
    outcomes: Mapping[str, Ended],
    compared: Callable[[Results], model.Comparison | None],
    *,
    to_the_end: bool,
) -> Results:
    """Return results with how the tests ended, and how all that compares with a reference.

    Args:
        results: from `build`.
        outcomes: of the tests that have run, by node id.
        compared: returns the comparison; None if there is no reference.
        to_the_end: whether the session was not interrupted. It is complete if all its claims' tests have run, too:
            after -x pytest says what it says after any failure, however many have not.
    """
    claims = tuple(
        with_outcome(claim, outcomes[claim.nodeid]) if claim.nodeid in outcomes else claim for claim in results.claims
    )
    complete = to_the_end and all(claim.outcome for claim in claims)
    scope = ended(results.scope, outcomes)
    made = {"claims": claims, "levels": claim_levels(claims), "scope": scope, "complete": complete}
    whole = Results.model_validate(dict(results) | made)
    return Results.model_validate(dict(whole) | {"comparison": compared(whole)})


def _judge_settings(suite: Suite) -> model.JudgeSettings:
    return model.JudgeSettings(family_size=suite.family, family_alpha=FAMILY_ALPHA, confidence=estimates.CONFIDENCE)


def _campaign(evidence: Evidence) -> model.Campaign:
    return model.Campaign(
        runs_trained=evidence.runs_trained,
        runs_cached=evidence.runs_cached,
        wall_seconds=evidence.wall_seconds,
        busy_seconds=evidence.busy_seconds,
        workers=evidence.workers,
        trainer=evidence.trainer,
    )


def _suite(suite: Suite) -> model.Suite:
    return model.Suite(**{name: getattr(suite, name) for name in model.Suite.model_fields})


def _dataset(evidence: Evidence) -> model.Dataset:
    datasets = evidence.registry.datasets
    experiments = {run.experiment for run in evidence.results}
    drawn = {arm.key: arm for arm in experiments if "decision_region" in arm.measurements()}
    used = {name: datasets[name] for name in sorted({arm.data for arm in experiments if arm.data is not None})}
    return model.Dataset(
        name=evidence.registry.declared_suite.conditions.get("dataset", ""),
        sha256=digest([dataset.fingerprint for dataset in used.values()]) if used else None,
        sizes={
            name: _size(dataset.example, evidence.registry.input_ranges.get(name)) for name, dataset in used.items()
        },
        samples={
            key: _sample(datasets[str(arm.data)].example.scaled(getattr(arm, "input_scale", 1.0)))
            for key, arm in sorted(drawn.items())
        },
    )


def _size(data: Data, declared: tuple[float, float] | None) -> model.Size:
    trained, tested = ((float(x.min()), float(x.max())) for x in (data.x_train, data.x_test))
    return model.Size(
        train=len(data.x_train),
        test=len(data.x_test),
        classes=None if data.is_regression else data.y_test.shape[1],
        inputs=model.Inputs(trained=trained, tested=tested, declared=declared),
    )


def _sample(data: Data) -> tuple[tuple[float, float, float], ...]:
    """Return some training examples of two features, to be drawn: both features and the class, each place once."""
    some = slice(None, None, max(1, len(data.x_train) // SAMPLE))
    classes = data.y_train[some].argmax(axis=1).tolist()
    places = data.x_train[some].round(3).tolist()
    return tuple(dict.fromkeys((x, y, float(label)) for (x, y), label in zip(places, classes, strict=True)))
