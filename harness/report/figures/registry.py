"""Which figures a claim gets; those of its answers are found by the name that its record gives.

A new figure of answers is a module with a subclass of `AnswersFigure`, and its line in `FIGURES`; a suite registers its
own through the hook.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from harness.base.text import visible
from harness.declare.registry import current
from harness.report.curves_view import Curves
from harness.report.figures.answers import AnswersFigure, Experiments
from harness.report.figures.arms import Arms
from harness.report.figures.decision_regions import DecisionRegions
from harness.report.figures.figure import Figure
from harness.report.figures.gradient_variances import GradientVariances
from harness.report.figures.learning_curves import LearningCurves
from harness.report.figures.page_wide import PageWide
from harness.report.figures.pairs import Pairs
from harness.report.figures.recorded_curves import by_title
from harness.report.figures.response_curves import ResponseCurve
from harness.report.figures.values import Values
from harness.report.wording.effects import Asked
from harness.results.model import Claim, SeedsClaim, ValuesClaim

FIGURES: dict[str, type[AnswersFigure]] = {"values": Values, "pairs": Pairs, "arms": Arms}
"""The figures of answers, by the name that a claim's `figure` gives."""


def figures_of_question(claim: Claim, page: PageWide, address: str) -> dict[str, Figure]:
    """Return the figures of a question by their names in the page: of its answers, and of what its runs recorded.

    Args:
        claim: the question.
        page: what all figures share.
        address: the question's.

    """
    figures: dict[str, Figure | None] = {}
    results = page.results
    if not isinstance(claim, ValuesClaim) and claim.seeds:
        figures["seeds"] = page.answers(answers_figure(claim, results.experiments), claim)
    if isinstance(claim, SeedsClaim):
        figures["curves"] = page.curves(LearningCurves.of(claim, results.runs), claim)
        for number, arm in enumerate(claim.arms, start=1):
            figures[f"region-{number}"] = DecisionRegions.of(claim, arm, results)
        variances = GradientVariances.of(claim, results.runs)
        figures["variance"] = page.coloured(variances, claim) if variances else None
    return {f"{address}--{part}": figure for part, figure in figures.items() if figure}


def answers_figure(claim: Asked, experiments: Experiments) -> AnswersFigure:
    """Return the figure that a claim names; or, if that is unknown or cannot show the claim, `Values`, saying so."""
    named: type[AnswersFigure] | None = {**current().figures, **FIGURES}.get(claim.figure)
    figure = named.of(claim, experiments) if named else None
    if figure:
        return figure
    note = f" There is no figure “{visible(claim.figure)}” for this question: this one shows its effects instead."
    return replace(Values.of(claim, experiments), note=note)


def figures_of_curves(curves: Curves) -> dict[str, dict[str, Figure]]:
    """Return the figure of each response curve, by its address."""
    drawn = {sweep.address: ResponseCurve.of(sweep.response) for sweep in curves.sweeps}
    return {address: {f"{address}--figure": figure} if figure else {} for address, figure in drawn.items()}


def figures_of_checks(claims: Iterable[Claim], address: str) -> dict[str, Figure]:
    """Return the figures of the curves that a claim's tests have recorded, by their names in the page."""
    recorded = [claim.curves for claim in claims if isinstance(claim, ValuesClaim) and claim.curves]
    return {f"{address}--curves-{number}": figure for number, figure in enumerate(by_title(recorded), start=1)}
