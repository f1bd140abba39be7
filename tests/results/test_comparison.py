"""The comparison with a reference: every way a test can stand to it, and what else changed meanwhile."""

import copy
import math

import pytest

from harness.results import comparison
from harness.results.model import Interval, State
from tests.report_content import Results, baseline, reference, typed


@pytest.fixture
def before(made):
    """Return reference results with one claim of every kind."""
    made.statistical("NS4", "B", baseline=baseline())
    made.statistical("NS4", "C", "refuted")
    made.exact("AC4")
    made.timed("MB3")
    return made.content


@pytest.fixture
def after(before):
    """Return the same results once more, to be changed."""
    return copy.deepcopy(before)


def compare(after, before, gone=()):
    """Return the comparison."""
    return comparison.compare(typed(after), reference(before, "reference.json.gz"), gone)


def states(after, before, gone=()):
    """Return title to state, of all tests in the comparison."""
    return {row.title: row.state for row in compare(after, before, gone).claims}


def row(after, before, title="NS4[B]"):
    """Return the comparison of one test."""
    return next(row for row in compare(after, before).claims if row.title == title)


def entry(content, params="B"):
    return next(claim for claim in content["claims"] if claim["params"] == params)


def move(claim, by, growth=0.0):
    """Add something to every seed's effect, and to each more than to the one before it."""
    claim["effects"] = [effect + by + growth * seed for seed, effect in enumerate(claim["effects"])]


def cut(claim, seeds):
    """Leave a claim so many seeds, or rounds."""
    claim |= {"seeds": seeds, "answers": claim["answers"][:seeds], "effects": claim["effects"][:seeds]}
    for arm in claim.get("arms", ()):
        arm["values"] = arm["values"][:seeds]


def test_the_same_numbers_are_identical(after, before):
    assert set(states(after, before).values()) == {State.IDENTICAL}
    assert compare(after, before).changes == ()


def test_a_shift_is_the_median_over_the_seeds_with_the_interval_of_its_order_statistics(after, before):
    move(entry(after), by=0.001, growth=0.001)
    moved = row(after, before)
    assert moved.state is State.MOVED
    # Of twelve values, the third and the tenth are the median's exact 95 % interval.
    assert dict(moved.shift) == pytest.approx({"estimate": 0.0065, "low": 0.003, "high": 0.010})
    assert states(after, before)["NS4[C]"] is State.IDENTICAL


def test_a_shift_pairs_the_seeds_that_both_have(after, before):
    move(entry(after), by=0.5)
    cut(entry(before), 6)
    entry(after)["effects"][6:] = [99.0] * 6
    assert row(after, before).shift.estimate == pytest.approx(0.5)


def test_a_seed_that_diverges_now_shifts_its_effect_without_end(after, before):
    entry(after)["effects"] = ["Infinity"] * 12
    assert row(after, before).shift == Interval(estimate=math.inf, low=math.inf, high=math.inf)
    entry(before)["effects"] = ["Infinity"] * 12
    entry(after)["answers"] = [False] * 12
    assert row(after, before).shift is None, "infinity less infinity is no shift"


@pytest.mark.parametrize("verdict", ["refuted", "inconclusive", "invalid"])
def test_any_other_verdict_is_flipped(after, before, verdict):
    entry(after)["verdict"] = verdict
    flipped = row(after, before)
    assert flipped.state is State.FLIPPED
    assert (flipped.old.verdict.word, flipped.new.verdict.word) == ("supported", verdict)


def test_an_exact_claim_that_fails_now_is_flipped(after, before):
    exact = next(claim for claim in after["claims"] if claim["kind"] == "exact")
    exact["verdict"] = "refuted"
    assert states(after, before)["AC4"] is State.FLIPPED


def test_a_timing_moves_every_time_and_has_no_shift(after, before):
    timed = next(claim for claim in after["claims"] if claim["kind"] == "benchmark")
    move(timed, by=0.1)
    moved = row(after, before, "MB3")
    assert (moved.state, moved.shift) == (State.MOVED, None)


@pytest.mark.parametrize("which", ["after", "before"])
def test_a_timing_with_too_few_rounds_for_a_verdict_was_not_run(after, before, which):
    timed = next(claim for claim in {"after": after, "before": before}[which]["claims"] if claim["kind"] == "benchmark")
    timed["verdict"] = "inconclusive"
    cut(timed, 1)
    assert states(after, before)["MB3"] is State.NOT_RUN


