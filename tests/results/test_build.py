"""results.json's content: every field that was promised, one entry a seed, keys that lead somewhere."""

import math
from dataclasses import replace

import numpy as np
import pytest

from harness.campaign.evidence import Evidence
from harness.data.synthetic import xor
from harness.declare.case import Case
from harness.declare.claim import at_least, at_most, beats
from harness.declare.metrics import metric
from harness.declare.registry import used
from harness.declare.run import Run
from harness.declare.run_result import RunResult
from harness.declare.timed_question import Falling
from harness.judge.decide import Verdict
from harness.results.build import build, finished
from harness.results.claim_records import Checks, Ended, Played, claim_record
from harness.results.model import Commit, Curves, Machine, Options, Outcome, Results, RoundsClaim, ValuesClaim
from harness.results.provenance import Provenance
from tests.toys import TOY, toy_registry

OTHER = TOY.with_(hidden=(8, 8), learning_rate=0.01)
QUESTION = beats(TOY, OTHER, on="test_accuracy", by=0.01)
TIMING = Falling(sides=(16, 64), of="seconds per epoch", by="batch size")
NOWHERE = Commit(id=None, time=None, branch=None, dirty=None)
PROVENANCE = Provenance("1", NOWHERE, Machine(), {}, {}, Options())

PROMISED = """
    schema_version datetime version commit_info machine_info packages options dataset campaign claims runs benchmarks
"""
PROMISED_OF_A_CLAIM = """
    id nodeid section says kind params expected verdict reason p0 yes seeds answers effects probability effect margin
    metric control baseline arms
"""


def case(question=QUESTION, params="B", name="test_one", timing=None):
    return Case(
        nodeid=f"claims/test_a.py::{name}[{params}]",
        id="NS4",
        section="Drop out",
        says="Something.",
        params=params,
        question=question,
        timing=timing,
        expected=Verdict.SUPPORTED,
        expected_reason="",
    )


def result(accuracy, seed, arm, **changes):
    fields = {
        "curves": {"test_accuracy": (accuracy,)},
        "measurements": {},
        "diverged_at": None,
        "fingerprint": f"{arm.key}{seed}",
        "seconds": 0.5,
    }
    return RunResult(**{**fields, **changes})


@pytest.fixture
def evidence():
    """Return evidence of 12 seeds: the first arm is always ahead; seed 3 of the other diverged."""
    found = Evidence(toy_registry(), "epoch", 2, None)
    for seed in range(12):
        found.add([(Run(TOY, seed), result(0.9 + seed / 1000, seed, TOY))])
        diverged = {"diverged_at": 1, "curves": {"test_accuracy": (math.nan,)}} if seed == 3 else {}
        found.add([(Run(OTHER, seed), result(0.8 - seed / 1000, seed, OTHER, **diverged))])
    found.runs_trained, found.wall_seconds = 24, 1.5
    return found


def content(evidence, *cases):
    cases = cases or [case()]
    claims = [claim_record(one, evidence, None) for one in cases]
    return build(cases, claims, evidence, PROVENANCE, benchmarks=[])


def test_every_field_that_was_promised_is_there(evidence):
    written = content(evidence).model_dump()
    assert set(PROMISED.split()) <= written.keys()
    (claim,) = written["claims"]
    assert set(PROMISED_OF_A_CLAIM.split()) <= claim.keys()
    for run in written["runs"].values():
        assert {"experiment", "seed", "curves", "seconds"} <= run.keys()


def test_a_claim_has_one_answer_and_one_effect_a_seed_in_their_order(evidence):
    (claim,) = content(evidence).claims
    assert (claim.verdict, claim.yes, claim.seeds) == (Verdict.SUPPORTED, 12, 12)
    assert claim.answers == (True,) * 12
    assert claim.effects[0] == pytest.approx(0.1)
    assert claim.effects[3] == math.inf
    assert claim.effects[11] == pytest.approx(0.122)
    assert claim.probability.estimate == 1.0
    assert claim.effect.low <= claim.effect.estimate <= claim.effect.high


def test_a_claim_has_its_kinds_words_and_values(evidence):
    (claim,) = content(evidence).claims
    assert (claim.kind, claim.margin, claim.claimed, claim.figure) == ("superiority", 0.01, "more than 0.01", "pairs")
    assert [(bound.value, bound.side) for bound in claim.bounds] == [(0.01, "above")]
    assert claim.effect_label.startswith("how far hidden 4")
    assert (claim.signed, claim.compares, claim.leads) == (True, True, None)


