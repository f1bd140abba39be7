"""Response curves in the making, for the tests of results and report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from harness.judge import estimates, response
from harness.results.model import Interval, Limits, Mark, Metric, Response, ResponsePoint, Turning

PLACES = (0.001, 0.01, 0.1, 1.0, 10.0)
ROWS = tuple((0.1, 0.4 + seed / 100, 0.9 if seed < 9 else 0.5, 0.8 + seed / 1000, 0.2) for seed in range(12))
"""Best at 0.1 for nine seeds and at 1 for three; failing at 10 for all."""
METRIC = Metric(
    name="test_accuracy",
    label="test accuracy",
    unit="share of examples",
    infinite="no finite value",
    higher_is_better=True,
)


def curve(
    rows: Sequence[Sequence[float]] = ROWS, places: Sequence[float] = PLACES, fails: float | None = 0.5, **changes: Any
) -> Response:
    """Return a response curve with these values, `rows[seed][place]`."""
    limits = estimates.ranks(len(rows))
    found = response.points(rows, higher_is_better=True) or [None] * len(places)
    best = response.best(rows, higher_is_better=True)
    failing = response.failing(rows, higher_is_better=True, level=fails)
    fields: dict[str, Any] = {
        "id": "RATE",
        "nodeid": "claims/test_curves.py::test_rate[plain]",
        "section": "Learning rate",
        "says": "From slow to broken.",
        "params": "plain",
        "across": "learning rate",
        "metric": METRIC,
        "settings": {"hidden": [256, 128], "epochs": 3},
        "marks": (Mark(label="0.1", at=0.1),),
        "fails": fails,
        "seeds": tuple(range(5000, 5000 + len(rows))),
        "seeds_wanted": 12,
        "note": "",
        "points": tuple(
            _point(place, [row[number] for row in rows], found[number]) for number, place in enumerate(places)
        ),
        "best": _turning(best),
        "failing": _turning(failing),
        "limits": limits and Limits(low=limits.low, high=limits.high, coverage=limits.coverage),
    }
    return Response(**{**fields, **changes})


def _point(place: float, values: Sequence[float], median: estimates.Interval | None) -> ResponsePoint:
    lost = sum(math.isinf(value) for value in values)
    return ResponsePoint(
        at=float(place), experiment="0", values=tuple(values), diverged=lost, median=Interval.of(median)
    )


def _turning(found: response.Turning | None) -> Turning | None:
    return found and Turning(points=found.places, middle=found.middle, low=found.low, high=found.high)
