"""Among other plugins of pytest a suite has the same verdicts and the same numbers: an environment of their own."""

import json
import os
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.projects import PATIENCE, ROOT

PYTHON = Path(os.environ.get("CLAIMS_TEST_PLUGINS", ROOT / ".venv-plugins")) / "bin" / "python"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("plugins"),
    pytest.mark.skipif(not PYTHON.exists(), reason="needs the environment that `make plugins` builds"),
]
SUITE = """
import pytest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from harness import Estimator, beats, claim, contradicted
from harness.declare.timed_question import Falling

TREE = Estimator(DecisionTreeClassifier(max_depth=3), data="rings")
STUMP = Estimator(DecisionTreeClassifier(max_depth=1), data="rings")

def asked(first, second):
    question = beats(first, second, on="test_accuracy", by=0.01, looks=(12,))
    return pytest.mark.parametrize("question", [question], ids=["q"])

@claim("HELD", says="A deeper tree is better.")
@asked(TREE, STUMP)
def test_held(question, judge):
    assert judge(question).supported

@claim("REF", says="A stump is better.")
@contradicted("it is not")
@asked(STUMP, TREE)
def test_refuted(question, judge):
    assert judge(question).supported

@claim("EXA", says="One and one are two.")
def test_values():
    assert 1 + 1 == 2

@claim("ROUNDS", says="The second is quicker.")
@pytest.mark.parametrize("timing", [Falling(sides=(1, 2), of="seconds", by="size")], ids=["t"])
def test_rounds(timing, judge_rounds):
    assert judge_rounds(timing, lambda: [2.0, 1.0]).supported

@claim("WRONG", says="Is in error.")
def test_wrong():
    assert one + 1 == 2
"""
DATA = """
import numpy as np
from harness import from_arrays

def rings():
    x = np.random.default_rng(0).normal(size=(240, 2))
    return from_arrays(x, (x ** 2).sum(axis=1) > 1.4, test=0.5)

def draw(data, rng):
    order = rng.permutation(len(data.x_train))[:80]
    from dataclasses import replace
    return replace(data, x_train=data.x_train[order], y_train=data.y_train[order])

def pytest_claims_register(registry):
    registry.dataset("rings", rings, draw=draw)
"""
VERDICTS = {"HELD": "supported", "REF": "refuted", "EXA": "supported", "ROUNDS": "supported", "WRONG": "not judged"}
PLUGINS = {
    "randomly": ["-p", "randomly", "-p", "no:random_order"],
    "random-order": ["-p", "no:randomly", "--random-order"],
    "xdist": ["-n", "2"],
    "timeout": ["--timeout", "300"],
    "rerunfailures": ["--reruns", "2"],
    "cov": ["--cov", "."],
    "html": ["--html", "report.html"],
    "sugar": ["--force-sugar"],
    "asyncio": ["-o", "asyncio_mode=auto"],
    "repeat": ["--count", "2"],
    "split": ["--splits", "1", "--group", "1"],
    "allure": ["--alluredir", "allure"],
    "json-report": ["--json-report"],
    "several": ["-n", "2", "--reruns", "1", "--cov", ".", "--timeout", "300", "--json-report", "--html", "report.html"],
}


def session(folder, *arguments):
    """Run the suite in that environment; return its exit code, its results and what it printed."""
    (folder / "claims").mkdir()
    (folder / "claims" / "conftest.py").write_text(DATA)
    (folder / "claims" / "test_suite.py").write_text(SUITE)
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    command = [PYTHON, "-m", "pytest", "-p", "harness.plugin.hooks", "claims", "--junit-xml", "junit.xml", *arguments]
    ended = subprocess.run(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    text = ended.stdout + ended.stderr
    assert "INTERNALERROR" not in text, text
    results = folder / "reports" / "latest" / "results.json"
    assert results.exists(), text
    return ended.returncode, json.loads(results.read_text("utf-8")), text


def numbers(results):
    """Return what was computed, run by run."""
    return {
        key: (run["seed"], run["curves"], run["measurements"], run["fingerprint"])
        for key, run in results["runs"].items()
    }


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return the results of the suite with no other plugin than pytest-benchmark."""
    others = ("randomly", "random_order", "sugar", "timeout", "rerunfailures", "asyncio", "repeat", "split")
    code, results, text = session(
        tmp_path_factory.mktemp("alone"), *(part for one in others for part in ("-p", f"no:{one}"))
    )
    assert code == pytest.ExitCode.TESTS_FAILED, text
    return results


@pytest.mark.parametrize("arguments", PLUGINS.values(), ids=PLUGINS)
def test_among_other_plugins_verdicts_and_numbers_are_the_same(alone, arguments, tmp_path):
    code, results, text = session(tmp_path, *arguments)
    assert code == pytest.ExitCode.TESTS_FAILED, text
    # Under pytest-xdist pytest-benchmark plays one round only, which decides nothing.
    verdicts = VERDICTS | ({"ROUNDS": "inconclusive"} if "-n" in arguments else {})
    assert {claim["id"]: claim["verdict"] for claim in results["claims"]} == verdicts, text
    assert len(results["claims"]) == len(VERDICTS) * (2 if "--count" in arguments else 1)
    assert numbers(results) == numbers(alone)
    assert (tmp_path / "reports" / "latest" / "index.html").exists()
    for case in ET.parse(tmp_path / "junit.xml").iter("testcase"):
        names = [one.get("name") for one in case.iter("property")]
        assert sorted(names) == sorted(set(names)), "each property once"
