"""What is measured on a model besides its losses and accuracies, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from harness.base.errors import DeclarationError
from harness.data.arrays import Data
from harness.declare.checks import known

CHECKPOINT: Literal["checkpoint"] = "checkpoint"
"""The moment of a measurement with earlier weights."""
WATCHED = tuple(f"{part}_{value}" for part in ("held_out", "train", "running") for value in ("loss", "accuracy"))
"""The curves by which weights can be kept: an epoch that is chosen by the test set would flatter its test figures."""
KEPT = ("epoch", "test_loss", "test_accuracy", "train_loss", "train_accuracy")
"""What is known of kept weights."""

Keep = Callable[[dict[str, list[float]]], bool]
"""From the watched curves so far, a value for each epoch, to whether the weights after the last one are kept."""


@dataclass(frozen=True)
class Measurement:
    """What is measured on a model besides its losses and accuracies.

    Args:
        gives: the names of the values and series that it returns.
        at: "start" or "end" of training; "training": the trainer itself does it on the way; "predictions": at the end,
            on those of the test set; "checkpoint": at the end, with weights that were kept on the way.
        function: `function(network, data, rng)`, of predictions `function(y_true, y_score)`. Returns the values (float)
            and series (tuple of floats, or text) by name and leaves the network as it found it; None for what the
            trainer itself does. Of a checkpoint `keep(curves)` (`Keep`).
        check: `check(experiment, data)` raises DeclarationError where it cannot be measured.
        watches: the curves by which a checkpoint keeps weights.

    """

    gives: tuple[str, ...]
    at: Literal["start", "end", "training", "predictions", "checkpoint"]
    function: Callable[..., Any] | None = None
    check: Callable[[Any, Data], None] | None = None
    watches: tuple[str, ...] = ()


def checkpoint(name: str, keep: Keep, watches: tuple[str, ...]) -> Measurement:
    """Return the measurement of loss and accuracy with the weights of one epoch, on the test and training set.

    Args:
        name: comes before each of `KEPT`.
        keep: is asked after every epoch.
        watches: the names of the curves that it looks at (`WATCHED`).

    Raises:
        DeclarationError: keep is no function, or it watches nothing, or what cannot be watched.

    """
    if not callable(keep):
        raise DeclarationError(f"checkpoint {name!r}: keep must be a function of the watched curves, not {keep!r}")
    if not isinstance(watches, tuple) or not watches:
        raise DeclarationError(f"checkpoint {name!r}: watches must be a tuple of curves, not {watches!r}")
    for curve in watches:
        known(curve, WATCHED, f"curve that checkpoint {name!r} could watch:")
    needs_held_out = any(curve.startswith("held_out") for curve in watches)

    def check(experiment: Any, data: Data) -> None:
        if data.is_regression and any(curve.endswith("accuracy") for curve in watches):
            raise DeclarationError(f"checkpoint {name!r} watches an accuracy, and {experiment.data!r} has no classes")
        if needs_held_out and not experiment.held_out:
            raise DeclarationError(f"checkpoint {name!r} watches held-out examples, and there are none (held_out=)")

    return Measurement(tuple(f"{name}_{value}" for value in KEPT), CHECKPOINT, keep, check, watches)
