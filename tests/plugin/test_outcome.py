"""How a claim's test ended: its own checks, its properties, and its failure by decree."""

from types import SimpleNamespace

import pytest

from harness.plugin import outcome
from tests.report_content import typed


def report(result, longrepr=None, **more):
    return pytest.TestReport("a.py::b", ("a.py", 1, "b"), {}, result, longrepr, "call", **more)


def call(raised=None):
    def run():
        if raised:
            raise raised

    return pytest.CallInfo.from_call(run, "call")


@pytest.mark.parametrize(
    ("raised", "longrepr", "checks"),
    [
        (None, None, ("passed", "all checks hold")),
        (None, "[XPASS(strict)] so we thought", ("passed", "all checks hold")),
        (
            AssertionError("1 == 2"),
            SimpleNamespace(reprcrash=SimpleNamespace(message="1 == 2\n+")),
            ("failed", "1 == 2"),
        ),
        (pytest.skip.Exception("no data"), ("a.py", 1, "Skipped: no data"), ("skipped", "no data")),
    ],
    ids=["passed", "unexpected", "failed", "skipped"],
)
def test_the_checks_are_what_the_test_itself_gave(raised, longrepr, checks):
    assert outcome.checks(report("failed", longrepr), call(raised)) == checks


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
