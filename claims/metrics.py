"""Metrics that the tutorial's claims are about, besides those of the harness."""

from __future__ import annotations

import math

from harness import Requirement, RunResult, metric

PATIENCE = 5
"""Evaluations without a lower held-out loss after which early stopping stops (Prechelt 1998, criterion UP)."""
SHARE = "share of examples"

HALVES = Requirement(
    "two evaluations or more (epochs, evaluate_every)", lambda experiment: experiment.epochs > experiment.evaluate_every
)


def _gaps(run: RunResult) -> list[float]:
    """Return the generalization gap after every epoch: training minus test accuracy, both evaluated."""
    curves = run.curves["train_accuracy"], run.curves["test_accuracy"]
    return [train - test for train, test in zip(*curves, strict=True)]


def _best_epoch(run: RunResult) -> int:
    """Return the first epoch (from 0) with the best test accuracy."""
    accuracies = run.curves["test_accuracy"]
    return accuracies.index(max(accuracies))


def _overfitting(run: RunResult) -> float:
    """Return by how much, from the best epoch on, the test loss rose while the training loss fell (the smaller)."""
    test, train, best = run.curves["test_loss"], run.curves["train_loss"], _best_epoch(run)
    return min(test[-1] - test[best], train[best] - train[-1])


def _accuracy_gained_late(run: RunResult) -> float:
    """Return the test accuracy after the last epoch minus that at half-time."""
    accuracies = run.curves["test_accuracy"]
    return accuracies[-1] - accuracies[len(accuracies) // 2 - 1]


def _early_stopping_cost(run: RunResult) -> float:
    """Return the test accuracy that early stopping gives away against the best epoch.

    It watches the held-out loss, stops after `PATIENCE` evaluations without a new minimum and keeps the weights of
    the minimum. Infinite if it needs more than half of the epochs: then it saves nothing.
    """
    losses = run.curves["held_out_loss"]
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == PATIENCE:
            break
    if epoch + 1 > len(losses) / 2:
        return math.inf
    accuracies = run.curves["test_accuracy"]
    return max(accuracies) - accuracies[best]


METRICS = {
    # Section "Drop out": how far apart the two plotted curves end (acc and val_acc).
    "curve_distance": metric(
        lambda run: abs(run.curves["running_accuracy"][-1] - run.curves["test_accuracy"][-1]),
        higher_is_better=False,
        label="distance between the plotted training and test accuracy",
        unit=SHARE,
        reads=("running_accuracy", "test_accuracy"),
        span=(0, 1),
    ),
    "loss_ratio": metric(
        lambda run: run.measurements["train_loss"] / run.measurements["first_batch_loss"],
        higher_is_better=False,
        label="training loss at the end, relative to the first mini-batch's",
        unit="ratio",
        reads=("train_loss", "first_batch_loss"),
    ),
    "accuracy_lost_since_best": metric(
        lambda run: max(run.curves["test_accuracy"]) - run.curves["test_accuracy"][-1],
        higher_is_better=False,
        label="test accuracy lost since the best epoch",
        unit=SHARE,
        reads=("test_accuracy",),
        span=(0, 1),
    ),
    "accuracy_gained_late": metric(
        _accuracy_gained_late,
        higher_is_better=True,
        label="test accuracy gained over the second half of the epochs",
        unit=SHARE,
        reads=("test_accuracy",),
        requires=(HALVES,),
        span=(-1, 1),
    ),
    "overfitting": metric(
        _overfitting,
        higher_is_better=False,
        label="rise of the test loss while the training loss falls, since the best epoch",
        unit="nats",
        reads=("test_loss", "test_accuracy", "train_loss_curve"),
    ),
    "gap_widening": metric(
        lambda run: _gaps(run)[-1] - _gaps(run)[_best_epoch(run)],
        higher_is_better=False,
        label="widening of the generalization gap since the best epoch",
        unit=SHARE,
        reads=("test_accuracy", "train_accuracy_curve"),
        span=(-2, 2),
    ),
    "early_stopping_cost": metric(
        _early_stopping_cost,
        higher_is_better=False,
        label="test accuracy that early stopping gives away against the best epoch",
        unit=SHARE,
        reads=("test_accuracy", "held_out_loss"),
        infinite="no stop in the first half of the epochs",
        span=(0, math.inf),
    ),
    "escaped": metric(
        lambda run: float(run.measurements["weight"] < 0),
        higher_is_better=True,
        label="escape from the worse minimum (1 if the weight ends on the better one's side, else 0)",
        unit="yes or no",
        reads=("weight",),
        span=(0, 1),
    ),
}
