"""The figure of two values a seed: both arms', both sides', or the two leads that a question compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from harness.base.text import visible
from harness.report.figures import seed_plots, style
from harness.report.figures.answers import AnswersFigure, Experiments, crosses, series_of
from harness.report.figures.series import Lines, Series
from harness.report.wording import quantities
from harness.report.wording.effects import Asked, measured
from harness.results.model import Leads, SeedsClaim


@dataclass(frozen=True, kw_only=True)
class Pairs(AnswersFigure):
    """Two values for each answer, which are compared."""

    differences: NDArray[np.float64]
    """The effect with each of them."""
    bounds: tuple[tuple[str, float], ...]
    """What the effect is held against: in words, and as a value."""
    in_points: bool
    """Whether the differences are of shares."""

    @classmethod
    def of(cls, claim: Asked, experiments: Experiments) -> Self | None:  # noqa: ARG003 (other figures need them)
        """Return the figure of a claim; None unless it compares two arms, sides or leads."""
        what, series = measured(claim), series_of(claim)
        label = visible(what.label)
        if isinstance(claim, SeedsClaim) and claim.leads and len(series) == 4:
            label, series = _leads(claim.leads, label, series)
        if len(series) != 2:
            return None
        return cls(
            answers=claim.answers,
            answered_by=claim.answered_by,
            verdict=claim.verdict,
            label=label,
            unit=visible(what.unit),
            series=series,
            crosses=crosses(series, "run", what.infinite),
            differences=np.array(claim.effects, dtype=np.float64),
            in_points=quantities.is_share(claim),
            bounds=tuple((f"claimed: {quantities.held_against(claim, bound)}", bound.value) for bound in claim.bounds),
        )

    @property
    def how_to_read(self) -> str:
        """What the columns are, and what stands beside them."""
        columns = f"One column a {self.answered_by}, by the difference, a bar under those that say yes."
        return f"{columns} Beside them the differences, with their median and from 10 % to 90 %."

    def plot(self, axes: Axes) -> Axes:
        """Draw the pairs on an axes."""
        lines = Lines(self.bounds, self.chance)
        seed_plots.seed_pairs(axes, self.series, self.differences, self.answers, self.heading, self.answered_by, lines)
        if self.in_points:
            style.in_percent(axes.figure.axes[-1])
        return axes


def _leads(leads: Leads, metric: str, arms: Sequence[Series]) -> tuple[str, tuple[Series, ...]]:
    """Return what two leads are called, and their values."""
    first, second, third, fourth = (arm.values for arm in arms)
    with np.errstate(invalid="ignore"):  # two infinities may cancel: then there is no lead
        values = first - second, third - fourth
    label = f"lead of {visible(leads.of)} in {metric}" if leads.of else f"lead in {metric}"
    named = zip(leads.names, values, strict=True)
    return label, tuple(Series(visible(name), own, colour=place) for place, (name, own) in enumerate(named))
