"""Loss and accuracy on the parts of a run's data, each computed once for the same weights."""

from __future__ import annotations

import math
from collections.abc import Mapping

from harness.train.keras.backend import tf
from harness.train.keras.loops import Loop


class Evaluations:
    """The evaluations of one run.

    Args:
        loop: evaluates.
        parts: inputs and targets by the name of the part, "test" say.
        regression: whether no prediction is right or wrong.

    """

    def __init__(self, loop: Loop, parts: Mapping[str, tuple[tf.Tensor, tf.Tensor]], *, regression: bool) -> None:
        self._loop, self._parts, self._regression = loop, parts, regression
        self._known: dict[str, tuple[float, float]] = {}

    def of(self, part: str) -> tuple[float, float]:
        """Return mean loss and accuracy on a part, without dropout; the accuracy of a regression is NaN."""
        if part not in self._known:
            loss, accuracy = self._loop.evaluate(*self._parts[part])
            self._known[part] = loss, math.nan if self._regression else accuracy
        return self._known[part]

    def forget(self) -> None:
        """Compute them anew from now on: the weights are others."""
        self._known.clear()
