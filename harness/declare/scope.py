"""A scope map: the same comparisons, as they are framed and under conditions that change one thing at a time.

Its rows are questions that claims have asked, its columns are conditions, and every cell is a question of its own to
seeds that no claim has seen: where else does the advice hold?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from harness.base.errors import DeclarationError
from harness.base.text import titled
from harness.declare.arm import Arm
from harness.declare.checks import check_whole
from harness.declare.labels import field_name
from harness.declare.questions import Question
from harness.declare.registry import current, used
from harness.judge.cell_state import FALSE_AT_ONCE, LOOKS, alpha_of_cell


@dataclass(frozen=True)
class Row:
    """A comparison as the text frames it, and the claim that it is from."""

    claim: str
    """The claim's id."""
    params: str
    """Which of the claim's questions it is; empty where there is one."""
    question: Question

    @property
    def title(self) -> str:
        """The row's name, such as "NS4[B]": that of the claim's test, beside whose verdict it is shown."""
        return titled(self.claim, self.params)

    @property
    def slug(self) -> str:
        """The row's part of a test's id, such as "NS4-B"."""
        return f"{self.claim}-{self.params}" if self.params else self.claim


@dataclass(frozen=True)
class Condition:
    """One thing changed in every arm: a column of a map."""

    name: str
    """What it is called above its column."""
    change: Callable[[Any], Arm]
    """Returns an arm under the condition; raises DeclarationError, saying why, for one that it is not for."""
    says: str
    """What it is in a sentence's words, such as "pixels scaled to 0..1"; the name if there is no more to say."""

    @property
    def slug(self) -> str:
        """The condition's part of a test's id: its name with nothing but letters, digits and hyphens."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.name).strip("-").lower()


@dataclass(frozen=True)
class Cell:
    """A row under a condition."""

    row: Row
    condition: Condition
    question: Question | None
    """What seeds are asked; None if the condition is not for the row."""
    reason: str
    """Why it is not; empty otherwise."""

    @property
    def title(self) -> str:
        """The cell's name, such as "NS4[B], scaled"."""
        return f"{self.row.title}, {self.condition.name}"

    @property
    def id(self) -> str:
        """The parametrize id of the cell's test, such as "NS4-B-scaled"."""
        return f"{self.row.slug}-{self.condition.slug}"


@dataclass(frozen=True, eq=False)
class ScopeMap:
    """Rows under conditions. The first condition is how the rows are framed: it changes nothing."""

    rows: tuple[Row, ...]
    conditions: tuple[Condition, ...]
    first_seed: int

    @property
    def size(self) -> int:
        """How many cells share the map's error budget: all, whichever of them can be asked."""
        return len(self.rows) * len(self.conditions)

    @property
    def alpha(self) -> float:
        """Bound on the chance of each false statement of a cell."""
        return alpha_of_cell(self.size)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple(self._cell(row, condition) for row in self.rows for condition in self.conditions)

    def _cell(self, row: Row, condition: Condition) -> Cell:
        try:
            return Cell(row, condition, self._question(row, condition), "")
        except DeclarationError as error:
            return Cell(row, condition, None, str(error))

    def _question(self, row: Row, condition: Condition) -> Question:
        """Return what a cell asks.

        Raises:
            DeclarationError: the condition is not for the row; says why.

        """
        before = row.question.arms
        arms = tuple(condition.change(arm) for arm in before)
        if condition is not self.conditions[0]:
            _check_change(before, arms)
        # A family of its own: what a question takes from its suite, it takes from one of the map's size.
        family = current().declared_suite.with_(family=FALSE_AT_ONCE * self.size, first_seed=self.first_seed)
        with used(replace(current(), declared_suite=family)):
            return replace(row.question, arms=arms, looks=LOOKS, baseline=False, three_way=True)


