"""Section "Complexity": training takes long, so start with a small network; and the class's own early stopping."""

import time

import pytest
from sklearn.datasets import load_digits

from examples.mlp_guide.arms import ALIKE, WITHIN, cross_validated
from examples.mlp_guide.perceptron import classifier, fitted
from examples.mlp_guide.questions import Fraction, leads
from harness import Falling, claim

MG20 = claim(
    "MG20",
    section="Complexity",
    says="Start with a small network: it is nearly as accurate, in a fraction of the time.",
)


@MG20
@pytest.mark.parametrize(
    "question",
    [pytest.param(leads(cross_validated("MG20"), on="cv_accuracy", by=-WITHIN["MG20"]), id="accuracy")],
)
def test_small_network_is_accurate(question, judge):
    """32 units are behind two layers of 100 by less than 0.01, if at all."""
    assert judge(question).supported


@MG20
@pytest.mark.benchmark(group="MG20")
@pytest.mark.parametrize(
    "timing", [pytest.param(Falling(sides=(200, 32), of="seconds per training", by="hidden units"), id="time")]
)
def test_small_network_is_quick(timing, judge_rounds, benchmark):  # noqa: ARG001 (the report's timings need it)
    """A few passes of both networks, one after the other in every round."""
    x, y = load_digits(return_X_y=True)

    def one_round():
        return [seconds(arm.with_(passes=5), x / 16, y) for arm in reversed(ALIKE["MG20"])]

    assert judge_rounds(timing, one_round).supported


def seconds(arm, x, y):
    """Return how long a training takes."""
    started = time.perf_counter()
    fitted(classifier(arm, 0), x, y)
    return time.perf_counter() - started


@claim(
    "MG21",
    section="Reference of MLPClassifier",
    says="Early stopping saves half of the iterations and costs next to no accuracy.",
    so="Weigh it: on digits early stopping takes {MG21[iterations].effect} of the iterations and costs "
    "{MG21[accuracy].below} of accuracy.",
)
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            Fraction(arms=cross_validated("MG21"), on="mean_iterations", fraction=0.5),
            id="iterations",
        ),
        pytest.param(leads(cross_validated("MG21"), on="cv_accuracy", by=-WITHIN["MG21"]), id="accuracy"),
    ],
)
def test_early_stopping(question, judge):
    """The reference only says what the setting does; how much it saves and costs is asked by us."""
    assert judge(question).supported
