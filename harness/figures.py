"""The report's figures: each takes an axes and data, and returns the axes. Knows nothing of claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from harness.figure_axes import (
    MARKERS,
    QUANTILES,
    flat_if_constant,
    label_ends,
    logarithmic,
    name_heights,
    spreads_widely,
    wrapped,
)
from harness.figure_svg import INK, MUTED, SERIES


@dataclass(frozen=True)
class Series:
    """One arm's values: `values[seed]`, or `values[seed, epoch]`; NaN where there is none."""

    name: str
    values: NDArray[np.float64]
    dashed: bool = False
    colour: int = 0
    every: int = 1
    """Epochs from one value of a curve to the next."""


def seed_pairs(axes: Axes, series: Sequence[Series], answers: Sequence[bool], label: str) -> Axes:
    """Draw both arms' values for each seed, joined; under them, whether the seed said yes."""
    _paint_seeds(axes, series, answers, label)
    first, second = (arm.values for arm in series)
    both = np.isfinite(first) & np.isfinite(second)
    seeds = np.flatnonzero(both)
    axes.vlines(seeds, first[both], second[both], color=MUTED, linewidth=0.8, zorder=1.5)
    label_ends(axes, [(arm.name, _median(arm.values), arm.colour) for arm in series])
    return axes


def seed_values(axes: Axes, series: Series, answers: Sequence[bool], label: str, bounds: tuple[float, ...]) -> Axes:
    """Draw one arm's value for each seed, and the threshold, or the interval, that it is held against."""
    _paint_seeds(axes, [series], answers, label)
    for bound in bounds:
        axes.axhline(bound, color=INK, linewidth=0.9, dashes=(4, 3), zorder=1)
    names = ("threshold",) if len(bounds) == 1 else ("low end", "high end")
    ends = [(f"{name} {bound:g}", bound, -1) for name, bound in zip(names, bounds, strict=True)]
    label_ends(axes, ends)
    return axes


def _paint_seeds(axes: Axes, series: Sequence[Series], answers: Sequence[bool], label: str) -> None:
    for arm in series:
        seeds = np.arange(len(arm.values))
        axes.plot(
            seeds,
            np.where(np.isfinite(arm.values), arm.values, np.nan),
            MARKERS[arm.colour % len(MARKERS)],
            color=SERIES[arm.colour % len(SERIES)],
            zorder=2,
        )
        _mark_lost(axes, arm)
    flat_if_constant(axes)
    said = np.array(answers, dtype=bool)
    seeds = np.arange(len(said))
    axes.plot(
        seeds[said],
        np.zeros(said.sum()),
        "|",
        color=INK,
        markersize=5,
        markeredgewidth=1.6,
        transform=axes.get_xaxis_transform(),
        clip_on=False,
    )
    axes.set_xlabel("seed (a bar on the axis: this seed says yes)")
    axes.set_xlim(-0.7, max(len(said) - 0.3, 0.7))
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
            color=SERIES[arm.colour % len(SERIES)],
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
    medians = [_median(row) for row in values]
    axes.plot(places, medians, "-o", color=SERIES[0], linewidth=1.8)
    if spreads_widely(values):
        logarithmic(axes, "y")
    flat_if_constant(axes)
    axes.set_xticks(places, [wrapped(name, max(8, 52 // len(names))) for name in names], fontsize=7)
    axes.set_xlim(-0.3, len(series) - 0.7)
    name_heights(axes, label)
    return axes


def learning_curves(axes: Axes, series: Sequence[Series], label: str) -> Axes:
    """Draw the median curve of each arm over its seeds, with a quantile band; a cross ends a diverged run."""
    for arm in series:
        curves = np.where(np.isfinite(arm.values), arm.values, np.nan)
        known = ~np.all(np.isnan(curves), axis=0)
        epochs = arm.every * np.arange(1, curves.shape[1] + 1)[known]
        if not epochs.size:
            continue
        low, middle, high = np.nanquantile(curves[:, known], (QUANTILES[0], 0.5, QUANTILES[1]), axis=0)
        colour = SERIES[arm.colour % len(SERIES)]
        marker = MARKERS[arm.colour % len(MARKERS)] if epochs.size <= 12 else None
        axes.plot(epochs, middle, "--" if arm.dashed else "-", color=colour, marker=marker, markersize=3.2)
        axes.fill_between(epochs, low, high, color=colour, alpha=0.16, linewidth=0)
        _mark_ends(axes, curves, arm)
    if "loss" in label and spreads_widely(np.concatenate([arm.values.ravel() for arm in series])):
        logarithmic(axes, "y")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    name_heights(axes, label)
    label_ends(axes, [(arm.name, _last_median(arm.values), arm.colour) for arm in series])
    return axes


def _mark_ends(axes: Axes, curves: NDArray[np.float64], arm: Series) -> None:
    for curve in curves:
        finite = np.flatnonzero(np.isfinite(curve))
        if finite.size < curve.size and finite.size:
            last = finite[-1]
            axes.plot(arm.every * (last + 1), curve[last], "x", color=SERIES[arm.colour % len(SERIES)], markersize=5)


def bars(axes: Axes, names: Sequence[str], values: Sequence[float], label: str) -> Axes:
    """Draw amounts as horizontal bars, the first on top."""
    places = np.arange(len(names))[::-1]
    axes.barh(places, values, height=0.62, color=SERIES[0])
    axes.set_yticks(places, [wrapped(name, 34) for name in names], fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.set_xlabel(label)
    return axes


def ranges(
    axes: Axes, names: Sequence[str], middles: Sequence[float], spans: Sequence[tuple[float, float]], label: str
) -> Axes:
    """Draw for each name a dot with its range, on a logarithmic scale."""
    places = np.arange(len(names))[::-1]
    axes.hlines(places, *zip(*spans, strict=True), color=SERIES[0], linewidth=2.2, alpha=0.5)
    axes.plot(middles, places, "o", color=SERIES[0])
    logarithmic(axes, "x")
    axes.set_yticks(places, [wrapped(name, 34) for name in names], fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.set_xlabel(label)
    return axes


def _median(values: NDArray[np.float64]) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if finite.size else math.nan


def _last_median(curves: NDArray[np.float64]) -> float:
    known = np.flatnonzero(np.any(np.isfinite(curves), axis=0))
    return _median(curves[:, known[-1]]) if known.size else math.nan
