"""The figures: what they draw, and that their SVG can stand in the page."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from harness.report.figures import plots, seed_plots
from harness.report.figures import style as figure_axes
from harness.report.figures.series import Lines, Series, median
from harness.report.figures.svg import CLASSES, SERIES

NAN = float("nan")
PAIR = [
    Series("dropout 0.5", np.array([0.8, 0.9, 0.85]), colour=0),
    Series("dropout 0", np.array([0.7, 0.95, NAN]), colour=1),
]
DIFFERENCES = np.array([0.1, -0.05, np.inf])
CURVES = [Series("A", np.array([[0.5, 0.6, 0.7], [0.4, 0.5, NAN]]), colour=0)]


def drawn(draw) -> str:
    with figure_axes.drawing(right=["dropout 0.5"]) as axes:
        assert draw(axes) is axes
        return figure_axes.svg(axes, name="F", alt='a "finding" <b>')


DRAWINGS = {
    "pairs": lambda axes: seed_plots.seed_pairs(axes, PAIR, DIFFERENCES, [True, False, True], "accuracy (share)"),
    "values": lambda axes: seed_plots.seed_values(
        axes, PAIR[0], [True, True, False], "accuracy", lines=Lines((("at least 0.82", 0.82),), chance=0.1)
    ),
    "interval": lambda axes: seed_plots.seed_values(
        axes, PAIR[0], [True, True, False], "accuracy", lines=Lines((("low", 0.8), ("high", 0.9)))
    ),
    "arms": lambda axes: seed_plots.arm_lines(axes, [*PAIR, PAIR[0]], ["1", "2", "3"], "accuracy"),
    "curves": lambda axes: plots.learning_curves(axes, CURVES, "test accuracy"),
    "bars": lambda axes: plots.bars(axes, ["a", "b"], [2.0, 1.0], "seconds"),
    "ranges": lambda axes: plots.ranges(axes, ["a", "b"], [2.0, 0.1], [(1.0, 3.0), (0.05, 0.2)], "seconds"),
}


@pytest.fixture(params=DRAWINGS)
def figure(request) -> str:
    return drawn(DRAWINGS[request.param])


def test_a_figure_has_no_style_no_metadata_and_only_the_pages_colours(figure):
    assert "style" not in figure
    assert "metadata" not in figure
    assert not re.search(r"#[0-9a-fA-F]{6}\b", figure), "every colour has to be a class of the page"
    names = {name for names in re.findall(r'class="([^"]*)"', figure) for name in names.split()}
    assert names <= {f"{use}-{name}" for use in ("fill", "stroke") for name in CLASSES.values()} | {"figure"}


def test_a_figures_ids_are_its_own_and_all_referred_to(figure):
    ids = re.findall(r'\bid="([^"]*)"', figure)
    referred = set(re.findall(r'(?:href="#|url\(#)([^")]+)', figure))
    assert len(ids) == len(set(ids))
    assert set(ids) == referred
    assert all(name.startswith("F-") for name in ids)


def test_a_figure_says_what_it_shows(figure):
    root = ET.fromstring(figure)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'a "finding" <b>')


def test_text_stays_text_of_the_size_it_was_drawn_in(figure):
    root = ET.fromstring(figure)
    texts = list(root.iter("text"))
    assert texts
    sizes = [float(element.get("font-size")) for element in root.iter() if "font-size" in element.attrib]
    assert sizes
    assert all(size == figure_axes.TEXT for size in sizes)
    assert not any("$" in text.text for text in texts), "nobody sets TeX in the page"


def test_the_same_data_give_the_same_svg():
    assert drawn(DRAWINGS["pairs"]) == drawn(DRAWINGS["pairs"])


def test_pairs_stand_in_the_order_of_their_difference_and_only_what_is_there_is_joined():
    with figure_axes.drawing() as axes:
        seed_plots.seed_pairs(axes, PAIR, DIFFERENCES, [True, False, True], "accuracy")
        first, lost, second = (line for line in axes.lines if line.get_marker() in "osx")
        np.testing.assert_equal(first.get_ydata(), [0.9, 0.8, 0.85])
        np.testing.assert_equal(second.get_ydata() if lost.get_marker() == "x" else lost.get_ydata(), [0.95, 0.7, NAN])
        assert [list(line.get_xdata()) for line in axes.lines if line.get_marker() == "|"] == [[1, 2]]
        (joins,) = axes.collections
        assert len(joins.get_segments()) == 2


def test_beside_pairs_is_how_their_differences_are_distributed():
    lines = Lines((("more than 0.02", 0.02),), chance=0.75)
    with figure_axes.drawing() as axes:
        seed_plots.seed_pairs(axes, PAIR, DIFFERENCES, [True, False, True], "accuracy", lines=lines)
        beside = axes.figure.axes[1]
        drawn_across = [list(line.get_ydata()) for line in beside.lines if len(line.get_ydata()) == 2]
        across = [first for first, last in drawn_across if first == last]
        assert {0, 0.02} <= set(across)
        (middle,) = [line for line in beside.lines if line.get_markersize() == 6 and line.get_marker() == "o"]
        assert list(middle.get_ydata()) == [pytest.approx(0.025)]
        texts = {text.get_text() for text in axes.figure.texts}
    assert {"accuracy", "more than 0.02", "chance, 75 %", "dropout 0.5"} <= texts


def test_values_stand_in_their_order():
    with figure_axes.drawing() as axes:
        seed_plots.seed_values(axes, PAIR[0], [True, False, True], "accuracy")
        values, answers = axes.lines
        assert list(values.get_ydata()) == [0.8, 0.85, 0.9]
        assert list(answers.get_xdata()) == [0, 1]


def test_learning_curves_show_the_median_and_where_a_run_diverged():
    with figure_axes.drawing() as axes:
        plots.learning_curves(axes, CURVES, "test accuracy")
        middle, cross = axes.lines[:2]
        np.testing.assert_allclose(middle.get_ydata(), [0.45, 0.55, 0.7])
        assert (cross.get_marker(), list(cross.get_xdata()), list(cross.get_ydata())) == ("x", [2], [0.5])


def test_labels_at_the_right_edge_do_not_touch():
    with figure_axes.drawing(right=["one", "two", "three"]) as axes:
        axes.plot([0, 1], [0, 1])
        figure_axes.label_ends(axes, [("one", 0.50, 0), ("two", 0.505, 1), ("three", 0.51, 2)])
        heights = [text.get_position()[1] for text in axes.texts]
    assert min(np.diff(heights)) > 0.06


def test_values_that_differ_by_rounding_only_get_a_scale_of_their_own():
    with figure_axes.drawing() as axes:
        seed_plots.seed_values(
            axes,
            Series("", 0.1 + 1e-14 * np.arange(12)),
            [True] * 12,
            "accuracy",
            lines=Lines((("at least 0.1", 0.1),)),
        )
        low, high = axes.get_ylim()
    assert high - low > 0.005


@pytest.mark.parametrize("name", ["$x_1$", "名前", "a\\b", "<script>", "x" * 200])
def test_any_name_can_be_drawn(name):
    odd = [Series(name, arm.values, colour=arm.colour) for arm in PAIR]
    svg = drawn(lambda axes: seed_plots.seed_pairs(axes, odd, DIFFERENCES, [True, False, True], name))
    assert "<script>" not in svg
    ET.fromstring(svg)


def test_all_series_have_a_colour_of_the_palette():
    assert set(SERIES) <= set(CLASSES)


def test_diverged_everywhere_is_drawn_all_the_same():
    lost = [Series("a", np.array([np.inf, -np.inf])), Series("b", np.array([NAN, NAN]), colour=1)]
    drawn(lambda axes: seed_plots.seed_pairs(axes, lost, np.array([np.inf, NAN]), [False, False], "loss"))
    drawn(lambda axes: seed_plots.arm_lines(axes, [*lost, lost[0]], ["1", "2", "3"], "loss"))
    drawn(lambda axes: plots.learning_curves(axes, [Series("a", np.full((2, 3), NAN))], "loss"))


def test_names_of_rows_have_room_for_all_their_lines():
    names = [
        "short",
        "a name that is so long that it needs no fewer than three lines of its own in the figure",
        "b c " * 15,
    ]
    with figure_axes.drawing(plot=figure_axes.rows_height(names), left=6) as axes:
        plots.bars(axes, names, [3.0, 2.0, 1.0], "seconds")
        axes.figure.canvas.draw()
        boxes = [text.get_window_extent() for text in axes.texts]
        bars = [bar.get_window_extent() for bar in axes.patches]
    assert [text.get_text().count("\n") for text in axes.texts] == [0, 1, 1]
    for box, bar, following in zip(boxes, bars, [*boxes[1:], None], strict=True):
        assert box.y0 >= bar.y1
        assert following is None or bar.y0 >= following.y1


def test_no_name_is_broken_within_a_word():
    for name in ("hidden 256-128-128-128", "loss categorical_crossentropy", "a b " * 30):
        assert " ".join(figure_axes.wrapped(name).split()) == name.strip()
    assert figure_axes.wrapped("x" * 200) == "x" * 37 + "…"


def test_names_that_do_not_fit_beside_the_axes_stand_in_the_key():
    long = [replace(arm, name=f"{arm.name} at the output") for arm in CURVES] + [Series("B", np.ones((2, 3)), colour=1)]
    with figure_axes.drawing(right=[arm.name for arm in long]) as axes:
        plots.learning_curves(axes, [replace(long[0], name="optimizer_of_one_long_word"), long[1]], "accuracy")
        assert not axes.texts
        assert {"optimizer_of_one_long_word", "B"} <= {text.get_text() for text in axes.figure.texts}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 3.0, 2.0], 2.0),
        ([1.0, 2.0], 1.5),
        ([1.0, NAN, 3.0], 2.0),
        ([1.0, np.inf, np.inf], np.inf),
        ([-np.inf, -np.inf, 1.0], -np.inf),
        ([1.7e308, 1.7e308, 1.6e308, 1.7e308], 1.7e308),
        ([NAN], NAN),
        ([], NAN),
    ],
)
def test_a_run_that_diverged_counts_in_the_median(values, expected):
    np.testing.assert_equal(median(np.array(values)), expected)


def test_an_arm_of_which_most_runs_diverged_has_no_median_to_draw():
    lost = Series("lost", np.array([-np.inf, -np.inf, 0.8]))
    with figure_axes.drawing() as axes:
        seed_plots.arm_lines(axes, [PAIR[0], lost, PAIR[0]], ["1", "2", "3"], "accuracy")
        (medians,) = [line for line in axes.lines if len(line.get_ydata()) == 3 and line.get_linewidth() == 1.8]
        np.testing.assert_equal(medians.get_ydata(), [0.85, np.nan, 0.85])
