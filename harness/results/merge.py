"""Scope maps and response curves from sessions of their own, on their way into the results of the claims."""

from __future__ import annotations

from pathlib import Path

from harness.base.errors import UserError
from harness.judge.cell_state import CellState
from harness.results import file as results_file
from harness.results.model import ScopeMap


def merge(made: Path, results: Path) -> None:
    """Add the maps and curves of one results.json to another, for its report to show, in the place of former ones.

    A map of which a part was run leaves the other cells as they were, if both maps ask the same.

    Raises:
        UserError: one of the files cannot be read, the first has neither maps nor curves, they are of another suite or
            of other data, or the second cannot be written.

    """
    added, content = results_file.read(made), results_file.read(results)
    if not added.scope and not added.responses:
        raise UserError(
            f"{made} has neither a scope map nor response curves: pytest -m scope makes one, -m curve the others"
        )
    for what in ("title", "conditions"):
        theirs, own = getattr(added.suite, what), getattr(content.suite, what)
        if theirs != own:
            raise UserError(f"{made} is of a suite with {what} {theirs!r}, and {results} of one with {own!r}")
    former, curves = {one.name: one for one in content.scope}, {one.nodeid for one in added.responses}
    update = {
        "scope": tuple((former | {one.name: _over(former.get(one.name), one) for one in added.scope}).values()),
        "responses": (*(one for one in content.responses if one.nodeid not in curves), *added.responses),
    }
    results_file.write(content.model_copy(update=update), results)


def _over(former: ScopeMap | None, made: ScopeMap) -> ScopeMap:
    """Return a map with the cells of a former one where it has not run its own."""
    if former is None or _asked(former) != _asked(made):
        return made
    cells = tuple(
        old if new.state is CellState.NOT_RUN else new for old, new in zip(former.cells, made.cells, strict=True)
    )
    kept = any(old is cell and old.answered for old, cell in zip(former.cells, cells, strict=True))
    return made.model_copy(update={"cells": cells, "runs": made.runs + (former.runs if kept else 0)})


def _asked(one: ScopeMap) -> object:
    """Return what a map asks, and how: the same of two maps whose cells may stand side by side."""
    rows = [(row.title, row.question, row.metric.name, row.margin) for row in one.rows]
    return one.alpha, one.looks, one.first_seed, rows, [condition.name for condition in one.conditions]
