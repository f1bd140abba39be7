"""Finer statements than a verdict: what can be said besides yes and no. Numbers only.

A refuted "above by more than the margin" may mean that the opposite holds, that there is no difference to speak of, or
only that the margin is too much; an effect that is not in an interval is below it or above; what does not rise at every
step may well rise from end to end. Each statement is a question of its own to the same seeds, at the same looks, with
an error budget of its own (docs/method.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.base.shown import Shown
from harness.judge.bounds import shown_bounds, side_bounds

TIE = 1e-9
"""Effects within this of a margin are ties: 0.85 - 0.84 must not exceed 0.01."""


class Finer(Shown):
    """What is shown besides the verdict."""

    OPPOSITE = ("the opposite", "⇄")
    NO_DIFFERENCE = ("no material difference", "≈")
    NOT_BY_MARGIN = ("not by the margin", "<")
    DIRECTION = ("direction shown, margin open", "›")
    BELOW = ("below the interval", "↓")
    ABOVE = ("above the interval", "↑")
    END_TO_END = ("true from end to end", "↗")
    OPPOSITE_END_TO_END = ("the opposite from end to end", "↘")


@dataclass(frozen=True)
class Counts:
    """How many seeds have an effect of which size; an undefined effect is in none of them."""

    ahead: int
    """Above 0."""
    alike: int
    """Within the margin, either way."""
    opposed: int
    """Below minus the margin."""


@dataclass(frozen=True)
class Statement:
    """One finer statement, as its seeds answer it."""

    holds: tuple[bool, ...]
    """One a seed."""
    bounds: tuple[int | None, ...]
    """For each look how many of them show it."""
    looks: tuple[int, ...]

    def shown_at(self, seeds: int) -> int | None:
        """Return the number of the look, from 1 and within so many seeds, at which it is shown; None if at none."""
        for number, (look, bound) in enumerate(zip(self.looks, self.bounds, strict=True), start=1):
            if look <= seeds and bound is not None and sum(self.holds[:look]) >= bound:
                return number
        return None

    def is_possible(self, seeds: int) -> bool:
        """Return whether a look beyond so many seeds could show it."""
        so_far = sum(self.holds[:seeds])
        return any(
            bound is not None and look > seeds and so_far + look - seeds >= bound
            for look, bound in zip(self.looks, self.bounds, strict=True)
        )


@dataclass(frozen=True)
class Statements:
    """The finer statements about the effects of a claim."""

    exclusive: tuple[tuple[Finer, Statement], ...]
    """Those of which at most one is true; the first that is shown is stated, beside any verdict but a supported one."""
    direction: Statement | None = None
    """That the effect is above 0, beside an inconclusive verdict."""
    sized: tuple[tuple[bool, ...], ...] | None = None
    """Whether each seed is ahead, within the margin, and below minus the margin; None without a margin."""
    with_refuted_only: bool = False
    """Whether the exclusive ones are stated beside a refuted verdict only."""

    @classmethod
    def about(
        cls, effects: Sequence[float], margin: float, looks: tuple[int, ...], alpha: float, *, three_way: bool = False
    ) -> Statements:
        """Return the statements about effects that are held against a margin.

        Args:
            effects: one a seed, NaN where there is none.
            margin: of at least 0; within one of 0 nothing lies.
            looks: the numbers of seeds at which they may be shown.
            alpha: what a verdict in one direction may err with; the direction gets as much, and the two statements
                that exclude each other and the claim share it.
            three_way: whether the claim and those two are three statements of one family, each with this alpha; then
                no direction is stated.

        """
        each = shown_bounds(looks, alpha if three_way else alpha / 2)
        opposite = Statement(tuple(effect < -margin - TIE for effect in effects), each, looks)
        if not margin:
            return cls(((Finer.OPPOSITE, opposite),))
        alike = Statement(tuple(abs(effect) <= margin + TIE for effect in effects), each, looks)
        direction = Statement(
            tuple(effect > TIE for effect in effects),
            (None,) * len(looks) if three_way else shown_bounds(looks, alpha),
            looks,
        )
        return cls(
            ((Finer.OPPOSITE, opposite), (Finer.NO_DIFFERENCE, alike)),
            direction,
            (direction.holds, alike.holds, opposite.holds),
        )

    @classmethod
    def beside(
        cls, effects: Sequence[float], ends: tuple[float, float], p0: float, looks: tuple[int, ...], alpha: float
    ) -> Statements:
        """Return the statements that the effect lies below an interval, and above it, with probability above 1 - p0.

        Args:
            effects: one a seed; a NaN lies on neither side.
            ends: of the interval; both belong to it.
            p0: of the claim that the effect lies within. Where it is above 1/2 both statements can be true: then
                neither is made if both are shown.
            looks: as above.
            alpha: what a verdict in one direction may err with; the two statements share it.

        """
        low, high = ends
        enough = side_bounds(p0, looks, alpha)
        below = Statement(tuple(effect < low - TIE for effect in effects), enough, looks)
        above = Statement(tuple(effect > high + TIE for effect in effects), enough, looks)
        return cls(((Finer.BELOW, below), (Finer.ABOVE, above)), with_refuted_only=True)

    @classmethod
    def end_to_end(cls, changes: Sequence[float], looks: tuple[int, ...], alpha: float) -> Statements:
        """Return the statements about the changes of a trend from end to end, above 0 if they go the claimed way."""
        each = shown_bounds(looks, alpha / 2)
        agreeing = Statement(tuple(change > TIE for change in changes), each, looks)
        opposed = Statement(tuple(change < -TIE for change in changes), each, looks)
        return cls(((Finer.END_TO_END, agreeing), (Finer.OPPOSITE_END_TO_END, opposed)))

    def counts(self, seeds: int) -> Counts | None:
        """Return how many of the first seeds have an effect of which size; None without a margin."""
        return Counts(*(sum(holds[:seeds]) for holds in self.sized)) if self.sized else None

    def shown(self, seeds: int, sign: int) -> tuple[Finer | None, int | None]:
        """Return what is shown within so many seeds, and at which look, beside a verdict.

        Args:
            seeds: how many have answered.
            sign: +1: the claim is supported, -1: it is refuted, 0: neither.

        """
        if sign > 0:
            return None, None
        found = [(finer, look) for finer, statement in self.exclusive if (look := statement.shown_at(seeds))]
        if len(found) == 1 and (sign < 0 or not self.with_refuted_only):
            return found[0]
        if sign < 0:
            return (Finer.NOT_BY_MARGIN if self.sized else None), None
        if self.direction and (look := self.direction.shown_at(seeds)):
            return Finer.DIRECTION, look
        return None, None

    def could_say_more(self, seeds: int, sign: int) -> bool:
        """Return whether looks beyond so many seeds could show something that is not shown yet; arguments as above."""
        if sign > 0 or (sign == 0 and self.with_refuted_only):
            return False
        if any(statement.shown_at(seeds) for _, statement in self.exclusive):
            return False
        if any(statement.is_possible(seeds) for _, statement in self.exclusive):
            return True
        open_direction = self.direction if sign == 0 else None
        return bool(open_direction and not open_direction.shown_at(seeds) and open_direction.is_possible(seeds))
