"""Metrics: what a question is about, each a number read off a finished run."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from harness.base.errors import DeclarationError, RunError
from harness.declare.run_result import RunResult

SHARE = "share of examples"
ROUNDING = 1e-6
"""By how much a value may miss its span."""


@dataclass(frozen=True)
class Requirement:
    """What an experiment must be like for a run of it to have a metric."""

    words: str
    met: Callable[[Any], bool]


@dataclass(frozen=True)
class Metric:
    """A number of a run: how it is read, what it is called, and which way is better."""

    label: str
    unit: str
    higher_is_better: bool
    read: Callable[[RunResult], float]
    reads: tuple[str, ...]
    """The curves and values that `read` looks at; a run must record them."""
    requires: tuple[Requirement, ...] = ()
    """What else the arms must be like."""
    infinite: str = "no finite value"
    """What a run has whose value is infinite."""
    span: tuple[float, float] = (-math.inf, math.inf)
    """The smallest and the largest value that it can have."""
    of_predictions: Callable[..., Any] | None = None
    """`f(y_true, y_score)`, of a metric that is computed from the predictions on the test set where they are made."""
    curve: str = ""
    """The recorded curve, or value, that it is, if it is one as it stands."""
    name: str = ""
    """Under which it is registered, of a metric that has one before."""
    source: str = ""
    """The call that made it, of such a one: two of one name must have the same."""

    def named(self, name: str, source: str = "") -> Metric:
        """Return the metric under a name; one of predictions is read from what is recorded of it."""
        made = replace(self, name=name, source=source or self.source)
        if self.of_predictions is None:
            return made
        return replace(
            made, label=self.label or name.replace("_", " "), reads=(name,), read=lambda run: run.value(name)
        )

    @property
    def is_share(self) -> bool:
        """Whether it counts examples, or the like, as a share of all: different runs may well have the same value."""
        return self.span == (0, 1) or self.unit.startswith("share of ")

    def of(self, result: RunResult) -> float:
        """Return the value; a run that diverged has the worst there is (an outcome, not a gap).

        Raises:
            RunError: the metric's own code failed, or gave a value outside of its span.

        """
        if result.diverged_at is not None:
            return -math.inf if self.higher_is_better else math.inf
        try:
            value = float(self.read(result))
        except Exception as error:  # whatever a suite's own function raises
            raise RunError(f"the metric {self.label!r} raised {type(error).__name__}: {error}") from error
        low, high = self.span
        if value < low - ROUNDING or ROUNDING + high < value < math.inf:
            raise RunError(f"the {self.label} is {value:g}, and its span was declared as {low:g} to {high:g}")
        return value


def metric(
    read: Callable[..., Any] | str,
    *,
    higher_is_better: bool,
    label: str | None = None,
    unit: str = "",
    reads: tuple[str, ...] | None = None,
    requires: tuple[Requirement, ...] = (),
    infinite: str = Metric.infinite,
    span: tuple[float, float] = (-math.inf, math.inf),
) -> Metric:
    """Declare a metric.

    Args:
        read: the name of a recorded curve (its last value counts) or value; a function `f(y_true, y_score)` of the
            predictions on the test set; or, with `reads`, a function of a `RunResult`. `y_true` has class numbers
            (examples,) and `y_score` probabilities (examples, classes), float64, or both a regression's targets,
            (examples,) or (examples, outputs).
        higher_is_better: which way is better; required, because a run that diverged has the worst value.
        label: what it is called in words; the name that is read unless given.
        unit: of its values.
        reads: the names of the curves and values that a function of a `RunResult` looks at.
        requires: what the arms must be like besides.
        infinite: what a run has whose value is infinite, in words.
        span: the smallest and the largest value that it can have.

    Raises:
        DeclarationError: a direction that is none, or a function of neither predictions nor a run.

    """
    if not isinstance(higher_is_better, bool):
        raise DeclarationError(f"higher_is_better must be True or False, not {higher_is_better!r}")
    is_curve = isinstance(read, str)
    if isinstance(read, str):
        name = read
        read, reads, label = (lambda run: run.value(name)), (name,), label or name.replace("_", " ")
    if callable(read) and reads is None and _takes_predictions(read):
        return Metric(label or "", unit, higher_is_better, _unnamed, (), requires, infinite, span, read)
    if not callable(read) or reads is None:
        raise DeclarationError(
            "a metric reads a name, or is a function f(y_true, y_score) of predictions, or one of a run with "
            "reads=(names that it looks at)"
        )
    label = label or str(getattr(read, "__name__", ""))
    curve = reads[0] if len(reads) == 1 and is_curve else ""
    return Metric(label, unit, higher_is_better, read, reads, requires, infinite, span, curve=curve)


def _takes_predictions(function: Callable[..., Any]) -> bool:
    try:
        return len(inspect.signature(function).parameters) == 2
    except (TypeError, ValueError):  # one of C, say, that does not tell
        return False


def _unnamed(_run: RunResult) -> float:
    raise DeclarationError("a metric of predictions needs a name: registry.metric(name, metric(...)) in conftest.py")


CUSTOMARY = {
    "accuracy": "test_accuracy",
    "acc": "test_accuracy",
    "val_accuracy": "test_accuracy",
    "val_acc": "test_accuracy",
    "loss": "test_loss",
    "val_loss": "test_loss",
    "error": "test_loss",
    "mse": "test_rmse",
    "rmse": "test_rmse",
    "f1": 'scorer("f1_macro")',
    "auc": 'scorer("roc_auc")',
}
"""What metrics are called elsewhere -> what is meant here."""

METRICS = {
    "test_accuracy": metric("test_accuracy", higher_is_better=True, label="test accuracy", unit=SHARE, span=(0, 1)),
    "test_loss": metric("test_loss", higher_is_better=False, label="test loss", unit="nats", span=(0, math.inf)),
    "train_accuracy": metric(
        "train_accuracy", higher_is_better=True, label="training accuracy", unit=SHARE, span=(0, 1)
    ),
    "train_loss": metric("train_loss", higher_is_better=False, label="training loss", unit="nats"),
    "held_out_loss": metric("held_out_loss", higher_is_better=False, label="loss on held-out examples", unit="nats"),
    "held_out_accuracy": metric(
        "held_out_accuracy", higher_is_better=True, label="accuracy on held-out examples", unit=SHARE, span=(0, 1)
    ),
    "generalization_gap": metric(
        lambda run: run.measurements["train_accuracy"] - run.curves["test_accuracy"][-1],
        higher_is_better=False,
        label="generalization gap (training minus test accuracy)",
        unit=SHARE,
        reads=("train_accuracy", "test_accuracy"),
        span=(-1, 1),
    ),
    "test_rmse": metric(
        "test_rmse", higher_is_better=False, label="test root mean squared error", unit="standard deviations"
    ),
    "first_layer_gradient": metric(
        "first_layer_gradient",
        higher_is_better=True,
        label="size of the gradient at the first layer before training",
        unit="nats per unit of weight",
    ),
    "layers_lowering_loss": metric(
        "layers_lowering_loss",
        higher_is_better=True,
        label="share of layers of which a small step alone lowers the loss",
        unit="share of layers",
        span=(0, 1),
    ),
    "gradient_variance_slope": metric(
        "gradient_variance_slope",
        higher_is_better=False,
        label="power of the batch size with which the gradient's variance goes",
        unit="exponent",
    ),
    "update_norm_p99": metric(
        "update_norm_p99",
        higher_is_better=False,
        label="size that one update in a hundred exceeds",
        unit="units of weight",
    ),
    "distance_per_epoch": metric(
        "distance_per_epoch", higher_is_better=False, label="distance travelled per epoch", unit="units of weight"
    ),
    "ablation_drop": metric(
        "ablation_drop",
        higher_is_better=False,
        label="test accuracy lost when half of the last hidden layer is silenced",
        unit=SHARE,
        span=(-1, 1),
    ),
    "ablation_drop_rescaled": metric(
        "ablation_drop_rescaled",
        higher_is_better=False,
        label="test accuracy lost when half of the last hidden layer is silenced and the rest doubled",
        unit=SHARE,
        span=(-1, 1),
    ),
}
"""The harness' own. Of a value of training as such (a norm, a slope) "better" only says where a diverged run stands."""
