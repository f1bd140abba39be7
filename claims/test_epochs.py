"""Section "Iterative learning"."""

import pytest

from claims.listings import EPOCHS_LISTING, MARGIN
from harness.claim import beats, claim

CHOSEN = EPOCHS_LISTING.with_(epochs=10)


@claim("EP2", section="Iterative learning", says="Too few epochs stop short: 10 train a better model than 5.")
@pytest.mark.parametrize(
    "comparison",
    [pytest.param(beats(CHOSEN, CHOSEN.with_(epochs=5), on="test_accuracy", by=MARGIN), id="10-5")],
)
def test_few_epochs_stop_short(comparison, judge):
    assert judge(comparison).supported


@claim("EP5", section="Iterative learning", says="Of 5, 10 and 60 epochs, 10 train the best model.")
@pytest.mark.parametrize(
    "comparison",
    [pytest.param(beats(CHOSEN, CHOSEN.with_(epochs=60), on="test_accuracy", by=MARGIN), id="10-60")],
)
def test_ten_epochs_beat_sixty(comparison, judge):
    assert judge(comparison).supported
