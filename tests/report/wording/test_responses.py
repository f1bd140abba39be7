"""Response curves in words: every figure comes from the record."""

import math

import pytest

from harness.report.wording.responses import how_to_read, place, sentence
from harness.results.model import Mark
from tests.response_content import PLACES, ROWS, curve

LOST = -math.inf


def test_the_sentence_has_the_turning_points_and_the_marks():
    assert sentence(curve()) == (
        "Over 12 seeds the test accuracy is best at learning rate 0.1 (0.1 to 1); training starts to fail at 10 "
        "(10 to 10); at the marks its median is 90 % at 0.1."
    )


def test_a_best_value_at_an_end_may_lie_beyond_it_and_none_lies_below_0():
    response = curve()
    places = [place(response, point, censored=True) for point in range(6)]
    assert places == ["≤ 0.001", "0.01", "0.1", "1", "≥ 10", "> 10"]
    assert place(curve(places=(0, 1, 2, 3, 4)), 0, censored=True) == "0"


def test_what_fails_at_the_last_value_fails_there():
    assert place(curve(), 4, censored=False) == "10"


def test_a_mark_has_its_name_where_that_is_not_its_value():
    response = curve(marks=(Mark(label="A", at=0.1), Mark(label="1", at=1.0)))
    assert "90 % at A (0.1) and 80.6 % at 1" in sentence(response)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(0.1, 0.6, 0.9, 0.8, 0.7)] * 12, "no run beyond a seed's best fails up to 10"),
        ([(0.1, 0.6, 0.9, 0.8, 0.7)] * 8 + [ROWS[0]] * 4, "up to 10, runs of 4 seeds fail"),
        ([ROWS[0]] * 11 + [(LOST,) * 5], "nowhere finite in all of them"),
    ],
)
def test_what_does_not_turn(rows, said):
    assert said in sentence(curve(rows))


def test_the_reading_says_which_seeds_the_band_is_from_and_how_sure_it_is():
    said = how_to_read(curve())
    assert "from the 3rd to the 10th of the 12 seeds" in said
    assert "96 % confidence" in said
    assert "diverges, or whose test accuracy is below 50 %" in said
    assert "fails that diverges." in how_to_read(curve(fails=None))


def test_few_seeds_have_no_interval():
    few = curve(ROWS[:4])
    assert "so few seeds have no band" in how_to_read(few)
    assert "best at learning rate 0.1;" in sentence(few)


def test_without_seeds_there_is_only_the_reason():
    none = curve((), note="seed 5000 could not be trained: it broke")
    assert sentence(none) == "Nothing to describe: seed 5000 could not be trained: it broke."


def test_a_curve_that_ended_early_says_why():
    assert sentence(curve(ROWS[:7], note="seed 5007 has not been trained")).endswith(
        "(seed 5007 has not been trained)."
    )


def test_places_are_written_as_people_write_them():
    assert len(PLACES) == 5
    assert "0.0001" in place(curve(places=(1e-4, 1e-3, 0.01, 0.1, 1.0), marks=()), 0, censored=True)
