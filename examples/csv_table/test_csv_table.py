"""scikit-learn's estimators on a table of one's own."""

import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from harness import Estimator, beats, claim, contradicted

LINEAR = Estimator(make_pipeline(StandardScaler(), LogisticRegression()), data="machines")
FOREST = Estimator(RandomForestClassifier(50), data="machines")
NETWORK = Estimator(make_pipeline(StandardScaler(), MLPClassifier((8,), solver="lbfgs", max_iter=40)), data="machines")
GUESS = Estimator(DummyClassifier(), data="machines")


@claim("CT1", says="The measurements tell the state at all.")
@pytest.mark.parametrize("question", [beats(LINEAR, GUESS, on="test_accuracy", by=0.1)])
def test_the_measurements_tell(question, judge):
    assert judge(question).supported


@claim("CT2", says="A random forest is better than a linear model.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            beats(FOREST, LINEAR, on="test_accuracy", by=0.0),
            marks=contradicted(
                "the states are almost linear in the measurements, and 300 machines are few for a forest"
            ),
        )
    ],
)
def test_forest(question, judge):
    assert judge(question).supported


@claim("CT3", says="Scaled inputs are what a small network needs.")
@pytest.mark.parametrize(
    "question",
    [
        beats(
            NETWORK,
            Estimator(MLPClassifier((8,), solver="lbfgs", max_iter=40), data="machines"),
            on="test_accuracy",
            by=0.05,
        )
    ],
)
def test_scaling(question, judge):
    assert judge(question).supported
