"""Section "Iterative learning"."""

import pytest

from claims.listings import LONG, LONG_SCALED, MARGIN
from harness import at_least, at_most, beats, claim, contradicted

SECTION = "Iterative learning"
# One long training answers for all shorter ones.
CHOSEN, FEW = LONG.with_(epochs=10), LONG.with_(epochs=5)
SETTINGS = {"listing": LONG, "scaled": LONG_SCALED}


CONTRADICTED = {
    "loss-listing": contradicted(
        "With raw pixels the training loss rises too after the best epoch, by {below} nats in the median: training "
        "gets unstable, which is not overfitting."
    ),
    "scaled": contradicted(
        "With scaled pixels the held-out loss is still falling after half of the epochs in {no} of {seeds} seeds, so "
        "that early stopping saves less than half of them."
    ),
}


@claim("EP1", section=SECTION, says="More epochs do not go on raising the accuracy.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(at_least(LONG, on="accuracy_lost_since_best", value=MARGIN, baseline=True), id="best"),
        pytest.param(at_most(LONG, on="accuracy_gained_late", value=MARGIN, baseline=True), id="late"),
    ],
)
def test_accuracy_stops_rising(question, judge):
    assert judge(question).supported


@claim("EP2", section=SECTION, says="Too few epochs stop short: 10 train a better model than 5.")
@pytest.mark.parametrize(
    "comparison",
    [pytest.param(beats(CHOSEN, FEW, on="test_accuracy", by=MARGIN, baseline=True), id="5")],
)
def test_few_epochs_stop_short(comparison, judge):
    assert judge(comparison).supported


@claim("EP3", section=SECTION, says="Too many epochs overfit.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            at_least(setting, on=on, value=value, baseline=True),
            id=f"{what}-{name}",
            marks=CONTRADICTED.get(f"{what}-{name}", ()),
        )
        for name, setting in SETTINGS.items()
        # Any rise of the loss counts: a millionth of a nat only keeps a tie from being one.
        for what, on, value in (("loss", "overfitting", 1e-6), ("gap", "gap_widening", MARGIN))
    ],
)
def test_many_epochs_overfit(question, judge):
    assert judge(question).supported


@claim(
    "EP4",
    section=SECTION,
    says="Stopping in time is worth it: early stopping keeps the best accuracy for at most half of the epochs.",
)
@pytest.mark.parametrize(
    "question",
    [
        # A fifth of the training images is held out, as is usual; the network trains on the rest. Who stops early
        # looks after every epoch.
        pytest.param(
            at_most(setting.with_(held_out=0.2, evaluate_every=1, measure=()), on="early_stopping_cost", value=MARGIN),
            id=name,
            marks=CONTRADICTED.get(name, ()),
        )
        for name, setting in SETTINGS.items()
    ],
)
def test_early_stopping_pays(question, judge):
    assert judge(question).supported


@claim("EP5", section=SECTION, says="Of 5, 10 and 60 epochs, 10 train the best model.")
@pytest.mark.parametrize(
    "comparison",
    [pytest.param(beats(CHOSEN, LONG, on="test_accuracy", by=MARGIN, baseline=True), id="60")],
)
def test_ten_epochs_beat_sixty(comparison, judge):
    assert judge(comparison).supported
