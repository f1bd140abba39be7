"""Section "Multi-layer perceptron": what it can and what it is sensitive to."""

import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from examples.mlp_guide.arms import DIGITS, MARGIN
from examples.mlp_guide.perceptron import Perceptron
from examples.mlp_guide.questions import leads
from examples.mlp_guide.within_seed import Spread
from harness import Estimator, at_least, claim

SECTION = "Multi-layer perceptron"
STARTS = Spread(
    data="digits",
    arm=DIGITS.with_(hidden=(8,), solver="lbfgs", passes=200),
    over="start",
    values=(0, 1, 2, 3, 4),
)


@claim("MG1", section=SECTION, says="Initial weights alone change the validation accuracy.")
@pytest.mark.parametrize("question", [pytest.param(at_least(STARTS, on="accuracy_spread", value=0.02), id="digits")])
def test_initial_weights(question, judge):
    """The best and the worst of five trainings that differ in nothing else are two points apart."""
    assert judge(question).supported


@claim(
    "MG22",
    section=SECTION,
    says="A perceptron learns non-linear data, which logistic regression cannot; on linear data it is no better.",
)
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            leads(
                (
                    Perceptron(data="noisy circles"),
                    Estimator(make_pipeline(StandardScaler(), LogisticRegression()), data="noisy circles"),
                ),
                (
                    Estimator(make_pipeline(StandardScaler(), LogisticRegression()), data="noisy clusters"),
                    Perceptron(data="noisy clusters"),
                ),
                on="test_accuracy",
                by=(0.1, -MARGIN),
            ),
            id="circles-and-clusters",
        )
    ],
)
def test_what_is_not_linear(question, judge):
    """On circles it leads by 0.1; on clusters logistic regression is behind by less than 0.01, if at all.

    The second half, on linear data, is not the guide's but ours: without it a better learner of anything would do.
    """
    assert judge(question).supported
