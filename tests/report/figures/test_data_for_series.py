"""The figures of series in the page: drawn where a run has them, with their finding in words."""

import pytest

from harness.report import page as report
from harness.report.figures.data_for_series import check_figures, series_figures
from harness.results.recorded_curves import LARGEST
from tests.report_content import CURVES, REGION, VARIANCE, text_of


def regions(made, **changes):
    """Add a question whose runs have a decision region, mirrored with every fourth seed."""
    entry = made.statistical("AC3", "xor", kind="proportion", levels=(0.9,), **changes)
    for run in made.content["runs"].values():
        region = REGION["decision_region"]
        run["series"] = {**REGION, "decision_region": region[::-1] if run["seed"] % 4 == 0 else region}
    sample = [[-1.0, 0, 0], [1.0, 1.0, 1], [1.8, 0, 0]]
    made.content["dataset"]["samples"] = {entry["arms"][0]["experiment"]: sample}
    return entry


def test_regions_are_told_by_what_the_majority_gets_right_and_where_seeds_agree(made):
    (drawing,) = series_figures(regions(made), made.content, "F")
    assert "more than half of them are right at 2 of the 3 training examples drawn" in drawing.caption
    assert "on 0 % of the plane nine in ten agree" in drawing.caption
    assert 'aria-label="What dropout 0.1 predicts' in drawing.svg
    assert "share of 12 seeds that predict class 1" in drawing.svg


def test_a_diverged_run_has_no_region_and_is_left_out_of_the_count(made):
    entry = regions(made)
    made.content["runs"][entry["arms"][0]["runs"][0]]["series"] = {}
    (drawing,) = series_figures(entry, made.content, "F")
    assert "with 11 seeds" in drawing.caption


def test_regions_of_data_without_a_sample_are_drawn_without_points(made):
    entry = regions(made)
    del made.content["dataset"]["samples"]
    (drawing,) = series_figures(entry, made.content, "F")
    assert "0 of the 0 training examples" in drawing.caption


def test_every_arm_has_a_region_and_all_arms_share_a_figure_of_variances(made):
    entry = made.statistical("MB2", "slope", kind="interval", levels=(0.9, 0.8))
    for run in made.content["runs"].values():
        run["series"] = VARIANCE
    (drawing,) = series_figures(entry, made.content, "F")
    assert "dropout 0.1: from 3 to 0.0059, a slope of −1.00; dropout 0.2" in drawing.caption
    for run in made.content["runs"].values():
        run["series"] = VARIANCE | REGION
    assert len(series_figures(entry, made.content, "F")) == 3


@pytest.mark.parametrize(
    ("fields", "straight"), [({"activation": "linear"}, True), ({"hidden": []}, True), ({}, False)]
)
def test_the_ragged_border_of_straight_ones_is_explained(made, fields, straight):
    entry = regions(made)
    made.content["experiments"][entry["arms"][0]["experiment"]] |= fields
    (drawing,) = series_figures(entry, made.content, "F")
    assert ("pooled over the borders of all seeds, each of which is straight" in drawing.caption) is straight


def test_figures_of_series_state_the_verdict(made):
    (region,) = series_figures(regions(made), made.content, "F")
    assert "Verdict: supported." in region.svg


def test_runs_without_series_have_no_figure(made):
    assert series_figures(made.statistical(), made.content, "F") == []


def test_curves_of_one_title_share_a_figure_whichever_test_recorded_them(made):
    other = {**CURVES, "lines": {"slow": [5.0, 5.0], "diverging": [1.0, 50.0]}}
    alone = {**CURVES, "title": "another bowl"}
    claims = [made.exact("LR2", str(number), curves=c) for number, c in enumerate((CURVES, other, alone))]
    together, apart = check_figures([*claims, made.exact("LR2", "none")], "F")
    assert together.caption == "A bowl: loss, from step 0 to 1; fast 1 to 0.100; slow 1 to 0.900; diverging 1 to 50."
    assert apart.caption.startswith("Another bowl: ")


def test_more_curves_than_can_be_told_apart_are_counted(made):
    claims = [
        made.exact("LR2", str(number), curves={**CURVES, "lines": {f"line {number}": [0.0, 1.0]}})
        for number in range(9)
    ]
    (drawing,) = check_figures(claims, "F")
    assert "line 5 0 to 1. 3 more are not drawn." in drawing.caption


def test_recorded_text_is_text_in_the_page(made):
    hostile = "<script>alert(1)</script>\u202e$x_1$"
    made.exact("LR2", curves={"title": hostile, "x": hostile, "y": hostile, "lines": {hostile: [1.0, LARGEST]}})
    source = report.render(made.content)
    assert source.count("<script>") == 1
    assert "\u202e" not in source
    assert "alert(1)" in text_of(source)


@pytest.mark.parametrize("levels", [(0.0, 0.0), (-LARGEST, LARGEST), (1e-300, LARGEST)])
def test_numbers_of_any_size_that_is_taken_can_be_drawn(made, levels):
    (drawing,) = check_figures([made.exact("LR2", curves={**CURVES, "lines": {"a": list(levels)}})], "F")
    assert "<path" in drawing.svg
