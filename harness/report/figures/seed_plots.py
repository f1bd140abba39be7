"""Plots with a mark for each seed: each takes an axes and data, and returns the axes. Knows nothing of claims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from harness.report.figures.places import name_places
from harness.report.figures.series import NO_LINES, STEPS, Lines, Series, mark_lost, median
from harness.report.figures.style import (
    QUANTILES,
    Named,
    colour_of,
    flat_if_constant,
    head,
    logarithmic,
    marker_of,
    spreads_widely,
)
from harness.report.figures.svg import INK, MUTED


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
    mark_lost(beside, Series("", differences, colour=-1), at=np.full(differences.size, 0.5))
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
        mark_lost(axes, arm)
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
        mark_lost(axes, one, at=np.full(one.values.size, place))
    axes.set_xlim(at.min() - 6 * aside, at.max() + 6 * aside)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=STEPS))
    return axes
