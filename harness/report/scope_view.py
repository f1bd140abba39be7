"""The report's view of scope maps: where a claim's comparisons hold besides their own setting."""

from __future__ import annotations

import math
import shlex
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from harness.judge.cell_state import CellState
from harness.judge.decide import Verdict
from harness.report.addresses import Addresses
from harness.report.question_view import rerun
from harness.report.scope_reach import Reach
from harness.report.view import Page
from harness.report.wording import quantities
from harness.report.wording.formatting import capital, count, natural
from harness.results.model import CellAnswers, Results, ScopeCell, ScopeCondition, ScopeMap, ScopeRow


@dataclass(frozen=True)
class CellView:
    """A row under a condition."""

    address: str
    condition: str
    says: str
    state: CellState
    effect: str
    """The median effect; empty if there is none."""
    details: str
    """The effect with its interval, and why it has its state."""
    arms: list[tuple[str, str]]
    """Each arm's name and its median."""
    changed: bool
    """Whether something else is shown than in the row's own setting."""


@dataclass(frozen=True)
class RowView:
    """A comparison with its cells, in the order of the columns."""

    address: str
    title: str
    id: str
    says: str
    """The claim in words; the question where the report has no such claim."""
    question: str
    claim: str | None
    """The address of the claim's card; None where the report has none."""
    verdict: Verdict | None
    """The claim's own, by its own seeds."""
    reach: str
    """Where else it holds, such as "holds in 9 of 12 other settings"; empty if it was asked nowhere else."""
    holds: str
    """In how many of the cells that were found out it holds, such as "holds in 9 of 12"."""
    cells: list[CellView]
    rerun: str

    @property
    def changes(self) -> int:
        """How many cells show something else than its own setting."""
        return sum(cell.changed for cell in self.cells)


@dataclass(frozen=True)
class ColumnView:
    """A condition."""

    name: str
    says: str
    changes: str
    """Of how many rows it changes what is shown, such as "changes 5 of 16"; empty for the rows' own setting."""


@dataclass(frozen=True)
class MapView:
    """A map, without rows and columns of which nothing was run."""

    address: str
    columns: list[ColumnView]
    rows: list[RowView]
    summary: str
    left_out: str
    """What was not run; empty if all was."""
    method: str
    states: list[CellState]
    """Those that are in it."""


def maps(results: Results, page: Page, addresses: Addresses) -> list[MapView]:
    """Return the view of every map of which something was run."""
    cards = {card.id: card.address for section in page.sections for card in section.cards}
    made = [_Map(one, results, cards, addresses) for one in results.scope]
    return [one.view() for one in made if one.reach.rows]