def test_keys_lead_to_runs_and_runs_to_experiments(evidence):
    built = content(evidence)
    (claim,) = built.claims
    for arm, experiment in zip(claim.arms, (TOY, OTHER), strict=True):
        assert built.experiments[arm.experiment] == experiment.describe()
        runs = [built.runs[key] for key in arm.runs]
        assert [run.seed for run in runs] == list(range(12))
        assert {run.experiment for run in runs} == {arm.experiment}
        assert len(arm.values) == 12
    assert claim.arms[1].values[3] == -math.inf
    assert built.runs[claim.arms[1].runs[3]].diverged_at == 1


def test_the_content_is_the_same_after_json(evidence):
    built = content(evidence)
    assert Results.model_validate_json(built.model_dump_json()).model_dump_json() == built.model_dump_json()


def test_runs_of_claims_that_were_not_selected_are_left_out(evidence):
    stranger = TOY.with_(epochs=99)
    evidence.add([(Run(stranger, 0), result(0.5, 0, stranger))])
    built = content(evidence)
    assert stranger.key not in built.experiments
    assert len(built.runs) == 24


def test_without_any_runs_a_claim_is_inconclusive_and_everything_else_still_there():
    built = content(Evidence(toy_registry(), "epoch", 2, None))
    (claim,) = built.claims
    assert (claim.verdict, claim.seeds, claim.effect) == (Verdict.INCONCLUSIVE, 0, None)
    assert built.complete is False
    assert built.model_dump_json()


PASSED, FAILED, SKIPPED = Outcome
HELD, BROKEN, LEFT_OUT, ERROR = Checks


def test_how_a_test_ended_is_entered_and_decides_a_claim_that_is_checked_by_values(evidence):
    exact = [case(None, params, name="test_two") for params in "abcd"]
    ends = [
        Ended(FAILED, BROKEN, "for another reason"),
        Ended(FAILED, HELD, "all checks hold"),
        Ended(FAILED, BROKEN, "assert 1 == 2"),
        Ended(SKIPPED, LEFT_OUT, "no reason"),
    ]
    outcomes = {one.nodeid: end for one, end in zip((case(), *exact), ends, strict=False)}
    made = finished(content(evidence, case(), *exact), outcomes, lambda _: None, to_the_end=True)
    asked, *checked = made.claims
    assert (asked.verdict, asked.outcome) == (Verdict.SUPPORTED, FAILED)
    assert [claim.verdict.word for claim in checked] == ["supported", "refuted", "not judged", "not judged"]
    assert [claim.reason for claim in checked] == ["all checks hold", "assert 1 == 2", "no reason", "not run"]
    assert checked[3].outcome is None
    assert made.complete is False, "a test has not run"


def test_an_error_in_the_test_is_no_verdict_whatever_the_seeds_say(evidence):
    exact = case(None, name="test_two")
    outcomes = {one.nodeid: Ended(FAILED, ERROR, "NameError") for one in (case(), exact)}
    made = finished(content(evidence, case(), exact), outcomes, lambda _: None, to_the_end=True)
    assert [(claim.verdict, claim.reason) for claim in made.claims] == [(Verdict.NOT_JUDGED, "NameError")] * 2


@pytest.mark.parametrize("to_the_end", [True, False])
def test_a_session_is_complete_if_it_was_not_interrupted(evidence, to_the_end):
    outcomes = {case().nodeid: Ended(PASSED, HELD, "")}
    assert finished(content(evidence), outcomes, lambda _: None, to_the_end=to_the_end).complete is to_the_end


def test_a_timing_is_judged_by_the_rounds_that_were_played_and_else_by_its_test(evidence):
    timed = case(None, timing=TIMING)
    rounds = [list(np.array([2.0, 1.0]))] * 12
    record = claim_record(timed, evidence, Played(rounds, TIMING.judgement(rounds)))
    assert isinstance(record, RoundsClaim)
    assert (record.verdict, record.seeds, record.rounds[0]) == (Verdict.SUPPORTED, 12, (2.0, 1.0))
    assert record.reason.startswith("12 of 12 rounds say yes")
    assert (record.of, record.by, record.sides) == ("seconds per epoch", "batch size", (16.0, 64.0))
    never = content(evidence, timed)
    assert (never.claims[0].reason, never.claims[0].rounds) == ("not run", ())
    failed = finished(never, {timed.nodeid: Ended(FAILED, ERROR, "no clock")}, lambda _: None, to_the_end=True)
    assert (failed.claims[0].verdict, failed.claims[0].reason) == (Verdict.NOT_JUDGED, "no clock")


