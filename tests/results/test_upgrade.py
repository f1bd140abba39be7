"""Results of schema version 1 become what a session of today would have written of the same claims."""

import contextlib
import gzip
import json

import pytest
from pydantic import ValidationError

from harness.report import page as report
from harness.results import file as results_file
from harness.results.model import Bound, Control, Leads, Outcome, RoundsClaim, SeedsClaim, ValuesClaim
from harness.results.upgrade import upgrade
from tests.projects import ROOT
from tests.report_content import REGION, VARIANCE, baseline, typed

REFERENCES = sorted((ROOT / "reports" / "protocol-1").glob("*.json.gz"))


@pytest.fixture
def upgraded(made):
    """Return a function that returns the record of a question of version 1."""

    def claim(kind="superiority", levels=(0.9, 0.8), **changes):
        made.statistical(kind=kind, levels=levels, **changes)
        return typed(made.content).claims[-1]

    return claim


def words(claim):
    return claim.kind, claim.effect_label, claimed(claim), claim.signed, claim.compares, claim.figure


def claimed(claim):
    return claim.claimed, tuple(claim.bounds)


def above(label, value):
    return Bound(label=label, value=value, side="above")


def test_a_lead_has_its_arms_and_its_direction(upgraded):
    lead = upgraded()
    assert words(lead) == (
        *("superiority", "how far dropout 0.1 is above dropout 0.2"),
        *(("more than 0.01", (above("more than 0.01", 0.01),)), True, True, "pairs"),
    )
    question = "With the same seed, is the test loss of dropout 0.1 below that of dropout 0.2 by more than 0.01?"
    assert upgraded(question=question).effect_label == "how far dropout 0.1 is below dropout 0.2"


def test_four_arms_are_two_leads(upgraded):
    interaction = upgraded(levels=(0.9, 0.8, 0.7, 0.6))
    assert (interaction.kind, interaction.figure, interaction.signed) == ("interaction", "pairs", True)
    leads = "dropout 0.1 over dropout 0.2", "dropout 0.3 over dropout 0.4"
    assert interaction.leads == Leads(of="", names=leads)


def test_a_threshold_has_its_direction_from_the_file_or_from_the_answers(upgraded):
    one = {"kind": "proportion", "levels": (0.9,)}
    assert claimed(upgraded(**one, sign=1)) == ("at least 0.85", (above("at least 0.85", 0.85),))
    assert upgraded(**one, sign=-1).claimed == "at most 0.85"
    assert upgraded(**one).claimed == "at least 0.85"
    assert upgraded(**one, answers=[False] * 12).claimed == "at most 0.85"
    unknown = upgraded(**one, margin=1.0, effects=[1.0] * 12)
    assert claimed(unknown) == ("a threshold of 1", (above("a threshold of 1", 1.0),))
    assert (unknown.effect_label, unknown.compares, unknown.figure) == ("test accuracy", False, "values")


def test_a_trend_has_steps(upgraded):
    rising = upgraded("trend", (0.6, 0.7, 0.8))
    assert (rising.effect_label, rising.claimed) == ("smallest rise from one arm to the next", "more than 0")
    question = "With the same seed, does the test loss fall at every step over a; b; c?"
    falling = upgraded("trend", (0.6, 0.7, 0.8), question=question)
    assert (falling.effect_label, falling.figure) == ("smallest fall from one arm to the next", "arms")
    assert upgraded("trend", (0.6, 0.7)).figure == "pairs"


def test_an_interval_has_two_bounds(upgraded):
    interval = upgraded("interval", (0.9,))
    assert interval.claimed == "between 0.85 and 0.95"
    assert [(bound.value, bound.side) for bound in interval.bounds] == [(0.85, "above"), (0.95, "below")]
    assert interval.margin == (0.85, 0.95)


def test_a_timing_falls_or_grows_by_its_sides(made):
    made.timed()["margin"] = 0.0
    made.timed("LO2")["margin"] = [0.8, 1.2]
    falling, growth = typed(made.content).claims
    assert isinstance(falling, RoundsClaim)
    assert (falling.of, falling.by, falling.sides) == ("seconds per epoch", "batch size", (16.0, 64.0, 256.0))
    assert words(falling) == (
        *("falling", "smallest relative fall from one batch size to the next"),
        *(("more than 0", (above("more than 0", 0.0),)), False, True, "arms"),
    )
    assert (growth.kind, growth.claimed) == ("growth", "between 0.8 and 1.2")


