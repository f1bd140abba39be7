"""The report's plots: each takes an axes and data, and returns the axes. Knows nothing of claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from harness.report.figures.style import (
    BAR,
    QUANTILES,
    colour_of,
    flat_if_constant,
    label_ends,
    logarithmic,
    marker_of,
    name_heights,
    name_rows,
    spreads_widely,
    wrapped,
)
from harness.report.figures.svg import INK, MUTED, SERIES


@dataclass(frozen=True)
class Series:
    """One arm's values: `values[seed]`, or `values[seed, epoch]`; NaN where there is none."""

    name: str
    values: NDArray[np.float64]
    dashed: bool = False
    colour: int = 0
    every: int = 1
    """Epochs from one value of a curve to the next."""


def seed_pairs(
    axes: Axes, series: Sequence[Series], answers: Sequence[bool], label: str, answered_by: str = "seed"
) -> Axes:
    """Draw both arms' values for each seed, joined; under them, whether the seed said yes."""
    _paint_seeds(axes, series, answers, label, answered_by)
    first, second = (arm.values for arm in series)
    both = np.isfinite(first) & np.isfinite(second)
    seeds = np.flatnonzero(both)
    axes.vlines(seeds, first[both], second[both], color=MUTED, linewidth=0.8, zorder=1.5)
    label_ends(axes, [(arm.name, _height(arm.values), arm.colour) for arm in series])
    return axes


def seed_values(
    axes: Axes,
    series: Series,
    answers: Sequence[bool],
    label: str,
    bounds: Sequence[tuple[str, float]],
    answered_by: str = "seed",
) -> Axes:
    """Draw one value for each seed, and each named bound that it is held against."""
    _paint_seeds(axes, [series], answers, label, answered_by)
    for _, bound in bounds:
        axes.axhline(bound, color=INK, linewidth=0.9, dashes=(4, 3), zorder=1)
    label_ends(axes, [(name, bound, -1) for name, bound in bounds])
    return axes


def number_columns(axes: Axes, numbers: Sequence[int]) -> Axes:
    """Write under the columns of seeds which they are; without numbers they are 0, 1, 2 and so on."""
    if numbers:
        named = dict(enumerate(map(str, numbers)))
        axes.xaxis.set_major_formatter(lambda place, _: named.get(round(place), ""))
    return axes


def _paint_seeds(axes: Axes, series: Sequence[Series], answers: Sequence[bool], label: str, answered_by: str) -> None:
    for arm in series:
        seeds = np.arange(len(arm.values))
        axes.plot(
            seeds,
            np.where(np.isfinite(arm.values), arm.values, np.nan),
            marker_of(arm.colour),
            color=colour_of(arm.colour),
            zorder=2,
        )
        _mark_lost(axes, arm)
    flat_if_constant(axes)
    yes = np.array(answers, dtype=bool)
    seeds = np.arange(len(yes))
    axes.plot(
        seeds[yes],
        np.zeros(yes.sum()),
        "|",
        color=INK,
        markersize=5,
        markeredgewidth=1.6,
        transform=axes.get_xaxis_transform(),
        clip_on=False,
    )
    axes.set_xlabel(f"{answered_by} (a bar on the axis: this {answered_by} says yes)")
    axes.set_xlim(-0.7, max(len(yes) - 0.3, 0.7))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    name_heights(axes, label)


def _mark_lost(axes: Axes, arm: Series) -> None:
    """Put a cross at the edge of the axes for each run that diverged: it has no place on the scale."""
    lost = np.flatnonzero(~np.isfinite(arm.values))
    if lost.size:
        axes.plot(
            lost,
            np.where(np.isneginf(arm.values[lost]), 0.06, 0.97),
            "x",
            color=colour_of(arm.colour),
            transform=axes.get_xaxis_transform(),
        )


