"""One test as it was selected: of a claim, with what is expected of it, or of a scope map's cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from harness.base.text import titled
from harness.declare.questions import Question
from harness.declare.scope import Cell, ScopeMap
from harness.declare.timed_question import Timing
from harness.judge.decide import Verdict


class Asking(Protocol):
    """What may ask a question of seeds."""

    @property
    def nodeid(self) -> str:
        """The test's, as pytest names it."""

    @property
    def title(self) -> str:
        """What a person calls it."""

    @property
    def question(self) -> Question | None:
        """What seeds are asked; None if nothing."""


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


@dataclass(frozen=True)
class CellCase:
    """The test of a scope map's cell."""

    nodeid: str
    map: ScopeMap
    cell: Cell

    @property
    def title(self) -> str:
        """The cell's, such as "NS4[B], scaled"."""
        return self.cell.title

    @property
    def question(self) -> Question | None:
        """What seeds are asked; None if the condition is not for the row."""
        return self.cell.question


def questions_of(cases: Iterable[Asking]) -> list[Question]:
    """Return the questions to be answered, each once, and after them the same ones put to the baseline."""
    asked = list(dict.fromkeys(case.question for case in cases if case.question))
    return [*asked, *(question.for_baseline() for question in asked if question.baseline)]
