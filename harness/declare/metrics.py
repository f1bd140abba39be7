"""The figures a claim can be about, each read off a finished run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from harness.declare.experiment import REGRESSIONS, Experiment
from harness.declare.run_result import RunResult

PATIENCE = 5
"""Evaluations without a lower held-out loss after which early stopping stops (Prechelt 1998, criterion UP)."""


@dataclass(frozen=True)
class Requirement:
    """What an experiment must be like for a run of it to have a figure."""

    words: str
    met: Callable[[Experiment], bool]


CLASSES = Requirement("data with classes", lambda experiment: experiment.data not in REGRESSIONS)
KERAS = Requirement("Keras' running accuracy", lambda experiment: experiment.library == "keras")
HELD_OUT = Requirement("a held-out part (held_out)", lambda experiment: experiment.held_out > 0)
HALVES = Requirement(
    "two evaluations or more (epochs, evaluate_every)", lambda experiment: experiment.epochs > experiment.evaluate_every
)


@dataclass(frozen=True)
class Metric:
    """A figure of a run: how it is read, what it is called, and which way is better."""

    label: str
    unit: str
    higher_is_better: bool
    read: Callable[[RunResult], float]
    needs: str | None = None
    """The measurement (`experiment.MEASUREMENTS`) without which a run does not have it; the arms get it."""
    requires: tuple[Requirement, ...] = ()
    """What the arms must have of their own."""
    infinite: str = "no finite value"
    """What a run has whose figure is infinite."""

    def of(self, result: RunResult) -> float:
        """Return the figure; a run that diverged has the worst value there is (an outcome, not a gap)."""
        if result.diverged_at is not None:
            return -math.inf if self.higher_is_better else math.inf
        return self.read(result)


def _last(curve: str) -> Callable[[RunResult], float]:
    return lambda run: run.curves[curve][-1]


def _measured(figure: str) -> Callable[[RunResult], float]:
    return lambda run: run.measurements[figure]


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


IMAGES = "share of examples"
METRICS = {
    "test_accuracy": Metric("test accuracy", IMAGES, True, _last("test_accuracy"), requires=(CLASSES,)),
    "test_loss": Metric("test loss", "nats", False, _last("test_loss")),
    "train_accuracy": Metric(
        "training accuracy (evaluated)", IMAGES, True, _measured("train_accuracy"), requires=(CLASSES,)
    ),
    "train_loss": Metric("training loss (evaluated)", "nats", False, _measured("train_loss")),
    "generalization_gap": Metric(
        "generalization gap (training minus test accuracy)",
        IMAGES,
        False,
        lambda run: run.measurements["train_accuracy"] - run.curves["test_accuracy"][-1],
        requires=(CLASSES,),
    ),
    # Tutorial, section "Drop out": how far apart the two plotted curves end (acc and val_acc).
    "curve_distance": Metric(
        "distance between the plotted training and test accuracy",
        IMAGES,
        False,
        lambda run: abs(run.curves["running_accuracy"][-1] - run.curves["test_accuracy"][-1]),
        requires=(CLASSES, KERAS),
    ),
    "loss_ratio": Metric(
        "training loss at the end, relative to the first mini-batch's",
        "ratio",
        False,
        lambda run: run.measurements["train_loss"] / run.measurements["first_batch_loss"],
        needs="first_batch_loss",
    ),
    "accuracy_lost_since_best": Metric(
        "test accuracy lost since the best epoch",
        IMAGES,
        False,
        lambda run: max(run.curves["test_accuracy"]) - run.curves["test_accuracy"][-1],
        requires=(CLASSES,),
    ),
    "accuracy_gained_late": Metric(
        "test accuracy gained over the second half of the epochs",
        IMAGES,
        True,
        _accuracy_gained_late,
        requires=(CLASSES, HALVES),
    ),
    "overfitting": Metric(
        "rise of the test loss while the training loss falls, since the best epoch",
        "nats",
        False,
        _overfitting,
        needs="training_curve",
        requires=(CLASSES,),
    ),
    "gap_widening": Metric(
        "widening of the generalization gap since the best epoch",
        IMAGES,
        False,
        lambda run: _gaps(run)[-1] - _gaps(run)[_best_epoch(run)],
        needs="training_curve",
        requires=(CLASSES,),
    ),
    "early_stopping_cost": Metric(
        "test accuracy that early stopping gives away against the best epoch",
        IMAGES,
        False,
        _early_stopping_cost,
        requires=(CLASSES, HELD_OUT),
        infinite="no stop in the first half of the epochs",
    ),
    "first_layer_gradient": Metric(
        "gradient norm at the first layer before training",
        "nats per unit of weight",
        True,
        _measured("first_layer_gradient"),
        needs="first_layer_gradient",
    ),
    "layers_lowering_loss": Metric(
        "share of layers of which a small step alone lowers the loss",
        "share of layers",
        True,
        _measured("layers_lowering_loss"),
        needs="single_layer_steps",
    ),
    "gradient_variance_slope": Metric(
        "slope of log gradient variance over log batch size",
        "exponent",
        False,
        _measured("gradient_variance_slope"),
        needs="gradient_variance_slope",
    ),
    "update_norm_p99": Metric(
        "99th percentile of the updates' norms",
        "units of weight",
        False,
        _measured("update_norm_p99"),
        needs="updates",
    ),
    "distance_per_epoch": Metric(
        "distance travelled per epoch",
        "units of weight",
        False,
        _measured("distance_per_epoch"),
        needs="updates",
    ),
    "ablation_drop": Metric(
        "test accuracy lost when half of the last hidden layer is silenced",
        IMAGES,
        False,
        _measured("ablation_drop"),
        needs="ablation",
    ),
    "ablation_drop_rescaled": Metric(
        "test accuracy lost when half of the last hidden layer is silenced and the rest doubled",
        IMAGES,
        False,
        _measured("ablation_drop_rescaled"),
        needs="ablation",
    ),
    "escaped": Metric(
        "escape from the worse minimum (1 if the weight ends on the better one's side, else 0)",
        "yes or no",
        True,
        lambda run: float(run.measurements["weight"] < 0),
        needs="weight",
    ),
    "test_rmse": Metric(
        "test root mean squared error", "standard deviations", False, _measured("test_rmse"), needs="test_rmse"
    ),
}
"""By name. For a figure of training as such (a norm, a slope) "better" only says which end a diverged run is at."""
