"""Section "Complexity": training takes long, so start with a small network; and stop early."""

import time

import pytest
from sklearn.datasets import load_digits

from examples.mlp_guide.arms import DIGITS, MARGIN, PAGE_RATES
from examples.mlp_guide.perceptron import classifier, fitted
from examples.mlp_guide.questions import Fraction, leads
from examples.mlp_guide.within_seed import CrossValidated
from harness import Falling, claim

SECTION = "Complexity"
ADAM = DIGITS.with_(learning_rate=PAGE_RATES["adam"])
SMALL, LARGE = (ADAM.with_(hidden=hidden, passes=50) for hidden in ((32,), (100, 100)))
MG20 = claim(
    "MG20",
    section=SECTION,
    says="It is advisable to start with a small network: it is nearly as accurate, in a fraction of the time.",
)


@MG20
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            leads(
                (CrossValidated(data="digits", arm=SMALL), CrossValidated(data="digits", arm=LARGE)),
                on="cv_accuracy",
                by=-MARGIN,
            ),
            id="accuracy",
        )
    ],
)
def test_small_network_is_accurate(question, judge):
    """32 units are behind two layers of 100 by less than 0.01, if at all."""
    # They disagree on .018 of 1797 images; twice the root of that by the number is .0063.
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
        return [seconds(arm.with_(passes=5), x / 16, y) for arm in (LARGE, SMALL)]

    assert judge_rounds(timing, one_round).supported


def seconds(arm, x, y):
    """Return how long a training takes."""
    started = time.perf_counter()
    fitted(classifier(arm, 0), x, y)
    return time.perf_counter() - started


TO_THE_END = CrossValidated(data="digits", arm=ADAM.with_(passes=100))
EARLY = CrossValidated(data="digits", arm=ADAM.with_(passes=100, early_stopping=True))


@claim("MG21", section=SECTION, says="Early stopping saves half of the iterations and costs next to no accuracy.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            Fraction(arms=(EARLY, TO_THE_END), on="mean_iterations", fraction=0.5),
            id="iterations",
        ),
        # They disagree on .026 of 1797 images; twice the root of that by the number is .0076.
        pytest.param(leads((EARLY, TO_THE_END), on="cv_accuracy", by=-MARGIN), id="accuracy"),
    ],
)
def test_early_stopping(question, judge):
    assert judge(question).supported
