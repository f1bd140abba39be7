"""Plots of curves over epochs, and of bars: each takes an axes and data, and returns the axes. Knows no claims."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from harness.report.figures.series import NO_LINES, STEPS, Lines, Series, median
from harness.report.figures.style import (
    BAR,
    QUANTILES,
    colour_of,
    flat_if_constant,
    logarithmic,
    marker_of,
    name_rows,
    name_series,
    spreads_widely,
)
from harness.report.figures.svg import SERIES

MOST_POINTS = 100
"""Of a curve."""


def learning_curves(
    axes: Axes, series: Sequence[Series], label: str, *, wide: bool = False, lines: Lines = NO_LINES
) -> Axes:
    """Draw the median curve of each arm over its seeds, with a quantile band; a cross ends a diverged run.

    Args:
        axes: what to draw on.
        series: for each arm, `values[seed, epoch]`.
        label: what is drawn upwards.
        wide: whether the scale is logarithmic if the values ask for it.
        lines: what the curves are held against.

    """
    for arm in series:
        curves = np.where(np.isfinite(arm.values), arm.values, np.nan)
        known = ~np.all(np.isnan(curves), axis=0) & _drawn(curves.shape[1])
        epochs = arm.every * np.arange(1, curves.shape[1] + 1)[known]
        if not epochs.size:
            continue
        low, middle, high = np.nanquantile(curves[:, known], (QUANTILES[0], 0.5, QUANTILES[1]), axis=0)
        colour = colour_of(arm.colour)
        marker = marker_of(arm.colour) if epochs.size <= 12 else None
        axes.plot(epochs, middle, "--" if arm.dashed else "-", color=colour, marker=marker, markersize=4.5)
        axes.fill_between(epochs, low, high, color=colour, alpha=0.16, linewidth=0)
        _mark_ends(axes, curves, arm)
    if wide and spreads_widely(np.concatenate([arm.values.ravel() for arm in series])):
        logarithmic(axes, "y")
    lines.draw(axes)
    flat_if_constant(axes)
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    if axes.get_yscale() == "linear":
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    name_series(
        axes, label, [(arm.name, _last_height(arm.values), arm.colour) for arm in series if arm.name], lines.key
    )
    return axes


def _drawn(epochs: int) -> NDArray[np.bool_]:
    """Return which of so many points of a curve are drawn: more than two pixels have room for would only weigh."""
    every = np.zeros(epochs, dtype=bool)
    every[np.unique(np.linspace(0, epochs - 1, min(epochs, MOST_POINTS)).round().astype(int))] = True
    return every


def _mark_ends(axes: Axes, curves: NDArray[np.float64], arm: Series) -> None:
    for curve in curves:
        finite = np.flatnonzero(np.isfinite(curve))
        if finite.size < curve.size and finite.size:
            last = finite[-1]
            axes.plot(arm.every * (last + 1), curve[last], "x", color=colour_of(arm.colour), markersize=6)


def bars(axes: Axes, names: Sequence[str], values: Sequence[float], label: str) -> Axes:
    """Draw amounts as horizontal bars, the first on top."""
    axes.barh(name_rows(axes, names), values, height=BAR, color=SERIES[0])
    axes.set_xlabel(label)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    return axes


def ranges(
    axes: Axes, names: Sequence[str], middles: Sequence[float], spans: Sequence[tuple[float, float]], label: str
) -> Axes:
    """Draw for each name a dot with its range, on a logarithmic scale."""
    places = name_rows(axes, names)
    axes.hlines(places, *zip(*spans, strict=True), color=SERIES[0], linewidth=2.2, alpha=0.5)
    axes.plot(middles, places, "o", color=SERIES[0])
    logarithmic(axes, "x")
    axes.set_xlabel(label)
    return axes


def _height(values: NDArray[np.float64]) -> float:
    """Return where a name belongs to what is drawn of values: the infinite ones are not."""
    return median(values[np.isfinite(values)])


def _last_height(curves: NDArray[np.float64]) -> float:
    known = np.flatnonzero(np.any(np.isfinite(curves), axis=0))
    return _height(curves[:, known[-1]]) if known.size else math.nan
