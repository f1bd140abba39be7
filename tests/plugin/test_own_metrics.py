"""Metrics of a suite's own, from predictions: registered in conftest.py, computed by workers, stored with the runs."""

import pytest

from tests.projects import Project

CONFTEST = """
import harness
from harness import Data
from tests.toys import tiny_data

def pytest_claims_register(registry):
    registry.suite(title="Own metrics", family=20)
    registry.dataset("tiny", tiny_data)
    registry.metric("sure", harness.metric(lambda y_true, y_score: y_score.max(axis=1).mean(), higher_is_better=True))
"""
SUITE = """
import pytest
from sklearn.linear_model import LogisticRegression
from harness import Estimator, Network, at_least, at_most, beats, claim, epochs_to, scorer

LINEAR = Estimator(LogisticRegression(), data="tiny")
DEEP = Network(data="tiny", hidden=(8,), activation="tanh", dropout=0.0, optimizer="adam", learning_rate=0.05,
    batch_size=10, epochs=8)
F1 = scorer("f1_macro")

@claim("SURE", says="The models are surer than a guess.")
@pytest.mark.parametrize("question", [at_least(LINEAR, on="sure", value=0.34),
    at_least(DEEP, on="sure", value=0.34, baseline=True)], ids=["linear", "deep"])
def test_sure(question, judge):
    assert judge(question).supported

@claim("F1", says="Learning pays.")
@pytest.mark.parametrize("question", [beats(DEEP, DEEP.with_(learning_rate=1e-9), on=F1, by=0.1),
    at_least(LINEAR, on=scorer("f1_macro"), value=0.4)], ids=["deep", "linear"])
def test_f1(question, judge):
    assert judge(question).supported

@claim("FAST", says="It is quick.")
@pytest.mark.parametrize("question", [at_most(DEEP, on=epochs_to("test_accuracy", 0.5), value=8)])
def test_fast(question, judge):
    assert judge(question).supported
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("metrics"), claims=SUITE)
    (project.folder / "claims" / "conftest.py").write_text(CONFTEST)
    project.outcome = project.pytest("claims", "--claims-workers", "2")
    return project


def test_they_are_judged_and_reported_under_their_names(suite):
    assert suite.outcome.code == 0, suite.outcome.text
    assert set(suite.verdicts.values()) == {"supported"}
    names = {claim["metric"]["name"]: claim["metric"]["label"] for claim in suite.results["claims"]}
    assert names == {
        "sure": "sure",
        "f1_macro": "f1 macro",
        "epochs_to_test_accuracy_0.5": "epochs until the test accuracy is 0.5",
    }
    assert "epochs until the test accuracy is 0.5" in (suite.report / "index.html").read_text()


def test_another_metric_trains_anew_and_the_same_does_not(suite):
    assert suite.pytest("claims").code == 0
    assert suite.results["campaign"]["runs_trained"] == 0
    conftest = suite.folder / "claims" / "conftest.py"
    conftest.write_text(CONFTEST.replace(".mean()", ".min()"))
    suite.pytest("claims", "-k", "SURE and linear")
    assert suite.results["campaign"]["runs_trained"] == 12
    conftest.write_text(CONFTEST)
