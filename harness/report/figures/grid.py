"""The figure of a grid: a metric's medians over two fields."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from numpy.typing import NDArray

from harness.base.text import visible
from harness.declare.labels import field_name
from harness.report.figures import style
from harness.report.figures.figure import Drawing, Figure
from harness.report.figures.series import median
from harness.report.figures.svg import SERIES
from harness.report.wording import units
from harness.report.wording.formatting import capital, rounded
from harness.report.wording.setting_names import along

STRONGEST = 0.4
"""The colour of the highest median; text in ink can be read on it by day and by night."""
CELL = 34.0
"""The height of a cell."""


@dataclass(frozen=True, kw_only=True)
class Grid(Figure):
    """Medians at pairs of values of two fields."""

    by: tuple[str, str]
    """The fields: of the rows and of the columns."""
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    medians: tuple[tuple[int, int, float], ...]
    """Row, column and median of each cell that was measured."""
    label: str
    unit: str
    infinite: str
    """What a run has whose value is infinite."""

    @classmethod
    def of(
        cls,
        *,
        rows: tuple[str, Sequence[object]],
        columns: tuple[str, Sequence[object]],
        cells: Mapping[tuple[int, int], NDArray[np.float64]],
        names: Mapping[str, str],
        heading: tuple[str, str],
        infinite: str,
    ) -> Self:
        """Return the figure of a metric over two fields.

        Args:
            rows: a field and its values.
            columns: likewise.
            cells: by row and column, the metric's values (seeds,).
            names: what the suite calls its settings.
            heading: the metric's label and unit.
            infinite: what a run has whose value is infinite.

        """
        (down, by_row), (across, by_column) = along(*rows, names), along(*columns, names)
        return cls(
            by=(visible(by_row or field_name(rows[0])), visible(by_column or field_name(columns[0]))),
            rows=tuple(map(visible, down)),
            columns=tuple(map(visible, across)),
            medians=tuple((row, column, median(values)) for (row, column), values in sorted(cells.items())),
            label=heading[0],
            unit=heading[1],
            infinite=infinite,
        )

    @property
    def is_full(self) -> bool:
        """Whether every cell was measured."""
        return len(self.medians) == len(self.rows) * len(self.columns)

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption gives every row's cells."""
        told = []
        for place, row in enumerate(self.rows):
            cells = [
                f"{self.columns[column]}: {units.value(value, self.unit)}"
                for at, column, value in self.medians
                if at == place
            ]
            told.append(f"{row} at {', '.join(cells)}")
        finding = f"{capital(self.label)} by {self.by[0]} and {self.by[1]}, medians over the seeds; {'; '.join(told)}."
        lost = any(not math.isfinite(value) for *_, value in self.medians)
        note = f" ×: most runs have {self.infinite}." if lost else ""
        left = 20 + style.LETTER * 1.1 * min(18, max(map(len, self.rows)))
        with style.drawing(plot=CELL * len(self.rows), left=left) as axes:
            self._plot(axes)
            svg = style.svg(axes, name=name, alt=finding + note)
        return Drawing(Markup(svg), f"{finding} Empty: not asked.{note}")

    def _short(self, value: float) -> str:
        return units.percent(value) if units.is_share(self.unit) else rounded(value)

    def _plot(self, axes: Axes) -> None:
        finite = [value for *_, value in self.medians if math.isfinite(value)]
        low, high = min(finite, default=0.0), max(finite, default=1.0)
        for row, column, value in self.medians:
            strength = STRONGEST * (value - low) / ((high - low) or 1.0) if math.isfinite(value) else 0.0
            extent = ([column + 0.02, column + 0.98], -row - 0.97, -row - 0.03)
            axes.fill_between(*extent, color=SERIES[0], alpha=max(0.04, strength), linewidth=0)
            text = self._short(value) if math.isfinite(value) else "×"
            axes.text(column + 0.5, -row - 0.5, text, ha="center", va="center")
        axes.set(xlim=(0, len(self.columns)), ylim=(-len(self.rows), 0), xlabel=self.by[1])
        room = int(axes.get_window_extent().width * 72 / axes.figure.dpi / style.LETTER / len(self.columns))
        columns = [style.wrapped(column, room) for column in self.columns]
        axes.set_xticks([place + 0.5 for place in range(len(self.columns))], columns)
        middles = [-place - 0.5 for place in range(len(self.rows))]
        axes.set_yticks(middles, [style.wrapped(row, 18) for row in self.rows])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in axes.spines.values():
            side.set_visible(False)
        style.head(axes, units.heading(self.label, self.unit))
