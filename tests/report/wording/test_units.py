"""Shares in percent, their differences in points, and everything else as it is."""

import math

import pytest

from harness.report.figures import style
from harness.report.wording import units
from tests.report.figures.helpers import figures_of


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (0.8123, "share of examples", "81.2 %"),
        (0.00012, "share of examples", "0.01 %"),
        (0.0, "share of examples", "0 %"),
        (-0.05, "share of examples", "−5 %"),
        (math.inf, "share of examples", "∞"),
        (0.8123, "nats", "0.812"),
        (0.8123, "", "0.812"),
        (None, "share of examples", "–"),
    ],
)
def test_only_shares_are_said_in_percent(number, unit, said):
    assert units.value(number, unit) == said


def test_a_heading_names_the_unit_that_the_axis_has():
    named = [units.heading("it", unit) for unit in ("share of examples", "nats", "")]
    assert named == ["it (% of examples)", "it (nats)", "it"]


def test_the_axis_of_shares_has_whole_numbers():
    with style.drawing() as axes:
        axes.set_ylim(-0.1, 0.3)
        style.in_percent(axes)
        axes.set_yticks([-0.1, 0.1 + 0.2])
        assert [text.get_text() for text in axes.get_yticklabels()] == ["−10", "30"]


def test_what_was_claimed_of_a_difference_is_in_points(made):
    made.statistical(diverged=1)
    figure = figures_of(made)["seeds"]
    assert (figure.bounds, figure.in_points) == ((("claimed: more than 1 point", 0.01),), True)


def test_what_was_claimed_in_another_unit_is_as_it_was(made):
    made.statistical(metric={"name": "x", "label": "loss", "unit": "nats"})
    figure = figures_of(made)["seeds"]
    assert (figure.bounds, figure.in_points) == ((("claimed: more than 0.01", 0.01),), False)


def test_effects_without_a_unit_are_held_against_what_is_on_their_axis(made):
    made.statistical()
    assert figures_of(made, figure="values")["seeds"].bounds == (("more than 0.01", 0.01),)