def test_a_check_that_did_not_run_is_no_flip(after, before):
    exact = next(claim for claim in after["claims"] if claim["kind"] == "exact")
    exact |= {"verdict": "inconclusive", "outcome": None}
    assert states(after, before)["AC4"] is State.NOT_RUN


def test_what_a_session_leaves_open_that_ended_before_the_test_is_no_flip(after, before):
    after["complete"] = False
    for params, verdict in (("B", "inconclusive"), ("C", "supported")):
        entry(after, params).update(verdict=verdict, outcome=None)
    assert states(after, before)["NS4[B]"] is State.NOT_RUN
    assert states(after, before)["NS4[C]"] is State.FLIPPED, "a verdict is one, whatever became of its test"
    entry(after)["outcome"] = "failed"
    assert states(after, before)["NS4[B]"] is State.FLIPPED, "the session ended after it: it had all its seeds"


def test_claims_are_new_or_gone_or_not_run_here(after, before):
    gone, unselected = entry(before, "B"), entry(before, "C")
    after["claims"] = [claim for claim in after["claims"] if claim["id"] != "NS4"]
    extra = Results()
    extra.statistical("OWN1", "x")
    after["claims"] += extra.content["claims"]
    found = states(after, before, gone=[gone["nodeid"]])
    assert found == {
        "AC4": State.IDENTICAL,
        "MB3": State.IDENTICAL,
        "OWN1[x]": State.NEW,
        "NS4[B]": State.GONE,
        "NS4[C]": State.NOT_RUN,
    }
    assert row(after, before, "NS4[C]").old.verdict.word == unselected["verdict"]


def test_the_baselines_verdict_is_compared_beside_the_claims(after, before):
    entry(after)["baseline"] |= {"verdict": "refuted", "yes": 0}
    found = row(after, before)
    assert found.state is State.IDENTICAL
    assert found.baseline.state is State.FLIPPED


@pytest.mark.parametrize("name", ["margin", "looks", "arms"])
def test_a_question_that_was_changed_is_said_to_be_and_has_no_shift(after, before, name):
    claim = entry(after)
    claim |= {"margin": 0.02, "looks": [12]} if name != "arms" else {}
    claim["arms"][0]["experiment"] += "2" if name == "arms" else ""
    move(claim, by=0.1)
    found = row(after, before)
    assert found.question_changed is True
    assert found.shift is None


def test_what_changed_in_the_environment_is_listed_old_and_new(after, before):
    after["packages"] = {"tensorflow": "2.22.0", "scipy": "1.17.1"}
    after["machine_info"] |= {"cpu": {"count": 4}, "python_version": "3.13.1"}
    after["commit_info"] |= {"id": "abc", "dirty": False}
    after["options"] |= {"workers": 4}
    after["dataset"] |= {
        "sha256": "99" * 32,
        "sizes": {"digits": {"train": 1, "test": 2}, "xor": {"train": 3, "test": 4}},
    }
    found = {
        (change.group, change.name): (change.old, change.new)
        for change in comparison.changes(typed(after), typed(before))
    }
    assert found == {
        ("versions", "numpy"): ("2.4.6", None),
        ("versions", "scipy"): (None, "1.17.1"),
        ("versions", "tensorflow"): ("2.21.0", "2.22.0"),
        ("versions", "Python"): ("3.11.7", "3.13.1"),
        ("machine", "cores"): ("2", "4"),
        ("code", "commit"): ("6f08179437e3", "abc"),
        ("code", "changed since the commit"): ("yes", "no"),
        ("options", "workers"): ("2", "4"),
        ("data", "SHA-256"): ("80" * 32, "99" * 32),
        ("data", "size of digits"): ("4000 + 1000", "1 + 2"),
    }


def test_inputs_in_another_unit_are_a_change_and_a_reference_that_does_not_say_is_none(after, before):
    sizes = after["dataset"]["sizes"]["digits"]
    sizes["inputs"] = {"trained": [0.0, 1.0], "tested": [0.0, 1.0]}
    assert comparison.changes(typed(after), typed(before)) == []
    before["dataset"]["sizes"]["digits"] = sizes | {"inputs": {"trained": [0.0, 255.0], "tested": [0.0, 255.0]}}
    (change,) = comparison.changes(typed(after), typed(before))
    assert (change.group, change.name) == ("data", "inputs of digits")
    assert (change.old, change.new) == ("0 to 255", "0 to 1")


def test_without_an_effect_there_is_none_to_compare(after, before):
    for content, verdict in ((before, "supported"), (after, "inconclusive")):
        claim = entry(content)
        claim |= {"effect": None, "verdict": verdict}
        cut(claim, 0)
    assert row(after, before).shift is None
