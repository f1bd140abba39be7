"""From runs to verdicts: the examples of docs/method.md, and the runs that are no evidence."""

import math
import re

import pytest

from harness.campaign.evidence import Evidence
from harness.declare.claim import exceeds
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.judge.decide import Verdict
from tests.judge.test_calibration import block
from tests.toys import TOY, toy_registry

A, B = TOY, TOY.with_(hidden=(8,))
QUESTION = exceeds(A, B, on="test_accuracy", by=0.01)
EXAMPLES = block("examples")[1:]


def run(accuracy, fingerprint):
    """Return a run's record by hand; it diverged if it has no accuracy."""
    curves = {} if accuracy is None else {"test_accuracy": (accuracy,)}
    return RunResult(
        curves=curves,
        measurements={},
        diverged_at=1 if accuracy is None else None,
        fingerprint=fingerprint,
        seconds=1.0,
    )


def arms(effect):
    """Return the accuracies of A and B that give an effect; None is a diverged run."""
    if math.isnan(effect):
        return None, None
    if math.isinf(effect):
        return (0.5, None) if effect > 0 else (None, 0.5)
    return 0.5 + effect, 0.5


def evidence(effects, twins=()):
    """Return the evidence of hand-made runs; the seeds among `twins` have the same network in each arm."""
    found = Evidence(toy_registry(), trainer="epoch", workers=1, max_seeds=48)
    for seed, effect in enumerate(effects):
        for arm, accuracy in zip((A, B), arms(effect), strict=True):
            network = f"{arm.key} {min(twins) if seed in twins else seed}"
            found.add([(Run(arm, seed), run(accuracy, network))])
    return found


def effects_of(cell):
    """Return the effects that a cell of the page lists: `3 x (a, b)` is a, b, a, b, a, b."""
    parts = re.findall(r"(\d+) x \(([^)]*)\)", cell)
    return [float(value) for times, values in parts for _ in range(int(times)) for value in values.split(",")]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0])
def test_the_examples_of_the_method_page_give_the_verdicts_that_it_says(example):
    _, cell, networks, yes, verdict = example
    effects = effects_of(cell)
    judged = evidence(effects, twins=(3, 7) if networks == "identical" else ()).judgement(QUESTION)
    assert f"{judged.yes} of {judged.seeds}" == yes
    assert judged.verdict.word == verdict
    assert judged.effects == pytest.approx(effects[: judged.seeds], nan_ok=True)


def test_the_page_has_examples_of_every_verdict():
    assert {example[-1] for example in EXAMPLES} == {verdict.word for verdict in Verdict} - {"not judged"}


def test_twins_are_named_and_never_support_a_claim():
    judged = evidence([0.02] * 12, twins=(3, 7)).judgement(QUESTION)
    assert judged.verdict is Verdict.INVALID
    assert "seeds 3 and 7 gave bit-identical results" in judged.reason


def test_twins_void_a_claim_that_is_open_or_refuted_too():
    assert evidence([-0.02] * 12, twins=(0, 1)).judgement(QUESTION).verdict is Verdict.INVALID
    assert evidence([0.02, -0.02] * 6, twins=(0, 1)).judgement(QUESTION).verdict is Verdict.INVALID


def test_twins_among_seeds_that_were_trained_for_another_claim_change_nothing():
    assert evidence([0.02] * 24, twins=(3, 20)).judgement(QUESTION).verdict is Verdict.SUPPORTED


def test_equal_accuracies_of_different_networks_are_no_twins():
    assert evidence([0.02] * 12).judgement(QUESTION).verdict is Verdict.SUPPORTED


def test_two_arms_may_be_equal_with_the_same_seed():
    found = evidence([0.0] * 12)
    for seed in range(12):
        found.add((Run(arm, seed), run(0.5, f"network {seed}")) for arm in (A, B))
    assert found.judgement(QUESTION).verdict is Verdict.REFUTED


def test_diverged_runs_are_not_taken_for_twins():
    found = evidence([math.inf] * 12)
    for seed in range(12):
        found.add([(Run(B, seed), run(None, "not a number"))])
    assert found.judgement(QUESTION).verdict is Verdict.SUPPORTED
