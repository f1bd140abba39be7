"""One test of a claim, as it was selected and with what is expected of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.base.text import titled
from harness.declare.questions import Question
from harness.declare.timed_question import Timing
from harness.judge.decide import Verdict


@dataclass(frozen=True)
class Case:
    """One test of a claim: a question put to seeds, or (without one) a check that the test itself makes."""

    nodeid: str
    id: str
    section: str
    says: str
    params: str
    """The parametrize id, empty where there is none."""
    question: Question | None
    """What seeds are asked; None if it is rounds (`timing`), or if the test itself makes the checks."""
    timing: Timing | None
    expected: Verdict
    """Supported, or refuted if the test is a strict xfail for `Refuted`."""
    expected_reason: str
    so: str = ""
    """What a reader is to do; empty if nothing is said."""

    @property
    def is_exact(self) -> bool:
        """Whether the test itself makes the checks: neither seeds nor rounds are asked."""
        return self.question is None and self.timing is None

    @property
    def title(self) -> str:
        """The claim's id with the parametrize id, such as NS4[B]."""
        return titled(self.id, self.params)


def questions_of(cases: Iterable[Case]) -> list[Question]:
    """Return the questions to be answered, each once, and after them the same ones put to the baseline."""
    asked = list(dict.fromkeys(case.question for case in cases if case.question))
    return [*asked, *(question.for_baseline() for question in asked if question.baseline)]
