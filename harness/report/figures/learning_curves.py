"""The figure of learning curves: the medians over the seeds of each arm, epoch by epoch."""

from __future__ import annotations

import itertools
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
from harness.report.figures.series import Lines, Series, median
from harness.report.wording import units
from harness.report.wording.formatting import capital
from harness.results.model import Arm, Run, SeedsClaim


class Curve(NamedTuple):
    """A curve that training records."""

    label: str
    quantity: Literal["accuracy", "loss"]
    every_epoch: bool = False
    """Whether it has a value for each epoch (or so many, `Run.printed_every`), and not for each evaluation only."""


CURVES = {
    "test_accuracy": Curve("test accuracy", "accuracy"),
    "test_loss": Curve("test loss", "loss"),
    "running_accuracy": Curve("training accuracy, as training prints it", "accuracy", every_epoch=True),
    "running_loss": Curve("training loss, as training prints it", "loss", every_epoch=True),
    "train_accuracy": Curve("training accuracy, evaluated", "accuracy"),
    "train_loss": Curve("training loss, evaluated", "loss"),
}
"""By name, as in the curves of a run."""
ACCURACIES = tuple(name for name, curve in CURVES.items() if curve.quantity == "accuracy")
DIFFERENCES = {
    "gap": ("train_accuracy", "test_accuracy", "training minus test accuracy"),
    "overfitting": ("test_loss", "train_loss", "test minus training loss"),
    "curve_distance": ("test_accuracy", "running_accuracy", "test minus printed training accuracy"),
}
"""A word in a metric's name -> the curve that it is the difference of, of which other, and what it is called."""
BEHIND = {"train_accuracy": ("running_accuracy",), "loss": ("running_loss", "test_loss")}
"""A word in a metric's name -> the curves that show where it comes from, the first that was recorded."""


def behind(metric: str) -> tuple[str, ...]:
    """Return the curves that a metric comes from, the best one first; of one that is none, the test accuracy."""
    named = [names for word, names in BEHIND.items() if word in metric]
    return (*([metric] if metric in CURVES else []), *itertools.chain(*named), "test_accuracy")


UNITS = {"accuracy": "share of examples", "loss": "nats"}


