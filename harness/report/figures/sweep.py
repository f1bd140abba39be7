"""The figure of a sweep: a metric along one field, with the text's points on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from numpy.typing import NDArray

from harness.base.text import visible
from harness.declare.labels import field_name, field_value
from harness.report.figures import plots, style
from harness.report.figures.colours import Setting
from harness.report.figures.figure import Drawing, Figure
from harness.report.figures.plots import Series
from harness.report.wording.formatting import capital, rounded


@dataclass(frozen=True, kw_only=True)
class Sweep(Figure):
    """The values of a metric at each value of a field."""

    field: str
    series: tuple[Series, ...]
    """For each value of the field, named by it, the metric with each seed."""
    at: tuple[float, ...]
    """The field's values; none where they are no numbers."""
    label: str
    unit: str
    bounds: tuple[tuple[str, float], ...]
    """What each question held its values against."""
    chance: float | None

    @classmethod
    def along(
        cls,
        field: str,
        points: Sequence[tuple[object, NDArray[np.float64]]],
        *,
        heading: tuple[str, str],
        numbers: Mapping[Setting, int],
        bounds: tuple[tuple[str, float], ...],
        chance: float | None,
    ) -> Self:
        """Return the figure of a metric at some values of a field.

        Args:
            field: of an experiment.
            points: the field's values in their order, each with the metric's (seeds,).
            heading: the metric's label and unit.
            numbers: the page's colours.
            bounds: in words, and as values.
            chance: what guessing gives, where it is known.

        """
        alone = [value[0] if isinstance(value, list) and len(value) == 1 else value for value, _ in points]
        places = [value for value in alone if isinstance(value, int | float)]
        named = [field_value(value) for value, _ in points]
        return cls(
            field=visible(field_name(field)),
            series=tuple(
                Series(visible(name), values, colour=numbers.get((field_name(field), name), 0))
                for name, (_, values) in zip(named, points, strict=True)
            ),
            at=tuple(map(float, places)) if len(places) == len(points) else (),
            label=heading[0],
            unit=heading[1],
            bounds=bounds,
            chance=chance,
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption gives the medians."""
        ends = "; ".join(f"{one.name}: {rounded(plots.median(one.values))}" for one in self.series)
        lost = sum(int((~np.isfinite(one.values)).sum()) for one in self.series)
        finding = f"{capital(self.label)} by {self.field}, medians; {ends}."
        marks = "A dot is a seed, the bar holds 10 % to 90 %."
        crosses = f" Crosses: {lost} without a finite value." if lost else ""
        with style.drawing(plot=170) as axes:
            self._plot(axes)
            svg = style.svg(axes, name=name, alt=finding + crosses)
        return Drawing(Markup(svg), f"{finding} {marks}{crosses}")

    def _plot(self, axes: Axes) -> None:
        logarithmic = bool(self.at) and min(self.at) > 0 and max(self.at) / min(self.at) > 8
        at = np.log(self.at) if logarithmic else np.array(self.at or range(len(self.series)))
        plots.strip(axes, self.series, at, joined=bool(self.at))
        lines = plots.Lines(self.bounds, self.chance)
        lines.draw(axes)
        values = [value for one in self.series for value in one.values] + [bound for _, bound in self.bounds]
        if not self.unit.startswith("share of") and style.spreads_widely(np.array(values)):
            style.logarithmic(axes, "y")
        if self.unit.startswith("share of"):
            style.below_one(axes)
        style.flat_if_constant(axes)
        key = self._name_places(axes, at)
        axes.set_xlabel(self.field)
        style.head(axes, f"{self.label} ({self.unit})" if self.unit else self.label, [*key, *lines.key])

    def _name_places(self, axes: Axes, at: NDArray[np.float64]) -> list[style.Named]:
        """Write the field's values below the axes; where they do not fit, numerals, which the key explains."""
        names = [one.name for one in self.series]
        room = (at.max() - at.min()) * 1.3 * style.LETTER / 260
        apart = all(
            later - earlier > room * (len(name) + len(following) + 2) / 2
            for earlier, later, name, following in zip(at, at[1:], names, names[1:], strict=False)
        )
        apart = apart and style.LETTER * len(names[0]) < 130 and style.LETTER * len(names[-1]) < 70
        numerals = style.numerals_of(len(names))
        axes.xaxis.set(major_locator=FixedLocator(list(at)), minor_locator=NullLocator())
        axes.xaxis.set_major_formatter(FixedFormatter(names if apart else numerals))
        if apart:
            return []
        return [
            style.Named(f"{numeral}: {one.name}", colour=one.colour)
            for numeral, one in zip(numerals, self.series, strict=True)
        ]
