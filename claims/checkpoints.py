"""The epochs whose weights the tutorial's claims ask about, known only while, or after, a network trains."""

from __future__ import annotations

from typing import Any

PATIENCE = 5
"""Epochs without a lower held-out loss after which early stopping stops (Prechelt 1998, criterion UP)."""
LEARNED = 0.97
"""The training accuracy at which networks that learn at different speeds are compared."""

Curves = dict[str, list[float]]


def is_minimum(curves: Curves) -> bool:
    """Return whether the held-out loss is lower than ever before."""
    *before, now = curves["held_out_loss"]
    return all(now < loss for loss in before)


def is_best_until_stopped(curves: Curves) -> bool:
    """Return whether early stopping, with its patience, is still training and keeps the weights of this epoch."""
    best = 0
    losses = curves["held_out_loss"]
    for epoch, loss in enumerate(losses):
        if epoch - best > PATIENCE:
            return False
        if loss < losses[best]:
            best = epoch
    return best == len(losses) - 1


def is_first_learned(curves: Curves) -> bool:
    """Return whether the training accuracy is `LEARNED` or more, for the first time."""
    *before, now = curves["train_accuracy"]
    return now >= LEARNED and all(accuracy < LEARNED for accuracy in before)


CHECKPOINTS: dict[str, dict[str, Any]] = {
    "minimum": {"keep": is_minimum, "watches": ("held_out_loss",)},
    "stopped": {"keep": is_best_until_stopped, "watches": ("held_out_loss",)},
    "learned": {"keep": is_first_learned, "watches": ("train_accuracy",)},
}
