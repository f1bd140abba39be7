"""The options of the tutorial's data: whatever cannot work ends the session in one line."""

from pathlib import Path

import numpy as np
import pytest

from tests.projects import Project

CONFTEST = 'pytest_plugins = ["harness.plugin.hooks", "claims.conftest"]\n'
CLAIM = """import pytest
from harness import Network, at_least, claim

ARM = Network(data="digits", hidden=(), activation="relu", dropout=0.0, optimizer="sgd", learning_rate=1e-9,
              batch_size="all", epochs=1)

@claim("ONE", says="x")
@pytest.mark.parametrize("question", [at_least(ARM, on="test_accuracy", value=0, looks=(12,))])
def test_one(question, judge):
    assert judge(question).supported
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    """Return a project with the tutorial's data and a claim about the digits, in a folder that is not called claims."""
    project = Project(tmp_path_factory.mktemp("suite"))
    (project.folder / "conftest.py").write_text(CONFTEST)
    (project.folder / "own").mkdir()
    (project.folder / "own" / "test_own.py").write_text(CLAIM)
    (project.folder / "text.npz").write_text("something")
    np.savez(project.folder / "other.npz", images=np.zeros(3))
    return project


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--claims-dataset=mnist5"], "'mnist5' is not one of mnist5k, mnist; did you mean 'mnist5k'?"),
        (["--claims-dataset=MNIST"], "did you mean 'mnist'?"),
        (["--claims-split=list"], "--claims-split: 'list' is not one of draw, listing; did you mean 'listing'?"),
        (["-o", "claims-split=x"], "--claims-split: 'x' is not one of"),
        (["-o", "claims-dataset=x"], "--claims-dataset: 'x' is not one of"),
        (["--claims-data=text.npz"], "--claims-data goes with --claims-dataset mnist"),
        (["--claims-dataset=mnist", "--claims-data=x.npz"], "--claims-data: no such file: "),
        (["--claims-dataset=mnist", "--claims-data=~/x.npz"], f"--claims-data: no such file: {Path.home() / 'x.npz'}"),
        (["--claims-dataset=mnist", "--claims-data=text.npz"], "text.npz is text, and no npz file"),
        (["--claims-dataset=mnist", "--claims-data=other.npz"], "other.npz has not the arrays that are due: x_train"),
    ],
)
def test_what_cannot_work_is_one_line(suite, arguments, line):
    outcome = suite.pytest("own", *arguments)
    assert outcome.code == 4, outcome.text
    assert sum(text.startswith("ERROR: ") for text in outcome.lines) == 1
    assert line in outcome.text
    assert "Traceback" not in outcome.text


def test_the_suite_says_what_it_is_about(suite):
    outcome = suite.pytest("own", "--claims-workers", "2")
    assert outcome.code == 0, outcome.text
    assert suite.results["suite"]["text"] == "the tutorial"
    assert suite.results["suite"]["conditions"] == {"dataset": "mnist5k", "split": "draw"}
    assert (suite.results["suite"]["protocol"], suite.results["suite"]["first_seed"]) == (2, 1000)
    assert suite.results["claims"][0]["numbers"][0] == 1000
    assert "4000 to train on and 1000 to test on" in suite.results["suite"]["data"]
