"""Section "Mini batch learning"."""

import pytest

from claims.listings import MARGIN, TUTORIAL
from harness.claim import beats, claim

CHOSEN = TUTORIAL.with_(batch_size=64)


@claim("MB7", section="Mini batch learning", says="Of the batch sizes 16, 32 and 64, 64 trains the best model.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(CHOSEN, CHOSEN.with_(batch_size=size), on="test_accuracy", by=MARGIN), id=f"{size}")
        for size in (16, 32)
    ],
)
def test_a_batch_of_64_is_best(comparison, judge):
    assert judge(comparison).supported
