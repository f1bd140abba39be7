"""What one run leaves behind: its curves, its figures and series, and how it ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from harness.base.numbers import from_json, to_json

Series = tuple[float, ...] | str
"""Figures that belong together: numbers, or one digit each."""


@dataclass(frozen=True)
class RunResult:
    """The record of one run.

    `curves` has one value per completed epoch of `running_loss`, `running_accuracy` (what training itself
    prints: dropout active, weights changing) and one per evaluation of `test_loss`, `test_accuracy`.
    `measurements` holds what is measured once, as a rule after the last epoch.
    `series` holds what of a measurement is no single number: `gradient_variance`, say, is one for each batch size.
    A run whose loss stopped being finite ended there: `diverged_at` is that epoch (1-based), and `measurements` and
    `series` are empty. `fingerprint` hashes the final weights; `seconds` are wall-clock, in the worker.
    """

    curves: dict[str, tuple[float, ...]]
    measurements: dict[str, float]
    diverged_at: int | None
    fingerprint: str
    seconds: float
    series: dict[str, Series] = field(default_factory=dict)

    def value(self, name: str) -> float:
        """Return a measured value, or the last one of a curve."""
        return self.measurements[name] if name in self.measurements else self.curves[name][-1]

    def of(self, names: Collection[str]) -> RunResult:
        """Return the record without what is measured besides."""
        return replace(
            self,
            measurements={name: value for name, value in self.measurements.items() if name in names},
            series={name: value for name, value in self.series.items() if name in names},
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready values."""
        return {
            "curves": {name: [to_json(v) for v in values] for name, values in self.curves.items()},
            "measurements": {name: to_json(v) for name, v in self.measurements.items()},
            "diverged_at": self.diverged_at,
            "fingerprint": self.fingerprint,
            "seconds": self.seconds,
            "series": {name: _series_to_json(values) for name, values in self.series.items()},
        }

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> RunResult:
        """Undo `as_dict`."""
        return cls(
            curves={name: tuple(from_json(v) for v in values) for name, values in record["curves"].items()},
            measurements={name: from_json(v) for name, v in record["measurements"].items()},
            diverged_at=record["diverged_at"],
            fingerprint=record["fingerprint"],
            seconds=record["seconds"],
            series={name: _series_from_json(values) for name, values in record["series"].items()},
        )


def _series_to_json(values: Series) -> list[float | str] | str:
    return values if isinstance(values, str) else [to_json(value) for value in values]


def _series_from_json(values: list[float | str] | str) -> Series:
    return values if isinstance(values, str) else tuple(from_json(value) for value in values)
