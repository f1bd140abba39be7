"""The figure of learning curves: the medians over the seeds of each arm, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from harness.base.text import visible
from harness.judge.decide import Verdict
from harness.report.figures import plots, style
from harness.report.figures.figure import Drawing, Figure, with_verdict
from harness.report.figures.plots import Series
from harness.report.wording.formatting import capital, rounded
from harness.results.model import Arm, Run, SeedsClaim


class Curve(NamedTuple):
    """A curve that training records."""

    label: str
    quantity: Literal["accuracy", "loss"]
    every_epoch: bool = False
    """Whether it has a value for each epoch, and not for each evaluation only."""


CURVES = {
    "test_accuracy": Curve("test accuracy", "accuracy"),
    "test_loss": Curve("test loss", "loss"),
    "running_accuracy": Curve("training accuracy, as training prints it", "accuracy", every_epoch=True),
    "running_loss": Curve("training loss, as training prints it", "loss", every_epoch=True),
    "train_accuracy": Curve("training accuracy, evaluated", "accuracy"),
    "train_loss": Curve("training loss, evaluated", "loss"),
}
"""By name, as in the curves of a run."""
BEHIND = {
    "curve_distance": ("test_accuracy", "running_accuracy"),
    "generalization_gap": ("test_accuracy", "train_accuracy"),
    "gap_widening": ("test_accuracy", "train_accuracy"),
    "overfitting": ("test_loss", "train_loss"),
    "train_accuracy": ("train_accuracy", "running_accuracy"),
    "train_loss": ("train_loss", "running_loss"),
    "loss_ratio": ("running_loss",),
    "test_loss": ("test_loss",),
}
"""Metric -> the curves that show where it comes from; for others the test accuracy's."""
UNITS = {"accuracy": "share of examples", "loss": "nats"}


@dataclass(frozen=True, kw_only=True)
class LearningCurves(Figure):
    """One or two curves of each arm, over all its seeds."""

    arms: tuple[str, ...]
    """Their names."""
    shown: tuple[Curve, ...]
    """One curve, or a solid and a dashed one."""
    series: tuple[Series, ...]
    """The first curve of each arm, and then the second; those of a second curve have no name."""
    runs: int
    diverged: int
    """How many of the runs."""
    verdict: Verdict

    @classmethod
    def of(cls, claim: SeedsClaim, runs: Mapping[str, Run]) -> Self | None:
        """Return the figure of a claim; None if its runs have no curves of two points or more."""
        runs_of_arms = [[runs[key] for key in arm.runs if key in runs] for arm in claim.arms]
        series: list[Series] = []
        shown: list[Curve] = []
        for name in BEHIND.get(claim.metric.name, ("test_accuracy",)):
            matrices = [matrix for matrix in (_matrix(own, name) for own in runs_of_arms) if matrix is not None]
            if len(matrices) == len(claim.arms):
                shown.append(CURVES[name])
                series += _series(claim.arms, matrices, CURVES[name], second=len(shown) > 1)
        if max((one.values.shape[1] for one in series), default=0) < 2:
            return None
        return cls(
            arms=tuple(visible(arm.name) for arm in claim.arms),
            shown=tuple(shown),
            series=tuple(series),
            runs=sum(map(len, runs_of_arms)),
            diverged=sum(run.diverged_at is not None for own in runs_of_arms for run in own),
            verdict=claim.verdict,
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says where the first curve ends in each arm."""
        first, *others = self.shown
        heading = first.quantity if others else first.label
        ends = "; ".join(_end(one) for one in self.series if not one.dashed)
        complete = all(np.isfinite(one.values).all() for one in self.series)
        whose = "the seeds" if complete else "the runs that still train"
        finding = f"{first.label} over the epochs, medians of {whose} with their 10 % to 90 % band"
        finding = f"{capital(finding)}. At the end, {ends}."
        with style.drawing(right=self.arms) as axes:
            wide = first.quantity == "loss"
            plots.learning_curves(axes, self.series, f"{heading} ({UNITS[first.quantity]})", wide=wide)
            svg = style.svg(axes, name=name, alt=with_verdict(finding, self.verdict))
        also = "".join(f" Solid: {first.label}; dashed: {other.label}." for other in others)
        if self.diverged:
            also += f" {self.diverged} of {self.runs} runs diverged; a cross is where their curve ends."
        return Drawing(Markup(svg), finding + also)


def _matrix(runs: Sequence[Run], name: str) -> NDArray[np.float64] | None:
    """Return a curve of several runs, a row each, NaN after the end of one that diverged."""
    rows = [run.curves.get(name, ()) for run in runs]
    if not any(rows):
        return None
    # Where all runs diverged there is an end, too, at which none is left.
    width = max(len(row) + (run.diverged_at is not None) for row, run in zip(rows, runs, strict=True))
    return np.array([np.pad(np.array(row), (0, width - len(row)), constant_values=np.nan) for row in rows])


def _series(
    arms: Sequence[Arm], matrices: Sequence[NDArray[np.float64]], curve: Curve, *, second: bool
) -> list[Series]:
    """Return a curve of each arm as it is drawn: only the first curve has the arm's name, only the second is dashed."""
    return [
        Series(
            name="" if second else visible(arm.name),
            values=matrix,
            dashed=second,
            colour=place,
            every=1 if curve.every_epoch else arm.evaluate_every,
        )
        for place, (arm, matrix) in enumerate(zip(arms, matrices, strict=True))
    ]


def _end(arm: Series) -> str:
    """Return where an arm's curve ends, and of how many runs that is the median if some have diverged."""
    last = arm.values[:, -1]
    left, runs = int(np.isfinite(last).sum()), len(last)
    of = "" if left == runs else f" (of the {left} of {runs} runs that still train)"
    return f"{arm.name or 'the network'}: {rounded(plots.median(last[np.isfinite(last)]))}{of}"
