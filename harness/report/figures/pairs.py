"""The figure of two values a seed: both arms', both sides', or the two leads that a question compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from matplotlib.axes import Axes

from harness.base.text import visible
from harness.report.figures import plots
from harness.report.figures.answers import AnswersFigure, Experiments, crosses, series_of
from harness.report.figures.plots import Series
from harness.report.wording.effects import Asked, measured
from harness.results.model import Leads, SeedsClaim


@dataclass(frozen=True, kw_only=True)
class Pairs(AnswersFigure):
    """Two values for each answer, which are compared."""

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
            numbers=claim.numbers,
            verdict=claim.verdict,
            label=label,
            unit=visible(what.unit),
            series=series,
            crosses=crosses(series, "run", what.infinite),
        )

    @property
    def beside(self) -> Sequence[str]:
        """The names of what is compared."""
        return [one.name for one in self.series]

    def plot(self, axes: Axes) -> Axes:
        """Draw the pairs on an axes."""
        plots.seed_pairs(axes, self.series, self.answers, self.heading, self.answered_by)
        return plots.number_columns(axes, self.numbers)


def _leads(leads: Leads, metric: str, arms: Sequence[Series]) -> tuple[str, tuple[Series, ...]]:
    """Return what two leads are called, and their values."""
    first, second, third, fourth = (arm.values for arm in arms)
    with np.errstate(invalid="ignore"):  # two infinities may cancel: then there is no lead
        values = first - second, third - fourth
    label = f"lead of {visible(leads.of)} in {metric}" if leads.of else f"lead in {metric}"
    named = zip(leads.names, values, strict=True)
    return label, tuple(Series(visible(name), own, colour=place) for place, (name, own) in enumerate(named))
