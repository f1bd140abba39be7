"""The forest plot: all effects in real units, by metric."""

import pytest

from harness.report.figures.forest import forest_panels
from tests.report.figures.helpers import alt

LOSS = {"name": "x", "label": "cost", "unit": "nats", "infinite": "no stop"}


def estimated(estimate, low, high):
    return {"estimate": estimate, "low": low, "high": high}


def panels(made, **names):
    return forest_panels(made.results.claims, names)


def test_a_metric_of_many_questions_has_a_panel_of_its_own_and_the_largest_is_first(made):
    for number in range(3):
        made.statistical(f"A{number}", "", metric=LOSS)
    for number in range(4):
        made.statistical(f"B{number}", "")
    assert [(panel.unit, len(panel.rows)) for panel in panels(made)] == [("points", 4), ("nats", 3)]


def test_metrics_of_few_questions_share_a_panel_if_they_have_a_unit_in_common(made):
    for label in ("one", "two"):
        made.statistical(label, "", metric=LOSS | {"label": label})
    (panel,) = panels(made)
    assert (panel.unit, [row.title for row in panel.rows]) == ("nats", ["one", "two"])


def test_a_row_has_the_name_that_the_suite_gives_its_question(made):
    made.statistical("Q1", "a-few")
    made.statistical("Q1", "all")
    made.statistical("Q2", "alone")
    rows = panels(made, **{"Q1[all]": "every one"})[0].rows
    assert [row.title for row in rows] == ["Q1 · a few", "Q1 · every one", "Q2"]


def test_a_long_name_takes_the_place_of_the_intervals_limits(made):
    made.statistical("Q1", "each-with-its-own-best-rate", effect=estimated(0.25, 0.2, 0.3))
    made.statistical("Q1", "all", effect=estimated(0.25, 0.2, 0.3))
    svg = panels(made)[0].drawing("F").svg
    assert "Q1 · each with its own best rate<" in svg
    assert [svg.count(f">{said}<") for said in ("+25.0", "+25.0 [20.0 to 30.0]")] == [1, 1]


def test_differences_and_values_are_not_on_one_scale(made):
    made.statistical("A", "")
    made.statistical("B", "", kind="proportion", levels=(0.9,))
    assert {(panel.signed, panel.unit) for panel in panels(made)} == {(True, "points"), (False, "% of examples")}


def test_shares_are_in_hundredths_and_what_was_claimed_with_them(made):
    made.statistical(effect=estimated(0.25, 0.2, 0.3))
    ((row,),) = (panel.rows for panel in panels(made))
    assert (row.estimate, row.low, row.high, row.bounds) == tuple(pytest.approx(value) for value in (25, 20, 30, (1,)))
    assert "+25.0 [20.0 to 30.0]" in panels(made)[0].drawing("F").svg


def test_an_effect_without_limits_is_told_in_words_and_has_an_arrow(made):
    made.statistical(metric=LOSS, effect=estimated("Infinity", 0.1, "Infinity"))
    made.statistical("Q2", "", metric=LOSS)
    drawing = panels(made)[0].drawing("F")
    assert ">no stop<" in drawing.svg
    assert "no stop, supported" in alt(drawing)


@pytest.mark.parametrize(
    "effect", [estimated(0.1, None, None), estimated(0.0, 0.0, 0.0), estimated(-300.0, -400.0, 2e5)]
)
def test_any_effect_can_be_drawn(made, effect):
    made.statistical(effect=effect)
    assert panels(made)[0].drawing("F").svg.startswith("<svg")


def test_those_who_cannot_see_it_are_told_every_effect_with_its_verdict(made):
    made.statistical("A", "", "refuted")
    made.statistical("B", "")
    said = alt(panels(made)[0].drawing("F"))
    assert said.count("refuted") == said.count("supported") == 1


def test_only_the_first_panel_says_what_the_marks_are(made):
    made.statistical("A", "")
    made.statistical("B", "", metric=LOSS)
    assert [panel.explained for panel in panels(made)] == [True, False]


def test_rounds_have_no_unit_of_a_metric_and_what_was_not_asked_has_no_row(made):
    made.timed()
    made.exact()
    made.statistical(seeds=0, effect=None)
    (panel,) = panels(made)
    assert (panel.unit, len(panel.rows)) == ("", 1)
