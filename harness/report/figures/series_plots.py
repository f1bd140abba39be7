"""Plots of more than one value a seed: regions of the plane, power laws, and curves. Like `plots`, knows no claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator
from numpy.typing import NDArray

from harness.report.figures.series import Series
from harness.report.figures.style import (
    MARKERS,
    QUANTILES,
    TEXT,
    Named,
    colour_of,
    head,
    logarithmic,
    marker_of,
    name_series,
    spreads_widely,
)
from harness.report.figures.svg import INK, MUTED, PAPER, SERIES

BANDS = ((0.0, 0.1, 0, 0.55), (0.1, 0.3, 0, 0.3), (0.3, 0.5, 0, 0.12))
"""Shares of seeds, the colour and its strength; from a half on the same backwards, in the other class' colour."""


def region_map(
    axes: Axes,
    shares: NDArray[np.float64],
    extent: tuple[float, float, float, float],
    points: NDArray[np.float64],
    label: str,
) -> Axes:
    """Draw which share of networks sees class 1 where, with the border of their majority and some data points.

    Args:
        axes: what to draw on.
        shares: of the networks, from 0 to 1; rows and columns ascend with the second and the first feature.
        extent: the ends of the grid: left, right, bottom, top.
        points: rows of first feature, second feature, class.
        label: what the shares are of.

    """
    regions(axes, shares, extent, points)
    axes.set(xlabel="first feature", ylabel="second feature")
    _key(axes, _bands())
    head(axes, label, [Named("class 0", colour=0), Named("class 1", colour=1)])
    return axes


def _bands() -> list[tuple[float, float, int, float]]:
    return [*BANDS, *((1 - high, 1 - low, 1, strength) for low, high, _, strength in reversed(BANDS))]


def regions(
    axes: Axes,
    shares: NDArray[np.float64],
    extent: tuple[float, float, float, float],
    points: NDArray[np.float64],
) -> None:
    """Draw a region map without its names; the arguments are those of `region_map`."""
    left, right, bottom, top = extent
    across = np.linspace(left, right, shares.shape[1])
    up = np.linspace(bottom, top, shares.shape[0])
    for low, high, colour, strength in _bands():
        below = low if low else -1.0  # a contour leaves out its lower end
        axes.contourf(across, up, shares, (below, high), colors=[SERIES[colour]], alpha=strength)
    if shares.min() < 0.5 < shares.max():
        axes.contour(across, up, shares, [0.5], colors=[INK], linewidths=1.0)
    for colour in (0, 1):
        x, y = points[points[:, 2] == colour, :2].T
        axes.plot(x, y, MARKERS[colour], color=PAPER, markersize=4.6)
        axes.plot(x, y, MARKERS[colour], color=SERIES[colour], markersize=3.4)
    axes.grid(visible=False)
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.set_box_aspect(1)


def _key(axes: Axes, bands: Sequence[tuple[float, float, int, float]]) -> None:
    """Draw beside a map what its colours mean."""
    key = axes.inset_axes((1.05, 0.0, 0.05, 1.0))
    for low, high, colour, strength in bands:
        key.axhspan(low, high, color=SERIES[colour], alpha=strength, linewidth=0)
    key.axhline(0.5, color=INK, linewidth=1.0)
    key.set(xlim=(0, 1), ylim=(0, 1), xticks=[])
    ends = sorted({end for low, high, *_ in bands for end in (low, high)})
    key.set_yticks(ends, [f"{end:g}" for end in ends])
    key.yaxis.tick_right()
    key.tick_params(length=0, labelsize=TEXT)
    key.grid(visible=False)
    for side in key.spines.values():
        side.set_visible(False)


def power_law(
    axes: Axes, at: NDArray[np.float64], series: Sequence[Series], slope: float, labels: tuple[str, str]
) -> Axes:
    """Draw medians with a quantile band on two logarithmic scales, the line fitted to them, and a guide of a slope.

    Args:
        axes: what to draw on.
        at: (points,) where the values were taken, ascending.
        series: for each arm, `values[seed, point]`, all above 0.
        slope: the guide's.
        labels: what is drawn across and upwards.

    """
    ends: list[tuple[str, float, int]] = []
    for arm in series:
        low, middle, high = np.quantile(arm.values, (QUANTILES[0], 0.5, QUANTILES[1]), axis=0)
        fitted, height = np.polyfit(np.log(at), np.log(middle), 1)
        colour = colour_of(arm.colour)
        axes.fill_between(at, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(at, np.exp(height) * at**fitted, color=colour, linewidth=1.1)
        axes.plot(at, middle, marker_of(arm.colour), color=colour)
        text = f"fitted slope {fitted:.2f}".replace("-", "−")
        ends.append((f"{arm.name}: {text}" if arm.name else text, float(np.exp(height) * at[-1] ** fitted), arm.colour))
    start = min(float(np.median(arm.values[:, 0])) for arm in series) / 4  # below the data, so that both are seen
    guide = start * (at / at[0]) ** slope
    axes.plot(at, guide, "--", color=MUTED, linewidth=1.0)
    ends.append((f"slope {slope:g}, to compare".replace("-", "−"), float(guide[-1]), -1))
    logarithmic(axes, "x")
    logarithmic(axes, "y")
    apart = [size for size, larger in zip(at, [*at[1:], np.inf], strict=True) if larger > 3 * size]
    axes.xaxis.set(major_locator=FixedLocator(apart), minor_locator=NullLocator())
    axes.set_xlabel(labels[0])
    name_series(axes, labels[1], ends)
    return axes


def curves(
    axes: Axes, lines: Mapping[str, Sequence[float]], labels: tuple[str, str], start: float = 0.0, step: float = 1.0
) -> Axes:
    """Draw some curves, with the name of each at its end.

    Args:
        axes: what to draw on.
        lines: by name, the heights.
        labels: what is drawn across and upwards.
        start: where the first height is.
        step: from there to the next.

    """
    drawn = [np.asarray(heights, dtype=np.float64) for heights in lines.values()]
    longest = max(map(len, drawn))
    for colour, heights in enumerate(drawn):
        marker = marker_of(colour) if longest <= 25 else None
        axes.plot(
            start + step * np.arange(heights.size), heights, "-", color=colour_of(colour), marker=marker, markersize=4.5
        )
    every = np.concatenate(drawn)
    if (start, step) == (0, 1) and spreads_widely(every):  # of a function the shape is to be seen
        logarithmic(axes, "y")
    axes.set_xlabel(labels[0])
    name_series(
        axes,
        labels[1],
        [(name, float(heights[-1]), colour) for colour, (name, heights) in enumerate(zip(lines, drawn, strict=True))],
    )
    return axes
