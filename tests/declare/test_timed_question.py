"""Questions about time: what a round's effect is, and what a kind says of itself."""

import pytest

from harness.declare.timed_question import Falling, Growth

FALLING = Falling(sides=(16, 64, 256), of="seconds per epoch", by="batch size")
GROWTH = Growth(sides=(1, 10), of="seconds", by="size", low=0.8, high=1.2)


def test_the_effect_of_a_fall_is_the_smallest_share():
    assert FALLING.effect([1.0, 0.5, 0.4]) == pytest.approx(0.2)
    assert FALLING.answer(0.2)
    assert not FALLING.answer(0.0)


def test_the_effect_of_a_growth_is_the_exponent():
    assert GROWTH.effect([2.0, 20.0]) == pytest.approx(1.0)
    assert GROWTH.answer(0.8)
    assert not GROWTH.answer(1.3)


SAID = {
    "falling": {
        "question": "In this round, do the seconds per epoch fall at every step over batch size 16, 64, 256?",
        "effect_label": "smallest relative fall from one batch size to the next",
        "claimed": "more than 0",
        "bounds": [("more than 0", 0.0, "above")],
        "figure": "arms",
        "signed": False,
        "reason": "12 of 12 rounds say yes: 12 or more are enough for a yes more often than not",
    },
    "growth": {
        "question": "In this round, do the seconds grow with the size (1, 10) to a power between 0.8 and 1.2?",
        "effect_label": "exponent of the growth with the size",
        "claimed": "between 0.8 and 1.2",
        "bounds": [("at least 0.8", 0.8, "above"), ("at most 1.2", 1.2, "below")],
        "figure": "pairs",
        "signed": False,
        "reason": "0 of 12 rounds say yes: 0 or fewer rule out a yes more often than not",
    },
}


@pytest.mark.parametrize("timing", [FALLING, GROWTH], ids=lambda timing: timing.kind)
def test_a_kind_owns_its_words_and_its_figure(timing):
    assert SAID[timing.kind] == {
        "question": timing.text(),
        "effect_label": timing.effect_label,
        "claimed": timing.claimed,
        "bounds": list(timing.bounds),
        "figure": timing.figure,
        "signed": timing.signed,
        "reason": timing.judgement([[3.0, 2.0, 1.0][: len(timing.sides)]] * 12).reason,
    }


def test_too_few_rounds_are_called_rounds():
    assert FALLING.judgement([]).reason == "0 rounds are fewer than the 12 of the first look"
