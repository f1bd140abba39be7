"""The figure of several arms, or sides, in their order: a line from one to the next for each seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from matplotlib.axes import Axes

from harness.base.text import visible
from harness.declare.labels import field_name, field_value
from harness.report.figures import seed_plots
from harness.report.figures.answers import AnswersFigure, Experiments, crosses, series_of
from harness.report.figures.series import Lines
from harness.report.wording.effects import Asked, measured
from harness.report.wording.setting_names import along
from harness.results.model import RoundsClaim


@dataclass(frozen=True, kw_only=True)
class Arms(AnswersFigure):
    """The value in each arm, or side, for each answer."""

    places: tuple[str, ...]
    """What stands below the axes at each arm."""
    across: str
    """What they are values of, such as "batch size"; empty if they are more than values."""

    @classmethod
    def of(cls, claim: Asked, experiments: Experiments) -> Self | None:
        """Return the figure of a claim; None unless it has several arms or sides."""
        what, series = measured(claim), series_of(claim)
        if len(series) < 2:
            return None
        places, across = _ticks(claim, experiments)
        return cls(
            answers=claim.answers,
            answered_by=claim.answered_by,
            verdict=claim.verdict,
            label=visible(what.label),
            unit=visible(what.unit),
            series=series,
            crosses=crosses(series, "run", what.infinite),
            places=tuple(map(visible, places)),
            across=visible(across),
        )

    @property
    def how_to_read(self) -> str:
        """What the lines and the band are."""
        return f"One line a {self.answered_by}; the thick one joins the medians, the band holds 10 % to 90 %."

    def plot(self, axes: Axes) -> Axes:
        """Draw the lines on an axes."""
        lines = Lines(chance=self.chance)
        return seed_plots.arm_lines(axes, self.series, self.places, self.heading, lines, across=self.across)


def _ticks(claim: Asked, experiments: Experiments) -> tuple[list[str], str]:
    """Return what tells arms apart: if it is one setting, its values and its name; otherwise the arms' names."""
    if isinstance(claim, RoundsClaim):
        return [f"{side:g}" for side in claim.sides], claim.by
    arms = [experiments.get(arm.experiment, {}) for arm in claim.arms]
    differing = [name for name in arms[0] if any(arm.get(name) != arms[0][name] for arm in arms)]
    if len(differing) != 1:
        return [arm.name for arm in claim.arms], ""
    contents = [arm.get(differing[0]) for arm in arms]
    called = {
        f"{field_name(differing[0])} {field_value(content)}": arm.name
        for content, arm in zip(contents, claim.arms, strict=True)
    }
    return along(differing[0], contents, called)