class _Map:
    """What a map's view is made from."""

    def __init__(self, one: ScopeMap, results: Results, cards: Mapping[str, str], addresses: Addresses) -> None:
        self.map = one
        self.results = results
        self.cards = cards
        self.addresses = addresses
        self.cell = {(cell.row, cell.condition): cell for cell in one.cells}
        self.reach = Reach(one)

    def view(self) -> MapView:
        """Return the view: rows and columns that change most come first, and the rows' own setting before them."""
        address = self.addresses.new("scope", "map")
        rows = [self.row(row) for row in sorted(self.reach.rows, key=lambda row: natural(row.title))]
        rows.sort(key=lambda row: -row.changes)
        columns = [self.column(condition) for condition in self.reach.conditions]
        present = {cell.state for row in rows for cell in row.cells}
        return MapView(
            address=address,
            columns=columns,
            rows=rows,
            summary=_summary(self.reach),
            left_out=self.left_out(),
            method=self.method(),
            states=[state for state in CellState if state in present],
        )

    def column(self, condition: ScopeCondition) -> ColumnView:
        return ColumnView(condition.name, condition.says, self.reach.influence(condition).words)

    def row(self, row: ScopeRow) -> RowView:
        claims = [claim for claim in self.results.claims if claim.id == row.id]
        own = next((claim for claim in claims if claim.title == row.title), None)
        cells = [self.cell_view(row, condition) for condition in self.reach.conditions]
        found = [cell.state for cell in cells if cell.state.is_found]
        return RowView(
            address=self.addresses.new("scope", row.title),
            title=row.title,
            id=row.id,
            says=claims[0].says if claims else row.question,
            question=row.question,
            claim=self.cards.get(row.id),
            verdict=own.verdict if own else None,
            reach=self.reach.words(row),
            holds=f"holds in {found.count(CellState.HOLDS)} of {len(found)}",
            cells=cells,
            rerun=self.rerun(row),
        )

    def rerun(self, row: ScopeRow) -> str:
        """Return the command that asks a row again."""
        file = self.map.name.partition("::")[0]
        named = "-".join(filter(None, (row.id, row.params)))
        return f"{rerun([file], self.results)} -m scope -k {shlex.quote(named)}"

    def cell_view(self, row: ScopeRow, condition: ScopeCondition) -> CellView:
        cell = self.cell[row.title, condition.name]
        effect = cell.answered.effect if cell.answered else None
        return CellView(
            address=self.addresses.new("scope", row.title, condition.name),
            condition=condition.name,
            says=condition.says,
            state=cell.state,
            effect=quantities.number(row, effect.estimate, signed=row.signed) if effect else "",
            details=_details(cell, row),
            arms=_medians(cell.answered, row) if cell.answered else [],
            changed=bool(self.reach.changed(row, condition)),
        )

    def left_out(self) -> str:
        rows = len(self.map.rows) - len(self.reach.rows)
        columns = len(self.map.conditions) - len(self.reach.conditions)
        parts = [count(rows, "row")] if rows else []
        parts += [count(columns, "column")] if columns else []
        return (
            f"{capital(' and '.join(parts))} of the map have nothing that was run, and are left out." if parts else ""
        )

    def method(self) -> str:
        """Return how the cells are judged, in a few sentences with the map's own figures."""
        one = self.map
        cells = len(one.cells)
        return (
            f"Each cell is a question to seeds from {one.first_seed} on, which no claim has seen, looked at after "
            f"{', '.join(map(str, one.looks[:-1]))} and {one.looks[-1]} seeds. All {cells} cells are a family of their "
            f"own: the chance that anything it says is false is at most {2 * cells * one.alpha:.2g}, although cells "
            "share trainings and so depend on each other, for the bound adds their chances up. What the last look does "
            "not decide is mixed. A cell says nothing of two conditions at once."
        )


def _details(cell: ScopeCell, row: ScopeRow) -> str:
    """Return what the seeds said, or why they were not asked."""
    effect = cell.answered.effect if cell.answered else None
    if effect is None:
        return capital(cell.reason)
    limits = quantities.limits(row, effect, signed=row.signed)
    median = f"median {quantities.in_words(row, effect.estimate, signed=row.signed)} in {row.metric.label}"
    interval = f" ({limits})" if limits else ""
    return capital(f"{median}{interval}, asked for {quantities.claimed(row)}; {cell.reason}")


def _medians(answered: CellAnswers, row: ScopeRow) -> list[tuple[str, str]]:
    return [
        (
            arm.name,
            quantities.level(row, arm.values) if math.isfinite(statistics.median(arm.values)) else row.metric.infinite,
        )
        for arm in answered.arms
        if arm.values
    ]


def _summary(reach: Reach) -> str:
    """Return what a reader should know first: what holds everywhere, and which condition matters most."""
    holding = len(reach.everywhere)
    of = f"{holding} of {count(len(reach.rows), 'comparison')}"
    everywhere = f"{of} {'is' if holding == 1 else 'are'} shown to hold under every condition that was asked."
    states = [cell.state for cell in reach.map.cells if cell.state.was_asked]
    left = states.count(CellState.OPEN)
    still = f"Of {count(len(states), 'cell')} {left} {'is' if left == 1 else 'are'} still open." if left else ""
    return " ".join(filter(None, (everywhere, reach.matters, still)))
