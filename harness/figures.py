"""The report's figures: each takes an axes and data, and returns the axes. Knows nothing of claims."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter
from numpy.typing import NDArray

from harness.figure_svg import INK, MUTED, RULE, SERIES, inline

MARKERS = ("o", "s", "^", "D", "v", "P")
QUANTILES = (0.1, 0.9)
"""The band that is drawn around a median over seeds."""
_STYLE: Any = {  # any: matplotlib types its parameters one by one
    "axes.edgecolor": MUTED,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "font.size": 8.0,
    "axes.labelsize": 8.0,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "lines.linewidth": 1.4,
    "lines.markersize": 4.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "claims",  # the same figure is the same SVG in every run
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.major.width": 0.6,
}


@dataclass(frozen=True)
class Series:
    """One arm's values: `values[seed]`, or `values[seed, epoch]`; NaN where there is none."""

    name: str
    values: NDArray[np.float64]
    dashed: bool = False
    colour: int = 0


@contextmanager
def drawing(
    width: float = 3.5, height: float = 2.3, *, right: Sequence[str] = (), bottom: float = 0.18
) -> Iterator[Axes]:
    """Give an axes to draw on, in the report's style, with room for labels on the right.

    Args:
        width: in inches.
        height: in inches.
        right: the labels that `label_ends` will put beside the axes.
        bottom: the share of the height below the axes.

    """
    longest = max((len(line) for name in right for line in _wrapped(name).splitlines()), default=0)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.125, bottom, 0.85 - min(0.42, longest * 0.0195), 0.84 - bottom))
        yield axes


def svg(axes: Axes, *, name: str, alt: str) -> str:
    """Return the figure that an axes belongs to as SVG for the page."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return inline(figure, name=name, alt=alt)


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
    _flat_if_constant(axes)
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
    _name_heights(axes, label)


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
    """Draw each seed as a thin line from arm to arm and the medians as a thick one."""
    values = np.array([np.where(np.isfinite(arm.values), arm.values, np.nan) for arm in series])
    places = np.arange(len(series))
    axes.plot(places, values, color=MUTED, linewidth=0.5, alpha=0.45)
    medians = [_median(row) for row in values]
    axes.plot(places, medians, "-o", color=SERIES[0], linewidth=1.8)
    finite = values[np.isfinite(values)]
    if finite.size and finite.min() > 0 and finite.max() / finite.min() > 30:
        _logarithmic(axes, "y")
    _flat_if_constant(axes)
    axes.set_xticks(places, [_wrapped(name, max(8, 52 // len(names))) for name in names], fontsize=7)
    axes.set_xlim(-0.3, len(series) - 0.7)
    _name_heights(axes, label)
    return axes


def learning_curves(axes: Axes, series: Sequence[Series], label: str) -> Axes:
    """Draw the median curve of each arm over its seeds, with a quantile band; a cross ends a diverged run."""
    for arm in series:
        curves = np.where(np.isfinite(arm.values), arm.values, np.nan)
        known = ~np.all(np.isnan(curves), axis=0)
        epochs = np.arange(1, curves.shape[1] + 1)[known]
        if not epochs.size:
            continue
        low, middle, high = np.nanquantile(curves[:, known], (QUANTILES[0], 0.5, QUANTILES[1]), axis=0)
        colour = SERIES[arm.colour % len(SERIES)]
        marker = MARKERS[arm.colour % len(MARKERS)] if epochs.size <= 12 else None
        axes.plot(epochs, middle, "--" if arm.dashed else "-", color=colour, marker=marker, markersize=3.2)
        axes.fill_between(epochs, low, high, color=colour, alpha=0.16, linewidth=0)
        _mark_ends(axes, curves, arm.colour)
    drawn = [v for arm in series for v in arm.values[np.isfinite(arm.values)]]
    if drawn and "loss" in label and min(drawn) > 0 and max(drawn) / min(drawn) > 30:
        _logarithmic(axes, "y")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    _name_heights(axes, label)
    label_ends(axes, [(arm.name, _last_median(arm.values), arm.colour) for arm in series])
    return axes


def _mark_ends(axes: Axes, curves: NDArray[np.float64], colour: int) -> None:
    for curve in curves:
        finite = np.flatnonzero(np.isfinite(curve))
        if finite.size < curve.size and finite.size:
            last = finite[-1]
            axes.plot(last + 1, curve[last], "x", color=SERIES[colour % len(SERIES)], markersize=5)


def bars(axes: Axes, names: Sequence[str], values: Sequence[float], label: str) -> Axes:
    """Draw amounts as horizontal bars, the first on top."""
    places = np.arange(len(names))[::-1]
    axes.barh(places, values, height=0.62, color=SERIES[0])
    axes.set_yticks(places, [_wrapped(name, 34) for name in names], fontsize=7)
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
    _logarithmic(axes, "x")
    axes.set_yticks(places, [_wrapped(name, 34) for name in names], fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.set_xlabel(label)
    return axes


def label_ends(axes: Axes, ends: Sequence[tuple[str, float, int]]) -> None:
    """Write names at the right edge, at the heights of what they name, moved apart where they would touch."""
    axes.get_ylim()  # settles the scale, which matplotlib otherwise does when it draws
    wrapped = [(_wrapped(name), height, colour) for name, height, colour in ends if math.isfinite(height)]
    placed = sorted(
        (float(axes.transAxes.inverted().transform(axes.transData.transform((0, height)))[1]), name, colour)
        for name, height, colour in wrapped
    )
    line = 9.5 / 72 / (axes.get_window_extent().height / axes.figure.dpi)
    below = -1.0
    for wanted, name, colour in placed:
        half = line * (name.count("\n") + 1) / 2
        height = max(wanted, below + half)
        below = height + half
        axes.text(
            1.02,
            height,
            name,
            transform=axes.transAxes,
            va="center",
            fontsize=7.5,
            color=INK if colour < 0 else SERIES[colour % len(SERIES)],
            linespacing=1.05,
        )


def _name_heights(axes: Axes, label: str) -> None:
    """Say above the axes what is drawn upwards: names of figures are too long to stand on end beside it."""
    lines = textwrap.wrap(label, 58)
    axes.figure.text(0.01, 0.985, "\n".join(lines[:2]) + (" …" if lines[2:] else ""), va="top", linespacing=1.1)


def _wrapped(text: str, width: int = 16) -> str:
    return "\n".join(textwrap.wrap(text, width, break_long_words=True)) or text


def _logarithmic(axes: Axes, which: str) -> None:
    """Make an axis logarithmic, with plain numbers on it: matplotlib would set powers in TeX."""
    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=8))
    axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:g}"))
    axis.set_minor_formatter(NullFormatter())


def _flat_if_constant(axes: Axes) -> None:
    """Give equal values a scale of their own: matplotlib would label it with differences of 1e-16."""
    low, high = axes.get_ylim()
    if high - low < 1e-9 * max(abs(low), abs(high), 1.0):
        axes.set_ylim(low - 0.05 * max(abs(low), 1.0), high + 0.05 * max(abs(high), 1.0))


def _median(values: NDArray[np.float64]) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if finite.size else math.nan


def _last_median(curves: NDArray[np.float64]) -> float:
    known = np.flatnonzero(np.any(np.isfinite(curves), axis=0))
    return _median(curves[:, known[-1]]) if known.size else math.nan
