"""How a claim's test ended: its own checks, its properties, and its failure by decree."""

from types import SimpleNamespace

import pytest

from harness.plugin import outcome
from harness.results.claim_records import Checks
from tests.report_content import typed


def report(result, longrepr=None, **more):
    return pytest.TestReport("a.py::b", ("a.py", 1, "b"), {}, result, longrepr, "call", **more)


def call(raised=None, when="call"):
    def run():
        if raised:
            raise raised

    return pytest.CallInfo.from_call(run, when)


@pytest.mark.parametrize(
    ("raised", "longrepr", "checks"),
    [
        (None, None, (Checks.HELD, "all checks hold")),
        (None, "[XPASS(strict)] so we thought", (Checks.HELD, "all checks hold")),
        (
            AssertionError("1 == 2"),
            SimpleNamespace(reprcrash=SimpleNamespace(message="1 == 2\n+")),
            (Checks.BROKEN, "1 == 2"),
        ),
        (pytest.skip.Exception("no data"), ("a.py", 1, "Skipped: no data"), (Checks.SKIPPED, "no data")),
        (NameError("no x"), "NameError: no x", (Checks.ERROR, "the test ended in an error: NameError: no x")),
        (pytest.fail.Exception("late"), "Timeout", (Checks.ERROR, "the test ended in an error: Timeout")),
        (pytest.fail.Exception("DID NOT RAISE ValueError"), "DID NOT RAISE", (Checks.BROKEN, "DID NOT RAISE")),
        (pytest.fail.Exception("DID NOT WARN. No"), "DID NOT WARN", (Checks.BROKEN, "DID NOT WARN")),
        (ExceptionGroup("2", [AssertionError("1"), AssertionError("2")]), "2 of them", (Checks.BROKEN, "2 of them")),
        (
            ExceptionGroup("2", [AssertionError("1"), OSError("2")]),
            "2 of them",
            (Checks.ERROR, "the test ended in an error: 2 of them"),
        ),
        (MemoryError(), "MemoryError", (Checks.ERROR, "the test ended in an error: MemoryError")),
    ],
    ids=[
        "passed",
        "unexpected",
        "failed",
        "skipped",
        "misspelt",
        "timed out",
        "did not raise",
        "did not warn",
        "several",
        "mixed",
        "out of memory",
    ],
)
def test_the_checks_are_what_the_test_itself_gave(raised, longrepr, checks):
    assert outcome.checks(report("failed", longrepr), call(raised)) == checks


@pytest.mark.parametrize("when", ["setup", "teardown"])
def test_an_assertion_in_a_fixture_does_not_speak_against_the_claim(when):
    how, why = outcome.checks(report("failed", "assert 1 == 2"), call(AssertionError("1 == 2"), when))
    assert (how, why) == (Checks.ERROR, f"the test ended in an error in its {when}: assert 1 == 2")


def test_a_claim_about_seeds_has_all_properties_and_one_by_values_what_there_is(made):
    made.statistical()
    made.statistical(effect=None)
    made.exact()
    asked, undecided, exact = typed(made.content).claims
    assert [name for name, _ in outcome.properties(asked)] == ["id", "section", "verdict", "seeds", "effect"]
    assert dict(outcome.properties(asked))["effect"] == asked.effect.estimate
    assert dict(outcome.properties(undecided))["effect"] == "none"
    assert [name for name, _ in outcome.properties(exact)] == ["id", "section", "verdict"]


@pytest.mark.parametrize("result", ["passed", "skipped", "failed"])
@pytest.mark.parametrize("more", [{}, {"wasxfail": "a reason"}], ids=["plain", "xfail"])
def test_whatever_it_was_it_fails_with_the_message(result, more):
    made = report(result, "E  assert 1 == 2" if result == "failed" else None, **more)
    outcome.fail(made, "the message")
    assert made.failed
    assert not hasattr(made, "wasxfail")
    assert str(made.longrepr).startswith("the message")
    assert ("assert 1 == 2" in str(made.longrepr)) == (result == "failed")


def test_an_expected_failure_is_listed_with_the_figures_of_its_reason(made):
    effect = {"estimate": -0.02, "low": -0.03, "high": -0.01}
    made.statistical(verdict="refuted", expected="refuted", expected_reason="worse by {below}", effect=effect)
    report = SimpleNamespace(wasxfail="reason: worse by {below}")
    outcome.fill_reason(report, made.claim)
    assert report.wasxfail == "reason: worse by 2 points"


def test_a_claim_that_is_supported_against_expectation_gets_no_figures_of_its_reason(made):
    made.statistical(expected="refuted", expected_reason="worse by {below}")
    unexpected = report("failed", "[XPASS(strict)] worse by {below}")
    outcome.fill_reason(unexpected, made.claim)
    said = "is supported, and marked as contradicted: 'worse by {below}'"
    assert unexpected.longrepr.startswith("[XPASS(strict)] ")
    assert unexpected.longrepr.endswith(said)
