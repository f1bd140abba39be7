"""What a measurement returns: numbers and series by name."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

from harness.base.errors import RunError
from harness.declare.measurement import Measurement
from harness.declare.run_result import Series

Findings = dict[str, float | Series]


def checked_findings(name: str, measurement: Measurement, returned: object) -> Findings:
    """Return what a measurement has returned, its numbers as floats and its lists of numbers as tuples of them.

    Raises:
        RunError: it has returned something else than it was registered with (`gives`).

    """
    if not isinstance(returned, Mapping):
        raise RunError(f"the measurement {name!r} must return its values by name, not {returned!r}")
    if set(returned) != set(measurement.gives):
        raise RunError(
            f"the measurement {name!r} returned {sorted(map(str, returned))}, and is registered with "
            f"gives={list(measurement.gives)}"
        )
    return {key: _finding(f"the measurement {name!r} returned for {key!r}", value) for key, value in returned.items()}


def _finding(what: str, value: Any) -> float | Series:
    plain = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(plain, numbers.Real):
        return float(plain)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list | tuple) and all(isinstance(one, numbers.Real) for one in plain):
        return tuple(map(float, plain))
    raise RunError(f"{what} {value!r}: a number, a list of numbers or a text is due")