def arm_lines(axes: Axes, series: Sequence[Series], names: Sequence[str], label: str) -> Axes:
    """Draw each seed as a thin line from arm to arm and the medians as a thick one, with a quantile band."""
    values = np.array([np.where(np.isfinite(arm.values), arm.values, np.nan) for arm in series])
    places = np.arange(len(series))
    axes.plot(places, values, color=MUTED, linewidth=0.5, alpha=0.45)
    known = np.any(np.isfinite(values), axis=1)
    if known.any():
        low, high = np.nanquantile(values[known], QUANTILES, axis=1)
        axes.fill_between(places[known], low, high, color=SERIES[0], alpha=0.16, linewidth=0)
    medians = np.array([median(arm.values) for arm in series])  # where it is infinite, there is none to draw
    axes.plot(places, np.where(np.isfinite(medians), medians, np.nan), "-o", color=SERIES[0], linewidth=1.8)
    if spreads_widely(values):
        logarithmic(axes, "y")
    flat_if_constant(axes)
    axes.set_xticks(places, [wrapped(name, max(8, 52 // len(names))) for name in names], fontsize=7)
    axes.set_xlim(-0.3, len(series) - 0.7)
    name_heights(axes, label)
    return axes


def learning_curves(axes: Axes, series: Sequence[Series], label: str, *, wide: bool = False) -> Axes:
    """Draw the median curve of each arm over its seeds, with a quantile band; a cross ends a diverged run.

    Args:
        axes: what to draw on.
        series: for each arm, `values[seed, epoch]`.
        label: what is drawn upwards.
        wide: whether the scale is logarithmic if the values ask for it.

    """
    for arm in series:
        curves = np.where(np.isfinite(arm.values), arm.values, np.nan)
        known = ~np.all(np.isnan(curves), axis=0)
        epochs = arm.every * np.arange(1, curves.shape[1] + 1)[known]
        if not epochs.size:
            continue
        low, middle, high = np.nanquantile(curves[:, known], (QUANTILES[0], 0.5, QUANTILES[1]), axis=0)
        colour = colour_of(arm.colour)
        marker = marker_of(arm.colour) if epochs.size <= 12 else None
        axes.plot(epochs, middle, "--" if arm.dashed else "-", color=colour, marker=marker, markersize=3.2)
        axes.fill_between(epochs, low, high, color=colour, alpha=0.16, linewidth=0)
        _mark_ends(axes, curves, arm)
    if wide and spreads_widely(np.concatenate([arm.values.ravel() for arm in series])):
        logarithmic(axes, "y")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    name_heights(axes, label)
    label_ends(axes, [(arm.name, _last_height(arm.values), arm.colour) for arm in series])
    return axes


def _mark_ends(axes: Axes, curves: NDArray[np.float64], arm: Series) -> None:
    for curve in curves:
        finite = np.flatnonzero(np.isfinite(curve))
        if finite.size < curve.size and finite.size:
            last = finite[-1]
            axes.plot(arm.every * (last + 1), curve[last], "x", color=colour_of(arm.colour), markersize=5)


def bars(axes: Axes, names: Sequence[str], values: Sequence[float], label: str) -> Axes:
    """Draw amounts as horizontal bars, the first on top."""
    axes.barh(name_rows(axes, names), values, height=BAR, color=SERIES[0])
    axes.set_xlabel(label)
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


def median(values: NDArray[np.float64]) -> float:
    """Return the median of what is no NaN; infinite values count, for a run that diverged is an outcome."""
    known = np.sort(values[~np.isnan(values)])
    if not known.size:
        return math.nan
    lower, upper = float(known[(known.size - 1) // 2]), float(known[known.size // 2])
    return lower / 2 + upper / 2  # np.median would warn of infinities, and add up huge values before it halves them


def _height(values: NDArray[np.float64]) -> float:
    """Return where a name belongs to what is drawn of values: the infinite ones are not."""
    return median(values[np.isfinite(values)])


def _last_height(curves: NDArray[np.float64]) -> float:
    known = np.flatnonzero(np.any(np.isfinite(curves), axis=0))
    return _height(curves[:, known[-1]]) if known.size else math.nan
