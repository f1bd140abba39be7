"""What a test gets to see of its claim: the verdict, or an exception that says all a person needs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from harness.declare.claim import Inconclusive, Invalid, Refuted
from harness.declare.labels import arm_names
from harness.declare.questions import Question
from harness.declare.timed_question import Timing
from harness.judge.decide import Judgement, Verdict
from harness.judge.estimates import Interval


@dataclass(frozen=True)
class Answer:
    """The judged answer to a question, as the `judge` fixture returns it."""

    title: str
    judgement: Judgement
    strict: bool
    asked: str
    """The question in words."""
    claimed: str
    """What the effect is held against, and what it is an effect on."""
    noun: str
    """What answered: a seed, or a round."""

    @property
    def verdict(self) -> Verdict:
        """The verdict, for a test that wants to look at it without failing."""
        return self.judgement.verdict

    @property
    def supported(self) -> bool:
        """True if the evidence supports the claim.

        Raises:
            Refuted: it contradicts the claim.
            Inconclusive: it decides nothing, and the session is strict (otherwise the test is skipped).
            Invalid: there is no evidence, because different seeds gave identical results.

        """
        __tracebackhide__ = True
        if self.verdict is Verdict.SUPPORTED:
            return True
        if self.verdict is Verdict.REFUTED:
            raise Refuted(self.message())
        if self.verdict is Verdict.INVALID:
            raise Invalid(self.message())
        if self.strict:
            raise Inconclusive(self.message())
        pytest.skip(f"{self.title} is inconclusive: {self.judgement.reason}")

    def message(self) -> str:
        """Return the verdict with its question and its numbers, one thing a line."""
        judged = self.judgement
        lines = [
            f"{self.title} is {judged.verdict.word}",
            f"  question   {self.asked}",
            f"  answers    {judged.yes} of {judged.seeds} {self.noun}s say yes; "
            f"P(yes) {interval_text(judged.probability)}, claimed above {judged.p0:g}",
            f"  effect     median {interval_text(judged.effect)}; claimed: {self.claimed}",
            f"  verdict    {judged.reason}",
        ]
        return "\n".join(lines)


def about_seeds(title: str, question: Question, judgement: Judgement, strict: bool) -> Answer:
    """Return the answer to a question that seeds were asked."""
    claimed = f"{question.claimed} ({question.metric.label}, {question.metric.unit})"
    return Answer(title, judgement, strict, question.text(arm_names(question.arms)), claimed, "seed")


def about_rounds(title: str, timing: Timing, judgement: Judgement, strict: bool) -> Answer:
    """Return the answer to a question that rounds of a benchmark were asked."""
    return Answer(title, judgement, strict, timing.text(), f"{timing.claimed} ({timing.effect_label})", "round")


def interval_text(interval: Interval | None) -> str:
    """Return an estimate with its interval, such as "0.042 (95 % interval 0.03 to 0.05)"."""
    if interval is None:
        return "unknown"
    if interval.low is None or interval.high is None:
        return f"{interval.estimate:.4g} (too few seeds for an interval)"
    return f"{interval.estimate:.4g} (95 % interval {interval.low:.4g} to {interval.high:.4g})"
