"""A session about runs from a file: verdicts, results.json and the report; a file at fault ends at collection."""

import json

import pytest

from tests.projects import Project
from tests.run_files import write_runs

SUITE = """
from pathlib import Path
import pytest
from harness import beats, claim, metric, recorded

def later(run):
    return run.value("accuracy") - LEVEL

LEVEL = 0.5
METRICS = {
    "accuracy": metric("accuracy", higher_is_better=True),
    "above": metric(later, higher_is_better=True, reads=("accuracy",)),
}
runs = recorded(Path(__file__).parent / "runs.csv", metrics=METRICS)

@claim("A1", says="Something.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(beats(runs("high"), runs("low"), on="accuracy", by=0.01), id="up"),
        pytest.param(beats(runs("low"), runs("high"), on="above", by=0.01), id="down"),
        pytest.param(beats(runs("turns"), runs("low"), on="accuracy", by=0.01), id="open"),
    ],
)
def test_it(question, judge):
    assert judge(question).supported
"""


@pytest.fixture
def suite(tmp_path):
    """Return a project with claims about a file of 20 seeds, from 5 on."""
    project = Project(tmp_path, claims=SUITE)
    low = [0.5 + 0.01 * (seed % 7) for seed in range(20)]
    arms = {
        "high": {"accuracy": [value + 0.2 for value in low]},
        "low": {"accuracy": low},
        "turns": {"accuracy": [value + 0.1 * (-1) ** seed for seed, value in enumerate(low)]},
    }
    write_runs(tmp_path / "claims" / "runs.csv", arms, first=5)
    return project


def test_runs_of_a_file_get_verdicts_results_and_a_report(suite):
    ended = suite.pytest("claims", "-rs")
    assert ended.code == pytest.ExitCode.TESTS_FAILED, ended.text
    assert suite.verdicts == {"A1 up": "supported", "A1 down": "refuted", "A1 open": "inconclusive"}
    assert "Traceback" not in ended.text
    assert "could not be trained" not in ended.text
    reasons = {claim["params"]: claim["reason"] for claim in suite.results["claims"]}
    assert reasons["open"].endswith("the next look is at 24 seeds; runs.csv has 20 seeds")
    arms = suite.results["experiments"].values()
    assert sorted(arm["arm"] for arm in arms) == ["high", "low", "turns"]
    assert {(arm["file"], arm["seeds"]) for arm in arms} == {("runs.csv", "5 to 24")}
    page = (suite.report / "index.html").read_text("utf-8")
    assert "arm turns" in page
    assert "runs.csv has 20 seeds" in page
    assert str(suite.folder) not in page + json.dumps(suite.results)

    rows = suite.rows
    assert suite.pytest("claims").code == pytest.ExitCode.TESTS_FAILED
    assert (suite.results["campaign"]["runs_trained"], suite.rows) == (0, rows)


def test_a_file_at_fault_ends_in_one_line_at_collection(suite):
    path = suite.folder / "claims" / "runs.csv"
    path.write_text(path.read_text() + "5,high,accuracy,0.5\n")
    ended = suite.pytest("claims")
    assert ended.code == pytest.ExitCode.INTERRUPTED
    (line,) = [line for line in ended.lines if "already, in line 2" in line and not line.startswith("ERROR")]
    assert line.startswith("claims/test_toy.py:")
    assert f"{path}, line 62: seed 5 of arm 'high' has its 'accuracy'" in line
    assert "Traceback" not in ended.text
