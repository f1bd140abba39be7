"""A judged question in words: the verdict with its numbers, for a failing test and for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from harness.declare.labels import arm_names
from harness.declare.questions import Question
from harness.declare.timed_question import Timing
from harness.judge.decide import Judgement
from harness.judge.estimates import Interval


@dataclass(frozen=True)
class Judged:
    """A judgement with what was asked."""

    title: str
    judgement: Judgement
    asked: str
    """The question in words."""
    claimed: str
    """What the effect is held against, and what it is an effect on."""
    noun: str
    """What answered: a seed, or a round."""

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
            *([f"  besides    {judged.finer.word}"] if judged.finer else []),
        ]
        return "\n".join(lines)


def of_seeds(title: str, question: Question, judgement: Judgement) -> Judged:
    """Return the judgement of a question that seeds were asked."""
    effect_on = ", ".join(filter(None, (question.metric.label, question.metric.unit)))
    claimed = f"{question.claimed} ({effect_on})"
    return Judged(title, judgement, question.text(arm_names(question.arms)), claimed, "seed")


def of_rounds(title: str, timing: Timing, judgement: Judgement) -> Judged:
    """Return the judgement of a question that rounds of a benchmark were asked."""
    return Judged(title, judgement, timing.text(), f"{timing.claimed} ({timing.effect_label})", "round")


def interval_text(interval: Interval | None) -> str:
    """Return an estimate with its interval, such as "0.042 (95 % interval 0.03 to 0.05)"."""
    if interval is None:
        return "unknown"
    if interval.low is None or interval.high is None:
        return f"{interval.estimate:.4g} (too few seeds for an interval)"
    return f"{interval.estimate:.4g} (95 % interval {interval.low:.4g} to {interval.high:.4g})"
