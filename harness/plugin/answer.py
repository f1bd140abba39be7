"""What a test gets to see of its claim: the verdict, or an exception that says all a person needs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from harness.declare.claim import Inconclusive, Invalid, NotJudged, Refuted
from harness.declare.judged import Judged, of_rounds, of_seeds
from harness.declare.questions import Question
from harness.declare.timed_question import Timing
from harness.judge.cell_state import CellState
from harness.judge.decide import Judgement, Verdict

RAISES = {Verdict.REFUTED: Refuted, Verdict.INVALID: Invalid, Verdict.NOT_JUDGED: NotJudged}
"""What a test is ended with that takes for granted that its claim is supported."""


@dataclass
class Answer:
    """The judged answer to a question, as the `judge` fixture returns it; its truth is that it is `supported`."""

    judged: Judged
    strict: bool
    was_read: bool = False
    """Whether the test has looked at the verdict: one that has not says nothing about its claim."""

    @property
    def judgement(self) -> Judgement:
        """The verdict with the numbers behind it."""
        return self.judged.judgement

    @property
    def verdict(self) -> Verdict:
        """The verdict, for a test that wants to look at it without failing."""
        self.was_read = True
        return self.judgement.verdict

    def __bool__(self) -> bool:
        """Return True if the evidence supports the claim; raise as `supported` does otherwise."""
        __tracebackhide__ = True
        return self.supported

    @property
    def supported(self) -> bool:
        """True if the evidence supports the claim.

        Raises:
            Refuted: it contradicts the claim.
            Inconclusive: it decides nothing, and the session is strict (otherwise the test is skipped).
            Invalid: there is no evidence, because different seeds gave identical results.
            NotJudged: there is none, because a training's own code failed.

        """
        __tracebackhide__ = True
        if self.verdict is Verdict.SUPPORTED:
            return True
        if self.verdict in RAISES:
            raise RAISES[self.verdict](self.message())
        if self.strict:
            raise Inconclusive(self.message())
        pytest.skip(f"{self.judged.title} is inconclusive: {self.judgement.reason}")

    def message(self) -> str:
        """Return the verdict with its question and its numbers, one thing a line."""
        return self.judged.message()


@dataclass
class CellAnswer:
    """What is known of a scope map's cell, as the `judge` fixture returns it; no state of it is a failure."""

    title: str
    known: CellState
    reason: str
    was_read: bool = False
    """Whether the test has looked at it."""

    @property
    def state(self) -> CellState:
        """What is known of the cell."""
        self.was_read = True
        return self.known

    def __bool__(self) -> bool:
        """Return True if the cell has been found out; raise as `is_found` does otherwise."""
        __tracebackhide__ = True
        return self.is_found

    @property
    def is_found(self) -> bool:
        """True if seeds have told what there is to tell; the test is skipped if they were not asked, or not all.

        Raises:
            NotJudged: there is no evidence, because a training failed or its runs are no replicates.

        """
        __tracebackhide__ = True
        state = self.state
        if state.is_found:
            return True
        if state is CellState.NOT_JUDGED:
            raise NotJudged(f"{self.title} is not judged: {self.reason}")
        pytest.skip(f"{state.word}: {self.reason}")


def about_seeds(title: str, question: Question, judgement: Judgement, strict: bool) -> Answer:
    """Return the answer to a question that seeds were asked."""
    return Answer(of_seeds(title, question, judgement), strict)


def about_rounds(title: str, timing: Timing, judgement: Judgement, strict: bool) -> Answer:
    """Return the answer to a question that rounds of a benchmark were asked."""
    return Answer(of_rounds(title, timing, judgement), strict)
