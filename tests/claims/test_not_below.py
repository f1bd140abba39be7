"""The suite's own kind of question: not below by more than a margin."""

import math

import pytest

from claims.not_below import not_below
from harness.declare.registry import used
from tests.claims.suite import tutorial_registry
from tests.toys import TOY


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ((0.9, 0.8), True),
        ((0.8, 0.8), True),
        ((0.79, 0.8), True),  # by the margin, and not by more; in floats by a little more
        ((0.78, 0.8), False),
        ((-math.inf, 0.1), False),  # it diverged
        ((0.1, -math.inf), True),
        ((-math.inf, -math.inf), False),  # both did: no seed says yes without a value
    ],
)
def test_an_arm_is_not_below_if_it_is_ahead_or_behind_by_the_margin_at_most(values, answer):
    with used(tutorial_registry()):
        question = not_below(TOY, TOY.with_(hidden=(8,)), on="train_accuracy", within=0.01)
    assert question.answer(question.effect(values)) is answer


def test_it_says_what_it_asks():
    with used(tutorial_registry()):
        question = not_below(TOY, TOY.with_(hidden=(8,)), on="train_accuracy", within=0.01)
        text = question.text(["A", "B"])
    assert (question.margin, question.claimed) == (-0.01, "at least -0.01")
    assert text == "With the same seed, is the training accuracy of A not below that of B by more than 0.01?"
