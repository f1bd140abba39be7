"""The terminal's summary: a line for every test of a claim, then the counts."""

import pytest

from harness.judge.decide import Verdict
from harness.report.terminal import summary_lines
from tests.report_content import typed

EFFECT = {"estimate": 0.0425, "low": 0.03, "high": 0.05}
INFINITE = {"estimate": "-Infinity", "low": None, "high": None}


def summary(made):
    return list(summary_lines(typed(made.content)))


def texts(made):
    return [text for text, _ in summary(made)]


def test_every_line_has_the_verdict_and_its_evidence(made):
    made.statistical(effect=EFFECT)
    made.statistical("NS5", "", "inconclusive", kind="trend", levels=(0.7, 0.8, 0.9), effect=INFINITE)
    made.statistical("AC2", "xor", kind="proportion", levels=(0.9,), sign=-1, effect=EFFECT)
    made.statistical("MB2", "slope", kind="interval", levels=(0.9,), effect=EFFECT)
    made.timed("MB3", "refuted")["effect"] = EFFECT
    made.statistical("LO1", "", "invalid", seeds=0, answers=[], effect=None, reason="no seed trained")
    made.exact()
    assert texts(made) == [
        "✓ NS4[B]      supported     12 of 12 seeds yes, test accuracy: median +4.2 points, claimed: more than 1 point",
        "? NS5         inconclusive   6 of 12 seeds yes, test accuracy: median −∞, claimed: more than 0 points",
        "✓ AC2[xor]    supported     12 of 12 seeds yes, test accuracy: median 4.2 %, claimed: at most 85 %",
        "✓ MB2[slope]  supported     12 of 12 seeds yes, test accuracy: median 4.2 %, claimed: between 85 and 95 %",
        "✗ MB3         refuted        0 of 12 rounds yes, smallest relative fall from one batch size to the next: "
        "median 0.043, claimed: more than 0.01  (expected: supported)",
        "⚠ LO1         invalid       no seed trained  (expected: supported)",
        "✓ AC4         supported     all checks hold",
        "claims: 4 hold, 2 open, 1 fails",
        "tests: 4 supported, 1 inconclusive, 1 refuted, 1 invalid; 24 runs trained, 0 from the store, 61.5 s",
    ]


def test_answers_without_an_effect_have_their_line(made):
    made.statistical(effect=None)
    assert "12 of 12" in texts(made)[0]


def test_a_benchmark_that_was_not_played_has_its_reason(made):
    played = made.timed()
    unplayed = {name: played[name] for name in ("id", "nodeid", "section", "says", "params", "kind", "expected")}
    unplayed |= {"expected_reason": "", "outcome": "skipped", "verdict": "inconclusive", "reason": "not played"}
    made.content["claims"] = [unplayed]
    assert texts(made)[0].endswith("not played")


@pytest.mark.parametrize(
    ("verdict", "expected", "said"),
    [
        ("refuted", "supported", True),
        ("supported", "refuted", True),
        ("refuted", "refuted", False),
        ("inconclusive", "refuted", False),
    ],
)
def test_a_verdict_that_was_not_expected_says_so(made, verdict, expected, said):
    made.statistical(verdict=verdict, expected=expected)
    assert (f"(expected: {expected})" in texts(made)[0]) is said


def test_an_interrupted_session_says_that_its_verdicts_are_partial(made):
    whole = texts(made)[-1]
    made.content["complete"] = False
    assert texts(made)[-1].startswith(whole)
    assert "partial" in texts(made)[-1].removeprefix(whole)


@pytest.mark.parametrize("verdict", Verdict, ids=lambda verdict: verdict.word)
def test_every_verdict_has_a_look_of_its_own(made, verdict):
    made.statistical(verdict=verdict.word)
    (text, markup), *_ = summary(made)
    assert text.startswith(verdict.symbol)
    assert markup


def test_a_refuted_claim_that_the_suite_knows_of_says_so(made):
    made.statistical(verdict="refuted", expected="refuted")
    assert "refuted, as expected" in texts(made)[0]


def test_tests_of_one_claim_that_share_its_title_are_told_apart(made):
    for name in ("test_below", "test_above"):
        made.exact()["nodeid"] = f"claims/test_activation.py::{name}[x]"
    first, second, *_ = texts(made)
    assert "AC4 test_below" in first
    assert "AC4 test_above" in second
