"""The figure of one value a seed."""

import numpy as np

from tests.report.figures.helpers import figures_of


def test_the_values_of_a_lone_network_are_held_against_its_bounds(made):
    entry = made.statistical(kind="interval", levels=(0.9,))
    figure = figures_of(made)["seeds"]
    np.testing.assert_array_equal(figure.series[0].values, entry["arms"][0]["values"])
    assert [value for _, value in figure.bounds] == entry["margin"]
    assert figure.unit == entry["metric"]["unit"]


def test_a_threshold_is_drawn_with_its_direction(made):
    made.statistical(kind="proportion", levels=(0.9,), margin=0.85, sign=-1)
    assert "at most 85 %" in figures_of(made)["seeds"].drawing("F").svg


def test_of_a_comparison_it_shows_the_effects(made):
    entry = made.statistical()
    figure = figures_of(made, figure="values")["seeds"]
    np.testing.assert_array_equal(figure.series[0].values, entry["effects"])
    assert [value for _, value in figure.bounds] == [entry["margin"]]
    assert figure.unit == "", "an effect need not be in the metric's unit"


def test_effects_of_rounds_are_those_of_rounds(made):
    made.timed()
    assert "rounds, by value" in figures_of(made, figure="values")["seeds"].drawing("F").svg
