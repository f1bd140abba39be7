"""The figure of decision regions."""

import pytest

from tests.report.figures.helpers import alt, figures_of
from tests.report_content import REGION

CAPTION = (
    "What dropout 0.1 predicts over the plane of its two features, with 12 seeds: more than half of them "
    "are right at 2 of the 3 training examples drawn, and on 0 % of the plane nine in ten agree. Circles "
    "are of class 0, squares of class 1. The line is the majority's border."
)


def regions(made, **changes):
    """Add a question whose runs have a decision region, mirrored with every fourth seed."""
    entry = made.statistical("AC3", "xor", kind="proportion", levels=(0.9,), **changes)
    for run in made.content["runs"].values():
        region = REGION["decision_region"]
        run["series"] = {**REGION, "decision_region": region[::-1] if run["seed"] % 4 == 0 else region}
    sample = [[-1.0, 0, 0], [1.0, 1.0, 1], [1.8, 0, 0]]
    made.content["dataset"]["samples"] = {entry["arms"][0]["experiment"]: sample}
    return entry


def test_the_caption(made):
    regions(made)
    assert figures_of(made)["region-1"].drawing("F").caption == CAPTION


def test_a_majority_is_right_where_more_than_half_of_the_runs_are(made):
    regions(made)
    figure = figures_of(made)["region-1"]
    assert set(figure.shares.ravel()) == {0.25, 0.75}
    drawing = figure.drawing("F")
    for said in ("2 of the 3", "12 seeds", " 0 % "):
        assert said in drawing.caption
        assert said in alt(drawing)
    assert alt(drawing).endswith("Verdict: supported.")


def test_a_diverged_run_has_no_region_and_is_left_out_of_the_count(made):
    entry = regions(made)
    made.content["runs"][entry["arms"][0]["runs"][0]]["series"] = {}
    figure = figures_of(made)["region-1"]
    assert figure.runs == 11
    assert "11 seeds" in figure.drawing("F").caption


def test_regions_of_data_without_a_sample_are_drawn_without_points(made):
    regions(made)
    del made.content["dataset"]["samples"]
    assert "0 of the 0" in figures_of(made)["region-1"].drawing("F").caption


def test_only_arms_that_have_regions_have_the_figure(made):
    entry = made.statistical()
    made.content["runs"][entry["arms"][1]["runs"][3]]["series"] = REGION
    assert [name for name in figures_of(made) if name.startswith("region")] == ["region-2"]


@pytest.mark.parametrize(
    ("fields", "straight"), [({"activation": "linear"}, True), ({"hidden": []}, True), ({}, False)]
)
def test_the_ragged_border_of_straight_ones_is_explained(made, fields, straight):
    entry = regions(made)
    made.content["experiments"][entry["arms"][0]["experiment"]] |= fields
    figure = figures_of(made)["region-1"]
    assert figure.straight is straight
    assert ("straight" in figure.drawing("F").caption) is straight
