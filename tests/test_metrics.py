"""Figures: read off a run, and at their worst where it diverged."""

import math

import pytest

from harness.metrics import METRICS
from harness.run import RunResult

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


def test_the_labels_tell_the_figures_apart():
    assert len({metric.label for metric in METRICS.values()}) == len(METRICS)
