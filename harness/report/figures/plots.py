"""The report's plots: each takes an axes and data, and returns the axes. Knows nothing of claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from harness.report.figures.places import name_places
from harness.report.figures.style import (
    BAR,
    QUANTILES,
    Named,
    colour_of,
    flat_if_constant,
    head,
    logarithmic,
    marker_of,
    name_rows,
    name_series,
    spreads_widely,
)
from harness.report.figures.svg import INK, MUTED, SERIES

MOST_POINTS = 100
"""Of a curve."""
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


def seed_pairs(
    axes: Axes,
    series: Sequence[Series],
    differences: NDArray[np.float64],
    answers: Sequence[bool],
    label: str,
    answered_by: str = "seed",
    lines: Lines = NO_LINES,
) -> Axes:
    """Draw both arms' values for each seed, joined, in the order of their difference, with its distribution beside."""
    order = np.argsort(differences, kind="stable")
    series = [replace(arm, values=arm.values[order]) for arm in series]
    _split(axes, differences, lines.bounds)
    _paint_seeds(axes, series, np.array(answers)[order], f"{answered_by}s, by difference")
    first, second = (arm.values for arm in series)
    both = np.isfinite(first) & np.isfinite(second)
    axes.vlines(np.flatnonzero(both), first[both], second[both], color=MUTED, linewidth=0.9, zorder=1.5)
    Lines(chance=lines.chance).draw(axes)
    flat_if_constant(axes)
    head(axes, label, [*(Named(arm.name, colour=arm.colour) for arm in series), *lines.key])
    return axes


def _split(axes: Axes, differences: NDArray[np.float64], bounds: Sequence[tuple[str, float]]) -> None:
    """Make room at the right of an axes, and draw there how differences are distributed, with what they should be."""
    figure = axes.figure
    left, bottom, width, height = axes.get_position(original=True).bounds
    axes.set_position((left, bottom, 0.54 * width, height))
    beside = figure.add_axes((left + 0.62 * width, bottom, 0.2 * width, height))
    finite = np.sort(differences[np.isfinite(differences)])
    beside.axhline(0, color=MUTED, linewidth=1.0)
    Lines(tuple(bounds)).draw(beside)
    beside.plot(_swarm(finite), finite, "o", color=MUTED, markersize=3.5, alpha=0.6)
    if finite.size:
        low, middle, high = np.quantile(finite, (QUANTILES[0], 0.5, QUANTILES[1]))
        beside.vlines(0.5, low, high, color=INK, linewidth=2.2)
        beside.plot(0.5, middle, "o", color=INK, markersize=6)
    _mark_lost(beside, Series("", differences, colour=-1), at=np.full(differences.size, 0.5))
    flat_if_constant(beside)
    beside.set(xlim=(0, 1), xticks=[])
    beside.set_xlabel("difference", labelpad=8)
    beside.yaxis.tick_right()
    beside.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=STEPS))


