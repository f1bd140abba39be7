"""What results.json says of scope maps: their rows and conditions, and what the evidence says of every cell."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.base.numbers import plain
from harness.campaign.evidence import Evidence
from harness.declare.case import CellCase, questions_of
from harness.declare.labels import arm_names
from harness.declare.scope import Cell, Row, ScopeMap
from harness.judge.cell_state import LOOKS, CellState, state_of
from harness.results import model
from harness.results.claim_records import Ended, answered_parts, metric_record
from harness.results.model import drawable

NOT_SELECTED = "not selected"


def scope_records(cases: Sequence[CellCase], evidence: Evidence) -> tuple[model.ScopeMap, ...]:
    """Return a record of every map, without the outcomes of its tests.

    Args:
        cases: the selected cells, of whichever maps.
        evidence: what the campaign found out.

    """
    of_map: dict[ScopeMap, list[CellCase]] = {}
    for case in cases:
        of_map.setdefault(case.map, []).append(case)
    return tuple(_map(made, selected, evidence) for made, selected in of_map.items())


def ended(maps: Sequence[model.ScopeMap], outcomes: Mapping[str, Ended]) -> tuple[model.ScopeMap, ...]:
    """Return maps with how the tests of their cells ended."""

    def with_outcome(cell: model.ScopeCell) -> model.ScopeCell:
        how = outcomes.get(cell.nodeid)
        return cell.model_copy(update={"outcome": how.outcome}) if how else cell

    return tuple(one.model_copy(update={"cells": tuple(map(with_outcome, one.cells))}) for one in maps)


def cell_state(case: CellCase, evidence: Evidence) -> tuple[CellState, str]:
    """Return what is known of a cell, and why."""
    if case.question is None:
        return CellState.NOT_APPLICABLE, case.cell.reason
    judged = evidence.judgement(case.question)
    state = state_of(judged, case.question.stated_margin)
    return state, _reason(state, case, evidence)


def _reason(state: CellState, case: CellCase, evidence: Evidence) -> str:
    """Return why a cell has its state, in words about its seeds."""
    question = case.question
    assert question is not None
    judged = evidence.judgement(question)
    if state is CellState.NOT_JUDGED:
        return judged.reason
    seeds, counts = judged.seeds, judged.counts
    if state in (CellState.OPEN, CellState.NOT_RUN):
        at = next((look for look in LOOKS if look > seeds), LOOKS[-1])
        return f"after {seeds} seeds nothing is shown; the next look, at {at}, was not run"
    if state is CellState.DIVERGED:
        return f"in most of the {seeds} seeds every arm diverged"
    if counts is None:
        return f"{judged.yes} of {seeds} seeds say yes"
    margin = plain(question.stated_margin or 0.0)
    return (
        f"of {seeds} seeds {judged.yes} say yes, {counts.alike} differ by {margin} at most, "
        f"{counts.opposed} are the other way round by more"
    )


def _map(made: ScopeMap, selected: Sequence[CellCase], evidence: Evidence) -> model.ScopeMap:
    by_cell = {(case.cell.row.title, case.cell.condition.name): case for case in selected}
    runs = {
        run
        for question in questions_of(selected)
        for arm in question.arms
        for seed in question.seeds(evidence.judgement(question).seeds)
        if (run := evidence.run_of(arm, seed))
    }
    name = selected[0].nodeid.partition("[")[0]
    cells = []
    for cell in made.cells:
        case = by_cell.get((cell.row.title, cell.condition.name))
        cells.append(_cell(case, evidence) if case else _unselected(cell, f"{name}[{cell.id}]"))
    return model.ScopeMap(
        name=name,
        datetime=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        alpha=made.alpha,
        looks=LOOKS,
        first_seed=made.first_seed,
        rows=tuple(map(_row, made.rows)),
        conditions=tuple(model.ScopeCondition(name=one.name, says=one.says) for one in made.conditions),
        cells=tuple(cells),
        runs=len(runs),
    )


def _row(row: Row) -> model.ScopeRow:
    question = row.question
    return model.ScopeRow(
        id=row.claim,
        params=row.params,
        question=question.text(arm_names(question.arms)),
        metric=metric_record(question.on, question.metric),
        margin=question.margin,
        claimed=question.claimed,
        signed=question.signed,
    )


def _cell(case: CellCase, evidence: Evidence) -> model.ScopeCell:
    state, reason = cell_state(case, evidence)
    return model.ScopeCell(
        nodeid=case.nodeid,
        row=case.cell.row.title,
        condition=case.cell.condition.name,
        state=state,
        reason=reason,
        outcome=None,
        answered=_answered(case, evidence),
    )


def _unselected(cell: Cell, nodeid: str) -> model.ScopeCell:
    """Return the record of a cell that the session was not asked for."""
    known = cell.question is None
    return model.ScopeCell(
        nodeid=nodeid,
        row=cell.row.title,
        condition=cell.condition.name,
        state=CellState.NOT_APPLICABLE if known else CellState.NOT_RUN,
        reason=cell.reason if known else NOT_SELECTED,
        outcome=None,
        answered=None,
    )


def _answered(case: CellCase, evidence: Evidence) -> model.CellAnswers | None:
    question = case.question
    if question is None:
        return None
    judged = evidence.judgement(question)
    names = arm_names(question.arms)
    values = evidence.values(question)[: judged.seeds]
    return model.CellAnswers(
        **answered_parts(replace(judged, seeds_wanted=None)),
        numbers=tuple(question.seeds(judged.seeds)),
        question=question.text(names),
        arms=tuple(
            model.CellArm(name=name, values=tuple(drawable(row[place]) for row in values))
            for place, name in enumerate(names)
        ),
    )
