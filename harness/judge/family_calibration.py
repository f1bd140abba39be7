"""Does a whole family keep its promises? Sessions of many questions, finer statements included, put through the judge.

For every question it is known what is true of it; a session errs if it states anything that is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from harness.base.text import table_head, table_row
from harness.judge.bounds import LOOKS, design, exact_crossing, shown_bounds, side_bounds
from harness.judge.decide import Verdict, judge
from harness.judge.family import ALPHA, FAMILY_SIZE
from harness.judge.finer import Finer

MARGIN = 1.0
SIZES = np.array([2.0, 0.5, -0.5, -2.0])
"""An effect of each kind: beyond the margin, within it on either side, below minus the margin."""
SESSIONS = 400
SEED = 20_261_126


@dataclass(frozen=True)
class Truth:
    """A kind of question: the chances that a seed's effect is of each of the `SIZES`."""

    name: str
    chances: tuple[float, float, float, float]

    def false_statements(self) -> set[Verdict | Finer]:
        """Return what it would be wrong to state: each says that something happens more often than not."""
        beyond, above, below, opposed = self.chances
        frequent: dict[Verdict | Finer, float] = {
            Verdict.SUPPORTED: beyond,
            Finer.OPPOSITE: opposed,
            Finer.NO_DIFFERENCE: above + below,
            Finer.DIRECTION: beyond + above,
        }
        false = {statement for statement, chance in frequent.items() if chance <= 0.5}
        return false | {Verdict.REFUTED} if beyond > 0.5 else false


ON_THE_BORDER = (
    Truth("yes, or the opposite", (0.5, 0.0, 0.0, 0.5)),
    Truth("yes, or ahead within the margin", (0.5, 0.5, 0.0, 0.0)),
    Truth("within the margin, or the opposite", (0.0, 0.25, 0.25, 0.5)),
    Truth("no direction", (0.3, 0.2, 0.2, 0.3)),
    Truth("hardly yes, else the opposite", (0.501, 0.0, 0.0, 0.499)),
)
"""Where most is wrong to state, or nearly stated."""
CLEAR = (
    Truth("clearly yes", (0.95, 0.05, 0.0, 0.0)),
    Truth("clearly the opposite", (0.0, 0.0, 0.05, 0.95)),
    Truth("clearly no difference", (0.02, 0.48, 0.48, 0.02)),
    Truth("ahead, around the margin", (0.6, 0.4, 0.0, 0.0)),
)


@dataclass(frozen=True)
class Sessions:
    """How many simulated sessions stated something false."""

    name: str
    sessions: int
    wrong_verdict: int
    wrong_opposite_or_same: int
    wrong_direction: int


def simulate_sessions(
    name: str, truths: Sequence[Truth], sessions: int, rng: np.random.Generator, family: int = FAMILY_SIZE
) -> Sessions:
    """Judge sessions of `family` questions, whose kinds take turns; count those with a false statement."""
    wrong = np.zeros(3, dtype=int)
    for _ in range(sessions):
        found = np.zeros(3, dtype=bool)
        for number in range(family):
            truth = truths[number % len(truths)]
            effects = rng.choice(SIZES, p=truth.chances, size=LOOKS[-1])
            found |= _false(truth, effects)
        wrong += found
    return Sessions(name, sessions, *map(int, wrong))


def _false(truth: Truth, effects: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether the verdict, one of the two exclusive statements, and the direction are false."""
    judged = judge((effects > MARGIN).tolist(), effects.tolist(), margin=MARGIN)
    false = truth.false_statements()
    return np.array(
        [
            judged.verdict in false,
            judged.finer in (Finer.OPPOSITE, Finer.NO_DIFFERENCE) and judged.finer in false,
            judged.finer is Finer.DIRECTION and judged.finer in false,
        ]
    )


def budget_table() -> Iterator[str]:
    """Yield the Markdown table of what each statement may err with, and does at most, for p0 = 1/2."""
    yield from table_head("statement", "may err with", "shown from", "errs at most with", "in a family of 100")
    half = Fraction(1, 2)
    rows: list[tuple[str, float, list[int | None]]] = [
        ("supported", ALPHA, [bound.supported for bound in design()]),
        ("refuted", ALPHA, [None if bound.refuted is None else bound.seeds - bound.refuted for bound in design()]),
        ("the opposite", ALPHA / 2, list(shown_bounds(LOOKS, ALPHA / 2))),
        ("no material difference", ALPHA / 2, list(shown_bounds(LOOKS, ALPHA / 2))),
        ("direction", ALPHA, list(shown_bounds(LOOKS, ALPHA))),
        ("below, or above, an interval", ALPHA / 2, list(side_bounds(0.5, LOOKS))),
        ("from end to end, or the opposite", ALPHA / 2, list(shown_bounds(LOOKS, ALPHA / 2))),
    ]
    for name, allowed, counts in rows:
        chance = float(exact_crossing(half, LOOKS, counts))
        shown = ", ".join("-" if count is None else str(count) for count in counts)
        yield table_row(name, f"{allowed:.5f}", shown, f"{chance:.6f}", f"{100 * chance:.3f}")


def sessions_table(sessions: int = SESSIONS) -> Iterator[str]:
    """Yield the Markdown table of simulated sessions of 100 questions."""
    yield from table_head(
        "questions", "sessions", "a wrong verdict", "wrongly opposite or no difference", "wrong direction"
    )
    for number, (name, truths) in enumerate((("on the border", ON_THE_BORDER), ("clear", CLEAR))):
        one = simulate_sessions(name, truths, sessions, np.random.default_rng([SEED, number]))
        counts = one.wrong_verdict, one.wrong_opposite_or_same, one.wrong_direction
        yield table_row(one.name, str(one.sessions), *(f"{count / one.sessions:.3f}" for count in counts))
