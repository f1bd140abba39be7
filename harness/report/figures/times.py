"""The figures of times: where the training went, and what the benchmarks measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.axes import Axes

from harness.base.text import visible
from harness.report.figures import plots, style
from harness.report.figures.figure import Drawing, Figure
from harness.report.wording.formatting import duration


@dataclass(frozen=True)
class NetworkTimes(Figure):
    """The networks that took the longest to train, the costliest first."""

    networks: Sequence[str]
    """Their names."""
    seconds: Sequence[float]
    """Of each network."""
    caption: str

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn."""
        rows = [visible(network) for network in self.networks]
        alt = f"Training time by arm: {rows[0]} took the longest, {duration(self.seconds[0])}."
        with _drawing(rows) as axes:
            plots.bars(axes, rows, self.seconds, "seconds of training, all seeds")
            return Drawing(Markup(style.svg(axes, name=name, alt=alt)), self.caption)


@dataclass(frozen=True)
class BenchmarkTimes(Figure):
    """The times of the benchmarks."""

    benchmarks: Sequence[str]
    """Their names."""
    medians: Sequence[float]
    """Of each benchmark, in seconds."""
    quartiles: Sequence[tuple[float, float]]
    """Likewise."""

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption names the slowest and the quickest."""
        rows = [visible(benchmark) for benchmark in self.benchmarks]
        by_time = sorted(zip(self.medians, rows, strict=True))
        (least, quickest), (most, slowest) = by_time[0], by_time[-1]
        finding = f"A round of “{slowest}” takes the longest, {duration(most)} in the median"
        finding += f"; one of “{quickest}” the shortest, {duration(least)}." if len(rows) > 1 else "."
        with _drawing(rows) as axes:
            plots.ranges(axes, rows, self.medians, self.quartiles, "seconds (dot: median, bar: quartiles)")
            return Drawing(Markup(style.svg(axes, name=name, alt=finding)), finding)


@contextmanager
def _drawing(rows: Sequence[str]) -> Iterator[Axes]:
    """Give an axes with a row for each of these names."""
    with style.drawing(plot=style.rows_height(rows), left=16) as axes:
        yield axes
