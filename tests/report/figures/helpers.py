"""Figures of results in the making, for the tests of figures."""

from harness.report.figures.page_wide import PageWide
from harness.report.figures.registry import figures_of_checks, figures_of_question
from tests.report_content import typed


def figures_of(made, **changes):
    """Return the figures of the question that was added last, by the ends of their names.

    Args:
        made: results in the making.
        changes: to fields of the question's record.

    """
    results = typed(made.content)
    claim = results.claims[-1].model_copy(update=changes)
    return _by_end(figures_of_question(claim, PageWide.of(results), "F"))


def recorded_in(made):
    """Return the figures of what all checks have recorded, by the ends of their names."""
    return _by_end(figures_of_checks(typed(made.content).claims, "F"))


def alt(drawing):
    """Return what a drawing says to those who cannot see it."""
    return drawing.svg.partition('aria-label="')[2].partition('"')[0]


def _by_end(figures):
    return {name.removeprefix("F--"): figure for name, figure in figures.items()}
