"""What all figures of the report share: their style, their room for labels, their scales."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from numpy.typing import NDArray

from harness.base.numbers import plain
from harness.report.figures.svg import INK, MUTED, RULE, SERIES, TEXT, inline

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

MARKERS = ("o", "s", "^", "D", "v", "P")
WIDTH = 320.0
"""Of a figure: in pixels about as much as a phone has for it; elsewhere it is shown larger."""
LETTER, SPACING = 6.4, 15.0
"""Room that a letter takes on average, and a line."""
QUANTILES = (0.1, 0.9)
"""The band that is drawn around a median over seeds."""
LINE, WHOLE_LINE, WORD = 14, 48, 38
"""Characters in a line of a name beside the axes, in one as wide as the figure, and in the longest word."""
BAR = 0.8
"""A bar's height, in lines of text."""
WIDE = 30
"""Ratio of the largest to the smallest value from which on a scale is logarithmic."""
_STYLE: dict[RcKeyType, str | float] = {
    "axes.edgecolor": MUTED,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.spines.left": False,  # the lines of the grid say where a height is
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "grid.color": RULE,
    "grid.linewidth": 0.7,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "butt",
    "lines.markersize": 5.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "claims",  # the same figure is the same SVG in every run
    "text.color": INK,
    "text.parse_math": False,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.major.width": 0.8,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
}


@cache
def _settings() -> dict[RcKeyType, Any]:
    """Return all of matplotlib's settings: its own defaults, whatever a matplotlibrc says, in the report's style."""
    settings: dict[RcKeyType, Any] = dict(mpl.rcParamsDefault)
    del settings["backend"]
    return settings | _STYLE


@contextmanager
def drawing(
    *, right: Sequence[str] = (), plot: float = 150, below: float = 40, left: float = 52, width: float = WIDTH
) -> Iterator[Axes]:
    """Give an axes to draw on, in the report's style, with room for labels on the right; `head` makes that above it.

    Args:
        right: the labels that `label_ends` will put beside the axes, if they fit there.
        plot: the axes' height.
        below: the room below the axes.
        left: the room to its left.
        width: the figure's.

    """
    room = 8.0 if not beside(right) else 10 + LETTER * max(map(len, "\n".join(map(wrapped, right)).splitlines()))
    height = 8 + plot + below
    with mpl.rc_context(_settings()):
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasAgg(figure)
        yield figure.add_axes((left / width, below / height, (width - left - room) / width, plot / height))


class Named(NamedTuple):
    """An entry of a figure's key."""

    name: str
    look: Literal["mark", "dashed", "dotted"] = "mark"
    """A series' mark in its colour, or a line across the axes."""
    colour: int = 0


def head(axes: Axes, heading: str, key: Sequence[Named] = ()) -> None:
    """Write above the axes what is drawn upwards, and a key; the figure grows by the room that they take."""
    lines = wrapped(heading, WHOLE_LINE).splitlines()
    lines = lines[:3] if len(lines) < 4 else [*lines[:2], lines[2] + " …"]
    rows = list(_rows_of_key(key))
    figure = axes.get_figure(root=True)
    assert figure is not None
    width, height = 72 * figure.get_size_inches()
    taller = height + SPACING * (len(lines) + len(rows)) + (4 if lines or rows else 0)
    for one in figure.axes:
        left, bottom, across, up = one.get_position(original=True).bounds
        one.set_position((left, bottom * height / taller, across, up * height / taller))
    figure.set_size_inches(width / 72, taller / 72)
    for place, line in enumerate(lines):
        figure.text(2 / width, 1 - (place + 0.8) * SPACING / taller, line)
    for place, row in enumerate(rows, start=len(lines)):
        _write_key(figure, row, 1 - (place + 0.8) * SPACING / taller)


def _rows_of_key(key: Sequence[Named]) -> Iterator[list[tuple[float, str, Named]]]:
    """Yield the rows of a key: for each line of text in it where it begins, the line, and the entry."""
    row: list[tuple[float, str, Named]] = []
    at = 0.0
    for entry in key:
        first, *others = wrapped(entry.name, WHOLE_LINE - 5).splitlines() or [""]
        long = 24 + LETTER * len(first) + 12
        if row and at + long > WIDTH:
            yield row
            row, at = [], 0.0
        row.append((at, first, entry))
        at += long
        for line in others:
            yield row
            row, at = [(0.0, line, entry._replace(look="mark", colour=-1))], WIDTH
    if row:
        yield row


