"""Any function as an arm: what it may return, what it may be given, and whose fault an error is."""

import numpy as np
import pytest

from harness.base.errors import DeclarationError, RunError
from harness.declare.claim import beats
from harness.declare.experiment import Setting
from harness.declare.metrics import metric
from harness.train.function import experiment

ACCURACY = {"accuracy": metric("accuracy", higher_is_better=True)}
NUMBERS = [0.5, 1, True, np.float32(0.5), np.int64(1), np.bool_(True), np.array(0.5)]


def arm_that_returns(returned):
    @experiment(metrics=ACCURACY)
    def trained(seed):
        return returned(seed) if callable(returned) else returned

    return trained()


def run(arm, seed=0):
    ((_, result),) = arm.train(seed, (1,), Setting(None, {}, "epoch"))
    return result


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_a_value_is_any_number(value):
    arm = arm_that_returns({"accuracy": value})
    assert arm.metric("accuracy").of(run(arm)) == pytest.approx(float(value))


@pytest.mark.parametrize("curve", [[0.1, 0.9], (0.1, 0.9), np.array([0.1, 0.9])], ids=["list", "tuple", "array"])
def test_a_list_is_a_curve_of_which_the_last_value_counts(curve):
    arm = arm_that_returns({"accuracy": curve})
    assert run(arm).curves["accuracy"] == (0.1, 0.9)
    assert arm.metric("accuracy").of(run(arm)) == 0.9


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (None, "must return its values by name"),
        ({"loss": 1.0}, r"returned \['loss'\], and its metrics read \['accuracy'\]"),
        ({"accuracy": "high"}, "returned 'high' for 'accuracy': a number, a bool or a list of numbers is due"),
        ({"accuracy": []}, "for 'accuracy' what is no list of numbers"),
        ({"accuracy": ["a"]}, "for 'accuracy' what is no list of numbers"),
        ({"accuracy": 10**400}, "OverflowError"),
        ({"accuracy": np.zeros((2, 2))}, "for 'accuracy' what is no list of numbers"),
        ({"accuracy": [0.5] * 1_000_000}, "returned 1000000 numbers for 'accuracy': a curve has at most"),
        (["accuracy"] * 1_000_000, "must return its values by name"),
    ],
)
def test_anything_else_is_a_run_that_failed_in_one_line(returned, message):
    with pytest.raises(RunError, match=message):
        run(arm_that_returns(returned))


def test_an_exception_is_the_projects_and_its_traceback_is_kept():
    def returned(seed):
        raise KeyError(f"seed {seed}")

    with pytest.raises(RunError, match=r"trained\(\) raised KeyError: 'seed 7'") as failed:
        run(arm_that_returns(returned), seed=7)
    assert "in returned" in failed.value.details


def test_a_fingerprint_is_taken_if_it_is_returned():
    assert run(arm_that_returns({"accuracy": 1, "fingerprint": "abc"})).fingerprint == "abc"
    assert run(arm_that_returns({"accuracy": 1})).fingerprint == ""


@experiment(metrics=ACCURACY)
def forest(seed, *, trees=10, shape=(2, 3)):
    """Return something that depends on everything."""
    return {"accuracy": seed * trees * sum(shape)}


def test_parameters_are_those_of_the_function():
    assert forest().describe() == {"trains": "forest", "shape": [2, 3], "trees": 10}
    assert run(forest(trees=2), seed=3).measurements == {"accuracy": 30.0}
    assert forest(trees=2) == forest().with_(trees=2) != forest()
    assert forest().key != forest(trees=2).key


def test_parameters_that_the_function_may_tell_apart_make_different_arms():
    arms = {forest(trees=1), forest(trees=True), forest(trees=1.0)}
    assert len(arms) == len({arm.key for arm in arms}) == 3


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (lambda: forest(tree=3), r"unknown parameter of forest\(\) 'tree'; did you mean 'trees'"),
        (lambda: forest().with_(tree=3), r"unknown parameter of forest\(\) 'tree'"),
        (lambda: forest(trees=[3]), "must be a finite number, a text, a bool or a tuple of them"),
        (lambda: forest(trees={"many": 3}), "must be a finite number, a text, a bool or a tuple of them"),
        (lambda: forest(shape=(2, [3])), "must be a finite number, a text, a bool or a tuple of them"),
        (lambda: forest(trees=float("inf")), "must be a finite number"),
        (lambda: forest(trees=float("nan")), "must be a finite number"),
        (lambda: experiment(metrics=ACCURACY)(lambda x: {}), "must take a seed"),  # noqa: ARG005
        (lambda: experiment(metrics=ACCURACY)(lambda seed, **rest: {}), "must name its parameters"),  # noqa: ARG005
        (lambda: experiment(metrics={"accuracy": 3}), "says what the function returns"),
        (lambda: beats(forest(), forest(trees=2), on="acuracy", by=0), "did you mean 'accuracy'"),
    ],
)
def test_what_cannot_be_meant_is_refused(declare, message):
    with pytest.raises(DeclarationError, match=message):
        declare()


def test_a_version_stands_for_the_code():
    first, second = (experiment(metrics=ACCURACY, version="1")(one)() for one in (lambda seed: 1, lambda seed: 2))  # noqa: ARG005
    assert first.code() == second.code()
    assert experiment(metrics=ACCURACY)(lambda seed: 1)().code() != first.code()  # noqa: ARG005


def test_an_arm_is_shown_as_the_call_that_makes_it_the_same_in_every_process():
    @experiment(metrics=ACCURACY)
    def trained(seed, *, rate=0.1, layers=(1,)):
        return {"accuracy": seed * rate * len(layers)}

    assert repr(trained(rate=0.5)) == "trained(layers=(1,), rate=0.5)"


def test_what_is_no_number_says_that_the_run_diverged_and_only_where_a_metric_reads_it():
    diverged = run(arm_that_returns({"accuracy": [0.5, float("nan"), 0.5]}))
    assert (diverged.diverged_at, ACCURACY["accuracy"].of(diverged)) == (2, -float("inf"))
    assert run(arm_that_returns({"accuracy": np.float32("nan")})).diverged_at == 1
    assert run(arm_that_returns({"accuracy": 0.5, "spare": float("nan")})).diverged_at is None
    assert run(arm_that_returns({"accuracy": float("inf")})).diverged_at is None


def test_a_metric_of_predictions_is_none_of_a_functions():
    with pytest.raises(DeclarationError, match="is returned by the function"):
        experiment(metrics={"own": metric(lambda y_true, y_score: y_true @ y_score, higher_is_better=True)})
