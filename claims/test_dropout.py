"""Section "Drop out"."""

import pytest

from claims.listings import DROPOUT_LISTING, LONG_SCALED, MARGIN
from harness.claim import beats, claim, exceeds
from harness.experiment import Experiment

SECTION = "Drop out"
SETTINGS = {"listing": DROPOUT_LISTING, "long": LONG_SCALED}


def without(experiment: Experiment) -> Experiment:
    """Return the experiment without dropout."""
    return experiment.with_(dropout=0.0)


@claim("DO2", section=SECTION, says="Dropout prevents overfitting.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(exceeds(without(setting), setting, on="generalization_gap", by=MARGIN), id=name)
        for name, setting in SETTINGS.items()
    ],
)
def test_dropout_prevents_overfitting(comparison, judge):
    assert judge(comparison).supported


@claim(
    "DO3",
    section=SECTION,
    says="With dropout, the plotted accuracies on training and test data end closer to each other.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(DROPOUT_LISTING, without(DROPOUT_LISTING), on="curve_distance", by=MARGIN),
            id="listing",
        )
    ],
)
def test_dropout_brings_the_plotted_curves_closer(comparison, judge):
    assert judge(comparison).supported


@claim("DO4", section=SECTION, says="Dropout makes the model more accurate on new data.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(setting, without(setting), on="test_accuracy", by=MARGIN), id=name)
        for name, setting in SETTINGS.items()
    ],
)
def test_dropout_improves_accuracy(comparison, judge):
    assert judge(comparison).supported


@claim("DO5", section=SECTION, says="With dropout the network stops depending on particular neurons.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(DROPOUT_LISTING, without(DROPOUT_LISTING), on=figure, by=MARGIN), id=name)
        for name, figure in (("plain", "ablation_drop"), ("rescaled", "ablation_drop_rescaled"))
    ],
)
def test_dropout_makes_neurons_dispensable(comparison, judge):
    assert judge(comparison).supported


@claim("DO6", section=SECTION, says="Both the rate and the position of dropout matter.")
@pytest.mark.parametrize(
    "comparison",
    [
        # The direction is what the tutorial's own choice suggests: a moderate rate, before the output.
        pytest.param(
            beats(
                DROPOUT_LISTING.with_(dropout=0.2), DROPOUT_LISTING.with_(dropout=0.95), on="test_accuracy", by=0.02
            ),
            id="rate",
        ),
        pytest.param(
            beats(DROPOUT_LISTING, DROPOUT_LISTING.with_(dropout_at="input"), on="test_accuracy", by=0.02),
            id="position",
        ),
    ],
)
def test_rate_and_position_matter(comparison, judge):
    assert judge(comparison).supported
