"""The figure of curves that tests have recorded."""

import pytest

from harness.results.model import LARGEST
from tests.report.figures.helpers import recorded_in
from tests.report_content import CURVES

CAPTIONS = [
    "A bowl: loss, from step 0 to 1; fast 1 to 0.100; slow 1 to 0.900.",
    (
        "Many: loss, from step 0 to 1; line 0 0 to 1; line 1 0 to 1; line 2 0 to 1; line 3 0 to 1; line 4 0 "
        "to 1; line 5 0 to 1. 3 more are not drawn."
    ),
]


def record(made, *recorded):
    """Add checks that have recorded curves; return their figures."""
    for number, curves in enumerate(recorded):
        made.exact("LR2", str(number), curves=curves)
    return recorded_in(made)


def test_captions(made):
    many = {**CURVES, "title": "many", "lines": {f"line {number}": [0.0, 1.0] for number in range(9)}}
    figures = record(made, CURVES, many)
    assert [figure.drawing("F").caption for figure in figures.values()] == CAPTIONS


def test_curves_of_one_title_share_a_figure_whichever_test_recorded_them(made):
    other = {**CURVES, "lines": {"slow": [5.0, 5.0], "diverging": [1.0, 50.0]}}
    alone = {**CURVES, "title": "another bowl"}
    made.exact("LR2", "none")
    figures = record(made, CURVES, other, alone)
    assert list(figures) == ["curves-1", "curves-2"]
    together, apart = figures.values()
    assert together.lines == {"fast": (1.0, 0.1), "slow": (1.0, 0.9), "diverging": (1.0, 50.0)}
    assert apart.title == "another bowl"


def test_more_curves_than_can_be_told_apart_are_counted(made):
    figures = record(made, *({**CURVES, "lines": {f"line {number}": [0.0, 1.0]}} for number in range(9)))
    drawing = figures["curves-1"].drawing("F")
    assert "line 5" in drawing.svg
    assert "line 6" not in drawing.svg
    assert "3 more" in drawing.caption


def test_recorded_text_cannot_become_markup_or_reorder_the_page(made):
    hostile = "<script>alert(1)</script>\u202e$x_1$"
    figures = record(made, {"title": hostile, "x": hostile, "y": hostile, "lines": {hostile: [1.0, LARGEST]}})
    drawing = figures["curves-1"].drawing("F")
    assert "<script>" not in drawing.svg
    assert "\u202e" not in drawing.svg + drawing.caption


@pytest.mark.parametrize("levels", [(0.0, 0.0), (-LARGEST, LARGEST), (1e-300, LARGEST)])
def test_numbers_of_any_size_that_is_taken_can_be_drawn(made, levels):
    figures = record(made, {**CURVES, "lines": {"a": list(levels)}})
    assert "<path" in figures["curves-1"].drawing("F").svg


def test_a_function_is_drawn_where_it_was_looked_at(made):
    made.exact("AC4", curves=CURVES | {"start": -6.0, "step": 4.0})
    figure = recorded_in(made)["curves-1"]
    assert (figure.start, figure.step) == (-6, 4)
    assert "from step −6 to −2" in figure.drawing("F").caption
