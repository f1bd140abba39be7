"""How far the rows of a scope map reach: what the map's cells say of a row, and of a condition, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.judge.cell_state import CellState
from harness.report.wording.formatting import count, listing
from harness.results.model import Results, ScopeCondition, ScopeMap, ScopeRow

FEW = 3
"""Conditions that are named one by one."""


@dataclass(frozen=True)
class Influence:
    """How many rows show something else under a condition than in their own setting."""

    condition: ScopeCondition
    changed: int
    of: int
    """The rows of which it can be said."""

    @property
    def share(self) -> float:
        """Which share of these rows it changes; below 0 if it can be said of none."""
        return self.changed / self.of if self.of else -1.0

    @property
    def words(self) -> str:
        """The same in a few words, such as "changes 5 of 16"; empty if it can be said of none."""
        return f"changes {self.changed} of {self.of}" if self.of else ""


class Reach:
    """What of a map was found out; rows and conditions of which nothing was asked are left out."""

    def __init__(self, one: ScopeMap) -> None:
        self.map = one
        self.own = one.conditions[0].name
        self._states = {(cell.row, cell.condition): cell.state for cell in one.cells}
        asked = {place for place, state in self._states.items() if state.was_asked}
        self.rows = [row for row in one.rows if any((row.title, c.name) in asked for c in one.conditions)]
        names = {self.own, *(condition for _, condition in asked)}
        ran = [condition for condition in one.conditions if condition.name in names]
        self.conditions = sorted(ran, key=self._place)
        """The own setting first, then what changes most."""

    def _place(self, condition: ScopeCondition) -> tuple[bool, int, float]:
        influence = self.influence(condition)
        return condition.name != self.own, -influence.changed, -influence.share

    def changed(self, row: ScopeRow, condition: ScopeCondition) -> bool | None:
        """Return whether a cell shows something else than the row's own setting; None where one of them does not say.

        What is mixed shows nothing: neither that it is the same, nor that it is something else.
        """
        own, state = (self._states[row.title, name] for name in (self.own, condition.name))
        says = [one.is_decided or one is CellState.DIVERGED for one in (own, state)]
        return own is not state if all(says) and condition.name != self.own else None

    def influence(self, condition: ScopeCondition) -> Influence:
        """Return how many rows a condition changes."""
        known = [one for row in self.rows if (one := self.changed(row, condition)) is not None]
        return Influence(condition, sum(known), len(known))

    @property
    def most_changing(self) -> Influence | None:
        """The condition that changes most rows, the larger share of two; None if none changes any."""
        influences = map(self.influence, self.conditions)
        return next((one for one in influences if one.changed), None)

    @property
    def matters(self) -> str:
        """Which condition changes most, in a sentence; empty if none changes anything."""
        if not (most := self.most_changing):
            return ""
        condition = most.condition
        says = f" ({condition.says})" if condition.says and condition.says != condition.name else ""
        return f"The condition that matters most is “{condition.name}”{says}: it {most.words} comparisons."

    @property
    def everywhere(self) -> list[ScopeRow]:
        """The rows that hold wherever they were asked, and not in one place only."""
        return [
            row for row in self.rows if len(found := self.found(row)) > 1 and set(found.values()) == {CellState.HOLDS}
        ]

    def found(self, row: ScopeRow) -> dict[str, CellState]:
        """Return the states of the cells that were found out, by condition and with the own setting first."""
        states = {condition.name: self._states[row.title, condition.name] for condition in self.conditions}
        return {name: state for name, state in states.items() if state.is_found}

    def words(self, row: ScopeRow) -> str:
        """Return in a clause that goes on after the claim's name where else a row holds; empty if it was not asked."""
        found = self.found(row)
        own = found.pop(self.own, None)
        if not found:
            return ""
        holding = [name for name, state in found.items() if state is CellState.HOLDS]
        turned = [name for name, state in found.items() if state is CellState.OPPOSITE]
        others = count(len(found), "other setting")
        if own is CellState.HOLDS:
            return _from_holding(holding, turned, others, len(found))
        if not holding:
            any_of = "any of " if len(found) > 1 else ""
            return f"is not shown to hold in {any_of}the {others}" + (" either" if own else "")
        named = f": {_under(holding)}" if len(holding) <= FEW else ""
        held = "every one of the" if len(holding) == len(found) > 1 else f"{len(holding)} of"
        return f"holds in {held} {others}{named}"


def elsewhere(results: Results, claim_id: str) -> dict[str, str]:
    """Return where else a claim holds, in a sentence for each of its rows, by the row's title; none without a map.

    Args:
        results: may hold maps.
        claim_id: the claim's.
    """
    said: dict[str, str] = {}
    for reach in map(Reach, results.scope):
        rows = [row for row in reach.map.rows if row.id == claim_id]
        for row in rows:
            named = results.suite.names.get(row.title, row.params)
            is_one_of_several = len(rows) > 1 or _has_others(results, row)
            who = f"The claim ({named})" if named and is_one_of_several else "The claim"
            if row in reach.rows and (words := reach.words(row)):
                said[row.title] = f"{who} {words}."
    return said


def _has_others(results: Results, row: ScopeRow) -> bool:
    return any(claim.id == row.id and claim.title != row.title for claim in results.claims)


def _from_holding(holding: Sequence[str], turned: Sequence[str], others: str, asked: int) -> str:
    """Return where a row holds that holds in its own setting."""
    if len(holding) == asked:
        return f"holds in every one of the {others} too" if asked > 1 else f"holds in the {others} too"
    turns = f" and turns round {_under(turned)}" if 0 < len(turned) <= FEW else ""
    if not holding:
        return f"is shown to hold in its own setting only{turns}"
    return f"holds in {len(holding)} of {others}{turns}"


def _under(names: Sequence[str]) -> str:
    return f"under {listing([f'“{name}”' for name in names])}"
