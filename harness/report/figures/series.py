"""What plots are given: series of values, and the lines that these are held against."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from harness.report.figures.style import Named, colour_of
from harness.report.figures.svg import INK

STEPS = (1, 2, 2.5, 5, 10)
"""From one number of a scale to the next, times a power of ten."""


@dataclass(frozen=True)
class Series:
    """One arm's values: `values[seed]`, or `values[seed, epoch]`; NaN where there is none."""

    name: str
    values: NDArray[np.float64]
    dashed: bool = False
    colour: int = 0
    every: int = 1
    """Epochs from one value of a curve to the next."""


@dataclass(frozen=True)
class Lines:
    """Lines across the axes that values are held against, each with its name."""

    bounds: tuple[tuple[str, float], ...] = ()
    """The margin, or both."""
    chance: float | None = None
    """What guessing gives."""

    @property
    def key(self) -> list[Named]:
        """What the figure's key says of them."""
        named = [Named(name, "dashed") for name, _ in self.bounds]
        return named if self.chance is None else [*named, Named(f"chance, {100 * self.chance:.3g} %", "dotted")]

    def draw(self, axes: Axes) -> None:
        """Draw them."""
        for _, bound in self.bounds:
            axes.axhline(bound, color=INK, linewidth=1.1, dashes=(4, 3), zorder=1)
        if self.chance is not None:
            axes.axhline(self.chance, color=INK, linewidth=1.1, dashes=(1, 2), zorder=1)


NO_LINES = Lines()


def median(values: NDArray[np.float64]) -> float:
    """Return the median of what is no NaN; infinite values count, for a run that diverged is an outcome."""
    known = np.sort(values[~np.isnan(values)])
    if not known.size:
        return math.nan
    lower, upper = float(known[(known.size - 1) // 2]), float(known[known.size // 2])
    return lower / 2 + upper / 2  # np.median would warn of infinities, and add up huge values before it halves them


def mark_lost(axes: Axes, arm: Series, at: NDArray[np.float64] | None = None) -> None:
    """Put a cross at the edge of the axes for each run that diverged: it has no place on the scale."""
    lost = np.flatnonzero(~np.isfinite(arm.values))
    if lost.size:
        axes.plot(
            lost if at is None else at[lost],
            np.where(np.isneginf(arm.values[lost]), 0.06, 0.97),
            "x",
            color=colour_of(arm.colour),
            transform=axes.get_xaxis_transform(),
        )