def _swarm(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places across for sorted values, so that those of about one height stand side by side."""
    if not values.size:
        return values
    reach = (values[-1] - values[0]) / 14 or 1.0
    _, row, number = np.unique(np.floor((values - values[0]) / reach), return_inverse=True, return_counts=True)
    within = np.arange(values.size) - np.concatenate([[0], np.cumsum(number)])[row]
    across: NDArray[np.float64] = 0.5 + (within - (number[row] - 1) / 2) * np.minimum(0.12, 0.9 / number[row])
    return across


def seed_values(
    axes: Axes,
    series: Series,
    answers: Sequence[bool],
    label: str,
    answered_by: str = "seed",
    lines: Lines = NO_LINES,
) -> Axes:
    """Draw one value for each seed, the smallest first, and what it is held against."""
    order = np.argsort(series.values, kind="stable")
    _paint_seeds(
        axes, [replace(series, values=series.values[order])], np.array(answers)[order], f"{answered_by}s, by value"
    )
    lines.draw(axes)
    flat_if_constant(axes)
    head(axes, label, lines.key)
    return axes


def _paint_seeds(axes: Axes, series: Sequence[Series], answers: NDArray[np.bool_], across: str) -> None:
    """Draw a column for each seed, with the values of all series; under it a bar if the seed says yes."""
    small = 5.0 if len(answers) <= 24 else 3.6
    for arm in series:
        finite = np.where(np.isfinite(arm.values), arm.values, np.nan)
        marker, colour = marker_of(arm.colour), colour_of(arm.colour)
        axes.plot(np.arange(len(finite)), finite, marker, color=colour, markersize=small, zorder=2)
        _mark_lost(axes, arm)
    seeds = np.flatnonzero(answers)
    axes.plot(
        seeds,
        np.zeros(seeds.size),
        "|",
        color=INK,
        markersize=7,
        markeredgewidth=1.6,
        transform=axes.get_xaxis_transform(),
        clip_on=False,
    )
    axes.set(xticks=[], xlim=(-0.7, max(len(answers) - 0.3, 0.7)))
    axes.set_xlabel(across, labelpad=8)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))


def _mark_lost(axes: Axes, arm: Series, at: NDArray[np.float64] | None = None) -> None:
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


def arm_lines(
    axes: Axes,
    series: Sequence[Series],
    names: Sequence[str],
    label: str,
    lines: Lines = NO_LINES,
    *,
    across: str = "",
) -> Axes:
    """Draw each seed as a thin line from arm to arm and the medians as a thick one, with a quantile band."""
    values = np.array([np.where(np.isfinite(arm.values), arm.values, np.nan) for arm in series])
    places = np.arange(len(series))
    axes.plot(places, values, color=MUTED, linewidth=0.6, alpha=0.45)
    known = np.any(np.isfinite(values), axis=1)
    if known.any():
        low, high = np.nanquantile(values[known], QUANTILES, axis=1)
        axes.fill_between(places[known], low, high, color=MUTED, alpha=0.16, linewidth=0)
    medians = np.array([median(arm.values) for arm in series])  # where it is infinite, there is none to draw
    axes.plot(places, np.where(np.isfinite(medians), medians, np.nan), "-", color=INK, linewidth=1.8)
    for place, arm in zip(places, series, strict=True):
        if math.isfinite(medians[place]):
            axes.plot(place, medians[place], marker_of(arm.colour), color=colour_of(arm.colour), markersize=7)
    lines.draw(axes)
    if spreads_widely(values):
        logarithmic(axes, "y")
    flat_if_constant(axes)
    axes.set_xlim(-0.45, len(series) - 0.55)
    key = name_places(axes, places.astype(float), names, [arm.colour for arm in series], across=across)
    head(axes, label, [*key, *lines.key])
    return axes


def strip(axes: Axes, series: Sequence[Series], at: NDArray[np.float64], *, joined: bool) -> Axes:
    """Draw at each place the values of all seeds, their median in the series' colour, and from 10 % to 90 %.

    Args:
        axes: what to draw on.
        series: the values (seeds,) at each place.
        at: the places, ascending.
        joined: whether a line joins the medians.

    """
    medians = np.array([median(one.values) for one in series])
    medians = np.where(np.isfinite(medians), medians, np.nan)
    if joined:
        axes.plot(at, medians, "-", color=MUTED, linewidth=1.2, zorder=1.5)
    aside = 0.025 * (at.max() - at.min() or 1.0)
    for place, middle, one in zip(at, medians, series, strict=True):
        finite = one.values[np.isfinite(one.values)]
        axes.plot(np.full(finite.size, place - aside), finite, "o", color=MUTED, markersize=2.6, alpha=0.55)
        if finite.size:
            axes.vlines(place, *np.quantile(finite, QUANTILES), color=colour_of(one.colour), linewidth=2.2)
        axes.plot(place, middle, marker_of(one.colour), color=colour_of(one.colour), markersize=8, zorder=3)
        _mark_lost(axes, one, at=np.full(one.values.size, place))
    axes.set_xlim(at.min() - 6 * aside, at.max() + 6 * aside)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    return axes


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
