"""Section "Regularization" with its example page: what the penalty alpha does to 100 noisy points."""

import pytest

from examples.mlp_guide.arms import ALPHAS, GOOD_ALPHA, MARGIN, MOONS
from harness import beats, claim, exceeds, falls

SECTION = "Regularization"


@claim(
    "MG16",
    section=SECTION,
    says="A larger alpha, the penalty on large weights, keeps them smaller and fits the training data less closely.",
)
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(falls(*(MOONS.with_(alpha=alpha) for alpha in ALPHAS), on="weight_norm"), id="weights"),
        # Of 100 points several alphas may fit as many: only the ends are compared.
        pytest.param(
            exceeds(MOONS.with_(alpha=ALPHAS[0]), MOONS.with_(alpha=ALPHAS[-1]), on="train_accuracy", by=MARGIN),
            id="training-accuracy",
        ),
    ],
)
def test_larger_alpha(question, judge):
    assert judge(question).supported


@claim("MG17", section=SECTION, says="A well-chosen alpha cures the overfitting that too small a one allows.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            beats(MOONS.with_(alpha=GOOD_ALPHA), MOONS.with_(alpha=1e-5), on="test_accuracy", by=MARGIN), id="moons"
        )
    ],
)
def test_good_alpha(question, judge):
    assert judge(question).supported


@claim("MG18", section=SECTION, says="A lower alpha cures underfitting.")
@pytest.mark.parametrize(
    "question",
    [pytest.param(beats(MOONS.with_(alpha=0.1), MOONS.with_(alpha=10.0), on="test_accuracy", by=MARGIN), id="moons")],
)
def test_lower_alpha(question, judge):
    assert judge(question).supported
