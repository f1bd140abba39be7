"""Metrics that the tutorial's claims are about, besides those of the harness."""

from __future__ import annotations

import math

from claims.checkpoints import LEARNED, PATIENCE
from harness import Requirement, RunResult, metric

LISTED = 10
"""The epochs that the listing of "Iterative learning" chooses."""
SHARE = "share of examples"

HALVES = Requirement(
    "two evaluations or more (epochs, evaluate_every)", lambda experiment: experiment.epochs > experiment.evaluate_every
)
EVERY_EPOCH = Requirement("evaluate_every=1", lambda experiment: experiment.evaluate_every == 1)
BEYOND_LISTED = Requirement(
    f"more than {LISTED} epochs and an evaluation after the {LISTED}th",
    lambda experiment: experiment.epochs > LISTED and LISTED % experiment.evaluate_every == 0,
)


def _gap(run: RunResult, place: int) -> float:
    """Return the generalization gap at an evaluation (from 0): training minus test accuracy, both evaluated."""
    return run.curves["train_accuracy"][place] - run.curves["test_accuracy"][place]


def _gap_with(run: RunResult, checkpoint: str) -> float:
    """Return the generalization gap with the weights of a checkpoint; NaN if there are none."""
    return run.measurements[f"{checkpoint}_train_accuracy"] - run.measurements[f"{checkpoint}_test_accuracy"]


def _every(run: RunResult) -> int:
    """Return the epochs from one evaluation to the next: what training itself prints is recorded of every epoch."""
    return len(run.curves["running_loss"]) // len(run.curves["test_loss"])


def _listed(run: RunResult) -> int:
    """Return the number (from 0) of the evaluation after the listing's epoch."""
    return LISTED // _every(run) - 1


def _overfitting(run: RunResult, test_then: float, train_then: float) -> float:
    """Return by how much the test loss rose since then while the training loss fell (the smaller)."""
    return min(run.curves["test_loss"][-1] - test_then, train_then - run.curves["train_loss"][-1])


def _overfitting_since_listed(run: RunResult) -> float:
    since = _listed(run)
    return _overfitting(run, run.curves["test_loss"][since], run.curves["train_loss"][since])


def _overfitting_since_minimum(run: RunResult) -> float:
    return _overfitting(run, run.measurements["minimum_test_loss"], run.measurements["minimum_train_loss"])


