"""What all figures of answers have in common: each seed, or each round of a benchmark, with its yes or no."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes

from harness.base.text import visible
from harness.judge.decide import Verdict
from harness.report.figures import style
from harness.report.figures.figure import Drawing, Figure, with_verdict
from harness.report.figures.series import Series, median
from harness.report.wording import units
from harness.report.wording.effects import Asked, measured
from harness.report.wording.formatting import capital, count
from harness.results.model import Experiment

Experiments = Mapping[str, Experiment]
"""By key, as in results.json."""


@dataclass(frozen=True, kw_only=True)
class AnswersFigure(Figure):
    """The values behind the answers. A subclass says which these are, and how they are drawn."""

    answers: tuple[bool, ...]
    answered_by: str
    """What gave an answer: a seed, or a round."""
    verdict: Verdict
    label: str
    """What the values are, such as "test accuracy"."""
    unit: str
    """Of the values; empty if they have none, or it is not known."""
    series: tuple[Series, ...]
    """What is compared, with a value for each answer; one alone needs no name."""
    crosses: str
    """What the caption says of the values that are not finite, each a cross in the plot; empty if all are."""
    note: str = ""
    """What else the caption says."""
    chance: float | None = None
    """What guessing gives, where it is known and these are values of that kind."""

    @classmethod
    @abstractmethod
    def of(cls, claim: Asked, experiments: Experiments) -> Self | None:
        """Return the figure of a claim; None if this figure cannot show it."""

    @abstractmethod
    def plot(self, axes: Axes) -> Axes:
        """Draw the values on an axes, and return it."""

    @property
    def beside(self) -> Sequence[str]:
        """The names that the plot writes to the right of the axes."""
        return ()

    @property
    def how_to_read(self) -> str:
        """What the marks of the plot are."""
        return f"One column a {self.answered_by}, a bar under those that say yes."

    @property
    def heading(self) -> str:
        """What the values are, with their unit."""
        return units.heading(self.label, self.unit)

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption gives the medians and the answers."""
        who = count(len(self.answers), self.answered_by)
        finding = f"{self.label}, median of {who}{self._medians()}. {sum(self.answers)} of {who} say yes."
        with style.drawing(right=self.beside) as axes:
            self.plot(axes)
            if units.is_share(self.unit):
                style.below_one(axes)
                style.in_percent(axes)
            svg = style.svg(axes, name=name, alt=with_verdict(finding + self.crosses, self.verdict))
        return Drawing(Markup(svg), f"{capital(finding)} {self.how_to_read}{self.crosses}{self.note}")

    def _medians(self) -> str:
        """Return the median of each series; of one alone without a name."""
        medians = [(one.name, units.value(median(one.values), self.unit)) for one in self.series]
        return "".join(f"; {name}: {middle}" if name else f": {middle}" for name, middle in medians)


def series_of(claim: Asked) -> tuple[Series, ...]:
    """Return the values of each arm, or side; without those of rounds that were not needed to decide."""
    return tuple(
        Series(visible(column.name), np.array(column.values[: claim.seeds], dtype=np.float64), colour=place)
        for place, column in enumerate(measured(claim).columns)
    )


def crosses(series: Sequence[Series], noun: str, infinite: str) -> str:
    """Return what the crosses of a plot are: how many values are not finite, and what each means.

    Args:
        series: the values.
        noun: whose they are, such as "run".
        infinite: what has such a value, such as "no finite value".
    """
    number = sum(int((~np.isfinite(one.values)).sum()) for one in series)
    return f" Crosses: {count(number, noun)} with {visible(infinite)}." if number else ""