def _write_key(figure: Figure, row: Sequence[tuple[float, str, Named]], height: float) -> None:
    width, tall = 72 * figure.get_size_inches()
    middle = height + 4 / tall
    for at, text, entry in row:
        if entry.look != "mark":
            style = (0, (4, 3)) if entry.look == "dashed" else (0, (1, 2))
            ends = [(at + 2) / width, (at + 18) / width]
            figure.add_artist(Line2D(ends, [middle] * 2, color=INK, linewidth=1.1, linestyle=style))
        elif entry.colour >= 0:
            place = [(at + 10) / width]
            colour, marker = colour_of(entry.colour), marker_of(entry.colour)
            figure.add_artist(Line2D(place, [middle], color=colour, marker=marker, markersize=6, linestyle=""))
        figure.text((at + 24) / width, height, text)


def beside(names: Sequence[str]) -> bool:
    """Return whether names fit beside the axes: few, each in two short lines at most, no word broken."""
    lines = [wrapped(name).splitlines() for name in names]
    return 0 < len(lines) <= 5 and all(len(own) <= 2 and max(map(len, own), default=0) <= LINE for own in lines)


def numerals_of(count: int) -> list[str]:
    """Return small Roman numerals, which are neither a setting's value nor what a text calls one (such as A)."""
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return ["x" * (number // 10) + ones[number % 10] for number in range(1, count + 1)]


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
    line = SPACING / 72 / (axes.get_window_extent().height / axes.figure.dpi)
    below = -1.0
    for wanted, name, colour in placed:
        half = line * (name.count("\n") + 1) / 2
        height = max(wanted, below + half)
        below = height + half
        ink = INK if colour < 0 else colour_of(colour)
        axes.text(1.03, height, name, transform=axes.transAxes, va="center", color=ink, linespacing=1.1)


def name_series(axes: Axes, heading: str, ends: Sequence[tuple[str, float, int]], key: Sequence[Named] = ()) -> None:
    """Write what is drawn upwards, and the names of series at their ends; where they do not fit, in the key."""
    if beside([name for name, _, _ in ends]):
        head(axes, heading, key)
        label_ends(axes, ends)
    else:
        head(axes, heading, [*(Named(name, colour=colour) for name, _, colour in ends if name), *key])


def rows_height(names: Sequence[str]) -> float:
    """Return how high an axes with a row for each name has to be."""
    return SPACING * sum(map(_row, names))


def name_rows(axes: Axes, names: Sequence[str]) -> NDArray[np.float64]:
    """Give each name a row, the first on top, and write it above the place where its value is; return these places."""
    ends = -np.cumsum([_row(name) for name in names])
    for end, name in zip(ends, names, strict=True):
        lines = wrapped(name, WHOLE_LINE)
        axes.text(0, end + BAR + 0.35, lines, transform=axes.get_yaxis_transform(), va="bottom", linespacing=1.1)
    axes.set_yticks([])
    axes.set_ylim(ends[-1], 0)
    axes.grid(visible=True, axis="x")
    return ends + BAR / 2 + 0.2


def _row(name: str) -> float:
    """Return the height of a name's row in lines, with its bar, and with some room to the next."""
    return wrapped(name, WHOLE_LINE).count("\n") + 1 + BAR + 0.6


def wrapped(text: str, width: int = LINE) -> str:
    """Return text in lines that break no word; only one that is longer than the figure is cut short."""
    whole = " ".join(word if len(word) <= WORD else word[: WORD - 1] + "…" for word in text.split())
    return "\n".join(textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)) or text


def logarithmic(axes: Axes, which: str) -> None:
    """Make an axis logarithmic, with plain numbers on it: matplotlib would set powers in TeX."""
    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    low, high = axis.get_view_interval()
    # Numbers side by side take more room than those one above the other.
    widest, numbers = (50, 5) if which == "x" else (1e4, 8)
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < widest * low else (1.0,), numticks=numbers))
    axis.set_major_formatter(FuncFormatter(lambda number, _: plain(number)))
    axis.set_minor_formatter(NullFormatter())


def in_percent(axes: Axes) -> None:
    """Write percent on the upward axis, which has shares."""
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{round(100 * share, 6):g}".replace("-", "−")))


def flat_if_constant(axes: Axes) -> None:
    """Give equal values a scale of their own: matplotlib would label it with differences of 1e-16."""
    low, high = axes.get_ylim()
    if high - low < 1e-9 * max(abs(low), abs(high), 1.0):
        axes.set_ylim(low - 0.05 * max(abs(low), 1.0), high + 0.05 * max(abs(high), 1.0))


def below_one(axes: Axes) -> None:
    """Let the scale of shares end at 1: there is no more than all."""
    low, high = axes.get_ylim()
    if high > 1:
        axes.set_ylim(min(low, 0.9), 1.01)


def spreads_widely(values: NDArray[np.float64]) -> bool:
    """Return whether values are all above 0 and so different that a linear scale would hide the small ones."""
    finite = values[np.isfinite(values)]
    return bool(finite.size and finite.min() > 0 and finite.max() / WIDE > finite.min())
