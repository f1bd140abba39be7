"""Section "Learning rate"."""

import pytest

from claims.listings import MARGIN, TUTORIAL
from harness.claim import at_least, beats, claim

SECTION = "Learning rate"


@claim("LR3", section=SECTION, says="Of the learning rates 0.01, 0.1 and 1.0, 0.1 trains the best model.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(
            beats(TUTORIAL, TUTORIAL.with_(learning_rate=rate), on="test_accuracy", by=MARGIN, baseline=True),
            id=f"{rate}",
        )
        for rate in (0.01, 1.0)
    ],
)
def test_a_rate_of_a_tenth_is_best(comparison, judge):
    assert judge(comparison).supported


@claim("LR4", section=SECTION, says="With too low a rate, training hardly makes progress.")
@pytest.mark.parametrize(
    "question",
    [pytest.param(at_least(TUTORIAL.with_(learning_rate=0.001), on="loss_ratio", value=0.9), id="0.001")],
)
def test_a_low_rate_hardly_progresses(question, judge):
    assert judge(question).supported


@claim("LR5", section=SECTION, says="With too high a rate, training diverges.")
@pytest.mark.parametrize(
    "question",
    [
        # The training loss ends above where it started, or is no number any more (the worst there is).
        pytest.param(at_least(TUTORIAL.with_(learning_rate=rate), on="loss_ratio", value=1.0), id=f"{rate:g}")
        for rate in (1.0, 10.0, 100.0)
    ],
)
def test_a_high_rate_diverges(question, judge):
    assert judge(question).supported