def _check_change(before: Sequence[Arm], after: Sequence[Arm]) -> None:
    """Hold a condition to changing something, and nothing in which the arms differ."""
    then, now = ([arm.describe() for arm in arms] for arms in (before, after))
    names = list(dict.fromkeys(name for described in (*then, *now) for name in described))
    changed = [
        name for name in names if any(one.get(name) != other.get(name) for one, other in zip(then, now, strict=True))
    ]
    if not changed:
        raise DeclarationError("the row is framed like that already")
    for name in changed:
        if any(one.get(name) != then[0].get(name) for one in then):
            raise DeclarationError(f"the arms differ in {field_name(name)}, which it sets")


def row(claim_id: str, question: Question, *, params: str = "") -> Row:
    """Return a row of a scope map.

    Args:
        claim_id: the claim's that it is from, such as "NS4".
        question: what is asked of the arms as the text frames them; its looks, seeds and baseline are the map's affair.
        params: the parametrize id of the claim's test, where it has several.

    Raises:
        DeclarationError: no question to seeds, or one that does not say "more often than not" of its answer.

    """
    if not isinstance(question, Question):
        raise DeclarationError(f"row {titled(str(claim_id), params)}: {question!r} is no question to seeds")
    if question.p0 != 0.5:
        raise DeclarationError(
            f"row {titled(claim_id, params)}: a cell says what happens more often than not, p0 = 0.5, not {question.p0}"
        )
    if any(arm.recorded for arm in question.arms):
        raise DeclarationError(f"row {titled(claim_id, params)}: recorded runs cannot be made under other conditions")
    return Row(claim_id, params, question)


def condition(name: str, change: Callable[[Any], Arm], *, says: str = "") -> Condition:
    """Return a condition of a scope map: `condition("scaled", lambda arm: arm.with_(input_scale=1 / 255))`.

    Args:
        name: short: it stands above a column, and selects its cells with `-k`.
        change: returns an arm under the condition, and raises DeclarationError for one that it is not for.
        says: the condition in words, where the name does not say it all.

    Raises:
        DeclarationError: no name, or no function.

    """
    if not isinstance(name, str) or not re.search(r"[A-Za-z0-9]", name):
        raise DeclarationError(f"a condition's name must be a text with letters or digits, not {name!r}")
    if not callable(change):
        raise DeclarationError(f"condition {name!r}: change must be a function from arm to arm, not {change!r}")
    return Condition(name, change, says or name)


def as_framed(arm: Arm) -> Arm:
    """Return an arm as it is."""
    return arm


def scope(
    *, rows: Sequence[Row], conditions: Sequence[Condition], first_seed: int, framed: str = "as framed"
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a test function as a scope map: it is run for every cell, and only if asked for with `-m scope`.

    The function takes the fixtures `cell` and `judge`, and asserts that a cell has been found out::

        @scope(rows=[row("BN1", beats(with_norm, without, on="test_accuracy", by=0.01))],
               conditions=[condition("wide", lambda arm: arm.with_(width=128))], first_seed=3000)
        def test_where_it_holds(cell, judge):
            assert judge(cell).is_found

    Args:
        rows: the comparisons (`row`).
        conditions: what is changed in all arms (`condition`).
        first_seed: the first of the seeds, all cells' alike, which no claim of the suite may have seen.
        framed: what the first column is called, which changes nothing.

    Raises:
        DeclarationError: no rows or conditions, two of the same name, or a seed that is none.

    """
    check_whole("a scope map's first_seed", first_seed, at_least=0)
    if not rows or not conditions:
        raise DeclarationError("a scope map has at least one row and one condition")
    made = ScopeMap(tuple(rows), (condition(framed, as_framed), *conditions), first_seed)
    for names in ([one.title for one in made.rows], [one.slug for one in made.conditions]):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise DeclarationError(f"{twice!r} is twice in a scope map")
    return _marked(made)


def _marked(made: ScopeMap) -> Callable[[Callable[..., Any]], Any]:
    cells = pytest.mark.parametrize("cell", [pytest.param(cell, id=cell.id) for cell in made.cells])

    def decorate(function: Callable[..., Any]) -> Any:
        return pytest.mark.scope(map=made)(cells(function))

    return decorate
