"""What a cell of a scope map says: whether a claim holds under a condition. Sees numbers only.

A map is a family of its own. Each cell makes one of at most three statements that exclude each other (the claim holds;
its opposite does; there is no material difference), each with the same alpha. Each says that something happens in more
than half of all seeds. The worst case is two of them at exactly a half, since the three share the seeds: the chance of
anything false in a map of n cells is at most 2 n alpha, whatever depends on what.
"""

from __future__ import annotations

import math

from harness.base.shown import Shown
from harness.judge.decide import Judgement, Verdict
from harness.judge.family import FAMILY_ALPHA
from harness.judge.finer import Finer

LOOKS = (18, 24, 32, 48)
"""Seeds at which a cell is looked at: a map's alpha is so small that fewer than 18 would decide nothing."""
FALSE_AT_ONCE = 2
"""How many of a cell's statements can be as likely to be said wrongly as alpha allows: two at a half each."""


class CellState(Shown):
    """What is known of a claim under a condition."""

    HOLDS = ("holds", "✓")
    NO_DIFFERENCE = ("no material difference", "≈")
    FAILS = ("does not hold", "✗")
    OPPOSITE = ("the opposite holds", "⇄")
    MIXED = ("mixed", "±")
    DIVERGED = ("diverged", "⚡")
    NOT_APPLICABLE = ("n/a", "–")
    NOT_JUDGED = ("not judged", "!")
    OPEN = ("open", "?")
    NOT_RUN = ("not run", "·")

    @property
    def is_decided(self) -> bool:
        """Whether the seeds have shown something."""
        return self in (CellState.HOLDS, CellState.NO_DIFFERENCE, CellState.FAILS, CellState.OPPOSITE)

    @property
    def is_found(self) -> bool:
        """Whether the seeds have been asked to the end, whatever they say."""
        return self.is_decided or self in (CellState.MIXED, CellState.DIVERGED)

    @property
    def was_asked(self) -> bool:
        """Whether there are answers of seeds: enough for the first look."""
        return self.is_found or self is CellState.OPEN


def alpha_of_cell(cells: int) -> float:
    """Return the bound on the chance of each of a cell's false statements, in a map of so many cells."""
    return FAMILY_ALPHA / (FALSE_AT_ONCE * cells)


def state_of(judged: Judgement, margin: float | None) -> CellState:
    """Return what a cell's judgement, by three statements of one family, says.

    A claim without a margin on both sides of 0, such as one of a trend, has no opposite: it fails if the answer is no
    more often than not. What is undecided because all arms of most seeds diverged says so.

    Args:
        judged: the judgement.
        margin: the question's on both sides of 0; None if it has none.

    """
    if judged.verdict in (Verdict.INVALID, Verdict.NOT_JUDGED):
        return CellState.NOT_JUDGED
    if judged.verdict is Verdict.SUPPORTED:
        return CellState.HOLDS
    if judged.finer in _BY_FINER:
        return _BY_FINER[judged.finer]
    # Of two arms one that diverged is the worse one; an effect is undefined only where both did.
    lost = sum(math.isnan(effect) or (margin is None and math.isinf(effect)) for effect in judged.effects)
    if 2 * lost > judged.seeds >= judged.looks[0]:
        return CellState.DIVERGED
    if judged.verdict is Verdict.REFUTED and margin is None:
        return CellState.FAILS
    if judged.seeds < judged.looks[0]:
        return CellState.NOT_RUN
    return CellState.OPEN if judged.is_open else CellState.MIXED


_BY_FINER = {Finer.OPPOSITE: CellState.OPPOSITE, Finer.NO_DIFFERENCE: CellState.NO_DIFFERENCE}
