"""The figure of two values a seed."""

import numpy as np

from tests.report.figures.helpers import figures_of


def test_both_arms_are_drawn_with_their_values(made):
    entry = made.statistical()
    figure = figures_of(made)["seeds"]
    assert [one.name for one in figure.series] == [arm["name"] for arm in entry["arms"]]
    for one, arm in zip(figure.series, entry["arms"], strict=True):
        np.testing.assert_array_equal(one.values, arm["values"])
    np.testing.assert_array_equal(figure.differences, entry["effects"])
    assert [value for _, value in figure.bounds] == [entry["margin"]]


def test_an_interaction_is_drawn_as_its_two_leads_and_not_as_four_arms(made):
    entry = made.statistical(levels=(0.9, 0.8, 0.7, 0.65))
    names = [f"batch size {size}, label noise {noise}" for noise in (0.4, 0) for size in (128, 16)]
    for arm, name in zip(entry["arms"], names, strict=True):
        arm["name"] = name
    entry["arms"][1]["values"][0] = entry["arms"][0]["values"][0] = "-Infinity"
    figure = figures_of(made)["seeds"]
    noisy, clean = figure.series
    assert "batch size 128 over batch size 16" in figure.label
    assert (noisy.name, clean.name) == ("label noise 0.4", "label noise 0")
    np.testing.assert_allclose([np.nanmedian(noisy.values), np.median(clean.values)], [0.1, 0.05], atol=0.03)
    assert np.isnan(noisy.values[0]), "two infinities cancel"


def test_leads_between_arms_that_differ_in_more_have_the_arms_names(made):
    entry = made.statistical(levels=(0.9, 0.8, 0.7, 0.65))
    for arm, name in zip(entry["arms"], "ABCD", strict=True):
        arm["name"] = name
    assert [one.name for one in figures_of(made)["seeds"].series] == ["A over B", "C over D"]


def test_two_sides_of_a_benchmark_are_a_pair_in_each_round(made):
    entry = made.timed()
    entry["sides"], entry["rounds"] = entry["sides"][:2], [values[:2] for values in entry["rounds"]]
    figure = figures_of(made)["seeds"]
    np.testing.assert_array_equal([one.values for one in figure.series], np.transpose(entry["rounds"]))
    assert "rounds, by difference" in figure.drawing("F").svg


def test_rounds_that_were_not_needed_to_decide_are_left_out(made):
    entry = made.timed()
    entry["sides"], entry["rounds"] = entry["sides"][:2], 2 * [values[:2] for values in entry["rounds"]]
    assert {len(one.values) for one in figures_of(made)["seeds"].series} == {entry["seeds"]}
