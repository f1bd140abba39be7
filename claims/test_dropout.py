"""Section "Drop out"."""

import pytest

from claims.listings import DROPOUT_LISTING, LONG_SCALED, MARGIN
from harness.claim import beats, claim
from harness.experiment import Experiment


def with_and_without(dropout: Experiment, on: str):
    return beats(dropout, dropout.with_(dropout=0.0), on=on, by=MARGIN)


@claim(
    "DO3",
    section="Drop out",
    says="With dropout, the plotted accuracies on training and test data end closer to each other.",
)
@pytest.mark.parametrize("comparison", [pytest.param(with_and_without(DROPOUT_LISTING, "curve_distance"), id="listing")])
def test_dropout_brings_the_plotted_curves_closer(comparison, judge):
    assert judge(comparison).supported


@claim("DO4", section="Drop out", says="Dropout makes the model more accurate on new data.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(with_and_without(DROPOUT_LISTING, "test_accuracy"), id="listing"),
        pytest.param(with_and_without(LONG_SCALED, "test_accuracy"), id="long"),
    ],
)
def test_dropout_improves_accuracy(comparison, judge):
    assert judge(comparison).supported
