"""Section "Iterative learning"."""

import pytest

from claims.listings import LONG, LONG_SCALED, LONGEST, MARGIN, WATCHED, WATCHED_SCALED
from harness import at_least, at_most, beats, claim, contradicted

SECTION = "Iterative learning"
# One long training answers for all shorter ones.
CHOSEN, FEW = LONG.with_(epochs=10), LONG.with_(epochs=5)
WATCHED_SETTINGS = {"listing": WATCHED, "scaled": WATCHED_SCALED}
SINCE = {
    "listing": ("listed", LONG, True),
    "scaled": ("listed", LONG_SCALED, True),
    # MLPClassifier is trained without a held-out part here.
    "longest": ("minimum", LONGEST, False),
}
"""Setting -> since which epoch it may have overfitted, the training, and whether scikit-learn is asked too."""


NOT_OVERFITTED = contradicted(
    "The losses show no overfitting: for that the test loss must rise while the training loss falls, and one of them "
    "goes the other way, by {below} nats in the median."
)
NOT_WIDENED = contradicted(
    "On raw pixels the gap does not widen by {claimed}: the median change is {effect} ({interval})."
)
GOES_ON = contradicted(
    "With scaled pixels the held-out loss goes on falling: early stopping stops after {effect} epochs in the median."
)
CONTRADICTED = {
    "loss-listing": NOT_OVERFITTED,
    "loss-scaled": NOT_OVERFITTED,
    "gap-listing": NOT_WIDENED,
    "epochs-scaled": GOES_ON,
}


def asked(question, name):
    """Return a parameter with what contradicts it, if the suite knows something."""
    return pytest.param(question, id=name, marks=CONTRADICTED.get(name, ()))


@claim("EP1", section=SECTION, says="More epochs do not go on raising the accuracy.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(at_least(WATCHED, on="accuracy_lost_since_minimum", value=MARGIN), id="best"),
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


@claim(
    "EP3",
    section=SECTION,
    says="Too many epochs overfit.",
    so="On raw pixels, look at the training loss before you call a loss of accuracy overfitting: "
    "{EP3[loss-listing].no} of {EP3[loss-listing].seeds} seeds show none in the losses, though 60 epochs instead of 10 "
    "cost {EP5[60].above}.",
)
@pytest.mark.parametrize(
    "question",
    [
        asked(at_least(setting, on=f"{metric}_since_{since}", value=MARGIN, baseline=baseline), f"{what}-{name}")
        for name, (since, setting, baseline) in SINCE.items()
        for what, metric in (("loss", "overfitting"), ("gap", "gap_widening"))
    ],
)
def test_many_epochs_overfit(question, judge):
    assert judge(question).supported


@claim(
    "EP4",
    section=SECTION,
    says="Stopping in time is worth it: early stopping keeps the best accuracy for at most half of the epochs.",
    so="Scale the pixels and let it go on: early stopping then stops after {EP4[epochs-scaled].effect} "
    "epochs instead of {EP4[epochs-listing].effect}.",
)
@pytest.mark.parametrize(
    "question",
    [
        asked(at_most(setting, on=f"early_stopping_{what}", value=value), f"{what}-{name}")
        for name, setting in WATCHED_SETTINGS.items()
        for what, value in (("cost", MARGIN), ("epochs", setting.epochs / 2))
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