def _accuracy_gained_late(run: RunResult) -> float:
    """Return the test accuracy after the last epoch minus that at half-time."""
    accuracies = run.curves["test_accuracy"]
    return accuracies[-1] - accuracies[len(accuracies) // 2 - 1]


def _epochs_to_half(run: RunResult) -> float:
    """Return after how many epochs half of the training examples are right; infinite if they never are."""
    accuracies = run.curves["train_accuracy"]
    return next((float(epoch) for epoch, accuracy in enumerate(accuracies, start=1) if accuracy >= 0.5), math.inf)


def _epochs_to_all(run: RunResult) -> float:
    """Return after how many epochs every training example is right where it is looked at; infinite if never."""
    accuracies = run.curves["train_accuracy"]
    return next((_every(run) * place for place, right in enumerate(accuracies, start=1) if right == 1), math.inf)


def _early_stopping_epochs(run: RunResult) -> float:
    """Return when early stopping stops: `PATIENCE` epochs after its minimum, or at the end."""
    return min(run.measurements["stopped_epoch"] + PATIENCE, float(len(run.curves["running_loss"])))


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
    "gap_at_minimum": metric(
        lambda run: _gap_with(run, "minimum"),
        higher_is_better=False,
        label="generalization gap at the epoch of the lowest held-out loss",
        unit=SHARE,
        reads=("minimum_train_accuracy", "minimum_test_accuracy"),
        span=(-1, 1),
    ),
    "gap_when_learned": metric(
        lambda run: _gap_with(run, "learned"),
        higher_is_better=False,
        label=f"generalization gap at the first epoch with a training accuracy of {LEARNED}",
        unit=SHARE,
        reads=("learned_train_accuracy", "learned_test_accuracy"),
        infinite=f"a training accuracy below {LEARNED} throughout",
        span=(-1, 1),
    ),
    "accuracy_at_minimum": metric(
        "minimum_test_accuracy",
        higher_is_better=True,
        label="test accuracy at the epoch of the lowest held-out loss",
        unit=SHARE,
        span=(0, 1),
    ),
    "loss_ratio": metric(
        lambda run: run.measurements["train_loss"] / run.measurements["initial_loss"],
        higher_is_better=False,
        label="training loss at the end, relative to that before the first update",
        unit="ratio",
        reads=("train_loss", "initial_loss"),
        span=(0, math.inf),
    ),
    "epochs_to_half": metric(
        _epochs_to_half,
        higher_is_better=False,
        label="epochs until half of the training examples are right",
        unit="epochs",
        reads=("train_accuracy_curve",),
        requires=(EVERY_EPOCH,),
        infinite="less than half of them right throughout",
        span=(1, math.inf),
    ),
    "epochs_to_all": metric(
        _epochs_to_all,
        higher_is_better=False,
        label="epochs until every training example is right",
        unit="epochs",
        reads=("train_accuracy_curve", "test_loss", "running_loss"),
        infinite="never all of them right",
        span=(1, math.inf),
    ),
    "layers_lowering_loss_later": metric(
        "layers_lowering_loss_later",
        higher_is_better=True,
        label="share of layers of which a small step alone lowers the loss, after training",
        unit="share of layers",
        span=(0, 1),
    ),
    "expected_rmse": metric(
        "expected_rmse",
        higher_is_better=False,
        label="test root mean squared error of the expected value",
        unit="standard deviations",
        span=(0, math.inf),
    ),
    "accuracy_lost_since_minimum": metric(
        lambda run: run.measurements["minimum_test_accuracy"] - run.curves["test_accuracy"][-1],
        higher_is_better=False,
        label="test accuracy lost since the epoch of the lowest held-out loss",
        unit=SHARE,
        reads=("test_accuracy", "minimum_test_accuracy"),
        span=(-1, 1),
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
    "overfitting_since_listed": metric(
        _overfitting_since_listed,
        higher_is_better=False,
        label=f"rise of the test loss while the training loss falls, since the {LISTED}th epoch",
        unit="nats",
        reads=("test_loss", "train_loss_curve", "running_loss"),
        requires=(BEYOND_LISTED,),
    ),
    "overfitting_since_minimum": metric(
        _overfitting_since_minimum,
        higher_is_better=False,
        label="rise of the test loss while the training loss falls, since the epoch of the lowest held-out loss",
        unit="nats",
        reads=("test_loss", "train_loss_curve", "minimum_test_loss", "minimum_train_loss"),
    ),
    "gap_widening_since_listed": metric(
        lambda run: _gap(run, -1) - _gap(run, _listed(run)),
        higher_is_better=False,
        label=f"widening of the generalization gap since the {LISTED}th epoch",
        unit=SHARE,
        reads=("test_accuracy", "test_loss", "train_accuracy_curve", "running_loss"),
        requires=(BEYOND_LISTED,),
        span=(-2, 2),
    ),
    "gap_widening_since_minimum": metric(
        lambda run: _gap(run, -1) - _gap_with(run, "minimum"),
        higher_is_better=False,
        label="widening of the generalization gap since the epoch of the lowest held-out loss",
        unit=SHARE,
        reads=("test_accuracy", "train_accuracy_curve", "minimum_train_accuracy", "minimum_test_accuracy"),
        span=(-2, 2),
    ),
    "early_stopping_cost": metric(
        lambda run: run.curves["test_accuracy"][-1] - run.measurements["stopped_test_accuracy"],
        higher_is_better=False,
        label="test accuracy that early stopping gives away against training to the end",
        unit=SHARE,
        reads=("test_accuracy", "stopped_test_accuracy"),
        span=(-1, 1),
    ),
    "early_stopping_epochs": metric(
        _early_stopping_epochs,
        higher_is_better=False,
        label="epochs until early stopping stops",
        unit="epochs",
        reads=("stopped_epoch", "running_loss"),
        span=(1, math.inf),
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
