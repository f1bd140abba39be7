"""The planner says what simulated claims come to, and refuses what cannot be planned."""

import numpy as np
import pytest
from scipy import stats

from harness.__main__ import main
from harness.judge.decide import Verdict, judge
from harness.judge.family import alpha_of
from harness.judge.planner import Plan

PLANS = [Plan(0.85, 0.5, 20, (12, 24)), Plan(0.3, 0.5, 5, (10, 20, 30)), Plan(0.97, 0.9, 1, (32,))]


@pytest.mark.parametrize("plan", PLANS)
def test_outcomes_and_seeds_are_those_of_claims_that_the_judge_decides(plan):
    rng, verdicts, seeds = np.random.default_rng(5), [], []
    for answers in rng.random((1500, plan.looks[-1])) < plan.p:
        for look in plan.looks:
            judged = judge(answers[:look], [0.0] * look, p0=plan.p0, looks=plan.looks, alpha=alpha_of(plan.family))
            if not judged.is_open:
                break
        verdicts.append(judged.verdict)
        seeds.append(look)
    shares = [np.mean([one is kind for one in verdicts]) for kind in (Verdict.SUPPORTED, Verdict.REFUTED)]
    assert shares == pytest.approx(plan.outcomes[:2], abs=0.05)
    assert np.mean(seeds) == pytest.approx(plan.seeds, rel=0.05)
    assert sum(plan.outcomes) == pytest.approx(1)


@pytest.mark.parametrize("plan", PLANS)
def test_what_can_be_seen_is_seen_in_four_of_five_cases(plan):
    seen = Plan(plan.detectable, plan.p0, plan.family, plan.looks)
    assert seen.outcomes[0] == pytest.approx(0.8, abs=1e-6)


def test_a_single_look_is_the_first_with_enough_power():
    plan = Plan(0.8, 0.5, 1, (12, 24, 48))
    decides = [
        n
        for n in range(1, 60)
        if any(
            stats.binomtest(k, n, 0.5, "greater").pvalue <= 0.05 and stats.binom.sf(k - 1, n, 0.8) >= 0.8
            for k in range(n + 1)
        )
    ]
    assert plan.single_look == decides[0]
    assert Plan(0.5, 0.5, 1, (12, 24)).single_look is None
    assert Plan(0.2, 0.5, 1, (12, 24, 48)).single_look == plan.single_look


def test_a_learning_test_needs_32_of_32(capsys):
    assert main(["plan", "0.99", "--family", "1", "--p0", "0.9", "--looks", "32"]) == 0
    assert "supported from 32 yes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["1.5"], "between 0 and 1"),
        (["nan"], "between 0 and 1"),
        (["0.9", "--p0", "0.9"], "cannot be decided"),
        (["0.9", "--family", "0"], "at least 1"),
        (["0.9", "--looks", "24,12"], "increasing"),
        (["0.9", "--looks", "many"], "--looks"),
    ],
)
def test_what_cannot_be_planned_is_one_line(capsys, arguments, expected):
    assert main(["plan", *arguments]) == 2
    line = capsys.readouterr().err
    assert expected in line
    assert line.count("\n") == 1