def test_a_benchmark_that_never_ran_and_a_check_have_no_answers(made):
    made.exact(kind="benchmark", verdict="inconclusive", reason="not run", outcome=None)
    made.exact()
    never, checked = typed(made.content).claims
    assert isinstance(never, RoundsClaim)
    assert (never.rounds, never.reason, never.outcome) == ((), "not run", None)
    assert isinstance(checked, ValuesClaim)
    assert (checked.curves, checked.outcome) == (None, Outcome.PASSED)


def test_what_a_run_kept_besides_numbers_has_a_place_of_its_own(made):
    made.statistical()
    first, second, *_ = made.content["runs"].values()
    first["series"], second["series"] = REGION, VARIANCE
    del second["fingerprint"]
    first, second, third, *_ = typed(made.content).runs.values()
    assert first.decision_region.extent == (-2.0, 2.0, -2.0, 2.0)
    assert second.gradient_variance.batch_sizes[-1] == 512.0
    assert second.fingerprint == ""
    assert (third.decision_region, third.gradient_variance) == (None, None)


def test_a_control_of_another_kind_gives_way_to_one_that_follows_from_the_values(made):
    pairs = {"verdict": "refuted", "yes": 1, "seeds": 12, "answers": [True] + 5 * [False], "decidable": False}
    made.statistical(control=pairs)
    made.content["controls"] = {"controls": 1, "decidable": 0}
    results = typed(made.content)
    (claim,) = results.claims
    assert claim.control == Control.of(claim.arms[0].values, claim.looks)
    assert results.controls is None


def test_what_older_files_lack_is_none(made):
    made.statistical(baseline=baseline())
    results = typed(made.content)
    (claim,) = results.claims
    assert (claim.baseline.arms, claim.baseline.look) == ((), None)
    assert (results.comparison, results.controls, results.speed) == (None, None, None)
    assert results.dataset.samples == {}


@pytest.mark.parametrize("content", [None, [], 5, {}, {"schema_version": 2, "claims": 5}, {"schema_version": 3}])
def test_anything_else_stays_as_it_is(content):
    assert upgrade(content) == content


ODD = [None, 5, "text", [], [None], {}, {"a": {}}, [{}], {"margin": []}, 10**400, "NaN"]


def hold(content):
    """Hold content to the model, which may refuse it; nothing else may happen."""
    with contextlib.suppress(ValidationError):
        typed(content)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("part", ["claims", "runs", "benchmarks", "machine_info", "options", "dataset", "comparison"])
def test_a_part_of_another_type_is_left_to_the_model(made, part, odd):
    made.statistical()
    made.content[part] = odd
    hold(made.content)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("kind", ["superiority", "proportion", "trend", "interval", "another", None])
def test_a_part_of_a_claim_of_another_type_is_left_to_the_model(made, kind, odd):
    asked, timed = made.statistical(kind=kind), made.timed()
    for name in {*asked, *timed}:
        made.content["claims"] = [asked | {name: odd}]
        hold(made.content)
        made.content["claims"] = [timed | {name: odd}]
        hold(made.content)


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.name)
def test_no_number_of_a_committed_reference_changes(path):
    old = json.loads(gzip.decompress(path.read_bytes()))
    new = json.loads(results_file.read(path).model_dump_json())
    measured = ("answers", "effects", "effect", "probability", "arms", "correlation", "rounds", "sides")
    for before, after in zip(old["claims"], new["claims"], strict=True):
        same = (*measured, "verdict", "reason", "question", "margin", "p0", "looks", "yes", "seeds")
        assert {name: before[name] for name in same if name in before} == {
            name: after[name] for name in same if name in before
        }
        for name in (*measured, "verdict", "reason"):
            if before.get("baseline") and name in before["baseline"]:
                assert after["baseline"][name] == before["baseline"][name]
    for key, run in old["runs"].items():
        for name in ("experiment", "seed", "curves", "measurements", "diverged_at", "fingerprint", "seconds"):
            assert new["runs"][key][name] == run[name]
    assert new["experiments"] == old["experiments"]
    for name, size in old["dataset"].pop("sizes").items():
        assert size.items() <= new["dataset"]["sizes"][name].items()
    assert old["dataset"].items() <= new["dataset"].items()


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.name)
def test_a_report_can_be_made_of_a_committed_reference(path):
    results = results_file.read(path)
    kinds = {getattr(claim, "kind", "values"): claim for claim in results.claims}
    assert {"superiority", "interaction", "proportion", "trend", "interval", "falling", "growth", "values"} == set(
        kinds
    )
    assert isinstance(kinds["interaction"], SeedsClaim)
    few = results.model_copy(update={"claims": tuple(kinds.values())})
    page = report.render(few)
    for claim in kinds.values():
        assert f'id="{claim.id}"' in page
