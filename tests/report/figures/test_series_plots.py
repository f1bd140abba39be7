"""The figures of series: what they draw."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.colors import to_hex

from harness.report.figures import series_plots, style
from harness.report.figures.series import Series
from harness.report.figures.svg import SERIES

EXTENT = (-1.0, 1.0, -2.0, 2.0)
POINTS = np.array([[-0.5, 0.0, 0], [0.5, 1.0, 1], [0.6, -1.0, 1]])
LEFT_TO_RIGHT = np.tile(np.linspace(0, 1, 24), (24, 1))


def test_a_region_map_has_both_colours_the_majoritys_border_and_the_points():
    with style.drawing() as axes:
        assert series_plots.region_map(axes, LEFT_TO_RIGHT, EXTENT, POINTS, "share") is axes
        assert [list(line.get_xdata()) for line in axes.lines] == 2 * [[-0.5]] + 2 * [[0.5, 0.6]]
        *_, border = axes.collections
        np.testing.assert_allclose(border.get_paths()[0].vertices[:, 0], 0, atol=1e-9)
        assert (axes.get_xlim(), axes.get_ylim()) == ((-1, 1), (-2, 2))
        ET.fromstring(style.svg(axes, name="F", alt="found"))


@pytest.mark.parametrize(("share", "colour"), [(0.0, 0), (1.0, 1)])
def test_a_region_where_all_agree_is_of_one_colour_without_a_border(share, colour):
    with style.drawing() as axes:
        series_plots.region_map(axes, np.full((24, 24), share), EXTENT, POINTS[:0], "share")
        painted = [fill for fill in axes.collections if fill.get_paths() and len(fill.get_paths()[0].vertices)]
        assert [to_hex(fill.get_facecolor()[0]) for fill in painted] == [SERIES[colour]]


def test_a_power_law_is_fitted_and_compared_with_a_guide_below_the_data():
    at = np.array([1.0, 4.0, 16.0, 64.0, 256.0, 512.0])
    arm = Series("", np.array([3 / at, 2 / at, 1 / at]))
    with style.drawing(right=["slope"]) as axes:
        series_plots.power_law(axes, at, [arm], -1, ("batch size", "variance"))
        fitted, middle, guide = (line.get_ydata() for line in axes.lines)
        np.testing.assert_allclose(fitted, 2 / at)
        np.testing.assert_allclose(middle, 2 / at)
        np.testing.assert_allclose(guide, 0.5 / at)
        assert {text.get_text() for text in axes.texts} == {"fitted slope\n−1.00", "slope −1, to\ncompare"}
        assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "4", "16", "64", "512"]
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


def test_curves_start_at_0_and_are_logarithmic_only_where_that_shows_more():
    with style.drawing(right=["slow"]) as axes:
        series_plots.curves(axes, {"slow": [1, 0.9, 0.8], "crossing": [1, -1]}, ("step", "weight"))
        assert [list(line.get_xdata()) for line in axes.lines] == [[0, 1, 2], [0, 1]]
        assert axes.get_yscale() == "linear"
        assert {text.get_text() for text in axes.texts} == {"slow", "crossing"}
    with style.drawing() as axes:
        series_plots.curves(axes, {"fast": [10.0 ** -(2 * step) for step in range(8)]}, ("step", "loss"))
        assert axes.get_yscale() == "log"
        axes.figure.canvas.draw()
        assert len([label for label in axes.get_yticklabels() if label.get_text()]) >= 4


def test_the_key_of_a_region_map_names_its_classes():
    with style.drawing() as axes:
        series_plots.region_map(axes, LEFT_TO_RIGHT, EXTENT, POINTS, "share")
        assert {"class 0", "class 1"} <= {text.get_text() for text in axes.figure.texts}
