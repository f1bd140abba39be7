"""The decision: yes/no answers of seeds in, verdict out. Sees numbers only; the one place with decision rules.

Every statistical claim is a question that each seed answers with yes or no, and says that the answer is yes
with probability above p0. docs/method.md explains it from the start.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from harness.base.shown import Shown
from harness.judge.bounds import LOOKS, MOST_SEEDS, Bound, design, seeds_wanted
from harness.judge.estimates import Interval, median_interval, probability_interval
from harness.judge.family import ALPHA
from harness.judge.finer import Counts, Finer, Statements


class Verdict(Shown):
    """How a claim came out, worst first."""

    INVALID = ("invalid", "⚠")
    NOT_JUDGED = ("not judged", "!")
    REFUTED = ("refuted", "✗")
    INCONCLUSIVE = ("inconclusive", "?")
    SUPPORTED = ("supported", "✓")


BY_SIGN = {1: Verdict.SUPPORTED, 0: Verdict.INCONCLUSIVE, -1: Verdict.REFUTED}


@dataclass(frozen=True)
class Judgement:
    """A verdict with all that is shown beside it; `effects` and `answers` have one entry per seed."""

    verdict: Verdict
    reason: str
    p0: float
    yes: int
    answers: tuple[bool, ...]
    effects: tuple[float, ...]
    look: int | None
    """The number of the look at which it was decided, from 1; None if it was not."""
    looks: tuple[int, ...]
    probability: Interval | None
    effect: Interval | None
    seeds_wanted: int | None
    """For inconclusive: the seeds of a single look that would probably decide; None if beyond reason."""
    finer: Finer | None = None
    """What is shown besides the verdict, of a claim about a margin, an interval or a trend."""
    finer_look: int | None = None
    """The number of the look at which that was shown; None if it needed none."""
    counts: Counts | None = None
    """How many seeds have an effect of which size, of such a claim."""
    is_open: bool = False
    """Whether more seeds, up to the last look, could still decide or say more."""

    @property
    def seeds(self) -> int:
        """How many seeds answered."""
        return len(self.answers)

    @property
    def resting(self) -> int:
        """How many seeds the verdict rests on; those after them are for a finer statement."""
        return self.looks[self.look - 1] if self.look else self.seeds


def decide(answers: ArrayLike, bounds: Sequence[Bound]) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Return what the answers decide and at which look: the rule, for one claim or for very many at once.

    Args:
        answers: yes or no, shape (..., seeds), in the order of the seeds.
        bounds: of the design.

    Returns:
        Two arrays of shape (...): +1 for supported, -1 for refuted, 0 for inconclusive; and the number of the
        look, from 1, that decided, or 0.
    """
    given = np.asarray(answers, dtype=bool)
    sign = np.zeros(given.shape[:-1], dtype=int)
    look = np.zeros(given.shape[:-1], dtype=int)
    for number, bound in enumerate(bounds, start=1):
        if given.shape[-1] < bound.seeds:
            break
        now = np.where(look == 0, bound.decides(given[..., : bound.seeds].sum(axis=-1)), 0)
        sign += now
        look[now != 0] = number
    return sign, look


