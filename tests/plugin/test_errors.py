"""An error is not evidence: whatever a test, its fixtures or the machine does wrong, its claim is not judged."""

import pytest

from tests.projects import Project

RAISING = {
    "MODULE": "import no_module_of_this_name",
    "FILE": "open('no file of this name')",
    "MEMORY": "raise MemoryError",
    "DEPRECATED": "import warnings; warnings.warn('soon gone', DeprecationWarning)",
    "LATE": "import pytest; pytest.fail('Timeout (>0.1s) from pytest-timeout.')",
    "MIXED": "raise ExceptionGroup('2', [AssertionError(), OSError()])",
    "EXIT": "raise SystemExit(3)",
}
TESTS = {
    "values": '@claim("{name}V", says="By values.")\ndef test_{lower}_values():\n    {statement}\n',
    "refuted": '@claim("{name}R", says="Not so.")\n@contradicted("it is not so")\ndef test_{lower}_refuted():\n'
    "    {statement}\n",
    "seeds": '@claim("{name}S", says="By seeds.")\n@pytest.mark.parametrize("question", [learns(SKLEARN)])\n'
    "def test_{lower}_seeds(question, judge):\n    {statement}\n    assert judge(question).supported\n",
    "rounds": '@claim("{name}T", says="By rounds.")\n@pytest.mark.parametrize("timing", [TIMING])\n'
    "def test_{lower}_rounds(timing, judge_rounds):\n    def play():\n        {statement}\n"
    "    assert judge_rounds(timing, play).supported\n",
}
HEADER = """
import pytest
from harness import claim, contradicted
from harness.declare.timed_question import Falling
from tests.toy_claims import SKLEARN, learns

TIMING = Falling(sides=(1, 2), of="seconds", by="size")

"""
MORE = """
@claim("CHECKT", says="By rounds that were never played.")
@pytest.mark.parametrize("timing", [TIMING])
def test_check_before_rounds(timing, judge_rounds):
    assert 1 + 1 == 3

@claim("NOPLUGIN", says="Takes a fixture of a plugin that is not loaded.")
def test_without_the_plugin(mocker):
    assert mocker

@claim("GROUP", says="Is refuted by two checks at once.")
@contradicted("it is not so")
def test_group():
    raise ExceptionGroup("2", [AssertionError("1"), AssertionError("2")])
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Return a project after a session in which every kind of test ended in every kind of error."""
    made = [
        test.format(name=name, lower=name.lower(), statement=statement)
        for name, statement in RAISING.items()
        for test in TESTS.values()
    ]
    project = Project(tmp_path_factory.mktemp("errors"), claims=HEADER + "\n".join(made) + MORE)
    project.outcome = project.pytest("claims")
    return project


def test_no_error_is_a_verdict_and_every_one_fails_its_test(session):
    assert session.outcome.code == pytest.ExitCode.TESTS_FAILED, session.outcome.text
    claims = {claim["id"]: claim for claim in session.results["claims"]}
    assert len(claims) == len(RAISING) * len(TESTS) + 3
    assert {name for name, claim in claims.items() if claim["verdict"] != "not judged"} == {"GROUP"}
    assert {claim["outcome"] for claim in claims.values()} == {"failed"}
    assert claims["GROUP"]["verdict"] == "refuted"
    assert claims["FILET"]["reason"].startswith("the test ended in an error: FileNotFoundError")
    assert claims["NOPLUGIN"]["reason"].startswith(
        "the test ended in an error in its setup: fixture 'mocker' not found"
    )


def test_without_other_plugins_a_benchmark_is_not_judged_and_the_rest_is(session):
    outcome = session.pytest("claims", "-p", "no:benchmark", "-k", "MEMORY or GROUP")
    assert outcome.code == pytest.ExitCode.TESTS_FAILED, outcome.text
    verdicts = session.verdicts
    assert verdicts.pop("GROUP") == "refuted"
    assert set(verdicts.values()) == {"not judged"}
    assert "fixture 'benchmark' not found" in outcome.text