def test_the_baseline_is_beside_its_claim(evidence):
    question = beats(TOY, OTHER, on="test_accuracy", by=0.01, baseline=True)
    asked = question.for_baseline()
    for seed in range(12):
        for arm, accuracy in zip(asked.arms, (0.5, 0.9), strict=True):
            evidence.add([(Run(arm, seed), result(accuracy, seed, arm))])
    (claim,) = content(evidence, case(question)).claims
    assert claim.verdict is Verdict.SUPPORTED
    assert (claim.baseline.verdict, claim.baseline.yes, claim.baseline.seeds) == (Verdict.REFUTED, 0, 12)
    assert claim.baseline.arms[0].experiment == asked.arms[0].key


def test_a_metric_says_what_its_infinity_means(evidence):
    def infinite(question):
        (claim,) = content(evidence, case(question)).claims
        return claim.metric.infinite

    never = metric("test_accuracy", higher_is_better=False, infinite="the loss was never reached")
    with used(toy_registry()) as registry:
        registry.metric("epochs_to", never)
        assert infinite(at_least(TOY, on="test_accuracy", value=0.5)) == "no finite value"
        assert infinite(at_most(TOY, on="epochs_to", value=5)) == "the loss was never reached"


def test_data_that_are_drawn_have_a_sample_of_each_place_once_as_the_network_gets_them(evidence):
    drawn = TOY.with_(measure=("decision_region",), input_scale=2.0)
    evidence.registry = toy_registry({"xor": xor()})
    assert content(evidence).dataset.samples == {}
    evidence.add([(Run(drawn, 0), result(0.9, 0, drawn))])
    corners = ((-2.0, -2.0, 0.0), (-2.0, 2.0, 1.0), (2.0, -2.0, 1.0), (2.0, 2.0, 0.0))
    assert content(evidence).dataset.samples == {drawn.key: corners}


def test_data_have_their_range_as_an_experiment_gets_them_and_the_declared_one(evidence):
    evidence.registry = toy_registry({"xor": xor()})
    inputs = content(evidence).dataset.sizes["xor"].inputs
    assert (inputs.trained, inputs.tested, inputs.declared) == ((-1.0, 1.0), (-1.0, 1.0), None)
    evidence.registry.input_ranges["xor"] = (0.0, 255.0)
    assert content(evidence).dataset.sizes["xor"].inputs.declared == (0.0, 255.0)


def test_what_cannot_be_drawn_is_left_out_or_infinite_and_stops_no_session(evidence):
    region = {"decision_region": "0" * 576, "decision_extent": (0.0, 1.0, 0.0, 1.0)}
    variance = {"gradient_variance": (0.0,) * 6, "gradient_variance_at": (1.0, 4.0, 16.0, 64.0, 256.0, 512.0)}
    huge = result(1e200, 0, TOY, curves={"test_accuracy": (-1e200,)}, series=region | variance)
    evidence.add([(Run(TOY, 0), huge)])
    built = content(evidence)
    (run,) = (run for run in built.runs.values() if run.decision_region)
    assert run.curves["test_accuracy"] == (-math.inf,)
    assert run.decision_region.extent == (0.0, 1.0, 0.0, 1.0)
    assert run.gradient_variance is None
    assert built.claims[0].effects == ()


def test_what_a_check_has_recorded_is_kept_and_a_question_has_nothing_of_the_kind(evidence):
    curves = Curves(title="A bowl", x="step", y="loss", lines={"fast": (1.0, 0.5)})
    cases = case(), case(None, "a", "test_two")
    outcomes = {one.nodeid: Ended(PASSED, HELD, "all checks hold", curves) for one in cases}
    asked, exact = finished(content(evidence, *cases), outcomes, lambda _: None, to_the_end=True).claims
    assert isinstance(exact, ValuesClaim)
    assert exact.curves == curves
    assert not hasattr(asked, "curves")


def test_a_claim_that_is_expected_to_be_refuted_says_so(evidence):
    expecting = replace(case(), expected=Verdict.REFUTED, expected_reason="it is the other way round")
    (claim,) = content(evidence, expecting).claims
    assert (claim.expected, claim.expected_reason) == (Verdict.REFUTED, "it is the other way round")
