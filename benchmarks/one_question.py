"""Questions for the benchmarks: does A beat B and C, which 12 seeds decide, and one that no number of seeds does."""

import pytest

from benchmarks.tutorial import MARGIN, TUTORIAL
from harness import beats, claim

STRUCTURES = {"B": (256, 128, 128, 128), "C": (256, 1568)}


@claim("ASKED", section="Network structure settings", says="A gives a more accurate model than B and C.")
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param(beats(TUTORIAL, TUTORIAL.with_(hidden=hidden), on="test_accuracy", by=MARGIN), id=name)
        for name, hidden in STRUCTURES.items()
    ],
)
def test_a_is_the_most_accurate(comparison, judge):
    assert judge(comparison).supported


@claim("OPEN", section="Learning rate", says="A trifle more learning rate makes a better model.")
@pytest.mark.parametrize(
    "comparison",
    [pytest.param(beats(TUTORIAL.with_(learning_rate=0.101), TUTORIAL, on="test_accuracy", by=0.0), id="0.101")],
)
def test_a_trifle_more_is_better(comparison, judge):
    assert judge(comparison).supported
