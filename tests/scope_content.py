"""A scope map of two rows under four conditions, hand-made, so that no training is needed."""

from harness.judge.cell_state import LOOKS, CellState
from harness.results import model

CONDITIONS = ("as framed", "<b>scaled</b>", "adam", "longer")
HOLDS, OPPOSITE, MIXED, NOT_APPLICABLE = (
    CellState.HOLDS,
    CellState.OPPOSITE,
    CellState.MIXED,
    CellState.NOT_APPLICABLE,
)
STATES = {
    "NS4[B]": (HOLDS, HOLDS, HOLDS, MIXED),
    "NS4[C]": (HOLDS, OPPOSITE, MIXED, NOT_APPLICABLE),
}
"""Row to its cells' states, in the order of the conditions."""
EFFECT = {HOLDS: 0.02, OPPOSITE: -0.03, MIXED: 0.005}
METRIC = model.Metric(
    name="test_accuracy", label="test accuracy", unit="share of examples", infinite="", higher_is_better=True
)


def cell(title, condition, state):
    """Return a cell of 18 seeds that all have the state's effect."""
    effect = EFFECT.get(state)
    answered = effect and model.CellAnswers(
        look=1 if state.is_decided else None,
        yes=18 if state is HOLDS else 0,
        seeds=18,
        answers=(state is HOLDS,) * 18,
        effects=(effect,) * 18,
        numbers=tuple(range(3000, 3018)),
        probability=None,
        effect=model.Interval(estimate=effect, low=effect - 0.001, high=effect + 0.001),
        seeds_wanted=None,
        question="is A above B?",
        arms=(
            model.CellArm(name="A", values=(0.9 + effect,) * 18),
            model.CellArm(name="B", values=(0.9,) * 18),
        ),
    )
    return model.ScopeCell(
        nodeid=f"claims/test_scope.py::test_map[{title}-{condition}]",
        row=title,
        condition=condition,
        state=state,
        reason="18 of 18 seeds say so" if answered else "the arms differ in epochs, which it sets",
        outcome=model.Outcome.PASSED if answered else model.Outcome.SKIPPED,
        answered=answered or None,
    )


def scope_map(states=STATES):
    """Return the map with these states."""
    rows = tuple(
        model.ScopeRow(
            id="NS4",
            params=title[4:-1],
            question="is A above B?",
            metric=METRIC,
            margin=0.01,
            claimed="more than 0.01",
            signed=True,
        )
        for title in states
    )
    return model.ScopeMap(
        name="claims/test_scope.py::test_map",
        datetime="2026-01-02T03:04:05+00:00",
        alpha=0.05 / 16,
        looks=LOOKS,
        first_seed=3000,
        rows=rows,
        conditions=tuple(model.ScopeCondition(name=name, says=f"{name} in words") for name in CONDITIONS),
        cells=tuple(
            cell(title, condition, state)
            for title, found in states.items()
            for condition, state in zip(CONDITIONS, found, strict=True)
        ),
        runs=36,
    )
