"""The figures of times: where the training went, and what the benchmarks measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from markupsafe import Markup
from matplotlib.axes import Axes

from harness.base.text import visible
from harness.report.figures import plots, style
from harness.report.figures.data_for_seeds import Drawing
from harness.report.wording.formatting import duration


def time_figure(names: Sequence[str], seconds: Sequence[float], caption: str, name: str) -> Drawing:
    """Return the figure of the networks that took the longest to train."""
    rows = [visible(network) for network in names]
    alt = f"Training time by network: {rows[0]} took the longest, {duration(seconds[0])}."
    with _drawing(rows) as axes:
        plots.bars(axes, rows, seconds, "seconds of training, all seeds")
        return Drawing(Markup(style.svg(axes, name=name, alt=alt)), caption)


def benchmark_figure(
    names: Sequence[str], middles: Sequence[float], spans: Sequence[tuple[float, float]], name: str
) -> Drawing:
    """Return the figure of the benchmarks: median and quartiles."""
    rows = [visible(benchmark) for benchmark in names]
    by_time = sorted(zip(middles, rows, strict=True))
    (least, quickest), (most, slowest) = by_time[0], by_time[-1]
    found = f"A round of “{slowest}” takes the longest, {duration(most)} in the median"
    found += f"; one of “{quickest}” the shortest, {duration(least)}." if len(rows) > 1 else "."
    with _drawing(rows) as axes:
        plots.ranges(axes, rows, middles, spans, "seconds (dot: median, bar: quartiles)")
        return Drawing(Markup(style.svg(axes, name=name, alt=found)), found)


@contextmanager
def _drawing(rows: Sequence[str]) -> Iterator[Axes]:
    """Give an axes with room for these names on the left, each in a row of its own."""
    above, height, below = 0.1, style.rows_height(rows), 0.45
    whole = above + height + below
    with style.drawing(5.2, whole) as axes:
        axes.set_position((0.36, below / whole, 0.6, height / whole))
        yield axes
