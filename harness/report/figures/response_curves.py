"""The figure of a response curve: the median over the seeds at each value, its band, and where the seeds turn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator
from numpy.typing import NDArray

from harness.base.numbers import plain
from harness.base.text import visible
from harness.report.figures import style
from harness.report.figures.figure import Drawing, Figure
from harness.report.figures.svg import INK, MUTED, SERIES
from harness.report.wording import units
from harness.report.wording.formatting import listing
from harness.report.wording.responses import sentence
from harness.results.model import Response, Turning

BELOW, ROW, GAP = 40.0, 18.0, 6.0
"""Heights: below the rows, for the axis' numbers and its name; of each row; between the rows and the curve."""
NARROWEST = 0.1
"""Share of the axis between values that each have a number below it; where some are closer, matplotlib chooses."""


class Row(NamedTuple):
    """Where the seeds turn, as places on the axis; infinite beyond its last value."""

    name: str
    middle: float
    low: float
    high: float
    """NaN where there are too few seeds for an interval."""


@dataclass(frozen=True, kw_only=True)
class ResponseCurve(Figure):
    """What the seeds gave at each value of a setting."""

    across: str
    heading: str
    """What is drawn upwards."""
    in_percent: bool
    """Whether that is a share."""
    places: NDArray[np.float64]
    medians: NDArray[np.float64]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    """The band's ends; NaN where there is none."""
    diverged: NDArray[np.float64]
    """The share of the runs at each value."""
    marks: tuple[tuple[str, float], ...]
    turning: tuple[Row, ...]
    finding: str

    @classmethod
    def of(cls, response: Response) -> Self | None:
        """Return the figure of a curve; None if no seed has been described."""
        if not response.seeds:
            return None
        turning = {"best": response.best, "fails": response.failing}
        return cls(
            across=visible(response.across),
            heading=visible(units.heading(response.metric.label, response.metric.unit)),
            in_percent=units.is_share(response.metric.unit),
            places=np.array([point.at for point in response.points]),
            medians=_column(response, "estimate"),
            lows=_column(response, "low"),
            highs=_column(response, "high"),
            diverged=np.array([point.diverged / len(response.seeds) for point in response.points]),
            marks=tuple((visible(mark.label), mark.at) for mark in response.marks),
            turning=tuple(_row(name, one, response) for name, one in turning.items() if one),
            finding=visible(sentence(response)),
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says what is what."""
        named = [row.name for row in self.turning] + ["diverged"] * self._diverges
        with style.drawing(right=named, below=BELOW + ROW * len(named) + GAP) as axes:
            self._curve(axes)
            self._rows(axes, named)
            style.head(axes, self.heading, self._key())
            return Drawing(Markup(style.svg(axes, name=name, alt=self.finding)), self._caption())

    def _key(self) -> list[style.Named]:
        labels = [label for label, _ in self.marks]
        return [style.Named(f"named in the text: {listing(labels)}", "dashed")] if labels else []

    def _caption(self) -> str:
        parts = ["Medians, and the band where there is one"]
        rows = ["where the seeds turn"] * bool(self.turning) + ["the share of runs that diverged"] * self._diverges
        if rows:
            parts.append(f"below, {listing(rows)}")
        return f"{'; '.join(parts)}."

    @property
    def _diverges(self) -> bool:
        return bool(self.diverged.any())

    def _curve(self, axes: Axes) -> None:
        """Draw the medians, the band and the text's values."""
        for median_of_place, place in zip(self.medians, self.places, strict=True):
            if not math.isfinite(median_of_place):  # it has no height: a cross at the edge
                axes.plot(place, 0.03, "x", color=SERIES[0], transform=axes.get_xaxis_transform())
        axes.plot(self.places, np.where(np.isfinite(self.medians), self.medians, np.nan), "-o", color=SERIES[0])
        finite = np.isfinite(self.lows) & np.isfinite(self.highs)
        if finite.any():
            axes.plot(self.places[finite], self.lows[finite], alpha=0)  # so that the scale has room for them
            axes.plot(self.places[finite], self.highs[finite], alpha=0)
        style.flat_if_constant(axes)
        bottom, top = axes.get_ylim()
        low, high = np.clip(self.lows, bottom, top), np.clip(self.highs, bottom, top)
        axes.fill_between(self.places, low, high, color=SERIES[0], alpha=0.16, linewidth=0)
        axes.set_ylim(bottom, top)
        for _, place in self.marks:
            axes.axvline(place, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1)
        self._scale(axes)
        axes.tick_params(axis="x", which="both", bottom=False, labelbottom=False)
        if self.in_percent:
            style.in_percent(axes)

    def _rows(self, axes: Axes, named: list[str]) -> None:
        """Draw below the curve, a row each, where the seeds turn, and the share of runs that diverged."""
        box = axes.get_position()
        point = box.height / (axes.get_window_extent().height / axes.figure.dpi * 72)
        strip = axes.figure.add_axes((box.x0, BELOW * point, box.width, ROW * len(named) * point))
        self._scale(strip)
        strip.set_ylim(-len(named), 0)
        strip.yaxis.set_major_locator(NullLocator())
        strip.spines["left"].set_visible(False)
        left, right = strip.get_xlim()
        for number, row in enumerate(self.turning):
            low, high = (np.clip(end, left, right) for end in (row.low, row.high))
            colour = style.colour_of(number + 1)
            strip.hlines(-number - 0.5, low, high, color=colour, linewidth=2.2, alpha=0.5)
            if math.isinf(row.high):
                strip.plot(right, -number - 0.5, ">", color=colour, clip_on=False)
            if math.isfinite(row.middle):
                strip.plot(row.middle, -number - 0.5, style.marker_of(number + 1), color=colour)
        strip.vlines(self.places, -len(named), -len(named) + 0.9 * self.diverged, color=MUTED, linewidth=5)
        for number, name in enumerate(named):
            strip.text(1.02, -number - 0.5, name, transform=strip.get_yaxis_transform(), va="center")
        strip.set_xlabel(self.across)

    def _scale(self, axes: Axes) -> None:
        """Give an axes the curve's scale: logarithmic where the values are spread so widely."""
        first, last = float(self.places[0]), float(self.places[-1])
        if style.spreads_widely(self.places):
            room = (last / first) ** 0.03
            axes.set_xscale("log")
            axes.set_xlim(first / room, last * room)
            style.logarithmic(axes, "x")
        else:
            room = 0.04 * (last - first)
            axes.set_xlim(first - room, last + room)
            if np.diff(self.places).min() >= NARROWEST * (last - first):
                axes.xaxis.set_major_locator(FixedLocator(list(self.places)))
            axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: plain(number)))
        axes.xaxis.set_minor_formatter(NullFormatter())


def _column(response: Response, end: str) -> NDArray[np.float64]:
    """Return a part of the median's interval at each value; NaN where there is none."""
    found = [getattr(point.median, end, None) for point in response.points]
    return np.array([math.nan if number is None else number for number in found])


def _row(name: str, turning: Turning, response: Response) -> Row:
    places = [point.at for point in response.points] + [math.inf]

    def at(point: int | None) -> float:
        return math.nan if point is None else places[point]

    return Row(name, at(turning.middle), at(turning.low), at(turning.high))
