"""Scope maps: comparisons as they are framed, and under conditions that change one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from harness.base.text import titled
from harness.judge.cell_state import CellState
from harness.results.model.answers import Answers
from harness.results.model.claims import Metric, Outcome
from harness.results.model.fields import Count, Finite, MisfitError, Number, Place, Positive, Record, Seed, Text


class ScopeRow(Record):
    """A comparison, and the claim that it is from."""

    id: Annotated[Text, Field(min_length=1)]
    """The claim's, such as "NS4"."""
    params: Text
    """The parametrize id of the claim's test; empty where there is one."""
    question: Text
    """As it is framed."""
    metric: Metric
    margin: Finite | tuple[Finite, Finite]
    claimed: Text
    """What the effect is held against, such as "more than 0.01"."""
    signed: bool
    """Whether the effect is a difference."""

    @property
    def title(self) -> str:
        """The title of the claim's test, such as "NS4[B]"."""
        return titled(self.id, self.params)


class ScopeCondition(Record):
    """What is changed in all arms."""

    name: Annotated[Text, Field(min_length=1)]
    says: Text
    """What it is, in a sentence's words."""


class CellArm(Record):
    """One arm of a cell."""

    name: Text
    """What tells it from the other arms."""
    values: tuple[Number, ...]
    """The metric with each seed."""


class CellAnswers(Answers):
    """What the seeds answered under a condition."""

    question: Text
    arms: tuple[CellArm, ...]

    def _lengths(self) -> Iterator[tuple[str, int]]:
        yield from super()._lengths()
        for place, arm in enumerate(self.arms):
            yield f"arms[{place}].values", len(arm.values)


class ScopeCell(Record):
    """A row under a condition."""

    nodeid: Text
    """The test's, as pytest names it."""
    row: Text
    """The row's title."""
    condition: Text
    """The condition's name."""
    state: CellState
    reason: Text
    """Why it is this one."""
    outcome: Outcome | None
    """How the test ended; null if it has not run."""
    answered: CellAnswers | None
    """Null if the condition is not for the row, or if the cell was not selected."""


class ScopeMap(Record):
    """Rows under conditions, of which the first changes nothing, and what was found out about the cells."""

    name: Text
    """The test function's, as pytest names it."""
    datetime: Text
    """When the results were made, ISO 8601 in UTC."""
    alpha: Positive
    """Bound on the chance of each false statement of a cell; a cell has two of them at most."""
    looks: Annotated[tuple[Place, ...], Field(min_length=1)]
    first_seed: Seed
    rows: Annotated[tuple[ScopeRow, ...], Field(min_length=1)]
    conditions: Annotated[tuple[ScopeCondition, ...], Field(min_length=1)]
    cells: tuple[ScopeCell, ...]
    """One for each row and condition, row by row."""
    runs: Count
    """How many runs they rest on; of a map that was put together from several, the sum."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        named = [(row.title, condition.name) for row in self.rows for condition in self.conditions]
        if [(cell.row, cell.condition) for cell in self.cells] != named:
            raise MisfitError("cells are not one for each row and condition, row by row")
        return self
