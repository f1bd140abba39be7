"""What metrics of predictions see: the test set's targets and a model's outputs for it, whatever library made them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.base.errors import RunError
from harness.data.arrays import Data
from harness.declare.measurement import Measurement
from harness.train.findings import checked_findings
from harness.train.own_code import own_code

MOMENT = "predictions"
"""That of a measurement whose function is `function(y_true, y_score)`."""


def true_values(data: Data) -> NDArray[Any]:
    """Return the test set's class numbers (examples,), or a regression's targets (examples,) or (examples, outputs)."""
    if not data.is_regression:
        return np.asarray(data.y_test.argmax(axis=1))
    return data.y_test[:, 0] if data.y_test.shape[1] == 1 else data.y_test


def findings_of(
    data: Data, measurements: Mapping[str, Measurement], names: Collection[str], outputs: NDArray[Any]
) -> dict[str, float]:
    """Return what metrics of predictions give.

    Args:
        data: the seed's.
        measurements: the session's, by name.
        names: of the measurements that a run takes; those of another moment are left out.
        outputs: the model's for the test set: probabilities (examples, classes), or a regression's predictions.

    Raises:
        RunError: a metric's own code failed, or returned something else than a number.

    """
    y_true = true_values(data)
    y_score = np.asarray(outputs, dtype=np.float64)
    y_score = y_score.reshape(y_true.shape) if data.is_regression else y_score
    values: dict[str, float] = {}
    for name in names:
        measurement = measurements[name]
        if measurement.at == MOMENT and measurement.function is not None:
            with own_code(f"the metric {name!r}"):
                found = checked_findings(name, measurement, measurement.function(y_true.copy(), y_score.copy()))
                values |= {key: value for key, value in found.items() if isinstance(value, float)}
            if name not in values:
                raise RunError(f"the metric {name!r} returned {found[name]!r}: a number is due")
    return values
