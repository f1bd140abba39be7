"""Section "Network structure settings"."""

import pytest

from claims.listings import MARGIN, TUTORIAL
from harness.claim import beats, claim

A = TUTORIAL
B = A.with_(hidden=(256, 128, 128, 128))
C = A.with_(hidden=(256, 1568))


@claim(
    "NS4",
    section="Network structure settings",
    says="Of the three structures, A (256 and 128 units) gives the most accurate model.",
)
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(A, B, on="test_accuracy", by=MARGIN), id="B"),
        pytest.param(beats(A, C, on="test_accuracy", by=MARGIN), id="C"),
    ],
)
def test_a_is_the_most_accurate(comparison, judge):
    assert judge(comparison).supported
