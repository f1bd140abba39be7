"""The figure of learning curves."""

import numpy as np
import pytest

from harness.report.figures.learning_curves import BEHIND, CURVES
from tests.report.figures.helpers import alt, figures_of

CAPTIONS = {
    "test_accuracy": (
        "Test accuracy over the epochs, medians of the seeds with their 10 % to 90 % band. At the end, "
        "dropout 0.1: 0.896; dropout 0.2: 0.795."
    ),
    "overfitting": (
        "Test loss over the epochs, medians of the runs that still train with their 10 % to 90 % band. At the"
        " end, dropout 0.1: 0.898; dropout 0.2: 0.808 (of the 4 of 12 runs that still train). Solid: test "
        "loss; dashed: training loss, evaluated. 8 of 24 runs diverged; a cross is where their curve ends."
    ),
}


def of_metric(made, name, **changes):
    """Add a question about a metric, whose runs have all curves."""
    entry = made.statistical(metric={"name": name, "label": "label", "unit": "unit"}, **changes)
    for run in made.content["runs"].values():
        run["curves"] = dict.fromkeys(CURVES, run["curves"]["test_accuracy"])
    return entry


def test_captions(made):
    captions = {}
    for name, diverged in (("test_accuracy", 0), ("overfitting", 8)):
        of_metric(made, name, diverged=diverged)
        captions[name] = figures_of(made)["curves"].drawing("F").caption
    assert captions == CAPTIONS


def test_the_caption_counts_the_runs_of_which_it_gives_medians(made):
    entry = made.statistical(diverged=8)
    drawing = figures_of(made)["curves"].drawing("F")
    for said in (drawing.caption, alt(drawing)):
        first, _, second = said.partition(entry["arms"][1]["name"])
        assert "12 runs" not in first, "the first arm's runs all train"
        assert "4 of 12 runs" in second
    assert "8 of 24 runs" in drawing.caption


def test_where_no_run_is_left_there_is_no_median(made):
    made.statistical(diverged=12)
    drawing = figures_of(made)["curves"].drawing("F")
    assert "– (of the 0 of 12 runs" in drawing.caption


def test_the_verdict_is_stated(made):
    made.statistical(verdict="refuted")
    assert alt(figures_of(made)["curves"].drawing("F")).endswith("Verdict: refuted.")


@pytest.mark.parametrize("name", [*BEHIND, "something else"])
def test_the_curves_are_those_behind_the_metric(made, name):
    of_metric(made, name)
    figure = figures_of(made)["curves"]
    names = BEHIND.get(name, ("test_accuracy",))
    assert figure.shown == tuple(CURVES[curve] for curve in names)
    assert [one.dashed for one in figure.series] == [False, False, True, True][: 2 * len(names)]
    assert figure.drawing("F").svg.startswith("<svg")


def test_a_curve_that_an_arm_lacks_is_left_out(made):
    entry = of_metric(made, "overfitting")
    for key in entry["arms"][1]["runs"]:
        del made.content["runs"][key]["curves"]["train_loss"]
    assert figures_of(made)["curves"].shown == (CURVES["test_loss"],)


def test_a_value_stands_at_the_epoch_of_its_evaluation(made):
    entry = of_metric(made, "curve_distance")
    for arm in entry["arms"]:
        arm["evaluate_every"] = 5
    assert [one.every for one in figures_of(made)["curves"].series] == [5, 5, 1, 1]


def test_a_curve_ends_where_its_run_diverged(made):
    made.statistical(diverged=1)
    _, second = figures_of(made)["curves"].series
    assert list(np.flatnonzero(np.isnan(second.values[0]))) == list(range(2, 10))
    assert np.isfinite(second.values[1:]).all()


def test_one_epoch_is_no_curve(made):
    made.statistical(epochs=1)
    assert "curves" not in figures_of(made)
