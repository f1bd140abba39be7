"""The figure of curves that tests have recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from harness.base.text import visible
from harness.report.figures import series_plots, style
from harness.report.figures.figure import Drawing, Figure
from harness.report.wording.formatting import capital, rounded
from harness.results.model import Curves
from harness.results.recorded_curves import MOST_LINES


@dataclass(frozen=True, kw_only=True)
class RecordedCurves(Figure):
    """Curves of one title, whichever tests have recorded them."""

    title: str
    x: str
    y: str
    lines: Mapping[str, tuple[float, ...]]
    start: float = 0.0
    step: float = 1.0

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says where each curve begins and ends."""
        shown = dict(list(self.lines.items())[:MOST_LINES])
        ends = "; ".join(f"{label} {rounded(line[0])} to {rounded(line[-1])}" for label, line in shown.items())
        left_out = f" {len(self.lines) - len(shown)} more are not drawn." if len(self.lines) > len(shown) else ""
        last = self.start + self.step * (max(map(len, self.lines.values())) - 1)
        over = f"from {self.x} {rounded(self.start)} to {rounded(last)}"
        finding = f"{capital(self.title)}: {self.y}, {over}; {ends}.{left_out}"
        with style.drawing(right=list(shown)) as axes:
            series_plots.curves(axes, shown, (self.x, f"{self.title}: {self.y}"), self.start, self.step)
            svg = style.svg(axes, name=name, alt=finding)
        return Drawing(Markup(svg), finding)


def by_title(recorded: Iterable[Curves]) -> list[RecordedCurves]:
    """Return the figures of curves: those of one title share a figure, in which each name stands once."""
    pictures: dict[tuple[str, str, str, float, float], dict[str, tuple[float, ...]]] = {}
    for curves in recorded:
        named = visible(curves.title), visible(curves.x), visible(curves.y)
        lines = pictures.setdefault((*named, curves.start, curves.step), {})
        for label, heights in curves.lines.items():
            lines.setdefault(visible(label), heights)
    return [
        RecordedCurves(title=title, x=x, y=y, lines=lines, start=start, step=step)
        for (title, x, y, start, step), lines in pictures.items()
    ]
