"""results.json's content: every field that was promised, one entry a seed, keys that lead somewhere."""

import json
import math

import pytest

from harness.base.errors import UserError
from harness.campaign.evidence import Evidence
from harness.declare.case import Case
from harness.declare.claim import at_least, at_most, beats
from harness.declare.labels import arm_names
from harness.declare.run_result import Run, RunResult
from harness.results import file as results_file
from harness.results.build import Ended, add_outcome, build
from harness.tutorial.synthetic import xor
from tests.report_content import baseline
from tests.toys import TOY, ToySource

OTHER = TOY.with_(hidden=(8, 8), learning_rate=0.01)
QUESTION = beats(TOY, OTHER, on="test_accuracy", by=0.01)
PROVENANCE = {"version": "1", "commit_info": {}, "machine_info": {}, "packages": {}, "options": {}}

PROMISED = """
    schema_version datetime version commit_info machine_info packages options dataset campaign claims runs benchmarks
"""
PROMISED_OF_A_CLAIM = """
    id nodeid section says kind params expected verdict reason p0 yes seeds answers effects probability effect margin
    metric control baseline arms
"""


def case(question=QUESTION, params="B", name="test_one"):
    return Case(
        nodeid=f"claims/test_a.py::{name}[{params}]",
        id="NS4",
        section="Drop out",
        says="Something.",
        params=params,
        question=question,
        timing=None,
        expected="supported",
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
    found = Evidence(ToySource(), "epoch", 2, None)
    for seed in range(12):
        found.results[Run(TOY, seed)] = result(0.9 + seed / 1000, seed, TOY)
        diverged = {"diverged_at": 1, "curves": {"test_accuracy": (math.nan,)}} if seed == 3 else {}
        found.results[Run(OTHER, seed)] = result(0.8 - seed / 1000, seed, OTHER, **diverged)
    found.runs_trained, found.wall_seconds = 24, 1.5
    return found


def content(evidence, *cases, complete=True):
    return build(cases or [case()], evidence, timings={}, benchmarks=[], provenance=PROVENANCE, complete=complete)


def test_every_field_that_was_promised_is_there(evidence):
    built = content(evidence)
    assert set(PROMISED.split()) <= built.keys()
    assert {"name", "sizes", "sha256"} <= built["dataset"].keys()
    assert built["campaign"].keys() == {
        *("runs_trained", "runs_cached", "wall_seconds", "busy_seconds", "workers", "trainer"),
    }
    (claim,) = built["claims"]
    assert set(PROMISED_OF_A_CLAIM.split()) <= claim.keys()
    for run in built["runs"].values():
        assert {"experiment", "seed", "curves", "seconds"} <= run.keys()


def test_a_claim_has_one_answer_and_one_effect_a_seed_in_their_order(evidence):
    (claim,) = content(evidence)["claims"]
    assert (claim["verdict"], claim["yes"], claim["seeds"]) == ("supported", 12, 12)
    assert claim["answers"] == [True] * 12
    assert claim["effects"][0] == pytest.approx(0.1)
    assert claim["effects"][3] == "Infinity"
    assert claim["effects"][11] == pytest.approx(0.122)
    assert claim["probability"]["estimate"] == 1.0
    assert claim["effect"]["low"] <= claim["effect"]["estimate"] <= claim["effect"]["high"]


def test_keys_lead_to_runs_and_runs_to_experiments(evidence):
    built = content(evidence)
    (claim,) = built["claims"]
    for arm, experiment in zip(claim["arms"], (TOY, OTHER), strict=True):
        assert built["experiments"][arm["experiment"]] == experiment.as_dict()
        runs = [built["runs"][key] for key in arm["runs"]]
        assert [run["seed"] for run in runs] == list(range(12))
        assert {run["experiment"] for run in runs} == {arm["experiment"]}
        assert len(arm["values"]) == 12
    assert claim["arms"][1]["values"][3] == "-Infinity"
    assert built["runs"][claim["arms"][1]["runs"][3]]["diverged_at"] == 1


def test_the_content_is_strict_json(evidence):
    built = content(evidence)
    assert json.loads(json.dumps(built, allow_nan=False)) == built


def test_runs_of_claims_that_were_not_selected_are_left_out(evidence):
    stranger = TOY.with_(epochs=99)
    evidence.results[Run(stranger, 0)] = result(0.5, 0, stranger)
    built = content(evidence)
    assert stranger.key not in built["experiments"]
    assert len(built["runs"]) == 24


def test_without_any_runs_a_claim_is_inconclusive_and_everything_else_still_there():
    built = content(Evidence(ToySource(), "epoch", 2, None), complete=False)
    (claim,) = built["claims"]
    assert (claim["verdict"], claim["seeds"], claim["effect"]) == ("inconclusive", 0, None)
    assert built["complete"] is False
    assert json.dumps(built, allow_nan=False)


def test_how_a_test_ended_is_entered_and_decides_an_exact_claim(evidence):
    exact = [case(None, params, name="test_two") for params in "abcd"]
    built = content(evidence, case(), *exact)
    asked, *checked = built["claims"]
    add_outcome(asked, Ended("failed", "failed", "for another reason"))
    add_outcome(checked[0], Ended("failed", "passed", "all checks hold"))
    add_outcome(checked[1], Ended("failed", "failed", "assert 1 == 2"))
    add_outcome(checked[2], Ended("skipped", "skipped", "no reason"))
    assert (asked["verdict"], asked["outcome"]) == ("supported", "failed")
    assert [claim["verdict"] for claim in checked] == ["supported", "refuted", "inconclusive", "inconclusive"]
    assert [claim["reason"] for claim in checked] == ["all checks hold", "assert 1 == 2", "no reason", "not run"]
    assert checked[3]["outcome"] is None


def test_the_baseline_is_beside_its_claim(evidence):
    question = beats(TOY, OTHER, on="test_accuracy", by=0.01, baseline=True)
    asked = question.for_baseline()
    for seed in range(12):
        for arm, accuracy in zip(asked.arms, (0.5, 0.9), strict=True):
            evidence.results[Run(arm, seed)] = result(accuracy, seed, arm)
    (claim,) = content(evidence, case(question))["claims"]
    assert claim["verdict"] == "supported"
    baseline = claim["baseline"]
    assert (baseline["verdict"], baseline["yes"], baseline["seeds"]) == ("refuted", 0, 12)
    assert "supported" in baseline["agreement"]
    assert "refuted" in baseline["agreement"]


def test_arms_are_called_by_what_tells_them_apart():
    assert arm_names(QUESTION) == ["hidden 4, learning rate 0.1", "hidden 8-8, learning rate 0.01"]
    assert len(arm_names(at_least(TOY, on="test_accuracy", value=0.5))) == 1


def test_a_threshold_says_its_direction_and_a_figure_what_its_infinity_means_if_that_is_its_own(evidence):
    def entry(question):
        (claim,) = content(evidence, case(question))["claims"]
        return claim

    assert entry(at_least(TOY, on="test_accuracy", value=0.5))["sign"] == 1
    assert entry(at_most(TOY, on="test_accuracy", value=0.5))["sign"] == -1
    assert "sign" not in entry(QUESTION)
    assert "infinite" not in entry(QUESTION)["metric"]
    stopping = at_most(TOY.with_(held_out=0.2), on="early_stopping_cost", value=0.01)
    assert entry(stopping)["metric"]["infinite"] == "no stop in the first half of the epochs"


def test_the_schema_knows_what_only_some_entries_have(made):
    said = {"sign": -1, "metric": {"name": "x", "label": "y", "unit": "z", "infinite": "no stop"}}
    made.statistical("EP4", kind="proportion", levels=(0.9,), **said, baseline=baseline() | said)
    made.timed()
    results_file.check(made.content, "results.json")
    made.content["claims"][0]["sign"] = 0
    with pytest.raises(UserError):
        results_file.check(made.content, "results.json")


def test_data_that_are_drawn_have_a_sample_of_each_place_once_as_the_network_gets_them(evidence):
    drawn = TOY.with_(measure=("decision_region",), input_scale=2.0)
    evidence.source = ToySource(instead={"xor": xor()})
    assert content(evidence)["dataset"]["samples"] == {}
    evidence.results[Run(drawn, 0)] = result(0.9, 0, drawn)
    corners = [[-2, -2, 0], [-2, 2, 1], [2, -2, 1], [2, 2, 0]]
    assert content(evidence)["dataset"]["samples"] == {drawn.key: corners}


def test_what_a_check_has_recorded_is_kept_and_a_question_has_nothing_of_the_kind():
    exact, asked = {"kind": "exact"}, {"kind": "superiority", "answers": []}
    for entry in (exact, asked):
        add_outcome(entry, Ended("passed", "passed", "all checks hold", {"title": "A bowl"}))
    assert exact["curves"] == {"title": "A bowl"}
    assert "curves" not in asked