def judge(
    answers: Sequence[bool],
    effects: Sequence[float],
    *,
    p0: float = 0.5,
    looks: tuple[int, ...] = LOOKS,
    alpha: float = ALPHA,
    void: tuple[Verdict, str] | None = None,
    within: tuple[float, float] | None = None,
    margin: float | None = None,
    changes: Sequence[float] | None = None,
    three_way: bool = False,
    noun: str = "seed",
) -> Judgement:
    """Return the verdict that the seeds' answers, in their order, give at the first look that decides.

    Answers beyond the look at which nothing more can be decided or said are not used: whoever trained them for another
    claim must not change this one.

    Args:
        answers: one a seed, in order of the seeds.
        effects: one a seed: the quantity behind the answer, NaN where there is none.
        p0: the claim says that P(yes) is above it.
        looks: the numbers of seeds at which a decision may fall.
        alpha: bound on the chance of a wrong verdict in one direction.
        void: the verdict and its reason if the answers cannot be used, whatever they are.
        within: for a claim that the effect lies in an interval, its ends; a refutation may then say on which side.
        margin: for a claim that the effect exceeds a margin, that margin; finer statements are then made, too.
        changes: for a claim of a trend, one a seed: the change from end to end, the claimed way above 0; likewise.
        three_way: whether the claim, its opposite and no material difference are three statements of one family, each
            with this alpha.
        noun: what answers, as the reason calls it: a seed, or the round of a benchmark.

    Raises:
        ValueError: not as many effects as answers, or no such design (`bounds.design`).
    """
    if len(answers) != len(effects):
        raise ValueError(f"{len(answers)} answers, but {len(effects)} effects")
    bounds = design(p0, looks, alpha)
    sign, number = decide(answers, bounds) if void is None else (np.array(0), np.array(0))
    verdict, look = BY_SIGN[int(sign)], int(number) or None
    statements = None
    if void is None and margin is not None:
        statements = Statements.about(effects, margin, looks, alpha, three_way=three_way)
    elif void is None and not three_way:  # which has no statements but those about a margin
        if within:
            statements = Statements.beside(effects, within, p0, looks, alpha)
        elif changes is not None:
            statements = Statements.end_to_end(changes, looks, alpha)
    used, is_open = _used(answers, bounds, look, int(sign), statements) if void is None else (len(answers), False)
    answers, effects = tuple(answers[:used]), tuple(effects[:used])
    finer, finer_look = statements.shown(used, int(sign)) if statements else (None, None)
    yes = sum(answers)
    resting = looks[look - 1] if look else used
    wanted = seeds_wanted(yes, used, p0, alpha) if used and not look and not void else None
    if void:
        verdict, reason = void
    elif look:
        reason = _decided(sum(answers[:resting]), bounds[look - 1], verdict, p0, noun)
    else:
        reason = _undecided(yes, used, bounds, p0, wanted, noun, is_open=is_open)
    return Judgement(
        verdict=verdict,
        reason=reason,
        p0=p0,
        yes=yes,
        answers=answers,
        effects=effects,
        look=look,
        looks=looks,
        probability=probability_interval(yes, used) if used else None,
        effect=median_interval(effects),
        seeds_wanted=wanted,
        finer=finer,
        finer_look=finer_look,
        counts=statements.counts(used) if statements else None,
        is_open=is_open,
    )


def _used(
    answers: Sequence[bool], bounds: Sequence[Bound], decided: int | None, sign: int, statements: Statements | None
) -> tuple[int, bool]:
    """Return how many seeds are used, and whether more of them could still decide or say more.

    A claim stops at the first look after which neither its verdict nor a finer statement can come.

    Args:
        answers: of all seeds there are.
        bounds: of the design.
        decided: the number of the look at which the verdict fell, from 1; None if it has not.
        sign: of that verdict.
        statements: about the effects, if it is a claim about a margin.

    """
    for number, bound in enumerate(bounds, start=1):
        if bound.seeds > len(answers):
            break
        yes = sum(answers[: bound.seeds])
        fallen = decided is not None and number >= decided
        can_fall = not fallen and any(later.can_decide(yes, bound.seeds) for later in bounds)
        if not can_fall and not (statements and statements.could_say_more(bound.seeds, sign if fallen else 0)):
            return bound.seeds, False
    return len(answers), len(answers) < bounds[-1].seeds


def _often(p: float) -> str:
    return "more often than not" if math.isclose(p, 0.5) else f"with probability above {p:g}"


def _decided(yes: int, bound: Bound, verdict: Verdict, p0: float, noun: str) -> str:
    if verdict is Verdict.SUPPORTED:
        rule = f"{bound.supported} or more are enough for a yes {_often(p0)}"
    else:
        rule = f"{bound.refuted} or fewer rule out a yes {_often(p0)}"
    return f"{yes} of {bound.seeds} {noun}s say yes: {rule}"


def _undecided(
    yes: int, used: int, bounds: Sequence[Bound], p0: float, wanted: int | None, noun: str, *, is_open: bool
) -> str:
    first = bounds[0]
    if used < first.seeds:
        return f"{used} {noun}s are fewer than the {first.seeds} of the first look"
    if is_open:
        more = f"the next look is at {next(b.seeds for b in bounds if b.seeds > used)} {noun}s"
    elif wanted is not None:
        more = f"if the share stays like this, a single look at {wanted} {noun}s would probably decide it"
    else:
        more = f"an effect this near the margin cannot be told apart with fewer than {MOST_SEEDS} {noun}s"
    reached = [b for b in bounds if b.seeds <= used][-1]
    enough = "no number" if reached.supported is None else f"{reached.supported} or more"
    too_few = "none" if reached.refuted is None else f"{reached.refuted} or fewer"
    return (
        f"{yes} of {used} {noun}s say yes: at {reached.seeds}, {enough} would be enough for a yes {_often(p0)}, "
        f"{too_few} would rule it out; {more}"
    )
