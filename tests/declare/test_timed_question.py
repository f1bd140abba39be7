"""Questions about time: what a round's effect is, and what results.json says of it."""

import pytest

from harness.declare.timed_question import Falling, Growth, record

FALLING = Falling(sides=(16, 64, 256), of="seconds per epoch", by="batch size")
GROWTH = Growth(sides=(1, 10, 100), of="seconds", by="size", low=0.8, high=1.2)


def test_the_effect_of_a_fall_is_the_smallest_share():
    assert FALLING.effect([1.0, 0.5, 0.4]) == pytest.approx(0.2)
    assert FALLING.effect_label == "smallest relative fall from one batch size to the next"


def test_the_effect_of_a_growth_is_the_exponent():
    assert GROWTH.effect([2.0, 20.0, 200.0]) == pytest.approx(1.0)
    assert GROWTH.effect_label == "exponent of the growth with the size"


@pytest.mark.parametrize("timing", [FALLING, GROWTH], ids=["falling", "growth"])
def test_the_record_says_what_its_effect_is(timing):
    made = record(timing, [[3.0, 2.0, 1.0]] * 12)
    assert made["effect_label"] == timing.effect_label
    assert (made["seeds"], len(made["rounds"])) == (12, 12)
