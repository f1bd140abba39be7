"""The figure of a sweep: a metric along one field, with the text's points on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from numpy.typing import NDArray

from harness.base.text import visible
from harness.declare.labels import field_name, field_value
from harness.report.figures import seed_plots, style
from harness.report.figures.colours import Setting
from harness.report.figures.figure import Drawing, Figure
from harness.report.figures.places import name_places
from harness.report.figures.series import Lines, Series, median
from harness.report.wording import units
from harness.report.wording.formatting import capital
from harness.report.wording.setting_names import along


@dataclass(frozen=True, kw_only=True)
class Sweep(Figure):
    """The values of a metric at each value of a field."""

    across: str
    """What the values are along; empty if their names say it."""
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
        names: Mapping[str, str],
        numbers: Mapping[Setting, int],
        bounds: tuple[tuple[str, float], ...],
        chance: float | None,
    ) -> Self:
        """Return the figure of a metric at some values of a field.

        Args:
            field: of an experiment.
            points: the field's values in their order, each with the metric's (seeds,).
            heading: the metric's label and unit.
            names: what the suite calls its settings.
            numbers: the page's colours.
            bounds: in words, and as values.
            chance: what guessing gives, where it is known.

        """
        alone = [value[0] if isinstance(value, list) and len(value) == 1 else value for value, _ in points]
        places = [value for value in alone if isinstance(value, int | float)]
        named, across = along(field, [value for value, _ in points], names)
        return cls(
            across=visible(across),
            series=tuple(
                Series(visible(name), values, colour=numbers.get((field_name(field), field_value(value)), 0))
                for name, (value, values) in zip(named, points, strict=True)
            ),
            at=tuple(map(float, places)) if len(places) == len(points) else (),
            label=heading[0],
            unit=heading[1],
            bounds=bounds,
            chance=chance,
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption gives the medians."""
        ends = "; ".join(f"{one.name}: {units.value(median(one.values), self.unit)}" for one in self.series)
        lost = sum(int((~np.isfinite(one.values)).sum()) for one in self.series)
        finding = f"{capital(self.label)}{f' by {self.across}' if self.across else ''}, medians; {ends}."
        marks = "A dot is a seed, the bar holds 10 % to 90 %."
        crosses = f" Crosses: {lost} without a finite value." if lost else ""
        with style.drawing(plot=170) as axes:
            self._plot(axes)
            svg = style.svg(axes, name=name, alt=finding + crosses)
        return Drawing(Markup(svg), f"{finding} {marks}{crosses}")

    def _plot(self, axes: Axes) -> None:
        logarithmic = bool(self.at) and min(self.at) > 0 and max(self.at) / min(self.at) > 8
        at = np.log(self.at) if logarithmic else np.array(self.at or range(len(self.series)))
        seed_plots.strip(axes, self.series, at, joined=bool(self.at))
        lines = Lines(self.bounds, self.chance)
        lines.draw(axes)
        values = [value for one in self.series for value in one.values] + [bound for _, bound in self.bounds]
        if not units.is_share(self.unit) and style.spreads_widely(np.array(values)):
            style.logarithmic(axes, "y")
        if units.is_share(self.unit):
            style.below_one(axes)
            style.in_percent(axes)
        style.flat_if_constant(axes)
        if not self.at:
            axes.set_xlim(-0.5, len(self.series) - 0.5)
        names, colours = [one.name for one in self.series], [one.colour for one in self.series]
        key = name_places(axes, at, names, colours, across=self.across, on_scale=bool(self.at))
        style.head(axes, units.heading(self.label, self.unit), [*key, *lines.key])
