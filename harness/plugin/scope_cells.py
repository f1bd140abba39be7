"""The cells of scope maps in one session: run if they are asked for, and held to what makes them sound."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import pytest

from harness.base.errors import DeclarationError
from harness.campaign.evidence import Evidence
from harness.data.dataset import Dataset
from harness.declare.case import Case, CellCase
from harness.declare.scope import Cell
from harness.plugin.answer import CellAnswer
from harness.results.scope_records import cell_state

MARK = "scope"


class ScopeCells:
    """The cells of a session's scope maps, and what their tests were told."""

    def __init__(self) -> None:
        self.all: list[CellCase] = []
        """Those that were found."""
        self.selected: list[CellCase] = []
        self._answers: dict[str, CellAnswer] = {}
        """By node id."""

    def collect(self, items: Sequence[pytest.Item], cases: Sequence[Case]) -> None:
        """Find all cells.

        Args:
            items: pytest's.
            cases: all claims' tests.

        Raises:
            DeclarationError: a cell cannot be meant as written, or its map would ask seeds that a claim asks.

        """
        self.all = _cells(items)
        _check_seeds(self.all, cases)

    def select(self, items: Iterable[pytest.Item], datasets: Mapping[str, Dataset]) -> None:
        """Remember which cells are to be asked; one whose arms cannot be trained on their data asks nothing.

        Args:
            items: those that will be run.
            datasets: by name.

        """
        wanted = {item.nodeid for item in items}
        self.selected = [_fitting(case, datasets) for case in self.all if case.nodeid in wanted]

    def nodeids(self) -> Collection[str]:
        """Return the node ids of the selected cells."""
        return [case.nodeid for case in self.selected]

    def answer(self, nodeid: str, cell: Cell, evidence: Evidence | None) -> CellAnswer:
        """Return what is known of a test's own cell; anything else fails the test."""
        case = next((one for one in self.selected if one.nodeid == nodeid and one.cell.id == cell.id), None)
        if case is None or evidence is None:
            pytest.fail(f"{nodeid} is judged on its own cell, and not on another one", pytrace=False)
        self._answers[nodeid] = CellAnswer(case.title, *cell_state(case, evidence))
        return self._answers[nodeid]

    def unread(self, nodeid: str) -> str | None:
        """Return what is wrong with a cell's test that has passed without looking at its state; None if it has."""
        if nodeid in self._answers and self._answers[nodeid].was_read:
            return None
        return "the test passes whatever its cell says; let it end with: assert judge(cell).is_found"


def _cells(items: Iterable[pytest.Item]) -> list[CellCase]:
    cases = []
    for item in items:
        mark = item.get_closest_marker(MARK)
        if mark is None or not isinstance(item, pytest.Function):
            continue
        cell = item.callspec.params.get("cell") if hasattr(item, "callspec") else None
        if not isinstance(cell, Cell) or mark.kwargs.keys() != {"map"}:
            raise DeclarationError(f"{item.nodeid}: the marker `scope` is put there by harness.scope")
        if "judge" not in item.fixturenames:
            raise DeclarationError(
                f"{item.nodeid} does not ask what its cell says: take the fixture judge, and let the test end with: "
                "assert judge(cell).is_found"
            )
        cases.append(CellCase(item.nodeid, mark.kwargs["map"], cell))
    return cases


def _check_seeds(cells: Sequence[CellCase], cases: Sequence[Case]) -> None:
    for made in dict.fromkeys(case.map for case in cells):
        own = {seed for cell in made.cells if cell.question for seed in cell.question.seeds(cell.question.looks[-1])}
        for case in cases:
            if case.question and not own.isdisjoint(case.question.seeds(case.question.looks[-1])):
                raise DeclarationError(
                    f"the scope map from seed {made.first_seed} on would ask seeds that {case.title} asks: give it a "
                    "first_seed beyond them"
                )


def _fitting(case: CellCase, datasets: Mapping[str, Dataset]) -> CellCase:
    """Return a cell's case; without a question, and with the reason, where its arms cannot be trained on their data."""
    if case.cell.question is None:
        return case
    try:
        case.cell.question.check(datasets)
    except DeclarationError as error:
        return replace(case, cell=replace(case.cell, question=None, reason=str(error)))
    return case
