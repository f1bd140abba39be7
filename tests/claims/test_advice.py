"""What the tutorial's suite advises, and what it calls things: all of it is about tests that there are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claims.names import LESSON, QUESTIONS
from harness.base.text import titled
from harness.declare.reason import PLACE
from harness.report.wording import reasons
from harness.results import file as results_file

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "reports" / "reference" / "mnist5k" / "results.json.gz"

# Collects in a process of its own, to leave this session's plugins alone.
COLLECT = """
import json
import pytest

class Recorder:
    def pytest_collection_finish(self, session):
        self.items = session.items

recorder = Recorder()
pytest.main(["claims", "--collect-only", "-q", "-p", "no:cacheprovider"], plugins=[recorder])
marked = [(item.get_closest_marker("claim").kwargs, getattr(item, "callspec", None)) for item in recorder.items]
print("\\n" + json.dumps([[mark["id"], spec.id if spec else "", mark["so"]] for mark, spec in marked]))
"""


@pytest.fixture(scope="module")
def declared():
    """Return id, parametrize id and advice of every test."""
    run = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def titles(declared):
    """Return the titles of all tests."""
    return {titled(name, params) for name, params, _ in declared}


def test_advice_and_lesson_name_tests_that_there_are(declared, titles):
    advice = {so for _, _, so in declared if so} | {LESSON}
    assert len(advice) > 10
    named = {place.rpartition(".")[0] for text in advice for place in PLACE.findall(text)}
    assert named - titles == set()


def test_questions_with_a_name_of_their_own_are_questions_that_there_are(titles):
    assert set(QUESTIONS) - titles == set()


def test_the_reference_bears_all_advice_out(declared):
    claims = {claim.title: claim for claim in results_file.read(REFERENCE).claims}
    for text in {so for _, _, so in declared if so} | {LESSON}:
        said = reasons.advice(text, claims)
        assert said.count(".") >= text.count(". ") + 1, f"a sentence is left out of: {text}"
        assert "{" not in said