@dataclass(frozen=True, kw_only=True)
class LearningCurves(Figure):
    """One or two curves of each arm, over all its seeds."""

    arms: tuple[str, ...]
    """Their names."""
    label: str
    """What the curves are, such as "test accuracy"."""
    quantity: Literal["accuracy", "loss"]
    series: tuple[Series, ...]
    """The curve of each arm."""
    runs: int
    diverged: int
    """How many of the runs."""
    verdict: Verdict
    chance: float | None = None
    """What guessing gives, where it is known and this is an accuracy."""
    evaluated: tuple[float, ...] = ()
    """Of curves as training prints them (with dropout at work, say): the median of what each arm has at the end when it
    is evaluated; none if some run does not have it."""

    @classmethod
    def of(cls, claim: SeedsClaim, runs: Mapping[str, Run]) -> Self | None:
        """Return the figure of a claim; None if its runs have no curves of two points or more."""
        runs_of_arms = [[runs[key] for key in arm.runs if key in runs] for arm in claim.arms]
        is_difference = any(word in claim.metric.name for word in DIFFERENCES)
        found = (_difference if is_difference else _recorded)(claim.metric.name, runs_of_arms)
        if found is None:
            return None
        curve, matrices = found
        if max(matrix.shape[1] for matrix in matrices) < 2:
            return None
        return cls(
            arms=tuple(visible(arm.name) for arm in claim.arms),
            label=curve.label,
            quantity=curve.quantity,
            series=_series(claim.arms, runs_of_arms, matrices, curve),
            runs=sum(map(len, runs_of_arms)),
            diverged=sum(run.diverged_at is not None for own in runs_of_arms for run in own),
            verdict=claim.verdict,
            evaluated=_evaluated(runs_of_arms, curve.quantity) if curve.every_epoch else (),
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says where the first curve ends in each arm."""
        ends = "; ".join(_end(one, UNITS[self.quantity]) for one in self.series)
        complete = all(np.isfinite(one.values).all() for one in self.series)
        whose = "the seeds" if complete else "the runs that still train"
        finding = f"{self.label} over the epochs, medians of {whose} with their 10 % to 90 % band"
        finding = f"{capital(finding)}. At the end, {ends}."
        if self.evaluated:
            each = zip(self.series, self.evaluated, strict=True)
            finding += f" Evaluated then: {'; '.join(_named(arm, value, UNITS[self.quantity]) for arm, value in each)}."
        with style.drawing(right=[one.name for one in self.series if one.name]) as axes:
            lines = Lines(chance=self.chance)
            heading = units.heading(self.label, UNITS[self.quantity])
            plots.learning_curves(axes, self.series, heading, wide=self.quantity == "loss", lines=lines)
            if self.quantity == "accuracy":
                style.below_one(axes)
                style.in_percent(axes)
            svg = style.svg(axes, name=name, alt=with_verdict(finding, self.verdict))
        also = f" {self.diverged} of {self.runs} runs diverged; a cross is where their curve ends."
        return Drawing(Markup(svg), finding + (also if self.diverged else ""))


def _recorded(metric: str, runs_of_arms: Sequence[Sequence[Run]]) -> tuple[Curve, list[NDArray[np.float64]]] | None:
    """Return the curve behind a metric that the runs of all arms have, with its values in each arm."""
    for name in behind(metric):
        matrices = [matrix for runs in runs_of_arms if (matrix := _matrix(runs, name)) is not None]
        if len(matrices) == len(runs_of_arms):
            return CURVES[name], matrices
    return None


def _difference(metric: str, runs_of_arms: Sequence[Sequence[Run]]) -> tuple[Curve, list[NDArray[np.float64]]] | None:
    """Return the difference of two curves that a metric is about, if the runs of all arms have both."""
    for word, (name, other, label) in DIFFERENCES.items():
        pairs = [(_matrix(runs, name), _matrix(runs, other)) for runs in runs_of_arms]
        if word in metric:
            values = [a - b for a, b in pairs if a is not None and b is not None and a.shape == b.shape]
            if len(values) == len(pairs):
                return Curve(label, CURVES[name].quantity), values
    return None


def _matrix(runs: Sequence[Run], name: str) -> NDArray[np.float64] | None:
    """Return a curve of several runs, a row each, NaN after the end of one that diverged."""
    rows = [run.curves.get(name, ()) for run in runs]
    if not any(rows):
        return None
    # Where all runs diverged there is an end, too, at which none is left.
    width = max(len(row) + (run.diverged_at is not None) for row, run in zip(rows, runs, strict=True))
    return np.array([np.pad(np.array(row), (0, width - len(row)), constant_values=np.nan) for row in rows])


def _series(
    arms: Sequence[Arm], runs: Sequence[Sequence[Run]], matrices: Sequence[NDArray[np.float64]], curve: Curve
) -> tuple[Series, ...]:
    """Return the curve of each arm as it is drawn; one alone needs no name."""
    return tuple(
        Series(
            name=visible(arm.name) if len(arms) > 1 else "",
            values=matrix,
            colour=place,
            every=max(run.printed_every for run in own) if curve.every_epoch else arm.evaluate_every,
        )
        for place, (arm, own, matrix) in enumerate(zip(arms, runs, matrices, strict=True))
    )


def _end(arm: Series, unit: str) -> str:
    """Return where an arm's curve ends, and of how many runs that is the median if some have diverged."""
    last = arm.values[:, -1]
    left, runs = int(np.isfinite(last).sum()), len(last)
    of = "" if left == runs else f" (of the {left} of {runs} runs that still train)"
    return _named(arm, median(last[np.isfinite(last)]), unit) + of


def _named(arm: Series, value: float, unit: str) -> str:
    return f"{arm.name}: {units.value(value, unit)}" if arm.name else units.value(value, unit)


def _evaluated(runs_of_arms: Sequence[Sequence[Run]], quantity: str) -> tuple[float, ...]:
    """Return the median over each arm's runs of what was evaluated on the training set after the last epoch."""
    values = [[run.measurements.get(f"train_{quantity}", np.nan) for run in runs] for runs in runs_of_arms]
    return tuple(median(np.array(own)) for own in values) if np.isfinite(np.concatenate(values)).all() else ()
