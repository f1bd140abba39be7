"""How far training had come when a question was answered: still improving, or past its best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness.base.text import visible
from harness.report.wording import units
from harness.results.model import Arm, Run, SeedsClaim

NOTABLE = 0.05
"""By this share the test loss has to fall from the last evaluation but one to the last, or the accuracy to rise, or the
loss to have risen since its least, to be told."""
MOST = 0.75
"""And in this share of the runs, if it still improves."""
LEAST = 0.01
"""And a loss by this share of what it was at first: of one near 0 any change is a large share."""


class Course(NamedTuple):
    """What is told of the arms' training."""

    words: str
    """Such as "still improving"."""
    sentence: str


def course(claim: SeedsClaim, runs: Mapping[str, Run]) -> Course | None:
    """Return what each arm's median test loss and accuracy say of its training; None if there is nothing to tell.

    A comparison of arms of which one was stopped early, or trained for too long, is one of their stops, too.
    """
    found = [(arm, _course(arm, [runs[key] for key in arm.runs if key in runs])) for arm in claim.arms]
    told = [(arm, one) for arm, one in found if one]
    if not told:
        return None
    words = " and ".join(dict.fromkeys(one.words for _, one in told))
    if len(claim.arms) == 1:
        return Course(words, f"test loss {told[0][1].sentence}")
    return Course(words, "test loss of " + "; of ".join(f"{visible(arm.name)} {one.sentence}" for arm, one in told))


def _course(arm: Arm, runs: Sequence[Run]) -> Course | None:
    all_losses = _curves(runs, "test_loss")
    if all_losses is None or all_losses.shape[1] < 3:
        return None
    losses = np.median(all_losses, axis=0)
    if not losses.min() > 0:
        return None
    epochs, best = losses.size * arm.evaluate_every, int(losses.argmin())
    rise, fall = losses[-1] / losses[best] - 1, 1 - losses[-1] / losses[-2]
    since = f"since epoch {epochs - arm.evaluate_every} of {epochs}"
    if rise > NOTABLE and losses[-1] - losses[best] >= LEAST * losses[0]:
        training = _curves(runs, "train_loss")
        worse = training is not None and np.median(training[:, -1]) > np.median(training[:, best])
        also = ", and so is the training loss: that is no overfitting" if worse else ""
        when = f"least after epoch {(best + 1) * arm.evaluate_every} of {epochs}"
        return Course("training past its best", f"was {when} and is {rise:.0%} higher at the end{also}")
    if fall > NOTABLE and losses[-2] - losses[-1] >= LEAST * losses[0] and _mostly(-all_losses):
        return Course("still improving", f"has fallen by {fall:.0%} {since}")
    right = _curves(runs, "test_accuracy")
    if right is not None and right.shape == all_losses.shape and _mostly(right):
        before, after = np.median(right[:, -2:], axis=0)
        if after > (1 + NOTABLE) * before:
            gain = f"from {units.percent(before)} % to {units.percent(after)} %"
            return Course("still improving", f"has hardly fallen, but the accuracy has risen {gain} {since}")
    return None


def _mostly(curves: NDArray[np.float64]) -> bool:
    """Return whether most runs have risen since the last evaluation but one: a jump of the median may be noise."""
    return bool((curves[:, -1] > curves[:, -2]).mean() >= MOST)


def _curves(runs: Sequence[Run], name: str) -> NDArray[np.float64] | None:
    """Return a curve of all runs, a row each; None if one has no such curve, or has diverged."""
    rows = [run.curves.get(name, ()) for run in runs]
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        return None
    curves = np.array(rows)
    return curves if np.isfinite(curves).all() else None
