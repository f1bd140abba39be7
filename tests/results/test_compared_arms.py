"""Arms held against what they were: a loss that all share is seen, and nothing is said where nothing can be."""

import copy
import json

import pytest

from harness.results import comparison
from harness.results import file as results_file
from harness.results.model import ArmState, State
from tests.report_content import reference, typed


@pytest.fixture
def before(made):
    """Return reference results: two claims that share an arm, and one with a threshold."""
    made.statistical("NS4", "B")
    shared = copy.deepcopy(made.content["claims"][0]["arms"][0])
    other = made.statistical("NS4", "C", margin=0.05)
    other["arms"][0] = shared
    made.statistical("AC2", "xor", kind="proportion", levels=(0.9,), sign=1)
    return made.content


@pytest.fixture
def after(before):
    """Return the same results once more, to be changed."""
    return copy.deepcopy(before)


def compare(after, before):
    """Return the comparison."""
    return comparison.compare(typed(after), reference(before), ())


def rows(after, before):
    """Return the arms' rows by name of the arm."""
    return {row.claims[0] + " " + row.name: row for row in compare(after, before).arms.arms}


def lose(content, loss, seeds=48):
    """Take something from the value of every arm, with each of the first seeds."""
    for claim in content["claims"]:
        for arm in claim["arms"]:
            arm["values"] = [value - loss * (seed < seeds) for seed, value in enumerate(arm["values"])]


def test_if_every_arm_loses_the_same_no_verdict_flips_and_every_arm_got_worse(after, before):
    lose(after, 0.06)
    found = compare(after, before)
    assert {row.state for row in found.claims} == {State.MOVED}
    assert {row.state for row in found.arms.arms} == {ArmState.WORSE}
    worse = found.arms.arms[0]
    assert (worse.worse, worse.seeds, worse.look) == (12, 12, 1)
    assert worse.change.estimate == pytest.approx(-0.06)


def test_the_same_runs_are_identical_and_better_ones_not_worse(after, before):
    assert {row.state for row in rows(after, before).values()} == {ArmState.IDENTICAL}
    lose(after, -0.05)
    assert {row.state for row in rows(after, before).values()} == {ArmState.NOT_WORSE}


def test_an_arm_of_several_questions_is_compared_once_by_the_smallest_margin_asked(after, before):
    found = rows(after, before)
    shared = found["NS4[B] dropout 0.1"]
    assert (shared.claims, shared.margin) == (("NS4[B]", "NS4[C]"), 0.01)
    assert found["NS4[C] dropout 0.2"].margin == 0.05
    lose(after, 0.03)
    found = rows(after, before)
    assert found["NS4[B] dropout 0.1"].state is ArmState.WORSE
    assert found["NS4[C] dropout 0.2"].state is ArmState.NOT_WORSE
    assert found["AC2[xor] dropout 0.1"].state is ArmState.WORSE, "a threshold has no margin, so that any loss counts"


def test_less_than_the_margin_or_in_too_few_seeds_is_not_shown_worse(after, before):
    once_more = copy.deepcopy(after)
    lose(after, 0.009)
    assert rows(after, before)["NS4[B] dropout 0.1"].state is ArmState.NOT_WORSE
    lose(once_more, 0.05, seeds=11)
    found = rows(once_more, before)["NS4[B] dropout 0.1"]
    assert (found.state, found.worse, found.seeds) == (ArmState.NOT_WORSE, 11, 12)


def test_of_a_metric_where_lower_is_better_a_rise_is_the_loss(after, before):
    for content in (after, before):
        for claim in content["claims"]:
            claim["metric"] = claim["metric"] | {"higher_is_better": False}
    lose(after, 0.06)
    assert {row.state for row in rows(after, before).values()} == {ArmState.NOT_WORSE}
    assert {row.state for row in rows(before, after).values()} == {ArmState.WORSE}


@pytest.mark.parametrize("now", ["-Infinity", "NaN"], ids=["diverged", "no number"])
def test_a_run_that_has_no_value_now_is_the_worst_there_is(after, before, now):
    for claim in after["claims"]:
        for arm in claim["arms"]:
            arm["values"] = [now] * 12
    assert {row.state for row in rows(after, before).values()} == {ArmState.WORSE}
    assert {row.state for row in rows(after, after).values()} == {ArmState.IDENTICAL}
    assert {row.state for row in rows(before, after).values()} == {ArmState.NOT_WORSE}


def test_values_are_paired_by_the_seed_of_their_run(after, before):
    lose(after, 0.06)
    for run in after["runs"].values():
        run["seed"] += 6
    found = rows(after, before)["NS4[B] dropout 0.1"]
    assert (found.state, found.seeds) == (ArmState.TOO_FEW, 6)
    for run in after["runs"].values():
        run["seed"] += 100
    found = rows(after, before)["NS4[B] dropout 0.1"]
    assert (found.state, found.reason) == (ArmState.NOT_COMPARED, "the two have no seeds in common")


def test_what_the_reference_does_not_have_is_said_to_be_missing(after, before):
    lose(after, 0.06)
    without_runs = copy.deepcopy(before)
    without_runs["runs"] = {}
    said = {row.reason for row in rows(after, without_runs).values()}
    assert said == {"the reference does not say with which seeds it was trained"}
    before["claims"] = before["claims"][2:]
    found = rows(after, before)
    assert found["NS4[B] dropout 0.1"].reason == "the reference does not have this arm with this metric"
    assert found["AC2[xor] dropout 0.1"].state is ArmState.WORSE


def test_a_reference_that_does_not_say_which_way_is_better_is_compared_by_what_the_session_says(after, before):
    for claim in before["claims"]:
        claim["metric"] = {name: part for name, part in claim["metric"].items() if name != "higher_is_better"}
    lose(after, 0.06)
    assert {row.state for row in rows(after, before).values()} == {ArmState.WORSE}
    assert {row.state for row in rows(before, after).values()} == {ArmState.NOT_COMPARED}


def test_a_comparison_from_before_arms_were_compared_is_still_read(after, before, tmp_path):
    content = json.loads(typed(after).model_dump_json())
    content["comparison"] = json.loads(compare(after, before).model_dump_json())
    del content["comparison"]["arms"]
    path = tmp_path / "results.json"
    path.write_text(json.dumps(content))
    assert results_file.read(path).comparison.arms is None
