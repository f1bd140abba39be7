"""The terminal's summary: a line for every claim, then the counts."""

import pytest

from harness.judge.decide import Verdict
from harness.report.terminal import summary_lines

ASKED = {
    "id": "NS4",
    "params": "B",
    "kind": "superiority",
    "verdict": "supported",
    "expected": "supported",
    "answers": [True] * 12,
    "yes": 12,
    "seeds": 12,
    "effect": {"estimate": 0.0425, "low": 0.03, "high": 0.05},
    "metric": {"name": "test_accuracy", "label": "test accuracy", "unit": "share"},
    "margin": 0.01,
    "reason": "12 of 12",
}
EXACT = {"id": "AC4", "params": "", "kind": "exact", "verdict": "supported", "expected": "supported", "reason": "fine"}


def summary(*claims, complete=True, **campaign):
    counts = {"runs_trained": 24, "runs_cached": 48, "wall_seconds": 3.25}
    return list(summary_lines({"claims": claims, "complete": complete, "campaign": {**counts, **campaign}}))


def line(**changes):
    return summary({**ASKED, **changes})[0][0]


def test_a_claim_has_its_verdict_its_count_its_effect_and_its_margin():
    text = line()
    for said in ("NS4[B]", "supported", "12 of 12 seeds yes", "test accuracy", "+0.0425", "margin 0.01"):
        assert said in text
    assert "expected" not in text


def test_an_exact_claim_has_its_reason():
    assert "fine" in summary(EXACT)[0][0]


@pytest.mark.parametrize(
    ("verdict", "expected", "said"),
    [
        ("refuted", "supported", True),
        ("supported", "refuted", True),
        ("refuted", "refuted", False),
        ("inconclusive", "refuted", False),
    ],
)
def test_a_verdict_that_was_not_expected_says_so(verdict, expected, said):
    assert (f"(expected: {expected})" in line(verdict=verdict, expected=expected)) is said


def test_a_threshold_has_its_direction_and_a_benchmark_its_rounds():
    assert "claimed: at most 0.75" in line(kind="proportion", margin=0.75, sign=-1)
    timed = line(kind="benchmark", margin=0.0, effect_label="smallest fall")
    assert "12 of 12 rounds yes, smallest fall: median +0.0425, margin 0" in timed


@pytest.mark.parametrize(
    "changes",
    [
        {"effect": None, "yes": 0, "seeds": 0},
        {"effect": {"estimate": "Infinity", "low": None, "high": None}},
        {"kind": "interval", "margin": [-1.1, -0.9]},
    ],
    ids=["no effect", "infinite", "interval"],
)
def test_any_evidence_gets_its_line(changes):
    assert "NS4[B]" in line(**changes)


def test_the_last_line_counts_verdicts_and_runs():
    lines = summary(ASKED, {**ASKED, "params": "C", "verdict": "refuted"}, EXACT)
    assert lines[-1][0] == "2 supported, 1 refuted; 24 runs trained, 48 from the store, 3.2 s"


def test_an_interrupted_session_says_that_its_verdicts_are_partial():
    assert summary(ASKED, complete=False)[-1][0].endswith("interrupted or ended early, so these verdicts are partial")


def test_columns_are_aligned():
    first, second, _ = summary(ASKED, {**ASKED, "id": "LONGER"})
    assert first[0].index("supported") == second[0].index("supported")


@pytest.mark.parametrize("verdict", Verdict, ids=lambda verdict: verdict.word)
def test_every_verdict_has_a_look_of_its_own(verdict):
    (text, markup), _ = summary({**ASKED, "verdict": verdict.word})
    assert text.startswith(verdict.symbol)
    assert markup
