"""The figure of gradient variances."""

from tests.report.figures.helpers import alt, figures_of
from tests.report_content import VARIANCE

CAPTION = (
    "The gradient's variance at batch sizes 1 to 512, medians of 12 seeds with their 10 % to 90 % band; "
    "dropout 0.1: from 3 to 0.0059, a slope of −1.00; dropout 0.2: from 3 to 0.0059, a slope of −1.00. "
    "Dashed: the fall as 1 over the batch size, which independent examples give."
)


def variances(made, levels=(0.9, 0.8)):
    """Add a question whose runs have the gradient's variances."""
    entry = made.statistical("MB2", "slope", kind="interval", levels=levels)
    for run in made.content["runs"].values():
        run["series"] = VARIANCE
    return entry


def test_the_caption(made):
    variances(made)
    assert figures_of(made)["variance"].drawing("F").caption == CAPTION


def test_all_arms_share_a_figure(made):
    entry = variances(made)
    figure = figures_of(made)["variance"]
    assert [one.name for one in figure.series] == [arm["name"] for arm in entry["arms"]]
    assert {one.values.shape for one in figure.series} == {(12, 6)}
    assert alt(figure.drawing("F")).endswith("Verdict: supported.")


def test_a_lone_arm_needs_no_name_in_the_plot(made):
    variances(made, levels=(0.9,))
    assert [one.name for one in figures_of(made)["variance"].series] == [""]


def test_without_the_variances_of_some_arm_there_is_no_figure(made):
    entry = variances(made)
    for key in entry["arms"][1]["runs"]:
        made.content["runs"][key]["series"] = {}
    assert "variance" not in figures_of(made)
