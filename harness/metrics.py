"""The figures a claim can be about, each read off a finished run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from harness.run import RunResult


@dataclass(frozen=True)
class Metric:
    """A figure of a run: how it is read, what it is called, and which way is better."""

    label: str
    unit: str
    higher_is_better: bool
    read: Callable[[RunResult], float]

    def of(self, result: RunResult) -> float:
        """Return the figure; a run that diverged has the worst value there is (an outcome, not a gap)."""
        if result.diverged_at is not None:
            return -math.inf if self.higher_is_better else math.inf
        return self.read(result)


METRICS = {
    "test_accuracy": Metric(
        "test accuracy", "share of images", True, lambda run: run.curves["test_accuracy"][-1]
    ),
    "test_loss": Metric("test loss", "nats", False, lambda run: run.curves["test_loss"][-1]),
    "running_accuracy": Metric(
        "running training accuracy", "share of images", True, lambda run: run.curves["running_accuracy"][-1]
    ),
    "train_accuracy": Metric(
        "evaluated training accuracy", "share of images", True, lambda run: run.final["train_accuracy"]
    ),
    # Tutorial, section "Drop out": how far apart the two plotted curves end (acc and val_acc).
    "curve_distance": Metric(
        "distance between the plotted training and test accuracy",
        "share of images",
        False,
        lambda run: abs(run.curves["running_accuracy"][-1] - run.curves["test_accuracy"][-1]),
    ),
}
