"""The figure of a response curve."""

import math

import numpy as np
import pytest

from harness.report.figures.response_curves import ResponseCurve
from tests.report.figures.helpers import alt
from tests.response_content import ROWS, curve

LOST = -math.inf


def test_it_shows_what_the_record_has():
    figure = ResponseCurve.of(curve())
    assert figure.places == pytest.approx((0.001, 0.01, 0.1, 1, 10))
    assert figure.medians[2] == 0.9
    assert (figure.lows[2], figure.highs[2]) == (0.5, 0.9)
    assert [row.name for row in figure.turning] == ["best", "fails"]
    best, fails = figure.turning
    assert (best.middle, best.low, best.high) == (0.1, 0.1, 1.0)
    assert fails.low == 10


def test_what_never_fails_is_beyond_the_axis():
    fails = ResponseCurve.of(curve([(0.1, 0.6, 0.9, 0.8, 0.7)] * 12)).turning[1]
    assert (fails.middle, fails.low, fails.high) == (math.inf,) * 3


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (ROWS, (0.001, 0.01, 0.1, 1.0, 10.0)),
        (ROWS, (0, 1, 2, 3, 4)),
        (ROWS[:2], (0.0, 0.2, 0.4, 0.6, 0.8)),
        ([(0.1, LOST, 0.9, 0.8, LOST)] * 12, (1, 2, 4, 8, 4000)),
        ([(LOST,) * 5] * 12, (1, 2, 3, 4, 5)),
        ([(0.5,) * 5] * 12, (-2, -1, 0, 1, 2)),
    ],
    ids=["geometric", "counts", "two seeds", "some diverged", "all diverged", "constant and negative"],
)
def test_every_curve_can_be_drawn(rows, places):
    drawing = ResponseCurve.of(curve(rows, places, marks=())).drawing("F")
    assert not drawing.failed
    assert "<svg" in drawing.svg
    assert alt(drawing).startswith("Over ")
    assert "nan" not in drawing.svg


def test_the_axis_is_logarithmic_where_the_values_are_spread_widely():
    wide = ResponseCurve.of(curve()).drawing("F").svg
    narrow = ResponseCurve.of(curve(places=(1, 2, 3, 4, 5), marks=())).drawing("F").svg
    assert ">0.001<" in wide
    assert all(f">{number}<" in narrow for number in (1, 2, 3, 4, 5))


def test_marks_have_their_labels_and_what_diverged_its_row():
    drawing = ResponseCurve.of(curve([(0.1, 0.2, 0.9, 0.8, LOST)] * 12)).drawing("F")
    assert ">diverged<" in drawing.svg
    assert "the share of runs that diverged" in drawing.caption
    plain = ResponseCurve.of(curve()).drawing("F")
    assert ">diverged<" not in plain.svg
    assert "diverged" not in plain.caption
    assert ">named in the text:" in plain.svg


def test_without_seeds_there_is_no_figure():
    assert ResponseCurve.of(curve(())) is None


def test_the_band_ends_at_the_axis_where_it_is_infinite():
    figure = ResponseCurve.of(curve([(0.1, 0.2, 0.9, 0.8, 0.7)] * 8 + [(0.1, 0.2, 0.9, 0.8, LOST)] * 4))
    assert np.isneginf(figure.lows[4])
    assert "inf" not in figure.drawing("F").svg
