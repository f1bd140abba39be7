"""The figure of decision regions: where in the plane of its two features how many networks see which class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from harness.base.text import visible
from harness.judge.decide import Verdict
from harness.report.figures import series_plots, style
from harness.report.figures.figure import Drawing, Figure, with_verdict
from harness.report.wording.formatting import count
from harness.results.model import Arm, DecisionRegion, Experiment, Results, SeedsClaim

CLEAR = 0.9
"""The share of seeds from which on they are said to agree."""


@dataclass(frozen=True, kw_only=True)
class DecisionRegions(Figure):
    """What the runs of one arm predict over the plane."""

    arm: str
    """Its name."""
    shares: NDArray[np.float64]
    """At each point of a grid, rows and columns ascending: the share of the runs that predict class 1."""
    runs: int
    extent: tuple[float, float, float, float]
    """The grid's ends: left, right, bottom, top."""
    points: NDArray[np.float64]
    """Training examples, as rows of first feature, second feature and class."""
    straight: bool
    """Whether the border of each run is a straight line."""
    verdict: Verdict

    @classmethod
    def of(cls, claim: SeedsClaim, arm: Arm, results: Results) -> Self | None:
        """Return the figure of an arm; None if no run of it has recorded a decision region."""
        runs = [results.runs[key] for key in arm.runs if key in results.runs]
        regions = [run.decision_region for run in runs if run.decision_region]
        if not regions:
            return None
        return cls(
            arm=visible(arm.name),
            shares=_shares(regions),
            runs=len(regions),
            extent=regions[0].extent,
            points=np.array(results.dataset.samples.get(arm.experiment, ()), dtype=np.float64).reshape(-1, 3),
            straight=_is_linear(results.experiments.get(arm.experiment, {})),
            verdict=claim.verdict,
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says where the runs are right, and where they agree."""
        seeds = count(self.runs, "seed")
        agreed = float((np.maximum(self.shares, 1 - self.shares) >= CLEAR).mean())
        finding = (
            f"What {self.arm} predicts over the plane of its two features, with {seeds}: more than "
            f"half of them are right at {self._correct()} of the {len(self.points)} training examples drawn, and on "
            f"{agreed * 100:.0f} % of the plane nine in ten agree."
        )
        with style.drawing(right=["0.5"], plot=206, left=52) as axes:
            label = f"share of {seeds} that predict class 1"
            series_plots.region_map(axes, self.shares, self.extent, self.points, label)
            svg = style.svg(axes, name=name, alt=with_verdict(finding, self.verdict))
        border = "The line is the majority's border"
        if self.straight:
            border += ", pooled over the borders of all seeds, each of which is straight"
        return Drawing(Markup(svg), f"{finding} Circles are of class 0, squares of class 1. {border}.")

    def _correct(self) -> int:
        """Return at how many training examples more than half of the runs are right."""
        left, right, bottom, top = self.extent
        side = len(self.shares) - 1
        columns = np.rint(np.interp(self.points[:, 0], (left, right), (0, side))).astype(int)
        rows = np.rint(np.interp(self.points[:, 1], (bottom, top), (0, side))).astype(int)
        return int(((self.shares[rows, columns] > 0.5) == (self.points[:, 2] == 1)).sum())


def _shares(regions: Sequence[DecisionRegion]) -> NDArray[np.float64]:
    """Return at each point of the grid the share of the regions that are of class 1."""
    is_one = np.array([[digit == "1" for digit in region.classes] for region in regions])
    side = math.isqrt(is_one.shape[1])
    shares: NDArray[np.float64] = is_one.mean(axis=0).reshape(side, side)
    return shares


def _is_linear(experiment: Experiment) -> bool:
    """Return whether a network is one linear map, however deep, so that its border is a straight line."""
    return experiment.get("activation") == "linear" or experiment.get("hidden") == []
