"""The figure of learning curves."""

import numpy as np
import pytest

from harness.report.figures.learning_curves import CURVES
from tests.report.figures.helpers import alt, figures_of

CAPTIONS = {
    "test_accuracy": (
        "Test accuracy over the epochs, medians of the seeds with their 10 % to 90 % band. At the end, "
        "dropout 0.1: 89.6 %; dropout 0.2: 79.5 %."
    ),
    "test_loss": (
        "Test loss over the epochs, medians of the runs that still train with their 10 % to 90 % band. At the"
        " end, dropout 0.1: 0.898; dropout 0.2: 0.808 (of the 4 of 12 runs that still train). 8 of 24 runs"
        " diverged; a cross is where their curve ends."
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
    for name, diverged in (("test_accuracy", 0), ("test_loss", 8)):
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


@pytest.mark.parametrize(
    ("metric", "label"),
    [
        ("test_accuracy", "test accuracy"),
        ("train_loss", "training loss, evaluated"),
        ("loss_ratio", "training loss, as training prints it"),
        ("something else", "test accuracy"),
    ],
)
def test_the_curve_is_the_one_behind_the_metric(made, metric, label):
    of_metric(made, metric)
    assert figures_of(made)["curves"].label == label


@pytest.mark.parametrize("metric", ["generalization_gap", "gap_at_minimum", "overfitting_since_listed"])
def test_of_a_difference_of_curves_the_difference_is_shown_and_nothing_in_its_place(made, metric):
    entry = of_metric(made, metric)
    for key in entry["arms"][1]["runs"]:
        curves = made.content["runs"][key]["curves"]
        changed = "train_accuracy" if "gap" in metric else "test_loss"
        curves[changed] = [value + 0.25 for value in curves[changed]]
    figure = figures_of(made)["curves"]
    assert [float(np.median(one.values)) for one in figure.series] == [0, pytest.approx(0.25)]
    for key in entry["arms"][1]["runs"]:
        del made.content["runs"][key]["curves"][changed]
    assert "curves" not in figures_of(made)


def test_a_lone_arm_needs_no_name(made):
    made.statistical(kind="proportion", levels=(0.9,))
    assert [one.name for one in figures_of(made)["curves"].series] == [""]


def test_a_value_stands_at_the_epoch_of_its_evaluation(made):
    for metric, printed, every in (("test_accuracy", 1, 5), ("running_loss", 1, 1), ("running_loss", 4, 4)):
        entry = of_metric(made, metric)
        for arm in entry["arms"]:
            arm["evaluate_every"] = 5
            for key in arm["runs"]:
                made.content["runs"][key]["printed_every"] = printed
        assert [one.every for one in figures_of(made)["curves"].series] == [every, every]


def test_a_curve_ends_where_its_run_diverged(made):
    made.statistical(diverged=1)
    _, second = figures_of(made)["curves"].series
    assert list(np.flatnonzero(np.isnan(second.values[0]))) == list(range(2, 10))
    assert np.isfinite(second.values[1:]).all()


def test_one_epoch_is_no_curve(made):
    made.statistical(epochs=1)
    assert "curves" not in figures_of(made)


def test_a_training_accuracy_that_was_not_recorded_is_shown_as_training_prints_it(made):
    of_metric(made, "train_accuracy")
    for run in made.content["runs"].values():
        del run["curves"]["train_accuracy"]
    assert figures_of(made)["curves"].label == CURVES["running_accuracy"].label


def test_beside_what_training_prints_stands_what_was_evaluated_at_the_end(made):
    entry = of_metric(made, "train_loss")
    for arm in entry["arms"]:
        for key in arm["runs"]:
            run = made.content["runs"][key]
            run["curves"] = {"running_loss": [2.0, 1.0]}
            run["measurements"] = {"train_loss": 0.75}
    figure = figures_of(made)["curves"]
    assert figure.evaluated == (0.75, 0.75)
    assert "Evaluated then: dropout 0.1: 0.750; dropout 0.2: 0.750." in figure.drawing("F").caption
    del run["measurements"]["train_loss"]
    assert figures_of(made)["curves"].evaluated == ()
