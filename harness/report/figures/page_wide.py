"""What a figure takes from the results as a whole: its settings' colours, and what guessing gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self, TypeVar

from harness.report.figures import colours
from harness.report.figures.answers import AnswersFigure
from harness.report.figures.gradient_variances import GradientVariances
from harness.report.figures.learning_curves import ACCURACIES, CURVES, LearningCurves
from harness.report.wording.effects import Asked
from harness.results.model import Results, SeedsClaim

_WithSeries = TypeVar("_WithSeries", bound=AnswersFigure | LearningCurves | GradientVariances)


@dataclass(frozen=True)
class PageWide:
    """What all figures of a page share."""

    results: Results
    numbers: dict[colours.Setting, int]
    """Of the colours."""

    @classmethod
    def of(cls, results: Results) -> Self:
        """Return what the figures of results share."""
        return cls(results, colours.assigned(results.claims, results.experiments))

    def coloured(self, figure: _WithSeries, claim: Asked) -> _WithSeries:
        """Return a figure with a series for each arm, side or lead in the page's colours; any other as it is."""
        settings = colours.settings(claim, self.results.experiments)
        if {one.colour for one in figure.series} != set(range(len(settings))):
            return figure
        numbers = [self.numbers[setting] for setting in settings]
        series = tuple(replace(one, colour=numbers[one.colour]) for one in figure.series)
        return replace(figure, series=series)

    def chance(self, claim: SeedsClaim) -> float | None:
        """Return the accuracy that guessing gives, if all arms have data of one known number of classes."""
        data = {str(self.results.experiments.get(arm.experiment, {}).get("data")) for arm in claim.arms}
        sizes = [self.results.dataset.sizes.get(name) for name in data]
        classes = {size.classes if size else None for size in sizes}
        (number,) = classes if len(classes) == 1 else (None,)
        return 1 / number if number else None

    def chance_of_metric(self, claim: SeedsClaim) -> float | None:
        """Return what guessing gives of a question's metric: known of accuracies only."""
        return self.chance(claim) if claim.metric.name in ACCURACIES else None

    def answers(self, figure: AnswersFigure, claim: Asked) -> AnswersFigure:
        """Return a figure of answers in the page's colours; one of accuracies says what guessing gives."""
        shown = self.coloured(figure, claim)
        if not isinstance(claim, SeedsClaim) or claim.leads:
            return shown
        return replace(shown, chance=self.chance_of_metric(claim)) if figure.unit else shown

    def curves(self, figure: LearningCurves | None, claim: SeedsClaim) -> LearningCurves | None:
        """Return learning curves in the page's colours; those of an accuracy say what guessing gives."""
        if figure is None:
            return None
        shown = self.coloured(figure, claim)
        accuracy = figure.label in [CURVES[name].label for name in ACCURACIES]
        return replace(shown, chance=self.chance(claim)) if accuracy else shown
