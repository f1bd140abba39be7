"""The figure of one value a seed: what every seed's effect is, and the bounds that it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from matplotlib.axes import Axes

from harness.base.text import visible
from harness.report.figures import seed_plots
from harness.report.figures.answers import AnswersFigure, Experiments, crosses
from harness.report.figures.series import Lines, Series
from harness.report.wording import quantities
from harness.report.wording.effects import Asked
from harness.results.model import SeedsClaim


@dataclass(frozen=True, kw_only=True)
class Values(AnswersFigure):
    """The effect with each seed or round; every claim has it, so that this figure can stand in for any other."""

    bounds: tuple[tuple[str, float], ...]
    """What the effect is held against: in words, and as a value."""

    @classmethod
    def of(cls, claim: Asked, experiments: Experiments) -> Self:  # noqa: ARG003 (other figures need them)
        """Return the figure of a claim; of one that compares nothing, the effects are its arm's values."""
        effects = np.array(claim.effects, dtype=np.float64)
        if isinstance(claim, SeedsClaim) and not claim.compares:
            series, unit = Series("", effects), visible(claim.metric.unit)
            cross_words = crosses([series], "run", claim.metric.infinite)
        else:
            series, unit = Series("", effects), ""
            cross_words = crosses([series], claim.answered_by, "no finite effect")
        return cls(
            answers=claim.answers,
            answered_by=claim.answered_by,
            verdict=claim.verdict,
            label=visible(claim.effect_label),
            unit=unit,
            series=(series,),
            crosses=cross_words,
            bounds=tuple(
                (quantities.held_against(claim, bound) if unit else visible(bound.label), bound.value)
                for bound in claim.bounds
            ),
        )

    def plot(self, axes: Axes) -> Axes:
        """Draw the effects on an axes."""
        lines = Lines(self.bounds, self.chance)
        return seed_plots.seed_values(axes, self.series[0], self.answers, self.heading, self.answered_by, lines)
