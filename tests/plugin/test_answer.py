"""A test's answer: true, an exception of its own for each outcome, and a message with all that a person needs."""

import math

import pytest

from harness.declare.claim import Inconclusive, Invalid, Refuted, at_least, beats, within
from harness.declare.timed_question import Falling
from harness.judge.decide import Verdict, judge
from harness.plugin.answer import about_rounds, about_seeds
from tests.toys import TOY

QUESTION = beats(TOY, TOY.with_(hidden=(8,)), on="test_accuracy", by=0.01)


def answer(yes, seeds=12, question=QUESTION, strict=False, void=None, effects=None):
    answers = [seed * yes % seeds < yes for seed in range(seeds)]  # spread evenly, so that no early look decides
    effects = effects or [0.05 if say else -0.02 for say in answers]
    return about_seeds("NS4[B]", question, judge(answers, effects, void=void), strict)


def test_a_supported_claim_is_true():
    assert answer(12).supported is True
    assert answer(12).verdict is Verdict.SUPPORTED


def test_a_refuted_claim_raises_refuted_with_question_numbers_and_margin():
    with pytest.raises(Refuted) as refuted:
        assert answer(0).supported
    title, *lines = str(refuted.value).splitlines()
    assert title == "NS4[B] is refuted"
    text = "\n".join(lines)
    for said in (
        "hidden 4",
        "hidden 8",
        "0 of 12 seeds say yes",
        "median -0.02",
        "claimed: more than 0.01",
        "test accuracy",
    ):
        assert said in text


def test_an_inconclusive_claim_is_skipped_with_its_reason_and_says_what_would_decide_it():
    with pytest.raises(
        pytest.skip.Exception, match=r"NS4\[B\] is inconclusive: .*36 of 48 seeds say yes.*seeds would probably decide"
    ):
        assert answer(36, 48).supported


def test_in_a_strict_session_an_inconclusive_claim_fails_by_an_exception_of_its_own():
    with pytest.raises(Inconclusive, match=r"NS4\[B\] is inconclusive"):
        assert answer(6, strict=True).supported


@pytest.mark.parametrize("strict", [False, True])
def test_runs_that_are_no_replicates_fail_in_any_session(strict):
    with pytest.raises(Invalid, match="bit-identical"):
        assert answer(12, strict=strict, void=(Verdict.INVALID, "bit-identical networks")).supported


def test_the_verdict_can_be_looked_at_without_failing():
    assert answer(0).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("question", "margin"),
    [
        (at_least(TOY, on="test_accuracy", value=0.75), "0.75"),
        (within(TOY, on="test_loss", low=0.25, high=0.5), "between 0.25 and 0.5"),
    ],
    ids=["proportion", "interval"],
)
def test_every_kind_of_question_has_a_message(question, margin):
    assert margin in answer(0, question=question).message()


@pytest.mark.parametrize(
    ("seeds", "effects", "said"),
    [
        (12, [math.inf] * 12, "median inf"),
        (12, [math.nan] * 12, "median unknown"),
        (3, None, "too few seeds for an interval"),
        (0, None, "0 of 0 seeds say yes"),
    ],
)
def test_a_message_can_be_given_of_any_evidence(seeds, effects, said):
    assert said in answer(0, seeds, effects=effects).message()


def test_rounds_are_called_rounds():
    timing = Falling(sides=(16, 64), of="seconds per epoch", by="batch size")
    text = about_rounds("MB3", timing, timing.judgement([[2.0, 1.0]] * 12), strict=False).message()
    assert "12 of 12 rounds say yes" in text
    assert "claimed: more than 0 (smallest relative fall from one batch size to the next)" in text
    assert "seed" not in text
