"""Figures: read off a run, and at their worst where it diverged."""

import math

import pytest

from harness.base.errors import DeclarationError
from harness.declare.claim import at_least
from harness.declare.experiment import REGRESSIONS, WITH_TRUTH
from harness.declare.metrics import METRICS
from harness.declare.run_result import RunResult
from harness.train.keras import trainer as keras_trainer
from harness.train.sklearn import trainer as sklearn_trainer
from harness.tutorial.synthetic import TOYS
from tests.toys import TOY

CURVES = {
    "running_loss": (2.0, 1.5),
    "running_accuracy": (0.3, 0.6),
    "test_loss": (1.9, 1.4),
    "test_accuracy": (0.4, 0.75),
}


def result(diverged_at=None):
    final = {} if diverged_at else {"train_loss": 1.3, "train_accuracy": 0.8}
    return RunResult(curves=CURVES, measurements=final, diverged_at=diverged_at, fingerprint="f", seconds=0.1)


@pytest.mark.parametrize(
    ("name", "value", "higher_is_better"),
    [
        ("test_accuracy", 0.75, True),
        ("test_loss", 1.4, False),
        ("train_accuracy", 0.8, True),
        ("train_loss", 1.3, False),
        ("generalization_gap", 0.05, False),
        ("curve_distance", 0.15, False),
        ("accuracy_lost_since_best", 0.0, False),
    ],
)
def test_each_figure_is_the_last_one_and_at_its_worst_where_the_run_diverged(name, value, higher_is_better):
    metric = METRICS[name]
    assert metric.of(result()) == pytest.approx(value)
    assert metric.of(result(diverged_at=2)) == (-math.inf if higher_is_better else math.inf)


@pytest.mark.parametrize("name", METRICS)
def test_every_figure_of_a_diverged_run_is_infinitely_bad_and_not_a_gap(name):
    metric = METRICS[name]
    assert metric.of(result(diverged_at=1)) == (-math.inf if metric.higher_is_better else math.inf)


def curves(**values):
    return RunResult(curves=values, measurements={}, diverged_at=None, fingerprint="f", seconds=0.1)


def test_what_was_lost_since_the_best_epoch_counts_from_the_best_one():
    run = curves(test_accuracy=(0.5, 0.9, 0.7))
    assert METRICS["accuracy_lost_since_best"].of(run) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("test_loss", "train_loss", "overfitting"),
    [
        ((1.0, 0.8, 1.1), (1.0, 0.9, 0.5), 0.3),  # the test loss rose by less than the training loss fell
        ((1.0, 0.8, 1.9), (1.0, 0.9, 0.5), 0.4),  # and the other way round
        ((1.0, 0.8, 1.1), (1.0, 0.9, 1.2), -0.3),  # both rose: that is no overfitting
    ],
)
def test_overfitting_is_the_smaller_of_rising_test_loss_and_falling_training_loss(test_loss, train_loss, overfitting):
    run = curves(test_accuracy=(0.5, 0.9, 0.7), test_loss=test_loss, train_loss=train_loss)
    assert METRICS["overfitting"].of(run) == pytest.approx(overfitting)


@pytest.mark.parametrize("accuracies", [(0.1, 0.5, 0.6, 0.7), (0.5, 0.7), (0.3, 0.4, 0.5, 0.6, 0.65, 0.7)])
def test_what_was_gained_late_is_what_the_second_half_of_the_epochs_added(accuracies):
    assert METRICS["accuracy_gained_late"].of(curves(test_accuracy=accuracies)) == pytest.approx(0.2)


def test_early_stopping_gives_away_what_the_best_epoch_had_more_than_the_held_out_minimum():
    held_out = (0.9, 0.5, *[0.6] * 20)
    run = curves(held_out_loss=held_out, test_accuracy=(0.5, 0.7, 0.8, *[0.6] * 19))
    assert METRICS["early_stopping_cost"].of(run) == pytest.approx(0.1)


def test_early_stopping_that_never_stops_early_is_infinitely_costly():
    falling = tuple(1 / epoch for epoch in range(1, 23))
    run = curves(held_out_loss=falling, test_accuracy=(0.5,) * 22)
    assert METRICS["early_stopping_cost"].of(run) == math.inf


def test_the_infinity_of_early_stopping_is_that_it_came_too_late():
    own = {name: metric.infinite for name, metric in METRICS.items() if metric.infinite != "no finite value"}
    assert own == {"early_stopping_cost": "no stop in the first half of the epochs"}


def test_the_labels_tell_the_figures_apart():
    assert len({metric.label for metric in METRICS.values()}) == len(METRICS)


@pytest.mark.parametrize("name", TOYS)
def test_what_is_said_of_the_data_is_so(name):
    data = TOYS[name]()
    assert (name in REGRESSIONS) == data.is_regression
    assert (name in WITH_TRUTH) == (data.truth is not None)


def taken(experiment, name):
    """Return the experiment as a claim about a figure has it trained; None if no claim can be."""
    try:
        (arm,) = at_least(experiment, on=name, value=0.0).arms
    except DeclarationError:
        return None
    return arm


NETWORKS = {
    "classes": TOY,
    "held out": TOY.with_(held_out=0.2),
    "sklearn": TOY.with_(library="sklearn"),
    "numbers": TOY.with_(data="diabetes", loss="mean_squared_error"),
    "binned numbers": TOY.with_(data="diabetes-binned"),
    "two minima": TOY.with_(data="noise", loss="double_well"),
    "no hidden layer": TOY.with_(hidden=()),
}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_figure_that_a_claim_may_be_about_can_be_read_off_a_run(network):
    arms = {name: arm for name in METRICS if (arm := taken(network, name))}
    assert "test_loss" in arms
    whole = network.measuring(*{name for arm in arms.values() for name in arm.measure})
    data = TOYS[network.data]()
    if network.library == "sklearn":
        ((_, run),) = sklearn_trainer.train(whole, 0, (whole.epochs,), data)
    else:
        ((_, run),) = keras_trainer.train(whole, 0, (whole.epochs,), data, stepper="epoch")
    assert {name: type(METRICS[name].of(run)) for name in arms} == dict.fromkeys(arms, float)
