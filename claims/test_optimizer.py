"""Section "Optimization function"."""

import pytest

from claims.listings import TUTORIAL
from harness.claim import beats, claim

SECTION = "Optimization function"

# At the tutorial's rate of 0.1 its own choice, plain SGD, is held against the others. At a rate that suits each
# (Keras' default for the adaptive ones, a tenth of SGD's for momentum 0.9, whose steps are ten times as long),
# the usual recommendation, Adam, is.
SUITED = {
    "sgd": TUTORIAL,
    "momentum": TUTORIAL.with_(optimizer="momentum", learning_rate=0.01),
    "adagrad": TUTORIAL.with_(optimizer="adagrad", learning_rate=0.01),
    "rmsprop": TUTORIAL.with_(optimizer="rmsprop", learning_rate=0.001),
    "adam": TUTORIAL.with_(optimizer="adam", learning_rate=0.001),
}
BASELINE = ("sgd", "momentum", "adam")
"""What MLPClassifier has."""


@claim("OP1", section=SECTION, says="The optimizer must be chosen well; a wrong one hurts.")
@pytest.mark.parametrize(
    "comparison",
    [
        *(
            pytest.param(
                beats(
                    TUTORIAL,
                    TUTORIAL.with_(optimizer=other),
                    on="test_accuracy",
                    by=0.05,
                    baseline=other in BASELINE,
                ),
                id=f"rate-0.1-{other}",
            )
            for other in ("momentum", "adagrad", "rmsprop", "adam")
        ),
        *(
            pytest.param(
                beats(SUITED["adam"], SUITED[other], on="test_accuracy", by=0.05, baseline=other in BASELINE),
                id=f"suited-{other}",
            )
            for other in ("sgd", "momentum", "adagrad", "rmsprop")
        ),
    ],
)
def test_a_wrong_optimizer_hurts(comparison, judge):
    assert judge(comparison).supported
