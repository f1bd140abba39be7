"""The report's view of scope maps: where a claim's comparisons hold besides their own setting."""

from __future__ import annotations

import shlex
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.judge.cell_state import CellState
from harness.judge.decide import Verdict
from harness.report.addresses import Addresses
from harness.report.question_view import rerun
from harness.report.view import Page
from harness.report.wording.formatting import capital, count, listing, natural, rounded, span
from harness.results.model import CellAnswers, Results, ScopeCell, ScopeCondition, ScopeMap, ScopeRow

FEW = 3
"""Conditions that are named in a row's few words."""


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
    """How far it holds, in a few words, such as "holds wherever it was asked"; empty if that is not so clear."""
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
    return [one.view() for one in made if one.rows]


class _Map:
    """What a map's view is made from."""

    def __init__(self, one: ScopeMap, results: Results, cards: Mapping[str, str], addresses: Addresses) -> None:
        self.map = one
        self.results = results
        self.cards = cards
        self.addresses = addresses
        self.cell = {(cell.row, cell.condition): cell for cell in one.cells}
        self.own = one.conditions[0].name
        found = [cell for cell in one.cells if cell.state.is_found]
        self.rows = [row for row in one.rows if any(cell.row == row.title for cell in found)]
        names = {self.own, *(cell.condition for cell in found)}
        ran = [condition for condition in one.conditions if condition.name in names]
        self.columns = sorted(ran, key=lambda one: (one.name != self.own, -self.share_changed(one)))

    def changed(self, row: ScopeRow, condition: ScopeCondition) -> bool | None:
        """Return whether a cell shows something else than the row's own setting; None where one of them does not say.

        What is mixed shows nothing: neither that it is the same, nor that it is something else.
        """
        own, state = (self.cell[row.title, name].state for name in (self.own, condition.name))
        says = [one.is_decided or one is CellState.DIVERGED for one in (own, state)]
        return own is not state if all(says) and condition.name != self.own else None

    def share_changed(self, condition: ScopeCondition) -> float:
        """Return the share of the rows that a condition changes, of those of which it can be said."""
        known = [one for row in self.rows if (one := self.changed(row, condition)) is not None]
        return sum(known) / len(known) if known else -1.0

    def view(self) -> MapView:
        """Return the view: rows and columns that change most come first, and the rows' own setting before them."""
        address = self.addresses.new("scope", "map")
        rows = [self.row(row) for row in sorted(self.rows, key=lambda row: natural(row.title))]
        rows.sort(key=lambda row: -row.changes)
        columns = [self.column(condition) for condition in self.columns]
        present = {cell.state for row in rows for cell in row.cells}
        return MapView(
            address=address,
            columns=columns,
            rows=rows,
            summary=_summary(rows, columns),
            left_out=self.left_out(),
            method=self.method(),
            states=[state for state in CellState if state in present],
        )

    def column(self, condition: ScopeCondition) -> ColumnView:
        known = [one for row in self.rows if (one := self.changed(row, condition)) is not None]
        changes = f"changes {sum(known)} of {len(known)}" if known else ""
        return ColumnView(condition.name, condition.says, changes)

    def row(self, row: ScopeRow) -> RowView:
        claims = [claim for claim in self.results.claims if claim.id == row.id]
        own = next((claim for claim in claims if claim.title == row.title), None)
        cells = [self.cell_view(row, condition) for condition in self.columns]
        found = [cell.state for cell in cells if cell.state.is_found]
        return RowView(
            address=self.addresses.new("scope", row.title),
            title=row.title,
            id=row.id,
            says=claims[0].says if claims else row.question,
            question=row.question,
            claim=self.cards.get(row.id),
            verdict=own.verdict if own else None,
            reach=_reach(cells),
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
            effect=rounded(effect.estimate, signed=row.signed) if effect else "",
            details=_details(cell, row),
            arms=_medians(cell.answered) if cell.answered else [],
            changed=bool(self.changed(row, condition)),
        )

    def left_out(self) -> str:
        rows = len(self.map.rows) - len(self.rows)
        columns = len(self.map.conditions) - len(self.columns)
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


def _reach(cells: Sequence[CellView]) -> str:
    """Return how far a row holds in a few words, its own setting being the first cell; empty if that is not clear."""
    own, *others = [cell for cell in cells if cell.state.is_found]
    if not others or own is not cells[0]:
        return ""
    if all(cell.state is CellState.HOLDS for cell in (own, *others)):
        return "holds wherever it was asked"
    if not any(cell.state is CellState.HOLDS for cell in others):
        where = "in its own setting only" if own.state is CellState.HOLDS else "nowhere that it was asked"
        return f"is shown to hold {where}"
    changing = [f"“{cell.condition}”" for cell in cells if cell.changed]
    return f"something else is shown under {listing(changing)}" if 0 < len(changing) <= FEW else ""


def _details(cell: ScopeCell, row: ScopeRow) -> str:
    """Return what the seeds said, or why they were not asked."""
    effect = cell.answered.effect if cell.answered else None
    if effect is None:
        return capital(cell.reason)
    unit = f" {row.metric.label}"
    median = f"median {rounded(effect.estimate, signed=row.signed)}{unit}"
    return capital(f"{median} ({span(effect, signed=row.signed)}), asked for {row.claimed}; {cell.reason}")


def _medians(answered: CellAnswers) -> list[tuple[str, str]]:
    return [(arm.name, rounded(statistics.median(arm.values))) for arm in answered.arms if arm.values]


def _summary(rows: Sequence[RowView], columns: Sequence[ColumnView]) -> str:
    """Return what a reader should know first: what holds everywhere, and which condition matters most."""
    states = {row.title: [cell.state for cell in row.cells if cell.state.is_found] for row in rows}
    always = [title for title, found in states.items() if len(found) > 1 and set(found) == {CellState.HOLDS}]
    parts = [f"{len(always)} of {count(len(rows), 'comparison')} hold wherever they were asked."]
    most = next((column for column in columns if column.changes and not column.changes.startswith("changes 0")), None)
    if most:
        parts.append(f"The condition that matters most is “{most.name}” ({most.says}): it {most.changes}.")
    return " ".join(parts)
