"""Section "Learning rate"."""

import pytest

from claims.listings import MARGIN, TUTORIAL
from harness.claim import beats, claim


@claim("LR3", section="Learning rate", says="Of the learning rates 0.01, 0.1 and 1.0, 0.1 trains the best model.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(TUTORIAL, TUTORIAL.with_(learning_rate=rate), on="test_accuracy", by=MARGIN), id=f"{rate}")
        for rate in (0.01, 1.0)
    ],
)
def test_a_rate_of_a_tenth_is_best(comparison, judge):
    assert judge(comparison).supported
