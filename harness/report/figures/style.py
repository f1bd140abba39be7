"""What all figures of the report share: their style, their room for labels, their scales."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from numpy.typing import NDArray

from harness.base.numbers import plain
from harness.report.figures.svg import INK, MUTED, RULE, SERIES, inline

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

MARKERS = ("o", "s", "^", "D", "v", "P")
QUANTILES = (0.1, 0.9)
"""The band that is drawn around a median over seeds."""
LINE = 16
"""Characters in a line of a name beside the axes."""
ROW, ROW_WIDTH, BAR = 0.125, 34, 1.1
"""Of a line in the name of a row: its height in inches and its width in characters; a bar's height in lines."""
WIDE = 30
"""Ratio of the largest to the smallest value from which on a scale is logarithmic."""
_STYLE: dict[RcKeyType, str | float] = {
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


@cache
def _settings() -> dict[RcKeyType, Any]:
    """Return all of matplotlib's settings: its own defaults, whatever a matplotlibrc says, in the report's style."""
    settings: dict[RcKeyType, Any] = dict(mpl.rcParamsDefault)
    del settings["backend"]
    return settings | _STYLE


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
    longest = max((len(line) for name in right for line in wrapped(name).splitlines()), default=0)
    with mpl.rc_context(_settings()):
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.125, bottom, 0.85 - min(0.42, longest * 0.0195), 0.84 - bottom))
        yield axes


def colour_of(number: int) -> str:
    """Return the colour of the n-th of the things that are compared; after the last one they begin anew."""
    return SERIES[number % len(SERIES)]


def marker_of(number: int) -> str:
    """Return the marker of the n-th of the things that are compared."""
    return MARKERS[number % len(MARKERS)]


def svg(axes: Axes, *, name: str, alt: str) -> str:
    """Return the figure that an axes belongs to as SVG for the page."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return inline(figure, name=name, alt=alt)


def label_ends(axes: Axes, ends: Sequence[tuple[str, float, int]]) -> None:
    """Write names at the right edge, at the heights of what they name, moved apart where they would touch."""
    axes.get_ylim()  # settles the scale, which matplotlib otherwise does when it draws
    named = [(wrapped(name), height, colour) for name, height, colour in ends if math.isfinite(height)]
    placed = sorted(
        (float(axes.transAxes.inverted().transform(axes.transData.transform((0, height)))[1]), name, colour)
        for name, height, colour in named
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
            color=INK if colour < 0 else colour_of(colour),
            linespacing=1.05,
        )


def name_heights(axes: Axes, label: str) -> None:
    """Say above the axes what is drawn upwards: names of metrics are too long to stand on end beside it."""
    lines = textwrap.wrap(label, 58)
    axes.figure.text(0.01, 0.985, "\n".join(lines[:2]) + (" …" if lines[2:] else ""), va="top", linespacing=1.1)


def rows_height(names: Sequence[str]) -> float:
    """Return how high an axes with a row for each name has to be, in inches."""
    return ROW * sum(map(_row, names))


def name_rows(axes: Axes, names: Sequence[str]) -> NDArray[np.float64]:
    """Give each name a row as high as its lines, the first on top; return where the rows' middles are."""
    ends = -np.cumsum([_row(name) for name in names])
    middles = np.array([end + _row(name) / 2 for end, name in zip(ends, names, strict=True)])
    axes.set_yticks(middles, [wrapped(name, ROW_WIDTH) for name in names], fontsize=7)
    axes.set_ylim(ends[-1], 0)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    return middles


def _row(name: str) -> float:
    """Return the height of a name's row in lines, with some room to the next."""
    return wrapped(name, ROW_WIDTH).count("\n") + 1 + BAR / 2


def wrapped(text: str, width: int = LINE) -> str:
    """Return text broken into lines."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=True)) or text


def logarithmic(axes: Axes, which: str) -> None:
    """Make an axis logarithmic, with plain numbers on it: matplotlib would set powers in TeX."""
    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < 1e4 * low else (1.0,), numticks=8))
    axis.set_major_formatter(FuncFormatter(lambda number, _: plain(number)))
    axis.set_minor_formatter(NullFormatter())


def flat_if_constant(axes: Axes) -> None:
    """Give equal values a scale of their own: matplotlib would label it with differences of 1e-16."""
    low, high = axes.get_ylim()
    if high - low < 1e-9 * max(abs(low), abs(high), 1.0):
        axes.set_ylim(low - 0.05 * max(abs(low), 1.0), high + 0.05 * max(abs(high), 1.0))


def spreads_widely(values: NDArray[np.float64]) -> bool:
    """Return whether values are all above 0 and so different that a linear scale would hide the small ones."""
    finite = values[np.isfinite(values)]
    return bool(finite.size and finite.min() > 0 and finite.max() / WIDE > finite.min())
